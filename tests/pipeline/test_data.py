"""Building the processed data: skipped, whole or not at all."""

import json

import pandas as pd
import pytest
import yaml

from vagar_lib import paths, regions
from vagar_lib.errors import BadInput
from vagar_lib.pipeline import data
from vagar_lib.sources import store

ENTRY = {
    "id": "elpris",
    "title": "Elpris för hushåll",
    "label": "Elpris",
    "definition": "Vad hushållen betalar för el.",
    "unit": "kr",
    "decimals": 1,
    "direction": "lower",
    "sdg": [7],
    "dimension": "ekonomisk",
    "theme": "Näringsliv och ekonomi",
    "levels": ["län", "kommun"],
    "sex": False,
    "sources": [{"table": "elpris"}],
}
PRICES = "region,period,value,status\n23,2023,41.5,\n23,2024,44,\n2303,2024,,secret\n"


@pytest.fixture
def prices(small, write_table):
    """A small project with one table and one indicator made from it."""
    write_table("elpris", PRICES)
    write_register(ENTRY)
    return small


def write_register(*entries):
    text = yaml.safe_dump(list(entries), allow_unicode=True, sort_keys=False)
    (paths.parameters() / "indicators.yml").write_text(text, encoding="utf-8")


def everything_in(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_build_gives_tables_observations_and_a_manifest(prices):
    manifest = data.build()
    assert manifest.tables["elpris"] == {"source": "egna/elpris", "rows": 3}
    assert manifest.observations == 3
    assert "data/raw/egna/elpris.csv" in manifest.inputs
    assert "parameters/indicators.yml" in manifest.inputs
    assert json.loads((paths.processed() / "manifest.json").read_text())["edition"] == manifest.edition
    assert store.edition() == manifest.edition
    assert store.observations("elpris", regions="23")["value"].tolist() == [41.5, 44]


def test_a_missing_value_stays_missing_all_the_way(prices):
    data.build()
    ragunda = store.observations("elpris", regions="2303")
    assert ragunda["value"].isna().all()
    assert ragunda["status"].tolist() == ["secret"]


def test_nothing_is_built_when_nothing_has_changed(prices, monkeypatch):
    first = data.build()
    monkeypatch.setattr(data, "_read_all", lambda: pytest.fail("read again"))
    said = []
    assert data.build(report=said.append) == first
    assert said == [f"data edition {first.edition} is up to date"]


def test_a_build_can_be_forced(prices):
    first = data.build()
    (paths.processed() / "tables" / "elpris.parquet").write_bytes(b"damaged")
    assert data.build(force=True) == first
    assert len(store.table("elpris")) == 3


def test_a_build_that_is_not_whole_is_made_again(prices):
    data.build()
    (paths.processed() / "observations.parquet").unlink()
    data.build()
    assert len(store.observations("elpris")) == 3


def test_a_change_in_a_table_its_provenance_or_the_register_is_another_edition(prices, write_table):
    editions = [data.build().edition]
    write_table("elpris", PRICES + "23,2025,46,\n")
    editions.append(data.build().edition)
    write_table("elpris", PRICES + "23,2025,46,\n", notes=["Utan skatt."])
    editions.append(data.build().edition)
    write_register(ENTRY | {"decimals": 0})
    editions.append(data.build().edition)
    assert len(set(editions)) == 4


def test_the_same_inputs_give_the_same_edition(prices, write_table):
    first = data.build().edition
    write_table("elpris", PRICES + "23,2025,46,\n")
    data.build()
    write_table("elpris", PRICES)
    assert data.build().edition == first


def test_bad_tables_are_all_reported_and_nothing_is_written(prices, write_table):
    write_table("elpris", 'region,period,value\n23,2024,"41,5"\n')
    write_table("vatten", "region,period,value\n2399,2024,1\n")
    with pytest.raises(BadInput) as caught:
        data.build()
    found = "\n".join(caught.value.findings)
    assert "data/raw/egna/elpris.csv row 2: value '41,5'" in found
    assert "data/raw/egna/vatten.csv row 2: region '2399'" in found
    assert not paths.processed().exists()


def test_a_bad_register_is_reported_together_with_bad_tables(prices, write_table):
    write_table("elpris", 'region,period,value\n23,2024,"41,5"\n')
    write_register(ENTRY | {"direction": "uppåt"})
    with pytest.raises(BadInput) as caught:
        data.build()
    found = "\n".join(caught.value.findings)
    assert "value '41,5'" in found
    assert "uppåt" in found


def test_a_missing_region_register_is_not_reported_again_for_every_table(prices):
    (paths.raw() / "snapshot" / "regions.csv").unlink()
    with pytest.raises(BadInput) as caught:
        data.build()
    found = caught.value.findings
    assert "data/raw/snapshot/regions.csv is missing: the region register is read from it" in found
    assert len(found) == len(set(found))


def test_bad_input_leaves_the_old_build_whole(prices, write_table):
    data.build()
    before = everything_in(paths.processed())
    write_table("elpris", "region,period,value\n2399,2024,1\n")
    with pytest.raises(BadInput):
        data.build()
    assert everything_in(paths.processed()) == before


def test_a_failure_in_the_midst_of_writing_leaves_the_old_build_whole(prices, write_table, monkeypatch):
    data.build()
    before = everything_in(paths.processed())
    write_table("elpris", PRICES + "23,2025,46,\n")

    def disk_full(*args, **kwargs):
        raise OSError("No space left on device")

    monkeypatch.setattr(pd.DataFrame, "to_parquet", disk_full)
    with pytest.raises(OSError, match="No space left"):
        data.build()
    assert everything_in(paths.processed()) == before
    assert [
        path.name for path in paths.processed().parent.iterdir() if path.name.startswith(".processed")
    ] == []


def test_a_swap_that_is_interrupted_puts_the_old_build_back(prices, write_table, monkeypatch):
    data.build()
    before = everything_in(paths.processed())
    write_table("elpris", PRICES + "23,2025,46,\n")
    rename = data.os.rename

    def interrupted(source, target):
        if source.name == "new":
            raise KeyboardInterrupt
        rename(source, target)

    monkeypatch.setattr(data.os, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt):
        data.build()
    assert everything_in(paths.processed()) == before


def test_a_build_makes_the_outlines_of_the_regions(prices, monkeypatch):
    data.build()
    monkeypatch.setattr(regions, "simplified_outlines", lambda: pytest.fail("made by a report"))
    assert regions.geometry(["2303", "23", "00"])["name"].tolist() == ["Ragunda", "Jämtlands län", "Riket"]


def test_what_pages_hide_outlives_a_build(prices, write_table):
    data.build()
    chosen = paths.protected() / "a.json"
    chosen.parent.mkdir()
    chosen.write_text("{}", encoding="utf-8")
    write_table("elpris", PRICES + "23,2025,46,\n")
    data.build()
    assert chosen.read_text(encoding="utf-8") == "{}"


def test_a_manifest_of_another_version_is_built_over(prices):
    data.build()
    (paths.processed() / "manifest.json").write_text('{"edition": "old"}', encoding="utf-8")
    assert data.build().tables["elpris"]["rows"] == 3


def test_the_real_figures_build_with_no_finding(built):
    manifest = data.build()
    assert {"folkmangd", "utslapp_vaxthusgaser", "sametinget_rennaring"} <= set(manifest.tables)
    assert manifest.compiled == "2026-11-23"
    assert manifest.observations > 50_000


def test_processed_tables_are_sorted_by_region_so_that_one_is_quickly_found(built):
    for name in ("folkmangd", "utslapp_vaxthusgaser"):
        assert store.table(name)["region"].is_monotonic_increasing
    assert store.observations(sex=None)["region"].is_monotonic_increasing
