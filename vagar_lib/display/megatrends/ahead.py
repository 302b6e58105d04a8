"""Damped trends in words and as series, each with its own error, or why there is none."""

from __future__ import annotations

import pandas as pd

from vagar_lib.display import sentences, text
from vagar_lib.indicators import Indicator
from vagar_lib.metrics import ahead as damped
from vagar_lib.metrics import compare
from vagar_lib.metrics.ahead import Ahead
from vagar_lib.metrics.change import series
from vagar_lib.regions import Region

HORIZON = 10
"""Years that a damped trend is carried on."""
REASONS = {
    "short": "serien är för kort",
    "gaps": "serien har luckor",
    "broken": "ett brott i serien ligger för nära slutet",
    "worse": "metoden träffade sämre än det senaste värdet när den prövades på seriens egna år",
    "scale": "trenden leder utanför skalan",
    "rolling": "värdena är glidande medelvärden, som inte är skilda mätningar",
}
"""Why a series has no look ahead."""


def look(observations: pd.DataFrame, place: Region, indicator: Indicator) -> Ahead:
    """The damped trend of an indicator in a place, or why there is none."""
    if indicator.window > 1:
        return Ahead("rolling", pd.DataFrame())
    own = series(observations, place.code)
    breaks = [b.year for b in indicator.breaks if not b.regions or place.code in b.regions]
    found = damped.look_ahead(own["year"], own["value"], HORIZON, breaks=breaks)
    least, most = _scale(indicator)
    if not found.reason and not found.frame["value"].between(least, most).all():
        return Ahead("scale", found.frame.iloc[:0], found.error)
    return found


def with_look(observations: pd.DataFrame, place: Region, indicator: Indicator, found: Ahead) -> pd.DataFrame:
    """The series of a place beside its county and riket, and its look ahead when there is one."""
    beside = compare.beside(observations, place)
    if found.reason or beside.empty:
        return beside
    least, most = _scale(indicator)
    own = beside[beside["role"] == "place"]
    drawn = damped.drawn(own, found, f"{place.name}, dämpad trend", least=least, most=most)
    return pd.concat([beside, drawn[drawn["role"] == "ahead"].assign(indicator=indicator.id, sex="T")])


def trend_ahead(found: Ahead, place: Region, indicator: Indicator) -> str:
    """Where the damped trend leads and how wrong it was before, or why nothing is said of the years ahead."""
    if found.reason:
        return f"Ingen framåtblick görs: {REASONS[found.reason]}."
    last = found.frame.iloc[-1]
    least, most = _scale(indicator)
    low, high = (min(max(last[end], least), most) for end in ("low", "high"))
    said = (
        f"Fortsätter den dämpade trenden till {int(last['year'])} blir värdet i {place.label} "
        f"{sentences.amount(last['value'], indicator)}; fyra av fem utfall väntas mellan "
        f"{text.number(low, indicator.decimals)} och {sentences.short(high, indicator)}."
    )
    if found.error and not text.missing(found.error.mape):
        size = text.quantity(found.error.mape, "procent")
        said += f" När metoden prövades på seriens egna år var felet i medeltal {size}."
    return said


def _scale(indicator: Indicator) -> tuple[float, float]:
    """Least and most that an indicator without negative values can be."""
    return 0.0, 100.0 if indicator.unit == "procent" else float("inf")
