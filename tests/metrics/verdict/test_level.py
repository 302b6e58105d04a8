"""How a place stands beside others, from numbers that can be checked by eye."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.made import measure, observed, yearly
from tests.metrics.verdict.made import judged
from vagar_lib import regions

COUNTIES = regions.codes("län")
FLAT = [10.0] * 6


def beside(own, riket, indicator=None, region: str = "23") -> pd.Series:
    """The row of a place whose series, and riket's, end in 2024."""
    rows = observed({region: yearly(2025 - len(own), own), "00": yearly(2025 - len(riket), riket)})
    return judged(rows, indicator or measure()).set_index("region").loc[region]


@pytest.mark.parametrize(
    ("own", "field"),
    [
        ([4, 5, 6, 7, 8, 9], "catching_up"),
        ([11, 12, 13, 14, 15, 16], "pulling_ahead"),
        ([9, 8, 7, 6, 5, 4], "falling_behind"),
        ([16, 15, 14, 13, 12, 11], "losing_pace"),
        ([8, 8, 8, 8, 8, 8], "alongside"),
        ([5, 6, 7, 8, 9, 10], "alongside"),  # level with riket
    ],
)
def test_each_place_has_its_field(own, field):
    row = beside(own, FLAT)
    assert row["field"] == field
    assert row["lead_slope"] == own[1] - own[0]


def test_the_field_is_turned_where_less_is_better():
    lower = measure(direction="lower")
    assert beside([4, 5, 6, 7, 8, 9], FLAT, lower)["field"] == "losing_pace"
    row = beside([16, 15, 14, 13, 12, 11], FLAT, lower)
    assert (row["field"], row["lead_slope"], row["judged"]) == ("catching_up", 1, "worse")


def test_a_fall_may_be_catching_up_when_riket_falls_faster():
    row = beside([8, 7.9, 7.8, 7.7, 7.6, 7.5], [13, 12, 11, 10, 9, 8])
    assert (row["verdict"], row["field"]) == ("strong_decline", "catching_up")
    assert row["lead_slope"] == pytest.approx(0.9)


def test_a_balance_leads_by_being_nearer_its_point():
    # Distances to 50: own 10 8 6 4 3 2, riket's 5 throughout; from above or from below is the same.
    row = beside([60, 58, 44, 46, 47, 48], [45] * 6, measure(direction="balance", balance_point=50))
    assert (row["judged"], row["field"], row["gap"]) == ("better", "pulling_ahead", 3)


def test_four_years_in_common_with_riket_are_too_few_for_a_field():
    row = beside([4, 5, 6, 7, 8, 9], FLAT[:4])
    assert row["field"] == "" and np.isnan(row["lead_slope"])
    assert row["judged"] == "worse"


def test_the_gap_is_that_between_the_shown_values():
    row = beside([4.34], [4.36])
    assert (row["riket"], row["gap"], row["judged"]) == (4.36, -0.1, "worse")
    row = beside([4.31], [4.34])
    assert (row["gap"], row["judged"]) == (0, "level")


def test_riket_of_another_year_is_not_compared_with():
    rows = observed({"23": {2024: 5.0}, "00": {2023: 4.0}})
    row = judged(rows, measure()).set_index("region").loc["23"]
    assert row["judged"] == "unknown" and np.isnan(row["riket"])


def test_women_are_compared_with_women():
    rows = pd.concat([observed({"23": 5, "00": 4}, sex="K"), observed({"23": 5, "00": 9})])
    found = judged(rows, measure(sex=True)).set_index(["sex", "region"])
    assert found.loc[("K", "23"), "riket"] == 4 and found.loc[("T", "23"), "riket"] == 9


@pytest.mark.parametrize(
    ("fields", "region", "word"),
    [
        ({"unit": "personer", "decimals": 0}, "23", "unknown"),
        ({"survey": True}, "23", "unknown"),
        ({"direction": "context"}, "23", "context"),
        ({}, "00", "unknown"),
        ({"state": "ended"}, "23", "unknown"),
    ],
    ids=["amounts", "surveys of unknown uncertainty", "context", "riket itself", "ended"],
)
def test_what_can_not_be_compared_is_in_no_field_and_has_no_rank(fields, region, word):
    rows = observed({code: yearly(2019, [4, 5, 6, 7, 8, n]) for n, code in enumerate([*COUNTIES, "00"])})
    row = judged(rows, measure(**fields)).set_index("region").loc[region]
    assert (row["judged"], row["field"]) == (word, "")
    assert np.isnan(row[["rank", "best", "worst", "lead_slope"]].astype(float)).all() or fields == {"state": "ended"}


def test_surveys_differ_when_their_intervals_say_so():
    survey = measure(survey=True, uncertainty="U00001")

    def stands(own: float, riket: float) -> str:
        margins = observed({"23": 2.0, "00": 0.5}, indicator="U00001")
        rows = judged(observed({"23": own, "00": riket}), survey, margins=margins)
        return rows.set_index("region").loc["23", "judged"]

    # (2 * 2 + 0.5 * 0.5) ** 0.5 = 2.06
    assert [stands(52.0, 50.0), stands(52.1, 50.0), stands(47.9, 50.0)] == ["level", "better", "worse"]


def ranked(values: dict[str, float], **fields) -> pd.DataFrame:
    return judged(observed(values), measure(**fields)).set_index("region")


def test_the_best_is_number_one_and_those_shown_alike_share_their_place():
    # Nine counties with 1.0 to 9.0 and one that is shown as 9,0 too.
    values = dict(zip(COUNTIES, [1.0, 2, 3, 4, 5, 6, 7, 8, 9, 9.04], strict=False))
    found = ranked(values)
    assert found["rank"].tolist() == [10, 9, 8, 7, 6, 5, 4, 3, 1, 1]
    assert set(found["ranked"]) == {10}
    assert set(found["best_region"]) == {COUNTIES[8]} and set(found["best"]) == {9.0}
    assert set(found["worst_region"]) == {COUNTIES[0]} and set(found["worst"]) == {1.0}


def test_where_less_is_better_the_lowest_is_number_one():
    values = dict(zip(COUNTIES, range(1, 11), strict=False))
    found = ranked(values, direction="lower")
    assert found["rank"].tolist() == list(range(1, 11))
    assert (found["best"].iloc[0], found["worst"].iloc[0]) == (1, 10)


def test_the_nearest_to_a_balance_is_number_one():
    values = dict(zip(COUNTIES, [40, 45, 49, 53, 56, 60.5, 61, 62, 63], strict=False))
    found = ranked(values, direction="balance", balance_point=50)  # distances 10 5 1 3 6 10.5 11 12 13
    assert found["rank"].tolist() == [5, 3, 1, 2, 4, 6, 7, 8, 9]
    assert (found["best"].iloc[0], found["worst"].iloc[0]) == (49, 63)


def test_a_few_neighbours_are_not_ranked():
    seven = dict(zip(COUNTIES, range(1, 8), strict=False))
    assert ranked(seven)["rank"].isna().all()
    eight = dict.fromkeys(regions.region("23").children, 1.0)  # of 290
    assert ranked(eight)["rank"].isna().all()


def test_places_are_ranked_among_those_of_their_level_and_year():
    values = {code: {2024: float(n)} for n, code in enumerate(COUNTIES)}
    values |= {"00": {2024: 99.0}, "2303": {2024: 99.0}, COUNTIES[0]: {2023: 50.0}}
    found = ranked(values)
    assert found.loc[COUNTIES[-1], ["rank", "ranked"]].tolist() == [1, len(COUNTIES) - 1]
    assert np.isnan(found.loc[COUNTIES[0], "rank"])  # alone in its year


def test_the_median_of_similar_regions_leaves_the_place_itself_out():
    similar = regions.region("23").similar
    assert len(similar) == 7
    found = ranked({"23": 100.0, **{code: float(n) for n, code in enumerate(similar, 1)}})
    assert found.loc["23", "similar"] == 4
    found = ranked({"23": 100.0, **{code: float(n) for n, code in enumerate(similar[:4], 1)}})
    assert found.loc["23", "similar"] == 2.5
    found = ranked({"23": 100.0, **dict.fromkeys(similar[:3], 1.0)})
    assert np.isnan(found.loc["23", "similar"]), "under half of them"


def test_a_municipality_has_the_others_of_its_group_beside_it():
    ragunda = regions.region("2303")
    found = ranked({"2303": 100.0, **dict.fromkeys(ragunda.similar, 7.0)})
    assert found.loc["2303", "similar"] == 7
    # Of n municipalities with 7 and one with 100, the median of the others is 7 for each of the n too.
    assert (found["similar"] == 7).all()
