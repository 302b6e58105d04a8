"""Which points of each series can be compared, and which way do they go?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vagar_lib.metrics.change import CONFIDENCE, FEWEST_POINTS
from vagar_lib.metrics.theil_sen import theil_sen
from vagar_lib.metrics.verdict.blocks import Block

FEWEST_ESTIMATES = 2
"""Survey values with known intervals are compared from two points on: their uncertainty is known without more."""


@dataclass(frozen=True, eq=False)
class Segments:
    """The last comparable segment of each series: of each slice and region that has a value.

    Attributes
    ----------
    slice, region : ndarray of int
        Place in the block.
    last : ndarray of int
        Place of the year of the last value.
    kept : ndarray of bool
        Series by years, the last of which is that of the last value: whether a point is in the segment.
    years : ndarray of int
        The years of ``kept`` counted from the last: ``-window`` to 0.
    start : ndarray of int
        First of them in the segment.
    break_year : ndarray
        Year of the break that cut earlier points off, NaN without one.
    """

    slice: np.ndarray
    region: np.ndarray
    last: np.ndarray
    kept: np.ndarray
    years: np.ndarray
    start: np.ndarray
    break_year: np.ndarray

    def picked(self, matrices: np.ndarray, region: np.ndarray | int | None = None) -> np.ndarray:
        """What matrices by slice, year and region hold for the segments; NaN outside them.

        Parameters
        ----------
        matrices : ndarray
            Of the shape of the block.
        region : ndarray of int or int, optional
            Column to read instead of the series' own.
        """
        at = self.last[:, None] + self.years
        columns = self.region[:, None] if region is None else region
        return np.where(self.kept, matrices[self.slice[:, None], np.maximum(at, 0), columns], np.nan)

    def latest(self, matrices: np.ndarray) -> np.ndarray:
        """What matrices by slice, year and region hold for the last value of each series."""
        return matrices[self.slice, self.last, self.region]


@dataclass(frozen=True, eq=False)
class Trends:
    """Trend of each series; NaN when there are too few points.

    Attributes
    ----------
    points : ndarray of int
    slope, low, high : ndarray
        Change a year and its 95 per cent interval.
    tau : ndarray
        Kendall's tau.
    first, last : ndarray
        The ends of the trend line: at the first and the last point.
    """

    points: np.ndarray
    slope: np.ndarray
    low: np.ndarray
    high: np.ndarray
    tau: np.ndarray
    first: np.ndarray
    last: np.ndarray

    @property
    def sign(self) -> np.ndarray:
        """1 for a certain rise, -1 for a certain fall, 0 when the interval holds zero or is not known."""
        return (self.low > 0).astype(int) - (self.high < 0)


def segments(block: Block, wanted: np.ndarray, window: int) -> Segments:
    """The last comparable segment of each series; as `change.comparable`, for all of them at once.

    Parameters
    ----------
    block : Block
    wanted : ndarray of bool
        Which regions.
    window : int
        Years looked back from the last value.

    Returns
    -------
    Segments
        In the order of the slices, then of the regions.
    """
    known = ~np.isnan(block.values)
    slices, regions = np.nonzero(known.any(axis=1) & wanted)
    length = known.shape[1]
    first = known.argmax(axis=1)
    last = length - 1 - known[:, ::-1].argmax(axis=1)
    cut = _last_break(block, first, last)[slices, regions]
    last = last[slices, regions]
    years = np.arange(-window, 1)
    at = last[:, None] + years
    within = (at >= 0) & known[slices[:, None], np.maximum(at, 0), regions[:, None]]
    kept = within & (at >= cut[:, None])
    was_cut = kept.sum(axis=1) < within.sum(axis=1)
    _thin(kept, years, block.each("window")[slices])
    return Segments(
        slices,
        regions,
        last,
        kept,
        years,
        start=years[kept.argmax(axis=1)],
        break_year=np.where(was_cut, cut + float(block.first_year), np.nan),
    )


def _last_break(block: Block, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Place of the year of the last break within each series, 0 without one; slices by regions."""
    found = np.zeros(first.shape, int)
    for number, indicator in enumerate(block.indicators):
        for broken in sorted(indicator.breaks, key=lambda one: one.year):
            year = broken.year - block.first_year
            inside = (first[number] < year) & (year <= last[number])
            if broken.regions:
                inside &= np.isin(block.regions, broken.regions)
            found[number, inside] = year
    return found


def _thin(kept: np.ndarray, years: np.ndarray, widths: np.ndarray) -> None:
    """Leave out rolling means whose years overlap those of a later one that is kept; in place."""
    rolling = np.flatnonzero(widths > 1)
    if not len(rolling):
        return
    width = widths[rolling]
    thinned, earliest = kept[rolling], width.copy()
    for at in range(len(years) - 1, -1, -1):
        thinned[:, at] &= earliest - years[at] >= width
        earliest = np.where(thinned[:, at], years[at], earliest)
    kept[rolling] = thinned


def trends(values: np.ndarray, found: Segments, margins: np.ndarray | None = None) -> Trends:
    """Trend of each segment.

    Parameters
    ----------
    values : ndarray
        Series by years as `Segments.picked` gives them.
    found : Segments
    margins : ndarray, optional
        Half the width of the interval of each value, NaN where it is not known.

    Returns
    -------
    Trends

    Notes
    -----
    Theil and Sen over at least five points. Where the margins of the first and the last point are known, a change must
    also be larger than the uncertainty of the difference between these two, the root of the sum of the squares of their
    margins; and when the points are fewer than five, it is that difference.
    """
    theil = theil_sen(values, found.years, CONFIDENCE)
    length = -found.start
    slope, low, high = theil.slope, theil.low, theil.high
    first, last = theil.intercept + slope * found.start, theil.intercept
    enough = theil.points >= FEWEST_POINTS
    if margins is not None:
        each = np.arange(len(values))
        at = found.start - found.years[0]
        reach = np.hypot(margins[each, at], margins[:, -1])
        pair = np.isfinite(reach) & (theil.points >= FEWEST_ESTIMATES) & ~enough
        reach = reach / np.where(length > 0, length, np.nan)
        between = (values[:, -1] - values[each, at]) / np.where(length > 0, length, np.nan)
        slope = np.where(pair, between, slope)
        low = np.where(pair, between - reach, np.fmin(low, slope - reach))
        high = np.where(pair, between + reach, np.fmax(high, slope + reach))
        first, last = np.where(pair, values[each, at], first), np.where(pair, values[:, -1], last)
        enough |= pair
    numbers = [np.where(enough, number, np.nan) for number in (slope, low, high, theil.tau, first, last)]
    return Trends(theil.points, *numbers)
