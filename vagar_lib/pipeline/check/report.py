"""What did the check of the pages find? Its findings, where they are kept, and what each rule is about."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from vagar_lib import paths
from vagar_lib.pipeline import files
from vagar_lib.words import counted


@dataclass(frozen=True)
class Rule:
    """A rule that pages are held to.

    Attributes
    ----------
    advice : str
        What to do about a finding.
    said : str
        What a finding means to a reader, in Swedish, for the accessibility statement; ``''`` when the rule is not
        about accessibility.
    """

    advice: str
    said: str = ""


RULES: Mapping[str, Rule] = {
    "html": Rule("mend the template that wrote it", "Koden följer inte standarden, så hjälpmedel kan tolka den fel."),
    "link": Rule("mend the address, or make what it leads to", "Det finns länkar som inte leder någonstans."),
    "external": Rule("put the file into the site; pages ask no other host for anything"),
    "script": Rule("put code into a file of the site, and let the page have its policy (base.html.j2)"),
    "weight": Rule("show fewer or smaller figures; fold out what is seldom read"),
    "number": Rule("mend what computed it; a missing value is written '..' with its reason"),
    "unit": Rule("write the value with its unit (display.sentences.amount)"),
    "spelling": Rule("mend it where it is written; put a word that is right into parameters/words.txt"),
    "verdict": Rule("make sentence, symbol and word from one judged row"),
    "edition": Rule("put back the file as it was, from data/published or from where it is published"),
    "name": Rule("do not publish; take the recipient out of what made the file"),
    "example": Rule("give the figure its mark (example), or make it from real figures"),
    "language": Rule("write lang='sv' on the page", "Sidans språk anges inte (WCAG 3.1.1)."),
    "title": Rule("give the page a title of its own", "Sidor saknar en egen titel (WCAG 2.4.2)."),
    "heading": Rule(
        "give the page one h1, and headings that go down one level at a time",
        "Rubriknivåerna följer inte på varandra (WCAG 1.3.1).",
    ),
    "landmark": Rule("give the page one main", "Sidans huvudinnehåll är inte utmärkt (WCAG 1.3.1)."),
    "alternative": Rule("give it a text that says the finding", "Bilder saknar textalternativ (WCAG 1.1.1)."),
    "table": Rule("give the table a caption, and heads with scope", "Tabeller saknar rubrikceller (WCAG 1.3.1)."),
    "id": Rule("give each element an id of its own", "Hjälpmedel kan inte skilja delar av sidan åt (WCAG 4.1.2)."),
    "axe": Rule("see the help of the rule at axe-core", "En automatisk tillgänglighetskontroll har anmärkningar."),
}


@dataclass(frozen=True)
class Finding:
    """Something to mend: in which file, where in it, against which rule, and what was found."""

    file: str
    place: str
    rule: str
    text: str

    @property
    def advice(self) -> str:
        """What to do about it."""
        return RULES[self.rule].advice


@dataclass(frozen=True)
class Report:
    """What a check found.

    Attributes
    ----------
    findings : tuple of Finding
    pages : int
        Pages that were looked at.
    browser : bool
        Whether axe looked at them in a browser.
    finished : str
        When, ISO 8601.
    notes : tuple of str
        What could not be looked at, and what to do about it.
    """

    findings: tuple[Finding, ...]
    pages: int
    browser: bool
    finished: str
    notes: tuple[str, ...] = ()

    def as_json(self) -> str:
        """The report as text, each finding with its advice."""
        found = [{**asdict(finding), "advice": finding.advice} for finding in self.findings]
        return json.dumps({**asdict(self), "findings": found}, ensure_ascii=False, indent=1) + "\n"

    def lines(self) -> Iterator[str]:
        """The report for a terminal: rule by rule what to do, and where."""
        for rule, findings in self.by_rule().items():
            yield f"{rule}: {RULES[rule].advice}"
            for one in findings:
                place = f", {one.place}" if one.place else ""
                yield f"  {one.file}{place}: {one.text}"
        yield from self.notes
        yield f"{counted(self.pages, 'page')}, {counted(len(self.findings), 'finding')}"

    def by_rule(self) -> dict[str, list[Finding]]:
        """Findings by rule, in the order of the rules."""
        return {name: those for name in RULES if (those := [one for one in self.findings if one.rule == name])}


def path() -> Path:
    """File of the last check of the project's own site."""
    return paths.outputs() / "check.json"


def save(report: Report) -> None:
    """Keep the report as the last one."""
    files.write_text(path(), report.as_json())


def last() -> Report | None:
    """The last check of the project's own site; None when there has been none that can be read."""
    try:
        kept = json.loads(path().read_text(encoding="utf-8"))
        found, notes = _findings(kept["findings"]), tuple(kept.get("notes", ()))
        return Report(found, kept["pages"], kept["browser"], kept["finished"], notes)
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def _findings(kept: Iterable[Mapping[str, str]]) -> tuple[Finding, ...]:
    return tuple(Finding(one["file"], one["place"], one["rule"], one["text"]) for one in kept if one["rule"] in RULES)
