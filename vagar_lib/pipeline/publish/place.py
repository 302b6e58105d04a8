"""What can be done at a place on the web or on disk? Put files there, and let readers meet another edition at once.

A place has the folder ``editions`` with an edition in a folder of its own, and beside it a list of its files that is
written last: an edition without one is not whole. Readers are led to one of them. Where there are links between files
(a disk, SFTP) that is the link ``current``, which a web server shows; elsewhere it is ``index.html``, which
sends them on. Both are replaced in one step.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import asyncssh
import fsspec
from fsspec.asyn import sync
from fsspec.implementations.local import LocalFileSystem
from sshfs import SSHFileSystem

from vagar_lib.errors import BadInput, CanNotPublish
from vagar_lib.pipeline.publish.targets import Target, credentials

EDITIONS, CURRENT, FRONT = "editions", "current", "index.html"
_SENT_ON = """<!DOCTYPE html>
<html lang="sv"><head><meta charset="utf-8"><title>Rapporter</title>
<meta http-equiv="refresh" content="0; url={there}"></head>
<body><main><h1>Rapporter</h1><p><a href="{there}">Till rapporterna</a></p></main></body></html>
"""


@contextmanager
def _told(what: str) -> Iterator[None]:
    try:
        yield
    except (OSError, asyncssh.Error, NotImplementedError) as error:
        raise CanNotPublish(f"{what}: {type(error).__name__}: {error}") from error


class Place:
    """A place where files can be put, whatever leads there.

    Parameters
    ----------
    target : Target

    Raises
    ------
    BadInput
        There is no way to such a URL, or the package for it is missing.
    CanNotPublish
        It can't be reached.
    """

    def __init__(self, target: Target):
        protocol = "file" if target.is_local else target.url.partition("://")[0]
        try:
            with _told(f"{target.url} can't be reached"):
                self.fs, self.root = fsspec.core.url_to_fs(
                    target.url, **credentials(protocol), **({} if target.is_local else {"skip_instance_cache": True})
                )
        except (ImportError, ValueError, TypeError) as error:
            raise BadInput(f"{target.url}: {error}") from None
        self.root = self.root.rstrip("/")
        self._sftp = sync(self.fs.loop, self.fs.client.start_sftp_client) if self._is(SSHFileSystem) else None

    def _is(self, kind: type) -> bool:
        return isinstance(self.fs, kind)

    def path(self, *parts: str) -> str:
        """A path there."""
        return "/".join([self.root, *parts])

    def put(self, local: Path, *parts: str) -> None:
        """Put a file there."""
        with _told(f"{parts[-1]} could not be put there"):
            self.fs.makedirs(self.path(*parts[:-1]), exist_ok=True)
            self.fs.put_file(str(local), self.path(*parts))

    def again(self, before: str, now: str, name: str) -> bool:
        """Let an edition have the file that another has, without sending it; tells whether that could be done."""
        old, new = self.path(EDITIONS, before, name), self.path(EDITIONS, now, name)
        with suppress(OSError, asyncssh.Error, NotImplementedError):
            self.fs.makedirs(new.rpartition("/")[0], exist_ok=True)
            if self._sftp:
                self._over_sftp(self._sftp.link, old, new)
            elif self._is(LocalFileSystem):
                os.link(old, new)
            else:
                self.fs.cp_file(old, new)
            return True
        return False

    def write(self, text: str, *parts: str) -> None:
        """Write a small file, whole or not at all."""
        path = self.path(*parts)
        with _told(f"{parts[-1]} could not be written"):
            self.fs.makedirs(path.rpartition("/")[0], exist_ok=True)
            if not (self._sftp or self._is(LocalFileSystem)):
                self.fs.pipe_file(path, text.encode())
                return
            self.fs.pipe_file(f"{path}.new", text.encode())
            self.fs.mv(f"{path}.new", path)

    def read(self, *parts: str) -> str | None:
        """A small file; None when there is none."""
        with _told(f"{parts[-1]} could not be read"):
            try:
                return self.fs.cat_file(self.path(*parts)).decode()
            except FileNotFoundError:
                return None

    def names(self, *parts: str) -> list[str]:
        """What a folder holds."""
        with _told("the folder could not be read"):
            try:
                self.fs.invalidate_cache()
                found = self.fs.ls(self.path(*parts), detail=False)
            except FileNotFoundError:
                return []
        return sorted(name.rstrip("/").rpartition("/")[2] for name in found)

    def remove(self, *parts: str) -> None:
        """Take away a file, or a folder with all it holds."""
        with _told(f"{parts[-1]} could not be removed"), suppress(FileNotFoundError):
            self.fs.rm(self.path(*parts), recursive=True)

    def shown(self) -> str | None:
        """The edition that readers meet; None when there is none."""
        with _told("what is shown could not be read"):
            try:
                if self._sftp:
                    led = str(self._over_sftp(self._sftp.realpath, self.path(CURRENT)))
                elif self._is(LocalFileSystem):
                    led = os.readlink(self.path(CURRENT))
                else:
                    led = self.fs.cat_file(self.path(FRONT)).decode()
            except (FileNotFoundError, asyncssh.SFTPNoSuchFile):
                return None
        found = re.search(rf"{EDITIONS}/([^/\"]+)", led)
        return found[1] if found else None

    def show(self, edition: str) -> None:
        """Let readers meet an edition, from one moment to the next.

        Raises
        ------
        CanNotPublish
            The place can't replace one file by another in one step, or does not do as it is asked.
        """
        led, new, current = f"{EDITIONS}/{edition}", self.path(f".{CURRENT}.new"), self.path(CURRENT)
        with _told("the edition is there, and could not be shown"):
            if self._sftp:
                with suppress(asyncssh.Error):
                    self._over_sftp(self._sftp.unlink, new)
                self._over_sftp(self._sftp.symlink, led, new)
                self._over_sftp(self._sftp.posix_rename, new, current)
            elif self._is(LocalFileSystem):
                Path(new).unlink(missing_ok=True)
                os.symlink(led, new, target_is_directory=True)
                os.replace(new, current)
            else:
                self.fs.pipe_file(self.path(FRONT), _SENT_ON.format(there=f"{led}/{FRONT}").encode())

    def _over_sftp(self, do: Callable[..., Any], *arguments: str) -> Any:
        return sync(self.fs.loop, do, *arguments)
