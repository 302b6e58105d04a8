"""What is it made of? Parts as shares of their whole, and parts over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

EDUCATION = {
    "förgymnasial utbildning kortare än 9 år": "Förgymnasial",
    "förgymnasial utbildning, 9 (10) år": "Förgymnasial",
    "gymnasial utbildning, högst 2 år": "Gymnasial",
    "gymnasial utbildning, 3 år": "Gymnasial",
    "eftergymnasial utbildning, mindre än 3 år": "Eftergymnasial, kortare än 3 år",
    "eftergymnasial utbildning, 3 år eller mer": "Eftergymnasial, minst 3 år",
    "forskarutbildning": "Eftergymnasial, minst 3 år",
}
"""SCB's seven levels of education as four, lowest first."""

INDUSTRIES = ("A", "B-E", "F", "G-J", "K-N", "O-U")
"""NACE groups that do not overlap and cover everything."""

ABROAD = "Utrikes transporter"
"""Sector outside the territorial total of the national accounts."""


def shares(frame: pd.DataFrame, whole: Sequence[str], part: str) -> pd.DataFrame:
    """Parts as per cent of their whole, in the order that the parts first stand in.

    Parameters
    ----------
    frame : DataFrame
        Counts in ``value``, with the columns named in ``whole`` and ``part``, and ``source``.
    whole : sequence of str
        Columns that tell one whole from another.
    part : str
        Column that names the part.

    Returns
    -------
    DataFrame
        ``whole`` columns, ``part``, ``value`` (per cent), ``count``, ``source``.

    Examples
    --------
    >>> two = pd.DataFrame({"sex": "K", "part": ["a", "b"], "value": [1.0, 3.0], "source": "made/up"})
    >>> shares(two, ["sex"], "part")["value"].tolist()
    [25.0, 75.0]
    """
    counts = frame.groupby([*whole, part, "source"], as_index=False, sort=False)["value"].sum()
    total = counts.groupby(list(whole))["value"].transform("sum")
    return counts.assign(count=counts["value"], value=100 * counts["value"] / total)


def education(people: pd.DataFrame) -> pd.DataFrame:
    """Education in four levels as shares, for women and men in the first and the last year.

    Parameters
    ----------
    people : DataFrame
        Table 'utbildningsniva_16_74' for one region: ``sex, education, period, year, value, source``; persons.

    Returns
    -------
    DataFrame
        ``name`` ('Kvinnor 2022')``, sex, period, year, part, value`` (per cent of those with a known level)``, count,
        source``; women first, lowest level first.
    """
    known = people[people["sex"].isin(["K", "M"]) & people["year"].isin([people["year"].min(), people["year"].max()])]
    rank = {level: place for place, level in enumerate(EDUCATION)}
    ordered = known.assign(part=known["education"].map(EDUCATION), rank=known["education"].map(rank))
    shared = shares(ordered.sort_values(["sex", "year", "rank"]), ["sex", "period", "year"], "part")
    women_men = shared["sex"].map({"K": "Kvinnor", "M": "Män"})
    return shared.assign(name=women_men + " " + shared["period"])


def industries(employed: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    """Employment in the industries that do not overlap, most employed (in the last year) first.

    Parameters
    ----------
    employed : DataFrame
        Table 'eurostat_employment_nace_thousand': ``industry, period, year, value, source``; thousand persons.
    labels : mapping
        What each industry is called.

    Returns
    -------
    DataFrame
        The rows with ``name``.
    """
    rows = employed[employed["industry"].isin(INDUSTRIES)]
    return _largest_first(rows.assign(name=rows["industry"].map(labels)))


def sectors(emissions: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    """Emissions by sector as series, the largest sector (in the last year) first.

    Parameters
    ----------
    emissions : DataFrame
        As `territorial` gives it.
    labels : mapping
        What each sector is called.

    Returns
    -------
    DataFrame
        The rows with ``name`` and ``series`` (the same) and ``role``.
    """
    rows = _largest_first(emissions.assign(name=emissions["sector"].map(labels)))
    return rows.assign(series=rows["name"], role="place")


def first_and_last(rows: pd.DataFrame) -> pd.DataFrame:
    """Only the first and the last year, as groups of a chart.

    Returns
    -------
    DataFrame
        The rows with ``group``, the year as text.
    """
    ends = rows[rows["year"].isin([rows["year"].min(), rows["year"].max()])]
    return ends.assign(group=ends["period"])


def territorial(emissions: pd.DataFrame) -> pd.DataFrame:
    """Emissions within the territory: all sectors but transport abroad.

    Parameters
    ----------
    emissions : DataFrame
        Table 'utslapp_vaxthusgaser': ``region, year, period, sector, value, source``; tonnes of CO2 equivalents.
    """
    return emissions[emissions["sector"] != ABROAD]


def _largest_first(rows: pd.DataFrame) -> pd.DataFrame:
    last = rows[rows["year"] == rows["year"].max()].groupby("name")["value"].sum()
    order = {name: place for place, name in enumerate(last.sort_values(ascending=False, kind="stable").index)}
    return rows.sort_values(["name", "year"], key=lambda c: c.map(order) if c.name == "name" else c, kind="stable")
