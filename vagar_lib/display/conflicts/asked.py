"""The question battery as a table to print."""

from __future__ import annotations

from collections.abc import Sequence

from vagar_lib.display import sentences, text
from vagar_lib.display.conflicts.words import own
from vagar_lib.display.figure import Output, tabulated
from vagar_lib.display.table import written
from vagar_lib.questions import ALL, Battery, Question
from vagar_lib.strategy import Strategy


def table(questions: Sequence[Question], battery: Battery, plan: Strategy, support: str) -> Output:
    """Questions goal by goal.

    Parameters
    ----------
    questions : sequence of Question
        As `Battery.chosen` gives them.
    battery : Battery
    plan : Strategy
        Gives the names of the goals.
    support : str
        The type of support they were chosen for.
    """
    kinds = battery.supports
    rows = [
        [
            f"{one.goal} {plan.sdg[one.goal]}",
            one.text,
            battery.audiences[one.audience],
            text.listed(kinds[kind] for kind in one.supports) or "Alla",
        ]
        for one in questions
    ]
    number = len({one.goal for one in questions})
    named = "alla stödtyper" if support == ALL else text.lower_first(kinds[support])
    shown = tabulated(
        written([("Globalt mål", False), ("Fråga", False), ("Ställs till", False), ("Stödtyp", False)], rows, rows),
        finding=f"{text.upper_first(sentences.count(len(rows)))} frågor om {sentences.count(number)} globala mål",
        subtitle=f"Frågebatteri för handläggare och sökande, {named}",
        sources=[],
    )
    return shown if shown.payload["kind"] == "missing" else own(shown)
