"""Counts in bars: every part has its number, and a symbol where there is room."""

from __future__ import annotations

import pytest

from tests.display.drawing import HOSTILE, PEOPLE, WIDTHS, check_drawing, frame, needless, squeezed, words
from vagar_lib.display import theme
from vagar_lib.display.tally import tally

GROUPS = {"Bra": ("▲", theme.BETTER), "Lika": ("■", theme.QUIET), "Dåligt": ("▼", theme.WORSE)}


def chart(counts, names=("Ekologisk dimension", "Social dimension")):
    name = [name for name, _ in zip(names, counts, strict=False) for _ in GROUPS]
    value = [value for line in counts for value in line]
    return tally(frame(name=name, group=[*GROUPS] * len(counts), value=value), PEOPLE, GROUPS, head="Dimension")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_chart_is_valid_and_each_part_has_its_symbol_and_number(width):
    drawing = check_drawing(chart([(12, 20, 8), (9, 0, 11)]), width)
    assert {"▲ 12", "■ 20", "▼ 8", "▲ 9", "▼ 11"} <= set(words(drawing))
    assert {"▲ Bra", "■ Lika", "▼ Dåligt"} <= set(words(drawing)), "the legend has the symbols too"


def test_a_part_without_room_for_its_symbol_has_its_number():
    assert "1" in words(check_drawing(chart([(30, 1, 0)], ["Alla"]), theme.WIDE))


def test_a_group_that_nobody_is_in_has_neither_colour_nor_column():
    found = chart([(12, 0, 8), (9, 0, 11)])
    assert not any("Lika" in text for text in words(check_drawing(found, theme.WIDE)))
    assert found.table.columns == (("Dimension", False), ("Bra", True), ("Dåligt", True))


def test_the_table_has_the_counts_and_the_text_alternative_tells_them():
    found = chart([(1, 2, 3)], ["Alla"])
    assert found.table.rows == [["Alla", "1", "2", "3"]]
    assert found.description == "Alla: bra 1, lika 2, dåligt 3."


@pytest.mark.parametrize("width", WIDTHS)
def test_names_are_never_taken_for_markup(width):
    drawing = check_drawing(chart([(5, 5, 5)] * len(HOSTILE), HOSTILE), width)
    assert set(squeezed(HOSTILE)) <= set(squeezed(words(drawing)))


def test_the_data_of_the_chart_hold_no_columns_that_are_not_drawn():
    assert needless(chart([(12, 20, 8)], ["Alla"]).spec(theme.WIDE)) == set()


def test_without_counts_there_is_nothing_to_draw():
    assert chart([(0, 0, 0)], ["Alla"]).empty
