"""A desk of one's own to lay grants files on."""

import shutil
from pathlib import Path

import pytest

from tests.sources.desk import Desk

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture
def desk(small: Path) -> Desk:
    """A root without grants files, with the project's own parameters/grants.yml."""
    shutil.copy2(CHECKOUT / "parameters" / "grants.yml", small / "parameters")
    (small / "data" / "raw" / "grants").mkdir()
    return Desk()
