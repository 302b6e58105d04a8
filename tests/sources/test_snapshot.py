"""The figures shipped agree with the published ones.

Golden numbers are SCB's and the national emission database's, read from their publications by hand.
"""

import pytest

from vagar_lib.sources import store


@pytest.fixture(autouse=True)
def _built(built):
    """Every test here reads the real figures."""


def value(table, region, **where):
    rows = store.table(table, regions=region)
    for column, wanted in where.items():
        rows = rows[rows[column] == wanted]
    return rows["value"].item()


@pytest.mark.parametrize(
    ("region", "year", "persons"),
    [("23", 2024, 132_839), ("23", 2025, 132_736), ("2321", 2024, 12_693), ("00", 2024, 10_587_710)],
)
def test_population_is_the_published_one(region, year, persons):
    assert value("folkmangd", region, year=year) == persons


def test_åre_grew_by_229_in_2024_of_which_35_were_a_surplus_of_births():
    åre = {"region": "2321", "year": 2024, "sex": "T"}
    assert value("befolkningsforandring", component="change", **åre) == 229
    assert value("befolkningsforandring", component="natural", **åre) == 35
    assert value("befolkningsforandring", component="births", **åre) == 138
    assert value("befolkningsforandring", component="deaths", **åre) == 103


def test_the_county_emitted_417_020_tonnes_in_2023_with_and_without_foreign_transport():
    rows = store.table("utslapp_vaxthusgaser", regions="23").query("year == 2023")
    assert len(rows) == 9
    assert round(rows["value"].sum()) == 417_020
    assert rows.set_index("sector")["value"]["Utrikes transporter"] == 0


def test_sums_of_the_parts_published_by_sex_are_the_total():
    rows = store.table("utbildningsniva_16_74", regions="23").query("year == 2022")
    by_sex = rows.groupby("sex")["value"].sum()
    assert by_sex["K"] + by_sex["M"] == by_sex["T"]


def test_what_the_source_lacks_has_no_row_and_is_not_zero():
    # Ragunda has no published guest nights for 2012.
    years = store.table("gastnatter", regions="2303")["year"].tolist()
    assert 2012 not in years
    assert {2011, 2013} <= set(years)


def test_mellersta_norrland_keeps_its_own_code():
    rows = store.table("mellersta_norrland_1900_2015")
    assert set(rows["region"]) == {"SE32"}
    assert rows.query("variable == 'population' and year == 1900")["value"].item() == pytest.approx(343.702)


def test_sametinget_counts_12_samebyar_and_403_renägare_in_2020():
    rows = store.table("sametinget_rennaring").set_index("variable")["value"]
    assert rows["samebyar"] == 12
    assert rows["renagare"] == 403
    assert rows["renar_vinterhjord"] == 45_000
