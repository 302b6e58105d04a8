"""Which cases have been tested for goal conflicts, and what is left to do? The files of ``parameters/cases``."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from vagar_lib import paths, regions
from vagar_lib.conflict_guide import DECISION, LEARNING, METHOD, Guide, guide
from vagar_lib.conflict_guide import FILE as GUIDE
from vagar_lib.errors import BadInput
from vagar_lib.goals import FILE as GOALS
from vagar_lib.goals import Goals, goals
from vagar_lib.indicator_entry import Strict
from vagar_lib.parameter_file import load, locate
from vagar_lib.regions import Region
from vagar_lib.strategy import FILE as STRATEGY
from vagar_lib.strategy import Strategy, strategy

FOLDER = "cases"
STEPS = {
    "rus": "RUS-säkra",
    "sustainability": "Hållbarhetssäkra",
    "actors": "Aktörssäkra",
    "measures": "Åtgärder",
}
"""The four steps, in order, and what they are called."""
ID = r"^[a-z][a-z0-9_]*$"
KINDS = (
    "incomplete", "skipped", "undated", "sami", "unmet", "uninvited", "open_conflict", "no_owner", "no_due", "overdue",
    "process", "method", "decision", "learning",
)  # fmt: skip
"""What can be left to do in a case; display and command line have words for each."""
Effect = Literal["positive", "negative", "mixed", "none"]
Kind = Literal[KINDS]


@dataclass(frozen=True)
class Finding:
    """Something left to do in a case; no error, the case is shown with it.

    Attributes
    ----------
    kind : str
        One of `KINDS`.
    about : str
        What it is about, in Swedish as the case has it; of 'unmet' the id of what is harmed.
    """

    kind: Kind
    about: str = ""


class Influence(Strict):
    """How the case influences a part of the strategy, a goal or a global goal (by its number, as text).

    An id that both a goal and a part of the strategy have means the same, and a measure against it is against both.
    """

    about: str
    effect: Effect
    direct: bool
    how: str = ""


class Actor(Strict):
    """Someone who affects or is affected; a role or an organisation, never a person's name."""

    name: str = Field(min_length=1)
    affects: bool
    affected: bool
    power: Literal["small", "some", "large"]
    invited: bool
    interest: str = ""


class Sami(Strict):
    """Whether Sami society has been asked, who, and what came of it."""

    asked: bool
    who: str = ""
    answer: str = ""


class Conflict(Strict):
    """A conflict that was found: between which goals, and what must be decided."""

    id: str = Field(pattern=ID)
    title: str = Field(min_length=1)
    between: list[str] = Field(min_length=2)
    decision: str = ""


class Measure(Strict):
    """What will be done, against which negative effects and conflicts, by whom and when."""

    what: str = Field(min_length=1)
    against: list[str] = Field(min_length=1)
    owner: str = ""
    due: datetime.date | None = None
    done: datetime.date | None = None


class Done(Strict):
    """When each step was gone through; a step without a date has not been."""

    rus: datetime.date | None = None
    sustainability: datetime.date | None = None
    actors: datetime.date | None = None
    measures: datetime.date | None = None


class Case(Strict):
    """A case tested for goal conflicts; docs/goal-conflicts.md tells what each field means."""

    id: str = Field(pattern=ID)
    title: str = Field(min_length=1)
    example: bool = False
    places: list[str] = Field(min_length=1)
    summary: str = ""
    owner: str = ""
    done: Done
    strategy: list[Influence]
    goals: list[Influence]
    sdg: list[Influence]
    actors: list[Actor]
    sami: Sami | None = None
    conflicts: list[Conflict]
    measures: list[Measure]
    process: dict[str, list[str]]
    reason: str = ""
    decided: str = ""
    learned: str = ""

    @model_validator(mode="after")
    def _has_nothing_twice(self) -> Case:
        lists = {
            "strategy": [one.about for one in self.strategy],
            "goals": [one.about for one in self.goals],
            "sdg": [one.about for one in self.sdg],
            "conflicts": [one.id for one in self.conflicts],
            "actors": [one.name for one in self.actors],
            "places": self.places,
        }
        twice = [f"{id} in {name}" for name, ids in lists.items() for id in dict.fromkeys(ids) if ids.count(id) > 1]
        if twice:
            raise ValueError(f"{', '.join(twice)} stands there more than once, allowed: once")
        return self

    @property
    def influences(self) -> list[Influence]:
        """What the case influences, all three kinds."""
        return [*self.strategy, *self.goals, *self.sdg]

    def concerns(self, place: Region) -> bool:
        """Whether the case is about a place: the place itself, its county, or a municipality in it."""
        return bool({place.code, place.county, *place.children} & set(self.places)) and place.level != "riket"

    def findings(self, today: datetime.date, plan: Guide | None = None) -> list[Finding]:
        """What is left to do, in the order of the steps.

        Parameters
        ----------
        today : date
            Measures that were due before it and aren't done are overdue.
        plan : Guide, optional
            The decision guide; that of the project if left out.
        """
        return [*self._step_findings(), *self._measure_findings(today), *self._process_findings(plan or guide())]

    def _step_findings(self) -> Iterable[Finding]:
        yield from (Finding("incomplete", words) for words in self._empty())
        filled = {
            "rus": self.strategy,
            "sustainability": [*self.goals, *self.sdg],
            "actors": self.actors,
            "measures": self.measures,
        }
        for step, label in STEPS.items():
            if not filled[step]:
                yield Finding("skipped", label)
            elif getattr(self.done, step) is None:
                yield Finding("undated", label)
        if self.sami is None or not self.sami.asked:
            yield Finding("sami")
        met = {id for measure in self.measures for id in measure.against}
        harmed = dict.fromkeys(one.about for one in self.influences if one.effect in ("negative", "mixed"))
        yield from (Finding("unmet", id) for id in harmed if id not in met)
        yield from (Finding("uninvited", one.name) for one in self.actors if one.affected and not one.invited)
        for conflict in self.conflicts:
            if conflict.id not in met and not conflict.decision:
                yield Finding("open_conflict", conflict.title)

    def _empty(self) -> Iterable[str]:
        if not self.summary:
            yield "sammanfattning"
        if not self.owner:
            yield "ansvarig"
        if self.sami and self.sami.asked and not (self.sami.who and self.sami.answer):
            yield "vem som svarat på den samiska frågan, och svaret"

    def _measure_findings(self, today: datetime.date) -> Iterable[Finding]:
        for measure in self.measures:
            if not measure.owner:
                yield Finding("no_owner", measure.what)
            if measure.due is None and measure.done is None:
                yield Finding("no_due", measure.what)
            elif measure.done is None and measure.due < today:
                yield Finding("overdue", measure.what)

    def _process_findings(self, plan: Guide) -> Iterable[Finding]:
        for step in plan.asked(self.process):
            if not self.process.get(step.id):
                yield Finding("process", step.question)
        other = set(self.process.get(METHOD, [])) - set(plan.suggested(self.process))
        if other and not self.reason:
            yield Finding("method", ", ".join(plan.step(METHOD).labels[id].lower() for id in sorted(other)))
        if "ja" in self.process.get(DECISION, []) and not self.decided:
            yield Finding("decision")
        if "ja" in self.process.get(LEARNING, []) and not self.learned:
            yield Finding("learning")


def cases() -> list[Case]:
    """The cases of ``parameters/cases`` in the order of their files; none when there is no such folder.

    Raises
    ------
    BadInput
        Every problem of every file at once: an unknown goal or place, a measure against what is not there.
    """
    folder = paths.parameters() / FOLDER
    files = tuple((path, path.stat().st_mtime_ns) for path in sorted(folder.glob("*.yml")))
    return _read(files, (*locate(GOALS), *locate(STRATEGY), *locate(GUIDE)))


@lru_cache(maxsize=4)
def _read(files: tuple[tuple[Path, int], ...], rest: tuple[object, ...]) -> list[Case]:
    found, findings = [], []
    for path, _ in files:
        try:
            found.append(read(path))
        except BadInput as error:
            findings += error.findings
    if findings:
        raise BadInput(findings)
    return found


def read(path: Path) -> Case:
    """One file, checked against goals, strategy, guide and places.

    Raises
    ------
    BadInput
        Every problem of the file at once.
    """
    one = load(path, Case)
    findings = _references(one, goals(), strategy(), guide())
    if one.id != path.stem:
        findings.insert(0, f"id {one.id!r}, allowed: {path.stem!r}, as the file")
    if findings:
        raise BadInput([f"{paths.relative(path)}: {finding}" for finding in findings])
    return one


def _references(one: Case, of: Goals, plan: Strategy, process: Guide) -> list[str]:
    allowed: Mapping[str, list[str]] = {
        "strategy": [part.id for part in [*plan.vision, *plan.priorities]],
        "goals": of.ids,
        "sdg": [str(number) for number in plan.sdg],
    }
    found = [
        f"{field}: unknown {item.about!r}, allowed: {', '.join(ids)}"
        for field, ids in allowed.items()
        for item in getattr(one, field)
        if item.about not in ids
    ]
    for conflict in one.conflicts:
        lacking = [id for id in conflict.between if id not in of.ids]
        found += [f"conflict {conflict.id}: unknown goal {id!r}, allowed: {', '.join(of.ids)}" for id in lacking]
    here = [*(item.about for item in one.influences), *(conflict.id for conflict in one.conflicts)]
    for measure in one.measures:
        lacking = [id for id in measure.against if id not in here]
        found += [f"measure {measure.what!r}: against {id!r}, allowed: {', '.join(here)}" for id in lacking]
    for code in one.places:
        try:
            if regions.region(code).level == "riket":
                found.append(f"places: {code!r}, allowed: codes of counties and municipalities")
        except BadInput as error:
            found += [f"places: {finding}" for finding in error.findings]
    return [*found, *process.findings(one.process)]
