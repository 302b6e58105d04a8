"""How unevenly is the money spread, and does structure explain it? Computed from nothing but what may be shown.

Amounts come from protected tables with the municipality as ``row``; people are a Series by its name. What would need a
hidden amount is not computed, and the sentence says so.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from vagar_lib import regions
from vagar_lib.display import text
from vagar_lib.display.grants.frames import MILLION
from vagar_lib.display.grants.places import whole
from vagar_lib.display.sentences import count
from vagar_lib.display.table import Table, written
from vagar_lib.metrics.disclosure import TOTAL
from vagar_lib.metrics.inequality import Inequality, TheilParts, inequality, lorenz, theil_parts
from vagar_lib.metrics.shift_share import shift_share

REST = "Övriga tillsammans"
SPREAD_UNKNOWN = "Beloppet i minst en kommun är dolt, så hur ojämnt pengarna är spridda räknas inte."
STRUCTURE_UNKNOWN = (
    "För jämförelsen behövs beloppet i varje kommun, och en tabell över sysselsatta efter kommun och näringsgren (se "
    "parameters/grants.yml)."
)


def shown(by_region: pd.DataFrame, people: pd.Series) -> pd.Series | None:
    """Amounts of the municipalities by name; nothing when any of them is hidden."""
    amounts = by_region.set_index("row")["value"].reindex(people.index)
    status = by_region.set_index("row")["status"].reindex(people.index)
    return None if (status == "secret").any() else amounts.fillna(0.0)


def curve(by_region: pd.DataFrame, people: pd.Series, period: str, source: str) -> pd.DataFrame:
    """Lorenz curve of the municipalities: ``name, people, money, period, source``; empty when any is hidden."""
    amounts = shown(by_region, people)
    rows = lorenz(pd.Series(dtype=float) if amounts is None else amounts, people)
    rows = rows.iloc[:0] if amounts is None else rows
    return rows.assign(name=rows["region"], period=period, source=source)


def spread_of(by_region: pd.DataFrame, people: pd.Series) -> Inequality | None:
    """Gini and Theil between municipalities; nothing when any amount is hidden."""
    amounts = shown(by_region, people)
    return None if amounts is None else inequality(amounts, people)


def spread(found: Inequality | None) -> str:
    """Gini with its bound, and Theil."""
    if found is None or text.missing(found.gini):
        return SPREAD_UNKNOWN
    return (
        f"Ginikoefficienten för belopp per invånare mellan kommunerna är {text.number(found.gini, 2)}. Med "
        f"{count(found.units)} kommuner av dessa storlekar kan den högst bli {text.number(found.gini_bound, 2)}; 0 "
        f"betyder lika mycket per invånare överallt. Theils index är {text.number(found.theil, 3)}."
    )


def spread_title(found: Inequality | None) -> str:
    """How far the money is from an even spread, as a title."""
    if found is None or text.missing(found.gini):
        return "Hur ojämnt pengarna är spridda kan inte visas"
    share = 100 * found.gini / found.gini_bound
    return f"Ginikoefficienten är {text.number(found.gini, 2)}, {text.quantity(share, 'procent')} av den högsta möjliga"


def forms_of(table: pd.DataFrame, people: pd.Series) -> TheilParts | None:
    """Theil's T taken apart by form, those with a hidden municipality taken together; nothing without all row sums."""
    if shown(whole(table), people) is None:
        return None
    rows = table[table["row"].isin(people.index)]
    cells = rows[rows["column"] != TOTAL]
    partly = set(cells.loc[cells["status"] == "secret", "column"])
    kept = cells[~cells["column"].isin(partly)].rename(columns={"row": "region", "column": "form", "value": "kr"})
    rest = whole(rows).set_index("row")["value"] - kept.groupby("region")["kr"].sum()
    others = pd.DataFrame({"region": rest.index, "form": REST, "kr": rest.clip(lower=0.0).to_numpy()})
    return theil_parts(pd.concat([kept, others]) if partly else kept, people)


def theil_table(found: TheilParts | None) -> Table:
    """Each form: its share of the money, its Theil between municipalities and what it adds."""
    columns = [("Stödform", False), ("Andel av beloppet", True), ("Theils index", True), ("Bidrag", True)]
    if found is None:
        return written(columns, [], [])
    cells = [
        [
            row.form,
            text.quantity(100 * row.share, "procent", 1),
            text.number(row.theil, 3),
            text.number(row.contribution, 3),
        ]
        for row in found.forms.itertuples(index=False)
    ]
    raw = [[row.form, 100 * row.share, row.theil, row.contribution] for row in found.forms.itertuples(index=False)]
    return written(columns, cells, raw)


def theil_title(found: TheilParts | None) -> str:
    """Which form is most unevenly spread."""
    if found is None:
        return "Spridningen av varje stödform kan inte visas"
    top = found.forms.loc[found.forms["theil"].idxmax()]
    name = text.lower_first(str(top["form"]))
    return f"Ojämnast mellan kommunerna är {name}: Theils index {text.number(top['theil'], 3)}"


def theil_parts_in_words(found: TheilParts | None) -> str | None:
    """Within and between forms."""
    if found is None:
        return None
    return (
        f"Delas Theils index upp på kommun och stödform blir det {text.number(found.total, 3)}. Av det är "
        f"{text.number(found.between, 3)} skillnad i storlek mellan stödformerna och {text.number(found.within, 3)} "
        f"skillnad mellan kommunerna inom stödformerna. Läggs stödformerna ihop jämnar de ut varandra, så att "
        f"{text.number(found.municipalities, 3)} återstår mellan kommunerna."
    )


def structure(
    table: pd.DataFrame, industries: pd.DataFrame, business: pd.DataFrame, labels: Mapping[str, str]
) -> pd.DataFrame:
    """Money of each municipality beside what the county's rates by industry would have given.

    Parameters
    ----------
    table : DataFrame
        Protected sums by municipality.
    industries : DataFrame
        Protected sums by industry in words; hidden ones are taken together.
    business : DataFrame
        Employed by municipality and section of SNI.
    labels : mapping
        Words of the sections.

    Returns
    -------
    DataFrame
        As `metrics.shift_share.shift_share`; without rows when a municipality is hidden or there is no reference.
    """
    employed = business[business["variable"] == "employed"]
    names = employed["region"].map(regions.name)
    amounts = shown(table, pd.Series(1.0, index=sorted(set(names))))
    rows = industries.set_index("row")
    if amounts is None or employed.empty:
        return shift_share(
            pd.Series({"": 0.0}), pd.Series({"": 0.0}), pd.DataFrame(columns=["region", "industry", "size"])
        )
    known = rows.loc[rows["status"] != "secret", "value"].drop(TOTAL)
    hidden = set(rows.index[rows["status"] == "secret"])
    rest = pd.Series({REST: rows.at[TOTAL, "value"] - known.sum()} if hidden else {}, dtype=float)
    words = employed["industry"].map(labels)
    reference = pd.DataFrame(
        {"region": names, "industry": words.where(~words.isin(hidden), REST), "size": employed["value"]}
    )
    return shift_share(amounts, pd.concat([known, rest]), reference)


def structure_bars(found: pd.DataFrame, period: str, source: str, measure: str) -> pd.DataFrame:
    """Rows of grouped bars, Mkr: the municipality's own, and what its industries would have given.

    Returns
    -------
    DataFrame
        ``name, group, value, period, source``, most money first.
    """
    ordered = found.sort_values("total", ascending=False)
    groups = {text.upper_first(measure): "total", "Väntat av näringsgrenarna": "expected"}
    rows = [
        {"name": row["region"], "group": group, "value": row[column] / MILLION}
        for _, row in ordered.iterrows()
        for group, column in groups.items()
    ]
    return pd.DataFrame(rows, columns=["name", "group", "value"]).assign(period=period, source=source)


def structure_title(found: pd.DataFrame) -> str:
    """Where most and least came beyond what the industries explain."""
    if found.empty:
        return "Näringsgrenarnas betydelse kan inte räknas"
    ratio = found.set_index("region")["rest"] / found.set_index("region")["expected"]
    top, bottom = ratio.idxmax(), ratio.idxmin()
    if ratio[top] <= 0 or ratio[bottom] >= 0:
        return "Varje kommun har fått ungefär vad dess näringsgrenar ger"
    return (
        f"Längst över det väntade ligger {top} ({text.signed(100 * ratio[top])} procent), längst under "
        f"{bottom} ({text.signed(100 * ratio[bottom])} procent)"
    )
