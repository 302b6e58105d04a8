"""How do rows get out? As CSV, JSON-stat and Parquet: the same rows the same bytes, so that nothing is sent twice."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from vagar_lib.pipeline.csv_cells import cell
from vagar_lib.pipeline.open_data import jsonstat
from vagar_lib.pipeline.open_data.dataset import Dataset

_ARROW = {"text": pa.string(), "integer": pa.int64(), "number": pa.float64()}


@dataclass(frozen=True)
class Format:
    """A form that a dataset comes in: its ending, name, media type, the standard it follows, what to say of it."""

    ending: str
    name: str
    media_type: str
    standard: str
    about: str


CSV = Format("csv", "CSV", "text/csv", "http://www.w3.org/ns/csvw", "kolumnerna beskrivs i en fil bredvid (CSVW)")
JSON_STAT = Format("json", "JSON-stat 2.0", "application/json", "https://json-stat.org/full/", "tabellen som en kub")
PARQUET = Format("parquet", "Parquet", "application/vnd.apache.parquet", "", "typade kolumner")


@dataclass(frozen=True)
class File:
    """A file of a dataset: its form and name, its size in bytes and its checksums.

    Sweden's profile of DCAT-AP knows SHA-1 only; other descriptions have SHA-256.
    """

    form: Format
    name: str
    size: int
    sha1: str
    sha256: str


def write(made: Dataset, folder: Path, publisher: str) -> list[File]:
    """Write a dataset in each form that it can have, and tell which files there are.

    Parameters
    ----------
    made : Dataset
    folder : Path
    publisher : str
        Who spreads it.
    """
    _write_csv(made, folder / f"{made.id}.csv")
    _write_parquet(made, folder / f"{made.id}.parquet", publisher)
    forms = [CSV, PARQUET]
    if made.cube is not None:
        write_json(jsonstat.dataset(made, publisher), folder / f"{made.id}.json")
        forms.insert(1, JSON_STAT)
    return [_file(folder, made.id, form) for form in forms]


def write_json(content: Mapping[str, Any], path: Path) -> None:
    """Write JSON in UTF-8, the keys in their order."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    path.write_text(f"{text}\n", encoding="utf-8", newline="\n")


def _write_csv(made: Dataset, path: Path) -> None:
    """RFC 4180 in UTF-8 without a mark of the byte order; decimal point, nothing where a value is missing."""
    columns = [_values(made.frame[column.name], column.kind) for column in made.columns]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column.name for column in made.columns])
        writer.writerows(map(cell, row) for row in zip(*columns, strict=True))


def _values(column: pd.Series, kind: str) -> list[Any]:
    if kind == "integer":
        return [None if pd.isna(value) else int(value) for value in column]
    return column.tolist()


def _write_parquet(made: Dataset, path: Path, publisher: str) -> None:
    about = {"title": made.title.sv, "description": made.description.sv, "publisher": publisher}
    about |= {"source": ", ".join(made.publishers), "licence": made.licence.name, "modified": made.modified.isoformat()}
    fields = [
        pa.field(one.name, _ARROW[one.kind], not one.required, {"title": one.title, "description": one.about})
        for one in made.columns
    ]
    arrays = [
        pa.array(_values(made.frame[one.name], one.kind), _ARROW[one.kind], from_pandas=True) for one in made.columns
    ]
    pq.write_table(pa.Table.from_arrays(arrays, schema=pa.schema(fields, about)), path, compression="zstd")


def _file(folder: Path, id: str, form: Format) -> File:
    name = f"{id}.{form.ending}"
    content = (folder / name).read_bytes()
    return File(form, name, len(content), hashlib.sha1(content).hexdigest(), hashlib.sha256(content).hexdigest())
