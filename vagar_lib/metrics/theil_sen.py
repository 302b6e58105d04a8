"""Which way do many series move? Theil and Sen's slope, Sen's interval and Kendall's tau, all series at once."""

from __future__ import annotations

from dataclasses import dataclass, fields
from statistics import NormalDist

import numpy as np

BLOCK = 200_000
"""Slopes between pairs that are held at a time: what a processor keeps near."""


@dataclass(frozen=True, eq=False)
class Slopes:
    """One number a series in each array; NaN where there are fewer than two points.

    Attributes
    ----------
    points : ndarray of int
        Values that are not missing.
    slope, low, high : ndarray
        Median of the slopes between all pairs of points, and Sen's interval, in the unit of the values per time.
    intercept : ndarray
        Median of value less slope times time: the line is ``intercept + slope * time``.
    tau : ndarray
        Kendall's tau-b between value and time; also NaN when all values are equal.
    """

    points: np.ndarray
    slope: np.ndarray
    low: np.ndarray
    high: np.ndarray
    intercept: np.ndarray
    tau: np.ndarray


def theil_sen(values: np.ndarray, times: np.ndarray, confidence: float = 0.95) -> Slopes:
    """Slope of each series with its interval.

    Parameters
    ----------
    values : ndarray
        Series by times, NaN where a value is missing; series may so have different lengths.
    times : ndarray
        In order, none twice.
    confidence : float
        Of the interval.

    Returns
    -------
    Slopes

    Notes
    -----
    Theil (1950) and Sen (1968), as in `scipy.stats.theilslopes` with ``method='joint'``, and Kendall's tau-b as in
    `scipy.stats.kendalltau`, without a loop over the series.

    Examples
    --------
    >>> found = theil_sen(np.array([[1.0, 2, 4, 7, 11], [5, np.nan, 4, 3, 3]]), np.arange(2020, 2025))
    >>> found.slope.tolist(), found.low.tolist(), found.high.tolist(), found.points.tolist()
    ([2.5, -0.5], [1.0, -1.0], [4.0, 0.0], [5, 4])
    """
    values, times = np.asarray(values, float), np.asarray(times, float)
    pairs = max(1, len(times) * (len(times) - 1) // 2)
    rows = max(1, BLOCK // pairs)
    blocks = [_block(values[at : at + rows], times, confidence) for at in range(0, max(len(values), 1), rows)]
    return Slopes(*(np.concatenate([getattr(block, field.name) for block in blocks]) for field in fields(Slopes)))


def _block(values: np.ndarray, times: np.ndarray, confidence: float) -> Slopes:
    known = ~np.isnan(values)
    points = known.sum(axis=1)
    slopes = _pairwise(values, times)
    rising, falling = (slopes > 0).sum(axis=1), (slopes < 0).sum(axis=1)
    slopes.sort(axis=1)  # missing ones come last
    pairs = points * (points - 1) // 2
    level = (slopes == 0).any(axis=1)
    variance = points * (points - 1) * (2 * points + 5)  # of Kendall's S, 18 times
    variance[level] -= _ties(values[level])
    reach = NormalDist().inv_cdf((1 + confidence) / 2) * np.sqrt(variance / 18)
    lower = np.maximum(np.rint((pairs - reach) / 2).astype(int) - 1, 0)
    upper = np.minimum(np.rint((pairs + reach) / 2).astype(int), np.maximum(pairs - 1, 0))
    slope = _median(slopes, pairs)
    with np.errstate(invalid="ignore"):
        # Where all values are equal there is nothing to order.
        tau = (rising - falling) / np.sqrt(pairs * (rising + falling))
    rest = values - slope[:, None] * times
    rest.sort(axis=1)
    return Slopes(points, slope, _at(slopes, lower, pairs), _at(slopes, upper, pairs), _median(rest, points), tau)


def _pairwise(values: np.ndarray, times: np.ndarray) -> np.ndarray:
    """Slopes between all pairs of points, series by pairs."""
    length = len(times)
    slopes = np.empty((len(values), length * (length - 1) // 2))
    at = 0
    for lag in range(1, length):
        part = slopes[:, at : at + length - lag]
        np.subtract(values[:, lag:], values[:, :-lag], out=part)
        part /= times[lag:] - times[:-lag]
        at += length - lag
    return slopes


def _ties(values: np.ndarray) -> np.ndarray:
    """What equal values take from the variance: the sum of k (k - 1) (2k + 5) over the groups of k that are equal."""
    alike = (values[:, :, None] == values[:, None, :]).sum(axis=2)  # itself included, 0 for a missing one
    return np.where(alike > 0, (alike - 1) * (2 * alike + 5), 0).sum(axis=1)


def _at(ordered: np.ndarray, index: np.ndarray, size: np.ndarray) -> np.ndarray:
    """The value at an index of each row, NaN in rows without values."""
    if not ordered.shape[1]:
        return np.full(len(ordered), np.nan)
    found = np.take_along_axis(ordered, index[:, None], axis=1)[:, 0]
    return np.where(size > 0, found, np.nan)


def _median(ordered: np.ndarray, size: np.ndarray) -> np.ndarray:
    """Median of the first ``size`` values of each row."""
    last = np.maximum(size - 1, 0)
    return (_at(ordered, last // 2, size) + _at(ordered, (last + 1) // 2, size)) / 2
