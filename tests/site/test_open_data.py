"""The page on open data can be read by everyone, on any screen, and its files can be fetched."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site import browser as checks
from vagar_lib.pipeline import data
from vagar_lib.pipeline.open_data import build
from vagar_lib.pipeline.page.style import write_assets

ASKED = {"measure": "granted", "stodtyp": "alla", "first_year": 2016, "last_year": 2020, "min_cell": 3}
ENTRIES = [
    {"report": "nulage", "region": "2303", "page": "x", "parameters": {}},
    {"report": "tillvaxtmedel", "region": "23", "page": "x", "parameters": ASKED},
]


@pytest.fixture(scope="module")
def page(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the project's own data."""
    site = tmp_path_factory.mktemp("site")
    write_assets(site)
    build.refresh(site, ENTRIES, data.built().edition, force=True)
    return site / "data" / "index.html"


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("width", [checks.NARROW, checks.WIDE])
def test_nothing_is_in_the_way_of_assistive_technology(browser, page, width, look):
    assert checks.violations(browser, page, width, color_scheme=look) == []


def test_the_page_fits_a_narrow_screen_runs_nothing_and_asks_for_nothing_outside(browser, page):
    assert checks.overflow(browser, page) <= 0
    assert checks.outside(browser, page) == []
    assert checks.complaints(browser, page) == []


def test_every_file_on_the_page_can_be_downloaded(browser, page):
    with checks.visit(browser, page) as visited:
        links = visited.page.locator("a[download]")
        names = [links.nth(number).get_attribute("href") for number in range(links.count())]
        assert {Path(name).suffix for name in names} == {".csv", ".json", ".parquet"}
        with visited.page.expect_download() as fetched:
            links.first.click()
        assert Path(fetched.value.path()).read_bytes() == (page.parent / names[0]).read_bytes()
    assert all((page.parent / name).is_file() for name in names)
