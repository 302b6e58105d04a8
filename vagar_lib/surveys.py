"""What do we ask? The surveys of ``parameters/surveys``: questions, scales defined in words, and what each measures."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, RootModel, model_validator

from vagar_lib import paths
from vagar_lib.errors import BadInput
from vagar_lib.indicator_entry import Strict
from vagar_lib.parameter_file import load, locate
from vagar_lib.strategy import FILE as STRATEGY
from vagar_lib.strategy import GoalNumber, Strategy, strategy

FOLDER = "surveys"
SCALES = "scales.yml"
STEPS = {
    "resurser": "Resurser",
    "aktiviteter": "Aktiviteter",
    "prestationer": "Prestationer",
    "utfall": "Utfall",
    "effekter": "Effekter",
}
"""The effect chain, from what is put in to what becomes different."""
LEVELS = {"strategi": "Strategi", "process": "Process", "insats": "Insats"}
RESERVED = ("activity", "assessor", "answered", "round", "publish")
"""What every form asks beside its own questions."""
Level = Literal["strategi", "process", "insats"]
ChainStep = Literal["resurser", "aktiviteter", "prestationer", "utfall", "effekter"]
Role = Literal["lesson", "decision", "conflict"]


class Step(Strict):
    """A step of a scale: what is stored, what is chosen and what it means."""

    value: int = Field(ge=0)
    label: str = Field(min_length=1)
    meaning: str = Field(min_length=1)


class Scale(Strict):
    """Steps from the lowest to the highest; ``order`` is what a higher one says."""

    order: Literal["degree", "chain"]
    steps: list[Step] = Field(min_length=2)

    @model_validator(mode="after")
    def _rises(self) -> Scale:
        values = [step.value for step in self.steps]
        if values != list(range(len(values))):
            raise ValueError(f"the values are {values}, allowed: 0, 1, 2 and so on, from the lowest step")
        if len({step.label for step in self.steps}) < len(values):
            raise ValueError("two steps have the same label")
        return self

    @property
    def labels(self) -> dict[int, str]:
        """Label by value, from the lowest."""
        return {step.value: step.label for step in self.steps}


class Scales(RootModel[dict[str, Scale]]):
    """The scales by id."""


class Measures(Strict):
    """What a question measures: parts of the strategy, global goals, or a step of the effect chain."""

    priorities: list[str] = Field(default_factory=list)
    vision: list[str] = Field(default_factory=list)
    sdg: list[GoalNumber] = Field(default_factory=list)
    step: ChainStep | None = None


class Question(Strict):
    """A question: on a scale, or answered in words (with a role that says what is done with them)."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: str = Field(min_length=1)
    text: str = Field(min_length=1)
    help: str = Field(min_length=1)
    scale: str | None = None
    role: Role | None = None
    measures: Measures = Measures()

    @model_validator(mode="after")
    def _is_of_one_kind(self) -> Question:
        if (self.scale is None) == (self.role is None):
            raise ValueError("a question has either a scale or a role (lesson, decision, conflict), not both")
        if self.id in RESERVED:
            raise ValueError(f"the id {self.id!r} is taken by what every form asks: {', '.join(RESERVED)}")
        return self


class Survey(Strict):
    """A survey on activities of one level.

    Examples
    --------
    >>> survey = surveys()["insats"]
    >>> survey.question("jamlikt").measures.vision
    ['jamlikt']
    >>> [question.measures.step for question in survey.questions if question.scale == "kedja"][-1]
    'effekter'
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str = Field(min_length=1)
    level: Level
    intro: str = Field(min_length=1)
    questions: list[Question] = Field(min_length=1)

    @model_validator(mode="after")
    def _has_no_question_twice(self) -> Survey:
        if twice := [id for id, count in Counter(question.id for question in self.questions).items() if count > 1]:
            raise ValueError(f"questions has {', '.join(twice)} more than once")
        return self

    def question(self, id: str) -> Question:
        """The question with this id.

        Raises
        ------
        BadInput
            No such question; the message names them all.
        """
        found = next((question for question in self.questions if question.id == id), None)
        if found is None:
            raise BadInput(
                f"question {id!r} is not in the survey {self.id}, allowed: {', '.join(q.id for q in self.questions)}"
            )
        return found


def surveys() -> dict[str, Survey]:
    """The surveys of ``parameters/surveys`` by id, from strategy to activity; read again when a file has changed.

    Raises
    ------
    BadInput
        Every problem of every file at once: a scale or a part of the strategy that does not exist, two surveys on
        the same level.
    """
    return _read(tuple(_files()))[1]


def scales() -> dict[str, Scale]:
    """The scales of ``parameters/surveys/scales.yml`` by id.

    Examples
    --------
    >>> scales()["grad"].labels[3]
    'I hög grad'
    """
    return _read(tuple(_files()))[0]


def survey(id: str) -> Survey:
    """One survey.

    Raises
    ------
    BadInput
        No such survey; the message names them all.
    """
    known = surveys()
    if id not in known:
        raise BadInput(f"survey {id!r} does not exist, allowed: {', '.join(known)}")
    return known[id]


def questions() -> dict[str, Question]:
    """Every question of every survey by id; one that several surveys share is taken from the lowest level.

    Questions with the same id ask the same of activities of different levels, and are shown together.
    """
    return {question.id: question for survey in surveys().values() for question in survey.questions}


def shared_questions() -> list[str]:
    """Ids of the questions that every survey asks, in order."""
    every = surveys().values()
    return [id for id in questions() if all(id in {one.id for one in survey.questions} for survey in every)]


def chain_questions() -> dict[str, str]:
    """The step of the effect chain that each question asks about, by id of the question."""
    return {id: question.measures.step for id, question in questions().items() if question.measures.step}


def _files() -> list[tuple[Path, int]]:
    folder = paths.parameters() / FOLDER
    if not (folder / SCALES).is_file():
        raise BadInput(f"{paths.relative(folder / SCALES)} is missing")
    return [*((path, path.stat().st_mtime_ns) for path in sorted(folder.glob("*.yml"))), locate(STRATEGY)]


@lru_cache(maxsize=8)
def _read(files: tuple[tuple[Path, int], ...]) -> tuple[dict[str, Scale], dict[str, Survey]]:
    findings: list[str] = []
    found: dict[str, Survey] = {}
    steps: dict[str, Scale] = {}
    for path, _ in files[:-1]:
        try:
            if path.name == SCALES:
                steps = load(path, Scales).root
            else:
                one = load(path, Survey)
                if one.id != path.stem:
                    findings.append(f"{paths.relative(path)}: id {one.id!r}, allowed: {path.stem!r}, as the file")
                found[path.stem] = one
        except BadInput as error:
            findings += error.findings
    for one in found.values() if not findings else ():
        findings += [f"{FOLDER}/{one.id}.yml, {finding}" for finding in _findings(one, steps, strategy())]
    levels = Counter(one.level for one in found.values())
    findings += [f"{FOLDER}: {n} surveys have level {level}, allowed: one" for level, n in levels.items() if n > 1]
    if findings:
        raise BadInput(findings)
    order = [*LEVELS]
    return steps, dict(sorted(found.items(), key=lambda item: order.index(item[1].level)))


def _findings(one: Survey, steps: dict[str, Scale], plan: Strategy) -> list[str]:
    """References to what does not exist."""
    known = {
        "priorities": [part.id for part in plan.priorities],
        "vision": [part.id for part in plan.vision],
    }
    findings = []
    for question in one.questions:
        if question.scale is not None and question.scale not in steps:
            findings.append(f"{question.id}: scale {question.scale!r}, allowed: {', '.join(steps)}")
        for field, allowed in known.items():
            findings += [
                f"{question.id}: {field} {id!r}, allowed: {', '.join(allowed)}"
                for id in getattr(question.measures, field)
                if id not in allowed
            ]
        scale = steps.get(question.scale or "")
        if (question.measures.step is not None) != (scale is not None and scale.order == "chain"):
            findings.append(f"{question.id}: a step of the effect chain, and nothing else, has a scale of order chain")
    return findings
