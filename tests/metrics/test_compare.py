"""Places are compared the same year, at the precision shown, and never beyond what is known."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.made import measure, observed, yearly
from vagar_lib import regions
from vagar_lib.metrics import compare
from vagar_lib.metrics.compare import SIMILAR, gap
from vagar_lib.sources import store

COUNTY, RAGUNDA, RIKET = regions.region("23"), regions.region("2303"), regions.region("00")
PLAIN = measure()


def counties(values: list[float], own: float, riket: float) -> pd.DataFrame:
    """Values of some counties other than Jämtland, of Jämtland and of riket."""
    others = [code for code in regions.codes("län") if code != "23"][: len(values)]
    return observed({**dict(zip(others, values, strict=True)), "23": own, "00": riket})


def test_a_gap_is_the_difference_of_the_numbers_shown():
    found = gap(observed({"23": 2.041061, "00": 2.946107}), COUNTY, "00", PLAIN)
    # Shown as 2.0 and 2.9, so the reader gets -0.9, not -0.905 rounded on its own.
    assert found.position == "below" and found.difference == -0.9
    assert (found.year, found.value, found.reference) == (2024, 2.041061, 2.946107)


@pytest.mark.parametrize(
    ("own", "riket", "position"), [(4.36, 4.34, "above"), (4.31, 4.34, "level"), (4.34, 4.36, "below")]
)
def test_values_that_look_the_same_are_level(own, riket, position):
    assert gap(observed({"23": own, "00": riket}), COUNTY, "00", PLAIN).position == position


def test_the_distance_is_in_units_of_the_quartile_range_between_counties():
    # Nine counties 1..8 and 12: the quartiles are 3 and 7, so the spread is 4 / 1.349 = 2.965; (12 - 5) / 2.965 = 2.36.
    found = gap(counties([1, 2, 3, 4, 5, 6, 7, 8], own=12, riket=5), COUNTY, "00", PLAIN)
    assert found.distance == pytest.approx((12 - 5) * 1.349 / 4)


def test_the_spread_leaves_out_regions_of_other_levels():
    rows = pd.concat([counties([1, 2, 3, 4, 5, 6, 7, 8], own=12, riket=5), observed({"2303": 900, "2305": 1000})])
    assert gap(rows, COUNTY, "00", PLAIN).distance == pytest.approx((12 - 5) * 1.349 / 4)


def test_seven_counties_are_too_few_for_a_distance_but_not_for_a_gap():
    found = gap(counties([1, 2, 3, 4, 5, 6], own=12, riket=5), COUNTY, "00", PLAIN)
    assert found.position == "above" and math.isnan(found.distance)


def test_counties_that_do_not_differ_give_no_distance():
    assert math.isnan(gap(counties([5.0] * 9, own=5.0, riket=4.0), COUNTY, "00", PLAIN).distance)


def test_a_difference_between_survey_values_is_not_named():
    found = gap(observed({"23": 20.0, "00": 40.0}), COUNTY, "00", measure(survey=True))
    assert found.position == "unknown"


def test_places_are_compared_in_the_last_year_that_both_have():
    rows = observed({"23": {2021: 1, 2022: 2, 2024: 9}, "00": {2020: 7, 2021: 5, 2022: 5, 2023: 5}})
    found = gap(rows, COUNTY, "00", PLAIN)
    assert (found.year, found.value, found.reference) == (2022, 2.0, 5.0)


def test_without_a_year_in_common_there_is_no_gap():
    assert gap(observed({"23": {2023: 1}, "00": {2024: 2}}), COUNTY, "00", PLAIN) is None
    assert gap(observed({"23": {2023: 1, 2024: np.nan}, "00": {2024: 2}}), COUNTY, "00", PLAIN) is None
    assert gap(observed({"23": 1}), COUNTY, "00", PLAIN) is None
    assert gap(observed({}), COUNTY, "00", PLAIN) is None


def test_a_place_is_not_compared_with_itself():
    assert gap(observed({"00": 1}), RIKET, "00", PLAIN) is None


def test_only_both_sexes_together_are_compared():
    women = observed({"23": 90, "00": 10}, sex="K")
    assert gap(women, COUNTY, "00", PLAIN) is None
    both = pd.concat([women, observed({"23": 5, "00": 5})])
    assert gap(both, COUNTY, "00", PLAIN).position == "level"


def test_similar_regions_are_compared_by_their_median_when_half_of_them_have_a_value():
    members = COUNTY.similar
    assert len(members) == 7
    four = dict(zip(members, [1.0, 2.0, 4.0, 9.0], strict=False))
    assert gap(observed({"23": 5.0, **four}), COUNTY, SIMILAR, PLAIN).reference == 3.0  # between 2 and 4
    three = dict(list(four.items())[:3])
    assert gap(observed({"23": 5.0, **three}), COUNTY, SIMILAR, PLAIN) is None


def test_the_median_of_similar_regions_is_of_the_last_year_with_enough_of_them():
    members = dict.fromkeys(COUNTY.similar, 2.0)
    rows = pd.concat([observed({c: {2023: v} for c, v in members.items()}), observed({"23": {2023: 3, 2024: 4}})])
    rows = pd.concat([rows, observed({COUNTY.similar[0]: {2024: 50}})])
    found = gap(rows, COUNTY, SIMILAR, PLAIN)
    assert (found.year, found.value, found.reference) == (2023, 3.0, 2.0)


def test_a_region_without_similar_ones_has_no_such_gap():
    gotland = regions.region("09")
    assert gotland.similar == ()
    assert gap(observed({"09": 1, "00": 1}), gotland, SIMILAR, PLAIN) is None


def test_several_indicators_are_refused():
    with pytest.raises(ValueError, match="one indicator"):
        gap(pd.concat([observed({"23": 1}), observed({"23": 1}, indicator="annat")]), COUNTY, "00", PLAIN)


finite = st.floats(-1e6, 1e6)


@given(finite, finite, st.integers(0, 3))
def test_the_position_follows_the_sign_of_the_difference(own, riket, decimals):
    found = gap(observed({"23": own, "00": riket}), COUNTY, "00", measure(decimals=decimals))
    sign = (found.difference > 0) - (found.difference < 0)
    assert found.position == {1: "above", 0: "level", -1: "below"}[sign]


@given(st.lists(finite, min_size=8, max_size=40), st.floats(0.1, 100), finite)
def test_the_robust_spread_follows_a_change_of_scale(values, factor, shift):
    before = compare.robust_spread(pd.Series(values))
    after = compare.robust_spread(pd.Series(values) * factor + shift)
    if before > 1e-3:
        assert after == pytest.approx(before * factor, rel=1e-4)


def test_the_robust_spread_is_the_quartile_range_unmoved_by_one_wild_region():
    # 0..8 has the quartiles 2 and 6.
    assert compare.robust_spread(pd.Series(range(9))) == pytest.approx(4 / 1.349)
    assert compare.robust_spread(pd.Series([*range(8), 1e9])) == pytest.approx(4 / 1.349)
    assert math.isnan(compare.robust_spread(pd.Series([1.0, 2, 3, 4, 5, 6, 7, np.nan])))


def test_the_spread_between_a_few_neighbours_is_not_that_of_the_country():
    assert math.isnan(compare.robust_spread(pd.Series(range(8)), of=290))
    assert compare.robust_spread(pd.Series(range(9)), of=21) == pytest.approx(4 / 1.349)


def test_a_municipality_is_compared_with_county_riket_and_its_group():
    codes = compare.comparison_codes(RAGUNDA)
    assert codes[:3] == ["2303", "23", "00"]
    assert set(codes[3:]) == set(RAGUNDA.similar)
    assert len(codes) == len(set(codes))
    assert compare.comparison_codes(RIKET) == ["00"]


def test_beside_names_the_place_its_county_riket_and_similar_regions_in_that_order():
    similar = {code: yearly(2023, [1.0, 3.0]) for code in RAGUNDA.similar}
    similar[RAGUNDA.similar[0]] = yearly(2023, [100.0, np.nan])
    rows = observed({"00": 4.0, "2303": yearly(2023, [8.0, 9.0]), "23": 6.0, **similar})
    found = compare.beside(rows, RAGUNDA)
    assert list(dict.fromkeys(found["role"])) == ["place", "county", "riket", "similar"]
    assert found[found["role"] == "place"]["value"].tolist() == [8.0, 9.0]
    assert found[found["role"] == "similar"]["value"].tolist() == [1.0, 3.0]
    assert list(dict.fromkeys(found["series"])) == [
        "Ragunda",
        "Jämtlands län",
        "Riket",
        f"Median, {RAGUNDA.similar_name}",
    ]


def test_beside_gives_no_median_of_too_few_similar_regions():
    few = dict.fromkeys(RAGUNDA.similar[: len(RAGUNDA.similar) // 2 - 1], 1.0)
    assert "similar" not in set(compare.beside(observed({"2303": 1, **few}), RAGUNDA)["role"])


def test_beside_leaves_out_women_and_men_and_other_regions():
    rows = pd.concat([observed({"23": 1, "2303": 5, "00": 2}), observed({"23": 7}, sex="K")])
    assert compare.beside(rows, COUNTY)["value"].tolist() == [1.0, 2.0]
    assert compare.beside(rows, RIKET)["role"].tolist() == ["place"]


def test_the_county_is_not_named_twice_when_it_is_the_place():
    assert compare.beside(observed({"23": 1, "00": 2}), COUNTY)["role"].tolist() == ["place", "riket"]


def test_the_latest_values_are_all_of_one_year():
    rows = observed({"2303": {2023: 1, 2024: np.nan}, "2305": {2023: 2, 2024: 3}})
    assert compare.latest(rows)[["region", "value"]].values.tolist() == [["2305", 3.0]]
    assert compare.latest(observed({})).empty


def test_unemployment_in_the_countys_municipalities_stands_highest_first(built):
    # The rows of 2024 in inkomst_arbetsloshet_bostader.csv, variable unemployment_rate.
    found = compare.side_by_side(store.observations("N03937", regions=[*COUNTY.children, "00"]), RAGUNDA)
    assert found["name"].tolist() == [
        "Strömsund",
        "Riket",
        "Berg",
        "Ragunda",
        "Bräcke",
        "Östersund",
        "Åre",
        "Härjedalen",
        "Krokom",
    ]
    assert found.loc[found["name"] == "Strömsund", "value"].item() == pytest.approx(2.962112)
    roles = found.set_index("name")["role"]
    assert roles["Ragunda"] == "place" and roles["Riket"] == "reference"
    assert set(roles.drop(["Ragunda", "Riket"])) == {"other"}


def test_riket_stands_beside_only_with_a_value_of_the_same_year():
    rows = observed({"2303": {2024: 1.0}, "2305": {2024: 2.0}, "00": {2023: 5.0}})
    assert "reference" not in set(compare.side_by_side(rows, COUNTY)["role"])


def test_equal_values_stand_in_the_order_of_their_codes():
    rows = observed({"2321": 1.0, "2303": 1.0, "2309": 2.0})
    assert compare.side_by_side(rows, COUNTY)["region"].tolist() == ["2309", "2303", "2321"]


def test_counties_stand_beside_each_other_for_riket_and_riket_is_not_one_of_them():
    rows = observed({"23": 1, "22": 2, "00": 3, "2303": 4})
    found = compare.side_by_side(rows, RIKET)
    assert found["name"].tolist() == ["Västernorrlands län", "Jämtlands län"]


def test_nothing_beside_gives_no_rows():
    assert compare.side_by_side(observed({}), COUNTY).empty
    assert compare.side_by_side(observed({"00": 1}), COUNTY).empty


def test_women_and_men_stand_by_name_with_riket_last():
    rows = pd.concat([observed({"2321": 1, "2305": 2, "00": 3}, sex=sex) for sex in ("M", "K", "T")])
    found = compare.by_sex(rows, COUNTY)
    assert found[["name", "sex"]].values.tolist() == [
        ["Bräcke", "K"],
        ["Bräcke", "M"],
        ["Åre", "K"],
        ["Åre", "M"],
        ["Riket", "K"],
        ["Riket", "M"],
    ]
    assert compare.by_sex(rows, RIKET).empty


def test_each_region_is_a_series_by_swedish_name_with_the_place_marked():
    rows = observed({"2380": {2024: 1, 2023: 2}, "2321": 3, "2303": 4})
    found = compare.as_series(rows, regions.region("2321"))
    assert found["series"].tolist() == ["Ragunda", "Åre", "Östersund", "Östersund"]
    assert found["value"].tolist() == [4.0, 3.0, 2.0, 1.0]
    assert found["role"].tolist() == ["other", "place", "other", "other"]
