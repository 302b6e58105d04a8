"""How do people answer? Each survey as an XLSForm for Kobo and ODK, and as a page that works without a network."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
from markupsafe import Markup
from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from vagar_lib.errors import BadInput
from vagar_lib.pipeline.files import write_text
from vagar_lib.pipeline.page.style import TEMPLATES, environment
from vagar_lib.surveys import LEVELS, Survey, scales

PUBLISH = "Får det du har skrivit med egna ord publiceras?"
PUBLISH_HELP = "Stegen på skalorna publiceras bara sammanräknade. Utan ditt ja visas dina texter inte i rapporten."
ASSESSOR = "Ditt namn eller en kod"
ASSESSOR_HELP = "Används bara för att skilja svaren åt. Namnet sparas inte i underlaget."
Sheet = list[dict[str, str]]


def xlsform(survey: Survey, round: str, activities: Mapping[str, str]) -> dict[str, Sheet]:
    """The sheets of a survey as an XLSForm.

    Parameters
    ----------
    survey : Survey
    round : str
        What the round is called; every answer carries it.
    activities : mapping of str to str
        Name of each activity to choose from, by id.

    Returns
    -------
    dict of str to list of dict
        ``survey, choices, settings``: a dict a row, by column.
    """
    rows: Sheet = [
        {"type": "note", "name": "intro", "label": survey.intro},
        {
            "type": "select_one insats", "name": "activity", "label": f"{LEVELS[survey.level]} som svaret gäller",
            "required": "yes",
        },
        {"type": "text", "name": "assessor", "label": ASSESSOR, "hint": ASSESSOR_HELP, "required": "yes"},
        {"type": "date", "name": "answered", "label": "Dag för svaret", "required": "yes", "default": "today()"},
        {"type": "calculate", "name": "round", "calculation": f"'{round}'"},
    ]  # fmt: skip
    for question in survey.questions:
        words = {"name": question.id, "label": question.text, "hint": question.help}
        kind = {"type": f"select_one {question.scale}"} if question.scale else {"type": "text"}
        rows.append({**kind, **words, **({} if question.scale else {"appearance": "multiline"})})
    rows.append(
        {"type": "select_one ja_nej", "name": "publish", "label": PUBLISH, "hint": PUBLISH_HELP, "required": "yes"}
    )
    used = dict.fromkeys(question.scale for question in survey.questions if question.scale)
    choices: Sheet = [{"list_name": "insats", "name": id, "label": name} for id, name in activities.items()]
    choices += [
        {"list_name": scale, "name": str(step.value), "label": f"{step.label}. {step.meaning}"}
        for scale in used
        for step in scales()[scale].steps
    ]
    choices += [{"list_name": "ja_nej", "name": name, "label": name.capitalize()} for name in ("ja", "nej")]
    settings = {"form_title": survey.title, "form_id": f"vagar_{survey.id}", "version": round}
    return {"survey": rows, "choices": choices, "settings": [settings]}


def write_xlsform(path: Path, sheets: Mapping[str, Sheet]) -> None:
    """Write an XLSForm that pyxform accepts.

    Raises
    ------
    BadInput
        When pyxform does not accept it, with what it says; nothing is written.
    """
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet, columns = book.create_sheet(name), list(dict.fromkeys(column for row in rows for column in row))
        sheet.append(columns)
        for number, row in enumerate(rows, start=2):
            for at, column in enumerate(columns, start=1):
                cell = sheet.cell(number, at)
                cell.value = row.get(column, "")
                cell.data_type = "s"
    content = BytesIO()
    book.save(content)
    try:
        convert(content.getvalue(), file_type=".xlsx", validate=False)
    except PyXFormError as error:
        raise BadInput(f"{path.name}: pyxform does not accept the form: {error}") from error
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.getvalue())


def write_html(path: Path, survey: Survey, round: str, activities: Mapping[str, str]) -> None:
    """Write a survey as a page that asks no other computer for anything and saves the answer as a file.

    Its script and style are in the page, and the page's own policy lets nothing else run.
    """
    script, style = ((TEMPLATES / name).read_text("utf-8") for name in ("form.js", "form.css"))
    page = environment().get_template("form.html.j2")
    questions: list[dict[str, Any]] = [
        {"asked": question, "steps": scales()[question.scale].steps if question.scale else []}
        for question in survey.questions
    ]
    html = page.render(
        survey=survey, round=round, activities=activities, questions=questions, level=LEVELS[survey.level],
        script=Markup(script), style=Markup(style), script_hash=_hash(script), style_hash=_hash(style),
        assessor=ASSESSOR, assessor_help=ASSESSOR_HELP, publish=PUBLISH, publish_help=PUBLISH_HELP,
    )  # fmt: skip
    write_text(path, html)


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
