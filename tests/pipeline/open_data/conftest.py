"""What the tests of open data share: two small raw tables with licences of their own, and datasets made from them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pipeline.open_data import made
from vagar_lib.pipeline.open_data import observations
from vagar_lib.pipeline.open_data.dataset import Dataset


@pytest.fixture
def sources(small: Path, write_table) -> None:
    """Raw tables fria (CC0), egna (Ange källan), okanda (no licence) and prov (made up)."""
    rows = "region,period,value\n23,2024,1\n"
    write_table("fria", rows, title="Fria tabellen", publisher="Myndigheten", updated=None)
    write_table("egna", rows, title="Egna tabellen", publisher=made.HOSTILE, licence="Ange källan")
    write_table("okanda", rows, title="Okända tabellen", publisher="Någon", licence="Anges inte av källan")
    write_table("prov", rows, title="Prov", publisher="Projektet", example=True)


@pytest.fixture
def datasets(sources: None) -> list[Dataset]:
    """One under CC0 with women and men, months and a missing value; one on other terms."""
    rows = made.observed(
        ("pris", "23", "2024", 2024, "T", 1.5, "", "egna/fria"),
        ("pris", "23", "2024", 2024, "K", -2.25, "preliminary", "egna/fria"),
        ("pris", "2303", "2024", 2024, "T", None, "secret", "egna/fria"),
        ("pris", "2303", "2022-2025", 2025, "T", 0.1, "", "egna/fria"),
        ("antal", "23", "2024-03", 2024, "T", 132_736, "", "egna/fria; egna/egna"),
    )
    found, _ = observations.datasets(rows, made.REGISTER, made.catalog(), ["23", "2303"])
    return found
