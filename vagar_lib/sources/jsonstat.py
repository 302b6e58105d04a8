"""What is in the answer? A JSON-stat 2.0 dataset as a typed frame, with all that it says of its figures.

The public readers walk through the cells one by one and leave the signs for missing values, the notes and the date of
the update behind. Here the frame is laid out from the sizes of the dimensions at once, and nothing is left behind.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from vagar_lib.errors import BadInput
from vagar_lib.sources.jsonstat_about import STATUS, VALUE, Description, describe, kind

_SHOWN = 5


@dataclass(frozen=True)
class Cube:
    """A dataset.

    Attributes
    ----------
    frame : pandas.DataFrame
        One row a cell, in the order of the dataset: a categorical column of codes for each dimension, ``value``
        (float64, missing as NaN) and ``status`` (categorical, the sign as received, '' without one).
    about : Description
    """

    frame: pd.DataFrame
    about: Description


def read(answer: Any) -> Cube:
    """A dataset as a frame.

    Parameters
    ----------
    answer : Any
        JSON-stat 2.0, class dataset, as parsed JSON.

    Returns
    -------
    Cube

    Raises
    ------
    BadInput
        With everything that keeps it from being read.

    Notes
    -----
    Follows the JSON-stat 2.0 specification (https://json-stat.org/full): values and signs as a list or, sparse, as an
    object by position; the order of categories as a list or as positions; the last dimension varies fastest.

    Examples
    --------
    >>> cube = read({
    ...     "class": "dataset", "version": "2.0", "id": ["Region", "Tid"], "size": [1, 2],
    ...     "dimension": {"Region": {"category": {"index": ["23"]}}, "Tid": {"category": {"index": ["2024", "2025"]}}},
    ...     "value": [132670, None], "status": {"1": ".."},
    ... })
    >>> cube.frame.to_dict("list")
    {'Region': ['23', '23'], 'Tid': ['2024', '2025'], 'value': [132670.0, nan], 'status': ['', '..']}
    """
    about = describe(answer)
    size = math.prod(len(each) for each in about.labels.values())
    frame = _laid_out({name: list(each) for name, each in about.labels.items()})
    frame[VALUE] = _values(answer.get("value"), size)
    frame[STATUS] = _signs(answer.get("status"), size)
    return Cube(frame, about)


def _laid_out(codes: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Every combination of codes, the last dimension varying fastest."""
    columns = {}
    inner = math.prod(len(each) for each in codes.values())
    outer = 1
    for name, each in codes.items():
        inner //= max(len(each), 1)
        numbers = np.arange(len(each), dtype=np.min_scalar_type(-max(len(each), 1)))
        columns[name] = pd.Categorical.from_codes(np.tile(np.repeat(numbers, inner), outer), categories=list(each))
        outer *= len(each)
    return pd.DataFrame(columns)


def _values(values: Any, size: int) -> np.ndarray:
    if isinstance(values, Mapping):
        positions = _positions(values, size, VALUE)
        full = np.full(size, np.nan)
        full[positions] = _numbers(list(values.values()))
        return full
    if not isinstance(values, list) or len(values) != size:
        found = f"has {len(values)} cells" if isinstance(values, list) else f"is {kind(values)}"
        raise BadInput(f"field 'value' {found}, the dimensions make {size}")
    return _numbers(values)


def _numbers(values: list[Any]) -> np.ndarray:
    try:
        return np.array(values, dtype=np.float64)  # None becomes NaN
    except (TypeError, ValueError):
        wrong = dict.fromkeys(str(each) for each in values if not isinstance(each, int | float | None))
        raise BadInput(f"field 'value' has {', '.join([*wrong][:_SHOWN])}; allowed: numbers and null") from None


def _signs(signs: Any, size: int) -> pd.Categorical:
    """The signs of the cells: none, one for all, a list, or an object by position."""
    if signs is None or isinstance(signs, str):
        return pd.Categorical.from_codes(np.zeros(size, dtype=np.int8), categories=[signs or ""])
    numbers = np.zeros(size, dtype=np.int16)
    known = {"": 0}
    if isinstance(signs, list) and len(signs) == size:
        numbers[:] = [known.setdefault(str(sign or ""), len(known)) for sign in signs]
    elif isinstance(signs, Mapping):
        positions = _positions(signs, size, STATUS)
        numbers[positions] = [known.setdefault(str(sign or ""), len(known)) for sign in signs.values()]
    else:
        raise BadInput(f"field 'status' is {kind(signs)}, allowed: a sign, {size} signs, or signs by position")
    return pd.Categorical.from_codes(numbers, categories=list(known))


def _positions(by_position: Mapping[str, Any], size: int, field: str) -> np.ndarray:
    try:
        positions = np.array([int(position) for position in by_position], dtype=np.int64)
    except ValueError as error:
        raise BadInput(f"field '{field}' has a position that is no number: {error}") from None
    if len(positions) and (positions.min() < 0 or positions.max() >= size):
        raise BadInput(f"field '{field}' has position {positions.max()}, the dimensions make {size} cells")
    return positions
