"""Changes that go together over many regions, with an interval and no false discoveries in heaps."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from vagar_lib.metrics import cochange


def register(amount: bool = False, breaks: tuple = ()) -> SimpleNamespace:
    return SimpleNamespace(get=lambda id: SimpleNamespace(amount=amount, breaks=breaks, window=1))


def observed(slopes: dict[str, float], indicator: str = "x", years: range = range(2010, 2021)) -> pd.DataFrame:
    """A straight line from 100 in each region."""
    return pd.DataFrame(
        [
            {"indicator": indicator, "region": region, "year": year, "sex": "T", "value": 100 + slope * since}
            for region, slope in slopes.items()
            for since, year in enumerate(years)
        ]
    )


def test_a_change_is_the_slope_and_is_turned_to_what_the_goal_wants():
    rows = pd.concat([observed({"01": 2.0, "02": -1.0}), observed({"01": 3.0, "02": 1.0}, "y")])
    found = cochange.changes(rows, {"x": "up", "y": "down"}, register())
    assert found.loc["01"].tolist() == pytest.approx([2, -3]) and found.loc["02"].tolist() == pytest.approx([-1, -1])


def test_an_amount_changes_in_per_cent_of_its_median():
    """The ten years 2011–2020 of 100 + 2t have the median 100 + 2 · 5.5 = 111, so 2 a year is 1.8018 per cent."""
    assert cochange.changes(observed({"01": 2.0}), {"x": "up"}, register(amount=True)).loc["01", "x"] == pytest.approx(
        200 / 111
    )


def test_points_before_a_break_do_not_count_and_four_are_too_few():
    rows = observed({"01": 1.0, "02": 1.0})
    rows.loc[(rows["region"] == "01") & (rows["year"] < 2016), "value"] = 900
    broken = SimpleNamespace(year=2016, regions=["01"])
    assert cochange.changes(rows, {"x": "up"}, register(breaks=(broken,))).loc["01", "x"] == pytest.approx(1)
    late = SimpleNamespace(year=2017, regions=["01"])
    found = cochange.changes(rows, {"x": "up"}, register(breaks=(late,)))["x"]
    assert np.isnan(found["01"]) and found["02"] == pytest.approx(1)


def test_a_break_too_recent_to_tell_of_a_change_leaves_what_was_before_it():
    def years(at: int) -> list[int]:
        rows = observed({"01": 1.0})
        return cochange.usable(rows, register(breaks=(SimpleNamespace(year=at, regions=[]),)))["year"].tolist()

    assert years(2017) == list(range(2010, 2017)), "four points have followed"
    assert years(2016) == list(range(2010, 2021)), "five points have followed"
    assert years(2010) == list(range(2010, 2021)), "nothing is before it"


def test_the_interval_by_hand():
    """n = 30, exact order but for the first five reversed: d² = 16 + 4 + 0 + 4 + 16 = 40, so rho = 1 − 6 · 40 /
    (30 · 899) = 0.991101. arctanh is ½ ln(1.991101 / 0.008899) = 2.70525; the reach is
    1.959964 · √((1 + 0.491141) / 27) = 0.46060; tanh of 2.24465 and 3.16585 is 0.97779 and 0.99645."""
    order = np.arange(30.0)
    turned = order.copy()
    turned[:5] = turned[:5][::-1]
    row = cochange.correlations(pd.DataFrame({"x": order, "y": turned})).iloc[0]
    assert row[["rho", "low", "high"]].tolist() == pytest.approx([0.991101, 0.97779, 0.99645], abs=2e-5)
    assert (row["regions"], row["verdict"]) == (30, "together")


def test_opposite_order_is_apart_and_too_few_regions_say_nothing():
    order = np.arange(40.0)
    assert cochange.correlations(pd.DataFrame({"x": order, "y": -order}))["verdict"].tolist() == ["apart"]
    assert cochange.correlations(pd.DataFrame({"x": order, "y": -order}).head(29))["verdict"].tolist() == ["few"]
    assert cochange.correlations(pd.DataFrame({"x": order, "y": 1.0}))["verdict"].tolist() == ["few"]


def test_noise_gives_hardly_any_verdict():
    random = np.random.default_rng(1)
    found = cochange.correlations(pd.DataFrame(random.normal(size=(290, 12))))
    assert len(found) == 66 and (found["verdict"] == "none").sum() >= 65
    assert (found["q"] >= found["p"]).all()
