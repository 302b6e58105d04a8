"""How do all tables of a report get out as one workbook? Cover, contents, notes, then one table a sheet."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

HEAD, BOLD = Font(bold=True, size=14), Font(bold=True)
WIDEST, NARROWEST = 60, 10
"""Characters a column is wide at most and at least."""
FIRST_ROW = 4
"""Row that a table's heads stand in: below title and subtitle."""
EXAMPLE = "Exempeldata: påhittade uppgifter som inte ska användas som fakta."


def write_workbook(path: Path, title: str, facts: Mapping[str, str], displays: Sequence[Mapping[str, Any]]) -> None:
    """Write the tables of a page as an Excel workbook.

    Parameters
    ----------
    path : Path
        File to write.
    title : str
        Report and place.
    facts : mapping
        What the cover tells, such as data edition and day.
    displays : sequence of mapping
        Figures and tables as the page has them: ``title, subtitle, table, source, notes, example``.

    Notes
    -----
    Text is written as text, so that nothing in the data can become a formula; a missing value is an empty cell.
    """
    book = Workbook()
    names = [f"Tabell {number}" for number in range(1, len(displays) + 1)]
    _cover(book.active, title, facts, any(display["example"] for display in displays))
    _contents(book.create_sheet("Innehåll"), names, displays)
    _notes(book.create_sheet("Noter"), names, displays)
    for name, display in zip(names, displays, strict=True):
        _table(book.create_sheet(name), display)
    book.save(path)


def _cover(sheet: Worksheet, title: str, facts: Mapping[str, str], example: bool) -> None:
    sheet.title = "Omslag"
    _write(sheet, 1, [title])[0].font = HEAD
    lines = [*facts.items(), *([("Obs", EXAMPLE)] if example else [])]
    for row, (term, description) in enumerate(lines, start=3):
        _write(sheet, row, [term, description])[0].font = BOLD
    _widths(sheet, [[term, description] for term, description in lines])


def _contents(sheet: Worksheet, names: Sequence[str], displays: Sequence[Mapping[str, Any]]) -> None:
    rows = [[name, display["title"], display["subtitle"]] for name, display in zip(names, displays, strict=True)]
    heads = ["Blad", "Tabell", "Mått, enhet, plats och period"]
    _heads(sheet, 1, heads)
    for number, row in enumerate(rows, start=2):
        link = _write(sheet, number, row)[0]
        link.hyperlink = Hyperlink(ref=link.coordinate, location=f"'{row[0]}'!A1")
        link.style = "Hyperlink"
    _widths(sheet, [heads, *rows])


def _notes(sheet: Worksheet, names: Sequence[str], displays: Sequence[Mapping[str, Any]]) -> None:
    rows = [
        [name, note]
        for name, display in zip(names, displays, strict=True)
        for note in [*([EXAMPLE] if display["example"] else []), *display["notes"], display["source"]]
    ]
    heads = ["Blad", "Not"]
    _heads(sheet, 1, heads)
    for number, row in enumerate(rows, start=2):
        _write(sheet, number, row)[1].alignment = Alignment(wrap_text=True, vertical="top")
    _widths(sheet, [heads, *rows])


def _table(sheet: Worksheet, display: Mapping[str, Any]) -> None:
    data = display["table"]["csv"]
    _write(sheet, 1, [display["title"] + (" (Exempeldata)" if display["example"] else "")])[0].font = HEAD
    _write(sheet, 2, [display["subtitle"]])
    _heads(sheet, FIRST_ROW, data["header"])
    for number, row in enumerate(data["rows"], start=FIRST_ROW + 1):
        _write(sheet, number, row)
    sheet.freeze_panes = sheet.cell(FIRST_ROW + 1, 2)
    _widths(sheet, [data["header"], *data["rows"]])


def _heads(sheet: Worksheet, row: int, heads: Iterable[str]) -> None:
    for cell in _write(sheet, row, heads):
        cell.font = BOLD
        cell.alignment = Alignment(wrap_text=True, vertical="bottom")


def _write(sheet: Worksheet, row: int, values: Iterable[Any]) -> list[Cell]:
    cells = []
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(row, column)
        if isinstance(value, str):
            cell.value = value.replace("\u00ad", "")
            cell.data_type = "s"
        elif value is not None and not (isinstance(value, float) and not math.isfinite(value)):
            cell.value = value
        cells.append(cell)
    return cells


def _widths(sheet: Worksheet, rows: Iterable[Sequence[Any]]) -> None:
    widest: dict[int, int] = {}
    for row in rows:
        for column, value in enumerate(row, start=1):
            widest[column] = max(widest.get(column, 0), len(str(value if value is not None else "")))
    for column, width in widest.items():
        sheet.column_dimensions[get_column_letter(column)].width = min(max(width + 2, NARROWEST), WIDEST)
