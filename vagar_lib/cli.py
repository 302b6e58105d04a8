"""The ``vagar`` command: a thin door to the pipeline."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from vagar_lib.errors import BadInput, Busy, CanNotPublish

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""Regional reports for any county or municipality in Sweden, as notebooks that run themselves.

    \b
    vagar list                         what would be run, and why
    vagar run                          Jämtlands län and its municipalities
    vagar run nulage --region 2303     one report for Ragunda

    Reports are listed in parameters/reports.yml, indicators in parameters/indicators.yml.""",
)
data_app = typer.Typer(no_args_is_help=True, help="The figures that the reports are made from.")
app.add_typer(data_app, name="data")
survey_app = typer.Typer(no_args_is_help=True, help="The surveys on activities: forms out, answers in.")
app.add_typer(survey_app, name="survey")

new_app = typer.Typer(no_args_is_help=True, help="Begin something that an analyst fills in.")
app.add_typer(new_app, name="new")

Reports = Annotated[
    list[str] | None,
    typer.Argument(metavar="REPORT", help="Reports by id, such as nulage.", show_default="all of them"),
]
Regions = Annotated[
    list[str] | None,
    typer.Option("--region", metavar="CODE", help="One region: 00 riket, 14 Västra Götalands län, 0380 Uppsala. May be repeated."),  # noqa: E501
]
County = Annotated[
    str | None,
    typer.Option("--county", metavar="CODE", help="A county and its municipalities.", show_default="23"),
]
Everything = Annotated[bool, typer.Option("--all", help="All 312 regions of Sweden.")]
Parameters = Annotated[
    list[str] | None,
    typer.Option("-p", "--parameter", metavar="NAME=VALUE", help="A parameter of the reports. May be repeated."),
]
Engine = Literal["fork", "kernel"]
LogFormat = Literal["text", "json"]
Force = Annotated[bool, typer.Option("--force", help="Also what is up to date.")]


@app.command(name="list")
def list_plan(
    reports: Reports = None,
    region: Regions = None,
    county: County = None,
    everything: Everything = False,
    parameter: Parameters = None,
) -> None:
    """Show what would be run and why, and what is up to date. Runs nothing, writes nothing.

    \b
    vagar list                         Jämtlands län and its municipalities
    vagar list --county 24             Västerbottens län and its municipalities
    vagar list nulage --region 2380 -p findings=8
    """
    from vagar_lib.pipeline import run as running
    from vagar_lib.pipeline import run_words
    from vagar_lib.pipeline.plan import covered_places

    jobs = _jobs(reports, region, county, everything, parameter)
    chosen = {job.report.id: job.report for job in jobs}
    for report in chosen.values():
        typer.echo(f"{report.id}: {report.title}. {report.summary}".rstrip())
        for declared in _declared(report):
            typer.echo(f"  -p {declared.name}=…  {declared.help or 'no description'}: {declared.allowed}")
        if report.places:
            typer.echo(f"  only for places that data/raw/{report.places} covers: {covered_places(report)}")
    edition = running.edition()
    typer.echo(f"data: edition {edition}" if edition else "data: would be built from data/raw first")
    for line in run_words.why(running.steps(jobs, edition)):
        typer.echo(line)


@app.command()
def run(
    reports: Reports = None,
    region: Regions = None,
    county: County = None,
    everything: Everything = False,
    parameter: Parameters = None,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", min=1, metavar="N", help="Reports at the same time.", show_default="by cores, memory"),
    ] = None,
    force: Force = False,
    why: Annotated[bool, typer.Option("--why", help="Only tell why each report would be run or not.")] = False,
    timeout: Annotated[int, typer.Option(min=1, metavar="SECONDS", help="What a cell may take.")] = 600,
    engine: Annotated[
        Engine, typer.Option(help="Run cells in forks of a warm process, or in a kernel started for each report.")
    ] = "fork",
    log_format: Annotated[LogFormat, typer.Option(help="How to tell what goes on.")] = "text",
) -> None:
    """Run reports and publish their pages in outputs/site. What has not changed is not run again.

    \b
    vagar run                          Jämtlands län and its municipalities
    vagar run nulage --region 2303     one report for Ragunda
    vagar run --region 23 --region 00  the county and the whole country
    vagar run --county 24 --jobs 4     Västerbottens län, four at a time
    vagar run nulage -p findings=8     another value (vagar list tells which)
    vagar run --why                    what would be run, and why

    Exit status: 0 all good, 1 a report failed (its last good page stays), 2 wrong input (nothing is written),
    75 another run is going on (nothing is done), 130 interrupted.
    """
    from vagar_lib.pipeline import run as running
    from vagar_lib.pipeline import run_words
    from vagar_lib.pipeline.log import JsonLog
    from vagar_lib.pipeline.profile import profile

    log = JsonLog() if log_format == "json" else None
    planned = _jobs(reports, region, county, everything, parameter, log.note if log else typer.echo)
    if why:
        for line in run_words.why(running.steps(planned, running.edition(), force=force)):
            typer.echo(line)
        return
    profile()  # what is wrong with it is told before anything is run
    result = running.run(planned, workers=jobs, force=force, engine=engine, timeout=timeout, progress=log)
    if log:
        log.summary(result.status, result.by_state)
    for line in [] if log else run_words.summary(result):
        typer.echo(line)
    raise typer.Exit(result.status)


@app.command()
def check(
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="A built site.", show_default="outputs/site")
    ] = None,
    browser: Annotated[bool, typer.Option("--browser", help="Also in Chromium, with axe.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Check the pages: code, links, weight, numbers, verdicts, names of persons, other hosts, accessibility.

    \b
    vagar check                        the pages in outputs/site
    vagar check --browser              and open each of them in a browser

    The accessibility statement of outputs/site is made anew from what is found.
    Exit status: 0 nothing to mend, 1 something to mend, 2 wrong input.
    """
    from vagar_lib import paths
    from vagar_lib.pipeline import check as checking

    report = checking.check(
        folder or paths.outputs() / "site",
        browser=browser,
        progress=lambda said: typer.echo(f"looking: {said}", err=True),
    )
    if as_json:
        typer.echo(report.as_json(), nl=False)
    for line in [] if as_json else report.lines():
        typer.echo(line)
    raise typer.Exit(int(bool(report.findings)))


@app.command()
def publish(
    to: Annotated[str, typer.Option("--to", metavar="TARGET", help="Of parameters/publish.yml, a folder or a URL.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would be done; change nothing.")] = False,
    rollback: Annotated[bool, typer.Option("--rollback", help="Show the edition before instead.")] = False,
    browser: Annotated[bool, typer.Option("--browser", help="Check also in Chromium, with axe.")] = False,
) -> None:
    """Publish the pages as a new edition, which readers meet when all of it is there.

    \b
    vagar publish --to staging
    vagar publish --to production --dry-run    what would be sent, and what is in the way
    vagar publish --to production --rollback   the edition before

    Exit status: 0 published, 1 refused or the place did not do as asked (what was shown still is), 2 wrong input,
    75 a run is going on, 130 interrupted (what was shown still is).
    """
    from vagar_lib import paths
    from vagar_lib.pipeline import check as checking
    from vagar_lib.pipeline import publish as publishing
    from vagar_lib.pipeline import publish_gate, publish_targets
    from vagar_lib.pipeline.publish_place import Place
    from vagar_lib.pipeline.run import alone

    target = publish_targets.target(to)
    if rollback:
        before, now = publishing.roll_back(Place(target))
        typer.echo(f"{target.name}: {before} is taken back, {now} is shown")
        return
    site = paths.outputs() / "site"
    with alone():
        refused = publish_gate.refusals(site, checking.check(site, browser=browser)) if target.strict else []
        for reason in refused:
            typer.echo(f"refused: {reason}")
        if refused and not dry_run:
            raise typer.Exit(1)
        place = Place(target)
        planned = publishing.plan(site, place)
        for line in planned.lines(every=dry_run):
            typer.echo(f"{target.name}: {line}")
        if dry_run or not planned.changes_something:
            raise typer.Exit(int(bool(refused)))
        try:
            removed = publishing.publish(site, place, planned, target.keep)
        except KeyboardInterrupt:
            typer.echo("interrupted: what was shown still is")
            raise typer.Exit(130) from None
    for edition in removed:
        typer.echo(f"{target.name}: {edition} is removed, {target.keep} are kept")
    typer.echo(f"{target.name}: {planned.edition} is shown")


@data_app.command()
def build(force: Annotated[bool, typer.Option("--force", help="Also when nothing has changed.")] = False) -> None:
    """Check data/raw and build data/processed from it. A run does this by itself when something has changed."""
    from vagar_lib.pipeline import data

    manifest = data.build(force=force, report=typer.echo)
    typer.echo(f"data edition {manifest.edition}")


@app.command()
def fetch(
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="SOURCE", help="Sources by name, such as kolada.", show_default="all of them"),
    ] = None,
    region: Regions = None,
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="Only what the source has changed since.", show_default=False),  # noqa: E501
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would be fetched; ask nobody.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Ask for metadata only: are the sources still what they were?")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Take in also tables that lack places they had.")] = False,
) -> None:
    """Get live figures, and put them in use as a new edition. What was there before is kept.

    \b
    vagar fetch                        every source, all that the register and parameters/tables.yml name
    vagar fetch kolada --since 2026-11-01
    vagar fetch --dry-run              what would be fetched
    vagar fetch --check                do the sources still have what we ask for? (changes nothing)

    Exit status: 0 all good, 1 something was not taken in (what was there before stays), 2 wrong input,
    75 another fetch is going on, 130 interrupted (nothing is changed).
    """
    from rich.console import Console

    from vagar_lib import indicators, regions
    from vagar_lib.pipeline import fetch as fetching
    from vagar_lib.pipeline import fetch_words, status
    from vagar_lib.sources.fetch import registry
    from vagar_lib.sources.fetch.source import Order

    console = Console(highlight=False)
    chosen = registry.chosen(sources or [])
    places = tuple(regions.region(code).code for code in region or [])
    order = Order(indicators.register(), date.today(), since.date() if since else None, places)
    if dry_run:
        fetch_words.plan(chosen, order, console)
        return
    try:
        if check:
            outcomes = fetching.check(chosen, order)
            fetch_words.checked(outcomes, console)
        else:
            with fetch_words.Bar() as bar:
                result = fetching.fetch(chosen, order, force=force, progress=bar)
            outcomes = result.outcomes
            fetch_words.summary(result, console)
            console.print(f"How the sources stand: {status.page(order.today)}", soft_wrap=True)
    except KeyboardInterrupt:
        typer.echo("interrupted: everything is as it was")
        raise typer.Exit(130) from None
    proposed = fetching.propose(outcomes)
    if proposed:
        typer.echo(f"The register should follow: read {proposed}, then: git apply {proposed}")
    raise typer.Exit(int(any(outcome.broken if check else outcome.failed for outcome in outcomes)))


@data_app.command()
def diff(
    before: Annotated[str, typer.Argument(metavar="A", help="An edition by id, or snapshot.")],
    after: Annotated[str, typer.Argument(metavar="B", help="Another; the one in use if left out.")] = "",
    table: Annotated[str | None, typer.Option(metavar="NAME", help="Only this table.", show_default=False)] = None,
    out: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Write every changed cell there.", show_default=False)
    ] = None,
) -> None:
    """Tell what differs between two editions of the live figures.

    \b
    vagar data diff snapshot                     what has been fetched since
    vagar data diff 2026-11-23-1a2b3c4d          that edition against the one in use
    """
    from rich.console import Console

    from vagar_lib.pipeline import diff as differing

    found = differing.compare(before, after, table)
    differing.tell(found, Console(highlight=False))
    if out is not None:
        found.cells().to_csv(out, index=False)
        typer.echo(f"every changed cell: {out}")


@data_app.command()
def use(edition: Annotated[str, typer.Argument(metavar="EDITION", help="An edition by id, or snapshot.")]) -> None:
    """Put another edition of the live figures in use; snapshot is the project's own figures only.

    The next run builds the data and the reports from it.
    """
    from vagar_lib.pipeline import editions
    from vagar_lib.pipeline.run import alone

    with alone(editions.folder(), "fetch"):
        editions.finish()
        chosen = editions.load(edition)
        editions.use(chosen)
    typer.echo(f"edition {chosen.id} is in use, with {len(chosen.tables)} tables")


@data_app.command()
def editions() -> None:
    """List the editions of the live figures; the one in use is marked."""
    from vagar_lib.pipeline import editions as known

    used = known.in_use()
    for edition in [known.load(known.SNAPSHOT), *known.every()]:
        mark = "*" if edition.id == used else " "
        after = f", after {edition.parent}" if edition.parent else ""
        typer.echo(f"{mark} {edition.id}  {len(edition.tables)} tables{after}")


Round = Annotated[str, typer.Option("--round", metavar="ROUND", help="A year, such as 2026, or 2026-2.")]
Pair = Annotated[
    str, typer.Option("--name", metavar="NAME", help="Whose activities: data/raw/surveys/NAME_insatser.csv.")
]


@survey_app.command()
def export(
    round: Round,
    name: Pair,
    surveys: Annotated[
        list[str] | None, typer.Argument(metavar="SURVEY", help="Surveys by id.", show_default="all of them")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FOLDER", help="Where to.", show_default="outputs/enkater")
    ] = None,
) -> None:
    """Write each survey as an XLSForm for Kobo or ODK, and as a page that can be filled in without a network.

    \b
    vagar survey export --round 2026 --name exempel
    vagar survey export insats --round 2026 --name exempel --out forms
    """
    from vagar_lib.pipeline import surveys as asking

    for path in asking.export(surveys or (), round, name, out):
        typer.echo(path)


@survey_app.command(name="import")
def take_in(
    survey: Annotated[str, typer.Argument(metavar="SURVEY", help="Which survey they answer.")],
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="CSV, Excel or JSON.")],
    round: Round,
    name: Pair,
    columns: Annotated[
        Path | None,
        typer.Option("--columns", metavar="FILE", help="YAML: what the files call each field.", show_default=False),
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="In place of the answers that the round has.")] = False,
) -> None:
    """Read answers into data/raw/surveys/NAME_svar.csv. What does not fit is told with row and question.

    \b
    vagar survey import insats kobo.xlsx --round 2026 --name exempel
    vagar survey import insats answers/*.json --round 2026 --name exempel --replace

    Exit status: 0 all good, 2 something does not fit (nothing is written).
    """
    from vagar_lib.pipeline import surveys as asking

    done = asking.take_in(files, survey, round, name, columns, replace)
    typer.echo(f"{done.answers} answers of {done.respondents} about {done.activities} activities: {done.path}")


@data_app.command()
def status() -> None:
    """Write the page that tells how the sources stand: last success, edition, age, findings, files that are late."""
    from vagar_lib.pipeline import status as standing

    typer.echo(f"Look at {standing.page(date.today())}")


@new_app.command()
def case(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the file, such as vindkraft.")],
    title: Annotated[str | None, typer.Option(help="What the case is about.", show_default="asked for")] = None,
    place: Annotated[
        str | None, typer.Option(metavar="CODES", help="23, or '2326 2361'.", show_default="asked for")
    ] = None,
    summary: Annotated[str | None, typer.Option(help="A few sentences.", show_default="asked for")] = None,
    owner: Annotated[str | None, typer.Option(help="Role or unit.", show_default="asked for")] = None,
) -> None:
    """Begin a case for the report on goal conflicts: write its file, tell what is left. Asks for what is not given.

    \b
    vagar new case vindkraft
    vagar new case vindkraft --title "Vindkraft i Berg" --place 2326 --summary "" --owner "Samhällsplanering"
    """
    from vagar_lib import paths
    from vagar_lib.pipeline import new_case

    if title is None:
        title = typer.prompt("Title (Swedish)")
    if place is None:
        place = typer.prompt("Places (codes, with spaces between)")
    if summary is None:
        summary = typer.prompt("Summary (may wait)", default="")
    if owner is None:
        owner = typer.prompt("Owner, a role or unit (may wait)", default="")
    path, findings = new_case.create(name, title=title, places=place.split(), summary=summary, owner=owner)
    typer.echo(f"{paths.relative(path)} is written. Left to do in it:")
    for finding in findings:
        typer.echo(f"- {new_case.line(finding)}")


@app.command()
def questions(
    support: Annotated[str, typer.Option(metavar="TYPE", help="PROJ, FTG, KS or alla.")] = "alla",
    goal: Annotated[
        list[int] | None, typer.Option(metavar="NUMBER", help="A global goal. May be repeated.", show_default="all")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", show_default="outputs/fragor-<type>.html")
    ] = None,
) -> None:
    """Write the questions on goal conflicts as a page to print, for a type of support and some global goals.

    \b
    vagar questions
    vagar questions --support FTG --goal 5 --goal 8
    """
    from vagar_lib.pipeline import question_page

    typer.echo(f"Print {question_page.write(support=support, goals=goal or (), path=out)}")


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; input that the user can mend gives its message and exit status 2."""
    try:
        app(arguments, prog_name="vagar")
    except BadInput as error:
        typer.echo(f"vagar: {error}", err=True)
        return 2
    except CanNotPublish as error:
        typer.echo(f"vagar: {error}", err=True)
        return 1
    except Busy as error:
        typer.echo(f"vagar: {error}", err=True)
        return 75
    return 0


def _jobs(reports, region, county, everything, parameter, tell=typer.echo):
    from vagar_lib.pipeline.parameters import assignments
    from vagar_lib.pipeline.plan import left_out, places, plan

    chosen = places(region or (), county, everything)
    planned = plan(reports or (), chosen, assignments(parameter or []), exact=bool(region))
    for line in left_out(reports or (), chosen):
        tell(line)
    return planned


def _declared(report):
    from vagar_lib.pipeline.parameters import declared

    return [p for p in declared(report.source, report.parameters).values() if p.name != "region"]


if __name__ == "__main__":
    sys.exit(main())
