"""How unevenly is it spread between regions? Range, coefficient of variation and Theil, weighted by people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import special


@dataclass(frozen=True)
class Spread:
    """Differences between the regions of one group.

    Attributes
    ----------
    regions : int
        Number of regions with a value.
    lowest, highest : float
        Extreme values, in the indicator's unit.
    lowest_region, highest_region : str
        Their region codes.
    cv : float
        Coefficient of variation weighted by population: standard deviation over mean. NaN unless all are positive.
    theil : float
        Theil's T weighted by population: 0 is no difference. NaN unless all are positive.
    """

    regions: int
    lowest: float = np.nan
    highest: float = np.nan
    lowest_region: str = ""
    highest_region: str = ""
    cv: float = np.nan
    theil: float = np.nan

    @property
    def range(self) -> float:
        """Highest less lowest value."""
        return self.highest - self.lowest


def theil(values: np.ndarray, weights: np.ndarray) -> float:
    """Theil's T of values weighted by population.

    Parameters
    ----------
    values : ndarray
        One a region, none negative and not all zero.
    weights : ndarray
        Population of each region.

    Returns
    -------
    float
        ``sum(w * x / m * ln(x / m))`` with weights that sum to one and m the weighted mean; 0 when all are equal.

    Notes
    -----
    Theil, H. (1967) *Economics and Information Theory*; weighted by population as in Conceição and Ferreira (2000).
    A region with nothing adds nothing, the limit of x ln x at 0.

    Examples
    --------
    >>> theil(np.array([3.0, 3.0]), np.array([10, 90]))
    0.0
    >>> round(theil(np.array([1.0, 3.0]), np.array([1, 1])), 4)
    0.1308
    """
    share = weights / weights.sum()
    relative = values / (share * values).sum()
    return float(max((share * special.xlogy(relative, relative)).sum(), 0.0))


def spread(values: pd.Series, population: pd.Series) -> Spread:
    """Differences between regions.

    Parameters
    ----------
    values : Series
        Value by region code; missing ones are left out.
    population : Series
        Inhabitants by region code.

    Returns
    -------
    Spread
    """
    values = values.sort_index()
    numbers, weights = values.to_numpy(float), population.reindex(values.index).to_numpy(float)
    known = np.isfinite(numbers) & np.isfinite(weights)
    codes, numbers, weights = values.index[known], numbers[known], weights[known]
    if len(numbers) < 2:
        return Spread(len(numbers))
    cv = inequality = np.nan
    if (numbers > 0).all():
        mean = np.average(numbers, weights=weights)
        cv = float(np.sqrt(np.average((numbers - mean) ** 2, weights=weights)) / mean)
        inequality = theil(numbers, weights)
    low, high = numbers.argmin(), numbers.argmax()
    return Spread(
        len(numbers),
        float(numbers[low]),
        float(numbers[high]),
        codes[low],
        codes[high],
        cv,
        inequality,
    )
