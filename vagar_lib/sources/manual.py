"""From files that come by mail or by hand: ``data/raw/manual/<name>.xlsx`` or ``.csv``, each with its provenance.

A workbook has the figures in its first sheet and the provenance in a sheet called *proveniens*, a field and its value
on each row. A CSV has a yml of the same name with the same fields. What passes becomes a raw table like any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from pydantic import Field, ValidationError

from vagar_lib import paths
from vagar_lib.errors import BadInput
from vagar_lib.sources import grants_cells as cells
from vagar_lib.sources import manual_rows, pxweb_tables
from vagar_lib.sources.fetch.client import Client
from vagar_lib.sources.fetch.source import Finding, Order, Progress, Source, Table, Want
from vagar_lib.sources.provenance import MANUAL, Strict
from vagar_lib.words import counted

WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
SHEET = "proveniens"
_DATES = ("received", "next_due", "updated")


class About(Strict):
    """What must be known of a file.

    Attributes
    ----------
    title, publisher, licence, unit, definition : str
        In Swedish, as printed.
    sender : str
        Who sent it.
    received : datetime.date
        When.
    next_due : datetime.date or None
        When the next one is to come.
    updated : datetime.date or None
        The publisher's own update date.
    notes : list of str
        Traps a reader must know of.
    replaces : str or None
        Name of a table of the project whose rows these take the place of in every report.
    """

    title: str = Field(min_length=1)
    publisher: str = Field(min_length=1)
    licence: str = Field(min_length=1)
    unit: str = Field(min_length=1)
    definition: str = Field(pattern=r"\.$")
    sender: str = Field(min_length=1)
    received: date
    next_due: date | None = None
    updated: date | None = None
    notes: list[str] = Field(default=[])
    replaces: str | None = None


class Manual:
    """The source."""

    name = "manual"
    folder = "received"
    title = "Filer som skickas eller lämnas"
    rhythm = 30

    def wanted(self, order: Order) -> list[Want]:
        """A table for each file that has come, and for each that is to come."""
        fed = {table: indicator.id for indicator in order.register for table in _tables(indicator)}
        known = {path.stem: paths.relative(path) for path in files()}
        known |= {name: f"{one.title} (has not come)" for name, one in awaited().items()}
        return [Want(name, title, (fed[name],) if name in fed else ()) for name, title in known.items()]

    def fetch(self, order: Order, client: Client, progress: Progress) -> Iterator[Table | Finding]:
        """Every file that passes, as a table; what is wrong with the others; what is overdue."""
        progress.expect(len(files()))
        for path in files():
            try:
                about = read_about(path)
                rows, dimensions = manual_rows.read(path)
            except BadInput as error:
                shown = "; ".join(error.findings[:5]) + (" …" if len(error.findings) > 5 else "")
                yield Finding(self.name, path.stem, shown, _unreadable(path, error), "failed")
            else:
                if order.regions:
                    rows = rows[rows["region"].isin(order.regions)]
                sha256 = client.take(f"FILE {paths.relative(path)}", path.read_bytes())
                merge = "regions" if order.regions else "all"
                yield Table(path.stem, rows, _provenance(about, rows, dimensions), (sha256,), merge)
            progress.step(path.stem)
        yield from overdue(order.today)
        yield from _absent()

    def check(self, order: Order, client: Client) -> Iterator[Finding]:
        """What is wrong with the provenance of the files, and what is overdue."""
        for path in files():
            try:
                read_about(path)
            except BadInput as error:
                yield Finding(self.name, path.stem, "; ".join(error.findings), _unreadable(path, error), "contract")
        yield from overdue(order.today)
        yield from _absent()


def sources() -> list[Source]:
    """The sources of this module."""
    return [Manual()]


def files() -> list[Path]:
    """The files that have come, in the order of their names."""
    found = sorted(path for path in (paths.raw() / MANUAL).glob("[!.~]*") if path.is_file())
    return [path for path in found if path.suffix.lower() in (*WORKBOOKS, ".csv")]


def awaited() -> dict[str, pxweb_tables.Awaited]:
    """Files that ``parameters/tables.yml`` names and that have not come, by name."""
    there = {path.stem for path in files()}
    return {name: one for name, one in pxweb_tables.declared().files.items() if name not in there}


def _absent() -> Iterator[Finding]:
    for name, one in awaited().items():
        text = (
            f"has not come. {one.publisher} has it: {one.where}. Put it in {paths.relative(paths.raw() / MANUAL)}/ as "
            f"{name}.xlsx or .csv, with the columns {', '.join(one.columns)} and a provenance."
        )
        swedish = (
            f"{one.title}: har inte kommit. {one.publisher} har filen: {one.where}. Lägg den i "
            f"{paths.relative(paths.raw() / MANUAL)}/ som {name}.xlsx eller .csv, med kolumnerna "
            f"{', '.join(one.columns)} och proveniens."
        )
        yield Finding(Manual.name, name, text, swedish)


def overdue(today: date) -> Iterator[Finding]:
    """A finding for each file whose successor should have come."""
    for path in files():
        try:
            about = read_about(path)
        except BadInput:
            continue  # told elsewhere
        if about.next_due is not None and about.next_due < today:
            late = (today - about.next_due).days
            days, dagar = counted(late, "day"), counted(late, "dag", "dagar")
            text = f"the next file was due {about.next_due}, {days} ago; ask {about.sender}."
            swedish = f"Nästa fil var väntad {about.next_due}, för {dagar} sedan; fråga {about.sender}."
            yield Finding(Manual.name, path.stem, text, swedish)


def read_about(path: Path) -> About:
    """The provenance of a file.

    Raises
    ------
    BadInput
        When it is missing, or with every field that is missing, unknown or can't be.
    """
    file = paths.relative(path)
    if path.suffix.lower() == ".csv":
        beside = path.with_suffix(".yml")
        if not beside.exists():
            raise BadInput(f"{file} has no provenance: {beside.name} beside it is missing")
        try:
            fields = yaml.safe_load(beside.read_text(encoding="utf-8"))
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            words = " ".join(str(error).split())
            raise BadInput(f"{paths.relative(beside)}: is not YAML in UTF-8: {words}") from None
    else:
        fields = _sheet(path)
    try:
        return About.model_validate(fields)
    except ValidationError as error:
        allowed = ", ".join(About.model_fields)
        raise BadInput([f"{file}, provenance: {_words(problem, allowed)}" for problem in error.errors()]) from None


def _sheet(path: Path) -> dict[str, Any]:
    """Fields of the sheet: the name in the first column, the value in the second; notes may stand on several rows."""
    sheets = manual_rows.workbook(path)
    name = next((name for name in sheets if name.strip().casefold() == SHEET), None)
    if name is None:
        raise BadInput(f"{paths.relative(path)} has no sheet '{SHEET}', found: {', '.join(sheets)}")
    fields: dict[str, Any] = {}
    for row in sheets[name]:
        field, value = (cells.text(cell) for cell in [*row, "", ""][:2])
        if not field or not value:
            continue
        if field == "notes":
            fields.setdefault("notes", []).append(value)
        elif field in _DATES:
            try:
                fields[field] = cells.day(row[1])
            except ValueError:
                fields[field] = value
        else:
            fields[field] = value
    return fields


def _unreadable(path: Path, error: BadInput) -> str:
    count = len(error.findings)
    number = "1 sak" if count == 1 else f"{count} saker"
    return f"Filen kan inte läsas: {number} att rätta. Kör vagar fetch manual för att se vad i {paths.relative(path)}."


def _words(problem: Any, allowed: str) -> str:
    field = ".".join(map(str, problem["loc"]))
    if problem["type"] == "missing":
        return f"{field} is missing"
    if problem["type"] == "extra_forbidden":
        return f"{field} is unknown, allowed: {allowed}"
    return f"{field or 'it'} is {problem['input']!r}: {problem['msg'][0].lower()}{problem['msg'][1:]}"


def _provenance(about: About, rows: Any, dimensions: dict[str, list[str]]) -> dict[str, Any]:
    known = about.model_dump(exclude={"sender", "received", "next_due"}, exclude_none=True)
    return {
        **known,
        "retrieved": about.received,
        "via": f"Fil från {about.sender}",
        "levels": manual_rows.levels(rows),
        "dimensions": dimensions,
    }


def _tables(indicator: Any) -> set[str]:
    """Raw tables that an indicator is computed from."""
    return {table for source in indicator.sources for table in getattr(source, "tables", ())}
