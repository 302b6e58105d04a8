"""A grant counts once an ärende, payments are summed, and nothing unknown is dropped in silence."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
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


def test_payments_carry_the_attributes_of_their_arende():
    by_place = grants.sums(paid(), ["region"]).set_index("region")["kr"]
    assert by_place.to_dict() == {"2303": 100, "2380": 550, "": 70}


def test_a_payment_of_no_known_arende_is_not_dropped_in_silence():
    with pytest.raises(ValueError, match="2 belong to no ärende among the cases, such as 'a'"):
        grants.money(CASES[1:], PAYMENTS, "paid")


def test_an_arende_twice_among_the_cases_is_refused():
    with pytest.raises(ValueError, match="repeat an ärende, such as 'a'"):
        grants.money(pd.concat([CASES, CASES[:1]]), PAYMENTS, "granted")


def test_another_measure_is_refused():
    with pytest.raises(ValueError, match="'sökt', allowed: granted, paid"):
        grants.money(CASES, PAYMENTS, "sökt")


def test_sums_count_each_arende_and_recipient_once_and_tell_what_is_unknown():
    total = grants.sums(paid()).iloc[0]
    assert (total["kr"], total["cases"], total["recipients"], total["unknown"]) == (720, 4, 3, 0)
    by_form = grants.sums(granted(), ["form"]).set_index("form")
    assert by_form.loc["RIS"].tolist() == [400, 3, 2, 1]
    assert math.isnan(grants.sums(granted(), ["year"]).set_index("year").loc[2018, "kr"])


def test_mean_and_median_are_of_an_arende_not_of_a_payment():
    # Paid per ärende: a 100, b 150, c 400, d 70; mean 180, median (100 + 150) / 2 = 125.
    found = grants.typical(paid()).iloc[0]
    assert (found["cases"], found["mean"], found["median"]) == (4, 180, 125)
    assert grants.typical(granted(), ["form"]).set_index("form").loc["RIS"].tolist() == [2, 200, 200]


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


def test_cohort_table_by_hand():
    found = grants.cohorts(CASES, PAYMENTS).set_index(["cohort", "year"])
    # Cohort 2016 was granted 400 (a, b): paid 60, then 240 (sum 300), then -50 (sum 250).
    assert found.loc[2016, "kr"].to_dict() == {2016: 60, 2017: 240, 2018: -50}
    assert found.loc[2016, "share"].tolist() == pytest.approx([0.15, 0.75, 0.625])
    # Cohort 2017 has a row for the year without payments; 2018 has no known grant, so no share.
    assert found.loc[2017, "kr"].to_dict() == {2017: 0, 2018: 400}
    assert found.loc[(2017, 2018), "age"] == 1
    assert found.loc[(2018, 2018), "paid"] == 70 and math.isnan(found.loc[(2018, 2018), "share"])


def test_a_payment_before_the_decision_keeps_its_year():
    early = pd.DataFrame({"case": ["c"], "year": [2015], "paid": [5.0]})
    found = grants.cohorts(CASES, pd.concat([PAYMENTS, early])).set_index(["cohort", "year"])
    assert found.loc[(2017, 2015), ["age", "kr"]].tolist() == [-2, 5]


def test_granted_against_paid_compares_only_arenden_with_a_known_grant():
    found = grants.granted_against_paid(CASES, PAYMENTS, ["form"]).set_index("form")
    assert found.loc["RIS", ["cases", "granted", "paid"]].tolist() == [3, 400, 320]
    assert found.loc["RIS", "share"] == pytest.approx(250 / 400)  # the 70 kr of d are left out
    assert found.loc["Projektmedel", "share"] == 0.4


def test_mean_population_uses_only_years_that_every_region_has():
    people = pd.DataFrame(
        {"region": ["2303", "2303", "2380", "2380", "2380"], "year": [2016, 2017, 2016, 2017, 2018]}
    ).assign(value=[10.0, 20.0, 100.0, 300.0, 9999.0])
    found = grants.mean_over(people, 2016, 2020)
    assert found["mean"].to_dict() == {"2303": 15, "2380": 200}
    assert found.iloc[0][["first", "last", "years"]].tolist() == [2016, 2017, 2]
    assert grants.mean_over(people, 2018, 2020).empty


def test_kronor_per_inhabitant_and_year():
    table = grants.sums(granted(), ["region"])
    found = grants.per(table, pd.Series({"2303": 50.0, "2380": 0.0}), years=2).set_index("region")["per_unit"]
    assert found["2303"] == 1.0  # 100 kr over 50 people and two years
    assert found[["2380", ""]].isna().all()  # nobody there, or an unknown place


@pytest.mark.parametrize("measure", ["granted", "paid"])
def test_no_arenden_give_no_rows(measure):
    rows = grants.money(CASES[:0], PAYMENTS[:0], measure)
    assert rows.empty
    assert grants.sums(rows, ["region"]).empty and grants.typical(rows, ["form"]).empty
    assert grants.sums(rows).iloc[0]["cases"] == 0
    assert math.isnan(grants.share_where(rows, "own").iloc[0]["share_kr"])
    assert grants.cohorts(CASES[:0], PAYMENTS[:0]).empty


transactions = st.lists(
    st.tuples(st.integers(0, 9), st.integers(2016, 2020), st.integers(-1000, 100_000)), min_size=1, max_size=40
)


@settings(max_examples=30, deadline=None)
@given(transactions, st.sampled_from([["region"], ["form", "year"], ["decision_year"], ["own", "region"]]))
def test_groups_always_sum_to_the_total_however_many_payments(rows, by):
    cases = pd.DataFrame({"case": list(range(10)), "recipient": "M1", "decision_year": 2016, "granted": 1000.0})
    cases = cases.assign(region=["2303", ""] * 5, form=["RIS", None] * 5, own=[True, False] * 5)
    payments = pd.DataFrame(rows, columns=["case", "year", "paid"])
    for measure, total in (("granted", 10_000), ("paid", payments["paid"].sum())):
        money = grants.money(cases, payments, measure)
        assert grants.sums(money, by)["kr"].sum() == pytest.approx(total)
    cohorts = grants.cohorts(cases, payments)
    assert cohorts["kr"].sum() == pytest.approx(payments["paid"].sum())
