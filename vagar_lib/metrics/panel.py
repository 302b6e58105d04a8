"""What are the values, year by year and region by region? Indicators as matrices, for quick arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True, eq=False)
class Panel:
    """Values of one indicator, both sexes together.

    Attributes
    ----------
    years : ndarray of int
        In order; a row of ``values`` each.
    columns : mapping of str to int
        Column of each region code.
    values : ndarray
        Years by regions, NaN where there is no value; in the indicator's unit.
    """

    years: np.ndarray
    columns: Mapping[str, int]
    values: np.ndarray

    def of(self, region: str) -> np.ndarray:
        """Values of a region by year, NaN throughout for one that is not in the panel."""
        column = self.columns.get(region)
        return np.full(len(self.years), np.nan) if column is None else self.values[:, column]

    @property
    def latest(self) -> int:
        """Row of the last year in which any region has a value."""
        return int(np.flatnonzero(np.isfinite(self.values).any(axis=1))[-1])

    def among(self, regions: Iterable[str]) -> np.ndarray:
        """Values of those of the regions that are in the panel, years by regions."""
        return self.values[:, [self.columns[code] for code in regions if code in self.columns]]

    def median(self, regions: Iterable[str]) -> np.ndarray:
        """Unweighted median of the regions by year, NaN when under half of them have a value."""
        codes = list(regions)
        members = np.sort(self.among(codes), axis=1)  # those without a value come last
        found, known = np.full(len(self.years), np.nan), np.isfinite(members).sum(axis=1)
        rows = np.flatnonzero(known * 2 >= max(len(codes), 1))
        low, high = ((known[rows] - 1) // 2, known[rows] // 2)
        found[rows] = (members[rows, low] + members[rows, high]) / 2
        return found


def panels(observations: pd.DataFrame) -> dict[str, Panel]:
    """Observations as one panel an indicator.

    Parameters
    ----------
    observations : DataFrame
        ``indicator, region, year, sex, value``; only both sexes together are taken.

    Returns
    -------
    dict of str to Panel
        By indicator, for those that have a value; all have the same years and regions.

    Examples
    --------
    >>> rows = pd.DataFrame({"indicator": "x", "region": ["00", "23", "23"], "year": [2024, 2023, 2024], "sex": "T",
    ...     "value": [7.0, 5.0, 6.0]})
    >>> one = panels(rows)["x"]
    >>> one.years.tolist(), one.of("23").tolist(), one.of("00").tolist()
    ([2023, 2024], [5.0, 6.0], [nan, 7.0])
    """
    value = observations["value"].to_numpy(float, na_value=np.nan)
    known = texts(observations, "sex") == "T"
    known &= ~np.isnan(value)
    which, indicators = pd.factorize(texts(observations, "indicator")[known])
    row, years = pd.factorize(observations["year"].to_numpy()[known], sort=True)
    column, regions = pd.factorize(texts(observations, "region")[known])
    cube = np.full((len(indicators), len(years), len(regions)), np.nan)
    cube[which, row, column] = value[known]
    columns = {code: place for place, code in enumerate(regions)}
    return {id: Panel(np.asarray(years), columns, matrix) for id, matrix in zip(indicators, cube, strict=True)}


def panel(observations: pd.DataFrame) -> Panel:
    """Observations of one indicator as a panel.

    Raises
    ------
    ValueError
        If the observations hold more than one indicator.
    """
    one_indicator(observations)
    found = panels(observations)
    return next(iter(found.values())) if found else Panel(np.array([], int), {}, np.empty((0, 0)))


def texts(observations: pd.DataFrame, column: str) -> np.ndarray:
    """A column of texts as an array of objects, which is compared and counted quicker than the column."""
    return observations[column].to_numpy(object)


def one_indicator(observations: pd.DataFrame) -> None:
    """Refuse observations of several indicators where one is meant.

    Raises
    ------
    ValueError
        If the observations hold more than one indicator.
    """
    if len(found := pd.unique(texts(observations, "indicator"))) > 1:
        raise ValueError(f"one indicator expected, got {sorted(found)}")
