"""What is in the answer? A JSON-stat 2.0 dataset as a typed frame, with all that it says of its figures.

The public readers walk through the cells one by one and leave the signs for missing values, the notes and the date of
the update behind. Here the frame is laid out from the sizes of the dimensions at once, and nothing is left behind.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd

from vagar_lib.errors import BadInput

VALUE, STATUS = "value", "status"
_SHOWN = 5


@dataclass(frozen=True)
class Unit:
    """Unit of a measure, and the number of decimals it is published with."""

    base: str
    decimals: int | None


@dataclass(frozen=True)
class Note:
    """A remark of the publisher's.

    Attributes
    ----------
    text : str
    mandatory : bool
        The publisher wants it to be shown wherever the figures are.
    dimension, code : str
        What it is about: a dimension, one of its categories, or (both empty) the whole table.
    """

    text: str
    mandatory: bool = False
    dimension: str = ""
    code: str = ""


@dataclass(frozen=True)
class Cube:
    """A dataset.

    Attributes
    ----------
    frame : pandas.DataFrame
        One row a cell, in the order of the dataset: a categorical column of codes for each dimension, ``value``
        (float64, missing as NaN) and ``status`` (categorical, the sign as received, '' without one).
    table, title, publisher : str
        Id of the table, its title and who made it; '' when the dataset does not tell.
    updated : datetime.date or None
        When the publisher changed it last.
    labels : dict
        By dimension: label by code.
    units, periods : dict
        By code of the measure: its unit, and what point or span in time it is about ('31 december respektive år').
    notes : list of Note
    contacts : list of str
    """

    frame: pd.DataFrame
    table: str
    title: str
    publisher: str
    updated: date | None
    labels: dict[str, dict[str, str]]
    units: dict[str, Unit]
    periods: dict[str, str]
    notes: list[Note]
    contacts: list[str]

    @property
    def dimensions(self) -> list[str]:
        """Names of the dimensions, in the order of the dataset."""
        return list(self.labels)


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
    if not isinstance(answer, Mapping):
        raise BadInput(f"found {_kind(answer)}, allowed: a JSON-stat dataset")
    if answer.get("class") != "dataset":
        raise BadInput(f"field 'class' is {answer.get('class')!r}, allowed: 'dataset'")
    codes = _categories(answer)
    size = math.prod(len(each) for each in codes.values())
    frame = _laid_out(codes)
    frame[VALUE] = _values(answer.get("value"), size)
    frame[STATUS] = _signs(answer.get("status"), size)
    dimensions = answer["dimension"]
    units, periods = _measures(answer)
    extension = _object(answer.get("extension"))
    return Cube(
        frame=frame,
        table=str(_object(extension.get("px")).get("tableid", "")),
        title=str(answer.get("label", "")),
        publisher=str(answer.get("source", "")),
        updated=_date(answer.get("updated")),
        labels={name: _labels(dimensions[name], each) for name, each in codes.items()},
        units=units,
        periods=periods,
        notes=list(_notes(answer, codes)),
        contacts=list(dict.fromkeys(filter(None, map(_contact, _list(extension.get("contact")))))),
    )


def categories(answer: Any) -> dict[str, list[str]]:
    """Codes by dimension, of a dataset that need not have values: what a table can be asked for.

    Raises
    ------
    BadInput
        With every dimension that can't be read.
    """
    if not isinstance(answer, Mapping) or answer.get("class") != "dataset":
        raise BadInput(f"found {_kind(answer)}, allowed: a JSON-stat dataset")
    return _categories(answer)


def _categories(answer: Mapping[str, Any]) -> dict[str, list[str]]:
    names, sizes, dimensions = answer.get("id"), answer.get("size"), _object(answer.get("dimension"))
    if not isinstance(names, list) or not isinstance(sizes, list) or len(names) != len(sizes):
        raise BadInput(f"fields 'id' and 'size' are {names!r} and {sizes!r}, allowed: lists of the same length")
    findings = [f"variable '{name}' may not be called so" for name in names if name in (VALUE, STATUS)]
    found: dict[str, list[str]] = {}
    for name, size in zip(names, sizes, strict=True):
        if name not in dimensions:
            findings.append(f"variable '{name}' is in 'id' but not described, found: {', '.join(dimensions)}")
            continue
        ordered = _ordered(_object(_object(dimensions[name]).get("category")))
        if ordered is None or len(ordered) != size:
            what = "no order that can be read" if ordered is None else f"{len(ordered)} categories"
            findings.append(f"variable '{name}' has {what}, its size is {size}")
        else:
            found[name] = ordered
    if findings:
        raise BadInput(findings)
    return found


def _ordered(category: Mapping[str, Any]) -> list[str] | None:
    """Codes in order; None when the positions are not 0, 1, 2 and so on."""
    index = category.get("index")
    if index is None:  # allowed for a single category
        return list(_object(category.get("label")))
    if isinstance(index, list):
        return [str(code) for code in index]
    if not isinstance(index, Mapping) or set(index.values()) != set(range(len(index))):
        return None
    return sorted(index, key=index.__getitem__)


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
        found = f"has {len(values)} cells" if isinstance(values, list) else f"is {_kind(values)}"
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
        raise BadInput(f"field 'status' is {_kind(signs)}, allowed: a sign, {size} signs, or signs by position")
    return pd.Categorical.from_codes(numbers, categories=list(known))


def _positions(by_position: Mapping[str, Any], size: int, field: str) -> np.ndarray:
    try:
        positions = np.array([int(position) for position in by_position], dtype=np.int64)
    except ValueError as error:
        raise BadInput(f"field '{field}' has a position that is no number: {error}") from None
    if len(positions) and (positions.min() < 0 or positions.max() >= size):
        raise BadInput(f"field '{field}' has position {positions.max()}, the dimensions make {size} cells")
    return positions


def _measures(answer: Mapping[str, Any]) -> tuple[dict[str, Unit], dict[str, str]]:
    """Units and reference periods, by code of the measure."""
    units: dict[str, Unit] = {}
    periods: dict[str, str] = {}
    for dimension in answer["dimension"].values():
        category = _object(_object(dimension).get("category"))
        for code, unit in _object(category.get("unit")).items():
            units[code] = Unit(str(_object(unit).get("base", "")), _object(unit).get("decimals"))
        of_codes = _object(_object(_object(dimension).get("extension")).get("refperiod"))
        periods |= {code: str(period) for code, period in of_codes.items() if period}
    return units, periods


def _notes(answer: Mapping[str, Any], codes: Mapping[str, Sequence[str]]) -> Iterator[Note]:
    must = _object(_object(answer.get("extension")).get("noteMandatory"))
    yield from _marked(answer.get("note"), must)
    for name in codes:
        dimension = _object(answer["dimension"][name])
        extension = _object(dimension.get("extension"))
        yield from _marked(dimension.get("note"), _object(extension.get("noteMandatory")), name)
        of_codes = _object(extension.get("categoryNoteMandatory"))
        for code, notes in _object(_object(dimension.get("category")).get("note")).items():
            yield from _marked(notes, _object(of_codes.get(code)), name, code)


def _marked(notes: Any, must: Mapping[str, Any], dimension: str = "", code: str = "") -> Iterator[Note]:
    for number, text in enumerate([notes] if isinstance(notes, str) else _list(notes)):
        yield Note(" ".join(str(text).split()), bool(must.get(str(number))), dimension, code)


def _labels(dimension: Any, codes: Sequence[str]) -> dict[str, str]:
    labels = _object(_object(_object(dimension).get("category")).get("label"))
    return {code: str(labels.get(code, code)) for code in codes}


def _contact(contact: Any) -> str:
    fields = _object(contact)
    told = [str(fields[name]) for name in ("name", "organization", "phone", "mail") if fields.get(name)]
    return ", ".join(told) or str(fields.get("raw", ""))


def _date(text: Any) -> date | None:
    try:
        return datetime.fromisoformat(str(text)).date()
    except ValueError:
        return None


def _object(thing: Any) -> Mapping[str, Any]:
    return thing if isinstance(thing, Mapping) else {}


def _list(thing: Any) -> list[Any]:
    return thing if isinstance(thing, list) else []


def _kind(thing: Any) -> str:
    kinds = {dict: "an object", list: "a list", str: "a text", type(None): "nothing", bool: "true or false"}
    return kinds.get(type(thing), "a number")
