"""Where does a place stand on every indicator, and which findings matter most?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from vagar_lib import regions
from vagar_lib.indicators import Indicator, Register
from vagar_lib.metrics.change import WINDOW, Trend, stale, trend
from vagar_lib.metrics.compare import SIMILAR, Gap, gap, robust_spread
from vagar_lib.metrics.precision import rounded
from vagar_lib.regions import Region

FARTHEST = 4.0
"""Distances and changes count no further than this many spreads, so that one odd value can't fill the summary."""
DIMENSIONS = ("ekologisk", "social", "ekonomisk")

COLUMNS = [
    "indicator",
    "theme",
    "dimension",
    "year",
    "period",
    "value",
    "riket",
    "similar",
    "position",
    "difference",
    "distance",
    "judged",
    "trend",
    "change",
    "turned",
    "stale",
    "source",
]


def peers(place: Region) -> list[str]:
    """Codes that a standing needs values of: all regions of the place's level, its county and riket."""
    return list(dict.fromkeys([*regions.codes(place.level), *(code for code in (place.county, "00") if code)]))


def judged(indicator: Indicator, value: float, reference: float) -> str:
    """Whether a value is better than a reference, in the direction that the register gives.

    Parameters
    ----------
    indicator : Indicator
    value, reference : float
        In the indicator's unit; compared at the precision shown.

    Returns
    -------
    {'better', 'worse', 'level', 'context'}
        'context' for indicators that are neither good nor bad. A 'balance' indicator is judged by the distance to its
        point.
    """
    own, other = rounded(value, indicator.decimals), rounded(reference, indicator.decimals)
    if indicator.direction == "context":
        return "context"
    if indicator.direction == "balance":
        point = rounded(indicator.balance_point, indicator.decimals)
        own, other = -abs(own - point), -abs(other - point)
    elif indicator.direction == "lower":
        own, other = -own, -other
    return "better" if own > other else "worse" if own < other else "level"


def standing(
    observations: pd.DataFrame, place: Region, register: Register, *, today: int, window: int = WINDOW
) -> pd.DataFrame:
    """One row for each indicator that the place has a value of.

    Parameters
    ----------
    observations : DataFrame
        All indicators, both sexes together, for the place, all regions of its level, its county and riket.
    place : Region
    register : Register
    today : int
        Year of the data edition, for what is stale.
    window : int
        Years that the trend looks back.

    Returns
    -------
    DataFrame
        ``indicator, theme, dimension, year, period, value, riket, similar`` (median of similar regions), ``position``
        and ``difference`` against riket, ``distance`` (difference in units of the spread between regions of the
        place's level), ``judged`` (better, worse, level, context, unknown), ``trend`` (verdict), ``change`` (the
        trend over its segment in units of the spread, by the end of its interval that is closest to zero),
        ``turned`` (better, worse, context: what the trend means), ``stale``, ``source``. In the register's order.
    """
    rows = []
    own_codes = set(regions.codes(place.level))
    groups = dict(tuple(observations[observations["sex"] == "T"].groupby("indicator", sort=False)))
    for indicator in register:
        rows_of_one = groups.get(indicator.id)
        if rows_of_one is None or indicator.state == "replaced":
            continue
        own = rows_of_one[(rows_of_one["region"] == place.code) & rows_of_one["value"].notna()]
        if own.empty:
            continue
        last = own.loc[own["year"].idxmax()]
        against = None if indicator.amount else gap(rows_of_one, place, "00", indicator)
        if against and against.year != last["year"]:
            against = None
        similar = gap(rows_of_one, place, SIMILAR, indicator) if place.similar and not indicator.amount else None
        moved = trend(rows_of_one, place.code, indicator, window=window)
        peers = rows_of_one[rows_of_one["region"].isin(own_codes) & (rows_of_one["year"] == last["year"])]
        rows.append(
            {
                "indicator": indicator.id,
                "theme": indicator.theme,
                "dimension": indicator.dimension,
                "year": int(last["year"]),
                "period": last["period"],
                "value": float(last["value"]),
                "similar": similar.reference if similar and similar.year == last["year"] else np.nan,
                **_against(indicator, against),
                **_moved(indicator, moved, robust_spread(peers["value"])),
                "stale": stale(int(last["year"]), indicator, today) or indicator.state != "active",
                "source": last["source"],
            }
        )
    return pd.DataFrame(rows, columns=COLUMNS)


def _against(indicator: Indicator, found: Gap | None) -> dict[str, object]:
    if found is None:
        return {
            "riket": np.nan,
            "position": "",
            "difference": np.nan,
            "distance": np.nan,
            "judged": "unknown",
        }
    verdict = "unknown" if found.position == "unknown" else judged(indicator, found.value, found.reference)
    return {
        "riket": found.reference,
        "position": found.position,
        "difference": found.difference,
        "distance": found.distance,
        "judged": verdict,
    }


def _moved(indicator: Indicator, found: Trend, spread: float) -> dict[str, object]:
    if not found.certain:
        return {"trend": found.verdict, "change": np.nan, "turned": ""}
    sure = found.low if found.verdict == "up" else found.high
    meaning = judged(indicator, found.first + found.total, found.first)
    return {
        "trend": found.verdict,
        "change": sure * (found.end - found.start) / spread,
        "turned": "context" if meaning == "level" else meaning,
    }


def findings(standings: pd.DataFrame, most: int) -> pd.DataFrame:
    """The findings that matter most, ranked by one rule.

    A finding is a certain trend, or a difference to riket that may be named; stale values and survey values without
    known uncertainty give none. Its weight is the larger of the distance to riket and the sure part of the change,
    both in units of the spread between regions and at most four. The weightiest of each theme comes first, then the
    second of each, so that the summary is broad; each dimension that has a finding is represented.

    Parameters
    ----------
    standings : DataFrame
        As `standing` gives it.
    most : int
        Number of findings.

    Returns
    -------
    DataFrame
        Rows of ``standings`` with ``kind`` ('level' or 'change') and ``weight``, weightiest first.
    """
    fresh = standings[~standings["stale"].astype(bool)].copy()
    level = fresh["distance"].abs().clip(upper=FARTHEST).where(fresh["position"].isin(["above", "below"]))
    change = fresh["change"].abs().clip(upper=FARTHEST)
    fresh["weight"] = pd.concat([level, change], axis=1).max(axis=1)
    fresh["kind"] = np.where(change.fillna(-1) > level.fillna(-1), "change", "level")
    order = ["weight", "indicator"]
    ranked = fresh[fresh["weight"] > 0].sort_values(order, ascending=[False, True])
    firsts = ranked[~ranked["dimension"].duplicated() & ranked["dimension"].isin(DIMENSIONS)].head(most)
    rest = ranked.assign(turn=ranked.groupby("theme").cumcount()).drop(firsts.index)
    others = rest.sort_values(["turn", *order], ascending=[True, False, True]).head(most - len(firsts))
    return pd.concat([firsts, others.drop(columns="turn")]).sort_values(order, ascending=[False, True])
