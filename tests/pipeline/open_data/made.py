"""A small catalogue of made-up datasets, with every kind of value there can be."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from tests.made import measure, registered
from vagar_lib.pipeline.open_data import csvw, dcat, tables
from vagar_lib.pipeline.open_data.addresses import Addresses
from vagar_lib.pipeline.open_data.catalog import Catalog
from vagar_lib.pipeline.open_data.dataset import Dataset

HOSTILE = '=HYPERLINK("http://ont.example")<script>'
OWNER, SITE = "Region Exempel", "https://exempel.se/vagar/"
SAID = {"sv": "På svenska", "en": "In English"}
WORDS = {"sv": ["ord"], "en": ["word"]}
ENTRY = {"title": SAID, "description": SAID, "keywords": WORDS, "themes": ["REGI"], "frequency": "ANNUAL"}
FIELDS = {
    "title": SAID,
    "description": SAID,
    "issued": date(2026, 1, 2),
    "publisher": {"number": "2321000214", "type": "RegionalAuthority", "homepage": "https://exempel.se/"},
    "contact": {"name": "Öppna data", "email": "data@exempel.se"},
    "geonames": {"23": 2703330},
    "licences": [
        {"id": "cc0", "words": ["CC0"], "name": "CC0 1.0", "demand": SAID,
         "uri": "http://creativecommons.org/publicdomain/zero/1.0/"},
        {"id": "egen", "words": ["Ange källan"], "name": "Egna villkor", "demand": SAID, "uri": ""},
    ],
    "observations": ENTRY,
    "verdicts": ENTRY,
    "grants": ENTRY | {"title": {"sv": "Medel efter {variables}", "en": "Grants by {variables}"}, "tables": [["size"]]},
}  # fmt: skip
REGISTER = registered(
    measure(id="pris", label="Pris", unit="procent", definition="Vad det kostar.", decimals=1),
    measure(id="antal", label="Antal", unit="personer", definition="Hur många de är.", decimals=0),
)


def catalog(**fields: object) -> Catalog:
    """A catalogue; keywords replace its fields."""
    return Catalog.model_validate(FIELDS | fields)


def observed(*rows: tuple) -> pd.DataFrame:
    """Observations: indicator, region, period, year, sex, value, status, source."""
    columns = ["indicator", "region", "period", "year", "sex", "value", "status", "source"]
    return pd.DataFrame(rows, columns=columns).astype({"value": float})


def written(made: list[Dataset], folder: Path) -> list[tuple[Dataset, list[tables.File]]]:
    """Datasets with the files that they have in a folder, the metadata of CSV files beside them."""
    found = [(one, tables.write(one, folder, OWNER)) for one in made]
    for one, files in found:
        about = csvw.metadata(one, files[0], OWNER, Addresses(SITE).licence(one.licence))
        tables.write_json(about, folder / csvw.name(files[0]))
    tables.write_json(csvw.package(found, catalog(), OWNER), folder / csvw.PACKAGE)
    return found


def graph(found: list[tuple[Dataset, list[tables.File]]], site: str = SITE, **fields: object):
    """The catalogue of datasets as a graph."""
    return dcat.graph(found, catalog(**fields), OWNER, Addresses(site))
