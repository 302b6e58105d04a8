"""Signposts in words and tables: which are passed, which turned with the latest figures, and which can't be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from vagar_lib import regions
from vagar_lib.display import sentences, text
from vagar_lib.display.figure import Output, paragraphs, tabulated
from vagar_lib.display.table import written
from vagar_lib.indicators import Indicator, Register
from vagar_lib.megatrends import Megatrend, Megatrends, Signpost
from vagar_lib.metrics.signposts import CHANGE_DECIMALS
from vagar_lib.regions import Region

STATES = {"passed": ("◆", "Passerad"), "not_passed": ("◇", "Inte passerad"), "unknown": ("–", "Kan inte avgöras")}
"""Symbol and word of a state; they always stand together."""
REASONS = {
    "missing": "uppgift saknas",
    "stale": "uppgiften är inaktuell",
    "reference": "inget värde för riket att jämföra med",
    "break": "brott eller lucka i serien",
    "margin": "inom marginalen",
}
SIDES = {"above": "över", "below": "under"}
BEFORE = (
    "Förra utgåvan är samma serie utan sitt senaste värde, så jämförelsen blir densamma när rapporten än görs. "
    "Värden som källan har reviderat räknas som de är nu."
)


def state(row: Any) -> str:
    """Symbol and word of where a signpost stands, with the reason when it is not known."""
    said = " ".join(STATES[row.state])
    return f"{said}: {REASONS[row.reason]}" if row.reason else said


def turned(row: Any) -> str:
    """What happened since the edition before."""
    if not row.changed:
        return "Ingen ändring" if "unknown" not in (row.state, row.state_before) else ""
    return (
        f"Passerad sedan {row.year_before}"
        if row.state == "passed"
        else f"Inte längre passerad sedan {row.year_before}"
    )


def limit(post: Signpost, indicator: Indicator) -> str:
    """The threshold in words: 'Öppet arbetslösa: skillnad mot riket över 0 procentenheter'."""
    side = SIDES[post.comparison]
    match post.measure:
        case "value":
            return f"{side} {text.quantity(post.threshold, indicator.unit, _decimals(post, indicator))}"
        case "gap":
            size = text.signed(post.threshold, _decimals(post, indicator))
            unit = gap_unit(indicator) or text.suffix(indicator.unit)
            return f"skillnad mot riket {side} {size}{text.NBSP}{unit}".rstrip(text.NBSP)
        case _:
            return f"förändring på {sentences.count(post.years)} år {side} {text.quantity(post.threshold, 'procent')}"


def measured(value: float, post: Signpost, indicator: Indicator) -> str:
    """What is compared with the threshold, with its unit; changes and gaps have their sign."""
    if text.missing(value):
        return text.MISSING
    if post.measure == "value":
        return sentences.short(value, indicator)
    if post.measure == "change":
        return f"{text.signed(value, CHANGE_DECIMALS)}{text.NBSP}%"
    return f"{text.signed(value, indicator.decimals)}{text.NBSP}{gap_unit(indicator)}".rstrip(text.NBSP)


def gap_unit(indicator: Indicator) -> str:
    """Unit of a difference; a rate is named where the threshold is."""
    return "" if "per " in indicator.unit else text.difference(0, indicator.unit).partition(text.NBSP)[2]


def of_trend(read: pd.DataFrame, trend: Megatrend, place: Region, register: Register) -> Output:
    """The signposts of a megatrend as a table: threshold, value, where it stands and what has turned."""
    rows, raw = [], []
    found = read[read["megatrend"] == trend.id]
    for row, post in _with_posts(found, trend):
        indicator = register.get(row.indicator)
        what = f"{indicator.label}, {limit(post, indicator)}"
        when = str(row.year) if row.year else ""
        where = "" if row.region == place.code else f" ({regions.name(row.region)})"
        rows.append(
            [post.label, what, f"{measured(row.measured, post, indicator)}{where}", when, state(row), turned(row)]
        )
        raw.append([post.label, what, row.measured, row.year or None, row.state, row.state_before])
    columns = [("Vägvisare", False), ("Gräns", False), ("Värde", True), ("År", True), ("Läge", False)]
    columns += [("Sedan förra utgåvan", False)]
    return tabulated(
        written(columns, rows, raw),
        finding=title(found, trend),
        subtitle=f"{trend.title}: vägvisare, {place.label}",
        sources=[source for source in found["source"] if source] or ["snapshot/regions"],
        notes=[*(_explained(post) for post in trend.signposts), BEFORE],
    )


def _explained(post: Signpost) -> str:
    """What a signpost means when it is passed, and why its limit is there."""
    margin = f" Inom {text.number(post.margin)} från gränsen sägs ingenting." if post.margin else ""
    return f"{post.label}: {post.meaning} {post.reason}{margin}"


def title(found: pd.DataFrame, trend: Megatrend) -> str:
    """How many of a megatrend's signposts are passed, of those that can be read."""
    passed, known = int((found["state"] == "passed").sum()), int((found["state"] != "unknown").sum())
    if not known:
        return f"{trend.title}: ingen vägvisare går att avgöra"
    if known == 1:
        return f"{trend.title}: den enda vägvisare som går att avgöra är {'' if passed else 'inte '}passerad"
    many = sentences.count(passed) if passed else "ingen"
    return f"{trend.title}: {many} av {sentences.count(known)} vägvisare {_are(passed)}"


def summary(read: pd.DataFrame, trends: Megatrends, place: Region) -> Output:
    """All megatrends: how many signposts are passed, not passed and unknown, and which have turned."""
    rows, raw = [], []
    for trend in trends.megatrends:
        found = read[read["megatrend"] == trend.id]
        counts = [int((found["state"] == key).sum()) for key in STATES]
        names = "; ".join(post.label for row, post in _with_posts(found, trend) if row.state == "passed")
        new = "; ".join(
            f"{post.label} ({text.lower_first(turned(row))})" for row, post in _with_posts(found, trend) if row.changed
        )
        rows.append([trend.title, *map(str, counts), names or "Inga", new or "Inga"])
        raw.append([trend.title, *counts, names, new])
    columns = [("Megatrend", False), *((f"{symbol} {word}", True) for symbol, word in STATES.values())]
    columns += [("Passerade vägvisare", False), ("Har ändrats sedan förra utgåvan", False)]
    return tabulated(
        written(columns, rows, raw),
        finding=all_title(read, place),
        subtitle=f"Vägvisare för alla megatrender, {place.label}",
        sources=[source for source in read["source"] if source],
        notes=[BEFORE],
    )


def all_title(read: pd.DataFrame, place: Region) -> str:
    """How many of all signposts are passed, and how many have turned, as a title."""
    passed, known = int((read["state"] == "passed").sum()), int((read["state"] != "unknown").sum())
    new = int(read["changed"].sum())
    head = f"{text.upper_first(place.label)} har passerat {passed} av de {known} vägvisare som går att avgöra"
    return f"{head}; {sentences.count(new) if new else 'ingen'} har ändrats sedan förra utgåvan"


def changes(read: pd.DataFrame, trends: Megatrends, place: Region) -> str:
    """Which signposts have turned since the edition before, in a paragraph."""
    posts = {post.id: post for _, post in trends.signposts}
    new = [posts[row.signpost].label for row in read.itertuples() if row.changed and row.state == "passed"]
    gone = [posts[row.signpost].label for row in read.itertuples() if row.changed and row.state == "not_passed"]
    unknown = int((read["state"] == "unknown").sum())
    said = []
    if new:
        said.append(f"Har passerats med det senaste värdet: {text.listed(map(text.lower_first, new))}.")
    if gone:
        said.append(f"Är inte längre passerade: {text.listed(map(text.lower_first, gone))}.")
    if not said:
        said.append(f"Ingen vägvisare för {place.label} har ändrats med det senaste värdet.")
    if unknown:
        many = text.upper_first(sentences.count(unknown))
        said.append(
            f"{many} av {len(read)} går inte att avgöra, eftersom uppgifter saknas, är inaktuella eller osäkra."
        )
    return " ".join(said)


def method(trends: Megatrends) -> Output:
    """How megatrends are described, signposts read and assessments summed up, in paragraphs."""
    surveys = any(post.margin for _, post in trends.signposts)
    return paragraphs(
        "En vägvisare är en gräns för ett värde, för dess förändring eller för skillnaden mot riket. Den är passerad "
        "när det senaste värdet, som det visas, ligger bortom gränsen, och den kan inte avgöras när värdet saknas, är "
        "inaktuellt eller korsar ett brott i serien. Gränserna står i projektets inställningar med sina skäl. Om en "
        "kommun saknar ett värde läses vägvisaren för länet, vilket då anges."
        + (" För enkätvärden sägs ingenting inom en marginal från gränsen." if surveys else ""),
        BEFORE,
        "Beskrivningarna av megatrenderna, och av hur de slår i olika slags kommuner, är projektets egna bedömningar "
        "och inte räknade ur data. Indelningen i slags kommuner följer SKR:s kommungrupper 2023.",
        "Bedömningarna sammanfattas med median och kvartiler. Samstämmighet är Tastles och Wiermans mått (2007): ett "
        "när alla har satt samma poäng och noll när hälften har satt den lägsta och hälften den högsta.",
    )


def _are(passed: int) -> str:
    return "är passerade" if passed > 1 else "är passerad"


def _with_posts(found: pd.DataFrame, trend: Megatrend) -> Iterator[tuple[Any, Signpost]]:
    posts = {post.id: post for post in trend.signposts}
    for row in found.itertuples():
        yield row, posts[row.signpost]


def _decimals(post: Signpost, indicator: Indicator) -> int:
    """Decimals that the threshold is written with: those it has, at most the indicator's."""
    return min(indicator.decimals, len(str(float(post.threshold)).rstrip("0").partition(".")[2]))
