"""What have people learnt and decided, and what is to be followed up next? Tables of texts and days."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from vagar_lib import regions
from vagar_lib.display import sentences, text
from vagar_lib.display.table import Table, written
from vagar_lib.metrics.portfolio import SOON
from vagar_lib.surveys import Question

ROLES = {"lesson": "Lärdom", "decision": "Beslut", "conflict": "Målkonflikt"}
STATES = {
    "overdue": ("✗", "Försenad"),
    "due": ("▲", "Nära"),
    "later": ("■", "Senare"),
    "unplanned": ("–", "Ny dag saknas"),
    "ended": ("–", "Avslutad"),
}
"""Symbol and word of where an activity stands."""


def said(answers: pd.DataFrame, activities: pd.DataFrame, questions: Mapping[str, Question]) -> Table:
    """What may be published of what people wrote, newest round first; a text that several wrote is shown once.

    Parameters
    ----------
    answers : DataFrame
        ``round, activity, question, text``; a text that may not be published is empty.
    activities : DataFrame
    questions : mapping of Question
    """
    names = activities.set_index("id")["name"]
    rows = answers[(answers["text"] != "") & answers["activity"].isin(activities["id"])]
    rows = rows.assign(role=[questions[id].role for id in rows["question"]])
    rows = rows.drop_duplicates(["round", "activity", "role", "text"])
    rows = rows.sort_values(["round", "role", "activity"], ascending=[False, True, True], kind="stable")
    cells = [
        [ROLES[row.role], row.text, f"{row.activity} {names[row.activity]}", row.round]
        for row in rows.itertuples(index=False)
    ]
    return written([("Slag", False), ("Text", False), ("Insats", False), ("Omgång", True)], cells, cells)


def said_title(table: Table) -> str:
    """How many lessons, decisions and conflicts may be published."""
    kinds = [row[0] for row in table.raw]
    words = {
        "Lärdom": ("lärdom", "lärdomar"),
        "Beslut": ("beslut", "beslut"),
        "Målkonflikt": ("målkonflikt", "målkonflikter"),
    }
    counts = [text.counted(kinds.count(kind), *forms) for kind, forms in words.items() if kind in kinds]
    return f"{text.listed(counts)} får publiceras" if counts else "Inga texter får publiceras"


def withheld() -> str:
    """That texts without a yes are not shown, and where to search."""
    return (
        "Bara texter som den svarande har sagt ja till att publicera visas. Sök i tabellen med webbläsarens egen "
        "sökning, eller i arbetsboken med alla tabeller."
    )


def planned(rows: pd.DataFrame) -> Table:
    """Activities whose follow-up is overdue, near or without a day, the most urgent first.

    Parameters
    ----------
    rows : DataFrame
        As `metrics.portfolio.follow_up` gives it.
    """
    order = list(STATES)
    shown = rows[rows["state"].isin(["overdue", "due", "unplanned"])]
    shown = shown.sort_values(["state", "follow_up"], key=lambda c: c.map(order.index) if c.name == "state" else c)
    cells, raw = [], []
    for row in shown.itertuples(index=False):
        day = "–" if pd.isna(row.follow_up) else f"{row.follow_up:%Y-%m-%d}"
        last = "Aldrig" if pd.isna(row.answered) else f"{row.answered:%Y-%m-%d}"
        state = " ".join(STATES[row.state])
        cells.append([f"{row.id} {row.name}", regions.name(row.region), day, last, state])
        raw.append([f"{row.id} {row.name}", regions.name(row.region), day, last, STATES[row.state][1]])
    heads = [("Insats", False), ("Plats", False), ("Planerad dag", False), ("Senaste svar", False), ("Läge", False)]
    return written(heads, cells, raw)


def planned_title(rows: pd.DataFrame) -> str:
    """How many follow-ups are overdue and near."""
    if rows.empty:
        return "Inga insatser finns att följa upp"
    late, near = (int((rows["state"] == state).sum()) for state in ("overdue", "due"))
    one = "uppföljning är försenad" if late == 1 else "uppföljningar är försenade"
    return (
        f"{text.upper_first(sentences.count_or_none(late, 'inga'))} {one}, {sentences.count_or_none(near)} ska göras "
        f"inom {SOON} dagar"
    )
