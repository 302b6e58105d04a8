"""The commands on the figures that the reports are made from."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from vagar_lib.cli.options import Regions
from vagar_lib.words import counted

app = typer.Typer()
data_app = typer.Typer(no_args_is_help=True, help="The figures that the reports are made from.")
app.add_typer(data_app, name="data")


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
    vagar fetch --check                do the sources still have what we ask for? (changes no figures)

    Exit status: 0 all good, 1 something was not taken in (what was there before stays), 2 wrong input,
    75 another fetch is going on, 130 interrupted (nothing is changed).
    """
    from rich.console import Console

    from vagar_lib import indicators, regions
    from vagar_lib.pipeline.live import fetch as fetching
    from vagar_lib.pipeline.live import status
    from vagar_lib.pipeline.live import words as fetch_words
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
            console.print(f"How the sources stand: {status.page(order.today)}", soft_wrap=True)
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
def build(force: Annotated[bool, typer.Option("--force", help="Also when nothing has changed.")] = False) -> None:
    """Check data/raw and build data/processed from it. A run does this by itself when something has changed."""
    from vagar_lib.pipeline import data

    manifest = data.build(force=force, report=typer.echo)
    typer.echo(f"data edition {manifest.edition}")


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

    from vagar_lib.pipeline.live import diff as differing

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
    from vagar_lib.pipeline.live import editions
    from vagar_lib.pipeline.run.matrix import alone

    with alone(editions.folder(), "fetch"):
        editions.finish()
        chosen = editions.load(edition)
        editions.use(chosen)
    typer.echo(f"edition {chosen.id} is in use, with {counted(len(chosen.tables), 'table')}")


@data_app.command()
def editions() -> None:
    """List the editions of the live figures; the one in use is marked."""
    from vagar_lib.pipeline.live import editions as known

    used = known.in_use()
    for edition in [known.load(known.SNAPSHOT), *known.every()]:
        mark = "*" if edition.id == used else " "
        after = f", after {edition.parent}" if edition.parent else ""
        typer.echo(f"{mark} {edition.id}  {counted(len(edition.tables), 'table')}{after}")


@data_app.command()
def status() -> None:
    """Write the page that tells how the sources stand: last success, edition, age, findings, files that are late."""
    from vagar_lib.pipeline.live import status as standing

    typer.echo(f"Look at {standing.page(date.today())}")


@data_app.command(name="open")
def open_data(
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Put them there.", show_default="outputs/site")
    ] = None,
) -> None:
    """Make the open data of the places that the site has reports on, and tell what is left out. A run makes them too.

    \b
    vagar data open                    in outputs/site/data
    vagar data open --out folder       in folder/data
    """
    from vagar_lib import paths
    from vagar_lib.errors import BadInput
    from vagar_lib.pipeline import data
    from vagar_lib.pipeline.open_data import build as making
    from vagar_lib.pipeline.open_data.catalog import FILE, catalog
    from vagar_lib.pipeline.run import record
    from vagar_lib.pipeline.run.alone import alone

    entries = record.read()["reports"].values()
    if catalog() is None or not entries:
        raise BadInput(f"parameters/{FILE} is missing" if entries else "no report has been run: run vagar run first")
    folder = out or paths.outputs() / "site"
    with alone():
        built = data.current() or data.build(report=typer.echo)
        told = making.refresh(folder, entries, built.edition, force=True)
    for line in [*told.left_out, *told.made]:
        typer.echo(line)
    typer.echo(f"Look at {folder / 'data' / 'index.html'}")
