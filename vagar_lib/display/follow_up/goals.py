"""Whose goal is it? The indicators by global goal, and by priority and strength of the strategy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from vagar_lib.display import text, verdicts
from vagar_lib.display.chart import Measure
from vagar_lib.display.figure import Output, absent, tabulated
from vagar_lib.display.follow_up.groups import GROUP_OF, GROUPS, WRONG, groups_of
from vagar_lib.display.sentences import count
from vagar_lib.display.table import written
from vagar_lib.indicators import Register
from vagar_lib.regions import Region
from vagar_lib.strategy import Part, Strategy

MOST_NAMED = 8
"""Indicators of a part that are named on the page; the CSV file has them all."""
ORDER = {verdict: list(GROUPS).index(group) if group != WRONG else -1 for verdict, group in GROUP_OF.items()}
"""Those that go the wrong way are named first, then by group."""


def by_goal(rows: pd.DataFrame, place: Region, register: Register, plan: Strategy) -> Output:
    """Verdicts by global goal; goals without an indicator are named beneath.

    Parameters
    ----------
    rows : DataFrame
        Verdicts of the place.
    place : Region
    register : Register
        Says which goals an indicator belongs to.
    plan : Strategy
        Names the goals.
    """
    parts = {
        f"{number} {plan.sdg[number]}": [one.id for one in register.where(sdg=number)] for number in sorted(plan.sdg)
    }
    found = {name for name, ids in parts.items() if rows["indicator"].isin(ids).any()}
    empty = [name.split(" ", 1)[0] for name in parts if name not in found]
    notes = [f"Inga värden finns för mål {text.listed(empty)}."] if empty else []
    return _table(
        rows,
        parts,
        place,
        register,
        head="Mål",
        finding=f"{text.upper_first(count(len(found), neuter=True))} av de {len(parts)} globala målen har "
        "indikatorer med "
        f"värde för {place.label}",
        subtitle=f"Indikatorer efter globalt mål. {place.name}",
        notes=[*notes, "En indikator kan höra till flera mål."],
    )


def by_part(
    rows: pd.DataFrame, parts: Sequence[Part], place: Region, register: Register, named: str, plan: Strategy
) -> Output | None:
    """Verdicts by part of the strategy; None when it has no such parts.

    Parameters
    ----------
    rows : DataFrame
        Verdicts of the place.
    parts : sequence of Part
        ``plan.vision``, ``plan.priorities`` or ``plan.strengths``.
    place : Region
    register : Register
    named : str
        What the parts are, in the plural: 'prioriteringar'.
    plan : Strategy
    """
    if not parts:
        return None
    ids = {part.label: part.indicators for part in parts}
    found = [label for label, own in ids.items() if rows["indicator"].isin(own).any()]
    empty = [label for label in ids if label not in found]
    return _table(
        rows,
        ids,
        place,
        register,
        head="Del",
        finding=f"{text.upper_first(count(len(found)))} av {count(len(ids))} {named} har indikatorer med värde för "
        f"{place.label}",
        subtitle=f"{plan.name}: indikatorer efter {named}. {place.name}",
        notes=[f"Inga värden finns för {text.listed(empty)}."] if empty else [],
    )


def _table(
    rows: pd.DataFrame, parts: Mapping[str, Sequence[str]], place: Region, register: Register, head: str, **about: Any
) -> Output:
    whole = groups_of(rows)
    groups = [group for group in GROUPS if whole[group]]
    columns = [(head, False), *((f"{GROUPS[group][0]} {group}", True) for group in groups), ("Indikatorer", False)]
    cells, raw = [], []
    judged = sorted(zip(rows["indicator"], rows["verdict"], strict=True), key=lambda one: ORDER[one[1]])
    for name, ids in parts.items():
        own = [(id, verdict) for id, verdict in judged if id in ids]
        if not own:
            continue
        sizes = [sum(GROUP_OF[verdict] == group for _, verdict in own) for group in groups]
        labels = [f"{verdicts.SYMBOLS[verdict]}{text.NBSP}{register.get(id).label}" for id, verdict in own]
        named = "; ".join(labels[:MOST_NAMED])
        if len(labels) > MOST_NAMED:
            named += f" och {text.number(len(labels) - MOST_NAMED)} till"
        cells.append([name, *(text.number(size) if size else "–" for size in sizes), named])
        raw.append([name, *sizes, "; ".join(labels)])
    if not cells:
        return absent(Measure(about["subtitle"], "", table=""), place)
    return tabulated(written(columns, cells, raw), sources=rows["source"], **about)
