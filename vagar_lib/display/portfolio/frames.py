"""What is in the portfolio? Activities by part of the strategy, goal, place, level and money, as charts want them."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from vagar_lib import regions
from vagar_lib.display import sentences, text, theme
from vagar_lib.display.chart import Chart, Measure
from vagar_lib.display.tally import tally
from vagar_lib.metrics.disclosure import TOTAL, Protected, Rule, protect_once
from vagar_lib.regions import Region
from vagar_lib.strategy import Strategy
from vagar_lib.surveys import LEVELS

NONE = "Ingen angiven"
MOST_NAMED = 2
"""More parts than this that share a number are counted, not named."""
MILLION = 1e6
GROUPS = {
    LEVELS["insats"]: ("●", theme.RAMP[1]),
    LEVELS["process"]: ("◆", theme.RAMP[2]),
    LEVELS["strategi"]: ("■", theme.RAMP[3]),
}
"""Symbol and colour of each level."""
HIDDEN = "Beloppen är dolda, så att inget kan räknas fram om en enskild mottagare."


def labels(plan: Strategy, county: Region) -> dict[str, dict]:
    """What the codes of the activities' columns are called, in order.

    Parameters
    ----------
    plan : Strategy
    county : Region

    Returns
    -------
    dict of dict
        By column: ``priority, strengths, vision, sdg, region``.
    """
    return {
        "priority": {part.id: part.label for part in plan.priorities},
        "strengths": {part.id: part.label for part in plan.strengths},
        "vision": {part.id: part.label for part in plan.vision},
        "sdg": {number: f"{number} {name}" for number, name in plan.sdg.items()},
        "region": {code: regions.name(code) for code in county.children} | {county.code: "Flera kommuner"},
    }


def by(activities: pd.DataFrame, column: str, names: Mapping) -> pd.DataFrame:
    """How many activities of each level belong to each part; one that belongs to several counts in each.

    Parameters
    ----------
    activities : DataFrame
        ``level, source`` and the column, a code or a tuple of them.
    column : str
    names : mapping
        What the codes are called, in order.

    Returns
    -------
    DataFrame
        ``name, group`` (level)``, value, source``: every level of every part that any activity has, in order.
    """
    cells = activities[column].map(lambda cell: (cell or (None,)) if isinstance(cell, tuple) else (cell,))
    long = activities.assign(code=cells).explode("code")
    long = long.assign(name=[NONE if pd.isna(code) else names[code] for code in long["code"]])
    counts = long.groupby(["name", "level"]).size()
    used = [name for name in dict.fromkeys([*names.values(), NONE]) if name in set(long["name"])]
    rows = [(name, word, int(counts.get((name, level), 0))) for name in used for level, word in LEVELS.items()]
    return pd.DataFrame(rows, columns=["name", "group", "value"]).assign(
        source=activities["source"].iloc[0] if len(activities) else ""
    )


def parts(counted: pd.DataFrame, label: str, table: str, head: str, *, several: bool = False) -> Chart:
    """Stacked bars of `by`; ``several`` when an activity may belong to several of the parts."""
    note = "En insats med flera delar räknas i var och en." if several else ""
    return tally(
        counted, Measure(label, "antal", table, note=note, absent="Inga insatser finns här."), GROUPS, head=head
    )


def largest(counted: pd.DataFrame) -> str:
    """Which parts have most activities and which have fewest, as a title.

    Parameters
    ----------
    counted : DataFrame
        As `by` gives it.
    """
    sums = counted[counted["name"] != NONE].groupby("name", sort=False)["value"].sum()
    if sums.empty:
        return "Ingen insats hör till någon del"
    top, low = (_with_number(sums.index[sums == number], int(number)) for number in (sums.max(), sums.min()))
    return f"Flest insatser: {top}" + (f"; minst antal: {low}" if sums.max() > sums.min() else "")


def _with_number(names: pd.Index, number: int) -> str:
    """'Upplevelser (3)', 'Upplevelser och Hållbar energi (3 var)', 'fyra delar (3 var)'."""
    if len(names) == 1:
        return f"{names[0]} ({number})"
    return (
        f"{text.listed(names) if len(names) <= MOST_NAMED else f'{sentences.count(len(names))} delar'} ({number} var)"
    )


def in_county(sentence: str | None, place: Region, county: Region) -> str | None:
    """A sentence about the whole county, told as such on the page of a municipality.

    Examples
    --------
    >>> in_county("Bedömarna är överens.", regions.region("2303"), regions.region("23"))
    'Bedömarna är överens. Det gäller hela länet.'
    """
    return sentence if sentence is None or place == county else f"{sentence} Det gäller hela länet."


def counted_in_words(activities: pd.DataFrame, place: Region, county: Region) -> str:
    """How many of each level there are in a place, and how many are about several municipalities."""
    words = {"insats": "insatser", "process": "processer", "strategi": "strategier"}
    counts = {one: int((activities["level"] == one).sum()) for one in words}
    said = [f"{sentences.count(size)} {one if size == 1 else words[one]}" for one, size in counts.items() if size]
    if not said:
        return f"Portföljen har inga egna insatser i {place.label}."
    wide = int((activities["region"] == county.code).sum())
    rest = f" {text.upper_first(sentences.count(wide))} av dem gäller flera kommuner." if wide else ""
    return f"Portföljen har {text.listed(said)} i {place.label}.{rest}"


def budget(activities: pd.DataFrame, names: Mapping[str, Mapping], rule: Rule) -> Protected:
    """The activities' own budgets by priority and municipality, protected together.

    Parameters
    ----------
    activities : DataFrame
        All of the county: ``id, priority, region, budget``.
    names : mapping
        As `labels` gives it.
    rule : Rule
    """
    return protect_once(_named(activities, names, "budget"), "priority", value="budget", rule=rule, linked=["region"])


def granted(joined: pd.DataFrame, names: Mapping[str, Mapping], rule: Rule) -> Protected | None:
    """What the ärenden of the activities were granted, by priority; nothing when none has a known ärende.

    Parameters
    ----------
    joined : DataFrame
        As `metrics.portfolio.with_grants` gives it.
    """
    known = joined[joined["granted"].notna()]
    return protect_once(_named(known, names, "granted"), "priority", value="granted", rule=rule) if len(known) else None


def granted_in_words(joined: pd.DataFrame, names: Mapping[str, Mapping], rule: Rule) -> str | None:
    """What the ärenden of the activities were granted together, and how many have none that is known."""
    found = granted(joined, names, rule)
    if found is None:
        return "Ingen insats har ett ärende som finns i ärendefilerna."
    said = money_in_words(found, "Det som ärendena har beviljats")
    without = int(joined["granted"].isna().sum())
    return f"{said or ''} {text.upper_first(sentences.count_or_none(without))} saknar ett känt ärende.".strip()


def _named(activities: pd.DataFrame, names: Mapping[str, Mapping], value: str) -> pd.DataFrame:
    rows = activities[activities[value].notna()]
    recipient = rows["recipient"] if "recipient" in rows else rows["id"]
    worded = {column: _ordered(rows[column], names[column]) for column in ("priority", "region")}
    return pd.DataFrame({**worded, value: rows[value], "recipient": recipient})


def _ordered(codes: pd.Series, names: Mapping) -> pd.Categorical:
    words = codes.map(names)
    return pd.Categorical(words, [name for name in names.values() if name in set(words)], ordered=True)


def money_in_words(found: Protected, what: str) -> str | None:
    """The sum of a protected table, in how many activities; nothing when it is hidden."""
    whole = found.table[found.table["row"] == TOTAL].iloc[0]
    if text.missing(whole["value"]):
        return None
    return (
        f"{what} är sammanlagt {text.quantity(whole['value'] / MILLION, 'miljoner kronor', 1)} för "
        f"{text.number(whole['count'])} insatser."
    )
