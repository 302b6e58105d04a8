"""How is a folder behind a WebDAV server reached? By requests that are tried again when the server is busy or away."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import httpx
import stamina
from webdav4.client import (
    BadGatewayError,
    Client,
    ClientError,
    HTTPError,
    ResourceAlreadyExists,
    ResourceConflict,
    ResourceLocked,
    ResourceNotFound,
)

from vagar_lib.pipeline.publish.credentials import credentials
from vagar_lib.pipeline.publish.sent_on import NotTheSame, SentOn
from vagar_lib.pipeline.publish.targets import Target

Answer = TypeVar("Answer")
# What is tried again is told in the message when all tries have failed; stamina's own log lines are not for users.
logging.getLogger("stamina").addHandler(logging.NullHandler())
_PASSING = {429, 500, 502, 503, 504}
_TRIES, _LONGEST_WAIT = 5, 4.0
_TIMEOUT = 60.0


def _may_pass(error: Exception) -> bool:
    """Whether another try may do better."""
    if isinstance(error, HTTPError):
        return error.status_code in _PASSING
    return isinstance(error, httpx.TransportError | BadGatewayError | ResourceLocked)


class WebDav(SentOn):
    """A folder behind a WebDAV server."""

    errors = (*SentOn.errors, ClientError, httpx.HTTPError)

    def __init__(self, target: Target):
        known = credentials(target)
        scheme = "https" if target.scheme == "webdavs" else "http"
        user = known.user or target.user
        self._client = Client(
            f"{scheme}://{target.host}" + (f":{target.port}" if target.port else ""),
            auth=(user, known.password or "") if user else None,
            retry=False,
            timeout=_TIMEOUT,
        )
        self.root = target.path

    def _folder(self, path: str) -> None:
        try:
            with suppress(ResourceAlreadyExists):
                self._try(lambda: self._client.mkdir(path))
        except (ResourceConflict, ResourceNotFound):
            above = path.rpartition("/")[0]
            if not above:
                raise
            self._folder(above)
            self._folder(path)

    def _put(self, local: Path, path: str) -> None:
        self._send(local.read_bytes(), path)

    def _copy(self, old: str, new: str) -> None:
        self._try(lambda: self._client.copy(old, new, overwrite=True))

    def _write(self, text: str, path: str) -> None:
        self._send(text.encode(), path)

    def _tagged(self, path: str) -> tuple[str | None, str | None]:
        try:
            answer = self._try(lambda: self._client.request("GET", path))
        except ResourceNotFound:
            return None, None
        return answer.text, answer.headers.get("etag")

    def _replace(self, text: str, path: str, tag: str | None) -> None:
        condition = {"If-Match": tag} if tag else {"If-None-Match": "*"}
        if tag and tag.startswith("W/"):
            condition = {}  # a weak tag never matches
        try:
            self._send(text.encode(), path, condition)
        except HTTPError as error:
            if error.status_code == httpx.codes.PRECONDITION_FAILED:
                raise NotTheSame(path) from None
            raise

    def _names(self, path: str) -> list[str]:
        try:
            found = self._try(lambda: self._client.ls(path, detail=False))
        except ResourceNotFound:
            return []
        return [str(name).rstrip("/").rpartition("/")[2] for name in found]

    def _remove(self, path: str) -> None:
        with suppress(ResourceNotFound):
            self._try(lambda: self._client.remove(path))

    def _send(self, content: bytes, path: str, headers: dict[str, str] | None = None) -> None:
        self._try(lambda: self._client.request("PUT", path, content=content, headers=headers))

    def _try(self, do: Callable[[], Answer]) -> Answer:
        """Ask the server, again if it may have been busy or away; what is asked can be asked twice."""
        again = stamina.retry(
            on=_may_pass, attempts=_TRIES, timeout=None, wait_initial=0.2, wait_max=_LONGEST_WAIT, wait_jitter=0.1
        )
        return again(do)()
