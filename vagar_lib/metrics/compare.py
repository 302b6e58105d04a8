"""How does a place stand beside others? Its county, riket, similar regions, and the distance in units of the spread."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from vagar_lib import regions
from vagar_lib.indicators import Indicator
from vagar_lib.metrics.panel import Panel, panel, texts
from vagar_lib.metrics.precision import shown_difference
from vagar_lib.regions import Region

FEWEST_REGIONS = 8
"""A spread between regions needs at least this many of them, and at least a third of all."""
SIMILAR = "similar"
"""Stands for the median of the similar regions in a column of region codes."""

Position = Literal["above", "below", "level", "unknown"]


@dataclass(frozen=True)
class Gap:
    """Distance between a place and what it is compared with, the same year.

    Attributes
    ----------
    position : 'above', 'below', 'level' or 'unknown'
        'level' when the two are equal at the precision shown; 'unknown' for survey values whose uncertainty is not
        known, so that no difference may be named.
    year : int
    value, reference : float
        In the indicator's unit.
    difference : float
        Value less reference, both as shown.
    distance : float
        Difference in units of the spread between regions of the same level; NaN when the spread is not known.
    """

    position: Position
    year: int
    value: float
    reference: float
    difference: float
    distance: float = np.nan


def comparison_codes(place: Region) -> list[str]:
    """Codes of a place, its county, riket and its similar regions, in that order and each once."""
    chain, at = [place.code], place.parent
    while at:
        chain.append(at.code)
        at = at.parent
    return [*chain, *(code for code in place.similar if code not in chain)]


def total(observations: pd.DataFrame) -> pd.DataFrame:
    """Observations of both sexes together."""
    return observations[observations["sex"] == "T"]


def beside(observations: pd.DataFrame, place: Region) -> pd.DataFrame:
    """Place, its county, riket and the median of similar regions, as named series.

    Parameters
    ----------
    observations : DataFrame
        Observations of one indicator for the codes of `comparison_codes`.
    place : Region

    Returns
    -------
    DataFrame
        The observations with ``series`` (name) and ``role`` ('place', 'county', 'riket', 'similar'); without rows when
        the place itself has no value, since there is nothing to compare. The median is unweighted and given only for
        years in which at least half of the similar regions have a value.
    """
    named = {place.code: (place.name, "place")}
    if place.parent and place.parent.level == "län":
        named[place.parent.code] = (place.parent.name, "county")
    if place.code != "00":
        named["00"] = ("Riket", "riket")
    region, both = texts(observations, "region"), texts(observations, "sex") == "T"
    known = observations["value"].notna().to_numpy()
    if not (both & known & (region == place.code)).any():
        return observations.iloc[:0].assign(series="", role="")
    kept = observations[both & observations["region"].isin(named).to_numpy()]
    similar = observations[both & observations["region"].isin(place.similar).to_numpy()]
    if not similar.empty:
        keys = ["period", "year", *(["time"] if "time" in similar else [])]
        found = similar.groupby(keys)["value"].agg(value="median", count="count")
        found = found.loc[found["count"] * 2 >= len(place.similar), ["value"]].reset_index()
        median = similar.iloc[[0] * len(found)].reset_index(drop=True).assign(region=SIMILAR, status="", **found)
        named[SIMILAR] = (f"Median, {place.similar_name}", SIMILAR)
        kept = pd.concat([kept, median], ignore_index=True)
    codes, order = kept["region"].tolist(), list(named)
    kept = kept.assign(series=[named[code][0] for code in codes], role=[named[code][1] for code in codes])
    return kept.iloc[np.lexsort((kept["year"], [order.index(code) for code in codes]))]


def latest(observations: pd.DataFrame) -> pd.DataFrame:
    """Values of the last year that any region has, regions without a value that year left out.

    Regions are never compared across different years.
    """
    known = observations[observations["value"].notna()]
    return known[known["year"] == known["year"].max()] if len(known) else known


def side_by_side(observations: pd.DataFrame, place: Region) -> pd.DataFrame:
    """The latest values of the regions shown beside each other, highest first, and riket's of the same year.

    Parameters
    ----------
    observations : DataFrame
        Observations of one indicator; regions outside the place's family and riket are ignored.
    place : Region

    Returns
    -------
    DataFrame
        The observations with ``name`` and ``role``: 'place' for the place itself, 'other', and 'reference' for riket.
        Without rows when fewer than two of the regions have a value: one is beside nothing.
    """
    region, year = texts(observations, "region"), observations["year"].to_numpy()
    known = (texts(observations, "sex") == "T") & observations["value"].notna().to_numpy()
    shown = known & observations["region"].isin(place.family).to_numpy()
    shown &= year == year[shown].max(initial=0)
    if shown.sum() < 2:
        shown[:] = False
    elif place.level != "riket":
        period = texts(observations, "period")
        shown |= known & (region == "00") & (period == period[shown][0])
    values = observations["value"].to_numpy()
    rows = sorted(np.flatnonzero(shown), key=lambda row: (-values[row], region[row]))
    codes = region[rows]
    role = np.select([codes == place.code, codes == "00"], ["place", "reference"], "other")
    return observations.take(rows).assign(name=[regions.name(code) for code in codes], role=role)


def by_sex(observations: pd.DataFrame, place: Region) -> pd.DataFrame:
    """Women and men in the latest year, for the regions beside each other by name and then riket.

    Parameters
    ----------
    observations : DataFrame
        Observations of one indicator with sexes K and M.
    place : Region

    Returns
    -------
    DataFrame
        The observations with ``name``.
    """
    codes = [*place.family, *([] if place.level == "riket" else ["00"])]
    rows = observations[observations["region"].isin(codes) & observations["sex"].isin(["K", "M"])]
    order = {code: rank for rank, code in enumerate(codes)}
    return (
        latest(rows)
        .assign(name=lambda values: values["region"].map(regions.name))
        .sort_values(["region", "sex"], key=lambda column: column.map(order) if column.name == "region" else column)
    )


def as_series(observations: pd.DataFrame, place: Region) -> pd.DataFrame:
    """Each region as a series of its own, by name.

    Parameters
    ----------
    observations : DataFrame
        Observations of one indicator and one sex.
    place : Region
        Its series has the role 'place', the others 'other'.

    Returns
    -------
    DataFrame
        The observations with ``series`` and ``role``, sorted by name and year.
    """
    named = observations.assign(
        series=observations["region"].map(regions.name),
        role=np.where(observations["region"] == place.code, "place", "other"),
    )
    return named.sort_values(
        ["series", "year"], key=lambda column: column.map(regions.swedish_key) if column.name == "series" else column
    )


def robust_spread(values: pd.Series | np.ndarray, of: int = 0) -> float:
    """Spread between regions: the interquartile range over 1.349 (the standard deviation, were they normal).

    Parameters
    ----------
    values : Series or ndarray
        One a region; missing ones are left out.
    of : int
        How many regions there are. The spread between a few neighbours is not that of the country.

    Returns
    -------
    float
        NaN when fewer than eight regions, or fewer than a third of all, have a value, or when they do not differ.

    Examples
    --------
    >>> round(robust_spread(pd.Series(range(9))), 3)
    2.965
    """
    known = np.asarray(values, float)
    known = known[~np.isnan(known)]
    if len(known) < max(FEWEST_REGIONS, of / 3):
        return np.nan
    lower, upper = np.quantile(known, [0.25, 0.75])
    size = float(upper - lower) / 1.349
    return size if size > 0 else np.nan


def gap(observations: pd.DataFrame, place: Region, reference: str, indicator: Indicator) -> Gap | None:
    """Distance between a place and a reference in the last year that both have.

    Parameters
    ----------
    observations : DataFrame
        Observations of one indicator, all regions of the place's level, both sexes together.
    place : Region
    reference : str
        Region code, or `SIMILAR` for the median of the similar regions.
    indicator : Indicator
        Gives decimals and whether the values are survey estimates.

    Returns
    -------
    Gap or None
        None when there is no year in which both have a value, or when the place is the reference.

    Raises
    ------
    ValueError
        If the observations hold more than one indicator.
    """
    if place.code == reference:
        return None
    values = panel(observations)
    other = values.median(place.similar) if reference == SIMILAR else values.of(reference)
    return gap_to(other, values, place.code, regions.codes(place.level), indicator)


def gap_to(reference: np.ndarray, values: Panel, place: str, peers: Iterable[str], indicator: Indicator) -> Gap | None:
    """As `gap`, to reference values that are already picked out, one for each year of the panel.

    Parameters
    ----------
    reference : ndarray
        In the indicator's unit, NaN where there is none.
    values : Panel
    place : str
        Region code.
    peers : iterable of str
        Region codes that the spread is taken over.
    indicator : Indicator

    Returns
    -------
    Gap or None
    """
    own = values.of(place)
    both = np.flatnonzero(~np.isnan(own) & ~np.isnan(reference))
    if not len(both):
        return None
    last = both[-1]
    value, other = float(own[last]), float(reference[last])
    difference = shown_difference(value, other, indicator.decimals)
    position: Position = "above" if difference > 0 else "below" if difference < 0 else "level"
    if indicator.survey:
        position = "unknown"
    distance = difference / robust_spread(values.among(peers)[last], len(peers))
    return Gap(position, int(values.years[last]), value, other, difference, distance)
