"""What stands in the file? The cells of a grants file, Excel or CSV, under the fields its layout names.

The rows keep the numbers they have in the file (the first is 1), so that every finding can be looked up.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from vagar_lib import paths
from vagar_lib.errors import BadInput
from vagar_lib.sources.grants_cells import text
from vagar_lib.sources.grants_settings import EITHER, REQUIRED, Layout, fold

HEADER_WITHIN = 30  # rows from the top
FEWEST_NAMES = 3  # of the layout, in a row that is to be a header
SEPARATORS = ";,\t|"
Rows = list[list[object]]


@dataclass(frozen=True)
class Table:
    """Cells of a grants file.

    Attributes
    ----------
    names : dict
        Field to what the file calls its column.
    numbers : list of int
        Number of each row in the file.
    columns : dict
        Field to its cells, as long as ``numbers``.
    """

    names: dict[str, str]
    numbers: list[int]
    columns: dict[str, list[object]]


def read(path: Path, layout: Layout, sheet: str | None = None) -> Table:
    """The rows below the header of a file, only the columns that the layout names.

    The header is the row, of the first 30 in any sheet, that has most of the layout's names (the first of equals).
    Empty rows are left out. A CSV may be separated by semicolon, comma, tab or |, whichever gives a header with most
    names; it is read as UTF-8, and lines that are not UTF-8 as Windows-1252.

    Parameters
    ----------
    path : pathlib.Path
    layout : Layout
    sheet : str, optional
        Name of the sheet of a workbook; any by default.

    Raises
    ------
    BadInput
        When it is not the file it seems to be, holds nothing, has no header, or lacks or repeats columns.
    """
    file = paths.relative(path)
    content = path.read_bytes()
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        candidates = _workbook(path, sheet)
    elif content.startswith(b"%PDF"):
        raise BadInput(f"{file}: is a PDF, allowed: Excel, OpenDocument or CSV; ask for the export in one of them")
    elif path.suffix.lower() not in (".csv", ".txt"):
        raise BadInput(f"{file}: is not a workbook, allowed: Excel, OpenDocument, or CSV with the name .csv")
    else:
        candidates = {f"separator {mark!r}": _separated(content, mark) for mark in SEPARATORS}
    filled = {name: rows for name, rows in candidates.items() if any(map(any, rows))}
    if not filled:
        where = f"sheet {', '.join(map(repr, candidates))} is" if content.startswith(b"PK") else "the file is"
        raise BadInput(f"{file}: {where} empty, allowed: a header and rows")
    wanted = {fold(name) for field in layout.columns for name in layout.names(field)}
    best, header = max(((rows, _header(rows, wanted)) for rows in filled.values()), key=lambda found: found[1][1])
    at, names_found = header
    if names_found < FEWEST_NAMES:
        raise BadInput(
            f"{file}: has no header: no row of the first {HEADER_WITHIN} has {FEWEST_NAMES} of the layout's names, "
            f"allowed: {', '.join(layout.names(field)[0] for field in layout.columns)}"
        )
    return _below(best, at, layout, file)


def _workbook(path: Path, sheet: str | None) -> dict[str, Rows]:
    import python_calamine

    file = paths.relative(path)
    try:
        book = python_calamine.CalamineWorkbook.from_path(path)
        if sheet is not None and sheet not in book.sheet_names:
            raise BadInput(f"{file}: has no sheet {sheet!r}, allowed: {', '.join(book.sheet_names)}")
        names = book.sheet_names if sheet is None else [sheet]
        return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in names}
    except python_calamine.CalamineError as error:
        raise BadInput(f"{file}: is not a workbook that can be read ({error})") from error


def _separated(content: bytes, mark: str) -> Rows:
    try:
        return [list(row) for row in csv.reader(io.StringIO(_decoded(content), newline=""), delimiter=mark)]
    except csv.Error:  # with another separator than the file's own
        return []


def _decoded(content: bytes) -> str:
    for mark in (b"\xff\xfe", b"\xfe\xff"):
        if content.startswith(mark):
            return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:  # another encoding, or exports of several put together
        return "".join(_line(line) for line in content.splitlines(keepends=True))


def _line(line: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    return line.decode("latin-1")


def _header(rows: Rows, wanted: set[str]) -> tuple[int, int]:
    """Index of the row with most of the wanted names, and how many it has."""
    found = [len(wanted & {fold(text(cell)) for cell in row}) for row in rows[:HEADER_WITHIN]]
    most = max(found)
    return found.index(most), most


def _below(rows: Rows, at: int, layout: Layout, file: str) -> Table:
    header = [fold(text(cell)) for cell in rows[at]]
    places: dict[str, int] = {}
    for field in layout.columns:
        for name in map(fold, layout.names(field)):
            if field not in places and name in header:
                places[field] = header.index(name)
    findings = [f"{file} row {at + 1}: {finding}" for finding in _of_header(header, places, layout)]
    if findings:
        raise BadInput(findings)
    numbers = [n for n in range(at + 1, len(rows)) if any(cell not in ("", None) for cell in rows[n])]
    if not numbers:
        raise BadInput(f"{file}: has no rows below its header in row {at + 1}")
    return Table(
        names={field: text(rows[at][place]) for field, place in places.items()},
        numbers=[n + 1 for n in numbers],
        columns={field: [_cell(rows[n], place) for n in numbers] for field, place in places.items()},
    )


def _of_header(header: list[str], places: dict[str, int], layout: Layout) -> Iterable[str]:
    used = {header[place] for place in places.values()}
    for name, count in Counter(header).items():
        if name in used and count > 1:
            yield f"column '{name}' is there {count} times, allowed: once"
    found = ", ".join(name for name in header if name)
    for field in REQUIRED:
        if field not in places:
            yield f"column '{' or '.join(layout.names(field))}' is missing, found: {found}"
    for pair in EITHER:
        if not set(pair) & set(places):
            names = " or ".join(name for field in pair for name in layout.names(field))
            yield f"column '{names}' is missing, found: {found}"


def _cell(row: list[object], place: int) -> object:
    cell = row[place] if place < len(row) else ""
    return cell.strip() if isinstance(cell, str) else cell
