"""How do cells become a table of ours? Codes translated, signs read, generations put after one another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from vagar_lib.errors import BadInput
from vagar_lib.sources.jsonstat import Cube
from vagar_lib.sources.jsonstat_about import STATUS, VALUE
from vagar_lib.sources.pxweb_select import Selection
from vagar_lib.sources.pxweb_tables import Declared
from vagar_lib.words import counted

WITH_VALUE, ZERO = ("preliminary", "imputed"), "zero"
SAY = "say under signs what it means"
_MONTH = re.compile(r"(\d{4})M(\d{2})")
_YEARS = re.compile(r"\d{4}(-\d{4})?")
_SHOWN = 5


def rows(cube: Cube, table: Declared, asked: Selection, signs: Mapping[str, str]) -> pd.DataFrame:
    """Rows of our table from an answer.

    Parameters
    ----------
    cube : Cube
        The answer.
    table : Declared
        What the table is to be.
    asked : mapping
        Codes by variable that were asked for.
    signs : mapping
        What each sign for a cell means.

    Returns
    -------
    pandas.DataFrame
        region, period, the dimensions, value (float64) and status, all codes as categories.

    Raises
    ------
    BadInput
        The answer is not what was asked for; a sign or a period is not known.
    """
    findings = list(_unlike(cube, asked))
    if findings:
        raise BadInput(findings)
    frame = cube.frame
    value, status = _meant(frame, signs)
    labels = cube.about.labels[table.time]
    periods = {code: _period(code) or _period(labels[code]) for code in frame[table.time].cat.categories}
    if unknown := [code for code, period in periods.items() if period is None]:
        raise BadInput(f"variable {table.time}: {unknown[0]!r}, allowed: years, months (2024M03) and spans of years")
    columns = {"region": frame[table.region], "period": _renamed(frame[table.time], periods)}
    for name, dimension in table.dimensions.items():
        columns[name] = _renamed(frame[dimension.variable], dimension.codes)
    return pd.DataFrame(columns | {"value": value, "status": status})


def _unlike(cube: Cube, asked: Selection) -> Iterable[str]:
    for name, codes in asked.items():
        got = cube.about.labels.get(name)
        if got is None:
            yield f"variable {name} was asked for and is not in the answer, which has: {', '.join(cube.about.labels)}"
        elif missing := [code for code in codes if code not in got]:
            shown = ", ".join(missing[:_SHOWN])
            yield f"variable {name}: {len(missing)} of {len(codes)} codes are not in the answer: {shown}"
        elif more := [code for code in got if code not in set(codes)]:
            yield f"variable {name}: the answer has {', '.join(more[:_SHOWN])}, which were not asked for"
    for name, got in cube.about.labels.items():
        if name not in asked and len(got) > 1:
            yield f"variable {name} was to be summed over, but the answer is divided by it"


def _renamed(column: pd.Series, ours: Mapping[str, str | None]) -> pd.Categorical:
    """Codes of ours for those of the publisher; two of theirs may be the same to us."""
    names = [ours.get(code) or code for code in column.cat.categories]
    order = {name: number for number, name in enumerate(dict.fromkeys(names))}
    at = np.array([order[name] for name in names], dtype=np.int64)
    return pd.Categorical.from_codes(at[column.cat.codes.to_numpy()], categories=list(order))


def _period(code: str) -> str | None:
    if month := _MONTH.fullmatch(code):
        return f"{month[1]}-{month[2]}"
    return code if _YEARS.fullmatch(code) else None


def _meant(frame: pd.DataFrame, signs: Mapping[str, str]) -> tuple[np.ndarray, pd.Categorical]:
    """Values and words of status, by the signs of the cells."""
    value = frame[VALUE].to_numpy(copy=True)
    missing = np.isnan(value)
    numbers = frame[STATUS].cat.codes.to_numpy()
    words = {"": 0}
    status = np.zeros(len(value), dtype=np.int16)
    findings = []
    for number, sign in enumerate(frame[STATUS].cat.categories):
        word = signs.get(sign)
        here = numbers == number
        filled, empty = here & ~missing, here & missing
        if filled.any() and sign:
            if word in WITH_VALUE:
                status[filled] = words.setdefault(word, len(words))
            elif word != ZERO:
                findings.append(f"the sign '{sign}' is on {counted(filled.sum(), 'cell')} with a value; {SAY}")
        if empty.any():
            if word == ZERO:
                value[empty] = 0.0
            elif word and word not in WITH_VALUE:
                status[empty] = words.setdefault(word, len(words))
            else:
                findings.append(f"the sign '{sign}' is on {counted(empty.sum(), 'missing cell')}; {SAY}")
    if findings:
        raise BadInput(findings)
    return value, pd.Categorical.from_codes(status, categories=list(words))


def splice(generations: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Generations of a table as one, oldest first; where two have the same cell, the newer one counts.

    Parameters
    ----------
    generations : sequence of pandas.DataFrame
        As from `rows`.

    Returns
    -------
    pandas.DataFrame
        region, period, the dimensions, value, status; codes as text, sorted by region, dimensions and period.

    Raises
    ------
    BadInput
        A cell is twice in one generation: two of the publisher's codes are the same to us.

    Examples
    --------
    >>> old = pd.DataFrame({"region": "23", "period": ["2023", "2024"], "value": [132.0, 133.0], "status": ""})
    >>> new = pd.DataFrame({"region": "23", "period": ["2024", "2025"], "value": [134.0, 135.0], "status": ""})
    >>> splice([old, new])["value"].tolist()
    [132.0, 134.0, 135.0]
    """
    key = [name for name in generations[0].columns if name not in ("value", "status")]
    for part in generations:
        double = part.duplicated(key)
        if double.any():
            cell = ", ".join(f"{name} {code}" for name, code in part.loc[double, key].iloc[0].items())
            cells = counted(double.sum(), "cell is", "cells are")
            raise BadInput(f"{cells} there twice, such as {cell}; two codes have become the same")
    texts = [part.astype(dict.fromkeys([*key, "status"], str)) for part in generations]
    joined = pd.concat(texts, ignore_index=True)
    newest = joined[~joined.duplicated(key, keep="last")]
    order = ["region", *(name for name in key if name not in ("region", "period")), "period"]
    return newest.sort_values(order, ignore_index=True)
