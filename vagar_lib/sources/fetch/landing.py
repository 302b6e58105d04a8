"""How does a table land? As a csv with its provenance, checked at the border, beside what was there before."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import yaml
from pydantic import ValidationError

from vagar_lib import paths
from vagar_lib.errors import BadInput
from vagar_lib.sources import border, provenance
from vagar_lib.sources.fetch import compare
from vagar_lib.sources.fetch.source import Table

_SHOWN = 5
_LEVELS = ("riket", "län", "kommun")


class Refused(BadInput):
    """A table can't be taken in; ``swedish`` says why for the status page, as the end of a sentence."""

    def __init__(self, findings: list[str], swedish: str):
        super().__init__(findings)
        self.swedish = swedish


@dataclass(frozen=True)
class Landed:
    """A table that has landed in a folder.

    Attributes
    ----------
    path : Path or None
        The csv; none when nothing differs from what was there.
    rows, regions, missing : int
        Rows, places, and rows without a value.
    years : tuple of str
        The first and the last period; none for a register-like table.
    new, changed, lost : int
        Cells that were not there before, that were otherwise, and that are gone.
    """

    path: Path | None
    rows: int
    regions: int
    missing: int
    years: tuple[str, ...]
    new: int
    changed: int
    lost: int

    def counts(self) -> dict[str, Any]:
        """The numbers, and whether anything differed from what was there."""
        return {key: value for key, value in asdict(self).items() if key != "path"} | {"taken": self.path is not None}


def land(table: Table, folder: Path, today: date, former: Path | None, *, force: bool = False) -> Landed:
    """Write a table and its provenance into a folder.

    Parameters
    ----------
    table : Table
    folder : Path
        Where to; its files there are replaced.
    today : datetime.date
        When it was retrieved.
    former : Path, optional
        The csv in use.
    force : bool
        Take it in even if it lacks places that were there before.

    Raises
    ------
    Refused
        When it can't be taken in: it does not pass the border, lacks places that were there before, or has only
        changes of something that is not there. The folder may then hold files of no use.
    """
    fields = dict(table.provenance)
    before = compare.read_text(former) if former else None
    if table.merge == "cells" and former is None:
        raise Refused(
            ["has only what changed, and no table to change is there; fetch without --since"],
            "den bara har ändringar och det inte finns någon tabell att ändra; hämta utan --since",
        )
    rows = _as_text(table, fields)
    if former is not None and table.merge != "all":
        old = provenance.load(former.with_suffix(".yml"))
        rows = _merged(table, rows, before)
        fields = _widened(fields, old)
    elif former is not None and "region" in rows and not force:
        _no_place_lost(rows, before)
    path = folder / f"{table.name}.csv"
    folder.mkdir(parents=True, exist_ok=True)
    _write(path, rows, fields, today)
    _check(path)
    counts = {"new": len(rows)}
    if before is not None:
        counts = compare.changes(before, rows, fields.get("key") or ())["kind"].value_counts().to_dict()
    same = former is not None and not counts and _same_provenance(path, former)
    return _landed(rows, None if same else path, counts)


def standing(path: Path) -> Landed:
    """The table in use, as one that has landed without a change."""
    rows = compare.read_text(path)
    return _landed(rows, None, {})


def _landed(rows: pd.DataFrame, path: Path | None, counts: dict[str, int]) -> Landed:
    return Landed(
        path=path,
        rows=len(rows),
        regions=rows["region"].nunique() if "region" in rows else 0,
        missing=int((rows["value"] == "").sum()) if "value" in rows else 0,
        years=(rows["period"].min(), rows["period"].max()) if "period" in rows and len(rows) else (),
        new=counts.get("new", 0),
        changed=counts.get("revised", 0) + counts.get("status", 0),
        lost=counts.get("lost", 0),
    )


def _as_text(table: Table, fields: dict[str, Any]) -> pd.DataFrame:
    """Every cell as text, in the order of columns that raw tables have."""
    if fields.get("kind", "observations") == "register":
        return table.rows[[*fields["columns"]]].astype(str).reset_index(drop=True)
    rows = table.rows.reset_index(drop=True)
    names = ["region", "period", *fields.get("dimensions", {})]
    text = rows[names].astype(str)
    at, values = pd.factorize(rows["value"].to_numpy(float), use_na_sentinel=False)  # each number is written once
    text["value"] = pd.array([_number(value) for value in values.tolist()], dtype="str").take(at)
    status = rows["status"].astype(str) if "status" in rows else pd.Series("", index=rows.index)
    return text.assign(status=status) if (status != "").any() else text


def _number(value: float) -> str:
    if value != value:
        return ""
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))


def _merged(table: Table, rows: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """What was there, with the new rows in the place of those they replace and without what is withdrawn."""
    columns = [c for c in dict.fromkeys([*rows.columns, *before.columns]) if c not in compare.ROW]
    key = ["region"] if table.merge == "regions" else columns
    gone = [rows[key]] if table.deleted is None else [rows[key], table.deleted[key].astype(str)]
    replaced = pd.MultiIndex.from_frame(pd.concat(gone).drop_duplicates())
    kept = before[~pd.MultiIndex.from_frame(before[key]).isin(replaced)]
    merged = pd.concat([kept, rows]).fillna("")
    order = [*columns, "value", *(["status"] if "status" in merged else [])]
    return merged.sort_values(columns, kind="stable", ignore_index=True)[order]


def _widened(fields: dict[str, Any], old: provenance.Provenance) -> dict[str, Any]:
    """Provenance of new rows together with old ones: the levels and codes of both."""
    dimensions: dict[str, Any] = {}
    for name, codes in fields.get("dimensions", {}).items():
        known = old.dimensions.get(name, [])
        if isinstance(codes, dict) or isinstance(known, dict):
            dimensions[name] = {
                **dict(old.labels(name)),
                **(codes if isinstance(codes, dict) else {c: c for c in codes}),
            }
        else:
            dimensions[name] = sorted({*known, *codes})
    levels = [level for level in _LEVELS if level in {*old.levels, *fields.get("levels", [])}]
    return {**fields, "levels": levels, "dimensions": dimensions}


def _no_place_lost(rows: pd.DataFrame, before: pd.DataFrame) -> None:
    had = set(before.loc[before["value"] != "", "region"]) if "value" in before else set(before["region"])
    lost = sorted(had - set(rows["region"]))
    if lost:
        shown = ", ".join(lost[:_SHOWN]) + (f" and {len(lost) - _SHOWN} more" if len(lost) > _SHOWN else "")
        places = ", ".join(lost[:_SHOWN]) + (f" och {len(lost) - _SHOWN} till" if len(lost) > _SHOWN else "")
        raise Refused(
            [f"lacks places that it had: {shown}; if they are gone for good: vagar fetch --force"],
            f"den saknar platser som den hade: {places}; är de borta för gott, hämta med --force",
        )


def _write(path: Path, rows: pd.DataFrame, fields: dict[str, Any], today: date) -> None:
    rows.to_csv(path, index=False, lineterminator="\n")
    known = {**fields, "retrieved": fields.get("retrieved", today), "sha256": provenance.digest(path)}
    try:
        provenance.Provenance.model_validate(known)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        text = f"its provenance has {where or 'fields'} that can't be: {first['msg']}"
        raise Refused([text], f"dess proveniens inte kan stämma ({where or 'fälten'})") from None
    text = yaml.safe_dump(known, allow_unicode=True, sort_keys=False, width=110)
    path.with_suffix(".yml").write_text(text, encoding="utf-8")


def _check(path: Path) -> None:
    try:
        border.read_file(path)
    except BadInput as error:
        name = paths.relative(path)
        findings = [f"does not pass the border:{text.removeprefix(name)}" for text in error.findings]
        swedish = "den inte klarade kontrollen av celler och summor; vagar fetch säger vilka rader det gäller"
        raise Refused(findings, swedish) from None


def _same_provenance(path: Path, former: Path) -> bool:
    new, old = (provenance.load(one.with_suffix(".yml")) for one in (path, former))
    loose = {"retrieved", "sha256", "query"}
    return new.model_dump(exclude=loose) == old.model_dump(exclude=loose)
