"""The table of all indicators, and the ingredients of the verdicts beside it."""

from __future__ import annotations

import numpy as np

from tests.display.follow_up.made import COUNTRY, COUNTY, FEW, FLAT, NAN, first, row, table
from tests.made import observed, yearly
from vagar_lib.display.follow_up import everything
from vagar_lib.display.table import Cell
from vagar_lib.indicators import register
from vagar_lib.metrics.verdict.judge import COLUMNS

INCOME = row(indicator="medianinkomst", value=417400.0, riket=472600.0, gap=-55200.0, judged="worse", **FLAT)


def rows_of(output):
    return output.payload["table"]["rows"]


def shown(*rows, place=COUNTY):
    seen = observed({place.code: yearly(2011, [3.0, 2.5, 2.0])}, indicator="N03937")
    return everything.indicators(table(*rows), seen, place, register())


def test_a_row_has_verdict_value_change_series_riket_rank_and_field():
    head, verdict, year, value, change, series, *compared = rows_of(shown(row()))[0]
    assert head == "Öppet arbetslösa 18–65 år (procent)"
    assert verdict == {"text": "▲ Tydlig förbättring", "tone": "best"}
    assert (year, value, change) == ("2024", "2,0", "−0,15")
    assert series["said"] == "2011–2013: från 3,0 till 2,0, lägst 2,0 (2013), högst 3,0 (2011)"
    assert compared == ["2,9", "3 av 21", "Drar ifrån"]


def test_a_change_that_is_not_certain_is_not_written():
    assert everything.yearly(first(table(INCOME)), register().get("medianinkomst")) == ""
    assert everything.yearly(first(table(row(**FEW))), register().get("N03937")) == ""


def test_riket_is_not_compared_with_itself():
    alone = row(region="00", riket=NAN, gap=NAN, rank=NAN, ranked=NAN, field="")
    assert [len(line) for line in rows_of(shown(alone, place=COUNTRY))] == [6]


def test_the_data_have_every_ingredient_of_the_verdict_women_and_men_too():
    assert set(everything.INGREDIENTS) == set(COLUMNS) - {"indicator", "region"}
    data = shown(row(), row(sex="K"), row(region="00")).payload["table"]["csv"]
    assert [line[data["header"].index("Kön")] for line in data["rows"]] == ["Båda", "Kvinnor"]
    assert data["rows"][0][data["header"].index("Omdöme (kod)")] == "strong_improvement"
    assert data["rows"][0][data["header"].index("Bäst, område")] == "Gotlands län"


def test_without_values_it_is_said():
    assert shown(row(region="00")).payload["kind"] == "missing"


def test_a_verdict_that_is_not_judged_has_no_tone():
    assert everything.verdict(first(table(row(**FEW)))) == Cell("– För få mätpunkter")
    assert np.isnan(FEW["slope"])
