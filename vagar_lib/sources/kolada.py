"""From Kolada: the key figures of the register for all its places, and the uncertainty of those that have one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import itemgetter
from typing import Any, Literal

import numpy as np
import pandas as pd

from vagar_lib import regions
from vagar_lib.indicator_entry import Indicator
from vagar_lib.sources import kolada_catalogue as catalogue
from vagar_lib.sources import kolada_findings
from vagar_lib.sources.fetch.client import Client
from vagar_lib.sources.fetch.source import Finding, Order, Progress, Proposal, Source, SourceFailed, Table, Want
from vagar_lib.sources.kolada_catalogue import CHANGED, Entry, Group, KeyFigure, Place, pages, read
from vagar_lib.sources.provenance import SEX
from vagar_lib.words import counted

SEGMENT = 25  # ids in one part of a path, at most; also years
REFUSED = range(400, 429)  # HTTP status of an answer that is about the question, not about the service
KEY = ["kpi", "region", "period", "sex"]
# Why Kolada has no value; what is not here is told, and counts as not collected.
REASONS = {"": "not_collected", "missing": "not_collected", "private": "secret", "secret": "secret"}


class Value(Entry):
    """A value of an observation: for women, men or both together."""

    gender: Literal["T", "K", "M"]
    value: float | None = None
    status: str | None = None
    isdeleted: bool | None = False


class Observation(Entry):
    """A key figure for a place and a year."""

    kpi: str
    municipality: str
    period: int
    values: list[Value]


class Kolada:
    """The source."""

    name = folder = "kolada"
    title = "Kolada (RKA)"
    rhythm = 7

    def wanted(self, order: Order) -> list[Want]:
        """A table for each key figure of the register and each uncertainty, and Kolada's lists."""
        wants = [Want(id, about.title if id == about.kolada else f"Osäkerhet: {about.title}", (about.id,))
                 for id, about in _asked(order).items()]  # fmt: skip
        if not order.regions:
            wants.append(Want(catalogue.GROUPS, "Koladas grupper av kommuner och regioner"))
        return [Want(catalogue.CATALOGUE, "Koladas nyckeltalskatalog"), *wants]

    def check(self, order: Order, client: Client) -> Iterator[Finding | Proposal]:
        """The catalogue, the places and the groups against the register."""
        figures, _ = self._catalogue(client)
        yield from kolada_findings.register_findings(order.register, figures)
        yield from kolada_findings.place_findings(self._places(client))
        url = f"{catalogue.address()}/municipality_groups"
        groups, _ = catalogue.listed(client, url, Group, about="municipality_groups")
        yield from kolada_findings.group_findings(groups)

    def fetch(self, order: Order, client: Client, progress: Progress) -> Iterator[Table | Finding | Proposal]:
        """The lists, then the key figures, 25 at a time for 25 places at a time."""
        progress.expect(3)
        figures, answers = self._catalogue(client)
        progress.step("the catalogue")
        yield catalogue.catalogue_table([*figures.values()], answers, f"{catalogue.address()}/kpi")
        yield from kolada_findings.register_findings(order.register, figures)
        places = self._places(client)
        yield from kolada_findings.place_findings(places)
        progress.step("places")
        if not order.regions:
            yield from self._groups(client)
        progress.step("groups")
        asked = {id: about for id, about in _asked(order).items() if id in figures}
        there = {place.id for place in places}
        codes = [code for code in order.regions or regions.codes() if regions.region(code).kolada in there]
        silent = set(codes)
        id_chunks, place_chunks = _segments([*asked]), _segments(codes)
        progress.expect(len(id_chunks) * len(place_chunks))
        for ids in id_chunks:
            try:
                rows, extra, answers = self._values(ids, place_chunks, order, client, progress)
            except SourceFailed as error:
                if error.status not in REFUSED:
                    raise  # nobody is there: asking for the rest would only take time
                yield from (error.finding(id) for id in ids)
                continue
            yield from extra
            silent -= {*rows["region"].unique()}
            for id, own in rows.groupby("kpi", observed=True):
                yield from _doubts(str(id), own)
                yield _table(own.drop(columns="kpi"), figures[str(id)], asked[str(id)], order, answers)
            if order.since is None:
                for id in sorted(set(ids) - {*rows["kpi"].unique()}):
                    yield _unanswered(id, id in order.had)
        if silent and asked and order.since is None:
            names = ", ".join(f"{code} {regions.name(code)}" for code in sorted(silent))
            swedish = f"Platser som efterfrågades men inte kom: {names}."
            yield Finding(self.name, "", f"places asked for and not answered: {names}.", swedish, "missing")

    def _catalogue(self, client: Client) -> tuple[dict[str, KeyFigure], tuple[str, ...]]:
        url = f"{catalogue.address()}/kpi"
        entries, answers = catalogue.listed(client, url, KeyFigure, about="the catalogue (kpi)")
        if not entries:
            raise SourceFailed(self.name, "the catalogue (kpi)", "is empty.", CHANGED)
        return {entry.id: entry for entry in entries}, answers

    def _places(self, client: Client) -> list[Place]:
        return catalogue.listed(client, f"{catalogue.address()}/municipality", Place, about="places (municipality)")[0]

    def _groups(self, client: Client) -> Iterator[Table | Finding]:
        url = f"{catalogue.address()}/municipality_groups"
        try:
            groups, answers = catalogue.listed(client, url, Group, about=catalogue.GROUPS)
        except SourceFailed as error:
            yield error.finding(catalogue.GROUPS)
            return
        yield catalogue.groups_table(groups, answers, url)
        yield from kolada_findings.group_findings(groups)

    def _values(
        self, ids: Sequence[str], places: list[Sequence[str]], order: Order, client: Client, progress: Progress
    ) -> tuple[pd.DataFrame, list[Finding], tuple[str, ...]]:
        """Rows of some key figures, what in the answers was not asked for, and the answers' sha256."""
        frames, answers, strangers = [], [], {}
        since = {"from_date": order.since.isoformat()} if order.since else {}
        about = f"{ids[0]}–{ids[-1]}" if len(ids) > 1 else ids[0]
        names = {regions.region(code).kolada: code for code in sorted(code for codes in places for code in codes)}
        words: dict[str, int] = {}
        for codes in places:
            asked = [regions.region(code).kolada for code in codes]
            url = f"{catalogue.address()}/data/kpi/{','.join(ids)}/municipality/{','.join(asked)}/year/{_years(order)}"
            for answer in pages(client, url, since, about=about):
                answers.append(answer.sha256)
                rows, strange = _rows(answer.json["values"], ids, asked, names, words, about=about)
                frames.append(rows)
                strangers |= dict.fromkeys(strange)
            progress.step(about)
        rows = pd.concat(frames, ignore_index=True).drop_duplicates()
        rows["status"] = _coded(rows["status"].to_numpy(), words)
        swedish = "Kom utan att efterfrågas, och används inte."
        extra = [Finding(self.name, what, "was answered but not asked for; it is not used.", swedish, "contract")
                 for what in strangers]  # fmt: skip
        return rows, extra, tuple(dict.fromkeys(answers))


def sources() -> list[Source]:
    """The sources of this module."""
    return [Kolada()]


def _rows(
    values: list[Any],
    ids: Sequence[str],
    asked: Sequence[str],
    names: Mapping[str, str],
    words: dict[str, int],
    *,
    about: str,
) -> tuple[pd.DataFrame, list[str]]:
    """Values of a page as rows, and which of them were not asked for.

    Column by column, since there are millions; when that fails, one by one to name the culprit. ``words`` of status get
    numbers when they are first seen.
    """
    try:
        kpi = _numbers(_each(values, "kpi"), ids)
        place = _numbers(_each(values, "municipality"), names)
        unasked = (kpi < 0) | ~np.isin(place, _numbers(asked, names))
        own = _each(values, "values")
        several = np.array([*map(len, own)], dtype=int)
        cells = [*chain.from_iterable(own)]
        said = [word or "" for word in _each(cells, "status", None)]
        words |= {word: len(words) + n for n, word in enumerate({*said} - {*words})}
        gone = _each(cells, "isdeleted", None)
        rows = pd.DataFrame(
            {
                "kpi": _coded(kpi.repeat(several), ids),
                "region": _coded(place.repeat(several), names.values()),
                "period": np.array(_each(values, "period"), dtype=int).repeat(several),
                "sex": _coded(_numbers(_each(cells, "gender"), SEX), SEX),
                "value": np.array(_each(cells, "value", None), dtype=float),
                "status": _numbers(said, words),
                "deleted": np.array([*map(bool, gone)], dtype=bool),
            }
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        rows = None
    if rows is None or rows["sex"].isna().any() or not all(isinstance(word, str) for word in words):
        read(Observation, values, about=about)
        raise SourceFailed(Kolada.name, about, "answered with values of another shape.", CHANGED)
    strange = [f"{values[n]['kpi']} for {values[n]['municipality']}" for n in np.flatnonzero(unasked)]
    return rows[~unasked.repeat(several)] if strange else rows, strange


def _each(things: list[Any], field: str, *default: Any) -> list[Any]:
    """A field of each thing, as fast as may be; with a default, where some lack it."""
    try:
        return [*map(itemgetter(field), things)]
    except KeyError:
        if not default:
            raise
        return [thing.get(field, *default) for thing in things]


def _numbers(words: list[str], known: Iterable[str]) -> np.ndarray:
    """Where each word is among those that are known; -1 for one that is not."""
    at = {word: number for number, word in enumerate(known)}
    for word in {*words} - {*at}:
        at[word] = -1
    return np.fromiter(map(at.__getitem__, words), dtype=int, count=len(words))


def _coded(numbers: np.ndarray, known: Iterable[str]) -> pd.Categorical:
    """Words by their numbers; one that is not known is missing."""
    return pd.Categorical.from_codes(numbers, categories=[*known])


def _asked(order: Order) -> dict[str, Indicator]:
    """Kolada ids that the register needs, and the indicator that needs each."""
    needed: dict[str, Indicator] = {}
    for indicator in order.register:
        for id in (indicator.kolada, indicator.uncertainty if indicator.kolada else None):
            if id is not None:
                needed.setdefault(id, indicator)
    return needed


def _segments(ids: Sequence[str]) -> list[Sequence[str]]:
    """In even parts of at most 25."""
    count = -(-len(ids) // SEGMENT)
    return [ids[n * len(ids) // count : (n + 1) * len(ids) // count] for n in range(count)]


def _years(order: Order) -> str:
    last = order.today.year
    return ",".join(str(year) for year in range(last - SEGMENT + 1, last + 1))


def _unanswered(id: str, stays: bool) -> Finding:
    text = "its former table stays" if stays else "there is no table of it"
    swedish = "den tidigare tabellen ligger kvar" if stays else "det finns ingen tabell"
    text, swedish = f"was asked for and not answered; {text}.", f"Efterfrågades men kom inte; {swedish}."
    return Finding(Kolada.name, id, text, swedish, "missing")


def _doubts(id: str, rows: pd.DataFrame) -> Iterator[Finding]:
    """Words that the reader does not know; a value with such a word is kept, a missing one counts as not collected."""
    unknown = rows.loc[~rows["status"].str.lower().isin([*REASONS]), "status"].astype(str)
    for word, count in unknown.value_counts().items():
        known = ", ".join(filter(None, REASONS))
        text = f"status {word!r} of {counted(count, 'value')} is unknown, known: {known}. "
        text += "Those without a number count as not collected."
        swedish = f"{counted(count, 'värde', 'värden')} har en status som läsaren inte känner: {word}. Den "
        swedish += f"känner {known}. En siffra som saknas räknas som inte insamlad."
        yield Finding(Kolada.name, id, text, swedish, "contract")


def _table(rows: pd.DataFrame, figure: KeyFigure, about: Indicator, order: Order, answers: tuple[str, ...]) -> Table:
    rows = rows.sort_values(KEY[1:], kind="stable", ignore_index=True)  # categories are in the order of their codes
    status = rows["status"].str.lower().map(REASONS).fillna("not_collected").where(rows["value"].isna(), "")
    rows = rows.assign(status=status, **{name: rows[name].astype(str) for name in KEY[1:]})
    gone = rows["deleted"]
    return Table(
        name=figure.id,
        rows=rows[~gone].drop(columns="deleted"),
        provenance=_provenance(rows, figure, about, order),
        answers=answers,
        merge="cells" if order.since else "regions" if order.regions else "all",
        deleted=rows.loc[gone, KEY[1:]] if order.since else None,
    )


def _provenance(rows: pd.DataFrame, figure: KeyFigure, about: Indicator, order: Order) -> Mapping[str, Any]:
    own = figure.id == about.kolada
    title, described = catalogue.line(figure.title), catalogue.line(figure.description)
    there = {regions.region(code).level for code in rows["region"].unique()}
    definition = about.definition if own else f"Osäkerheten i nyckeltalet {about.title} ({about.kolada})."
    return {
        "title": f"{title} ({figure.id})",
        "publisher": catalogue.PUBLISHER,
        "licence": catalogue.LICENCE,
        "unit": about.unit if own else "enligt titeln",
        "via": "Kolada API v3",
        "query": f"GET {catalogue.address()}/data/kpi/{figure.id}/municipality/…/year/{_years(order)}",
        "definition": described or definition,
        "levels": [level for level in ("riket", "län", "kommun") if level in there],
        "dimensions": {"sex": [sex for sex in ("K", "M", "T") if sex in {*rows["sex"].unique()}]},
    }
