"""What does a JSON-stat 2.0 dataset say of itself? Its dimensions, units, notes, contacts, the day it was updated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from vagar_lib.errors import BadInput

VALUE, STATUS = "value", "status"


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
class Description:
    """What a dataset says of itself.

    Attributes
    ----------
    table, title, publisher : str
        Id of the table, its title and who made it; '' when the dataset does not tell.
    updated : datetime.date or None
        When the publisher changed it last.
    labels : dict
        By dimension, in order: label by code, in order.
    optional : frozenset of str
        Dimensions that a question may leave out; they are then summed over. Only metadata tell it.
    units, periods : dict
        By code of the measure: its unit, and what point or span in time it is about ('31 december respektive år').
    notes : list of Note
    contacts : list of str
    """

    table: str
    title: str
    publisher: str
    updated: date | None
    labels: dict[str, dict[str, str]]
    optional: frozenset[str]
    units: dict[str, Unit]
    periods: dict[str, str]
    notes: list[Note]
    contacts: list[str]

    def codes(self, dimension: str) -> list[str]:
        """Codes of a dimension, in order."""
        return list(self.labels[dimension])


def describe(answer: Any) -> Description:
    """What a dataset says of itself; it need not have values, as the metadata of a table do not.

    Raises
    ------
    BadInput
        With everything that keeps it from being understood.
    """
    if not isinstance(answer, Mapping):
        raise BadInput(f"found {kind(answer)}, allowed: a JSON-stat dataset")
    if answer.get("class") != "dataset":
        raise BadInput(f"field 'class' is {answer.get('class')!r}, allowed: 'dataset'")
    codes = _categories(answer)
    dimensions = {name: _object(answer["dimension"][name]) for name in codes}
    units, periods = _measures(dimensions.values())
    extension = _object(answer.get("extension"))
    return Description(
        table=str(_object(extension.get("px")).get("tableid", "")),
        title=str(answer.get("label", "")),
        publisher=str(answer.get("source", "")),
        updated=_date(answer.get("updated")),
        labels={name: _labels(dimensions[name], each) for name, each in codes.items()},
        optional=frozenset(name for name, each in dimensions.items() if _may_be_left_out(each)),
        units=units,
        periods=periods,
        notes=list(_notes(answer, dimensions)),
        contacts=list(dict.fromkeys(filter(None, map(_contact, _list(extension.get("contact")))))),
    )


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


def _measures(dimensions: Iterable[Mapping[str, Any]]) -> tuple[dict[str, Unit], dict[str, str]]:
    """Units and reference periods, by code of the measure."""
    units: dict[str, Unit] = {}
    periods: dict[str, str] = {}
    for dimension in dimensions:
        for code, unit in _object(_object(dimension.get("category")).get("unit")).items():
            units[code] = Unit(str(_object(unit).get("base", "")), _object(unit).get("decimals"))
        of_codes = _object(_object(dimension.get("extension")).get("refperiod"))
        periods |= {code: str(period) for code, period in of_codes.items() if period}
    return units, periods


def _notes(answer: Mapping[str, Any], dimensions: Mapping[str, Mapping[str, Any]]) -> Iterator[Note]:
    yield from _marked(answer.get("note"), _object(_object(answer.get("extension")).get("noteMandatory")))
    for name, dimension in dimensions.items():
        extension = _object(dimension.get("extension"))
        yield from _marked(dimension.get("note"), _object(extension.get("noteMandatory")), name)
        of_codes = _object(extension.get("categoryNoteMandatory"))
        for code, notes in _object(_object(dimension.get("category")).get("note")).items():
            yield from _marked(notes, _object(of_codes.get(code)), name, code)


def _marked(notes: Any, must: Mapping[str, Any], dimension: str = "", code: str = "") -> Iterator[Note]:
    for number, text in enumerate([notes] if isinstance(notes, str) else _list(notes)):
        yield Note(" ".join(str(text).split()), bool(must.get(str(number))), dimension, code)


def _may_be_left_out(dimension: Mapping[str, Any]) -> bool:
    return _object(dimension.get("extension")).get("elimination") is True


def _labels(dimension: Mapping[str, Any], codes: Sequence[str]) -> dict[str, str]:
    labels = _object(_object(dimension.get("category")).get("label"))
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


def kind(thing: Any) -> str:
    kinds = {dict: "an object", list: "a list", str: "a text", type(None): "nothing", bool: "true or false"}
    return kinds.get(type(thing), "a number")
