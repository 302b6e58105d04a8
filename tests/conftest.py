"""What several tests share: the real data built once, and a project of one's own to break."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from vagar_lib import paths


@pytest.fixture(scope="session")
def built() -> Path:
    """The checkout with its processed data built from the real figures; not to be written to.

    Returns its root. Skips the build when nothing has changed, so it costs next to nothing the second time.
    """
    from vagar_lib.pipeline import data

    data.build()
    return paths.root()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of raw data, parameters and notebooks in a root of its own, free to break; nothing is built in it."""
    checkout = paths.root()
    for folder in (paths.raw(), paths.parameters(), paths.notebooks()):
        if folder.exists():
            shutil.copytree(folder, tmp_path / folder.relative_to(checkout), ignore=_NOT_COPIED)
    monkeypatch.setenv("VAGAR_ROOT", str(tmp_path))
    return tmp_path


_NOT_COPIED = shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__")
