"""Who is told that a scheduled run failed? Those of parameters/notify.yml, by webhook and by letter."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator

from vagar_lib import paths
from vagar_lib.indicator_entry import Strict
from vagar_lib.parameter_file import load
from vagar_lib.pipeline import files
from vagar_lib.pipeline.run import notify_words
from vagar_lib.pipeline.run.summary import Summary

FILE = "notify.yml"
VARIABLES = tuple(f"VAGAR_NOTIFY_{name}" for name in ("WEBHOOK", "TOKEN", "USER", "PASSWORD"))
"""Environment variables; the first is an address that is a secret itself."""
WEBHOOK, TOKEN, USER, PASSWORD = VARIABLES
_TOLD_ABOUT = {1, 2}
_PATIENCE, _PAUSE, _TRIES = 10.0, 2.0, 2
_AGAIN = timedelta(hours=20)
"""The same failure is told of again when so long has passed: every night, but not every quarter of an hour."""


class Webhook(Strict):
    """An address that takes JSON."""

    url: str = ""

    @field_validator("url")
    @classmethod
    def _leads_somewhere(cls, url: str) -> str:
        if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname):
            raise ValueError(f"{url!r} is no address of the web, allowed: https://…")
        if urlsplit(url).password is not None:
            raise ValueError(f"the url has a password in it, allowed: none; set {TOKEN} in the environment")
        return url


class Email(Strict):
    """A server that sends letters, and to whom."""

    server: str = ""
    port: int = Field(587, ge=1, le=65535)
    security: Literal["starttls", "tls", "none"] = "starttls"
    sender: str = ""
    to: list[str] = Field([])

    @model_validator(mode="after")
    def _is_whole(self) -> Email:
        given = {"server": self.server, "sender": self.sender, "to": self.to}
        missing = [name for name, value in given.items() if not value]
        if missing and len(missing) < len(given):
            raise ValueError(f"{', '.join(missing)} is empty, allowed: server, sender and to, or none of them")
        if wrong := [address for address in [*self.to, self.sender] if address and address.count("@") != 1]:
            raise ValueError(f"{wrong[0]!r} is no e-mail address")
        return self


class Settings(Strict):
    """The whole file; its comments say what each field is."""

    webhook: Webhook = Webhook()
    email: Email = Email()


def settings() -> Settings:
    """Who is told; nobody when there is no file.

    Raises
    ------
    BadInput
        Everything wrong in the file.
    """
    path = paths.parameters() / FILE
    return load(path, Settings) if path.exists() else Settings()


def tell(summary: Summary, say: Callable[[str], object], environment: Mapping[str, str] = os.environ) -> None:
    """Tell of a failure, or that all is well again after one; a notice that can't be sent is only said.

    Parameters
    ----------
    summary : Summary
        Of the run. Of one that was interrupted, or found another going on, nothing is told.
    say : callable
        Is told of each notice that is sent, or could not be.
    environment : mapping
        Where the secrets are.
    """
    before, now = _told(), datetime.now(UTC)
    failed = summary.status in _TOLD_ABOUT
    if failed and before.get("what") == _what(summary) and now - datetime.fromisoformat(before["when"]) < _AGAIN:
        return
    if not failed and (summary.status or not before):
        return
    sent = False
    for way, send in _ways(settings(), summary, environment):
        try:
            _patiently(send)
            sent = True
            say(f"a notice is sent by {way}")
        except Exception as error:  # what becomes of a notice never changes what became of the run
            say(f"the notice could not be sent by {way}: {_told_of(error)}")
    if sent and failed:
        told = {"what": _what(summary), "when": now.isoformat(timespec="seconds")}
        files.write_text(_path(), json.dumps(told) + "\n")
    elif sent:
        _path().unlink(missing_ok=True)


def _ways(known: Settings, summary: Summary, environment: Mapping[str, str]) -> Iterator[tuple[str, Callable[[], Any]]]:
    subject, said = notify_words.subject(summary), notify_words.lines(summary, socket.gethostname())
    url = environment.get(WEBHOOK) or known.webhook.url
    if url:
        token = environment.get(TOKEN)
        content = {"text": "\n".join([subject, *said]), "status": summary.status, "failed": sorted(summary.failed)}
        yield "webhook", lambda: _post(url, content, {"Authorization": f"Bearer {token}"} if token else {})
    if known.email.server:
        letter = _letter(known.email, subject, said)
        yield "e-mail", lambda: _mail(known.email, letter, environment.get(USER), environment.get(PASSWORD))


def _post(url: str, content: dict[str, Any], headers: dict[str, str]) -> None:
    import httpx

    answer = httpx.post(url, json=content, headers=headers, timeout=_PATIENCE)
    if not answer.is_success:
        raise _Refused(f"the server answered {answer.status_code}", answer.is_server_error)


def _letter(known: Email, subject: str, said: list[str]) -> EmailMessage:
    letter = EmailMessage()
    letter["Subject"], letter["From"], letter["To"] = subject, known.sender, ", ".join(known.to)
    letter["Date"], letter["Message-ID"] = formatdate(), make_msgid(domain=known.sender.partition("@")[2])
    letter.set_content("\n".join([*said, ""]))
    return letter


def _mail(known: Email, letter: EmailMessage, user: str | None, password: str | None) -> None:
    import smtplib

    secure = ssl.create_default_context()
    if known.security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(known.server, known.port, timeout=_PATIENCE, context=secure)
    else:
        server = smtplib.SMTP(known.server, known.port, timeout=_PATIENCE)
    with server:
        if known.security == "starttls":
            server.starttls(context=secure)
        if user and password:
            server.login(user, password)
        server.send_message(letter)


class _Refused(Exception):
    """A web server did not take the notice; perhaps it does later."""

    def __init__(self, text: str, later: bool):
        super().__init__(text)
        self.later = later


def _patiently(send: Callable[[], Any]) -> None:
    """Try once more after a moment, unless the answer was that it is wrong."""
    for last in range(1, _TRIES + 1):
        try:
            return send()
        except Exception as error:
            if last == _TRIES or (isinstance(error, _Refused) and not error.later):
                raise
            time.sleep(_PAUSE)


def _told_of(error: Exception) -> str:
    """An error without the address, which may be a secret."""
    if isinstance(error, _Refused):
        return str(error)
    code = getattr(error, "smtp_code", None)
    return f"{type(error).__name__} {code}" if code else type(error).__name__


def _what(summary: Summary) -> str:
    """What failed and how, but not when."""
    names = [[name, error["cell"], error["ename"]] for name, error in sorted(summary.failed.items())]
    text = json.dumps([names, summary.problem, [one.target for one in summary.published if one.status]])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _told() -> dict[str, str]:
    """The failure that was told of last, if it is not over."""
    try:
        told = json.loads(_path().read_text(encoding="utf-8"))
        return told if {"what", "when"} <= set(told) else {}
    except (FileNotFoundError, ValueError, TypeError):
        return {}


def _path() -> Path:
    return paths.outputs() / "notified.json"
