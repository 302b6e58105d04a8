"""What code does a report rest on? The modules of the library that its notebook imports, and all that these import."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2]
RUNS = ("vagar_lib.pipeline.engine.execute", "vagar_lib.pipeline.engine.engine", "vagar_lib.pipeline.page.render")
"""What runs a notebook and makes its page."""
_IMPORT = re.compile(
    r"^[ \t]*(?:from[ \t]+(vagar_lib[\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^\n]+)|import[ \t]+(vagar_lib[^\n]*))", re.M
)


def imports(source: str) -> set[str]:
    """Modules of the library that some code imports, anywhere in it; also names that are no modules.

    Found without parsing, as parsing the whole library takes half a second.

    Examples
    --------
    >>> sorted(imports("from vagar_lib import regions as r, paths\\nimport vagar_lib.errors"))
    ['vagar_lib', 'vagar_lib.errors', 'vagar_lib.paths', 'vagar_lib.regions']
    """
    found: set[str] = set()
    for package, names, plain in _IMPORT.findall(source):
        if package:
            words = re.sub(r"#[^\n]*", "", names).strip("() \t\n").split(",")
            found |= {package, *(f"{package}.{word.split()[0]}" for word in words if word.split())}
        else:
            found |= {word.split()[0] for word in re.sub(r"#.*", "", plain).split(",")}
    return found


class Library:
    """The files of the library, each read once."""

    def __init__(self, package: Path = PACKAGE):
        self._package = package
        self._seen: dict[Path, tuple[str, set[str]]] = {}
        self._named: dict[str, list[Path]] = {}
        self._templates = ""

    def digest(self, source: str) -> str:
        """Digest of what some code rests on in the library, with what runs it, the templates and who draws.

        Parameters
        ----------
        source : str
            The code of a notebook.
        """
        files = self.modules([*imports(source), *RUNS])
        content = [(file.relative_to(self._package).as_posix(), self._read(file)[0]) for file in sorted(files)]
        return hashlib.sha256(str([*content, self._of_templates()]).encode()).hexdigest()[:16]

    def modules(self, names: Iterable[str]) -> set[Path]:
        """Files of some modules and of all modules that these import; names that are no modules are passed over."""
        waiting, found = {file for name in names for file in self._files(name)}, set()
        while waiting:
            file = waiting.pop()
            found.add(file)
            waiting |= {other for name in self._read(file)[1] for other in self._files(name)} - found
        return found

    def _files(self, name: str) -> list[Path]:
        """A module's file, and those of the packages it lies in."""
        if name not in self._named:
            parts = name.split(".")[1:]
            files = [self._package.joinpath(*parts[:depth], "__init__.py") for depth in range(len(parts) + 1)]
            files += [self._package.joinpath(*parts[:-1], f"{parts[-1]}.py")] if parts else []
            self._named[name] = [file for file in files if file.exists()]
        return self._named[name]

    def _read(self, file: Path) -> tuple[str, set[str]]:
        if file not in self._seen:
            content = file.read_bytes()
            self._seen[file] = hashlib.sha256(content).hexdigest(), imports(content.decode("utf-8"))
        return self._seen[file]

    def _of_templates(self) -> str:
        if not self._templates:
            folders = (self._package / "pipeline" / name for name in ("templates", "vega"))
            files = sorted(file for folder in folders for file in folder.glob("*.*"))
            self._templates = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
        return self._templates
