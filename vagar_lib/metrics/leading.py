"""Which verdicts matter most? How far and how surely each has moved, in units that all indicators share."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from vagar_lib import regions
from vagar_lib.indicators import Indicator, Register
from vagar_lib.metrics.compare import robust_spread
from vagar_lib.metrics.panel import panels
from vagar_lib.metrics.standing import FARTHEST, findings

UNMOVED = ("flat", "few", "stale", "ended", "increase", "decrease")
"""Verdicts that don't say that it goes towards or away from what is wished."""
SIGN = {"higher": 1.0, "lower": -1.0}


def weigh(judged: pd.DataFrame, observations: pd.DataFrame, register: Register) -> pd.DataFrame:
    """Verdicts with their level and change in units of the spread between regions, and a weight.

    Parameters
    ----------
    judged : DataFrame
        As `metrics.verdict.judge` gives it; only rows of both sexes together are taken.
    observations : DataFrame
        All regions, as the verdicts were made from.
    register : Register

    Returns
    -------
    DataFrame
        The rows with ``theme, dimension``, and in units of the robust spread between the regions of the same level that
        year: ``level`` (the distance to riket) and ``turn`` (change a year of that distance), both so that more is
        better, and ``moved`` (what has surely changed over the segment: the end of the interval that is closest to
        zero, without sign). NaN for amounts, whose spread is that of the regions' sizes, for survey values, whose
        spread is partly chance, and where there is nothing to compare with. ``weight`` is the larger of the two, at
        most `metrics.standing.FARTHEST`, 0 when neither is known or the value is stale.
    """
    rows = judged[judged["sex"] == "T"].copy()
    known = {id: register.get(id) for id in rows["indicator"].unique()}
    rows["theme"] = [known[id].theme for id in rows["indicator"]]
    rows["dimension"] = [known[id].dimension for id in rows["indicator"]]
    spread = _spreads(rows, observations, [id for id, one in known.items() if not (one.amount or one.survey)])
    sign = _signs(rows, known)
    fresh = ~(rows["stale"].astype(bool) | rows["ended"].astype(bool))
    certain = (rows["low"] > 0) | (rows["high"] < 0)
    sure = np.minimum(rows["low"].abs(), rows["high"].abs()).where(certain, 0.0) * (rows["year"] - rows["start"])
    rows["level"] = sign * rows["gap"] / spread
    rows["turn"] = rows["lead_slope"] / spread
    rows["moved"] = sure / spread
    told = rows["level"].abs().where(rows["judged"].isin(["better", "worse"]))
    moved = rows["moved"].where(~rows["verdict"].isin(UNMOVED))
    rows["weight"] = pd.concat([told, moved], axis=1).max(axis=1).clip(upper=FARTHEST).where(fresh, 0.0).fillna(0.0)
    return rows


def leading(weighed: pd.DataFrame, most: int) -> pd.DataFrame:
    """The verdicts that matter most for one place, spread over themes and dimensions.

    Certain changes towards or away from what is wished come first, by how far they have surely gone; where there are
    too few, the largest distances to riket follow. Both are chosen by `metrics.standing.findings`.

    Parameters
    ----------
    weighed : DataFrame
        As `weigh` gives it, of one place.
    most : int

    Returns
    -------
    DataFrame
        Rows with ``kind``: 'change' or 'level'.
    """
    stale = weighed["stale"].astype(bool) | weighed["ended"].astype(bool)
    moving = weighed.assign(
        stale=stale,
        distance=np.nan,
        position="",
        change=weighed["moved"].where(~weighed["verdict"].isin(UNMOVED)),
    )
    chosen = findings(moving, most)
    told = weighed["judged"].isin(["better", "worse"]) & ~weighed["indicator"].isin(chosen["indicator"])
    level = weighed.assign(
        stale=stale, distance=weighed["level"].where(told), position=np.where(told, "above", ""), change=np.nan
    )
    rest = findings(level, most - len(chosen)) if len(chosen) < most else level.iloc[:0].assign(kind="level")
    kept = [*weighed.columns, "kind"]
    return pd.concat([chosen[kept], rest[kept]])


def _signs(rows: pd.DataFrame, known: Mapping[str, Indicator]) -> pd.Series:
    """Which way is better for each row; for 'balance', which has no such way, what is said of riket decides."""
    directions = {id: SIGN.get(one.direction, np.nan) for id, one in known.items()}
    by_judgement = rows["judged"].astype(str).map({"better": 1.0, "worse": -1.0}) * np.sign(rows["gap"])
    return rows["indicator"].astype(str).map(directions).astype(float).fillna(by_judgement)


def _spreads(rows: pd.DataFrame, observations: pd.DataFrame, ids: list[str]) -> pd.Series:
    """Spread between the regions of each row's level, in the year of its value; NaN where it is not known."""
    narrow = observations[["indicator", "region", "year", "sex", "value"]]
    values_of = panels(narrow[narrow["indicator"].isin(ids)])
    level = {code: regions.region(code).level for code in rows["region"].unique()}
    found = {}
    keys = list(zip(rows["indicator"], rows["year"], rows["region"].map(level).replace("riket", "län"), strict=True))
    for id, year, among in dict.fromkeys(keys):
        values = values_of.get(id)
        at = np.flatnonzero(values.years == year) if values is not None else []
        peers = regions.codes(among)
        found[id, year, among] = robust_spread(values.among(peers)[at[0]], len(peers)) if len(at) else np.nan
    return pd.Series([found[key] for key in keys], rows.index, float)
