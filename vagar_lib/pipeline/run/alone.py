"""Who may run, and how is it stopped? One run at a time in the same outputs, until it is done or told to end."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from vagar_lib import paths
from vagar_lib.errors import Busy


@contextmanager
def alone(folder: Path | None = None, what: str = "run") -> Iterator[None]:
    """Let no other run begin in the same outputs meanwhile, or nothing else of its kind in another folder.

    Raises
    ------
    Busy
        When another run is going on.
    """
    from filelock import FileLock, Timeout

    folder = folder or paths.outputs()
    path = folder / ".lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(path, timeout=0):
            yield
    except Timeout:
        raise Busy(f"another {what} is going on in {paths.relative(folder)}; nothing is done") from None


@contextmanager
def sigterm_interrupts() -> Iterator[None]:
    """A scheduler that ends the run (SIGTERM) is obeyed like Ctrl-C."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
