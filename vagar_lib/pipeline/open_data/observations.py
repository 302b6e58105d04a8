"""The observations as open data: a dataset for each licence, since a value is spread on its source's terms only."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from vagar_lib import regions
from vagar_lib.display.table import REASONS
from vagar_lib.indicators import Indicator, Register
from vagar_lib.pipeline.open_data import licences
from vagar_lib.pipeline.open_data.catalog import Catalog, Licence, Said
from vagar_lib.pipeline.open_data.dataset import MADE_UP, Column, Cube, Dataset, Dimension, keyed, marked
from vagar_lib.pipeline.open_data.licences import LeftOut
from vagar_lib.sources.provenance import SEX

INDICATOR = (
    Column("indikator", "Indikator", "text", "Id. N eller U och fem siffror är ett nyckeltal i Kolada.", True),
    Column("namn", "Namn", "text", "Indikatorns namn.", True),
    Column("enhet", "Enhet", "text", "Värdets enhet.", True),
    Column("omrade", "Områdeskod", "text", "00 är riket, två siffror ett län, fyra en kommun.", True),
    Column("omrade_namn", "Område", "text", "Områdets namn.", True),
    Column("kon", "Kön", "text", "K är kvinnor, M män och T båda.", True),
)
COLUMNS = (
    *INDICATOR,
    Column("period", "Period", "text", "Som källan skriver den: 2024, 2024-03 eller 2022-2025.", True),
    Column("ar", "År", "integer", "Året då perioden slutar.", True),
    Column("varde", "Värde", "number", "Tomt när det saknas."),
    Column("status", "Status", "text", "Varför värdet saknas eller är osäkert, annars tomt."),
    Column("kalla", "Källa", "text", "Utgivare av de uppgifter som värdet bygger på.", True),
)
KEY = ("indikator", "omrade", "kon", "period")


def datasets(
    observed: pd.DataFrame, register: Register, catalog: Catalog, places: Sequence[str]
) -> tuple[list[Dataset], list[LeftOut]]:
    """The values of some places that may be spread, and what is left out.

    Parameters
    ----------
    observed : DataFrame
        As `vagar_lib.sources.store.observations` gives them.
    register : Register
        Names and units, and the order of the indicators.
    catalog : Catalog
    places : sequence of str
        Codes of the places that are wanted.

    Returns
    -------
    list of Dataset, list of LeftOut
    """
    wanted = observed[observed["region"].isin([*places])]
    licence = licences.allowed(wanted["source"].unique(), catalog)
    ids = wanted["source"].map({named: one.id for named, one in licence.items() if one})
    known = [(one, wanted[ids == one.id]) for one in catalog.licences]
    made = [_dataset(rows, one, register, catalog) for one, rows in known if len(rows)]
    return made, licences.left_out(wanted.loc[ids.isna(), "source"], catalog)


def described(rows: pd.DataFrame, register: Register) -> pd.DataFrame:
    """Rows of indicators by what readers call them, in the order of the register: the columns of `INDICATOR` first."""
    indicators = {id: register.get(id) for id in rows["indicator"].unique()}
    names = {code: regions.name(code) for code in rows["region"].unique()}
    order = {id: place for place, id in enumerate(register.ids)}
    rows = rows.sort_values(
        ["indicator", "region", "sex", "year", "period"], key=lambda c: c.map(order) if c.name == "indicator" else c
    )
    return pd.DataFrame(
        {
            "indikator": rows["indicator"].astype(str),
            "namn": rows["indicator"].map({id: one.label for id, one in indicators.items()}).astype(str),
            "enhet": rows["indicator"].map({id: one.unit for id, one in indicators.items()}).astype(str),
            "omrade": rows["region"].astype(str),
            "omrade_namn": rows["region"].map(names).astype(str),
            "kon": rows["sex"].astype(str),
        }
    )


def _dataset(rows: pd.DataFrame, licence: Licence, register: Register, catalog: Catalog) -> Dataset:
    sources = licences.provenances(rows["source"].unique())
    head = described(rows, register)
    rows = rows.loc[head.index]
    frame = head.assign(
        period=rows["period"],
        ar=rows["year"],
        varde=rows["value"],
        status=rows["status"].map(lambda one: REASONS.get(one, one)),
        kalla=rows["source"].map({named: licences.credited(named) for named in rows["source"].unique()}),
    )
    frame = keyed(frame, KEY)
    entry = catalog.observations
    title = Said(sv=f"{entry.title.sv} – {licence.name}", en=f"{entry.title.en} – {licence.name}")
    example = any(source.example for source in sources)
    return Dataset(
        id=f"indikatorer-{licence.id}",
        title=marked(title) if example else title,
        description=marked(entry.description, MADE_UP) if example else entry.description,
        entry=entry,
        licence=licence,
        frame=frame,
        columns=COLUMNS,
        key=KEY,
        sources=sources,
        places=tuple(sorted(frame["omrade"].unique())),
        years=(int(frame["ar"].min()), int(frame["ar"].max())),
        cube=_cube(frame, register),
    )


def _cube(frame: pd.DataFrame, register: Register) -> Cube:
    indicators = [register.get(id) for id in frame["indikator"].unique()]
    names = dict(zip(frame["omrade"], frame["omrade_namn"], strict=True))
    periods = frame.sort_values(["ar", "period"])["period"].unique()
    sexes = set(frame["kon"])
    dimensions = (
        Dimension(
            "indikator",
            "Indikator",
            {one.id: one.label for one in indicators},
            "metric",
            {one.id: (one.unit, one.decimals) for one in indicators},
            {one.id: _notes(one) for one in indicators},
        ),
        Dimension("omrade", "Område", {code: names[code] for code in sorted(names)}, "geo"),
        Dimension("kon", "Kön", {code: SEX[code] for code in ("T", "K", "M") if code in sexes}),
        Dimension("period", "Period", {one: one for one in periods}, "time"),
    )
    cells = frame[["indikator", "omrade", "kon", "period", "varde", "status"]].rename(columns={"varde": "value"})
    return Cube(dimensions, cells)


def _notes(indicator: Indicator) -> list[str]:
    """What is measured, and where the series breaks."""
    return [indicator.definition, *(one.note for one in indicator.breaks)]
