"""How does a run go? Data, plan, reports in worker processes, pages, front page; and a record of it all."""

from __future__ import annotations

import shutil
import time
import uuid
from collections.abc import Sequence
from contextlib import AbstractContextManager, closing, nullcontext, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from vagar_lib import paths
from vagar_lib.pipeline.engine.execute import CELL_SECONDS, Outcome, Task
from vagar_lib.pipeline.engine.kernel import skip_slow_imports
from vagar_lib.pipeline.live import editions
from vagar_lib.pipeline.open_data import build as open_data
from vagar_lib.pipeline.open_data.beside import made_beside
from vagar_lib.pipeline.run import cache, pace, pool, record
from vagar_lib.pipeline.run.alone import alone, sigterm_interrupts
from vagar_lib.pipeline.run.executor import Executor
from vagar_lib.pipeline.run.plan import Job, reports
from vagar_lib.pipeline.run.progress import Progress

GOOD = {"ok", "up_to_date"}
_RECORD_SECONDS = 2


@dataclass(frozen=True)
class Step:
    """A job of the plan, and why it has to run; no reason means that it is up to date."""

    job: Job
    key: dict[str, str]
    reason: str


@dataclass
class Result:
    """What became of the jobs of a run."""

    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    interrupted: bool = False
    open_data: str = "same"

    @property
    def failed(self) -> dict[str, dict[str, Any]]:
        """Entries of the run record of those that failed, by job id."""
        return {name: entry for name, entry in self.entries.items() if entry["state"] == "failed"}

    @property
    def by_state(self) -> dict[str, list[str]]:
        """Ids of the jobs by what became of them."""
        found: dict[str, list[str]] = {"ok": [], "failed": [], "up_to_date": []}
        for name, entry in self.entries.items():
            found[entry["state"]].append(name)
        return found

    @property
    def again(self) -> Result:
        """What would become of the same jobs now, if nothing changes: all are up to date."""
        return Result({name: {**entry, "state": "up_to_date"} for name, entry in self.entries.items()})

    @property
    def status(self) -> int:
        """Exit status: 0 all good, 1 a report or the open data failed, 130 interrupted."""
        return 130 if self.interrupted else int(bool(self.failed) or self.open_data == "failed")


def steps(jobs: Sequence[Job], edition: str, *, force: bool = False) -> list[Step]:
    """What a run would do with each job.

    Parameters
    ----------
    jobs : sequence of Job
    edition : str
        Of the processed data.
    force : bool
        Run also what is up to date.
    """
    now, entries = cache.Now(edition), record.read()["reports"]
    found = []
    for job in jobs:
        entry = entries.get(job.id)
        key = now.key(job, (entry or {}).get("key"))
        found.append(Step(job, key, cache.why(job, key, entry) or ("--force" if force else "")))
    return found


def run(
    jobs: Sequence[Job],
    *,
    workers: int | None = None,
    force: bool = False,
    engine: str = "fork",
    timeout: int = CELL_SECONDS,
    progress: Progress | None = None,
    executor: Executor | None = None,
) -> Result:
    """Build the data if need be, run the jobs that are not up to date, and publish the site.

    A report that fails keeps its last good page and does not stop the others. Ctrl-C (or SIGTERM) stops what is
    going on; what is done is kept and the site is whole.

    Parameters
    ----------
    jobs : sequence of Job
        From `vagar_lib.pipeline.run.plan.plan`.
    workers : int, optional
        Reports run at the same time; as many as cores and memory allow by default.
    force : bool
        Run also what is up to date.
    engine : str
        A key of `vagar_lib.pipeline.engine.execute.ENGINES`.
    timeout : int
        Seconds that a cell may take.
    progress : Progress, optional
        Where to tell how it goes.
    executor : Executor, optional
        Where it is done; on this machine by default.

    Raises
    ------
    Busy
        When another run is going on.
    BadInput
        There is no such cluster.
    """
    progress = progress or Progress()
    with alone():
        where = replace(executor or Executor(), workers=workers)
        return _run(jobs, where, force, {"engine": engine, "timeout": timeout}, progress)


def _run(jobs: Sequence[Job], where: Executor, force: bool, how: dict[str, Any], progress: Progress) -> Result:
    result = Result()
    about: dict[str, Any] = {"state": "running", "started": _now(), "finished": None, "version": version("vagar")}
    with sigterm_interrupts():
        try:
            edition = up_to_date_data(progress)
            plan = steps(jobs, edition, force=force)
            result.entries = _unchanged(plan)
            due, about["data_edition"] = [step for step in plan if step.reason], edition
            about["live_edition"] = editions.in_use()
            if due:
                with _meanwhile(due, where, edition, progress):
                    _run_all(due, where, how, about, progress, result)
            else:
                record.update(result.entries, **about)
        except KeyboardInterrupt:
            result.interrupted = True
    # What was done before an interruption is published too.
    if record.path().exists():
        changed = any(entry["state"] != "up_to_date" for entry in result.entries.values())
        if not result.interrupted:
            result.open_data = open_data.with_site(about["data_edition"], progress.note)
        publish_site(changed=changed or result.open_data == "made")
        state = "interrupted" if result.interrupted else "failed" if result.failed else "ok"
        record.update({}, state=state, finished=_now())
    return result


def _meanwhile(due: list[Step], where: Executor, edition: str, progress: Progress) -> AbstractContextManager[None]:
    """What is done beside the reports, where there is room for more than one thing at a time."""
    if where.workers == 1 or pace.room() == 1:
        return nullcontext()
    return made_beside([step.job for step in due], edition, progress.note)


def edition() -> str:
    """Edition of the processed data; nothing when a run would build them first."""
    from vagar_lib.pipeline import data

    built = data.current()
    return built.edition if built else ""


def up_to_date_data(progress: Progress) -> str:
    """Build the processed data if raw data, register or code have changed, and give their edition."""
    from vagar_lib.pipeline import data

    return (data.current() or data.build(report=progress.note)).edition


def _run_all(
    due: list[Step], where: Executor, how: dict[str, Any], about: dict[str, Any], progress: Progress, result: Result
) -> None:
    before, edition = record.read()["reports"], about["data_edition"]
    by_id = {step.job.id: step for step in due}
    workplace = paths.outputs() / ".work" / uuid.uuid4().hex[:8]
    context = {"edition": edition, "version": version("vagar")}
    seconds = {name: before[name]["seconds"] for name in by_id if before.get(name, {}).get("state") in GOOD}
    jobs = pace.longest_first([step.job for step in due], seconds)
    tasks = [Task(job, workplace, context, **how) for job in jobs]
    now, reads, seen = cache.Now(edition), {}, {}
    unwritten, written = {}, time.monotonic()
    try:
        with (
            where.opened(workplace, tasks) as workers,
            closing(workers.each(tasks, lambda task: progress.running(task.job))) as outcomes,
        ):
            record.update(result.entries, **about)
            progress.begin(jobs, workers.number, seconds)
            for task, outcome in outcomes:
                name, became = task.job.id, _checked(outcome)
                reads[name] = cache.shared(became.reads or [], seen)
                key = now.after(by_id[name].key, reads[name])
                result.entries[name] = unwritten[name] = _entry(task.job, became, key, before.get(name))
                if time.monotonic() - written > _RECORD_SECONDS:  # the record of a whole country takes a moment
                    record.update(unwritten)
                    unwritten, written = {}, time.monotonic()
                progress.done(task.job, result.entries[name])
    finally:
        if reads:
            record.update(unwritten)
            cache.keep_reads(reads)
        progress.end()
        shutil.rmtree(workplace, ignore_errors=True)
        with suppress(OSError):  # another run works there
            workplace.parent.rmdir()


def _checked(outcome: Outcome | Exception) -> Outcome:
    """A worker that died leaves no outcome; this is it."""
    if isinstance(outcome, Outcome):
        return outcome
    error = {"cell": None, "source": "", "ename": "Crashed", "evalue": str(outcome), "traceback": ""}
    return Outcome("failed", started=_now(), finished=_now(), seconds=0.0, error=error)


def _entry(job: Job, outcome: Outcome, key: dict[str, str], before: dict[str, Any] | None) -> dict[str, Any]:
    """Entry of the run record; that of a report that failed still tells about its last good page."""
    told = {name: value for name, value in asdict(outcome).items() if name != "reads"}
    return {
        "report": job.report.id,
        "title": job.report.title,
        "region": job.region.code,
        **told,
        "parameters": job.parameters,
        "data_edition": key["edition"],
        "version": version("vagar"),
        "key": key,
        "info": outcome.info or (before or {}).get("info"),
        "page": _if_there(job.page),
        "notebook": _if_there(job.notebook),
        "failed_notebook": _if_there(job.failed),
    }


def _unchanged(plan: list[Step]) -> dict[str, dict[str, Any]]:
    entries = record.read()["reports"]
    return {step.job.id: {**entries[step.job.id], "state": "up_to_date"} for step in plan if not step.reason}


def publish_site(*, changed: bool = True) -> None:
    """Make the front page of all pages there are, whenever they were made."""
    out = paths.outputs() / "site"
    if not changed and (out / "index.html").exists():
        return
    known = reports()
    entries = [entry for entry in record.read()["reports"].values() if entry["report"] in known]
    entries.sort(key=lambda entry: list(known).index(entry["report"]))
    pool.once(_build, [{**_on_front_page(entry), "summary": known[entry["report"]].summary} for entry in entries], out)


def _build(entries: list[dict[str, Any]], out: Path) -> None:
    skip_slow_imports()
    from vagar_lib.pipeline.page import site

    site.build(entries, out)


def _on_front_page(entry: dict[str, Any]) -> dict[str, Any]:
    about = entry["info"] or {}
    return {
        "report": entry["report"],
        "title": entry["title"],
        "region": entry["region"],
        "path": paths.root() / entry["page"] if entry["page"] else None,
        "findings": about.get("findings"),
        "edition": about.get("edition"),
        "executed": about.get("executed"),
        "failed": entry["state"] == "failed",
    }


def _if_there(path: Path) -> str | None:
    return paths.relative(path) if path.exists() else None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
