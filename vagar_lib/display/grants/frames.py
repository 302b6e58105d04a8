"""Grants in words, and protected tables as charts want them: named, ordered, in millions of kronor.

Everything but `in_words` takes tables that have passed the disclosure control. A hidden cell has no value and keeps its
status, so that the table behind a chart says why.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from vagar_lib import regions
from vagar_lib.display.bars import UNKNOWN
from vagar_lib.errors import BadInput
from vagar_lib.metrics.disclosure import TOTAL
from vagar_lib.metrics.goals import DIMENSIONS
from vagar_lib.regions import Region

MILLION = 1e6
UNPLACED = "Utan kommun"
LEVELS = {0: "0 Inte alls", 1: "1 I liten grad", 2: "2 I viss grad", 3: "3 I hög grad"}


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
    words = codes.map(lambda code: names.get(code, code))
    order = [name for name in dict.fromkeys(names.values()) if name in set(words)]
    return pd.Categorical(words, order, ordered=True)


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


def per_inhabitant(
    table: pd.DataFrame, people: pd.Series, years: int, period: str, source: str, own: str = ""
) -> pd.DataFrame:
    """Kronor per inhabitant and year in each municipality, highest first.

    Parameters
    ----------
    table : DataFrame
        Protected, by municipality: ``row, value`` (kr)``, status``.
    people : Series
        Mean number of inhabitants by name of the municipality.
    years : int
        Years that the amounts are of.
    period, source, own : str

    Returns
    -------
    DataFrame
        ``name, role, value`` (kr per inhabitant and year)``, status, period, source``; only rows with people.
    """
    rows = ranked_amounts(table[table["row"].isin(people.index)], period, source, own)
    rows = rows.assign(value=MILLION * rows["value"] / (rows["name"].map(people) * years))
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


def assessments(rows: pd.DataFrame) -> pd.DataFrame:
    """Each ärende once a dimension, with its level in words.

    Parameters
    ----------
    rows : DataFrame
        Cases with ``case, recipient`` and ``dim_ekologisk``, ``dim_social``, ``dim_ekonomisk``.

    Returns
    -------
    DataFrame
        ``case, recipient, dimension, level``.
    """
    once = rows.drop_duplicates("case").rename(columns={f"dim_{name}": name.capitalize() for name in DIMENSIONS})
    names = [name.capitalize() for name in DIMENSIONS]
    long = once.melt(["case", "recipient"], names, "dimension", "level")
    words = long["level"].map(lambda level: UNKNOWN if pd.isna(level) else LEVELS[int(level)])
    order = [*LEVELS.values(), UNKNOWN]
    return long.assign(
        dimension=pd.Categorical(long["dimension"], names, ordered=True),
        level=pd.Categorical(words, [word for word in order if word in set(words)], ordered=True),
    )


def goals(rows: pd.DataFrame) -> pd.DataFrame:
    """Amounts divided evenly over the goals of each ärende: a row a goal.

    Returns
    -------
    DataFrame
        ``case, recipient, goal`` ('Mål 5')``, kr``, only of ärenden with a goal; sums to what they were granted.
    """
    tagged = rows[(rows["sdg"].map(len) > 0) & rows["kr"].notna()]
    split = tagged.assign(kr=tagged["kr"] / tagged["sdg"].map(len).astype(float)).explode("sdg")
    numbers = sorted(split["sdg"].unique())
    return split.assign(
        goal=pd.Categorical([f"Mål {number}" for number in split["sdg"]], [f"Mål {n}" for n in numbers], ordered=True)
    )[["case", "recipient", "goal", "kr"]]
