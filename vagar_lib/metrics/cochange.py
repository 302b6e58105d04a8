"""Do indicators move together? Rank correlations of their changes over many regions, with intervals.

What moves together need not depend on each other; these are read beside what people have assessed, never mixed with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Literal

import numpy as np
import pandas as pd
from scipy.stats import norm, spearmanr

from vagar_lib.indicators import Register
from vagar_lib.metrics.change import FEWEST_POINTS, comparable
from vagar_lib.metrics.multiple_testing import adjusted
from vagar_lib.metrics.panel import Panel, panels
from vagar_lib.metrics.theil_sen import theil_sen

FEWEST_REGIONS = 30
"""With fewer regions no correlation is given."""
WINDOW = 10
"""Years that a change is taken over, to the last year that the indicator has."""
LEVEL = 0.05
"""Share of false discoveries that is accepted."""
Desired = Literal["up", "down"]


def changes(observations: pd.DataFrame, desired: Mapping[str, Desired], register: Register) -> pd.DataFrame:
    """Change a year of each indicator in each region, turned so that a positive one is a change for the better.

    Parameters
    ----------
    observations : DataFrame
        Of the indicators, sex T, as `usable` leaves them.
    desired : mapping
        Indicator to the direction that its goal wants.
    register : Register

    Returns
    -------
    DataFrame
        Regions by indicators: Theil and Sen's slope over the last comparable points within `WINDOW` years, in per cent
        of the median for amounts; NaN with fewer than five points.
    """
    found = panels(observations[observations["indicator"].isin(list(desired))])
    columns = {id: _slopes(found[id], id, register) for id in desired if id in found}
    table = pd.DataFrame(columns)
    return table * pd.Series({id: 1.0 if desired[id] == "up" else -1.0 for id in table})


def usable(observations: pd.DataFrame, register: Register) -> pd.DataFrame:
    """Observations without what comes after a break that is too recent to tell of a change.

    A break that fewer than five points have followed would leave an indicator with nothing; what is before it is used.
    """
    kept = pd.Series(True, index=observations.index)
    for id, years in observations.groupby("indicator")["year"]:
        points = years.unique()
        late = [one.year for one in register.get(id).breaks if not one.regions and one.year > points.min()]
        late = [year for year in late if (points >= year).sum() < FEWEST_POINTS]
        if late:
            kept[years.index] = years < min(late)
    return observations[kept]


def _slopes(panel: Panel, id: str, register: Register) -> pd.Series:
    indicator = register.get(id)
    years = panel.years[np.isfinite(panel.values).any(axis=1)]
    within = (panel.years >= years[-1] - WINDOW + 1) & (panel.years <= years[-1])
    values, times = panel.values[within].T.copy(), panel.years[within]
    for row, region in enumerate(panel.columns):
        known = np.isfinite(values[row])
        if known.any():
            kept, _ = comparable(times[known], region, indicator, WINDOW)
            values[row, np.flatnonzero(known)[~kept]] = np.nan
    slopes = theil_sen(values, times)
    slope = np.where(slopes.points >= FEWEST_POINTS, slopes.slope, np.nan)
    if indicator.amount:
        points = np.isfinite(values).any(axis=1)
        middle = np.full(len(values), np.nan)
        middle[points] = np.nanmedian(values[points], axis=1)
        slope = 100 * slope / middle
    return pd.Series(slope, index=list(panel.columns))


def correlations(table: pd.DataFrame, confidence: float = 0.95) -> pd.DataFrame:
    """Spearman's rank correlation of every pair of columns.

    Parameters
    ----------
    table : DataFrame
        Regions by indicators, as `changes` gives it.
    confidence : float
        Of the interval.

    Returns
    -------
    DataFrame
        ``one, other, regions, rho, low, high, p, q`` (p adjusted by Benjamini and Hochberg over all pairs)``,
        verdict``: 'together' (both get better in the same places), 'apart', 'none' (q is above 0.05, or the interval
        holds zero) or 'few' (fewer than 30 regions have both, or one of them is the same everywhere).

    Notes
    -----
    The interval is that of Bonett and Wright (2000), *Psychometrika* 65: Fisher's transformation with the variance
    (1 + rho² / 2) / (n − 3). It takes the regions as independent of each other, which neighbours are not.
    """
    rows = []
    for one, other in combinations(table.columns, 2):
        both = table[[one, other]].dropna()
        row = {"one": one, "other": other, "regions": len(both), "rho": np.nan, "low": np.nan, "high": np.nan}
        row["p"] = np.nan
        if len(both) >= FEWEST_REGIONS and (both.nunique() > 1).all():
            rho, p = spearmanr(both[one], both[other])
            reach = norm.ppf((1 + confidence) / 2) * np.sqrt((1 + rho**2 / 2) / (len(both) - 3))
            with np.errstate(divide="ignore"):
                middle = np.arctanh(rho)
            row |= {"rho": rho, "p": p, "low": np.tanh(middle - reach), "high": np.tanh(middle + reach)}
        rows.append(row)
    found = pd.DataFrame(rows, columns=["one", "other", "regions", "rho", "low", "high", "p"])
    found["q"] = adjusted(found["p"])
    found["verdict"] = [_verdict(row) for row in found.itertuples(index=False)]
    return found


def _verdict(row: object) -> str:
    if np.isnan(row.rho):
        return "few"
    if row.q > LEVEL or row.low <= 0 <= row.high:
        return "none"
    return "together" if row.rho > 0 else "apart"
