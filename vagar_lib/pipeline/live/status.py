"""How do the sources stand? One page: last success, edition, age against the rhythm, and what is to be looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from vagar_lib import paths
from vagar_lib.indicators import Register
from vagar_lib.pipeline.files import write_text
from vagar_lib.pipeline.live import editions
from vagar_lib.pipeline.page.style import environment, swedish_date, write_assets
from vagar_lib.sources import manual
from vagar_lib.sources.fetch.source import Source

# Symbol and words of each state, so that colour carries nothing alone.
STATES = {
    "fresh": ("●", "Aktuell"),
    "old": ("◐", "Äldre än rytmen"),
    "failed": ("▲", "Senaste hämtningen misslyckades"),
    "never": ("○", "Aldrig hämtad"),
}
KINDS = {
    "failed": ("misslyckad", "misslyckade"),
    "contract": ("bruten förutsättning", "brutna förutsättningar"),
    "missing": ("uteblivet svar", "uteblivna svar"),
    "note": ("notering", "noteringar"),
}


@dataclass(frozen=True)
class Standing:
    """How a source stands.

    Attributes
    ----------
    name, title : str
    state : str
        A key of `STATES`.
    succeeded : str
        When all was last taken in, ISO; '' for never.
    age, rhythm : int or None, int
        Days since then, and the days after which a fetch is no longer fresh.
    edition : str
        In use after the last try; '' for never tried.
    tables : int
        How many it gave the last time.
    places : int
        How many places were asked for the last time; 0 for all of them.
    findings : list
        kind, table and Swedish text of what it told the last time: when it was fetched, or checked after that.
    checked : str
        When its metadata were last asked for, ISO; '' for never.
    broken : int
        How many contracts were broken then.
    awaited : list of str
        Indicators whose publication has passed since the last success.
    """

    name: str
    title: str
    state: str
    succeeded: str
    age: int | None
    rhythm: int
    edition: str
    tables: int
    places: int
    findings: list[Mapping[str, str]]
    checked: str
    broken: int
    awaited: list[str]

    @property
    def symbol(self) -> str:
        """Sign of the state."""
        return STATES[self.state][0]

    @property
    def word(self) -> str:
        """The state in words."""
        return STATES[self.state][1]

    @property
    def age_words(self) -> str:
        """Age against the rhythm, in words."""
        if self.age is None:
            return f"hämtas minst var {self.rhythm}:e dag"
        days = "i dag" if self.age == 0 else "1 dag" if self.age == 1 else f"{self.age} dagar"
        return f"{days} (rytm: {self.rhythm} dagar)"

    @property
    def extent(self) -> str:
        """What the last fetch was limited to, in words; '' when it was not."""
        return "" if not self.places else "bara 1 plats" if self.places == 1 else f"bara {self.places} platser"

    @property
    def check_words(self) -> str:
        """The last check, in words."""
        if not self.checked:
            return "aldrig"
        found = "allt stämmer" if not self.broken else f"{self.broken} {KINDS['contract'][self.broken > 1]}"
        return f"{swedish_date(self.checked)}: {found}"

    @property
    def counted(self) -> str:
        """Findings by kind, in words."""
        counts = Counter(finding["kind"] for finding in self.findings)
        words = [f"{counts[kind]} {names[counts[kind] > 1]}" for kind, names in KINDS.items() if counts[kind]]
        return ", ".join(words) or "inga"


def standings(
    sources: Iterable[Source], record: Mapping[str, Mapping[str, Any]], register: Register, today: date
) -> list[Standing]:
    """How each source stands.

    Parameters
    ----------
    sources : iterable of Source
    record : mapping
        What is remembered of fetches, from `vagar_lib.pipeline.live.record.known`.
    register : Register
        Whose publications are awaited.
    today : datetime.date
    """
    return [_standing(source, record.get(source.name, {}), register, today) for source in sources]


def build(
    sources: Iterable[Source], record: Mapping[str, Mapping[str, Any]], register: Register, today: date, out: Path
) -> Path:
    """Write the page, and the style sheet that it uses.

    Parameters
    ----------
    sources, record, register, today
        As in `standings`.
    out : Path
        Folder of the site.

    Returns
    -------
    Path
        The page.
    """
    known = standings(sources, record, register, today)
    html = (
        environment()
        .get_template("status.html.j2")
        .render(
            root="../",
            today=swedish_date(today.isoformat()),
            edition=editions.in_use(),
            snapshot=editions.SNAPSHOT,
            standings=known,
            day=swedish_date,
            kinds={kind: names[0] for kind, names in KINDS.items()},
            unworded="Se data/editions/fetches.json.",  # remembered by an older version
            overdue=[_overdue(path, today) for path in manual.files() if _is_late(path, today)],
        )
    )
    write_assets(out)
    write_text(out / "status" / "index.html", html)
    return out / "status" / "index.html"


def page(today: date) -> Path:
    """Write the page of the project's own sources and record."""
    from vagar_lib import indicators
    from vagar_lib.pipeline.live import record
    from vagar_lib.sources.fetch import registry

    sources = registry.every().values()
    return build(sources, record.known(), indicators.register(), today, paths.outputs() / "site")


def _standing(source: Source, known: Mapping[str, Any], register: Register, today: date) -> Standing:
    succeeded = known.get("succeeded") or ""
    last = datetime.fromisoformat(succeeded).date() if succeeded else None
    age = (today - last).days if last else None
    check = known.get("checked", {})
    told = check if check.get("at", "") > known.get("tried", "") else known
    if "state" not in known:
        state = "never"
    elif known["state"] == "failed":
        state = "failed"
    else:
        state = "fresh" if age <= source.rhythm else "old"
    return Standing(
        name=source.name,
        title=source.title,
        state=state,
        succeeded=succeeded,
        age=age,
        rhythm=source.rhythm,
        edition=known.get("edition", ""),
        tables=len(known.get("tables", {})),
        places=len(known.get("regions", [])),
        findings=sorted(told.get("findings", []), key=lambda finding: [*KINDS].index(finding["kind"])),
        checked=check.get("at", ""),
        broken=check.get("broken", 0),
        awaited=_awaited(register, last, today) if source.name == "kolada" else [],
    )


def _awaited(register: Register, last: date | None, today: date) -> list[str]:
    """Kolada's key figures whose publication day has passed since the last success."""
    passed = [one for one in register if one.kolada and one.state == "active" and one.next_publication]
    return [
        f"{one.label} ({swedish_date(one.next_publication.isoformat())})"
        for one in passed
        if one.next_publication <= today and (last is None or last < one.next_publication)
    ]


def _is_late(path: Path, today: date) -> bool:
    return any(finding.table == path.stem for finding in manual.overdue(today))


def _overdue(path: Path, today: date) -> str:
    about = manual.read_about(path)
    late = (today - about.next_due).days
    day = swedish_date(about.next_due.isoformat())
    return f"{about.title}: väntad {day}, {late} {'dag' if late == 1 else 'dagar'} sen. Fråga {about.sender}."
