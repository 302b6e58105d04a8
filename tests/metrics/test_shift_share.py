"""Even share, structure and the rest make up the money of each municipality."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vagar_lib.metrics.shift_share import shift_share

PARTS = ["even", "structure", "rest"]


def sizes(*rows):
    return pd.DataFrame(rows, columns=["region", "industry", "size"])


SIZES = sizes(("Ragunda", "C", 30), ("Ragunda", "I", 10), ("Östersund", "C", 20), ("Östersund", "I", 40))


def parts(totals, industries, reference=SIZES):
    return shift_share(pd.Series(totals, dtype=float), pd.Series(industries, dtype=float), reference).set_index(
        "region"
    )


def test_two_municipalities_and_two_industries_by_hand():
    # County: C 50 employed and 500 kr, 10 kr each; I 50 employed and 100 kr, 2 kr each; 600 kr over 100 is 6 kr each.
    # Ragunda: even 40 * 6 = 240, expected 30 * 10 + 10 * 2 = 320, so structure 80; it got 440, rest 120.
    # Östersund: even 60 * 6 = 360, expected 20 * 10 + 40 * 2 = 280, so structure -80; it got 160, rest -120.
    found = parts({"Ragunda": 440, "Östersund": 160}, {"C": 500, "I": 100})
    wanted = ["total", "even", "structure", "expected", "rest"]
    assert found.loc["Ragunda", wanted].tolist() == pytest.approx([440, 240, 80, 320, 120])
    assert found.loc["Östersund", wanted].tolist() == pytest.approx([160, 360, -80, 280, -120])


def test_the_countys_own_distribution_leaves_no_rest():
    found = parts({"Ragunda": 30 * 10 + 10 * 2, "Östersund": 20 * 10 + 40 * 2}, {"C": 500, "I": 100})
    assert found["rest"].tolist() == pytest.approx([0, 0])


def test_money_of_an_unknown_industry_is_spread_by_size_alone():
    # 100 kr of an unknown industry: 40 per cent to Ragunda, which adds 40 to what it is expected to get.
    found = parts({"Ragunda": 440, "Östersund": 260}, {"C": 500, "I": 100, "Uppgift saknas": 100})
    assert found["expected"].tolist() == pytest.approx([320 + 40, 280 + 60])


def test_money_of_no_single_municipality_is_left_out_in_proportion():
    # The county's 1 200 kr hold 600 that are of no municipality: half of what the rates give is expected.
    found = parts({"Ragunda": 440, "Östersund": 160}, {"C": 1000, "I": 200})
    assert found["expected"].tolist() == pytest.approx([320, 280])


def test_a_municipality_without_money_has_the_rest_that_it_did_not_get():
    found = parts({"Ragunda": 100, "Östersund": 0}, {"C": 100})
    assert found.loc["Östersund", ["total", "expected", "rest"]].tolist() == pytest.approx([0, 40, -40])


def test_without_sizes_or_money_there_is_nothing_to_tell():
    assert parts({"Ragunda": 1}, {"C": 1}, sizes()).empty
    assert parts({"Ragunda": 0}, {"C": 0}).empty


@pytest.mark.parametrize("size", [-1, np.nan])
def test_a_size_below_nothing_or_missing_is_refused(size):
    with pytest.raises(ValueError, match="allowed: 0 or more"):
        parts({"Ragunda": 1}, {"C": 1}, sizes(("Ragunda", "C", size)))


def test_a_hidden_amount_is_refused():
    with pytest.raises(ValueError, match=r"totals: \['Ragunda'\] are missing"):
        parts({"Ragunda": np.nan, "Östersund": 1}, {"C": 1})
    with pytest.raises(ValueError, match=r"industries: \['C'\] are missing"):
        parts({"Ragunda": 1}, {"C": np.nan})


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.integers(0, 10**8), min_size=3, max_size=3),
    st.lists(st.integers(0, 10**8), min_size=3, max_size=3).filter(lambda kr: sum(kr) > 0),
    st.lists(st.integers(0, 10**4), min_size=6, max_size=6).filter(lambda size: sum(size) > 0),
)
def test_the_parts_add_up_to_the_money_of_each_and_structure_and_rest_to_nothing(totals, industries, size):
    places = ["Berg", "Ragunda", "Åre"]
    rows = [(place, industry) for place in places for industry in "AB"]
    reference = sizes(*((*row, number) for row, number in zip(rows, size, strict=True)))
    found = parts(dict(zip(places, totals, strict=True)), dict(zip("ABC", industries, strict=True)), reference)
    near = 1e-9 * max(*totals, *industries, 1) * 10
    assert found["total"].tolist() == totals
    assert found[PARTS].sum(axis=1).tolist() == pytest.approx(totals, abs=near)
    assert found["structure"].sum() == pytest.approx(0, abs=near)
    assert found["rest"].sum() == pytest.approx(0, abs=near)
