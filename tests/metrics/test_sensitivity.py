"""How many verdicts hang on a rule is counted by judging again."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.made import measure, observed, registered, yearly
from tests.metrics.verdict.made import RULES
from vagar_lib.metrics.sensitivity import sensitivity


def moved(rows: pd.DataFrame, indicator, today: int = 2025) -> pd.DataFrame:
    return sensitivity(rows, registered(indicator), RULES, today=today).set_index(["rule", "moved"])


def growing(per_cent: float) -> dict[int, float]:
    """Six years, from 1000 to what the growth gives."""
    return yearly(2019, np.linspace(1000, 1000 * (1 + per_cent / 100) ** 5, 6).tolist())


def test_a_step_of_the_threshold_turns_the_verdicts_between():
    # Threshold 1.0, steps of 0.5: at 0.5 the one with 0.7 is strong too, at 1.5 the one with 1.2 is no longer.
    found = moved(observed({"23": growing(0.2), "22": growing(0.7), "21": growing(1.2), "20": growing(1.7)}), measure())
    assert found.loc[("strong", 0.5), ["usual", "verdicts", "changed", "share"]].tolist() == [1, 4, 1, 0.25]
    assert found.loc[("strong", 1.5), "changed"] == 1
    assert found.loc["window", "changed"].sum() == 0
    assert found.loc["on_track", "changed"].sum() == found.loc["slow", "changed"].sum() == 0


def test_a_step_of_the_window_turns_those_that_have_turned():
    rows = observed({"23": yearly(2000, [*range(40, 25, -1), *range(26, 36)])})  # falls until 2014, rises from 2015
    found = moved(rows, measure())
    assert found.loc[("window", 10), "changed"] == 0
    assert found.loc[("window", 20), "changed"] == 1


def test_a_step_of_the_pace_turns_those_near_it():
    target = {"value": 0, "year": 2029, "kind": "mål", "source": "Påhittat."}
    lower = measure(direction="lower", target=target)
    # 20 to 0 in ten years takes 2 a year; ratios 0.92, 0.62 and 0.3.
    falls = {"23": 1.84, "22": 1.24, "21": 0.6}
    rows = observed({code: yearly(2019, [20 - fall * year for year in range(6)]) for code, fall in falls.items()})
    found = moved(rows, lower)
    changed = {key: found.loc[key, "changed"] for key in [("on_track", 0.9), ("on_track", 1.0), ("slow", 0.65)]}
    assert changed == {("on_track", 0.9): 1, ("on_track", 1.0): 0, ("slow", 0.65): 1}


def test_old_values_are_not_counted():
    found = moved(observed({"23": growing(0.7)}), measure(), today=2030)
    assert (found["verdicts"] == 0).all() and found["share"].isna().all()


def test_each_rule_is_moved_down_and_up():
    table = sensitivity(observed({"23": growing(2)}), registered(measure()), RULES, today=2025)
    assert table.columns.tolist() == ["rule", "usual", "moved", "verdicts", "changed", "share"]
    assert table["rule"].value_counts().to_dict() == {"window": 2, "on_track": 2, "slow": 2, "strong": 2}
    steps = table["moved"] - table["usual"]
    assert steps.tolist() == pytest.approx([-5, 5, -0.05, 0.05, -0.05, 0.05, -0.5, 0.5])


def test_the_verdicts_of_one_region_rest_on_no_other():
    rows = observed({"23": growing(0.7), "22": growing(1.2), "21": growing(0.8)})
    every = sensitivity(rows, registered(measure()), RULES, today=2025)
    each = [sensitivity(rows, registered(measure()), RULES, today=2025, regions=[code]) for code in ("23", "22", "21")]
    assert sum(one["changed"] for one in each).tolist() == every["changed"].tolist()
    assert [one["verdicts"].tolist() for one in each] == [[1] * 8] * 3
    # The threshold is 1.0: at 0.5 also 0.7 and 0.8 are strong, at 1.5 not even 1.2.
    assert [one.set_index("moved").loc[[0.5, 1.5], "changed"].tolist() for one in each] == [[1, 0], [0, 1], [1, 0]]
