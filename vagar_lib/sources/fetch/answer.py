"""What is an answer? What a service said, to which question, and which version of it that was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

KEPT_HEADERS = ("content-type", "date", "etag", "last-modified", "retry-after")
CONDITIONS = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
"""Headers that tell a version, and those of a question about it."""


@dataclass(frozen=True)
class Answer:
    """A good answer.

    Attributes
    ----------
    query : str
        The whole question: 'GET https://...', or 'POST https://... {...}'.
    headers : dict
        Those of `KEPT_HEADERS` that it had.
    sha256 : str
        Of its bytes, unpacked.
    json : object
        What it says.
    retrieved : datetime.datetime
        In UTC.
    """

    query: str
    status: int
    headers: dict[str, str]
    sha256: str
    json: Any
    retrieved: datetime


@dataclass(frozen=True)
class Kept:
    """An answer from before: its headers, which tell its version, and its bytes."""

    headers: Mapping[str, str]
    content: bytes

    @property
    def conditions(self) -> dict[str, str]:
        """Headers of a question that is to be answered only if the version is another now."""
        return {asked: self.headers[name] for name, asked in CONDITIONS.items() if name in self.headers}
