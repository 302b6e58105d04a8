"""Who runs the reports? Worker processes of this machine, or the workers of a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from vagar_lib.errors import BadInput
from vagar_lib.pipeline.engine.execute import Outcome, Task, execute

DASK = "dask"
Outcomes = Iterator[tuple[Task, Outcome | Exception]]


class Workers(Protocol):
    """Those that do the work of a run, as long as it lasts."""

    number: int
    """Reports that they do at the same time."""

    def each(self, tasks: Sequence[Task], started: Callable[[Task], None]) -> Outcomes:
        """Do some tasks and give what became of each as it comes; leaving early stops what is going on."""
        ...


@dataclass(frozen=True)
class Executor:
    """Where a run is to be done.

    Attributes
    ----------
    address : str, optional
        Of a Dask scheduler; ``''`` for a cluster that is started on this machine and ended with the run; none for
        no cluster at all.
    store : str, optional
        A folder or URL that we and the workers reach, through which data and results go; through the scheduler if
        there is none.
    workers : int, optional
        At most so many reports at the same time; as many as there is room for by default.
    """

    address: str | None = None
    store: str | None = None
    workers: int | None = None

    def opened(self, workplace: Path, tasks: Sequence[Task]) -> AbstractContextManager[Workers]:
        """The workers, made ready for some tasks; they are let go when the block ends.

        Parameters
        ----------
        workplace : Path
            Scratch folder below outputs/.
        tasks : sequence of Task

        Raises
        ------
        BadInput
            There is no such cluster, or its workers have other code than we have.
        """
        if self.address is None:
            return _here(self.workers, tasks)
        from vagar_lib.pipeline.run import dask_cluster

        return dask_cluster.opened(self.address, self.store, self.workers, workplace, tasks)


def chosen(asked: str | None, store: str | None = None) -> Executor:
    """The executor of the command line: 'dask' or 'dask:ADDRESS'; worker processes of this machine without one.

    Examples
    --------
    >>> chosen("dask:tcp://10.0.0.1:8786")
    Executor(address='tcp://10.0.0.1:8786', store=None, workers=None)

    Raises
    ------
    BadInput
        For anything else, or a store without a cluster.
    """
    kind, _, address = (asked or "").partition(":")
    if asked is not None and kind != DASK:
        raise BadInput(f"--executor is {asked!r}, allowed: dask (a cluster on this machine) or dask:ADDRESS")
    if asked is None and store is not None:
        raise BadInput("--store is for clusters, allowed: only with --executor dask:ADDRESS")
    return Executor(None if asked is None else address, store)


class _Processes:
    """Worker processes of this machine."""

    def __init__(self, number: int):
        self.number = number

    def each(self, tasks: Sequence[Task], started: Callable[[Task], None]) -> Outcomes:
        from vagar_lib.pipeline.run import pool

        return pool.each(execute, tasks, self.number, started)


@contextmanager
def _here(workers: int | None, tasks: Sequence[Task]) -> Iterator[Any]:
    from vagar_lib.pipeline.engine import zygote
    from vagar_lib.pipeline.run import pace

    zygote.prepare({task.job.report.source for task in tasks})
    yield _Processes(workers or min(pace.room(), len(tasks)))
