"""What is it made of? Parts as shares of their whole, and parts over time."""

from __future__ import annotations

from collections.abc import Sequence

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


def shares(frame: pd.DataFrame, whole: Sequence[str], part: str, order: Sequence[str]) -> pd.DataFrame:
    """Parts as per cent of their whole.

    Parameters
    ----------
    frame : DataFrame
        Counts in ``value``, with the columns named in ``whole`` and ``part``, and ``source``.
    whole : sequence of str
        Columns that tell one whole from another.
    part : str
        Column that names the part.
    order : sequence of str
        The parts, in the order wanted.

    Returns
    -------
    DataFrame
        ``whole`` columns, ``part``, ``value`` (per cent), ``persons`` (the count), ``source``.

    Examples
    --------
    >>> two = pd.DataFrame({"sex": "K", "part": ["a", "b"], "value": [1.0, 3.0], "source": "made/up"})
    >>> shares(two, ["sex"], "part", ["a", "b"])["value"].tolist()
    [25.0, 75.0]
    """
    keys = [*whole, part, "source"]
    counts = frame.groupby(keys, as_index=False, sort=False)["value"].sum()
    total = counts.groupby(list(whole))["value"].transform("sum")
    rank = {name: place for place, name in enumerate(order)}
    return counts.assign(persons=counts["value"], value=100 * counts["value"] / total).sort_values(
        [*whole, part], key=lambda column: column.map(rank) if column.name == part else column, kind="stable"
    )


def territorial(emissions: pd.DataFrame) -> pd.DataFrame:
    """Emissions within the territory: all sectors but transport abroad.

    Parameters
    ----------
    emissions : DataFrame
        Table 'utslapp_vaxthusgaser': ``region, year, period, sector, value, source``; tonnes of CO2 equivalents.
    """
    return emissions[emissions["sector"] != ABROAD]
