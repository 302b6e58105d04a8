"""Charts of made data, drawn as the page draws them, and what can be seen in the drawing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pandas as pd
from lxml import etree

from vagar_lib.display import theme
from vagar_lib.display.chart import Chart, Measure
from vagar_lib.pipeline import vega

SOURCE = "snapshot/folkmangd"
SHARE = Measure("Andel", "procent", "folkmangd", decimals=1)
PEOPLE = Measure("Antal", "personer", "folkmangd")
WIDTHS = (theme.WIDE, theme.NARROW)
HOSTILE = [
    "<script>alert('x')</script>",
    'Å & Ö:s "b"<i>',
    "a\\b\\nc",
    "{{x}} ${y} %s",
    "datum.value",
    "null",
    "a.b[0]",
    "'; drop",
]
"""Names that would break markup, an expression or an address if they were taken for one."""
_FIELD_IN_TEXT = re.compile(r"datum\.(\w+)|datum\['(\w+)'\]")


def frame(**columns: Any) -> pd.DataFrame:
    """Rows of a chart, all from one source."""
    return pd.DataFrame({"source": SOURCE, **columns})


def series(names: list[str], years: range = range(2015, 2025), roles: list[str] | None = None) -> pd.DataFrame:
    """Series that rise from 1, each a little higher than the one before."""
    roles = roles or ["place", "county", "riket", "similar"]
    return pd.concat(
        [
            frame(series=name, role=role, year=list(years), period=[str(y) for y in years]).assign(
                value=[1.5 + number + 0.25 * step for step in range(len(years))]
            )
            for number, (name, role) in enumerate(zip(names, roles, strict=False))
        ]
    )


def words(drawing: etree._Element) -> list[str]:
    """Every text in the drawing that is not hidden, its lines joined by a space."""
    texts = drawing.iter("{*}text")
    return [" ".join(part.strip() for part in t.itertext()) for t in texts if t.get("opacity") != "0"]


def squeezed(texts: list[str]) -> list[str]:
    """Texts without space, for names that were broken into lines."""
    return [re.sub(r"\s", "", text) for text in texts]


def marks(drawing: etree._Element) -> list[etree._Element]:
    """What stands for data: the children of every mark group, but for those without extent."""
    groups = drawing.iterfind(".//{*}g[@class]")
    found = [child for group in groups if "role-mark" in group.get("class").split() for child in group]
    return [mark for mark in found if (mark.get("d") or mark.get("x2") or mark.text or "").strip() or len(mark)]


def check_drawing(chart: Chart, width: int, over: int = 1) -> etree._Element:
    """Draw a chart as the page does, and assert what holds for every drawing; it may be some pixels too wide."""
    told = chart.draw(width).to_dict(validate=True)  # Altair raises if it is not valid
    spec = chart.spec(width)
    assert spec == {**told, "$schema": spec["$schema"], "config": spec["config"]}
    text = vega.svg(spec)
    drawing = etree.fromstring(text)
    assert "NaN" not in text and "undefined" not in text and "Infinity" not in text
    assert marks(drawing), "nothing is drawn"
    assert float(drawing.get("width")) <= width + over
    assert float(drawing.get("height")) > 40
    assert not any("…" in word for word in words(drawing)), "a text is cut off"
    return drawing


def strokes(drawing: etree._Element) -> dict[str, tuple[str, float]]:
    """Dash and width of each line, by its colour."""
    groups = [g for g in drawing.iterfind(".//{*}g[@class]") if "mark-line role-mark" in g.get("class")]
    return {m.get("stroke"): (m.get("stroke-dasharray"), float(m.get("stroke-width"))) for g in groups for m in g}


def nodes(spec: Any) -> Iterator[dict]:
    """Every mapping of a specification."""
    if isinstance(spec, dict):
        yield spec
        for value in spec.values():
            yield from nodes(value)
    elif isinstance(spec, list):
        for value in spec:
            yield from nodes(value)


def data_sets(spec: dict) -> list[list[dict]]:
    """The rows of each data set of a specification, however it is held."""
    held = [rows for node in nodes(spec) for rows in [(node.get("data") or {}).get("values")] if rows]
    return [*spec.get("datasets", {}).values(), *held]


def fields(spec: dict) -> set[str]:
    """Every column that an encoding, a filter or a label expression reads."""
    bare = {key: value for key, value in spec.items() if key not in ("datasets", "config")}
    named = {node["field"] for node in nodes(bare) if isinstance(node.get("field"), str)}
    texts = [value for node in nodes(bare) for value in node.values() if isinstance(value, str)]
    return named | {a or b for text in texts for a, b in _FIELD_IN_TEXT.findall(text)}


def needless(spec: dict) -> set[str]:
    """Columns of the data that nothing in the specification reads."""
    columns = {column for rows in data_sets(spec) for row in rows for column in row if row.get("type") != "Feature"}
    return columns - fields(spec)
