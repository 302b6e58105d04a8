"""How exact is a number? One way to round, and what counts as a difference at the precision that is shown."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import numpy as np


def rounded(value: float, decimals: int = 0) -> Decimal:
    """Round half up, as Swedish publications do; never gives a negative zero.

    Examples
    --------
    >>> [str(rounded(x)) for x in (0.5, 1.5, 2.5, -2.5)]
    ['1', '2', '3', '-3']
    >>> str(rounded(1.005, 2)), str(rounded(-0.2))
    ('1.01', '0')
    """
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) + 0


def rounded_values(values: np.ndarray, decimals: np.ndarray | int) -> np.ndarray:
    """As `rounded`, of many values at once.

    Parameters
    ----------
    values : ndarray
        NaN stays NaN.
    decimals : ndarray of int or int
        One for all, or one for each value.

    Examples
    --------
    >>> rounded_values(np.array([0.5, 1.5, 2.5, -2.5, np.nan]), 0).tolist()
    [1.0, 2.0, 3.0, -3.0, nan]
    >>> rounded_values(np.array([1.005, 0.125]), np.array([2, 1])).tolist()
    [1.01, 0.1]
    """
    scale = 10.0 ** np.asarray(decimals)
    finer = np.rint(values * scale * 10)
    # A value is half-way when it is the number that is written with a 5 as its next decimal and nothing after.
    halfway = (np.abs(finer) % 10 == 5) & (finer / (scale * 10) == values)
    return np.where(halfway, (finer + 5 * np.sign(finer)) / 10, np.rint(values * scale)) / scale + 0.0


def shown_difference(value: float, reference: float, decimals: int) -> float:
    """Difference between two values as they are shown, so that a sentence agrees with its own figures.

    Examples
    --------
    >>> shown_difference(4.34, 4.36, 1), shown_difference(4.31, 4.34, 1)
    (-0.1, 0.0)
    """
    return float(rounded(value, decimals) - rounded(reference, decimals))
