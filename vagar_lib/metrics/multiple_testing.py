"""How many of many findings are chance? The false discovery rate of Benjamini and Hochberg."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from scipy.stats import false_discovery_control


def adjusted(p: Iterable[float]) -> np.ndarray:
    """p-values adjusted so that those below a limit hold at most that share of false discoveries on average.

    Parameters
    ----------
    p : iterable of float
        p-values of all tests that were made, NaN for a test that could not be made.

    Returns
    -------
    ndarray
        In the same order; NaN where p is.

    Raises
    ------
    ValueError
        For a p-value outside 0 to 1.

    Notes
    -----
    Benjamini and Hochberg (1995), *Journal of the Royal Statistical Society* B 57, by
    `scipy.stats.false_discovery_control`.

    Examples
    --------
    >>> adjusted([0.01, float("nan"), 0.04]).tolist()
    [0.02, nan, 0.04]
    """
    values = np.asarray(list(p), float)
    known = ~np.isnan(values)
    found = values.copy()
    if known.any():
        found[known] = false_discovery_control(values[known])
    return found
