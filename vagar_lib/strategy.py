"""What do we want? The strategy of ``parameters/strategy.yml``: its parts, and which indicators belong to each."""

from __future__ import annotations

import datetime
import difflib
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from vagar_lib import paths
from vagar_lib.errors import BadInput
from vagar_lib.indicator_entry import Strict
from vagar_lib.indicators import Register, register
from vagar_lib.parameter_file import load, locate

FILE = "strategy.yml"
Kind = Literal["vision", "priorities", "strengths"]
GoalNumber = Annotated[int, Field(ge=1, le=17)]


class Part(Strict):
    """A part of the vision, a priority or an area of smart specialisation, and the ids of its indicators."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: str = Field(min_length=1)
    text: str = ""
    indicators: list[str]


class Strategy(Strict):
    """A regional development strategy; docs/strategy.md tells what each field means.

    Examples
    --------
    >>> plan = strategy()
    >>> plan.part("saepmie").indicators
    ['renagare', 'renar_vinterhjord']
    >>> [part.id for part in plan.of("utslapp_per_invanare", "strengths")]
    ['hallbar_energi']
    >>> plan.sdg[13]
    'Bekämpa klimatförändringarna'
    """

    name: str = Field(min_length=1)
    title: str = Field(min_length=1)
    region: str = Field(pattern=r"^\d{2}(\d{2})?$")
    adopted: datetime.date
    address: str = Field(pattern=r"^https?://")
    goal: str = Field(min_length=1)
    vision: list[Part] = Field(min_length=1)
    priorities: list[Part]
    strengths: list[Part]
    sdg: dict[GoalNumber, str]

    @model_validator(mode="after")
    def _has_every_goal_and_no_id_twice(self) -> Strategy:
        if missing := [number for number in range(1, 18) if number not in self.sdg]:
            raise ValueError(f"sdg lacks {', '.join(map(str, missing))}; allowed: the goals 1 to 17, all of them")
        ids = Counter(part.id for part in self.parts)
        if twice := [id for id, count in ids.items() if count > 1]:
            raise ValueError(f"the id {', '.join(twice)} is used by more than one part")
        return self

    @property
    def parts(self) -> list[Part]:
        """All parts of all kinds."""
        return [*self.vision, *self.priorities, *self.strengths]

    def part(self, id: str) -> Part:
        """The part with this id.

        Raises
        ------
        BadInput
            No such part; the message names them all.
        """
        found = next((part for part in self.parts if part.id == id), None)
        if found is None:
            raise BadInput(f"unknown part of the strategy {id!r}; allowed: {', '.join(p.id for p in self.parts)}")
        return found

    def of(self, indicator: str, kind: Kind = "vision") -> list[Part]:
        """Parts of one kind that an indicator belongs to; may be none."""
        return [part for part in getattr(self, kind) if indicator in part.indicators]


def strategy() -> Strategy:
    """The strategy of ``parameters/strategy.yml``, read again when it or the register has changed.

    Raises
    ------
    BadInput
        Every problem of the file at once, such as an indicator that is not in the register.
    """
    return _strategy(*locate(FILE), register())


@lru_cache(maxsize=8)
def _strategy(path: Path, changed: int, indicators: Register) -> Strategy:
    found = load(path, Strategy)
    findings = [
        f"{paths.relative(path)}, {part.id}: {finding}"
        for part in found.parts
        for finding in membership_findings(part.indicators, indicators)
    ]
    if findings:
        raise BadInput(findings)
    return found


def membership_findings(ids: Iterable[str], indicators: Register) -> list[str]:
    """What is wrong with a list of indicators: ids that the register does not have, or that stand there twice."""
    findings = []
    for id, count in Counter(ids).items():
        if id not in indicators:
            close = difflib.get_close_matches(id, indicators.ids, n=3)
            hint = f"close: {', '.join(close)}" if close else "all ids are in parameters/indicators.yml"
            findings.append(f"unknown indicator {id!r}; {hint}")
        if count > 1:
            findings.append(f"indicator {id!r} stands there {count} times")
    return findings
