"""How do the numbers of a figure get out? As CSV, with what they are and whose in CSVW metadata beside it."""

from __future__ import annotations

import csv
import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from vagar_lib.display.figure import slug
from vagar_lib.pipeline.csv_cells import cell

FILE = "data.csv"
METADATA = f"{FILE}-metadata.json"
"""Named so that a program that has found the file finds this too (CSVW, section 5.2)."""
LICENCES = {
    "CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC0 1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
}
"""Addresses of licences, by what they are called in the provenance of a table."""
EXAMPLE = "Exempeldata: påhittade uppgifter som inte ska användas som fakta."


def write_csv(path: Path, header: Iterable[Any], rows: Iterable[Iterable[Any]]) -> None:
    """Write raw values as CSV: UTF-8 with byte order mark, commas, decimal points, empty when missing.

    Text that a spreadsheet would take for a formula gets an apostrophe in front; numbers stay numbers.
    """
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(map(cell, header))
        writer.writerows(map(cell, row) for row in rows)


def metadata(content: Mapping[str, Any], about: Mapping[str, str]) -> str:
    """Description of the file as CSVW (W3C, Metadata Vocabulary for Tabular Data, 2015).

    Parameters
    ----------
    content : mapping
        Figure or table as the page has it.
    about : mapping
        ``publisher``; ``address`` of the page, or ``''``; ``issued``, a day in ISO 8601, or ``''``.

    Returns
    -------
    str
        JSON.
    """
    data = content["table"]["csv"]
    measured = {"schema:name": content["table"]["caption"], "schema:unitText": content.get("unit", "")}
    described = [content["subtitle"], *([EXAMPLE] if content.get("example") else []), *content["notes"]]
    told = {
        "dc:title": content["title"],
        "dc:description": described,
        "dc:publisher": about["publisher"],
        "dc:issued": about["issued"] and {"@value": about["issued"], "@type": "date"},
        "dc:isPartOf": about["address"] and {"@id": f"{about['address']}#{content['id']}"},
        "dc:source": [_source(one) for one in content.get("sources", ())] or content["source"],
        "schema:variableMeasured": {name: value for name, value in measured.items() if value},
    }
    return json.dumps(
        {
            "@context": ["http://www.w3.org/ns/csvw", {"@language": "sv"}],
            "@type": "Table",
            "url": FILE,
            **{name: value for name, value in told.items() if value},
            "dialect": {"encoding": "utf-8", "delimiter": ",", "header": True},
            "lang": "sv",
            "null": "",
            "tableSchema": {"columns": columns(data["header"], data["rows"])},
        },
        ensure_ascii=False,
    )


def columns(header: Sequence[Any], rows: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
    """Name, title and datatype of each column, told by its values.

    Examples
    --------
    >>> columns(["År", "Andel, %"], [["2024", 4.5], ["2025", None]])[1]
    {'name': 'andel', 'titles': 'Andel, %', 'datatype': 'number'}
    >>> columns(["År"], [["2024"], ["2025"]])[0]["datatype"]
    'gYear'
    """
    found, taken = [], set()
    for number, title in enumerate(header):
        name = slug(str(title)).replace("-", "_") or f"kolumn_{number + 1}"
        name = name if name not in taken else f"{name}_{number + 1}"
        taken.add(name)
        values = [value for row in rows if (value := row[number]) is not None]
        found.append({"name": name, "titles": cell(str(title)), "datatype": _datatype(values)})
    return found


def _datatype(values: Sequence[Any]) -> str:
    kinds = {type(value) for value in values if not (isinstance(value, float) and math.isnan(value))}
    if kinds == {int}:
        return "integer"
    if kinds == {str} and all(re.fullmatch(r"\d{4}", value) for value in values if isinstance(value, str)):
        return "gYear"
    return "number" if kinds and kinds <= {int, float} else "string"


def _source(one: Mapping[str, str]) -> dict[str, Any]:
    licence = LICENCES.get(one["licence"])
    return {
        "dc:publisher": one["publisher"],
        "dc:title": one["title"],
        "dc:license": {"@id": licence} if licence else one["licence"],
        "dc:date": {"@value": one["retrieved"], "@type": "date"},
    }
