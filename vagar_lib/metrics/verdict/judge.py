"""One verdict an indicator, region and sex, with everything that it rests on."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from vagar_lib import regions as places
from vagar_lib.errors import BadInput
from vagar_lib.indicators import Register
from vagar_lib.judgement import Rules
from vagar_lib.metrics.change import SLACK
from vagar_lib.metrics.precision import rounded_values
from vagar_lib.metrics.verdict.blocks import SEXES, Block, blocks
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
from vagar_lib.metrics.verdict.pace import BY, Pace, paces
from vagar_lib.metrics.verdict.segment import Segments, Trends, segments, trends

VERDICTS = (
    *("met", "missed", "on_track", "slow", "limited", "away"),
    *("strong_improvement", "improvement", "decline", "strong_decline"),
    *("increase", "decrease", "flat", "few", "stale", "ended"),
)
"""With a target; without; for context; for all."""
KINDS = ("", "mål", "referens")
PACE_DECIMALS = 1
RATIO_DECIMALS = 2
"""Growth and ratio are compared with their thresholds as they are shown: to a tenth of a per cent, to a per cent."""
BETTER = {"higher": 1, "lower": -1, "balance": -1, "context": 0}
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
    pools = similar_pools(codes)
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
    found = segments(block, wanted, rules.window)
    own = found.slice
    better = np.array([BETTER[indicator.direction] for indicator in block.indicators])
    sign, decimals, survey = better[own], block.each("decimals")[own], block.each("survey")[own]
    points = block.each("balance_point").astype(float)[own]
    value, margin = found.latest(block.values), found.latest(block.margins)
    judged_values = found.picked(block.values)
    judged_values = np.where(np.isnan(points)[:, None], judged_values, np.abs(judged_values - points[:, None]))
    trend = trends(judged_values, found, found.picked(block.margins))
    year = found.last + block.first_year
    kind, target, target_year = _targets(block, found)
    near = np.where(np.isnan(points), target, np.abs(target - points))
    pace = paces(judged_values, trend, -found.start, sign, near, target_year - year - found.start)
    stale, ended = today - year > block.each("rhythm")[own] + SLACK, (block.each("state") == "ended")[own]
    compared = ~block.each("amount")[own] & (block.regions[found.region] != RIKET)
    against = against_riket(block, found, better, compared)
    old = stale | ended
    rank = ranks(block, found, better, compared & ~survey & ~old & (sign != 0))
    judgeable = np.isfinite(near) & (~survey | np.isfinite(margin))
    reached = sign * (_shown(value, points, decimals) - _shown(target, points, decimals))
    met = judgeable & (reached >= np.where(survey, margin, 0))
    return {
        "indicator": block.place[own],
        "region": found.region,
        "sex": block.sexes[own],
        "verdict": _verdicts(rules, sign, trend, pace, judgeable, met, year >= target_year, stale, ended),
        "year": year,
        "row": found.latest(block.rows),
        "value": value,
        "stale": stale,
        "ended": ended,
        "start": year + found.start,
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
        "target_kind": kind,
        "target_value": target,
        "target_year": target_year,
        "balance_point": points,
        "distance": np.where(np.isnan(points), np.nan, np.abs(value - points)),
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


def _shown(values: np.ndarray, points: np.ndarray, decimals: np.ndarray) -> np.ndarray:
    """Values, or distances to the balance point, at the precision that is shown."""
    exact = rounded_values(values, decimals)
    return np.where(np.isnan(points), exact, rounded_values(np.abs(exact - rounded_values(points, decimals)), decimals))


def _targets(block: Block, found: Segments) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Kind (place in `KINDS`), value and year of the target of each series; 0 and NaN without one."""
    shape = (len(block.indicators), len(block.regions))
    kind, value, year = np.zeros(shape, int), np.full(shape, np.nan), np.full(shape, np.nan)
    for number, indicator in enumerate(block.indicators):
        if target := indicator.target:
            where = np.isin(block.regions, target.regions or block.regions)
            kind[number, where] = KINDS.index(target.kind)
            value[number, where], year[number, where] = target.value, target.year
    at = (found.slice, found.region)
    return kind[at], value[at], year[at]


def _verdicts(
    rules: Rules,
    sign: np.ndarray,
    trend: Trends,
    pace: Pace,
    judgeable: np.ndarray,
    met: np.ndarray,
    over: np.ndarray,
    stale: np.ndarray,
    ended: np.ndarray,
) -> np.ndarray:
    """Place in `VERDICTS` of each series; the first that fits."""
    moved, turned = trend.sign, trend.sign * sign
    ratio = rounded_values(pace.ratio, RATIO_DECIMALS)
    growth = np.abs(rounded_values(np.where(pace.by == BY.index("growth"), pace.pace, 0), PACE_DECIMALS))
    strong = growth >= rules.growth.strong
    choices = {
        "ended": ended,
        "stale": stale,
        "met": met,
        "missed": judgeable & over,
        "few": np.isnan(trend.slope),
        "flat": moved == 0,
        "increase": (sign == 0) & (moved > 0),
        "decrease": sign == 0,
        "away": judgeable & ((turned < 0) | (ratio < rules.pace.limited)),
        # Without a required pace the line starts beyond the target and moves further.
        "on_track": judgeable & ((ratio >= rules.pace.on_track) | np.isnan(ratio)),
        "slow": judgeable & (ratio >= rules.pace.slow),
        "limited": judgeable,
        "strong_improvement": (turned > 0) & strong,
        "improvement": turned > 0,
        "strong_decline": strong,
    }
    places_of = [VERDICTS.index(name) for name in choices]
    return np.select(list(choices.values()), places_of, VERDICTS.index("decline"))
