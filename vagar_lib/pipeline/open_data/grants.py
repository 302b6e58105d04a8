"""The growth grants as open data: the protected tables of the report, with the same cells hidden, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from vagar_lib import regions
from vagar_lib.display.grants import frames
from vagar_lib.display.grants.words import COUNTED, MEASURES
from vagar_lib.display.table import REASONS
from vagar_lib.display.text import upper_first
from vagar_lib.errors import BadInput
from vagar_lib.metrics.disclosure import TOTAL, Rule
from vagar_lib.metrics.grants import money
from vagar_lib.pipeline.open_data import licences
from vagar_lib.pipeline.open_data.catalog import VARIABLES, Catalog, Said
from vagar_lib.pipeline.open_data.dataset import MADE_UP, Column, Cube, Dataset, Dimension, keyed, marked
from vagar_lib.pipeline.open_data.licences import LeftOut
from vagar_lib.regions import Region
from vagar_lib.sources import grants


@dataclass(frozen=True)
class Variable:
    """What a table is divided by: its column, its title, and what it is called in a title in both languages."""

    column: str
    title: str
    sv: str
    en: str


DIVIDED_BY = {
    "region": Variable("kommun", "Kommun", "kommun", "municipality"),
    "form": Variable("stodform", "Stödform", "stödform", "form of support"),
    "year": Variable("ar", "År", "år", "year"),
    "led_by": Variable("leds_av", "Leds av", "vem som leder", "who leads the recipient"),
    "kind": Variable("stodtyp", "Stödtyp", "stödtyp", "kind of support"),
    "birth": Variable("fodelseregion", "Ledarens födelseregion", "ledarens födelseregion", "region of birth"),
    "age": Variable("alder", "Ledarens ålder", "ledarens ålder", "age of the leader"),
    "first": Variable("fatt_forut", "Fått stöd förut", "om mottagaren har fått stöd förut", "earlier support"),
    "sni": Variable("naringsgren", "Näringsgren", "näringsgren", "industry"),
    "size": Variable("storlek", "Mottagarens storlek", "mottagarens storlek", "size of the recipient"),
}
AMOUNT, COUNT, CODE = "belopp", "antal", "kommunkod"


def datasets(county: Region, parameters: Mapping[str, Any], catalog: Catalog) -> tuple[list[Dataset], list[LeftOut]]:
    """The protected tables of a county, or why there are none.

    Parameters
    ----------
    county : Region
        A län.
    parameters : mapping
        Of the report as it was run: ``measure, stodtyp, first_year, last_year, min_cell``. The same question of the
        same grants has been answered for its pages, so that the same cells are hidden.
    catalog : Catalog

    Returns
    -------
    list of Dataset, list of LeftOut
    """
    files = grants.covering(county)
    title = f"Regionala tillväxtmedel, {county.name}"
    publishers = ", ".join(dict.fromkeys(file.provenance.publisher for file in files))
    barred = [file.provenance for file in files if catalog.licence(file.provenance.licence) is None]
    if barred:
        return [], [LeftOut(title, publishers, licences.reason(barred[0]), 0)]
    try:
        tables = _protected(county, parameters)
    except BadInput:
        return [], [LeftOut(title, publishers, "Tabellerna kan inte visas utan att mottagare röjs", 0)]
    return [
        _dataset(tables[tuple(names)], names, county, parameters, catalog)
        for names in catalog.grants.tables
        if tuple(names) in tables
    ], []


def _protected(county: Region, parameters: Mapping[str, Any]) -> dict[tuple[str, ...], pd.DataFrame]:
    """The tables as the report on the county has them."""
    kind = None if parameters["stodtyp"] == "alla" else parameters["stodtyp"]
    first, last = parameters["first_year"], parameters["last_year"]
    cases, payments = grants.cases(county, kind=kind), grants.payments(county, kind=kind)
    labels = {column: grants.labels(column) for column in frames.LABELLED} | {"first": frames.FIRST}
    rows = money(cases, payments, parameters["measure"], first=first, last=last)
    worded = frames.in_words(frames.newcomers(rows, cases), labels, county)
    return frames.protected(worded, Rule(min_cell=parameters["min_cell"])).tables


def _dataset(
    table: pd.DataFrame, names: list[str], county: Region, parameters: Mapping[str, Any], catalog: Catalog
) -> Dataset:
    files = grants.covering(county)
    sources = tuple(file.provenance for file in files)
    allowed = {one.id for source in sources if (one := catalog.licence(source.licence))}
    variables = [DIVIDED_BY[name] for name in names]
    frame = _frame(table, names, county)
    years = (parameters["first_year"], parameters["last_year"])
    entry, example = catalog.grants, any(source.example for source in sources)
    title = Said(
        sv=entry.title.sv.replace(VARIABLES, " och ".join(one.sv for one in variables)),
        en=entry.title.en.replace(VARIABLES, " and ".join(one.en for one in variables)),
    )
    told = f"{county.name}, {years[0]}–{years[1]}"
    about = Said(sv=f"{entry.description.sv} {told}.", en=f"{entry.description.en} {told}.")
    columns = tuple(_columns(names, parameters["measure"]))
    return Dataset(
        id="-".join(["tillvaxtmedel", county.slug, *(one.column for one in variables)]).replace("_", "-"),
        title=marked(title) if example else title,
        description=marked(about, MADE_UP) if example else about,
        entry=entry,
        licence=catalog.most_demanding(allowed),
        frame=frame[[column.name for column in columns]],
        columns=columns,
        key=tuple(one.column for one in variables),
        sources=sources,
        places=(county.code, *sorted(county.children)) if "region" in names else (county.code,),
        years=years,
        cube=_cube(frame, names, county, parameters["measure"]),
    )


def _columns(names: list[str], measure: str) -> list[Column]:
    found = [
        Column(one.column, one.title, "text", f"”{TOTAL}” är alla tillsammans.", True)
        for one in (DIVIDED_BY[name] for name in names)
    ]
    if "region" in names:
        found.append(Column(CODE, "Kommunkod", "text", "SCB:s kod, länets för alla; tom för det som saknar kommun."))
    return [
        *found,
        Column(AMOUNT, f"{upper_first(MEASURES[measure])} belopp", "number", "Kronor; tomt när cellen är dold."),
        Column(COUNT, f"Antal {COUNTED[measure]}", "integer", "Tomt när cellen är dold."),
        Column("status", "Status", "text", f"”{REASONS['secret']}” när cellen är dold, annars tom."),
    ]


def _frame(table: pd.DataFrame, names: list[str], county: Region) -> pd.DataFrame:
    """A protected table under the names of its columns; each cell, margins included."""
    columns = dict(zip(("row", "column"), (DIVIDED_BY[name].column for name in names), strict=False))
    frame = table.rename(columns={**columns, "value": AMOUNT, "count": COUNT})
    frame = frame.assign(
        **{name: frame[name].astype(str) for name in columns.values()},
        **{COUNT: frame[COUNT].astype("Int64")},
        status=frame["status"].map(lambda one: REASONS.get(one, one)),
    )
    if "region" in names:
        codes = {regions.name(code): code for code in county.children} | {TOTAL: county.code}
        frame[CODE] = frame[DIVIDED_BY["region"].column].map(codes).fillna("")
    return keyed(frame, tuple(columns.values()))


def _cube(frame: pd.DataFrame, names: list[str], county: Region, measure: str) -> Cube:
    """The cells, with amount and count as two measures; a municipality by its code."""
    dimensions, cells = [], frame
    for name in names:
        one = DIVIDED_BY[name]
        labels = {label: label for label in frame[one.column].unique()}
        if name == "region":
            cells = cells.assign(**{one.column: cells[CODE].where(cells[CODE] != "", cells[one.column])})
            labels = dict(zip(cells[one.column], frame[one.column], strict=True)) | {county.code: county.name}
        role = {"region": "geo", "year": "time"}.get(name, "")
        dimensions.append(Dimension(one.column, one.title, labels, role))
    measures = {AMOUNT: f"{upper_first(MEASURES[measure])} belopp", COUNT: f"Antal {COUNTED[measure]}"}
    units = {AMOUNT: ("kronor", 0), COUNT: (COUNTED[measure], 0)}
    keys = [dimension.name for dimension in dimensions]
    each = [cells[[*keys, "status"]].assign(matt=name, value=cells[name].astype("float64")) for name in measures]
    dimensions.append(Dimension("matt", "Mått", measures, "metric", units))
    return Cube(tuple(dimensions), pd.concat(each, ignore_index=True)[[*keys, "matt", "value", "status"]])
