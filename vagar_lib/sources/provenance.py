"""From where? The provenance that lies beside each raw table, typed and checked.

``data/raw/<source>/<table>.csv`` holds figures, ``<table>.yml`` says whose they are, what they mean and what
the border may expect of them. Everything a reader of a report sees is written in Swedish.
"""

from __future__ import annotations

import hashlib
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from vagar_lib import paths
from vagar_lib.errors import BadInput

Level = Literal["riket", "län", "kommun"]
Codes = list[str] | dict[str, str]
GRANTS = "grants"  # the folder of the region's own grants files, which are read by a mapping of their columns
SURVEYS = "surveys"  # the folder of the region's own activities and of the answers about them
ACTIVITIES, ANSWERS = "_insatser", "_svar"  # how the names of its tables end
MANUAL = "manual"  # the folder of files that come by mail, which a fetch takes in
GRANT_FILES = (".csv", ".txt", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
SEX = {"K": "Kvinnor", "M": "Män", "T": "Totalt"}
_PLURAL = {"riket": "riket", "län": "länen", "kommun": "kommunerna"}


class Strict(BaseModel):
    """No unknown fields, no silent conversion, no change afterwards."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Break(Strict):
    """A break in the series: the first year of the new segment, for some regions or (none named) for all."""

    year: int
    note: str
    regions: list[str] = []


class Value(Strict):
    """What a value may be."""

    type: Literal["integer", "number"] = "number"
    min: float | None = None
    max: float | None = None


class Sum(Strict):
    """Regions of a lower level add up to the one they lie in, until a year (SCB's noise ends it in 2025).

    ``only`` limits the check to some codes of a dimension.
    """

    whole: Literal["riket", "län"]
    parts: Literal["län", "kommun"]
    until: int | None = None
    tolerance: float = 0
    only: dict[str, list[str]] = {}


class Checks(Strict):
    """What the border checks beyond types and codes; only what truly holds of the table."""

    sums: list[Sum] = []
    jump: float | None = Field(None, gt=1)


class Column(Strict):
    """A column of a register-like table."""

    type: Literal["text", "integer", "number", "boolean", "date", "region"]
    description: str
    allowed: list[str] | None = None
    optional: bool = False
    source: str | None = None


class Provenance(Strict):
    """Where a raw table comes from and what it holds.

    Attributes
    ----------
    title, publisher, licence, unit, definition : str
        In Swedish, as printed. A licence that nobody states is 'Anges inte av källan'.
    retrieved, updated : datetime.date
        When the project got the figures; the publisher's own update date when known.
    via, query, checked : str or None
        Through whom, with which question for a live fetch, and what has been checked.
    contact, reference_period : str or None
        Whom the publisher says to ask, and what point or span in time the figures are about.
    publisher_unit, decimals : str or None, int or None
        The unit as the publisher writes it, and the number of decimals given.
    coverage : str
        Which places it has, in running text: 'riket, Jämtlands län och dess kommuner'. Made from levels if
        absent.
    notes : list of str
        Traps a reader must know of, printable beneath a figure.
    breaks : list of Break
    sha256 : str
        Of the csv file.
    kind : str
        'observations' (region, period, dimensions, value), 'register' (its own columns) or 'grants' (a file of
        grants as a case system exports it, read with the help of parameters/grants.yml).
    levels, extra_regions : list of str
        Levels of the region register it may have, and codes outside the register.
    dimensions : dict
        Column to its allowed codes, as a list or as a mapping from code to Swedish label.
    additive : bool
        Whether rows may be summed over dimensions; sex T is then computed as K + M where the table lacks it.
    example : bool
        Made-up example data; figures from it are marked Exempeldata.
    replaces : str or None
        Name of the table whose rows these take the place of, as `vagar_lib.sources.succession` tells.
    columns, key : dict, list of str
        Of a register-like table.
    layout, sheet : str or None
        Of a grants file: what it calls its columns, as named in parameters/grants.yml; the sheet of a workbook.
    covers, years : list of str, list of int
        Codes of the places whose grants, or activities, it has in full. Of a grants file also the first and last year
        of its decisions.
    """

    title: str
    publisher: str
    licence: str
    unit: str | None = None
    retrieved: date
    updated: date | None = None
    via: str | None = None
    query: str | None = None
    definition: str
    checked: str | None = None
    contact: str | None = None
    reference_period: str | None = None
    publisher_unit: str | None = None
    decimals: int | None = None
    coverage: str = ""
    notes: list[str] = []
    breaks: list[Break] = []
    sha256: str
    kind: Literal["observations", "register", "grants"] = "observations"
    levels: list[Level] = []
    extra_regions: list[str] = []
    dimensions: dict[str, Codes] = {}
    value: Value = Value()
    additive: bool = False
    example: bool = False
    replaces: str | None = None
    checks: Checks = Checks()
    columns: dict[str, Column] = {}
    key: list[str] = []
    layout: str | None = None
    sheet: str | None = None
    covers: list[str] = []
    years: list[int] = []

    @model_validator(mode="before")
    @classmethod
    def _say_coverage(cls, fields: Any) -> Any:
        if isinstance(fields, dict) and not fields.get("coverage") and isinstance(fields.get("levels"), list):
            words = [_PLURAL.get(level, str(level)) for level in fields["levels"]]
            fields = fields | {"coverage": " och ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))}
        return fields

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Provenance:
        if self.kind == "register" and not (self.columns and self.key):
            raise ValueError("a register-like table declares columns and key")
        if self.kind == "grants":
            if not (self.layout and self.covers):
                raise ValueError("a grants file declares layout and covers")
            if len(self.years) != 2 or self.years[0] > self.years[1]:
                raise ValueError("years is not the first and last year of the decisions, such as [2016, 2020]")
        if self.kind == "observations":
            if not (self.levels or self.extra_regions):
                raise ValueError("levels is empty and extra_regions too: say which regions the table has")
            if self.unit is None:
                raise ValueError("unit is missing")
            if unknown := set(self.codes("sex")) - set(SEX):
                raise ValueError(f"dimensions.sex has {', '.join(sorted(unknown))}, allowed: K, M, T")
        return self

    def codes(self, dimension: str) -> list[str]:
        """Allowed codes of a dimension, in the order declared."""
        return list(self.dimensions.get(dimension, []))

    def labels(self, dimension: str) -> dict[str, str]:
        """Swedish label by code; the code itself where no label is declared."""
        declared = self.dimensions.get(dimension, {})
        if isinstance(declared, dict):
            return dict(declared)
        return {code: SEX[code] if dimension == "sex" else code for code in declared}


def load(path: Path) -> Provenance:
    """The provenance in a yml file.

    Raises
    ------
    BadInput
        With every field that is missing, unknown or ill-typed.
    """
    try:
        modified = path.stat().st_mtime_ns
    except FileNotFoundError:
        raise BadInput(f"{paths.relative(path)} is missing: every raw table has its provenance beside it") from None
    return _load(path, modified)


def all_tables() -> dict[str, Path]:
    """Path of the csv of every raw table, by name; a yml without its csv counts as a table too.

    Tables that people at the region fill in, such as scores, lie in ``parameters/`` with their provenance beside them.

    Raises
    ------
    BadInput
        When two sources have a table of the same name.
    """
    raw = (folder for folder in paths.raw().glob("*/") if folder.name not in (GRANTS, MANUAL))
    modified = tuple((folder, folder.stat().st_mtime_ns) for folder in (*raw, paths.parameters()) if folder.is_dir())
    return dict(_tables(paths.parameters(), modified))


@lru_cache(maxsize=2)
def _tables(parameters: Path, modified: tuple[tuple[Path, int], ...]) -> dict[str, Path]:
    """The tables in some folders; with the folders' times, since a folder is changed by a file that comes or goes."""
    found: dict[str, Path] = {}
    findings = []
    inside = [path for folder, _ in modified for path in folder.iterdir()]
    for path in sorted(inside):
        if path.suffix not in ((".csv",) if path.parent == parameters else (".csv", ".yml")):
            continue
        table = path.with_suffix(".csv")
        if found.setdefault(path.stem, table) != table:
            other = paths.relative(found[path.stem])
            findings.append(f"{paths.relative(table)}: table name '{path.stem}' is taken by {other}")
    if findings:
        raise BadInput(list(dict.fromkeys(findings)))
    return found


def grant_files() -> dict[str, Path]:
    """Path of every grants file in ``data/raw/grants``, by name; a yml without its file counts as a csv.

    Raises
    ------
    BadInput
        When a file has no yml, or two have the same name.
    """
    inside = sorted(path for path in paths.raw().glob(f"{GRANTS}/[!.~]*") if path.is_file())
    found: dict[str, Path] = {}
    findings = []
    for path in (path for path in inside if path.suffix.lower() in GRANT_FILES):
        if other := found.get(path.stem):
            findings.append(f"{paths.relative(path)}: the name is taken by {other.name}")
        elif not path.with_suffix(".yml").exists():
            findings.append(f"{paths.relative(path)} has no provenance: {path.stem}.yml beside it is missing")
        found.setdefault(path.stem, path)
    if findings:
        raise BadInput(findings)
    alone = {path.stem: path.with_suffix(".csv") for path in inside if path.suffix == ".yml"}
    return alone | found


def survey_files() -> dict[str, Path]:
    """Path of the csv of every register of activities in ``data/raw/surveys``, by name."""
    inside = sorted(paths.raw().glob(f"{SURVEYS}/*{ACTIVITIES}.yml"))
    return {path.stem: path.with_suffix(".csv") for path in inside}


def source_of(path: Path) -> str:
    """The ``source`` of a raw table's rows: its folder and name, 'snapshot/folkmangd'."""
    return f"{path.parent.name}/{path.stem}"


def digest(path: Path) -> str:
    """sha256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


@lru_cache(maxsize=512)
def _load(path: Path, modified: int) -> Provenance:
    file = paths.relative(path)
    try:
        fields = yaml.load(
            path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        )
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadInput(f"{file}: is not YAML in UTF-8: {' '.join(str(error).split())}") from error
    try:
        return Provenance.model_validate(fields)
    except ValidationError as error:
        raise BadInput([f"{file}: {_finding(problem)}" for problem in error.errors()]) from error


def _finding(problem: dict[str, Any]) -> str:
    field = ".".join(str(part) for part in problem["loc"])
    if problem["type"] == "missing":
        return f"field '{field}' is missing"
    if problem["type"] == "extra_forbidden":
        allowed = f", allowed: {', '.join(Provenance.model_fields)}" if len(problem["loc"]) == 1 else ""
        return f"field '{field}' is unknown{allowed}"
    message = problem["msg"].removeprefix("Value error, ")
    return f"field '{field}' is {problem['input']!r}: {message}" if field else message
