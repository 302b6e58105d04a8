"""Assessments are summed up with their spread, and too few of them give no result."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vagar_lib.errors import BadInput
from vagar_lib.metrics.assessment import agreement, summarise

SCORES = st.lists(st.integers(1, 5), min_size=2, max_size=20)


def scored(impact: list[int], urgency: list[int] | None = None, region: str = "2303", year: int = 2026) -> pd.DataFrame:
    """Scores of one megatrend by as many assessors."""
    rows = zip(impact, urgency or impact, strict=True)
    return pd.DataFrame(
        [
            {"region": region, "year": year, "assessor": f"{region}-{number}", "role": "kommun", "megatrend": "klimat",
             "impact": one, "urgency": other}
            for number, (one, other) in enumerate(rows)
        ]
    )  # fmt: skip


def test_the_middle_and_the_spread_of_five_scores_by_hand():
    """1, 2, 3, 4, 5: median 3, quartiles 2 and 4; all at 4: no spread and full agreement."""
    found = summarise(scored([1, 2, 3, 4, 5], [4] * 5), ["2303"], ["klimat"]).set_index("aspect")
    impact, urgency = found.loc["impact"], found.loc["urgency"]
    assert impact[["median", "lower", "upper", "low", "high"]].tolist() == [3, 2, 4, 1, 5]
    assert urgency[["median", "lower", "upper", "low", "high"]].tolist() == [4, 4, 4, 4, 4]
    assert (impact["assessors"], urgency["agreement"], impact["few"]) == (5, 1.0, False)


def test_fewer_than_five_assessors_are_few():
    assert summarise(scored([4, 4, 4, 4]), ["2303"], ["klimat"])["few"].all()
    assert not summarise(scored([4, 4, 4, 4, 4]), ["2303"], ["klimat"])["few"].any()


def test_only_the_latest_year_counts():
    both = pd.concat([scored([1] * 9, year=2025), scored([5] * 6)])
    found = summarise(both, ["2303"], ["klimat"])
    assert (found["median"].tolist(), found["assessors"].tolist(), found["year"].tolist()) == (
        [5, 5],
        [6, 6],
        [2026] * 2,
    )


def test_only_the_regions_asked_for_count_and_all_of_them_together():
    both = pd.concat([scored([1] * 3), scored([5] * 4, region="2305"), scored([3] * 9, region="01")])
    assert summarise(both, ["2303", "2305"], ["klimat"])["assessors"].tolist() == [7, 7]


def test_megatrends_that_nobody_has_scored_are_left_out():
    assert summarise(scored([3] * 5), ["2303"], ["demografi", "klimat"])["megatrend"].unique().tolist() == ["klimat"]
    assert summarise(scored([3] * 5), ["01"], ["klimat"]).empty


def test_a_megatrend_that_is_not_known_is_named_with_those_that_are():
    with pytest.raises(
        BadInput, match=r"megatrend_scores\.csv: unknown megatrend 'klimat', allowed: demografi, teknik"
    ):
        summarise(scored([3] * 5), ["2303"], ["demografi", "teknik"])


def test_agreement_by_hand():
    """1 to 5: mean 3, distances 2, 1, 0, 1, 2 of 4, so 1 + (2·log2(0.5) + 2·log2(0.75) + 0) / 5 = 1 − 0.566."""
    assert agreement([1, 2, 3, 4, 5]) == pytest.approx(1 + (2 * -1 + 2 * np.log2(0.75)) / 5)


def test_agreement_is_one_when_all_say_the_same_and_zero_when_they_are_as_far_apart_as_can_be():
    assert agreement([2, 2, 2]) == 1
    assert agreement([1, 5, 1, 5]) == 0


def test_one_assessor_agrees_with_nobody():
    assert np.isnan(agreement([4]))


@given(SCORES)
def test_agreement_is_between_zero_and_one_whatever_the_order_and_the_direction_of_the_scale(values):
    found = agreement(values)
    assert 0 <= round(found, 12) <= 1
    assert agreement(values[::-1]) == pytest.approx(found)
    assert agreement([6 - value for value in values]) == pytest.approx(found)


@given(SCORES)
def test_the_median_lies_between_the_quartiles_and_they_within_the_scores(values):
    found = summarise(scored(values), ["2303"], ["klimat"])
    assert (found["low"] <= found["lower"]).all()
    assert (found["lower"] <= found["median"]).all()
    assert (found["median"] <= found["upper"]).all()
    assert (found["upper"] <= found["high"]).all()
