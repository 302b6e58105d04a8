"""Grants in words, and protected tables as charts want them: named, ordered, in millions of kronor.

Everything but `in_words` takes tables that have passed the disclosure control. A hidden cell has no value and keeps its
status, so that the table behind a chart says why.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from vagar_lib import regions
from vagar_lib.display import text
from vagar_lib.display.bars import UNKNOWN
from vagar_lib.display.table import Table, pivoted
from vagar_lib.errors import BadInput
from vagar_lib.metrics.concentration import first_time
from vagar_lib.metrics.disclosure import TOTAL, Protected, Rule, protect_once
from vagar_lib.regions import Region
from vagar_lib.sources import grants

MILLION = 1e6
UNPLACED = "Utan kommun"
LABELLED = ("kind", "form", "sni", "size", "led_by", "birth", "age", "sami")
"""Columns of ärenden whose codes have names."""
FIRST = {"ja": "Första gången", "nej": "Har fått tidigare", "okänd": UNKNOWN}
LINKED: list[str | tuple[str, str]] = [
    ("form", "year"), ("region", "year"), ("region", "led_by"), ("kind", "led_by"), ("birth", "led_by"),
    ("age", "led_by"), ("first", "year"), "sni", "size", "sami",
]  # fmt: skip
"""Tables that are shown beside municipality by form; cells are hidden in all of them together."""


def protected(rows: pd.DataFrame, rule: Rule) -> Protected:
    """The tables of the report, protected together, and the same on every page of the county.

    Parameters
    ----------
    rows : DataFrame
        As `in_words` gives them, with ``first`` (`newcomers`).
    rule : Rule
    """
    return protect_once(rows, "region", "form", "kr", rule=rule, linked=LINKED)


def period(county: Region, first: int, last: int) -> tuple[str, int]:
    """The chosen years as written, and how many they are.

    Raises
    ------
    BadInput
        When they are the wrong way round, or the county's files do not have all of them: a year without a file is not
        a year without grants.
    """
    from_year, to_year = grants.years(county) or (first, last)
    if not from_year <= first <= last <= to_year:
        raise BadInput(
            f"first_year and last_year are {first} and {last}, allowed: {from_year} to {to_year}, which is what the "
            f"grants files of {county.name} cover"
        )
    return text.span(first, last), last - first + 1


def newcomers(rows: pd.DataFrame, cases: pd.DataFrame) -> pd.DataFrame:
    """Rows of amounts with ``first``: whether the recipient had no decision in the years before.

    Parameters
    ----------
    rows : DataFrame
        As `metrics.grants.money` gives them.
    cases : DataFrame
        Every known ärende.
    """
    new = rows["case"].map(first_time(cases)).map({True: "ja", False: "nej"})
    return rows.assign(first=new.fillna("okänd"))


def in_words(rows: pd.DataFrame, labels: Mapping[str, Mapping[str, str]], county: Region) -> pd.DataFrame:
    """Rows of amounts with their codes as ordered Swedish words, ready to be summed to protected tables.

    Parameters
    ----------
    rows : DataFrame
        As `metrics.grants.money` gives them.
    labels : mapping
        By column, what its codes are called, in order.
    county : Region

    Returns
    -------
    DataFrame
        Rows with a known amount; the columns of ``labels``, ``region`` and ``year`` as ordered categories.

    Raises
    ------
    BadInput
        When no amount is known.
    """
    known = rows[rows["kr"].notna()]
    if known.empty:
        raise BadInput(f"no grant of {county.name} has a known amount in the chosen years")
    places = {code: regions.name(code) for code in county.children} | {"": UNPLACED}
    worded = known.assign(
        region=_ordered(known["region"], places),
        year=pd.Categorical(known["year"].astype(str), sorted(known["year"].astype(str).unique()), ordered=True),
    )
    return worded.assign(
        **{column: _ordered(known[column], {**names, "": UNKNOWN}) for column, names in labels.items()},
    )


def _ordered(codes: pd.Series, names: Mapping[str, str]) -> pd.Categorical:
    place, found = pd.factorize(codes)
    words = [names.get(code, code) for code in found]
    order = [name for name in dict.fromkeys(names.values()) if name in set(words)]
    rank = {word: at for at, word in enumerate(order)}
    ranks = np.array([*(rank.get(word, -1) for word in words), -1])  # the last is what a missing code has
    return pd.Categorical.from_codes(ranks[place], order, ordered=True)


def decided(rows: pd.DataFrame) -> pd.DataFrame:
    """Payments with the year of their decision in words."""
    return rows.assign(decided="Beslutat " + rows["decision_year"].astype(str))


def national(frame: pd.DataFrame) -> pd.DataFrame:
    """Budget and outcome of the national frame as two series, the outcome first.

    Parameters
    ----------
    frame : DataFrame
        Table 'anslag_1_1_riket'.
    """
    return frame.assign(
        series=frame["variable"].map({"budget": "Budget", "outcome": "Utfall"}),
        role=frame["variable"].map({"budget": "riket", "outcome": "place"}),
    ).sort_values(["variable", "year"], ascending=[False, True])


def turned(table: pd.DataFrame) -> pd.DataFrame:
    """A protected table with its rows as columns."""
    return table.rename(columns={"row": "column", "column": "row"}).sort_values("row", kind="stable")


def crossed(table: pd.DataFrame, head: str) -> Table:
    """A protected table of two variables as readers see it, millions of kronor, margins included."""
    return pivoted(table.assign(value=table["value"] / MILLION), "row", "column", 1, head=head)


def by_year(table: pd.DataFrame, source: str, *, largest_first: bool = True) -> pd.DataFrame:
    """Millions of kronor a year, one series a row of the table, the largest first or in the table's order.

    Parameters
    ----------
    table : DataFrame
        Protected, ``row`` by year: ``row, column, value, status``.
    source : str
        Raw table.
    largest_first : bool

    Returns
    -------
    DataFrame
        ``series, role, period, year, value`` (Mkr)``, status, source``.
    """
    cells = table[(table["row"] != TOTAL) & (table["column"] != TOTAL)]
    rows = cells.assign(
        series=cells["row"],
        role="place",
        period=cells["column"],
        year=cells["column"].astype(int),
        value=cells["value"] / MILLION,
        source=source,
    )
    size = rows.groupby("series", sort=False)["value"].sum()
    order = size.sort_values(ascending=False, kind="stable") if largest_first else size
    rank = {name: place for place, name in enumerate(order.index)}
    return rows.sort_values(["series", "year"], key=lambda c: c.map(rank) if c.name == "series" else c)


def ranked_amounts(table: pd.DataFrame, period: str, source: str, own: str = "") -> pd.DataFrame:
    """Millions of kronor of each row, highest first, the hidden ones last.

    Returns
    -------
    DataFrame
        ``name, role`` ('place' for ``own``)``, value`` (Mkr)``, status, period, source``.
    """
    rows = table[table["row"] != TOTAL]
    rows = rows.assign(
        name=rows["row"],
        role=["place" if name == own else "other" for name in rows["row"]],
        value=rows["value"] / MILLION,
        period=period,
        source=source,
    )
    return rows.sort_values("value", ascending=False, na_position="last", kind="stable")


def parts_of(table: pd.DataFrame, period: str, source: str) -> pd.DataFrame:
    """Columns as per cent of each row's sum; a row with a hidden part is left out, as its parts make no whole.

    Returns
    -------
    DataFrame
        ``name, part, value`` (per cent)``, period, source``.
    """
    measure = "value" if "value" in table else "count"
    cells = table[(table["row"] != TOTAL) & (table["column"] != TOTAL)]
    whole = cells.groupby("row", sort=False)[measure].transform("sum", min_count=1)
    hidden = cells[measure].isna().groupby(cells["row"]).transform("any")
    rows = cells[~hidden & (whole > 0)]
    return rows.assign(
        name=rows["row"],
        part=rows["column"],
        value=100 * rows[measure] / whole[rows.index],
        period=period,
        source=source,
    )
