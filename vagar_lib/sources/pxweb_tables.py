"""Which tables are fetched from PxWeb? Those declared in ``parameters/tables.yml``, typed and checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from vagar_lib import paths
from vagar_lib.errors import BadInput
from vagar_lib.indicators import read_yaml
from vagar_lib.sources.provenance import Break, Level, Value

FILE = "tables.yml"
Word = Literal["secret", "not_collected", "below_precision", "not_computable", "preliminary", "imputed", "zero"]


class Strict(BaseModel):
    """No unknown fields, no silent conversion, no change afterwards."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Site(Strict):
    """A place where tables are published with PxWeb.

    Attributes
    ----------
    title, publisher, licence : str
        As printed.
    rhythm : int
        Days after which a fetch is no longer fresh.
    v2 : str or None
        Address of PxWebApi 2, up to ``/tables``.
    v1 : str or None
        Address of PxWebApi 1, up to and with the language.
    numbered : bool
        In PxWebApi 1, codes are only numbers in order, and the real ones stand in the texts.
    signs : dict
        What each sign for a cell means; '' is a missing cell without a sign.
    """

    title: str
    publisher: str
    licence: str
    rhythm: int = Field(30, ge=1)
    v2: str | None = None
    v1: str | None = None
    numbered: bool = False
    signs: dict[str, Word] = {}


class Dimension(Strict):
    """A dimension of our table: the variable it is made from, and our codes for the publisher's.

    A code that is not named keeps its own. ``labels`` are Swedish, by our code; without them they are the
    publisher's.
    """

    variable: str
    codes: dict[str, str] = {}
    labels: dict[str, str] = {}


class Generation(Strict):
    """A table at the publisher's: one part of a series that has moved from table to table.

    Attributes
    ----------
    id, path : str or None
        Its id in PxWebApi 2; for a table that only has the older interface, its path in PxWebApi 1.
    starts : int or None
        First year of the new segment, where the series breaks; only for the generations after the first.
    noise : bool
        Its counts have small random changes that protect persons (Cell Key Method), so parts do not add up.
    note : str or None
        What a reader must know of the break, in Swedish; needed unless ``noise`` says it.
    measures : dict
        Code of each measure to the label that the publisher has for it, or null when that is not known. The code '*'
        stands for the only one there is.
    select : dict
        Expressions by variable (see `vagar_lib.sources.pxweb_select.resolve`).
    totals : dict
        The code, by variable, that stands for all categories in this generation.
    left_out : list of str
        Variables that the publisher sums over when they are not asked for.
    """

    id: str | None = None
    path: str | None = None
    starts: int | None = None
    noise: bool = False
    note: str | None = None
    measures: dict[str, str | None] = Field(min_length=1)
    select: dict[str, list[str]] = {}
    totals: dict[str, str] = {}
    left_out: list[str] = []

    @property
    def name(self) -> str:
        """What messages call it: 'TAB638', or the last part of the path."""
        return self.id or (self.path or "").rpartition("/")[2]

    @property
    def kind(self) -> Literal["id", "path"]:
        """How it is known, and so which interface it is asked of."""
        return "id" if self.id else "path"

    def variables(self) -> list[str]:
        """Variables that are accounted for, in no order; one named twice is there twice."""
        return [*self.select, *self.totals, *self.left_out]


class Declared(Strict):
    """A table that is fetched, and the raw table that it becomes.

    Attributes
    ----------
    site : str
        Name of the site.
    title, unit, definition, notes
        As in the provenance of a raw table.
    levels : list of str
        Levels of regions to ask for; the codes are those of the register.
    region, time, measure : str
        Names of the variables.
    dimensions : dict
        By the name of our dimension.
    value, additive
        As in the provenance of a raw table.
    replaces : str or None
        Name of a table of the project whose rows these take the place of in every report.
    generations : list of Generation
        Oldest first.
    """

    site: str
    title: str
    unit: str
    definition: str = Field(pattern=r"\.$")
    notes: list[str] = []
    levels: list[Level] = Field(min_length=1)
    region: str = "Region"
    time: str = "Tid"
    measure: str = "ContentsCode"
    dimensions: dict[str, Dimension] = {}
    value: Value = Value()
    additive: bool = False
    replaces: str | None = None
    generations: list[Generation] = Field(min_length=1)

    @model_validator(mode="after")
    def _fits(self) -> Declared:
        if findings := list(self._findings()):
            raise ValueError("\n".join(findings))
        return self

    def _findings(self) -> Iterator[str]:
        of_dimensions = {dimension.variable for dimension in self.dimensions.values()}
        for number, generation in enumerate(self.generations):
            where = f"generations.{number}"
            if bool(generation.id) == bool(generation.path):
                yield f"{where} needs either an id (PxWebApi 2) or a path (PxWebApi 1)"
            if (number == 0) == (generation.starts is not None):
                yield f"{where} {'is the first and can have no' if number == 0 else 'needs'} starts"
            if number and not (generation.note or generation.noise):
                yield f"{where} needs a note on the break"
            known = [self.measure, *generation.variables()]
            twice = [name for name, count in Counter(known).items() if count > 1]
            if twice:
                yield f"{where} names {', '.join(twice)} more than once in measures, select, totals and left_out"
            asked = {*generation.select, self.measure}
            for name in sorted(of_dimensions - asked):
                yield f"{where} does not select {name}, which a dimension is made from"
            for name in sorted(set(generation.select) - of_dimensions - {self.time}):
                yield f"{where} selects {name}, which no dimension is made from; give one code under totals"
            several = len(generation.measures) > 1
            if several and self.measure not in of_dimensions:
                yield f"{where} has {len(generation.measures)} measures, but no dimension is made from {self.measure}"
            if several and "*" in generation.measures:
                yield f"{where} has '*' among several measures"

    def breaks(self) -> list[Break]:
        """Breaks where one generation takes over from another."""
        return [
            Break(year=part.starts, note=part.note or NOISE.format(year=part.starts))
            for part in self.generations
            if part.starts is not None
        ]


NOISE = (
    "Från {year} skyddar SCB uppgifterna med CKM-metoden: små slumpmässiga avvikelser läggs till, också på summor. "
    "Skillnader på några personer mot året före ska inte tolkas, och delar summerar inte alltid till helheten."
)


class Awaited(Strict):
    """A file that nobody can be asked for by machine: who has it, where, and the columns it is to have."""

    title: str
    publisher: str
    columns: list[str] = Field(min_length=1)
    where: str


class Tables(Strict):
    """Content of the file."""

    sites: dict[str, Site]
    tables: dict[str, Declared]
    files: dict[str, Awaited] = {}

    @model_validator(mode="after")
    def _sites_are_there(self) -> Tables:
        findings = []
        for name, table in self.tables.items():
            site = self.sites.get(table.site)
            if site is None:
                findings.append(f"{name}: site is '{table.site}', allowed: {', '.join(self.sites)}")
                continue
            for part in table.generations:
                if part.id and not site.v2:
                    findings.append(f"{name}: {part.id} needs PxWebApi 2, but site {table.site} has no v2")
                if part.path and not site.v1:
                    findings.append(f"{name}: {part.path} needs PxWebApi 1, but site {table.site} has no v1")
        if findings:
            raise ValueError("\n".join(findings))
        return self

    def of(self, site: str) -> dict[str, Declared]:
        """Tables of a site, by name."""
        return {name: table for name, table in self.tables.items() if table.site == site}


def declared() -> Tables:
    """What ``parameters/tables.yml`` declares; nothing when the file is not there.

    Raises
    ------
    BadInput
        With everything that is wrong in the file.
    """
    path = paths.parameters() / FILE
    if not path.exists():
        return Tables(sites={}, tables={})
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _read(path: Path, modified: int) -> Tables:
    file = paths.relative(path)
    try:
        return Tables.model_validate(read_yaml(path))
    except UnicodeDecodeError as error:
        raise BadInput(f"{file}: is not UTF-8 ({error.reason} at byte {error.start})") from error
    except ValidationError as error:
        raise BadInput([f"{file}: {each}" for problem in error.errors() for each in _explained(problem)]) from error


def _explained(problem: Any) -> list[str]:
    field = ".".join(str(part) for part in problem["loc"])
    if problem["type"] == "missing":
        return [f"field '{field}' is missing"]
    if problem["type"] == "extra_forbidden":
        return [f"field '{field}' is unknown"]
    if problem["type"] == "value_error":
        prefix = f"{field}: " if field else ""
        return [f"{prefix}{each}" for each in str(problem["ctx"]["error"]).splitlines()]
    return [f"field '{field}' is {problem['input']!r}: {problem['msg']}"]
