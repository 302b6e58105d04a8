"""Who is left, born and moved a year later? The cohort-component step, for any ages and any rates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

SEXES = ("K", "M")
"""Rows of every array: women, men."""
OBSERVED = "observed"
"""Scenario of the years until the latest known population; ages after the last count are computed."""


@dataclass(frozen=True)
class Rates:
    """What happens during a step, which is as long as an age group is wide.

    Attributes
    ----------
    fertility : ndarray (ages)
        Births per woman and step.
    survival : ndarray (sexes, ages)
        Share of those of an age at the start who are alive at the end, then one group older; the last group is open.
    birth_survival : ndarray (sexes)
        Share of those born during the step who are alive at its end.
    migration : ndarray (sexes, ages)
        Net number of migrants, by age at the end of the step.
    girls : float
        Share of births that are girls.
    """

    fertility: np.ndarray
    survival: np.ndarray
    birth_survival: np.ndarray
    migration: np.ndarray
    girls: float


@dataclass(frozen=True)
class Step:
    """One step: each part by sex and age at its end, with ``start + births - deaths + net_migration == value``.

    ``start`` are the same cohorts before the step: nobody in the youngest group, two groups together in the open one.
    """

    start: np.ndarray
    births: np.ndarray
    deaths: np.ndarray
    net_migration: np.ndarray
    value: np.ndarray


def advance(people: np.ndarray, rates: Rates) -> Step:
    """One step of the cohort-component method.

    Women bear children according to the mean of their number at the start and the end of the step. Migrants arrive at
    its end; more people than there are can't leave.

    Parameters
    ----------
    people : ndarray (sexes, ages)
    rates : Rates

    Returns
    -------
    Step

    Notes
    -----
    Preston, S., Heuveline, P. and Guillot, M. (2001), *Demography*, chapter 6.

    Examples
    --------
    Two ages; of 100 young women 90 grow old, of 50 old ones 20 are left. Each old woman bears 0.2 children.

    >>> rates = Rates(np.array([0, 0.2]), np.array([[0.9, 0.4]]), np.array([1.0]), np.zeros((1, 2)), girls=1)
    >>> step = advance(np.array([[100.0, 50.0]]), rates)
    >>> step.value.round(3).tolist(), step.deaths.round(3).tolist()
    ([[16.0, 110.0]], [[0.0, 40.0]])
    """
    start = _older(people)
    alive = _older(people * rates.survival)
    born = float(rates.fertility @ (people[0] + alive[0])) / 2
    births = np.zeros_like(start)
    births[:, 0] = [born * rates.girls, born * (1 - rates.girls)][: len(births)]
    alive[:, 0] = births[:, 0] * rates.birth_survival
    deaths = start + births - alive
    net = np.maximum(rates.migration, -alive)
    return Step(start, births, deaths, net, start + births - deaths + net)


def _older(people: np.ndarray) -> np.ndarray:
    aged = np.zeros(people.shape)
    aged[:, 1:] = people[:, :-1]
    aged[:, -1] += people[:, -1]
    return aged


def project(
    people: np.ndarray,
    rates: Callable[[int, np.ndarray], Rates],
    years: Iterable[int],
    ages: Sequence[int],
) -> pd.DataFrame:
    """People by sex and age at the end of each year, and what made them so many.

    Parameters
    ----------
    people : ndarray (2, ages)
        Women and men at the start of the first year.
    rates : callable
        Of the year and the people at its start.
    years : iterable of int
        One step each.
    ages : sequence of int
        Names of the age groups.

    Returns
    -------
    DataFrame
        ``year, sex, age, start, births, deaths, net_migration, value``; persons, not rounded. In every row
        ``start + births - deaths + net_migration`` is ``value``.
    """
    years, steps = list(years), []
    for year in years:
        steps.append(advance(people, rates(year, people)))
        people = steps[-1].value
    return as_frame(steps, years, ages)


def as_frame(steps: Sequence[Step], years: Sequence[int], ages: Sequence[int]) -> pd.DataFrame:
    """Steps as rows, in the order of their years."""
    groups = len(SEXES) * len(ages)
    parts = [part.name for part in fields(Step)]
    return pd.DataFrame(
        {
            "year": np.repeat(np.asarray(years, dtype=int), groups),
            "sex": np.tile(np.repeat(SEXES, len(ages)), len(years)),
            "age": np.tile(np.asarray(ages), len(SEXES) * len(years)),
            **{name: np.concatenate([getattr(step, name).ravel() for step in steps]) for name in parts},
        }
    )


def standing(people: np.ndarray) -> Step:
    """People who are known, as a step without the parts of a change (missing)."""
    none = np.full(people.shape, np.nan)
    return Step(none, none, none, none, people)


def grid(rows: pd.DataFrame) -> np.ndarray:
    """Rows of ``sex, age, value`` as an array (sexes, ages), ages in order.

    Raises
    ------
    ValueError
        When a combination is missing or there twice.
    """
    line, (ages, column) = pd.Index(SEXES).get_indexer(rows["sex"]), np.unique(rows["age"], return_inverse=True)
    found = np.full((len(SEXES), len(ages)), np.nan)
    found[line, column] = rows["value"]
    if len(rows) != found.size or np.isnan(found).any() or (line < 0).any():
        raise ValueError("every sex and age must have a value, once")
    return found
