"""Where to? A target of ``parameters/publish.yml`` by name, a folder or a URL."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from pydantic import Field, RootModel, model_validator

from vagar_lib import paths
from vagar_lib.errors import BadInput
from vagar_lib.indicator_entry import Strict
from vagar_lib.parameter_file import load, locate

FILE = "publish.yml"
PRODUCTION = "production"
VARIABLES = tuple(f"VAGAR_PUBLISH_{name}" for name in ("USER", "PASSWORD", "KEY", "KNOWN_HOSTS"))
"""Environment variables; none of them need be set when the keys of the user or of an agent are enough."""
USER, PASSWORD, KEY, KNOWN_HOSTS = VARIABLES
SCHEMES = ("sftp", "webdavs", "webdav", "s3")
_KEPT = 5
_HERE = ("localhost", "127.0.0.1", "::1")


class Declared(Strict):
    """An entry of the file; its comments say what each field is."""

    url: str
    keep: int = Field(ge=2)
    endpoint: str = ""

    @model_validator(mode="after")
    def _can_be_used(self) -> Declared:
        if wrong := _wrong("url", self.url) or _wrong("endpoint", self.endpoint):
            raise ValueError(wrong)
        if self.endpoint and not self.url.startswith("s3://"):
            raise ValueError("endpoint is of s3:// only")
        if self.endpoint and "://" not in self.endpoint:
            raise ValueError(f"endpoint is {self.endpoint!r}, allowed: https://… or ''")
        return self


class _File(RootModel[dict[str, Declared]]):
    """The whole file: a name and what it is."""


@dataclass(frozen=True)
class Target:
    """Where editions are put.

    Attributes
    ----------
    name : str
        As it was asked for.
    url : str
        A whole path, or a URL without a password.
    keep : int
        How many editions stay there.
    strict : bool
        Whether it refuses what readers must not meet.
    endpoint : str
        Where a store that speaks as S3 does is; ``''`` for that of Amazon.
    """

    name: str
    url: str
    keep: int
    strict: bool
    endpoint: str = ""

    @property
    def is_local(self) -> bool:
        """Whether it is a folder on this machine."""
        return "://" not in self.url

    @property
    def scheme(self) -> str:
        """Of the URL; ``''`` for a folder."""
        return "" if self.is_local else self._parts.scheme

    @property
    def host(self) -> str:
        """The server, or the bucket."""
        return self._parts.hostname or ""

    @property
    def port(self) -> int | None:
        """Of the server, if it is told."""
        return self._parts.port

    @property
    def user(self) -> str | None:
        """Who we are, if the URL tells it."""
        return self._parts.username

    @property
    def path(self) -> str:
        """The folder on the server."""
        return unquote(self._parts.path).rstrip("/")

    @property
    def address(self) -> str:
        """What credentials are kept for: another place never gets them."""
        return f"{self.endpoint} {self.url}".strip()

    @property
    def _parts(self) -> SplitResult:
        return urlsplit(self.url)


def target(asked: str) -> Target:
    """The target of a name, a folder or a URL; a folder or URL of the file is that of the file.

    Parameters
    ----------
    asked : str

    Raises
    ------
    BadInput
        No such name; a name without a url; a URL with a password in it, or that can't be used; the file can't be read.
    """
    path, _ = locate(FILE)
    known = load(path, _File).root
    if asked in known:
        entry = known[asked]
        if not entry.url:
            raise BadInput(f"{paths.relative(path)}: {asked}.url is empty, allowed: a folder or a URL")
        strict = asked == PRODUCTION or "://" in entry.url
        return Target(asked, _whole(entry.url), entry.keep, strict, entry.endpoint)
    if "://" not in asked and "/" not in asked:
        raise BadInput(f"there is no target '{asked}'; allowed: {', '.join(known)}, a folder such as ./{asked}, a URL")
    if wrong := _wrong("--to", asked):
        raise BadInput(wrong)
    same = next((name for name, entry in known.items() if entry.url and _whole(entry.url) == _whole(asked)), None)
    return target(same) if same else Target(asked, _whole(asked), _KEPT, "://" in asked)


def _wrong(what: str, url: str) -> str | None:
    """Why a URL can't be used; nothing of it that may be secret is told."""
    if "://" not in url:
        return None
    parts = urlsplit(url)
    if parts.password is not None:
        return f"{what} has a password in it, allowed: none; set {PASSWORD} in the environment"
    if parts.query or parts.fragment:
        return (
            f"{what} has a '?' or a '#' in it, allowed: none; a key of access stands in {PASSWORD} in the environment"
        )
    allowed = ("https", "http") if what == "endpoint" else SCHEMES
    if parts.scheme not in allowed:
        return f"{what} begins with {parts.scheme}://, allowed: {', '.join(f'{one}://' for one in allowed)}"
    if not parts.hostname:
        return f"{what} names no {'bucket' if parts.scheme == 's3' else 'server'}"
    if parts.scheme in ("webdav", "http") and parts.hostname not in _HERE:
        return f"{what} is of a server that would be told the password in clear text, allowed: {parts.scheme}s://"
    return None


def _whole(url: str) -> str:
    return url.rstrip("/") if "://" in url else str((paths.root() / Path(url).expanduser()).resolve())
