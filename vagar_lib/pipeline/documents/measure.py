"""How much room does a text take? Widths of Arial's letters, lines, and columns of a table."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

FACE = "Arial"
"""On every computer of an office; Liberation Sans has the same widths, and draws the pictures."""
LINE = 1.2
"""Height of a line, in sizes of its letters."""
_BOLD = 0.057
"""What a bold letter is at most wider than the same of normal weight."""
_LONG, _GAIN = 300.0, 0.6
"""A table lies down when it is so many points high upright, and less than so much of that lying."""
_SLACK = 2.0
"""Points that a column is wider than it need be, since programs round differently."""
_WIDTHS = {
    0.2222: "ijl'’‘|",
    0.2779: " .,:;/\\ft!I[]\u00a0·",
    0.3331: "r-()`‑",
    0.5: "cksvxyzJ",
    0.5562: "abdeghnopqu0123456789#$?_–åäöéáüàèL",
    0.584: "+<=>~−±",
    0.6109: "FTZ",
    0.667: "ABEKPSVXY&ÅÄÉ",
    0.7222: "CDHNRUw",
    0.7779: "GOQÖ",
    0.8331: "mM",
    0.8892: "%",
}
_WIDTH = {letter: width for width, letters in _WIDTHS.items() for letter in letters}


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of a text on one line, in points; never less than it is.

    Parameters
    ----------
    text : str
    size : float
        Of the letters, in points.
    bold : bool

    Examples
    --------
    >>> round(width("Län", 10), 1)
    16.7
    """
    return size * (sum(_WIDTH.get(letter, 1.0) for letter in text) + (_BOLD * len(text) if bold else 0))


def lines(text: str, size: float, room: float, *, bold: bool = False) -> int:
    """Lines that a text needs in a room of some points, broken between words.

    Examples
    --------
    >>> lines("Ett litet steg varje dag", 10, 60), lines("", 10, 60)
    (2, 1)
    """
    needed = 0
    for paragraph in text.split("\n"):
        needed, at = needed + 1, 0.0
        for word in paragraph.split(" "):
            wide = width(word, size, bold=bold)
            if at and at + wide > room:
                needed, at = needed + 1, 0.0
            if wide > room:  # a word that is wider than the room is broken
                needed += int(wide // room)
                wide %= room
            at += wide + width(" ", size, bold=bold)
    return needed


def widest_word(text: str, size: float, *, bold: bool = False) -> float:
    """Width of the widest word; one with a hyphen may be broken after it."""
    words = text.replace("-", "- ").split()
    return max((width(word, size, bold=bold) for word in words), default=0.0)


def columns(rows: Sequence[Sequence[str]], size: float, room: float, padding: float) -> list[float] | None:
    """Widths of the columns of a table, in points, such that no word is broken.

    Parameters
    ----------
    rows : sequence of sequence of str
        The first has the heads, which are bold.
    size, room, padding : float
        Of the letters, of all columns together, and of the empty sides of a cell together, in points.

    Returns
    -------
    list of float or None
        Wide enough for each cell to be one line, where there is room; None when the widest words have none.
    """
    padding += _SLACK
    sides = list(zip(*rows, strict=True))
    least = [
        padding + max(widest_word(cell, size, bold=number == 0) for number, cell in enumerate(side)) for side in sides
    ]
    wished = [
        max(low, padding + max(width(cell, size, bold=number == 0) for number, cell in enumerate(side)))
        for low, side in zip(least, sides, strict=True)
    ]
    if sum(least) > room:
        return None
    if sum(wished) <= room:
        return wished
    low, high = 0.0, room  # those that wish for less than a limit get it, the others the limit
    for _ in range(40):
        limit = (low + high) / 2
        widths = [max(least_one, min(wish, limit)) for least_one, wish in zip(least, wished, strict=True)]
        low, high = (limit, high) if sum(widths) <= room else (low, limit)
    return [max(least_one, min(wish, low)) for least_one, wish in zip(least, wished, strict=True)]


def gains(rows: Sequence[Sequence[str]], size: float, padding: float, upright: float, lying: float) -> bool:
    """Whether a table that is long on an upright page becomes much shorter on a lying one.

    Parameters
    ----------
    rows : sequence of sequence of str
        The first has the heads.
    size, padding : float
        As in `columns`.
    upright, lying : float
        Room across the two pages, in points.
    """
    long, short = (height(rows, size, padding, room) for room in (upright, lying))
    return long > _LONG and short < _GAIN * long


def height(rows: Sequence[Sequence[str]], size: float, padding: float, room: float) -> float:
    """Height of the text of a table in points; without end when its widest words have no room."""
    widths = columns(rows, size, room, padding)
    if widths is None:
        return inf
    return (
        size
        * LINE
        * sum(max(lines(cell, size, width - padding) for cell, width in zip(row, widths, strict=True)) for row in rows)
    )
