"""The tables of the growth grants: what the report shows, and nothing that it hides."""

from __future__ import annotations

import csv
import json

import pandas as pd
import pytest

from tests.pipeline.open_data import made
from vagar_lib import regions
from vagar_lib.display.grants import frames
from vagar_lib.errors import BadInput
from vagar_lib.metrics.disclosure import Rule
from vagar_lib.metrics.grants import money
from vagar_lib.pipeline.open_data import grants
from vagar_lib.pipeline.open_data.catalog import catalog
from vagar_lib.sources import grants as source
from vagar_lib.sources import jsonstat, provenance

COUNTY = regions.region("23")
ASKED = {"measure": "granted", "stodtyp": "alla", "first_year": 2016, "last_year": 2020, "min_cell": 3}


@pytest.fixture(scope="module")
def tables(built):
    """The datasets of the project's example, and what is left out."""
    return grants.datasets(COUNTY, ASKED, catalog())


@pytest.fixture(scope="module")
def shown(built):
    """The tables that the report shows, by what they are divided by."""
    cases = source.cases(COUNTY)
    labels = {column: source.labels(column) for column in frames.LABELLED} | {"first": frames.FIRST}
    rows = frames.newcomers(money(cases, source.payments(COUNTY), "granted", first=2016, last=2020), cases)
    return frames.protected(frames.in_words(rows, labels, COUNTY), Rule(min_cell=3)).tables


def test_each_table_of_the_catalogue_is_a_dataset_marked_as_made_up(tables):
    datasets, left_out = tables
    assert len(datasets) == len(catalog().grants.tables)
    assert left_out == []
    assert all(dataset.example and dataset.title.sv.startswith("Exempeldata: ") for dataset in datasets)
    assert "Regionala tillväxtmedel efter kommun och stödform" in datasets[0].title.sv


def test_the_cells_are_those_of_the_report_and_the_hidden_ones_have_no_number_in_any_file(tables, shown, tmp_path):
    for dataset, names in zip(tables[0], catalog().grants.tables, strict=True):
        table = shown[tuple(names)]
        hidden = table["status"] == "secret"
        assert dataset.frame["belopp"].equals(table["value"].reset_index(drop=True))
        assert (dataset.frame["status"] == "skyddad av sekretess").tolist() == hidden.tolist()
        made.written([dataset], tmp_path)
        with (tmp_path / f"{dataset.id}.csv").open(encoding="utf-8") as lines:
            rows = [row for row in csv.DictReader(lines) if row["status"]]
        assert len(rows) == hidden.sum()
        assert all(row["belopp"] == row["antal"] == "" for row in rows)
        parquet = pd.read_parquet(tmp_path / f"{dataset.id}.parquet")
        assert parquet.loc[hidden.to_numpy(), ["belopp", "antal"]].isna().all(axis=None)


def test_some_cells_are_hidden_or_the_test_above_says_nothing(tables):
    assert sum((dataset.frame["status"] != "").sum() for dataset in tables[0]) > 10


def test_the_cube_is_read_back_with_hidden_cells_as_missing(tables, tmp_path):
    dataset = tables[0][0]
    made.written([dataset], tmp_path)
    cube = jsonstat.read(json.loads((tmp_path / f"{dataset.id}.json").read_text("utf-8")))
    amounts = cube.frame[cube.frame["matt"] == "belopp"]
    assert amounts["value"].sum() == pytest.approx(dataset.frame["belopp"].sum())
    assert (amounts["status"] == "skyddad av sekretess").sum() == dataset.frame["belopp"].isna().sum()
    assert amounts.loc[amounts["status"] != "", "value"].isna().all()
    assert cube.about.labels["kommun"]["2303"] == "Ragunda"
    assert cube.about.labels["kommun"]["23"] == "Jämtlands län"
    assert cube.about.units["belopp"].base == "kronor"


def test_declared_sami_connection_is_in_no_table_and_can_t_be_put_in(tables):
    assert not [dataset.id for dataset in tables[0] if "sami" in dataset.id]
    with pytest.raises(ValueError, match="sami"):
        made.catalog(grants=made.FIELDS["grants"] | {"tables": [["sami"]]})


def test_no_recipient_is_in_any_table(tables):
    codes = set(source.cases(COUNTY)["recipient"])
    for dataset in tables[0]:
        texts = dataset.frame.select_dtypes(exclude="number")
        assert not codes & {str(value) for column in texts for value in texts[column]}


def test_a_file_whose_licence_is_not_listed_is_left_out_and_told(built, monkeypatch):
    known = provenance.load
    monkeypatch.setattr(provenance, "load", lambda path: known(path).model_copy(update={"licence": "Sekretess"}))
    datasets, [one] = grants.datasets(COUNTY, ASKED, catalog())
    assert datasets == []
    assert (one.title, one.reason) == (
        "Regionala tillväxtmedel, Jämtlands län",
        "Licensen ”Sekretess” ger inte säkert rätt att sprida uppgifterna",
    )


def test_tables_that_can_t_be_made_safe_are_left_out_and_it_is_told(built, monkeypatch):
    def refuse(*_: object) -> None:
        raise BadInput("disclosure control: 3 cells are not safe")

    monkeypatch.setattr(frames, "protected", refuse)
    datasets, [one] = grants.datasets(COUNTY, ASKED, catalog())
    assert datasets == []
    assert one.reason == "Tabellerna kan inte visas utan att mottagare röjs"
