"""A sparkline draws what it says, within its frame."""

from __future__ import annotations

import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.made import measure
from vagar_lib.display.spark import EDGE, HEIGHT, WIDTH, spark


def points(cell):
    return [tuple(map(int, re.findall(r"\d+", point))) for line in cell.spark.lines for point in line.split()]


def test_the_years_are_spaced_as_they_lie_and_the_highest_value_is_on_top():
    found = spark([2014, 2018, 2020, 2024], [1, 3, 5, 4], measure())
    # The frame is 90 by 18 within edges of 3: four years of ten are 36 to the right, two of four up are 9.
    assert points(found) == [(3, 21), (39, 12), (57, 3), (93, 8)]
    assert found.spark.end == (93, 8)
    assert found.said == "2014–2024: från 1,0 till 4,0, lägst 1,0 (2014), högst 5,0 (2020)"


def test_a_break_breaks_the_line_but_not_outside_of_the_series():
    found = spark([2020, 2021, 2022, 2023], [1, 2, 3, 4], measure(), breaks=[2022, 2020, 2030])
    assert found.spark.lines == ("3,21 33,15", "63,9 93,3")


def test_a_part_of_one_value_has_no_line():
    assert spark([2020, 2021, 2022], [1, 2, 3], measure(), breaks=[2022]).spark.lines == ("3,21 48,12",)


def test_a_series_that_does_not_move_lies_in_the_middle():
    assert points(spark([2020, 2021], [4, 4], measure())) == [(3, 12), (93, 12)]


def test_one_value_is_no_series_and_missing_ones_are_left_out():
    assert spark([2020], [1], measure()) == ""
    assert spark([2020, 2021], [1, np.nan], measure()) == ""
    assert len(points(spark([2020, 2021, 2022], [1, np.nan, 2], measure()))) == 2


@given(st.dictionaries(st.integers(1950, 2030), st.floats(-1e9, 1e9), min_size=2))
def test_the_line_stays_within_its_frame(series):
    years = sorted(series)
    found = points(spark(years, [series[year] for year in years], measure()))
    assert len(found) == len(years)
    assert all(EDGE <= x <= WIDTH - EDGE and EDGE <= y <= HEIGHT - EDGE for x, y in found)
    assert [x for x, _ in found] == sorted(x for x, _ in found)
