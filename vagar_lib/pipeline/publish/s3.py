"""How is a bucket of S3, or of a store that speaks as it does, reached? Through obstore, which itself tries again."""

from __future__ import annotations

import mimetypes
import os
from datetime import timedelta
from pathlib import Path

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError, PreconditionError
from obstore.store import S3Store

from vagar_lib.pipeline.publish.credentials import credentials
from vagar_lib.pipeline.publish.sent_on import NotTheSame, SentOn
from vagar_lib.pipeline.publish.targets import Target

_RETRY = {
    "max_retries": 5,
    "retry_timeout": timedelta(seconds=60),
    "backoff": {"init_backoff": timedelta(seconds=0.2), "max_backoff": timedelta(seconds=4), "base": 2},
}
_NEVER_CHANGES, _ASK_ALWAYS = "public, max-age=31536000, immutable", "no-cache"


class S3(SentOn):
    """A folder in a bucket. An object is there whole or not at all."""

    parallel = 16
    errors = (*SentOn.errors, BaseError)

    def __init__(self, target: Target):
        known = credentials(target)
        given = {
            "access_key_id": known.user,
            "secret_access_key": known.password,
            "endpoint": target.endpoint,
            # Other stores than that of Amazon have no regions, and take any.
            "region": "" if {"AWS_REGION", "AWS_DEFAULT_REGION"} & set(os.environ) else "us-east-1",
        }
        self._store = S3Store(
            target.host,
            client_options={"allow_http": target.endpoint.startswith("http://"), "timeout": timedelta(seconds=60)},
            retry_config=_RETRY,
            **{name: value for name, value in given.items() if value},
        )
        self.root = target.path

    def path(self, *parts: str) -> str:
        return super().path(*parts).lstrip("/")

    def _folder(self, path: str) -> None:
        """Objects need no folders."""

    def _put(self, local: Path, path: str) -> None:
        self._send(local.read_bytes(), path, _NEVER_CHANGES)

    def _copy(self, old: str, new: str) -> None:
        obstore.copy(self._store, old, new)

    def _write(self, text: str, path: str) -> None:
        self._send(text.encode(), path, _ASK_ALWAYS)

    def _tagged(self, path: str) -> tuple[str | None, str | None]:
        try:
            found = obstore.get(self._store, path)
        except FileNotFoundError:
            return None, None
        return bytes(found.bytes()).decode(), found.meta["e_tag"]

    def _replace(self, text: str, path: str, tag: str | None) -> None:
        try:
            self._send(text.encode(), path, _ASK_ALWAYS, {"e_tag": tag} if tag else "create")
        except (AlreadyExistsError, PreconditionError):
            raise NotTheSame(path) from None

    def _names(self, path: str) -> list[str]:
        found = obstore.list_with_delimiter(self._store, f"{path}/")
        return [name.rpartition("/")[2] for name in (*found["common_prefixes"], *(o["path"] for o in found["objects"]))]

    def _remove(self, path: str) -> None:
        within = [one["path"] for some in obstore.list(self._store, f"{path}/") for one in some]
        obstore.delete(self._store, within or [path])

    def _send(self, content: bytes, path: str, keep: str, mode: str | dict[str, str] = "overwrite") -> None:
        """Put an object, with its type: the store tells a browser nothing else of what it is."""
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        if kind.startswith("text/"):
            kind += "; charset=utf-8"
        about = {"Content-Type": kind, "Cache-Control": keep}
        obstore.put(self._store, path, content, attributes=about, mode=mode, use_multipart=False)
