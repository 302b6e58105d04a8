"""Who are we at a place? From the environment, or from the keyring of the system; never from a file or a URL."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from vagar_lib.errors import BadInput
from vagar_lib.pipeline.publish.targets import KEY, KNOWN_HOSTS, PASSWORD, USER, Target

_SERVICE = "vagar publish"


@dataclass(frozen=True)
class Credentials:
    """Who we are at a place; what is secret is never shown.

    Attributes
    ----------
    user, password : str or None
        For S3 the id of an access key, and the key.
    key, known_hosts : str or None
        Files of SFTP: a private key, and the keys of servers.
    """

    user: str | None = None
    password: str | None = field(default=None, repr=False)
    key: str | None = None
    known_hosts: str | None = None


def credentials(target: Target, environment: Mapping[str, str] = os.environ) -> Credentials:
    """Who we are at a target.

    What the environment says comes first; without a password there, the keyring is asked.

    Parameters
    ----------
    target : Target
    environment : mapping of str to str
    """
    user, password, key, known_hosts = (environment.get(name) or None for name in (USER, PASSWORD, KEY, KNOWN_HOSTS))
    if not password and not key:
        kept_user, kept = _kept(target)
        user, password = (user or kept_user, kept) if user in (None, kept_user) else (user, None)
    return Credentials(user, password, key, known_hosts)


def keep(target: Target, user: str, password: str) -> None:
    """Keep who we are at a target in the keyring.

    Raises
    ------
    BadInput
        The target is a folder, or the machine has no keyring that can be used.
    """
    import keyring
    from keyring.errors import KeyringError

    if target.is_local:
        raise BadInput(f"{target.name} is a folder, which asks for no password")
    try:
        keyring.set_password(_SERVICE, target.address, json.dumps({"user": user, "password": password}))
    except KeyringError as error:
        raise BadInput(
            f"the keyring can't be used ({type(error).__name__}); set {USER} and {PASSWORD} instead"
        ) from None


def _kept(target: Target) -> tuple[str | None, str | None]:
    """User and password of the keyring; nothing when there is none, or none to ask."""
    import keyring
    from keyring.errors import KeyringError

    try:
        known = json.loads(keyring.get_password(_SERVICE, target.address) or "{}")
    except (KeyringError, ValueError):
        return None, None
    return known.get("user"), known.get("password")
