"""How far do activities contribute? Protected answers by degree, place and priority, in charts and words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from vagar_lib.display import text
from vagar_lib.display.bars import shares
from vagar_lib.display.chart import Chart, Measure
from vagar_lib.display.table import Table, written
from vagar_lib.metrics.disclosure import TOTAL, Protected, Rule, protect_once
from vagar_lib.metrics.krippendorff import FEWEST_UNITS
from vagar_lib.metrics.portfolio import per_activity
from vagar_lib.surveys import Question, scales, shared_questions

HIDDEN = "Två punkter: för få insatser, eller dolt för att ingen ska kunna räkna fram vad som sagts om ett fåtal."
HIGH = "I viss eller hög grad"
LOW = "Inte alls eller i liten grad"


def degree_questions(questions: Mapping[str, Question]) -> dict[str, str]:
    """Label by id of the questions on a scale of degrees."""
    return {id: one.label for id, one in questions.items() if one.scale and scales()[one.scale].order == "degree"}


@dataclass(frozen=True)
class Degrees:
    """Protected answers to one question: by degree, and high or low by place and priority.

    Attributes
    ----------
    label : str
    degrees : Protected
        By degree alone.
    classes : Protected or None
        High and low by municipality and priority; none when a degree is hidden, since they are sums of degrees.
    """

    label: str
    degrees: Protected
    classes: Protected | None

    @cached_property
    def high(self) -> float | None:
        """Per cent that answered 'i viss' or 'i hög grad'; none when it is hidden."""
        counts = self.degrees.table.set_index("row")["count"]
        return None if counts.isna().any() else float(100 * counts.iloc[-3:-1].sum() / counts[TOTAL])


def degrees(
    answers: pd.DataFrame,
    activities: pd.DataFrame,
    round: str,
    asked: Mapping[str, str],
    names: Mapping[str, Mapping],
    rule: Rule,
) -> dict[str, Degrees]:
    """The answers of a round to each question, protected; the activity is who could be told of.

    Parameters
    ----------
    answers, activities : DataFrame
        All of the county, so that every page hides the same.
    round : str
    asked : mapping
        Label by question.
    names : mapping
        What the codes of ``region, priority`` are called.
    rule : Rule

    Returns
    -------
    dict of Degrees
        By question; those without answers are left out.
    """
    facts, steps = activities.set_index("id"), scales()["grad"].labels
    rows = answers[(answers["round"] == round) & answers["question"].isin(list(asked)) & answers["value"].notna()]
    value = rows["value"].astype(int)
    everything = pd.DataFrame(
        {
            "question": rows["question"],
            "recipient": rows["activity"],
            "degree": pd.Categorical(value.map(steps), [*steps.values()], ordered=True),
            "klass": pd.Categorical(np.where(value >= 2, HIGH, LOW), [HIGH, LOW], ordered=True),
            "region": rows["activity"].map(facts["region"]).map(names["region"]),
            "priority": rows["activity"].map(facts["priority"]).map(names["priority"]),
        }
    )
    found = {}
    for id, label in asked.items():
        micro = everything[everything["question"] == id]
        if micro.empty:
            continue
        alone = protect_once(micro, "degree", rule=rule)
        linked = [("priority", "klass")]
        split = (
            None
            if sum(alone.hidden)
            else protect_once(micro, "region", "klass", rule=rule, linked=linked, time_limit=2.0)
        )
        found[id] = Degrees(label, alone, split)
    return found


def degree_chart(found: Mapping[str, Degrees], round: str, source: str) -> Chart:
    """The degrees of every question as parts of all answers; a question with a hidden degree is left out."""
    rows = [
        {"name": one.label, "part": row.row, "value": 100 * row.count / total, "period": round, "source": source}
        for one in found.values()
        for total in [float(one.degrees.table["count"].iloc[-1])]
        for row in one.degrees.table[one.degrees.table["row"] != TOTAL].itertuples(index=False, name="Row")
        if one.high is not None
    ]
    lacking = [one.label for one in found.values() if one.high is None]
    hidden = f"Visas inte, eftersom något steg har för få insatser: {text.listed(lacking)}." if lacking else ""
    note = f"{scale_note('grad')} {hidden}".strip()
    return shares(
        pd.DataFrame(rows, columns=["name", "part", "value", "period", "source"]),
        Measure("Grad av bidrag, andel av svaren", "procent", "", note=note, absent=hidden),
        head="Fråga",
    )


def scale_note(scale: str) -> str:
    """What each step of a scale means."""
    return " ".join(f"{step.label}: {text.lower_first(step.meaning)}" for step in scales()[scale].steps)


def extremes(found: Mapping[str, Degrees]) -> str:
    """The question with most high degrees, and that with fewest, as a title."""
    known = {one.label: one.high for one in found.values() if one.high is not None}
    if len(known) < 2:
        return "Hur mycket insatserna bidrar kan inte visas"
    top, bottom = max(known, key=known.__getitem__), min(known, key=known.__getitem__)
    return (
        f"Starkast: {text.lower_first(top)}, {text.quantity(known[top], 'procent')} av svaren i viss eller hög grad. "
        f"Svagast: {text.lower_first(bottom)}, {text.quantity(known[bottom], 'procent')}"
    )


def high_in_words(found: Mapping[str, Degrees], id: str) -> str | None:
    """How many answered 'i viss' or 'i hög grad' to a question; nothing when it is hidden or was not asked."""
    one = found.get(id)
    if one is None or one.high is None:
        return None
    return f"{one.label}: {text.quantity(one.high, 'procent')} av svaren är i viss eller hög grad."


def spread(answers: pd.DataFrame, round: str, asked: Mapping[str, str]) -> Table:
    """Median and quartiles over activities, and how far apart the assessors of an activity are, by question.

    A question with too few activities for quartiles to be of more than single ones is left out.
    """
    each = per_activity(answers, round, asked)
    columns = [("Fråga", False), ("Insatser", True), ("Bedömningar", True), ("Median", True), ("Kvartiler", True),
               ("Bedömare oense om minst två steg", True)]  # fmt: skip
    cells, raw = [], []
    for id, label in asked.items():
        own = each[each["question"] == id]
        if len(own) < FEWEST_UNITS:
            continue
        low, middle, high = own["value"].quantile([0.25, 0.5, 0.75])
        apart = 100 * float((own["high"] - own["low"] >= 2).mean())
        values = [len(own), int(own["assessors"].sum()), middle]
        quartiles = text.span(text.number(low, 1), text.number(high, 1))
        counts = map(text.number, values[:2])
        cells.append([label, *counts, text.number(middle, 1), quartiles, text.quantity(apart, "procent")])
        raw.append([label, *values, f"{low:g}-{high:g}", apart])
    return written(columns, cells, raw)


def split(found: Mapping[str, Degrees], by: str, order: Iterable[str], head: str, own: str = "") -> Table:
    """Per cent of high degrees in each group, of the questions that every survey asks.

    Parameters
    ----------
    found : mapping of Degrees
    by : 'region' or 'priority'
    order : iterable of str
        The groups.
    head : str
        What the groups are called.
    own : str
        A group that is put first.
    """
    shown = {id: one for id, one in found.items() if one.classes is not None and id in shared_questions()}
    counted = [_counts(one.classes.tables[by, "klass"]) for one in shown.values()]
    cells, raw = [], []
    for group in sorted(order, key=lambda name: name != own):
        counts = [groups.get(group, {}) for groups in counted]
        if all(one.get(TOTAL, 0) == 0 for one in counts):
            continue
        values = [_share(one) for one in counts]
        cells.append([group, *(text.quantity(value, "procent") for value in values)])
        raw.append([group, *values])
    return written([(head, False), *((one.label, True) for one in shown.values())], cells, raw)


def _counts(table: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Counts of each group by class, NaN where hidden."""
    counts: dict[str, dict[str, float]] = {}
    for group, klass, count in zip(table["row"], table["column"], table["count"], strict=True):
        counts.setdefault(group, {})[klass] = float(count)
    return counts


def _share(counts: Mapping[str, float]) -> float | None:
    """Per cent high; none when a count is hidden, or there is nothing to count."""
    return 100 * counts[HIGH] / counts[TOTAL] if sum(counts.values()) > 0 else None


def split_title(table: Table, question: str) -> str:
    """Between which groups a question has most and fewest high degrees."""
    heads = [label for label, _ in table.columns]
    if question not in heads:
        return "Bidraget kan inte visas uppdelat"
    at = heads.index(question)
    known = {row[0]: row[at] for row in table.raw if not text.missing(row[at])}
    if len(known) < 2:
        return f"{question}: för lite kan visas för att jämföra"
    top, bottom = max(known, key=known.__getitem__), min(known, key=known.__getitem__)
    return (
        f"{question}: störst andel i viss eller hög grad har {top} ({text.quantity(known[top], 'procent')}), minst "
        f"{bottom} ({text.quantity(known[bottom], 'procent')})"
    )
