"""Measured on what? The machine and the versions, told without names of hosts, people or folders."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

PACKAGES = ("vagar", "altair", "geopandas", "ipykernel", "nbconvert", "numpy", "pandas", "papermill", "pyarrow")
PACKAGES += ("scipy", "vl-convert-python")
_BUSY = 0.25  # a load by others above this share of the cores makes the times longer than they are


def described() -> dict[str, Any]:
    """Processor, cores, memory, system, and how busy the machine was already."""
    load = round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None
    return {
        "processor": _from_file("/proc/cpuinfo", "model name") or platform.processor() or platform.machine(),
        "cores": cores(),
        "memory": _memory(),
        "system": platform.system(),
        "load before": load,
    }


def versions() -> dict[str, str]:
    """Python and the packages that the time depends on."""
    return {"python": platform.python_version(), **{name: version(name) for name in PACKAGES}}


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def is_busy(machine: dict[str, Any]) -> bool:
    """Whether something else was going on when the measuring began."""
    return (machine["load before"] or 0) > _BUSY * machine["cores"]


def commit(checkout: Path) -> str:
    """Short commit of the checkout, with '+' when files differ from it; 'unknown' outside git."""
    try:
        short = _git(checkout, "rev-parse", "--short=8", "HEAD")
        changed = _git(checkout, "status", "--porcelain", "--", "vagar_lib", "notebooks", "parameters", "data/raw")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return f"{short}+" if changed else short


def today() -> str:
    """Day in UTC, ISO."""
    return datetime.now(UTC).date().isoformat()


def _git(checkout: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=checkout, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def _memory() -> str:
    kilobytes = _from_file("/proc/meminfo", "MemTotal").removesuffix(" kB")
    return f"{int(kilobytes) / 1024**2:.0f} GiB" if kilobytes else ""


def _from_file(path: str, key: str) -> str:
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:  # not Linux
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(key)), "")
