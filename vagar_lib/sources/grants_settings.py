"""What do the words of a grants file mean? ``parameters/grants.yml``, typed and checked."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from vagar_lib import indicators, paths
from vagar_lib.errors import BadInput
from vagar_lib.indicator_entry import DIMENSIONS
from vagar_lib.sources.grants_findings import RULES

Words = dict[str, list[str]]
_DASHES = str.maketrans(dict.fromkeys("–—−‑", "-"))

REQUIRED = ("case", "form", "region", "granted", "paid")
# One of each pair is enough.
EITHER = (("decided", "decision_year"), ("paid_year", "paid_date"))
CATEGORIES = ("kind", "led_by", "birth", "age", "sami", "size", "own", "sni")
LEVELS = tuple(f"{assessor}dim_{name}" for assessor in ("", "assessor2_") for name in DIMENSIONS)
TEXTS = ("local_class", "strategy", "result_chain")
DATES = ("decided", "start", "end", "paid_date")
RECIPIENT = ("organisation_form", "recipient_number", "recipient_name")  # dropped once the recipients have codes
FIELDS = (*REQUIRED, *sum(EITHER, ()), *CATEGORIES, *LEVELS, *TEXTS, "start", "end", "sdg", "intensity", *RECIPIENT)


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Layout(_Strict):
    """What an export calls its columns; ``values`` adds words of its own."""

    title: str
    columns: dict[str, str | list[str]]
    values: dict[str, Words] = {}

    @model_validator(mode="after")
    def _names_what_is_needed(self) -> Layout:
        if unknown := [field for field in self.columns if field not in FIELDS]:
            raise ValueError(f"columns has {', '.join(unknown)}, allowed: {', '.join(FIELDS)}")
        if missing := [field for field in REQUIRED if field not in self.columns]:
            raise ValueError(f"columns lacks {', '.join(missing)}")
        for pair in EITHER:
            if not set(pair) & set(self.columns):
                raise ValueError(f"columns lacks {' or '.join(pair)}")
        if unknown := [field for field in self.values if field not in (*CATEGORIES, "form")]:
            raise ValueError(f"values has {', '.join(unknown)}, allowed: {', '.join(CATEGORIES)}, form")
        return self

    def names(self, field: str) -> list[str]:
        """Names of the column of a field, the preferred one first."""
        names = self.columns.get(field, [])
        return [names] if isinstance(names, str) else names


class Form(_Strict):
    """A support (stödform), its kind, other words for it and the regulations it has been decided under."""

    name: str
    kind: str
    words: list[str] = []
    regulations: list[str] = []


class Regulation(_Strict):
    """A regulation and the decisions it governs."""

    sfs: str
    title: str
    since: date | None = Field(None, alias="from")
    until: date | None = None

    def governs(self, day: date) -> bool:
        """Whether a decision of that day is made under it."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class SupportArea(_Strict):
    """An area for regional support: whole places, and the decisions it applies to."""

    area: str
    places: list[str]
    since: date = Field(alias="from")
    until: date


class Exclusion(_Strict):
    """What the rules do not support, with the sections of SNI it lies in."""

    what: str
    sni: list[str] = []
    reindeer_herding: bool = False


class Organisation(_Strict):
    """The region itself (no share) or a company it owns a share of, in per cent."""

    name: str
    number: str = ""
    share: float | None = None


class Value(_Strict):
    """The Swedish name of a code, and more words for it."""

    label: str
    words: list[str] = []


class References(_Strict):
    """Raw tables that grants are compared with.

    ``industries`` has employed and companies by municipality and section of SNI, ``leaders`` those who lead companies
    by sex, country of birth and age.
    """

    industries: str
    leaders: str


class Counting(_Strict):
    """How what belongs to several is counted: an amount with several goals, and a project in several municipalities."""

    goals: Literal["full", "split"] = "split"
    eruf: Literal["even", "population", "undivided"] = "even"


class Settings(_Strict):
    """``parameters/grants.yml``; the file's comments say what each part is."""

    layouts: dict[str, Layout]
    report_only: dict[str, list[str]] = {}
    totals: list[str] = []
    missing: list[str] = []
    forms: list[Form]
    regulations: list[Regulation] = []
    support_areas: list[SupportArea] = []
    intensities: list[str] = []
    exclusions: list[Exclusion] = []
    own_organisations: list[Organisation] = []
    references: References
    counting: Counting = Counting()
    sole_trader: list[str] = []
    municipalities: Words = {}
    whole_area: list[str] = []
    values: dict[str, dict[str, Value]]

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Settings:
        may = [rule for rule, known in RULES.items() if known.stops]
        for name, rules in self.report_only.items():
            if unknown := [rule for rule in rules if rule not in may]:
                raise ValueError(f"report_only of {name} has {', '.join(unknown)}, allowed: {', '.join(may)}")
        if missing := [category for category in CATEGORIES if category not in self.values]:
            raise ValueError(f"values lacks {', '.join(missing)}")
        known = {regulation.sfs for regulation in self.regulations}
        for name, layout in self.layouts.items():
            for field, words in layout.values.items():
                allowed = [form.name for form in self.forms] if field == "form" else list(self.values[field])
                if unknown := [code for code in words if code not in allowed]:
                    what = f"layout {name}, values of {field}: {', '.join(unknown)}"
                    raise ValueError(f"{what}, allowed: {', '.join(allowed)}")
        for form in self.forms:
            if unknown := set(form.regulations) - known:
                raise ValueError(f"form {form.name} has regulation {', '.join(sorted(unknown))}, not in regulations")
            if form.kind not in self.values["kind"]:
                allowed = ", ".join(self.values["kind"])
                raise ValueError(f"form {form.name} has kind {form.kind}, allowed: {allowed}")
        return self

    def codes(self, field: str, layout: Layout) -> dict[str, str]:
        """Code by folded word, for a column of categories."""
        known = {code: [code, value.label, *value.words] for code, value in self.values[field].items()}
        for code, more in layout.values.get(field, {}).items():
            known[code] += more
        return {fold(word): code for code, words in known.items() for word in words}

    def supports(self, layout: Layout) -> dict[str, list[Form]]:
        """Supports by folded word."""
        found: dict[str, list[Form]] = {}
        for form in self.forms:
            words = [form.name, *form.words, *layout.values.get("form", {}).get(form.name, [])]
            for word in dict.fromkeys(map(fold, words)):
                found.setdefault(word, []).append(form)
        return found

    def regulation(self, form: str, decided: date) -> str:
        """SFS number of the regulation that a decision on a support was made under, '' when none is known."""
        mine = next((one.regulations for one in self.forms if one.name == form), [])
        governing = [one.sfs for one in self.regulations if one.sfs in mine and one.governs(decided)]
        return governing[0] if governing else ""

    def support_area(self, municipality: str, decided: date) -> str:
        """The support area that a municipality lay in at a decision, '' when not known."""
        for one in self.support_areas:
            mine = municipality in one.places or municipality[:2] in one.places
            if municipality and mine and one.since <= decided <= one.until:
                return one.area
        return ""


def settings() -> Settings:
    """``parameters/grants.yml``, read again when it has changed.

    Raises
    ------
    BadInput
        With every field that is missing, unknown or ill-typed.
    """
    path = paths.parameters() / "grants.yml"
    if not path.exists():
        raise BadInput(f"{paths.relative(path)} is missing: it says how grants files are read")
    return _settings(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _settings(path: Path, modified: int) -> Settings:
    try:
        return Settings.model_validate(indicators.read_yaml(path))
    except ValidationError as error:
        raise BadInput([f"{paths.relative(path)}: {_finding(problem)}" for problem in error.errors()]) from error


def _finding(problem: dict[str, Any]) -> str:
    field = ".".join(str(part) for part in problem["loc"])
    message = problem["msg"].removeprefix("Value error, ")
    if problem["type"] in ("missing", "extra_forbidden"):
        return f"field '{field}' is {'missing' if problem['type'] == 'missing' else 'unknown'}"
    return f"field '{field}': {message}" if field else message


def fold(text: str) -> str:
    """A word as it is compared: case, kinds of space and dash do not count.

    Examples
    --------
    >>> fold(" Östersunds  Kommun ") == fold("östersunds kommun")
    True
    """
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES).casefold()
    return re.sub(r"\s+", " ", plain).strip()
