"""The verdicts as open data: which way each indicator goes, with what that rests on."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from vagar_lib import judgement
from vagar_lib.display import verdicts
from vagar_lib.indicators import Register
from vagar_lib.metrics.verdict import judge
from vagar_lib.pipeline.open_data import licences
from vagar_lib.pipeline.open_data.catalog import Catalog
from vagar_lib.pipeline.open_data.dataset import MADE_UP, Column, Dataset, keyed, marked
from vagar_lib.pipeline.open_data.observations import INDICATOR, described

_TREND = "Tom när trenden inte kan beräknas."
_TARGET = "Tom när det inte finns något mål."
NUMBERS = {
    "value": Column("varde", "Senaste värde", "number", "Värdet som omdömet gäller."),
    "start": Column("trend_fran", "Trend från år", "integer", "Första året i det senaste jämförbara avsnittet."),
    "points": Column("matpunkter", "Mätpunkter", "integer", "Antal år med värde i avsnittet."),
    "slope": Column("lutning", "Förändring per år", "number", f"Lutning enligt Theil och Sen, i enheten. {_TREND}"),
    "low": Column("lutning_nedre", "Intervall, nedre", "number", f"Nedre gräns för lutningen, 95 procent. {_TREND}"),
    "high": Column("lutning_ovre", "Intervall, övre", "number", f"Övre gräns för lutningen, 95 procent. {_TREND}"),
    "target_value": Column("mal_varde", "Målets värde", "number", _TARGET),
    "target_year": Column("mal_ar", "Målets år", "integer", _TARGET),
    "ratio": Column("takt_kvot", "Takt mot mål", "number", f"Takten delad med den som krävs för målet. {_TARGET}"),
    "riket": Column("riket", "Riket", "number", "Rikets värde samma period; tomt för riket självt."),
    "rank": Column("plats", "Plats", "integer", "Från den bästa, bland områden på samma nivå; tom utan rangordning."),
    "ranked": Column("plats_av", "Områden med plats", "integer", "Antal områden som har rangordnats."),
}
"""Columns of the verdicts by what `vagar_lib.metrics.verdict.judge` calls them."""
COLUMNS = (
    *INDICATOR,
    Column("omdome", "Omdöme", "text", "Åt vilket håll indikatorn går.", True),
    Column("period", "Period", "text", "Det senaste värdets period.", True),
    Column("ar", "År", "integer", "Året då perioden slutar.", True),
    *NUMBERS.values(),
    Column("kalla", "Källa", "text", "Utgivare av de uppgifter som det senaste värdet bygger på.", True),
)
DIGITS = 12
"""Significant digits of computed numbers."""
KEY = ("indikator", "omrade", "kon")


def dataset(
    observed: pd.DataFrame,
    margins: pd.DataFrame,
    register: Register,
    catalog: Catalog,
    places: Sequence[str],
    today: int,
) -> Dataset | None:
    """The verdicts of some places, on the indicators all of whose values may be spread; nothing when there are none.

    A verdict rests on the values of other places too, so those must be free to spread as well.

    Parameters
    ----------
    observed, margins : DataFrame
        As `vagar_lib.sources.store` gives them; observations of all places and both sexes.
    register : Register
    catalog : Catalog
    places : sequence of str
    today : int
        Year of the data.
    """
    allowed = licences.allowed(observed["source"].unique(), catalog)
    barred = observed["source"].map(lambda named: allowed[named] is None)
    kept = observed[~observed["indicator"].isin(observed.loc[barred, "indicator"].unique())]
    if kept.empty:
        return None
    judged = judge(kept, register, judgement.rules(), today=today, regions=[*places], margins=margins)
    return _dataset(judged, kept, register, catalog) if len(judged) else None


def _clean(value: float) -> float:
    """A computed number without the dust of binary arithmetic: 0.864 and not 0.8640000000000001."""
    return float(f"{value:.{DIGITS}g}")


def _dataset(judged: pd.DataFrame, kept: pd.DataFrame, register: Register, catalog: Catalog) -> Dataset:
    used = kept.loc[kept["indicator"].isin(judged["indicator"].unique()), "source"].unique()
    found = licences.allowed(used, catalog)
    sources = licences.provenances(used)
    head = described(judged, register)
    rows = judged.loc[head.index]
    numbers = {
        column.name: rows[name].astype("Int64") if column.kind == "integer" else rows[name].map(_clean)
        for name, column in NUMBERS.items()
    }
    frame = head.assign(
        omdome=[verdicts.word(row) for row in rows.itertuples(index=False)],
        period=rows["period"].astype(str),
        ar=rows["year"].astype("int64"),
        **numbers,
        kalla=rows["source"].astype(str).map({named: licences.credited(named) for named in used}),
    )
    entry, example = catalog.verdicts, any(source.example for source in sources)
    return Dataset(
        id="omdomen",
        title=marked(entry.title) if example else entry.title,
        description=marked(entry.description, MADE_UP) if example else entry.description,
        entry=entry,
        licence=catalog.most_demanding({one.id for one in found.values() if one}),
        frame=keyed(frame[[column.name for column in COLUMNS]], KEY),
        columns=COLUMNS,
        key=KEY,
        sources=sources,
        places=tuple(sorted(frame["omrade"].unique())),
        years=(int(rows["start"].min()), int(rows["year"].max())),
    )
