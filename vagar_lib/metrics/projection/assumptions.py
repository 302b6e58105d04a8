"""What does the projection assume, and why? ``parameters/projection.yml``, typed and checked."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, PositiveFloat, PositiveInt, field_validator

from vagar_lib import parameter_file


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Told(_Strict):
    """A scenario as the reader is told of it."""

    label: str
    why: str


class Scenarios(_Strict):
    """What migration may be."""

    recent: Told
    zero: Told
    high: Told


class Ages(_Strict):
    """When in the year a table of ages was counted: shares of the year, and of its births, that had passed.

    It holds for the raw table ``table``; what comes from another is counted on 31 December.
    """

    table: str
    passed: float = Field(gt=0, le=1)
    born: float = Field(gt=0, le=1)
    why: str
    source: str


class Fertility(_Strict):
    """Ages of mothers and how the level of a small place leans on its county's."""

    mean_age: PositiveFloat
    spread: PositiveFloat
    youngest: PositiveInt
    oldest: PositiveInt
    girls: float = Field(gt=0, lt=1)
    prior: PositiveInt
    why: str
    source: str


class Mortality(_Strict):
    """Years of deaths used, and the yearly fall of the death rates (a share)."""

    years: PositiveInt
    decline: float = Field(ge=0, lt=0.1)
    why: str
    source: str


class Bandwidth(_Strict):
    """How much ages are evened out in places with at least so many inhabitants."""

    inhabitants: int = Field(ge=0)
    years: float = Field(ge=0)


class Profile(_Strict):
    """Parameters of the model migration schedule without a retirement peak (Rogers and Castro 1981)."""

    a1: float
    alpha1: float
    a2: float
    mu2: float
    alpha2: float
    lambda2: float
    c: float


class Migration(_Strict):
    """Which years the levels come from, and the shape over ages."""

    oldest: PositiveInt
    window: PositiveInt
    best: PositiveInt
    best_since: int
    bandwidth: Annotated[tuple[Bandwidth, ...], Field(strict=False)]
    profile: Profile
    why: str
    source: str

    @field_validator("bandwidth")
    @classmethod
    def _covers_every_place(cls, steps: tuple[Bandwidth, ...]) -> tuple[Bandwidth, ...]:
        sizes = [step.inhabitants for step in steps]
        if sizes != sorted(sizes, reverse=True) or not sizes or sizes[-1] != 0:
            raise ValueError(f"inhabitants are {sizes}, allowed: falling, the last one 0")
        return steps

    def smoothing(self, inhabitants: float) -> float:
        """Bandwidth in years for a place of this size."""
        return next(step.years for step in self.bandwidth if inhabitants >= step.inhabitants)


class Band(_Strict):
    """How wide the band is, and when a look ahead is too uncertain to be shown."""

    share: float = Field(gt=0, lt=1)
    large: PositiveInt
    longest: PositiveInt
    widest: float = Field(gt=0)
    fewest: PositiveInt
    why: str
    source: str


class Assumptions(_Strict):
    """``parameters/projection.yml``; the file's comments say what each field is."""

    until: int
    scenarios: Scenarios
    ages: Ages
    fertility: Fertility
    mortality: Mortality
    migration: Migration
    band: Band


def assumptions() -> Assumptions:
    """``parameters/projection.yml``, read again when it has changed.

    Raises
    ------
    BadInput
        With every field that is missing, unknown or ill-typed.
    """
    return _read(*parameter_file.locate("projection.yml"))


@lru_cache(maxsize=8)
def _read(path: Path, modified: int) -> Assumptions:
    return parameter_file.load(path, Assumptions)
