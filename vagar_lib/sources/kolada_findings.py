"""What in Kolada is not as the project takes it for? Its catalogue, groups and places against the registers."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from vagar_lib import paths, regions
from vagar_lib.indicators import Register
from vagar_lib.sources.fetch.source import Finding, Proposal
from vagar_lib.sources.kolada_catalogue import GROUPS, SOURCE, Group, KeyFigure, Place, codes, line

_SEVERAL = 5  # findings of a kind that are told one by one


def register_findings(register: Register, figures: Mapping[str, KeyFigure]) -> Iterator[Finding | Proposal]:
    """What in the catalogue is not as the register says, and the changes that would mend it."""
    moved: dict[str, Finding] = {}
    for indicator in register:
        for id in filter(None, (indicator.kolada, indicator.uncertainty)):
            if id not in figures:
                advice = f"Set state: ended in the entry {indicator.id}, or give another id."
                swedish = (
                    f"Finns inte längre i Koladas katalog. Sätt state: ended för {indicator.id} i registret, eller byt "
                    "id."
                )
                yield Finding(SOURCE, id, f"is no longer in Kolada's catalogue. {advice}", swedish, "contract")
        figure = figures.get(indicator.kolada or "")
        if figure is None:
            continue
        title, planned = line(figure.title), (figure.publication_date or "")[:10]
        if indicator.id == indicator.kolada and title != indicator.title:
            yield _note(
                indicator.id,
                f"the title was {indicator.title!r}, Kolada now has {title!r}",
                f"Titeln var ”{indicator.title}” och är nu ”{title}”",
            )
            yield Proposal(indicator.id, "title", title)
        ended = re.search(r"\(-(\d{4})\)\s*$", title)
        if ended and indicator.state == "active":
            yield _note(
                indicator.id,
                f"Kolada's title says that the series ended in {ended[1]}",
                f"Titeln säger att serien slutade {ended[1]}",
            )
            yield Proposal(indicator.id, "state", "ended")
        if indicator.state != "active" or (ended and not planned):
            continue
        known = indicator.next_publication.isoformat() if indicator.next_publication else ""
        if known and not planned:
            yield _note(
                indicator.id,
                f"Kolada plans no publication any more; the register says {known}",
                f"Kolada planerar ingen publicering längre; registret har {known}",
            )
            yield Proposal(indicator.id, "next_publication", None)
        elif planned and planned != known:
            moved[indicator.id] = _note(
                indicator.id,
                f"the next publication is {planned}; the register says {known or 'nothing'}",
                f"Nästa publicering är {planned}; registret har {known or 'inget datum'}",
            )
            yield Proposal(indicator.id, "next_publication", planned)
    yield from moved.values() if len(moved) <= _SEVERAL else [_moved(moved)]


def group_findings(entries: list[Group]) -> Iterator[Finding]:
    """Groups that the reports compare with whose members are others now."""
    known = codes()
    now = {entry.id: {known[member.id] for member in entry.members if member.id in known} for entry in entries}
    for group, members in _compared_groups().items():
        if group not in now:
            text = f"Kolada no longer has the group {group}; reports compare with its former members."
            swedish = f"Gruppen {group} finns inte längre i Kolada; rapporterna jämför med dess tidigare medlemmar."
            yield Finding(SOURCE, GROUPS, text, swedish, "contract")
        elif now[group] != members:
            come, gone = (_named(which) for which in (now[group] - members, members - now[group]))
            kinds = (("now has", "har fått", come), ("no longer has", "har inte längre", gone))
            parts = [(f"{english} {which}", f"{swedish} {which}") for english, swedish, which in kinds if which]
            words, told = (" and ".join(one for one, _ in parts), " och ".join(one for _, one in parts))
            advice = "Update kolada_groups in data/raw/snapshot if the reports should follow."
            swedish = f"Gruppen {group} {told}. Ändra kolada_groups i data/raw/snapshot om rapporterna ska följa med."
            yield Finding(SOURCE, GROUPS, f"group {group} {words}. {advice}", swedish)


def place_findings(places: list[Place]) -> Iterator[Finding]:
    """Places of the region register that Kolada lacks, and places of Kolada's that the register lacks."""
    there, known = {place.id: place.title for place in places}, codes()
    for kolada, code in known.items():
        if kolada not in there:
            text = f"{kolada} ({regions.name(code)}) is not among Kolada's places, so nothing is asked for it."
            swedish = f"{kolada} ({regions.name(code)}) finns inte bland Koladas platser, så inget hämtas för den."
            yield Finding(SOURCE, "municipality", text, swedish, "contract")
    for place, title in there.items():
        if place not in known and not place.startswith("G"):
            text = f"{place} ({title}) is not in the region register; its figures are not fetched."
            swedish = f"{place} ({title}) finns inte i regionregistret; dess siffror hämtas inte."
            yield Finding(SOURCE, "municipality", text, swedish)


def _compared_groups() -> dict[str, set[str]]:
    """Members of the groups that the reports compare with."""
    groups: dict[str, set[str]] = defaultdict(set)
    with (paths.raw() / "snapshot" / "kolada_groups.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            groups[row["group"]].add(row["region"])
    return groups


def _moved(ids: Iterable[str]) -> Finding:
    """Publications that have moved, in one line, since most of them do after each publication."""
    named = ", ".join(ids)
    return _note(
        "",
        f"the next publication is another day than the register says for {named}; the patch has the days",
        f"Nästa publicering är en annan dag än registret har för {named}; dagarna står i outputs/indicators.patch",
    )


def _note(id: str, text: str, swedish: str) -> Finding:
    return Finding(SOURCE, id, f"{text}.", f"{swedish}.")


def _named(places: Iterable[str]) -> str:
    return ", ".join(f"{code} {regions.name(code)}" for code in sorted(places))
