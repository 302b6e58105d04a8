"""What does an output hold that a later edition can be compared with? Values with what they measure, and verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from vagar_lib import regions
from vagar_lib.display import verdicts
from vagar_lib.display.chart import Measured
from vagar_lib.display.table import plain
from vagar_lib.indicators import Indicator, register
from vagar_lib.regions import Region

SIGNIFICANT = 9
"""Figures that a value is kept with; what differs after them is how computers count."""


def drawn(measure: Measured, data: pd.DataFrame, place: Region) -> list[dict[str, Any]]:
    """The values of a chart that are those of the place itself.

    Parameters
    ----------
    measure : Measured
    data : DataFrame
        What is drawn: ``period, value``, and ``region`` or, for a table's measure, ``role``; ``sex`` and ``status``
        where they are known.
    place : Region

    Returns
    -------
    list of dict
        For each sex: ``id, label, unit, decimals, survey, definition, region, where, sex`` and ``values`` (period,
        value and, where it has one, status). None where several values have the same period, since the chart then
        has more dimensions than this can tell apart.
    """
    rows = _own(measure, data, place)
    if rows is None or rows.empty:
        return []
    sexes = rows["sex"].astype(str) if "sex" in rows else pd.Series("T", index=rows.index)
    found = []
    for sex, part in rows.groupby(sexes, sort=False):
        if part["period"].duplicated().any():
            return []
        status = part["status"] if "status" in part else [""] * len(part)
        values = [_value(*one) for one in zip(part["period"], part["value"], status, strict=True)]
        found.append({**_about(measure, place, str(sex)), "values": values})
    return found


def _own(measure: Measured, data: pd.DataFrame, place: Region) -> pd.DataFrame | None:
    if not {"period", "value"} <= set(data):
        return None
    if isinstance(measure, Indicator):
        if "region" not in data or ("indicator" in data and data["indicator"].nunique() > 1):
            return None
        rows = data[data["region"] == place.code]
        return rows[rows["role"] != "ahead"] if "role" in rows else rows
    if measure.table and {"role", "series"} <= set(data):
        rows = data[data["role"] == "place"]
        return rows if rows["series"].nunique() == 1 else None
    return None


def standings(rows: pd.DataFrame, place: Region, words: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    """The last value of each indicator, how it stands against riket and how it has turned.

    Parameters
    ----------
    rows : DataFrame
        As `metrics.standing.standing` gives them.
    place : Region
    words : sequence of (str, str)
        For each row its standing and its turn, in words.
    """
    found = []
    for row, (stands, turns) in zip(rows.itertuples(index=False), words, strict=True):
        verdicts_of = {"läge": stands, "utveckling": turns}
        found.append(_judged(row, place, "T", {kind: word for kind, word in verdicts_of.items() if word}))
    return found


def judged(rows: pd.DataFrame, place: Region) -> list[dict[str, Any]]:
    """The last value and the verdict of each judged row, as `metrics.verdict.judge` gives them."""
    return [_judged(row, place, str(row.sex), {"omdöme": verdicts.word(row)}) for row in rows.itertuples(index=False)]


def _judged(row: Any, place: Region, sex: str, verdicts_of: dict[str, str]) -> dict[str, Any]:
    about = _about(register().get(row.indicator), place, sex)
    return {**about, "values": [_value(row.period, row.value, "")], "verdicts": verdicts_of}


def _about(measure: Measured, place: Region, sex: str) -> dict[str, Any]:
    known = isinstance(measure, Indicator)
    return {
        "id": measure.id if known else f"{measure.table}: {measure.label}",
        "label": measure.label,
        "unit": measure.unit,
        "decimals": measure.decimals,
        "survey": bool(known and measure.survey),
        "definition": measure.definition if known else measure.note,
        "region": place.code,
        "where": regions.region(place.code).label,
        "sex": sex,
    }


def _value(period: Any, value: Any, status: Any) -> list[Any]:
    number = plain(value)
    kept = float(f"{number:.{SIGNIFICANT}g}") if number is not None else None
    return [str(period), kept, *([str(status)] if status and str(status) != "nan" else [])]


def merged(facts: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Facts of several outputs, each indicator, place and sex once with all its values and verdicts."""
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    for fact in facts:
        key = (fact["id"], fact["region"], fact["sex"])
        one = found.setdefault(key, {**fact, "values": [], "verdicts": {}})
        one["values"] = [*one["values"], *fact["values"]]
        one["verdicts"] = {**one["verdicts"], **fact.get("verdicts", {})}
        one["example"] = one.get("example", False) or fact.get("example", False)
    for one in found.values():
        one["values"] = [*{value[0]: value for value in one["values"]}.values()]
    return [*found.values()]
