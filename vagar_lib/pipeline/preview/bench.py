"""Who runs the notebook of a preview? The process that stands furthest on, of those before the first change."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, Listener
from typing import Any

from vagar_lib.pipeline.engine import zygote

ONCE = "from vagar_lib.pipeline.preview.session import once; import json, sys; once(*json.loads(sys.stdin.read()))"

_REMEMBERED = 50
"""Orders whose cells are known: a process that tells that it stands has been given one of them."""


@dataclass(frozen=True)
class Standing:
    """A process that stands still after some cells, and waits for orders."""

    code: tuple[str, ...]
    orders: Connection


class Bench:
    """The processes of a preview.

    Parameters
    ----------
    notebook : str
        File whose imports are to be had beforehand.
    done : callable
        Is told how each order went that no later one has taken the place of: None, or the error as the record of
        runs has it. Called in another thread.
    """

    def __init__(self, notebook: str, done: Callable[[dict[str, Any] | None], None]):
        self._notebook, self._done = notebook, done
        self._lock = threading.RLock()
        self._standing: list[Standing] = []
        self._code: dict[int, tuple[str, ...]] = {0: ()}
        self._session, self._run, self._runner, self._oldest = 0, 0, 0, 0
        self._waiting: dict[str, Any] | None = None
        self._stem: Connection | None = None
        self._broken: dict[str, Any] | None = None
        self._listener = Listener(None)
        self._processes: list[subprocess.Popen[str]] = []
        threading.Thread(target=self._accept, daemon=True).start()
        if zygote.FORKS:
            self._start([sys.executable, "-m", "vagar_lib.pipeline.preview.stem", self._listener.address])
        self.renew()

    def _start(self, command: list[str]) -> subprocess.Popen[str]:
        environment = {**os.environ, **zygote.calm()}
        # A group of its own: Ctrl-C is for who started it, and who closes the connection ends it.
        process = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, text=True, start_new_session=True)
        self._processes.append(process)
        return process

    def renew(self) -> None:
        """The library has changed: run with it as it is now."""
        with self._lock:
            self._session += 1
            self._run += 1
            self._broken = None
            self._stop_running()
            self._drop(())
            if self._stem:
                self._stem.send({"session": self._session, "notebook": self._notebook})

    def again(self) -> None:
        """Something that cells read has changed: keep nothing of what they have made."""
        with self._lock:
            self._oldest = self._run + 1
            for one in [one for one in self._standing if one.code]:
                one.orders.close()
                self._standing.remove(one)

    def run(self, order: Mapping[str, Any]) -> None:
        """Run a notebook from its first cell that has changed, in the place of what is running now.

        Parameters
        ----------
        order : mapping
            ``report, region, given`` (parameters), ``folder`` and ``cells``, as `vagar_lib.pipeline.parameters.cells`
            gives them.
        """
        code = [
            {**cell, "number": number} for number, cell in enumerate(order["cells"], 1) if cell["cell_type"] == "code"
        ]
        with self._lock:
            self._run += 1
            self._stop_running()
            self._code.pop(self._run - _REMEMBERED, None)
            self._code[self._run] = tuple(cell["source"] for cell in code)
            self._drop(self._code[self._run])
            whole = {**order, "code": code, "run": self._run}
            if not zygote.FORKS:
                told = self._start([sys.executable, "-c", ONCE]).stdin
                told.write(json.dumps([self._listener.address, self._session, whole]))
                told.close()
            elif self._broken:
                self._done(self._broken)
            elif self._standing:
                max(self._standing, key=lambda one: len(one.code)).orders.send(whole)
            else:
                self._waiting = whole

    def close(self) -> None:
        """End all processes."""
        with self._lock:
            self._stop_running()
            self._drop(())
            for one in self._standing:
                one.orders.close()
            if self._stem:
                self._stem.close()
        self._listener.close()
        for process in self._processes:
            process.terminate()
            process.wait()

    def _drop(self, code: tuple[str, ...]) -> None:
        """Let go of processes that have run other cells than these; without cells, also of those that have run none."""
        for one in [one for one in self._standing if not code or one.code != code[: len(one.code)]]:
            one.orders.close()
            self._standing.remove(one)

    def _stop_running(self) -> None:
        self._waiting = None
        if self._runner:
            with suppress(ProcessLookupError):
                os.kill(self._runner, signal.SIGTERM)
            self._runner = 0

    def _accept(self) -> None:
        while True:
            try:
                connection = self._listener.accept()
            except (OSError, EOFError):
                return
            threading.Thread(target=self._hear, args=(connection,), daemon=True).start()

    def _hear(self, connection: Connection) -> None:
        """Take what a process tells, until it ends or stands still."""
        with suppress(EOFError, OSError):
            while True:
                told = connection.recv()
                with self._lock:
                    if told["kind"] == "stem":
                        self._stem = connection
                        connection.send({"session": self._session, "notebook": self._notebook})
                        return
                    if told["session"] != self._session:
                        self._refuse(told, connection)
                        return
                    if told["kind"] == "standing":
                        self._stand(told, connection)
                        return
                    self._note(told, connection)

    def _refuse(self, told: Mapping[str, Any], connection: Connection) -> None:
        if told["kind"] == "running":
            with suppress(ProcessLookupError):
                os.kill(told["pid"], signal.SIGTERM)
        connection.close()

    def _stand(self, told: Mapping[str, Any], connection: Connection) -> None:
        code = self._code[told["run"]][: told["at"]]
        wanted = self._code.get(self._run)
        stale = told["at"] and told["run"] < self._oldest
        if stale or (wanted is not None and code != wanted[: len(code)]):
            connection.close()
            return
        self._standing.append(Standing(code, connection))
        if self._waiting and not code:
            self._waiting, waiting = None, self._waiting
            connection.send(waiting)

    def _note(self, told: Mapping[str, Any], connection: Connection) -> None:
        if told["run"] is None:
            self._broken = told["error"]
            if self._waiting:
                self._waiting = None
                self._done(told["error"])
        elif told["run"] != self._run:
            self._refuse(told, connection)
        elif told["kind"] == "running":
            self._runner = told["pid"]
        else:
            self._runner = 0
            self._done(told["error"])
