"""Where things lie: the folders of the project, below one root."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path


def root() -> Path:
    """Folder of the project: the environment's ``VAGAR_ROOT``, else the checkout this package lies in."""
    return _root(os.environ.get("VAGAR_ROOT"))


@lru_cache(maxsize=8)
def _root(named: str | None) -> Path:
    return Path(named or Path(__file__).resolve().parents[1])


@lru_cache(maxsize=64)
def _below(folder: Path, *parts: str) -> Path:
    """A folder that is asked for many thousand times a report."""
    return folder.joinpath(*parts)


def raw() -> Path:
    """Figures as received, one folder a source; never edited."""
    return _below(root(), "data", "raw")


def processed() -> Path:
    """Typed parquet built from raw; can always be built again."""
    return _below(root(), "data", "processed")


def protected() -> Path:
    """Which cells pages hide, as first chosen: not chosen anew for other data, so not part of what is built."""
    return _below(root(), "data", "protected")


def outputs() -> Path:
    """Executed notebooks, the site and the run record."""
    return _below(root(), "outputs")


def parameters() -> Path:
    """What is run and what is measured, as YAML that an analyst edits."""
    return _below(root(), "parameters")


def notebooks() -> Path:
    """One notebook a report."""
    return _below(root(), "notebooks")


def relative(path: Path) -> str:
    """Path as a user would write it from the project's folder; for messages."""
    try:
        return path.resolve().relative_to(root().resolve()).as_posix()
    except ValueError:
        return str(path)
