"""How much goes to a few, and to those who had nothing before."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vagar_lib.metrics.concentration import concentration, first_time

amounts = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 10**7)), min_size=1, max_size=60)


def to(*pairs):
    return pd.DataFrame(pairs, columns=["recipient", "kr"])


def test_shares_of_the_largest_and_hhi_by_hand():
    # M1 50 (20 + 30), M2 30, M3 20 of 100: the two largest have .8; .25 + .09 + .04 = .38.
    found = concentration(to(("M1", 20.0), ("M2", 30.0), ("M1", 30.0), ("M3", 20.0)), largest=2)
    assert (found.recipients, found.kr) == (3, 100)
    assert found.largest == pytest.approx(0.8)
    assert found.hhi == pytest.approx(0.38)
    assert found.hhi_floor == pytest.approx(1 / 3)


def test_ten_recipients_have_everything_when_there_are_no_more():
    assert concentration(to(*[(f"M{i}", 1.0) for i in range(10)])).largest == 1
    assert concentration(to(*[(f"M{i}", 1.0) for i in range(40)])).largest == pytest.approx(0.25)


def test_an_unknown_recipient_is_no_recipient_but_its_share_is_told():
    found = concentration(to(("M1", 60.0), ("", 30.0), (None, 10.0)))
    assert (found.recipients, found.hhi, found.missing) == (1, 1, pytest.approx(0.4))


def test_one_that_has_paid_everything_back_is_left_out():
    found = concentration(to(("M1", 60.0), ("M2", 30.0), ("M2", -35.0)))
    assert (found.recipients, found.hhi, found.kr) == (1, 1, 60)


def test_no_money_has_no_concentration():
    found = concentration(to())
    assert found.recipients == 0 and math.isnan(found.hhi) and math.isnan(found.missing)


@settings(max_examples=50, deadline=None)
@given(amounts)
def test_hhi_lies_between_equal_shares_and_1_and_the_largest_have_at_least_their_number(pairs):
    found = concentration(to(*[(f"M{who}", float(kr)) for who, kr in pairs]))
    assert found.hhi_floor - 1e-12 <= found.hhi <= 1 + 1e-12
    assert min(10 / found.recipients, 1) - 1e-12 <= found.largest <= 1


@settings(max_examples=40, deadline=None)
@given(amounts, st.integers(2, 1000))
def test_another_unit_changes_no_share(pairs, factor):
    one = concentration(to(*[(f"M{who}", float(kr)) for who, kr in pairs]))
    other = concentration(to(*[(f"M{who}", float(kr * factor)) for who, kr in pairs]))
    assert (other.hhi, other.largest) == (pytest.approx(one.hhi), pytest.approx(one.largest))


CASES = pd.DataFrame(
    [
        ("a", "M1", 2016),
        ("b", "M1", 2018),
        ("c", "M2", 2018),
        ("d", "M2", 2018),
        ("e", "M2", 2019),
        ("f", "M1", 2021),
        ("g", "", 2020),
    ],
    columns=["case", "recipient", "decision_year"],
)


def test_first_time_is_without_a_decision_in_the_years_before():
    found = first_time(CASES, lookback=2)
    assert pd.isna(found["a"])  # nobody knows what was before the file
    assert not found["b"]  # two years after a
    assert found["c"] and found["d"]  # both in the recipient's first year
    assert not found["e"]
    assert found["f"]  # three years after b: first-time again
    assert pd.isna(found["g"])  # unknown recipient


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(2010, 2020)), min_size=1, max_size=30), st.integers(1, 4))
def test_first_time_agrees_with_looking_through_the_file_one_by_one(pairs, lookback):
    cases = pd.DataFrame(pairs, columns=["recipient", "decision_year"]).assign(case=range(len(pairs)))
    start = min(year for _, year in pairs)
    found = first_time(cases, lookback)
    for case, (who, year) in enumerate(pairs):
        if year < start + lookback:
            assert pd.isna(found[case])
        else:
            before = any(other == who and year - lookback <= then < year for other, then in pairs)
            assert found[case] == (not before)
