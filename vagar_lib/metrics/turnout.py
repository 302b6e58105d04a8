"""Who votes? Turnout by age and sex, added up over municipalities by the number entitled to vote."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from vagar_lib.regions import Region

KEYS = ["year", "period", "sex", "age"]


def turnout(votes: pd.DataFrame, place: Region, labels: Mapping[str, str]) -> pd.DataFrame:
    """Turnout of a municipality, or of a county as the sum of its municipalities.

    Parameters
    ----------
    votes : DataFrame
        Table 'valdeltagande_alder_kon': ``region, year, period, sex, age, variable`` ('eligible', 'turnout')``, value,
        source``; turnout in whole per cent.
    place : Region
    labels : mapping
        What each age class is called.

    Returns
    -------
    DataFrame
        ``year, period, sex, age, name, value`` (per cent)``, eligible, source``; without rows when any municipality is
        missing, since a part is not the whole.
    """
    members = {place.code} if place.level == "kommun" else set(place.children)
    rows = votes[votes["region"].isin(members)]
    if set(rows["region"]) != members:
        rows = rows.iloc[:0]
    if rows.empty:
        return pd.DataFrame(columns=[*KEYS, "name", "value", "eligible", "source"])
    wide = rows.pivot_table(index=["region", *KEYS, "source"], columns="variable", values="value").reset_index()
    wide = wide.assign(voted=wide["eligible"] * wide["turnout"])
    added = wide.groupby([*KEYS, "source"], as_index=False)[["voted", "eligible"]].sum()
    added = added.assign(value=added["voted"] / added["eligible"], name=added["age"].map(labels))
    order = {age: rank for rank, age in enumerate(labels)}
    return added.drop(columns="voted").sort_values(
        ["year", "age", "sex"], key=lambda column: column.map(order) if column.name == "age" else column
    )
