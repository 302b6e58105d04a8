"""How does it stand against riket, similar regions and those of the same level?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vagar_lib import regions
from vagar_lib.metrics.compare import FEWEST_REGIONS
from vagar_lib.metrics.precision import rounded_values
from vagar_lib.metrics.verdict.blocks import Block
from vagar_lib.metrics.verdict.segment import Segments, Trends, trends

RIKET = "00"
JUDGED = ("better", "worse", "level", "context", "unknown")
FIELDS = ("catching_up", "pulling_ahead", "falling_behind", "losing_pace", "alongside", "")


@dataclass(frozen=True, eq=False)
class Against:
    """Each series against riket.

    Attributes
    ----------
    riket, gap : ndarray
        Riket's value the same year, and the difference between the two as shown.
    judged, field : ndarray of int
        Place in `JUDGED` and `FIELDS`.
    lead : Trends
        Of how much better than riket the series is.
    """

    riket: np.ndarray
    gap: np.ndarray
    judged: np.ndarray
    field: np.ndarray
    lead: Trends


def goodness(values: np.ndarray, better: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Values turned so that higher is better: with their sign changed, or as closeness to a balance point.

    Parameters
    ----------
    values : ndarray
    better : ndarray
        1 where higher values are better, -1 where lower are, or where the distance to the point is to be small.
    points : ndarray
        Balance points, NaN for other indicators.
    """
    return better * np.where(np.isnan(points), values, np.abs(values - points))


def against_riket(block: Block, found: Segments, better: np.ndarray, compared: np.ndarray) -> Against:
    """Level and trend of each series against riket.

    Parameters
    ----------
    block : Block
    found : Segments
    better : ndarray
        By slice: 1 or -1, 0 for context.
    compared : ndarray of bool
        By series: whether its values may be compared between places.

    Returns
    -------
    Against

    Notes
    -----
    For survey values with known margins two places differ when the difference is larger than the root of the sum of the
    squares of the margins.
    """
    column = int(np.flatnonzero(block.regions == RIKET)[0])
    decimals, points = block.each("decimals")[found.slice], block.each("balance_point").astype(float)[found.slice]
    sign = better[found.slice].astype(float)
    value, riket = found.latest(block.values), block.values[found.slice, found.last, column]
    shown, other = rounded_values(value, decimals), rounded_values(riket, decimals)
    riket = np.where(compared, riket, np.nan)
    margin = np.hypot(found.latest(block.margins), block.margins[found.slice, found.last, column])
    ahead = goodness(shown, sign, points) - goodness(other, sign, points)
    alike = np.abs(ahead) < np.fmax(0.5 * 10.0**-decimals, np.nan_to_num(margin))
    known = compared & np.isfinite(riket) & (np.isfinite(margin) | ~block.each("survey")[found.slice])
    judged = np.select([~known, sign == 0, alike, ahead > 0], [4, 3, 2, 0], 1)
    lead = _lead(block, found, column, sign, points, known & (sign != 0))
    moving, stands = lead.sign, np.isin(judged, (0, 1))
    named = np.where(moving > 0, np.where(judged == 1, 0, 1), np.where(judged == 1, 2, 3))
    field = np.where(np.isnan(lead.slope), 5, np.where(stands & (moving != 0), named, 4))
    gap = np.where(compared, rounded_values(shown - other, decimals), np.nan)
    return Against(riket, gap, judged, field, lead)


def _lead(
    block: Block, found: Segments, column: int, sign: np.ndarray, points: np.ndarray, known: np.ndarray
) -> Trends:
    own, other = found.picked(block.values), found.picked(block.values, column)
    lead = goodness(own, sign[:, None], points[:, None]) - goodness(other, sign[:, None], points[:, None])
    return trends(np.where(known[:, None], lead, np.nan), found)


Pools = dict[frozenset[int], list[int]]


def similar_pools(codes: Sequence[str], wanted: np.ndarray) -> Pools:
    """Which columns belong together: a wanted region with those similar to it, and who have this very pool."""
    place = {code: number for number, code in enumerate(codes)}
    pools: Pools = {}
    for own in np.flatnonzero(wanted).tolist():
        if similar := regions.region(codes[own]).similar:
            pools.setdefault(frozenset([own, *(place[other] for other in similar if other in place)]), []).append(own)
    return pools


def similar_medians(block: Block, found: Segments, pools: Pools) -> np.ndarray:
    """Unweighted median of each series' similar regions the same year, NaN when under half of them have a value."""
    medians = np.full(len(found.slice), np.nan)
    for pool, owners in pools.items():
        members = np.array(sorted(pool))
        mine = np.flatnonzero(np.isin(found.region, owners))
        others = block.values[found.slice[mine, None], found.last[mine, None], members]
        others = np.where(members == found.region[mine, None], np.nan, others)
        others.sort(axis=1)
        size = np.isfinite(others).sum(axis=1)
        each, last = np.arange(len(mine)), np.maximum(size - 1, 0)
        middle = (others[each, last // 2] + others[each, (last + 1) // 2]) / 2
        medians[mine] = np.where(size * 2 >= max(len(members) - 1, 1), middle, np.nan)
    return medians


@dataclass(frozen=True, eq=False)
class Ranks:
    """Each series among the regions of its level that have a value the same year; NaN and -1 when they are too few.

    Attributes
    ----------
    rank, ranked : ndarray
        Place from the best, shared by values that are shown alike, and of how many.
    best, worst : ndarray
        Values in the indicator's unit.
    best_region, worst_region : ndarray of int
        Column of the first region that has them.
    """

    rank: np.ndarray
    ranked: np.ndarray
    best: np.ndarray
    worst: np.ndarray
    best_region: np.ndarray
    worst_region: np.ndarray


def ranks(block: Block, found: Segments, better: np.ndarray, compared: np.ndarray) -> Ranks:
    """Place of each series among regions of the same level.

    Parameters
    ----------
    block : Block
    found : Segments
    better : ndarray
        By slice: 1 or -1.
    compared : ndarray of bool
        By series: whether it is to be ranked.

    Returns
    -------
    Ranks

    Notes
    -----
    As for a spread, at least eight regions, and at least a third of all, must have a value.
    """
    size = len(found.slice)
    numbers = [np.full(size, np.nan) for _ in range(4)]
    where = [np.full(size, -1) for _ in range(2)]
    decimals, points = block.each("decimals"), block.each("balance_point").astype(float)
    for level in ("län", "kommun"):
        among = np.isin(block.regions, regions.codes(level))
        members = np.flatnonzero(among)
        mine = np.flatnonzero(compared & among[found.region])
        for year in np.unique(found.last[mine]):
            those = mine[found.last[mine] == year]
            slices, row = np.unique(found.slice[those], return_inverse=True)
            values = block.values[slices, year][:, members]
            shown = rounded_values(values, decimals[slices, None])
            good = goodness(shown, better[slices, None].astype(float), points[slices, None])
            column = np.searchsorted(members, found.region[those])
            step = 0.5 * 10.0 ** -decimals[slices][row]
            ordered = np.sort(good, axis=1)  # missing ones last
            many = np.isfinite(good).sum(axis=1)
            enough = (many >= max(FEWEST_REGIONS, len(members) / 3))[row]
            above = (ordered[row] > (good[row, column] + step)[:, None]).sum(axis=1)
            for array, found_here in zip(
                (*numbers, *where),
                (
                    above + 1,
                    many[row],
                    *(values[np.arange(len(slices)), at][row] for at in (_first(good, 1), _first(good, -1))),
                    *(members[at][row] for at in (_first(good, 1), _first(good, -1))),
                ),
                strict=True,
            ):
                array[those[enough]] = found_here[enough]
    return Ranks(*numbers, *where)


def _first(good: np.ndarray, sign: int) -> np.ndarray:
    """Column of the first highest (1) or lowest (-1) value of each row; each row has one."""
    return np.where(np.isnan(good), -np.inf, sign * good).argmax(axis=1)
