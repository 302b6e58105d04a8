"""Even share, structure and the rest make up the money of each municipality."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vagar_lib.metrics.shift_share import by_industry, shift_share

PARTS = ["even", "structure", "rest", "unplaced"]


def money(*rows):
    return pd.DataFrame(rows, columns=["region", "sni", "kr"]).astype({"kr": float})


def sizes(*rows):
    return pd.DataFrame(rows, columns=["region", "sni", "size"])


SIZES = sizes(("2303", "C", 30), ("2303", "I", 10), ("2380", "C", 20), ("2380", "I", 40))


def test_two_municipalities_and_two_industries_by_hand():
    # County: C 50 employed and 500 kr, 10 kr each; I 50 employed and 100 kr, 2 kr each; 600 kr over 100 is 6 kr each.
    # 2303: even 40 * 6 = 240, expected 30 * 10 + 10 * 2 = 320, so structure 80; it got 440, rest 120.
    # 2380: even 60 * 6 = 360, expected 20 * 10 + 40 * 2 = 280, so structure -80; it got 160, rest -120.
    amounts = money(("2303", "C", 400), ("2303", "I", 40), ("2380", "C", 100), ("2380", "I", 60))
    found = shift_share(amounts, SIZES).set_index("region")
    assert found.loc["2303", ["total", "even", "structure", "expected", "rest"]].tolist() == [440, 240, 80, 320, 120]
    assert found.loc["2380", ["total", "even", "structure", "expected", "rest"]].tolist() == [160, 360, -80, 280, -120]
    cells = by_industry(amounts, SIZES).set_index(["region", "sni"])
    assert cells.loc[("2303", "I"), ["expected", "rest"]].tolist() == [20, 20]


def test_the_countys_own_distribution_leaves_no_rest():
    amounts = SIZES.assign(kr=SIZES["size"] * SIZES["sni"].map({"C": 10.0, "I": 2.0}))
    assert shift_share(amounts, SIZES)["rest"].tolist() == pytest.approx([0, 0])


def test_money_no_rate_can_be_had_for_is_kept_apart():
    # Unknown industry, an industry nobody in the county works in, an unknown place in two shapes.
    amounts = money(
        ("2303", "C", 100), ("2303", "", 7), ("2380", "B", 5), ("", "C", 11), (None, "C", 2), ("2380", None, 1)
    )
    found = shift_share(amounts, SIZES).set_index("region")
    assert found["unplaced"].to_dict() == {"": 13, "2303": 7, "2380": 6}
    assert found.loc["", ["even", "structure", "rest"]].tolist() == [0, 0, 0]
    assert found["total"].sum() == 126 == found[PARTS].sum().sum()


def test_a_municipality_without_money_has_the_rest_that_it_did_not_get():
    found = shift_share(money(("2303", "C", 100)), SIZES).set_index("region")
    assert found.loc["2380", ["total", "expected", "rest"]].tolist() == [0, 40, -40]


def test_an_unknown_amount_is_as_nothing():
    assert shift_share(money(("2303", "C", 100), ("2303", "C", np.nan)), SIZES)["total"].sum() == 100


@pytest.mark.parametrize("size", [-1, np.nan])
def test_a_size_below_nothing_or_missing_is_refused(size):
    with pytest.raises(ValueError, match="allowed: 0 or more"):
        shift_share(money(("2303", "C", 1)), sizes(("2303", "C", size)))


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["2303", "2305", "2380", ""]), st.sampled_from("ABC"), st.integers(-(10**6), 10**8)),
        min_size=1,
        max_size=20,
    ),
    st.lists(
        st.tuples(st.sampled_from(["2303", "2305", "2380"]), st.sampled_from("ABC"), st.integers(0, 10**4)),
        min_size=1,
        max_size=20,
    ).filter(lambda rows: sum(size for *_, size in rows) > 0),
)
def test_the_parts_add_up_to_the_money_of_each_and_structure_and_rest_to_nothing(amounts, reference):
    found = shift_share(money(*amounts), sizes(*reference))
    near = 1e-9 * max(sum(abs(kr) for *_, kr in amounts), 1)
    paid = money(*amounts).groupby("region")["kr"].sum()
    assert found.set_index("region")["total"].reindex(paid.index).tolist() == pytest.approx(paid.tolist(), abs=near)
    assert found[PARTS].sum(axis=1).tolist() == pytest.approx(found["total"].tolist(), abs=near)
    assert found["structure"].sum() == pytest.approx(0, abs=near)
    assert found["rest"].sum() == pytest.approx(0, abs=near)
