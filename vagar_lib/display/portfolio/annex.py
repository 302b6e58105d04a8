"""What must a region tell of every year? Sentences for the annex, from the portfolio, the grants and the indicators."""

from __future__ import annotations

import pandas as pd

from vagar_lib import regions
from vagar_lib.display import sentences, text
from vagar_lib.display.portfolio.frames import MILLION
from vagar_lib.metrics.disclosure import TOTAL, Rule, protect_once
from vagar_lib.regions import Region
from vagar_lib.sources import grants
from vagar_lib.strategy import Strategy


def money(county: Region, rule: Rule) -> str | None:
    """What the grants files of the county hold, by kind of support; nothing when there is no file."""
    span = grants.years(county)
    if span is None:
        return None
    cases = grants.cases(county)
    known = cases[cases["granted"].notna()]
    names = grants.labels("kind")
    rows = pd.DataFrame({"kind": known["kind"].map(names), "kr": known["granted"], "recipient": known["recipient"]})
    table = protect_once(rows, "kind", value="kr", rule=rule).table.set_index("row")
    if table["value"].isna().any():
        return None
    parts = [
        f"{text.lower_first(name)} {text.quantity(table.at[name, 'value'] / MILLION, 'miljoner kronor')}"
        for name in table.index
        if name != TOTAL
    ]
    return (
        f"Under {text.span(*span)} beviljades {text.quantity(table.at[TOTAL, 'value'] / MILLION, 'miljoner kronor')} "
        f"ur anslag 1:1 i {county.label}: {text.listed(parts)}."
    )


def spread(activities: pd.DataFrame, county: Region) -> str:
    """How many activities are about single municipalities, and in which there are most and fewest."""
    single = activities[activities["region"] != county.code]["region"].value_counts()
    wide = int((activities["region"] == county.code).sum())
    counts = pd.Series({regions.name(code): int(single.get(code, 0)) for code in county.children}).sort_values()
    low, high = counts.index[0], counts.index[-1]
    return (
        f"{text.upper_first(sentences.count(int(counts.sum())))} av insatserna gäller en enskild kommun och "
        f"{sentences.count_or_none(wide)} gäller flera. Flest finns i {high} ({counts.iloc[-1]}), "
        f"minst antal i {low} ({counts.iloc[0]})."
    )


def of_part(activities: pd.DataFrame, plan: Strategy, id: str) -> str:
    """How many activities belong to a part of the vision."""
    number = int(activities["vision"].map(lambda parts: id in parts).sum())
    return f"Till visionens del ”{plan.part(id).label}” hör {_activities(number)}."


def goals(activities: pd.DataFrame, plan: Strategy) -> str | None:
    """The global goals that most activities belong to."""
    counts = activities["sdg"].explode().dropna().value_counts(sort=False)
    if counts.empty:
        return None
    counts = counts.sort_index().sort_values(ascending=False, kind="stable").head(3)
    said = [
        f"{plan.sdg[int(goal)].lower()} (mål {goal}, {_activities(int(number))})" for goal, number in counts.items()
    ]
    return f"De globala mål som flest insatser hör till är {text.listed(said)}."


def not_shown() -> str:
    """What the annex can't tell."""
    return (
        "Bilagan visar vad insatserna säger sig bidra till, vad som mäts och hur länet utvecklas. Den visar inte att "
        "det ena beror på det andra: konjunktur, näringsstruktur och andras insatser påverkar också."
    )


def _activities(number: int) -> str:
    return f"{sentences.count(number)} {'insats' if number == 1 else 'insatser'}" if number else "ingen insats"
