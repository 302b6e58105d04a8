"""What does the projection say in a few numbers? Totals, the oldest, dependency, children in school."""

from __future__ import annotations

import numpy as np
import pandas as pd

from vagar_lib.metrics.projection.engine import OBSERVED

MEASURES = ("total", "aged_80", "share_80", "dependency", "school", "working")
"""All people; 80 and older; their share, per cent; 0-19 and 65+ per 100 aged 20-64; 6-15; 20-64."""
Spans = tuple[tuple[int, int | None], ...]
SPANS: dict[str, Spans] = {
    "total": ((0, None),),
    "aged_80": ((80, None),),
    "school": ((6, 15),),
    "working": ((20, 64),),
    "dependent": ((0, 19), (65, None)),
}
"""First and last age (None: no last) of the people counted."""
COUNTED = {"share_80": "aged_80", "dependency": "dependent"}
"""Whom a ratio counts."""
COMPONENTS = ("births", "deaths", "net_migration", "change")


def within(age: pd.Series, spans: Spans) -> pd.Series:
    """Whether each age lies in one of the spans.

    Examples
    --------
    >>> within(pd.Series([5, 30, 70]), SPANS["dependent"]).tolist()
    [True, False, True]
    """
    ages, found = age.to_numpy(), np.zeros(len(age), bool)
    for first, last in spans:
        found |= (ages >= first) & (True if last is None else ages <= last)
    return pd.Series(found, index=age.index)


def counts(people: pd.DataFrame, spans: dict[str, Spans]) -> pd.DataFrame:
    """Persons of some spans of ages, one column each.

    Parameters
    ----------
    people : DataFrame
        ``region, scenario, year, sex, age, value``.
    spans : dict

    Returns
    -------
    DataFrame
        Indexed by region, scenario and year.
    """
    keys = ["region", "scenario", "year"]
    found = {name: people["value"].where(within(people["age"], one), 0) for name, one in spans.items()}
    return people[keys].assign(**found).groupby(keys, sort=False).sum()


def wide(people: pd.DataFrame) -> pd.DataFrame:
    """All measures as columns, and ``dependent`` (persons aged 0-19 and 65+); see `MEASURES`.

    Examples
    --------
    >>> people = pd.DataFrame({"region": "23", "scenario": "zero", "year": 2030, "sex": "K",
    ...     "age": [7, 30, 90], "value": [20.0, 60.0, 20.0]})
    >>> wide(people)[list(MEASURES)].round(1).values.tolist()
    [[100.0, 20.0, 20.0, 66.7, 20.0, 60.0]]
    """
    found = counts(people, SPANS)
    found["share_80"] = 100 * found["aged_80"] / found["total"]
    found["dependency"] = 100 * found["dependent"] / found["working"]
    return found


def unborn(people: pd.DataFrame, measure: str, since: int) -> pd.DataFrame:
    """How much of a measure is people born after a year.

    Parameters
    ----------
    people : DataFrame
        ``year, age, value`` of one place and scenario.
    measure : str
    since : int
        The year.

    Returns
    -------
    DataFrame
        By year: ``share`` of those counted, and ``lead``, how many years after ``since`` they are born on average (0
        when there are none).
    """
    inside = within(people["age"], SPANS[COUNTED.get(measure, measure)]).to_numpy()
    year, age, value = (people[name].to_numpy()[inside] for name in ("year", "age", "value"))
    lead = year - since - age
    after = np.where(lead > 0, value, 0)
    years, at = np.unique(year, return_inverse=True)
    counted, later, ahead = (np.bincount(at, part) for part in (value, after, after * lead))
    mean = np.divide(ahead, later, out=np.zeros_like(ahead), where=later > 0)
    return pd.DataFrame({"share": later / counted, "lead": mean}, index=pd.Index(years, name="year"))


def components(people: pd.DataFrame) -> pd.DataFrame:
    """Births, deaths, net migration and change by year.

    Parameters
    ----------
    people : DataFrame
        As `people_ahead` gives it.

    Returns
    -------
    DataFrame
        ``region, scenario, component, period, year, value, source``; persons a year, in every year
        births - deaths + net_migration = change. Only years ahead: those that have been are counted by SCB.
    """
    keys = ["region", "scenario", "year", "source"]
    ahead = people[people["scenario"] != OBSERVED]
    parts = ahead.groupby(keys, sort=False)[["births", "deaths", "net_migration"]].sum()
    parts["change"] = parts["births"] - parts["deaths"] + parts["net_migration"]
    long = parts.reset_index().melt(keys, list(COMPONENTS), "component", "value")
    return long.assign(period=long["year"].astype(str))[
        ["region", "scenario", "component", "period", "year", "value", "source"]
    ]
