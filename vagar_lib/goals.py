"""Which goals are weighed against each other? Those of ``parameters/goals.yml``."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from vagar_lib import paths
from vagar_lib.errors import BadInput
from vagar_lib.indicator_entry import Strict
from vagar_lib.indicators import Register, register
from vagar_lib.parameter_file import load, locate
from vagar_lib.strategy import FILE as STRATEGY
from vagar_lib.strategy import GoalNumber, membership_findings, strategy

FILE = "goals.yml"


class Goal(Strict):
    """A goal, the indicator that follows it in all municipalities and which way it wants it, or why there is none."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: str = Field(min_length=1)
    short: str = Field(min_length=1, max_length=12)
    text: str = Field(pattern=r"[.!?]$")
    sdg: list[GoalNumber] = Field(min_length=1)
    vision: list[str]
    indicator: str | None = None
    desired: Literal["up", "down"] | None = None
    unmeasured: str | None = None

    @model_validator(mode="after")
    def _is_measured_or_says_why_not(self) -> Goal:
        if (self.indicator is None) != (self.desired is None):
            raise ValueError("indicator and desired stand together, or neither of them")
        if (self.indicator is None) == (self.unmeasured is None):
            raise ValueError("a goal has either an indicator or unmeasured, which says why it has none")
        return self


class Goals(Strict):
    """All goals, in the order of the matrix.

    Examples
    --------
    >>> goals().get("klimat").indicator
    'utslapp_per_invanare'
    >>> goals().get("saepmie").indicator is None
    True
    """

    goals: list[Goal] = Field(min_length=3)

    @model_validator(mode="after")
    def _has_nothing_twice(self) -> Goals:
        for field in ("id", "short", "indicator"):
            counts = Counter(value for goal in self.goals if (value := getattr(goal, field)))
            if twice := [value for value, count in counts.items() if count > 1]:
                raise ValueError(f"{field} {', '.join(twice)} stands there more than once, allowed: once")
        return self

    @property
    def ids(self) -> list[str]:
        """Ids in the order of the matrix."""
        return [goal.id for goal in self.goals]

    @property
    def short(self) -> dict[str, str]:
        """Short name by id."""
        return {goal.id: goal.short for goal in self.goals}

    @property
    def measured(self) -> list[Goal]:
        """Goals that an indicator follows."""
        return [goal for goal in self.goals if goal.indicator]

    @property
    def desired(self) -> dict[str, str]:
        """Which way each indicator is wanted, by the indicator's id."""
        return {goal.indicator: goal.desired for goal in self.measured}

    def get(self, id: str) -> Goal:
        """The goal with this id.

        Raises
        ------
        BadInput
            No such goal; the message names them all.
        """
        found = next((goal for goal in self.goals if goal.id == id), None)
        if found is None:
            raise BadInput(f"unknown goal {id!r}; allowed: {', '.join(self.ids)}")
        return found


def goals() -> Goals:
    """The goals of ``parameters/goals.yml``, read again when it, the register or the strategy has changed.

    Raises
    ------
    BadInput
        Every problem of the file at once, such as an indicator that is not in the register.
    """
    return _goals(*locate(FILE), register(), *locate(STRATEGY))


@lru_cache(maxsize=8)
def _goals(path: Path, changed: int, indicators: Register, other: Path, other_changed: int) -> Goals:
    found, parts = load(path, Goals), [part.id for part in strategy().vision]
    findings = []
    for goal in found.goals:
        said = membership_findings([goal.indicator], indicators) if goal.indicator else []
        said += [
            f"unknown part of the vision {id!r}; allowed: {', '.join(parts)}" for id in goal.vision if id not in parts
        ]
        findings += [f"{paths.relative(path)}, {goal.id}: {one}" for one in said]
    if findings:
        raise BadInput(findings)
    return found
