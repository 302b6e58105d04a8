"""Who votes? Turnout by age and sex, added up over areas by the number entitled to vote."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd


def turnout(votes: pd.DataFrame, regions: Iterable[str]) -> pd.DataFrame:
    """Turnout of an area made of municipalities, weighted by those entitled to vote.

    Parameters
    ----------
    votes : DataFrame
        Table 'valdeltagande_alder_kon': ``region, year, period, sex, age, variable`` ('eligible', 'turnout')``, value,
        source``; turnout in whole per cent.
    regions : iterable of str
        Municipalities that make up the area.

    Returns
    -------
    DataFrame
        ``year, period, sex, age, value`` (per cent)``, eligible, source``; empty when any municipality is missing,
        since a part is not the whole.
    """
    members = set(regions)
    rows = votes[votes["region"].isin(members)]
    keys = ["year", "period", "sex", "age"]
    if not members or set(rows["region"]) != members:
        return pd.DataFrame(columns=[*keys, "value", "eligible", "source"])
    wide = rows.pivot_table(index=["region", *keys, "source"], columns="variable", values="value").reset_index()
    wide = wide.assign(voted=wide["eligible"] * wide["turnout"])
    added = wide.groupby([*keys, "source"], as_index=False)[["voted", "eligible"]].sum()
    return added.assign(value=added["voted"] / added["eligible"]).drop(columns="voted")
