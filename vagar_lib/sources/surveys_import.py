"""What did people answer? A file of answers, one row a respondent, as the tidy rows that reports read.

The layouts are the export of the project's XLSForm (Kobo, ODK), what its HTML form saves, and any other table whose
columns a mapping names. The names of respondents stay here: they become numbers within an activity and a round.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from vagar_lib import paths
from vagar_lib.errors import BadInput
from vagar_lib.sources.grants_cells import day
from vagar_lib.sources.grants_settings import fold
from vagar_lib.sources.surveys_check import FIRST_ROW, answer_findings
from vagar_lib.surveys import Question, Survey, scales

FILES = (".csv", ".xlsx", ".json")
HEAD = ("activity", "assessor", "answered")
PUBLISH = "publish"
COLUMNS = ["survey", "round", "activity", "assessor", "answered", "question", "value", "text", "publish"]
"""Columns of the tidy answers."""
_YES_NO = {"ja": True, "nej": False, "true": True, "false": False, "1": True, "0": False, "": False}
# What Kobo and ODK add to an export of their own.
_THEIR_OWN = re.compile(r"_.*|start|end|today|deviceid|username|meta|instance.*|formhub.*|submissiondate|key|intro")


def read(
    files: Iterable[Path],
    survey: Survey,
    round: str,
    levels: Mapping[str, str],
    columns: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Files of answers to one survey in one round, checked.

    Parameters
    ----------
    files : iterable of Path
        CSV (comma or semicolon, UTF-8), Excel (first sheet) or JSON. The first row has the column names.
    survey : Survey
    round : str
        What the round is called; rounds are sorted by it.
    levels : mapping of str to str
        Level of each known activity by id.
    columns : mapping, optional
        What the file calls a field: 'activity', 'assessor', 'answered', 'publish' or the id of a question. A field that
        is not there is called by its own name.

    Returns
    -------
    pandas.DataFrame
        `COLUMNS`, a row an answer. An empty answer has no row. The assessor is 'B1', 'B2' ... within the activity.

    Raises
    ------
    BadInput
        With every finding in every file, each with row and question.
    """
    known = {question.id: question for question in survey.questions}
    if unknown := [field for field in columns or {} if field not in (*HEAD, PUBLISH, *known)]:
        allowed = ", ".join((*HEAD, PUBLISH, *known))
        raise BadInput([f"columns: field {field!r}, allowed: {allowed}" for field in unknown])
    findings: list[str] = []
    respondents: list[dict[str, Any]] = []
    seen: dict[tuple[str, str], str] = {}
    for path in files:
        try:
            table = _table(path)
        except BadInput as error:
            findings += error.findings
            continue
        rows, wrong = _rows(table, paths.relative(path), round, known, columns or {}, seen)
        findings += wrong
        tidy = _tidy(rows, survey, round)
        findings += answer_findings(tidy, levels, paths.relative(path))
        respondents += rows
    if not findings and not respondents:
        findings = ["no answers: the files have no row beside the column names"]
    if findings:
        raise BadInput(findings)
    return _tidy(_numbered(respondents), survey, round)[COLUMNS]


def _table(path: Path) -> pd.DataFrame:
    """Every cell as text."""
    if not path.is_file():
        raise BadInput(f"{paths.relative(path)} is missing")
    kind = path.suffix.lower()
    if kind not in FILES:
        raise BadInput(f"{paths.relative(path)}: {kind or 'no suffix'}, allowed: {', '.join(FILES)}")
    try:
        if kind == ".json":
            entries = json.loads(path.read_text(encoding="utf-8"))
            table = pd.DataFrame(entries if isinstance(entries, list) else [entries])
        elif kind == ".xlsx":
            table = pd.read_excel(path, dtype=object, engine="calamine")
        else:
            text = path.read_text(encoding="utf-8-sig")
            mark = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
            table = pd.read_csv(path, sep=mark, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (ValueError, OSError, pd.errors.ParserError) as error:
        raise BadInput(f"{paths.relative(path)} can't be read: {' '.join(str(error).split())}") from error
    table.columns = [str(name).strip() for name in table.columns]
    return table.map(_text)


def _text(cell: object) -> str:
    if cell is None or (isinstance(cell, float) and pd.isna(cell)):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _rows(
    table: pd.DataFrame,
    file: str,
    round: str,
    known: Mapping[str, Question],
    columns: Mapping[str, str],
    seen: dict[tuple[str, str], str],
) -> tuple[list[dict[str, Any]], list[str]]:
    """Respondents with their answers by question, and what in them can't be read."""
    # A question within a group of an XLSForm is called 'group/question'.
    names = {name.rpartition("/")[2]: name for name in table.columns} | {name: name for name in table.columns}
    there = {field: names.get(columns.get(field, field)) for field in (*HEAD, PUBLISH, *known)}
    findings = [
        f"{file}: column {columns.get(field, field)!r} is missing, found: {', '.join(table.columns)}"
        for field in HEAD
        if there[field] is None
    ]
    its_round = names.get("round")
    used = {*filter(None, there.values()), its_round}
    findings += [
        f"{file}: question {name!r}, allowed: {', '.join(known)}"
        for name in table.columns
        if name not in used and not columns and not _THEIR_OWN.fullmatch(name.rpartition("/")[2].lower())
    ]
    if findings:
        return [], findings
    rows = []
    for number, cells in enumerate(table.to_dict("records"), start=FIRST_ROW):
        row, wrong = _respondent(cells, there, known)
        wrong += _again(row, f"{file} row {number}", seen)
        if its_round and cells[its_round] not in ("", round):
            wrong.append(f"round {cells[its_round]!r}, allowed: {round}")
        findings += [f"{file} row {number}: {words}" for words in wrong]
        if not wrong:
            rows.append({**row, "row": number})
    return rows, findings


def _respondent(
    cells: Mapping[str, str], there: Mapping[str, str | None], known: Mapping[str, Question]
) -> tuple[dict[str, Any], list[str]]:
    row: dict[str, Any] = {"activity": cells[there["activity"]], "assessor": cells[there["assessor"]], "answers": {}}
    wrong = [f"{field} is empty, allowed: a value" for field in ("activity", "assessor") if not row[field]]
    try:
        row["answered"] = day(cells[there["answered"]]).isoformat()
    except ValueError as error:
        wrong.append(f"answered {cells[there['answered']]!r}, allowed: {error}")
    said = fold(cells[there[PUBLISH]]) if there[PUBLISH] else ""
    if said not in _YES_NO:
        wrong.append(f"publish {said!r}, allowed: ja, nej")
    row["publish"] = _YES_NO.get(said, False)
    for id, question in known.items():
        cell = cells[there[id]] if there[id] else ""
        if not cell:
            continue
        if question.scale is None:
            row["answers"][id] = " ".join(cell.split())
            continue
        steps = scales()[question.scale].labels
        words = {fold(f"{step.label}. {step.meaning}"): step.value for step in scales()[question.scale].steps}
        words |= {str(value): value for value in steps} | {fold(label): value for value, label in steps.items()}
        if fold(cell) in words:
            row["answers"][id] = words[fold(cell)]
        else:
            allowed = ", ".join(f"{value} ({label})" for value, label in steps.items())
            wrong.append(f"question {id}: {cell!r}, allowed: {allowed}")
    return row, wrong


def _again(row: Mapping[str, Any], here: str, seen: dict[tuple[str, str], str]) -> list[str]:
    """A name that has answered about the activity before."""
    key = row["activity"], fold(row["assessor"])
    first = seen.setdefault(key, here)
    if first == here or not all(key):
        return []
    return [
        f"{row['assessor']!r} has answered about {row['activity']} in {first} already, allowed: one answer each; if "
        "they are two assessors with one name, give them names of their own"
    ]


def _numbered(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Respondents as numbers within their activity, in the order they answered."""
    counts: dict[str, int] = {}
    numbered = []
    for row in sorted(rows, key=lambda row: (row["activity"], row["answered"])):
        counts[row["activity"]] = counts.get(row["activity"], 0) + 1
        numbered.append({**row, "assessor": f"B{counts[row['activity']]}"})
    return numbered


def _tidy(rows: Iterable[dict[str, Any]], survey: Survey, round: str) -> pd.DataFrame:
    kinds = {question.id: question.scale for question in survey.questions}
    long = [
        {
            "row": row.get("row"), "survey": survey.id, "round": round, "activity": row["activity"],
            "assessor": row["assessor"], "answered": row["answered"], "question": id,
            "value": value if kinds[id] else None, "text": "" if kinds[id] else value, "publish": row["publish"],
        }
        for row in rows
        for id, value in row["answers"].items()
    ]  # fmt: skip
    return pd.DataFrame(long, columns=["row", *COLUMNS]).astype({"value": "Int64"})
