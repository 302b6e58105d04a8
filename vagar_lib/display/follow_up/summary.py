"""The summary: the most important verdicts, chosen by the data, and whose strategy they are held against."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from vagar_lib.display import overview, sentences, text, verdicts
from vagar_lib.display.figure import Output, listed_findings
from vagar_lib.indicators import register
from vagar_lib.regions import Region, region
from vagar_lib.strategy import Strategy


def findings(chosen: pd.DataFrame, place: Region) -> Output:
    """The chosen verdicts as sentences with their symbol and word.

    Parameters
    ----------
    chosen : DataFrame
        As `metrics.leading.leading` gives it.
    place : Region

    Returns
    -------
    Output
    """
    items = []
    for row in chosen.itertuples(index=False):
        symbol, word = verdicts.symbol(row), verdicts.word(row)
        if row.kind == "level":
            symbol, word = overview.STANDS[row.judged]
            word = f"{word} än riket"
        said = [verdicts.sentence(row, place), _riket(row)]
        items.append({"text": " ".join(filter(None, said)), "dimension": row.dimension, "symbol": symbol, "word": word})
    return listed_findings(items)


def held_against(plan: Strategy, place: Region) -> str:
    """Whose vision the indicators are held against, which is said where it is another region's than the place's."""
    owner = region(plan.region)
    if owner.code in (place.code, place.county):
        return f"Indikatorerna följer upp visionen i {plan.name}, den regionala utvecklingsstrategin för {owner.label}."
    return (
        f"Indikatorerna är ordnade efter visionen i {plan.name}. Det är {owner.genitive} regionala "
        "utvecklingsstrategi, "
        f"som inte gäller {place.label}; en annan region lägger in sin egen."
    )


def unassigned(rows: pd.DataFrame, plan: Strategy) -> str | None:
    """How many indicators belong to no part of the vision; they are shown under their theme."""
    placed = {id for part in plan.vision for id in part.indicators}
    outside = int((~rows["indicator"].isin(placed)).sum())
    if not outside:
        return None
    return (
        f"En indikator kan höra till flera delar. {outside} av {len(rows)} indikatorer hör inte till någon del av "
        "visionen och visas bara under sitt tema."
    )


def belongs(ids: Iterable[str], plan: Strategy, place: Region) -> str | None:
    """Which parts of the vision some indicators belong to, and what they mean; None when to none of the place's."""
    if plan.region not in (place.code, place.county):
        return None
    parts = {part.id: part for id in ids for part in plan.of(id)}.values()
    told = [f"{part.label}: {text.lower_first(part.text)}" if part.text else f"{part.label}." for part in parts]
    return f"I visionen för {plan.name} hör detta till {' '.join(told)}" if told else None


def _riket(row: Any) -> str | None:
    """Riket's value the same year, beside the place's."""
    if text.missing(row.riket):
        return None
    return f"I riket är värdet {sentences.amount(row.riket, register().get(row.indicator))}."
