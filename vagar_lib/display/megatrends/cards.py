"""What a megatrend is, what follows it, and how each kind of municipality is hit."""

from __future__ import annotations

import pandas as pd

from vagar_lib import regions
from vagar_lib.display import text
from vagar_lib.display.figure import Output, facts, say
from vagar_lib.indicators import Register
from vagar_lib.megatrends import Megatrend, Megatrends
from vagar_lib.regions import Region
from vagar_lib.sources import store
from vagar_lib.strategy import Strategy

GROUPS = "snapshot/regions"
MOST_NAMED = 12
"""More municipalities than this of one kind are counted, not named."""


def card(trend: Megatrend, place: Region, observations: pd.DataFrame, register: Register, plan: Strategy) -> Output:
    """What drives a megatrend, which indicators follow it, and which goals and parts of the vision it touches.

    Parameters
    ----------
    trend : Megatrend
    place : Region
    observations : DataFrame
        Of its indicators; those without a value for the place or its county are named as missing.
    register : Register
    plan : Strategy
        Its parts are named for the region it is made for and the municipalities there.
    """
    known = set(observations.loc[observations["region"].isin([place.code, place.county]), "indicator"])
    labels = {id: text.lower_first(register.get(id).label) for id in trend.indicators}
    shown = [label for id, label in labels.items() if id in known]
    missing = [label for id, label in labels.items() if id not in known]
    items = [
        ("Vad som driver på", " ".join(trend.drivers)),
        ("Indikatorer som följer megatrenden", f"{text.upper_first(text.listed(shown))}." if shown else ""),
        ("Indikatorer som ännu saknar värden", f"{text.upper_first(text.listed(missing))}." if missing else ""),
        ("Globala mål", text.listed(f"{number} {plan.sdg[number]}" for number in trend.sdg)),
    ]
    if plan.region in (place.code, place.county):
        items.append((f"Delar av visionen i {plan.name}", "; ".join(plan.part(id).label for id in trend.vision)))
    return facts([(term, words) for term, words in items if words])


def parts(trend: Megatrend, trends: Megatrends, place: Region) -> Output:
    """How each kind of municipality in the county (or the country) is hit, with the municipalities it has there."""
    codes = regions.codes("kommun") if place.level == "riket" else _county(place).children
    items = []
    for area in trends.areas:
        inside = [code for code in codes if regions.region(code).group in area.groups]
        if inside and area.id in trend.areas:
            items.append((f"{area.label}: {_named(inside)}", trend.areas[area.id]))
    store.use(GROUPS)
    return facts(items)


def parts_lead(trends: Megatrends, place: Region) -> Output | None:
    """Says what follows, and which kind the place itself is."""
    said = f"Så slår trenden i olika slags kommuner i {'landet' if place.level == 'riket' else _county(place).label}."
    own = next((area for area in trends.areas if place.group in area.groups), None)
    return say(said, f"{place.name} hör till gruppen {text.lower_first(own.label)}." if own else None)


def sami(trend: Megatrend) -> Output | None:
    """What a megatrend means for Sami people and Sami livelihoods."""
    return say(f"Samiskt perspektiv: {text.lower_first(trend.sami)}")


def _named(codes: list[str]) -> str:
    names = [regions.name(code) for code in codes]
    return text.listed(names) if len(names) <= MOST_NAMED else f"{text.number(len(names))} kommuner"


def _county(place: Region) -> Region:
    return regions.region(place.county)
