"""The protocol of a case, step by step."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from vagar_lib.cases import STEPS, Case, Finding, Measure
from vagar_lib.conflict_guide import METHOD, TYPE, Guide
from vagar_lib.display import sentences, text
from vagar_lib.display.conflicts import words
from vagar_lib.display.conflicts.all_cases import NONE
from vagar_lib.display.conflicts.way import way
from vagar_lib.display.figure import Output, facts, figure, say, tabulated
from vagar_lib.display.table import Cell, written
from vagar_lib.goals import Goals
from vagar_lib.regions import Region
from vagar_lib.strategy import Strategy

_STEP_OF = {
    "uninvited": "actors",
    "sami": "actors",
    "unmet": "measures",
    "open_conflict": "measures",
    "no_owner": "measures",
    "no_due": "measures",
    "overdue": "measures",
}
"""Which step a kind of finding is mended in; the rest are told with the case or the guide."""
_CASE, _GUIDE = "Fallet", "Beslutsguiden"


def protocols(
    cases: Sequence[Case], place: Region, today: datetime.date, goals: Goals, plan: Strategy, guide: Guide
) -> list[Output]:
    """The protocols of all cases, one after the other; a sentence when there are none."""
    found = [one for case in cases for one in protocol(case, place, today, goals, plan, guide)]
    return found or [one for one in [say(NONE)] if one]


def protocol(
    case: Case, place: Region, today: datetime.date, goals: Goals, plan: Strategy, guide: Guide
) -> list[Output]:
    """Everything a case says: what is left, the effects, the actors, the measures, the way through the guide.

    Parameters
    ----------
    case : Case
    place : Region
        Whom the report is about.
    today : date
    goals, plan, guide
        What the ids of the case refer to.

    Returns
    -------
    list of Output
    """
    names = words.labels(goals, plan)
    shown = [
        left(case, today, names),
        _described(case),
        effects(case, names, words.parts(plan)),
        actors(case),
        measures(case, names, today),
    ]
    chart = way(case, guide)
    drawn = figure(
        chart,
        finding=f"{case.title}: {way_title(case, guide)}",
        place=place,
        where=words.places(case),
    )
    return [one for one in [*shown, words.sourced(drawn, [case])] if one is not None]


def left(case: Case, today: datetime.date, names: dict[str, str]) -> Output:
    """What is left to do, step by step."""
    findings = case.findings(today)
    told: dict[str, list[Finding]] = {head: [] for head in [_CASE, *STEPS.values(), _GUIDE]}
    for one in findings:
        if one.kind in ("skipped", "undated"):
            head = one.about
        elif one.kind == "incomplete":
            head = _CASE
        else:
            head = STEPS[_STEP_OF[one.kind]] if one.kind in _STEP_OF else _GUIDE
        told[head].append(one)
    states = words.steps(case)
    rows, raw = [], []
    for head, lines in told.items():
        if head == _CASE and not lines:
            continue
        cell = states.get(head) or Cell("✗ Ofullständig" if lines else "✓ Ifylld", tone="bad" if lines else "good")
        said = words.closed(words.phrases(lines, names)) or "Inget."
        rows.append([head, cell, said])
        raw.append([head, str(cell), said])
    return words.sourced(
        tabulated(
            written([("Steg", False), ("Läge", False), ("Kvar att göra", False)], rows, raw),
            finding=words.left_title(case, findings),
            subtitle=f"RUS-säkring i fyra steg, {case.title}",
            sources=[],
        ),
        [case],
    )


def _described(case: Case) -> Output:
    sami = case.sami
    asked = f"{sami.who}. {sami.answer}".strip(". ") + "." if sami and sami.asked else "Frågan är inte ställd."
    items = [
        ("Vad det gäller", f"Exempel, påhittat. {case.summary}" if case.example else case.summary),
        ("Områden", words.places(case)),
        ("Ansvarig", case.owner),
        ("Samiska förutsättningar och behov", asked),
        ("Skäl till vald metod", case.reason),
        ("Beslut", case.decided),
        ("Lärdom", case.learned),
    ]
    return facts([(term, said) for term, said in items if said])


def effects(case: Case, names: dict[str, str], parts: dict[str, str]) -> Output:
    """What the case influences, in which direction, and what is done about it; ``parts`` are those of the strategy."""
    kinds = {"Strategin": case.strategy, "Regionala mål": case.goals, "Globala mål": case.sdg}
    rows, raw = [], []
    for kind, influences in kinds.items():
        for one in influences:
            against = [measure.what for measure in case.measures if one.about in measure.against]
            needed = one.effect in ("negative", "mixed")
            answer: str | Cell = " ".join(against)
            if needed and not against:
                answer = Cell("✗ Åtgärd saknas", tone="bad")
            name = (parts if one in case.strategy else names)[one.about]
            cells = [name, kind, words.effect(one), "Direkt" if one.direct else "Indirekt", one.how, answer]
            rows.append(cells)
            raw.append([str(cell) for cell in cells])
    count = {effect: sum(one.effect == effect for one in case.influences) for effect in words.EFFECTS}
    columns = [
        ("Påverkar", False),
        ("Slag", False),
        ("Effekt", False),
        ("Väg", False),
        ("Hur", False),
        ("Åtgärd", False),
    ]
    return words.sourced(
        tabulated(
            written(columns, rows, raw),
            finding=text.upper_first(effects_counted(count)),
            subtitle=f"Påverkan på strategin och målen (steg 1 och 2), {case.title}",
            sources=[],
        ),
        [case],
    )


def effects_counted(count: dict[str, int]) -> str:
    """How many effects there are of each kind.

    Examples
    --------
    >>> effects_counted({"positive": 3, "mixed": 1, "negative": 0, "none": 2})
    'tre positiva effekter, en blandad och ingen negativ'
    """
    positive, mixed, negative = count["positive"], count["mixed"], count["negative"]
    first = f"{_count(positive)} {'positiv effekt' if positive < 2 else 'positiva effekter'}"
    return f"{first}, {_count(mixed)} {'blandad' if mixed < 2 else 'blandade'} och {_count(negative)} " + (
        "negativ" if negative < 2 else "negativa"
    )


def _count(number: int) -> str:
    return sentences.count(number) if number else "ingen"


def actors(case: Case) -> Output | None:
    """Who affects and is affected, with what power, and who is missing; None when nobody is named."""
    if not case.actors:
        return None
    rows, raw = [], []
    for one in case.actors:
        missing = one.affected and not one.invited
        seat = Cell("✗ Saknas", tone="bad") if missing else Cell("✓ Ja" if one.invited else "– Nej")
        cells = [one.name, _yes(one.affects), _yes(one.affected), words.POWER[one.power], seat, one.interest]
        rows.append(cells)
        raw.append([str(cell) for cell in cells])
    absent = [one.name for one in case.actors if one.affected and not one.invited]
    heads = ["Aktör", "Påverkar", "Påverkas", "Makt", "Vid bordet", "Vad de vill"]
    return words.sourced(
        tabulated(
            written([(head, False) for head in heads], rows, raw),
            finding=f"Saknas vid bordet: {text.listed(map(text.lower_first, absent))}"
            if absent
            else "Alla som berörs är inbjudna",
            subtitle=f"Aktörer (steg 3), {case.title}",
            sources=[],
        ),
        [case],
    )


def measures(case: Case, names: dict[str, str], today: datetime.date) -> Output | None:
    """What will be done, against what, by whom and when; None when there is nothing."""
    if not case.measures:
        return None
    titles = {conflict.id: conflict.title for conflict in case.conflicts}
    rows, raw = [], []
    for one in case.measures:
        against = "; ".join(titles.get(id) or names[id] for id in one.against)
        cells = [one.what, against, one.owner or Cell("✗ Saknas", tone="bad"), words.day(one.due), _state(one, today)]
        rows.append(cells)
        raw.append([str(cell) for cell in cells])
    done = sum(one.done is not None for one in case.measures)
    total = len(case.measures)
    finding = (
        f"{text.upper_first(_count(done))} av {sentences.count(total)} åtgärder är {'gjord' if done < 2 else 'gjorda'}"
    )
    heads = ["Åtgärd", "Möter", "Ansvarig", "Senast", "Läge"]
    decisions = [
        f"Ställningstagande, {text.lower_first(one.title)}: {one.decision}" for one in case.conflicts if one.decision
    ]
    return words.sourced(
        tabulated(
            written([(head, False) for head in heads], rows, raw),
            finding=finding if total > 1 else f"Den enda åtgärden är {'gjord' if done else 'inte gjord'}",
            subtitle=f"Åtgärder (steg 4), {case.title}",
            sources=[],
            notes=decisions,
        ),
        [case],
    )


def _state(one: Measure, today: datetime.date) -> Cell:
    if one.done:
        return Cell(f"✓ Klar {words.day(one.done)}", tone="good")
    if one.due and one.due < today:
        return Cell("✗ Försenad", tone="bad")
    return Cell("◐ Pågår" if one.due else "✗ Datum saknas", tone="even" if one.due else "bad")


def _yes(value: bool) -> str:
    return "Ja" if value else "Nej"


def way_title(case: Case, guide: Guide) -> str:
    """What kind of conflict it is and how it is handled, as the case says."""
    types = [guide.step(TYPE).said[id] for id in case.process.get(TYPE, [])]
    methods = [guide.step(METHOD).said[id] for id in case.process.get(METHOD, [])]
    if case.process.get("konflikt") == ["nej"]:
        return "ingen målkonflikt har hittats"
    if not types:
        return "typen av konflikt är inte bestämd"
    handled = f", som möts med {text.listed(methods)}" if methods else ", utan vald metod"
    return f"konflikt om {text.listed(types)}{handled}"
