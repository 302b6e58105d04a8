"""Sentences and titles of the county status report that need more than one indicator's values."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from vagar_lib import regions
from vagar_lib.display import text, theme
from vagar_lib.display.chart import period
from vagar_lib.display.sentences import count
from vagar_lib.metrics.population import age_share
from vagar_lib.metrics.precision import shown_difference
from vagar_lib.metrics.sami import IN_AREA, OUTSIDE
from vagar_lib.regions import Region

SMALLEST_CHANGE = 5
"""Persons: from 2025 SCB's figures carry noise, and a smaller change is not called one."""
SEXES = {"K": "kvinnor", "M": "män"}
SAMI_CLASSES = {IN_AREA: theme.PLACE, OUTSIDE: theme.RAMP[0]}
"""Classes of the map and their colours."""


def population(observations: pd.DataFrame, place: Region) -> str | None:
    """Population now, the change since the year before, and the long view beside riket.

    Parameters
    ----------
    observations : DataFrame
        Population of the place and of riket.

    Returns
    -------
    str or None
    """
    own = _by_year(observations, place.code)
    if len(own) < 2:
        return None
    first, last = int(own.index[0]), int(own.index[-1])
    step = own.iloc[-1] - own.iloc[-2]
    if abs(step) < SMALLEST_CHANGE:
        since = "i stort sett lika många som året före"
    else:
        since = f"{text.number(abs(step))} {'fler' if step > 0 else 'färre'} än året före"
    sentences = [f"Den 31 december {last} hade {place.label} {text.number(own.iloc[-1])} invånare, {since}."]
    change = 100 * (own.iloc[-1] / own.iloc[0] - 1)
    word = text.more_or_less(change, "ökat", "minskat", "", 0)
    long = (
        f"Sedan {first} har folkmängden {word} med {text.quantity(abs(change), 'procent')}"
        if word
        else f"Folkmängden är i stort sett densamma som {first}"
    )
    if place.level != "riket":
        nation = _by_year(observations, "00")
        whole = 100 * (nation[last] / nation[first] - 1)
        wide = text.more_or_less(whole, "ökat", "minskat", "legat stilla", 0)
        long += f"; i riket har den {wide} med {text.quantity(abs(whole), 'procent')}"
    sentences.append(f"{long}.")
    peak = int(own.idxmax())
    if peak != last:
        sentences.append(f"Folkmängden var som störst {peak}, {text.number(own.max())} invånare.")
    return " ".join(sentences)


def population_title(observations: pd.DataFrame, place: Region) -> str:
    """Where the population is, seen from its highest point."""
    own = _by_year(observations, place.code)
    if own.empty:
        return "Folkmängd"
    last, peak = int(own.index[-1]), int(own.idxmax())
    now = f"{text.upper_first(place.label)} hade {text.number(own.iloc[-1])} invånare {last}"
    if peak == last:
        return f"{now}, fler än något tidigare år sedan {int(own.index[0])}"
    return f"{now}, {text.quantity(100 * (1 - own.iloc[-1] / own.max()), 'procent', 1)} färre än {peak}"


def growth_title(indexed: pd.DataFrame, place: Region, base: int) -> str:
    """How many of the regions beside each other have more people than in the base year."""
    end = int(indexed["year"].max())
    last = indexed[(indexed["year"] == end) & indexed["region"].isin(place.family)]
    more = int((last["value"] > 100).sum())
    top = regions.name(last.loc[last["value"].idxmax(), "region"])
    kind = "län" if place.level == "riket" else "kommuner"
    return f"{more} av {len(last)} {kind} har fler invånare {end} än {base}; starkast är utvecklingen i {top}"


def components(rows: pd.DataFrame, changes: pd.DataFrame, place: Region) -> str | None:
    """What the change of the last year was made of, and the part of women and men where it is known.

    Parameters
    ----------
    rows : DataFrame
        As `metrics.population.components` gives it.
    changes : DataFrame
        Table 'befolkningsforandring'.
    """
    if rows.empty:
        return None
    last = rows[rows["year"] == rows["year"].max()]
    year = int(last["year"].iloc[0])
    total = float(_change(changes, place, year, "T"))
    word = text.more_or_less(total, "ökade", "minskade", "")
    head = f"Under {year} {word} folkmängden i {place.label} med {text.number(abs(total))} personer"
    if not word:
        head = f"Under {year} var folkmängden i {place.label} oförändrad"
    parts = [f"{text.lower_first(r.name)} {text.signed(r.value)}" for r in last.itertuples(index=False)]
    sentence = f"{head}: {text.listed(parts)}."
    women, men = _change(changes, place, year, "K"), _change(changes, place, year, "M")
    if women is not None and men is not None:
        sentence += f" Bland kvinnor var förändringen {text.signed(women)} och bland män {text.signed(men)}."
    return sentence


def components_title(rows: pd.DataFrame, changes: pd.DataFrame, place: Region) -> str:
    """The change of the last year and the component that pulled most in its direction."""
    if rows.empty:
        return "Folkökningens delar"
    last = rows[rows["year"] == rows["year"].max()]
    year, total = int(last["year"].iloc[0]), float(_change(changes, place, int(last["year"].iloc[0]), "T"))
    strongest = last.loc[(last["value"] * (1 if total >= 0 else -1)).idxmax()]
    return (
        f"{text.upper_first(place.label)} {year}: {text.signed(total)} personer, "
        f"mest genom {text.lower_first(strongest['name'])} ({text.signed(strongest['value'])})"
    )


def _change(changes: pd.DataFrame, place: Region, year: int, sex: str) -> float | None:
    at = changes[
        (changes["region"] == place.code)
        & (changes["year"] == year)
        & (changes["sex"] == sex)
        & (changes["component"] == "change")
    ]["value"]
    return None if at.empty else float(at.iloc[0])


def ageing(people: pd.DataFrame, place: Region) -> str | None:
    """Share of the old in the first and last year of the age table."""
    if people.empty:
        return None
    old, oldest = age_share(people, 65), age_share(people, 80)
    first, last = int(old.index[0]), int(old.index[-1])
    word = text.more_or_less(shown_difference(old[last], old[first], 1), "upp från", "ned från", "", 1)
    before = f"{word} {text.quantity(old[first], 'procent', 1)} {first}" if word else f"samma andel som {first}"
    return (
        f"{last} var {text.quantity(old[last], 'procent', 1)} av invånarna i {place.label} 65 år eller äldre, "
        f"{before}. Andelen 80 år och äldre var "
        f"{text.quantity(oldest[last], 'procent', 1)} ({text.quantity(oldest[first], 'procent', 1)} {first})."
    )


def ageing_title(people: pd.DataFrame, place: Region) -> str:
    """Share of the old, as a title."""
    if people.empty:
        return "Åldersfördelning"
    old = age_share(people, 65)
    return (
        f"{text.quantity(old.iloc[-1], 'procent', 1)} av invånarna i {place.label} var 65 år eller äldre "
        f"{int(old.index[-1])}"
    )


def months(rows: pd.DataFrame, area: Region) -> str | None:
    """The last month beside the same month a year before, and riket.

    Parameters
    ----------
    rows : DataFrame
        Monthly values: ``region, period, value``; per cent.
    area : Region
        The county (or riket) that the values are of.
    """
    own = rows[rows["region"] == area.code].set_index("period")["value"]
    if own.empty:
        return None
    last = own.index.max()
    before = f"{int(last[:4]) - 1}{last[4:]}"
    sentence = f"I {period(last)} var {text.quantity(own[last], 'procent', 1)} arbetslösa i {area.label} enligt BAS"
    if before in own.index:
        difference = own[last] - own[before]
        word = text.more_or_less(difference, "högre", "lägre", "", 1)
        sentence += (
            f", {text.difference(difference, 'procent', 1)} {word} än samma månad året före"
            if word
            else ", lika mycket som samma månad året före"
        )
    nation = rows[rows["region"] == "00"].set_index("period")["value"]
    if area.code != "00" and last in nation.index:
        sentence += f"; i riket {text.quantity(nation[last], 'procent', 1)}"
    return f"{sentence}."


def months_title(rows: pd.DataFrame, area: Region) -> str:
    """The last month, and the highest, as a title."""
    own = rows[rows["region"] == area.code].set_index("period")["value"]
    if own.empty:
        return "Arbetslöshet per månad"
    last, top = own.index.max(), own.idxmax()
    return (
        f"Arbetslösheten i {area.label}: {text.quantity(own[last], 'procent', 1)} i {period(last)}, "
        f"som högst {text.quantity(own[top], 'procent', 1)} i {period(top)}"
    )


def education(shared: pd.DataFrame, place: Region, part: str) -> str | None:
    """Share with the longest education among women and men, first and last year.

    Parameters
    ----------
    shared : DataFrame
        ``sex, year, part, value`` (per cent) for the place.
    part : str
        The level of education spoken of.
    """
    wide = shared[shared["part"] == part].pivot_table(index="year", columns="sex", values="value")
    if wide.empty:
        return None
    first, last = wide.iloc[0], wide.iloc[-1]
    start, end = int(wide.index[0]), int(wide.index[-1])
    return (
        f"{end} hade {text.quantity(last['K'], 'procent', 1)} av kvinnorna och "
        f"{text.quantity(last['M'], 'procent', 1)} av männen 16–74 år i {place.label} minst tre års eftergymnasial "
        f"utbildning. {start} var andelarna {text.quantity(first['K'], 'procent', 1)} och "
        f"{text.quantity(first['M'], 'procent', 1)}."
    )


def education_title(shared: pd.DataFrame, place: Region, part: str) -> str:
    """The gap between women and men in the longest education, as a title."""
    wide = shared[shared["part"] == part].pivot_table(index="year", columns="sex", values="value")
    if wide.empty:
        return "Utbildningsnivå"
    last = wide.iloc[-1]
    ahead = text.more_or_less(last["K"] - last["M"], "K", "M", "", 1)
    subject = "hade minst tre års eftergymnasial utbildning"
    if not ahead:
        return f"Lika stor andel av kvinnor och män i {place.label} {subject} {int(wide.index[-1])}"
    more, fewer = ("kvinnorna", "männen") if ahead == "K" else ("männen", "kvinnorna")
    high, low = last.max(), last.min()
    return (
        f"{text.quantity(high, 'procent', 1)} av {more} och {text.quantity(low, 'procent', 1)} av {fewer} "
        f"i {place.label} {subject} {int(wide.index[-1])}"
    )


def largest_part(rows: pd.DataFrame, what: str) -> str:
    """Title naming the largest part of a whole in the last year.

    Parameters
    ----------
    rows : DataFrame
        ``name, year, value``.
    what : str
        The whole, such as 'utsläppen i Jämtlands län'.
    """
    if rows.empty:
        return text.upper_first(what)
    last = rows[rows["year"] == rows["year"].max()]
    top = last.loc[last["value"].idxmax()]
    share = 100 * top["value"] / last["value"].sum()
    return f"{top['name']} är störst: {text.quantity(share, 'procent')} av {what} {int(top['year'])}"


def emissions(rows: pd.DataFrame, place: Region) -> str | None:
    """Total emissions now and since the first year.

    Parameters
    ----------
    rows : DataFrame
        Emissions by sector of the place: ``year, value``; tonnes.
    """
    if rows.empty:
        return None
    total = rows.groupby("year")["value"].sum()
    first, last = int(total.index[0]), int(total.index[-1])
    change = 100 * (total[last] / total[first] - 1)
    word = text.more_or_less(change, "högre", "lägre", "")
    since = f"{text.quantity(abs(change), 'procent')} {word} än" if word else "i nivå med"
    amount = f"{text.number(total[last])} ton koldioxidekvivalenter"
    return f"Utsläppen inom {place.label} var {amount} {last}, {since} {first}."


def temperature(rows: pd.DataFrame) -> str | None:
    """Deviation from the normal: how many months, and the year that differs most.

    Parameters
    ----------
    rows : DataFrame
        ``period, year, deviation`` by month, degrees.
    """
    if rows.empty:
        return None
    yearly = rows.groupby("year")["deviation"].mean()
    furthest = int(yearly.abs().idxmax())
    above, years = int((rows["deviation"] > 0).sum()), text.span(int(yearly.index[0]), int(yearly.index[-1]))
    return (
        f"{above} av {len(rows)} månader {years} var varmare än normalvärdet. Mest avvek {furthest}, med i medeltal "
        f"{text.signed(yearly[furthest], 1)} grader. {text.upper_first(count(len(yearly)))} år är för kort tid för att "
        "säga något om klimatet i sig."
    )


def temperature_title(rows: pd.DataFrame) -> str:
    """Mean deviation of the last year, as a title."""
    if rows.empty:
        return "Temperatur"
    last = int(rows["year"].max())
    mean = rows[rows["year"] == last]["deviation"].mean()
    word = text.more_or_less(mean, "varmare", "kallare", "", 1)
    if not word:
        return f"Östersund-Frösön {last}: i medeltal som normalt"
    return f"Östersund-Frösön {last}: i medeltal {text.number(abs(mean), 1)} grader {word} än normalt"


def on_time_axis(rows: pd.DataFrame, series: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Monthly rows with the time that a line chart draws them at.

    Parameters
    ----------
    rows : DataFrame
        ``period`` such as '2024-01'.
    series : mapping, optional
        Names of the codes in ``variable``, each a series of its own; the first is the place's, the second riket's way
        of being drawn.

    Returns
    -------
    DataFrame
        The rows with ``time`` (year and twelfths), ``indicator`` and, when asked for, ``series`` and ``role``.
    """
    timed = rows.assign(
        time=rows["period"].str[:4].astype(int) + (rows["period"].str[5:7].astype(int) - 1) / 12, indicator=""
    )
    if series is None:
        return timed
    roles = dict(zip(series, ["place", "riket"], strict=True))
    order = {code: rank for rank, code in enumerate(series)}
    timed = timed.assign(series=timed["variable"].map(series), role=timed["variable"].map(roles))
    return timed.sort_values(
        ["variable", "time"], key=lambda column: column.map(order) if column.name == "variable" else column
    )


def industries(rows: pd.DataFrame, area: Region) -> str | None:
    """Which industry has grown and which has shrunk most, beyond what rounding can explain.

    Parameters
    ----------
    rows : DataFrame
        ``name, year, value``; thousand persons rounded to whole thousands, so a change of one can be rounding.
    """
    if rows.empty:
        return None
    wide = rows.pivot_table(index="name", columns="year", values="value")
    first, last = int(wide.columns[0]), int(wide.columns[-1])
    change = (wide[last] - wide[first]).dropna()
    said = f"{last} var omkring {text.number(wide[last].sum() * 1000)} personer sysselsatta i {area.label}."
    moved = change[change.abs() > 1]
    if moved.empty:
        return f"{said} Ingen näringsgren har ändrats mer än vad avrundningen kan förklara sedan {first}."
    parts = []
    if (moved > 0).any():
        parts.append(f"mest ökade {text.lower_first(str(moved.idxmax()))} ({text.signed(moved.max())} tusen)")
    if (moved < 0).any():
        parts.append(f"mest minskade {text.lower_first(str(moved.idxmin()))} ({text.signed(moved.min())} tusen)")
    return f"{said} {text.upper_first(text.listed(parts))} sedan {first}."


def turnout_over_time(observations: pd.DataFrame, place: Region) -> str:
    """In how many of the regions beside each other the turnout rose between the last two elections, as a title.

    Parameters
    ----------
    observations : DataFrame
        Turnout, per cent; compared in whole per cent, which is what the older elections are given in.
    """
    rows = observations[observations["region"].isin(place.family) & (observations["sex"] == "T")]
    wide = rows.pivot_table(index="region", columns="year", values="value").round()
    if wide.shape[1] < 2:
        return "Valdeltagande i riksdagsvalen"
    before, last = wide.columns[-2:]
    both = wide[[before, last]].dropna()
    up, down = int((both[last] > both[before]).sum()), int((both[last] < both[before]).sum())
    return f"Valdeltagandet {last} jämfört med {before}: högre i {up}, lägre i {down} av {len(both)} områden"


def turnout(rows: pd.DataFrame, place: Region) -> str | None:
    """Turnout of women and men by age in the last election with such figures.

    Parameters
    ----------
    rows : DataFrame
        ``name, age, sex, year, value`` (per cent).
    """
    last = rows[(rows["year"] == rows["year"].max()) & rows["sex"].isin(["K", "M"])]
    classes = last[last["age"] != "all"]
    if classes.empty:
        return None
    low, high = classes.loc[classes["value"].idxmin()], classes.loc[classes["value"].idxmax()]
    lowest, highest = (
        f"{SEXES[row['sex']]} {text.lower_first(row['name'])} ({text.quantity(row['value'], 'procent')})"
        for row in (low, high)
    )
    return (
        f"I riksdagsvalet {int(low['year'])} var valdeltagandet i {place.label} lägst bland {lowest} "
        f"och högst bland {highest}."
    )


def turnout_title(rows: pd.DataFrame, place: Region) -> str:
    """Difference between women and men over all ages, as a title."""
    last = rows[rows["year"] == rows["year"].max()]
    both = last[last["age"] == "all"].set_index("sex")["value"]
    if not {"K", "M"} <= set(both.index):
        return "Valdeltagande efter ålder och kön"
    year = int(last["year"].iloc[0])
    women, men = text.quantity(both["K"], "procent"), text.quantity(both["M"], "procent")
    return f"{women} av kvinnorna och {men} av männen i {place.label} röstade {year}"


def sami_areas(areas: pd.DataFrame, place: Region) -> str:
    """Which municipalities are förvaltningskommuner, as far as the place goes.

    Parameters
    ----------
    areas : DataFrame
        As `metrics.sami.administrative_areas` gives it.
    """
    inside = areas[areas["group"] == IN_AREA]["name"].tolist()
    where = "Sverige" if place.level == "riket" else (place if place.level == "län" else place.parent).label
    duty = "Förvaltningskommuner har särskilda skyldigheter enligt lagen om nationella minoriteter (2009:724)."
    if not inside:
        return f"Ingen kommun i {where} är förvaltningskommun för samiska. {duty}"
    said = (
        f"I {where} är {len(inside)} av {len(areas)} kommuner förvaltningskommuner för samiska: {text.listed(inside)}."
    )
    if place.level == "kommun":
        own = "är" if place.sami else "är inte"
        said += f" {text.upper_first(place.label)} {own} en av dem."
    return f"{said} {duty}"


def sami_areas_title(areas: pd.DataFrame, place: Region) -> str:
    """Count of förvaltningskommuner, as a title."""
    inside = int((areas["group"] == IN_AREA).sum())
    where = "Sverige" if place.level == "riket" else (place if place.level == "län" else place.parent).label
    return f"{inside} av {len(areas)} kommuner i {where} är förvaltningskommuner för samiska"


def herding(rows: pd.DataFrame, area: Region) -> str:
    """Reindeer herding in a county as Sametinget counts it, or that the figures are missing.

    Parameters
    ----------
    rows : DataFrame
        Table 'sametinget_rennaring': ``variable, period, value``.
    """
    known = rows.set_index("variable")["value"]
    if known.empty:
        return (
            f"Uppgifter om rennäringen i {area.label} ingår inte i underlaget. "
            "Sametinget redovisar samebyar, renägare och renar i vinterhjord."
        )
    year = rows["period"].max()
    return (
        f"Sametinget redovisar för {area.label} {text.number(known['samebyar'])} samebyar, "
        f"{text.number(known['renagare'])} renägare och omkring {text.number(known['renar_vinterhjord'])} renar i "
        f"vinterhjord ({year}). {text.quantity(known['renagare_andel_man'], 'procent')} av renägarna är män."
    )


def _by_year(observations: pd.DataFrame, region: str) -> pd.Series:
    rows = observations[(observations["region"] == region) & observations["value"].notna()]
    return rows.sort_values("year").set_index("year")["value"]
