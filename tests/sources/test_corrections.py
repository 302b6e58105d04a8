"""What a source has got wrong is corrected with a reason, and only as long as the source has it wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from vagar_lib.errors import BadInput
from vagar_lib.pipeline import data
from vagar_lib.sources import corrections, store

CHECKOUT = Path(__file__).resolve().parents[2]
ENTRY = {
    "table": "elpris",
    "where": {"region": "23", "period": "2024", "sex": "K"},
    "expect": 415,
    "value": 41.5,
    "reason": "Källan har tappat ett decimaltecken.",
}
ROWS = "region,period,sex,value,status\n23,2024,K,415,\n23,2024,M,40.5,\n23,2023,K,,secret\n"


@pytest.fixture
def elpris(small, write_table):
    return write_table("elpris", ROWS, dimensions={"sex": ["K", "M"]})


def write(*entries) -> None:
    corrections.file().write_text(yaml.safe_dump([*entries], allow_unicode=True, sort_keys=False), encoding="utf-8")


def found() -> dict[tuple[str, str], tuple[float, str]]:
    data.build()
    rows = store.table("elpris")
    return {(row.period, row.sex): (row.value, row.status) for row in rows.itertuples()}


def findings() -> list[str]:
    with pytest.raises(BadInput) as caught:
        data.build()
    return caught.value.findings


def test_the_cell_gets_its_value_and_the_others_stay(elpris):
    write(ENTRY)
    assert found()["2024", "K"] == (41.5, "")
    assert found()["2024", "M"] == (40.5, "")


def test_the_raw_table_is_not_touched(elpris):
    write(ENTRY)
    data.build()
    assert elpris.read_text(encoding="utf-8") == ROWS


def test_a_reader_is_told_the_reason(elpris):
    write(ENTRY)
    data.build()
    assert store.provenance("elpris").notes == ["Rättat i 23, 2024: Källan har tappat ett decimaltecken."]


def test_a_value_can_be_taken_away_and_one_put_where_there_was_none(elpris):
    write(
        {**ENTRY, "value": None, "status": "not_collected"},
        {**ENTRY, "where": {"region": "23", "period": "2023", "sex": "K"}, "expect": None, "value": 39.0},
    )
    value, status = found()["2024", "K"]
    assert value != value
    assert status == "not_collected"
    assert found()["2023", "K"] == (39.0, "")


@pytest.mark.parametrize(
    ("expect", "words"),
    [(400, "expected 400, the source now has 415"), (None, "expected no value, the source now has 415")],
)
def test_the_build_stops_when_the_source_has_something_else(elpris, expect, words):
    write({**ENTRY, "expect": expect})
    assert findings() == [
        "data/raw/corrections.yml, entry 1 (elpris, region 23, period 2024, sex K): "
        f"{words}: look at it, then remove the correction or renew it"
    ]


def test_the_build_stops_when_the_source_has_taken_the_value_away(elpris):
    write({**ENTRY, "where": {"region": "23", "period": "2023", "sex": "K"}})
    assert "expected 415, the source now has no value" in findings()[0]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"table": "elprs"}, "entry 1: table 'elprs' does not exist"),
        ({"where": {"region": "23", "period": "2024"}}, "where fits 2 cells, allowed: one; narrow it with sex"),
        ({"where": {"region": "2303", "period": "2024", "sex": "K"}}, "where fits 0 cells, allowed: one"),
        ({"where": {"region": "23", "sex": "K"}}, "where lacks period"),
        ({"where": {"region": "23", "period": "2024", "kon": "K"}}, "where kon is no dimension of the table; it has: "),
        ({"value": None}, "value is null without a status that says why"),
        ({"value": "många"}, "entry 1, field value: input should be a valid number, found 'många'"),
        ({"reason": "fel"}, "entry 1, field reason: string should have at least 10 characters, found 'fel'"),
        ({"status": "fel"}, "entry 1, field status: input should be '', 'secret'"),
        ({"värde": 1}, "entry 1, field värde: extra inputs are not permitted, found 1"),
    ],
)  # fmt: skip
def test_a_correction_that_can_not_be_is_told_with_its_entry(elpris, change, words):
    write({**ENTRY, **change})
    assert words in findings()[0]


def test_a_field_that_is_missing_is_told(elpris):
    write({name: value for name, value in ENTRY.items() if name != "expect"})
    assert "entry 1, field expect: field required" in findings()[0]


def test_a_cell_can_not_be_corrected_twice(elpris):
    write(ENTRY, {**ENTRY, "value": 42.0})
    assert findings() == [
        "data/raw/corrections.yml, entry 2 (elpris, region 23, period 2024, sex K): is corrected by entry 1 too"
    ]


def test_a_correction_of_a_table_that_is_yet_to_be_fetched_waits_for_it(elpris):
    write({**ENTRY, "table": "N01951"})
    assert found()["2024", "K"] == (415, "")


def test_another_correction_is_another_edition_of_the_data(elpris):
    before = data.build().edition
    write(ENTRY)
    assert data.build().edition != before


def test_a_file_that_is_not_yaml_is_told(elpris):
    corrections.file().write_text("- table: [", encoding="utf-8")
    assert findings()[0].startswith("data/raw/corrections.yml: is not YAML in UTF-8")


def test_the_example_in_the_file_that_the_project_ships_is_a_correction(small):
    text = (CHECKOUT / "data" / "raw" / "corrections.yml").read_text(encoding="utf-8")
    example = "\n".join(line.removeprefix("# ") for line in text.splitlines() if re.match(r"# ( |- )", line))
    corrections.file().write_text(example, encoding="utf-8")
    (one,) = corrections.every()
    assert (one.table, one.expect, one.value) == ("N01951", 51010, 5101)
