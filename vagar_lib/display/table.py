"""Tables as readers see them, and the same numbers as data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from vagar_lib.display import text

REASONS = {
    "secret": "skyddad av sekretess",
    "not_collected": "samlas inte in",
    "preliminary": "preliminär",
    "imputed": "imputerad",
    "below_precision": "under redovisad precision",
    "not_computable": "kan inte beräknas",
}
"""What the status of an observation is called in Swedish."""


TONES = ("best", "good", "even", "bad", "worst")
"""Backgrounds that a cell can have, from good to bad; the style sheet says which colours they are."""


@dataclass(frozen=True)
class Cell:
    """A written cell with more to it than its text.

    Attributes
    ----------
    text : str
        What is seen; empty in a cell with a sparkline.
    said : str
        What is read out instead of the text, where that is a symbol, and of a sparkline.
    tone : str
        One of `TONES`, or none. Never alone in carrying a meaning: the text has it too.
    spark : Spark or None
        A small drawing, see `display.spark`.
    """

    text: str
    said: str = ""
    tone: str = ""
    spark: Spark | None = None

    def __str__(self) -> str:
        return self.text or self.said

    def payload(self) -> dict[str, Any]:
        """The cell as the page takes it."""
        parts = {"said": self.said, "tone": self.tone, "spark": self.spark and asdict(self.spark)}
        return {"text": self.text} | {name: part for name, part in parts.items() if part}


@dataclass(frozen=True)
class Spark:
    """A line of a cell's size, in the units of `display.spark`.

    Attributes
    ----------
    lines : tuple of str
        Points of each unbroken part, as SVG has them.
    end : tuple of int
        Where the last value is.
    """

    lines: tuple[str, ...]
    end: tuple[int, int]


@dataclass(frozen=True)
class Table:
    """Rows of written cells with the raw values behind them.

    Attributes
    ----------
    columns : tuple of (str, bool)
        Label of each column and whether it holds numbers; the first column heads the rows.
    rows : list of list of (str or Cell)
        Cells as written on the page.
    header, raw : list of str, list of list
        The same as data, for the CSV file.
    """

    columns: tuple[tuple[str, bool], ...]
    rows: list[list[str | Cell]]
    header: list[str]
    raw: list[list[Any]]

    def payload(self, caption: str) -> dict[str, Any]:
        """The table as the page takes it."""
        return {
            "caption": caption,
            "columns": [{"label": label, "numeric": numeric} for label, numeric in self.columns],
            "rows": [[cell.payload() if isinstance(cell, Cell) else cell for cell in row] for row in self.rows],
            "csv": {"header": self.header, "rows": self.raw},
        }


def plain(value: Any) -> Any:
    """A value as JSON takes it: missing numbers become None, numpy scalars Python's own."""
    if value is None or value is pd.NA or (isinstance(value, float) and text.missing(value)):
        return None
    return value.item() if hasattr(value, "item") else value


def cell(value: float | None, decimals: int, status: str = "") -> str:
    """A number in a table; a missing one says why when the source does.

    Examples
    --------
    >>> cell(None, 0, "secret"), cell(2.5, 1)
    ('.. (skyddad av sekretess)', '2,5')
    """
    written = text.number(value, decimals)
    return f"{written} ({REASONS[status]})" if text.missing(value) and status in REASONS else written


def pivoted(
    frame: pd.DataFrame, rows: str, columns: str | None, decimals: int, *, head: str, values: str = "Värde"
) -> Table:
    """Long rows as a table with one column for each series, in order of appearance.

    Parameters
    ----------
    frame : DataFrame
        ``rows``, ``columns``, ``value`` and optionally ``status``.
    rows, columns : str
        Columns that give the row heads and the column heads; None for a single column of values.
    decimals : int
    head : str
        Label of the first column.
    values : str
        Label of the value column when ``columns`` is None.

    Returns
    -------
    Table
    """
    frame = frame.assign(_column=values if columns is None else frame[columns])
    order_rows, order_columns = list(dict.fromkeys(frame[rows])), list(dict.fromkeys(frame["_column"]))
    status = frame["status"] if "status" in frame else pd.Series("", index=frame.index)
    known = {
        (row, column): (value, why)
        for row, column, value, why in zip(frame[rows], frame["_column"], frame["value"], status, strict=True)
    }
    none = (None, "")
    return Table(
        columns=((head, False), *((str(column), True) for column in order_columns)),
        rows=[
            [
                str(row),
                *(cell(known.get((row, c), none)[0], decimals, known.get((row, c), none)[1]) for c in order_columns),
            ]
            for row in order_rows
        ],
        header=[head, *map(str, order_columns)],
        raw=[[str(row), *(plain(known.get((row, c), none)[0]) for c in order_columns)] for row in order_rows],
    )


def written(
    columns: Sequence[tuple[str, bool]],
    rows: list[list[str | Cell]],
    raw: list[list[Any]],
    header: Sequence[str] | None = None,
) -> Table:
    """A table from cells that are already written, with the raw values beside them.

    The CSV file has the same columns, unless a ``header`` of its own says that it has others.
    """
    heads = [label for label, _ in columns] if header is None else list(header)
    return Table(tuple(columns), rows, heads, [[plain(v) for v in row] for row in raw])
