"""Do several assessors see the same? Krippendorff's alpha, for any number of assessors and with answers missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

Level = Literal["nominal", "ordinal", "interval"]
LEVELS = ("nominal", "ordinal", "interval")
FEWEST_UNITS = 10
"""With fewer units that two have assessed, the interval can't be relied on."""
_DRAWS = 2000
_SEED = 2011


@dataclass(frozen=True)
class Alpha:
    """Agreement beyond chance.

    Attributes
    ----------
    units : int
        Units that at least two assessed; others can't tell of agreement.
    values : int
        Assessments of those units.
    value : float
        Alpha: 1 is full agreement, 0 what chance gives. NaN when there are no such units, or only one value.
    lower, upper : float
        95 per cent interval; NaN when alpha is, or when too few draws have an alpha.
    few : bool
        Too few units for the interval to be relied on: alpha is then not to be shown as a finding.
    """

    units: int
    values: int
    value: float = np.nan
    lower: float = np.nan
    upper: float = np.nan
    few: bool = True


def alpha(assessments: pd.DataFrame, level: Level = "ordinal", draws: int = _DRAWS, confidence: float = 0.95) -> Alpha:
    """Krippendorff's alpha with an interval from resampling.

    Parameters
    ----------
    assessments : DataFrame
        A row a unit (an activity), a column an assessor; missing where not assessed. Which assessor is in which column
        does not matter, so that other people may have assessed each unit.
    level : 'nominal', 'ordinal' or 'interval'
        What the values are. Nominal values may be of any kind, the others are numbers.
    draws : int
        Samples of units for the interval.
    confidence : float

    Returns
    -------
    Alpha

    Raises
    ------
    ValueError
        For another level, or ordinal or interval values that are not numbers.

    Notes
    -----
    Krippendorff (2011), *Computing Krippendorff's Alpha-Reliability*, University of Pennsylvania: coincidences of pairs
    of values within units, each weighted by one less than the number of values of its unit. The interval is a
    percentile bootstrap over units with a fixed seed: units, not pairs of values, are what was sampled.

    Examples
    --------
    >>> table = pd.DataFrame({"A": [1, 2, 3, 3], "B": [1, 2, 3, 2]})
    >>> round(alpha(table, "nominal").value, 3)
    0.667
    """
    if level not in LEVELS:
        raise ValueError(f"level: {level!r}, allowed: {', '.join(LEVELS)}")
    counts, scale = _counts(assessments, level)
    units, values = len(counts), int(counts.sum())
    few = units < FEWEST_UNITS
    if not units:
        return Alpha(0, 0)
    shares = _coincidences(counts.astype(float))
    value = float(_of(shares.sum(axis=0), scale, level))
    if np.isnan(value):
        return Alpha(units, values, few=few)
    chance = np.random.default_rng(_SEED)
    drawn = chance.multinomial(units, np.full(units, 1 / units), size=draws)
    found = _of(np.tensordot(drawn, shares, axes=1), scale, level)
    found = found[~np.isnan(found)]
    if len(found) < draws / 2:
        return Alpha(units, values, value, few=True)
    lower, upper = np.quantile(found, [(1 - confidence) / 2, (1 + confidence) / 2])
    return Alpha(units, values, value, float(lower), float(upper), few)


def _counts(assessments: pd.DataFrame, level: Level) -> tuple[np.ndarray, np.ndarray]:
    """How many gave each value to each unit, of units that have at least two; and the values, in order."""
    given = assessments.to_numpy().ravel()
    if level != "nominal":
        try:
            given = pd.to_numeric(given)
        except (ValueError, TypeError) as error:
            raise ValueError(f"{level} values are numbers: {error}") from None
    place, values = pd.factorize(given, sort=True)
    unit, known = np.repeat(np.arange(len(assessments)), assessments.shape[1]), place >= 0
    counts = np.zeros((len(assessments), len(values)), int)
    np.add.at(counts, (unit[known], place[known]), 1)
    pairable = counts[counts.sum(axis=1) >= 2]
    used = pairable.any(axis=0)
    return pairable[:, used], np.asarray(values)[used]


def _coincidences(counts: np.ndarray) -> np.ndarray:
    """Each unit's coincidences of values: shape (units, values, values)."""
    pairs = counts[:, :, None] * counts[:, None, :]
    own = np.arange(counts.shape[1])
    pairs[:, own, own] -= counts
    return pairs / (counts.sum(axis=1) - 1)[:, None, None]


def _of(coincidences: np.ndarray, values: np.ndarray, level: Level) -> np.ndarray:
    """Alpha of a matrix of coincidences, or of each of many; NaN when all values are the same."""
    totals = coincidences.sum(axis=-2)
    whole = totals.sum(axis=-1)
    distance = _distance(totals, values, level)
    expected = (totals[..., :, None] * totals[..., None, :] * distance).sum(axis=(-2, -1))
    observed = (coincidences * distance).sum(axis=(-2, -1))
    return 1 - (whole - 1) * observed / np.where(expected > 0, expected, np.nan)


def _distance(totals: np.ndarray, values: np.ndarray, level: Level) -> np.ndarray:
    """Squared distance of each pair of values."""
    if level == "nominal":
        return 1 - np.eye(len(values))
    # The distance of two ranks: all values between them, and half of those at both ends.
    place = values.astype(float) if level == "interval" else totals.cumsum(axis=-1) - totals / 2
    return (place[..., :, None] - place[..., None, :]) ** 2
