"""The page on the sources can be read by everyone, on any screen."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.made import measure, registered
from tests.site import browser as checks
from vagar_lib.pipeline.live import status
from vagar_lib.sources.fetch import registry

FINDING = {"kind": "contract", "table": "N00001", "text": "the title was 'A', Kolada now has 'B'."}
RECORD = {
    "kolada": {
        "state": "failed", "tried": "2026-11-20T06:00:00+00:00", "succeeded": "2026-11-20T06:00:00+00:00",
        "edition": "2026-11-20-1a2b3c4d", "tables": {"N00001": {}}, "findings": [FINDING],
    }
}  # fmt: skip


@pytest.fixture
def page(small: Path) -> Path:
    awaited = measure(id="N00001", label="Folkmängd", next_publication=date(2026, 11, 21))
    sources = registry.every().values()
    return status.build(sources, RECORD, registered(awaited), date(2026, 11, 23), small / "outputs" / "site")


@pytest.mark.parametrize("width", [checks.NARROW, checks.WIDE])
def test_nothing_is_in_the_way_of_assistive_technology(browser, page, width):
    assert checks.violations(browser, page, width) == []


def test_the_page_fits_a_narrow_screen_and_asks_for_nothing_outside(browser, page):
    assert checks.overflow(browser, page) <= 0
    assert checks.outside(browser, page) == []
    assert checks.complaints(browser, page) == []
