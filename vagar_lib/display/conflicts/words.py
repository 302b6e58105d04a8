"""What is left to do in a case, and what a case says, in Swedish; and what made-up cases are marked with."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import replace

from vagar_lib import regions
from vagar_lib.cases import FOLDER, STEPS, Case, Finding, Influence
from vagar_lib.display import sentences, text
from vagar_lib.display.chart import MONTHS
from vagar_lib.display.figure import Output
from vagar_lib.display.table import Cell
from vagar_lib.goals import Goals
from vagar_lib.strategy import Strategy

LEFT = {
    "incomplete": "Uppgift saknas: {about}",
    "skipped": "Steget är överhoppat",
    "undated": "Steget är påbörjat men inte genomfört",
    "sami": "Den samiska frågan är inte ställd",
    "unmet": "Negativ eller blandad effekt utan åtgärd: {about}",
    "uninvited": "Berörs utan att vara inbjuden: {about}",
    "open_conflict": "Konflikt utan åtgärd eller ställningstagande: {about}",
    "no_owner": "Åtgärd utan ansvarig: {about}",
    "no_due": "Åtgärd utan datum: {about}",
    "overdue": "Försenad åtgärd: {about}",
    "process": "Utan svar: {about}",
    "method": "Metod som guiden inte föreslår, utan motivering: {about}",
    "decision": "Beslutet är fattat men inte beskrivet",
    "learning": "Lärdomen sägs vara nedskriven men saknas",
}
"""A finding in words."""
EFFECTS = {
    "positive": ("▲", "Positiv", "good"),
    "mixed": ("◆", "Både positiv och negativ", "even"),
    "negative": ("▼", "Negativ", "bad"),
    "none": ("■", "Ingen", ""),
}
"""Symbol, word and tone of an effect; symbol and word always stand together."""
POWER = {"small": "Liten", "some": "Viss", "large": "Stor"}
PUBLISHER = "Regionens egna underlag för målkonflikter"


def phrases(findings: Iterable[Finding], names: dict[str, str]) -> list[str]:
    """Findings as phrases, those of one kind together.

    Parameters
    ----------
    findings : iterable of Finding
    names : dict
        As `labels` gives them.

    Examples
    --------
    >>> phrases([Finding("uninvited", "Byalaget"), Finding("sami"), Finding("uninvited", "Markägare")], {})
    ['Berörs utan att vara inbjuden: Byalaget; Markägare', 'Den samiska frågan är inte ställd']
    """
    kinds: dict[str, list[str]] = {}
    for one in findings:
        about = names.get(one.about, one.about) if one.kind == "unmet" else one.about
        kinds.setdefault(one.kind, []).append(about.rstrip("."))
    return [LEFT[kind].format(about="; ".join(about)) for kind, about in kinds.items()]


def parts(plan: Strategy) -> dict[str, str]:
    """What the parts of the strategy are called, by id."""
    return {part.id: part.label for part in [*plan.vision, *plan.priorities]}


def labels(of: Goals, plan: Strategy) -> dict[str, str]:
    """What everything that a case may influence is called, by id; a global goal's id is its number.

    Where a goal and a part of the strategy have the same id, the goal's name is given.
    """
    goals = {goal.id: goal.label for goal in of.goals}
    return parts(plan) | goals | {str(number): f"{number} {name}" for number, name in plan.sdg.items()}


def effect(one: Influence) -> Cell:
    """An effect as symbol and word, with its tone."""
    symbol, word, tone = EFFECTS[one.effect]
    return Cell(f"{symbol} {word}", tone=tone)


def day(value: datetime.date | None) -> str:
    """A date as a reader has it.

    Examples
    --------
    >>> day(datetime.date(2026, 3, 4)), day(None)
    ('4 mars 2026', '..')
    """
    return text.MISSING if value is None else f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def state(done: datetime.date | None, filled: bool) -> Cell:
    """Whether a step has been gone through, and when."""
    if done and filled:
        return Cell(f"✓ {day(done)}", tone="good")
    return Cell("◐ Påbörjat", tone="even") if filled else Cell("✗ Överhoppat", tone="bad")


def closed(phrases: Iterable[str]) -> str:
    """Phrases as sentences.

    Examples
    --------
    >>> closed(["Ansvarig saknas", "Utan svar: är det beslutat?"])
    'Ansvarig saknas. Utan svar: är det beslutat?'
    """
    return " ".join(phrase if phrase[-1] in ".?!" else f"{phrase}." for phrase in phrases)


def steps(case: Case) -> dict[str, Cell]:
    """State of each of the four steps of a case, by the step's name."""
    filled = [case.strategy, [*case.goals, *case.sdg], case.actors, case.measures]
    return {
        label: state(getattr(case.done, step), bool(entries))
        for (step, label), entries in zip(STEPS.items(), filled, strict=True)
    }


def sami(case: Case) -> Cell:
    """Whether the Sami question has been asked in a case."""
    asked = case.sami is not None and case.sami.asked
    return Cell("✓ Ställd", tone="good") if asked else Cell("✗ Inte ställd", tone="bad")


def places(case: Case) -> str:
    """Where a case is, in words."""
    return text.listed(regions.name(code) for code in case.places)


def left_title(case: Case, findings: Sequence[Finding]) -> str:
    """Title of a protocol: the case, and how much is left."""
    if not findings:
        return f"{case.title}: alla steg är genomgångna"
    one = "sak återstår" if len(findings) == 1 else "saker återstår"
    return f"{case.title}: {sentences.count(len(findings))} {one}"


def sourced(output: Output, cases: Iterable[Case]) -> Output:
    """An output made of cases: its source line names them, and it is marked when any of them is made up."""
    example = any(case.example for case in cases)
    made_up = " Fallen är påhittade exempel." if example else ""
    line = f"Källa: {PUBLISHER}, fallen (parameters/{FOLDER}).{made_up} Bearbetning: Vägar."
    return replace(output, payload={**output.payload, "source": line, "example": example})


def own(output: Output) -> Output:
    """An output made of the project's own words: the guide and the questions."""
    return replace(output, payload={**output.payload, "source": "Källa: Vägar, egna formuleringar."})
