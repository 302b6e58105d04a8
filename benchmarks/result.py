"""What came out? Measurements, the table a person reads, and the record that later ones are compared with."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

WIDTH = 130  # columns at least; a narrow terminal breaks the lines, easier to read than words of four letters


@dataclass(frozen=True)
class Measurement:
    """Values of one thing that was measured several times, beside a baseline and a budget if it has them.

    Attributes
    ----------
    benchmark : str
        What ``--only`` calls it.
    what : str
        What was measured.
    values : list of float
        One a run.
    unit : str
        's' or 'MB' (a million bytes).
    baseline : str
        Name of the baseline, ``''`` without one.
    baseline_values : list of float
        Measured in the same session, run by run in turn with ``values``.
    budget : float, optional
        The value that is allowed at most.

    Examples
    --------
    >>> one = Measurement("report", "Ragunda", [9.0, 12.0, 10.0], baseline="by hand", baseline_values=[20.0], budget=15)
    >>> one.median, one.ratio, one.verdict
    (10.0, 0.5, 'ok')
    """

    benchmark: str
    what: str
    values: list[float]
    unit: str = "s"
    baseline: str = ""
    baseline_values: list[float] = field(default_factory=list)
    budget: float | None = None

    @property
    def median(self) -> float:
        """Median of the values."""
        return median(self.values)

    @property
    def ratio(self) -> float | None:
        """Median as a share of the baseline's median: less than 1 is quicker."""
        return self.median / median(self.baseline_values) if self.baseline_values else None

    @property
    def verdict(self) -> str:
        """'ok' within the budget, 'over' above it, ``''`` without a budget."""
        if self.budget is None:
            return ""
        return "ok" if self.median <= self.budget else "over"

    def as_json(self) -> dict[str, Any]:
        """What the record keeps."""
        kept = {"benchmark": self.benchmark, "what": self.what, "unit": self.unit, "median": round(self.median, 3)}
        kept["values"] = [round(value, 3) for value in self.values]
        if self.baseline_values:
            values = [round(value, 3) for value in self.baseline_values]
            kept["baseline"] = {"name": self.baseline, "median": round(median(values), 3), "values": values}
            kept["ratio"] = round(self.ratio, 3)
        if self.budget is not None:
            kept |= {"budget": self.budget, "verdict": self.verdict}
        return kept


def show(measurements: Iterable[Measurement], about: Mapping[str, Any], console: Console) -> None:
    """Print the table, and below it which machine and which versions it holds for."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("benchmark", no_wrap=True)
    table.add_column("what")
    for heading in ("runs", "median", "min–max", "baseline", "ratio", "budget", ""):
        table.add_column(heading, justify="right", no_wrap=True)
    before, baselines = "", {}
    for one in measurements:
        if one.baseline_values:
            baselines.setdefault(one.baseline, len(baselines) + 1)
        table.add_row(
            one.benchmark if one.benchmark != before else "",
            escape(one.what),
            str(len(one.values)),
            _amount(one.median, one.unit),
            f"{min(one.values):.2f}–{max(one.values):.2f}" if len(one.values) > 1 else "",
            f"{_amount(median(one.baseline_values), one.unit)} [{baselines[one.baseline]}]"
            if one.baseline_values
            else "",
            f"{one.ratio:.2f}" if one.ratio is not None else "",
            _amount(one.budget, one.unit) if one.budget is not None else "",
            one.verdict,
            style="red" if one.verdict == "over" else None,
        )
        before = one.benchmark
    console.print(table)
    for name, number in baselines.items():
        console.print(f"[{number}] baseline: {name}", markup=False, highlight=False, soft_wrap=True)
    for name, value in about.items():
        text = ", ".join(f"{k} {v}" for k, v in value.items()) if isinstance(value, Mapping) else value
        console.print(f"{name}: {text}", markup=False, highlight=False, soft_wrap=True)


def append(record: Mapping[str, Any], folder: Path, name: str) -> Path:
    """Add a record to those in the file, which is a JSON list, and give the file."""
    path = folder / f"{name}.json"
    before = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([*before, record], ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def _amount(value: float, unit: str) -> str:
    return f"{value:.2f} {unit}"
