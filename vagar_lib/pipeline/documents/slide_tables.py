"""How does a table stand on slides? As a table, over a few slides when it is long, and not at all when it is longer."""

from __future__ import annotations

from dataclasses import dataclass

from pptx.enum.text import PP_ALIGN
from pptx.slide import Slide
from pptx.util import Pt

from vagar_lib.pipeline.documents import deck, measure
from vagar_lib.pipeline.documents.content import Grid

SIZES, SIDES, EDGES = (16.0, 14.0, 12.0, 11.0), 10.0, 4.0
"""Points: letters, and the empty sides and edges of a cell together."""
MOST = 3
"""Slides that a table may take; a longer one is for a document."""


@dataclass(frozen=True)
class Part:
    """Rows of a table that have room on a slide, with the columns as wide as on the other slides of the table."""

    grid: Grid
    widths: list[float]
    size: float

    @property
    def heights(self) -> list[float]:
        """Of the rows, in points."""
        return [_height(row, self.widths, self.size, head=number == 0) for number, row in enumerate(self.grid.rows)]


def split(grid: Grid, box: deck.Box) -> list[Part]:
    """A table as parts that each have room on a slide, with the heads on all; none when it takes too many.

    Parameters
    ----------
    grid : Grid
    box : Box
        The room on each slide. A table that has room on one gets letters as large as that allows.
    """
    parts: list[Part] = []
    for size in SIZES:
        parts = _split(grid, box, size)
        if len(parts) == 1:
            break
    return parts if len(parts) <= MOST else []


def _split(grid: Grid, box: deck.Box, size: float) -> list[Part]:
    widths = measure.columns(grid.rows, size, box.width, SIDES)
    if widths is None:
        return []
    head, *rows = grid.rows
    room = box.height - _height(head, widths, size, head=True)
    highs = [_height(row, widths, size) for row in rows]
    if max(highs) > room:
        return []
    groups = _filled(highs, room)
    even = _filled(highs, min(room, sum(highs) / len(groups) + max(highs) / 2))
    groups = even if len(even) == len(groups) else groups
    return [Part(Grid((head, *(rows[number] for number in group)), grid.numeric), widths, size) for group in groups]


def _filled(highs: list[float], room: float) -> list[list[int]]:
    """Numbers of the rows that have room together, in order."""
    groups: list[list[int]] = []
    used = room
    for number, high in enumerate(highs):
        if used + high > room:
            groups.append([])
            used = 0.0
        groups[-1].append(number)
        used += high
    return groups


def put(slide: Slide, part: Part, box: deck.Box, label: str) -> None:
    """A table on a slide, with a row of heads.

    Parameters
    ----------
    slide : Slide
    part : Part
        One that `split` gave for the same box.
    box : Box
    label : str
        What it shows, for those who hear it.
    """
    grid, widths, highs = part.grid, part.widths, part.heights
    places = map(Pt, (box.left, box.top, sum(widths), sum(highs)))
    frame = slide.shapes.add_table(len(grid.rows), len(widths), *places)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", label)
    table = frame.table
    table.first_row, table.first_col, table.horz_banding = True, False, True
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Pt(width)
    for row, high in zip(table.rows, highs, strict=True):
        row.height = Pt(high)
    for number, cell in enumerate(table.iter_cells()):
        row, column = divmod(number, len(widths))
        cell.margin_left = cell.margin_right = Pt(SIDES / 2)
        cell.margin_top = cell.margin_bottom = Pt(EDGES / 2)
        deck.write(cell.text_frame, [grid.rows[row][column]], part.size)
        if grid.numeric[column]:
            cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT


def _height(row: tuple[str, ...], widths: list[float], size: float, *, head: bool = False) -> float:
    lines = max(measure.lines(cell, size, width - SIDES, bold=head) for cell, width in zip(row, widths, strict=True))
    return lines * size * measure.LINE + EDGES
