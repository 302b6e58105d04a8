"""A change is named only when all comparable points support it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from tests.made import measure, observed, yearly
from vagar_lib.metrics.change import FEWEST_POINTS, comparable, series, stale, trend

PLAIN = measure()


def of(values: dict[int, float], indicator=PLAIN, region: str = "23", **options):
    return trend(observed({region: values}), region, indicator, **options)


def test_the_slope_is_the_median_of_all_pairs_and_the_interval_is_sens():
    # Pairs of 1 2 4 7 11, one a year: slopes 1 2 3 4, 3/2 5/2 7/2, 6/3 9/3, 10/4; in order
    # 1 1.5 2 2 2.5 2.5 3 3 3.5 4, so the median is 2.5. With n = 5 the variance of Kendall's S is 5*4*15/18 = 16.67,
    # C = 1.96 * 4.08 = 8, and Sen's interval runs from slope (10 - 8)/2 = 1 to 10 - 1 + 1: the first and the last.
    found = of(yearly(2020, [1, 2, 4, 7, 11]))
    assert (found.slope, found.low, found.high) == (2.5, 1.0, 4.0)
    assert (found.start, found.end, found.points, found.first, found.last) == (2020, 2024, 5, 1.0, 11.0)
    assert found.total == 10.0


def test_a_steady_rise_is_up_and_a_steady_fall_is_down():
    assert of(yearly(2015, [1, 2, 3, 4, 5, 6])).verdict == "up"
    assert of(yearly(2015, [6, 5, 4, 3, 2, 1])).verdict == "down"


def test_a_rise_within_the_noise_is_no_certain_change():
    # The last value is higher than the first, but the pairs point both ways.
    found = of(yearly(2017, [5.0, 7.0, 4.0, 8.0, 3.0, 7.5, 4.5, 6.0]))
    assert found.last > found.first
    assert found.verdict == "flat" and not found.certain
    assert found.low < 0 < found.high


def test_equal_values_are_no_change():
    assert of(yearly(2015, [3.0] * 8)).verdict == "flat"


def test_four_points_are_too_few_and_five_are_enough():
    assert FEWEST_POINTS == 5
    few = of(yearly(2021, [1, 2, 3, 4]))
    assert few.verdict == "few" and few.points == 4 and np.isnan(few.slope)
    assert of(yearly(2020, [1, 2, 3, 4, 5])).verdict == "up"


def test_a_region_without_values_is_missing():
    assert trend(observed({"23": yearly(2015, range(9))}), "2303", PLAIN).verdict == "missing"
    assert trend(observed({"23": yearly(2015, [np.nan] * 9)}), "23", PLAIN).verdict == "missing"
    assert trend(observed({}), "23", PLAIN).verdict == "missing"


def test_missing_values_between_are_left_out():
    values = {2016: 1.0, 2017: np.nan, 2018: 3.0, 2019: 4.0, 2020: np.nan, 2021: 6.0, 2022: 7.0}
    found = of(values)
    assert found.points == 5 and found.slope == 1.0


def test_a_break_starts_a_new_segment():
    broken = measure(breaks=[{"year": 2018, "note": "Ny metod."}])
    fallen = [10, 11, 12, 13, 14, 3, 4, 5, 6, 7, 8]  # rises on both sides of a fall in 2018
    found = of(yearly(2013, fallen), broken)
    assert found.verdict == "up" and found.slope == 1.0
    assert (found.start, found.points, found.break_year) == (2018, 6, 2018)


def test_after_a_late_break_the_points_are_too_few():
    found = of(yearly(2010, range(16)), measure(breaks=[{"year": 2025, "note": "Ny metod."}]))
    assert (found.verdict, found.points, found.break_year) == ("few", 1, 2025)


def test_the_last_of_several_breaks_counts():
    broken = measure(breaks=[{"year": 2012, "note": "Ett."}, {"year": 2016, "note": "Två."}])
    assert of(yearly(2008, range(14)), broken).start == 2016


def test_a_break_between_two_surveys_is_told_by_its_own_year():
    broken = measure(rhythm=2, breaks=[{"year": 2013, "note": "Ny fråga."}])
    found = of({year: float(year) for year in range(2010, 2025, 2)}, broken)
    assert (found.start, found.break_year) == (2014, 2013)


def test_a_break_of_some_regions_leaves_the_others_whole():
    broken = measure(breaks=[{"year": 2018, "note": "Tidsseriebrott.", "regions": ["2361"]}])
    rows = observed({"2361": yearly(2012, range(12)), "2303": yearly(2012, range(12))})
    assert trend(rows, "2361", broken).start == 2018
    whole = trend(rows, "2303", broken)
    assert whole.start == 2012 and whole.break_year is None


@pytest.mark.parametrize("year", [2004, 2015, 2030])
def test_a_break_outside_the_years_looked_at_cuts_nothing(year):
    broken = measure(breaks=[{"year": year, "note": "Ny metod."}])
    found = of(yearly(2015, range(10)), broken)
    assert found.points == 10 and found.break_year is None


def test_a_break_before_the_window_is_not_told():
    broken = measure(breaks=[{"year": 2012, "note": "Ny metod."}])
    found = of(yearly(2000, range(25)), broken, window=10)
    assert (found.start, found.break_year) == (2014, None)


def test_rolling_means_are_thinned_until_their_windows_do_not_overlap():
    points, _ = comparable(np.arange(2008, 2023), "23", measure(window=4))
    # 2019-2022 is the last; then those that end in 2018, 2014 and 2010.
    assert np.arange(2008, 2023)[points].tolist() == [2010, 2014, 2018, 2022]


def test_rolling_means_with_gaps_keep_their_distance():
    years = np.array([2006, 2009, 2010, 2013, 2014, 2015, 2020])
    points, _ = comparable(years, "23", measure(window=4))
    assert years[points].tolist() == [2006, 2010, 2015, 2020]


def test_fifteen_overlapping_means_are_four_points_and_so_too_few():
    assert of(yearly(2008, range(15)), measure(window=4)).verdict == "few"


def test_only_the_window_before_the_last_value_is_looked_at():
    found = of(yearly(1990, [*range(20, 0, -1), *range(16)]), window=15)
    assert (found.start, found.end, found.verdict) == (2010, 2025, "up")


@pytest.mark.parametrize(
    ("last", "rhythm", "old"), [(2023, 1, False), (2022, 1, True), (2020, 4, False), (2019, 4, True), (2026, 1, False)]
)
def test_a_value_is_stale_two_years_after_its_successor_was_due(last, rhythm, old):
    assert stale(last, measure(rhythm=rhythm), 2026) is old


def test_several_indicators_are_refused_by_name():
    both = pd.concat([observed({"23": 1}), observed({"23": 2}, indicator="annat")])
    with pytest.raises(ValueError, match=r"annat.*matt"):
        series(both, "23")


def test_a_series_is_of_one_region_and_sex_in_time_order():
    rows = pd.concat([observed({"23": {2024: 2, 2020: 1}, "00": 9}), observed({"23": 5}, sex="K")])
    assert series(rows, "23")["value"].tolist() == [1.0, 2.0]
    assert series(rows, "23", "K")["value"].tolist() == [5.0]


numbers = st.floats(-1e6, 1e6).map(lambda value: round(value, 3))


@given(st.lists(numbers, min_size=5, max_size=16))
def test_the_trend_agrees_with_scipy(values):
    found = of(yearly(2025 - len(values), values))
    slope, _, low, high = stats.theilslopes(values, np.arange(len(values)), 0.95)
    assert (found.slope, found.low, found.high) == pytest.approx((slope, low, high))
    assert found.verdict == ("up" if found.low > 0 else "down" if found.high < 0 else "flat")


@given(st.integers(0, 11), st.floats(-1e9, 1e9), st.sampled_from([-2.0, 0.5, 3.0]))
def test_one_wild_value_does_not_turn_a_steady_trend(at, wild, slope):
    values = [100 + slope * year for year in range(12)]
    values[at] = wild
    found = of(yearly(2013, values))
    assert found.slope == pytest.approx(slope)
    assert found.verdict == ("up" if slope > 0 else "down")


@given(st.lists(numbers, min_size=5, max_size=12))
def test_a_series_turned_upside_down_has_the_opposite_trend(values):
    up, down = of(yearly(2010, values)), of(yearly(2010, [-value for value in values]))
    assert (down.slope, down.low, down.high) == pytest.approx((-up.slope, -up.high, -up.low))


@given(
    st.lists(st.integers(1980, 2025), min_size=1, max_size=30, unique=True).map(sorted),
    st.integers(1, 5),
    st.lists(st.integers(1980, 2025), max_size=3),
    st.integers(0, 20),
)
def test_the_comparable_points_are_within_window_after_the_break_and_apart(years, width, breaks, back):
    broken = measure(window=width, breaks=[{"year": year, "note": "Brott."} for year in breaks])
    points, break_year = comparable(np.array(years), "23", broken, back)
    kept = np.array(years)[points]
    assert kept[-1] == years[-1] and kept[0] >= years[-1] - back
    assert (np.diff(kept) >= width).all()
    assert not any(kept[0] < year <= kept[-1] for year in breaks)
    assert break_year is None or (break_year in breaks and break_year <= kept[0])
