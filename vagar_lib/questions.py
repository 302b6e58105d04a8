"""What do we ask? The question battery on the 17 global goals in ``parameters/questions.yml``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from vagar_lib.errors import BadInput
from vagar_lib.indicator_entry import Strict
from vagar_lib.parameter_file import load, locate
from vagar_lib.strategy import GoalNumber

FILE = "questions.yml"
ALL = "alla"
Audience = Literal["officer", "applicant"]


class Question(Strict):
    """A question on a global goal; without ``supports`` it fits every type of support."""

    goal: GoalNumber
    audience: Audience
    text: str = Field(pattern=r"\?$")
    supports: list[str] = Field(default_factory=list)


class Battery(Strict):
    """All questions, with the types of support and whom they are for.

    Examples
    --------
    >>> len({question.goal for question in battery().questions})
    17
    >>> battery().chosen(support="KS", goals=[7])[-1].text
    'Kan anläggningen få laddplatser eller förnybara drivmedel?'
    """

    supports: dict[str, str] = Field(min_length=1)
    audiences: dict[Audience, str]
    questions: list[Question] = Field(min_length=1)

    @model_validator(mode="after")
    def _covers_every_goal_and_names_what_there_is(self) -> Battery:
        asked = {question.goal for question in self.questions}
        if lacking := [goal for goal in range(1, 18) if goal not in asked]:
            raise ValueError(f"no question on goal {', '.join(map(str, lacking))}; allowed: at least one on each of 17")
        allowed = ", ".join(self.supports)
        unknown = {one for question in self.questions for one in question.supports} - set(self.supports)
        if unknown:
            raise ValueError(f"unknown support {', '.join(sorted(unknown))}; allowed: {allowed}")
        twice = [text for text, count in Counter(question.text for question in self.questions).items() if count > 1]
        if twice:
            raise ValueError(f"the same question twice: {'; '.join(twice)}")
        return self

    def chosen(self, *, support: str = ALL, goals: Collection[int] = ()) -> list[Question]:
        """Questions for a type of support and on some goals, in order; all of them when nothing is said.

        Raises
        ------
        BadInput
            A type of support or a goal that does not exist; both are told at once.
        """
        findings = []
        if support != ALL and support not in self.supports:
            findings.append(f"support {support!r}, allowed: {', '.join([ALL, *self.supports])}")
        findings += [f"goal {goal!r}, allowed: 1 to 17" for goal in goals if goal not in range(1, 18)]
        if findings:
            raise BadInput(findings)
        fits = [one for one in self.questions if support == ALL or not one.supports or support in one.supports]
        return [one for one in fits if not goals or one.goal in goals]


def battery() -> Battery:
    """The battery, read again when the file has changed.

    Raises
    ------
    BadInput
        Every problem of the file at once.
    """
    return _battery(*locate(FILE))


@lru_cache(maxsize=4)
def _battery(path: Path, changed: int) -> Battery:
    return load(path, Battery)
