"""What a megatrend is, what follows it, and how each kind of municipality is hit."""

from __future__ import annotations

import pandas as pd

from vagar_lib import regions
from vagar_lib.display import sentences, text
from vagar_lib.display.figure import Output, facts, say, tabulated
from vagar_lib.display.table import written
from vagar_lib.indicators import Register
from vagar_lib.megatrends import Area, Megatrend, Megatrends
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
    county = regions.region(place.county) if place.county else place
    codes = regions.codes("kommun") if county.level == "riket" else county.children
    rows = []
    for area in trends.areas:
        inside = [code for code in codes if regions.region(code).group in area.groups]
        if inside and area.id in trend.areas:
            rows.append([area.label, _named(inside), trend.areas[area.id]])
    store.use(GROUPS)
    own = _area_of(place, trends)
    return tabulated(
        written([("Del av området", False), ("Kommuner", False), ("Så slår trenden", False)], rows, rows),
        finding=f"{trend.title}: så slår trenden i {sentences.count(len(rows))} slags kommuner i {county.label}",
        subtitle=f"{trend.title}: kommuner efter kommungrupp, {county.label}",
        sources=[GROUPS],
        notes=[
            "Indelningen är SKR:s kommungrupper 2023. Texten beskriver vad som är vanligt i en sådan kommun; den är "
            "projektets egen bedömning och inte räknad ur data.",
            *([f"{place.name} hör till gruppen {text.lower_first(own.label)}."] if own else []),
        ],
    )


def sami(trend: Megatrend) -> Output | None:
    """What a megatrend means for Sami people and Sami livelihoods."""
    return say(f"Samiskt perspektiv: {text.lower_first(trend.sami)}")


def _named(codes: list[str]) -> str:
    names = [regions.name(code) for code in codes]
    return text.listed(names) if len(names) <= MOST_NAMED else f"{text.number(len(names))} kommuner"


def _area_of(place: Region, trends: Megatrends) -> Area | None:
    return next((area for area in trends.areas if place.group in area.groups), None)
