"""A figure that reads a table by its name shows the fetched edition, and the shipped one again when that is in use."""

from __future__ import annotations

import shutil
from datetime import date

import pandas as pd
import pytest

from tests.sources.service import serving
from tests.sources.shelves import shelves
from tests.sources.statbank import V1, V2, StatBank
from vagar_lib import indicators, paths, regions
from vagar_lib.display import status
from vagar_lib.display.bars import grouped, pyramid, shares
from vagar_lib.display.chart import Measure
from vagar_lib.display.figure import figure
from vagar_lib.display.lines import lines
from vagar_lib.metrics import population, structure
from vagar_lib.metrics.compare import beside
from vagar_lib.pipeline import data
from vagar_lib.pipeline.live import editions, fetch
from vagar_lib.sources import pxweb, store
from vagar_lib.sources.fetch.source import Order

PLACE = "23"
AGES = Measure("Folkmängd efter ålder och kön", "personer", "folkmangd_alder_kon")
PARTS = Measure("Folkökningens delar", "personer", "befolkningsforandring")


@pytest.fixture(scope="module")
def fetched(tmp_path_factory):
    """A copy of the project with an edition from a database on this machine in use; gives its id."""
    root, checkout = tmp_path_factory.mktemp("live"), paths.root()
    for folder in (paths.raw(), paths.parameters()):
        shutil.copytree(folder, root / folder.relative_to(checkout))
    with pytest.MonkeyPatch.context() as patched, serving(StatBank(*shelves())) as bank:
        bank.limits["cells"] = 10_000
        patched.setattr(fetch, "RATE", 1000)
        patched.setenv("VAGAR_ROOT", str(root))
        patched.setenv("VAGAR_SCB_URL", f"{bank.url}{V2}")
        patched.setenv("VAGAR_SCB_V1_URL", f"{bank.url}{V1}")
        sources = [source for source in pxweb.sources() if source.name == "scb"]
        order = Order(indicators.register(), date(2026, 11, 23), regions=("00", PLACE, "2303"))
        result = fetch.fetch(sources, order)
        assert result.status == 0
        data.build()
        yield result.edition.id


def ages() -> pd.DataFrame:
    return store.table("folkmangd_alder_kon", regions=PLACE)


def components() -> pd.DataFrame:
    return population.components(
        store.table("befolkningsforandring", regions=PLACE), PLACE, store.labels("befolkningsforandring", "component")
    )


def payload(chart):
    return figure(chart, finding="Något.", place=regions.region(PLACE)).payload


def test_the_age_pyramid_the_components_and_education_show_the_fetched_years(fetched):
    of_ages = payload(pyramid(population.age_classes(ages()), AGES))
    assert of_ages["subtitle"].endswith("Jämtlands län, 2015–2025.")
    # Four of each sex and age in 2025: 4 x 5 in the class of five years.
    row = next(row for row in of_ages["table"]["rows"] if row[0] == "20–24")
    assert row == ["20–24", "20", "20", "20", "20"]  # women and men, the first and the last year
    assert of_ages["source"].startswith("Källa: SCB, Folkmängd 31 december efter ålder och kön. ")
    assert any(note.startswith("Brott 2025: Från 2025 skyddar SCB") for note in of_ages["notes"])
    assert not any("Mätmånaden" in note for note in of_ages["notes"])  # that is true of the shipped table only

    of_parts = payload(grouped(components(), PARTS))
    assert [column["label"] for column in of_parts["table"]["columns"]] == ["Del", "2024", "2025"]
    # The code of net migration abroad is 260; 1 000 for the county, and 2025 one less.
    abroad = next(row for row in of_parts["table"]["rows"] if row[0] == "Flyttnetto mot utlandet")
    assert [cell.replace("\u00a0", "") for cell in abroad[1:]] == ["1260", "1259"]
    assert "2025" in status.components_title(components(), store.table("befolkningsforandring"), regions.region(PLACE))

    levels = structure.education(store.table("utbildningsniva_16_74", regions=PLACE))
    assert sorted(levels["year"].unique()) == [2018, 2024]  # the first that is shipped, the last that was fetched
    # Seven levels with as many in each: the longest education is two of them.
    longest = levels[(levels["part"] == "Eftergymnasial, minst 3 år") & (levels["year"] == 2024)]["value"]
    assert longest.tolist() == pytest.approx([200 / 7] * 2)
    source = payload(shares(levels, Measure("Utbildningsnivå", "procent", "utbildningsniva_16_74")))["source"]
    assert "SCB, Befolkning 16–74 år efter utbildningsnivå och kön, 2018 och 2022;" in source
    assert "SCB, Befolkning 16–74 år efter utbildningsnivå och kön." in source


def test_months_of_unemployment_go_on_where_the_shipped_ones_end(fetched):
    monthly = store.table("arbetsloshet_bas_manad", regions=PLACE)
    assert monthly["period"].min() == "2020-01" and monthly["period"].max() == "2026-07"
    chart = lines(
        beside(status.on_time_axis(monthly), regions.region(PLACE)),
        Measure("Arbetslösa", "procent", "arbetsloshet_bas_manad", decimals=1),
    )
    notes = payload(chart)["notes"]
    assert "Månadsvärdena är preliminära tills årets slutliga register är klart." in notes


def test_places_that_were_not_fetched_keep_their_shipped_rows(fetched):
    other = store.table("folkmangd_alder_kon", regions="2305")
    assert set(other["source"]) == {"snapshot/folkmangd_alder_kon"}
    assert store.sources("folkmangd_alder_kon") == ["scb/scb_folkmangd_alder_kon", "snapshot/folkmangd_alder_kon"]


def test_the_sources_of_a_report_are_the_tables_in_fact_read(fetched):
    before = {*store.used()}
    components()
    assert {*store.used()} - before <= {"scb/scb_befolkningsforandring", "snapshot/befolkningsforandring"}
    assert "scb/scb_befolkningsforandring" in store.used()


@pytest.fixture
def back(fetched):
    """The shipped figures in use for the length of a test."""
    editions.use(editions.load(editions.SNAPSHOT))
    data.build()
    yield
    editions.use(editions.load(fetched))
    data.build()


def test_the_shipped_figures_are_back_when_they_are_in_use_again(back):
    assert sorted(ages()["year"].unique()) == [2018, 2022]
    assert components()["group"].unique().tolist() == ["2023", "2024"]
    assert any("Mätmånaden" in note for note in payload(pyramid(population.age_classes(ages()), AGES))["notes"])
    assert store.fetched() == ""
