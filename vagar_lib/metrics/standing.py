"""Where does a place stand on every indicator, and which findings matter most?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from vagar_lib import regions
from vagar_lib.indicator_entry import DIMENSIONS
from vagar_lib.indicators import Indicator, Register
from vagar_lib.metrics.change import WINDOW, Trend, stale, trend_of
from vagar_lib.metrics.compare import Gap, gap_to, robust_spread
from vagar_lib.metrics.panel import Panel, panels
from vagar_lib.metrics.precision import rounded
from vagar_lib.regions import Region

FARTHEST = 4.0
"""Distances and changes count no further than this many spreads, so that one odd value can't fill the summary."""

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
    """Codes that a standing needs values of: all regions of the place's level (län for riket), its county and riket."""
    return list(dict.fromkeys([*_spread_over(place), *(code for code in (place.county, "00") if code)]))


def _spread_over(place: Region) -> list[str]:
    return regions.codes("län" if place.level == "riket" else place.level)


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
        trend over its segment in units of the spread, by the end of its interval that is closest to zero; NaN for
        amounts, whose spread is that of the regions' sizes, and for survey values, whose spread is partly chance),
        ``turned`` (better, worse, context: what the trend means), ``stale``, ``source``. In the register's order.
        For riket the spread is that between län.
    """
    spread_over, similar = _spread_over(place), place.similar
    own = observations[(observations["region"] == place.code) & (observations["sex"] == "T")].dropna(subset="value")
    latest = own.sort_values("year").drop_duplicates("indicator", keep="last").set_index("indicator")
    last_of = latest[["year", "period", "value", "source"]].to_dict("index")
    values_of = panels(observations)
    rows = []
    for indicator in register:
        if indicator.id not in last_of or indicator.state == "replaced":
            continue
        last, values = last_of[indicator.id], values_of[indicator.id]
        at = int(np.searchsorted(values.years, last["year"]))
        compared = not indicator.amount
        against = None
        if compared and place.code != "00":
            against = gap_to(values.of("00"), values, place.code, spread_over, indicator)
        spread = np.nan
        if not indicator.amount and not indicator.survey:
            spread = robust_spread(values.among(spread_over)[at], len(spread_over))
        rows.append(
            {
                "indicator": indicator.id,
                "theme": indicator.theme,
                "dimension": indicator.dimension,
                **last,
                "similar": float(values.median(similar)[at]) if compared and similar else np.nan,
                **_against(indicator, against if against and against.year == last["year"] else None),
                **_moved(indicator, _trend(values, place.code, indicator, window), spread),
                "stale": stale(last["year"], indicator, today) or indicator.state != "active",
            }
        )
    return pd.DataFrame(rows, columns=COLUMNS)


def _trend(values: Panel, region: str, indicator: Indicator, window: int) -> Trend:
    own = values.of(region)
    known = ~np.isnan(own)
    return trend_of(values.years[known], own[known], region, indicator, window)


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
