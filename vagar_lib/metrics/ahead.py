"""Where is a yearly series going, and how wrong was such a guess before? A damped trend with its own back-test."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from typing import Literal

import numpy as np
import pandas as pd
from scipy import stats

FEWEST = 10
"""Values without gap or break that a look ahead needs."""
FIRST_ORIGIN = 7
"""Values that the first guess of the back-test is made from."""
SHARE = 0.8
"""How often the outcome is to be inside the band."""
DAMPING = (0.8, 0.9, 0.98)
SMOOTHING = (0.05, 0.2, 0.4, 0.6, 0.8, 0.95)

Reason = Literal["", "short", "gaps", "broken", "worse"]


@dataclass(frozen=True)
class Model:
    """A damped trend fitted to a series.

    Attributes
    ----------
    level, trend : float
        At the last value; the trend is a year's change before damping.
    alpha, beta, phi : float
        How fast the level and the trend follow the series, and what is left of the trend each year.
    spread : float
        Standard deviation of the errors one year ahead.
    """

    level: float
    trend: float
    alpha: float
    beta: float
    phi: float
    spread: float

    def ahead(self, horizon: int) -> np.ndarray:
        """Point guesses for the years ahead."""
        return self.level + self.trend * np.cumsum(self.phi ** np.arange(1, horizon + 1))

    def deviation(self, horizon: int) -> np.ndarray:
        """Standard deviation of the error for the years ahead.

        Notes
        -----
        Hyndman and others (2008), *Forecasting with Exponential Smoothing*, table 6.1, model (A, Ad, N).
        """
        steps = np.arange(1, horizon)
        weights = self.alpha + self.beta * np.cumsum(self.phi**steps)
        return self.spread * np.sqrt(1 + np.concatenate([[0.0], np.cumsum(weights**2)]))


@dataclass(frozen=True)
class BackTest:
    """How guesses from the earlier part of a series met its later part.

    Attributes
    ----------
    tests : int
        Guesses compared with what came.
    mape : float
        Mean absolute error, per cent of what came; NaN when the series has a value of zero.
    mase, naive_mase : float
        Mean absolute error in units of the mean yearly change, of the method and of saying that nothing changes
        (Hyndman and Koehler 2006); the smaller the better.
    by_horizon : ndarray
        Root of the mean squared error by years ahead.
    """

    tests: int
    mape: float
    mase: float
    naive_mase: float
    by_horizon: np.ndarray


@dataclass(frozen=True)
class Ahead:
    """A look ahead, or why there is none.

    Attributes
    ----------
    reason : str
        '' when there is one; 'short': fewer than ten values; 'broken': fewer after the last break; 'gaps': years are
        missing; 'worse': the method missed by more than saying that nothing changes.
    frame : DataFrame
        ``year, value, low, high``, in the unit of the series; the band is to hold four outcomes of five.
    error : BackTest or None
        None when the series could not be tested.
    model : Model or None
    """

    reason: Reason
    frame: pd.DataFrame
    error: BackTest | None = None
    model: Model | None = None


def fit(values: np.ndarray) -> Model:
    """Holt's linear trend, damped, by least squared errors one year ahead.

    The start is solved exactly for each choice of smoothing and damping from a small grid, so that the fit is the same
    each time and a short series can't be fitted to its last wiggle. Written here since it is a screenful of numpy,
    where statsmodels would double what a report has to import.

    Parameters
    ----------
    values : ndarray
        In time order, at least six.

    Returns
    -------
    Model

    Notes
    -----
    Gardner, E. and McKenzie, E. (1985), Forecasting trends in time series, *Management Science* 31. The
    error-correction form is that of Hyndman and others (2008), ``beta`` is at most ``alpha``.

    Examples
    --------
    A straight line has no error; only the damping bends it.

    >>> model = fit(np.arange(10.0))
    >>> model.phi, model.ahead(2).round(2).tolist()
    (0.98, [9.98, 10.94])
    """
    tried = product(SMOOTHING, (0.0, *SMOOTHING), DAMPING)
    alpha, share, phi = (np.array(column) for column in zip(*tried, strict=True))
    beta = alpha * share
    # Errors are linear in level and trend before the first value, so three runs tell all of them.
    base, *moved = (smooth(values, *start, alpha, beta, phi)[0] for start in ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0)))
    design = np.stack([base - errors for errors in moved], axis=-1)
    starts = [np.linalg.lstsq(columns, errors, rcond=None)[0] for columns, errors in zip(design, base, strict=True)]
    errors, level, trend = smooth(values, *np.transpose(starts), alpha, beta, phi)
    squared = (errors**2).sum(axis=-1)
    best = int(squared.argmin())
    spread = float(np.sqrt(squared[best] / max(len(values) - 5, 1)))
    return Model(*(float(one[best]) for one in (level, trend, alpha, beta, phi)), spread)


def smooth(
    values: np.ndarray,
    level: float | np.ndarray,
    trend: float | np.ndarray,
    alpha: float | np.ndarray,
    beta: float | np.ndarray,
    phi: float | np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Errors one year ahead, and level and trend at the end, from level and trend before the first value.

    Of arrays of parameters the errors have one row for each.

    Examples
    --------
    By hand: 10 + 0.5 * 2 = 11 is guessed and 13 comes, so the error is 2, the level 11 + 0.5 * 2, the trend
    0.5 * 2 + 0.25 * 2.

    >>> errors, level, trend = smooth(np.array([13.0]), 10, 2, alpha=0.5, beta=0.25, phi=0.5)
    >>> errors.tolist(), float(level), float(trend)
    ([2.0], 12.0, 1.5)
    """
    errors = []
    for value in values:
        guess = level + phi * trend
        errors.append(value - guess)
        level = guess + alpha * errors[-1]
        trend = phi * trend + beta * errors[-1]
    return np.stack(errors, axis=-1), level, trend


def back_test(values: np.ndarray, horizon: int) -> BackTest:
    """Guesses from every earlier year, with only what was known then, against what came.

    Parameters
    ----------
    values : ndarray
        In time order.
    horizon : int
        Longest horizon tested, years.

    Returns
    -------
    BackTest
    """
    errors, naive, outcomes, steps = [], [], [], []
    for origin in range(FIRST_ORIGIN, len(values)):
        came = values[origin : origin + horizon]
        errors.append(came - fit(values[:origin]).ahead(len(came)))
        naive.append(came - values[origin - 1])
        outcomes.append(came)
        steps.append(np.arange(len(came)))
    missed, unchanged, came, step = map(np.concatenate, (errors, naive, outcomes, steps))
    scale = np.abs(np.diff(values)).mean()
    relative = np.abs(missed / came).mean() if (came != 0).all() else np.nan
    return BackTest(
        tests=len(missed),
        mape=float(100 * relative),
        mase=float(np.abs(missed).mean() / scale) if scale else 0.0,
        naive_mase=float(np.abs(unchanged).mean() / scale) if scale else 0.0,
        by_horizon=np.array([np.sqrt((missed[step == at] ** 2).mean()) for at in range(step.max() + 1)]),
    )


def look_ahead(years: Iterable[int], values: Iterable[float], horizon: int, *, breaks: Iterable[int] = ()) -> Ahead:
    """The damped trend of a yearly series, with a band and the error of its own back-test.

    Parameters
    ----------
    years, values : iterable
        In time order, none missing.
    horizon : int
        Years ahead; fewer are given when the series is too short for a back-test that far.
    breaks : iterable of int
        First years of new segments; only the last segment is used.

    Returns
    -------
    Ahead

    Notes
    -----
    The band is the wider of two: that of the model, and the errors of the back-test up to each horizon. A short series
    fits itself too well for the first alone to be honest.
    """
    years, values = np.asarray(list(years), dtype=int), np.asarray(list(values), dtype=float)
    after = years >= max([year for year in breaks if year <= years.max(initial=0)], default=0)
    if after.sum() < FEWEST:
        return Ahead("short" if after.all() else "broken", _EMPTY)
    years, values = years[after], values[after]
    if (np.diff(years) != 1).any():
        return Ahead("gaps", _EMPTY)
    horizon = min(horizon, len(values) - FIRST_ORIGIN)
    error = back_test(values, horizon)
    if error.mase > error.naive_mase:
        return Ahead("worse", _EMPTY, error)
    model = fit(values)
    guess = model.ahead(horizon)
    deviation = np.maximum(model.deviation(horizon), np.maximum.accumulate(error.by_horizon))
    half = stats.norm.ppf((1 + SHARE) / 2) * deviation
    later = np.arange(years[-1] + 1, years[-1] + 1 + horizon)
    frame = pd.DataFrame({"year": later, "value": guess, "low": guess - half, "high": guess + half})
    return Ahead("", frame, error, model)


_EMPTY = pd.DataFrame(columns=["year", "value", "low", "high"])


def drawn(
    observed: pd.DataFrame, outlook: Ahead, label: str, *, least: float = -np.inf, most: float = np.inf
) -> pd.DataFrame:
    """A series and its look ahead for a line chart.

    Parameters
    ----------
    observed : DataFrame
        ``region, series, role, period, year, value, status, source`` of one series, in time order.
    outlook : Ahead
    label : str
        What the years ahead are called in the chart.
    least, most : float
        Ends of the scale, such as 0 and 100 for a share in per cent; nothing is drawn beyond.

    Returns
    -------
    DataFrame
        The rows, with ``low`` and ``high``, and those ahead (role 'ahead') after them.
    """
    columns = ["region", "series", "role", "period", "year", "value", "low", "high", "status", "source"]
    if observed.empty:
        return observed.reindex(columns=columns)
    last, later = observed.iloc[-1], outlook.frame
    later = later.assign(
        region=last["region"],
        series=label,
        role="ahead",
        period=later["year"].astype(str),
        status="",
        source=last["source"],
    )
    later[["value", "low", "high"]] = later[["value", "low", "high"]].clip(least, most)
    return pd.concat([observed.assign(low=np.nan, high=np.nan), later], ignore_index=True)[columns]
