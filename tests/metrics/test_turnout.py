"""Turnout of a county is that of its voters, not the mean of its municipalities."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vagar_lib import regions
from vagar_lib.metrics.turnout import turnout
from vagar_lib.sources import store

COUNTY, RAGUNDA = regions.region("23"), regions.region("2303")
TABLE = "valdeltagande_alder_kon"


@pytest.fixture(scope="module")
def votes(built) -> pd.DataFrame:
    return store.table(TABLE)


@pytest.fixture(scope="module")
def labels(built) -> dict[str, str]:
    return store.labels(TABLE, "age")


def at(found: pd.DataFrame, year: int, sex: str, age: str) -> pd.Series:
    return found[(found["year"] == year) & (found["sex"] == sex) & (found["age"] == age)].squeeze()


def test_a_municipality_keeps_the_turnout_of_its_source(votes, labels):
    found = turnout(votes, RAGUNDA, labels)
    assert at(found, 2022, "K", "18-29")["value"] == pytest.approx(84)
    assert at(found, 2022, "T", "all")["value"] == pytest.approx(85)
    assert at(found, 2018, "M", "all")["eligible"] == 2094


def test_young_women_in_the_county_2022_weighted_by_hand(votes, labels):
    # Eligible and per cent of the eight municipalities: (223*84 + 226*78 + 630*87 + 490*83 + 649*89 + 287*83
    # + 478*87 + 4063*87) / 7046 = 608489 / 7046 = 86.36; their plain mean would be 84.75.
    found = at(turnout(votes, COUNTY, labels), 2022, "K", "18-29")
    assert found["eligible"] == 7046
    assert found["value"] == pytest.approx(608489 / 7046)


def test_rows_stand_by_year_age_and_sex_with_the_age_in_words(votes, labels):
    found = turnout(votes, COUNTY, labels)
    assert list(dict.fromkeys(found["name"])) == list(labels.values())
    assert found["year"].is_monotonic_increasing
    assert found["sex"].head(3).tolist() == ["K", "M", "T"]
    assert set(found["source"]) == {f"snapshot/{TABLE}"}


def test_a_county_without_all_its_municipalities_has_no_turnout(votes, labels):
    assert turnout(votes[votes["region"] != "2305"], COUNTY, labels).empty
    assert turnout(votes, regions.region("00"), labels).empty
    assert turnout(votes, regions.region("22"), labels).empty
    assert list(turnout(votes, regions.region("1480"), labels).columns) == [
        "year",
        "period",
        "sex",
        "age",
        "name",
        "value",
        "eligible",
        "source",
    ]


members = st.lists(st.tuples(st.integers(1, 50_000), st.integers(0, 100)), min_size=8, max_size=8)


@given(members)
def test_the_county_lies_between_its_lowest_and_highest_municipality(pairs):
    rows = [
        {"region": code, "year": 2022, "period": "2022", "sex": "T", "age": "all", "variable": name, "value": value}
        for code, (eligible, share) in zip(COUNTY.children, pairs, strict=True)
        for name, value in (("eligible", float(eligible)), ("turnout", float(share)))
    ]
    found = turnout(pd.DataFrame(rows).assign(source="made/up"), COUNTY, {"all": "Alla"})
    shares = [share for _, share in pairs]
    assert min(shares) - 1e-9 <= found["value"].item() <= max(shares) + 1e-9
    assert found["eligible"].item() == sum(eligible for eligible, _ in pairs)
