"""Which places do grants files and surveys cover? Told by their provenance alone, so that a plan needs no tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from vagar_lib import regions
from vagar_lib.regions import Region
from vagar_lib.sources import provenance

Kind = Literal["grants", "surveys"]


def municipalities(places: Iterable[str]) -> set[str]:
    """Codes of the municipalities that places consist of.

    Examples
    --------
    >>> sorted(municipalities(["09", "2303"]))
    ['0980', '2303']
    """
    found: set[str] = set()
    for place in map(regions.region, places):
        found |= {place.code} if place.level == "kommun" else municipalities(place.children)
    return found


def covered(places: Iterable[Region], kind: Kind = "grants") -> list[Region]:
    """Those of some places whose municipalities the files of a kind together have in full.

    Examples
    --------
    >>> [place.name for place in covered([regions.region("2303"), regions.region("20")])]
    ['Ragunda']
    """
    found = provenance.grant_files() if kind == "grants" else provenance.survey_files()
    files = (provenance.load(path.with_suffix(".yml")) for path in found.values())
    known = municipalities({code for file in files for code in file.covers})
    return [place for place in places if municipalities([place.code]) <= known]
