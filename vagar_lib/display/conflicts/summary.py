"""The most important findings of the report on goal conflicts, each from the values of its section."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import pandas as pd

from vagar_lib.cases import Case
from vagar_lib.display import sentences, text
from vagar_lib.display.conflicts import beside, goals, matrix
from vagar_lib.display.conflicts.all_cases import overview_title
from vagar_lib.display.figure import Output, listed_findings
from vagar_lib.goals import Goals
from vagar_lib.metrics.interaction import SOURCE, Matrix
from vagar_lib.regions import Region
from vagar_lib.sources import store


def summary(
    cases: Sequence[Case], today: datetime.date, found: Matrix | None, data: pd.DataFrame, of: Goals, place: Region
) -> Output:
    """What to do first: the cases, the Sami question, those not invited; then what the matrix and the data say.

    Parameters
    ----------
    cases : sequence of Case
        Those that concern the place.
    today : date
    found : Matrix or None
    data : DataFrame
        As `beside.pairs` gives it.
    of : Goals
    place : Region

    Returns
    -------
    Output
    """
    items = [*_of_cases(cases, today, place)]
    if matrix.shown(found):
        made_up = "Exempeldata: " if store.provenance(SOURCE).example else ""
        items += [
            _item(f"{made_up}{matrix.conflicts_title(found, of)}.", "▼", "Konflikt"),
            _item(f"{made_up}{goals.ranks_title(found, of)}.", "▲", "Stöd"),
            _item(f"{made_up}{goals.spread_title(found, of)}.", "⇄", "Oenighet"),
        ]
    opposite = text.listed(map(text.lower_first, data.loc[data["picture"] == "Motsatt bild", "name"]))
    head = "Exempeldata: data" if store.provenance(SOURCE).example else "Data"
    other = f" {head} och bedömare ger motsatt bild av {opposite}." if opposite else ""
    return listed_findings([*items, _item(f"{beside.title(data)}.{other}", "●", "Data")])


def _of_cases(cases: Sequence[Case], today: datetime.date, place: Region) -> list[dict[str, str]]:
    if not cases:
        return [_item(f"Inga fall har prövats för {place.label}.", "–", "Saknas")]
    made_up = "Exempeldata: " if any(case.example for case in cases) else ""
    findings = [one for case in cases for one in case.findings(today)]
    items = [_item(f"{made_up}{overview_title(cases, today)}.", *(("✗", "Återstår") if findings else ("✓", "Klart")))]
    unasked = [case.title for case in cases if any(one.kind == "sami" for one in case.findings(today))]
    if unasked:
        where = f"I {sentences.count(len(unasked), neuter=True)} av {sentences.count(len(cases), neuter=True)} fall"
        items.append(
            _item(
                f"{made_up}{where} är den samiska frågan inte ställd: {text.listed(map(text.lower_first, unasked))}.",
                "✗",
                "Saknas",
            )
        )
    absent = [one.about for one in findings if one.kind == "uninvited"]
    if absent:
        names = text.listed(map(text.lower_first, absent))
        items.append(_item(f"{made_up}Berörs men är inte inbjudna: {names}.", "✗", "Saknas"))
    harmed = sum(one.kind == "unmet" for one in findings)
    if harmed:
        words = "negativ eller blandad effekt" if harmed == 1 else "negativa eller blandade effekter"
        items.append(
            _item(
                f"{made_up}{text.upper_first(sentences.count(harmed))} {words} saknar åtgärd.",
                "✗",
                "Saknas",
            )
        )
    return items


def _item(said: str, symbol: str, word: str) -> dict[str, str]:
    return {"text": said, "dimension": "", "symbol": symbol, "word": word}
