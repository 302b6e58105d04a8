"""How many verdicts hang on a choice? All series judged again with each rule moved one step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd

from vagar_lib.indicators import Register
from vagar_lib.judgement import Rules
from vagar_lib.metrics.verdict import judge

UNJUDGED = ("stale", "ended")


def sensitivity(
    observations: pd.DataFrame,
    register: Register,
    rules: Rules,
    *,
    today: int,
    regions: Iterable[str] | None = None,
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
    options = {"today": today, "regions": None if regions is None else list(regions), "margins": margins}
    usual = judge(observations, register, rules, **options)["verdict"].astype(str)
    fresh = ~usual.isin(UNJUDGED)
    rows = []
    for rule, before, after, moved in _moved(rules):
        other = judge(observations, register, moved, **options)["verdict"].astype(str)
        changed = int((usual != other)[fresh].sum())
        rows.append((rule, before, after, int(fresh.sum()), changed))
    table = pd.DataFrame(rows, columns=["rule", "usual", "moved", "verdicts", "changed"])
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
