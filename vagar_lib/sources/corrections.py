"""What has a source got wrong? Corrections with their reason, made at the border; raw tables are never edited.

Each entry of ``data/raw/corrections.yml`` says which cell, what the source has there, what it should be, and why. When
the source has something else there, the correction is no longer needed, and the build stops until someone has looked.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal

import pandas as pd
import yaml
from pydantic import Field, TypeAdapter, ValidationError

from vagar_lib import paths
from vagar_lib.errors import BadInput
from vagar_lib.sources.provenance import Strict

Status = Literal["", "secret", "not_collected", "preliminary", "imputed", "below_precision", "not_computable"]
_SAME = 1e-9  # room for the rounding of binary fractions
_NOT_KEYS = ("value", "status", "source", "year")


class Correction(Strict):
    """A cell of a raw table that is wrong at the source.

    Attributes
    ----------
    table : str
        Name of the raw table.
    where : dict
        region, period and the codes of the other dimensions: exactly one cell.
    expect : float or None
        What the source has there; null for no value.
    value : float or None
        What it should be; null for no value, which needs a status.
    reason : str
        Why, in Swedish; printed among the table's notes.
    status : str
        Of the corrected cell.
    """

    table: str
    where: dict[str, str]
    expect: float | None
    value: float | None
    reason: str = Field(min_length=10)
    status: Status = ""

    def __str__(self) -> str:
        return f"{self.table}, {', '.join(f'{name} {code}' for name, code in self.where.items())}"


def file() -> Path:
    """Where the corrections are."""
    return paths.raw() / "corrections.yml"


def every() -> list[Correction]:
    """All corrections, in the order of the file; none when there is no file.

    Raises
    ------
    BadInput
        With every field that is missing, unknown or ill-typed, and every cell that is corrected twice.
    """
    path = file()
    try:
        return list(_read(path, path.stat().st_mtime_ns))
    except FileNotFoundError:
        return []


@lru_cache(maxsize=8)
def _read(path: Path, modified: int) -> tuple[Correction, ...]:
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadInput(f"{paths.relative(path)}: is not YAML in UTF-8: {' '.join(str(error).split())}") from None
    try:
        known = TypeAdapter(list[Correction]).validate_python(entries)
    except ValidationError as error:
        raise BadInput([f"{paths.relative(path)}, {_words(problem)}" for problem in error.errors()]) from None
    seen: dict[str, int] = {}
    findings = []
    for number, one in enumerate(known, start=1):
        cell = f"{one.table} {sorted(one.where.items())}"
        if cell in seen:
            findings.append(f"{_at(number)} ({one}): is corrected by entry {seen[cell]} too")
        seen.setdefault(cell, number)
        if one.value is None and one.status in ("", "preliminary", "imputed"):
            findings.append(f"{_at(number)} ({one}): value is null without a status that says why")
    if findings:
        raise BadInput(findings)
    return tuple(known)


def apply(tables: Mapping[str, pd.DataFrame], known: Container[str] = ()) -> dict[str, pd.DataFrame]:
    """Typed raw tables with their corrections made.

    Parameters
    ----------
    tables : mapping
        Typed tables by name.
    known : container of str
        Names of tables that may be fetched; a correction of one that is not there waits for it.

    Raises
    ------
    BadInput
        For every correction that fits no cell, and for every cell where the source has something else than expected.
    """
    corrected, findings = dict(tables), []
    for number, one in enumerate(every(), start=1):
        if one.table not in tables:
            if one.table not in known:
                findings.append(f"{_at(number)}: table '{one.table}' does not exist")
            continue
        table = corrected[one.table]
        problem = _misfit(one, table)
        if problem:
            findings.append(f"{_at(number)} ({one}): {problem}")
            continue
        row = _rows(one, table)[0]
        if table is tables[one.table]:
            table = table.copy()
        table.at[row, "value"] = float("nan") if one.value is None else one.value
        table.at[row, "status"] = one.status
        corrected[one.table] = table
    if findings:
        raise BadInput(findings)
    return corrected


def notes(table: str) -> list[str]:
    """What a reader is told of the corrections of a table."""
    return [
        f"Rättat i {one.where['region']}, {one.where['period']}: {one.reason}" for one in every() if one.table == table
    ]


def _misfit(one: Correction, table: pd.DataFrame) -> str:
    """What is wrong with a correction of this table."""
    if "value" not in table:
        return "the table has no values"
    dimensions = [column for column in table.columns if column not in _NOT_KEYS]
    if unknown := [name for name in one.where if name not in dimensions]:
        return f"where {', '.join(unknown)} is no dimension of the table; it has: {', '.join(dimensions)}"
    if lacking := [name for name in ("region", "period") if name not in one.where]:
        return f"where lacks {', '.join(lacking)}"
    rows = _rows(one, table)
    if len(rows) != 1:
        lacking = [name for name in dimensions if name not in one.where]
        hint = f"; narrow it with {', '.join(lacking)}" if len(rows) and lacking else ""
        return f"where fits {len(rows)} cells, allowed: one{hint}"
    found = table.at[rows[0], "value"]
    expected = float("nan") if one.expect is None else one.expect
    if not (pd.isna(found) and pd.isna(expected)) and not abs(found - expected) <= _SAME * max(1.0, abs(expected)):
        has = "no value" if pd.isna(found) else f"{found:g}"
        return (
            f"expected {'no value' if one.expect is None else format(one.expect, 'g')}, the source now has {has}: "
            "look at it, then remove the correction or renew it"
        )
    return ""


def _rows(one: Correction, table: pd.DataFrame) -> list[int]:
    fits = pd.Series(True, index=table.index)
    for name, code in one.where.items():
        fits &= table[name].astype(str) == code
    return table.index[fits].tolist()


def _at(number: int) -> str:
    return f"{paths.relative(file())}, entry {number}"


def _words(problem: Mapping) -> str:
    number, *field = problem["loc"] or ("",)
    where = f"entry {number + 1}" if isinstance(number, int) else "the file"
    name = ".".join(map(str, field))
    return f"{where}{f', field {name}' if name else ''}: {problem['msg'].lower()}, found {problem['input']!r}"
