"""What does a worker of a cluster do? It gets the project once, and runs the reports that it is given."""

from __future__ import annotations

import asyncio
import hashlib
import platform
import shutil
import threading
import uuid
from collections.abc import Mapping
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, requires, version
from multiprocessing.connection import Connection
from pathlib import Path

from distributed import Worker, WorkerPlugin, get_worker

from vagar_lib.pipeline.engine.execute import Task
from vagar_lib.pipeline.run import dask_parcel, pool
from vagar_lib.pipeline.run.code import PACKAGE
from vagar_lib.pipeline.run.dask_parcel import Broken, Parcel, Reply
from vagar_lib.pipeline.run.dask_seats import Seats

_KEPT = "vagar-objects"


def code() -> dict[str, str]:
    """What reports are run by: versions of Python and of the packages that the project names, and of the library."""
    files = sorted(path for path in PACKAGE.rglob("*") if path.is_file() and path.suffix != ".pyc")
    library = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]
    names = sorted(map(_name_of, requires("vagar") or []))
    return {"python": platform.python_version(), "vagar_lib": library, **{name: _version(name) for name in names}}


def other(here: Mapping[str, str], there: Mapping[str, str]) -> str:
    """How the code of a worker differs from ours, in words; nothing when it does not.

    Examples
    --------
    >>> other({"python": "3.12.4", "pandas": "3.1"}, {"python": "3.12.4", "pandas": "2.3"})
    'pandas is 2.3, here 3.1'
    """
    return ", ".join(
        f"{name} is {there.get(name, 'missing')}, here {wanted}"
        for name, wanted in here.items()
        if there.get(name) != wanted
    )


class Bench(WorkerPlugin):
    """A project on a worker, and processes that run reports in it. Workers that come later get it too.

    Parameters
    ----------
    name : str
        Of the run; what happens is told under this topic.
    project : Parcel
        What reports are made from.
    store : str, optional
        Where contents are that are not in the parcel.
    notebooks : list of str
        Those of the reports, by name.
    code : dict
        What reports are run by where the run was begun.
    """

    def __init__(self, name: str, project: Parcel, store: str | None, notebooks: list[str], code: dict[str, str]):
        self.name = name
        self._project, self._store, self._notebooks, self._code = project, store, notebooks, code

    async def setup(self, worker: Worker) -> None:
        """Get the project; `Broken` when the worker has other code than the run was begun with."""
        self._lock, self._idle, self._seats = threading.Lock(), [], None
        self._kept, self._folder = (Path(worker.local_directory) / name for name in (_KEPT, self.name))
        await asyncio.to_thread(self._bring)

    async def teardown(self, worker: Worker) -> None:
        """End what is going on, and remove the project."""
        await asyncio.to_thread(self._end)

    def do(self, task: Task, chosen: Parcel) -> Reply:
        """Run a report, with the hidden cells that have been chosen so far and no others."""
        seat = self._seat()
        try:
            shutil.rmtree(seat.root / dask_parcel.CHOICES, ignore_errors=True)
            dask_parcel.write(dask_parcel.opened(chosen), seat.root)
            seat.connection.send(replace(task, workplace=seat.root / "outputs" / ".work"))
            outcome = seat.connection.recv()
        except (EOFError, OSError):
            seat.connection.close()
            return Reply(pool.Crashed("the process that ran it died"), Parcel({}))
        made = {**seat.results(task), **dask_parcel.choices(seat.root)}
        reply = Reply(outcome, dask_parcel.packed({n: made[n] for n in made if n not in chosen.files}, self._store))
        with self._lock:
            self._idle.append(seat)
        return reply

    def _bring(self) -> None:
        if differs := other(self._code, code()):
            raise Broken(f"this worker has other code: {differs}")
        missing = {name: sha for name, sha in self._project.files.items() if not (self._kept / sha).exists()}
        found = dask_parcel.opened(Parcel(missing, self._project.objects), self._store)
        dask_parcel.keep(self._kept, found.values())
        self._project.objects.clear()

    def _seat(self) -> Seat:
        with self._lock:
            if self._idle:
                return self._idle.pop()
            root = self._folder / uuid.uuid4().hex[:8]
            dask_parcel.lay_out(self._project.files, self._kept, root)
            if self._seats is None or not self._seats.alive:
                self._seats = Seats([root / name for name in self._notebooks], self._folder / "seats.log")
            return Seat(root, self._seats.seat(root))

    def _end(self) -> None:
        with self._lock:
            if self._seats:
                self._seats.close()
            shutil.rmtree(self._folder, ignore_errors=True)


class Seat:
    """A process that runs one report at a time in a project of its own, so that it is known what each has left."""

    def __init__(self, root: Path, connection: Connection):
        self.root, self.connection = root, connection

    def results(self, task: Task) -> dict[str, bytes]:
        """The files that a report has left, which are then removed."""
        found = dask_parcel.results(task.job, self.root)
        for name in found:
            (self.root / name).unlink()
        return found


def work(bench: str, task: Task, chosen: Parcel) -> Reply:
    """Run a report on this worker; others are told that it has begun."""
    worker = get_worker()
    worker.log_event(bench, task.job.id)
    return worker.plugins[bench].do(task, chosen)


def _name_of(requirement: str) -> str:
    """The name that a requirement begins with: 'pandera[pandas]>=0.24' is pandera."""
    end = next((at for at, letter in enumerate(requirement) if not (letter.isalnum() or letter in "-_.")), None)
    return requirement[:end]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"

