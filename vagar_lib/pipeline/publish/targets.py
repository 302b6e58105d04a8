"""Where to? A target of ``parameters/publish.yml`` by name, a folder or a URL; and who we are there."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

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
_KEPT = 5
_SILENCE = 20
"""Seconds that an SFTP server may be silent before it is asked whether it is there; after three it is not."""


class Declared(Strict):
    """An entry of the file; its comments say what each field is."""

    url: str
    keep: int = Field(ge=2)

    @model_validator(mode="after")
    def _tells_no_secret(self) -> Declared:
        if urlsplit(self.url).password is not None:
            raise ValueError(f"the url has a password in it, allowed: none; set {PASSWORD} in the environment")
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
    """

    name: str
    url: str
    keep: int
    strict: bool

    @property
    def is_local(self) -> bool:
        """Whether it is a folder on this machine."""
        return "://" not in self.url


def target(asked: str) -> Target:
    """The target of a name, a folder or a URL; a folder or URL of the file is that of the file.

    Parameters
    ----------
    asked : str

    Raises
    ------
    BadInput
        No such name; a name without a url; a URL with a password in it; the file can't be read.
    """
    path, _ = locate(FILE)
    known = load(path, _File).root
    if asked in known:
        url, keep = known[asked].url, known[asked].keep
        if not url:
            raise BadInput(f"{paths.relative(path)}: {asked}.url is empty, allowed: a folder or a URL")
        return Target(asked, _whole(url), keep, asked == PRODUCTION or "://" in url)
    if "://" not in asked and "/" not in asked:
        raise BadInput(f"there is no target '{asked}'; allowed: {', '.join(known)}, a folder such as ./{asked}, a URL")
    one = Declared(url=asked, keep=_KEPT) if urlsplit(asked).password is None else None
    if one is None:
        raise BadInput(f"--to has a password in it, allowed: none; set {PASSWORD} in the environment")
    same = next((name for name, entry in known.items() if entry.url and _whole(entry.url) == _whole(asked)), None)
    return target(same) if same else Target(asked, _whole(asked), _KEPT, "://" in asked)


def credentials(protocol: str, environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """What a file system of a protocol needs to know of who we are; nothing of it is in any message.

    An SFTP server is met only if its key is known (``~/.ssh/known_hosts``, or the file that the environment names).
    """
    if protocol not in ("sftp", "ssh"):
        return {}
    found = {
        "username": environment.get(USER),
        "password": environment.get(PASSWORD),
        "client_keys": [environment[KEY]] if environment.get(KEY) else None,
    }
    known = environment.get(KNOWN_HOSTS) or ()
    given = {name: value for name, value in found.items() if value}
    return given | {"known_hosts": known, "keepalive_interval": _SILENCE}


def _whole(url: str) -> str:
    return url.rstrip("/") if "://" in url else str((paths.root() / Path(url).expanduser()).resolve())
