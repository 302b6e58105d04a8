"""How many live here, what changed it, and how old are they?"""

from __future__ import annotations

import pandas as pd

from vagar_lib import regions
from vagar_lib.display import text
from vagar_lib.metrics.population import age_share, is_change
from vagar_lib.metrics.precision import shown_difference
from vagar_lib.regions import Region


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
    if not is_change(step, last):
        since = f"{'lika många' if step == 0 else 'i stort sett lika många'} som året före"
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
    if not is_change(total, year):
        head = f"Under {year} var folkmängden i {place.label} {'i stort sett ' if word else ''}oförändrad"
    parts = [f"{text.lower_first(r.name)} {text.signed(r.value)}" for r in last.itertuples(index=False)]
    sentence = f"{head}: {text.listed(parts)}."
    women, men = _change(changes, place, year, "K"), _change(changes, place, year, "M")
    if women is not None and men is not None:
        of_women, of_men = (text.signed(each) if is_change(each, year) else "obetydlig" for each in (women, men))
        sentence += f" Bland kvinnor var förändringen {of_women} och bland män {of_men}."
    return sentence


def components_title(rows: pd.DataFrame, changes: pd.DataFrame, place: Region) -> str:
    """The change of the last year and the component that pulled most in its direction."""
    if rows.empty:
        return "Folkökningens delar"
    last = rows[rows["year"] == rows["year"].max()]
    year, total = int(last["year"].iloc[0]), float(_change(changes, place, int(last["year"].iloc[0]), "T"))
    if not is_change(total, year):
        nearly = "i stort sett " if total else ""
        return f"{text.upper_first(place.label)} {year}: folkmängden var {nearly}oförändrad"
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


def _by_year(observations: pd.DataFrame, region: str) -> pd.Series:
    rows = observations[(observations["region"] == region) & observations["value"].notna()]
    return rows.sort_values("year").set_index("year")["value"]
