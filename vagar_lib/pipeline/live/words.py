"""What does a fetch look like while it goes on, and what is told when it is done?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as RichProgress
from rich.table import Table as RichTable

from vagar_lib.pipeline.live.fetch import Outcome, Result
from vagar_lib.sources.fetch.landing import Landed
from vagar_lib.sources.fetch.source import Order, Source
from vagar_lib.words import counted

_FINDINGS = 40
_TABLES = 60  # lines for tables of their own
_EVERY = 10  # steps between the lines of a log
_KINDS = {"failed": "FAILED", "contract": "contract", "missing": "missing", "note": "note"}


class Bar:
    """Progress as a bar in a terminal, as a line now and then in a log."""

    def __init__(self, console: Console | None = None):
        self.console = console or Console(stderr=True, highlight=False, soft_wrap=True)
        self._total, self._done = 0, 0
        columns = (BarColumn(24), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
        self._bar = RichProgress(*columns, console=self.console, transient=True)
        self._task = self._bar.add_task("", total=None)

    def __enter__(self) -> Bar:
        if self.console.is_terminal:
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def expect(self, steps: int) -> None:
        """So many more questions are to come."""
        self._total += steps
        self._bar.update(self._task, total=self._total)

    def step(self, words: str) -> None:
        """A question has been answered."""
        self._done += 1
        self._bar.update(self._task, advance=1, description=words)
        if not self.console.is_terminal and (self._done % _EVERY == 0 or self._done == self._total):
            self.console.print(f"[{self._done}/{self._total}] {words}", markup=False)


def plan(sources: Sequence[Source], order: Order, console: Console) -> None:
    """What a fetch would bring, without asking anyone."""
    for source in sources:
        wants = source.wanted(order)
        places = f", {counted(len(order.regions), 'place')}" if order.regions else ""
        since = f", changes since {order.since}" if order.since else ""
        console.print(f"{source.name}: {counted(len(wants), 'table')}{places}{since}")
        for want in wants:
            feeds = f"  ({', '.join(want.indicators)})" if want.indicators not in ((), (want.table,)) else ""
            console.print(f"  {want.table}  {want.title}{feeds}", markup=False, soft_wrap=True)


def summary(result: Result, console: Console) -> None:
    """What came, what changed, what is to be known, and which edition is in use now."""
    table = RichTable("Source", "Table", box=None, pad_edge=False)
    for name in ("Rows", "Years", "Regions", "New", "Changed", "Lost", "Missing"):
        table.add_column(name, justify="right")
    for outcome in result.outcomes:
        taken = {name: landed for name, landed in outcome.tables.items() if landed.path is not None}
        for name, landed in [*taken.items()][:_TABLES]:
            table.add_row(outcome.source, name, *_cells([landed]))
        if rest := [*taken.values()][_TABLES:]:
            table.add_row(outcome.source, f"{len(rest)} more", *_cells(rest))
        alike = [landed for name, landed in outcome.tables.items() if name not in taken]
        if alike:
            table.add_row(outcome.source, f"{len(alike)} unchanged", *_cells(alike))
        if len(outcome.tables) > 1:
            table.add_row(
                outcome.source, f"all {len(outcome.tables)}", *_cells([*outcome.tables.values()]), style="bold"
            )
    if table.row_count:
        console.print(table)
    for outcome in result.outcomes:
        findings(outcome, console)
        tables = counted(len(outcome.tables), "table")
        console.print(f"{outcome.source}: {tables} in {outcome.seconds:.0f} s", markup=False)
    if result.edition.id == result.before.id:
        console.print(f"Nothing has changed: edition {result.edition.id} stays in use.")
    else:
        console.print(f"Edition {result.edition.id} is in use; before it was {result.before.id}.")
        console.print(f"  What changed: vagar data diff {result.before.id} {result.edition.id}")
        console.print(f"  Back again:   vagar data use {result.before.id}")


def checked(outcomes: Sequence[Outcome], console: Console) -> None:
    """Whether the sources are still what the project takes them for."""
    for outcome in outcomes:
        findings(outcome, console)
        words = f"{outcome.broken} broken" if outcome.broken else "all contracts hold"
        console.print(f"{outcome.source}: {words} ({outcome.seconds:.0f} s)", markup=False)


def findings(outcome: Outcome, console: Console) -> None:
    """What is to be known about a source, the most serious first."""
    order = [*_KINDS]
    told = sorted(outcome.findings, key=lambda finding: order.index(finding.kind))
    for finding in told[:_FINDINGS]:
        console.print(f"{_KINDS[finding.kind]}: {finding}", markup=False, soft_wrap=True)
    if len(told) > _FINDINGS:
        rest = Counter(finding.kind for finding in told[_FINDINGS:])
        words = ", ".join(f"{number} {kind}" for kind, number in rest.items())
        console.print(f"and {words} more; all are in data/editions/fetches.json")


def _cells(tables: Sequence[Landed]) -> list[str]:
    """Numbers of one table, or of several together."""
    years = [year for landed in tables for year in landed.years]
    numbers = [sum(getattr(landed, name) for landed in tables) for name in ("new", "changed", "lost", "missing")]
    return [
        _grouped(sum(landed.rows for landed in tables)),
        f"{min(years)}–{max(years)}" if years else "",
        _grouped(max(landed.regions for landed in tables)),
        *map(_grouped, numbers),
    ]


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", " ")
