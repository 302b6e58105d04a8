"""By which rules are indicators judged? ``parameters/judgement.yml``, typed and checked."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import Field, model_validator

from vagar_lib.indicator_entry import Strict
from vagar_lib.parameter_file import load, locate

FILE = "judgement.yml"


class Pace(Strict):
    """Least shares of the pace that a target needs, from the best verdict down."""

    on_track: int | float
    slow: int | float
    limited: int | float

    @model_validator(mode="after")
    def _falls(self) -> Pace:
        if not self.on_track > self.slow > self.limited:
            found = f"found on_track {self.on_track}, slow {self.slow}, limited {self.limited}"
            raise ValueError(f"{found}; allowed: each less than the one before")
        return self


class Growth(Strict):
    """Least growth, in per cent a year, of a change that is called strong."""

    strong: int | float = Field(gt=0)


class Steps(Strict):
    """How far the window (years), the shares of the pace and the growth are moved to see what hangs on them."""

    window: int = Field(gt=0)
    pace: int | float = Field(gt=0)
    growth: int | float = Field(gt=0)


class Rules(Strict):
    """The file; its comments say what each field is.

    Examples
    --------
    >>> rules().pace.on_track, rules().growth.strong
    (0.95, 1.0)
    """

    window: int = Field(ge=1)
    pace: Pace
    growth: Growth
    steps: Steps

    @model_validator(mode="after")
    def _can_be_moved(self) -> Rules:
        room = {
            "window": self.window,
            "pace": min(self.pace.on_track - self.pace.slow, self.pace.slow - self.pace.limited),
            "growth": self.growth.strong,
        }
        steps = self.steps.model_dump()
        wide = [name for name, most in room.items() if steps[name] >= most]
        if wide:
            wide = [f"{name} {steps[name]}, allowed: less than {room[name]:g}" for name in wide]
            raise ValueError(f"steps are too wide: {'; '.join(wide)}")
        return self


def rules() -> Rules:
    """The rules of ``parameters/judgement.yml``, read again when the file has changed.

    Raises
    ------
    BadInput
        Every problem of the file at once.
    """
    return _rules(*locate(FILE))


@lru_cache(maxsize=8)
def _rules(path: Path, changed: int) -> Rules:
    return load(path, Rules)
