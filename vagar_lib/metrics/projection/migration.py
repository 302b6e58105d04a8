"""Who moves in and out, net, by sex and age? What can't be seen directly is what births and deaths leave over."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter1d

from vagar_lib.metrics.projection.assumptions import Migration, Profile


def model(profile: Profile, ages: int, oldest: int) -> np.ndarray:
    """How migration usually falls over ages: both sexes alike, in all 1.

    Children with their parents, a peak in the early twenties and a constant (Rogers, A. and Castro, L. 1981, *Model
    Migration Schedules*, IIASA RR-81-30).

    Returns
    -------
    ndarray (2, ages)
    """
    age = np.arange(ages, dtype=float)
    past = age - profile.mu2
    with np.errstate(over="ignore"):
        peak = profile.a2 * np.exp(-profile.alpha2 * past - np.exp(-profile.lambda2 * past))
    curve = profile.a1 * np.exp(-profile.alpha1 * age) + peak + profile.c
    curve = np.where(age <= oldest, curve, 0)
    return np.tile(curve / curve.sum() / 2, (2, 1))


def residual(before: np.ndarray, after: np.ndarray, survived: np.ndarray, years: int, oldest: int) -> np.ndarray:
    """Net migration a year by sex and age: those found, less those who would be there if nobody had moved.

    The difference of a cohort is spread evenly over the years between and the ages it passed. Cohorts born between get
    the mean of the equally many next older ones, since their births are not known. Above the oldest age the difference
    is taken to be error and not migration.

    Parameters
    ----------
    before, after : ndarray (2, ages)
        People by age the first and the last year.
    survived : ndarray (2, ages)
        Those of ``before`` who live the last year, by age then; nobody in the ages born between.
    years : int
        Years between.
    oldest : int

    Returns
    -------
    ndarray (2, ages)
        Persons a year, by age at its end.
    """
    cohort = after - survived
    cohort[:, :years] = cohort[:, years : 2 * years].mean(axis=1, keepdims=True)
    cohort[:, oldest + 1 :] = 0
    padded = np.pad(cohort, ((0, 0), (0, years - 1)))
    yearly = sum(padded[:, step : step + before.shape[1]] for step in range(years)) / years**2
    return np.where(np.arange(before.shape[1]) <= oldest, yearly, 0)


def smoothed(net: np.ndarray, years: float) -> np.ndarray:
    """Net migration evened out over ages by a normal kernel; each sex keeps its sum.

    Examples
    --------
    >>> smoothed(np.array([[0.0, 0, 8, 0, 0]]), 0.5).round(2).tolist()
    [[0.0, 0.85, 6.29, 0.85, 0.0]]
    """
    return gaussian_filter1d(net, years, axis=1, mode="reflect") if years else net


def moved_to(net: np.ndarray, total: float, profile: np.ndarray) -> np.ndarray:
    """Net migration with another total, the difference spread as migration usually is."""
    return net + (total - net.sum()) * profile


def best_over_recent(totals: np.ndarray, years: np.ndarray, assumed: Migration) -> float:
    """How many more people a year than lately, if the place grew as in its best period; at least 0.

    Growth is compared as a share of the population, and turned into persons by the last one. Births and deaths change
    slowly, so the difference is taken to be migration.

    Parameters
    ----------
    totals : ndarray
        Population by year, without gaps.
    years : ndarray
    assumed : Migration

    Examples
    --------
    Two per cent a year in the best two years, none in the last three: 2 per cent of 1 040.4 more.

    >>> from types import SimpleNamespace
    >>> rules = SimpleNamespace(best=2, best_since=2000, window=3)
    >>> totals = np.array([1000, 1020, 1040.4, 1040.4, 1040.4, 1040.4])
    >>> round(best_over_recent(totals, np.arange(2000, 2006), rules), 1)
    20.8
    """
    growth = np.diff(totals) / totals[:-1]
    since = growth[years[1:] > assumed.best_since]
    means = np.convolve(since, np.ones(assumed.best) / assumed.best, mode="valid")
    return float(max(means.max(initial=-np.inf) - growth[-assumed.window :].mean(), 0) * totals[-1])
