"""How is a folder behind an SFTP server reached? Through fsspec, with links made by the server itself."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import asyncssh
from fsspec.asyn import sync
from sshfs import SSHFileSystem

from vagar_lib.pipeline.publish.credentials import credentials
from vagar_lib.pipeline.publish.linked import Linked
from vagar_lib.pipeline.publish.targets import Target

_SILENCE = 20
"""Seconds that the server may be silent before it is asked whether it is there; after three it is not."""


class Sftp(Linked):
    """A folder behind an SFTP server, which is met only if its key is known."""

    errors = (*Linked.errors, asyncssh.Error)

    def __init__(self, target: Target):
        known = credentials(target)
        given = {
            "username": known.user or target.user,
            "password": known.password,
            "client_keys": [known.key] if known.key else None,
            "port": target.port,
        }
        with self.told(f"{target.url} can't be reached"):
            self.fs = SSHFileSystem(
                target.host,
                known_hosts=known.known_hosts or (),
                keepalive_interval=_SILENCE,
                skip_instance_cache=True,
                **{name: value for name, value in given.items() if value},
            )
            self._client = sync(self.fs.loop, self.fs.client.start_sftp_client)
        self.root = target.path

    def _copy(self, old: str, new: str) -> None:
        self._do(self._client.link, old, new)

    def _led(self, link: str) -> str | None:
        try:
            return str(self._do(self._client.realpath, link))
        except asyncssh.SFTPNoSuchFile:
            return None

    def _lead(self, there: str, new: str, link: str) -> None:
        with suppress(asyncssh.SFTPError):
            self._do(self._client.unlink, new)
        self._do(self._client.symlink, there, new)
        self._do(self._client.posix_rename, new, link)

    def _do(self, what: Callable[..., Any], *arguments: str) -> Any:
        return sync(self.fs.loop, what, *arguments)
