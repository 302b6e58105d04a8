"""How does one report run? papermill executes its notebook, and the page is made from what came out."""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
import sys
import time
import traceback
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from vagar_lib import paths, reads
from vagar_lib.pipeline.engine.kernel import skip_slow_imports
from vagar_lib.pipeline.run.plan import Job

KERNEL = "vagar_lib.pipeline.engine.kernel"
CELL_SECONDS = 600  # a cell that hangs must not hang a nightly run
ENGINES = {"fork": "vagar", "kernel": None}
"""What papermill calls the ways to run cells: in a fork of a warm process, or in a kernel started for the report."""
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_TRACEBACK_LINES = 12


@dataclass(frozen=True)
class Task:
    """A job, where to work on it, and what its page says about the run."""

    job: Job
    workplace: Path  # scratch folder below outputs/, so that finished files can be renamed into place
    context: dict[str, Any]
    engine: str = "kernel"  # a key of ENGINES
    timeout: int = CELL_SECONDS


@dataclass(frozen=True)
class Outcome:
    """What became of a job."""

    state: str  # ok or failed
    started: str
    finished: str
    seconds: float
    error: dict[str, Any] | None = None
    reads: list[list[Any]] | None = None  # what of the data and of the settings its cells read
    info: dict[str, Any] | None = None  # title, place, findings, weight, warnings, edition, executed of the page


class NotebookFailed(Exception):
    """A cell failed, or the kernel died or hung in it; ``error`` says which and how, as the run record has it."""

    def __init__(self, error: dict[str, Any]):
        super().__init__(f"cell {error['cell']}: {error['ename']}: {error['evalue']}")
        self.error = error


def execute(task: Task) -> Outcome:
    """Run one report and publish its page; a report that fails is an outcome, not an exception.

    Nothing of the last good run is touched until the new notebook has run and its page is made. Changes the
    working directory and the environment of this process, so it is meant for a worker.
    """
    job, started, clock = task.job, _now(), time.monotonic()
    folder = task.workplace / f"{job.report.id}-{job.name}"
    unfinished = folder / f"{job.name}.ipynb"
    error, info, noted = None, None, folder / "reads.jsonl"
    try:
        _prepare_process(task.workplace)
        folder.mkdir(parents=True)
        os.environ[reads.FILE] = str(noted.resolve())
        run_notebook(job, unfinished, task.engine, task.timeout)
        info = _publish(task, unfinished)
        os.replace(unfinished, _with_parent(job.notebook))
        job.failed.unlink(missing_ok=True)
    except Exception as failure:
        error = failure.error if isinstance(failure, NotebookFailed) else _described(failure)
        job.failed.unlink(missing_ok=True)
        if unfinished.exists():
            os.replace(unfinished, _with_parent(job.failed))
    finally:
        os.environ.pop(reads.FILE, None)
        # What a page is made with is read once a process, and concerns all the pages that it makes.
        read = reads.told(noted) + [["file", name] for name in reads.opened()]
        shutil.rmtree(folder, ignore_errors=True)
    return Outcome(
        state="failed" if error else "ok",
        started=started,
        finished=_now(),
        seconds=round(time.monotonic() - clock, 2),
        error=error,
        reads=read,
        info=info,
    )


def run_notebook(job: Job, target: Path, engine: str = "kernel", timeout: int = CELL_SECONDS) -> None:
    """Execute the notebook of a job with papermill into a file; the working directory is the project's folder.

    The file is written once, at the end, also when the end is that a cell fails or the kernel dies.

    Parameters
    ----------
    job : Job
    target : Path
    engine : str
        A key of `ENGINES`.
    timeout : int
        Seconds that a cell may take.

    Raises
    ------
    NotebookFailed
        The file then has the notebook as far as it came.
    """
    skip_slow_imports()
    import papermill
    from nbclient.exceptions import CellTimeoutError
    from papermill.exceptions import PapermillExecutionError

    papermill.execute.write_ipynb = _write
    started: list[Any] = []
    reached: list[Any] = []

    def begin(notebook: Any) -> None:
        # The page offers this file for download: it tells where it lies in the project, not on which disk.
        notebook.metadata.papermill["output_path"] = paths.relative(job.notebook)
        started.append(notebook)

    try:
        papermill.execute_notebook(
            paths.relative(job.report.source),
            paths.relative(target),
            parameters=job.parameters,
            engine_name=ENGINES[engine],
            kernel_name="python3",
            language="python",
            cwd=".",
            request_save_on_cell_execute=False,
            progress_bar=False,
            execution_timeout=timeout,
            on_notebook_start=begin,
            on_cell_start=lambda cell, cell_index: reached.append(cell),
            **({} if ENGINES[engine] else _own_kernel()),
        )
    except PapermillExecutionError as error:
        said = {"ename": error.ename, "evalue": error.evalue, "traceback": _short("\n".join(error.traceback))}
        raise NotebookFailed({**_where(reached[: error.cell_index + 1]), **said}) from None
    except Exception as error:  # the kernel died or hung; papermill writes no notebook then
        if not reached:
            raise
        _write(started[0], str(target))
        said = {**_described(error), "traceback": "", **_where(reached)}
        if isinstance(error, CellTimeoutError):
            said["evalue"] = f"the cell took more than {timeout} s, which is what --timeout allows"
        raise NotebookFailed(said) from None


def _write(notebook: Any, path: str) -> None:
    """Write a notebook in the place of papermill, whose indenting takes ten times as long, and twice the space."""
    text = json.dumps(notebook, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    Path(path).write_text(text + "\n", encoding="utf-8")


def _publish(task: Task, notebook: Path) -> dict[str, Any]:
    from vagar_lib.pipeline.page import render

    page = asdict(render.render(notebook, task.job, task.job.folder, task.context))
    del page["path"]  # the run record has it, relative to the project
    return page


def _prepare_process(workplace: Path) -> None:
    """Run where the project is, leave the user's home alone, and don't let matrix libraries fight over cores."""
    own = workplace / f"process-{os.getpid()}"
    if not own.exists():
        reads.watch()
    os.chdir(paths.root())
    os.environ.update(
        IPYTHONDIR=str(own / "ipython"),
        JUPYTER_RUNTIME_DIR=str(own / "runtime"),
        JUPYTER_PLATFORM_DIRS="1",
        OPENBLAS_NUM_THREADS="1",
    )
    own.mkdir(parents=True, exist_ok=True)
    # What goes wrong in a notebook is in the run record; loose log lines would only break the progress display.
    logging.getLogger().addHandler(logging.NullHandler())


def _own_kernel() -> dict[str, Any]:
    """What the ordinary engine is told: to start this interpreter, and that nothing has to be saved in the end."""
    return {"kernel_manager_class": _this_python(), "shutdown_kernel": "immediate"}


def _this_python() -> type:
    """Kernel manager for this interpreter, whatever kernels the user has installed."""
    import zmq
    from jupyter_client.kernelspec import KernelSpec
    from jupyter_client.manager import AsyncKernelManager
    from traitlets import default

    class ThisPython(AsyncKernelManager):
        @property
        def kernel_spec(self) -> KernelSpec:
            return KernelSpec(
                argv=[sys.executable, "-m", KERNEL, "-f", "{connection_file}", "--log-level=40"],
                display_name="Python 3",
                language="python",
                metadata={"supported_encryption": ["curve"]},
            )

        @default("transport_encryption")
        def _encrypted_where_it_can_be(self) -> str:
            return "auto" if zmq.has("curve") else "disabled"

    return ThisPython


def _where(reached: list[Any]) -> dict[str, Any]:
    """Number, counted from 1 in the notebook as the analyst edits it, and first line of the last cell reached."""
    own = [cell for cell in reached if "injected-parameters" not in cell.metadata.get("tags", [])]
    return {"cell": len(own), "source": next(iter(reached[-1].source.strip().splitlines()), "")}


def _described(error: Exception) -> dict[str, Any]:
    trace = "".join(traceback.format_exception(error))
    return {"cell": None, "source": "", "ename": type(error).__name__, "evalue": str(error), "traceback": _short(trace)}


def _short(trace: str) -> str:
    return "\n".join(_ANSI.sub("", trace).strip().splitlines()[-_TRACEBACK_LINES:])


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _with_parent(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
