"""How are the open data described? ``parameters/catalog.yml``, typed and checked; imports little."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from vagar_lib import paths
from vagar_lib.indicator_entry import Strict
from vagar_lib.parameter_file import load, locate

FILE = "catalog.yml"
FOLDER = "data"
"""Folder of the site that the open data are in."""
VARIABLES = "{variables}"
Text = Annotated[str, Field(min_length=1)]
Theme = Literal["AGRI", "ECON", "EDUC", "ENER", "ENVI", "GOVE", "HEAL", "INTR", "JUST", "REGI", "SOCI", "TECH", "TRAN"]
Frequency = Literal[
    "DAILY", "WEEKLY", "MONTHLY", "QUARTERLY", "ANNUAL_2", "ANNUAL", "BIENNIAL", "TRIENNIAL", "IRREG", "CONT", "UNKNOWN"
]
PublisherType = Literal[
    "LocalAuthority", "RegionalAuthority", "NationalAuthority", "Academia-ScientificOrganisation", "Company",
    "IndustryConsortium", "NonGovernmentalOrganisation", "NonProfitOrganisation", "StandardisationBody",
    "SupraNationalAuthority",
]  # fmt: skip
Variable = Literal["region", "form", "year", "led_by", "kind", "birth", "age", "first", "sni", "size"]


class Said(Strict):
    """A text in Swedish and in English."""

    sv: Text
    en: Text


class Words(Strict):
    """Keywords in Swedish and in English."""

    sv: list[Text] = Field(min_length=1)
    en: list[Text] = Field(min_length=1)


class Publisher(Strict):
    """Who publishes: organisation number, kind in the EU's list, and own site."""

    number: str = Field(pattern=r"^\d{10}$")
    type: PublisherType
    homepage: str = Field(pattern=r"^https?://\S+$")


class Contact(Strict):
    """Who answers questions on the data."""

    name: Text
    email: str = Field(pattern=r"^([^@\s<>]+@[^@\s<>]+\.[^@\s<>]+)?$")


class Licence(Strict):
    """What may be done with values from tables whose provenance has one of these words as licence."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    words: list[Text] = Field(min_length=1)
    name: Text
    uri: str = Field(pattern=r"^(https?://\S+)?$")
    demand: Said


class Entry(Strict):
    """What a dataset is called, what it is about and how often it is updated."""

    title: Said
    description: Said
    keywords: Words
    themes: list[Theme] = Field(min_length=1)
    frequency: Frequency


class Grants(Entry):
    """The protected tables of the growth grants; the title has a place for what a table is divided by."""

    tables: list[Annotated[list[Variable], Field(min_length=1, max_length=2)]]

    @model_validator(mode="after")
    def _names_the_variables(self) -> Grants:
        if without := [title for title in (self.title.sv, self.title.en) if VARIABLES not in title]:
            raise ValueError(f"title {without[0]!r} lacks {VARIABLES}, which becomes what a table is divided by")
        return self


class Catalog(Strict):
    """The file; its comments say what each field is.

    Examples
    --------
    >>> known = catalog()
    >>> known.publisher.number, known.licence("CC0").id, known.licence("Anges inte av källan")
    ('2321000214', 'cc0', None)
    """

    title: Said
    description: Said
    issued: date
    publisher: Publisher
    contact: Contact
    geonames: dict[Annotated[str, Field(pattern=r"^\d{2}(\d{2})?$")], Annotated[int, Field(gt=0)]]
    licences: list[Licence] = Field(min_length=1)
    observations: Entry
    verdicts: Entry
    grants: Grants

    @model_validator(mode="after")
    def _each_word_is_of_one_licence(self) -> Catalog:
        words = [word for licence in self.licences for word in licence.words]
        ids = [licence.id for licence in self.licences]
        if twice := sorted({one for group in (words, ids) for one in group if group.count(one) > 1}):
            raise ValueError(f"licences: {', '.join(twice)} given twice; allowed: each word and id once")
        return self

    def licence(self, words: str) -> Licence | None:
        """The licence that a provenance names with these words; nothing when such values are not spread."""
        return next((licence for licence in self.licences if words in licence.words), None)

    def most_demanding(self, licences: set[str]) -> Licence:
        """The last of some licences, by id."""
        return next(licence for licence in reversed(self.licences) if licence.id in licences)


def catalog() -> Catalog | None:
    """The catalogue of ``parameters/catalog.yml``; nothing when there is no such file, so that no open data are made.

    Raises
    ------
    BadInput
        Every problem of the file at once.
    """
    return _catalog(*locate(FILE)) if (paths.parameters() / FILE).is_file() else None


@lru_cache(maxsize=8)
def _catalog(path: Path, changed: int) -> Catalog:
    return load(path, Catalog)
