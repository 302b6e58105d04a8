"""How likely is it to die at each age? A life table from deaths by age class, set to the level of a place."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy.optimize import brentq

from vagar_lib.metrics.projection.engine import SEXES

BOYS = 0.515
"""Share of births that are boys, for a life expectancy of both sexes."""


def classes(deaths: pd.DataFrame, last: int) -> list[tuple[str, int, int]]:
    """Age classes of a table of deaths: name, first and last age, youngest first.

    Examples
    --------
    >>> classes(pd.DataFrame({"age": ["95+", "0-4", "0-4"]}), 100)
    [('0-4', 0, 4), ('95+', 95, 100)]
    """
    found = []
    for name in deaths["age"].unique():
        first, _, end = name.removesuffix("+").partition("-")
        found.append((name, int(first), int(end or last)))
    return sorted(found, key=lambda one: one[1])


def fitted(deaths: pd.DataFrame, people: np.ndarray, years: range) -> np.ndarray:
    """Death rates by sex and one-year age that give the deaths of every class.

    The logarithm of the rate is a broken line with one corner a class, at the mean age of the people in it. Below the
    first corner the rate is constant, beyond the last it goes on as between the last two. The heights of the corners
    are those that give exactly the deaths of the classes; a class without deaths counts as half a death.

    Parameters
    ----------
    deaths : DataFrame
        Table 'doda_lan' for one region: ``year, sex, age`` (class)``, value``.
    people : ndarray (2, ages)
        The people of that region by the age they reach during the year, in the middle of the years or near it. Deaths
        are by age at death: half of those exposed at an age reach it during the year, half the next one.
    years : range
        Years of deaths.

    Returns
    -------
    ndarray (2, ages)
        Deaths a year and person.
    """
    last = people.shape[1] - 1
    ages = np.arange(last + 1) + 0.5
    known = deaths[deaths["year"].isin(years)]
    spans = classes(known, last)
    rates = []
    exposures = (people + np.concatenate([people[:, 1:], people[:, -1:]], axis=1)) / 2 * len(years)
    for sex, exposed in zip(SEXES, exposures, strict=True):
        own = known[known["sex"] == sex].groupby("age")["value"].sum()
        counted = np.maximum([own[name] for name, _, _ in spans], 0.5)
        sums = np.array([exposed[first : end + 1].sum() for _, first, end in spans])
        middles = np.array([ages[a : b + 1] @ exposed[a : b + 1] for _, a, b in spans]) / sums
        corners = np.log(counted / sums)
        for _ in range(200):
            rate = np.exp(_line(ages, middles, corners))
            given = np.array([rate[first : end + 1] @ exposed[first : end + 1] for _, first, end in spans])
            corners = corners + np.log(counted / given)
        rates.append(rate)
    return np.array(rates)


def _line(at: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    slope = (y[-1] - y[-2]) / (x[-1] - x[-2])
    return np.interp(at, x, y) + slope * np.maximum(at - x[-1], 0)


def survival(rates: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Shares that live through a year, from death rates by sex and one-year age.

    Those of an age spend half of the year at it and half at the next; those who are born, half a year at age 0.

    Returns
    -------
    tuple of ndarray
        By sex and age at the start, and by sex from birth to the end of the year.
    """
    nexts = np.concatenate([rates[:, 1:], rates[:, -1:]], axis=1)
    return np.exp(-(rates + nexts) / 2), np.exp(-rates[:, 0] / 2)


def life_expectancy(rates: np.ndarray) -> np.ndarray:
    """Life expectancy at birth by sex, years, from death rates by one-year age; the last age is open.

    Examples
    --------
    A constant rate of 0.02 gives 1 / 0.02 years.

    >>> life_expectancy(np.full((1, 101), 0.02)).round(6).tolist()
    [50.0]
    """
    left = np.exp(-np.concatenate([np.zeros((len(rates), 1)), np.cumsum(rates, axis=1)], axis=1))
    lived = (left[:, :-1] - left[:, 1:]) / rates
    lived[:, -1] = left[:, -2] / rates[:, -1]
    return lived.sum(axis=1)


def level_of_life(rates: np.ndarray, expectancy: float) -> float:
    """What the rates are to be multiplied by to give a life expectancy of both sexes together.

    Examples
    --------
    >>> rates = np.full((2, 101), 0.02)
    >>> round(level_of_life(rates, 100), 3)
    0.5
    """
    weights = np.array([1 - BOYS, BOYS])
    return float(brentq(lambda level: weights @ life_expectancy(level * rates) - expectancy, 0.1, 10))


def level_of_deaths(deaths: float, expected: Callable[[float], float]) -> float:
    """What the rates are to be multiplied by to give a number of deaths.

    Parameters
    ----------
    deaths : float
        Deaths counted.
    expected : callable
        Deaths when the rates are multiplied by a level.
    """
    return float(brentq(lambda level: expected(level) - deaths, 0.1, 10))
