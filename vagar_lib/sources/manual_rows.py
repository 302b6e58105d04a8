"""What do the rows of a file by mail say? Places, periods and numbers as people write them; no cell is guessed at."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd

from vagar_lib import paths, regions
from vagar_lib.errors import BadInput
from vagar_lib.sources import grants_cells as cells
from vagar_lib.sources.border import PERIOD, STATUS, WITH_VALUE

# What people call the columns; any other column is a dimension under its own name.
NAMES = {
    "region": ("region", "kod", "regionkod", "kommun", "län", "plats"),
    "period": ("period", "år", "månad", "tid"),
    "sex": ("sex", "kön"),
    "value": ("value", "värde"),
    "status": ("status",),
}
SEX = {"k": "K", "kvinnor": "K", "m": "M", "män": "M", "t": "T", "totalt": "T", "båda": "T"}
MISSING = ("", "..", ".")
_SHOWN = 10


def read(path: Path) -> tuple[pd.DataFrame, dict[str, list[str]]]:
    """The rows of a file, and the codes of its dimensions.

    Parameters
    ----------
    path : pathlib.Path
        A workbook, whose first sheet it is, or a CSV with semicolon, comma or tab, in UTF-8 or Windows-1252.

    Returns
    -------
    tuple
        region (code), period, dimensions, value (float) and status as text; and dimension to its codes.

    Raises
    ------
    BadInput
        With every column that is missing or there twice, and every cell that can't be read.
    """
    rows = [row for row in _cells(path) if any(cells.text(cell) for cell in row)]
    file = paths.relative(path)
    if len(rows) < 2:
        raise BadInput(f"{file}: has no rows below a header")
    header = [_field(cells.text(cell)) for cell in rows[0]]
    _check_header(header, file)
    found: dict[str, list[Any]] = {field: [] for field in header if field}
    findings: list[str] = []
    for number, row in enumerate(rows[1:], start=2):
        for field, cell in zip(header, [*row, *[""] * len(header)], strict=False):
            if not field:
                continue
            try:
                found[field].append(_READ.get(field, cells.text)(cell))
            except (ValueError, BadInput) as error:
                findings.append(f"{file} row {number}: {field} {cells.text(cell)!r}, allowed: {error}")
                found[field].append(None)
    if findings:
        more = [f"{file}: {len(findings) - _SHOWN} more like these"] if len(findings) > _SHOWN else []
        raise BadInput([*findings[:_SHOWN], *more])
    frame = pd.DataFrame(found)
    status = frame["status"] if "status" in frame else pd.Series("", index=frame.index)
    frame["status"] = status.where(frame["value"].notna() | ~status.isin(WITH_VALUE), "not_collected")
    dimensions = [name for name in frame.columns if name not in ("region", "period", "value", "status")]
    codes = {name: sorted(frame[name].unique()) for name in dimensions}
    return frame.astype({"value": float}), codes


def workbook(path: Path) -> dict[str, list[list[Any]]]:
    """Cells of every sheet of a workbook.

    Raises
    ------
    BadInput
        When it is not a workbook.
    """
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_path(path)
        return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    except (python_calamine.CalamineError, OSError) as error:
        raise BadInput(f"{paths.relative(path)}: is not a workbook that can be read ({error})") from None


def levels(rows: pd.DataFrame) -> list[str]:
    """Levels of the regions that rows are about."""
    there = {regions.region(code).level for code in rows["region"].unique()}
    return [level for level in ("riket", "län", "kommun") if level in there]


def _cells(path: Path) -> list[list[Any]]:
    if path.suffix.lower() != ".csv":
        return next(iter(workbook(path).values()), [])
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    first = text.partition("\n")[0]
    mark = max(";\t,", key=first.count)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))


def _field(name: str) -> str:
    wanted = name.casefold()
    return next((field for field, names in NAMES.items() if wanted in names), wanted.replace(" ", "_"))


def _check_header(header: list[str], file: str) -> None:
    found = ", ".join(filter(None, header))
    findings = [
        f"{file}: column '{field}' is missing (it may be called {', '.join(NAMES[field])}), found: {found}"
        for field in ("region", "period", "value")
        if field not in header
    ]
    twice = [field for field, count in Counter(filter(None, header)).items() if count > 1]
    findings += [f"{file}: column '{field}' is there twice, found: {found}" for field in twice]
    odd = [field for field in header if field and not re.fullmatch(r"[a-zåäö][a-zåäö0-9_]*", field)]
    findings += [f"{file}: column '{field}' can't be a dimension, allowed: letters, digits and _" for field in odd]
    if findings:
        raise BadInput(findings)


def _region(cell: object) -> str:
    """A code, also one that a workbook has made a number of (180 for 0180), or a name."""
    written = cells.text(cell)
    if isinstance(cell, int | float) and written.isdecimal():
        written = written.zfill(2 if len(written) <= 2 else 4)
    known = regions.region(written) if written.isdecimal() else regions.by_name(written)
    return known.code


def _period(cell: object) -> str:
    written = cells.text(cell).replace("–", "-")
    if not re.fullmatch(PERIOD, written):
        raise ValueError("a year (2024), a month (2024-03) or a span of years (2022-2025)")
    return written


def _value(cell: object) -> float:
    return float("nan") if cells.text(cell) in MISSING else cells.amount(cell)


def _sex(cell: object) -> str:
    written = cells.text(cell).casefold()
    if written not in SEX:
        raise ValueError(", ".join(SEX))
    return SEX[written]


def _status(cell: object) -> str:
    written = cells.text(cell)
    if written not in STATUS:
        raise ValueError(", ".join(filter(None, STATUS)))
    return written


_READ = {"region": _region, "period": _period, "value": _value, "sex": _sex, "status": _status}
