"""How are live figures got? Each source is asked, what is whole is taken in, and a new edition is put in use."""

from __future__ import annotations

import gc
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty, Queue
from typing import Any, TypeVar

from vagar_lib import paths
from vagar_lib.errors import BadInput
from vagar_lib.pipeline import files
from vagar_lib.pipeline.live import editions, record
from vagar_lib.pipeline.live.editions import Edition, Stored
from vagar_lib.pipeline.live.record import Outcome
from vagar_lib.pipeline.run.matrix import alone, sigterm_interrupts
from vagar_lib.sources.fetch import patch
from vagar_lib.sources.fetch.client import Answer, Client, Kept, Patience
from vagar_lib.sources.fetch.landing import Refused, land, standing
from vagar_lib.sources.fetch.source import Finding, Order, Progress, Proposal, Same, Source, SourceFailed, Table

RATE = 5.0  # questions a second to one service
PATIENCE = Patience()
T = TypeVar("T")
_SHOWN = 3
_LONGEST = 1.0  # seconds
_AHEAD = 30  # things that may wait, such as the tables of one question


@dataclass
class Result:
    """What became of a fetch: the outcome of each source, the edition in use after it, and the one before."""

    outcomes: list[Outcome]
    edition: Edition
    before: Edition

    @property
    def status(self) -> int:
        """Exit status: 0 all is well, 1 something was not taken in."""
        return int(any(outcome.failed for outcome in self.outcomes))


class Silent:
    """Progress that nobody looks at."""

    def expect(self, steps: int) -> None:
        """Say nothing."""

    def step(self, words: str) -> None:
        """Say nothing."""


def fetch(sources: Sequence[Source], order: Order, *, force: bool = False, progress: Progress | None = None) -> Result:
    """Ask sources, and put what they gave in use as a new edition.

    A table that can't be taken in stays as it was, and so does everything when the fetch is interrupted.

    Parameters
    ----------
    sources : sequence of Source
    order : Order
    force : bool
        Take in also a table that lacks places it had.
    progress : Progress, optional
        Where to tell how it goes.

    Raises
    ------
    BadInput
        When files of others lie where the tables are to be.
    Busy
        When another fetch is going on.
    """
    with alone(editions.folder(), "fetch"), sigterm_interrupts(), _uncollected():
        return _fetch(sources, order, force, progress or Silent())


def _fetch(sources: Sequence[Source], order: Order, force: bool, progress: Progress) -> Result:
    editions.finish()
    before = editions.current()
    editions.guard(source.folder for source in sources)
    tables, answers = dict(before.tables), dict(before.answers)
    outcomes, after = [], before
    with editions.staging() as stage:
        for source in sources:
            outcomes.append(_ask(source, order, force, progress, stage, tables, answers))
        if tables != dict(before.tables):
            used = {sha256 for stored in tables.values() for sha256 in stored.answers}
            editions.adopt(stage, {*used, *(sha for stored in tables.values() for sha in (stored.csv, stored.yml))})
            after = editions.save(tables, {sha: about for sha, about in answers.items() if sha in used}, before.id)
            editions.use(after)
    record.remember(outcomes, order, after)
    return Result(outcomes, after, before)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without looking for cycles among the millions of small things in the answers: that is a third of all the work."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def check(sources: Sequence[Source], order: Order) -> list[Outcome]:
    """Ask the sources for their metadata only, and tell whether they are what the project takes them for.

    What was found is remembered until the next check, for the status page.
    """
    outcomes = []
    for source in sources:
        outcome, started = Outcome(source.name), time.monotonic()
        try:
            with Client(source.name, rate=RATE, patience=PATIENCE) as client:
                deque(_tables(source.check(order, client), outcome), maxlen=0)
        except SourceFailed as error:
            outcome.findings.append(error.finding())
        outcome.seconds = time.monotonic() - started
        outcomes.append(outcome)
    record.remember_check(outcomes)
    return outcomes


def propose(outcomes: Iterable[Outcome]) -> str:
    """Write the proposed changes of the register as a patch; gives its path from the project's folder, '' for none."""
    register = paths.parameters() / "indicators.yml"
    proposals = [proposal for outcome in outcomes for proposal in outcome.proposals]
    text = patch.unified(register.read_text(encoding="utf-8"), proposals, paths.relative(register))
    target = paths.outputs() / "indicators.patch"
    if not text:
        target.unlink(missing_ok=True)
        return ""
    files.write_text(target, text)
    return paths.relative(target)


def _ask(
    source: Source,
    order: Order,
    force: bool,
    progress: Progress,
    stage: Path,
    tables: dict[str, Stored],
    answers: dict[str, Mapping[str, Any]],
) -> Outcome:
    """Fetch one source; put what can be taken in into ``tables``."""
    outcome, started = Outcome(source.name), time.monotonic()
    heard: dict[str, Mapping[str, Any]] = {}
    before = set(tables)
    own = {name.rpartition("/"): one for name, one in tables.items()}
    had = {name: frozenset(one.answers) for (folder, _, name), one in own.items() if folder == source.folder}
    order = replace(order, had=had)

    def keep(answer: Answer, data: bytes) -> None:
        editions.keep(data, stage)
        about = {"query": answer.query, "status": answer.status, "headers": answer.headers}
        heard[answer.sha256] = {**about, "retrieved": answer.retrieved.isoformat(timespec="seconds")}

    try:
        with ExitStack() as stack:
            recall = _recall(answers)
            client = stack.enter_context(Client(source.name, rate=RATE, patience=PATIENCE, keep=keep, recall=recall))
            given = stack.enter_context(closing(ahead(source.fetch(order, client, progress))))
            for table in _tables(given, outcome):
                if isinstance(table, Same):
                    outcome.tables[table.table] = standing(paths.raw() / source.folder / f"{table.table}.csv")
                    continue
                name = f"{source.folder}/{table.name}"
                former = paths.raw() / f"{name}.csv" if name in before else None
                try:
                    landed = land(table, stage / source.folder, order.today, former, force=force)
                except Refused as error:
                    words = "; ".join(error.findings[:_SHOWN]) + (" …" if len(error.findings) > _SHOWN else "")
                    stays = " Its former table stays." if former else ""
                    kept = " Den tidigare tabellen ligger kvar." if former else ""
                    swedish = f"Togs inte in, eftersom {error.swedish}.{kept}"
                    outcome.findings.append(Finding(source.name, table.name, f"{words}.{stays}", swedish, "failed"))
                    continue
                outcome.tables[table.name] = landed
                if landed.path is not None:
                    csv, yml = (landed.path.with_suffix(suffix).read_bytes() for suffix in (".csv", ".yml"))
                    tables[name] = Stored(editions.keep(csv, stage), editions.keep(yml, stage), table.answers)
                    answers.update({sha256: heard[sha256] for sha256 in table.answers if sha256 in heard})
    except SourceFailed as error:
        outcome.findings.append(error.finding())
    outcome.seconds = time.monotonic() - started
    return outcome


def _recall(answers: Mapping[str, Mapping[str, Any]]) -> Callable[[str], Kept | None]:
    """What a question was answered with, of the answers whose version the service can be asked about."""
    known = {
        about["query"]: (sha256, about["headers"])
        for sha256, about in answers.items()
        if {"etag", "last-modified"} & {*about["headers"]}
    }

    def recall(query: str) -> Kept | None:
        sha256, headers = known.get(query, ("", {}))
        with suppress(BadInput):  # damaged: the whole answer is asked for
            return Kept(headers, editions.content(sha256)) if sha256 else None
        return None

    return recall


def ahead(given: Iterator[T]) -> Iterator[T]:
    """The same things in the same order, got in a thread of their own, so that one table lands while others come.

    Examples
    --------
    >>> list(ahead(iter("abc")))
    ['a', 'b', 'c']
    """
    queue: Queue[tuple[str, Any]] = Queue(maxsize=_AHEAD)
    stopped = threading.Event()

    def get() -> None:
        try:
            for one in given:
                queue.put(("thing", one))
                if stopped.is_set():
                    return
            queue.put(("end", None))
        except BaseException as error:
            queue.put(("error", error))

    thread = threading.Thread(target=get, daemon=True)
    thread.start()
    try:
        while True:
            what, one = queue.get()
            if what == "end":
                return
            if what == "error":
                raise one
            yield one
    finally:
        stopped.set()
        # A thread that waits for a service ends with its client; nobody who has pressed Ctrl-C waits for that.
        until = time.monotonic() + _LONGEST
        while thread.is_alive() and time.monotonic() < until:
            with suppress(Empty):
                queue.get(timeout=0.05)


def _tables(given: Iterable[Table | Same | Finding | Proposal], outcome: Outcome) -> Iterator[Table | Same]:
    """The tables; findings and proposals go into the outcome."""
    for one in given:
        if isinstance(one, Table | Same):
            yield one
        elif isinstance(one, Finding):
            outcome.findings.append(one)
        else:
            outcome.proposals.append(one)
