"""Which processes run reports on a worker of a cluster? Forks of a warm one, as in a run on one machine.

The worker itself has threads, and may not start processes that can start others, so a program of its own does it:
``python -m vagar_lib.pipeline.run.dask_seats NOTEBOOK...``. It forks a process for whoever connects to it, and ends
them all when its standard input is closed, which also happens when the worker is killed.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import threading
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from typing import Any

from vagar_lib.pipeline.engine import zygote
from vagar_lib.pipeline.engine.execute import execute
from vagar_lib.pipeline.run import pool


class Seats:
    """The program, as the worker sees it.

    Parameters
    ----------
    notebooks : list of Path
        Those that will be run.
    log : Path
        Gets what the program says.
    """

    def __init__(self, notebooks: list[Path], log: Path):
        self._key = secrets.token_bytes(16)
        command = [sys.executable, "-m", __name__, *map(str, notebooks)]
        with log.open("w", encoding="utf-8") as said:
            self._program = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, text=True, start_new_session=True
            )
        assert self._program.stdin and self._program.stdout
        print(self._key.hex(), file=self._program.stdin, flush=True)
        self._address = self._program.stdout.readline().strip()
        if not self._address:
            self.close()
            raise OSError(f"no process could be started: {log.read_text(encoding='utf-8').strip()[-500:]}")

    def seat(self, root: Path) -> Connection:
        """A process that executes the tasks it is sent, one after the other, in a project of its own."""
        connection = Client(self._address, authkey=self._key)
        connection.send(str(root))
        return connection

    @property
    def alive(self) -> bool:
        """Whether more seats can be had."""
        return self._program.poll() is None

    def close(self) -> None:
        """End all processes, whatever they do."""
        assert self._program.stdin
        self._program.stdin.close()
        self._program.wait()


def main(notebooks: list[str]) -> None:
    """Fork a process for each connection, until standard input is closed."""
    zygote.prepare(map(Path, notebooks))
    processes: list[Any] = []
    with Listener(authkey=bytes.fromhex(sys.stdin.readline())) as listener:
        print(listener.address, flush=True)
        os.dup2(2, 1)  # nothing else is an address
        threading.Thread(target=_end_with_the_worker, args=(processes,), daemon=True).start()
        while True:
            connection = listener.accept()
            os.environ["VAGAR_ROOT"] = connection.recv()
            processes[:] = [process for process in processes if process.is_alive()]
            processes.append(zygote.started(pool.serve, execute, connection))
            connection.close()


def _end_with_the_worker(processes: list[Any]) -> None:
    sys.stdin.read()
    for process in processes:
        process.kill()
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
