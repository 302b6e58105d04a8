"""Where is each series heading, and which verdict is that?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vagar_lib.judgement import Rules
from vagar_lib.metrics.change import SLACK
from vagar_lib.metrics.precision import rounded_values
from vagar_lib.metrics.verdict.blocks import Block
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


@dataclass(frozen=True, eq=False)
class Course:
    """Each series by itself, whatever the others are.

    Attributes
    ----------
    found : Segments
        Which series, and their last comparable segment.
    better : ndarray of int
        By slice, as `BETTER`.
    year, value : ndarray
        Of the last value.
    point : ndarray
        Balance point, NaN for other indicators.
    trend : Trends
        For 'balance' that of the distance to the point.
    pace : Pace
    target_kind : ndarray of int
        Place in `KINDS`.
    target_value, target_year : ndarray
        NaN without a target.
    stale, ended : ndarray of bool
    verdict : ndarray of int
        Place in `VERDICTS`.
    """

    found: Segments
    better: np.ndarray
    year: np.ndarray
    value: np.ndarray
    point: np.ndarray
    trend: Trends
    pace: Pace
    target_kind: np.ndarray
    target_value: np.ndarray
    target_year: np.ndarray
    stale: np.ndarray
    ended: np.ndarray
    verdict: np.ndarray


def course(block: Block, wanted: np.ndarray, rules: Rules, today: int) -> Course:
    """Trend, pace and verdict of the series of a block.

    Parameters
    ----------
    block : Block
    wanted : ndarray of bool
        Which of its regions.
    rules : Rules
    today : int
        Year of the data edition, for what is stale.
    """
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
    judgeable = np.isfinite(near) & (~survey | np.isfinite(margin))
    reached = sign * (_shown(value, points, decimals) - _shown(target, points, decimals))
    met = judgeable & (reached >= np.where(survey, margin, 0))
    verdict = _verdicts(rules, sign, trend, pace, judgeable, met, year >= target_year, stale, ended)
    return Course(
        found, better, year, value, points, trend, pace, kind, target, target_year, stale, ended, verdict
    )


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
