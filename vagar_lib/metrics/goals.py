"""Which goals and dimensions did the money work for, and how much of it was assessed at all?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from vagar_lib.metrics.grants import grouped

Rule = Literal["full", "split"]

GOALS = tuple(range(1, 18))
"""The 17 global goals."""
DIMENSIONS = ("ekologisk", "social", "ekonomisk")
"""The three dimensions, each in a column ``dim_<name>``."""
LEVELS = (0, 1, 2, 3)
"""Levels of a dimension, from not at all to wholly integrated."""


@dataclass(frozen=True)
class GoalCount:
    """Money and ärenden by goal under one declared rule.

    Attributes
    ----------
    rule : 'full' or 'split'
        'full': each goal of an ärende counts all of it. 'split': it is divided evenly between its goals.
    table : DataFrame
        ``by`` columns, ``goal`` (1 to 17, all of them), ``kr``, ``cases``, ``share_kr`` and ``share_cases`` (of what is
        assessed in the group; NaN when nothing is). With 'split' the number of ärenden is not whole.
    total, assessed : float
        Kronor of all ärenden and of those with at least one goal.
    counted : float
        Kronor summed over the goals.
    """

    rule: Rule
    table: pd.DataFrame
    total: float
    assessed: float
    counted: float

    @property
    def beyond_total(self) -> bool:
        """Whether the goals sum to more than there is, so that they may not be added up or drawn as parts."""
        return bool(self.counted - self.assessed > 1e-6 * abs(self.assessed))

    @property
    def goals_per_krona(self) -> float:
        """How many times a krona is counted on average; 1 when split."""
        return self.counted / self.assessed if self.assessed > 0 else np.nan


def count_goals(rows: pd.DataFrame, rule: Rule, by: Sequence[str] = ()) -> GoalCount:
    """Money and ärenden by global goal.

    Parameters
    ----------
    rows : DataFrame
        As `grants.money` gives them: ``case, kr, sdg`` (a tuple of goals, empty when not assessed).
    rule : 'full' or 'split'
        Use one in a report, and print it.
    by : sequence of str

    Returns
    -------
    GoalCount

    Raises
    ------
    ValueError
        If the rule is another, or a goal is not 1 to 17.

    Examples
    --------
    >>> rows = pd.DataFrame({"case": ["a", "b"], "kr": [90.0, 10.0], "sdg": [(5, 9), ()]})
    >>> count_goals(rows, "full").counted, count_goals(rows, "split").counted
    (180.0, 90.0)
    """
    if rule not in ("full", "split"):
        raise ValueError(f"rule: {rule!r}, allowed: full, split")
    goals = rows["sdg"].map(lambda named: tuple(sorted(set(named))))
    number = goals.map(len)
    weight = 1 / number.where(number > 0) if rule == "split" else number.where(number > 0).clip(upper=1)
    base = rows.assign(sdg=goals, _weight=weight)[[*by, "case", "kr", "sdg", "_weight"]]
    tagged = base[number > 0]
    long = tagged.explode("sdg").rename(columns={"sdg": "goal"}).astype({"goal": int})
    if strange := sorted(set(long["goal"]) - set(GOALS)):
        raise ValueError(f"sdg: goals {strange}, allowed: 1 to 17")
    kr = long.assign(kr=long["kr"] * long["_weight"]).groupby([*by, "goal"], dropna=False, observed=True)["kr"].sum()
    once = long.drop_duplicates([*by, "case", "goal"])
    cases = once.groupby([*by, "goal"], dropna=False, observed=True)["_weight"].sum().rename("cases")
    counted = pd.concat([kr, cases], axis=1).reset_index()
    table = _all_goals(base, by).merge(counted, on=[*by, "goal"], how="left").fillna({"kr": 0.0, "cases": 0.0})
    for column, whole in (("kr", ("kr", "sum")), ("cases", ("case", "nunique"))):
        table[f"share_{column}"] = table[column] / _whole(tagged, table, by, whole)
    return GoalCount(rule, table, float(rows["kr"].sum()), float(tagged["kr"].sum()), float(table["kr"].sum()))


def assessed_goals(rows: pd.DataFrame, by: Sequence[str] = ()) -> pd.DataFrame:
    """Share of the ärenden and of the money that has any goal at all.

    Parameters
    ----------
    rows : DataFrame
        As for `count_goals`.
    by : sequence of str

    Returns
    -------
    DataFrame
        ``by`` columns, ``cases``, ``assessed``, ``share_cases``, ``share_kr`` (NaN when there is no money), ``goals``
        (mean number of goals of an assessed ärende).
    """
    number = rows["sdg"].map(lambda named: len(set(named)))
    tagged = rows.assign(_number=number, _kr=rows["kr"].where(number > 0, 0.0))
    per_case = grouped(tagged, [*by, "case"], kr=("kr", "sum"), _kr=("_kr", "sum"), _number=("_number", "first"))
    groups = per_case.assign(_assessed=per_case["_number"] > 0, _goals=per_case["_number"].where(lambda n: n > 0))
    table = grouped(
        groups,
        by,
        cases=("case", "count"),
        assessed=("_assessed", "sum"),
        kr=("kr", "sum"),
        _kr=("_kr", "sum"),
        goals=("_goals", "mean"),
    )
    share = {
        "share_cases": table["assessed"] / table["cases"],
        "share_kr": table["_kr"] / table["kr"].where(table["kr"] > 0),
    }
    return table.assign(**share)[[*by, "cases", "assessed", "share_cases", "share_kr", "goals"]]


def dimension_levels(rows: pd.DataFrame, by: Sequence[str] = ()) -> pd.DataFrame:
    """How far the three dimensions are integrated: share assessed, mean level and its distribution.

    Parameters
    ----------
    rows : DataFrame
        ``case`` and ``dim_ekologisk``, ``dim_social``, ``dim_ekonomisk`` (0 to 3, missing when not assessed); cases, or
        rows as `grants.money` gives them. Each ärende counts once a group, whatever its size.
    by : sequence of str

    Returns
    -------
    DataFrame
        ``by`` columns, ``dimension``, ``cases``, ``assessed``, ``share_assessed``, ``mean`` (level of those assessed;
        NaN without any), ``level_0`` to ``level_3`` (shares of those assessed).

    Raises
    ------
    ValueError
        If a level is none of 0, 1, 2, 3.

    Examples
    --------
    >>> cases = pd.DataFrame({"case": ["a", "b"], "dim_ekologisk": [3, None], "dim_social": [1, 2], "dim_ekonomisk": 0})
    >>> dimension_levels(cases)[["dimension", "share_assessed", "mean"]].values.tolist()
    [['ekologisk', 0.5, 3.0], ['social', 1.0, 1.5], ['ekonomisk', 1.0, 0.0]]
    """
    once = rows.drop_duplicates([*by, "case"])
    long = once.rename(columns={f"dim_{name}": name for name in DIMENSIONS}).melt(
        id_vars=[*by, "case"], value_vars=list(DIMENSIONS), var_name="dimension", value_name="level"
    )
    level = long["level"].astype(float)
    if strange := sorted(set(level.dropna()) - set(LEVELS)):
        raise ValueError(f"levels {strange}, allowed: 0, 1, 2, 3")
    each = {f"level_{at}": (level == at).where(level.notna()).astype(float) for at in LEVELS}
    rank = {name: place for place, name in enumerate(DIMENSIONS)}
    table = grouped(
        long.assign(level=level, **each),
        [*by, "dimension"],
        cases=("case", "count"),
        assessed=("level", "count"),
        mean=("level", "mean"),
        **{name: (name, "mean") for name in each},
    )
    table.insert(len(by) + 3, "share_assessed", table["assessed"] / table["cases"])
    return table.sort_values(
        [*by, "dimension"], key=lambda column: column.map(rank) if column.name == "dimension" else column
    ).reset_index(drop=True)


def _all_goals(rows: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Every goal in every group, groups in order."""
    goals = pd.DataFrame({"goal": GOALS})
    return rows[list(by)].drop_duplicates().sort_values(list(by)).merge(goals, how="cross") if by else goals


def _whole(tagged: pd.DataFrame, table: pd.DataFrame, by: Sequence[str], named: tuple[str, str]) -> pd.Series:
    """What is assessed in the group of each row of the table; NaN when nothing is."""
    if not by:
        whole = tagged[named[0]].agg(named[1])
        return pd.Series(float(whole) if whole > 0 else np.nan, table.index)
    sums = grouped(tagged, by, _whole=named)
    whole = table[list(by)].merge(sums, on=list(by), how="left")["_whole"].astype(float)
    return whole.where(whole > 0).set_axis(table.index)
