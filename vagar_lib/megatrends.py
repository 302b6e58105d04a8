"""What is coming at us? The megatrends of ``parameters/megatrends.yml``, what follows each, and its signposts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from vagar_lib import paths
from vagar_lib.errors import BadInput
from vagar_lib.indicator_entry import Strict
from vagar_lib.indicators import Register, register
from vagar_lib.parameter_file import load, locate
from vagar_lib.strategy import GoalNumber, Strategy, membership_findings, strategy

FILE = "megatrends.yml"
ID = r"^[a-z][a-z0-9_]*$"
GROUPS = ("A1", "A2", "B3", "B4", "B5", "C6", "C7", "C8", "C9")
"""SKR:s kommungrupper 2023."""
Sentence = Field(pattern=r"[.!?]$")


class Area(Strict):
    """A kind of municipality: those of some of SKR:s groups."""

    id: str = Field(pattern=ID)
    label: str = Field(min_length=1)
    groups: list[Literal[GROUPS]] = Field(min_length=1)


class Signpost(Strict):
    """A threshold that an indicator has passed or not.

    `measure` is what is compared with the threshold: the ``value``, its ``change`` over `years` in per cent, or its
    ``gap`` to riket in the unit of the indicator. Within `margin` of the threshold nothing is said; survey values,
    whose uncertainty is not known, must have one.
    """

    id: str = Field(pattern=ID)
    label: str = Field(min_length=1)
    indicator: str
    measure: Literal["value", "change", "gap"] = "value"
    years: int = Field(default=0, ge=0)
    comparison: Literal["above", "below"]
    threshold: int | float
    margin: int | float = Field(default=0, ge=0)
    meaning: str = Sentence
    reason: str = Sentence

    @model_validator(mode="after")
    def _has_years_with_a_change_only(self) -> Signpost:
        if (self.measure == "change") != (self.years > 0):
            raise ValueError(f"years is {self.years} with measure {self.measure!r}, allowed: 1 or more with 'change'")
        return self


class Megatrend(Strict):
    """A megatrend; docs/megatrends.md tells what each field means."""

    id: str = Field(pattern=ID)
    title: str = Field(min_length=1)
    description: str = Sentence
    drivers: list[str] = Field(min_length=1)
    areas: dict[str, str]
    sami: str = Sentence
    indicators: list[str] = Field(min_length=1)
    sdg: list[GoalNumber]
    vision: list[str]
    signposts: list[Signpost] = Field(min_length=1)


class Megatrends(Strict):
    """All of the file, in its order.

    Examples
    --------
    >>> [trend.id for trend in megatrends().megatrends]
    ['demografi', 'klimat', 'teknik', 'globalisering', 'territorium', 'varderingar']
    >>> megatrends().get("klimat").vision
    ['klimat', 'saepmie']
    """

    areas: list[Area] = Field(min_length=1)
    megatrends: list[Megatrend] = Field(min_length=1)

    @model_validator(mode="after")
    def _has_no_id_or_group_twice(self) -> Megatrends:
        signposts = [post.id for trend in self.megatrends for post in trend.signposts]
        lists = {
            "area": [area.id for area in self.areas],
            "group": [group for area in self.areas for group in area.groups],
            "megatrend": self.ids,
            "signpost": signposts,
        }
        twice = [f"{kind} {id}" for kind, ids in lists.items() for id, count in Counter(ids).items() if count > 1]
        if twice:
            raise ValueError(f"{', '.join(twice)} stands there more than once, allowed: once")
        return self

    @property
    def ids(self) -> list[str]:
        """Ids of the megatrends."""
        return [trend.id for trend in self.megatrends]

    @property
    def indicators(self) -> list[str]:
        """Ids of the indicators that follow any of the megatrends, each once."""
        return list(dict.fromkeys(id for trend in self.megatrends for id in trend.indicators))

    @property
    def signposts(self) -> list[tuple[Megatrend, Signpost]]:
        """Every signpost with the megatrend it belongs to."""
        return [(trend, post) for trend in self.megatrends for post in trend.signposts]

    def get(self, id: str) -> Megatrend:
        """The megatrend with this id.

        Raises
        ------
        BadInput
            No such megatrend; the message names them all.
        """
        found = next((trend for trend in self.megatrends if trend.id == id), None)
        if found is None:
            raise BadInput(f"unknown megatrend {id!r}; allowed: {', '.join(self.ids)}")
        return found


def megatrends() -> Megatrends:
    """The megatrends of ``parameters/megatrends.yml``, read again when it, the register or the strategy has changed.

    Raises
    ------
    BadInput
        Every problem of the file at once, such as an indicator that is not in the register.
    """
    return _megatrends(*locate(FILE), register(), *locate("strategy.yml"))


@lru_cache(maxsize=8)
def _megatrends(path: Path, changed: int, indicators: Register, other: Path, other_changed: int) -> Megatrends:
    found, plan = load(path, Megatrends), strategy()
    findings = [
        f"{paths.relative(path)}, {trend.id}: {finding}"
        for trend in found.megatrends
        for finding in _findings(trend, found.areas, indicators, plan)
    ]
    if findings:
        raise BadInput(findings)
    return found


def _findings(trend: Megatrend, areas: Iterable[Area], indicators: Register, plan: Strategy) -> list[str]:
    findings = membership_findings(trend.indicators, indicators)
    known, parts = [area.id for area in areas], [part.id for part in plan.vision]
    findings += [f"unknown area {id!r}; allowed: {', '.join(known)}" for id in trend.areas if id not in known]
    lacking = [id for id in trend.vision if id not in parts]
    findings += [f"unknown part of the vision {id!r}; allowed: {', '.join(parts)}" for id in lacking]
    for post in trend.signposts:
        said = membership_findings([post.indicator], indicators)
        if not said and indicators.get(post.indicator).survey and not post.margin:
            said = [f"{post.indicator} is a survey, so margin must be more than 0"]
        if not said and indicators.get(post.indicator).amount and post.measure == "gap":
            said = [f"{post.indicator} is an amount, which has no gap to riket; allowed: measure value or change"]
        findings += [f"signpost {post.id}: {finding}" for finding in said]
    return findings
