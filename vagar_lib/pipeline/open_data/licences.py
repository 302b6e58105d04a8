"""Which values may be spread? Those whose every raw table has a licence that allows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from vagar_lib.pipeline.open_data.catalog import Catalog, Licence
from vagar_lib.sources import store
from vagar_lib.sources.provenance import Provenance
from vagar_lib.sources.store import SOURCES

UNSTATED = "Anges inte av källan"
"""What a provenance says when nobody states a licence."""


@dataclass(frozen=True)
class LeftOut:
    """Something that is not spread: what it is, whose it is, the reason in Swedish, and how many values it concerns."""

    title: str
    publisher: str
    reason: str
    values: int


def split(sources: str) -> list[str]:
    """The raw tables behind a value ('snapshot/folkmangd; snapshot/utslapp_vaxthusgaser')."""
    return [one.strip() for one in sources.split(SOURCES)]


def allowed(sources: Iterable[str], catalog: Catalog) -> dict[str, Licence | None]:
    """The licence of values by what their column ``source`` says; none for those that may not be spread.

    A value that rests on several tables has the most demanding of their licences.
    """
    found: dict[str, Licence | None] = {}
    for named in dict.fromkeys(sources):
        licences = [catalog.licence(store.provenance(one).licence) for one in split(named)]
        found[named] = None if None in licences else catalog.most_demanding({one.id for one in licences if one})
    return found


def left_out(sources: pd.Series, catalog: Catalog) -> list[LeftOut]:
    """What keeps values from being spread: each raw table without a licence that allows it.

    Parameters
    ----------
    sources : Series
        The column ``source`` of the values that are not spread.
    """
    counts: dict[str, int] = {}
    for named, size in sources.value_counts(sort=False).items():
        for one in split(str(named)):
            counts[one] = counts.get(one, 0) + int(size)
    tables = {one: store.provenance(one) for one in sorted(counts)}
    barred = {one: known for one, known in tables.items() if catalog.licence(known.licence) is None}
    return [LeftOut(known.title, known.publisher, reason(known), counts[one]) for one, known in barred.items()]


def reason(known: Provenance) -> str:
    """Why values from a raw table are not spread, in Swedish."""
    if known.licence == UNSTATED:
        return "Källan anger ingen licens"
    return f"Licensen ”{known.licence}” ger inte säkert rätt att sprida uppgifterna"


def provenances(sources: Iterable[str]) -> tuple[Provenance, ...]:
    """The raw tables behind some values, each once, in the order of their names."""
    return tuple(store.provenance(one) for one in sorted({one for named in sources for one in split(named)}))


def credited(sources: str) -> str:
    """The publishers behind a value, for the column that credits them."""
    return "; ".join(dict.fromkeys(store.provenance(one).publisher for one in split(sources)))
