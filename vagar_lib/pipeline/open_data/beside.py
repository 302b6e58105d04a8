"""What can be made while reports are waited for? The open data, by a process of its own.

It imports what it needs while the process that reports are forked from imports the rest: one core would have nothing to
do then. What it chooses to hide of the grants, the reports on them need not choose again.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from typing import Any

from vagar_lib import paths
from vagar_lib.errors import BadInput
from vagar_lib.pipeline.engine import zygote
from vagar_lib.pipeline.engine.kernel import skip_slow_imports
from vagar_lib.pipeline.open_data import build
from vagar_lib.pipeline.open_data.catalog import catalog
from vagar_lib.pipeline.run.plan import Job

_STOP_SECONDS = 5


@contextmanager
def made_beside(jobs: Iterable[Job], edition: str, tell: Callable[[str], object]) -> Iterator[None]:
    """Make the open data of the project's own site while the block runs, if need be, and tell of it after that.

    Whether they are right is seen when the reports are done: `vagar_lib.pipeline.open_data.build.with_site` makes them
    again if a report has failed that was counted on, or if anything went wrong here.

    Parameters
    ----------
    jobs : iterable of Job
        What is run in the block.
    edition : str
        Of the processed data.
    tell : callable
        Is told what was made.
    """
    entries = [*{**build.recorded(), **{job.id: _hoped(job) for job in jobs}}.values()]
    if not _needed(entries, edition):
        yield
        return
    ours, theirs = multiprocessing.Pipe()
    with zygote.no_main():
        process = multiprocessing.get_context("spawn").Process(target=_make, args=(theirs, entries, edition))
        process.start()
    theirs.close()
    try:
        yield
        with suppress(EOFError):
            for line in ours.recv():
                tell(line)
    finally:
        process.terminate()
        process.join(_STOP_SECONDS)


def _hoped(job: Job) -> dict[str, Any]:
    """Entry of the run record of a job, as far as the open data go, if all goes well."""
    about = {"report": job.report.id, "region": job.region.code, "parameters": job.parameters}
    return {**about, "page": paths.relative(job.page), "state": "ok"}


def _needed(entries: list[Mapping[str, Any]], edition: str) -> bool:
    try:
        return catalog() is not None and build.stale(paths.outputs() / "site", entries, edition)
    except BadInput:  # is told when the reports are done
        return False


def _make(pipe: Connection, entries: list[Mapping[str, Any]], edition: str) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is the one to act on it, and ends this process
    os.environ.update(zygote.calm())
    skip_slow_imports()
    with suppress(Exception):
        told = build.refresh(paths.outputs() / "site", entries, edition)
        pipe.send(told.made if told else [])
