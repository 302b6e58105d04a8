"""Which signposts of the megatrends has a place passed, and which of them turned with the latest figures?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Literal

import numpy as np
import pandas as pd

from vagar_lib.indicators import Indicator, Register
from vagar_lib.megatrends import Megatrends, Signpost
from vagar_lib.metrics.change import stale
from vagar_lib.metrics.compare import total
from vagar_lib.metrics.precision import rounded, shown_difference
from vagar_lib.regions import Region

State = Literal["passed", "not_passed", "unknown"]
Series = dict[int, float]
Reason = Literal["", "missing", "stale", "reference", "break", "margin"]
CHANGE_DECIMALS = 1
"""A change in per cent is compared with its threshold at this precision, the one it is shown with."""


@dataclass(frozen=True)
class Reading:
    """A signpost read at one time.

    Attributes
    ----------
    state : 'passed', 'not_passed' or 'unknown'
    reason : str
        Why it is unknown: 'missing' (no value), 'stale' (older than the rhythm of its publication allows),
        'reference' (riket has no value the same year, or is the place itself), 'break' (a break in the series, or no
        value, so many years earlier), 'margin' (a survey value closer to the threshold than the margin).
    measured : float
        What is compared with the threshold: a value, a change in per cent or a gap to riket; NaN when there is none.
    year : int
        Year of the value, 0 when there is none.
    """

    state: State
    reason: Reason
    measured: float = np.nan
    year: int = 0


def evaluate(
    trends: Megatrends, observations: pd.DataFrame, place: Region, register: Register, *, today: int
) -> pd.DataFrame:
    """Every signpost for a place: where it stands, and where it stood one edition of the figures earlier.

    The edition before is the same series without its latest value: what could be known when that value was the newest.
    It is not the state at the last run, so the answer is the same whenever and wherever the report is made; figures
    that their publisher has revised are taken as they are now.

    Parameters
    ----------
    trends : Megatrends
    observations : DataFrame
        Of the indicators of the signposts, both sexes together, for the place, its county and riket.
    place : Region
        Signposts whose indicator has no value for a municipality are read for its county.
    register : Register
    today : int
        Year of the data edition, for what is stale.

    Returns
    -------
    DataFrame
        ``megatrend, signpost, indicator, region`` (that it is read for)``, state, reason, measured, year,
        state_before, year_before, changed`` (both states are known and differ)``, source``; one row a signpost, in
        the order of the file.
    """
    rows = []
    all_series = _by_year(observations, {place.code, place.county or place.code, "00"})
    for trend, post in trends.signposts:
        indicator = register.get(post.indicator)
        held = (code for code in (place.code, place.county) if (post.indicator, code) in all_series)
        region = next(held, place.code)
        series, source = all_series.get((post.indicator, region), ({}, ""))
        riket = {} if region == "00" else all_series.get((post.indicator, "00"), ({}, ""))[0]
        now = read(post, series, riket, indicator, region)
        earlier = {year: value for year, value in series.items() if year < now.year}
        before = read(post, earlier, riket, indicator, region)
        if now.reason != "missing" and (stale(now.year, indicator, today) or indicator.state != "active"):
            now = Reading("unknown", "stale", now.measured, now.year)
        known = "unknown" not in (now.state, before.state)
        rows.append(
            {
                "megatrend": trend.id,
                "signpost": post.id,
                "indicator": post.indicator,
                "region": region,
                **asdict(now),
                "state_before": before.state,
                "year_before": before.year,
                "changed": known and now.state != before.state,
                "source": source,
            }
        )
    return pd.DataFrame(rows)


def read(
    post: Signpost, series: dict[int, float], riket: dict[int, float], indicator: Indicator, region: str
) -> Reading:
    """One signpost, read off values by year.

    Parameters
    ----------
    post : Signpost
    series, riket : dict of int to float
        Values of the place and of riket by year, in order.
    indicator : Indicator
        Gives the decimals that are shown, and breaks.
    region : str
        Region code, for breaks that concern only some regions.

    Returns
    -------
    Reading
    """
    if not series:
        return Reading("unknown", "missing")
    year, value = list(series.items())[-1]
    match post.measure:
        case "value":
            measured = float(rounded(value, indicator.decimals))
        case "gap":
            if year not in riket:
                return Reading("unknown", "reference", year=year)
            measured = float(shown_difference(value, riket[year], indicator.decimals))
        case "change":
            year, measured = _change(series, post.years, indicator, region)
            if np.isnan(measured):
                return Reading("unknown", "break", year=year)
    beyond = measured - post.threshold if post.comparison == "above" else post.threshold - measured
    if post.margin and abs(beyond) <= post.margin:
        return Reading("unknown", "margin", measured, year)
    return Reading("passed" if beyond > 0 else "not_passed", "", measured, year)


def _change(series: dict[int, float], years: int, indicator: Indicator, region: str) -> tuple[int, float]:
    """Change in per cent over so many years, up to the last year that no break lies between; NaN when there is none."""
    breaks = [b.year for b in indicator.breaks if not b.regions or region in b.regions]
    for year in reversed(series):
        first = year - years
        if series.get(first, 0) > 0 and not any(first < at <= year for at in breaks):
            change = 100 * (series[year] / series[first] - 1)
            return year, float(rounded(change, CHANGE_DECIMALS))
    return max(series), np.nan


def _by_year(observations: pd.DataFrame, regions: Collection[str]) -> dict[tuple[str, str], tuple[Series, str]]:
    """Values of some regions by year, in order, and the source of the last, by indicator and region."""
    rows = observations[observations["region"].isin(regions)]
    rows = total(rows).dropna(subset="value").sort_values("year", kind="stable")
    found: dict[tuple[str, str], tuple[Series, str]] = {}
    columns = (rows[name].tolist() for name in ("indicator", "region", "year", "value", "source"))
    for indicator, region, year, value, source in zip(*columns, strict=True):
        series, _ = found.get((indicator, region), ({}, ""))
        series[int(year)] = float(value)
        found[indicator, region] = series, source
    return found
