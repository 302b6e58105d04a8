"""All indicators at once: the summary, the table by dimension, the differences within, and what it all rests on."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import datetime
from importlib.metadata import version
from typing import Any

import pandas as pd

from vagar_lib import regions
from vagar_lib.display import held, sentences, text
from vagar_lib.display.chart import Chart, Measure, period
from vagar_lib.display.dots import profile
from vagar_lib.display.figure import Output, facts, listed_findings, paragraphs, tabulated
from vagar_lib.display.table import Table, written
from vagar_lib.indicators import Indicator, Register
from vagar_lib.metrics.change import FEWEST_POINTS, SLACK
from vagar_lib.metrics.distribution import Spread, spread
from vagar_lib.metrics.panel import panels
from vagar_lib.metrics.precision import shown_difference
from vagar_lib.regions import Region
from vagar_lib.sources import store

STANDS = {"better": ("▲", "Bättre"), "worse": ("▼", "Sämre"), "level": ("■", "I nivå"), "unknown": ("–", "Bedöms inte")}
CONTEXT = {"above": ("●", "Högre"), "below": ("●", "Lägre"), "level": ("■", "I nivå")}
TURNS = {"better": ("▲", "Förbättring"), "worse": ("▼", "Försämring")}
MOVES = {"up": ("●", "Ökning"), "down": ("●", "Minskning")}
UNMOVED = {"flat": "Ingen säker förändring", "few": "För få mätpunkter", "missing": ""}
MOST_ROWS = 15
NOT_APPLICABLE = "."
"""SCB's sign for a cell that can't have a value."""


def stands(row: Any) -> tuple[str, str]:
    """Symbol and word for how a value stands against riket; from the same verdict as its mark in the figure."""
    if row.judged == "context":
        return CONTEXT.get(row.position, STANDS["unknown"])
    return STANDS[row.judged]


def turns(row: Any) -> tuple[str, str]:
    """Symbol and word for a trend."""
    if row.trend in UNMOVED:
        return "", UNMOVED[row.trend]
    return TURNS.get(row.turned) or MOVES[row.trend]


def summary(chosen: pd.DataFrame, observations: pd.DataFrame, place: Region, register: Register, window: int) -> Output:
    """The findings of a summary as sentences, weightiest first.

    Parameters
    ----------
    chosen : DataFrame
        As `metrics.standing.findings` gives it.
    observations : DataFrame
        All indicators.
    place : Region
    register : Register
    window : int
        Years that a trend looks back.

    Returns
    -------
    Output
    """
    items = []
    for row in chosen.itertuples(index=False):
        indicator = register.get(row.indicator)
        rows = observations[observations["indicator"] == row.indicator]
        symbol, word = turns(row) if row.kind == "change" else stands(row)
        said = [sentences.level(rows, place, indicator)]
        if row.kind == "change":
            said.append(sentences.development(rows, place, indicator, window))
        versus = "" if row.kind == "change" else " än riket"
        items.append(
            {"text": " ".join(filter(None, said)), "dimension": row.dimension, "symbol": symbol, "word": word + versus}
        )
    return listed_findings(items)


def by_dimension(standings: pd.DataFrame, place: Region, register: Register, dimension: str) -> Output | None:
    """All indicators of a dimension against riket and similar regions, as a table; None when there is none."""
    rows = standings[standings["dimension"] == dimension]
    if rows.empty:
        return None
    return tabulated(
        _values(rows, place, register),
        finding=_tally(rows, dimension),
        subtitle=f"{text.dimension(dimension)}, alla indikatorer med värde för {place.label}",
        sources=rows["source"],
        notes=_notes(place),
        facts=held.standings(rows, place, [_verdicts(row, place) for row in rows.itertuples(index=False)]),
    )


def _verdicts(row: Any, place: Region) -> tuple[str, str]:
    """Words of how a row stands and has turned; none for what is too old, or compared with nothing."""
    compared = place.level != "riket" and not row.stale
    return stands(row)[1] if compared else "", "" if row.stale else turns(row)[1]


def tally(standings: pd.DataFrame, place: Region) -> str | None:
    """How many of a selection can be judged against riket, and how many are survey values that can't."""
    if standings.empty:
        return None
    fresh = standings[~standings["stale"].astype(bool)]
    old, unknown = len(standings) - len(fresh), int((fresh["judged"] == "unknown").sum())
    said = [f"För {place.label} finns {len(standings)} indikatorer på området."]
    if place.level != "riket":
        many = text.upper_first(sentences.count(unknown)) if unknown else "Inga"
        said.append(f"{many} av dem är enkätvärden eller saknar jämförelse med riket och bedöms inte.")
    if old:
        said.append(f"{text.upper_first(sentences.count(old))} är inaktuella eller avslutade.")
    return " ".join(said)


def farthest(standings: pd.DataFrame, place: Region, register: Register, selection: str, note: str = "") -> Chart:
    """The indicators that differ most from riket, as a dot plot.

    Parameters
    ----------
    standings : DataFrame
        The rows to choose from.
    place : Region
    register : Register
    selection : str
        What the rows have in common, for the subtitle.
    note : str
        Said beneath.

    Returns
    -------
    Chart
    """
    rows = standings.dropna(subset="distance")
    rows = rows[~rows["stale"].astype(bool)]
    rows = rows.loc[rows["distance"].abs().sort_values(ascending=False, kind="stable").index].head(MOST_ROWS)
    rows = rows.sort_values("distance", ascending=False).assign(
        label=[register.get(id).label for id in rows.sort_values("distance", ascending=False)["indicator"]]
    )
    measure = Measure(
        f"{selection}: avstånd till riket",
        f"spridningar mellan {_level_name(place)}",
        table="",
        decimals=1,
        note=note,
        absent="Avståndet till riket visas för län och kommuner.",
    )
    periods = text.span(int(rows["year"].min()), int(rows["year"].max())) if len(rows) else ""
    return profile(rows, measure, _values(rows, place, register), periods)


def farthest_title(standings: pd.DataFrame, place: Region) -> str:
    """How many of the judged indicators are better and worse than riket."""
    judged = standings[standings["judged"].isin(["better", "worse", "level"]) & ~standings["stale"].astype(bool)]
    better, worse = (int((judged["judged"] == key).sum()) for key in ("better", "worse"))
    if judged.empty:
        return "Inget av värdena kan bedömas mot riket"
    return (
        f"{text.upper_first(place.label)} ligger bättre till än riket i {better} och sämre i {worse} "
        f"av {len(judged)} indikatorer som kan bedömas"
    )


def within(observations: pd.DataFrame, place: Region, register: Register) -> Output | None:
    """Differences between the regions beside each other, indicator by indicator, the most unequal first.

    Parameters
    ----------
    observations : DataFrame
        All indicators, both sexes together, and the population of the regions ('N01951').
    place : Region
    register : Register

    Returns
    -------
    Output or None
        None when no indicator has values for at least two of the regions whose population is known.
    """
    family = observations[observations["region"].isin(place.family) & (observations["sex"] == "T")]
    family = family.dropna(subset="value")
    keys = ["indicator", "year"]
    told = family.drop_duplicates(keys).set_index(keys)[["period", "source"]].to_dict("index")
    values_of = panels(family)
    people = values_of.get("N01951")
    if people is None:
        return None
    codes = pd.Index(people.columns)
    found: list[tuple[Indicator, Spread, str, str]] = []
    for indicator in register:
        values = values_of.get(indicator.id)
        if values is None or indicator.amount or indicator.state == "replaced":
            continue
        last = values.latest
        measured = spread(
            pd.Series(values.values[last], codes), pd.Series(people.values[min(last, people.latest)], codes)
        )
        if measured.regions >= 2:
            about = told[indicator.id, values.years[last]]
            found.append((indicator, measured, about["period"], about["source"]))
    if not found:
        return None
    found.sort(key=lambda item: (-(item[1].cv if item[1].cv == item[1].cv else -1), item[0].label))
    columns = [("Indikator", False), ("År", True), ("Lägst", False), ("Högst", False), ("Skillnad", True)]
    columns += [("Variations\u00adkoefficient", True), ("Theil", True), ("Områden", True)]
    cells, raw = [], []
    for indicator, s, when, _ in found:
        low, high = regions.name(s.lowest_region), regions.name(s.highest_region)
        head = f"{indicator.label} ({indicator.unit})"
        cells.append(
            [
                head,
                period(when),
                f"{low} {text.number(s.lowest, indicator.decimals)}",
                f"{high} {text.number(s.highest, indicator.decimals)}",
                text.number(shown_difference(s.highest, s.lowest, indicator.decimals), indicator.decimals),
                text.number(s.cv, 2),
                text.number(s.theil, 3),
                str(s.regions),
            ]
        )
        raw.append([head, when, f"{low} {s.lowest}", f"{high} {s.highest}", s.range, s.cv, s.theil, s.regions])
    widest = next((item for item in found if item[1].cv == item[1].cv), None)
    title = (
        f"Störst relativa skillnader mellan {sentences.kin(place)}: {text.lower_first(widest[0].label)}"
        if widest
        else f"Skillnader mellan {sentences.kin(place)}"
    )
    return tabulated(
        written(columns, cells, raw),
        finding=title,
        subtitle=f"Spridning mellan {sentences.kin(place)}, senaste år för varje indikator",
        sources=[source for *_, source in found],
        notes=[
            "Variationskoefficient är standardavvikelse delad med medelvärde och Theil är Theils T-index, båda vägda "
            "med folkmängd; 0 är ingen skillnad. De räknas bara när alla värden är positiva.",
        ],
    )


def method() -> Output:
    """What the figures are and how they are judged, with the constants that the measures in fact use."""
    used = store.used()
    copied = [source for source in used if source.startswith("snapshot/")]
    many = (
        "Alla tabeller som rapporten bygger på"
        if copied == used
        else f"{len(copied)} av rapportens {len(used)} tabeller"
    )
    return paragraphs(
        f"{many} är en ögonblicksbild av officiell statistik, sammanställd {store.compiled()} ur öppna "
        "återpubliceringar och inte hämtad direkt hos utgivarna."
        if copied
        else None,
        "Trender räknas med Theil och Sens metod över de senaste jämförbara åren. Under "
        f"{sentences.count(FEWEST_POINTS)} mätpunkter, eller när det {sentences.LEVEL_WORDS}a intervallet täcker noll, "
        "kallas ingenting en förändring. Ett brott i serien börjar en ny serie, och glidande medelvärden jämförs bara "
        "när deras år inte överlappar.",
        "Avståndet till riket är skillnaden delad med spridningen mellan områden av samma nivå, mätt som "
        "kvartilavståndet. Skillnader räknas på värdena som de visas.",
        f"Ett värde är inaktuellt när det är mer än {sentences.count(SLACK)} år försenat efter sin utgivningstakt. "
        "Saknade värden skrivs med två punkter och är aldrig noll; en ensam punkt står där ett värde inte kan "
        "förekomma.",
    )


def sources() -> Output:
    """The tables that the report has in fact read, with publisher, licence and where they came from."""
    columns = [("Tabell", False), ("Utgivare", False), ("Licens", False), ("Hämtad", False)]
    rows = []
    for source in sorted(store.used(), key=lambda name: regions.swedish_key(store.provenance(name).title)):
        known = store.provenance(source)
        how = known.via or known.query or ""
        rows.append(
            [
                known.title,
                known.publisher,
                known.licence,
                f"{known.retrieved}, via {how}" if how else str(known.retrieved),
            ]
        )
    return tabulated(
        written(columns, rows, rows),
        finding=f"Rapporten bygger på {sentences.count(len(rows))} tabeller",
        subtitle="Källor som rapporten har läst",
        sources=store.used(),
    )


def about(place: Region, parameters: Mapping[str, Any]) -> Output:
    """Data edition, parameters, version and when the report was run."""
    now = datetime.now().astimezone()
    shown = ", ".join(f"{name}: {value}" for name, value in parameters.items())
    fetched = store.fetched()  # its id begins with the day
    live = [("Hämtade siffror", f"utgåva {fetched}, hämtad {fetched[:10]}")] if fetched else []
    return facts(
        [
            ("Plats", f"{text.upper_first(place.label)} (kod {place.code})"),
            ("Datautgåva", f"{store.edition()}, sammanställd {store.compiled()}"),
            *live,
            ("Parametrar", shown),
            ("Version", f"Vägar {version('vagar')}, Python {sys.version_info.major}.{sys.version_info.minor}"),
            ("Körd", f"{now:%Y-%m-%d %H:%M}"),
        ]
    )


def _values(rows: pd.DataFrame, place: Region, register: Register) -> Table:
    """Values against riket and similar regions with verdicts in words."""
    alone = place.level == "riket"
    columns = [("Indikator", False), ("År", True), (place.name, True)]
    columns += [] if alone else [("Riket", True)]
    columns += [("Liknande, median", True)] if place.similar else []
    columns += [] if alone else [("Mot riket", False)]
    columns += [("Utveckling", False)]
    cells, raw = [], []
    for row in rows.itertuples(index=False):
        indicator = register.get(row.indicator)
        trend, head = " ".join(turns(row)).strip(), f"{indicator.label} ({indicator.unit})"
        others = ([] if alone else [row.riket]) + ([row.similar] if place.similar else [])
        written_others = [NOT_APPLICABLE if indicator.amount else text.number(v, indicator.decimals) for v in others]
        verdict = [] if alone else ["Antal jämförs inte" if indicator.amount else " ".join(stands(row))]
        year = period(row.period) + (" (inaktuell)" if row.stale else "")
        cells.append([head, year, text.number(row.value, indicator.decimals), *written_others, *verdict, trend])
        raw.append([head, row.period, row.value, *others, *verdict, trend])
    return written(columns, cells, raw)


def _tally(rows: pd.DataFrame, dimension: str) -> str:
    judged = rows[rows["judged"].isin(["better", "worse", "level"]) & ~rows["stale"].astype(bool)]
    head = f"{text.upper_first(dimension)} hållbarhet"
    if judged.empty:
        turned = rows[~rows["stale"].astype(bool)]
        up, down = (int((turned["turned"] == key).sum()) for key in ("better", "worse"))
        better, worse = (
            text.counted(up, "säker förbättring", "säkra förbättringar"),
            text.counted(down, "försämring", "försämringar"),
        )
        return f"{head}: {better} och {worse} bland {len(rows)} indikatorer"
    better, worse, same = (int((judged["judged"] == key).sum()) for key in ("better", "worse", "level"))
    return f"{head}: {better} bättre än riket, {worse} sämre och {same} i nivå"


def _notes(place: Region) -> list[str]:
    notes = [
        "Utveckling är lutningen enligt Theil och Sen över de senaste jämförbara åren; den kallas förbättring eller "
        f"försämring bara när hela det {sentences.LEVEL_WORDS}a intervallet ligger på samma sida om noll.",
        "Enkätvärden jämförs inte med riket när deras osäkerhetsintervall inte finns i underlaget.",
    ]
    if place.similar:
        notes.append(f"Liknande är den ovägda medianen för {place.similar_name}.")
    return notes


def _level_name(place: Region) -> str:
    return {"riket": "länen", "län": "länen", "kommun": "kommunerna"}[place.level]
