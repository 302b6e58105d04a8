"""One verdict an indicator, region and sex, with everything that it rests on."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from vagar_lib import regions as places
from vagar_lib.errors import BadInput
from vagar_lib.indicators import Register
from vagar_lib.judgement import Rules
from vagar_lib.metrics.verdict.blocks import SEXES, Block, blocks
from vagar_lib.metrics.verdict.course import KINDS, VERDICTS, course
from vagar_lib.metrics.verdict.level import (
    FIELDS,
    JUDGED,
    RIKET,
    Pools,
    against_riket,
    ranks,
    similar_medians,
    similar_pools,
)
from vagar_lib.metrics.verdict.pace import BY

COLUMNS = (
    *("indicator", "region", "sex", "verdict", "year", "period", "value", "status", "source", "stale", "ended"),
    *("start", "points", "break_year", "window", "slope", "low", "high", "tau"),
    *(
        "pace_by",
        "pace",
        "required",
        "ratio",
        "target_kind",
        "target_value",
        "target_year",
        "balance_point",
        "distance",
    ),
    *("riket", "gap", "judged", "lead_slope", "lead_low", "lead_high", "field", "similar"),
    *("best", "best_region", "worst", "worst_region", "rank", "ranked"),
)


def judge(
    observations: pd.DataFrame,
    register: Register,
    rules: Rules,
    *,
    today: int,
    regions: Iterable[str] | None = None,
    margins: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Judge every series: each indicator, region and sex that has a value.

    Parameters
    ----------
    observations : DataFrame
        As `store.observations` gives them with ``sex=None``: all regions, since they are compared with each other.
    register : Register
        Indicators that are replaced are left out.
    rules : Rules
        Window and thresholds.
    today : int
        Year of the data edition, for what is stale.
    regions : iterable of str, optional
        Codes that get rows; all by default. The others are compared with only.
    margins : DataFrame, optional
        As `store.margins` gives them; without them no survey value has a known interval.

    Returns
    -------
    DataFrame
        In the order of the register, with sexes T, K, M and regions in theirs; text is categories.

        - ``indicator, region, sex, verdict`` (one of `VERDICTS`)
        - ``year, period, value, status, source`` of the last value; ``stale, ended``
        - ``start, points, break_year, window``: the last comparable segment, ``start`` to ``year``
        - ``slope, low, high``: change a year and its interval, in the indicator's unit; for 'balance' that of the
          distance to the point. ``tau`` is Kendall's
        - ``pace_by`` ('growth': per cent a year, 'difference': unit a year), ``pace, required, ratio``, and
          ``target_kind, target_value, target_year``
        - ``balance_point, distance``: for 'balance'
        - ``riket, gap`` (value less riket's, as shown), ``judged`` (better, worse, level, context, unknown);
          ``lead_slope, lead_low, lead_high``: change a year of how much better than riket it is; ``field`` (one of
          `FIELDS`)
        - ``similar``: median of similar regions; ``best, best_region, worst, worst_region, rank, ranked`` among regions
          of the same level that year

        NaN and '' where something does not apply or is not known.

    Raises
    ------
    BadInput
        A region that does not exist.

    Examples
    --------
    >>> from vagar_lib.indicators import register
    >>> from vagar_lib.judgement import rules
    >>> rows = pd.DataFrame({"indicator": "medianinkomst", "region": "23", "period": "", "year": range(2015, 2021),
    ...     "sex": "T", "value": [300e3, 306e3, 312e3, 318e3, 324e3, 330e3], "status": "", "source": "made/up"})
    >>> found = judge(rows, register(), rules(), today=2021).iloc[0]
    >>> found["verdict"], float(found["slope"]), round(float(found["pace"]), 2), int(found["points"])
    ('strong_improvement', 6000.0, 1.92, 6)
    """
    codes = places.codes()
    if unknown := sorted(set(regions or ()) - set(codes)):
        raise BadInput(f"unknown region {', '.join(map(repr, unknown))}; codes are those of the region register")
    wanted = np.isin(codes, codes if regions is None else list(regions))
    pools = similar_pools(codes, wanted)
    if margins is not None and len(margins):
        observations = pd.concat([observations, margins], ignore_index=True)
    parts = [_judge(block, wanted, rules, today, pools) for block in blocks(observations, register, codes)]
    if not parts:
        return pd.DataFrame(columns=list(COLUMNS))
    joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    ids = [indicator.id for indicator in register]
    words = {
        "indicator": ids,
        "region": codes,
        "sex": list(SEXES),
        "verdict": list(VERDICTS),
        "pace_by": list(BY),
        "target_kind": list(KINDS),
        "judged": list(JUDGED),
        "field": list(FIELDS),
        "best_region": codes,
        "worst_region": codes,
    }
    rows = joined.pop("row")
    for name in ("period", "status", "source"):
        joined[name] = observations[name].take(rows).astype("category").array
    for name, known in words.items():
        joined[name] = pd.Categorical.from_codes(joined[name], known)
    return pd.DataFrame({name: joined[name] for name in COLUMNS}, copy=False)


def _judge(block: Block, wanted: np.ndarray, rules: Rules, today: int, pools: Pools) -> dict[str, np.ndarray]:
    """Columns of the judged rows of a block; words as their place among those allowed."""
    series = course(block, wanted, rules, today)
    found, trend, pace, old = series.found, series.trend, series.pace, series.stale | series.ended
    own, better = found.slice, series.better
    compared = ~block.each("amount")[own] & (block.regions[found.region] != RIKET)
    against = against_riket(block, found, better, compared)
    rank = ranks(block, found, better, compared & ~block.each("survey")[own] & ~old & (better[own] != 0))
    return {
        "indicator": block.place[own],
        "region": found.region,
        "sex": block.sexes[own],
        "verdict": series.verdict,
        "year": series.year,
        "row": found.latest(block.rows),
        "value": series.value,
        "stale": series.stale,
        "ended": series.ended,
        "start": series.year + found.start,
        "points": trend.points,
        "break_year": found.break_year,
        "window": np.full(len(own), rules.window),
        "slope": trend.slope,
        "low": trend.low,
        "high": trend.high,
        "tau": trend.tau,
        "pace_by": pace.by,
        "pace": pace.pace,
        "required": pace.required,
        "ratio": pace.ratio,
        "target_kind": series.target_kind,
        "target_value": series.target_value,
        "target_year": series.target_year,
        "balance_point": series.point,
        "distance": np.where(np.isnan(series.point), np.nan, np.abs(series.value - series.point)),
        "riket": against.riket,
        "gap": against.gap,
        "judged": np.where(old, JUDGED.index("unknown"), against.judged),
        "lead_slope": against.lead.slope,
        "lead_low": against.lead.low,
        "lead_high": against.lead.high,
        "field": np.where(old, FIELDS.index(""), against.field),
        "similar": np.where(compared, similar_medians(block, found, pools), np.nan),
        "best": rank.best,
        "best_region": rank.best_region,
        "worst": rank.worst,
        "worst_region": rank.worst_region,
        "rank": rank.rank,
        "ranked": rank.ranked,
    }
