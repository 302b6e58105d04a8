"""The effect chain of each activity and of all, worked by hand."""

import pandas as pd

from vagar_lib.metrics.effect_chain import by_step, chains, reach, targets
from vagar_lib.surveys import STEPS

QUESTIONS = {f"kedja_{step}": step for step in STEPS}
ACTIVITIES = pd.DataFrame({"id": ["I1", "I2"], "indicators": [("N1", "N2"), ("N1",)]})


def given(**values):
    """Answers of several assessors about I1, by step."""
    rows = [
        ("2026", "I1", f"B{n}", f"kedja_{step}", float(value))
        for step, found in values.items()
        for n, value in enumerate(found)
    ]
    return pd.DataFrame(rows, columns=["round", "activity", "assessor", "question", "value"])


FOUND = chains(
    given(resurser=[2, 2], aktiviteter=[2, 1], prestationer=[1, 1, 2], utfall=[0, 1, 1], effekter=[0]),
    ACTIVITIES, "2026", QUESTIONS,
)  # fmt: skip


def test_a_step_is_what_assessors_agree_on_and_the_lower_where_two_differ():
    assert FOUND.iloc[0].tolist() == ["I1", "measured", "claimed", "claimed", "claimed", "missing"]


def test_an_activity_that_nobody_has_answered_about_is_unknown_at_each_step():
    assert FOUND.iloc[1].tolist() == ["I2", *["unknown"] * 5]


def test_the_portfolio_counts_every_activity_once_a_step():
    counted = by_step(FOUND)
    assert (counted.groupby("step")["activities"].sum() == 2).all()
    of = counted.set_index(["step", "state"])["activities"]
    assert of["resurser", "measured"] == 1 and of["effekter", "missing"] == 1 and of["utfall", "unknown"] == 1


def test_the_measured_part_ends_at_the_first_step_that_is_not():
    assert reach(FOUND).to_dict() == {"I1": 1, "I2": 0}


def test_an_indicator_knows_who_wants_to_move_it_and_who_follows_it_up():
    measured = FOUND.assign(effekter=["measured", "claimed"])
    assert targets(ACTIVITIES, measured).to_dict("records") == [
        {"indicator": "N1", "activities": 2, "measured": 1, "claimed": 1},
        {"indicator": "N2", "activities": 1, "measured": 1, "claimed": 0},
    ]


def test_activities_without_indicators_have_no_targets():
    assert targets(ACTIVITIES.assign(indicators=[(), ()]), FOUND).empty
