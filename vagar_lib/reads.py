"""What was read? A line for each part of the data, so that a report is made again only when one of them has changed.

Kept only where the environment's ``VAGAR_READS`` names a file: in the kernels that a run starts.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from vagar_lib import paths

FILE = "VAGAR_READS"
_noted: set[tuple[str, str]] = set()
_opened: set[str] = set()


def note(kind: str, *what: Any) -> None:
    """Remember that something was read.

    'table' name and codes, 'observations' ids and codes (lists, or none for all of them), 'grants' part, 'file' path,
    'year' in which the data were compiled, 'listed' (which tables there are).
    """
    target = os.environ.get(FILE)
    line = json.dumps([kind, *what], ensure_ascii=False)
    if target and (target, line) not in _noted:
        _noted.add((target, line))
        with open(target, "a", encoding="utf-8") as file:
            file.write(line + "\n")


def watch() -> None:
    """From now on, note every file below parameters/ and data/raw/ that this process opens with Python.

    And every folder in parameters/ that it lists, since a new file there is read too.
    """
    root = os.path.abspath(paths.root())
    below = tuple(os.path.join(root, folder, "") for folder in ("parameters", os.path.join("data", "raw")))

    def opened(event: str, arguments: tuple[Any, ...]) -> None:
        if event in ("open", "os.scandir", "os.listdir") and isinstance(arguments[0], str | os.PathLike):
            path = os.path.abspath(os.fspath(arguments[0]))
            if isinstance(path, str) and path.startswith(below if event == "open" else below[:1]):
                name = Path(path).relative_to(root).as_posix()
                _opened.add(name)
                note("file", name)

    sys.addaudithook(opened)


def opened() -> list[str]:
    """The files that this process has opened since it was watched."""
    return sorted(_opened)


def told(path: Path) -> list[list[Any]]:
    """What a file of notes says; nothing when there is none."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    return sorted((json.loads(line) for line in dict.fromkeys(lines)), key=json.dumps)
