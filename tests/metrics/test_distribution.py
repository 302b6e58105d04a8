"""Differences between regions are measured with people as weights."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from vagar_lib import regions
from vagar_lib.metrics.distribution import spread, theil
from vagar_lib.sources import store

values_and_people = st.lists(st.tuples(st.floats(0.01, 1e4), st.integers(1, 1_000_000)), min_size=2, max_size=25).map(
    lambda pairs: tuple(np.array(column, float) for column in zip(*pairs, strict=True))
)


def by_code(*values: float | None) -> pd.Series:
    return pd.Series(values, index=["2303", "2305", "2309", "2313"][: len(values)], dtype=float)


def test_theil_and_variation_of_two_regions_by_hand():
    # Three of four people have 1 and one has 5: the mean is 0.75 * 1 + 0.25 * 5 = 2.
    # Theil = 0.75 * 1/2 * ln(1/2) + 0.25 * 5/2 * ln(5/2) = -0.25993 + 0.57268 = 0.31275.
    # Variance = 0.75 * 1 + 0.25 * 9 = 3, so the coefficient of variation is sqrt(3) / 2 = 0.86603.
    found = spread(by_code(1.0, 5.0), by_code(300, 100))
    assert found.theil == pytest.approx(0.31275, abs=1e-5)
    assert found.cv == pytest.approx(0.86603, abs=1e-5)
    assert (found.lowest, found.highest, found.range) == (1.0, 5.0, 4.0)
    assert (found.lowest_region, found.highest_region, found.regions) == ("2303", "2305", 2)


@given(st.floats(0.001, 1e6), st.lists(st.integers(1, 10**6), min_size=2, max_size=20))
def test_equal_values_have_no_inequality(value, people):
    assert theil(np.full(len(people), value), np.array(people)) == pytest.approx(0, abs=1e-12)


@given(values_and_people)
def test_theil_is_never_negative_nor_above_its_greatest(pair):
    values, people = pair
    # Its greatest is when the smallest region has everything: ln(1 / its share of people).
    assert 0 <= theil(values, people) <= math.log(people.sum() / people.min()) + 1e-9


@given(values_and_people, st.floats(0.001, 1e4))
def test_theil_and_variation_are_unchanged_by_another_unit(pair, factor):
    values, people = pair
    codes = regions.codes("kommun")[: len(values)]
    one = spread(pd.Series(values, codes), pd.Series(people, codes))
    other = spread(pd.Series(values * factor, codes), pd.Series(people, codes))
    assert other.theil == pytest.approx(one.theil, abs=1e-9)
    assert other.cv == pytest.approx(one.cv, abs=1e-9)


@given(values_and_people, st.integers(2, 9))
def test_theil_is_unchanged_when_everyone_is_counted_several_times(pair, times):
    values, people = pair
    assert theil(values, people * times) == pytest.approx(theil(values, people), abs=1e-9)


@given(values_and_people)
def test_two_equal_regions_joined_are_as_unequal_as_apart(pair):
    values, people = pair
    parts = theil(np.append(values, values[0]), np.append(people, 7.0))
    joined = people.copy()
    joined[0] += 7.0
    assert parts == pytest.approx(theil(values, joined), abs=1e-9)


@given(values_and_people)
def test_moving_from_the_poorest_to_the_richest_raises_theil(pair):
    values, _ = pair
    assume(values.max() > values.min())
    people = np.ones(len(values))
    moved = values.copy()
    step = values.min() / 2
    moved[values.argmin()] -= step
    moved[values.argmax()] += step
    assert theil(moved, people) > theil(values, people)


@pytest.mark.parametrize("lowest", [0.0, -0.5])
def test_values_that_are_not_all_positive_have_a_range_but_no_relative_spread(lowest):
    found = spread(by_code(lowest, 2.0), by_code(1, 1))
    assert found.range == 2.0 - lowest
    assert math.isnan(found.cv) and math.isnan(found.theil)


def test_regions_without_value_or_people_are_left_out():
    found = spread(by_code(3.0, None, 1.0, 9.0), by_code(10, 10, 10, None))
    assert (found.regions, found.lowest_region, found.highest_region) == (2, "2309", "2303")


def test_one_region_has_no_spread():
    found = spread(by_code(3.0), by_code(10))
    assert found.regions == 1 and math.isnan(found.range) and found.lowest_region == ""


def test_spread_of_unemployment_between_the_countys_municipalities(built):
    # Unemployment 2024 in the raw table: lowest Krokom 1.519224, highest Strömsund 2.962112; Östersund has
    # half the people of the county (64 979 of 132 839) and lies near the mean, so the weighted spread is small.
    codes = regions.region("23").children
    rows = store.observations("N03937", "N01951", regions=codes, since=2024, until=2024).set_index("region")
    value, people = (rows[rows["indicator"] == id]["value"] for id in ("N03937", "N01951"))
    found = spread(value, people)
    assert (found.lowest_region, found.highest_region, found.regions) == ("2309", "2313", 8)
    assert found.range == pytest.approx(2.962112 - 1.519224)
    assert 0 < found.cv < value.std(ddof=0) / value.mean()
    assert found.theil == pytest.approx(found.cv**2 / 2, rel=0.2)  # second-order expansion of Theil's T
