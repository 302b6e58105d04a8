"""Does it add up? Parts against totals and jumps between years, as a table's provenance declares them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from vagar_lib import regions
from vagar_lib.sources.provenance import Break, Provenance, Sum

_SHOWN = 10


def findings(typed: pd.DataFrame, declared: Provenance) -> list[str]:
    """Sums that do not hold and jumps that are too large.

    Parameters
    ----------
    typed : pandas.DataFrame
        Observations: region, period, year, sex, dimensions, value, status, source.
    declared : Provenance
        With the checks to make.

    Returns
    -------
    list of str
        One a place, period and cell, to be put after the name of the file.
    """
    found = [words for check in declared.checks.sums for words in _sums(typed, check)]
    if declared.checks.jump is not None:
        found += _jumps(typed, declared.checks.jump, declared.breaks)
    return found


def _sums(typed: pd.DataFrame, check: Sum) -> list[str]:
    """Only where the whole and every part of it have a value."""
    rows = typed[typed["value"].notna()]
    if check.until is not None:
        rows = rows[rows["year"] <= check.until]
    for dimension, codes in check.only.items():
        rows = rows[rows[dimension].isin(codes)]
    cell = ["period", *_dimensions(typed)]
    whole_of = {part: whole for whole in regions.codes(check.whole) for part in _parts(whole, check.parts)}
    parts = rows[rows["region"].isin(whole_of)]
    sums = (
        parts.assign(region=parts["region"].map(whole_of))
        .groupby(["region", *cell])["value"]
        .agg(["sum", "size"])
    )
    wholes = rows[rows["region"].isin(regions.codes(check.whole))].set_index(["region", *cell])["value"]
    compared = sums.join(wholes, how="inner").reset_index()
    complete = compared["size"] == compared["region"].map(pd.Series(whole_of).value_counts())
    # The last term is room for the rounding of binary fractions only.
    off = (compared["sum"] - compared["value"]).abs() > check.tolerance + 1e-6 * compared["value"].abs().clip(
        upper=1
    )
    wrong = compared[complete & off]
    words = [
        f": {row['region']} {', '.join(str(row[c]) for c in cell)}: {check.parts} add up to {row['sum']:g}, "
        f"{check.whole} is {row['value']:g}, allowed difference: {check.tolerance:g}"
        for _, row in wrong.head(_SHOWN).iterrows()
    ]
    return [*words, *_more(len(wrong))]


def _parts(whole: str, level: str) -> list[str]:
    if whole == "00":
        return regions.codes(level)
    return [code for code in regions.region(whole).children if regions.region(code).level == level]


def _jumps(typed: pd.DataFrame, factor: float, breaks: list[Break]) -> list[str]:
    """Yearly values only, and never across a break."""
    yearly = typed[(typed["period"].str.len() == 4) & (typed["value"] > 0)]
    cell = ["region", *_dimensions(typed)]
    yearly = yearly.sort_values([*cell, "year"])
    before = yearly.groupby(cell)[["year", "value"]].shift()
    ratio = yearly["value"] / before["value"]
    jump = (before["year"] == yearly["year"] - 1) & (np.maximum(ratio, 1 / ratio) > factor)
    for known in breaks:
        here = yearly["region"].isin(known.regions) if known.regions else True
        jump &= ~((yearly["year"] == known.year) & here)
    wrong = yearly.assign(before=before["value"])[jump]
    words = [
        f" row {index + 2}: value {row['value']:g} after {row['before']:g} the year before "
        f"({', '.join(str(row[c]) for c in cell)}, {row['year']}), allowed: at most {factor:g} times more or less"
        for index, row in wrong.head(_SHOWN).iterrows()
    ]
    return [*words, *_more(len(wrong))]


def _dimensions(typed: pd.DataFrame) -> list[str]:
    return [c for c in typed.columns if c not in ("region", "period", "year", "value", "status", "source")]


def _more(count: int) -> list[str]:
    return [f": {count - _SHOWN} more like the one above"] if count > _SHOWN else []
