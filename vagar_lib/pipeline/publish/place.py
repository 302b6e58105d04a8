"""What can be done at a place on the web or on disk? Put files there, and let readers meet another edition at once.

A place has the folder ``editions`` with an edition in a folder of its own, and beside it a list of its files that is
written last: an edition without one is not whole. Readers are led to one of them. Where there are links between files
(a disk, SFTP) that is the link ``current``, which a web server shows. Elsewhere (WebDAV, S3) it is one small page for
each page of the edition, which sends readers on to it; the front page is replaced last.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TypeVar

from vagar_lib.errors import BadInput, CanNotPublish
from vagar_lib.pipeline.publish.targets import Target

Item = TypeVar("Item")
EDITIONS, CURRENT, FRONT = "editions", "current", "index.html"
_LONGEST = 300
"""Characters of what a server says."""


class Place(ABC):
    """A place where files can be put, whatever leads there. What each kind of place can do is in its own module.

    Attributes
    ----------
    root : str
        The folder there that holds everything.
    parallel : int
        Files that may be on their way at the same time.
    errors : tuple of type
        What is raised when the place does not do as it is asked.

    Raises
    ------
    CanNotPublish
        From every method: the place can't be reached, or did not do as it was asked.
    """

    root: str
    parallel = 8
    errors: tuple[type[Exception], ...] = (OSError, NotImplementedError)

    def path(self, *parts: str) -> str:
        """A path there."""
        return "/".join([self.root, *parts])

    def folders(self, names: Iterable[str], *under: str) -> None:
        """Make every folder that some files need, by their paths below another folder."""
        needed = {parent.as_posix() for name in names for parent in PurePosixPath(*under, name).parents}
        with self.told("the folders could not be made"):
            for folder in sorted(needed - {"."}):
                self._folder(self.path(folder))

    def put(self, local: Path, *parts: str) -> None:
        """Put a file into a folder that is there."""
        with self.told(f"{parts[-1]} could not be put there"):
            self._put(local, self.path(*parts))

    def again(self, before: str, now: str, name: str) -> bool:
        """Let an edition have the file that another has, without sending it; tells whether that could be done."""
        try:
            self._copy(self.path(EDITIONS, before, name), self.path(EDITIONS, now, name))
        except self.errors:
            return False
        return True

    def write(self, text: str, *parts: str) -> None:
        """Write a small file, whole or not at all."""
        with self.told(f"{parts[-1]} could not be written"):
            self._write(text, self.path(*parts))

    def read(self, *parts: str) -> str | None:
        """A small file; None when there is none."""
        with self.told(f"{parts[-1]} could not be read"):
            return self._read(self.path(*parts))

    def names(self, *parts: str) -> list[str]:
        """What a folder holds, in order; nothing when there is no such folder."""
        with self.told("the folder could not be read"):
            return sorted(self._names(self.path(*parts)))

    def remove(self, *parts: str) -> None:
        """Take away a file, or a folder with all it holds; nothing happens when there is none."""
        with self.told(f"{parts[-1]} could not be removed"):
            self._remove(self.path(*parts))

    @abstractmethod
    def shown(self) -> str | None:
        """The edition that readers meet; None when there is none."""

    @abstractmethod
    def show(self, edition: str, pages: Collection[str], gone: Collection[str] = ()) -> None:
        """Let readers meet an edition.

        Parameters
        ----------
        edition : str
        pages : collection of str
            Its pages, by their paths.
        gone : collection of str
            Pages that the one which readers meet now has, and this has not.
        """

    @contextmanager
    def told(self, what: str) -> Iterator[None]:
        """Tell what could not be done, and what the place said of it, on one line."""
        try:
            yield
        except self.errors as error:
            said = " ".join(str(error).partition("\n\n")[0].split())[:_LONGEST]
            raise CanNotPublish(f"{what}: {type(error).__name__}: {said}") from error

    @abstractmethod
    def _folder(self, path: str) -> None:
        """Make a folder, if there is none."""

    @abstractmethod
    def _put(self, local: Path, path: str) -> None: ...

    @abstractmethod
    def _copy(self, old: str, new: str) -> None: ...

    @abstractmethod
    def _write(self, text: str, path: str) -> None: ...

    @abstractmethod
    def _read(self, path: str) -> str | None: ...

    @abstractmethod
    def _names(self, path: str) -> list[str]: ...

    @abstractmethod
    def _remove(self, path: str) -> None: ...


def place(target: Target) -> Place:
    """The place that a target is; what the packages for it need is loaded now.

    Raises
    ------
    BadInput
        The URL can't be used.
    CanNotPublish
        It can't be reached.
    """
    # Each of them takes a while to import.
    if target.scheme == "":
        from vagar_lib.pipeline.publish.linked import Disk as Kind
    elif target.scheme == "sftp":
        from vagar_lib.pipeline.publish.sftp import Sftp as Kind
    elif target.scheme == "s3":
        from vagar_lib.pipeline.publish.s3 import S3 as Kind
    else:
        from vagar_lib.pipeline.publish.webdav import WebDav as Kind
    try:
        return Kind(target)
    except ValueError as error:
        raise BadInput(f"{target.url}: {error}") from None


def at_once(workers: int, do: Callable[[Item], bool], items: Iterable[Item]) -> Iterator[Item]:
    """Do something with many items, some at the same time; gives those of which it was true, as they are done.

    When something stops it, what has not begun is left.
    """
    pool = ThreadPoolExecutor(workers)
    try:
        doing = {pool.submit(do, item): item for item in items}
        for done in as_completed(doing):
            if done.result():
                yield doing[done]
    finally:
        pool.shutdown(cancel_futures=True)
