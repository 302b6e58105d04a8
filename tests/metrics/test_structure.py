"""Parts make up their whole, in an order that a reader understands."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vagar_lib.metrics import structure
from vagar_lib.sources import store


def test_education_of_women_in_ragunda_2022_by_hand(built):
    # Women in the raw table: 39 + 221 compulsory, 449 + 461 upper secondary, 199 shorter than three years after it,
    # 304 + 4 longer; together 1 677, so 260 / 1677 = 15.50 %, 910 = 54.26 %, 199 = 11.87 % and 308 = 18.37 %.
    found = structure.education(store.table("utbildningsniva_16_74", regions="2303"))
    women = found[found["name"] == "Kvinnor 2022"]
    assert women["part"].tolist() == [
        "Förgymnasial",
        "Gymnasial",
        "Eftergymnasial, kortare än 3 år",
        "Eftergymnasial, minst 3 år",
    ]
    assert women["count"].tolist() == [260, 910, 199, 308]
    assert women["value"].tolist() == pytest.approx([15.504, 54.264, 11.866, 18.366], abs=5e-4)


def test_education_stands_with_women_first_and_years_in_order(built):
    found = structure.education(store.table("utbildningsniva_16_74", regions="23"))
    assert list(dict.fromkeys(found["name"])) == ["Kvinnor 2018", "Kvinnor 2022", "Män 2018", "Män 2022"]


def test_education_adds_to_a_hundred_in_every_region_and_every_level_is_known(built):
    table = store.table("utbildningsniva_16_74", regions=["00", "23", "2303", "1480", "0180"])
    assert set(table["education"]) <= set(structure.EDUCATION)
    for _, rows in table.groupby("region"):
        sums = structure.education(rows).groupby("name")["value"].sum()
        assert sums.tolist() == pytest.approx([100] * 4)


def test_no_rows_have_no_education(built):
    assert structure.education(store.table("utbildningsniva_16_74", regions="2303").iloc[:0]).empty


counts = st.lists(
    st.tuples(st.sampled_from("KM"), st.sampled_from("abcd"), st.integers(0, 10**7)), min_size=1, max_size=30
)


@given(counts)
def test_shares_add_to_a_hundred_in_each_whole(rows):
    frame = pd.DataFrame(rows, columns=["sex", "part", "value"]).assign(source="made/up")
    totals = frame.groupby("sex")["value"].sum()
    found = structure.shares(frame, ["sex"], "part")
    assert found["count"].sum() == frame["value"].sum()
    for sex, total in totals.items():
        own = found[found["sex"] == sex]["value"]
        if total:
            assert own.sum() == pytest.approx(100)
            assert own.between(0, 100).all()
        else:
            assert own.isna().all()


def test_shares_keep_the_order_that_the_parts_came_in():
    frame = pd.DataFrame({"sex": "K", "part": ["c", "a", "b"], "value": [1, 1, 2], "source": "made/up"})
    found = structure.shares(frame, ["sex"], "part")
    assert found[["part", "value"]].values.tolist() == [["c", 25], ["a", 25], ["b", 50]]


def test_emissions_of_the_county_2023_are_417_020_tonnes(built):
    # The nine sectors of 23,2023 in the raw table; transport abroad is outside the territory.
    emitted = structure.territorial(store.table("utslapp_vaxthusgaser", regions="23"))
    assert emitted[emitted["year"] == 2023]["value"].sum() == pytest.approx(417020.06)
    assert structure.ABROAD not in set(emitted["sector"])


def test_transport_abroad_is_taken_off():
    rows = pd.DataFrame({"sector": ["Jordbruk", "Utrikes transporter"], "value": [10.0, 90.0]})
    assert structure.territorial(rows)["value"].tolist() == [10.0]


def test_sectors_stand_with_the_largest_of_the_last_year_first(built):
    emitted = structure.territorial(store.table("utslapp_vaxthusgaser", regions="23"))
    found = structure.sectors(emitted, store.labels("utslapp_vaxthusgaser", "sector"))
    order = list(dict.fromkeys(found["sector"]))
    assert order[:3] == ["Transporter", "Jordbruk", "Arbetsmaskiner"]  # 175 632, 104 311 and 79 807 tonnes
    assert found.groupby("series", sort=False)["year"].apply(lambda years: years.is_monotonic_increasing).all()
    assert found["series"].notna().all() and set(found["role"]) == {"place"}


def test_industries_do_not_overlap_and_make_up_the_total(built):
    table = store.table("eurostat_employment_nace_thousand", regions="23")
    found = structure.industries(table, store.labels("eurostat_employment_nace_thousand", "industry"))
    first = found[found["year"] == 2000].set_index("industry")["value"]
    # 2000 in the county, thousands: A 4, B-E 5, F 4, G-J 11, K-N 6, O-U 27; together 57, the total of the table.
    assert first.to_dict() == {"A": 4, "B-E": 5, "F": 4, "G-J": 11, "K-N": 6, "O-U": 27}
    assert table[(table["industry"] == "TOTAL") & (table["year"] == 2000)]["value"].item() == 57
    assert found["industry"].iloc[0] == "O-U" and found["name"].notna().all()


def test_first_and_last_year_become_groups(built):
    frame = pd.DataFrame({"year": [2000, 2010, 2024], "period": ["2000", "2010", "2024"], "value": 1.0})
    assert structure.first_and_last(frame)["group"].tolist() == ["2000", "2024"]
    assert structure.first_and_last(frame.iloc[:1])["group"].tolist() == ["2000"]
    assert structure.first_and_last(frame.iloc[:0]).empty
