"""The commands that run reports."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from vagar_lib.cli.options import County, Everything, Force, Parameters, Regions, Reports
from vagar_lib.errors import BadInput

app = typer.Typer()

Engine = Literal["fork", "kernel"]
LogFormat = Literal["text", "json"]


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
    from vagar_lib.pipeline.run import matrix as running
    from vagar_lib.pipeline.run import words as run_words
    from vagar_lib.pipeline.run.plan import covered_places

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
    executor: Annotated[
        str | None,
        typer.Option(metavar="dask[:ADDRESS]", help="Run reports on a Dask cluster; without ADDRESS on one made here."),
    ] = None,
    store: Annotated[
        str | None, typer.Option(metavar="URL", help="Where data and results of a cluster go, if not by its scheduler.")
    ] = None,
    log_format: Annotated[LogFormat, typer.Option(help="How to tell what goes on.")] = "text",
    changed: Annotated[
        bool,
        typer.Option("--changed", help="For schedulers: only what is out of date; failures are told (notify.yml)."),
    ] = False,
    publish: Annotated[
        list[str] | None, typer.Option(metavar="TARGET", help="Publish there if all goes well. May be repeated.")
    ] = None,
    summary: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write what came of it as JSON.", show_default=False)
    ] = None,
) -> None:
    """Run reports and publish their pages in outputs/site. What has not changed is not run again.

    \b
    vagar run                          Jämtlands län and its municipalities
    vagar run nulage --region 2303     one report for Ragunda
    vagar run --region 23 --region 00  the county and the whole country
    vagar run --county 24 --jobs 4     Västerbottens län, four at a time
    vagar run nulage -p findings=8     another value (vagar list tells which)
    vagar run --why                    what would be run, and why
    vagar run --changed --publish staging   what a scheduler calls

    Exit status: 0 all good, 1 a report failed (its last good page stays) or could not be published, 2 wrong input
    (nothing is written), 75 another run is going on (nothing is done), 130 interrupted.
    """
    from vagar_lib.pipeline.run import still

    asked = [str(word) for word in (reports, region, county, everything, parameter)]
    simple = not (force or why or changed or publish or summary or executor or store) and log_format == "text"
    if simple and (said := still.said(asked)):
        typer.echo("\n".join(said))
        return

    from vagar_lib.cli.after import Afterwards
    from vagar_lib.pipeline.open_data.catalog import catalog
    from vagar_lib.pipeline.page.profile import profile
    from vagar_lib.pipeline.run import matrix as running
    from vagar_lib.pipeline.run import words as run_words
    from vagar_lib.pipeline.run.executor import chosen
    from vagar_lib.pipeline.run.log import JsonLog

    if changed and force:
        raise BadInput("--changed runs what is out of date and --force everything, allowed: one of them")
    log = JsonLog() if log_format == "json" else None
    say = log.note if log else typer.echo
    afterwards = Afterwards(publish or (), summary, changed, say) if not why else Afterwards((), None, False, say)
    with afterwards.told() as told:
        where = chosen(executor, store)
        notes: list[str] = []
        planned = _jobs(reports, region, county, everything, parameter, notes.append)
        for note in notes:
            say(note)
        if why:
            for line in run_words.why(running.steps(planned, running.edition(), force=force)):
                typer.echo(line)
            return
        profile(), catalog()  # what is wrong with them is told before anything is run
        result = running.run(
            planned, workers=jobs, force=force, engine=engine, timeout=timeout, progress=log, executor=where
        )
        told.ran(result.status, result.by_state, result.failed)
        for line in [] if log else run_words.summary(result):
            typer.echo(line)
        afterwards.publish()
    if log:
        log.summary(told.status, result.by_state, published={one.target: one.status for one in told.published})
    if result.status == 0:
        still.remember(asked, [*notes, *run_words.summary(result.again)])
    raise typer.Exit(told.status)


def _jobs(reports, region, county, everything, parameter, tell=typer.echo):
    from vagar_lib.pipeline.parameters import assignments
    from vagar_lib.pipeline.run.plan import left_out, places, plan

    chosen = places(region or (), county, everything)
    planned = plan(reports or (), chosen, assignments(parameter or []), exact=bool(region))
    for line in left_out(reports or (), chosen):
        tell(line)
    return planned


def _declared(report):
    from vagar_lib.pipeline.parameters import declared

    return [p for p in declared(report.source, report.parameters).values() if p.name != "region"]
