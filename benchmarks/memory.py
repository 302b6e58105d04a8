"""How much memory do processes need of their own? Looked up while they run; pages that forks share are not counted."""

from __future__ import annotations

import re
import threading
import time
from pathlib import Path

_SECONDS = 0.25  # between two looks


class Watch:
    """The most private memory, in million bytes, of any one process below another while a block lasts.

    Attributes
    ----------
    largest : float
        Of one process; 0.0 where the system does not tell (not Linux).
    """

    def __init__(self, above: int):
        self.largest = 0.0
        self._above, self._done = above, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._done.is_set():
            self.largest = max([self.largest, *map(_private, below(self._above))])
            time.sleep(_SECONDS)


def below(pid: int) -> list[int]:
    """Processes that a process has started, and those that these have."""
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            after = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        parents.setdefault(int(after[1]), []).append(int(stat.parent.name))
    found, waiting = [], [pid]
    while waiting:
        children = parents.get(waiting.pop(), [])
        found += children
        waiting += children
    return found


def _private(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return sum(map(int, re.findall(r"^Private_(?:Clean|Dirty):\s+(\d+) kB", text, re.M))) * 1024 / 1e6
