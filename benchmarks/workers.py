"""How do several warm processes share what is to be done?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from vagar_lib.pipeline.engine import zygote


def divide(work: Callable[[Sequence[Any]], None], jobs: Sequence[Any], count: int) -> None:
    """Give each of so many processes every second (third …) job, and wait until all are done."""
    working = [zygote.started(work, jobs[first::count]) for first in range(count)]
    for process in working:
        process.join()
    if any(process.exitcode for process in working):
        raise SystemExit("a worker failed")
