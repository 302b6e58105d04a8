"""What is known of a fetched table? Its provenance, from what is declared and what its answers say of themselves."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

import pandas as pd

from vagar_lib.sources.fetch.answer import Answer
from vagar_lib.sources.jsonstat_about import Description
from vagar_lib.sources.provenance import SEX
from vagar_lib.sources.pxweb_api import Interface
from vagar_lib.sources.pxweb_contract import Question
from vagar_lib.sources.pxweb_tables import Declared, Generation, Site

_TAG = re.compile(r"<[^>]*>")
YEAR = re.compile(r"(?:\d{4}-)?(\d{4})")
"""The year that a period ends."""


@dataclass(frozen=True)
class Part:
    """A generation, what it says of itself, and what to ask of it."""

    generation: Generation
    api: Interface
    about: Description
    answer: Answer
    question: Question
    questions: list[dict[str, list[str]]]


def provenance(
    site: Site, table: Declared, parts: list[Part], abouts: list[Description], made: pd.DataFrame
) -> dict[str, Any]:
    """Fields of the provenance of a table, with all that the answers say of their figures."""
    updated = [each.updated for each in abouts if each.updated]
    measures = {code for part in parts for code in part.question.selection.get(table.measure, ())}
    units = [unit for each in abouts for code, unit in each.units.items() if code in measures]
    decimals = {unit.decimals for unit in units} - {None}
    periods = {each.periods[code] for each in abouts for code in measures if code in each.periods}
    years = [int(found[1]) for found in map(YEAR.match, made["period"].unique()) if found]
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


def _codes(name: str, table: Declared, parts: list[Part], made: pd.DataFrame) -> list[str] | dict[str, str]:
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
