"""Has anything at all changed since everything was up to date? By the files' sizes and times alone, as make does it.

Says yes or no for a whole run and reads no file, so that a scheduler may ask often. When anything differs, even the
time of a file whose content is the same, the keys of all reports are compared as usual.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from vagar_lib import paths

PACKAGE = Path(__file__).resolve().parents[2]


def said(arguments: Sequence[str]) -> list[str] | None:
    """What was said at the end of the same run when all was up to date; nothing when anything has changed since.

    Parameters
    ----------
    arguments : sequence of str
        What tells one run from another: its reports, places and parameters.
    """
    try:
        kept = json.loads(_path(arguments).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return kept["said"] if kept["state"] == _state() else None


def remember(arguments: Sequence[str], lines: Sequence[str]) -> None:
    """Keep what is said when all is up to date, for as long as nothing changes."""
    from vagar_lib.pipeline import files

    files.write_text(_path(arguments), json.dumps({"state": _state(), "said": [*lines]}) + "\n")


def _path(arguments: Sequence[str]) -> Path:
    name = hashlib.sha256("\0".join(arguments).encode()).hexdigest()[:16]
    return paths.outputs() / "cache" / "still" / f"{name}.json"


def _state() -> str:
    """Digest of path, size and time of all that a report is made of, and of what was made."""
    root, out = paths.root(), paths.outputs()
    told = [f"{sys.version} {sys.prefix}"]
    for folder in (paths.parameters(), paths.notebooks(), root / "data", PACKAGE):
        told += _below(folder)
    for file in (root / "requirements.lock", out / "run.json", out / "site" / "index.html"):
        told.append(_file(file))
    for folder in (out / "site", out / "notebooks"):
        told += [_file(page) for report in _folders(folder) for page in _made(report)]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def _below(folder: Path | str) -> Iterator[str]:
    """Each file below a folder, but for what Python and editors leave there."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith((".", "__pycache__")):
            continue
        if entry.is_dir():
            yield from _below(entry.path)
        else:
            yield _file(entry.path)


def _file(path: Path | str) -> str:
    try:
        about = os.stat(path)
    except OSError:
        return f"{path} is missing"
    return f"{path} {about.st_size} {about.st_mtime_ns} {about.st_ino}"


def _folders(folder: Path) -> list[str]:
    try:
        return sorted(entry.path for entry in os.scandir(folder) if entry.is_dir())
    except OSError:
        return []


def _made(report: str) -> list[str]:
    """The notebooks of a report, or the pages in its folders."""
    entries = sorted(os.scandir(report), key=lambda entry: entry.name)
    return [f"{entry.path}/index.html" if entry.is_dir() else entry.path for entry in entries]
