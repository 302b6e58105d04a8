"""How fast does it move, and how fast must it to reach its target in time?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vagar_lib.metrics.verdict.segment import Trends

BY = ("", "growth", "difference")


@dataclass(frozen=True, eq=False)
class Pace:
    """Pace of each series.

    Attributes
    ----------
    by : ndarray of int
        Place in `BY`: in per cent a year, in the unit a year, or neither when there is no trend.
    pace : ndarray
        Along the trend line.
    required : ndarray
        From the start of the trend line to the target; NaN without one.
    ratio : ndarray
        Pace over what is required. NaN also when the line starts at or beyond the target, so that no pace is required.
    """

    by: np.ndarray
    pace: np.ndarray
    required: np.ndarray
    ratio: np.ndarray


def paces(
    values: np.ndarray,
    trend: Trends,
    years: np.ndarray,
    better: np.ndarray,
    target: np.ndarray,
    years_to_target: np.ndarray,
) -> Pace:
    """Observed and required pace.

    Parameters
    ----------
    values : ndarray
        Series by years, NaN outside the segment.
    trend : Trends
    years : ndarray
        From the first to the last point.
    better : ndarray
        1 where higher values are better, -1 where lower are.
    target : ndarray
        NaN without one.
    years_to_target : ndarray
        From the first point to the target's year.

    Returns
    -------
    Pace

    Notes
    -----
    As in Eurostat's monitoring of the global goals and in Open SDG, the pace is compound growth and the required pace
    is that from the base to the target, but the base and the last value are the ends of the trend line over all points
    instead of two single values. Where growth has no meaning (a value, an end of the line or the target is zero or
    negative) both paces are differences a year.
    """
    moving = np.isfinite(trend.slope)
    lowest = np.fmin.reduce([np.fmin.reduce(values, axis=1), trend.first, trend.last, target])
    grows = moving & (lowest > 0)
    by = np.where(grows, 1, np.where(moving, 2, 0))
    ahead = np.where(years_to_target > 0, years_to_target, np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        growth = 100 * ((trend.last / trend.first) ** (1 / years) - 1)
        needed = 100 * ((target / trend.first) ** (1 / ahead) - 1)
    pace = np.where(grows, growth, trend.slope)
    required = np.where(moving, np.where(grows, needed, (target - trend.first) / ahead), np.nan)
    ratio = pace / np.where(required * better > 0, required, np.nan)
    return Pace(by, pace, required, ratio)
