"""What do the columns of a CSV file mean? Metadata in CSVW beside each file, and one data package for all of them.

Notes
-----
*Metadata Vocabulary for Tabular Data* (W3C Recommendation, 17 December 2015), where ``<file>-metadata.json`` is
looked for beside the file; *Data Package* (https://datapackage.org/standard/data-package/).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from vagar_lib.pipeline.open_data.catalog import Catalog, Licence
from vagar_lib.pipeline.open_data.dataset import Column, Dataset
from vagar_lib.pipeline.open_data.tables import CSV, File

CONTEXT = ["http://www.w3.org/ns/csvw", {"@language": "sv"}]
DATATYPES = {"text": "string", "integer": "integer", "number": "number"}
"""Called the same by both."""
PACKAGE = "datapackage.json"


def name(file: File) -> str:
    """Name of the metadata of a CSV file."""
    return f"{file.name}-metadata.json"


def metadata(made: Dataset, file: File, publisher: str, licence: str) -> dict[str, Any]:
    """CSVW metadata of a dataset's CSV file.

    Parameters
    ----------
    made : Dataset
    file : File
        The CSV file.
    publisher : str
    licence : str
        Address of the licence.
    """
    return {
        "@context": CONTEXT,
        "url": file.name,
        "dc:title": made.title.sv,
        "dc:description": made.description.sv,
        "dc:publisher": publisher,
        "dc:source": ", ".join(made.publishers),
        "dc:license": {"@id": licence},
        "dc:rights": made.licence.demand.sv,
        "dc:modified": {"@value": made.modified.isoformat(), "@type": "xsd:date"},
        "dc:language": "sv",
        "dialect": {"encoding": "utf-8", "delimiter": ",", "quoteChar": '"', "header": True},
        "tableSchema": {"columns": [*map(_column, made.columns)], "primaryKey": [*made.key]},
    }


def _column(column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        "titles": column.name,
        "dc:title": column.title,
        "dc:description": column.about,
        "datatype": DATATYPES[column.kind],
        "required": column.required,
    }


def package(made: Sequence[tuple[Dataset, Sequence[File]]], catalog: Catalog, publisher: str) -> dict[str, Any]:
    """A data package of the CSV files of some datasets.

    Parameters
    ----------
    made : sequence of (Dataset, sequence of File)
    catalog : Catalog
    publisher : str
    """
    return {
        "name": "oppna-data",
        "title": catalog.title.sv,
        "description": catalog.description.sv,
        "contributors": [{"title": publisher, "role": "publisher"}],
        "resources": [
            _resource(one, file) for one, files in made for file in files if file.form is CSV
        ],
    }  # fmt: skip


def _resource(made: Dataset, file: File) -> dict[str, Any]:
    return {
        "name": made.id,
        "type": "table",
        "path": file.name,
        "title": made.title.sv,
        "description": made.description.sv,
        "scheme": "file",
        "format": "csv",
        "mediatype": CSV.media_type,
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "licenses": [_licence(made.licence)],
        "sources": [{"title": origin} for origin in made.origins],
        "schema": {
            "fields": [*map(_field, made.columns)],
            "primaryKey": [*made.key],
            "missingValues": [""],
        },
    }


def _licence(licence: Licence) -> dict[str, str]:
    known = {"name": licence.name, "title": licence.demand.sv}
    return known | ({"path": licence.uri} if licence.uri else {})


def _field(column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        "type": DATATYPES[column.kind],
        "title": column.title,
        "description": column.about,
    } | ({"constraints": {"required": True}} if column.required else {})
