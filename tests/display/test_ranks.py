"""Ranks with their ranges: every region named, the place marked, the best to the left."""

from __future__ import annotations

import pytest

from tests.display.drawing import HOSTILE, SHARE, WIDTHS, check_drawing, frame, needless, squeezed, words
from vagar_lib.display import theme
from vagar_lib.display.ranks import ranks
from vagar_lib.display.table import written

TABLE = written([("Område", False)], [["x"]], [["x"]])


def chart(names, of=21, **columns):
    numbers = list(range(1, len(names) + 1))
    usual = {"rank": numbers, "low": numbers, "high": [n + 2 for n in numbers], "drawn_low": numbers}
    usual |= {"drawn_high": [n + 1 for n in numbers], "of": of, "role": ["place", *["other"] * (len(names) - 1)]}
    return ranks(frame(name=names, **usual | columns), SHARE, TABLE, "2024")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("of", [3, 21, 290])
def test_the_chart_is_valid_and_names_every_region_at_both_widths(width, of):
    names = ["Jämtlands län", "Västernorrlands län", "Gotlands län"]
    drawing = check_drawing(chart(names, of), width)
    assert set(squeezed(names)) <= set(squeezed(words(drawing)))


@pytest.mark.parametrize("width", WIDTHS)
def test_names_are_never_taken_for_markup(width):
    drawing = check_drawing(chart(HOSTILE), width)
    assert set(squeezed(HOSTILE)) <= set(squeezed(words(drawing)))


def test_the_data_of_the_chart_hold_no_columns_that_are_not_drawn():
    assert needless(chart(["Åre", "Berg"]).spec(theme.WIDE)) == set()


def test_without_ranks_there_is_nothing_to_draw():
    assert chart(["Åre"], rank=[float("nan")]).empty


def test_the_text_alternative_tells_every_range():
    assert chart(["Åre"]).description == (
        "Åre: plats 1, mellan 1 och 2 vid andra vikter, mellan 1 och 3 utan en indikator."
    )
