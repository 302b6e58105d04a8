"""The decision guide as a diagram, and the way of a case through it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from vagar_lib.cases import Case
from vagar_lib.conflict_guide import METHOD, TYPE, Guide
from vagar_lib.display import text
from vagar_lib.display.chart import Chart, Measure
from vagar_lib.display.conflicts import words
from vagar_lib.display.figure import Output, figure, tabulated
from vagar_lib.display.flow import OPEN, SUGGESTED, TAKEN, flow
from vagar_lib.display.table import Table, written
from vagar_lib.regions import Region

UNIT = "steg för steg"


def way(case: Case, guide: Guide) -> Chart:
    """The guide with the way of a case marked; methods that the guide suggests are framed."""
    measure = Measure(f"Vägen genom beslutsguiden, {text.lower_first(case.title)}", UNIT, "")
    key = "Ifyllda rutor med bock är fallets väg. Streckad ram är metoder som guiden föreslår för konfliktens typ."
    return flow(_boxes(guide, case.process), measure, _table(guide, case.process), key)


def whole(guide: Guide) -> Chart:
    """The guide with no way marked."""
    return flow(_boxes(guide, {}), Measure("Beslutsguide för målkonflikter", UNIT, ""), _explained(guide))


def _boxes(guide: Guide, ways: Mapping[str, list[str]]) -> pd.DataFrame:
    suggested = guide.suggested(ways)
    rows = []
    for number, step in enumerate(guide.steps):
        for place, option in enumerate(step.options):
            taken = option.id in ways.get(step.id, [])
            framed = step.id == METHOD and option.id in suggested
            rows.append(
                {
                    "step": number,
                    "question": step.question,
                    "label": option.label,
                    "place": place,
                    "of": len(step.options),
                    "state": TAKEN if taken else SUGGESTED if framed else OPEN,
                }
            )
    return pd.DataFrame(rows).assign(source="")


def _table(guide: Guide, ways: Mapping[str, list[str]]) -> Table:
    suggested = [guide.step(METHOD).labels[id] for id in guide.suggested(ways)]
    asked = [step.id for step in guide.asked(ways)]
    rows = []
    for number, step in enumerate(guide.steps, 1):
        taken = ", ".join(step.labels[id] for id in ways.get(step.id, []))
        missing = "Inget svar" if step.id in asked else "Behövs inte"
        rows.append([f"{number}. {step.question}", taken or missing, ", ".join(suggested) if step.id == METHOD else ""])
    return written([("Steg", False), ("Fallets väg", False), ("Guiden föreslår", False)], rows, rows)


def _explained(guide: Guide) -> Table:
    rows = [
        [
            f"{number}. {step.question}",
            "; ".join(f"{option.label}: {option.help}" if option.help else option.label for option in step.options),
            step.help,
        ]
        for number, step in enumerate(guide.steps, 1)
    ]
    return written([("Steg", False), ("Vägar", False), ("Att tänka på", False)], rows, rows)


def methods(guide: Guide) -> Output:
    """Which methods each type of conflict speaks for."""
    labels = guide.step(METHOD).labels
    rows = [
        [option.label, option.help, text.listed(labels[id] for id in option.methods)]
        for option in guide.step(TYPE).options
    ]
    shown = tabulated(
        written([("Typ", False), ("Vad den är", False), ("Metoder som passar", False)], rows, rows),
        finding="Vilken metod som passar beror på typen av konflikt",
        subtitle="Typer av målkonflikter och metoder",
        sources=[],
    )
    return words.own(shown)


def drawn(guide: Guide, place: Region) -> Output:
    """The whole guide as a figure."""
    shown = figure(whole(guide), finding="Så hanteras en målkonflikt, från fråga till lärdom", place=place)
    return words.own(shown)
