"""Who lives here, and what changed it? Components of change, age classes, long series as an index."""

from __future__ import annotations

import pandas as pd

COMPONENTS = ["natural", "net_county", "net_sweden", "net_abroad", "adjust"]
"""Parts that add up to the change of the population: births less deaths, net migration by where, adjustment."""
OPEN_CLASS = 95
"""Ages from here on are one class."""
SHOWN = 2
"""Years whose components stand beside each other, the latest ones."""
NOISE_FROM = 2025
"""First year whose counts of persons SCB protects by small random changes (Cell Key Method)."""
SMALLEST_CHANGE = 5
"""Persons; with the noise, a smaller change is not called one."""


def is_change(step: float, year: int) -> bool:
    """Whether so many persons more or fewer than the year before is called a change.

    Parameters
    ----------
    step : float
        Difference from the year before, in persons.
    year : int
        The later of the two years; from 2025 a difference may be nothing but noise, and in 2025 the method breaks the
        series too.

    Notes
    -----
    SCB changes each count above zero by a small whole number or not at all, totals too. Five persons is the project's
    own limit.

    Examples
    --------
    >>> is_change(-3, 2024), is_change(-3, 2025), is_change(-5, 2025)
    (True, False, True)
    """
    return abs(step) >= (SMALLEST_CHANGE if year >= NOISE_FROM else 1)


def components(changes: pd.DataFrame, region: str, labels: dict[str, str], sex: str = "T") -> pd.DataFrame:
    """Components of population change of a region, one row a component and year.

    Parameters
    ----------
    changes : DataFrame
        Table 'befolkningsforandring': ``region, period, year, sex, component, value, source``.
    region : str
    labels : dict
        What each component is called.
    sex : {'T', 'K', 'M'}

    Returns
    -------
    DataFrame
        ``name, group`` (the year as text)``, component, period, year, value, source``, of the latest `SHOWN` years;
        components that are zero in both are left out.
    """
    rows = changes[(changes["region"] == region) & (changes["sex"] == sex) & changes["component"].isin(COMPONENTS)]
    rows = rows[rows["year"].isin(sorted(rows["year"].unique())[-SHOWN:])]
    rows = rows[rows.groupby("component")["value"].transform(lambda values: values.abs().max()) > 0]
    order = {component: rank for rank, component in enumerate(COMPONENTS)}
    return rows.assign(name=rows["component"].map(labels), group=rows["period"]).sort_values(
        ["component", "year"], key=lambda column: column.map(order) if column.name == "component" else column
    )


def age_classes(people: pd.DataFrame, width: int = 5) -> pd.DataFrame:
    """People by age class, sex and year, youngest first.

    Parameters
    ----------
    people : DataFrame
        Table 'folkmangd_alder_kon' for one region: ``sex, age, period, year, value, source``.
    width : int
        Years a class; the last class is 95 and older.

    Returns
    -------
    DataFrame
        ``age`` (such as '20–24', '95+')``, sex, period, year, value, source``.

    Examples
    --------
    >>> one = pd.DataFrame({"sex": "K", "age": ["0", "4", "5", "97"], "period": "2022", "year": 2022,
    ...     "value": [1.0, 2.0, 3.0, 4.0], "source": "made/up"})
    >>> age_classes(one)[["age", "value"]].values.tolist()
    [['0–4', 3.0], ['5–9', 3.0], ['95+', 4.0]]
    """
    start = people["age"].astype(int).clip(upper=OPEN_CLASS) // width * width
    names = {s: f"{s}+" if s >= OPEN_CLASS else f"{s}–{s + width - 1}" for s in sorted(start.unique())}
    grouped = people.assign(start=start).groupby(["start", "sex", "period", "year", "source"], as_index=False)
    return grouped["value"].sum().assign(age=lambda rows: rows["start"].map(names)).drop(columns="start")


def age_share(people: pd.DataFrame, youngest: int) -> pd.Series:
    """Share of people of an age or older, per cent by year.

    Parameters
    ----------
    people : DataFrame
        Table 'folkmangd_alder_kon' for one region; counted over K and M.
    youngest : int

    Returns
    -------
    Series
        Per cent, by year.
    """
    both = people[people["sex"].isin(["K", "M"])]
    old = both[both["age"].astype(int) >= youngest]
    return 100 * old.groupby("year")["value"].sum() / both.groupby("year")["value"].sum()


def index(observations: pd.DataFrame, base: int) -> pd.DataFrame:
    """Values of each region as an index, the base year 100; regions without a base value are left out.

    Parameters
    ----------
    observations : DataFrame
        ``region, year, value`` of one indicator and one sex.
    base : int
        Year that is 100.

    Returns
    -------
    DataFrame
        The observations with ``value`` as index.
    """
    start = observations[observations["year"] == base].set_index("region")["value"]
    start = start[start > 0]
    kept = observations[observations["region"].isin(start.index)]
    return kept.assign(value=100 * kept["value"] / kept["region"].map(start))


def at(observations: pd.DataFrame, region: str, year: int) -> float:
    """People in a region at the end of a year, both sexes together; NaN when it is not known.

    Parameters
    ----------
    observations : DataFrame
        Population: ``region, year, sex, value``.
    region : str
    year : int

    Examples
    --------
    >>> people = pd.DataFrame({"region": ["23"], "year": [2024], "sex": ["T"], "value": [132839.0]})
    >>> at(people, "23", 2024), at(people, "23", 2025)
    (132839.0, nan)
    """
    chosen = (observations["region"] == region) & (observations["year"] == year) & (observations["sex"] == "T")
    return float(observations.loc[chosen, "value"].mean())
