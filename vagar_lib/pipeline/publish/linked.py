"""How is a folder shown where there are links between files? As ``current``, which is replaced in one step."""

from __future__ import annotations

import os
import re
from abc import abstractmethod
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import Any

from fsspec.implementations.local import LocalFileSystem

from vagar_lib.pipeline.publish.place import CURRENT, EDITIONS, Place
from vagar_lib.pipeline.publish.targets import Target


class Linked(Place):
    """A place that fsspec leads to, where a file can have two names and a folder can be a link.

    Attributes
    ----------
    fs : fsspec.AbstractFileSystem
    """

    fs: Any

    def shown(self) -> str | None:
        with self.told("what is shown could not be read"):
            led = self._led(self.path(CURRENT))
        found = re.search(rf"{EDITIONS}/([^/]+)", led or "")
        return found[1] if found else None

    def show(self, edition: str, pages: Collection[str], gone: Collection[str] = ()) -> None:
        with self.told("the edition is there, and could not be shown"):
            self._lead(f"{EDITIONS}/{edition}", self.path(f".{CURRENT}.new"), self.path(CURRENT))

    @abstractmethod
    def _led(self, link: str) -> str | None:
        """What a link leads to."""

    @abstractmethod
    def _lead(self, there: str, new: str, link: str) -> None:
        """Let a link lead somewhere, from one moment to the next: the new one takes its name."""

    def _folder(self, path: str) -> None:
        self.fs.makedirs(path, exist_ok=True)

    def _put(self, local: Path, path: str) -> None:
        self.fs.put_file(str(local), path)

    def _write(self, text: str, path: str) -> None:
        self._folder(path.rpartition("/")[0])
        self.fs.pipe_file(f"{path}.new", text.encode())
        self.fs.mv(f"{path}.new", path)

    def _read(self, path: str) -> str | None:
        try:
            return self.fs.cat_file(path).decode()
        except FileNotFoundError:
            return None

    def _names(self, path: str) -> list[str]:
        try:
            found = self.fs.ls(path, detail=False)
        except FileNotFoundError:
            return []
        return [name.rstrip("/").rpartition("/")[2] for name in found]

    def _remove(self, path: str) -> None:
        with suppress(FileNotFoundError):
            self.fs.rm(path, recursive=True)


class Disk(Linked):
    """A folder on this machine."""

    parallel = 1

    def __init__(self, target: Target):
        self.fs, self.root = LocalFileSystem(), target.url

    def _copy(self, old: str, new: str) -> None:
        os.link(old, new)

    def _led(self, link: str) -> str | None:
        try:
            return os.readlink(link).replace(os.sep, "/")
        except FileNotFoundError:
            return None

    def _lead(self, there: str, new: str, link: str) -> None:
        Path(new).unlink(missing_ok=True)
        os.symlink(there, new, target_is_directory=True)
        os.replace(new, link)
