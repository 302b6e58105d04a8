"""How is a goal conflict handled? The decision guide of ``parameters/conflict_guide.yml``, step by step."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from pydantic import Field, model_validator

from vagar_lib.indicator_entry import Strict
from vagar_lib.parameter_file import load, locate

FILE = "conflict_guide.yml"
ID = r"^[a-z][a-z0-9_]*$"
TYPE, METHOD, DECISION, LEARNING = "typ", "metod", "beslut", "larande"
"""Steps that more than the diagram rests on."""
Ways = Mapping[str, list[str]]


class Option(Strict):
    """A way through a step.

    ``said`` is what it is called in a sentence, if not as its label; ``methods`` are those that a type speaks for.
    """

    id: str = Field(pattern=ID)
    label: str = Field(min_length=1, max_length=14)
    said: str = ""
    help: str = ""
    ends: bool = False
    methods: list[str] = Field(default_factory=list)


class Step(Strict):
    """A question with its ways; ``many`` may be taken at once."""

    id: str = Field(pattern=ID)
    question: str = Field(pattern=r"\?$")
    help: str = Field(pattern=r"\.$")
    many: bool = False
    options: list[Option] = Field(min_length=2, max_length=4)

    @property
    def ids(self) -> list[str]:
        """Ids of the options."""
        return [option.id for option in self.options]

    @property
    def labels(self) -> dict[str, str]:
        """Label by id."""
        return {option.id: option.label for option in self.options}

    @property
    def said(self) -> dict[str, str]:
        """What each option is called in a sentence, by id."""
        return {option.id: option.said or option.label.lower() for option in self.options}


class Guide(Strict):
    """The steps in order.

    Examples
    --------
    >>> guide().step("metod").labels["dialog"]
    'Dialog'
    >>> [step.id for step in guide().asked({"konflikt": ["nej"]})]
    ['konflikt', 'larande']
    >>> guide().suggested({"typ": ["resurs", "varde"]})
    ['dialog', 'prioritering', 'kompensation']
    """

    last: str
    steps: list[Step] = Field(min_length=2)

    @model_validator(mode="after")
    def _hangs_together(self) -> Guide:
        ids = [step.id for step in self.steps]
        if len(set(ids)) < len(ids) or any(len(set(step.ids)) < len(step.ids) for step in self.steps):
            raise ValueError("a step, or an option of a step, stands there more than once")
        if lacking := [id for id in (TYPE, METHOD, DECISION, LEARNING) if id not in ids]:
            raise ValueError(f"steps lacks {', '.join(lacking)}")
        if self.last != ids[-1]:
            raise ValueError(f"last is {self.last!r}, allowed: the last step, {ids[-1]!r}")
        allowed = self.step(METHOD).ids
        named = {method for step in self.steps for option in step.options for method in option.methods}
        if unknown := sorted(named - set(allowed)):
            raise ValueError(f"unknown method {', '.join(unknown)}; allowed: {', '.join(allowed)}")
        return self

    def step(self, id: str) -> Step:
        """The step with this id."""
        return next(step for step in self.steps if step.id == id)

    def asked(self, ways: Ways) -> list[Step]:
        """Steps that are asked of someone who took these ways: all, or up to the way that ends, and the last."""
        found = []
        for step in self.steps:
            found.append(step)
            taken = [option for option in step.options if option.id in ways.get(step.id, [])]
            if any(option.ends for option in taken):
                return [*found, *([self.steps[-1]] if step.id != self.last else [])]
        return found

    def suggested(self, ways: Ways) -> list[str]:
        """Methods that the chosen types speak for, in the order of the guide."""
        types = [option for option in self.step(TYPE).options if option.id in ways.get(TYPE, [])]
        spoken = {method for option in types for method in option.methods}
        return [method for method in self.step(METHOD).ids if method in spoken]

    def findings(self, ways: Ways) -> list[str]:
        """What is wrong with the ways of a case: unknown steps and options, several where one is allowed."""
        known = {step.id: step for step in self.steps}
        found = [f"process: unknown step {id!r}; allowed: {', '.join(known)}" for id in ways if id not in known]
        for id, taken in ways.items():
            step = known.get(id)
            if step is None:
                continue
            allowed = ", ".join(step.ids)
            found += [f"process.{id}: {way!r}, allowed: {allowed}" for way in taken if way not in step.ids]
            if len(taken) > 1 and not step.many:
                found.append(f"process.{id}: {len(taken)} ways, allowed: one of {allowed}")
        return found


def guide() -> Guide:
    """The guide, read again when the file has changed.

    Raises
    ------
    BadInput
        Every problem of the file at once.
    """
    return _guide(*locate(FILE))


@lru_cache(maxsize=4)
def _guide(path: Path, changed: int) -> Guide:
    return load(path, Guide)
