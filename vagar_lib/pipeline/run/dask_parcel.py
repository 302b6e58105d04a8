"""How do files go to another machine and back? By their content: each is named by its checksum, and sent once."""

from __future__ import annotations

import hashlib
import os
import shutil
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from vagar_lib import paths
from vagar_lib.errors import BadInput
from vagar_lib.pipeline.engine.execute import Outcome
from vagar_lib.pipeline.files import replacing
from vagar_lib.pipeline.run.plan import Job

CHOICES = "data/protected"
"""Which cells grants reports hide: chosen as the reports run, and the same on all pages."""
_LEVEL = 1
_NOT_BROUGHT = b"This file is not brought to the workers of a cluster, as reports read what was built from it.\n"


class Broken(Exception):
    """What came is not what was sent."""


@dataclass(frozen=True)
class Parcel:
    """Some files: the checksum of each by its name, and their contents, unless these are in a store.

    Attributes
    ----------
    files : dict
        sha256 by name, from the project's folder, with slashes.
    objects : dict
        Compressed content by sha256.
    """

    files: dict[str, str]
    objects: dict[str, bytes] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Reply:
    """What a worker gives back for a task: what became of it, and the files that it made."""

    outcome: Outcome | Exception
    made: Parcel


class Store:
    """A folder or URL, reached through fsspec, that has contents by their checksums.

    Raises
    ------
    BadInput
        There is no way to such a URL.
    """

    def __init__(self, url: str):
        import fsspec

        try:
            self._fs, root = fsspec.core.url_to_fs(url)
        except (ImportError, ValueError, TypeError) as error:
            raise BadInput(f"--store {url}: {error}") from None
        self._objects = f"{root.rstrip('/')}/objects"

    def put(self, objects: Mapping[str, bytes]) -> None:
        """Put there what is not there yet."""
        self._fs.makedirs(self._objects, exist_ok=True)
        for name, content in objects.items():
            if not self._fs.exists(path := f"{self._objects}/{name}"):
                new = f"{path}.{os.getpid()}"
                self._fs.pipe_file(new, content)
                self._fs.mv(new, path)  # else another may meet half of it

    def get(self, name: str) -> bytes:
        """What has a checksum; `FileNotFoundError` when it is not there."""
        return self._fs.cat_file(f"{self._objects}/{name}")


def packed(contents: Mapping[str, bytes], store: str | None = None) -> Parcel:
    """Files, ready to be sent.

    Examples
    --------
    >>> parcel = packed({"a.txt": b"x", "b.txt": b"x"})
    >>> len(parcel.files), len(parcel.objects)
    (2, 1)
    >>> opened(parcel) == {"a.txt": b"x", "b.txt": b"x"}
    True
    """
    files = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    objects = {files[name]: zlib.compress(content, _LEVEL) for name, content in contents.items()}
    if store is None:
        return Parcel(files, objects)
    Store(store).put(objects)
    return Parcel(files)


def opened(parcel: Parcel, store: str | None = None) -> dict[str, bytes]:
    """Contents by name.

    Raises
    ------
    Broken
        Something is missing or is not what its checksum says.
    """
    there = Store(store) if store else None
    found: dict[str, bytes] = {}
    for sha in dict.fromkeys(parcel.files.values()):
        try:
            found[sha] = zlib.decompress(parcel.objects[sha] if there is None else there.get(sha))
        except (KeyError, OSError, zlib.error) as error:
            raise Broken(f"{_name(parcel, sha)} did not come: {type(error).__name__}: {error}") from None
        if hashlib.sha256(found[sha]).hexdigest() != sha:
            raise Broken(f"{_name(parcel, sha)} came with another content than it was sent with")
    return {name: found[sha] for name, sha in parcel.files.items()}


def project() -> dict[str, bytes]:
    """All that reports are made from, by name: parameters, notebooks, the data and what is known of their sources.

    Of the tables in data/raw only those that the project ships are in it. The others may be large, or tell who got a
    grant, and reports read what was built from them; a file of the same name says so.
    """
    found = {}
    for folder in (paths.parameters(), paths.notebooks(), paths.processed(), paths.raw()):
        for path in _files(folder):
            name = paths.relative(path)
            own = name.startswith("data/raw/") and path.suffix != ".yml" and not name.startswith("data/raw/snapshot/")
            found[name] = _NOT_BROUGHT if own else path.read_bytes()
    return found


def choices(root: Path) -> dict[str, bytes]:
    """Which cells are hidden, as far as that has been chosen in a project, by name."""
    return {f"{CHOICES}/{path.name}": path.read_bytes() for path in sorted((root / CHOICES).glob("*.json"))}


def results(job: Job, root: Path) -> dict[str, bytes]:
    """The files that a report has left in a project, by name: page, notebook, and the notebook of a failure."""
    folder, *notebooks = (root / path.relative_to(paths.root()) for path in (job.folder, job.notebook, job.failed))
    found = [*_files(folder), *(path for path in notebooks if path.exists())]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def settle(job: Job, outcome: Outcome, made: Mapping[str, bytes], workplace: Path) -> None:
    """Put the files that a worker made where a run on this machine leaves them; each whole or not at all."""
    job.failed.unlink(missing_ok=True)
    if outcome.state == "ok":
        inside = f"{paths.relative(job.folder)}/"
        with replacing(job.folder) as folder:
            write({name.removeprefix(inside): made[name] for name in made if name.startswith(inside)}, folder)
    path = job.notebook if outcome.state == "ok" else job.failed
    if (name := paths.relative(path)) in made:
        unfinished = workplace / f"{job.report.id}-{job.name}.ipynb"
        write({unfinished.name: made[name]}, workplace)
        path.parent.mkdir(parents=True, exist_ok=True)
        os.replace(unfinished, path)


def write(contents: Mapping[str, bytes], folder: Path) -> None:
    """Write files into a folder.

    Raises
    ------
    Broken
        A name that leads out of it.
    """
    for name, content in contents.items():
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
            raise Broken(f"{name} is no name of a file inside")
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def keep(folder: Path, contents: Iterable[bytes]) -> None:
    """Keep contents in a folder, each by its checksum."""
    folder.mkdir(parents=True, exist_ok=True)
    for content in contents:
        path = folder / hashlib.sha256(content).hexdigest()
        if not path.exists():
            path.write_bytes(content)


def lay_out(files: Mapping[str, str], kept: Path, root: Path) -> None:
    """Make a project of contents that are kept by their checksums; without copying where the disk can do that."""
    for name, sha in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(OSError):
            os.link(kept / sha, path)
            continue
        shutil.copyfile(kept / sha, path)


def _files(folder: Path) -> Iterator[Path]:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix != ".lock")
    return (path for path in found if ".ipynb_checkpoints" not in path.parts)


def _name(parcel: Parcel, sha: str) -> str:
    return next(name for name, found in parcel.files.items() if found == sha)
