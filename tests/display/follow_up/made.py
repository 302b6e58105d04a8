"""Verdicts made by hand on indicators of the project's register, for tests of what is shown of them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from vagar_lib import regions

COUNTRY, COUNTY, TOWN = (regions.region(code) for code in ("00", "23", "2303"))
NAN = float("nan")
USUAL = {
    "indicator": "N03937",
    "region": "23",
    "sex": "T",
    "verdict": "strong_improvement",
    "year": 2024,
    "period": "2024",
    "value": 2.0,
    "status": "",
    "source": "snapshot/inkomst_arbetsloshet_bostader",
    "stale": False,
    "ended": False,
    "start": 2011,
    "points": 14,
    "break_year": NAN,
    "window": 15,
    "slope": -0.15,
    "low": -0.18,
    "high": -0.10,
    "tau": -0.8,
    "pace_by": "growth",
    "pace": -5.6,
    "required": NAN,
    "ratio": NAN,
    "target_kind": "",
    "target_value": NAN,
    "target_year": NAN,
    "balance_point": NAN,
    "distance": NAN,
    "riket": 2.9,
    "gap": -0.9,
    "judged": "better",
    "lead_slope": 0.05,
    "lead_low": 0.01,
    "lead_high": 0.09,
    "field": "pulling_ahead",
    "similar": NAN,
    "best": 1.8,
    "best_region": "09",
    "worst": 3.9,
    "worst_region": "12",
    "rank": 3.0,
    "ranked": 21.0,
    # As weighed:
    "theme": "Arbete och inkomst",
    "dimension": "social",
    "level": 1.0,
    "turn": 0.05,
    "moved": 2.0,
    "weight": 2.0,
    "kind": "change",
}
"""Unemployment in the county, falling, better than riket and pulling ahead."""
FLAT = {"verdict": "flat", "slope": -0.01, "low": -0.05, "high": 0.02, "field": "alongside", "moved": 0.0}
FEW = {"verdict": "few", "points": 2, "start": 2023, "slope": NAN, "low": NAN, "high": NAN, "field": "", "moved": NAN}
WORSE = {"verdict": "strong_decline", "slope": 0.15, "low": 0.1, "high": 0.18, "judged": "worse", "gap": 0.9}


def row(**fields: Any) -> dict[str, Any]:
    """A verdict, as the usual one but for the fields."""
    return USUAL | fields


def table(*rows: dict[str, Any]) -> pd.DataFrame:
    """Verdicts as a table."""
    return pd.DataFrame(list(rows))


def first(frame: pd.DataFrame) -> Any:
    """The first verdict as a named tuple, as the displays read them."""
    return next(frame.itertuples(index=False))
