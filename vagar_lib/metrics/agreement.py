"""Do two assessors see the same? Cohen's kappa with its uncertainty."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from scipy import special

Weights = Literal["none", "linear", "quadratic"]


@dataclass(frozen=True)
class Kappa:
    """Agreement between two assessors beyond chance.

    Attributes
    ----------
    pairs : int
        Cases that both assessed.
    missing : int
        Cases that only one of them assessed.
    observed, expected : float
        Agreement seen, and by chance given how often each used each category; weighted when the categories are.
    value : float
        Kappa: 1 is full agreement, 0 is what chance gives, below 0 is less. NaN when both used one and the same
        category throughout, or have no pairs.
    error : float
        Standard error in large samples; NaN when value is, or when all pairs agree.
    lower, upper : float
        Interval, within -1 to 1; NaN when the error is.
    few : bool
        Too few pairs for the interval to be relied on: the value is then not to be shown as a finding.
    """

    pairs: int
    missing: int
    observed: float = np.nan
    expected: float = np.nan
    value: float = np.nan
    error: float = np.nan
    lower: float = np.nan
    upper: float = np.nan
    few: bool = True


def fewest_pairs(categories: int) -> int:
    """Pairs needed for the large-sample interval: twice the square of the number of categories.

    Notes
    -----
    Cicchetti (1981), *Applied Psychological Measurement* 5.

    Examples
    --------
    >>> fewest_pairs(4)
    32
    """
    return 2 * categories**2


def kappa(
    first: pd.Series,
    second: pd.Series,
    categories: Sequence[Hashable] | None = None,
    weights: Weights = "none",
    confidence: float = 0.95,
) -> Kappa:
    """Cohen's kappa of two assessments of the same cases.

    Parameters
    ----------
    first, second : Series
        Assessments with the same index (the case); missing where not assessed.
    categories : sequence, optional
        Every category there is, in order (levels: 0, 1, 2, 3). Without it those that were used, sorted.
    weights : 'none', 'linear' or 'quadratic'
        How much near misses count: not at all, or less the further apart two categories stand in the order.
    confidence : float

    Returns
    -------
    Kappa

    Raises
    ------
    ValueError
        If the indexes differ or are not unique, or an assessment is none of the categories.

    Notes
    -----
    Cohen (1960), *Educational and Psychological Measurement* 20; weighted: Cohen (1968), *Psychological Bulletin* 70.
    Standard error: Fleiss, Cohen and Everitt (1969), *Psychological Bulletin* 72. It is 0 when all pairs agree, which
    says nothing of certainty, so no interval is given then. Kappa is low when nearly all cases are of one category,
    however well assessors agree (Feinstein and Cicchetti 1990): show ``observed`` beside it.

    Examples
    --------
    >>> first = pd.Series([0] * 25 + [1] * 25)
    >>> second = pd.Series([0] * 20 + [1] * 5 + [0] * 10 + [1] * 15)
    >>> round(kappa(first, second).value, 2)
    0.4
    """
    if weights not in ("none", "linear", "quadratic"):
        raise ValueError(f"weights: {weights!r}, allowed: none, linear, quadratic")
    if not (first.index.is_unique and second.index.is_unique and set(first.index) == set(second.index)):
        raise ValueError("first and second: assess the same cases, each once")
    second = second.reindex(first.index)
    both = first.notna() & second.notna()
    missing = int((first.notna() ^ second.notna()).sum())
    one, other = first[both], second[both]
    used = sorted({*one, *other})
    order = list(used if categories is None else categories)
    if strange := [value for value in used if value not in order]:
        raise ValueError(f"assessments {strange}, allowed: {order}")
    if not len(one):
        return Kappa(0, missing)
    counts = pd.crosstab(one, other).reindex(index=order, columns=order, fill_value=0)
    return _from_table(counts.to_numpy(float), missing, weights, confidence)


def _from_table(counts: np.ndarray, missing: int, weights: Weights, confidence: float) -> Kappa:
    pairs, share = int(counts.sum()), counts / counts.sum()
    rows, columns = share.sum(axis=1), share.sum(axis=0)
    agree = _agreement(len(counts), weights)
    observed = float((agree * share).sum())
    expected = float(rows @ agree @ columns)
    if np.isclose(expected, 1, rtol=0, atol=1e-12):
        return Kappa(pairs, missing, observed, expected)
    value = (observed - expected) / (1 - expected)
    mean_agreement = (agree @ columns)[:, None] + (rows @ agree)[None, :]
    scatter = (share * (agree - mean_agreement * (1 - value)) ** 2).sum()
    variance = (scatter - (value - expected * (1 - value)) ** 2) / (pairs * (1 - expected) ** 2)
    few = pairs < fewest_pairs(len(counts))
    if np.isclose(observed, 1, rtol=0, atol=1e-12):
        return Kappa(pairs, missing, observed, expected, value, few=few)
    error = float(np.sqrt(max(variance, 0.0)))
    reach = float(special.ndtri((1 + confidence) / 2)) * error
    lower, upper = max(value - reach, -1.0), min(value + reach, 1.0)
    return Kappa(pairs, missing, observed, expected, value, error, lower, upper, few)


def _agreement(categories: int, weights: Weights) -> np.ndarray:
    """Agreement of each pair of categories: 1 for the same, 0 for the furthest apart (or for all others)."""
    if weights == "none" or categories < 2:
        return np.eye(categories)
    place = np.arange(categories)
    distance = np.abs(place[:, None] - place) / (categories - 1)
    return 1 - distance ** (2 if weights == "quadratic" else 1)
