"""What changed the population adds up, and ages and indices are counted from the table itself."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.made import observed, yearly
from vagar_lib.metrics import population
from vagar_lib.sources import store

LABELS = {
    "natural": "Födelseöverskott",
    "net_county": "Flyttnetto inom länet",
    "net_sweden": "Flyttnetto mot övriga Sverige",
    "net_abroad": "Flyttnetto mot utlandet",
    "adjust": "Justering",
}


@pytest.fixture(scope="module")
def changes(built) -> pd.DataFrame:
    return store.table("befolkningsforandring")


def test_are_grew_by_229_persons_in_2024_of_whom_35_by_more_births_than_deaths(changes):
    # Rows 2321,2024,T of the raw table: 138 born - 103 dead = 35, moves -73 + 234 + 33, no adjustment; together 229.
    found = population.components(changes, "2321", LABELS)
    last = found[found["year"] == 2024].set_index("name")["value"]
    assert last.to_dict() == {
        "Födelseöverskott": 35,
        "Flyttnetto inom länet": -73,
        "Flyttnetto mot övriga Sverige": 234,
        "Flyttnetto mot utlandet": 33,
        "Justering": 0,
    }
    assert last.sum() == 229
    assert found["group"].tolist() == ["2023", "2024"] * 5


def test_women_and_men_in_are_add_up_to_the_whole(changes):
    # 92 women and 137 men: 229.
    by_sex = {s: population.components(changes, "2321", LABELS, sex=s) for s in "KMT"}
    last = {sex: rows[rows["year"] == 2024]["value"].sum() for sex, rows in by_sex.items()}
    assert last == {"K": 92, "M": 137, "T": 229}


def test_the_components_add_up_to_the_change_in_every_region_year_and_sex(changes):
    keys = ["region", "year", "sex"]
    parts = changes[changes["component"].isin(population.COMPONENTS)].groupby(keys)["value"].sum()
    whole = changes[changes["component"] == "change"].set_index(keys)["value"]
    assert len(whole) > 1000
    pd.testing.assert_series_equal(parts.sort_index(), whole.sort_index(), check_names=False)


def test_births_less_deaths_are_the_natural_change_and_the_moves_add_up(changes):
    wide = changes.pivot_table(index=["region", "year", "sex"], columns="component", values="value").fillna(0)
    assert (wide["births"] - wide["deaths"] == wide["natural"]).all()
    assert (wide["net_county"] + wide["net_sweden"] + wide["net_abroad"] == wide["net_total"]).all()


def test_a_component_that_is_zero_every_year_is_left_out(changes):
    county = population.components(changes, "23", LABELS)
    assert "Flyttnetto inom länet" not in set(county["name"])
    # 2024 in the county: -225 + 2 + 489 + 1 = 267.
    assert county[county["year"] == 2024]["value"].tolist() == [-225, 2, 489, 1]


def test_a_region_that_is_not_in_the_table_has_no_components(changes):
    assert population.components(changes, "9999", LABELS).empty


def test_ages_become_classes_of_five_years_and_an_open_last_one(built):
    ages = store.table("folkmangd_alder_kon", regions="2303")
    found = population.age_classes(ages)
    last = found[found["year"] == 2022].set_index(["sex", "age"])["value"]
    # Ragunda 2022, rows of the raw table: women 0-4: 13+27+29+26+24, men 17+21+24+27+28; women 90-94: 11+12+5+4+3;
    # 95 and older: women 4+1+1+1+0+3, men 1+1+0+1+0+0.
    assert (last["K", "0–4"], last["M", "0–4"]) == (119, 117)
    assert last["K", "90–94"] == 35
    assert (last["K", "95+"], last["M", "95+"]) == (10, 3)
    assert found["value"].sum() == ages["value"].sum()
    assert list(dict.fromkeys(found["age"]))[:3] == ["0–4", "5–9", "10–14"]
    assert list(dict.fromkeys(found["age"]))[-1] == "95+"


def test_the_share_of_the_old_is_of_women_and_men_together():
    people = pd.DataFrame(
        {
            "sex": ["K", "K", "M", "M", "T"],
            "age": ["64", "65", "80", "10", "65"],
            "year": 2022,
            "value": [1.0, 2.0, 1.0, 4.0, 999.0],  # a row of both must not be counted again
        }
    )
    assert population.age_share(people, 65)[2022] == 100 * 3 / 8
    assert population.age_share(people, 80)[2022] == 100 * 1 / 8
    assert population.age_share(people, 0)[2022] == 100


def test_index_of_the_county_since_1950(built):
    rows = store.observations("N01951", regions=["23", "00"])
    county, whole = (rows[rows["region"] == code].set_index("year")["value"] for code in ("23", "00"))
    assert (county[2024], county[2025], whole[1950]) == (132839, 132736, 7046920)
    found = population.index(rows, 1950)
    last = found[(found["region"] == "23") & (found["year"] == 2025)]["value"].item()
    assert last == pytest.approx(100 * 132736 / county[1950])


@given(st.lists(st.floats(0.1, 1e6), min_size=1, max_size=12), st.data())
def test_the_index_is_100_in_the_base_year_and_keeps_the_proportions(values, data):
    base = data.draw(st.integers(0, len(values) - 1))
    found = population.index(observed({"23": yearly(2000, values), "00": yearly(2000, values[::-1])}), 2000 + base)
    at_base = found[found["year"] == 2000 + base]
    assert at_base["value"].tolist() == pytest.approx([100, 100])
    own = found[found["region"] == "23"]["value"].tolist()
    assert own == pytest.approx([100 * value / values[base] for value in values])


def test_regions_without_people_in_the_base_year_have_no_index():
    rows = observed({"23": {1950: 0, 2025: 5}, "22": {2025: 5}, "00": {1950: 4, 2025: 5}})
    assert population.index(rows, 1950)["region"].unique().tolist() == ["00"]
