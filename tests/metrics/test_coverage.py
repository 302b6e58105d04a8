"""What exists and what is missing is counted against everything that could exist."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd

from tests.made import measure, observed, registered, yearly
from vagar_lib.metrics.coverage import STATES, coverage, coverage_by_year


def covered(rows: pd.DataFrame, *indicators, regions=("23",), today: int = 2025) -> pd.DataFrame:
    return coverage(rows, registered(*indicators), regions=regions, today=today)


def test_a_series_tells_its_years_and_the_gaps_between():
    row = covered(observed({"23": {2016: 1, 2017: 2, 2020: 3, 2024: 4}}), measure()).iloc[0]
    # 2018, 2019, 2021, 2022 and 2023 are not there.
    assert row[["first", "last", "values", "gaps", "state"]].tolist() == [2016, 2024, 4, 5, "current"]


def test_a_value_every_fourth_year_has_no_gaps_when_that_is_its_rhythm():
    row = covered(observed({"23": {2014: 1, 2018: 2, 2022: 3}}), measure(rhythm=4)).iloc[0]
    assert (row["gaps"], row["state"]) == (0, "current")


def test_what_is_not_there_is_missing_with_its_reason():
    rows = observed({"23": {2023: np.nan, 2024: np.nan}})
    rows["status"] = ["not_collected", "secret"]
    row = covered(rows, measure(next_publication=datetime.date(2027, 2, 24))).iloc[0]
    assert (row["state"], row["reason"], row["values"], row["gaps"]) == ("missing", "secret", 0, 0)
    assert pd.isna(row["first"]) and row["next_publication"] == datetime.date(2027, 2, 24)


def test_old_and_ended_series_are_told_apart():
    rows = pd.concat([observed({"23": yearly(2010, [1, 2])}, indicator=id) for id in ("gammal", "slut")])
    found = covered(rows, measure(id="gammal"), measure(id="slut", state="ended"), measure(id="ingen"))
    assert found["state"].tolist() == ["stale", "ended", "missing"]
    assert set(found["state"]) <= set(STATES)


def test_each_place_of_the_levels_and_each_sex_of_the_source_is_expected():
    both, county = measure(id="bada", sex=True), measure(id="lan", levels=["län"])
    found = covered(observed({"23": 1}, indicator="bada", sex="K"), both, county, regions=["23", "2303"])
    keys = found[["indicator", "region", "sex"]].agg("-".join, axis=1).tolist()
    assert keys == [*(f"bada-{code}-{sex}" for code in ("23", "2303") for sex in "TKM"), "lan-23-T"]
    assert found.loc[found["state"] == "current", ["region", "sex"]].to_numpy().tolist() == [["23", "K"]]


def test_a_replaced_indicator_is_not_expected():
    assert covered(observed({}), measure(state="replaced", replaced_by="nytt")).empty


def test_regions_are_counted_year_by_year_and_level_by_level():
    rows = observed({"23": {2023: 1, 2024: 1}, "22": {2024: 1}, "21": {2024: np.nan}, "2303": {2024: 1}})
    found = coverage_by_year(rows, registered(measure()))
    assert found.to_numpy().tolist() == [
        ["matt", "län", "T", 2023, 1, 21],
        ["matt", "län", "T", 2024, 2, 21],
        ["matt", "kommun", "T", 2024, 1, 290],
    ]
