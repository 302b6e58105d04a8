"""The provenance beside each raw table."""

from datetime import date

import pytest

from vagar_lib.errors import BadInput
from vagar_lib.sources import provenance

GOOD = "region,period,value\n23,2024,1\n"
TABLES = provenance.all_tables()


def findings(path):
    with pytest.raises(BadInput) as caught:
        provenance.load(path.with_suffix(".yml"))
    return caught.value.findings


@pytest.mark.parametrize("name", TABLES)
def test_every_table_shipped_says_where_it_comes_from(name):
    known = provenance.load(TABLES[name].with_suffix(".yml"))
    assert known.sha256 == provenance.digest(TABLES[name])
    assert known.title and known.publisher and known.licence and known.definition and known.via
    made_up = TABLES[name].parent.name != "snapshot"
    assert known.example == made_up == known.title.startswith("Exempeldata")
    assert made_up == ("data/examples/" in known.via)
    assert known.kind == "register" or (known.coverage and known.unit)


def test_folkmängd_breaks_in_2025():
    known = provenance.load(TABLES["folkmangd"].with_suffix(".yml"))
    assert [(b.year, b.regions) for b in known.breaks] == [(2025, [])]
    assert "Cell Key Method" in known.breaks[0].note


def test_guest_nights_break_twice_in_härjedalen_only():
    known = provenance.load(TABLES["gastnatter"].with_suffix(".yml"))
    assert [(b.year, b.regions) for b in known.breaks] == [(2018, ["2361"]), (2023, ["2361"])]


def test_fields_are_typed(small, write_table):
    path = write_table("mått", GOOD, notes=["En fälla."])
    known = provenance.load(path.with_suffix(".yml"))
    assert known.retrieved == date(2026, 11, 23)
    assert known.notes == ["En fälla."]
    assert known.kind == "observations"


def test_coverage_is_told_from_the_levels_unless_it_is_written(small, write_table):
    plain = write_table("ett", GOOD).with_suffix(".yml")
    assert provenance.load(plain).coverage == "riket, länen och kommunerna"
    written = write_table("två", GOOD, coverage="Jämtlands län").with_suffix(".yml")
    assert provenance.load(written).coverage == "Jämtlands län"


def test_an_unknown_field_is_told_which_there_are(small, write_table):
    (finding,) = findings(write_table("mått", GOOD, licens="CC0"))
    assert finding.startswith("data/raw/egna/mått.yml: field 'licens' is unknown, allowed: title, publisher")


def test_every_missing_and_ill_typed_field_is_reported_at_once(small, write_table):
    path = write_table("mått", GOOD, additive="ja", kind="tabell", levels=["region"], title=7)
    path.with_suffix(".yml").write_text(
        path.with_suffix(".yml").read_text(encoding="utf-8").replace("publisher: Regionen\n", ""),
        encoding="utf-8",
    )
    found = "\n".join(findings(path))
    for field in ("'additive' is 'ja'", "'kind' is 'tabell'", "'levels.0' is 'region'", "'title' is 7"):
        assert f"field {field}" in found
    assert "field 'publisher' is missing" in found


def test_a_table_of_observations_says_which_regions_it_has(small, write_table):
    assert "say which regions the table has" in findings(write_table("mått", GOOD, levels=[]))[0]


def test_a_register_like_table_declares_its_columns(small, write_table):
    assert "declares columns and key" in findings(write_table("mått", GOOD, kind="register"))[0]


def test_a_file_that_is_not_yaml_is_named(small, write_table):
    path = write_table("mått", GOOD).with_suffix(".yml")
    path.write_text("title: [öppen", encoding="utf-8")
    assert findings(path)[0].startswith("data/raw/egna/mått.yml: is not YAML")


def test_two_tables_of_one_name_are_refused(small, write_table):
    write_table("mått", GOOD, source="ett")
    write_table("mått", GOOD, source="två")
    with pytest.raises(
        BadInput, match=r"data/raw/två/mått\.csv: table name 'mått' is taken by data/raw/ett/mått\.csv"
    ):
        provenance.all_tables()


def test_labels_are_the_declared_ones_and_known_ones_for_sex(small, write_table):
    dimensions = {"sex": ["K", "M"], "kind": {"all": "Alla"}, "age": ["0-4"]}
    known = provenance.load(write_table("mått", GOOD, dimensions=dimensions).with_suffix(".yml"))
    assert known.labels("sex") == {"K": "Kvinnor", "M": "Män"}
    assert known.labels("kind") == {"all": "Alla"}
    assert known.labels("age") == {"0-4": "0-4"}
