"""How does a figure answer when it is pointed at? Its specification with tooltips in Swedish, and what to highlight."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from vagar_lib.display.chart import MONTHS
from vagar_lib.display.text import NBSP
from vagar_lib.display.theme import INK

SIGNAL = "framhav"
"""Parameter of the live chart: None, or the field and the value that are highlighted."""
FAINT = 0.15
"""How much is left of what is not highlighted."""
CHOICES = {
    "series": "Linjer",
    "panel": "Diagram",
    "head": "Staplar",
    "row": "Rader",
    "name": "Namn",
    "group": "Grupper",
    "part": "Delar",
    "verdict": "Omdömen",
    "said": "Omdömen",
}
"""Fields whose values a reader can highlight, and what they are called together."""
NAMES = ("panel", "series", "head", "row", "column", "name", "age", "group", "part", "verdict", "said")
"""Fields that say what a mark is of, in the order they are told."""
NUMBERS = ("value", "distance", "ratio")
"""Fields that hold the number of a mark, in the unit of the figure."""
_TOLD = ("bar", "point", "rect", "geoshape", "rule", "tick", "circle", "square")
_DRAWN = (*_TOLD, "line", "area")
_PARTS = ("layer", "hconcat", "vconcat", "concat")


@dataclass(frozen=True)
class _Unit:
    """A mark with its encoding and the first of the rows that it is drawn from; ``inside`` where names are nested."""

    view: dict[str, Any]
    kind: str
    rows: list[dict[str, Any]]
    inside: str

    @property
    def row(self) -> dict[str, Any]:
        return self.rows[0]["properties"] if self.inside else self.rows[0]

    def get(self, field: str) -> str:
        return f"datum{self.inside}[{json.dumps(field)}]"

    def said(self, field: str) -> str:
        """The value as it is told: on one line, however it is broken where it is drawn."""
        return f"replace({self.get(field)}, regexp('\\n', 'g'), ' ')"

    def values(self, field: str) -> list[Any]:
        return [(row["properties"] if self.inside else row).get(field) for row in self.rows]


def live(content: Mapping[str, Any]) -> dict[str, Any] | None:
    """What a browser needs to draw a figure as a chart that answers; None where there would be nothing to answer.

    Parameters
    ----------
    content : mapping
        Figure as the page has it; ``unit`` and ``decimals`` say how its numbers are told.

    Returns
    -------
    dict or None
        ``wide`` and ``narrow``: Vega-Lite specifications, both to be completed with ``datasets`` and ``config``;
        ``choices``: what can be highlighted, each with ``label``, ``field`` and ``values``.
    """
    unit, decimals = content.get("unit", ""), content.get("decimals", 1)
    wide, narrow = (answering(content[key], unit, decimals) for key in ("spec", "narrow"))
    if not any("tooltip" in found.view["mark"] for found in _units(wide)):
        return None
    # Datasets are named by what they hold, so that those of both widths can lie together, each once.
    shared = {"datasets": wide.pop("datasets", {}) | narrow.pop("datasets", {}), "config": wide.pop("config", {})}
    narrow.pop("config", None)
    return {**shared, "wide": wide, "narrow": narrow, "choices": choices({**wide, **shared})}


def answering(spec: Mapping[str, Any], unit: str, decimals: int) -> dict[str, Any]:
    """A specification whose marks tell their numbers and grow faint when something else is highlighted.

    Parameters
    ----------
    spec : mapping
        Vega-Lite specification with its data inside.
    unit : str
        Of its numbers, as in running text.
    decimals : int

    Returns
    -------
    dict
        With the same datasets and configuration, and views of its own.
    """
    shared = {name: spec[name] for name in ("datasets", "config") if name in spec}
    views = {name: part for name, part in spec.items() if name not in shared}
    made = {**_written_out(json.loads(json.dumps(views))), **shared}
    made["params"] = [*made.get("params", ()), {"name": SIGNAL, "value": None}]
    fields = {choice["field"] for choice in choices(made)}
    units = [*_units(made)]
    for found in units:
        faint = _faint(found, fields)
        if faint:
            base = found.view["mark"].get("opacity", 1)
            condition = {"test": faint, "value": base}
            found.view["encoding"]["opacity"] = {"condition": condition, "value": round(base * FAINT, 3)}
        told = _tooltip(found, unit, decimals)
        if told and found.kind in _TOLD:
            found.view["mark"]["tooltip"] = {"expr": told}
    _add_points(made, [(found.view, told) for found in units if (told := _point_tooltip(found, unit, decimals))])
    return made


def choices(spec: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What can be highlighted in a chart: each field of `CHOICES` that is drawn, with its values in their order."""
    found: dict[str, dict[str, None]] = {field: {} for field in CHOICES}
    for one in _units(spec):
        for field in CHOICES.keys() & one.row.keys():
            said = dict.fromkeys(value for value in one.values(field) if isinstance(value, str))
            found[field] |= dict.fromkeys(value.replace("\n", " ") for value in said)
    return [
        {"label": CHOICES[field], "field": field, "values": [*values]}
        for field, values in found.items()
        if len(values) > 1
    ]


def _written_out(view: dict[str, Any]) -> dict[str, Any]:
    """The view with each mark and encoding as a dict, so that something can be added to them."""
    for part in _parts(view):
        _written_out(part)
    if "mark" in view:
        view["mark"] = {"type": view["mark"]} if isinstance(view["mark"], str) else view["mark"]
        view.setdefault("encoding", {})
    return view


def _parts(view: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [*(part for name in _PARTS for part in view.get(name, ())), *([view["spec"]] if "spec" in view else [])]


def _units(spec: Mapping[str, Any]) -> Iterator[_Unit]:
    """Marks that are drawn from rows, text left out; of a specification that is written out."""
    datasets = spec.get("datasets", {})

    def walk(view: dict[str, Any], inherited: Mapping[str, Any]) -> Iterator[_Unit]:
        data = view.get("data") or inherited
        for part in _parts(view):
            yield from walk(part, data)
        kind = view["mark"]["type"] if "mark" in view else ""
        rows = data.get("values") or datasets.get(data.get("name"), [])
        if rows and kind in _DRAWN:
            yield _Unit(view, kind, rows, '["properties"]' if kind == "geoshape" else "")

    yield from walk(spec, {})


def _faint(found: _Unit, fields: set[str]) -> str:
    """Whether a mark is among what is highlighted, as an expression; empty where it never grows faint."""
    own = sorted(fields & found.row.keys())
    tests = [f"{SIGNAL}.field !== {json.dumps(f)} || {found.said(f)} === {SIGNAL}.value" for f in own]
    return f"!{SIGNAL} || ({' && '.join(f'({test})' for test in tests)})" if tests else ""


def _tooltip(found: _Unit, unit: str, decimals: int) -> str:
    """What a mark tells, as an expression: a line that says what it is of and one with its number."""
    names = _names(found)
    number = _number(found, unit, decimals)
    return " + '\\n' + ".join([" + ' · ' + ".join(names), *([number] if number else [])]) if names else ""


def _point_tooltip(found: _Unit, unit: str, decimals: int) -> str:
    """What a point on a line tells; a line as a whole has no number of its own."""
    when, number = _when(found), _number(found, unit, decimals)
    if found.kind != "line" or not when or not number:
        return ""
    names = _names(found)
    return " + ".join([*([" + ' · ' + ".join(names), "'\\n'"] if names else []), when, "': '", number])


def _names(found: _Unit) -> list[str]:
    told = [found.said(field) for field in NAMES if isinstance(found.row.get(field), str)]
    if told and "line" in found.row:  # a panel's own line, or the one that all panels have
        told[0] = f"(datum.line === 'reference' ? 'Jämförelse' : {told[0]})"
    return told


def _number(found: _Unit, unit: str, decimals: int) -> str:
    form = f"',.{decimals}f'"
    after = f" + {json.dumps(NBSP + unit, ensure_ascii=False)}" if unit else ""
    for field in NUMBERS:
        if field in found.row:
            return f"format({found.get(field)}, {form}){after}"
    if "rank" in found.row:
        return f"'plats ' + format({found.get('rank')}, ',.0f')"
    if {"start", "end"} <= found.row.keys():
        return f"format({found.get('end')} - {found.get('start')}, {form}){after}"
    if {"low", "high"} <= found.row.keys():
        return f"format({found.get('low')}, {form}) + '–' + format({found.get('high')}, {form}){after}"
    return found.get("label") if isinstance(found.row.get("label"), str) else ""


def _when(found: _Unit) -> str:
    field = next((field for field in ("time", "year") if field in found.row), None)
    if field is None:
        return ""
    at = found.get(field)
    if all(value == int(value) for value in found.values(field) if value is not None):
        return f"format({at}, 'd')"
    return f"{json.dumps(MONTHS, ensure_ascii=False)}[round(({at} - floor({at})) * 12)] + ' ' + floor({at})"


def _add_points(view: dict[str, Any], lines: list[tuple[dict[str, Any], str]]) -> None:
    """Lay unseen points over lines, which tell the number of each; they are seen when they are pointed at."""
    for part in _parts(view):
        _add_points(part, lines)
        told = next((told for line, told in lines if line is part), "")
        if told:
            mark = {"type": "point", "filled": True, "size": 180, "opacity": 0, "color": INK}
            placed = {channel: part["encoding"][channel] for channel in ("x", "y")}
            point = {key: part[key] for key in ("data", "transform") if key in part}
            view["layer"].append({**point, "mark": {**mark, "tooltip": {"expr": told}}, "encoding": placed})
