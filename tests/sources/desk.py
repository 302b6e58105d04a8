"""A desk for tests of grants: files in the layout of the case system, or another, to read and to break."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import yaml

from vagar_lib import paths
from vagar_lib.errors import BadInput
from vagar_lib.sources import grants_read, provenance
from vagar_lib.sources.grants_read import Grants

# The header is row 1, so the first of the rows is row 2.
ROW = {
    "arende": "A1",
    "stodtyp": "FTG",
    "stodform": "Regionalt investeringsstöd",
    "beslut_ar": "2017",
    "beviljat_belopp": "100 000",
    "utbet_belopp": "40 000",
    "trans_ar": "2017",
    "arbetsstalle": "Ragunda",
    "organisationsnummer": "009900-0019",
}


class Desk:
    """The folder of grants files in a root of its own."""

    def rows(self, *changes: dict[str, Any]) -> list[list[Any]]:
        """Header and rows: `ROW` with changes; a column that only some rows name is empty in the others."""
        columns = [*dict.fromkeys([*ROW, *(column for change in changes for column in change)])]
        return [columns, *([(ROW | change).get(column, "") for column in columns] for change in changes)]

    def csv(self, *changes: dict[str, Any], name: str = "egen.csv", **fields: Any) -> Path:
        """A CSV with semicolons of these rows."""
        return self.table(self.rows(*changes), name, **fields)

    def table(self, rows: Iterable[Iterable[Any]], name: str = "egen.csv", mark: str = ";", **fields: Any) -> Path:
        """A CSV of any cells."""
        text = io.StringIO()
        csv.writer(text, delimiter=mark).writerows(rows)
        return self.file(text.getvalue().encode(), name, **fields)

    def excel(self, *sheets: Iterable[Iterable[Any]], name: str = "egen.xlsx", **fields: Any) -> Path:
        """A workbook of any cells, one sheet for each table."""
        book = openpyxl.Workbook()
        book.remove(book.active)
        for n, rows in enumerate(sheets, start=1):
            sheet = book.create_sheet(f"Blad{n}")
            for row in rows:
                sheet.append(list(row))
        content = io.BytesIO()
        book.save(content)
        return self.file(content.getvalue(), name, **fields)

    def file(self, content: bytes, name: str = "egen.csv", **fields: Any) -> Path:
        """Any bytes, with a provenance beside; keywords replace its fields."""
        path = paths.raw() / "grants" / name
        path.write_bytes(content)
        known = {
            "title": "Ärenden",
            "publisher": "Regionen",
            "licence": "CC0",
            "retrieved": "2026-11-23",
            "definition": "Vad som mäts.",
            "sha256": hashlib.sha256(content).hexdigest(),
            "kind": "grants",
            "layout": "arendesystem",
            "covers": ["23"],
            "years": [2016, 2020],
        } | fields
        text = yaml.safe_dump(known, allow_unicode=True).replace("'2026-11-23'", "2026-11-23")
        path.with_suffix(".yml").write_text(text, encoding="utf-8")
        return path

    def settings(self, **parts: Any) -> None:
        """Replace whole parts of parameters/grants.yml; of a mapping, add to it."""
        path = paths.parameters() / "grants.yml"
        known = yaml.safe_load(path.read_text(encoding="utf-8"))
        for part, value in parts.items():
            known[part] = known[part] | value if isinstance(value, dict) else value
        path.write_text(yaml.safe_dump(known, allow_unicode=True, sort_keys=False), encoding="utf-8")

    def read(self) -> Grants:
        """What all the files say."""
        return grants_read.read_all(provenance.grant_files())

    def case(self) -> pd.Series:
        """The only ärende there is."""
        cases = self.read().cases
        assert len(cases) == 1
        return cases.iloc[0]

    def findings(self) -> list[str]:
        """What stops the files, without the name of the folder."""
        try:
            self.read()
        except BadInput as error:
            return [re.sub(r"data/raw/grants/", "", finding) for finding in error.findings]
        return []
