"""Has anyone's name slipped out? Sole traders of the raw grants files, looked for in everything a site holds.

A sole trader is a person. What is looked for is read when it is needed, and is in no message.
"""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

from vagar_lib import paths
from vagar_lib.pipeline.check.report import Finding
from vagar_lib.sources import grants_file, provenance
from vagar_lib.sources.grants_cells import text
from vagar_lib.sources.grants_rows import is_person, ten_digits
from vagar_lib.sources.grants_settings import fold, settings

_TEXT = {".html", ".csv", ".ipynb", ".json", ".xml", ".svg", ".txt", ".css", ".js", ".jsonld", ".ttl", ".rdf"}
_ZIPPED = {".xlsx", ".docx", ".pptx", ".zip"}


def sole_traders() -> dict[str, str]:
    """Names and numbers of the sole traders in the raw grants files, and where each is: its file and row.

    A name of a single word is left out, since it can be that of a place or a thing; the number beside it is not.

    Raises
    ------
    BadInput
        When a grants file can't be read.
    """
    files = provenance.grant_files()
    if not files:
        return {}
    known, found = settings(), {}
    persons = set(map(fold, known.sole_trader))
    for path in files.values():
        declared = provenance.load(path.with_suffix(".yml"))
        table = grants_file.read(path, known.layouts[declared.layout], declared.sheet)
        empty = [None] * len(table.numbers)
        columns = [table.columns.get(f, empty) for f in ("recipient_name", "recipient_number", "organisation_form")]
        for row, name, number, form in zip(table.numbers, *columns, strict=True):
            digits, called = ten_digits(number), fold(text(name))
            if fold(text(form)) not in persons and not is_person(digits):
                continue
            where = f"row {row} of {paths.relative(path)}"
            if len(called.split()) > 1:
                found.setdefault(called, where)
            if len(digits) == 10 and digits.isdecimal():
                found.setdefault(digits, where)
                found.setdefault(f"{digits[:6]}-{digits[6:]}", where)
    return found


def findings(site: Path, names: Mapping[str, str]) -> Iterator[Finding]:
    """Files that hold a name or a number of a sole trader.

    Parameters
    ----------
    site : Path
    names : mapping
        Of `sole_traders`.

    Yields
    ------
    Finding
        Tells where in the raw files the name stands, and not the name.
    """
    for path in sorted(site.rglob("*")) if names else ():
        content = _content(path) if path.is_file() else ""
        for name, where in names.items():
            if name in content and re.search(rf"(?<![\w.]){re.escape(name)}(?![\w.]\w)", content):
                file = path.relative_to(site).as_posix()
                yield Finding(file, "", "name", f"holds the name or the number of the sole trader in {where}")


def _content(path: Path) -> str:
    if path.suffix in _TEXT:
        written = path.read_text("utf-8", errors="replace")
    elif path.suffix in _ZIPPED:
        with zipfile.ZipFile(path) as packed:
            parts = [name for name in packed.namelist() if Path(name).suffix in _TEXT]
            written = " ".join(packed.read(name).decode("utf-8", errors="replace") for name in parts)
    elif path.suffix == ".parquet":
        written = pd.read_parquet(path).to_csv(index=False)
    else:
        return ""
    return fold(html.unescape(written))
