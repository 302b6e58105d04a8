"""Which cells? Expressions resolved to the codes that a table has, and questions small enough for the server."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from fnmatch import fnmatchcase

from vagar_lib.errors import BadInput

Selection = Mapping[str, Sequence[str]]
GRAMMAR = "a code, *, a pattern with * and ?, 0..99, from(a), to(b), range(a,b), top(n), bottom(n)"
_CALL = re.compile(r"(from|to|range|top|bottom)\(([^()]*)\)", re.IGNORECASE)
_WHOLE = re.compile(r"(\d+)\.\.(\d+)")


def resolve(wanted: Iterable[str], codes: Sequence[str]) -> list[str]:
    """Codes of a variable that expressions stand for, in the order that the table has them.

    Parameters
    ----------
    wanted : iterable of str
        A code; ``*`` for all; a pattern with ``*`` and ``?``; ``0..99`` for the codes that are whole numbers from 0 to
        99; ``from(2000)``, ``to(2024)`` and ``range(2000,2024)`` in the order of the table, which need not have just
        that first or last period; ``top(3)`` for the last three, ``bottom(3)`` for the first.
    codes : sequence of str
        What the table has.

    Returns
    -------
    list of str

    Raises
    ------
    BadInput
        With every expression that stands for no code of the table.

    Notes
    -----
    The functions and patterns are those of PxWebApi 2, resolved here so that both interfaces understand them, and so
    that the number of cells is known before a question is put.

    Examples
    --------
    >>> resolve(["from(2023)"], ["2022", "2023", "2024"])
    ['2023', '2024']
    >>> resolve(["0..2", "100+"], ["0", "1", "2", "3", "-4", "100+", "tot"])
    ['0', '1', '2', '100+']
    """
    findings: list[str] = []
    chosen: set[str] = set()
    for expression in wanted:
        try:
            found = _one(expression, codes)
        except ValueError:
            findings.append(f"'{expression}' can't be understood, allowed: {GRAMMAR}")
            continue
        if not found:
            findings.append(f"'{expression}' is not there; {_near(expression, codes)}")
        chosen.update(found)
    if findings:
        raise BadInput(findings)
    return [code for code in codes if code in chosen]


def _one(expression: str, codes: Sequence[str]) -> Sequence[str]:
    if expression in codes:
        return [expression]
    if call := _CALL.fullmatch(expression):
        return _called(call[1].lower(), [part.strip() for part in call[2].split(",")], codes)
    if span := _WHOLE.fullmatch(expression):
        return [code for code in codes if code.isdecimal() and int(span[1]) <= int(code) <= int(span[2])]
    if "*" in expression or "?" in expression:
        pattern = expression.replace("[", "[[]")  # a bracket is an ordinary sign in a code
        return [code for code in codes if fnmatchcase(code, pattern)]
    return []


def _called(name: str, arguments: list[str], codes: Sequence[str]) -> Sequence[str]:
    if name in ("top", "bottom"):
        count = int(*arguments)
        if count < 1:
            raise ValueError
        return codes[-count:] if name == "top" else codes[:count]
    if len(arguments) != (2 if name == "range" else 1):
        raise ValueError
    first = 0 if name == "to" else _at(arguments[0], codes, after=True)
    last = len(codes) - 1 if name == "from" else _at(arguments[-1], codes, after=False)
    return codes[first : last + 1]


def _at(code: str, codes: Sequence[str], *, after: bool) -> int:
    """Where a code is; of a period that the table lacks, where the next one or the one before is."""
    if code in codes:
        return codes.index(code)
    if after:
        return next((n for n, each in enumerate(codes) if len(each) == len(code) and each > code), len(codes))
    return next((n for n, each in reversed([*enumerate(codes)]) if len(each) == len(code) and each < code), -1)


def _near(expression: str, codes: Sequence[str]) -> str:
    close = difflib.get_close_matches(expression, codes, n=5)
    if close:
        return f"close: {', '.join(close)}"
    shown = ", ".join(codes[:10])
    return f"the table has: {shown}{f' and {len(codes) - 10} more' if len(codes) > 10 else ''}"


def cells(selection: Selection) -> int:
    """Cells that a question asks for.

    Examples
    --------
    >>> cells({"Region": ["00", "23"], "Tid": ["2022", "2023", "2024"]})
    6
    """
    return math.prod(len(codes) for codes in selection.values())


def split(selection: Selection, most_cells: int, most_values: int | None = None) -> list[dict[str, list[str]]]:
    """Questions that together ask for every cell once, none for more than the server allows.

    Parameters
    ----------
    selection : mapping
        Codes by variable.
    most_cells : int
        Cells that the server gives in an answer.
    most_values : int, optional
        Codes, over all variables, that it takes in a question (a limit of PxWebApi 1).

    Returns
    -------
    list of dict
        Codes by variable. The variable with most codes is divided first, into parts as equal as can be.

    Examples
    --------
    >>> split({"Region": ["01", "03", "04"], "Tid": ["2023", "2024"]}, most_cells=4)
    [{'Region': ['01', '03'], 'Tid': ['2023', '2024']}, {'Region': ['04'], 'Tid': ['2023', '2024']}]
    """

    def fits(part: Selection) -> bool:
        few = most_values is None or sum(map(len, part.values())) <= most_values
        return few and cells(part) <= most_cells

    return _split({name: list(codes) for name, codes in selection.items()}, fits)


def _split(selection: dict[str, list[str]], fits: Callable[[Selection], bool]) -> list[dict[str, list[str]]]:
    longest = max(selection, key=lambda name: len(selection[name]), default=None)
    if fits(selection) or longest is None or len(selection[longest]) < 2:
        return [selection]
    codes = selection[longest]
    # As many codes as fit at once; with one alone too many, the other variables are divided too.
    most = max((size for size in range(1, len(codes)) if fits(selection | {longest: codes[:size]})), default=1)
    count = math.ceil(len(codes) / most)
    size = math.ceil(len(codes) / count)
    parts = [selection | {longest: codes[start : start + size]} for start in range(0, len(codes), size)]
    return [small for part in parts for small in _split(part, fits)]
