"""Only places are counted: which municipalities have the duties of an administrative area."""

from __future__ import annotations

from vagar_lib import regions
from vagar_lib.metrics.sami import IN_AREA, OUTSIDE, administrative_areas

# The 25 förvaltningskommuner for Sami under lag (2009:724), förordning (2009:1299).
ALL = """Arjeplog Arvidsjaur Berg Dorotea Gällivare Härjedalen Jokkmokk Kiruna Krokom Luleå Lycksele Malå Sorsele
Stockholm Storuman Strömsund Sundsvall Umeå Vilhelmina Vindeln Åre Åsele Älvdalen Örnsköldsvik Östersund"""


def inside(code: str) -> list[str]:
    rows = administrative_areas(regions.region(code))
    return rows[rows["group"] == IN_AREA]["name"].tolist()


def test_six_of_the_eight_municipalities_of_jamtland_are_administrative_areas():
    rows = administrative_areas(regions.region("23"))
    assert rows["name"].tolist() == [
        "Berg",
        "Bräcke",
        "Härjedalen",
        "Krokom",
        "Ragunda",
        "Strömsund",
        "Åre",
        "Östersund",
    ]
    assert inside("23") == ["Berg", "Härjedalen", "Krokom", "Strömsund", "Åre", "Östersund"]
    assert rows[rows["group"] == OUTSIDE]["name"].tolist() == ["Bräcke", "Ragunda"]


def test_a_municipality_is_shown_among_those_of_its_county():
    assert inside("2303") == inside("23")


def test_the_whole_country_has_twenty_five_by_swedish_name():
    assert inside("00") == ALL.split()
    assert len(administrative_areas(regions.region("00"))) == 290


def test_a_county_may_have_none():
    assert inside("12") == []


def test_nothing_but_the_place_is_told():
    assert list(administrative_areas(regions.region("23")).columns) == ["region", "name", "group", "period", "source"]
