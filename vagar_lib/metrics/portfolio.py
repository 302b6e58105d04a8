"""What do the assessors say of the portfolio, do they agree, has it changed, and what is to be followed up?"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

import numpy as np
import pandas as pd

from vagar_lib.errors import BadInput
from vagar_lib.metrics.krippendorff import Alpha, alpha

SOON = 90
"""Days before a follow-up when it counts as due."""
FOLLOW_UP = ("overdue", "due", "later", "unplanned", "ended")
"""Where an activity stands: its follow-up should have been made, is near, is further ahead, has no day; it is over."""
FEWEST_PAIRS = 10
"""Activities in both rounds that a change must rest on."""
_DRAWS = 4000
_SEED = 2050


def last_two(answers: pd.DataFrame) -> tuple[str, str]:
    """The round before the last, and the last; the same one twice when there is only one.

    Raises
    ------
    BadInput
        When there are no answers at all.

    Examples
    --------
    >>> last_two(pd.DataFrame({"round": ["2026", "2024", "2025"]}))
    ('2025', '2026')
    """
    names = sorted(answers["round"].unique())
    if not names:
        raise BadInput("there are no answers to the surveys yet; take some in with: vagar survey import")
    return names[max(len(names) - 2, 0)], names[-1]


def per_activity(answers: pd.DataFrame, round: str, questions: Iterable[str]) -> pd.DataFrame:
    """What the assessors of each activity say together.

    Parameters
    ----------
    answers : DataFrame
        ``round, activity, assessor, question, value``.
    round : str
    questions : iterable of str
        Questions on a scale.

    Returns
    -------
    DataFrame
        ``activity, question, value`` (median of the assessors)``, low, high, assessors``.
    """
    rows = _asked(answers, round, questions)
    found = rows.groupby(["activity", "question"], sort=False)["value"].agg(["median", "min", "max", "size"])
    return found.reset_index().set_axis(["activity", "question", "value", "low", "high", "assessors"], axis=1)


def agreement(answers: pd.DataFrame, round: str, questions: Iterable[str]) -> dict[str, Alpha]:
    """Krippendorff's alpha, ordinal, of each question in a round.

    Returns
    -------
    dict of Alpha
        By question, in the order given.
    """
    rows = _asked(answers, round, questions)
    found = {
        id: alpha(own.pivot(index="activity", columns="assessor", values="value"))
        for id, own in rows.groupby("question")
    }
    return {id: found.get(id, Alpha(0, 0)) for id in questions}


def changed(answers: pd.DataFrame, earlier: str, later: str, questions: Iterable[str]) -> pd.DataFrame:
    """How much the activities that answered in both rounds have moved.

    Parameters
    ----------
    answers : DataFrame
        ``round, activity, assessor, question, value``.
    earlier, later : str
        Rounds; the same one twice (there is only one) has no change.
    questions : iterable of str

    Returns
    -------
    DataFrame
        ``question, activities`` (in both rounds)``, before, after`` (mean of the activities' medians)``, change, lower,
        upper`` (95 per cent interval of the mean change)``, up, down`` (activities)``, verdict``: 'up', 'down', 'flat'
        (the interval holds zero) or 'few'.

    Notes
    -----
    Activities that answered only once are left out, so that a change is not one of who answered. The interval is a
    percentile bootstrap over activities, with a fixed seed.
    """
    before, after = (per_activity(answers, name, questions) for name in (earlier, later))
    both = before.merge(after, on=["activity", "question"], suffixes=("_before", "_after"))
    both = both if earlier != later else both.head(0)
    rows = []
    for id in questions:
        own = both[both["question"] == id]
        moved = (own["value_after"] - own["value_before"]).to_numpy(float)
        lower, upper = _interval(moved)
        verdict = "few" if len(moved) < FEWEST_PAIRS else "up" if lower > 0 else "down" if upper < 0 else "flat"
        rows.append(
            {
                "question": id, "activities": len(moved), "before": own["value_before"].mean(),
                "after": own["value_after"].mean(), "change": moved.mean() if len(moved) else np.nan, "lower": lower,
                "upper": upper, "up": int((moved > 0).sum()), "down": int((moved < 0).sum()), "verdict": verdict,
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def follow_up(activities: pd.DataFrame, answers: pd.DataFrame, today: datetime.date) -> pd.DataFrame:
    """Where each activity stands in its follow-up.

    Parameters
    ----------
    activities : DataFrame
        ``id, end, follow_up``.
    answers : DataFrame
        ``activity, answered``; an answer on the planned day or later means that it has been made.
    today : date

    Returns
    -------
    DataFrame
        The activities with ``answered`` (day of the last answer, may be missing), ``state`` (one of `FOLLOW_UP`) and
        ``days`` to the planned day, negative when it has passed.
    """
    last = answers.groupby("activity")["answered"].max()
    day = pd.Timestamp(today)
    rows = activities.assign(answered=last.reindex(activities["id"]).to_numpy())
    days = (rows["follow_up"] - day).dt.days
    made = rows["answered"] >= rows["follow_up"]
    state = np.select(
        [rows["follow_up"].isna() & (rows["end"] < day), rows["follow_up"].isna() | made, days < 0, days <= SOON],
        ["ended", "unplanned", "overdue", "due"],
        "later",
    )
    return rows.assign(days=days, state=state)


def with_grants(activities: pd.DataFrame, cases: pd.DataFrame) -> pd.DataFrame:
    """Activities with what their ärende was granted.

    Parameters
    ----------
    activities : DataFrame
        ``id, case``.
    cases : DataFrame
        Ärenden: ``case, granted, recipient``.

    Returns
    -------
    DataFrame
        The activities with ``granted`` (kronor, missing without a known ärende) and ``recipient`` (opaque code; the
        activity's own id where it has none).
    """
    known = cases.drop_duplicates("case").set_index("case")
    found = activities.assign(granted=activities["case"].map(known["granted"]))
    return found.assign(recipient=activities["case"].map(known["recipient"]).fillna(activities["id"]))


def _asked(answers: pd.DataFrame, round: str, questions: Iterable[str]) -> pd.DataFrame:
    chosen = (answers["round"] == round) & answers["question"].isin(list(questions)) & answers["value"].notna()
    return answers[chosen]


def _interval(values: np.ndarray) -> tuple[float, float]:
    if len(values) < 2:
        return np.nan, np.nan
    drawn = np.random.default_rng(_SEED).choice(values, (_DRAWS, len(values)))
    lower, upper = np.quantile(drawn.mean(axis=1), [0.025, 0.975])
    return float(lower), float(upper)
