"""Where is it measured? A copy of the project in a temporary folder, and the commands that are run in it."""

from __future__ import annotations

import compileall
import json
import os
import runpy
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vagar_lib import paths

CHECKOUT = Path(__file__).resolve().parents[1]
_COPIED = ("data/raw", "parameters", "notebooks", "requirements.lock")
_NOT_COPIED = shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__")


class CommandFailed(Exception):
    """A command that was to be measured did not end well."""


@dataclass(frozen=True)
class Project:
    """A project of its own below ``root``: nothing that is measured touches the outputs of the user."""

    root: Path

    @property
    def outputs(self) -> Path:
        """Executed notebooks, pages and run record of this copy."""
        return self.root / "outputs"

    def vagar(self, *arguments: str) -> float:
        """Seconds that the whole process of a ``vagar`` command takes."""
        return self.run(sys.executable, "-m", "vagar_lib.cli", *arguments)

    def papermill_and_nbconvert(self, notebook: str, region: str) -> float:
        """Seconds that today's way takes for one report: the two commands, one after the other."""
        source, executed = f"notebooks/{notebook}", f"today/{region}.ipynb"
        (self.root / "today").mkdir(exist_ok=True)
        seconds = self.run(_script("papermill"), source, executed, "-r", "region", region, "-k", "python3")
        return seconds + self.run(_script("jupyter"), "nbconvert", "--to", "html", executed)

    def two_at_a_time(self, notebooks: Sequence[str], region: str) -> float:
        """Seconds that today's way takes for some reports when xargs runs two of them at the same time."""
        (self.root / "today").mkdir(exist_ok=True)
        papermill, jupyter = _script("papermill"), _script("jupyter")
        one = (
            f"{papermill} notebooks/{{}} today/{region}-{{}} -r region {region} -k python3 "
            f"&& {jupyter} nbconvert --to html today/{region}-{{}}"
        )
        return self.run("xargs", "-P", "2", "-I", "{}", "sh", "-c", one, given="\n".join(notebooks))

    def run(self, *command: str, given: str = "") -> float:
        """Seconds that a command takes; raises `CommandFailed` with the end of what it said when it fails."""
        started = time.perf_counter()
        self.said(*command, given=given)
        return time.perf_counter() - started

    def said(self, *command: str, given: str = "") -> str:
        """What a command writes to stdout when it is given some text on stdin; raises like `run`."""
        done = subprocess.run(
            command, cwd=self.root, env=self._environment(), input=given, capture_output=True, text=True,
            encoding="utf-8",
        )  # fmt: skip
        if done.returncode != 0:
            said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-20:])
            raise CommandFailed(f"{' '.join(map(str, command[1:]))} ended with status {done.returncode}:\n{said}")
        return done.stdout

    def forget_outputs(self) -> None:
        """As before the first run: no pages, no record, no cache of drawings; the data stay built."""
        self._forget(self.outputs)

    def forget_drawings(self) -> None:
        """As before the first chart was drawn."""
        self._forget(self.outputs / "cache")

    def forget_that_nothing_changed(self) -> None:
        """So that the keys of all reports are compared."""
        self._forget(self.outputs / "cache" / "still")

    def forget_data(self) -> None:
        """As before the first build."""
        self._forget(self.root / "data" / "processed")

    def forget_fetched(self) -> None:
        """As before the first fetch."""
        for name in ("editions", "raw/kolada"):
            self._forget(self.root / "data" / name)

    def forget_hidden(self) -> None:
        """As before it was chosen which cells of the grants are hidden."""
        self._forget(self.root / "data" / "protected")

    def _forget(self, folder: Path) -> None:
        """Put a folder aside. While thousands of files are freshly removed, ext4 makes new ones ten times as slowly."""
        if folder.exists():
            aside = self.root / "forgotten"
            aside.mkdir(exist_ok=True)
            folder.rename(aside / uuid.uuid4().hex)

    def enlarge_grants(self, times: int) -> int:
        """Make the example file of grants so many times as large, and give its number of transactions."""
        made = runpy.run_path(str(CHECKOUT / "data" / "examples" / "make_grants.py"))
        content = made["make"](times=times)
        made["write"](content, self.root / "data" / "raw" / "grants" / made["FILE"].name)
        return content.count(b"EX20")

    def record(self) -> dict[str, Any]:
        """Entries of the run record by job id ('nulage/2303')."""
        return json.loads((self.outputs / "run.json").read_text(encoding="utf-8"))["reports"]

    def _environment(self) -> dict[str, str]:
        own = self.root / "home"
        return {
            **os.environ,
            "VAGAR_ROOT": str(self.root),
            "PYTHONPATH": str(self.root),
            # Papermill and nbconvert shall leave the user's home alone and say nothing about it.
            "IPYTHONDIR": str(own / "ipython"),
            "JUPYTER_RUNTIME_DIR": str(own / "runtime"),
            "JUPYTER_PLATFORM_DIRS": "1",
        }


@contextmanager
def copied() -> Iterator[Project]:
    """A copy of what reports are made from and by, which is removed afterwards.

    The library is copied too: it may be worked on while it is measured.
    """
    with tempfile.TemporaryDirectory(prefix="vagar-benchmarks-", ignore_cleanup_errors=True) as folder:
        root = Path(folder).resolve()
        for name in _COPIED:
            source, target = paths.root() / name, root / name
            if source.is_dir():
                shutil.copytree(source, target, ignore=_NOT_COPIED)
            elif source.exists():
                shutil.copy2(source, target)
        shutil.copytree(CHECKOUT / "vagar_lib", root / "vagar_lib", ignore=_NOT_COPIED)
        compileall.compile_dir(root / "vagar_lib", quiet=1)
        # What is not compiled is compiled by every process anew, of which the loop starts two a report.
        compileall.compile_dir(sysconfig.get_path("purelib"), quiet=2, workers=0)
        yield Project(root)


def _script(name: str) -> str:
    """A command of this Python environment, whether or not the environment is activated."""
    found = shutil.which(name, path=sysconfig.get_path("scripts"))
    if found is None:
        raise CommandFailed(f"the command {name} is not installed beside {Path(sys.executable).name}")
    return found
