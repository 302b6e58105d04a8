"""Sami conditions, and women and men, in the cases and in the matrix; and how the cases are judged."""

from __future__ import annotations

from collections.abc import Sequence

from vagar_lib.cases import Case
from vagar_lib.display import sentences, text
from vagar_lib.display.conflicts import words
from vagar_lib.display.conflicts.matrix import shown
from vagar_lib.display.figure import Output, paragraphs, say, tabulated
from vagar_lib.display.table import Cell, written
from vagar_lib.goals import Goals
from vagar_lib.metrics import interaction
from vagar_lib.metrics.interaction import CONFLICT, DECIMALS, SOURCE, Matrix
from vagar_lib.regions import Region
from vagar_lib.sources import store

SAMI_GOAL = "saepmie"
EQUALITY = ("jamlikt", "5")
"""The goal, the part of the vision and the global goal that are about women and men."""


def sami(cases: Sequence[Case], place: Region) -> Output | None:
    """Who has been asked in each case and what they answered; a sentence when there are no cases."""
    if not cases:
        return say("Inga fall finns för området, så frågan är ännu inte ställd i något.")
    rows = []
    for case in cases:
        asked = case.sami is not None and case.sami.asked
        who, answer = (case.sami.who, case.sami.answer) if asked else ("", "")
        effect = next((words.effect(one) for one in case.influences if one.about == SAMI_GOAL), Cell("– Inte bedömd"))
        rows.append([case.title, words.sami(case), who, answer, effect])
    heads = ["Fall", "Samiska frågan", "Vem som tillfrågats", "Svaret", "Effekt på Saepmie"]
    number = sum(case.sami is not None and case.sami.asked for case in cases)
    asked_in = sentences.count(number, neuter=True) if number else "inget"
    of = f"{sentences.count(len(cases), neuter=True)} fall"
    return words.sourced(
        tabulated(
            written([(head, False) for head in heads], rows, [[str(cell) for cell in row] for row in rows]),
            finding=f"Den samiska frågan är ställd i {asked_in} av {of}",
            subtitle=f"Samiska förutsättningar och behov i fallen, {place.name}",
            sources=[],
        ),
        cases,
    )


def saepmie(found: Matrix | None, goals: Goals) -> str | None:
    """What helps and harms a living Saepmie most, as it was assessed; None when it has not been."""
    if not shown(found) or SAMI_GOAL not in found.goals:
        return None
    pairs = interaction.pairs(found)
    to = pairs[pairs["to"] == SAMI_GOAL].sort_values("mean")
    if to.empty:
        return None
    made_up = "Exempeldata: enligt" if store.provenance(SOURCE).example else "Enligt"
    name = text.lower_first(goals.get(SAMI_GOAL).label)
    low, high = to.iloc[0], to.iloc[-1]
    least, most = (text.lower_first(goals.get(row["from"]).short) for row in (low, high))
    scale = f"på skalan {text.number(interaction.SCALE[0])} till +{text.number(interaction.SCALE[-1])}"
    harm = (
        f"motverkas {name} mest av {least} (medel {text.signed(low['mean'], DECIMALS)} {scale})"
        if low["shown"] <= CONFLICT
        else f"motverkas {name} inte tydligt av något annat mål"
    )
    helped = f"stöds mest av {most} (medel {text.signed(high['mean'], DECIMALS)} på samma skala)"
    return f"{made_up} bedömarna {harm}, och {helped}."


def sexes(cases: Sequence[Case], place: Region) -> str:
    """In how many cases the effect on equality between women and men has been assessed, and where it has not."""
    if not cases:
        return f"Inga fall har prövats för {place.label}, så påverkan på jämställdheten är inte bedömd."
    made_up = "Exempeldata: i" if any(case.example for case in cases) else "I"
    assessed = [case for case in cases if any(one.about in EQUALITY for one in case.influences)]
    missing = [text.lower_first(case.title) for case in cases if case not in assessed]
    number = sentences.count(len(assessed), neuter=True) if assessed else "inget"
    first = f"{made_up} {number} av {sentences.count(len(cases), neuter=True)} fall är effekten på jämställdhet bedömd."
    lacks = f" Den saknas i {text.listed(missing)}." if missing else ""
    return (
        f"{first}{lacks} Bedömarna av målen anger inte kön, och målens indikatorer finns inte uppdelade på kvinnor och "
        "män för alla kommuner. Frågorna om jämställdhet nedan är till för att täcka luckan."
    )


def method() -> Output | None:
    """How the cases are judged and what the matrix is made of, with the constants that are in fact used."""
    return paragraphs(
        "Fallen är regionens egna underlag. Kvar att göra följer av vad som står i dem: ett steg utan innehåll eller "
        "datum, en negativ effekt utan åtgärd, en aktör som påverkas men inte är inbjuden, den samiska frågan inte "
        "ställd, en åtgärd utan ansvarig eller datum eller som är försenad, och frågor i beslutsguiden utan svar.",
        "RUS-säkringen bygger på en förenkling av Region Kronobergs modell. Beslutsguiden följer tanken att först "
        "fråga om det finns en konflikt och vilken typ den är av. Formuleringarna är projektets egna.",
        f"Matrisen är medelvärdet av bedömarnas poäng från {text.number(interaction.SCALE[0])} till "
        f"+{text.number(interaction.SCALE[-1])}. Ett mål ger summan av sin rad och tar emot summan av sin kolumn "
        f"(Weitz med flera 2018). Två mål är i konflikt när medelvärdet i någon riktning är {text.number(CONFLICT)} "
        "eller lägre. Mål slås ihop till grupper så länge medelvärdet mellan dem är högre än mellan mål i allmänhet "
        "(medelvärdeslänkning).",
    )


def chosen_goals(numbers: Sequence[int]) -> str:
    """The goals that questions were asked for, as a parameter is told.

    Examples
    --------
    >>> chosen_goals([]), chosen_goals([5, 15])
    ('alla', '5 och 15')
    """
    return text.listed(map(str, numbers)) if numbers else "alla"
