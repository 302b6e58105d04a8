"""Over all real figures the many series at once give what the one series gives, and the rules hold."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from vagar_lib import regions
from vagar_lib.indicators import register
from vagar_lib.judgement import rules
from vagar_lib.metrics.change import stale, trend
from vagar_lib.metrics.compare import gap
from vagar_lib.metrics.verdict import judge
from vagar_lib.sources import store

TODAY = 2026
SHOWN = ["00", "23", "01", "2303", "2361", "1480"]


@pytest.fixture(scope="module")
def observations() -> pd.DataFrame:
    return store.observations(sex=None)


@pytest.fixture(scope="module")
def rows(observations) -> pd.DataFrame:
    return judge(observations, register(), rules(), today=TODAY)


def test_each_series_is_judged_as_by_itself(observations, rows):
    checked = 0
    chosen = rows[rows["region"].isin(SHOWN) & (rows["sex"] == "T")]
    for row in chosen.itertuples():
        indicator = register().get(row.indicator)
        if indicator.direction == "balance":
            continue
        own = observations[observations["indicator"] == row.indicator]
        one = trend(own, row.region, indicator, window=rules().window)
        assert (row.start, row.year, row.points) == (one.start, one.end, one.points)
        assert (row.slope, row.low, row.high) == pytest.approx((one.slope, one.low, one.high), nan_ok=True)
        assert (None if np.isnan(row.break_year) else row.break_year) == one.break_year
        assert row.stale == stale(row.year, indicator, TODAY)
        against = gap(own, regions.region(row.region), "00", indicator)
        if against and against.year == row.year and not indicator.amount:
            assert row.gap == pytest.approx(against.difference)
        else:
            assert np.isnan(row.gap)
        checked += 1
    assert checked > 300


def test_every_series_with_a_value_is_judged_once(observations, rows):
    replaced = [indicator.id for indicator in register() if indicator.state == "replaced"]
    known = observations[observations["value"].notna() & ~observations["indicator"].isin(replaced)]
    keys = ["indicator", "region", "sex"]
    assert len(rows) == len(known.drop_duplicates(keys)) == len(rows.drop_duplicates(keys))
    assert rows["region"].nunique() == 312


def test_what_is_called_a_change_is_outside_its_uncertainty(rows):
    changed = rows[~rows["verdict"].isin(["flat", "few", "stale", "ended", "met", "missed"])]
    assert len(changed) > 1000
    assert (changed["low"] * changed["high"] > 0).all()
    assert (changed["points"] >= 5).all()
    up = changed["slope"] > 0
    direction = changed["indicator"].astype(str).map(lambda id: register().get(id).direction)
    good = np.where(direction == "higher", up, ~up)
    better = changed["verdict"].isin(["on_track", "slow", "limited", "strong_improvement", "improvement"])
    judged = direction != "context"
    assert (better[judged] == good[judged]).all()
    assert (changed.loc[~judged, "verdict"].astype(str) == np.where(up[~judged], "increase", "decrease")).all()


def test_the_ranks_of_a_level_run_from_one_to_their_number(rows):
    ranked = rows.dropna(subset="rank").assign(level=lambda r: r["region"].astype(str).str.len())
    assert (ranked["rank"] <= ranked["ranked"]).all()
    groups = 0
    for _, peers in ranked.groupby(["indicator", "sex", "level", "year"], observed=True):
        assert peers["ranked"].nunique() == 1 and peers["best"].nunique() == 1
        if len(peers) == peers["ranked"].iloc[0]:  # nobody has a later value
            assert peers["rank"].min() == 1
            first = peers[peers["region"].astype(str) == peers["best_region"].astype(str)]
            assert first["rank"].tolist() == [1] and first["value"].tolist() == [peers["best"].iloc[0]]
            groups += 1
    assert groups > 50


def test_emissions_have_the_reference_of_net_zero(rows):
    row = rows[(rows["indicator"] == "utslapp_totalt") & (rows["region"] == "23")].iloc[0]
    assert (row["target_kind"], row["target_value"], row["target_year"]) == ("referens", 0, 2045)
    assert row["pace_by"] == "difference"
