"""What is the index of quality of life and sustainability made of? ``parameters/index.yml``, typed and checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from pydantic import Field

from vagar_lib import paths
from vagar_lib.errors import BadInput
from vagar_lib.indicator_entry import Strict
from vagar_lib.indicators import Register, register
from vagar_lib.parameter_file import load, locate


class Aspect(Strict):
    """Indicators that measure the same thing, each with the same weight."""

    aspect: str = Field(min_length=1)
    indicators: list[str] = Field(min_length=1)


class Theme(Strict):
    """Aspects of one part of life, each with the same weight."""

    theme: str = Field(min_length=1)
    aspects: list[Aspect] = Field(min_length=1)


class Composition(Strict):
    """``parameters/index.yml``; the file's comments say what each field is."""

    label: str = Field(min_length=1)
    coverage: float = Field(gt=0, le=1)
    draws: int = Field(ge=1)
    seed: int
    perturbation: float = Field(ge=0, lt=1)
    themes: list[Theme] = Field(min_length=1)

    @property
    def parts(self) -> Iterator[tuple[str, str, str]]:
        """Theme, aspect and id of each indicator, in the order of the file."""
        for theme in self.themes:
            for aspect in theme.aspects:
                yield from ((theme.theme, aspect.aspect, id) for id in aspect.indicators)


def composition() -> Composition:
    """The index of ``parameters/index.yml``, read again when the file has changed.

    Raises
    ------
    BadInput
        Every problem of the file at once: a field, an indicator that is not in the register, is used twice, is an
        amount or has no direction, a theme or an aspect that is named twice.

    Examples
    --------
    >>> theme, aspect, indicator = next(composition().parts)
    >>> theme, indicator
    ('Arbete', 'N03937')
    """
    return _composition(*locate("index.yml"), register())


@lru_cache(maxsize=8)
def _composition(path: Path, changed: int, known: Register) -> Composition:
    found = load(path, Composition)
    if findings := check(found, known):
        raise BadInput([f"{paths.relative(path)}: {finding}" for finding in findings])
    return found


def check(found: Composition, known: Register) -> list[str]:
    """What is wrong with a composition, seen from the register."""
    ids = [id for _, _, id in found.parts]
    findings = []
    for id in dict.fromkeys(ids):
        if id not in known:
            findings.append(f"indicator {id!r} is not in parameters/indicators.yml")
        elif known.get(id).direction == "context":
            findings.append(f"indicator {id!r} has direction context, allowed: higher, lower, balance")
        elif known.get(id).amount:
            findings.append(f"indicator {id!r} is an amount ({known.get(id).unit}): places are not compared by them")
    findings += [f"indicator {id!r} is used {count} times" for id, count in Counter(ids).items() if count > 1]
    findings += [f"theme {name!r} is named {count} times" for name, count in _twice(found.themes, "theme")]
    for theme in found.themes:
        twice = _twice(theme.aspects, "aspect")
        findings += [f"theme {theme.theme!r}: aspect {name!r} is named {count} times" for name, count in twice]
    return findings


def _twice(named: list, field: str) -> list[tuple[str, int]]:
    return [(name, count) for name, count in Counter(getattr(one, field) for one in named).items() if count > 1]
