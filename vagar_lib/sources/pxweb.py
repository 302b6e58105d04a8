"""Statistical databases with PxWeb as sources: SCB's, and others that are declared in ``parameters/tables.yml``."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from vagar_lib.errors import BadInput
from vagar_lib.indicator_entry import FromKolada, Indicator
from vagar_lib.sources import pxweb_tables
from vagar_lib.sources.fetch.client import Answer, Client, base_url
from vagar_lib.sources.fetch.source import Finding, Order, Progress, Same, Source, SourceFailed, Table, Want
from vagar_lib.sources.jsonstat_about import Description
from vagar_lib.sources.pxweb_api import V1, V2, Interface, Limits
from vagar_lib.sources.pxweb_contract import Unlike, question
from vagar_lib.sources.pxweb_provenance import YEAR, Part, provenance
from vagar_lib.sources.pxweb_rows import rows, splice
from vagar_lib.sources.pxweb_select import cells, split
from vagar_lib.sources.pxweb_tables import Declared, Generation, Site

LATE = 2
"""Years that the last period of a table may lie back before it is asked whether the series goes on elsewhere."""
ADVICE = "Correct the table in parameters/tables.yml; what was there before stays."


def sources() -> list[Source]:
    """A source for each site of ``parameters/tables.yml``."""
    return [PxWeb(name, site) for name, site in pxweb_tables.declared().sites.items()]


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

    def fetch(self, order: Order, client: Client, progress: Progress) -> Iterator[Table | Same | Finding]:
        """Table by table: metadata first, then as many questions as the limits of the server make.

        A table whose metadata say when it was updated, and are as they were when the one in use was fetched with the
        same question, is not asked for.
        """
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
                    yield Finding(self.name, name, failure.finding(name).text, failure.swedish, "contract")
                    continue
                yield from self._absent(name, asked)
                if part is table.generations[-1]:
                    yield from self._overdue(name, table, asked, order)

    def _tables(self) -> dict[str, Declared]:
        return pxweb_tables.declared().of(self.name)

    def _one(
        self, name: str, table: Declared, order: Order, asking: _Asking, progress: Progress
    ) -> Iterator[Table | Same | Finding]:
        parts = []
        for generation in table.generations:
            parts.append(asking.part(table, generation, order))
            progress.step(f"{name}: metadata of {generation.name}")
        if order.since and all(part.about.updated and part.about.updated < order.since for part in parts):
            latest = max(part.about.updated for part in parts)
            swedish = f"Oförändrad sedan {latest}, och därför inte hämtad."
            yield Finding(self.name, name, f"unchanged since {latest}, and so not fetched", swedish)
            return
        for part in parts:
            yield from self._absent(name, part)
        asked = [part for part in parts if part.questions]
        if not asked:
            levels = ", ".join(table.levels)
            swedish = f"Har inga av de platser som hämtas, bara {levels}."
            yield Finding(self.name, name, f"has none of the places asked for, only {levels}", swedish)
            return
        question = asking.declared(name, table, asked)
        told = {question, *(part.answer.sha256 for part in asked)}
        if all(part.about.updated for part in asked) and told <= order.had.get(name, frozenset()):
            yield Same(name)  # the metadata say when the table was updated, and are as they were
            return
        progress.expect(sum(len(part.questions) for part in asked))
        frames, abouts, answers = [], [], [question, *(part.answer.sha256 for part in asked)]
        for part in asked:
            pieces, moments = [], set()
            for selection in part.questions:
                piece, about, answer = asking.cells(table, part, selection)
                progress.step(f"{name}: {part.generation.name}, {cells(selection)} cells")
                pieces.append(piece)
                moments.add(about.updated)
                answers.append(answer.sha256)
            if len(moments) > 1:
                raise SourceFailed(
                    self.name,
                    f"table {part.generation.name}",
                    "was updated while it was being fetched.",
                    "Fetch it again.",
                    swedish="Uppdaterades medan den hämtades. Hämta igen.",
                )
            frames.append(pd.concat(pieces, ignore_index=True))
            abouts.append(about)
        spliced = self._checked(name, lambda: splice(frames))
        known = provenance(self.site, table, asked, abouts, spliced)
        yield Table(name, spliced, known, tuple(answers), "regions" if order.regions else "all")

    def _absent(self, name: str, part: Part) -> Iterator[Finding]:
        if absent := part.question.absent:
            shown, more = ", ".join(absent[:10]), len(absent) - 10
            text = f"{part.generation.name} has no region {shown}" + (f" and {more} more" if more > 0 else "")
            swedish = f"{part.generation.name} saknar {shown}" + (f" och {more} platser till" if more > 0 else "")
            yield Finding(self.name, name, text, f"{swedish}.", "missing")

    def _overdue(self, name: str, table: Declared, newest: Part, order: Order) -> Iterator[Finding]:
        years = [int(found[1]) for found in map(YEAR.match, newest.about.codes(table.time)) if found]
        if years and max(years) < order.today.year - LATE:
            words = f"{newest.generation.name} ends with {max(years)}; has the series gone on in another table?"
            swedish = (
                f"{newest.generation.name} slutar med {max(years)}. Om serien fortsätter i en annan tabell, lägg till "
                "den som generation i parameters/tables.yml."
            )
            text = f"{words} Then add it as a generation in parameters/tables.yml."
            yield Finding(self.name, name, text, swedish)

    def _checked(self, about: str, made: Any) -> Any:
        try:
            return made()
        except BadInput as error:
            swedish = error.swedish if isinstance(error, Unlike) else ""
            raise SourceFailed(self.name, about, f"{'. '.join(error.findings)}.", ADVICE, None, swedish) from None


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

    def part(self, table: Declared, generation: Generation, order: Order) -> Part:
        """Metadata of a generation, and the questions that get what is declared of it."""
        api, about = self._apis[generation.kind], f"table {generation.name}"
        limits = self.limits(generation.kind)
        described, answer = api.metadata(generation.id or generation.path or "", about)
        asked = self._source._checked(about, lambda: question(table, generation, described, order.regions))
        questions = split(asked.selection, limits.cells, limits.values) if asked.selection else []
        return Part(generation, api, described, answer, asked, questions)

    def cells(
        self, table: Declared, part: Part, selection: dict[str, list[str]]
    ) -> tuple[pd.DataFrame, Description, Answer]:
        """Rows of one question."""
        generation, about = part.generation, f"table {part.generation.name}"
        cube, answer = part.api.cells(generation.id or generation.path or "", selection, about)
        signs = self._source.site.signs
        piece = self._source._checked(about, lambda: rows(cube, table, selection, signs))
        return piece, cube.about, answer

    def declared(self, name: str, table: Declared, parts: list[Part]) -> str:
        """sha256 of what is asked of a table and what is made of it, which is kept as if it were an answer."""
        asked = [part.question.selection for part in parts]
        content = {"table": table.model_dump(mode="json"), "signs": self._source.site.signs, "asked": asked}
        return self._client.take(f"DECLARED {name}", json.dumps(content, ensure_ascii=False).encode())

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
