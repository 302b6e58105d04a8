"""Statistical databases with PxWeb as sources: SCB's, and others that are declared in ``parameters/tables.yml``."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from vagar_lib.errors import BadInput
from vagar_lib.indicator_entry import FromKolada, Indicator
from vagar_lib.sources import pxweb_tables
from vagar_lib.sources.fetch.client import Answer, Client, base_url
from vagar_lib.sources.fetch.source import Finding, Order, Progress, Source, SourceFailed, Table, Want
from vagar_lib.sources.jsonstat_about import Description
from vagar_lib.sources.provenance import SEX
from vagar_lib.sources.pxweb_api import V1, V2, Interface, Limits
from vagar_lib.sources.pxweb_contract import Question, question
from vagar_lib.sources.pxweb_rows import rows, splice
from vagar_lib.sources.pxweb_select import cells, split
from vagar_lib.sources.pxweb_tables import Declared, Generation, Site

LATE = 2
"""Years that the last period of a table may lie back before it is asked whether the series goes on elsewhere."""
ADVICE = "Correct the table in parameters/tables.yml; what was there before stays."
_TAG = re.compile(r"<[^>]*>")
_YEAR = re.compile(r"(?:\d{4}-)?(\d{4})")  # that a period ends


def sources() -> list[Source]:
    """A source for each site of ``parameters/tables.yml``."""
    return [PxWeb(name, site) for name, site in pxweb_tables.declared().sites.items()]


@dataclass(frozen=True)
class _Part:
    """A generation, what it says of itself, and what to ask of it."""

    generation: Generation
    api: Interface
    about: Description
    question: Question
    questions: list[dict[str, list[str]]]


@dataclass
class PxWeb:
    """One site."""

    name: str
    site: Site
    folder: str = field(init=False)
    title: str = field(init=False)
    rhythm: int = field(init=False)

    def __post_init__(self) -> None:
        self.folder, self.title, self.rhythm = self.name, self.site.title, self.site.rhythm

    def wanted(self, order: Order) -> list[Want]:
        """Every table declared for the site, and the indicators that are computed from it."""
        return [
            Want(name, table.title, tuple(each.id for each in order.register if name in _tables_of(each)))
            for name, table in self._tables().items()
        ]

    def fetch(self, order: Order, client: Client, progress: Progress) -> Iterator[Table | Finding]:
        """Table by table: metadata first, then as many questions as the limits of the server make."""
        asking = _Asking(self, client)
        tables = self._tables()
        progress.expect(sum(len(table.generations) for table in tables.values()))
        for name, table in tables.items():
            try:
                yield from self._one(name, table, order, asking, progress)
            except SourceFailed as failure:
                yield failure.finding(name)

    def check(self, order: Order, client: Client) -> Iterator[Finding]:
        """Whether each generation still has the variables, codes and measures that are declared; asks no cells."""
        asking, tables = _Asking(self, client), self._tables()
        for kind in sorted({part.kind for table in tables.values() for part in table.generations}):
            asking.limits(kind)  # a service that does not answer has broken no contract
        for name, table in tables.items():
            for part in table.generations:
                try:
                    asked = asking.part(table, part, order)
                except SourceFailed as failure:
                    yield Finding(self.name, name, failure.finding(name).text, "contract")
                    continue
                yield from self._absent(name, asked)
                if part is table.generations[-1]:
                    yield from self._overdue(name, table, asked, order)

    def _tables(self) -> dict[str, Declared]:
        return pxweb_tables.declared().of(self.name)

    def _one(
        self, name: str, table: Declared, order: Order, asking: _Asking, progress: Progress
    ) -> Iterator[Table | Finding]:
        parts = []
        for generation in table.generations:
            parts.append(asking.part(table, generation, order))
            progress.step(f"{name}: metadata of {generation.name}")
        if order.since and all(part.about.updated and part.about.updated < order.since for part in parts):
            latest = max(part.about.updated for part in parts)
            yield Finding(self.name, name, f"unchanged since {latest}, and so not fetched")
            return
        for part in parts:
            yield from self._absent(name, part)
        asked = [part for part in parts if part.questions]
        if not asked:
            yield Finding(self.name, name, f"has none of the places asked for, only {', '.join(table.levels)}")
            return
        progress.expect(sum(len(part.questions) for part in asked))
        frames, abouts, answers = [], [], []
        for part in asked:
            pieces, moments = [], set()
            for selection in part.questions:
                piece, about, answer = asking.cells(table, part, selection)
                progress.step(f"{name}: {part.generation.name}, {cells(selection)} cells")
                pieces.append(piece)
                moments.add(about.updated)
                answers.append(answer.sha256)
            if len(moments) > 1:
                words = "was updated while it was being fetched."
                raise SourceFailed(self.name, f"table {part.generation.name}", words, "Fetch it again.")
            frames.append(pd.concat(pieces, ignore_index=True))
            abouts.append(about)
        spliced = self._checked(name, lambda: splice(frames))
        known = _provenance(self.site, table, asked, abouts, spliced)
        yield Table(name, spliced, known, tuple(answers), "regions" if order.regions else "all")

    def _absent(self, name: str, part: _Part) -> Iterator[Finding]:
        if absent := part.question.absent:
            shown = ", ".join(absent[:10]) + (f" and {len(absent) - 10} more" if len(absent) > 10 else "")
            yield Finding(self.name, name, f"{part.generation.name} has no region {shown}", "missing")

    def _overdue(self, name: str, table: Declared, newest: _Part, order: Order) -> Iterator[Finding]:
        years = [int(found[1]) for found in map(_YEAR.match, newest.about.codes(table.time)) if found]
        if years and max(years) < order.today.year - LATE:
            words = f"{newest.generation.name} ends with {max(years)}; has the series gone on in another table?"
            yield Finding(self.name, name, f"{words} Then add it as a generation in parameters/tables.yml.")

    def _checked(self, about: str, made: Any) -> Any:
        try:
            return made()
        except BadInput as error:
            raise SourceFailed(self.name, about, f"{'. '.join(error.findings)}.", ADVICE) from None


class _Asking:
    """Questions to one site in one go; its limits are asked for once, and kept to."""

    def __init__(self, source: PxWeb, client: Client):
        self._source, self._client = source, client
        self._limits: dict[str, Limits | SourceFailed] = {}
        self._slowest = math.inf
        site, name = source.site, source.name
        self._apis: dict[str, Interface] = {}
        if site.v2:
            self._apis["id"] = V2(client, base_url(name, site.v2))
        if site.v1:
            self._apis["path"] = V1(client, base_url(f"{name}_v1", site.v1), site.numbered)

    def part(self, table: Declared, generation: Generation, order: Order) -> _Part:
        """Metadata of a generation, and the questions that get what is declared of it."""
        api, about = self._apis[generation.kind], f"table {generation.name}"
        limits = self.limits(generation.kind)
        described = api.metadata(generation.id or generation.path or "", about)
        asked = self._source._checked(about, lambda: question(table, generation, described, order.regions))
        questions = split(asked.selection, limits.cells, limits.values) if asked.selection else []
        return _Part(generation, api, described, asked, questions)

    def cells(
        self, table: Declared, part: _Part, selection: dict[str, list[str]]
    ) -> tuple[pd.DataFrame, Description, Answer]:
        """Rows of one question."""
        generation, about = part.generation, f"table {part.generation.name}"
        cube, answer = part.api.cells(generation.id or generation.path or "", selection, about)
        signs = self._source.site.signs
        piece = self._source._checked(about, lambda: rows(cube, table, selection, signs))
        return piece, cube.about, answer

    def limits(self, kind: str) -> Limits:
        """What the server allows; one that does not answer is not asked again for each table."""
        if kind not in self._limits:
            try:
                limits = self._apis[kind].limits()
            except SourceFailed as failure:
                self._limits[kind] = failure
            else:
                self._limits[kind] = limits
                self._slowest = min(limits.rate or self._slowest, self._slowest)
                self._client.pace(self._slowest)
        found = self._limits[kind]
        if isinstance(found, SourceFailed):
            raise found
        return found


def _tables_of(indicator: Indicator) -> set[str]:
    """Raw tables that an indicator is computed from."""
    return {table for source in indicator.sources if not isinstance(source, FromKolada) for table in source.tables}


def _provenance(
    site: Site, table: Declared, parts: list[_Part], abouts: list[Description], made: pd.DataFrame
) -> dict[str, Any]:
    """Fields of the provenance, with all that the answers say of their figures."""
    updated = [each.updated for each in abouts if each.updated]
    measures = {code for part in parts for code in part.question.selection.get(table.measure, ())}
    units = [unit for each in abouts for code, unit in each.units.items() if code in measures]
    decimals = {unit.decimals for unit in units} - {None}
    periods = {each.periods[code] for each in abouts for code in measures if code in each.periods}
    years = [int(found[1]) for found in map(_YEAR.match, made["period"].unique()) if found]
    breaks = [each for each in table.breaks() if min(years) < each.year <= max(years)]
    told = [_plain(note.text) for each in abouts for note in each.notes if note.mandatory]
    asked = {
        part.generation.name: {
            table.measure: [*part.generation.measures],
            **part.generation.totals,
            **part.generation.select,
        }
        for part in parts
    }
    known: dict[str, Any] = {
        "title": table.title,
        "publisher": site.publisher,
        "licence": site.licence,
        "unit": table.unit,
        "updated": max(updated, default=None),
        "via": f"{parts[-1].api.title}: {' och '.join(part.generation.name for part in parts)}",
        "query": json.dumps(asked, ensure_ascii=False),
        "definition": table.definition,
        "notes": list(dict.fromkeys([*table.notes, *told])),
        "breaks": [each.model_dump() for each in breaks],
        "levels": [*table.levels],
        "dimensions": {name: _codes(name, table, parts, made) for name in table.dimensions},
        "value": table.value.model_dump(),
        "additive": table.additive,
        "replaces": table.replaces,
    }
    if periods:
        known["reference_period"] = "; ".join(sorted(periods))
    if bases := {unit.base for unit in units if unit.base}:
        known["publisher_unit"] = ", ".join(sorted(bases))
    if decimals:
        known["decimals"] = max(decimals)
    if contacts := [contact for each in abouts for contact in each.contacts]:
        known["contact"] = "; ".join(dict.fromkeys(contacts))
    return known


def _codes(name: str, table: Declared, parts: list[_Part], made: pd.DataFrame) -> list[str] | dict[str, str]:
    """Codes of a dimension with what they are called, in the order of the newest generation."""
    dimension = table.dimensions[name]
    theirs: dict[str, str] = {}
    for part in reversed(parts):
        labels = part.about.labels[dimension.variable]
        for code in part.question.selection[dimension.variable]:
            theirs.setdefault(dimension.codes.get(code, code), labels[code])
    present = set(made[name])
    found = {code: dimension.labels.get(code, label) for code, label in theirs.items() if code in present}
    if name == "sex":
        return [code for code in SEX if code in found]
    whole = all(code.isdecimal() for code in found)
    return sorted(found, key=int) if whole and name == "age" else {code: _capital(text) for code, text in found.items()}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _plain(text: str) -> str:
    """Without tags, which the publisher's notes have."""
    return re.sub(r" ([.,;:])", r"\1", " ".join(_TAG.sub(" ", text).split()))


