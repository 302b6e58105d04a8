"""A grant counts once an ärende, payments are summed, and nothing unknown is dropped in silence."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import strategies as st

from vagar_lib.metrics import grants

CASES = pd.DataFrame(
    {
        "case": ["a", "b", "c", "d"],
        "recipient": ["M1", "M1", "M2", "M3"],
        "decision_year": [2016, 2016, 2017, 2018],
        "granted": [100.0, 300.0, 1000.0, np.nan],
        "region": ["2303", "2380", "2380", ""],
        "form": ["RIS", "RIS", "Projektmedel", "RIS"],
        "own": [False, False, True, False],
    }
)
PAYMENTS = pd.DataFrame(
    {
        "case": ["a", "a", "b", "b", "c", "d"],
        "year": [2016, 2017, 2017, 2018, 2018, 2018],
        "paid": [60.0, 40.0, 200.0, -50.0, 400.0, 70.0],
    }
)


def granted(**years):
    return grants.money(CASES, PAYMENTS, "granted", **years)


def paid(**years):
    return grants.money(CASES, PAYMENTS, "paid", **years)


def test_a_grant_is_one_row_an_arende_and_a_payment_one_a_payment():
    assert granted()["kr"].sum() == 100 + 300 + 1000
    assert paid()["kr"].sum() == 60 + 40 + 200 - 50 + 400 + 70
    assert granted()["year"].tolist() == [2016, 2016, 2017, 2018]
    assert paid()["year"].tolist() == [2016, 2017, 2017, 2018, 2018, 2018]


def test_years_are_those_of_the_decision_or_those_of_the_payment():
    assert granted(first=2017, last=2017)["case"].tolist() == ["c"]
    assert paid(first=2017, last=2017)["kr"].tolist() == [40, 200]
    assert paid(first=2018)["kr"].sum() == -50 + 400 + 70


def test_a_payment_of_no_known_arende_is_not_dropped_in_silence():
    with pytest.raises(ValueError, match="2 belong to no ärende among the cases, such as 'a'"):
        grants.money(CASES[1:], PAYMENTS, "paid")


def test_an_arende_twice_among_the_cases_is_refused():
    with pytest.raises(ValueError, match="repeat an ärende, such as 'a'"):
        grants.money(pd.concat([CASES, CASES[:1]]), PAYMENTS, "granted")


def test_another_measure_is_refused():
    with pytest.raises(ValueError, match="'sökt', allowed: granted, paid"):
        grants.money(CASES, PAYMENTS, "sökt")


def test_own_organisations_share_of_money_and_of_arenden():
    found = grants.share_where(paid(), "own").iloc[0]
    assert found["share_kr"] == pytest.approx(400 / 720)
    assert found["share_cases"] == 1 / 4
    assert found["missing_kr"] == 0


def test_a_flag_not_known_is_outside_the_share_and_shown_beside_it():
    rows = granted().assign(own=[True, None, False, None])
    found = grants.share_where(rows, "own").iloc[0]
    # Known: a 100 (own) and c 1000; unknown: b 300 and d of unknown size.
    assert found["share_kr"] == pytest.approx(100 / 1100)
    assert found["missing_kr"] == pytest.approx(300 / 1400)
    assert (found["share_cases"], found["missing_cases"]) == (0.5, 0.5)


def test_mean_population_uses_only_years_that_every_region_has():
    people = pd.DataFrame(
        {"region": ["2303", "2303", "2380", "2380", "2380"], "year": [2016, 2017, 2016, 2017, 2018]}
    ).assign(value=[10.0, 20.0, 100.0, 300.0, 9999.0])
    found = grants.mean_over(people, 2016, 2020)
    assert found["mean"].to_dict() == {"2303": 15, "2380": 200}
    assert found.iloc[0][["first", "last", "years"]].tolist() == [2016, 2017, 2]
    assert grants.mean_over(people, 2018, 2020).empty


transactions = st.lists(
    st.tuples(st.integers(0, 9), st.integers(2016, 2020), st.integers(-1000, 100_000)), min_size=1, max_size=40
)
