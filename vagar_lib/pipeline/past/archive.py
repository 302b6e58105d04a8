"""Which editions of the site are kept? Each with a list of all it holds, by checksum, which the next one confirms.

``data/published/`` holds what lies in the site's folder ``utgavor``, laid out alike, so that either can be copied from
the other. Nothing in it is ever changed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from vagar_lib import paths

FOLDER = "utgavor"
"""Of the site."""
MANIFEST = "utgava.json"
"""In the folder of each edition: what it holds."""
FILES = "filer"
"""Holds what pages of several editions share, by checksum."""
NAMED = re.compile(r"\d{4}(-\d{2}){0,2}(-[a-z0-9]+)*")
"""How an edition may be called: a year, a month or a day, and what tells it from another of the same."""
SHORT = 16
"""Characters of a checksum in an address."""


@dataclass(frozen=True)
class Kept:
    """An edition of the site.

    Attributes
    ----------
    name : str
        '2026-11-23'.
    made : str
        When, ISO 8601.
    version : str
        Of the program.
    pages : mapping
        'nulage/23-jamtlands-lan' to ``title``, ``place``, ``region``, ``digest`` and ``at``, the edition that has the
        page: an earlier one when the page has not changed since.
    files : mapping
        Path, from the folder of editions, to sha256; those that came with this edition.
    before : mapping
        ``name`` and ``sha256`` of the list of the edition before it; empty for the first.
    """

    name: str
    made: str
    version: str
    pages: Mapping[str, Mapping[str, Any]]
    files: Mapping[str, str]
    before: Mapping[str, str] = field(default_factory=dict)


def folder() -> Path:
    """Where editions are kept."""
    return paths.root() / "data" / "published"


def editions(where: Path | None = None) -> list[Kept]:
    """Every edition that is kept, the oldest first.

    Parameters
    ----------
    where : Path, optional
        Folder of editions, such as that of a site; the project's own by default.
    """
    found = [load(path) for path in (where or folder()).glob(f"*/{MANIFEST}")]
    return sorted((one for one in found if one), key=lambda one: (one.made, one.name))


def load(path: Path) -> Kept | None:
    """An edition from its list; None when that is no list."""
    try:
        return Kept(**json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def history(page: str, every: Sequence[Kept]) -> list[Kept]:
    """Editions that have a page of their own for a report and place, the latest first.

    Parameters
    ----------
    page : str
        'nulage/23-jamtlands-lan'.
    every : sequence of Kept
        From `editions`.
    """
    return [one for one in reversed(every) if page in one.pages and one.pages[page]["at"] == one.name]


def is_kept(name: str) -> bool:
    """Whether a file of a site, by its path there, is one that never changes.

    Examples
    --------
    >>> is_kept("utgavor/2026-11/nulage/23-jamtlands-lan/index.html"), is_kept("utgavor/nulage/index.html")
    (True, False)
    """
    return bool(re.match(rf"{FOLDER}/(?:{NAMED.pattern}|{FILES})/", name))


def sha256(path: Path) -> str:
    """Checksum of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def broken(where: Path) -> Iterator[tuple[str, str]]:
    """What is not as it was kept: path from the folder of editions, and what is wrong.

    Parameters
    ----------
    where : Path
        Folder of editions: the project's own or that of a site.
    """
    every = editions(where)
    for path in sorted(where.glob(f"*/{MANIFEST}")):
        if load(path) is None:
            yield path.relative_to(where).as_posix(), "can't be read"
    for edition in every:
        before = edition.before
        earlier = where / before["name"] / MANIFEST if before else None
        if earlier and not earlier.is_file():
            yield earlier.relative_to(where).as_posix(), f"is missing, which {edition.name} was kept after"
        elif earlier and sha256(earlier) != before["sha256"]:
            yield earlier.relative_to(where).as_posix(), "has been changed since it was kept"
        for name, checksum in edition.files.items():
            file = where / name
            if not file.is_file():
                yield name, "is missing"
            elif sha256(file) != checksum:
                yield name, "has been changed since it was kept"
