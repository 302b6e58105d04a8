"""Which report is it? What a run has left of it, as long as that is up to date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from vagar_lib import paths
from vagar_lib.errors import BadInput
from vagar_lib.pipeline.page.executed import read
from vagar_lib.pipeline.page.outline import Display, Outline, outline
from vagar_lib.pipeline.page.profile import profile
from vagar_lib.pipeline.page.style import swedish_date
from vagar_lib.pipeline.run import record
from vagar_lib.pipeline.run.plan import Job


@dataclass(frozen=True)
class Made:
    """A report for a place, as it was last run.

    Attributes
    ----------
    title, place : str
        The report's title, and the place as the page's heading has it.
    name : str
        What its files are called, such as 'nulage-23-jamtlands-lan'.
    notebook, page : Path
        The executed notebook, and its page.
    executed, edition, version : str
        The moment it was run (ISO 8601), the edition of the data, and that of the library.
    """

    title: str
    place: str
    name: str
    notebook: Path
    page: Path
    executed: str
    edition: str
    version: str

    @cached_property
    def content(self) -> Outline:
        """What the page says."""
        return outline(read(self.notebook))

    @property
    def tables(self) -> list[Display]:
        """Figures and tables, in order."""
        return [display for display in self.content.displays if "table" in display.content]

    @property
    def example(self) -> bool:
        """Whether any of it rests on made-up data."""
        return any(display.content["example"] for display in self.tables)

    @property
    def facts(self) -> dict[str, str]:
        """What a cover tells: when it was made and of what."""
        told = {"Framtagen": swedish_date(self.executed), "Datautgåva": self.edition}
        told["Version"] = f"Vägar {self.version}".strip() if self.version else ""
        return {term: said for term, said in told.items() if said}

    @property
    def address(self) -> str:
        """Where its page is published, when the profile says where the site is."""
        site = profile().address
        return site and f"{site}{self.page.parent.relative_to(self.page.parents[2]).as_posix()}/"


def made(jobs: Sequence[Job]) -> list[Made]:
    """What there is of some reports.

    Parameters
    ----------
    jobs : sequence of Job
        From `vagar_lib.pipeline.run.plan.plan`; a report that was run with other parameters is taken as it is.

    Raises
    ------
    BadInput
        Every one that has not been run, or is out of date, with the command that makes them.
    """
    from vagar_lib.pipeline.run.matrix import edition, steps

    entries = record.read()["reports"]
    ran = [replace(job, parameters=entries.get(job.id, {}).get("parameters", job.parameters)) for job in jobs]
    stale = [step for step in steps(ran, edition()) if step.reason]
    if stale:
        reports = " ".join(dict.fromkeys(step.job.report.id for step in stale))
        places = " ".join(f"--region {code}" for code in dict.fromkeys(step.job.region.code for step in stale))
        findings = [
            f"{step.job.id}: {'it has not been run' if step.reason == 'new' else step.reason}" for step in stale
        ]
        raise BadInput([*findings, f"run first: vagar run {reports} {places}"])
    return [_made(entries[job.id]) for job in ran]


def on_site() -> list[Made]:
    """Every report that has a page, as it was when the page was made."""
    return [_made(entry) for entry in record.read()["reports"].values() if entry["page"] and entry["notebook"]]


def _made(entry: dict) -> Made:
    about, page = entry["info"], paths.root() / entry["page"]
    return Made(
        title=about["title"],
        place=about["place"],
        name=f"{entry['report']}-{page.parent.name}",
        notebook=paths.root() / entry["notebook"],
        page=page,
        executed=about["executed"],
        edition=about["edition"],
        version=entry["version"],
    )
