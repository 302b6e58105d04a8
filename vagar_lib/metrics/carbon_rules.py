"""What are emissions held against? ``parameters/carbon.yml``, typed and checked."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, PositiveFloat, PositiveInt

from vagar_lib import parameter_file


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Reference(_Strict):
    """What emissions are held against: a share of a base year's that may be left in a year."""

    label: str
    base_year: int
    year: int
    left: float = Field(gt=0, lt=1)
    why: str
    source: str


class Level(_Strict):
    """A budget of the world, billion tonnes."""

    label: str
    gigatonnes: PositiveFloat = Field(strict=False)


class Budget(_Strict):
    """How the budgets of the world are shared."""

    from_year: int
    world: PositiveInt
    rule: str
    why: str
    source: str
    levels: list[Level]


class Paths(_Strict):
    """What the ways ahead are called in a chart."""

    pace: str
    needed: str


class Rules(_Strict):
    """``parameters/carbon.yml``; the file's comments say what each field is."""

    since: int
    excluded: list[str]
    paths: Paths
    reference: Reference
    budget: Budget


def rules() -> Rules:
    """``parameters/carbon.yml``, read again when it has changed.

    Raises
    ------
    BadInput
        With every field that is missing, unknown or ill-typed.
    """
    return _read(*parameter_file.locate("carbon.yml"))


@lru_cache(maxsize=8)
def _read(path: Path, modified: int) -> Rules:
    return parameter_file.load(path, Rules)
