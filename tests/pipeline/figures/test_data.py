"""The numbers of a figure as a file that spreadsheets and programs read, with what they are beside it."""

from __future__ import annotations

import csv
import json
import math
from datetime import date
from pathlib import Path

import pytest
from frictionless import Resource, Schema
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.site import sample
from vagar_lib.pipeline.page.figures import data

ABOUT = {"publisher": "Region Exempel", "address": "https://exempel.se/nulage/2303-ragunda/", "issued": "2026-11-03"}
SOURCES = [
    {"publisher": "SCB", "title": "Folkmängd", "licence": "CC BY 4.0", "retrieved": "2026-11-01"},
    {"publisher": "Kolada", "title": "Nyckeltal", "licence": "Anges inte av källan", "retrieved": "2026-11-02"},
]
TYPES = {"string": "string", "integer": "integer", "number": "number", "gYear": "year"}
"""What CSVW and Table Schema call the same thing."""


def content(header: list, rows: list, **changes) -> dict:
    """A figure with this data behind it."""
    return sample.figure(table={**sample.table(), "csv": {"header": header, "rows": rows}}, **changes)


def written(folder: Path, header: list, rows: list, **changes) -> dict:
    """Write file and metadata, and give the metadata."""
    data.write_csv(folder / data.FILE, header, rows)
    told = data.metadata(content(header, rows, **changes), ABOUT)
    (folder / data.METADATA).write_text(told, "utf-8")
    return json.loads(told)


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [*csv.reader(file)]


ROWS = [["Åre", "2023", 4, 1.5], ["Berg", "2024", 5, None], ["=1+1", "2024", -3, -2.25]]
HEADER = ["Plats", "År", "Antal", "Andel, %"]


def test_the_file_is_found_with_its_metadata_by_the_name_that_csvw_looks_for():
    """Metadata Vocabulary for Tabular Data, and Model for Tabular Data, section 5.3: '{+url}-metadata.json'."""
    assert f"{data.FILE}-metadata.json" == data.METADATA


def test_the_metadata_tell_titles_types_unit_sources_licences_dates_and_what_is_missing(tmp_path):
    told = written(tmp_path, HEADER, ROWS, unit="procent", sources=SOURCES)
    assert told["@context"] == ["http://www.w3.org/ns/csvw", {"@language": "sv"}]
    assert told["url"] == "data.csv" and told["lang"] == "sv" and told["null"] == ""
    assert told["dc:title"] == "Arbetslösheten i Ragunda är högre än i riket"
    assert told["dc:isPartOf"] == {"@id": "https://exempel.se/nulage/2303-ragunda/#arbete-1"}
    assert date.fromisoformat(told["dc:issued"]["@value"]) == date(2026, 11, 3)
    assert told["schema:variableMeasured"]["schema:unitText"] == "procent"
    assert [one["dc:publisher"] for one in told["dc:source"]] == ["SCB", "Kolada"]
    licences = [one["dc:license"] for one in told["dc:source"]]
    assert licences == [{"@id": "https://creativecommons.org/licenses/by/4.0/"}, "Anges inte av källan"]
    assert told["tableSchema"]["columns"] == [
        {"name": "plats", "titles": "Plats", "datatype": "string"},
        {"name": "ar", "titles": "År", "datatype": "gYear"},
        {"name": "antal", "titles": "Antal", "datatype": "integer"},
        {"name": "andel", "titles": "Andel, %", "datatype": "number"},
    ]


def test_a_figure_from_before_its_sources_were_told_cites_its_source_line(tmp_path):
    assert written(tmp_path, HEADER, ROWS)["dc:source"] == "Källa: Arbetsförmedlingen."


def test_made_up_figures_are_said_to_be_that(tmp_path):
    told = written(tmp_path, HEADER, ROWS, example=True)
    assert "Exempeldata: påhittade uppgifter som inte ska användas som fakta." in told["dc:description"]


def test_titles_are_those_of_the_file_also_where_one_is_guarded_and_names_are_unique(tmp_path):
    header = ["=A1", "2024", "2024", "§", ""]
    columns = written(tmp_path, header, [["a", 1, 2, 3, 4]])["tableSchema"]["columns"]
    assert [column["titles"] for column in columns] == read(tmp_path / data.FILE)[0] == ["'=A1", *header[1:]]
    assert len({column["name"] for column in columns}) == 5
    assert all(column["name"].replace("_", "").isalnum() for column in columns)


def test_an_independent_reader_takes_every_cell_for_what_the_metadata_say(tmp_path):
    told = written(tmp_path, HEADER, ROWS)
    fields = [{"name": one["titles"], "type": TYPES[one["datatype"]]} for one in told["tableSchema"]["columns"]]
    schema = Schema.from_descriptor({"fields": fields, "missingValues": [told["null"]]})
    report = Resource(path=data.FILE, basepath=str(tmp_path), schema=schema, encoding="utf-8-sig").validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "note"])


@pytest.mark.parametrize("text", ["=1+1", "+46", "-x", "@SUM(A1)", "\tx", "\rx"])
def test_text_that_a_spreadsheet_would_run_is_kept_from_it_and_numbers_stay_numbers(tmp_path, text):
    data.write_csv(tmp_path / data.FILE, [text], [[text], [-5]])
    assert read(tmp_path / data.FILE) == [[f"'{text}"], [f"'{text}"], ["-5"]]


VALUES = st.none() | st.integers(-(10**9), 10**9) | st.floats() | st.text(st.characters(exclude_categories=["Cs"]))


@settings(deadline=None, max_examples=60)
@example(rows=[(float("nan"), None), ("", None)])
@given(rows=st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=8))
def test_whatever_the_values_each_cell_of_a_number_column_can_be_read_as_one(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("csv")
    columns = written(folder, ["a", "b"], [list(row) for row in rows])["tableSchema"]["columns"]
    with (folder / data.FILE).open(encoding="utf-8-sig", newline="") as file:
        cells = [*csv.reader(file)][1:]
    for at, column in enumerate(columns):
        for row in cells:
            if column["datatype"] in ("integer", "number") and row[at]:
                assert math.isfinite(float(row[at]))
            assert not row[at].startswith(("=", "@"))
