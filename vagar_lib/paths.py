"""Where things lie: the folders of the project, below one root."""

from __future__ import annotations

import os
from pathlib import Path


def root() -> Path:
    """Folder of the project: the environment's ``VAGAR_ROOT``, else the checkout this package lies in."""
    return Path(os.environ.get("VAGAR_ROOT") or Path(__file__).resolve().parents[1])


def raw() -> Path:
    """Figures as received, one folder a source; never edited."""
    return root() / "data" / "raw"


def processed() -> Path:
    """Typed parquet built from raw; can always be built again."""
    return root() / "data" / "processed"


def outputs() -> Path:
    """Executed notebooks, the site and the run record."""
    return root() / "outputs"


def parameters() -> Path:
    """What is run and what is measured, as YAML that an analyst edits."""
    return root() / "parameters"


def notebooks() -> Path:
    """One notebook a report."""
    return root() / "notebooks"


def relative(path: Path) -> str:
    """Path as a user would write it from the project's folder; for messages."""
    try:
        return path.resolve().relative_to(root().resolve()).as_posix()
    except ValueError:
        return str(path)
