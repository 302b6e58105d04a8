"""Sentences and titles of the grants report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from vagar_lib.display import text
from vagar_lib.display.figure import Output
from vagar_lib.display.sentences import count
from vagar_lib.display.table import Table, cell, written
from vagar_lib.metrics.agreement import Kappa
from vagar_lib.metrics.concentration import Concentration
from vagar_lib.metrics.disclosure import TOTAL
from vagar_lib.metrics.inequality import Inequality
from vagar_lib.regions import Region

MEASURES = {"granted": "beviljat", "paid": "utbetalt"}
MILLION = 1e6
MKR = "Mkr"
METHODS = {
    "optimal": "ingen annan uppsättning döljer mindre",
    "heuristic": "en snabb metod utan bevis för att den döljer minst",
}
"""How the hidden cells were chosen, in words."""
VERDICTS = {"over": "▲ Större", "under": "▼ Mindre", "level": "■ Ingen säker skillnad", "few": "– För få ärenden"}


def total(table: pd.DataFrame, measure: str, area: Region, years: str) -> str | None:
    """How much, to how many ärenden."""
    whole = table[table["row"] == TOTAL]
    if "column" in whole:
        whole = whole[whole["column"] == TOTAL]
    if whole.empty:
        return None
    kr, cases = float(whole["value"].iloc[0]), float(whole["count"].iloc[0])
    rows = "ärenden" if measure == "granted" else "utbetalningar"
    return (
        f"{years} har {MEASURES[measure]} belopp varit {text.quantity(kr / MILLION, MKR, 1)} i {area.label}, "
        f"fördelat på {text.number(cases)} {rows}."
    )


def largest(table: pd.DataFrame, what: str) -> str:
    """The row with most of the money, and its share of all."""
    rows = table[table["row"] != TOTAL]
    if "column" in rows:
        rows = rows[rows["column"] == TOTAL]
    shown = rows.dropna(subset="value")
    whole = table[table["row"] == TOTAL]
    whole = float((whole[whole["column"] == TOTAL] if "column" in whole else whole)["value"].iloc[0])
    top = shown.loc[shown["value"].idxmax()]
    return f"{top['row']} är störst: {text.quantity(100 * top['value'] / whole, 'procent')} av {what}"


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


def spread(found: Inequality) -> str:
    """Gini with its bound, and Theil."""
    return (
        f"Ginikoefficienten för belopp per invånare mellan kommunerna är {text.number(found.gini, 2)}. Med "
        f"{count(found.units)} kommuner kan den högst bli {text.number(found.gini_bound, 2)}; 0 betyder lika mycket "
        f"per invånare överallt. Theils index är {text.number(found.theil, 3)}."
    )


def concentrated(found: Concentration, own: float, first_time: float) -> list[tuple[str, str]]:
    """Facts on how the money is spread over recipients."""
    return [
        ("Mottagare", text.number(found.recipients)),
        ("De tio största mottagarnas andel", text.quantity(100 * found.largest, "procent", 1)),
        (
            "Herfindahl-Hirschmans index",
            f"{text.number(found.hhi, 3)} (lägsta möjliga {text.number(found.hhi_floor, 3)})",
        ),
        ("Andel till den egna organisationen", text.quantity(100 * own, "procent", 1)),
        ("Andel till mottagare för första gången", text.quantity(100 * first_time, "procent", 1)),
    ]


def representation(rows: pd.DataFrame, shown: Mapping[str, str], head: str) -> Table:
    """Share of the money against share of the population, with interval and verdict; hidden groups say so.

    Parameters
    ----------
    rows : DataFrame
        As `metrics.representation.representation` gives it, the group in the first column.
    shown : mapping
        Status by group, from the protected table: 'secret' where it is hidden.
    head : str
        Label of the group.
    """
    columns = [(head, False), ("Andel av beloppet", True), ("Andel av befolkningen", True), ("Kvot", True)]
    columns += [("95 % intervall", True), ("Omdöme", False)]
    cells, raw = [], []
    for row in rows.itertuples(index=False):
        name, secret = str(row[0]), shown.get(str(row[0])) == "secret"
        if secret:
            hidden = cell(None, 1, "secret")
            cells.append([name, hidden, text.quantity(100 * row.reference, "procent", 1), hidden, "", ""])
            raw.append([name, None, 100 * row.reference, None, None, "secret"])
            continue
        few = row.verdict == "few"
        interval = "" if few else f"{text.number(row.lower, 2)}–{text.number(row.upper, 2)}"
        cells.append(
            [
                name,
                text.quantity(100 * row.share, "procent", 1),
                text.quantity(100 * row.reference, "procent", 1),
                text.number(row.ratio, 2),
                interval,
                VERDICTS[row.verdict],
            ]
        )
        raw.append([name, 100 * row.share, 100 * row.reference, row.ratio, interval, VERDICTS[row.verdict]])
    return written(columns, cells, raw)


def representation_title(rows: pd.DataFrame, shown: Mapping[str, str]) -> str:
    """In which groups the share of the money surely differs from the share of the population."""
    names = rows.columns[0]
    seen = rows[rows[names].astype(str).map(lambda name: shown.get(name) != "secret")]
    over = [str(name) for name in seen[seen["verdict"] == "over"][names]]
    under = [str(name) for name in seen[seen["verdict"] == "under"][names]]
    parts = []
    if over:
        parts.append(f"större andel av beloppet än av befolkningen i {text.listed(over)}")
    if under:
        parts.append(f"mindre i {text.listed(under)}")
    if not parts:
        return "Ingen kommun har en säkert större eller mindre andel av beloppet än av befolkningen"
    return text.upper_first(text.listed(parts))


def parts_title(rows: pd.DataFrame, part: str, what: str) -> str:
    """Share of one part in each row, as a title."""
    shown = rows[rows["part"] == part]
    if shown.empty:
        return what
    said = [f"{text.lower_first(r.name)} {text.quantity(r.value, 'procent')}" for r in shown.itertuples(index=False)]
    return f"{what}: {text.listed(said)}"


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


def points(items: Sequence[tuple[str, str, str, str]]) -> Output:
    """Findings of a summary: text, dimension, symbol and word."""
    shown = [dict(zip(("text", "dimension", "symbol", "word"), item, strict=True)) for item in items]
    plain = "\n".join(f"{item['symbol']} {item['word']}: {item['text']}" for item in shown)
    lab = "".join(f"<li>{item['text']}</li>" for item in shown)
    return Output({"kind": "findings", "items": shown}, plain, {"text/html": f"<ol>{lab}</ol>"})
