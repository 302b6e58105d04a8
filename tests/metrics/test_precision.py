"""A number is rounded one way, and a difference is that of the numbers shown."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vagar_lib.metrics.precision import rounded, rounded_values, shown_difference

numbers = st.floats(-1e9, 1e9)


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [(0.5, 0, "1"), (2.5, 0, "3"), (-0.5, 0, "-1"), (2.675, 2, "2.68"), (1.005, 2, "1.01"), (0.45, 1, "0.5")],
)
def test_a_half_is_rounded_away_from_zero_as_it_is_written(value, decimals, written):
    # Binary floats: round(2.675, 2) is 2.67 and round(2.5) is 2.
    assert str(rounded(value, decimals)) == written


@pytest.mark.parametrize("value", [-0.0, -0.04, -0.049999])
def test_there_is_no_negative_zero(value):
    assert str(rounded(value, 1)) == "0.0"


@given(numbers, st.integers(0, 4))
def test_rounding_is_half_up_of_the_number_as_written(value, decimals):
    exact = abs(Fraction(repr(value))) * 10**decimals
    expected = Fraction(floor(exact + Fraction(1, 2)), 10**decimals) * (1 if value >= 0 else -1)
    assert Fraction(rounded(value, decimals)) == expected


@given(numbers, numbers, st.integers(0, 3))
def test_a_difference_is_that_of_the_two_numbers_shown(value, reference, decimals):
    shown = Decimal(str(rounded(value, decimals))) - Decimal(str(rounded(reference, decimals)))
    assert shown_difference(value, reference, decimals) == float(shown)


@given(numbers, numbers, st.integers(0, 3))
def test_a_difference_has_the_opposite_sign_the_other_way(value, reference, decimals):
    assert shown_difference(value, reference, decimals) == -shown_difference(reference, value, decimals)


def test_two_values_that_look_the_same_do_not_differ():
    assert shown_difference(4.34, 4.31, 1) == 0.0
    assert shown_difference(4.36, 4.34, 1) == 0.1


written = st.tuples(st.integers(-(10**8), 10**8), st.integers(0, 5)).map(lambda pair: pair[0] / 10 ** pair[1])


@given(st.lists(st.tuples(st.one_of(numbers, written), st.integers(0, 4)), min_size=1))
def test_many_values_are_rounded_as_each_by_itself(pairs):
    values, decimals = (np.array(part) for part in zip(*pairs, strict=True))
    expected = [float(rounded(value, int(places))) for value, places in pairs]
    assert rounded_values(values, decimals).tolist() == expected


def test_a_missing_value_stays_missing_when_rounded_with_others():
    assert np.isnan(rounded_values(np.array([1.0, np.nan]), 1)).tolist() == [False, True]
