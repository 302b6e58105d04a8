"""A made-up executed notebook with every kind of display, real charts and hostile text."""

from __future__ import annotations

import json
import math
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import altair as alt
import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from vagar_lib import regions

MIME = "application/vnd.vagar+json"
HOSTILE = '<script>alert("x")</script> & [länk](javascript:alert(1)) <img src=x onerror=alert(1)>'
KOMMUNER = ["Ragunda", "Bräcke", "Krokom", "Strömsund", "Åre", "Berg", "Härjedalen", "Östersund"]
COLOURS = ["#0b5c9e", "#b35309", "#6e7781", "#1b1f24"]
CONFIG = {
    "font": "'Source Sans 3', 'Segoe UI', Helvetica, Arial, sans-serif",
    "background": None,
    "view": {"stroke": None},
    "axis": {"labelFontSize": 12, "titleFontSize": 12, "gridColor": "#d0d7de", "labelColor": "#1b1f24"},
    "legend": {"orient": "top", "title": None, "labelFontSize": 12, "labelLimit": 0, "columns": 2},
}


def job(code: str = "2303", **about: Any) -> SimpleNamespace:
    """What a page is made for; as much of a job as the page needs."""
    report = {"id": "nulage", "title": "Nulägesbeskrivning", "notebook": "nulage.ipynb"}
    report |= {"summary": "Var står länet och kommunerna?", "annex": ""}
    return SimpleNamespace(report=SimpleNamespace(**{**report, **about}), region=regions.region(code), parameters={})


def finished(chart: alt.TopLevelMixin, width: int, height: int) -> dict[str, Any]:
    """Specification at a width that holds axes and legend too."""
    chart = chart.properties(width=width, height=height, autosize=alt.AutoSizeParams(type="fit", contains="padding"))
    return {**chart.to_dict(), "config": CONFIG}


def lines(width: int) -> dict[str, Any]:
    """Four series by month."""
    rows = [
        {"plats": name, "tid": 2011 + month / 12, "värde": 6 + 2 * math.sin(month / 9 + order) + order}
        for order, name in enumerate(KOMMUNER[:4])
        for month in range(168)
    ]
    scale = alt.Scale(domain=KOMMUNER[:4], range=COLOURS)
    chart = (
        alt.Chart(alt.Data(values=rows))
        .mark_line(clip=True)
        .encode(
            x=alt.X("tid:Q", axis=alt.Axis(format="d", title=None, tickCount=width // 90)),
            y=alt.Y("värde:Q", axis=alt.Axis(title=None)),
            color=alt.Color("plats:N", scale=scale),
            strokeDash=alt.StrokeDash("plats:N", scale=alt.Scale(domain=KOMMUNER[:4])),
        )
    )
    return finished(chart, width, 320)


def bars(width: int) -> dict[str, Any]:
    """One bar a place, one of them with a hostile name."""
    rows = [{"plats": name, "värde": 10 + 7 * order} for order, name in enumerate([*KOMMUNER, "<b>&\"'"])]
    chart = (
        alt.Chart(alt.Data(values=rows))
        .mark_bar(color=COLOURS[0])
        .encode(
            x=alt.X("värde:Q", axis=alt.Axis(title=None, tickCount=5)),
            y=alt.Y("plats:N", axis=alt.Axis(title=None), sort="-x"),
        )
    )
    return finished(chart, width, 260)


def shapes(width: int) -> dict[str, Any]:
    """A map of eight places with crooked borders, in metres."""
    features = []
    for order, name in enumerate(KOMMUNER):
        east, north = 100_000.0 * (order % 4), 120_000.0 * (order // 4)
        corners = [
            (
                east + 50_000 + (42_000 + 9_000 * math.sin(step / 3)) * math.cos(math.tau * step / 160),
                north + 60_000 + (50_000 + 9_000 * math.cos(step / 2)) * math.sin(math.tau * step / 160),
            )
            for step in range(160)
        ]
        ring = [[*map(round, corner)] for corner in [*corners, corners[0]]][::-1]
        features.append(
            {
                "type": "Feature",
                "geometry": {"type": "Polygon", "coordinates": [ring]},
                "properties": {"plats": name, "värde": order},
            }
        )
    chart = (
        alt.Chart(alt.Data(values=features))
        .mark_geoshape(stroke="white")
        .encode(color=alt.Color("properties.värde:Q", scale=alt.Scale(range=["#dbe9f6", "#0b4a82"])))
        .project(type="identity", reflectY=True)
    )
    return finished(chart, width, width * 2 // 3)


def table(columns: int = 3, rows: int = 8, caption: str = "Öppet arbetslösa, procent") -> dict[str, Any]:
    """A table with a hostile row."""
    heads = ["Plats", *(str(2024 - number) for number in range(columns - 1))]
    names = [*(KOMMUNER * (rows // 8 + 1))[: rows - 1], HOSTILE]
    return {
        "caption": caption,
        "columns": [{"label": head, "numeric": number > 0} for number, head in enumerate(heads)],
        "rows": [[name, *(f"{number + 4},{number}" for number in range(columns - 1))] for name in names],
        "csv": {
            "header": heads,
            "rows": [[name, *(number + 4.5 for number in range(columns - 1))] for name in names],
        },
    }


def rich_table() -> dict[str, Any]:
    """A table whose cells have a symbol with words, each of the tones, and a line."""
    line = {"lines": ["3,21 48,3", "60,9 93,12"], "end": [93, 12]}
    rows = [
        [
            HOSTILE,
            {"text": "▲", "said": HOSTILE, "tone": tone},
            {"text": HOSTILE, "tone": tone},
            {"text": "", "said": HOSTILE, "spark": line},
            *({"text": "▲", "said": "Förbättring", "tone": tone} for _ in KOMMUNER),
        ]
        for tone in ("best", "good", "even", "bad", "worst")
    ]
    heads = ["Indikator", "Utveckling", "Läge", "Serie", *KOMMUNER]
    return {
        "caption": "Indikatorer med tecken",
        "columns": [{"label": head, "numeric": head == "Läge"} for head in heads],
        "rows": rows,
        "csv": {"header": heads, "rows": [[HOSTILE, "up", 1, None, *KOMMUNER]]},
    }


def figure(name: str = "arbete-1", **changes: Any) -> dict[str, Any]:
    """A figure whole, but for the changes."""
    return {
        "kind": "figure",
        "id": name,
        "title": "Arbetslösheten i Ragunda är högre än i riket",
        "subtitle": "Öppet arbetslösa 18–65 år, procent, 2011–2024, Ragunda kommun",
        "alt": "Linjediagram. Ragunda: lägst 4,1 % (2018), högst 8,9 % (2011), senast 5,2 %.",
        "spec": lines(720),
        "narrow": lines(340),
        "table": table(),
        "source": "Källa: Arbetsförmedlingen.",
        "notes": ["Från 2025 räknas åldern 18–66 år."],
        "example": False,
    } | changes


def show(*contents: dict[str, Any], source: str = "figure(lines(unemployment))") -> nbformat.NotebookNode:
    """A code cell that has shown something."""
    outputs = [new_output("display_data", data={MIME: content, "text/plain": "…"}, metadata={}) for content in contents]
    return new_code_cell(source, outputs=outputs, execution_count=1)


def notebook(*cells: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """An executed notebook of these cells, after the report's own title."""
    return new_notebook(cells=[new_markdown_cell("# Nulägesbeskrivning\n\nIngressen *står* kvar."), *cells])


def save(content: nbformat.NotebookNode, folder: Path, name: str = "2303-ragunda.ipynb") -> Path:
    """Write a notebook and tell where."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


FINDINGS = [
    ("Befolkningen minskade med 1,2 % mellan 2023 och 2024, mer än i liknande kommuner.", "social", "▼", "Minskat"),
    ("Utsläppen av växthusgaser per invånare är 9,1 ton, mer än i riket men 14 % lägre än 2015.", "ekologisk", "▲",
     "Förbättrat"),
    ("Medianinkomsten för kvinnor är 78 % av männens, oförändrat sedan 2019.", "ekonomisk", "■", "Oförändrat"),
    (HOSTILE, "social", "●", "Läge"),
]  # fmt: skip


def everything() -> nbformat.NotebookNode:
    """Each kind of display, each shape of chart, hostile text wherever text can stand."""
    keys = ("text", "dimension", "symbol", "word")
    return notebook(
        new_code_cell(
            "import pandas",
            outputs=[
                new_output("stream", name="stdout", text="utskrift som ingen ska se"),
                new_output("stream", name="stderr", text="FutureWarning: something\n"),
            ],
        ),
        new_markdown_cell("## Sammanfattning"),
        show({"kind": "findings", "items": [dict(zip(keys, item, strict=True)) for item in FINDINGS]}),
        new_markdown_cell("## Befolkning\n\nSå här *många* bor i kommunen. [SCB](https://www.scb.se/) räknar."),
        show(
            {"kind": "prose", "paragraphs": ["Folkmängden är 5 123 personer, 62 färre än året före.", HOSTILE]},
            figure(
                "befolkning-1",
                title="Befolkningen har minskat sedan 1950",
                spec=bars(720),
                narrow=bars(340),
            ),
        ),
        new_markdown_cell("### Åldrar och kön\n\n- en punkt\n- en till\n\n#### Försörjningskvot"),
        show(figure("befolkning-2", title=HOSTILE, alt=HOSTILE, notes=[HOSTILE], source=HOSTILE, example=True)),
        new_markdown_cell(f"## Arbete & inkomst\n\n{HOSTILE}\n\n| Mått | Enhet |\n|---|---:|\n| Inkomst | tkr |"),
        show(figure("arbete-1"), figure("arbete-2", title="Två diagram i en cell", notes=[])),
        show({"kind": "missing", "title": "Gästnätter saknas", "text": "Tillväxtverket redovisar dem bara för län."}),
        new_markdown_cell("## Samiska perspektiv"),
        show(figure("samiska-1", title="Fyra förvaltningskommuner", spec=shapes(720), narrow=shapes(340))),
        new_markdown_cell("## Hållbarhet som helhet\n\n##### En rubrik som hoppar\n\nText."),
        show(
            figure(
                "helhet-1",
                kind="table",
                title="Alla indikatorer",
                table=table(12, 24, caption="Indikatorer i tre dimensioner"),
            ),
            figure("helhet-2", kind="table", title="Indikatorer med tecken och små linjer", table=rich_table()),
        ),
        new_markdown_cell("## Befolkning\n\nEn rubrik till med samma namn."),
        new_markdown_cell("## Om rapporten"),
        show({"kind": "facts", "items": [["Datautgåva", "a1b2c3"], ["Parametrar", HOSTILE]]}),
    )
