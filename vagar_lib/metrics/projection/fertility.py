"""How many children are born, and to mothers of what age?"""

from __future__ import annotations

import numpy as np

from vagar_lib.metrics.projection.assumptions import Fertility


def schedule(assumed: Fertility, ages: int) -> np.ndarray:
    """Births a year and woman by age, one child a woman over all ages.

    A normal density around the mean age of mothers, cut at the youngest and the oldest age.

    Parameters
    ----------
    assumed : Fertility
    ages : int
        Number of one-year ages from 0.

    Returns
    -------
    ndarray (ages)
        Sums to 1.
    """
    age = np.arange(ages)
    density = np.exp(-(((age + 0.5 - assumed.mean_age) / assumed.spread) ** 2) / 2)
    density = np.where((age >= assumed.youngest) & (age <= assumed.oldest), density, 0)
    return density / density.sum()


def level(births: float, expected: float, *, prior: float = 0, usual: float = 0) -> float:
    """Children per woman: births over what one child a woman would give, leaning on a usual level.

    Parameters
    ----------
    births, expected : float
        Births counted, and births with one child per woman.
    prior : float
        Births that the usual level weighs as much as.
    usual : float
        The level leant on.

    Notes
    -----
    The mean of the posterior when births are Poisson and the level has a gamma prior with this mean and weight.

    Examples
    --------
    >>> level(150, 100)
    1.5
    >>> level(150, 100, prior=100, usual=1.0)
    1.25
    """
    weight = prior / usual if prior else 0
    return (births + prior) / (expected + weight)
