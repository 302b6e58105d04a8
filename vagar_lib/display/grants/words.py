"""Sentences and titles of the grants report."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence

import pandas as pd

from vagar_lib.display import text
from vagar_lib.display.bars import UNKNOWN
from vagar_lib.display.chart import Measure
from vagar_lib.display.figure import Output
from vagar_lib.display.grants.frames import UNPLACED
from vagar_lib.display.sentences import count
from vagar_lib.display.table import Table, cell, written
from vagar_lib.metrics.agreement import Kappa
from vagar_lib.metrics.concentration import LOOKBACK, Concentration
from vagar_lib.metrics.disclosure import TOTAL
from vagar_lib.regions import Region

MEASURES = {"granted": "beviljat", "paid": "utbetalt"}
COUNTED = {"granted": "ärenden", "paid": "utbetalningar"}
MILLION = 1e6
MKR = "Mkr"
PROTECTED = "Det som skulle röja enskilda mottagare är dolt, se Källor och metod."
HIDDEN = "Allt som figuren skulle visa är dolt, eftersom det kunde röja enskilda mottagare."
LOOKBACK_NOTE = (
    f"Första gången betyder utan beslut de {count(LOOKBACK)} åren före. För filens {count(LOOKBACK)} första år kan det "
    "inte avgöras."
)
ERUF_RULES = {
    "even": "Beloppet för ett projekt i flera kommuner delas lika mellan dem.",
    "population": "Beloppet för ett projekt i flera kommuner delas efter kommunernas folkmängd.",
    "undivided": "Beloppet för ett projekt i flera kommuner räknas helt i var och en, så att kommunerna inte får "
    "läggas ihop.",
}
"""How the amount of a project in several municipalities is counted, in words."""


def kronor(measure: str, kind: str, kinds: Mapping[str, str], note: str, unit: str = MKR, per: str = "") -> Measure:
    """What is summed, as a measure of charts: 'Beviljat belopp', 'Utbetalt belopp (projektmedel)'.

    Parameters
    ----------
    measure : 'granted' or 'paid'
    kind : str
        'alla', or a code of ``kinds``.
    kinds : mapping
        Names of the kinds of support.
    note : str
        How cells were hidden.
    unit, per : str
        'Mkr' with a decimal, or another unit without; ' per invånare och år'.
    """
    named = label(measure, kind, kinds) + per
    return Measure(named, unit, "", decimals=int(unit == MKR), note=note, absent=HIDDEN)


def label(measure: str, kind: str, kinds: Mapping[str, str]) -> str:
    """What is summed, in words: 'Beviljat belopp', 'Utbetalt belopp (projektmedel)'."""
    said = f"{text.upper_first(MEASURES[measure])} belopp"
    return f"{said} ({text.lower_first(kinds[kind])})" if kind in kinds else said


def sentence(title: str) -> str:
    """A title as a sentence."""
    return f"{title}."


def total(table: pd.DataFrame, measure: Measure, rows: str, area: Region, years: str) -> str | None:
    """How much, in how many ärenden or payments; nothing when it is hidden.

    Parameters
    ----------
    table : DataFrame
        Protected sums.
    measure : Measure
        As `kronor` gives it.
    rows : str
        What is counted: 'ärenden' or 'utbetalningar'.
    area : Region
    years : str
    """
    whole = table[table["row"] == TOTAL]
    if "column" in whole:
        whole = whole[whole["column"] == TOTAL]
    if whole.empty or whole["value"].isna().all():
        return None
    kr, cases = float(whole["value"].iloc[0]), float(whole["count"].iloc[0])
    return (
        f"{measure.label} {years} var {text.quantity(kr / MILLION, MKR, 1)} i {area.label}, fördelat på "
        f"{text.number(cases)} {rows}."
    )


def largest(table: pd.DataFrame, what: str) -> str:
    """The row with most of the money, and its share of all; whatever of it may be shown."""
    sums = table[table["column"] == TOTAL] if "column" in table else table
    shown = sums[sums["row"] != TOTAL].dropna(subset="value")
    if shown.empty:
        return f"{text.upper_first(what)} kan inte visas"
    if len(sums) == 2:
        only = str(shown["row"].iloc[0])
        return "Uppgift saknas för allt" if only == UNKNOWN else f"Allt hör till gruppen {text.lower_first(only)}"
    top, whole = shown.loc[shown["value"].idxmax()], float(sums.loc[sums["row"] == TOTAL, "value"].iloc[0])
    sure = len(shown) == len(sums) - 1 or top["value"] >= whole - shown["value"].sum()
    most = "störst" if sure else "störst av det som visas"
    if text.missing(whole) or whole <= 0:
        return f"{top['row']} är {most}"
    return f"{top['row']} är {most}: {text.quantity(100 * top['value'] / whole, 'procent')} av {what}"


def extremes(rows: pd.DataFrame, label: str, unit: str, decimals: int = 0) -> str:
    """Highest and lowest of what is shown."""
    shown = rows.dropna(subset="value")
    if len(shown) < 2:
        return label
    top, bottom = shown.iloc[0], shown.iloc[-1]
    return (
        f"{label}: mest i {top['name']} ({text.quantity(top['value'], unit, decimals)}), "
        f"minst i {bottom['name']} ({text.number(bottom['value'], decimals)})"
    )


def national(frame: pd.DataFrame) -> str:
    """Outcome beside budget in the last year of the national frame.

    Parameters
    ----------
    frame : DataFrame
        Table 'anslag_1_1_riket': ``year, variable`` ('budget', 'outcome')``, value``; millions of kronor.
    """
    wide = frame.pivot_table(index="year", columns="variable", values="value").dropna()
    last = wide.iloc[-1]
    return (
        f"{wide.index[-1]} blev utfallet {text.number(last['outcome'])} miljoner kronor av budgetens "
        f"{text.number(last['budget'])}"
    )


def concentrated(found: Concentration, own: float) -> list[tuple[str, str]]:
    """Facts on how the money is spread over recipients."""
    return [
        ("Mottagare", text.number(found.recipients)),
        ("De tio största mottagarnas andel", text.quantity(100 * found.largest, "procent", 1)),
        (
            "Herfindahl-Hirschmans index",
            f"{text.number(found.hhi, 3)} (lägsta möjliga {text.number(found.hhi_floor, 3)})",
        ),
        ("Andel till den egna organisationen", text.quantity(100 * own, "procent", 1)),
    ]


def cohort_title(paid: pd.DataFrame) -> str:
    """Of which year's decisions most has been paid.

    Parameters
    ----------
    paid : DataFrame
        Protected sums with 'Beslutat 2016' as ``row``.
    """
    sums = paid[(paid["column"] == TOTAL) & (paid["row"] != TOTAL)].dropna(subset="value")
    if sums.empty:
        return "Vad som betalats ut kan inte visas"
    top = sums.loc[sums["value"].idxmax()]
    return (
        f"Mest har betalats ut av det som beslutades {top['row'].split()[-1]}: "
        f"{text.quantity(top['value'] / MILLION, MKR, 1)}"
    )


def paid_out(granted: pd.DataFrame, paid: pd.DataFrame) -> Table:
    """Granted a year of decision, what has been paid of it so far, and the share.

    Parameters
    ----------
    granted : DataFrame
        Protected sums with the year of the decision as ``column``.
    paid : DataFrame
        Protected sums with 'Beslutat 2016' as ``row``.
    """
    given = granted[(granted["row"] == TOTAL) & (granted["column"] != TOTAL)].set_index("column")
    out = paid[paid["column"] == TOTAL].set_index("row")
    columns = [("Beslutsår", False), ("Beviljat, Mkr", True), ("Utbetalt, Mkr", True), ("Andel utbetald", True)]
    cells, raw = [], []
    for year in given.index:
        numbers = [given.at[year, "value"] / MILLION, out["value"].get(f"Beslutat {year}", 0.0) / MILLION]
        hidden = [given.at[year, "status"], out["status"].get(f"Beslutat {year}", "")]
        share = 100 * numbers[1] / numbers[0] if numbers[0] > 0 else None
        percent = text.quantity(share, "procent") if not text.missing(share) else cell(None, 0, max(hidden))
        cells.append([year, *(cell(kr, 1, why) for kr, why in zip(numbers, hidden, strict=True)), percent])
        raw.append([year, *numbers, share])
    return written(columns, cells, raw)


def paid_out_title(table: Table) -> str:
    """Share paid of the first and of the last year's decisions."""
    known = [(row[0], row[3]) for row in table.raw if not text.missing(row[3])]
    if not known:
        return "Hur mycket som betalats ut kan inte visas"
    (first, share), (last, latest) = known[0], known[-1]
    said = f"Av det som beviljades {first} har {text.quantity(share, 'procent')} betalats ut"
    return said if first == last else f"{said}, av {last} års beslut {text.quantity(latest, 'procent')}"


def rules(cases: pd.DataFrame, titles: Mapping[str, str]) -> Table:
    """Under which regulation and in which support area each form has been decided.

    Parameters
    ----------
    cases : DataFrame
        Ärenden: ``form, decision_year, regulation, support_area``.
    titles : mapping
        Title by SFS number.
    """
    columns = [("Stödform", False), ("Förordning", False), ("Stödområde", False), ("Beslutsår", False)]
    rows = []
    for (form, regulation, area), own in cases.groupby(["form", "regulation", "support_area"], sort=True):
        span = text.span(int(own["decision_year"].min()), int(own["decision_year"].max()))
        rows.append([form, titles.get(regulation, "Inte känd"), area or "Inte känt", span])
    return written(columns, rows, rows)


def parts_title(rows: pd.DataFrame, part: str, what: str, otherwise: str = "") -> str:
    """Share of one part in each row, as a title.

    Parameters
    ----------
    rows : DataFrame
        As `frames.parts_of` gives it.
    part : str
    what : str
        What the share is of.
    otherwise : str
        A part that says that nothing is known; rows that hold nothing else are not told.
    """
    known = rows[~rows["name"].isin(rows.loc[(rows["part"] == otherwise) & (rows["value"] > 99.95), "name"])]
    shown = known[known["part"] == part]
    if shown.empty:
        return f"{what} kan inte visas"
    pairs = [(text.lower_first(r.name), text.quantity(r.value, "procent")) for r in shown.itertuples(index=False)]
    said = [f"{value} {name}" if name.isdigit() else f"{name} {value}" for name, value in pairs]
    return f"{what}: {text.listed(said)}"


def parts_extremes(rows: pd.DataFrame, part: str, what: str) -> str:
    """The municipalities where a part is largest and smallest."""
    shown = rows[(rows["part"] == part) & (rows["name"] != UNPLACED)].sort_values("value", ascending=False)
    if len(shown) < 2:
        return f"{what} kan inte jämföras"
    top, bottom = shown.iloc[0], shown.iloc[-1]
    return (
        f"{what}: störst i {top['name']} ({text.quantity(top['value'], 'procent')}), minst i {bottom['name']} "
        f"({text.quantity(bottom['value'], 'procent')})"
    )


def agreement(found: Kappa, dimension: str) -> str:
    """How far two assessors agree on a dimension."""
    if found.few:
        return f"{text.upper_first(dimension)}: för få ärenden ({found.pairs}) har bedömts av två."
    return (
        f"{text.upper_first(dimension)}: {text.number(found.value, 2)} (intervall {text.number(found.lower, 2)}–"
        f"{text.number(found.upper, 2)}, {text.number(found.pairs)} ärenden)."
    )


def exclusions(rules: Sequence[object]) -> str:
    """What the rules do not support, and which of it hits reindeer herding."""
    listed = text.listed(rule.what for rule in rules)
    hit = [rule.what for rule in rules if rule.reindeer_herding]
    said = f"Reglerna ger inte stöd till {listed}."
    if hit:
        said += f" Undantaget för {text.listed(hit)} träffar renskötseln."
    return said


def odd(found: pd.DataFrame) -> Table:
    """What was odd in the files: how often, and how it is counted."""
    counted = found.groupby(["title", "kept"], sort=False).size()
    rows = [[title, text.number(size), kept] for (title, kept), size in counted.items()]
    return written([("Avvikelse", False), ("Antal", True), ("Så räknas den", False)], rows, rows)


def points(items: Sequence[tuple[str | None, str, str, bool]]) -> Output:
    """Findings of a summary: those that are certain first, in the order given.

    Parameters
    ----------
    items : sequence of (text, dimension, word, certain)
        Those without text are left out.
    """
    ranked = sorted((item for item in items if item[0]), key=lambda item: not item[3])
    shown = [
        {"text": said, "dimension": dimension, "symbol": "●" if certain else "○", "word": word}
        for said, dimension, word, certain in ranked
    ]
    plain = "\n".join(f"{item['symbol']} {item['word']}: {item['text']}" for item in shown)
    lab = "".join(f"<li>{html.escape(item['text'])}</li>" for item in shown)
    return Output({"kind": "findings", "items": shown}, plain, {"text/html": f"<ol>{lab}</ol>"})
