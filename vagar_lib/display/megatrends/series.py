"""The long series of the megatrends as charts want them, and what they say."""

from __future__ import annotations

import pandas as pd

from vagar_lib import regions
from vagar_lib.display import sentences, text
from vagar_lib.metrics.compare import as_series
from vagar_lib.metrics.precision import shown_difference
from vagar_lib.regions import Region

OLD = ("85-94", "95+")
SEXES = {"K": "Kvinnor", "M": "Män"}
SECTORS = {
    "share_agriculture": "Jordbruk",
    "share_industry": "Industri och gruvor",
    "share_services": "Tjänster",
}
"""Shares of the employed in the table 'mellersta_norrland_1900_2015'."""


def county_shares(observations: pd.DataFrame, place: Region) -> pd.DataFrame:
    """Population of the regions beside each other as per cent of all of them, each a series.

    Parameters
    ----------
    observations : DataFrame
        Population of the place's family.
    place : Region

    Returns
    -------
    DataFrame
        As `metrics.compare.as_series` gives it, in per cent.
    """
    family = observations[observations["region"].isin(place.family) & (observations["sex"] == "T")]
    whole = family.groupby("year")["value"].transform(lambda values: values.sum(skipna=False))
    return as_series(family.assign(value=100 * family["value"] / whole), place)


def county_shares_title(shares: pd.DataFrame, place: Region) -> str:
    """The largest region's share now and at the start."""
    last = shares[shares["year"] == shares["year"].max()]
    top = last.loc[last["value"].idxmax()]
    first = shares[shares["region"] == top["region"]].iloc[0]
    whole = "riket" if place.level == "riket" else (place if place.level == "län" else place.parent).label
    return (
        f"{text.quantity(top['value'], 'procent')} av invånarna i {whole} bor i {top['series']} {int(top['year'])}, "
        f"{text.quantity(first['value'], 'procent')} gjorde det {int(first['year'])}"
    )


def share_moved(shares: pd.DataFrame, place: Region) -> str | None:
    """Whose share of the county has grown and shrunk most since the start."""
    wide = shares.pivot_table(index="region", columns="year", values="value").dropna(axis=1)
    if len(wide) < 2 or wide.shape[1] < 2:
        return None
    first, last = wide.columns[0], wide.columns[-1]
    moved = pd.Series({code: shown_difference(row[last], row[first], 1) for code, row in wide.iterrows()})
    up, down = moved.idxmax(), moved.idxmin()
    sentence = (
        f"Sedan {first} har andelen vuxit mest i {regions.name(up)} "
        f"({text.signed(moved[up], 1)} procentenheter) och krympt mest i {regions.name(down)} "
        f"({text.signed(moved[down], 1)})."
    )
    if place.code in moved.index and place.code not in (up, down):
        sentence += f" I {place.label} är skillnaden {text.signed(moved[place.code], 1)} procentenheter."
    return sentence


def deaths_of_the_old(deaths: pd.DataFrame) -> pd.DataFrame:
    """Share of the dead who were 85 or older, women and men.

    Parameters
    ----------
    deaths : DataFrame
        Table 'doda_lan' of one county: ``sex, age, period, year, value, source``; persons.

    Returns
    -------
    DataFrame
        ``series`` (Kvinnor, Män)``, role, sex, period, year, value`` (per cent)``, source``.
    """
    keys = ["sex", "period", "year", "source"]
    rows = deaths[deaths["sex"].isin(SEXES)]
    old = rows[rows["age"].isin(OLD)].groupby(keys)["value"].sum()
    shares = (100 * old / rows.groupby(keys)["value"].sum()).reset_index()
    return shares.assign(series=shares["sex"].map(SEXES), role="place").sort_values(["sex", "year"])


def deaths_title(shares: pd.DataFrame, county: Region) -> str:
    """How large a part of the dead were old, first and last year, for women and men."""
    if shares.empty:
        return "Döda efter ålder"
    said = []
    for name, rows in shares.groupby("series", sort=False):
        first, last = rows.iloc[0], rows.iloc[-1]
        now, before = text.quantity(last["value"], "procent"), text.quantity(first["value"], "procent")
        said.append(
            f"{now} av {'kvinnorna' if name == SEXES['K'] else 'männen'} {last['period']} ({before} {first['period']})"
        )
    return f"85 år eller äldre bland dem som dog i {county.label}: {text.listed(said)}"


def employment(history: pd.DataFrame, county: Region) -> pd.DataFrame:
    """Employment by sector since 1900 in the county's NUTS 2 area, each sector a series.

    Parameters
    ----------
    history : DataFrame
        Table 'mellersta_norrland_1900_2015': ``region, variable, period, year, value, source``; shares 0 to 1.
    county : Region

    Returns
    -------
    DataFrame
        ``series, role, variable, period, year, value`` (per cent)``, source``; without rows for other areas.
    """
    rows = _of_area(history, county)
    rows = rows[rows["variable"].isin(SECTORS)]
    named = rows.assign(series=rows["variable"].map(SECTORS), role="place", value=100 * rows["value"])
    return named.sort_values(["variable", "year"])


def employment_title(rows: pd.DataFrame) -> str:
    """How large a part of the employed worked in agriculture and in services, first and last year."""
    if rows.empty:
        return "Sysselsättning efter sektor"
    wide = rows.pivot_table(index="year", columns="variable", values="value")
    first, last = wide.index[0], wide.index[-1]
    said = [
        f"{name} från {text.number(wide.loc[first, code])} till {text.quantity(wide.loc[last, code], 'procent')}"
        for code, name in (("share_agriculture", "jordbruk"), ("share_services", "tjänster"))
    ]
    return f"Andel av de sysselsatta {first}–{last}: {text.listed(said)}"


def product(history: pd.DataFrame, county: Region) -> pd.DataFrame:
    """Gross regional product per head since 1900 in the county's NUTS 2 area.

    Returns
    -------
    DataFrame
        ``series, role, period, year, value`` (international dollars of 2011 per inhabitant)``, source``.
    """
    rows = _of_area(history, county)
    wide = rows.pivot_table(index=["period", "year", "source"], columns="variable", values="value").reset_index()
    if wide.empty:
        return rows.assign(series="", role="")
    # Millions of dollars over thousands of people.
    value = 1000 * wide["gdp_2011"] / wide["population"]
    return wide[["period", "year", "source"]].assign(series="Mellersta Norrland", role="place", value=value)


def product_title(rows: pd.DataFrame) -> str:
    """How many times larger the product per head is than in the first year, and whether it fell at the end."""
    if rows.empty:
        return "Bruttoregionprodukt per invånare sedan 1900"
    first, before, last = rows.iloc[0], rows.iloc[-2], rows.iloc[-1]
    times = sentences.count(round(last["value"] / first["value"]))
    head = f"Produktionen per invånare var {times} gånger så stor {last['period']} som {first['period']}"
    fallen = last["value"] < before["value"]
    return f"{head}, men lägre än {before['period']}" if fallen else head


def _of_area(history: pd.DataFrame, county: Region) -> pd.DataFrame:
    return history[history["region"] == (county.nuts[:4] or county.code)]
