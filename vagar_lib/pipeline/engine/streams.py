"""How does what cells show and print get into the pipe? By whoever shows it, without a thread to be waited for.

ipykernel hands each message to a thread, since ZeroMQ's sockets belong to one thread each, and waits four times a cell
until that has sent what was printed. A pipe with a lock can be written to by all.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import Any

from ipykernel.iostream import IOPubThread, OutStream


class Publisher(IOPubThread):
    """Sends in the thread that asks; its own thread is only there for what is printed and not followed by more."""

    def schedule(self, f: Callable[[], Any]) -> None:
        """Do it now."""
        f()


class Stream(OutStream):
    """What is printed, in its order with all else that is sent."""

    def __init__(self, *arguments: Any, **options: Any):
        super().__init__(*arguments, **options)
        self._unlocked()
        os.register_at_fork(after_in_child=self._unlocked)

    def flush(self) -> None:
        """Send what was printed; when this returns, nothing of it can come after what is sent next."""
        self._flush()

    def _flush(self) -> None:
        with self._sending:  # else what the other thread has taken and not yet sent would be overtaken
            super()._flush()

    def _schedule_flush(self) -> None:
        if not self._flush_pending:
            self._flush_pending = True
            self._io_loop.add_callback(self._io_loop.call_later, self.flush_interval, self._flush)

    def _unlocked(self) -> None:
        self._sending = threading.RLock()
