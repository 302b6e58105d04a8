"""How do all tables of a report get out as one workbook? Cover, contents, notes, then one table a sheet."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

WIDEST, NARROWEST = 60, 10
"""Characters a column is wide at most and at least."""
FIRST_ROW = 3
"""Row that a table's heads stand in, counted from 0: below title and subtitle."""
EXAMPLE = "Exempeldata: påhittade uppgifter som inte ska användas som fakta."


class _Book(xlsxwriter.Workbook):
    """A workbook with the looks that its cells may have."""

    def __init__(self, path: Path):
        super().__init__(path, {"in_memory": True})
        self.title = self.add_format({"bold": True, "font_size": 14})
        self.term = self.add_format({"bold": True})
        self.head = self.add_format({"bold": True, "text_wrap": True})
        self.note = self.add_format({"text_wrap": True, "valign": "top"})


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
    names = [f"Tabell {number}" for number in range(1, len(displays) + 1)]
    with _Book(path) as book:
        _cover(book, title, facts, any(display["example"] for display in displays))
        _contents(book, names, displays)
        _notes(book, names, displays)
        for name, display in zip(names, displays, strict=True):
            _table(book, name, display)


def _cover(book: _Book, title: str, facts: Mapping[str, str], example: bool) -> None:
    sheet = book.add_worksheet("Omslag")
    _write(sheet, 0, [title], book.title)
    lines = [*facts.items(), *([("Obs", EXAMPLE)] if example else [])]
    for row, line in enumerate(lines, start=2):
        _write(sheet, row, line)
        sheet.write_string(row, 0, line[0], book.term)
    _widths(sheet, lines)


def _contents(book: _Book, names: Sequence[str], displays: Sequence[Mapping[str, Any]]) -> None:
    sheet = book.add_worksheet("Innehåll")
    rows = [[name, display["title"], display["subtitle"]] for name, display in zip(names, displays, strict=True)]
    heads = ["Blad", "Tabell", "Mått, enhet, plats och period"]
    _write(sheet, 0, heads, book.head)
    for number, row in enumerate(rows, start=1):
        _write(sheet, number, row)
        sheet.write_url(number, 0, f"internal:'{row[0]}'!A1", string=row[0])
    _widths(sheet, [heads, *rows])


def _notes(book: _Book, names: Sequence[str], displays: Sequence[Mapping[str, Any]]) -> None:
    sheet = book.add_worksheet("Noter")
    rows = [
        [name, note]
        for name, display in zip(names, displays, strict=True)
        for note in [*([EXAMPLE] if display["example"] else []), *display["notes"], display["source"]]
    ]
    heads = ["Blad", "Not"]
    _write(sheet, 0, heads, book.head)
    for number, row in enumerate(rows, start=1):
        _write(sheet, number, row, book.note)
    _widths(sheet, [heads, *rows])


def _table(book: _Book, name: str, display: Mapping[str, Any]) -> None:
    sheet, data = book.add_worksheet(name), display["table"]["csv"]
    _write(sheet, 0, [display["title"] + (" (Exempeldata)" if display["example"] else "")], book.title)
    _write(sheet, 1, [display["subtitle"]])
    _write(sheet, FIRST_ROW, data["header"], book.head)
    for number, row in enumerate(data["rows"], start=FIRST_ROW + 1):
        _write(sheet, number, row)
    sheet.freeze_panes(FIRST_ROW + 1, 1)
    _widths(sheet, [data["header"], *data["rows"]])


def _write(sheet: Worksheet, row: int, values: Iterable[Any], look: Format | None = None) -> None:
    for column, value in enumerate(values):
        if value in (None, ""):
            continue
        if isinstance(value, str):
            sheet.write_string(row, column, value.replace("\u00ad", ""), look)
        elif math.isfinite(value):
            sheet.write(row, column, value, look)


def _widths(sheet: Worksheet, rows: Iterable[Sequence[Any]]) -> None:
    widest: dict[int, int] = {}
    for row in rows:
        for column, value in enumerate(row):
            widest[column] = max(widest.get(column, 0), len(str(value if value is not None else "")))
    for column, width in widest.items():
        sheet.set_column(column, column, min(max(width + 2, NARROWEST), WIDEST))
