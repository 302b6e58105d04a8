"""What became of the sources? The outcome of a fetch or a check, and what is remembered of the last ones."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from vagar_lib.pipeline import files
from vagar_lib.pipeline.live import editions
from vagar_lib.pipeline.live.editions import Edition
from vagar_lib.sources.fetch.landing import Landed
from vagar_lib.sources.fetch.source import Finding, Order, Proposal


@dataclass
class Outcome:
    """What became of a source.

    Attributes
    ----------
    source : str
    tables : dict
        What landed, by name.
    findings, proposals : list
    seconds : float
    """

    source: str
    tables: dict[str, Landed] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def failed(self) -> bool:
        """Whether some table was not taken in."""
        return any(finding.kind == "failed" for finding in self.findings)

    @property
    def broken(self) -> int:
        """How many findings say that the source is not what the project takes it for, or does not answer."""
        return sum(finding.kind in ("contract", "failed") for finding in self.findings)


def known() -> dict[str, Any]:
    """What is remembered of fetches, by source.

    tried and succeeded (ISO; succeeded is the last time when all was taken in), state ('ok' or 'failed'), edition (in
    use after it), seconds, since and regions (of the order), tables (counts by name) and findings (kind, table, text,
    swedish); checked: when (ISO) its metadata were last asked for, how many contracts were broken then, and findings.
    """
    try:
        found = json.loads(file().read_text(encoding="utf-8"))
        return found if isinstance(found, dict) else {}
    except (FileNotFoundError, ValueError):
        return {}


def remember(outcomes: Iterable[Outcome], order: Order, edition: Edition) -> None:
    """Remember what became of a fetch of some sources."""
    there, now = known(), datetime.now(UTC).isoformat(timespec="seconds")
    for outcome in outcomes:
        before = there.get(outcome.source, {})
        there[outcome.source] = {
            "tried": now,
            "succeeded": before.get("succeeded") if outcome.failed else now,
            "state": "failed" if outcome.failed else "ok",
            "edition": edition.id,
            "seconds": round(outcome.seconds, 1),
            "since": order.since.isoformat() if order.since else None,
            "regions": list(order.regions),
            "tables": {name: one.counts() for name, one in outcome.tables.items()},
            "findings": _written(outcome.findings),
            **({"checked": before["checked"]} if "checked" in before else {}),
        }
    files.write_text(file(), json.dumps(there, ensure_ascii=False, indent=1) + "\n")


def remember_check(outcomes: Iterable[Outcome]) -> None:
    """Remember what a check of some sources found; what is known of fetches stays."""
    there, now = known(), datetime.now(UTC).isoformat(timespec="seconds")
    for outcome in outcomes:
        checked = {"at": now, "broken": outcome.broken, "findings": _written(outcome.findings)}
        there.setdefault(outcome.source, {})["checked"] = checked
    files.write_text(file(), json.dumps(there, ensure_ascii=False, indent=1) + "\n")


def _written(findings: Iterable[Finding]) -> list[dict[str, str]]:
    return [{"kind": one.kind, "table": one.table, "text": one.text, "swedish": one.swedish} for one in findings]


def file() -> Path:
    """Where it is remembered."""
    return editions.folder() / "fetches.json"
