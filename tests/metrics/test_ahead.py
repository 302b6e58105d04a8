"""A damped trend says how far it can see, how wrong it has been, and nothing when it should not."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vagar_lib.metrics import ahead
from vagar_lib.metrics.ahead import Model, back_test, fit, look_ahead, smooth

YEARS = range(2005, 2025)
RISING = [100 + 3 * step + (1, -1, 0, 2)[step % 4] for step in range(20)]
STEP = [1.0] * 8 + [10.0] * 12


def model(**fields: float) -> Model:
    return Model(**({"level": 10.0, "trend": 2.0, "alpha": 1.0, "beta": 0.0, "phi": 0.5, "spread": 1.0} | fields))


def test_the_trend_is_damped_as_worked_by_hand():
    # 10 + 2 * 0.5 = 11, then + 2 * 0.25 and + 2 * 0.125.
    assert model().ahead(3).tolist() == [11, 11.5, 11.75]


def test_two_values_are_smoothed_as_worked_by_hand():
    # Level 10, trend 2, alpha 0.5, beta 0.1, phi 0.9. First guess 10 + 1.8 = 11.8, 12.8 comes: error 1, level 12.3,
    # trend 1.8 + 0.1 = 1.9. Second guess 12.3 + 1.71 = 14.01, 13.01 comes: error -1, level 13.51, trend 1.71 - 0.1.
    errors, level, trend = smooth(np.array([12.8, 13.01]), 10, 2, alpha=0.5, beta=0.1, phi=0.9)
    assert errors == pytest.approx([1, -1])
    assert (level, trend) == pytest.approx((13.51, 1.61))


def test_the_deviation_is_that_of_a_random_walk_and_of_a_walk_whose_trend_walks():
    # alpha 1, beta 0: the root of the years. alpha 1, beta 1, phi 1: weights 1, 2, 3, 4, squared and summed.
    assert model().deviation(4) == pytest.approx(np.sqrt([1, 2, 3, 4]))
    assert model(beta=1.0, phi=1.0).deviation(4) == pytest.approx(np.sqrt([1, 5, 14, 30]))


def test_the_fit_finds_the_start_that_no_other_beats():
    values = np.array(RISING, dtype=float)
    found = fit(values)
    best = found.spread**2 * (len(values) - 5)
    for level in (95.0, 97, 99, 101):
        for trend in (1.0, 3, 5):
            errors, _, _ = smooth(values, level, trend, found.alpha, found.beta, found.phi)
            assert errors @ errors >= best - 1e-9


def test_the_back_test_counts_each_guess_against_what_came():
    # A line of 1 a year for seven years, then 10 instead of 7. The guess of a line is 6 + phi, with the least damping
    # 0.98; so it is wrong by 3.02 of 10. Nothing changes would be 6, wrong by 4. The mean yearly change is 10 / 7.
    values = np.array([0.0, 1, 2, 3, 4, 5, 6, 10])
    found = back_test(values, horizon=3)
    assert found.tests == 1
    assert found.mape == pytest.approx(30.2, abs=0.3)
    assert found.naive_mase == pytest.approx(4 / (10 / 7))
    assert found.mase == pytest.approx(3.02 / (10 / 7), abs=0.03)
    assert found.by_horizon == pytest.approx([3.02], abs=0.03)


def squares(values: list[float]) -> float:
    """Squared errors a year ahead, summed over the back-test."""
    found = back_test(np.array(values), 1)
    return found.by_horizon[0] ** 2 * found.tests


@settings(max_examples=30)
@given(st.lists(st.floats(1, 1000), min_size=10, max_size=14), st.floats(1, 1e4))
def test_a_value_that_comes_last_changes_no_earlier_guess(values, last):
    earlier, guess = squares(values), fit(np.array(values)).ahead(1)[0]
    assert squares([*values, last]) - earlier == pytest.approx((last - guess) ** 2, rel=1e-6, abs=1e-3)


def test_a_rising_series_goes_on_with_a_band_that_widens():
    found = look_ahead(YEARS, RISING, 5)
    assert found.reason == ""
    assert found.frame["year"].tolist() == [2025, 2026, 2027, 2028, 2029]
    assert found.frame["value"].is_monotonic_increasing
    assert found.frame["value"].iloc[-1] == pytest.approx(100 + 3 * 24, abs=6)
    width = found.frame["high"] - found.frame["low"]
    assert (width.diff().dropna() >= 0).all() and (width > 0).all()
    assert found.error.mase < found.error.naive_mase


def test_the_band_is_never_narrower_than_the_errors_of_the_back_test():
    found = look_ahead(YEARS, RISING, 5)
    half = (found.frame["high"] - found.frame["value"]).to_numpy()
    assert (half >= 1.2815 * found.error.by_horizon - 1e-9).all()


def test_it_sees_no_farther_than_it_has_been_tested():
    # Ten values: guesses are made from seven and more, so of at most three years.
    assert len(look_ahead(range(2015, 2025), RISING[:10], 25).frame) == 3


@pytest.mark.parametrize(
    ("reason", "years", "values", "breaks"),
    [
        ("short", range(2016, 2025), RISING[:9], ()),
        ("short", [], [], ()),
        ("gaps", [*range(2000, 2010), *range(2015, 2025)], RISING, ()),
        ("broken", YEARS, RISING, (2017,)),
        ("worse", YEARS, STEP, ()),
    ],
    ids=["nine values", "no values", "years missing", "eight after a break", "worse than nothing changes"],
)
def test_there_is_no_look_ahead_without_a_reason_to_trust_it(reason, years, values, breaks):
    found = look_ahead(years, values, 5, breaks=breaks)
    assert found.reason == reason
    assert found.frame.empty and found.model is None
    assert (found.error is not None) == (reason == "worse")


def test_only_the_segment_after_the_last_break_is_used():
    moved = [value + 1000 for value in RISING[:6]] + RISING[6:]
    found = look_ahead(YEARS, moved, 3, breaks=(2011, 2090))
    assert found.frame["value"].to_numpy() == pytest.approx(
        look_ahead(list(YEARS)[6:], RISING[6:], 3).frame["value"].to_numpy()
    )


def test_the_series_for_a_chart_goes_on_within_the_ends_of_its_scale():
    observed = pd.DataFrame(
        {"region": "23", "series": "Jämtlands län", "role": "place", "period": [str(year) for year in YEARS]}
    ).assign(year=list(YEARS), value=RISING, status="", source="snapshot/folkmangd")
    rows = ahead.drawn(observed, look_ahead(YEARS, RISING, 5), "Framåtblick", least=0, most=165)
    later = rows[rows["role"] == "ahead"]
    assert rows["role"].tolist() == ["place"] * 20 + ["ahead"] * 5
    assert set(later["series"]) == {"Framåtblick"} and set(later["region"]) == {"23"}
    assert later[["value", "low", "high"]].max().max() <= 165
    assert rows.loc[rows["role"] == "place", "low"].isna().all()
    refused = ahead.drawn(observed, look_ahead(YEARS, STEP, 5), "Framåtblick")
    assert refused["role"].unique().tolist() == ["place"]
    assert ahead.drawn(observed.iloc[:0], look_ahead([], [], 5), "Framåtblick").empty
