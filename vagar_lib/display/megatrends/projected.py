"""The projection of people in words and as tables, with how wrong it has been."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from vagar_lib import regions
from vagar_lib.display import sentences, text
from vagar_lib.display.chart import Measure
from vagar_lib.display.figure import Output, tabulated
from vagar_lib.display.table import written
from vagar_lib.metrics.projection import Assumptions, Outlook
from vagar_lib.regions import Region
from vagar_lib.sources import store

OLDEST, YOUNG = 80, 20
MEASURES = {
    "total": ("Folkmängd", "personer", 0),
    "share_80": ("Andel 80 år och äldre", "procent", 1),
    "dependency": ("Försörjningskvot", "yngre än 20 och äldre än 64 per 100 personer 20–64 år", 0),
    "school": ("Barn 6–15 år", "personer", 0),
    "working": ("Personer 20–64 år", "personer", 0),
    "aged_80": ("Personer 80 år och äldre", "personer", 0),
}
"""Label, unit and decimals of what is projected."""
SIZES = {"small": "mindre", "large": "större"}


def measure(name: str) -> Measure:
    """What is projected, as a chart takes it."""
    label, unit, decimals = MEASURES[name]
    return Measure(label, unit, "folkmangd_alder_kon", decimals)


def projected_place(known: Iterable[str], place: Region) -> Region:
    """The place itself when its ages are known, else its county."""
    return place if place.code in set(known) or not place.parent else regions.region(place.county)


def last_year(outlook: Outlook, measure: str) -> int:
    """Last year of a measure that can be defended."""
    return outlook.until[measure]


def people(outlook: Outlook, area: Region) -> str | None:
    """The population in the last year that can be defended, by scenario; None without a projection."""
    year = last_year(outlook, "total")
    if not year:
        return None
    found = _at(outlook, "total", year)
    recent = found.loc["recent"]
    return (
        f"Med ett flyttnetto som de senaste åren skulle folkmängden i {area.label} bli omkring "
        f"{_about(recent['value'])} år {year}; fyra av fem utfall väntas hamna mellan {_about(recent['low'])} och "
        f"{_about(recent['high'])}. Helt utan flyttnetto skulle den bli omkring {_about(found.loc['zero', 'value'])} "
        f"och med ett högt flyttnetto omkring {_about(found.loc['high', 'value'])}. Det är en framskrivning av "
        "antaganden, inte en prognos av vad som kommer att hända."
    )


def people_title(outlook: Outlook, area: Region) -> str:
    """The interval of the population in the last year that can be defended."""
    year = last_year(outlook, "total")
    if not year:
        return "Folkmängd framåt"
    recent = _at(outlook, "total", year).loc["recent"]
    return (
        f"{text.upper_first(area.label)} {year}: mellan {_about(recent['low'])} och {_about(recent['high'])} invånare"
    )


def measure_title(outlook: Outlook, measure: str, area: Region) -> str:
    """A measure now and in the last year that can be defended, in the scenario of recent migration."""
    label, unit, decimals = MEASURES[measure]
    year = last_year(outlook, measure)
    been = outlook.measures[(outlook.measures["measure"] == measure) & (outlook.measures["scenario"] == "observed")]
    if not year or been.empty:
        return f"{label} framåt"
    first = been.iloc[-1]
    recent = _at(outlook, measure, year).loc["recent"]
    sign = f"{text.NBSP}%" if unit == "procent" else ""
    now, then, low, high = (
        text.number(value, decimals) if decimals else _about(value)
        for value in (first["value"], recent["value"], recent["low"], recent["high"])
    )
    return f"{label} i {area.label}: {now}{sign} ({first['year']}) och {then}{sign} ({year}), mellan {low} och {high}"


def ages(outlook: Outlook) -> pd.DataFrame:
    """Women and men by age now, and in the last year that every measure can be defended; no rows without one.

    Returns
    -------
    DataFrame
        ``sex, age, period, year, value, source``; the scenario of recent migration.
    """
    year, rows = min(outlook.until.values()), outlook.people
    if not year:
        return rows.iloc[:0].assign(period="")
    now = rows[rows["scenario"] == "observed"]
    chosen = pd.concat(
        [now[now["year"] == now["year"].max()], rows[(rows["scenario"] == "recent") & (rows["year"] == year)]]
    )
    return chosen.assign(period=chosen["year"].astype(str), sex=chosen["sex"].astype(str))


def ages_title(people_by_age: pd.DataFrame, area: Region) -> str:
    """How many more or fewer are old and young in the later of the two years."""
    if people_by_age.empty:
        return "Ålder och kön framåt"
    years = people_by_age["age"].astype(int)
    counts = {
        name: people_by_age[chosen].groupby("year")["value"].sum()
        for name, chosen in ((f"{OLDEST} år eller äldre", years >= OLDEST), (f"yngre än {YOUNG}", years < YOUNG))
    }
    said = []
    for name, count in counts.items():
        change = count.iloc[-1] - count.iloc[0]
        said.append(f"{_about(abs(change))} {'fler' if change > 0 else 'färre'} som är {name}")
    first, last = (int(year) for year in sorted(people_by_age["year"].unique()))
    return f"{text.upper_first(area.label)} {last} jämfört med {first}: omkring {text.listed(said)}"


def sexes(outlook: Outlook, area: Region) -> str | None:
    """Women's part of those who are 80 or older, now and in the last year that can be defended."""
    year = last_year(outlook, "share_80")
    if not year:
        return None
    old = outlook.people[outlook.people["age"].astype(int) >= OLDEST]
    now = old[old["scenario"] == "observed"]
    first = int(now["year"].max())
    then = old[(old["scenario"] == "recent") & (old["year"] == year)]
    before, after = (_women(rows) for rows in (now[now["year"] == first], then))
    return (
        f"Bland dem som är {OLDEST} år eller äldre i {area.label} var {text.quantity(before, 'procent')} kvinnor "
        f"{first}; {year} skulle andelen vara {text.quantity(after, 'procent')}."
    )


def _women(rows: pd.DataFrame) -> float:
    return 100 * rows.loc[rows["sex"] == "K", "value"].sum() / rows["value"].sum()


def no_ages(area: Region, place: Region) -> str | None:
    """Says that a projection is shown for the county, or for nobody, since ages of the place are not known."""
    if area.code == place.code:
        return None
    return (
        f"Folkmängd efter ålder saknas för {place.label} i underlaget, så en egen framskrivning görs inte; "
        f"här visas {area.label}."
    )


def side_by_side(outlooks: Sequence[Outlook], year: int, place: Region) -> Output | None:
    """Population and share of the old in each region, now and ahead; None with fewer than two."""
    found = [outlook for outlook in outlooks if not outlook.reason]
    if len(found) < 2:
        return None
    rows, raw, moved = [], [], {}
    for outlook in found:
        name = regions.name(outlook.region)
        now, then = _now(outlook, "total"), _ahead(outlook, "total", year)
        change = 100 * (then["value"] / now["value"] - 1)
        moved[name] = change
        old_now, old_then = _now(outlook, "share_80"), _ahead(outlook, "share_80", year)
        cells = [text.number(now["value"]), _interval(then, 0), f"{text.signed(change, 0)}{text.NBSP}%"]
        cells += [text.number(old_now["value"], 1), _interval(old_then, 1)]
        rows.append([name, *cells])
        values = [now["value"], then["value"], change, old_now["value"], old_then["value"]]
        raw.append([name, *values])
    now_year = int(_now(found[0], "total")["year"])
    columns = [("Område", False), (f"Folkmängd {now_year}", True), (f"Folkmängd {year}", True), ("Förändring", True)]
    columns += [(f"Andel 80+, procent, {when}", True) for when in (now_year, year)]
    fewer = [name for name, change in moved.items() if change < 0]
    return tabulated(
        written(columns, rows, raw),
        finding=(
            f"Med det senaste flyttnettot blir {sentences.count(len(fewer)) if fewer else 'ingen'} av "
            f"{sentences.count(len(found))} mindre till {year}"
        ),
        subtitle=f"Framskrivning med det senaste flyttnettot, {sentences.kin(place)}",
        sources=[outlook.measures["source"].iloc[0] for outlook in found],
        notes=[
            "Inom parentes står gränserna för fyra av fem utfall, om felen blir lika stora som när metoden prövades. "
            "Två punkter: en framåtblick går inte att försvara.",
        ],
    )


def tested(errors: pd.DataFrame, years: tuple[int, int], told: Assumptions) -> Output:
    """The errors of the projection when it was made from the first count of ages, beside saying that nothing changes.

    Parameters
    ----------
    errors : DataFrame
        As `metrics.projection.errors` gives it.
    years : tuple of int
        First and last count of ages.
    told : Assumptions
    """
    columns = [("Mått", False), ("Områden", False), ("Antal", True), ("Medelfel", True), ("Fel, absolut", True)]
    columns += [("Om inget ändras", True), ("Halva bandet", True)]
    rows, raw = [], []
    for row in errors[errors["measure"].isin(MEASURES)].itertuples():
        label, size = MEASURES[row.measure][0], f"{text.upper_first(SIZES[row.size])} områden"
        numbers = [row.bias, row.typical, row.naive, row.band]
        written_ = [text.signed(row.bias, 1), *(text.number(value, 1) for value in numbers[1:])]
        rows.append([label, size, str(row.places), *written_])
        raw.append([label, size, row.places, *numbers])
    worse = errors[errors["measure"].isin(MEASURES) & (errors["typical"] > errors["naive"])]
    better = len(raw) - len(worse)
    return tabulated(
        written(columns, rows, raw),
        finding=f"Framskrivningen träffade bättre än ”inget ändras” i {better} av {len(raw)} prövningar",
        subtitle=f"Fel när {years[1]} skrivs fram från {years[0]}, procent",
        sources=store.sources("folkmangd_alder_kon"),
        notes=[
            f"Större områden har minst {text.number(told.band.large)} invånare. Absolut fel är medelvärdet av felens "
            "storlek, och halva bandet är så långt åt vardera hållet som bandet når efter så många år."
        ],
    )


def assumed(told: Assumptions) -> Output:
    """What the projection assumes, why, and from where."""
    scenarios = [(one.label, one.why, "") for one in (told.scenarios.recent, told.scenarios.zero, told.scenarios.high)]
    parts = [
        ("Födslar", told.fertility.why, told.fertility.source),
        ("Dödsfall", told.mortality.why, told.mortality.source),
        ("Flyttningar", told.migration.why, told.migration.source),
        ("Osäkerhet", told.band.why, told.band.source),
    ]
    rows = [list(part) for part in [*scenarios, *parts]]
    return tabulated(
        written([("Del", False), ("Antagande", False), ("Källa", False)], rows, rows),
        finding=f"Framskrivningen vilar på {sentences.count(len(rows))} antaganden",
        subtitle="Antaganden i befolkningsframskrivningen",
        sources=[
            source
            for table in ("folkmangd_alder_kon", "doda_lan", "befolkningsforandring")
            for source in store.sources(table)
        ],
    )


def _at(outlook: Outlook, measure: str, year: int) -> pd.DataFrame:
    rows = outlook.measures
    return rows[(rows["measure"] == measure) & (rows["year"] == year)].set_index("scenario")


def _now(outlook: Outlook, measure: str) -> pd.Series:
    rows = outlook.measures
    return rows[(rows["measure"] == measure) & (rows["scenario"] == "observed")].iloc[-1]


def _ahead(outlook: Outlook, measure: str, year: int) -> pd.Series:
    return _at(outlook, measure, year).loc["recent"]


def _interval(row: pd.Series, decimals: int) -> str:
    if text.missing(row["value"]):
        return text.MISSING
    if not decimals:
        return f"{_about(row['value'])} ({_about(row['low'])}–{_about(row['high'])})"
    low, high = text.number(row["low"], decimals), text.number(row["high"], decimals)
    return f"{text.number(row['value'], decimals)} ({low}–{high})"


def _about(value: float) -> str:
    """A number of people ahead, no more exact than it can be known: three figures at most."""
    size = 10 ** max(0, len(str(int(abs(value)))) - 3)
    return text.number(round(value / size) * size)
