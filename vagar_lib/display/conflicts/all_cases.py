"""All cases beside each other: which steps have been gone through, and how much is left."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from vagar_lib.cases import STEPS, Case
from vagar_lib.display import sentences, text
from vagar_lib.display.conflicts import words
from vagar_lib.display.figure import Output, say, tabulated
from vagar_lib.display.table import Cell, written
from vagar_lib.regions import Region

NONE = "Inga fall finns för området. Ett nytt fall börjar med kommandot vagar new case."
_DONE = "✓ Klart"


def overview(cases: Sequence[Case], place: Region, today: datetime.date) -> Output | None:
    """All cases as a table: each step, the Sami question and how much is left; a sentence when there are none.

    Parameters
    ----------
    cases : sequence of Case
        Those that concern the place.
    place : Region
    today : date
    """
    if not cases:
        return say(NONE)
    heads = ["Fall", "Kvar att göra", *map(_breakable, STEPS.values()), "Samiska frågan", "Områden"]
    columns = [(head, head == "Kvar att göra") for head in heads]
    rows, raw = [], []
    for case in cases:
        states = [Cell(_DONE, tone=one.tone) if one.tone == "good" else one for one in words.steps(case).values()]
        cells: list[str | Cell] = [*states, words.sami(case), words.places(case)]
        number = len(case.findings(today))
        rows.append([case.title, str(number), *cells])
        raw.append([case.title, number, *map(str, cells)])
    return words.sourced(
        tabulated(
            written(columns, rows, raw),
            finding=overview_title(cases, today),
            subtitle=f"Fall som prövats mot målkonflikter, {place.name}",
            sources=[],
            notes=["Det som återstår är inga fel, utan sådant som den ansvariga behöver ta ställning till."],
        ),
        cases,
    )


def _breakable(step: str) -> str:
    """The name of a step with a place where it may be broken."""
    return step.replace("säkra", "\u00adsäkra").replace("-\u00ad", "-")


def overview_title(cases: Sequence[Case], today: datetime.date) -> str:
    """How many of the cases have something left to do."""
    unfinished = sum(bool(case.findings(today)) for case in cases)
    if not unfinished:
        return "Inget återstår i något av fallen" if len(cases) > 1 else "Inget återstår i fallet"
    if len(cases) == 1:
        return "Det enda fallet har saker som återstår"
    some = text.upper_first(sentences.count(unfinished, neuter=True))
    return f"{some} av {sentences.count(len(cases))} fall har saker som återstår"
