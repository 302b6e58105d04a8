"""Who votes, and where?"""

from __future__ import annotations

import pandas as pd

from vagar_lib.display import text
from vagar_lib.regions import Region

SEXES = {"K": "kvinnor", "M": "män"}


def turnout_over_time(observations: pd.DataFrame, place: Region) -> str:
    """In how many of the regions beside each other the turnout rose between the last two elections, as a title.

    Parameters
    ----------
    observations : DataFrame
        Turnout, per cent; compared in whole per cent, which is what the older elections are given in.
    """
    rows = observations[observations["region"].isin(place.family) & (observations["sex"] == "T")]
    wide = rows.pivot_table(index="region", columns="year", values="value").round()
    if wide.shape[1] < 2:
        return "Valdeltagande i riksdagsvalen"
    before, last = wide.columns[-2:]
    both = wide[[before, last]].dropna()
    up, down = int((both[last] > both[before]).sum()), int((both[last] < both[before]).sum())
    return f"Valdeltagandet {last} jämfört med {before}: högre i {up}, lägre i {down} av {len(both)} områden"


def turnout(rows: pd.DataFrame, place: Region) -> str | None:
    """Turnout of women and men by age in the last election with such figures.

    Parameters
    ----------
    rows : DataFrame
        ``name, age, sex, year, value`` (per cent).
    """
    last = rows[(rows["year"] == rows["year"].max()) & rows["sex"].isin(["K", "M"])]
    classes = last[last["age"] != "all"]
    if classes.empty:
        return None
    low, high = classes.loc[classes["value"].idxmin()], classes.loc[classes["value"].idxmax()]
    lowest, highest = (
        f"{SEXES[row['sex']]} {text.lower_first(row['name'])} ({text.quantity(row['value'], 'procent')})"
        for row in (low, high)
    )
    return (
        f"I riksdagsvalet {int(low['year'])} var valdeltagandet i {place.label} lägst bland {lowest} "
        f"och högst bland {highest}."
    )


def turnout_title(rows: pd.DataFrame, place: Region) -> str:
    """Difference between women and men over all ages, as a title."""
    last = rows[rows["year"] == rows["year"].max()]
    both = last[last["age"] == "all"].set_index("sex")["value"]
    if not {"K", "M"} <= set(both.index):
        return "Valdeltagande efter ålder och kön"
    year = int(last["year"].iloc[0])
    women, men = text.quantity(both["K"], "procent"), text.quantity(both["M"], "procent")
    return f"{women} av kvinnorna och {men} av männen i {place.label} röstade {year}"
