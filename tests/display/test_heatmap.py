"""The matrix of help and harm: a number in each square, and a colour that says the same."""

from __future__ import annotations

import pytest

from tests.display.drawing import HOSTILE, SHARE, WIDTHS, check_drawing, data_sets, frame, needless, words
from vagar_lib.display import theme
from vagar_lib.display.heatmap import COLOURS, heatmap
from vagar_lib.display.table import written

NAMES = ["Klimat", "Energi", "Natur"]
CELLS = [(a, b) for a in NAMES for b in NAMES if a != b]
VALUES = [2.5, -0.4, 1.49, -3.0, -1.5, float("nan")]


def made(values=VALUES):
    rows = frame(row=[a for a, _ in CELLS], column=[b for _, b in CELLS], value=values)
    return heatmap(rows, SHARE, written([("Mål", False)], [["x"]], [["x"]]), NAMES, "2026", "Läs radvis.")


@pytest.mark.parametrize("width", WIDTHS)
def test_every_square_has_its_number_and_rows_have_their_letter(width):
    texts = words(check_drawing(made(), width))
    assert {"A Klimat", "B Energi", "C Natur", "A", "B", "C"} <= set(texts)
    numbers = ["+2,5", "−0,4", "+1,5", "−3,0", "−1,5"] if width > 500 else ["+3", "0", "+1", "−3", "−2"]
    assert [text for text in texts if text[-1].isdigit()] == numbers


def test_the_colour_is_that_of_the_whole_step_and_the_ink_can_be_read_on_it():
    (rows,) = data_sets(made().spec(theme.NARROW))
    assert [row["colour"] for row in rows] == [COLOURS[step] for step in (3, 0, 1, -3, -2)]
    assert all(row["ink"] == theme.on(row["colour"]) for row in rows)


def test_the_drawing_holds_no_more_than_it_draws_and_the_letters_are_explained():
    assert needless(made().spec(theme.WIDE)) == set()
    assert made().key == "Läs radvis. A Klimat; B Energi; C Natur."
    assert made().description == "Lägst och högst: Energi på natur: −3,0. Klimat på energi: +2,5."


def test_nothing_scored_is_nothing_to_draw():
    assert made([float("nan")] * 6).empty


@pytest.mark.parametrize("width", WIDTHS)
def test_names_can_not_break_the_drawing(width):
    pairs = [(a, b) for a in HOSTILE for b in HOSTILE if a != b]
    rows = frame(row=[a for a, _ in pairs], column=[b for _, b in pairs], value=1.0)
    check_drawing(heatmap(rows, SHARE, written([("Mål", False)], [["x"]], [["x"]]), HOSTILE, "2026"), width, over=60)
