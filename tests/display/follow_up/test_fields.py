"""The four fields: title, words and table have the same indicators."""

from __future__ import annotations

from tests.display.follow_up.made import COUNTRY, COUNTY, FEW, FLAT, row, table
from vagar_lib.display.follow_up import fields
from vagar_lib.indicators import register

INCOME = row(indicator="medianinkomst", value=417400.0, riket=472600.0, gap=-55200.0, judged="worse", weight=1.0)
INCOME |= FLAT


ROWS = table(
    row(),
    row(indicator="N00957", field="catching_up", judged="worse", gap=4.2, level=-1.0),
    {**INCOME, "level": -2.0},
    row(indicator="N63133", **FEW),
)


def test_the_title_counts_the_indicators_of_each_field():
    said = "Jämtlands län kommer ikapp i en och drar ifrån i en av tre indikatorer"
    assert fields.title(ROWS, COUNTY) == said
    assert fields.title(table(INCOME), COUNTY) == "Jämtlands län följer riket: ingen säker skillnad i utveckling"


def test_each_field_is_said_with_its_indicators():
    said = fields.said(ROWS, register())
    assert "Kommer ikapp (läget är sämre än i riket, men avståndet minskar): ohälsotal." in said
    assert "För en indikator finns ingen säker skillnad" in said
    assert "Halkar efter" not in said


def test_the_table_has_those_in_a_field_and_no_others():
    found = fields.chart(ROWS, COUNTY, register())
    assert [line[1] for line in found.table.rows] == ["Kommer ikapp", "Drar ifrån", "Följer riket"]


def test_nothing_is_placed_where_nothing_can_be_compared():
    none = table(row(**FEW))
    assert fields.chart(none, COUNTRY, register()).empty
    assert fields.said(none, register()) is None
