"""From what is put in to what becomes different: what is measured, claimed and missing at each step of the chain?"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from vagar_lib.metrics.portfolio import per_activity
from vagar_lib.surveys import STEPS

STATES = ("measured", "claimed", "missing", "unknown")
"""What is known of a step of an activity, best first; unknown: nobody has answered."""
_OF_VALUE = {2: "measured", 1: "claimed", 0: "missing"}


def chains(answers: pd.DataFrame, activities: pd.DataFrame, round: str, steps: Mapping[str, str]) -> pd.DataFrame:
    """The state of each step of each activity.

    Parameters
    ----------
    answers : DataFrame
        ``round, activity, assessor, question, value``; 0 missing, 1 claimed, 2 measured.
    activities : DataFrame
        ``id``.
    round : str
    steps : mapping of str to str
        Step by question.

    Returns
    -------
    DataFrame
        A row an activity, with ``activity`` and a column for each of `STEPS`: one of `STATES`. Where assessors differ
        it is the lower of the two in the middle: what one says is measured and another that it is claimed, is claimed.
    """
    asked = per_activity(answers, round, steps)
    value = np.floor(asked["value"]).astype(int).map(_OF_VALUE)
    wide = asked.assign(step=asked["question"].map(dict(steps)), state=value).pivot(
        index="activity", columns="step", values="state"
    )
    every = wide.reindex(index=activities["id"], columns=list(STEPS)).fillna("unknown")
    return every.rename_axis("activity").reset_index()


def by_step(found: pd.DataFrame) -> pd.DataFrame:
    """How many activities are in each state at each step.

    Parameters
    ----------
    found : DataFrame
        As `chains` gives it.

    Returns
    -------
    DataFrame
        ``step, state, activities``: every state of every step, in order.
    """
    counts = {step: found[step].value_counts() for step in STEPS}
    rows = [(step, state, int(counts[step].get(state, 0))) for step in STEPS for state in STATES]
    return pd.DataFrame(rows, columns=["step", "state", "activities"])


def reach(found: pd.DataFrame) -> pd.Series:
    """How many steps each activity has measured in a row from the first, by activity.

    Examples
    --------
    >>> steps = {"resurser": "measured", "aktiviteter": "measured", "prestationer": "claimed", "utfall": "measured"}
    >>> int(reach(pd.DataFrame([{"activity": "I1", **steps, "effekter": "missing"}]))["I1"])
    2
    """
    measured = found[list(STEPS)].eq("measured").to_numpy()
    return pd.Series(measured.cumprod(axis=1).sum(axis=1), index=found["activity"].to_numpy())


def targets(activities: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """The indicators that activities want to move, and how many of them follow up their effects.

    Parameters
    ----------
    activities : DataFrame
        ``id, indicators`` (tuple of ids).
    found : DataFrame
        As `chains` gives it.

    Returns
    -------
    DataFrame
        ``indicator, activities, measured, claimed`` (activities by the state of their effects), those that most
        activities name first.
    """
    effects = found.set_index("activity")["effekter"]
    long = activities[["id", "indicators"]].explode("indicators").dropna()
    long = long.assign(state=long["id"].map(effects))
    rows = [
        {
            "indicator": id, "activities": len(own), "measured": int((own["state"] == "measured").sum()),
            "claimed": int((own["state"] == "claimed").sum()),
        }
        for id, own in long.groupby("indicators", sort=False)
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["indicator", "activities", "measured", "claimed"])
    return table.sort_values("activities", ascending=False, kind="stable", ignore_index=True)
