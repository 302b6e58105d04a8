"""The ``vagar`` command: a thin door to the pipeline."""

from __future__ import annotations

import sys
from collections import Counter
from typing import Annotated

import typer

from vagar_lib.errors import BadInput

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
    from vagar_lib.pipeline.plan import covered_places

    jobs = _jobs(reports, region, county, everything, parameter)
    chosen = {job.report.id: job.report for job in jobs}
    for report in chosen.values():
        typer.echo(f"{report.id}: {report.title}. {report.summary}".rstrip())
        for declared in _declared(report):
            typer.echo(f"  -p {declared.name}=…  {declared.help or 'no description'}: {declared.allowed}")
        if report.places:
            typer.echo(f"  only for places that a grants file covers: {covered_places(report)}")
    edition = running.edition()
    typer.echo(f"data: edition {edition}" if edition else "data: would be built from data/raw first")
    steps = running.steps(jobs, edition)
    width = max(len(step.job.region.name) for step in steps)
    for step in steps:
        state = f"would run: {step.reason}" if step.reason else "up to date"
        typer.echo(f"{step.job.report.id}  {step.job.region.code:4}  {step.job.region.name:{width}}  {state}")
    due = sum(bool(step.reason) for step in steps)
    typer.echo(f"{due} would run, {len(steps) - due} up to date")


@app.command()
def run(
    reports: Reports = None,
    region: Regions = None,
    county: County = None,
    everything: Everything = False,
    parameter: Parameters = None,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", min=1, metavar="N", help="Reports at the same time.", show_default="one a core"),
    ] = None,
    force: Force = False,
) -> None:
    """Run reports and publish their pages in outputs/site. What has not changed is not run again.

    \b
    vagar run                          Jämtlands län and its municipalities
    vagar run nulage --region 2303     one report for Ragunda
    vagar run --region 23 --region 00  the county and the whole country
    vagar run --county 24 --jobs 4     Västerbottens län, four at a time
    vagar run nulage -p findings=8     another value (vagar list tells which)

    Exit status: 0 all good, 1 a report failed (its last good page stays), 2 wrong input (nothing is written),
    130 interrupted.
    """
    from vagar_lib.pipeline import run as running

    planned = _jobs(reports, region, county, everything, parameter)
    result = running.run(planned, workers=jobs, force=force)
    _summarise(result)
    raise typer.Exit(result.status)


@data_app.command()
def build(force: Annotated[bool, typer.Option("--force", help="Also when nothing has changed.")] = False) -> None:
    """Check data/raw and build data/processed from it. A run does this by itself when something has changed."""
    from vagar_lib.pipeline import data

    manifest = data.build(force=force, report=typer.echo)
    typer.echo(f"data edition {manifest.edition}")


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; input that the user can mend gives its message and exit status 2."""
    try:
        app(arguments, prog_name="vagar")
    except BadInput as error:
        typer.echo(f"vagar: {error}", err=True)
        return 2
    return 0


def _jobs(reports, region, county, everything, parameter):
    from vagar_lib.pipeline.parameters import assignments
    from vagar_lib.pipeline.plan import left_out, places, plan

    chosen = places(region or (), county, everything)
    planned = plan(reports or (), chosen, assignments(parameter or []), exact=bool(region))
    for line in left_out(reports or (), chosen):
        typer.echo(line)
    return planned


def _declared(report):
    from vagar_lib.pipeline.parameters import declared

    return [p for p in declared(report.source, report.parameters).values() if p.name != "region"]


def _summarise(result) -> None:
    from vagar_lib import paths
    from vagar_lib.pipeline.progress import problem

    counts: dict[str, Counter] = {}
    for entry in result.entries.values():
        counts.setdefault(entry["report"], Counter())[entry["state"].replace("_", " ")] += 1
    for report, states in counts.items():
        typer.echo(f"{report}: " + ", ".join(f"{number} {state}" for state, number in states.items()))
    for name, entry in result.failed.items():
        typer.echo(f"failed: {name}: {problem(entry['error'])}")
        if entry["failed_notebook"]:
            typer.echo(f"  the notebook as far as it came: {entry['failed_notebook']}")
        if entry["page"]:
            typer.echo(f"  the page of {entry['info']['executed']} stays: {entry['page']}")
    if result.interrupted:
        typer.echo("interrupted: what was done is kept, the rest is as it was")
    typer.echo(f"Look at {paths.outputs() / 'site' / 'index.html'}; all details are in {paths.outputs() / 'run.json'}")


if __name__ == "__main__":
    sys.exit(main())
