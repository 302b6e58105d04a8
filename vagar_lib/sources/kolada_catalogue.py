"""What does Kolada have? Its catalogue of key figures, its places and groups, and what in them touches the register."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

import httpx
import pandas as pd
from pydantic import AliasChoices, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from vagar_lib import regions
from vagar_lib.sources.fetch.client import Answer, Client, base_url
from vagar_lib.sources.fetch.source import SourceFailed, Table

SOURCE, BASE = "kolada", "https://api.kolada.se/v3"
PER_PAGE = 5000
CATALOGUE, GROUPS = "kolada_catalogue", "kolada_municipality_groups"
LEVELS = {"K": "kommun", "L": "region", "A": "båda"}
PUBLISHER, LICENCE = "Kolada (RKA)", "Fri att använda; ange 'Källa: Kolada'"
CHANGED = "The service has changed; the reader in vagar_lib/sources/kolada.py must follow."
_PAGES = 10_000
T = TypeVar("T", bound="Entry")


class Entry(BaseModel):
    """What is read of an entry in one of Kolada's lists; what else it has is let be."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class KeyFigure(Entry):
    """An entry of the catalogue."""

    id: str
    title: str
    description: str | None = None
    is_divided_by_gender: bool
    municipality_type: str
    operating_area: str | None = None
    publication_date: str | None = None
    publ_period: str | int | None = None


class Place(Entry):
    """A municipality or a region of Kolada."""

    id: str = Field(validation_alias=AliasChoices("id", "member_id"))
    title: str = Field(validation_alias=AliasChoices("title", "member_title"))


class Group(Entry):
    """A group of places."""

    id: str
    title: str
    members: list[Place]


def address() -> str:
    """Where Kolada is asked."""
    return base_url(SOURCE, BASE)


def pages(client: Client, url: str, params: Mapping[str, Any], *, about: str) -> Iterator[Answer]:
    """Every page of a list, by following next_url; each with its list under ``values``.

    Raises
    ------
    SourceFailed
        When a page fails, leads back to one already read, or leads to another service.
    """
    seen: set[str] = set()
    query: Mapping[str, Any] | None = {"per_page": PER_PAGE, **params}
    while url:
        answer = client.get(url, query, about=about, must_have=("values",))
        if not isinstance(answer.json["values"], list):
            raise SourceFailed(SOURCE, about, "answered with values that are no list.", CHANGED)
        yield answer
        seen.add(answer.query)
        following = answer.json.get("next_url")
        if not following:
            return
        here, there = httpx.URL(answer.query.partition(" ")[2]), httpx.URL(str(following))
        there = here.join(there)
        if there.host != here.host:
            raise SourceFailed(SOURCE, about, f"next_url leads to another service, {there}.", CHANGED)
        if f"GET {there}" in seen or len(seen) >= _PAGES:
            problem = f"next_url of page {len(seen)} leads back to a page already read, {there}."
            raise SourceFailed(SOURCE, about, problem, "Nothing of it is used; try again later.")
        url, query = str(there), None


def read(kind: type[T], values: list[Any], *, about: str) -> list[T]:
    """The values of a page, checked; raises `SourceFailed` with the first that is not what it should be."""
    try:
        return TypeAdapter(list[kind]).validate_python(values)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"][1:])
        problem = f"entry {int(first['loc'][0]) + 1}, field '{where}' is {first['input']!r}: {first['msg']}."
        raise SourceFailed(SOURCE, about, problem, CHANGED) from None


def listed(client: Client, url: str, kind: type[T], *, about: str) -> tuple[list[T], tuple[str, ...]]:
    """All entries of one of Kolada's lists, and the sha256 of the answers."""
    answers = [*pages(client, url, {}, about=about)]
    entries = [entry for answer in answers for entry in read(kind, answer.json["values"], about=about)]
    return entries, tuple(answer.sha256 for answer in answers)


def catalogue_table(entries: list[KeyFigure], answers: tuple[str, ...], url: str) -> Table:
    """The catalogue as a register-like table, with the columns of the one in the snapshot."""
    rows = pd.DataFrame(
        {
            "id": [entry.id for entry in entries],
            "title": [line(entry.title) for entry in entries],
            "sex": ["true" if entry.is_divided_by_gender else "false" for entry in entries],
            "level": [entry.municipality_type for entry in entries],
            "area": [line(entry.operating_area) for entry in entries],
            "publication_date": [entry.publication_date or "" for entry in entries],
            "publication_period": [str(entry.publ_period or "") for entry in entries],
        }
    )
    columns = {
        "id": {"type": "text", "description": "Nyckeltalets id"},
        "title": {"type": "text", "description": "Titel, ordagrant"},
        "sex": {"type": "boolean", "description": "Om nyckeltalet finns uppdelat på kön"},
        "level": {"type": "text", "description": "K kommun, L region, A båda", "allowed": [*LEVELS]},
        "area": {"type": "text", "description": "Verksamhetsområde", "optional": True},
        "publication_date": {"type": "date", "description": "Nästa publicering", "optional": True},
        "publication_period": {
            "type": "integer", "description": "Årtal som nästa publicering gäller", "optional": True,
        },
    }  # fmt: skip
    about = {
        "title": f"Koladas nyckeltalskatalog, {len(entries)} nyckeltal",
        "definition": "En rad per nyckeltal i Kolada: id, titel, könsuppdelning, nivå och nästa publicering.",
        "query": f"GET {url}",
        "key": ["id"],
        "columns": columns,
    }
    return Table(CATALOGUE, rows.drop_duplicates(), register_like(about), answers)


def groups_table(entries: list[Group], answers: tuple[str, ...], url: str) -> Table:
    """Members of Kolada's groups, one row each, without members that are no place of the region register."""
    known = codes()
    rows = [
        {
            "group": entry.id,
            "group_title": line(entry.title),
            "region": code,
            "member_title": line(member.title),
        }
        for entry in entries
        for member in entry.members
        if (code := known.get(member.id)) is not None
    ]
    about = {
        "title": "Koladas grupper av kommuner och regioner",
        "definition": "Medlemmarna i de grupper av kommuner och regioner som Kolada jämför med.",
        "query": f"GET {url}",
        "key": ["group", "region"],
        "columns": {
            "group": {"type": "text", "description": "Koladas id för gruppen"},
            "group_title": {"type": "text", "description": "Gruppens namn i Kolada, ordagrant"},
            "region": {"type": "region", "description": "Medlemmens kod"},
            "member_title": {"type": "text", "description": "Medlemmens namn i Kolada"},
        },
    }
    columns = [*about["columns"]]
    return Table(GROUPS, pd.DataFrame(rows, columns=columns).drop_duplicates(), register_like(about), answers)


def register_like(about: dict[str, Any]) -> dict[str, Any]:
    """Provenance of one of Kolada's lists."""
    known = {"publisher": PUBLISHER, "licence": LICENCE, "via": "Kolada API v3", "kind": "register"}
    return {"title": about["title"], **known, **about}


def codes() -> dict[str, str]:
    """Our code of each place in Kolada; groups and other places are not there.

    Examples
    --------
    >>> known = codes()
    >>> known["0000"], known["0023"], known["2303"], known.get("G33630")
    ('00', '23', '2303', None)
    """
    return {regions.region(code).kolada: code for code in regions.codes()}


def line(text: str | None) -> str:
    """Text on one line, to the letter otherwise."""
    return re.sub(r"\s*[\r\n]+\s*", " ", (text or "").strip())
