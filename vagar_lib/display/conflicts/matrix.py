"""How the goals influence each other as they were assessed: the matrix, and the conflicts in it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from vagar_lib.cases import Case
from vagar_lib.display import sentences, text
from vagar_lib.display.chart import Chart, Measure, nothing
from vagar_lib.display.figure import Output, say, tabulated
from vagar_lib.display.heatmap import heatmap
from vagar_lib.display.table import Cell, written
from vagar_lib.goals import Goals
from vagar_lib.metrics import interaction
from vagar_lib.metrics.interaction import CONFLICT, DECIMALS, FEWEST_ASSESSORS, SOURCE, Matrix
from vagar_lib.regions import Region
from vagar_lib.sources import store

UNIT = "medel av bedömarna, skala −3 till +3"
ABSENT = "Bedömningar av hur målen påverkar varandra saknas för länet, eller kommer från för få bedömare."
SCALE_WORDS = (
    "Skalan: +3 odelbart, +2 förstärker, +1 underlättar, 0 ingen påverkan, −1 försvårar, −2 motverkar, "
    "−3 omöjliggör (Nilsson, Griggs och Visbeck 2016)."
)


def measured(label: str, unit: str = UNIT) -> Measure:
    """What a figure made of the scores measures."""
    return Measure(label, unit, "goal_scores", decimals=DECIMALS, absent=ABSENT)


def shown(found: Matrix | None) -> bool:
    """Whether there is a matrix with enough assessors to be shown."""
    return found is not None and not found.few


def heat(found: Matrix | None, goals: Goals) -> Chart:
    """The matrix as squares with numbers: a row's goal influences a column's."""
    measure = measured("Målens påverkan på varandra")
    if not shown(found):
        return nothing("Matris", measure)
    names = [goals.get(id).short for id in found.goals]
    frame = pd.DataFrame(
        [
            {"row": names[i], "column": names[j], "value": found.mean[i, j], "source": SOURCE}
            for i in range(len(names))
            for j in range(len(names))
            if i != j
        ]
    )
    rows = [
        [name, *("–" if i == j else text.signed(found.mean[i, j], DECIMALS) for j in range(len(names)))]
        for i, name in enumerate(names)
    ]
    raw = [[name, *found.mean[i]] for i, name in enumerate(names)]
    table = written([("Målet påverkar →", False), *((name, True) for name in names)], rows, raw)
    key = f"Läs radvis: målet till vänster påverkar målet i kolumnen. {SCALE_WORDS} Kolumnerna:"
    return heatmap(frame, measure, table, names, str(found.year), key)


def heat_title(found: Matrix | None, goals: Goals) -> str:
    """How many directions help and how many harm."""
    if not shown(found):
        return "Hur målen påverkar varandra"
    mean = np.round(found.mean[~np.isnan(found.mean)], 9)
    helps, harms = int((mean >= 0.5).sum()), int((mean <= -0.5).sum())
    if helps > harms:
        return (
            f"Målen stöder varandra i {_many(helps)} av {len(mean)} riktningar och motverkar varandra i {_many(harms)}"
        )
    return f"Målen motverkar varandra i {_many(harms)} av {len(mean)} riktningar och stöder varandra i {_many(helps)}"


def _many(number: int) -> str:
    return sentences.count(number) if number else "ingen"


def said(found: Matrix | None, place: Region) -> str:
    """How many have assessed, and what is missing."""
    if found is None:
        return f"För {place.label} finns inga bedömningar av hur målen påverkar varandra."
    head = "Exempeldata, påhittade: matrisen" if store.provenance(SOURCE).example else "Matrisen"
    many = sentences.count(len(found.assessors))
    sentence = f"{head} bygger på {many} bedömare {found.year}."
    if found.few:
        return f"{sentence} Det är färre än {sentences.count(FEWEST_ASSESSORS)} och visas inte som ett resultat."
    if found.missing:
        many = text.upper_first(sentences.count(found.missing, neuter=True))
        sentence += f" {many} par har ingen bedömt; de räknas som 0."
    return sentence


def conflicts(found: Matrix | None, scores: pd.DataFrame, goals: Goals, cases: Sequence[Case]) -> Output | None:
    """Pairs of goals in conflict, the worst first, with both directions and the cases that have met them.

    A sentence when there is no matrix, or no pair in conflict.

    Parameters
    ----------
    found : Matrix or None
    scores : DataFrame
        The scores behind, for what the assessors have said of reach and evidence.
    goals : Goals
    cases : sequence of Case
    """
    if not shown(found):
        return say(ABSENT)
    if not interaction.mutual(found)["conflict"].any():
        return say(f"{conflicts_title(found, goals)}.")
    columns = [("Mål", False), ("Starkast motverkan", True), ("Andra hållet", True), ("Lägst–högst", False)]
    columns += [("Direkt", True), ("Når", False), ("Bygger på", False), ("Möts i", False)]
    rows, raw = [], []
    pairs = interaction.mutual(found)
    for one in pairs[pairs["conflict"]].itertuples(index=False):
        start, end = (one.one, one.other) if one.forth <= one.back else (one.other, one.one)
        back = max(one.forth, one.back) if not np.isnan([one.forth, one.back]).any() else np.nan
        mine = scores[(scores["from"] == start) & (scores["to"] == end) & (scores["year"] == found.year)]
        name = f"{goals.get(start).short} → {goals.get(end).short}"
        met = [case.title for case in cases for own in case.conflicts if {start, end} <= set(own.between)]
        ends = text.span(*(text.signed(int(value)) for value in (mine["score"].min(), mine["score"].max())))
        direct = mine["direct"].mean() * 100
        cells = [
            name,
            text.signed(one.lowest, DECIMALS),
            text.signed(back, DECIMALS),
            ends.replace("–", " till "),
            text.quantity(direct, "procent"),
            _commonest(mine["reach"]),
            _commonest(mine["evidence"]),
            "; ".join(dict.fromkeys(met)) or Cell("✗ Inget fall", tone="even"),
        ]
        rows.append(cells)
        raw.append([name, one.lowest, back, ends, direct, *map(str, cells[5:])])
    return tabulated(
        written(columns, rows, raw),
        finding=conflicts_title(found, goals),
        subtitle="Målkonflikter, de starkaste först, medel av bedömarna",
        sources=[SOURCE],
        notes=[
            f"Två mål är i konflikt när medelvärdet i någon riktning är {text.number(CONFLICT)} eller lägre.",
            SCALE_WORDS,
            "Direkt: andel av bedömarna som ser en direkt påverkan. Når och bygger på: det vanligaste svaret.",
            *store.provenance(SOURCE).notes,
        ],
    )


def conflicts_title(found: Matrix, goals: Goals) -> str:
    """How many pairs are in conflict, and which is the strongest."""
    pairs = interaction.mutual(found)
    number = int(pairs["conflict"].sum())
    if not number:
        return "Inget par av mål är i konflikt enligt bedömarna"
    first = pairs.iloc[0]
    start, end = (first["one"], first["other"]) if first["forth"] <= first["back"] else (first["other"], first["one"])
    return (
        f"{text.upper_first(sentences.count(number, neuter=True))} av {len(pairs)} par är i konflikt, starkast: "
        f"{text.lower_first(goals.get(start).short)} motverkar {text.lower_first(goals.get(end).short)}"
    )


def _commonest(values: pd.Series) -> str:
    top = values.mode().sort_values()
    return text.upper_first(text.listed(top, "eller")) if len(top) < 3 else "Olika svar"
