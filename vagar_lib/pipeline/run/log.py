"""What does a run look like to a program? A line of JSON for each thing that happens."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TextIO

from vagar_lib.pipeline.run.plan import Job
from vagar_lib.pipeline.run.progress import Progress


class JsonLog(Progress):
    """Writes lines of JSON in the place of words: each has ``event`` and ``time``, and what belongs to the event.

    ``note`` has text; ``begin`` jobs and workers; ``running`` job; ``done`` job, state, seconds, error, warnings,
    count, of, and seconds_left (null when it can't be known); ``end`` nothing; ``summary``, the last, status, jobs by
    state, and the status of publishing by target.

    Parameters
    ----------
    file : file, optional
        Standard output by default.
    """

    def __init__(self, file: TextIO | None = None):
        super().__init__()
        self._file = file or sys.stdout

    def note(self, text: str) -> None:
        """Say something that is not about a report."""
        self._write("note", text=text)

    def begin(self, jobs: Sequence[Job], workers: int, seconds: Mapping[str, float]) -> None:
        """Get ready for some jobs."""
        self._remember(jobs, workers, seconds)
        self._write("begin", jobs=[job.id for job in jobs], workers=workers)

    def running(self, job: Job) -> None:
        """A job has begun."""
        super().running(job)
        self._write("running", job=job.id)

    def done(self, job: Job, entry: Mapping[str, Any]) -> None:
        """A job has ended, with this entry in the run record."""
        count = self._count(job, entry)
        self._write(
            "done", job=job.id, state=entry["state"], seconds=entry["seconds"], error=entry["error"],
            warnings=(entry["info"] or {}).get("warnings", []), count=count, of=self._total,
            seconds_left=self.seconds_left(),
        )  # fmt: skip

    def end(self) -> None:
        """Nothing more comes."""
        self._write("end")

    def summary(
        self, status: int, states: Mapping[str, Sequence[str]], published: Mapping[str, int] | None = None
    ) -> None:
        """All has ended with this exit status: these jobs by state, and publishing at these targets."""
        jobs = {state: list(names) for state, names in states.items()}
        self._write("summary", status=status, **jobs, published=dict(published or {}))

    def _write(self, event: str, **about: Any) -> None:
        line = {"event": event, "time": datetime.now(UTC).isoformat(timespec="seconds"), **about}
        print(json.dumps(line, ensure_ascii=False), file=self._file, flush=True)
