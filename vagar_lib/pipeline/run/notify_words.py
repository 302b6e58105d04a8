"""What does a notice of a failure say? What failed, where and how; no data, no secret."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

from vagar_lib.pipeline.run.summary import Summary
from vagar_lib.words import counted

_OF_CODE = {"AttributeError", "ImportError", "ModuleNotFoundError", "NameError", "SyntaxError", "UnboundLocalError"}
"""Errors that quote what stands in the code; others quote what stands in the data."""
_QUOTED = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"")
_NUMBERS = re.compile(r"\b(?:\d{6}|\d{8})[-+ ]?\d{4}\b")
_IN_ADDRESS = re.compile(r"(?<=://)[^/\s@]+@")
_SECRET = re.compile(r"PASSWORD|TOKEN|SECRET|KEY|WEBHOOK")
_SHORTEST, _LINES, _LONGEST, _MOST = 4, 2, 200, 10


def subject(summary: Summary) -> str:
    """A line on what has happened."""
    if not summary.status:
        return "Vägar: all is well again"
    if summary.failed:
        number = sum(map(len, summary.reports.values()))
        return f"Vägar: {len(summary.failed)} of {counted(number, 'report')} failed"
    if summary.problem:
        return "Vägar: the run could not be done"
    if any(one.status for one in summary.published):
        return "Vägar: the pages could not be published"
    return "Vägar: the open data could not be made"


def lines(summary: Summary, host: str) -> list[str]:
    """What a notice says after its subject."""
    told = [f"{name}: {_where(error)}{error_text(**_named(error))}" for name, error in summary.failed.items()]
    if len(told) > _MOST:
        told = [*told[:_MOST], f"and {len(told) - _MOST} more"]
    if summary.failed:
        told.append("Their last good pages stay; nothing is published.")
    told += [hidden(line) for line in summary.problem.splitlines()[: _MOST + 1]]
    for one in summary.published:
        if one.status:
            told += [f"{one.target}: {without_secrets(line)}" for line in one.said[-_MOST:]]
    return [*told, f"{host}, {summary.started}; all details are in outputs/run.json there"]


def error_text(ename: str, evalue: str) -> str:
    """An error without the data that it may quote.

    Examples
    --------
    >>> error_text("NameError", "name 'lines' is not defined")
    "NameError: name 'lines' is not defined"
    >>> error_text("ValueError", "could not convert 'Eva Eriksson 19121212-1212' to float")
    'ValueError: could not convert … to float'
    """
    text = without_secrets(evalue) if ename in _OF_CODE else hidden(evalue)
    said = " / ".join(line.strip() for line in text.splitlines() if line.strip()) if text else ""
    return f"{ename}: {said}" if said else ename


def hidden(text: str) -> str:
    """The first lines of a text, without what it quotes and without numbers of persons and firms."""
    first = "\n".join(text.splitlines()[:_LINES])
    return without_secrets(_NUMBERS.sub("…", _QUOTED.sub("…", first)))


def without_secrets(text: str, environment: Mapping[str, str] = os.environ) -> str:
    """A text without what the environment keeps secret and without who logs in at an address; not too long.

    Examples
    --------
    >>> without_secrets("sftp://eva:hemligt@host: no", {"VAGAR_PUBLISH_PASSWORD": "hemligt"})
    'sftp://…@host: no'
    """
    secrets = [value for name, value in environment.items() if name.startswith("VAGAR_") and _SECRET.search(name)]
    for secret in sorted(secrets, key=len, reverse=True):
        if len(secret) >= _SHORTEST:
            text = text.replace(secret, "…")
    text = _IN_ADDRESS.sub("…@", text)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _where(error: Mapping[str, object]) -> str:
    return f"cell {error['cell']} ({without_secrets(str(error['source']))}): " if error["cell"] else ""


def _named(error: Mapping[str, object]) -> dict[str, str]:
    return {name: str(error[name]) for name in ("ename", "evalue")}
