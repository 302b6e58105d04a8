"""What each goal gives and receives, which goals belong together, and where the assessors differ."""

from __future__ import annotations

import numpy as np
import pandas as pd

from vagar_lib.display import sentences, text
from vagar_lib.display.bars import grouped
from vagar_lib.display.chart import Chart, Measure, nothing
from vagar_lib.display.conflicts.matrix import ABSENT, measured, shown
from vagar_lib.display.figure import Output, say, tabulated
from vagar_lib.display.network import HARM, HELP, network
from vagar_lib.display.table import Cell, written
from vagar_lib.goals import Goals
from vagar_lib.metrics import interaction
from vagar_lib.metrics.interaction import CONFLICT, DECIMALS, SOURCE, Matrix
from vagar_lib.sources import store

STRONG = 1.5
"""Help that is drawn in the network: this and more."""
MOST_ROWS = 12


def influence(found: Matrix | None, goals: Goals) -> Chart:
    """Bars of what each goal gives to the others and receives from them, the one that gives most first."""
    measure = Measure("Given och mottagen påverkan", "summa av medelvärden", "goal_scores", DECIMALS, absent=ABSENT)
    if not shown(found):
        return nothing("Grupperat stapeldiagram", measure)
    sums = interaction.influence(found).sort_values("given", ascending=False, kind="stable")
    rows = [
        {"name": goals.get(row.goal).short, "group": group, "value": value, "period": str(found.year)}
        for row in sums.itertuples(index=False)
        for group, value in (("Ger", row.given), ("Tar emot", row.received))
    ]
    return grouped(pd.DataFrame(rows).assign(source=SOURCE), measure, head="Mål")


def influence_title(found: Matrix | None, goals: Goals) -> str:
    """Which goals give and receive most."""
    if not shown(found):
        return "Vad målen ger och tar emot"
    sums = interaction.influence(found)
    name = lambda rank: text.listed(text.lower_first(goals.get(id).short) for id in sums.loc[sums[rank] == 1, "goal"])  # noqa: E731
    return f"Mest stöd till andra mål ger {name('given_rank')}; mest stöd tar {name('received_rank')} emot"


def ranks(found: Matrix | None, goals: Goals) -> Output | None:
    """Rank of each goal with its span when assessors are resampled, and influence of the second order."""
    if not shown(found):
        return None
    heads = ["Mål", "Ger", "Ger, även över andra mål", "Plats", "Platsens spann", "Tar emot"]
    heads += ["Tar emot, även över andra mål", "Plats (tar emot)", "Spann (tar emot)"]
    rows, raw = [], []
    table = interaction.influence(found).merge(interaction.resampled(found))
    for row in table.sort_values("given_rank", kind="stable").itertuples(index=False):
        name = goals.get(row.goal).label
        spans = [text.span(row.given_low, row.given_high), text.span(row.received_low, row.received_high)]
        values = [row.given, row.given_second, row.given_rank, row.received, row.received_second, row.received_rank]
        signs = [text.signed(value, DECIMALS) for value in values]
        rows.append([name, *signs[:2], str(row.given_rank), spans[0], *signs[3:5], str(row.received_rank), spans[1]])
        raw.append([name, *values[:3], spans[0], *values[3:], spans[1]])
    return tabulated(
        written([(head, head != "Mål") for head in heads], rows, raw),
        finding=ranks_title(found, goals),
        subtitle="Målens påverkan, plats (1 är mest) och platsens spann när andra bedömare dras",
        sources=[SOURCE],
        notes=[
            "Spannet är de platser som målet får i 95 av 100 dragningar av lika många bedömare, med återläggning.",
            "Över andra mål: till den direkta påverkan läggs medelvärdet av alla vägar över ett annat mål. En väg är "
            "produkten av sina två steg delad med tre.",
            *store.provenance(SOURCE).notes,
        ],
    )


def ranks_title(found: Matrix, goals: Goals) -> str:
    """How firm the first place is."""
    table = interaction.resampled(found)
    first = table[table["given_rank"] == 1].iloc[0]
    name = goals.get(first["goal"]).short
    if first["given_low"] == first["given_high"]:
        return f"{name} ger mest stöd i så gott som alla dragningar av bedömare"
    span = text.span(first["given_low"], first["given_high"])
    return f"{name} ger mest stöd, men platsen rör sig inom {span} när andra bedömare dras"


def net(found: Matrix | None, goals: Goals) -> Chart:
    """The strong ways as a network: all harm from −1, and the help that is strongest."""
    measure = measured("Starka samband mellan målen")
    if not shown(found):
        return nothing("Nätverk", measure)
    pairs = interaction.pairs(found)
    strong = pairs[(pairs["shown"] <= CONFLICT) | (pairs["shown"] >= STRONG)].sort_values("mean")
    short = goals.short
    order = [short[id] for group in interaction.clusters(found) for id in group]
    frame = pd.DataFrame(
        {
            "start": strong["from"].map(short),
            "end": strong["to"].map(short),
            "kind": np.where(strong["mean"] < 0, HARM, HELP),
            "source": SOURCE,
        }
    )
    rows = [
        [f"{short[start]} → {short[end]}", HARM if mean < 0 else HELP, text.signed(mean, DECIMALS)]
        for start, end, mean in zip(strong["from"], strong["to"], strong["mean"], strict=True)
    ]
    raw = [[*row[:2], mean] for row, mean in zip(rows, strong["mean"], strict=True)]
    table = written([("Samband", False), ("Slag", False), ("Styrka", True)], rows, raw)
    key = (
        f"Ritat är motverkan från {text.number(CONFLICT)} och stöd från +{text.number(STRONG, 1)}. Streckade pilar "
        "motverkar, heldragna stöder. Mål som stöder varandra står intill varandra."
    )
    return network(frame, measure, table, order, str(found.year), key)


def net_title(found: Matrix | None, goals: Goals) -> str:
    """Into how many groups the goals fall."""
    if not shown(found):
        return "Starka samband mellan målen"
    groups = [group for group in interaction.clusters(found) if len(group) > 1]
    if len(groups) == 1 and len(groups[0]) == len(found.goals):
        return "Målen hänger ihop i en enda grupp"
    if not groups:
        return "Inga mål stöder varandra mer än mål i allmänhet"
    many = f"{text.upper_first(sentences.count(len(groups)))} {'grupp' if len(groups) == 1 else 'grupper'}"
    return f"{many} av mål stöder varandra mer än mål i allmänhet"


def groups_said(found: Matrix | None, goals: Goals) -> str | None:
    """Which goals are in each group, and which stand alone."""
    if not shown(found):
        return None
    names = [[text.lower_first(goals.get(id).short) for id in group] for group in interaction.clusters(found)]
    together = [text.listed(group) for group in names if len(group) > 1]
    alone = [group[0] for group in names if len(group) == 1]
    first = f"Gruppen är {together[0]}." if len(together) == 1 else f"Grupperna är: {'; '.join(together)}."
    own = f"{text.upper_first(text.listed(alone))} står för {'sig självt' if len(alone) == 1 else 'sig själva'}."
    return " ".join([*([first] if together else []), *([own] if alone else [])])


def uneven(found: Matrix | None, goals: Goals) -> Output | None:
    """The pairs whose two directions differ most."""
    if not shown(found):
        return None
    pairs = interaction.mutual(found).dropna(subset="asymmetry")
    pairs = pairs.loc[pairs["asymmetry"].abs().sort_values(ascending=False, kind="stable").index].head(MOST_ROWS)
    rows, raw, first = [], [], ()
    for one in pairs.itertuples(index=False):
        a, b = goals.get(one.one).short, goals.get(one.other).short
        first = first or (a, b)
        high = (a, b, one.forth, one.back) if one.forth >= one.back else (b, a, one.back, one.forth)
        cells = [f"{high[0]} → {high[1]}", text.signed(high[2], DECIMALS), text.signed(high[3], DECIMALS)]
        rows.append([*cells, text.number(abs(one.asymmetry), DECIMALS)])
        raw.append([cells[0], high[2], high[3], abs(one.asymmetry)])
    return tabulated(
        written([("Par", False), ("Pilens håll", True), ("Motsatt håll", True), ("Skillnad", True)], rows, raw),
        finding=f"Mest olika åt de två hållen är {text.lower_first(first[0])} och {text.lower_first(first[1])}",
        subtitle="Par där påverkan är mest olika åt de två hållen, medel av bedömarna",
        sources=[SOURCE],
        notes=store.provenance(SOURCE).notes,
    )


def spread(found: Matrix | None, goals: Goals) -> Output | None:
    """The pairs that the assessors agree least about; a sentence when there is no matrix."""
    if not shown(found):
        return say(ABSENT)
    pairs = interaction.pairs(found).dropna(subset="agreement").sort_values("agreement", kind="stable").head(MOST_ROWS)
    rows, raw = [], []
    for start, end, one in zip(pairs["from"], pairs["to"], pairs.itertuples(index=False), strict=True):
        name = f"{goals.get(start).short} → {goals.get(end).short}"
        sides = Cell("⇄ Både stöd och motverkan", tone="even") if one.split else "Samma håll"
        ends = f"{text.signed(one.low)} till {text.signed(one.high)}"
        cells = [name, text.signed(one.mean, DECIMALS), ends, text.number(one.agreement, 2), sides, str(one.assessors)]
        rows.append(cells)
        raw.append([name, one.mean, ends, one.agreement, str(sides), one.assessors])
    heads = ["Par", "Medel", "Lägst till högst", "Samstämmighet", "Åt vilket håll", "Bedömare"]
    return tabulated(
        written([(head, head in ("Medel", "Samstämmighet", "Bedömare")) for head in heads], rows, raw),
        finding=spread_title(found, goals),
        subtitle="Par som bedömarna är minst ense om, samstämmighet från 0 till 1",
        sources=[SOURCE],
        notes=[
            "Samstämmigheten är 1 när alla gett samma poäng och 0 när hälften gett −3 och hälften +3 (Tastle och "
            "Wierman 2007).",
            *store.provenance(SOURCE).notes,
        ],
    )


def spread_title(found: Matrix, goals: Goals) -> str:
    """In how many pairs some see help and others harm."""
    pairs = interaction.pairs(found)
    split = int(pairs["split"].sum())
    if not split:
        return "Bedömarna är ense om åt vilket håll alla par påverkar"
    return f"I {sentences.count(split)} av {len(pairs)} riktningar ser några stöd där andra ser motverkan"
