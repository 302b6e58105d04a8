"""How sure is a line? The band round it, in the chart, in the table behind it and in words."""

from __future__ import annotations

import altair as alt
import pandas as pd

from vagar_lib.display import text
from vagar_lib.display.chart import Measured, period

MARK = {"opacity": 0.2, "strokeOpacity": 0}
"""A band lies under its line and lets the grid and other bands through."""
KEY = "Det färgade fältet kring linjen är osäkerheten."


def rows_of(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows that have a band."""
    return frame.dropna(subset=["low", "high"]) if {"low", "high"} <= set(frame) else frame.iloc[:0]


def with_limits(told: pd.DataFrame) -> pd.DataFrame:
    """Rows of a table behind: each series that has a band is followed by its lower and its upper limit."""
    banded = set(rows_of(told)["series"])
    if not banded:
        return told
    parts = []
    for name, rows in told.groupby("series", sort=False):
        parts.append(rows)
        if name in banded:
            inside = rows[rows["low"].notna() | rows["value"].isna()]
            parts += [
                inside.assign(series=f"{name}, {word} gräns", value=inside[end])
                for end, word in (("low", "undre"), ("high", "övre"))
            ]
    return pd.concat(parts)


def limits(banded: pd.DataFrame, measure: Measured) -> str:
    """The band of each series in its last year, for a text alternative."""
    last = banded.sort_values("year").drop_duplicates("series", keep="last")
    return " ".join(
        f"Osäkerhet för {row.series}: {text.number(row.low, measure.decimals)} till "
        f"{text.quantity(row.high, measure.unit, measure.decimals)} ({period(row.period)})."
        for row in last.itertuples()
    )


def between(y: alt.Y) -> dict[str, alt.Y | alt.Y2]:
    """The channels of a band, on the axis of a line."""
    low = y.copy()
    low.field = "low"
    return {"y": low, "y2": alt.Y2(field="high")}
