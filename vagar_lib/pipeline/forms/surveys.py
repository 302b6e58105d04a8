"""How do surveys get out, and answers in? Forms to fill in, and a checked import into ``data/raw/surveys``."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
import yaml

from vagar_lib import paths, surveys
from vagar_lib.errors import BadInput
from vagar_lib.pipeline.files import write_text
from vagar_lib.pipeline.forms.survey_form import write_html, write_xlsform, xlsform
from vagar_lib.sources import border, provenance, surveys_import
from vagar_lib.sources.provenance import ACTIVITIES, ANSWERS
from vagar_lib.surveys import Survey

FOLDER = "enkater"
"""Folder of the forms, in ``outputs``."""
ROUND = r"\d{4}(-\d{1,2})?"


@dataclass(frozen=True)
class Imported:
    """What was taken in.

    Attributes
    ----------
    path : Path
        The file of answers, with its provenance beside.
    respondents, activities, answers : int
        How many, in the files that were read.
    """

    path: Path
    respondents: int
    activities: int
    answers: int


def export(ids: Iterable[str], round: str, name: str, folder: Path | None = None) -> list[Path]:
    """Write surveys as XLSForm and as a page to fill in.

    Parameters
    ----------
    ids : iterable of str
        Surveys; all of them when there are none.
    round : str
        What the round is called: a year, or a year and a number ('2026-2').
    name : str
        Which activities to choose from: ``data/raw/surveys/<name>_insatser.csv``.
    folder : Path, optional
        Where to; ``outputs/enkater`` by default.

    Returns
    -------
    list of Path
        The files, two a survey.

    Raises
    ------
    BadInput
        For an unknown survey, a round of another form, a missing register, or a form that pyxform does not accept.
    """
    known = activities(name)
    chosen = _chosen(ids)
    _check_round(round)
    folder = folder or paths.outputs() / FOLDER
    written = []
    for survey in chosen:
        names = dict(known.loc[known["level"] == survey.level, ["id", "name"]].itertuples(index=False))
        form, page = (folder / f"{survey.id}_{round}{ending}" for ending in (".xlsx", ".html"))
        write_xlsform(form, xlsform(survey, round, names))
        write_html(page, survey, round, names)
        written += [form, page]
    return written


def take_in(
    files: Sequence[Path], id: str, round: str, name: str, columns: Path | None = None, replace: bool = False
) -> Imported:
    """Read answers to one survey in one round into ``data/raw/surveys/<name>_svar.csv``.

    Parameters
    ----------
    files : sequence of Path
        CSV, Excel or JSON; see `vagar_lib.sources.surveys_import.read`.
    id, round, name : str
        As for `export`.
    columns : Path, optional
        YAML with what the files call the fields.
    replace : bool
        Put the answers in the place of those that the round has of the survey; otherwise that is an error.

    Returns
    -------
    Imported

    Raises
    ------
    BadInput
        With everything that does not fit; nothing is written.
    """
    survey = surveys.survey(id)
    _check_round(round)
    known = activities(name)
    levels = dict(known[["id", "level"]].itertuples(index=False))
    rows = surveys_import.read(files, survey, round, levels, _mapping(columns))
    path = paths.raw() / provenance.SURVEYS / f"{name}{ANSWERS}.csv"
    before = border.read_file(path) if path.exists() else pd.DataFrame(columns=surveys_import.COLUMNS)
    same = (before["survey"] == survey.id) & (before["round"] == round)
    if same.any() and not replace:
        raise BadInput(
            f"{paths.relative(path)} has answers to {survey.id} in round {round} already, allowed: another round, or "
            "--replace to put these in their place"
        )
    _write(path, pd.concat([before[~same], rows], ignore_index=True))
    people = rows[["activity", "assessor"]].drop_duplicates()
    return Imported(path, len(people), people["activity"].nunique(), len(rows))


def activities(name: str) -> pd.DataFrame:
    """The register of activities of this name.

    Raises
    ------
    BadInput
        There is none, or it is not what its provenance says.
    """
    known = provenance.survey_files()
    if f"{name}{ACTIVITIES}" not in known:
        there = ", ".join(stem.removesuffix(ACTIVITIES) for stem in known) or "none yet"
        raise BadInput(f"data/raw/{provenance.SURVEYS}/{name}{ACTIVITIES}.csv does not exist, allowed: {there}")
    return border.read_file(known[f"{name}{ACTIVITIES}"])


def _chosen(ids: Iterable[str]) -> list[Survey]:
    names, findings, found = list(dict.fromkeys(ids)) or list(surveys.surveys()), [], []
    for id in names:
        try:
            found.append(surveys.survey(id))
        except BadInput as error:
            findings += error.findings
    if findings:
        raise BadInput(findings)
    return found


def _check_round(round: str) -> None:
    if not re.fullmatch(ROUND, round):
        raise BadInput(f"round {round!r}, allowed: a year such as 2026, or a year and a number such as 2026-2")


def _mapping(path: Path | None) -> dict[str, str]:
    if path is None:
        return {}
    if not path.is_file():
        raise BadInput(f"{paths.relative(path)} is missing")
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(found, dict) or not all(isinstance(part, str) for pair in found.items() for part in pair):
        raise BadInput(f"{paths.relative(path)}: allowed are lines of the form  field: column of the file")
    return found


def _write(path: Path, rows: pd.DataFrame) -> None:
    """The answers, sorted, and their provenance."""
    days = pd.to_datetime(rows["answered"]).dt.strftime("%Y-%m-%d")
    told = rows.assign(answered=days, publish=rows["publish"].map({True: "true", False: "false"}))
    told = told.sort_values(["round", "survey", "activity", "assessor"], kind="stable")
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(surveys_import.COLUMNS)
    for row in told[surveys_import.COLUMNS].itertuples(index=False):
        writer.writerow(["" if pd.isna(cell) else cell for cell in row])
    beside = path.with_suffix(".yml")
    if beside.exists():
        known = yaml.safe_load(beside.read_text(encoding="utf-8"))
    else:
        register = provenance.load(path.with_name(path.name.replace(ANSWERS, ACTIVITIES)).with_suffix(".yml"))
        known = {
            "title": "Svar på enkäterna om insatser, processer och strategier",
            "publisher": register.publisher,
            "licence": register.licence,
            "definition": "Svar på frågorna i parameters/surveys, ett svar i taget. Bedömarna är bara nummer.",
            "coverage": register.coverage,
            "notes": ["Fritext visas bara när den som svarade har sagt att den får publiceras."],
            "kind": "register",
            "key": ["survey", "round", "activity", "assessor", "question"],
            "columns": COLUMNS,
            "example": register.example,
        }
    content = text.getvalue()
    known |= {"retrieved": date.today(), "sha256": hashlib.sha256(content.encode()).hexdigest()}
    write_text(path, content)
    write_text(beside, yaml.safe_dump(known, allow_unicode=True, sort_keys=False, width=120))


COLUMNS = {
    "survey": {"type": "text", "description": "Enkätens id i parameters/surveys"},
    "round": {"type": "text", "description": "Omgång, som sorterar i tidsordning"},
    "activity": {"type": "text", "description": "Insatsens id"},
    "assessor": {"type": "text", "description": "Bedömare, ett nummer inom insatsen och omgången"},
    "answered": {"type": "date", "description": "Dag för svaret"},
    "question": {"type": "text", "description": "Frågans id"},
    "value": {"type": "integer", "optional": True, "description": "Steg på skalan"},
    "text": {"type": "text", "optional": True, "description": "Fritext"},
    "publish": {"type": "boolean", "description": "Om fritexten får publiceras"},
}
"""What a file of answers declares its columns to be."""
