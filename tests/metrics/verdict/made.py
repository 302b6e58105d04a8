"""Series made by hand and their verdicts."""

from __future__ import annotations

import pandas as pd

from tests.made import measure, observed, registered, yearly
from vagar_lib.judgement import Growth, Pace, Rules, Steps
from vagar_lib.metrics.verdict import judge

RULES = Rules(
    window=15,
    pace=Pace(on_track=0.95, slow=0.6, limited=0),
    growth=Growth(strong=1.0),
    steps=Steps(window=5, pace=0.05, growth=0.5),
)


def judged(rows: pd.DataFrame, *indicators, today: int = 2025, rules: Rules = RULES, **options) -> pd.DataFrame:
    """Every judged row."""
    return judge(rows, registered(*indicators), rules, today=today, **options)


def verdict_of(values, indicator=None, *, today: int = 2025, region: str = "23", rules: Rules = RULES) -> pd.Series:
    """The row of one county's series: a list that ends in 2024, or values by year."""
    series = values if isinstance(values, dict) else yearly(2025 - len(values), values)
    rows = judged(observed({region: series}), indicator or measure(), today=today, rules=rules)
    assert len(rows) == 1
    return rows.iloc[0]
