"""Places side by side: symbols, ranks and what is left out."""

from __future__ import annotations

import pytest

from tests.display.follow_up.made import COUNTRY, COUNTY, NAN, TOWN, WORSE, row, table
from vagar_lib.display.follow_up import places
from vagar_lib.display.table import TONES
from vagar_lib.indicators import register

TOWNS = COUNTY.children


def rows_of(output):
    return output.payload["table"]["rows"]


def test_indicators_are_rows_and_places_columns_and_the_own_place_has_an_arrow():
    found = places.changes(table(row(region="2303"), row(region="2321", **WORSE)), TOWN, register())
    heads = [column["label"] for column in found.payload["table"]["columns"]]
    assert heads == ["Indikator", "→ Ragunda", "Åre"]
    assert rows_of(found)[0][1:] == [
        {"text": "▲", "said": "Tydlig förbättring", "tone": "best"},
        {"text": "▼", "said": "Tydlig försämring", "tone": "worst"},
    ]
    assert found.payload["title"] == (
        "Kommunerna i Jämtlands län: flest indikatorer åt rätt håll i Ragunda (1), flest åt fel håll i Åre (1)"
    )
    assert "▲ Tydlig förbättring" in found.payload["notes"][0]


def test_many_places_are_rows():
    counties = table(*(row(region=code) for code in COUNTRY.children))
    found = places.levels(counties, COUNTRY, register())
    assert len(rows_of(found)) == 21 and rows_of(found)[0][0] == "Blekinge län"


@pytest.mark.parametrize(("rank", "fifth"), [(1, 0), (58, 0), (59, 1), (174, 2), (232, 3), (233, 4), (290, 4)])
def test_ranks_are_coloured_by_fifths_of_all(rank, fifth):
    found = places.levels(table(*(row(region=code, rank=rank, ranked=290) for code in TOWNS)), COUNTY, register())
    assert {cell["tone"] for cell in rows_of(found)[0][1:]} == {TONES[fifth]}
    assert {cell["text"] for cell in rows_of(found)[0][1:]} == {str(rank)}


def test_what_is_old_alone_or_neither_good_nor_bad_is_left_out():
    old = [row(region=code, stale=True, verdict="stale") for code in TOWNS]
    neither = [row(indicator="N01951", region=code, verdict="increase", rank=NAN) for code in TOWNS]
    alone = [row(indicator="skattekraft", region="2303")]
    found = table(*old, *neither, *alone)
    assert places.changes(found, COUNTY, register()).payload["kind"] == "missing"
    assert places.levels(found, COUNTY, register()).payload["kind"] == "missing"


def test_a_place_without_a_value_has_an_empty_cell():
    some = [row(region=code) for code in TOWNS[:2]] + [row(indicator="medianinkomst", region=c) for c in TOWNS[1:3]]
    shown = {line[0]: line[1:] for line in rows_of(places.levels(table(*some), COUNTY, register()))}
    assert [cell != "" for cell in shown["Medianinkomst"]] == [False, True, True]
