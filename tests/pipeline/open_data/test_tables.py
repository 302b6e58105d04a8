"""The files: the same rows in each, described so that other programs understand them."""

from __future__ import annotations

import csv
import json
import math

import pandas as pd
import pyarrow.parquet as pq
import pytest
from frictionless import Package

from tests.pipeline.open_data import made
from vagar_lib.pipeline.open_data import csvw, observations


def rows_of(path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture
def folder(datasets, tmp_path):
    (tmp_path / "open").mkdir()
    made.written(datasets, tmp_path / "open")
    return tmp_path / "open"


def test_csv_and_parquet_have_the_rows_of_the_dataset(datasets, folder):
    for dataset in datasets:
        parquet = pq.read_table(folder / f"{dataset.id}.parquet").to_pandas()
        pd.testing.assert_frame_equal(parquet, dataset.frame, check_dtype=False)
        rows = rows_of(folder / f"{dataset.id}.csv")
        assert [*rows[0]] == [column.name for column in dataset.columns]
        for row, value in zip(rows, dataset.frame["varde"], strict=True):
            assert row["varde"] == "" if math.isnan(value) else float(row["varde"]) == value


def test_a_missing_value_is_empty_and_the_status_says_why(folder):
    [row] = [row for row in rows_of(folder / "indikatorer-cc0.csv") if row["omrade"] == "2303" and row["ar"] == "2024"]
    assert (row["varde"], row["status"]) == ("", "skyddad av sekretess")


def test_text_that_could_be_a_formula_is_guarded_and_a_negative_number_is_a_number(folder):
    [row] = rows_of(folder / "indikatorer-egen.csv")
    assert row["kalla"] == f"Myndigheten; {made.HOSTILE}", "it begins with letters, so it is as it was"
    values = [row["varde"] for row in rows_of(folder / "indikatorer-cc0.csv")]
    assert "-2.25" in values


def test_a_publisher_that_is_a_formula_gets_an_apostrophe_in_the_csv_only(sources, tmp_path):
    rows = made.observed(("antal", "23", "2024", 2024, "T", 5, "", "egna/egna"))
    [dataset], _ = observations.datasets(rows, made.REGISTER, made.catalog(), ["23"])
    made.written([dataset], tmp_path)
    assert rows_of(tmp_path / f"{dataset.id}.csv")[0]["kalla"] == f"'{made.HOSTILE}"
    assert pq.read_table(tmp_path / f"{dataset.id}.parquet")["kalla"].to_pylist() == [made.HOSTILE]


def test_the_parquet_file_tells_what_it_is(folder):
    schema = pq.read_schema(folder / "indikatorer-cc0.parquet")
    assert schema.metadata[b"licence"].decode() == "CC0 1.0"
    assert schema.field("varde").metadata[b"title"].decode() == "Värde"
    assert str(schema.field("ar").type) == "int64"
    assert not schema.field("indikator").nullable


def test_the_same_data_are_the_same_bytes(datasets, tmp_path):
    folders = [tmp_path / name for name in ("first", "second")]
    for folder in folders:
        folder.mkdir()
        made.written(datasets, folder)
    first, second = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders)
    assert first == second


def test_frictionless_finds_the_data_package_and_every_row_valid(folder):
    report = Package(str(folder / csvw.PACKAGE)).validate()
    assert report.valid, report.flatten(["type", "note"])
    assert report.stats["tasks"] == 2


def test_frictionless_finds_a_row_that_has_been_changed(folder):
    path = folder / "indikatorer-cc0.csv"
    path.write_text(path.read_text("utf-8").replace("-2.25", "mycket"), "utf-8")
    kinds = {kind for [kind] in Package(str(folder / csvw.PACKAGE)).validate().flatten(["type"])}
    assert {"type-error", "hash-count"} <= kinds


def test_the_metadata_of_a_csv_file_are_what_csvw_asks_for(datasets, folder):
    """Metadata Vocabulary for Tabular Data, sections 5.3 (table), 5.5 (schema) and 5.6 (column)."""
    for dataset in datasets:
        path = folder / f"{dataset.id}.csv-metadata.json"
        known = json.loads(path.read_text("utf-8"))
        assert known["@context"][0] == "http://www.w3.org/ns/csvw"
        assert (path.parent / known["url"]).is_file()
        assert known["dc:license"]["@id"].startswith(("http://creativecommons.org/", made.SITE))
        columns = known["tableSchema"]["columns"]
        names = [column["name"] for column in columns]
        assert len(set(names)) == len(names)
        assert all(name.isidentifier() and name.isascii() for name in names), "a name is a URI template variable"
        header = [*rows_of(folder / known["url"])[0]]
        assert [column["titles"] for column in columns] == header, "a header that is no title is an error"
        assert {column["datatype"] for column in columns} <= {"string", "integer", "number"}
        assert set(known["tableSchema"]["primaryKey"]) <= set(names)
        assert known["dialect"]["encoding"] == "utf-8"


def test_required_columns_are_never_empty_and_the_key_makes_rows_unique(datasets, folder):
    for dataset in datasets:
        rows = rows_of(folder / f"{dataset.id}.csv")
        for column in (column.name for column in dataset.columns if column.required):
            assert all(row[column] for row in rows), column
        assert len({tuple(row[name] for name in dataset.key) for row in rows}) == len(rows)
