"""Who got the grants? The region's own files of ärenden (anslag 1:1), and the ERUF projects of Projektbanken.

A file covers the places that its provenance names; a report about another place gets tables without rows. Everything
here is about single ärenden: what is made from it reaches a page only through the disclosure control.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import pandas as pd

from vagar_lib import regions
from vagar_lib.errors import BadInput
from vagar_lib.regions import Region
from vagar_lib.sources import provenance, store
from vagar_lib.sources.coverage import municipalities
from vagar_lib.sources.grants_findings import RULES
from vagar_lib.sources.grants_settings import CATEGORIES, Settings, fold
from vagar_lib.sources.grants_settings import settings as settings
from vagar_lib.sources.provenance import Provenance

ERUF = "projektbanken_eruf_2014_2016"
# Projektbanken's own spellings, beside those that only lack a space ('UpplandsVäsby').
_ERUF_SPELLINGS = {"stenungssund": "stenungsund"}


@dataclass(frozen=True)
class GrantFile:
    """A grants file: its source ('grants/exempel_2016_2020') and where it comes from."""

    source: str
    provenance: Provenance

    @property
    def municipalities(self) -> set[str]:
        """Codes of the municipalities whose grants it has in full."""
        return municipalities(self.provenance.covers)


def files(region: Region | str | None = None) -> list[GrantFile]:
    """The grants files there are, or those that a place's ärenden are in.

    Parameters
    ----------
    region : Region or str, optional
        A place. No file is given unless the files together cover all its municipalities.

    Examples
    --------
    >>> [file.provenance.example for file in files("2303")], files("20")
    ([True], [])
    """
    there = [
        GrantFile(provenance.source_of(path), provenance.load(path.with_suffix(".yml")))
        for path in provenance.grant_files().values()
    ]
    if region is None:
        return there
    wanted = municipalities([_place(region).code])
    touching = [file for file in there if file.municipalities & wanted]
    return touching if wanted <= set().union(*(file.municipalities for file in touching)) else []


def covering(region: Region | str) -> list[GrantFile]:
    """The grants files that a place's ärenden are in.

    Raises
    ------
    BadInput
        When no file covers the place, so that no report on its grants can be made.
    """
    found = files(region)
    if not found:
        place = _place(region)
        raise BadInput(f"region {place.code!r}: no grants file in data/raw/grants covers {place.name}")
    return found


def years(region: Region | str) -> tuple[int, int] | None:
    """First and last decision year of the files that cover a place, None when there is none."""
    spans = [file.provenance.years for file in files(region)]
    return (min(first for first, _ in spans), max(last for _, last in spans)) if spans else None


def cases(
    region: Region | str, first: int | None = None, last: int | None = None, kind: str | None = None
) -> pd.DataFrame:
    """Ärenden decided in some years, one row each.

    Parameters
    ----------
    region : Region or str
        A municipality has those with their workplace in it. A län has those too that are about no single municipality
        or one outside it, when its files say so.
    first, last : int, optional
        Decision years; all by default.
    kind : {'PROJ', 'FTG', 'KS'}, optional
        All by default.

    Returns
    -------
    pandas.DataFrame
        case, kind, form, decided (day or missing), decision_year, start, end, granted (kronor, may be missing), region
        (municipality, '' when not known), recipient (opaque code), sole_trader, own (the region itself), part_owned
        (a company it owns a share of), sni (section, '' unknown), size, led_by (managing director: K, M, KM, okänd),
        birth, age, sami (ja, nej, okänd, as declared), sdg (goals; none: not assessed), dim_ekologisk, dim_social,
        dim_ekonomisk (0 to 3, missing: not assessed), assessor2_dim_* (a second assessor's), local_class, strategy,
        result_chain, intensity (per cent of the costs, may be missing), regulation (SFS number or ''), support_area,
        source, example. Without rows when no file covers the place.

    Raises
    ------
    BadInput
        For an unknown region or kind, years the wrong way round, or when nothing is built yet.
    """
    place = _place(region)
    allowed = list(labels("kind")) if kind is not None else []
    if kind is not None and kind not in allowed:
        raise BadInput(f"kind is {kind!r}, allowed: {', '.join(allowed)}")
    rows = _of_place(place)
    rows = rows[_within(rows["decision_year"], first, last)]
    rows = rows if kind is None else rows[rows["kind"] == kind]
    goals = pd.Series([tuple(map(int, goals)) for goals in rows["sdg"]], index=rows.index, dtype=object)
    return rows.assign(sdg=goals).reset_index(drop=True)


def payments(
    region: Region | str, first: int | None = None, last: int | None = None, kind: str | None = None
) -> pd.DataFrame:
    """Payments made in some years, whenever the grant was decided, one row a transaction.

    Parameters
    ----------
    region, kind : see `cases`
    first, last : int, optional
        Years of payment; all by default.

    Returns
    -------
    pandas.DataFrame
        case, year, paid (kronor; negative: repayment). Merge with `cases` of all years by case for the rest.
    """
    mine = cases(region, kind=kind)
    rows = store.grants("payments")
    return rows[rows["case"].isin(mine["case"]) & _within(rows["year"], first, last)].reset_index(drop=True)


def findings(region: Region | str | None = None) -> pd.DataFrame:
    """What was odd in the files, and what is done with it; amounts are not told, so that it can be shown on a page.

    Parameters
    ----------
    region : Region or str, optional
        Only of the files that a place's ärenden are in.

    Returns
    -------
    pandas.DataFrame
        source, rule (a key of `grants_findings.RULES`), title and kept (in Swedish: what was found, how it is counted),
        case, row (in the file).
    """
    rows = store.grants("findings")
    if region is not None:
        rows = rows[rows["source"].isin([file.source for file in files(region)])]
    store.use(*rows["source"].unique())
    rows = rows.assign(
        title=rows["rule"].map({name: rule.title for name, rule in RULES.items()}),
        kept=rows["rule"].map({name: rule.kept for name, rule in RULES.items()}),
    )
    return rows[["source", "rule", "title", "kept", "case", "row"]].reset_index(drop=True)


def labels(field: str) -> dict[str, str]:
    """What the codes of a column of `cases` are called in Swedish, in the order they are shown.

    Examples
    --------
    >>> labels("kind")["KS"], labels("regulation")["2003:596"][:20]
    ('Kommersiell service', 'Förordning (2003:596')
    """
    known: Settings = settings()
    if field == "form":
        return {form.name: form.name for form in known.forms}
    if field == "regulation":
        return {regulation.sfs: regulation.title for regulation in known.regulations}
    if field not in CATEGORIES:
        raise BadInput(f"field {field!r} has no labels, allowed: {', '.join((*CATEGORIES, 'form', 'regulation'))}")
    return {code: value.label for code, value in known.values[field].items()}


def reference(name: Literal["industries", "leaders"], region: Region | str) -> pd.DataFrame:
    """What the grants of a place's municipalities are compared with, the latest year.

    Parameters
    ----------
    name : {'industries', 'leaders'}
        Which table of ``references`` in ``parameters/grants.yml``.
    region : Region or str
        A län or a municipality of it.

    Returns
    -------
    pandas.DataFrame
        Rows of the county's municipalities: region, period, year, value, source, and industry and variable (employed,
        companies), or sex, birth and age. Without rows when the table does not have the county.
    """
    place = _place(region)
    county = regions.region(place.county) if place.level == "kommun" else place
    rows = store.table(getattr(settings().references, name), regions=county.children)
    return rows[rows["year"] == rows["year"].max()].reset_index(drop=True)


def eruf_projects() -> pd.DataFrame:
    """Projects with support from ERUF decided from 2014 to 14 October 2016, in all of Sweden.

    Returns
    -------
    pandas.DataFrame
        case, project, recipient (name; no persons), amount (kronor, one for the whole project), start, end,
        municipalities (tuple of codes, in the order of the register), counties (tuple of codes), programme, priority,
        objective, source. A project in several municipalities has to be divided by a declared rule before it is
        counted in any of them.

    Raises
    ------
    BadInput
        For a name that is no municipality or län, or when nothing is built yet.
    """
    rows = store.table(ERUF)
    known = {level: _by_bare_name(level) for level in ("kommun", "län")}
    places = {"municipalities": "kommun", "counties": "län"}
    codes = {column: [_codes(names, known[level]) for names in rows[column]] for column, level in places.items()}
    rows = rows.assign(**codes, amount=rows["amount"].astype(float), source=f"snapshot/{ERUF}")
    columns = ["case", "project", "recipient", "amount", "start", "end", "municipalities", "counties"]
    return rows[[*columns, "programme", "priority", "objective", "source"]]


def _place(region: Region | str) -> Region:
    return region if isinstance(region, Region) else regions.region(region)


def _of_place(place: Region) -> pd.DataFrame:
    """Ärenden of a place; its sources count as used, also when it has none in them."""
    mine = files(place)
    store.use(*(file.source for file in mine))
    rows = store.grants("cases")
    inside = municipalities([place.code])
    # A file about nothing but the place has also those of its ärenden that lie in no single municipality of it.
    whole = [file.source for file in mine if file.municipalities <= inside and place.level != "kommun"]
    of_place = rows["region"].isin(inside) & rows["source"].isin([file.source for file in mine])
    return rows[of_place | rows["source"].isin(whole)]


def _within(values: pd.Series, first: int | None, last: int | None) -> pd.Series:
    if first is not None and last is not None and first > last:
        raise BadInput(f"years are {first} to {last}, allowed: the first not after the last")
    low = values.min() if first is None else first
    high = values.max() if last is None else last
    return values.between(low, high)


@lru_cache(maxsize=1024)
def _bare(name: str) -> str:
    """A name without spaces and case: Projektbanken writes 'UpplandsVäsby'. Many projects name all municipalities."""
    plain = fold(name).replace(" ", "")
    return _ERUF_SPELLINGS.get(plain, plain)


def _by_bare_name(level: str) -> dict[str, str]:
    known = {}
    for place in map(regions.region, regions.codes(level)):
        # 'Jämtlands län' is also 'Jämtland', but 'Örebro län' is 'Örebro' and 'Västra Götalands län' loses its s.
        names = (place.name, place.name.removesuffix(" län"), place.name.removesuffix("s län"))
        known |= dict.fromkeys(map(_bare, names), place.code)
    return known


def _codes(names: str, known: dict[str, str]) -> tuple[str, ...]:
    parts = [part for part in names.split(",") if part.strip()]
    unknown = [part.strip() for part in parts if _bare(part) not in known]
    if unknown:
        raise BadInput(f"table {ERUF}: {', '.join(unknown)} is no known place")
    return tuple(sorted({known[_bare(part)] for part in parts}))
