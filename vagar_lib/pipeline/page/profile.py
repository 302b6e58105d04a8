"""Who publishes, and how do the pages look? ``parameters/profile.yml``, typed and checked."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from vagar_lib import paths
from vagar_lib.display.theme import INK, MUTED, luminance
from vagar_lib.indicator_entry import Strict
from vagar_lib.parameter_file import load, locate

FILE = "profile.yml"
GROUND = "#ffffff"
"""What pages are written on."""
TEXT, GRAPHICS = 4.5, 3.0
"""Least contrast of text (WCAG 2.2, 1.4.3) and of what is not text (1.4.11)."""


def contrast(one: str, other: str) -> float:
    """Contrast of two colours as WCAG 2.2 defines it: 1 for the same, 21 for black on white.

    Examples
    --------
    >>> contrast("#000000", "#ffffff"), round(contrast("#767676", "#ffffff"), 2)
    (21.0, 4.54)
    """
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _colour(text: str) -> str:
    if not re.fullmatch(r"#[0-9a-f]{6}", text):
        raise ValueError(f"found {text!r}, allowed: six hexadecimal digits in lower case, such as '#0b5c9e'")
    return text


def _address(text: str) -> str:
    if text and not re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#]*)?", text):
        raise ValueError(f"found {text!r}, allowed: https://… without a question, or ''")
    return f"{text.rstrip('/')}/" if text else ""


def _day(text: str) -> str:
    if text:
        try:
            date.fromisoformat(text)
        except ValueError:
            raise ValueError(f"found {text!r}, allowed: a day such as '2026-12-01', or ''") from None
    return text


def _logo(name: str) -> str:
    if name and not (re.fullmatch(r"[\w-]+\.(svg|png)", name) and (paths.parameters() / name).is_file()):
        raise ValueError(f"found {name!r}, allowed: a file of parameters/ that ends with .svg or .png, or ''")
    return name


Colour = Annotated[str, AfterValidator(_colour)]


class Colours(Strict):
    """Colours of the pages, which can be read on each other."""

    accent: Colour
    link: Colour
    tint: Colour
    focus: Colour

    @model_validator(mode="after")
    def _can_be_read(self) -> Colours:
        grounds = {"white": GROUND, "tint": self.tint}
        inks = {"accent": self.accent, "link": self.link, "text": INK, "quiet text": MUTED}
        pairs = [(name, ink, TEXT) for name, ink in inks.items()] + [("focus", self.focus, GRAPHICS)]
        weak = [
            f"{name} {ink} on {ground} {colour} has contrast {contrast(ink, colour):.2f}, allowed: at least {least}"
            for name, ink, least in pairs
            for ground, colour in grounds.items()
            if contrast(ink, colour) < least
        ]
        if weak:
            raise ValueError("; ".join(weak))
        return self


class Accessibility(Strict):
    """What the accessibility statement needs to know beside what has been checked."""

    email: str
    phone: str
    supervisor: str = Field(min_length=1)
    complaints: str = Field(pattern=r"^https://\S+$")
    assessed: Annotated[str, AfterValidator(_day)]
    assessed_by: str
    conforms: bool
    burden: list[str]
    outside: list[str]

    @model_validator(mode="after")
    def _someone_assessed(self) -> Accessibility:
        if bool(self.assessed) != bool(self.assessed_by):
            raise ValueError("assessed and assessed_by are given together, or both ''")
        if self.conforms and not self.assessed:
            raise ValueError("conforms is true, allowed: only after an assessment (assessed, assessed_by)")
        return self


class Profile(Strict):
    """The file; its comments say what each field is.

    Examples
    --------
    >>> profile().name, profile().line
    ('Vägar', 'Ett litet steg varje dag')
    """

    name: str = Field(min_length=1)
    line: str
    owner: str = Field(min_length=1)
    address: Annotated[str, AfterValidator(_address)]
    logo: Annotated[str, AfterValidator(_logo)]
    colours: Colours
    accessibility: Accessibility
    granskad_av: dict[str, str]


def profile() -> Profile:
    """The profile of ``parameters/profile.yml``, read again when the file has changed.

    Raises
    ------
    BadInput
        Every problem of the file at once; also colours that can't be read on each other.
    """
    return _profile(*locate(FILE))


@lru_cache(maxsize=8)
def _profile(path: Path, changed: int) -> Profile:
    return load(path, Profile)
