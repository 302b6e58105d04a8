"""Reading what was built, and remembering what was read."""

import json
import subprocess
import sys
from datetime import date

import pandas as pd
import pytest

from vagar_lib import regions
from vagar_lib.errors import BadInput
from vagar_lib.sources import store

SHAPE = ["indicator", "region", "period", "year", "sex", "value", "status", "source"]


@pytest.fixture(autouse=True)
def _built(built):
    """Every test here reads the real figures."""


def test_observations_have_the_one_shape_and_are_sorted():
    rows = store.observations(regions=["23", "2303"])
    assert rows.columns.tolist() == SHAPE
    assert set(rows["region"]) == {"23", "2303"}
    assert rows.equals(rows.sort_values(["region", "indicator", "year"], kind="stable", ignore_index=True))


def test_observations_are_of_both_sexes_together_unless_asked_for():
    assert set(store.observations("N01951", regions="23")["sex"]) == {"T"}
    everything = store.observations(regions="23", sex=None)
    assert {"K", "M", "T"} == set(everything["sex"])


def test_years_are_limited_at_both_ends():
    years = store.observations("N01951", regions="23", since=2020, until=2022)["year"]
    assert sorted(set(years)) == [2020, 2021, 2022]


@pytest.mark.parametrize("asked", [{}, {"regions": ["2303", "00"], "sex": None}, {"since": 2020, "until": 2022}])
def test_a_file_too_large_to_be_kept_in_memory_gives_the_same_rows(asked, monkeypatch):
    kept = store.observations("N01951", "N03937", **asked)
    monkeypatch.setattr(store, "KEPT", 0)
    store._whole.cache_clear()
    pd.testing.assert_frame_equal(store.observations("N01951", "N03937", **asked), kept)
    store._whole.cache_clear()


def test_what_is_kept_in_memory_is_not_changed_by_who_asked_for_it():
    first = store.observations(sex=None)
    first["value"] = 0.0
    first.loc[:, "year"] = 1
    assert store.observations(sex=None)["year"].min() > 1


def test_population_of_the_county_is_the_published_one():
    rows = store.observations("N01951", regions="23", since=2024).set_index("year")["value"]
    assert (rows[2024], rows[2025]) == (132_839, 132_736)


@pytest.mark.parametrize("place", ["2303", ["2303"], regions.region("2303"), (regions.region("2303"),)])
def test_a_place_may_be_given_as_code_or_region_alone_or_with_others(place):
    assert set(store.table("folkmangd", regions=place)["region"]) == {"2303"}


def test_a_table_without_regions_asked_for_is_whole():
    assert store.table("folkmangd")["region"].nunique() == 312


def test_an_unknown_table_suggests_those_close_to_it():
    with pytest.raises(BadInput, match="table 'folkmängd' does not exist; did you mean folkmangd"):
        store.table("folkmängd")


def test_an_unknown_indicator_is_refused():
    with pytest.raises(BadInput, match="N01952"):
        store.observations("N01952")


def test_an_unknown_region_is_refused():
    with pytest.raises(BadInput, match="region '2399' does not exist"):
        store.observations("N01951", regions=["23", "2399"])


def test_an_unknown_sex_is_refused():
    with pytest.raises(BadInput, match="sex is 'kvinnor', allowed: K, M, T"):
        store.observations("N01951", sex="kvinnor")


def test_an_indicator_without_stored_data_has_no_rows():
    rows = store.observations("N07403")  # Kolada's, with no table that fills it
    assert rows.empty
    assert rows.columns.tolist() == SHAPE


def test_what_was_read_is_remembered_in_order():
    code = """
from vagar_lib.sources import store
assert store.used() == []
store.table("skattekraft", regions="23")
store.observations("N01951", regions="2303")
store.table("skattekraft")
print(store.used())
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['snapshot/skattekraft', 'snapshot/folkmangd']"


def test_each_table_behind_a_computed_value_is_remembered():
    rows = store.observations("utslapp_per_invanare", regions="23")
    assert rows["source"].iloc[0] == "snapshot/utslapp_vaxthusgaser; snapshot/folkmangd"
    assert {"snapshot/utslapp_vaxthusgaser", "snapshot/folkmangd"} <= set(store.used())


def test_a_source_leads_to_its_provenance():
    assert store.provenance("snapshot/folkmangd").publisher == "SCB"
    assert store.provenance("folkmangd") is store.provenance("snapshot/folkmangd")


@pytest.mark.parametrize("source", ["snapshot/folkmängd", "egna/folkmangd"])
def test_a_source_that_does_not_exist_is_refused(source):
    with pytest.raises(BadInput, match="does not exist"):
        store.provenance(source)


def test_the_edition_and_when_it_was_compiled_are_known():
    assert len(store.edition()) == 10
    assert store.compiled() >= date(2026, 11, 23)


def test_nothing_built_says_how_to_build(small):
    for read in (lambda: store.table("folkmangd"), lambda: store.observations(), store.edition):
        with pytest.raises(
            BadInput, match=r"data/processed/manifest\.json is missing: run: vagar data build"
        ):
            read()


def test_no_margins_of_surveys_are_shipped():
    assert store.margins().empty
    assert store.margins().columns.tolist() == SHAPE


def test_margins_are_read_from_the_tables_of_uncertainty_that_were_fetched(project):
    folder = project / "data" / "processed" / "tables"
    folder.mkdir(parents=True)
    row = {"region": "2303", "period": "2024", "year": 2024, "sex": "T", "value": 3.5, "status": "", "source": "k/u"}
    pd.DataFrame([row]).to_parquet(folder / "U01670.parquet")
    manifest = {"tables": {"U01670": {"source": "kolada/U01670", "rows": 1}, "folkmangd": {"source": "x/y", "rows": 1}}}
    (folder.parent / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    found = store.margins()
    assert found.columns.tolist() == SHAPE
    assert found[["indicator", "region", "value"]].to_numpy().tolist() == [["U01670", "2303", 3.5]]
