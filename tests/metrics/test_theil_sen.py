"""Many series at once give what scipy gives for each, whatever is missing or tied."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from vagar_lib.metrics import theil_sen as module
from vagar_lib.metrics.theil_sen import theil_sen

tied = st.integers(-3, 3).map(float)
exact = st.floats(-1e6, 1e6).map(lambda value: round(value, 3))
YEARS = st.lists(st.integers(1950, 2025), min_size=2, max_size=12, unique=True).map(sorted)


@st.composite
def series(draw):
    """Values of some series with holes, and the years."""
    years = np.array(draw(YEARS))
    element = draw(st.sampled_from([tied, exact]))
    shape = (draw(st.integers(1, 4)), len(years))
    return draw(arrays(float, shape, elements=st.one_of(element, st.just(np.nan)))), years


@given(series())
@settings(deadline=None)
def test_every_series_agrees_with_scipy(drawn):
    values, years = drawn
    found = theil_sen(values, years)
    for row, one in enumerate(values):
        known = ~np.isnan(one)
        assert found.points[row] == known.sum()
        if known.sum() < 2:
            assert np.isnan([found.slope[row], found.low[row], found.high[row], found.tau[row]]).all()
            continue
        expected = stats.theilslopes(one[known], years[known], 0.95, method="joint")
        got = (found.slope[row], found.intercept[row], found.low[row], found.high[row])
        assert got == pytest.approx(tuple(expected), rel=1e-9, abs=1e-6)
        tau = stats.kendalltau(years[known], one[known]).statistic
        assert found.tau[row] == pytest.approx(tau, nan_ok=True)


@given(arrays(float, (3, 9), elements=exact), st.floats(-1e3, 1e3), st.sampled_from([-2.0, 0.5, 3.0]))
@settings(deadline=None)
def test_a_steeper_series_is_steeper_by_as_much_and_its_height_does_not_matter(values, height, steeper):
    years = np.arange(2016, 2025)
    before, after = theil_sen(values, years), theil_sen(values + height + steeper * years, years)
    assert after.slope == pytest.approx(before.slope + steeper, abs=1e-6)


def test_by_hand():
    # Pairs of 1 2 4 7 11: 1 2 3 4, 3/2 5/2 7/2, 2 3, 10/4: median 2.5. No pair falls, so tau is 1. Rests of the line
    # with that slope: 1 - 0, 2 - 2.5, 4 - 5, 7 - 7.5, 11 - 10 = 1 -0.5 -1 -0.5 1, median -0.5.
    found = theil_sen(np.array([[1.0, 2, 4, 7, 11]]), np.arange(5))
    assert (found.slope[0], found.tau[0], found.intercept[0]) == (2.5, 1.0, -0.5)
    assert (found.low[0], found.high[0]) == (1.0, 4.0)  # worked out in test_change


def test_tau_counts_pairs_that_rise_against_those_that_fall():
    # 1 3 2 2: pairs up 1-3 1-2 1-2, down 3-2 3-2, level 2-2; (3 - 2) / sqrt(6 * 5).
    assert theil_sen(np.array([[1.0, 3, 2, 2]]), np.arange(4)).tau[0] == pytest.approx(1 / np.sqrt(30))


def test_equal_values_have_no_slope_and_no_order():
    found = theil_sen(np.full((1, 6), 7.0), np.arange(6))
    assert (found.slope[0], found.low[0], found.high[0], found.intercept[0]) == (0, 0, 0, 7)
    assert np.isnan(found.tau[0])


def test_series_are_the_same_in_whatever_blocks_they_are_taken(monkeypatch):
    values = np.random.default_rng(7).normal(size=(50, 10)).round(1)
    values[values > 1.5] = np.nan
    whole = theil_sen(values, np.arange(10))
    monkeypatch.setattr(module, "BLOCK", 100)
    parts = theil_sen(values, np.arange(10))
    np.testing.assert_array_equal(whole.slope, parts.slope)
    np.testing.assert_array_equal(whole.low, parts.low)


def test_no_series_and_single_points_give_no_numbers():
    assert theil_sen(np.empty((0, 5)), np.arange(5)).slope.shape == (0,)
    one = theil_sen(np.array([[3.0]]), np.array([2024]))
    assert one.points[0] == 1 and np.isnan(one.slope[0])
