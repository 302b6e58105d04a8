"""How the money is spread over municipalities: tables, charts' rows and sentences, all from what may be shown.

Amounts come from protected tables with the municipality as ``row``; people, employed and companies are Series by its
name.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from vagar_lib import regions
from vagar_lib.display import text
from vagar_lib.display.bars import UNKNOWN
from vagar_lib.display.grants.frames import MILLION, UNPLACED, ranked_amounts
from vagar_lib.display.table import Table, cell, written
from vagar_lib.metrics.disclosure import TOTAL

BANDS = (25, 40, 50)
"""Per cent of the costs that bands of aid intensity end at."""
INTENSITIES = ["Högst 25 %", "26–40 %", "41–50 %", "Över 50 %"]
CLASSES = {
    "Minst en fjärdedel över länets belopp": (1.25, "#0b4a82"),
    "Inom en fjärdedel från länets belopp": (0.75, "#9cc3e6"),
    "Minst en fjärdedel under länets belopp": (0.0, "#f0c9a4"),
    "Dolt": (None, "#d0d7de"),
}
"""Classes of the map by the lowest ratio to the county's amount per inhabitant, and their colours."""
COLOURS = {name: colour for name, (_, colour) in CLASSES.items()}


def whole(table: pd.DataFrame) -> pd.DataFrame:
    """Row sums of a protected table: ``row, value, count, status``, the sum of all rows last."""
    return table[table["column"] == TOTAL] if "column" in table else table


def per_unit(
    table: pd.DataFrame, units: pd.Series, years: int, period: str, source: str, own: str = ""
) -> pd.DataFrame:
    """Kronor per inhabitant (employed, company) and year in each municipality, highest first.

    Parameters
    ----------
    table : DataFrame
        Protected, by municipality: ``row, value`` (kr)``, status``.
    units : Series
        Inhabitants, employed or companies by name of the municipality.
    years : int
        Years that the amounts are of.
    period, source, own : str

    Returns
    -------
    DataFrame
        ``name, role, value`` (kr per unit and year)``, status, period, source``; only rows with units.
    """
    rows = ranked_amounts(table[table["row"].isin(units.index)], period, source, own)
    rows = rows.assign(value=MILLION * rows["value"] / (rows["name"].map(units) * years))
    return rows.sort_values("value", ascending=False, na_position="last", kind="stable")


def intensity(rows: pd.DataFrame) -> pd.DataFrame:
    """Ärenden once each, with how much of the costs the support may cover.

    Parameters
    ----------
    rows : DataFrame
        Amounts in words, with ``intensity`` (per cent of the costs, may be missing).

    Returns
    -------
    DataFrame
        ``case, recipient, region, intensity``, the last in ordered words.
    """
    once = rows.drop_duplicates("case")
    level = pd.cut(once["intensity"].astype(float), [-np.inf, *BANDS, np.inf], labels=INTENSITIES)
    words = level.cat.add_categories(UNKNOWN).fillna(UNKNOWN).cat.remove_unused_categories()
    return once.assign(intensity=words)[["case", "recipient", "region", "intensity"]]


def units(people: pd.Series, business: pd.DataFrame) -> dict[str, pd.Series]:
    """What amounts are divided by: inhabitants, and employed and companies where there is a table of them.

    Parameters
    ----------
    people : Series
        Inhabitants by name.
    business : DataFrame
        As `sources.grants.reference` ('industries') gives it; may be empty.
    """
    found = {"sysselsatt": sizes(business, "employed"), "företag": sizes(business, "companies")}
    return {"invånare": people} | {unit: size for unit, size in found.items() if len(size)}


def beside(by_region: pd.DataFrame, units: Mapping[str, pd.Series], years: int) -> Table:
    """Each municipality: amount, decisions or payments, and kronor a year per inhabitant, employed and company.

    Parameters
    ----------
    by_region : DataFrame
        Protected sums by municipality.
    units : mapping
        As `units` gives it.
    years : int
    """
    columns = [("Kommun", False), ("Mkr", True), ("Antal", True)]
    columns += [(f"Kr per {unit} och år", True) for unit in units]
    cells, raw = [], []
    for row in by_region[by_region["row"] != TOTAL].itertuples(index=False):
        each = [row.value / (size[row.row] * years) if row.row in size else None for size in units.values()]
        written_out = ["" if row.row == UNPLACED else cell(one, 0, row.status) for one in each]
        cells.append([row.row, cell(row.value / MILLION, 1, row.status), cell(row.count, 0, row.status), *written_out])
        raw.append([row.row, row.value / MILLION, row.count, *each])
    return written(columns, cells, raw)


def sizes(business: pd.DataFrame, variable: str) -> pd.Series:
    """Employed or companies of all industries by name of the municipality."""
    rows = business[business["variable"] == variable]
    return rows.groupby(rows["region"].map(regions.name))["value"].sum()


def beside_title(tables: Mapping[str, pd.DataFrame]) -> str:
    """Where most falls on each unit, as a title; says when it depends on the unit.

    Parameters
    ----------
    tables : mapping
        By unit ('invånare'), as `per_unit` gives it.
    """
    tops = {unit: rows.dropna(subset="value")["name"] for unit, rows in tables.items()}
    first = {unit: names.iloc[0] for unit, names in tops.items() if len(names)}
    if not first:
        return "Beloppen per kommun är dolda"
    if len(set(first.values())) == 1:
        name = next(iter(first.values()))
        return f"Mest i {name}, räknat per {text.listed(first)}"
    return "Mest beror på måttet: " + text.listed(f"per {unit} i {name}" for unit, name in first.items())


def on_map(per_head: pd.DataFrame, by_region: pd.DataFrame, people: pd.Series, years: int) -> pd.DataFrame:
    """Municipalities by how their amount per inhabitant lies to that of all of them.

    Returns
    -------
    DataFrame
        ``region, group`` (a key of `CLASSES`)``, value`` (kr)``, period, source``.
    """
    county = mean(by_region, people, years)
    codes = {regions.name(code): code for code in regions.codes("kommun")}
    return per_head.assign(
        region=per_head["name"].map(codes),
        group=[_class(value, county) for value in per_head["value"]],
    )


def _class(value: float, county: float) -> str:
    if text.missing(value) or text.missing(county):
        return "Dolt"
    return next(name for name, (lowest, _) in CLASSES.items() if lowest is not None and value >= lowest * county)


def mean(by_region: pd.DataFrame, people: pd.Series, years: int) -> float:
    """Kronor per inhabitant and year over all municipalities; with what is of none of them where that is hidden."""
    sums = by_region.set_index("row")["value"]
    unplaced = sums.get(UNPLACED, 0.0)
    return float((sums[TOTAL] - (0.0 if text.missing(unplaced) else unplaced)) / (people.sum() * years))


def map_title(rows: pd.DataFrame) -> str:
    """Which municipalities lie far over the county's amount per inhabitant."""
    over, *_, under, hidden = CLASSES
    high = rows.loc[rows["group"] == over, "name"]
    if len(high):
        return f"Minst en fjärdedel mer per invånare än i länet: {text.listed(high)}"
    if (rows["group"] == hidden).all():
        return "Beloppen per kommun är dolda"
    low = rows.loc[rows["group"] == under, "name"]
    if len(low):
        return f"Minst en fjärdedel mindre per invånare än i länet: {text.listed(low)}"
    return "Ingen kommun ligger en fjärdedel över eller under länets belopp per invånare"


def own(safe_by_form: pd.DataFrame, per_head: pd.DataFrame, place: regions.Region) -> str | None:
    """A municipality's own amount, place among the others and largest form; nothing for a county."""
    if place.level != "kommun":
        return None
    rows = safe_by_form[safe_by_form["row"] == place.name].set_index("column")
    if rows.empty:
        return f"Inga beslut gäller {place.label}."
    if rows.at[TOTAL, "status"] == "secret":
        return f"Beloppet i {place.label} är dolt, eftersom det skulle röja en mottagare."
    said = [f"{place.label} har fått {text.quantity(rows.at[TOTAL, 'value'] / MILLION, 'Mkr', 1)}"]
    order = per_head.dropna(subset="value")["name"].tolist()
    if place.name in order:
        value = per_head.set_index("name").at[place.name, "value"]
        said.append(
            f"{text.quantity(value, 'kr')} per invånare och år, vilket är plats {order.index(place.name) + 1} av "
            f"{len(order)} {'i länet' if len(order) == len(per_head) else 'bland de kommuner som visas'}"
        )
    forms = rows.drop(index=TOTAL)
    known = forms.dropna(subset="value")
    sentence = ", ".join(said) + "."
    rest = rows.at[TOTAL, "value"] - known["value"].sum()
    if len(forms) > 1 and len(known) and known["value"].max() >= rest:
        top = known["value"].idxmax()
        share = 100 * known.at[top, "value"] / rows.at[TOTAL, "value"]
        sentence += f" Störst är {text.lower_first(top)}, {text.quantity(share, 'procent')} av beloppet."
    return sentence


def sami_municipalities(by_region: pd.DataFrame, people: pd.Series, county: regions.Region, years: int) -> str | None:
    """Amount per inhabitant in municipalities of the Sami administrative area, and in the others."""
    inside = [regions.name(code) for code in county.children if regions.region(code).sami]
    outside = [name for name in people.index if name not in inside]
    amounts = by_region.set_index("row")["value"]
    if not inside or not outside:
        return None
    means = [amounts.reindex(names).sum(skipna=False) / (people[names].sum() * years) for names in (inside, outside)]
    if any(map(text.missing, means)):
        return f"{text.listed(inside)} hör till förvaltningsområdet för samiska. Deras belopp är delvis dolda."
    return (
        f"{text.listed(inside)} hör till förvaltningsområdet för samiska. Dit har {text.quantity(means[0], 'kr')} per "
        f"invånare och år gått, mot {text.number(means[1])} i länets övriga kommuner. Det säger något om platserna, "
        "inget om samiska sökande."
    )
