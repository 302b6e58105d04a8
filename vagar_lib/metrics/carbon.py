"""Do emissions fall fast enough? The pace so far, the pace a reference needs, and what is left of a carbon budget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from scipy import stats

from vagar_lib import regions
from vagar_lib.metrics.carbon_rules import Rules, rules
from vagar_lib.metrics.change import CONFIDENCE, FEWEST_POINTS

__all__ = ["Pace", "Rules", "budgets", "drawn", "emitted", "exhausted", "pace", "rules", "ways"]

Reason = Literal["", "few", "no_base", "zero"]
ROLES = {"pace": "ahead", "needed": "zero"}


@dataclass(frozen=True)
class Pace:
    """How fast emissions fall, and how fast they would have to.

    Attributes
    ----------
    reason : str
        Why there is none: 'few' under five years, 'zero' a year without emissions, 'no_base' no value of the base year;
        '' when there is one.
    start, end : int
        First and last year of the pace.
    points : int
    slope, low, high : float
        Change a year, per cent, and its 95 per cent interval; negative when emissions fall.
    last : float
        Tonnes in the last year, on the line.
    target : float
        Tonnes that may be left in the reference's year.
    needed : float
        Change a year from the last year to the target, per cent.
    expected : float
        Tonnes in the reference's year if the pace goes on.
    """

    reason: Reason
    start: int = 0
    end: int = 0
    points: int = 0
    slope: float = np.nan
    low: float = np.nan
    high: float = np.nan
    last: float = np.nan
    target: float = np.nan
    needed: float = np.nan
    expected: float = np.nan

    @property
    def verdict(self) -> Literal["enough", "too_slow", "uncertain", "unknown"]:
        """Whether the pace is enough: 'uncertain' when the needed one lies within the interval."""
        if self.reason:
            return "unknown"
        if self.high <= self.needed:
            return "enough"
        return "too_slow" if self.low > self.needed else "uncertain"


def emitted(sectors: pd.DataFrame, region: str, known: Rules) -> pd.DataFrame:
    """Territorial emissions of a place by year.

    Parameters
    ----------
    sectors : DataFrame
        Table 'utslapp_vaxthusgaser': ``region, period, year, sector, value, source``.
    region : str
    known : Rules
        Names the sectors that are left out.

    Returns
    -------
    DataFrame
        ``region, period, year, value`` (tonnes of carbon dioxide equivalents)``, source``, in time order.
    """
    rows = sectors[(sectors["region"] == region) & ~sectors["sector"].isin(known.excluded)]
    keys = ["region", "period", "year", "source"]
    found = rows.groupby(keys, as_index=False)["value"].sum(min_count=1).dropna(subset="value")
    return found.sort_values("year")[["region", "period", "year", "value", "source"]].reset_index(drop=True)


def pace(emissions: pd.DataFrame, known: Rules) -> Pace:
    """Yearly change since the first year of the rules, beside the change that the reference needs.

    The slope is Theil and Sen's on the logarithm of emissions, so it is a change in per cent and years may be missing.

    Parameters
    ----------
    emissions : DataFrame
        As `emitted` gives them.
    known : Rules

    Returns
    -------
    Pace
    """
    rows = emissions[emissions["year"] >= known.since]
    base = emissions.loc[emissions["year"] == known.reference.base_year, "value"]
    if len(rows) < FEWEST_POINTS:
        return Pace("few", points=len(rows))
    if base.empty:
        return Pace("no_base", points=len(rows))
    if (rows["value"] <= 0).any() or base.iloc[0] <= 0:
        return Pace("zero", points=len(rows))
    years = rows["year"].to_numpy(float)
    slope, start, low, high = stats.theilslopes(np.log(rows["value"]), years, CONFIDENCE, method="joint")
    end, last = int(years[-1]), float(np.exp(start + slope * years[-1]))
    target, left = known.reference.left * float(base.iloc[0]), known.reference.year - end
    per_cent = lambda yearly: float(100 * np.expm1(yearly))  # noqa: E731
    return Pace(
        "",
        start=int(years[0]),
        end=end,
        points=len(rows),
        slope=per_cent(slope),
        low=per_cent(low),
        high=per_cent(high),
        last=last,
        target=target,
        needed=per_cent(np.log(target / last) / left),
        expected=last * float(np.exp(slope * left)),
    )


def ways(found: Pace, known: Rules) -> pd.DataFrame:
    """Emissions by year from the last one to that of the reference, if the pace goes on and as the reference needs.

    Parameters
    ----------
    found : Pace
    known : Rules

    Returns
    -------
    DataFrame
        ``path`` ('pace', 'needed')``, year, value, low, high``, tonnes; the band is that of the slope alone, and years
        stray from the line besides. Without rows when there is no pace.
    """
    if found.reason:
        return pd.DataFrame(columns=["path", "year", "value", "low", "high"])
    years = np.arange(found.end + 1, known.reference.year + 1)
    go = lambda yearly: found.last * (1 + yearly / 100) ** (years - found.end)  # noqa: E731
    on = pd.DataFrame(
        {"path": "pace", "year": years, "value": go(found.slope), "low": go(found.low), "high": go(found.high)}
    )
    needed = pd.DataFrame({"path": "needed", "year": years, "value": go(found.needed), "low": np.nan, "high": np.nan})
    return pd.concat([on, needed], ignore_index=True)


def drawn(emissions: pd.DataFrame, known: Rules) -> pd.DataFrame:
    """Emissions so far and both ways ahead, for a line chart.

    Parameters
    ----------
    emissions : DataFrame
        As `emitted` gives them, of one place.
    known : Rules

    Returns
    -------
    DataFrame
        ``region, series, role, period, year, value, low, high, status, source``; tonnes.
    """
    columns = ["region", "series", "role", "period", "year", "value", "low", "high", "status", "source"]
    if emissions.empty:
        return pd.DataFrame(columns=columns)
    region, source = emissions.iloc[0][["region", "source"]]
    been = emissions.assign(series=regions.region(region).name, role="place", low=np.nan, high=np.nan, status="")
    later = ways(pace(emissions, known), known)
    later = later.assign(
        region=region,
        series=later["path"].map(lambda path: getattr(known.paths, path)),
        role=later["path"].map(ROLES),
        period=later["year"].astype(str),
        status="",
        source=source,
    )
    return pd.concat([been[columns], later[columns]], ignore_index=True)


def budgets(emissions: pd.DataFrame, people: float, known: Rules) -> pd.DataFrame:
    """How much of each carbon budget is used by the end of each year, if the pace goes on and as the reference needs.

    Parameters
    ----------
    emissions : DataFrame
        As `emitted` gives them; needed are all years since the budget begins.
    people : float
        Inhabitants when the budget begins.
    known : Rules

    Returns
    -------
    DataFrame
        ``budget`` (label)``, path`` ('pace', 'needed')``, year, tonnes`` (emitted since the beginning)``, used`` (per
        cent of the place's share)``, source``. Without rows when there is no pace, or a year is missing.
    """
    columns = ["budget", "path", "year", "tonnes", "used", "source"]
    found, start = pace(emissions, known), known.budget.from_year
    been = emissions.loc[emissions["year"] >= start, ["year", "value"]]
    if found.reason or been["year"].tolist() != [*range(start, found.end + 1)]:
        return pd.DataFrame(columns=columns)
    frames = []
    for path, later in ways(found, known).groupby("path", sort=False):
        both = pd.concat([been, later[["year", "value"]]])
        tonnes = both["value"].cumsum().to_numpy()
        for level in known.budget.levels:
            share = level.gigatonnes * 1e9 * people / known.budget.world
            named = {"budget": level.label, "path": path, "year": both["year"].to_numpy()}
            frames.append(pd.DataFrame({**named, "tonnes": tonnes, "used": 100 * tonnes / share}))
    return pd.concat(frames, ignore_index=True).assign(source=emissions["source"].iloc[0])[columns]


def exhausted(used: pd.DataFrame) -> pd.DataFrame:
    """The year each budget is used up.

    Parameters
    ----------
    used : DataFrame
        As `budgets` gives it.

    Returns
    -------
    DataFrame
        ``budget, path, year`` (missing when it lasts beyond the reference's year)``, used`` (per cent, the last year).

    Examples
    --------
    >>> used = pd.DataFrame({"budget": "b", "path": "pace", "year": [2030, 2031, 2032], "used": [90.0, 101.0, 112.0]})
    >>> exhausted(used).values.tolist()
    [['b', 'pace', 2031, 112.0]]
    """
    grouped = used.assign(over=used["year"].where(used["used"] >= 100)).groupby(["budget", "path"], sort=False)
    found = grouped.agg(year=("over", "min"), used=("used", "last")).reset_index()
    return found.astype({"year": "Int64"})
