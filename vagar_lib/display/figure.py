"""What a cell shows: a figure with all that belongs to it, a table, prose, facts, or a notice of what is missing.

Each output carries the project's own JSON for the page (`MIME`), something for JupyterLab and plain text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from vagar_lib.display import held, text, theme
from vagar_lib.display.chart import Chart, Measure, Measured, breaks_in
from vagar_lib.display.table import Table
from vagar_lib.indicators import Indicator
from vagar_lib.regions import Region
from vagar_lib.sources import provenance, store

MIME = "application/vnd.vagar+json"
VEGALITE = "application/vnd.vegalite.v5+json"
MOST_CITED = 4
"""With more tables than this behind one figure, they are named in *Källor och metod*."""
_ASCII = str.maketrans("åäöé", "aaoe")


@dataclass(frozen=True)
class Output:
    """Something shown: the page's JSON, and what JupyterLab shows in its place."""

    payload: dict[str, Any]
    plain: str
    lab: dict[str, Any]

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return {MIME: self.payload, **self.lab, "text/plain": self.plain}


def figure(
    chart: Chart,
    *,
    finding: str,
    place: Region,
    where: str | None = None,
    measure: str | None = None,
    notes: Sequence[str] = (),
) -> Output:
    """A chart with its title, subtitle, text alternative, table, source and notes; or a notice when there is no data.

    Parameters
    ----------
    chart : Chart
    finding : str
        The title: what the chart shows, computed from the same values.
    place : Region
        Whom the report is about.
    where : str, optional
        The area drawn, when it is not the place itself.
    measure : str, optional
        What is measured, when the chart shows less or more than its measure's label says.
    notes : sequence of str
        Said beneath, before definition, breaks and the notes of the sources.

    Returns
    -------
    Output
    """
    named = measure or chart.measure.label
    if chart.empty:
        return absent(chart.measure, place, named)
    subtitle = f"{named}, {chart.measure.unit}. {text.upper_first(where or place.name)}"
    subtitle += f", {chart.periods}." if chart.periods else "."
    sources = sources_of(chart.data["source"])
    wide = chart.spec(theme.WIDE)
    payload = {
        "kind": "figure",
        "id": slug(f"{named} {chart.kind}"),
        "title": finding,
        "subtitle": subtitle,
        "alt": f"{chart.kind}. {finding}. {subtitle} {chart.description} {chart.key}".strip(),
        "spec": wide,
        "narrow": chart.spec(theme.NARROW),
        "table": chart.table.payload(f"{named}, {chart.measure.unit}"),
        "unit": chart.measure.unit,
        "decimals": chart.measure.decimals,
        "key": chart.key,
        "source": source_line(sources),
        "sources": cited(sources),
        "notes": [*filter(None, [chart.key]), *notes, *notes_of(chart.measure, chart.data)],
        "example": any(store.provenance(source).example for source in sources),
        "facts": held.drawn(chart.measure, chart.data, place),
    }
    titled = {**wide, "title": {"text": finding, "subtitle": subtitle, "anchor": "start"}}
    titled["config"] = {**wide["config"], "mark": {"tooltip": {"content": "data"}}}
    return Output(payload, payload["alt"], {VEGALITE: titled})


def tabulated(
    table: Table,
    *,
    finding: str,
    subtitle: str,
    sources: Iterable[str],
    notes: Sequence[str] = (),
    facts: Sequence[dict[str, Any]] = (),
) -> Output:
    """A table that stands on its own, with title, source and notes; or a notice when it has no rows.

    Parameters
    ----------
    table : Table
    finding : str
        The title.
    subtitle : str
        Measure, unit, period and place.
    sources : iterable of str
        Raw tables that the values come from; several in one text are separated by semicolons.
    notes : sequence of str
    facts : sequence of dict
        Its values and verdicts as `display.held` tells them, for the next edition to be compared with.

    Returns
    -------
    Output
    """
    if not table.rows:
        return _missing(subtitle, f"{finding}.")
    used = sources_of(sources)
    payload = {
        "kind": "table",
        "id": slug(subtitle),
        "title": finding,
        "subtitle": subtitle,
        "table": table.payload(subtitle),
        "source": source_line(used),
        "sources": cited(used),
        "notes": list(notes),
        "example": any(store.provenance(source).example for source in used),
        "facts": list(facts),
    }
    head = "".join(f"<th>{html.escape(label)}</th>" for label, _ in table.columns)
    body = "".join("<tr>" + "".join(f"<td>{html.escape(str(c))}</td>" for c in row) + "</tr>" for row in table.rows)
    lab = f"<p><b>{html.escape(finding)}</b><br>{html.escape(subtitle)}</p><table><tr>{head}</tr>{body}</table>"
    return Output(payload, f"{finding}. {subtitle}", {"text/html": lab})


def say(*sentences: str | None) -> Output | None:
    """Prose: the sentences that there are, as one paragraph; nothing when there are none."""
    return paragraphs(" ".join(sentence for sentence in sentences if sentence))


def paragraphs(*texts: str | None) -> Output | None:
    """Prose in paragraphs; empty ones are left out, and nothing is shown when there are none."""
    kept = [one for one in texts if one]
    if not kept:
        return None
    lab = "".join(f"<p>{html.escape(one)}</p>" for one in kept)
    return Output({"kind": "prose", "paragraphs": kept}, "\n\n".join(kept), {"text/html": lab})


def listed_findings(items: Sequence[dict[str, str]]) -> Output:
    """The findings of a summary, the most important first: each with ``text, dimension, symbol, word``."""
    plain = "\n".join(f"{item['symbol']} {item['word']}: {item['text']}" for item in items)
    lab = "".join(f"<li><b>{item['symbol']} {item['word']}.</b> {html.escape(item['text'])}</li>" for item in items)
    return Output({"kind": "findings", "items": list(items)}, plain, {"text/html": f"<ol>{lab}</ol>"})


def facts(items: Iterable[tuple[str, str]]) -> Output:
    """Terms with their descriptions."""
    pairs = [[term, description] for term, description in items]
    lab = "".join(f"<dt><b>{html.escape(t)}</b></dt><dd>{html.escape(d)}</dd>" for t, d in pairs)
    plain = "\n".join(f"{term}: {description}" for term, description in pairs)
    return Output({"kind": "facts", "items": pairs}, plain, {"text/html": f"<dl>{lab}</dl>"})


def absent(measure: Measured, place: Region, named: str | None = None) -> Output:
    """Notice that a figure can't be made for a place, and where its figures would come from."""
    title = named or measure.label
    body = getattr(measure, "absent", "") or (
        f"Underlaget har inte den uppgift som behövs för {place.label}. {origin(measure)}".strip()
    )
    return _missing(title, body)


def _missing(title: str, body: str) -> Output:
    lab = f"<p><b>{html.escape(title)}: visas inte.</b> {html.escape(body)}</p>"
    return Output({"kind": "missing", "title": f"{title}: visas inte", "text": body}, body, {"text/html": lab})


def origin(measure: Measured) -> str:
    """Where the figures of a measure come from and what the source covers, in a sentence."""
    there = provenance.all_tables()  # some are yet to be fetched
    for table in (table for table in tables_of(measure) if table in there):
        known = store.provenance(table)
        return f"Källan ({known.publisher}: {known.title}) täcker här {known.coverage}."
    if isinstance(measure, Indicator) and measure.kolada:
        return f"Uppgiften finns hos Kolada (nyckeltal {measure.kolada}) men ingår inte i rapportens datautgåva."
    return ""


def tables_of(measure: Measured) -> list[str]:
    """Raw tables that a measure is taken from, as its definition declares them."""
    if not isinstance(measure, Indicator):
        return [measure.table] if measure.table else []
    found: list[str] = []
    for source in measure.sources:
        found += [source.table] if hasattr(source, "table") else []
        found += [part.table for part in getattr(source, "inputs", {}).values()]
    return list(dict.fromkeys(found))


def sources_of(column: Iterable[str]) -> list[str]:
    """Raw tables named in a ``source`` column, each once, in order."""
    return list(dict.fromkeys(part for source in dict.fromkeys(column) for part in re.split(r";\s*", source) if part))


def source_line(sources: Iterable[str]) -> str:
    """The line beneath a figure: publisher and title of each source, and when the figures were compiled or fetched."""
    known = [store.provenance(source) for source in sources]
    cited = dict.fromkeys(f"{p.publisher}, {p.title}" for p in known)
    named = "; ".join(cited) if len(cited) <= MOST_CITED else f"{len(cited)} tabeller, se Källor och metod"
    compiled = max((p.retrieved for p in known if not p.query), default=None)
    fetched = max((p.retrieved for p in known if p.query), default=None)
    when = f" Ögonblicksbild sammanställd {compiled}." if compiled else ""
    when += f" Hämtad {fetched}." if fetched else ""
    return f"Källa: {named}. Bearbetning: Vägar.{when}"


def cited(sources: Iterable[str]) -> list[dict[str, str]]:
    """What a source line tells, and the licence, for programs: each publisher's table once."""
    known = (store.provenance(source) for source in sources)
    told = ((p.publisher, p.title, p.licence, p.retrieved.isoformat()) for p in known)
    return [dict(zip(("publisher", "title", "licence", "retrieved"), one, strict=True)) for one in dict.fromkeys(told)]


def notes_of(measure: Measured, data: pd.DataFrame) -> list[str]:
    """What must be known to read the figure: the definition, and the breaks within what is drawn.

    An indicator's definition is in the register; for a table it is the measure's note and what its provenance says, or
    that of the fetched table which has taken its place.
    """
    if isinstance(measure, Indicator):
        notes = [measure.definition]
    else:
        notes = [measure.note] if measure.note else []
        notes += [note for known in _declared(measure, data) for note in known.notes]
    notes += [f"Brott {b.year}: {b.note}" for b in breaks_in(measure, data)]
    return list(dict.fromkeys(notes))


def _declared(measure: Measure, data: pd.DataFrame) -> list[provenance.Provenance]:
    """Provenance of the tables that a measure of a table is drawn from."""
    if not measure.table:
        return []
    newer = store.successors(measure.table, data["source"])
    own = not newer or any(source.endswith(f"/{measure.table}") for source in sources_of(data["source"]))
    return [*([store.provenance(measure.table)] if own else []), *newer]


def slug(words: str) -> str:
    """Words as an address: lower case, letters and digits, hyphens.

    Examples
    --------
    >>> slug("Öppet arbetslösa 18–65 år, Linjediagram")
    'oppet-arbetslosa-18-65-ar-linjediagram'
    """
    return re.sub(r"[^a-z0-9]+", "-", words.lower().translate(_ASCII)).strip("-")[:80]
