"""What are the values? Observations of many indicators as matrices by year and region."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from vagar_lib.indicators import Indicator, Register

SEXES = ("T", "K", "M")
SLICES = 64
"""Slices of a block: enough that the loop over blocks costs nothing, few enough that a block is small."""


@dataclass(frozen=True, eq=False)
class Block:
    """Values of some slices; a slice is one indicator and one sex.

    Attributes
    ----------
    indicators : list of Indicator
        That of each slice.
    place : ndarray of int
        Its place in the register.
    sexes : ndarray of int
        Place in `SEXES` of each slice.
    regions : ndarray of str
        Codes of the matrix columns.
    first_year : int
        Year of the first matrix row.
    values : ndarray
        Slices by years by regions, in the unit of each indicator; NaN where there is none.
    rows : ndarray of int
        Number of the observation that each value comes from; of the same shape.
    margins : ndarray
        Half the width of each value's 95 per cent interval; NaN where it is not known. Of the same shape.
    """

    indicators: list[Indicator]
    place: np.ndarray
    sexes: np.ndarray
    regions: np.ndarray
    first_year: int
    values: np.ndarray
    rows: np.ndarray
    margins: np.ndarray

    def each(self, field: str) -> np.ndarray:
        """A field of the indicator of each slice; None becomes NaN."""
        found = [getattr(indicator, field) for indicator in self.indicators]
        return np.array([np.nan if value is None else value for value in found])


def blocks(observations: pd.DataFrame, register: Register, regions: Sequence[str]) -> Iterator[Block]:
    """Observations block by block, in the order of the register; indicators that are replaced are left out.

    Parameters
    ----------
    observations : DataFrame
        ``indicator, region, year, sex, value``. Rows of an indicator's ``uncertainty`` are the margins of its values.
    register : Register
    regions : sequence of str
        Codes of the matrix columns; other regions are left out.

    Yields
    ------
    Block
    """
    ids = {id: number for number, id in enumerate(register.ids)}
    known = {indicator.id: indicator for indicator in register if indicator.state != "replaced"}
    margins = {indicator.uncertainty for indicator in known.values() if indicator.survey} - {None, *known}
    place = {id: number for number, id in enumerate([*known, *sorted(margins)])}
    key, region = _keys(observations, list(place)), _codes(observations["region"], regions)
    value, year = observations["value"].to_numpy(float), observations["year"].to_numpy()
    key[(region < 0) | np.isnan(value)] = -1
    order = np.argsort(key, kind="stable")
    edges = np.searchsorted(key[order], np.arange(len(place) * len(SEXES) + 1))
    present = np.flatnonzero(np.diff(edges)[: len(known) * len(SEXES)])
    indicators = list(known.values())
    for start in range(0, len(present), SLICES):
        slices = present[start : start + SLICES]
        rows = order[edges[slices[0]] : edges[slices[-1] + 1]]
        years = year[rows]
        first = int(years.min())
        shape = (len(slices), int(years.max()) - first + 1, len(regions))
        at = (np.searchsorted(slices, key[rows]), years - first, region[rows])
        values, numbers, margin = np.full(shape, np.nan), np.full(shape, -1, np.int32), np.full(shape, np.nan)
        values[at], numbers[at] = value[rows], rows
        own = [indicators[number // len(SEXES)] for number in slices]
        for number, (indicator, slice_) in enumerate(zip(own, slices, strict=True)):
            if indicator.survey and indicator.uncertainty in place:
                of = place[indicator.uncertainty] * len(SEXES) + slice_ % len(SEXES)
                those = order[edges[of] : edges[of + 1]]
                those = those[(year[those] >= first) & (year[those] < first + shape[1])]
                margin[number, year[those] - first, region[those]] = value[those]
        places = np.array([ids[indicator.id] for indicator in own])
        yield Block(own, places, slices % len(SEXES), np.asarray(regions), first, values, numbers, margin)


def _keys(observations: pd.DataFrame, ids: list[str]) -> np.ndarray:
    """Number of each row's slice, -1 for what is in none; as small integers, which are quickly sorted."""
    indicator, sex = _codes(observations["indicator"], ids), _codes(observations["sex"], SEXES)
    small = np.int16 if len(ids) * len(SEXES) < np.iinfo(np.int16).max else np.int32
    key = indicator.astype(small) * small(len(SEXES)) + sex.astype(small)
    key[(indicator < 0) | (sex < 0)] = -1
    return key


def _codes(column: pd.Series, words: Sequence[str]) -> np.ndarray:
    """Place of each value among the words, -1 for others."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        codes, found = column.cat.codes.to_numpy(), column.cat.categories
    else:
        codes, found = pd.factorize(column)
    places: Any = np.append(pd.Index(words).get_indexer(found), -1)
    return places.astype(np.int16)[codes]
