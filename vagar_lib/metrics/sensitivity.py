"""How many verdicts hang on a choice? All series judged again with each rule moved one step."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np
import pandas as pd

from vagar_lib import regions as places
from vagar_lib.indicators import Register
from vagar_lib.judgement import Rules
from vagar_lib.metrics.verdict.blocks import blocks
from vagar_lib.metrics.verdict.course import VERDICTS, course

UNJUDGED = ("stale", "ended")


def sensitivity(
    observations: pd.DataFrame,
    register: Register,
    rules: Rules,
    *,
    today: int,
    regions: Collection[str] | None = None,
    margins: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """How many verdicts change when the window or a threshold moves one step.

    Parameters
    ----------
    observations, register, rules, today, regions, margins
        As for `judge`; ``rules.steps`` says how long the steps are.

    Returns
    -------
    DataFrame
        One row a step: ``rule`` ('window', 'on_track', 'slow', 'strong'), ``usual`` and ``moved`` (its value),
        ``verdicts`` (series that are neither stale nor ended), ``changed`` (of them, with another verdict) and
        ``share`` (NaN when there are none).
    """
    codes = places.codes()
    if margins is not None and len(margins):
        observations = pd.concat([observations, margins], ignore_index=True)
    if regions is not None:  # the verdict of a series rests on no other
        codes = [code for code in codes if code in set(regions)]
        observations = observations[observations["region"].isin(codes)]
    choices = list(_moved(rules))
    wanted = np.ones(len(codes), bool)
    found = [
        [course(block, wanted, one, today).verdict for one in (rules, *(moved for *_, moved in choices))]
        for block in blocks(observations, register, codes)
    ]
    usual, *others = np.array(VERDICTS)[np.concatenate(found, axis=1)] if found else np.empty((1 + len(choices), 0))
    fresh = ~np.isin(usual, UNJUDGED)
    table = pd.DataFrame(
        [
            (rule, before, after, int(fresh.sum()), int((usual != other)[fresh].sum()))
            for (rule, before, after, _), other in zip(choices, others, strict=True)
        ],
        columns=["rule", "usual", "moved", "verdicts", "changed"],
    )
    return table.assign(share=table["changed"] / table["verdicts"].where(table["verdicts"] > 0))


def _moved(rules: Rules) -> Iterator[tuple[str, float, float, Rules]]:
    """Each rule a step down and a step up: its name, value before and after, and all rules with it moved."""
    for sign in (-1, 1):
        window = rules.window + sign * rules.steps.window
        yield "window", rules.window, window, rules.model_copy(update={"window": window})
    for name in ("on_track", "slow"):
        for sign in (-1, 1):
            before = getattr(rules.pace, name)
            after = round(before + sign * rules.steps.pace, 10)
            pace = rules.pace.model_copy(update={name: after})
            yield name, before, after, rules.model_copy(update={"pace": pace})
    for sign in (-1, 1):
        strong = round(rules.growth.strong + sign * rules.steps.growth, 10)
        growth = rules.growth.model_copy(update={"strong": strong})
        yield "strong", rules.growth.strong, strong, rules.model_copy(update={"growth": growth})
