"""What do people think of the megatrends, and do they agree? Scores of impact and urgency, with their spread."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from vagar_lib.errors import BadInput

SOURCE = "parameters/megatrend_scores"
SCALE = (1, 2, 3, 4, 5)
FEWEST_ASSESSORS = 5
"""With fewer than this the middle of the scores says little, and it is not shown as a result."""
ASPECTS = ("impact", "urgency")


def summarise(scores: pd.DataFrame, regions: Iterable[str], megatrends: Sequence[str]) -> pd.DataFrame:
    """Middle, spread and agreement of the scores of each megatrend, in the latest year that the regions have.

    Parameters
    ----------
    scores : DataFrame
        Table 'megatrend_scores': ``region, year, assessor, role, megatrend, impact, urgency`` (whole numbers 1 to 5).
    regions : iterable of str
        Codes whose scores are counted together, each assessor with the same weight.
    megatrends : sequence of str
        Ids of all megatrends, in order.

    Returns
    -------
    DataFrame
        ``megatrend, aspect`` ('impact' or 'urgency')``, year, assessors, median, lower, upper`` (quartiles)``, low,
        high`` (lowest and highest score)``, agreement`` (0 to 1, as `agreement`)``, few`` (fewer than five
        assessors)``, source``; megatrends that nobody has scored are left out.

    Raises
    ------
    BadInput
        With every megatrend that is scored but not known.
    """
    if unknown := sorted(set(scores["megatrend"]) - set(megatrends)):
        file, allowed = f"{SOURCE}.csv", ", ".join(megatrends)
        raise BadInput([f"{file}: unknown megatrend {id!r}, allowed: {allowed}" for id in unknown])
    mine = scores[scores["region"].isin(list(regions))]
    mine = mine[mine["year"] == mine["year"].max()]
    rows = []
    for megatrend in megatrends:
        given = mine[mine["megatrend"] == megatrend]
        for aspect in ASPECTS if len(given) else ():
            values = given[aspect].to_numpy(float)
            lower, median, upper = np.quantile(values, [0.25, 0.5, 0.75])
            rows.append(
                {
                    "megatrend": megatrend,
                    "aspect": aspect,
                    "year": int(given["year"].iloc[0]),
                    "assessors": len(values),
                    "median": float(median),
                    "lower": float(lower),
                    "upper": float(upper),
                    "low": float(values.min()),
                    "high": float(values.max()),
                    "agreement": agreement(values),
                    "few": len(values) < FEWEST_ASSESSORS,
                    "source": SOURCE,
                }
            )
    columns = ["megatrend", "aspect", "year", "assessors", "median", "lower", "upper", "low", "high", "agreement"]
    return pd.DataFrame(rows, columns=[*columns, "few", "source"])


def agreement(values: Iterable[float], scale: Sequence[int] = SCALE) -> float:
    """How well assessors agree: 1 when all gave the same score, 0 when half gave the lowest and half the highest.

    Parameters
    ----------
    values : iterable of float
        One score an assessor; at least two, else NaN.
    scale : sequence of int
        Scores that there are.

    Returns
    -------
    float

    Notes
    -----
    The consensus of Tastle and Wierman (2007), *International Journal of Approximate Reasoning* 45: one plus the mean
    of log2(1 − distance to the mean score, as a share of the width of the scale).

    Examples
    --------
    >>> agreement([4, 4, 4]), agreement([1, 5]), round(agreement([1, 2, 3, 4, 5]), 3)
    (1.0, 0.0, 0.434)
    """
    given = np.asarray(list(values), float)
    if len(given) < 2:
        return np.nan
    share = np.abs(given - given.mean()) / (max(scale) - min(scale))
    return float(1 + np.log2(1 - share).mean())
