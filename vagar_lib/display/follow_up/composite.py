"""The index of quality of life and sustainability: ranks with their range, themes, and the real values behind."""

from __future__ import annotations

from typing import Any

import pandas as pd

from vagar_lib import regions
from vagar_lib.composition import Composition
from vagar_lib.display import sentences, text
from vagar_lib.display.chart import Chart, Measure, nothing, period
from vagar_lib.display.figure import Output, absent, tabulated
from vagar_lib.display.ranks import ranks
from vagar_lib.display.table import written
from vagar_lib.indicators import Register
from vagar_lib.metrics.index import Index
from vagar_lib.regions import Region

UNIT = "index 0–100"
LEFT_OUT = {
    "missing": "saknar värden",
    "ended": "avslutad",
    "coverage": "värden för alltför få områden samma år",
    "stale": "inaktuell",
    "alike": "samma värde i alla områden",
}
"""Why an indicator of the composition is not in the index."""
MANY = {"län": "län", "kommun": "kommuner"}
ALL = {"län": "länen", "kommun": "kommunerna"}


def level(place: Region) -> str:
    """Level of the regions that an index of a place ranks: 'kommun', or 'län' for a county and for riket."""
    return "kommun" if place.level == "kommun" else "län"


def standing(found: Index, made_of: Composition, place: Region) -> str:
    """What the index is made of, and where the place stands with how firm its rank is, as prose."""
    used, kind = found.used, level(place)
    made = f"Indexet väger samman {sentences.count(len(used))} {'indikator' if len(used) == 1 else 'indikatorer'} inom "
    made += f"{sentences.count(used['theme'].nunique(), neuter=True)} teman för Sveriges {MANY[kind]}."
    own = _own(found, place)
    if own is None:
        return made + ("" if place.level == "riket" else f" För {place.label} är under hälften känt: inget index.")
    said = f"{text.upper_first(place.label)} får {text.number(own.total, 1)} av 100 och ligger på {_place(found, own)}."
    drawn = _span(own.drawn_low, own.drawn_high)
    apart = _span(own.low, own.high)
    firm = (
        f"Med andra vikter blir platsen {drawn} i nio av tio av {text.number(made_of.draws)} dragningar, och när en "
        f"indikator i taget utelämnas {apart}."
    )
    return " ".join([made, said, firm])


def ranking(found: Index, made_of: Composition, place: Region) -> Chart:
    """Ranks of the counties, or of the municipalities of the county, with their ranges."""
    unit = f"plats bland Sveriges {MANY[level(place)]}"
    measure = Measure(f"Index för {text.lower_first(made_of.label)}", unit, table="")
    rows = found.totals
    if place.level == "kommun":
        rows = rows[rows["region"].isin(place.family)]
    if found.used.empty:
        return nothing("Punktdiagram med rangspann", measure)
    role = ["place" if code == place.code else "other" for code in rows["region"]]
    rows = rows.assign(name=rows["region"].map(regions.name), role=role, source=_sources(found))
    columns = [("Område", False), ("Index", True), ("Plats", True), ("Vid andra vikter", True)]
    columns += [("Utan en indikator", True), ("Indikatorer", True)]
    cells = [
        [
            row.name,
            text.number(row.total, 1),
            text.number(row.rank),
            _span(row.drawn_low, row.drawn_high),
            _span(row.low, row.high),
            text.number(row.indicators),
        ]
        for row in rows.itertuples(index=False)
    ]
    header = ["Område", "Index", "Plats", "Plats lägst vid andra vikter", "Plats högst vid andra vikter"]
    header += ["Plats lägst utan en indikator", "Plats högst utan en indikator", "Indikatorer"]
    raw = rows[["name", "total", "rank", "drawn_low", "drawn_high", "low", "high", "indicators"]].values.tolist()
    return ranks(rows, measure, written(columns, cells, raw, header), _periods(found))


def ranking_title(found: Index, place: Region) -> str:
    """Where the place stands and within which ranks, as a title; for riket the first and the last."""
    own = _own(found, place)
    ranked = found.totals.dropna(subset="rank")
    if own is None and ranked.empty:
        return "Index kan inte beräknas"
    if own is None:
        first, last = (regions.name(code) for code in ranked["region"].iloc[[0, -1]])
        return f"Högst index har {first}, lägst {last}"
    span = _span(min(own.low, own.drawn_low), max(own.high, own.drawn_high))
    return f"{text.upper_first(place.label)}: {_place(found, own)} i indexet, med ett rangspann på {span}"


def where(place: Region) -> str:
    """The regions that are ranked beside each other in the figure."""
    return sentences.kin(place) if place.level == "kommun" else "Sveriges län"


def themes(found: Index, made_of: Composition, place: Region) -> Output:
    """Score of each theme beside the others', as a table."""
    kind, own = level(place), place.code in found.themes.index
    columns = [("Tema", False), *([(place.name, True)] if own else [])]
    columns += [("Median", True), ("Högst", False), ("Lägst", False)]
    cells, raw = [], []
    for name in found.themes.columns:
        column = found.themes[name].dropna()
        mine = [found.themes.at[place.code, name]] if own else []
        ends = [_end(column, column.max()), _end(column, column.min())]
        cells.append([name, *map(text.number, mine), text.number(column.median()), *ends])
        raw.append([name, *mine, column.median(), *ends])
    if not cells:
        return absent(Measure("Index per tema", UNIT, table=""), place)
    return tabulated(
        written(columns, cells, raw),
        finding=_themes_title(found, place),
        subtitle=f"{made_of.label}: index per tema, {UNIT}. {text.upper_first(place.name)} bland {ALL[kind]}",
        sources=found.used["source"],
        notes=[
            f"0 är det sämsta värdet bland {ALL[kind]} och 100 det bästa. Indexet är ett läge i förhållande till de "
            "andra: det säger inte om något är bra nog, och det kan ändras av att andra områden ändras.",
        ],
    )


def values(found: Index, made_of: Composition, place: Region, register: Register) -> Output:
    """The real value, with its unit, behind each score; for riket the worst and the best alone."""
    own = found.scores[found.scores["region"] == place.code].set_index("indicator")
    columns = [("Indikator", False), ("Tema och aspekt", False), ("År", True)]
    columns += [(place.name, True), ("Index", True)] if len(own) else []
    columns += [("Sämst", True), ("Bäst", True)]
    cells, raw = [], []
    for part in found.used.itertuples(index=False):
        indicator = register.get(part.indicator)
        head, where = f"{indicator.label} ({indicator.unit})", f"{part.theme}: {text.lower_first(part.aspect)}"
        mine = own.loc[part.indicator, ["value", "score"]].tolist() if len(own) else []
        write = lambda value: text.number(value, indicator.decimals)  # noqa: B023, E731
        shown = [write(mine[0]), text.number(mine[1])] if mine else []
        cells.append([head, where, period(part.period), *shown, write(part.low), write(part.high)])
        raw.append([head, where, part.period, *mine, part.low, part.high])
    if not cells:
        return absent(Measure("Indexets indikatorer", UNIT, table=""), place)
    raw = [[*row, ""] for row in raw]
    for part in found.parts[found.parts["why"] != ""].itertuples(index=False):
        where = f"{part.theme}: {text.lower_first(part.aspect)}"
        empty = [None] * (len(columns) - 2)
        raw.append([register.get(part.indicator).label, where, *empty, LEFT_OUT[part.why]])
    return tabulated(
        written(columns, cells, raw, [*(label for label, _ in columns), "Inte med därför att"]),
        finding=f"Bakom indexet: {text.counted(len(cells), 'indikator', 'indikatorer')} i sina egna enheter",
        subtitle=f"{made_of.label}: värden och index per indikator. {text.upper_first(place.name)}, "
        f"sämst och bäst bland {ALL[level(place)]}",
        sources=found.used["source"],
        notes=[
            f"En indikator är med när minst {text.quantity(made_of.coverage * 100, 'procent')} av områdena har ett "
            "aktuellt värde för samma år. Inget värde fylls i: en aspekt, ett tema och indexet kräver att minst "
            "hälften är känt.",
            "Enkätvärden ingår som de är; deras osäkerhet finns inte i underlaget och syns inte i rangspannet.",
            *left_out(found),
        ],
    )


def left_out(found: Index) -> list[str]:
    """How many indicators of the composition are not in the index, and why."""
    why = found.parts["why"].value_counts()
    reasons = [f"{words} ({why[code]})" for code, words in LEFT_OUT.items() if code in why]
    if not reasons:
        return []
    many = text.counted(int(len(found.parts) - why.get("", 0)), "indikator", "indikatorer")
    return [f"Inte med är {many}: {text.listed(reasons)}. Vilka de är står i CSV-filen."]


def _own(found: Index, place: Region) -> Any:
    rows = found.totals[(found.totals["region"] == place.code) & found.totals["rank"].notna()]
    return next(rows.itertuples(index=False), None)


def _place(found: Index, own: Any) -> str:
    """'plats 3 av 21', or 'delad plats' when others have the same."""
    shared = int((found.totals["rank"] == own.rank).sum()) > 1
    return f"{'delad ' if shared else ''}plats {own.rank:.0f} av {own.of}"


def _end(scores: pd.Series, score: float) -> str:
    """The region with this score, or how many they are."""
    codes = scores.index[scores == score]
    return f"{regions.name(codes[0]) if len(codes) == 1 else f'{len(codes)} områden'} {text.number(score)}"


def _span(low: float, high: float) -> str:
    """Ranks from and to, as written; nothing known is two points."""
    return text.span(text.number(low), text.number(high))


def _sources(found: Index) -> str:
    return "; ".join(dict.fromkeys(found.used["source"]))


def _periods(found: Index) -> str:
    years = found.used["year"]
    return text.span(int(years.min()), int(years.max()))


def _themes_title(found: Index, place: Region) -> str:
    if place.code not in found.themes.index or found.themes.loc[place.code].dropna().empty:
        return f"{text.upper_first(sentences.count(found.themes.shape[1], neuter=True))} teman ingår i indexet"
    own = found.themes.loc[place.code].dropna()
    best, worst = (text.lower_first(name) for name in (own.idxmax(), own.idxmin()))
    return f"{text.upper_first(place.label)} ligger bäst till i {best} och sämst i {worst}"
