"""What is said of a run? Why each report would be run, what became of it, and where to look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from vagar_lib import paths
from vagar_lib.pipeline.live import editions
from vagar_lib.pipeline.run.matrix import Result, Step
from vagar_lib.pipeline.run.progress import problem


def why(steps: Sequence[Step]) -> Iterator[str]:
    """A line for each report and place: would it be run, and why; and how many would."""
    width = max((len(step.job.region.name) for step in steps), default=0)
    for step in steps:
        state = f"would run: {step.reason}" if step.reason else "up to date"
        yield f"{step.job.report.id}  {step.job.region.code:4}  {step.job.region.name:{width}}  {state}"
    due = sum(bool(step.reason) for step in steps)
    yield f"{due} would run, {len(steps) - due} up to date"


def summary(result: Result) -> Iterator[str]:
    """How many reports came to what, what failed with its cell, and where to look."""
    counts: dict[str, Counter[str]] = {}
    for entry in result.entries.values():
        counts.setdefault(entry["report"], Counter())[entry["state"].replace("_", " ")] += 1
    for report, states in counts.items():
        yield f"{report}: " + ", ".join(f"{number} {state}" for state, number in states.items())
    for name, entry in result.failed.items():
        yield f"failed: {name}: {problem(entry['error'])}"
        if entry["failed_notebook"]:
            yield f"  the notebook as far as it came: {entry['failed_notebook']}"
        if entry["page"]:
            yield f"  the page of {entry['info']['executed']} stays: {entry['page']}"
    if result.interrupted:
        yield "interrupted: what was done is kept, the rest is as it was"
    yield f"Live figures: edition {editions.in_use()}"
    yield f"Look at {paths.outputs() / 'site' / 'index.html'}; all details are in {paths.outputs() / 'run.json'}"
