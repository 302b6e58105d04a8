"""What is to be run? The reports of parameters/reports.yml, the places chosen, and the jobs they make."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from vagar_lib import paths, regions
from vagar_lib.errors import BadInput
from vagar_lib.pipeline.parameters import Constraint, checked, declared
from vagar_lib.regions import Region
from vagar_lib.sources import coverage
from vagar_lib.words import counted

HOME_COUNTY = "23"
_WHY = {
    "grants": "no grants file in data/raw/grants covers them",
    "surveys": "no activities in data/raw/surveys cover them",
}
_TOLD = 30


class Report(BaseModel):
    """One entry of parameters/reports.yml."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    title: str = Field(min_length=1)
    notebook: str = Field(pattern=r"^[\w-]+\.ipynb$")
    summary: str = ""
    levels: list[Literal["riket", "län", "kommun"]] = Field(min_length=1)
    places: coverage.Kind | None = None
    annex: str | None = None
    parameters: dict[str, Constraint] = {}

    @property
    def source(self) -> Path:
        """The notebook as the analyst edits it."""
        return paths.notebooks() / self.notebook

    def made_for(self, places: Iterable[Region]) -> list[Region]:
        """Those of some places that the report can be made for."""
        of_level = [place for place in places if place.level in self.levels]
        return of_level if self.places is None else coverage.covered(of_level, self.places)


@dataclass(frozen=True)
class Job:
    """One report for one place, with every parameter's value; and where its results lie."""

    report: Report
    region: Region
    parameters: dict[str, Any]

    @property
    def id(self) -> str:
        """Name in the run record: 'nulage/2303'."""
        return f"{self.report.id}/{self.region.code}"

    @property
    def name(self) -> str:
        """Name of its files: '2303-ragunda'."""
        return f"{self.region.code}-{self.region.slug}"

    @property
    def notebook(self) -> Path:
        """The executed notebook of the last good run."""
        return paths.outputs() / "notebooks" / self.report.id / f"{self.name}.ipynb"

    @property
    def failed(self) -> Path:
        """The executed notebook of the last run, when that failed."""
        return paths.outputs() / "failed" / self.report.id / f"{self.name}.ipynb"

    @property
    def folder(self) -> Path:
        """Folder of the published page."""
        return paths.outputs() / "site" / self.report.id / self.name

    @property
    def page(self) -> Path:
        """The published page."""
        return self.folder / "index.html"


def reports() -> dict[str, Report]:
    """Reports that can be run, by id, in the order of parameters/reports.yml.

    Raises
    ------
    BadInput
        For a wrong or duplicate entry, or a notebook that does not exist.
    """
    path = paths.parameters() / "reports.yml"
    where = paths.relative(path)
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8")) or []
        found = TypeAdapter(list[Report]).validate_python(entries)
    except FileNotFoundError:
        raise BadInput(f"{where} is missing") from None
    except yaml.YAMLError as error:
        raise BadInput(f"{where} is not YAML: {error}") from None
    except ValidationError as error:
        raise BadInput(_findings(where, entries, error)) from None
    ids = [report.id for report in found]
    findings = [f"{where}: id {name!r} occurs twice" for name in dict.fromkeys(ids) if ids.count(name) > 1]
    findings += [
        f"{where} report {report.id}: {paths.relative(report.source)} does not exist"
        for report in found
        if not report.source.exists()
    ]
    if findings:
        raise BadInput(findings)
    return {report.id: report for report in found}


def places(codes: Iterable[str] = (), county: str | None = None, everything: bool = False) -> list[Region]:
    """Regions chosen on the command line; by default Jämtlands län and its eight kommuner.

    Parameters
    ----------
    codes : iterable of str
        Just these.
    county : str, optional
        A län and its kommuner.
    everything : bool
        All 312.

    Raises
    ------
    BadInput
        For a code that does not exist, or more than one way of choosing.
    """
    codes = list(dict.fromkeys(codes))
    if sum([bool(codes), county is not None, everything]) > 1:
        raise BadInput("--region, --county and --all are three ways of choosing regions, allowed: one of them")
    if everything:
        return [regions.region(code) for code in regions.codes()]
    if codes:
        return _all_or_findings(regions.region, codes)
    chosen = regions.region(HOME_COUNTY if county is None else county)
    if chosen.level != "län":
        raise BadInput(f"--county {chosen.code!r} is {chosen.label}, allowed: the code of a län, such as '23'")
    return [chosen, *(regions.region(code) for code in chosen.children)]


def plan(
    report_ids: Iterable[str], places: Iterable[Region], given: Mapping[str, Any], *, exact: bool = False
) -> list[Job]:
    """Jobs in the order they are run: report by report, place by place.

    Parameters
    ----------
    report_ids : iterable of str
        None at all means every report.
    places : iterable of Region
        From `places`.
    given : mapping of str to object
        Values for parameters, the same in all the reports.
    exact : bool
        Whether the places were named one by one: a report named for a place that it is not made for is then an
        error, and otherwise left out.

    Raises
    ------
    BadInput
        Everything wrong with reports, places and parameters, at once.
    """
    known, places = reports(), list(places)
    named = list(dict.fromkeys(report_ids))
    chosen = _all_or_findings(lambda name: _report(name, known), named or list(known))
    if "region" in given:
        raise BadInput("parameter 'region' is chosen with --region, --county or --all")
    jobs, findings = [], []
    for report in chosen:
        try:
            parameters = declared(report.source, report.parameters)
            if "region" not in parameters or parameters["region"].type != "str":
                raise BadInput(f"{paths.relative(report.source)}: the parameter 'region: str' is missing")
            values = checked(report.id, parameters, given)
        except BadInput as error:
            findings += error.findings
            continue
        made = report.made_for(places)
        jobs += [Job(report, place, {**values, "region": place.code}) for place in made]
        if exact and named:
            findings += [_not_made(report, place) for place in places if place not in made]
    if not jobs and not findings:
        findings = ["nothing to run: no report is made for the chosen regions", *left_out(named, places)]
    if findings:
        raise BadInput(list(dict.fromkeys(findings)))
    return jobs


def left_out(report_ids: Iterable[str], places: Iterable[Region]) -> list[str]:
    """What `plan` leaves out though the level of the place is right: a line for each report, how many and why."""
    known, places = reports(), list(places)
    lines = []
    for report in (known[name] for name in list(dict.fromkeys(report_ids)) or known):
        of_level = [place for place in places if place.level in report.levels]
        number = len(of_level) - len(report.made_for(of_level))
        if number:
            lines.append(f"{report.id}: {counted(number, 'place')} left out, {_WHY[report.places]}")
    return lines


def covered_places(report: Report) -> str:
    """All places that a report can be made for when its level is not all that counts, in words.

    Examples
    --------
    >>> covered_places(Report(id="x", title="X", notebook="x.ipynb", levels=["län"], places="grants"))
    'Jämtlands län (23)'
    """
    made = report.made_for(map(regions.region, regions.codes()))
    words = [f"{place.name} ({place.code})" for place in made[:_TOLD]]
    return ", ".join(words) + (f" and {len(made) - _TOLD} more" if len(made) > _TOLD else "") or "none"


def _not_made(report: Report, place: Region) -> str:
    what = f"report {report.id} is not made for {place.label} ({place.level})"
    if place.level not in report.levels:
        return f"{what}, allowed: {', '.join(report.levels)}"
    return f"{what}: {_WHY[report.places].replace('them', 'it')}, allowed: {covered_places(report)}"


def _report(name: str, known: Mapping[str, Report]) -> Report:
    if name in known:
        return known[name]
    close = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean {close[0]!r}? " if close else ""
    raise BadInput(f"report {name!r} does not exist; {hint}allowed: {', '.join(known)}")


def _all_or_findings(find: Any, names: Iterable[str]) -> list[Any]:
    """What each name stands for, or all that are wrong at once."""
    found, findings = [], []
    for name in names:
        try:
            found.append(find(name))
        except BadInput as error:
            findings += error.findings
    if findings:
        raise BadInput(findings)
    return found


def _findings(where: str, entries: Any, error: ValidationError) -> list[str]:
    findings = []
    for problem in error.errors():
        index, *field = problem["loc"] or ("",)
        entry = entries[index] if isinstance(entries, list) and isinstance(index, int) else {}
        name = entry.get("id", f"number {index + 1}") if isinstance(entry, dict) and entry else index
        dotted = ".".join(map(str, field))
        findings.append(f"{where} report {name}: {dotted} is {problem['input']!r}: {problem['msg']}")
    return findings
