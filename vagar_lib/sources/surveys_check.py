"""Do the answers fit the questions? Activities against strategy and register, answers against surveys; all at once.

Used at the border for what lies in ``data/raw/surveys``, and before that when a file of answers is imported.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping

import pandas as pd

from vagar_lib.indicators import register
from vagar_lib.strategy import strategy
from vagar_lib.surveys import Survey, scales, surveys
from vagar_lib.words import counted

SEPARATOR = ";"
LISTS = ("strengths", "vision", "sdg", "indicators")
"""Columns of the activities that hold several ids."""
FIRST_ROW = 2  # of the data, in a file with a header
_SHOWN = 10  # of a kind


def several(cell: str) -> list[str]:
    """The ids in a cell.

    Examples
    --------
    >>> several("5; 8"), several("")
    (['5', '8'], [])
    """
    return [part.strip() for part in cell.split(SEPARATOR) if part.strip()]


def activity_findings(activities: pd.DataFrame, file: str) -> list[str]:
    """What in a register of activities does not exist in the strategy or the indicator register.

    Parameters
    ----------
    activities : DataFrame
        As the border types it, in the order of the file: ``id, priority, strengths, vision, sdg, indicators, start,
        end``.
    file : str
        What the messages call it.

    Returns
    -------
    list of str
        Each with its row, what was found and what is allowed.
    """
    plan = strategy()
    allowed: dict[str, Collection[str]] = {
        "priority": [part.id for part in plan.priorities],
        "strengths": [part.id for part in plan.strengths],
        "vision": [part.id for part in plan.vision],
        "sdg": list(map(str, plan.sdg)),
        "indicators": register().ids,
    }
    found: list[str] = []
    for column, known in allowed.items():
        cells = [several(cell) if column in LISTS else [cell] for cell in activities[column]]
        words = [
            (row, f"{column} {id!r}, allowed: {_allowed(id, known)}")
            for row, ids in enumerate(cells, start=FIRST_ROW)
            for id in ids
            if id not in known
        ]
        found += _told(file, words)
    late = [
        (row, f"end {end:%Y-%m-%d}, allowed: not before start {start:%Y-%m-%d}")
        for row, (start, end) in enumerate(zip(activities["start"], activities["end"], strict=True), start=FIRST_ROW)
        if end < start
    ]
    return found + _told(file, late)


def answer_findings(answers: pd.DataFrame, levels: Mapping[str, str], file: str) -> list[str]:
    """What in a file of answers fits no question, scale or activity.

    Parameters
    ----------
    answers : DataFrame
        One row an answer: ``survey, round, activity, assessor, answered, question, value`` (number or missing)``,
        text, publish`` and ``row``, its number in the file.
    levels : mapping of str to str
        Level of each known activity by id.
    file : str
        What the messages call it.

    Returns
    -------
    list of str
        Each with row and question, what was found and what is allowed.
    """
    known, found = surveys(), []
    for name, rows in answers.groupby("survey", sort=False):
        if name not in known:
            found += _told(file, [(rows["row"].iloc[0], f"survey {name!r}, allowed: {', '.join(known)}")])
        else:
            found += _told(file, _activity_words(rows, known[name], levels))
            found += _told(file, _value_words(rows, known[name]))
    return found + _told(file, _twice(answers)) + _told(file, _namesakes(answers))


def _activity_words(rows: pd.DataFrame, survey: Survey, levels: Mapping[str, str]) -> list[tuple[int, str]]:
    words = []
    for row, id in rows.drop_duplicates(["row", "activity"])[["row", "activity"]].itertuples(index=False):
        if not id:
            words.append((row, "activity is empty, allowed: the id of an activity"))
        elif id not in levels:
            words.append((row, f"activity {id!r}, allowed: {_allowed(id, levels)}"))
        elif levels[id] != survey.level:
            words.append((row, f"activity {id!r} is a {levels[id]}, allowed in the survey {survey.id}: {survey.level}"))
    return words


def _value_words(rows: pd.DataFrame, survey: Survey) -> list[tuple[int, str]]:
    asked, words = {question.id: question for question in survey.questions}, []
    for row, id, value, text in rows[["row", "question", "value", "text"]].itertuples(index=False):
        if id not in asked:
            words.append((row, f"question {id!r}, allowed: {_allowed(id, asked)}"))
            continue
        if asked[id].scale is None:
            if pd.notna(value) or not text:
                words.append((row, f"question {id}: value {_seen(value)}, allowed: a text and no value"))
            continue
        steps = scales()[asked[id].scale].labels
        if text or pd.isna(value) or value not in steps:
            said = ", ".join(f"{number} ({label})" for number, label in steps.items())
            words.append((row, f"question {id}: {_seen(value, text)}, allowed: {said}"))
    return words


def _twice(answers: pd.DataFrame) -> list[tuple[int, str]]:
    key = ["survey", "round", "activity", "assessor", "question"]
    again = answers[answers.duplicated(key) & (answers["activity"] != "")]
    return [
        (one.row, f"question {one.question}: a second answer of {one.assessor} on {one.activity}, allowed: one")
        for one in again.itertuples(index=False)
    ]


def _namesakes(answers: pd.DataFrame) -> list[tuple[int, str]]:
    """Two assessors with one name: answers on one activity in one round, given on different days."""
    once = answers.drop_duplicates(["survey", "round", "activity", "assessor", "answered"])
    key = ["survey", "round", "activity", "assessor"]
    first = once.drop_duplicates(key).set_index(key)["answered"]
    return [
        (
            one.row,
            f"two assessors are called {one.assessor} on {one.activity} in round {one.round}: one answered "
            f"{_day(first[(one.survey, one.round, one.activity, one.assessor)])}, one {_day(one.answered)}; "
            "allowed: a name of its own for each",
        )
        for one in once[once.duplicated(key)].itertuples(index=False)
    ]


def _day(value: object) -> str:
    return str(value)[:10]


def _seen(value: object, text: object = "") -> str:
    return repr(text) if text else "no value" if pd.isna(value) else f"{value}"


def _allowed(found: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(found, list(known), n=3)
    every = ", ".join(known)
    return every if len(every) <= 200 else f"did you mean {', '.join(close)}?" if close else f"{every[:200]} ..."


def _told(file: str, words: list[tuple[int, str]]) -> list[str]:
    lines = [f"{file} row {row}: {said}" for row, said in words[:_SHOWN]]
    more = len(words) - _SHOWN
    return lines + ([f"{file}: {counted(more, 'more row')} like the one above"] if more > 0 else [])
