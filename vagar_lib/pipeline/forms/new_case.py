"""How does a case begin? A file in ``parameters/cases`` with every field explained, and what is left to fill in."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from pathlib import Path

import yaml

from vagar_lib import paths, regions
from vagar_lib.cases import FOLDER, ID, Finding, read
from vagar_lib.conflict_guide import guide
from vagar_lib.errors import BadInput
from vagar_lib.goals import goals
from vagar_lib.strategy import strategy

LEFT = {
    "incomplete": "is missing",
    "skipped": "step has not been gone through",
    "undated": "step has no date under done",
    "sami": "the Sami question has not been asked",
    "unmet": "is harmed, and no measure is against it",
    "uninvited": "is affected but not invited",
    "open_conflict": "conflict has neither a measure nor a decision",
    "no_owner": "measure has no owner",
    "no_due": "measure has no date",
    "overdue": "measure is overdue",
    "process": "has no answer in process",
    "method": "is not what the guide suggests, and reason is empty",
    "decision": "process says decided, and decided is empty",
    "learning": "process says written down, and learned is empty",
}
"""What a finding is called on the command line."""

_TEMPLATE = """\
# A case tested for goal conflicts. docs/goal-conflicts.md explains every field. Write Swedish, and no names of persons.

id: {id}
title: {title}
example: false
places: {places}  # codes of the county or the municipalities it is about
summary: {summary}
owner: {owner}  # a role or a unit

# The day each step was gone through, such as 2026-03-04; null as long as it has not been.
done: {{rus: null, sustainability: null, actors: null, measures: null}}

# Step 1, RUS-säkra. A line for each part of the strategy that is influenced:
#   - {{about: {part}, effect: negative, direct: true, how: Varför.}}
# about: {parts}
# effect: positive, negative, mixed, none
strategy: []

# Step 2, hållbarhetssäkra. The same for the goals of parameters/goals.yml, and for the global goals by number:
#   - {{about: "13", effect: positive, direct: false, how: Varför.}}
# about: {goals}
goals: []
sdg: []

# Step 3, aktörssäkra. Who affects, who is affected, and who is not at the table?
#   - {{name: Byalaget, affects: false, affected: true, power: small, invited: false, interest: Vad de vill.}}
# power: small, some, large
actors: []

# Sami society is always asked. asked: true needs who and answer.
sami: {{asked: false, who: "", answer: ""}}

# Step 4, åtgärder. Conflicts between goals, and measures against what is harmed (ids from above) or a conflict's id:
#   - {{id: mark, title: Samma mark, between: [energi, natur], decision: ""}}
conflicts: []
#   - {{what: Det som ska göras., against: [mark], owner: Enheten, due: 2026-12-31, done: null}}
measures: []

# The way through the decision guide; several where it says so.
process:
{process}
reason: ""  # why another method than the guide suggests
decided: ""  # what was decided, for how long
learned: ""  # what the next case can use
"""


def create(
    id: str, *, title: str, places: Sequence[str], summary: str = "", owner: str = ""
) -> tuple[Path, list[Finding]]:
    """Write the file of a new case and read it back.

    Parameters
    ----------
    id : str
        Name of the file: small letters a–z, digits and ``_``.
    title, summary, owner : str
    places : sequence of str
        Codes of counties and municipalities.

    Returns
    -------
    tuple of (Path, list of Finding)
        The file, and what is left to fill in.

    Raises
    ------
    BadInput
        The name can't be used or is taken, a place does not exist; nothing is written.
    """
    folder = paths.parameters() / FOLDER
    path = folder / f"{id}.yml"
    findings = []
    if not re.fullmatch(ID, id):
        findings.append(f"case {id!r}, allowed: small letters a–z, digits and _, beginning with a letter")
    elif path.exists():
        findings.append(f"{paths.relative(path)} exists already; choose another name, or edit it")
    if not title.strip():
        findings.append("the title is empty, allowed: any words")
    if not places:
        findings.append("no place is given, allowed: codes of counties and municipalities")
    for code in places:
        try:
            if regions.region(code).level == "riket":
                findings.append(f"place {code!r}, allowed: codes of counties and municipalities")
        except BadInput as error:
            findings += error.findings
    if findings:
        raise BadInput(findings)
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(_text(id, title.strip(), places, summary.strip(), owner.strip()), encoding="utf-8")
    return path, read(path).findings(datetime.date.today())


def _text(id: str, title: str, places: Sequence[str], summary: str, owner: str) -> str:
    plan = strategy()
    parts = [part.id for part in [*plan.vision, *plan.priorities]]
    process = "".join(
        f"  {step.id}: []  # {', '.join(step.ids)}{' (several)' if step.many else ''}\n" for step in guide().steps
    )
    return _TEMPLATE.format(
        id=id,
        title=_quoted(title),
        places=_quoted(list(dict.fromkeys(places))),
        summary=_quoted(summary),
        owner=_quoted(owner),
        part=parts[0],
        parts=", ".join(parts),
        goals=", ".join(goals().ids),
        process=process.rstrip("\n"),
    )


def _quoted(value: str | list[str]) -> str:
    """A value as YAML on one line, every text in quotes so that codes stay text."""
    written = yaml.safe_dump(value, allow_unicode=True, default_style='"', default_flow_style=True, width=10**6)
    return written.strip()


def line(finding: Finding) -> str:
    """A finding in a line.

    Examples
    --------
    >>> line(Finding("skipped", "RUS-säkra"))
    'RUS-säkra: step has not been gone through'
    """
    return f"{finding.about}: {LEFT[finding.kind]}" if finding.about else LEFT[finding.kind]
