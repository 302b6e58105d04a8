"""Which report is run first, and how many at the same time?"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from math import inf
from pathlib import Path

from vagar_lib.pipeline.run.plan import Job

_MEMORY = 600_000_000  # bytes that a report may need: its kernel, and the process that makes its page


def longest_first(jobs: Sequence[Job], seconds: Mapping[str, float]) -> list[Job]:
    """Jobs in the order that lets them end together: by what each took last time, or others of its report.

    Parameters
    ----------
    jobs : sequence of Job
    seconds : mapping
        What those that have been run took, by job id.

    Returns
    -------
    list of Job
        Those of a report that nothing is known of come first; equal ones stay in order.
    """
    known: dict[str, list[float]] = {}
    for job in jobs:
        known.setdefault(job.report.id, []).extend([seconds[job.id]] if job.id in seconds else [])
    usual = {name: sum(values) / len(values) if values else inf for name, values in known.items()}
    return sorted(jobs, key=lambda job: -seconds.get(job.id, usual[job.report.id]))


def room() -> int:
    """Reports that there is room for at the same time: one a core, as long as each has memory."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        free = next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable"))
    except (OSError, StopIteration):  # not Linux
        return cores
    return max(1, min(cores, free // _MEMORY))
