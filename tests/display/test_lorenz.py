"""The Lorenz curve: through its points, under the even line, each point numbered and named."""

from __future__ import annotations

import pytest

from tests.display.drawing import SHARE, WIDTHS, check_drawing, data_sets, frame, needless, words
from vagar_lib.display import theme
from vagar_lib.display.lorenz import lorenz

# Two municipalities of a quarter and three quarters of the people, with a tenth and nine tenths of the money.
ROWS = frame(name=["", "Berg", "Åre"], people=[0.0, 0.25, 1.0], money=[0.0, 0.1, 1.0], period="2016–2020")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_points_are_numbered_and_the_axes_named_at_both_widths(width):
    seen = words(check_drawing(lorenz(ROWS, SHARE), width))
    assert {"1", "2", "Procent av invånarna", "Procent av beloppet"} <= set(seen)


def test_the_curve_goes_from_nothing_to_everything_through_the_points():
    curve = next(rows for rows in data_sets(lorenz(ROWS, SHARE).spec(theme.WIDE)) if len(rows) == 3)
    assert [(row["people"], row["money"]) for row in curve] == [(0, 0), (25, 10), (100, 100)]


def test_the_numbers_are_explained_and_the_table_says_the_shares():
    chart = lorenz(ROWS, SHARE)
    assert "1 Berg och 2 Åre" in chart.key
    assert chart.table.rows == [["Berg", "25,0", "10,0"], ["Åre", "100,0", "100,0"]]
    assert chart.description.startswith("Till och med Berg: 25,0 procent av invånarna, 10,0 procent av beloppet.")


def test_the_data_of_the_chart_hold_no_columns_that_are_not_drawn():
    assert needless(lorenz(ROWS, SHARE).spec(theme.WIDE)) == set()


def test_without_points_there_is_nothing_to_draw():
    assert lorenz(ROWS.iloc[:0], SHARE).empty
