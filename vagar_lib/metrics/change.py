"""Has it changed, and how sure is that? Trend over all comparable points, never over two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from vagar_lib.indicators import Indicator
from vagar_lib.metrics.panel import one_indicator, texts
from vagar_lib.metrics.theil_sen import theil_sen

FEWEST_POINTS = 5
"""A trend needs at least this many comparable points."""
CONFIDENCE = 0.95
WINDOW = 15
"""Years looked back from the last value when nothing else is said."""
SLACK = 2
"""Years that a value may be late, beyond its rhythm, before it is stale."""

Verdict = Literal["up", "down", "flat", "few", "missing"]


@dataclass(frozen=True)
class Trend:
    """What a series of one region says about its direction.

    Attributes
    ----------
    verdict : 'up', 'down', 'flat', 'few' or 'missing'
        'flat' is 'no certain change': the interval of the slope holds zero. 'few' is under five comparable points.
    start, end : int
        First and last year of the comparable points used.
    points : int
        Number of comparable points used.
    first, last : float
        Values at start and end, in the indicator's unit.
    slope, low, high : float
        Change a year (Theil-Sen) and its 95 per cent interval, in the indicator's unit.
    break_year : int or None
        Year of the last break, when it cut earlier points from the segment.
    """

    verdict: Verdict
    start: int = 0
    end: int = 0
    points: int = 0
    first: float = np.nan
    last: float = np.nan
    slope: float = np.nan
    low: float = np.nan
    high: float = np.nan
    break_year: int | None = None

    @property
    def certain(self) -> bool:
        """Whether a direction may be named."""
        return self.verdict in ("up", "down")

    @property
    def total(self) -> float:
        """Slope times the number of years: the change over the segment, in the indicator's unit."""
        return self.slope * (self.end - self.start)


def series(observations: pd.DataFrame, region: str, sex: str = "T") -> pd.DataFrame:
    """Values of one region and sex in time order, the missing ones left out.

    Parameters
    ----------
    observations : DataFrame
        Observations of one indicator: ``indicator, region, period, year, sex, value, status, source``.
    region : str
        Region code.
    sex : {'T', 'K', 'M'}

    Returns
    -------
    DataFrame
        The same columns, sorted by year.

    Raises
    ------
    ValueError
        If the observations hold more than one indicator.
    """
    one_indicator(observations)
    chosen = (texts(observations, "region") == region) & (texts(observations, "sex") == sex)
    rows = np.flatnonzero(chosen & observations["value"].notna().to_numpy())
    return observations.take(rows[np.argsort(observations["year"].to_numpy()[rows], kind="stable")])


def comparable(
    years: np.ndarray, region: str, indicator: Indicator, window: int = WINDOW
) -> tuple[np.ndarray, int | None]:
    """Which points of a series make up its last comparable segment.

    A break starts a new segment; values that are rolling means are thinned until their windows do not overlap.

    Parameters
    ----------
    years : ndarray of int
        Years of the values of one region, in order and at least one.
    region : str
        Region code, for breaks that concern only some regions.
    indicator : Indicator
        Gives breaks and the width of the rolling window.
    window : int
        Years looked back from the last value.

    Returns
    -------
    tuple of (ndarray of bool, int or None)
        Whether each point belongs to the segment, and the year of the break that cut earlier points from it.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> points, _ = comparable(np.arange(2016, 2025), "23", SimpleNamespace(breaks=[], window=4))
    >>> np.arange(2016, 2025)[points].tolist()
    [2016, 2020, 2024]
    """
    first, last = int(years[0]), int(years[-1])
    started = [b.year for b in indicator.breaks if first < b.year <= last and (not b.regions or region in b.regions)]
    within = years >= last - window
    after = within & (years >= max(started, default=first))
    kept, earliest = after.copy(), last + indicator.window
    for at in np.flatnonzero(after)[::-1]:
        kept[at] = earliest - years[at] >= indicator.window
        earliest = years[at] if kept[at] else earliest
    return kept, max(started) if after.sum() < within.sum() else None


def trend(observations: pd.DataFrame, region: str, indicator: Indicator, sex: str = "T", window: int = WINDOW) -> Trend:
    """Slope of the last comparable segment by Theil and Sen, with its interval.

    Parameters
    ----------
    observations : DataFrame
        Observations of one indicator.
    region : str
        Region code.
    indicator : Indicator
        Gives breaks and rolling window.
    sex : {'T', 'K', 'M'}
    window : int
        Years looked back from the last value.

    Returns
    -------
    Trend

    Notes
    -----
    The slope is the median of the slopes between all pairs of points (Theil 1950; Sen 1968); the interval is Sen's,
    see `theil_sen`.

    Examples
    --------
    >>> rows = pd.DataFrame({"indicator": "x", "region": "23", "period": [str(y) for y in range(2015, 2021)],
    ...     "year": range(2015, 2021), "sex": "T", "value": [1.0, 2, 3, 4, 5, 6], "status": "", "source": "made/up"})
    >>> from types import SimpleNamespace
    >>> found = trend(rows, "23", SimpleNamespace(breaks=[], window=1))
    >>> found.verdict, found.slope, found.points
    ('up', 1.0, 6)
    """
    one = series(observations, region, sex)
    return trend_of(one["year"].to_numpy(), one["value"].to_numpy(float), region, indicator, window)


def trend_of(years: np.ndarray, values: np.ndarray, region: str, indicator: Indicator, window: int = WINDOW) -> Trend:
    """As `trend`, of values that are already picked out: those of one region in time order, none missing."""
    if not len(years):
        return Trend("missing")
    points, break_year = comparable(years, region, indicator, window)
    years, values = years[points].astype(float), values[points]
    base = {
        "start": int(years[0]),
        "end": int(years[-1]),
        "points": len(values),
        "first": float(values[0]),
        "last": float(values[-1]),
        "break_year": break_year,
    }
    if len(values) < FEWEST_POINTS:
        return Trend("few", **base)
    found = theil_sen(values[None], years, CONFIDENCE)
    slope, low, high = float(found.slope[0]), float(found.low[0]), float(found.high[0])
    verdict: Verdict = "up" if low > 0 else "down" if high < 0 else "flat"
    return Trend(verdict, slope=slope, low=low, high=high, **base)


def stale(last_year: int, indicator: Indicator, today: int) -> bool:
    """Whether a value is older than the rhythm of its publication allows.

    Parameters
    ----------
    last_year : int
        Year of the last value.
    indicator : Indicator
        Gives the years between values.
    today : int
        Year of the data edition.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> stale(2017, SimpleNamespace(rhythm=1), 2026), stale(2022, SimpleNamespace(rhythm=4), 2026)
    (True, False)
    """
    return today - last_year > indicator.rhythm + SLACK
