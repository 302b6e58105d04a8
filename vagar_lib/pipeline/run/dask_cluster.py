"""How do the workers of a Dask cluster run reports? They are given jobs, and what they make is published here.

A cluster brings the work of a run to more machines; all else stays as it is: the data are built here, the pages are put
in place here, and the record is kept here.
"""

from __future__ import annotations

import itertools
import logging
import queue
import signal
import threading
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from distributed import Client, Future, KilledWorker, LocalCluster
from filelock import FileLock

from vagar_lib import paths
from vagar_lib.errors import BadInput
from vagar_lib.pipeline.engine.execute import Outcome, Task
from vagar_lib.pipeline.files import write_bytes
from vagar_lib.pipeline.run import dask_parcel, dask_worker, pace
from vagar_lib.pipeline.run.executor import Outcomes
from vagar_lib.pipeline.run.pool import Crashed

_CONNECT = 15
"""Seconds in which a scheduler is to answer, and to have a worker."""
_ALONE = 60
"""Seconds after which a cluster that has no worker any more is given up."""
_LOOK = 2
_AHEAD = 2
"""Jobs that are sent for each that can be run at the same time, so that no worker waits for the next."""


@contextmanager
def opened(
    address: str, store: str | None, workers: int | None, workplace: Path, tasks: Sequence[Task]
) -> Iterator[Cluster]:
    """A cluster whose workers have the project; see `vagar_lib.pipeline.run.executor.Executor.opened`."""
    with ExitStack() as stack:
        if store:
            dask_parcel.Store(store)
        client = stack.enter_context(_client(address, workers or min(pace.room(), len(tasks)), workplace))
        ours = dask_worker.code()
        _same_code(client, ours)
        notebooks = sorted({paths.relative(task.job.report.source) for task in tasks})
        name = f"vagar-{uuid.uuid4().hex[:8]}"
        project = dask_parcel.packed(dask_parcel.project(), store)
        client.register_plugin(dask_worker.Bench(name, project, store, notebooks, ours))
        stack.callback(_let_go, client, name)
        yield Cluster(client, name, store, workers, workplace)


class Cluster:
    """The workers of a cluster, ready to run reports; see `vagar_lib.pipeline.run.executor.Workers`."""

    def __init__(self, client: Client, bench: str, store: str | None, limit: int | None, workplace: Path):
        self._client, self._bench, self._store, self._limit = client, bench, store, limit
        self._workplace, self._count = workplace, itertools.count()
        self._events: queue.SimpleQueue[tuple[str, Future | None]] = queue.SimpleQueue()

    @property
    def number(self) -> int:
        """Reports that are run at the same time."""
        there = sum(self._client.nthreads().values())
        return min(self._limit or there, there)

    def each(self, tasks: Sequence[Task], started: Callable[[Task], None]) -> Outcomes:
        """Send the tasks, and give what became of each as it comes and is put in place.

        A report whose worker is lost is begun again on another one, as often as the scheduler allows.
        """
        waiting, begun, again = deque(tasks), set[str](), set[str]()
        sent: dict[str, tuple[Task, Future]] = {}
        self._client.subscribe_topic(self._bench, lambda event: self._events.put((event[1], None)))
        last = time.monotonic()
        try:
            while waiting or sent:
                while waiting and len(sent) < self._room():
                    task = waiting.popleft()
                    sent[task.job.id] = task, self._send(task, len(waiting), again)
                name, future = self._next()
                if self._there() or name:
                    last = time.monotonic()
                elif time.monotonic() - last > _ALONE:
                    error = Crashed(f"the cluster has had no worker for {_ALONE} s")
                    yield from ((task, error) for task in [*(task for task, _ in sent.values()), *waiting])
                    return
                if name not in sent:
                    continue
                task = sent[name][0]
                if name not in begun:
                    begun.add(name)
                    started(task)
                if future is not sent[name][1]:
                    continue
                del sent[name]
                became = self._became(task, future)
                if became is None:
                    again.add(name)
                    waiting.appendleft(task)
                else:
                    yield task, became
        finally:
            with suppress(Exception):  # the cluster may be gone
                self._client.unsubscribe_topic(self._bench)
                self._client.cancel([future for _, future in sent.values()], force=True)

    def _send(self, task: Task, after: int, again: set[str]) -> Future:
        """Send a task, with the hidden cells that have been chosen, if it is one that may ask for them."""
        may_ask = task.job.report.places or task.job.id in again
        chosen = dask_parcel.packed(dask_parcel.choices(paths.root()) if may_ask else {})
        future = self._client.submit(
            dask_worker.work, self._bench, task, chosen,
            key=f"{self._bench}-{next(self._count)}-{task.job.id}", priority=after, pure=False,
        )  # fmt: skip
        future.add_done_callback(lambda done: self._events.put((task.job.id, done)))
        return future

    def _room(self) -> int:
        """Jobs that may be sent at the same time; workers may come and go."""
        there = self._there()
        return min(self._limit or there * _AHEAD, there * _AHEAD)

    def _there(self) -> int:
        with suppress(OSError, TimeoutError):  # the scheduler does not answer
            return sum(self._client.nthreads().values())
        return 0

    def _next(self) -> tuple[str, Future | None]:
        """The next that happens: a job and, when it is done, what it came to; no name when nothing happens."""
        try:
            return self._events.get(timeout=_LOOK)
        except queue.Empty:
            return "", None

    def _became(self, task: Task, future: Future) -> Outcome | Exception | None:
        """What became of a task, whose files are put in place; nothing when it is to be run again.

        That is when it chose to hide other cells than a report that was done before it: two pages that hide different
        cells of the same table tell together what each of them hides.
        """
        try:
            reply = future.result()
            made = dask_parcel.opened(reply.made, self._store)
            hides = {name: made.pop(name) for name in list(made) if name.startswith(f"{dask_parcel.CHOICES}/")}
            if not _agreed(hides):
                return None
            if isinstance(reply.outcome, Outcome):
                dask_parcel.settle(task.job, reply.outcome, made, self._workplace)
            return reply.outcome
        except KilledWorker as error:
            return Crashed(f"{error.allowed_failures + 1} workers of the cluster were lost while they ran it; given up")
        except Exception as error:
            return Crashed(f"the cluster did not do it: {type(error).__name__}: {error}")


def _agreed(chosen: Mapping[str, bytes]) -> bool:
    """Keep what was chosen to be hidden; false when something else was chosen before."""
    agreed = True
    for name, content in chosen.items():
        path = paths.root() / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_suffix(".lock")):
            if path.exists():
                agreed = agreed and path.read_bytes() == content
                continue
            write_bytes(path, content)
    return agreed


@contextmanager
def _client(address: str, workers: int, workplace: Path) -> Iterator[Client]:
    """The way to a scheduler, or to one that is started here with so many workers."""
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters is told by the run
    if not address:
        with _cluster(workers, workplace / "dask") as cluster, Client(cluster, set_as_default=False) as client:
            yield client
        return
    allowed = "allowed: the address of a Dask scheduler that has workers, such as tcp://10.0.0.1:8786"
    try:
        client = Client(address, timeout=_CONNECT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise BadInput(f"--executor dask:{address}: no scheduler answers ({error}); {allowed}") from None
    with client:
        try:
            client.wait_for_workers(1, timeout=_CONNECT)
        except TimeoutError:
            raise BadInput(f"--executor dask:{address} has no workers; {allowed}") from None
        yield client


def _cluster(workers: int, folder: Path) -> LocalCluster:
    """A cluster on this machine; Ctrl-C does not reach its workers, as we are the one to act on it."""
    folder.mkdir(parents=True)
    ours = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGINT, signal.SIG_IGN) if ours else None
    try:
        return LocalCluster(
            n_workers=workers, threads_per_worker=1, dashboard_address=None, memory_limit=None,
            local_directory=str(folder), silence_logs=logging.CRITICAL,
        )  # fmt: skip
    finally:
        if ours:
            signal.signal(signal.SIGINT, before)


def _same_code(client: Client, ours: Mapping[str, str]) -> None:
    """Reports must not depend on which worker runs them."""
    findings = []
    for worker, theirs in client.run(dask_worker.code, on_error="return").items():
        differs = dask_worker.other(ours, theirs) if isinstance(theirs, dict) else f"{type(theirs).__name__}: {theirs}"
        if differs:
            findings.append(f"the worker {worker} has other code: {differs}; allowed: the same as here")
    if findings:
        raise BadInput(findings)


def _let_go(client: Client, name: str) -> None:
    with suppress(Exception):  # the cluster may be gone
        client.unregister_worker_plugin(name)
