"""How is a notebook run again from where it was changed? Processes that stand still between its cells, and are forked.

A process runs the cells one after the other. Now and then it stays where it is and lets a fork of it go on: who edits a
cell then waits for that cell and those after it, and not for the ones before.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import time
import traceback
from multiprocessing.connection import Client, Connection
from pathlib import Path
from typing import Any

STEP = 0.25
"""Seconds of running that are never run again."""
_LINES = 14


def live(address: str, session: int, notebook: str) -> None:
    """Be a process that runs the cells of a notebook when it is told to; never returns.

    Parameters
    ----------
    address : str
        Of the socket where every process tells that it is there.
    session : int
        Number of this state of the library.
    notebook : str
        File whose imports are to be had beforehand.
    """
    try:
        from vagar_lib import paths
        from vagar_lib.pipeline.engine.zygote import imported
        from vagar_lib.pipeline.page import render  # noqa: F401

        os.chdir(paths.root())
        for name in sorted(imported(Path(notebook))):
            with contextlib.suppress(ModuleNotFoundError):  # a name of a module that is no module
                __import__(name)
        shell = _shell()
    except BaseException as error:
        said = Client(address)
        said.send({"kind": "done", "session": session, "run": None, "error": _described(error)})
        os._exit(1)
    gc.freeze()
    _run(address, session, shell)


def _run(address: str, session: int, shell: Any) -> None:
    """Stand still before a cell until told to go on; run cells, leave a process behind now and then, make the page."""
    outputs: list[list[dict[str, Any]]] = []
    order = _stand(address, session, 0)
    while True:
        at, said, clock = len(outputs), _tell(address, session, order), time.monotonic()
        stay = False
        for number in range(at, len(order["code"])):
            if number > at and time.monotonic() - clock > STEP:
                if os.fork():
                    stay = True
                    break
                said, clock = _tell(address, session, order), time.monotonic()
            try:
                _before(number)
                outputs.append(_cell(shell, order, number))
            except BaseException as error:
                _done(said, session, order, error, order["code"][number])
        if not stay and os.fork():
            stay = True
        if stay:
            said.close()
            order = _stand(address, session, len(outputs))
            continue
        said = _tell(address, session, order)
        try:
            _page(order, outputs)
        except BaseException as error:
            _done(said, session, order, error)
        _done(said, session, order)


def once(address: str, session: int, order: dict[str, Any]) -> None:
    """Run a notebook and make its page, where processes can't be forked; ends the process."""
    from vagar_lib import paths

    os.chdir(paths.root())
    said, shell, outputs = _tell(address, session, order), _shell(), list[list[dict[str, Any]]]()
    try:
        for number in range(len(order["code"])):
            _before(number)
            outputs.append(_cell(shell, order, number))
        _page(order, outputs)
    except BaseException as error:
        _done(said, session, order, error, dict(enumerate(order["code"])).get(len(outputs)))
    _done(said, session, order)


def _stand(address: str, session: int, at: int) -> dict[str, Any]:
    """Wait for orders; each is for a fork, and this process stays as it is."""
    orders = Client(address)
    orders.send({"kind": "standing", "session": session, "at": at, "run": _stand.run})
    while True:
        try:
            order = orders.recv()
        except (EOFError, OSError):
            os._exit(0)
        if os.fork() == 0:
            orders.close()
            _stand.run = order["run"]
            return order


_stand.run = 0  # type: ignore[attr-defined]  # which order this process was last given


def _tell(address: str, session: int, order: dict[str, Any]) -> Connection:
    said = Client(address)
    said.send({"kind": "running", "session": session, "run": order["run"], "pid": os.getpid()})
    return said


def _done(
    said: Connection,
    session: int,
    order: dict[str, Any],
    error: BaseException | None = None,
    cell: dict[str, Any] | None = None,
) -> None:
    """Tell how it went, and end."""
    told = {"kind": "done", "session": session, "run": order["run"], "error": None}
    if error is not None:
        told["error"] = _described(error)
        if cell:
            first = next((line.strip() for line in cell["source"].splitlines() if line.strip()), "")
            told["error"] |= {"cell": cell["number"], "source": first}
    said.send(told)
    os._exit(0)


def _described(error: BaseException) -> dict[str, Any]:
    trace = "".join(traceback.format_exception(error)).strip().splitlines()
    return {
        "cell": None,
        "source": "",
        "ename": type(error).__name__,
        "evalue": str(error),
        "traceback": "\n".join(trace[-_LINES:]),
    }


def _shell() -> Any:
    """What runs cells: IPython's, without history, and so without threads that a fork would lose."""
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    settings = Config()
    settings.HistoryManager.enabled = False
    shell = InteractiveShell.instance(config=settings)
    shell.showtraceback = lambda *_, **__: None  # the error itself is told
    return shell


def _before(number: int) -> None:
    """Have the data as a run would have them, before the first cell."""
    if number == 0:
        from vagar_lib.pipeline import data

        data.build()


def _cell(shell: Any, order: dict[str, Any], number: int) -> list[dict[str, Any]]:
    """What a cell shows, as a notebook has it."""
    from IPython.utils.capture import capture_output

    cell = order["code"][number]
    # The trap first: else the shell's own hook takes the place of that which catches the value of a cell.
    with shell.display_trap, capture_output() as caught:
        result = shell.run_cell(cell["source"], store_history=False)
    result.raise_error()
    if "parameters" in cell["tags"]:
        shell.user_ns.update(_job(order).parameters)
    shown = [{"output_type": "display_data", "data": one.data, "metadata": {}} for one in caught.outputs if one.data]
    told = [{"output_type": "stream", "name": "stderr", "text": caught.stderr}] if caught.stderr else []
    return [*told, *shown]


def _job(order: dict[str, Any]) -> Any:
    from vagar_lib.pipeline.run import plan

    return plan.plan([order["report"]], plan.places([order["region"]]), order["given"], exact=True)[0]


def _page(order: dict[str, Any], outputs: list[list[dict[str, Any]]]) -> None:
    """Make the page, where a preview has its own."""
    from datetime import UTC, datetime
    from importlib.metadata import version

    from vagar_lib.pipeline.page import render
    from vagar_lib.pipeline.run import matrix

    job, folder = _job(order), Path(order["folder"])
    shown = iter(outputs)
    cells = []
    for cell in order["cells"]:
        whole = {"cell_type": cell["cell_type"], "source": cell["source"], "metadata": {"tags": cell["tags"]}}
        if cell["cell_type"] == "code":
            whole |= {"outputs": next(shown), "execution_count": None}
        cells.append(whole)
    path = folder / f"{job.name}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells}, ensure_ascii=False), "utf-8"
    )
    context = {
        "edition": matrix.edition(),
        "version": version("vagar"),
        "executed": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    render.render(path, job, folder / "site" / job.report.id / job.name, context)
