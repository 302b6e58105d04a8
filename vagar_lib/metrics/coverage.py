"""What exists, for which places, sexes and years, what is missing, and when does more come?"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from vagar_lib import regions as places
from vagar_lib.indicators import Indicator, Register
from vagar_lib.metrics.change import stale

STATES = ("current", "stale", "ended", "missing")
KEYS = ["indicator", "region", "sex"]


def coverage(observations: pd.DataFrame, register: Register, *, regions: Iterable[str], today: int) -> pd.DataFrame:
    """What exists of everything that could: each indicator, region of its levels, and sex of its source.

    Parameters
    ----------
    observations : DataFrame
        As `store.observations` gives them with ``sex=None``.
    register : Register
        Indicators that are replaced are left out.
    regions : iterable of str
        Codes.
    today : int
        Year of the data edition.

    Returns
    -------
    DataFrame
        ``indicator, region, sex``; ``first, last`` (years, missing without values), ``values`` (how many), ``gaps``
        (years between them in which one was due by the indicator's rhythm but is not there), ``state`` (one of
        `STATES`), ``reason`` (status of the last missing value, '' without one), ``next_publication`` (date or None).
    """
    codes = list(regions)
    expected = [
        (indicator, code, sex)
        for indicator in register
        if indicator.state != "replaced"
        for code in codes
        if places.region(code).level in indicator.levels
        for sex in (("T", "K", "M") if indicator.sex else ("T",))
    ]
    table = pd.DataFrame([(indicator.id, code, sex) for indicator, code, sex in expected], columns=KEYS)
    own = observations[observations["region"].isin(codes)].astype(dict.fromkeys(KEYS, "str"))
    known, missing = own[own["value"].notna()], own[own["value"].isna()]
    years = known.groupby(KEYS)["year"].agg(first="min", last="max", values="count").reset_index()
    reason = missing.sort_values("year").drop_duplicates(KEYS, keep="last")[[*KEYS, "status"]]
    table = table.merge(years, on=KEYS, how="left").merge(reason, on=KEYS, how="left")
    indicators = [indicator for indicator, _, _ in expected]
    rhythm = np.array([indicator.rhythm for indicator in indicators], int)
    due = (table["last"] - table["first"]) // rhythm + 1
    return table.assign(
        first=table["first"].astype("Int64"),
        last=table["last"].astype("Int64"),
        values=table["values"].fillna(0).astype(int),
        gaps=(due - table["values"]).clip(lower=0).fillna(0).astype(int),
        state=[_state(last, indicator, today) for last, indicator in zip(table["last"], indicators, strict=True)],
        reason=table["status"].fillna(""),
        next_publication=pd.Series([indicator.next_publication for indicator in indicators], dtype=object),
    ).drop(columns="status")


def _state(last: float, indicator: Indicator, today: int) -> str:
    if np.isnan(last):
        return "missing"
    if indicator.state == "ended":
        return "ended"
    return "stale" if stale(int(last), indicator, today) else "current"


def coverage_by_year(observations: pd.DataFrame, register: Register) -> pd.DataFrame:
    """How many regions of each level have a value, year by year.

    Parameters
    ----------
    observations : DataFrame
        As for `coverage`, of all regions.
    register : Register

    Returns
    -------
    DataFrame
        ``indicator, level, sex, year, regions`` (with a value), ``of`` (regions of the level); only years with a value,
        in the order of the register and of the levels.
    """
    ids = [indicator.id for indicator in register if indicator.state != "replaced"]
    asked = observations["value"].notna() & observations["indicator"].isin(ids)
    known = observations[["indicator", "region", "sex", "year"]][asked]
    level = known["region"].astype(str).map({code: places.region(code).level for code in places.codes()})
    ordered = known.assign(
        indicator=pd.Categorical(known["indicator"], ids),
        level=pd.Categorical(level, places.LEVELS),
        sex=pd.Categorical(known["sex"], ["T", "K", "M"]),
    )
    keys = ["indicator", "level", "sex", "year"]
    counted = ordered.groupby(keys, observed=True)["region"].nunique().rename("regions").reset_index()
    size = {name: len(places.codes(name)) for name in places.LEVELS}
    words = {name: counted[name].astype(str) for name in keys[:3]}
    return counted.assign(**words, of=counted["level"].map(size).astype(int))
