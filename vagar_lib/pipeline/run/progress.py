"""What does a run look like while it goes on? A bar in a terminal, plain lines in a log."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from vagar_lib.pipeline.run.plan import Job

if TYPE_CHECKING:  # takes a tenth of a second to import, and a run with nothing to do says nothing
    from rich.console import Console
    from rich.progress import Progress as RichProgress

_LINE = 200


class Progress:
    """Keeps count, and writes a line when a report is done.

    Parameters
    ----------
    console : rich.console.Console
        Where to write; standard error by default.
    """

    def __init__(self, console: Console | None = None):
        self._console = console
        self._bar: RichProgress | None = None

    @cached_property
    def console(self) -> Console:
        """Where to write."""
        from rich.console import Console

        return self._console or Console(stderr=True, highlight=False, soft_wrap=True)

    def note(self, text: str) -> None:
        """Say something that is not about a report."""
        self.console.print(text, markup=False)

    def begin(self, jobs: Sequence[Job], workers: int, seconds: Mapping[str, float]) -> None:
        """Get ready for some jobs; ``seconds`` has what each took when it was last run, for those that have been."""
        self._remember(jobs, workers, seconds)
        if self.console.is_terminal:
            self._bar = _bar(self)
            self._bar.add_task("", total=self._total)
            self._bar.start()

    def running(self, job: Job) -> None:
        """A job has begun."""
        del self._waiting[job.id]
        self._running[job.id] = (job, time.monotonic())
        self._update()

    def done(self, job: Job, entry: Mapping[str, Any]) -> None:
        """A job has ended, with this entry in the run record."""
        count = self._count(job, entry)
        what = "ok" if entry["state"] == "ok" else f"FAILED: {problem(entry['error'])}"
        left = "" if self._bar else self.left()
        line = f"[{count}/{self._total}] {job.report.id} {job.region.code} {job.region.name}"
        self.note(f"{line}  {what}  {entry['seconds']:.1f} s" + (f", {left}" if left else ""))
        for warning in (entry["info"] or {}).get("warnings", []) if entry["state"] == "ok" else []:
            self.note(f"  warning: {warning}")
        self._update(advance=1)

    def end(self) -> None:
        """Nothing more comes; leave the terminal tidy."""
        if self._bar:
            self._bar.stop()
            self._bar = None

    def left(self) -> str:
        """How long it will take yet, in words; nothing while that can't be known."""
        seconds = self.seconds_left()
        return f"about {duration(seconds)} left" if seconds else ""

    def seconds_left(self) -> float | None:
        """How long it will take yet; none while that can't be known.

        From what each report took when it was last run, else from the mean of those that are done.
        """
        usual = sum(self._known.values()) / len(self._known) if self._known else None
        now = time.monotonic()
        seconds = []
        for name in [*self._waiting, *self._running]:
            expected = self._known.get(name, usual)
            if expected is None:
                return None
            gone = now - self._running[name][1] if name in self._running else 0
            seconds.append(max(expected - gone, 0))
        return round(max(sum(seconds) / self._workers, *seconds), 1) if seconds else 0.0

    def _remember(self, jobs: Sequence[Job], workers: int, seconds: Mapping[str, float]) -> None:
        self._waiting = {job.id: job for job in jobs}
        self._running: dict[str, tuple[Job, float]] = {}
        self._total, self._workers = len(jobs), workers
        self._known = dict(seconds)

    def _count(self, job: Job, entry: Mapping[str, Any]) -> int:
        """Note that a job is done, and give the number of those that are."""
        self._running.pop(job.id, None)
        self._known[job.id] = entry["seconds"]
        return self._total - len(self._waiting) - len(self._running)

    def _update(self, advance: int = 0) -> None:
        if self._bar:
            names = [f"{job.report.id} {job.region.name}" for job, _ in self._running.values()]
            self._bar.update(self._bar.task_ids[0], advance=advance, description=", ".join(names))


def _bar(progress: Progress) -> RichProgress:
    """A bar that tells how long it will take yet."""
    from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, TextColumn
    from rich.progress import Progress as RichProgress
    from rich.text import Text

    class Left(ProgressColumn):
        def render(self, task: Any) -> Text:
            return Text(progress.left())

    return RichProgress(
        BarColumn(24), MofNCompleteColumn(), Left(), TextColumn("{task.description}"),
        console=progress.console, transient=True,
    )  # fmt: skip


def problem(error: Mapping[str, Any]) -> str:
    """An error of the run record on one line.

    Examples
    --------
    >>> problem({"cell": 5, "source": "figure(lines", "ename": "NameError", "evalue": "name 'lines' is not defined"})
    "cell 5 'figure(lines': NameError: name 'lines' is not defined"
    """
    where = f"cell {error['cell']} {error['source']!r}: " if error["cell"] else ""
    line = f"{where}{error['ename']}: {error['evalue']}".splitlines()[0]
    return line if len(line) <= _LINE else f"{line[: _LINE - 1]}…"


def duration(seconds: float) -> str:
    """Seconds for people.

    Examples
    --------
    >>> duration(8.2), duration(47), duration(200)
    ('9 s', '50 s', '4 min')
    """
    if seconds < 20:
        return f"{int(seconds) + 1} s"
    return f"{-(-int(seconds) // 10) * 10} s" if seconds < 90 else f"{-(-int(seconds) // 60)} min"
