"""How far are the three dimensions and the global goals integrated? From counts and sums that have been protected."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from vagar_lib.display import text
from vagar_lib.display.bars import UNKNOWN
from vagar_lib.display.table import Table, written
from vagar_lib.indicator_entry import DIMENSIONS
from vagar_lib.metrics.disclosure import TOTAL, Protected, Rule, protect_once

LEVELS = {0: "0 Inte alls", 1: "1 I liten grad", 2: "2 I viss grad", 3: "3 I hög grad"}
NAMES = [name.capitalize() for name in DIMENSIONS]
ENVIRONMENT = (6, 7, 12, 13, 14, 15)
"""Goals on water, energy, consumption, climate, seas and land."""
UNTAGGED = "Inget mål angivet"
NO_GOALS = "Inget ärende har något globalt mål"
HIDDEN_COUNTS = ".. betyder att antalet är dolt, eller att inget är bedömt."
GOAL_RULES = {
    "split": "Beloppet för ett ärende med flera mål delas lika mellan dem, så att summan över målen blir summan av det "
    "som är bedömt.",
    "full": "Beloppet för ett ärende med flera mål räknas i varje mål, så att målen inte får läggas ihop.",
}
"""How the amount of an ärende with several goals is counted, in words."""


def assessments(rows: pd.DataFrame) -> pd.DataFrame:
    """Each ärende once a dimension, with its level in words.

    Parameters
    ----------
    rows : DataFrame
        Amounts in words, with ``case, recipient, form, year, sni`` and ``dim_ekologisk``, ``dim_social``,
        ``dim_ekonomisk``.

    Returns
    -------
    DataFrame
        ``case, recipient, form, year, sni`` and ``scored``: 'Social: 2 I viss grad', ordered.
    """
    once = rows.drop_duplicates("case").rename(columns={f"dim_{name}": name.capitalize() for name in DIMENSIONS})
    long = once.melt(["case", "recipient", "form", "year", "sni"], NAMES, "dimension", "level")
    words = long["level"].map(lambda level: UNKNOWN if pd.isna(level) else LEVELS[int(level)])
    order = [_scored(name, level) for name in NAMES for level in (*LEVELS.values(), UNKNOWN)]
    scored = [_scored(name, level) for name, level in zip(long["dimension"], words, strict=True)]
    return long.assign(scored=pd.Categorical(scored, [name for name in order if name in set(scored)], ordered=True))[
        ["case", "recipient", "form", "year", "sni", "scored"]
    ]


def protected(rows: pd.DataFrame, rule: Rule) -> Protected:
    """How many ärenden are on each level of each dimension, by form, year and industry, protected together.

    Parameters
    ----------
    rows : DataFrame
        Amounts in words.
    rule : Rule
    """
    linked = [("year", "scored"), ("sni", "scored")]
    return protect_once(assessments(rows), "form", "scored", rule=rule, linked=linked)


def _scored(dimension: str, level: str) -> str:
    return f"{dimension}: {level}"


def levels(table: pd.DataFrame, period: str, source: str) -> pd.DataFrame:
    """Share of the ärenden on each level, by dimension.

    Parameters
    ----------
    table : DataFrame
        Protected counts with ``scored`` as column.

    Returns
    -------
    DataFrame
        ``name`` (dimension)``, part`` (level)``, value`` (per cent)``, period, source``; a dimension with a hidden
        level is left out, as its parts make no whole.
    """
    cells = table[(table["row"] == TOTAL) & (table["column"] != TOTAL)]
    split = cells["column"].str.split(": ", n=1, expand=True)
    rows = cells.assign(name=split[0], part=split[1], period=period, source=source)
    whole = rows.groupby("name")["count"].transform(lambda counts: counts.sum(skipna=False))
    return rows.assign(value=100 * rows["count"] / whole)[whole > 0]


def integrated(table: pd.DataFrame, head: str) -> Table:
    """Share assessed and mean level of each dimension, for each row of a protected table of counts.

    Parameters
    ----------
    table : DataFrame
        Protected counts, ``scored`` as column. What needs a hidden count is hidden.
    head : str
        What the rows are called.
    """
    columns = [(head, False)]
    for name in NAMES:
        columns += [(f"{name}: bedömda", True), (f"{name}: medel", True)]
    cells, raw = [], []
    for row, found in _shares_and_means(table).items():
        numbers = [value for name in NAMES for value in found[name]]
        written_out = [
            text.quantity(value, "procent") if at % 2 == 0 else text.number(value, 1)
            for at, value in enumerate(numbers)
        ]
        cells.append([row, *written_out])
        raw.append([row, *numbers])
    return written(columns, cells, raw)


def _shares_and_means(table: pd.DataFrame) -> dict[str, dict[str, tuple[float | None, float | None]]]:
    """Per cent assessed and mean level, by row and dimension."""
    counts: dict[str, dict[str, dict[str, float]]] = {}
    for row, scored, count in zip(table["row"], table["column"], table["count"], strict=True):
        if scored != TOTAL:
            dimension, level = scored.split(": ", 1)
            counts.setdefault(row, {}).setdefault(dimension, {})[level] = count
    return {row: {name: _share_and_mean(own.get(name, {})) for name in NAMES} for row, own in counts.items()}


def _share_and_mean(counts: Mapping[str, float]) -> tuple[float | None, float | None]:
    """Of counts by level; None where one is hidden or nothing was assessed."""
    whole = sum(counts.values())
    if not whole > 0:
        return None, None
    levels = {at: counts[word] for at, word in LEVELS.items() if word in counts}
    assessed = sum(levels.values())
    if not assessed:
        return 0.0, None
    return 100 * (assessed / whole), sum(at * count for at, count in levels.items()) / assessed


def integrated_title(table: pd.DataFrame) -> str:
    """The dimension with the highest mean level, and how much is assessed of each."""
    found = _shares_and_means(table)[TOTAL]
    means = {name: mean for name, (_, mean) in found.items() if mean is not None}
    if not means:
        return "Dimensionerna är inte bedömda"
    top = max(means, key=means.__getitem__)
    share = found[top][0]
    return (
        f"Högst bedömd är den {top.lower()}a dimensionen: {text.number(means[top], 1)} av 3 i medel bland de "
        f"{text.quantity(share, 'procent')} som har bedömts"
    )


def compared(table: pd.DataFrame, what: str) -> str:
    """Between which shares the rows of a table have been assessed, in the dimension that is assessed the most.

    Parameters
    ----------
    table : DataFrame
        Protected counts, ``scored`` as column.
    what : str
        What the rows are, in the singular: 'stödform'.
    """
    shares = {row: found[NAMES[1]][0] for row, found in _shares_and_means(table).items() if row != TOTAL}
    known = {row: share for row, share in shares.items() if share is not None}
    if len(known) < 2:
        return f"Hur mycket som är bedömt per {what} kan inte visas"
    top, bottom = max(known, key=known.__getitem__), min(known, key=known.__getitem__)
    if known[top] <= 0:
        return "Den sociala dimensionen är inte bedömd i något ärende"
    return (
        f"Den sociala dimensionen är oftast bedömd för {text.lower_first(top)} ({text.quantity(known[top], 'procent')} "
        f"av ärendena), mest sällan för {text.lower_first(bottom)} ({text.quantity(known[bottom], 'procent')})"
    )


def dimension_in_words(table: pd.DataFrame, dimension: str) -> str | None:
    """How many ärenden have been assessed in a dimension, and how high they lie."""
    share, mean = _shares_and_means(table)[TOTAL][dimension.capitalize()]
    if share is None:
        return None
    said = f"Den {dimension}a dimensionen är bedömd i {text.quantity(share, 'procent')} av ärendena"
    return f"{said}, med {text.number(mean, 1)} av 3 i medel." if mean is not None else f"{said}."


def goals(rows: pd.DataFrame, rule: str, names: Mapping[int, str]) -> pd.DataFrame:
    """Amounts of the goals of each ärende: a row a goal.

    Parameters
    ----------
    rows : DataFrame
        Amounts in words, with ``sdg`` (a tuple of goals) and ``form``.
    rule : 'split' or 'full'
        Divided evenly over the goals, or counted in each.
    names : mapping of int to str
        What the goals are called.

    Returns
    -------
    DataFrame
        ``case, recipient, form, year, goal`` ('5 Jämställdhet', ordered; `UNTAGGED`)``, kr``; split, it sums to what
        was granted.
    """
    known = rows[rows["kr"].notna()]
    number = known["sdg"].map(len).clip(lower=1).astype(float) if rule == "split" else 1.0
    long = known.assign(kr=known["kr"] / number).explode("sdg")
    words = long["sdg"].map(lambda goal: UNTAGGED if pd.isna(goal) else f"{goal} {names[goal]}")
    order = [f"{goal} {names[goal]}" for goal in sorted(set(long["sdg"].dropna()))]
    used = [*order, UNTAGGED] if (words == UNTAGGED).any() else order
    named = pd.Categorical(words, used, ordered=True)
    return long.assign(goal=named)[["case", "recipient", "form", "year", "goal", "kr"]]


def tagged_only(table: pd.DataFrame) -> pd.DataFrame:
    """A protected table without the row of what has no goal."""
    return table[table["row"] != UNTAGGED]


def goals_title(by_goal: pd.DataFrame, amounts: pd.DataFrame) -> str:
    """How much has a goal, and which goal has most.

    Parameters
    ----------
    by_goal : DataFrame
        Protected sums by goal and form.
    amounts : DataFrame
        Protected sums with form as ``column``.
    """
    shares = _tagged(by_goal, amounts)
    goals = by_goal[(by_goal["column"] == TOTAL) & ~by_goal["row"].isin([TOTAL, UNTAGGED])].dropna(subset="value")
    if text.missing(shares.get(TOTAL)) or goals.empty:
        return NO_GOALS if shares.get(TOTAL) == 0 else "Hur mycket som har ett globalt mål kan inte visas"
    top = goals.loc[goals["value"].idxmax(), "row"]
    return f"{text.quantity(shares[TOTAL], 'procent')} av beloppet har ett globalt mål, mest mål {top}"


def tagged(by_goal: pd.DataFrame, amounts: pd.DataFrame) -> str:
    """The form with the largest share of its money tagged with a goal, as a title.

    Parameters
    ----------
    by_goal, amounts : DataFrame
        As for `goals_title`.
    """
    shares = _tagged(by_goal, amounts).drop(TOTAL, errors="ignore").dropna()
    if shares.empty or shares.max() <= 0:
        return "Mål och stödformer"
    top = shares.idxmax()
    return f"Mest märkt med mål är {text.lower_first(top)}: {text.quantity(shares[top], 'procent')} av beloppet"


def _tagged(by_goal: pd.DataFrame, amounts: pd.DataFrame) -> pd.Series:
    """Per cent of the money that has a goal, by form and in all; NaN where that is hidden."""
    whole = amounts[amounts["row"] == TOTAL].set_index("column")["value"]
    rows = by_goal[by_goal["row"] == UNTAGGED].set_index("column")["value"]
    without = rows.reindex(whole.index) if len(rows) else pd.Series(0.0, whole.index)
    return 100 * (1 - without / whole.where(whole > 0))


def environmental(by_goal: pd.DataFrame, rule: str, amounts: pd.DataFrame) -> str | None:
    """How much went to the goals on the environment.

    Parameters
    ----------
    by_goal, amounts : DataFrame
        As for `goals_title`.
    rule : 'split' or 'full'
        Counted in each goal the amounts can't be added, and nothing is told.
    """
    share = _tagged(by_goal, amounts).get(TOTAL)
    sums = tagged_only(by_goal)[tagged_only(by_goal)["column"] == TOTAL].set_index("row")["value"].drop(TOTAL)
    if rule != "split" or text.missing(share):
        return None
    if sums.empty:
        return f"{NO_GOALS}."
    mine = [name for name in sums.index if int(name.split()[0]) in ENVIRONMENT]
    if sums.isna().any():
        return "Hur mycket som gått till miljömålen är delvis dolt."
    return (
        f"Av beloppet har {text.quantity(share, 'procent')} något globalt mål. Av det hör "
        f"{text.quantity(100 * sums[mine].sum() / sums.sum(), 'procent')} till målen om vatten, energi, konsumtion, "
        "klimat, hav och ekosystem."
    )
