"""What assessors say together, how it has changed and what is to be followed up, worked by hand."""

import datetime

import numpy as np
import pandas as pd
import pytest

from vagar_lib.errors import BadInput
from vagar_lib.metrics.portfolio import agreement, changed, follow_up, last_two, per_activity, with_grants


def given(*rows):
    columns = ["round", "activity", "assessor", "question", "value"]
    return pd.DataFrame(rows, columns=columns).astype({"value": float})


def test_the_assessors_of_an_activity_are_summed_up_by_their_median_and_spread():
    now = [("2026", "I1", f"B{value}", "klimat", value) for value in (1, 2, 3)]
    answers = given(*now, ("2025", "I1", "B1", "klimat", 0))
    (row,) = per_activity(answers, "2026", ["klimat"]).itertuples(index=False)
    assert (row.value, row.low, row.high, row.assessors) == (2, 1, 3, 3)
    assert last_two(answers) == ("2025", "2026")


def test_an_empty_answer_is_no_answer():
    answers = given(("2026", "I1", "B1", "klimat", np.nan), ("2026", "I1", "B2", "klimat", 2))
    assert per_activity(answers, "2026", ["klimat"])["assessors"].tolist() == [1]


def test_a_change_counts_only_activities_that_answered_both_times():
    # I1 to I10 move from 1 to 2, I11 to I12 stand still: mean change 10 / 12. I13 is new and very high.
    old = [("2025", f"I{n}", "B1", "klimat", 1) for n in range(1, 13)]
    new = [("2026", f"I{n}", "B1", "klimat", 2 if n <= 10 else 1) for n in range(1, 13)]
    (row,) = changed(given(*old, *new, ("2026", "I13", "B1", "klimat", 3)), "2025", "2026", ["klimat"]).itertuples()
    assert (row.activities, row.up, row.down, row.verdict) == (12, 10, 0, "up")
    assert row.change == pytest.approx(10 / 12)
    assert 0 < row.lower < row.change < row.upper <= 1


def test_moves_both_ways_are_no_change():
    old = [("2025", f"I{n}", "B1", "klimat", 1) for n in range(12)]
    new = [("2026", f"I{n}", "B1", "klimat", 2 if n % 2 else 0) for n in range(12)]
    (row,) = changed(given(*old, *new), "2025", "2026", ["klimat"]).itertuples()
    assert (row.change, row.verdict) == (0, "flat")


def test_a_change_of_few_activities_is_not_judged():
    (row,) = changed(
        given(("2025", "I1", "B1", "klimat", 0), ("2026", "I1", "B1", "klimat", 3)), "2025", "2026", ["klimat"]
    ).itertuples()
    assert row.verdict == "few" and np.isnan(row.lower)


def test_a_single_round_has_no_change_and_none_at_all_is_an_error():
    answers = given(*[("2026", f"I{n}", "B1", "klimat", 1) for n in range(12)])
    assert last_two(answers) == ("2026", "2026")
    (row,) = changed(answers, "2026", "2026", ["klimat"]).itertuples()
    assert (row.activities, row.verdict) == (0, "few")
    with pytest.raises(BadInput, match="there are no answers to the surveys yet"):
        last_two(answers.head(0))


def test_agreement_is_told_of_every_question_also_one_without_answers():
    answers = given(*[("2026", f"I{n}", f"B{b}", "klimat", n % 4) for n in range(12) for b in (1, 2)])
    found = agreement(answers, "2026", ["klimat", "samiskt"])
    assert found["klimat"].value == pytest.approx(1) and not found["klimat"].few
    assert found["samiskt"].few and found["samiskt"].units == 0


@pytest.mark.parametrize(
    ("planned", "answered", "end", "state", "days"),
    [
        ("2026-10-31", None, "2027-12-31", "overdue", -23),
        ("2026-10-31", "2026-10-30", "2027-12-31", "overdue", -23),
        ("2026-10-31", "2026-10-31", "2027-12-31", "unplanned", -23),
        ("2026-12-31", None, "2027-12-31", "due", 38),
        ("2027-02-21", None, "2027-12-31", "due", 90),
        ("2027-02-22", None, "2027-12-31", "later", 91),
        (None, None, "2027-12-31", "unplanned", np.nan),
        (None, None, "2026-01-01", "ended", np.nan),
    ],
)
def test_a_follow_up_is_overdue_from_the_day_after_and_made_by_an_answer(planned, answered, end, state, days):
    activity = pd.DataFrame({"id": ["I1"], "end": [pd.Timestamp(end)], "follow_up": [pd.Timestamp(planned or "NaT")]})
    days_answered = pd.to_datetime([answered] if answered else [])
    answers = pd.DataFrame({"activity": ["I1"] * len(days_answered), "answered": days_answered})
    (row,) = follow_up(activity, answers, datetime.date(2026, 11, 23)).itertuples()
    assert row.state == state
    assert row.days == pytest.approx(days, nan_ok=True)


def test_an_activity_gets_the_amount_of_its_arende_and_no_other():
    activities = pd.DataFrame({"id": ["I1", "I2", "I3"], "case": ["A1", "", "A9"]})
    cases = pd.DataFrame({"case": ["A1", "A2"], "granted": [100.0, 5.0], "recipient": ["M1", "M2"]})
    found = with_grants(activities, cases)
    assert found["granted"].tolist()[0] == 100 and found["granted"].isna().tolist() == [False, True, True]
    assert found["recipient"].tolist() == ["M1", "I2", "I3"]
