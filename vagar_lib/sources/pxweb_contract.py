"""Is the table still what we take it for? A declared generation held against the metadata, and made into a question."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from vagar_lib import regions
from vagar_lib.errors import BadInput
from vagar_lib.sources.jsonstat_about import Description
from vagar_lib.sources.pxweb_select import resolve
from vagar_lib.sources.pxweb_tables import Declared, Generation


class Misfit(NamedTuple):
    """A way in which a table is no longer what is declared: for the command line, and for the status page."""

    text: str
    swedish: str


class Unlike(BadInput):
    """A table is not what is declared; ``swedish`` says so for the status page."""

    def __init__(self, misfits: Iterable[Misfit]):
        misfits = [*misfits]
        told = [f"{misfit.swedish}." for misfit in misfits if misfit.swedish]
        self.swedish = " ".join([*told, "Rätta tabellen i parameters/tables.yml; det som fanns ligger kvar."])
        super().__init__([misfit.text for misfit in misfits])


@dataclass(frozen=True)
class Question:
    """What to ask of a generation.

    Attributes
    ----------
    selection : dict
        Codes by variable, in the order of the table. Empty when none of the places wanted is in the table.
    absent : list of str
        Regions that were wanted and are not in the table.
    """

    selection: dict[str, list[str]]
    absent: list[str]


def question(table: Declared, part: Generation, about: Description, places: Iterable[str] = ()) -> Question:
    """What to ask for, in the codes that the table has now.

    Parameters
    ----------
    table, part
        The declared table and which of its generations.
    about : Description
        Metadata of that generation.
    places : iterable of str
        Codes of regions; none means all of the table's levels.

    Raises
    ------
    Unlike
        With every way in which the table is no longer what is declared: a variable that is gone or new, a code
        that is gone, a measure that is called something else, a variable that may no longer be left out.
    """
    findings = [*_variables(table, part, about), *_left_out(part, about), *_measures(table, part, about)]
    selection: dict[str, list[str]] = {}
    wanted = {name: [code] for name, code in part.totals.items()} | part.select
    wanted.setdefault(table.time, ["*"])
    for name in about.labels:
        if name == table.measure:
            selection[name] = [*part.measures] if "*" not in part.measures else about.codes(name)
        elif name in wanted:
            try:
                selection[name] = resolve(wanted[name], about.codes(name))
            except BadInput as error:
                wrong = ", ".join(wanted[name])
                findings += [
                    Misfit(f"variable {name}: {finding}", f"Variabeln {name} har inte längre allt av {wrong}")
                    for finding in error.findings[:1]
                ]
                findings += [Misfit(f"variable {name}: {finding}", "") for finding in error.findings[1:]]
        elif name == table.region:
            selection[name] = []  # in its place; filled below
    if findings:
        raise Unlike(findings)
    asked = _places(table.levels, places)
    there = set(about.codes(table.region))
    selection[table.region] = [code for code in asked if code in there]
    absent = [code for code in asked if code not in there]
    return Question(selection if selection[table.region] else {}, absent)


def _places(levels: Iterable[str], places: Iterable[str]) -> list[str]:
    of_levels = [code for code in regions.codes() if regions.region(code).level in levels]
    chosen = set(places)
    return [code for code in of_levels if not chosen or code in chosen]


def _variables(table: Declared, part: Generation, about: Description) -> list[Misfit]:
    known = [table.region, table.time, table.measure, *part.variables()]
    has = ", ".join(about.labels)
    gone = [name for name in dict.fromkeys(known) if name not in about.labels]
    new = [name for name in about.labels if name not in known]
    findings = []
    for name in gone:
        close = difflib.get_close_matches(name, new or list(about.labels), n=1, cutoff=0.4)
        hint = f"; is it called {close[0]} now?" if close else ""
        fraga = f"; heter den {close[0]} nu?" if close else ""
        text = f"variable {name} is not there, the table has: {has}{hint}"
        findings.append(Misfit(text, f"Variabeln {name} finns inte, tabellen har {has}{fraga}"))
    for name in new:
        if name in about.optional:
            what = "could be left out" if not gone else "is not declared"
            text = f"variable {name} {what}; add it to left_out or to totals"
            findings.append(Misfit(text, f"Variabeln {name} är inte deklarerad; lägg den i left_out eller totals"))
        else:
            codes = ", ".join(about.codes(name)[:8])
            text = f"variable {name} is not declared and must be asked for; give one of its codes: {codes}"
            findings.append(Misfit(text, f"Variabeln {name} är ny och måste anges; ange en av koderna {codes}"))
    return findings


def _left_out(part: Generation, about: Description) -> list[Misfit]:
    codes = {name: ", ".join(about.codes(name)[:8]) for name in part.left_out if name in about.labels}
    return [
        Misfit(
            f"variable {name} may no longer be left out; give the code of its total under totals, one of: {listed}",
            f"Variabeln {name} får inte längre utelämnas; ange totalens kod under totals, en av {listed}",
        )
        for name, listed in codes.items()
        if name not in about.optional
    ]


def _measures(table: Declared, part: Generation, about: Description) -> list[Misfit]:
    if table.measure not in about.labels:
        return []
    labels = about.labels[table.measure]
    listed = ", ".join(f"{code} ({label})" for code, label in labels.items())
    findings = []
    for code, label in part.measures.items():
        if code == "*":
            if len(labels) > 1:
                text = f"variable {table.measure}: one measure is expected, the table has: {listed}"
                findings.append(Misfit(text, f"Tabellen ska ha ett mått men har {listed}"))
            code = next(iter(labels))
        if code not in labels:
            text = f"variable {table.measure}: '{code}' is not there, the table has: {listed}"
            findings.append(Misfit(text, f"Måttet {code} finns inte, tabellen har {listed}"))
        elif label is not None and labels[code].casefold() != label.casefold():
            text = f"variable {table.measure}: '{code}' is called '{labels[code]}', expected: '{label}'"
            findings.append(Misfit(text, f"Måttet {code} heter ”{labels[code]}”, väntat ”{label}”"))
    return findings
