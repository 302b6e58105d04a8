"""What came of a run as a whole? Reports, publishing and what went wrong, in one object that a program can read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from vagar_lib.pipeline import files


@dataclass(frozen=True)
class Published:
    """What came of publishing at one target: the exit status, and what was said."""

    target: str
    status: int
    said: list[str]


@dataclass
class Summary:
    """What a run and the publishing after it came to.

    Attributes
    ----------
    status : int
        The exit status.
    started, finished : str
        In UTC.
    reports : dict
        Ids of the reports and places by what became of them: ok, failed, up_to_date.
    failed : dict
        By id: cell, source (its first line), ename and evalue.
    published : list of Published
    problem : str
        What kept the run from being done at all; ``''`` when it was done.
    """

    status: int = 0
    started: str = field(default_factory=lambda: _now())
    finished: str = ""
    reports: dict[str, list[str]] = field(default_factory=dict)
    failed: dict[str, dict[str, Any]] = field(default_factory=dict)
    published: list[Published] = field(default_factory=list)
    problem: str = ""

    def ran(self, status: int, states: Mapping[str, Sequence[str]], failed: Mapping[str, Mapping[str, Any]]) -> None:
        """Note what came of the reports: their ids by state, and the entries of the run record of those that failed."""
        told = ("cell", "source", "ename", "evalue")
        self.status = status
        self.reports = {state: list(names) for state, names in states.items()}
        self.failed = {name: {key: entry["error"][key] for key in told} for name, entry in failed.items()}

    def write(self, path: Path) -> None:
        """Write it as JSON, whole or not at all."""
        files.write_text(path, json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n")

    def end(self, status: int | None = None, problem: str = "") -> None:
        """Note the exit status, if it is another than that of the reports, and the moment."""
        self.status = self.status if status is None else status
        self.problem, self.finished = problem, _now()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
