"""How far has the upload come? A bar in a terminal, plain lines in a log."""

from __future__ import annotations

import time

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

_LINES = 10


class Sending:
    """Tells how much has been sent, while the block goes on.

    Parameters
    ----------
    files, size : int
        How many files there are to send, and their bytes.
    console : rich.console.Console, optional
        Where to tell it; standard error by default.
    """

    def __init__(self, files: int, size: int, console: Console | None = None):
        self.files, self.size = files, size
        self.console = console or Console(stderr=True, highlight=False, soft_wrap=True)
        self._files = self._size = self._told = 0
        self._began = time.monotonic()
        self._bar: Progress | None = None

    def __enter__(self) -> Sending:
        if self.console.is_terminal and self.files:
            about = (TextColumn("{task.description}"), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
            self._bar = Progress(BarColumn(24), *about, console=self.console, transient=True)
            self._bar.add_task(self._count, total=self.size)
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar:
            self._bar.stop()

    def sent(self, name: str, size: int) -> None:
        """A file has been sent."""
        self._files, self._size = self._files + 1, self._size + size
        tenths = self._files * _LINES // max(self.files, 1)
        if self._bar:
            self._bar.update(self._bar.task_ids[0], advance=size, description=self._count)
        elif tenths > self._told:
            self._told = tenths
            rate = self._size / 1e6 / max(time.monotonic() - self._began, 1e-3)
            far = f"{self._size / 1e6:.1f} of {self.size / 1e6:.1f} MB, {rate:.1f} MB/s"
            self.console.print(f"sent {self._count}, {far}", markup=False)

    @property
    def _count(self) -> str:
        return f"{self._files} of {self.files} files"
