"""The commands that check the pages and put them on the web."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vagar_lib.errors import BadInput

app = typer.Typer()


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
    from vagar_lib.pipeline.check import site as checking

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
    to: Annotated[
        str | None, typer.Option("--to", metavar="TARGET", help="Of parameters/publish.yml, a folder or a URL.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would be done; change nothing.")] = False,
    rollback: Annotated[bool, typer.Option("--rollback", help="Show the edition before instead.")] = False,
    browser: Annotated[bool, typer.Option("--browser", help="Check also in Chromium, with axe.")] = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="Print each report first, as a PDF beside its page.")] = False,
    login: Annotated[
        str | None,
        typer.Option("--login", metavar="TARGET", help="Ask for user and password; keep them in the keyring."),
    ] = None,
) -> None:
    """Publish the pages as a new edition, which readers meet when all of it is there.

    \b
    vagar publish --to staging
    vagar publish --to production --dry-run    what would be sent, and what is in the way
    vagar publish --to production --rollback   the edition before
    vagar publish --to production --pdf        with each report as a PDF too, some 6 s of a processor each
    vagar publish --login production           keep user and password in the system's keyring

    Exit status: 0 published, 1 refused or the place did not do as asked (what was shown still is), 2 wrong input,
    75 a run is going on, 130 interrupted (what was shown still is).
    """
    if (to is None) == (login is None):
        raise BadInput("vagar publish needs --to TARGET or --login TARGET, one of them")
    if login is not None:
        _log_in(login)
    elif to is not None:
        _publish(to, dry_run=dry_run, rollback=rollback, browser=browser, pdf=pdf)


def _log_in(asked: str) -> None:
    from vagar_lib.pipeline.publish import credentials
    from vagar_lib.pipeline.publish.targets import target

    there = target(asked)
    user = typer.prompt("User")
    credentials.keep(there, user, typer.prompt("Password", hide_input=True))
    typer.echo(f"{there.name}: the keyring has user and password of {there.address}")


def _publish(to: str, *, dry_run: bool, rollback: bool, browser: bool, pdf: bool) -> None:
    from vagar_lib import paths
    from vagar_lib.pipeline.check import site as checking
    from vagar_lib.pipeline.past import keep
    from vagar_lib.pipeline.publish import edition as publishing
    from vagar_lib.pipeline.publish import gate as publish_gate
    from vagar_lib.pipeline.publish import targets as publish_targets
    from vagar_lib.pipeline.publish.place import place as place_of
    from vagar_lib.pipeline.publish.progress import Sending
    from vagar_lib.pipeline.run.matrix import alone

    target = publish_targets.target(to)
    if rollback:
        before, now = publishing.roll_back(place_of(target))
        typer.echo(f"{target.name}: {before} is taken back, {now} is shown")
        return
    site = paths.outputs() / "site"
    with alone():
        if pdf and not dry_run:
            _print()
        refused = publish_gate.refusals(site, checking.check(site, browser=browser)) if target.strict else []
        for reason in refused:
            typer.echo(f"refused: {reason}")
        if refused and not dry_run:
            raise typer.Exit(1)
        if target.name == publish_targets.PRODUCTION and not dry_run:
            typer.echo(f"{target.name}: {keep.keep_and_show()}")
        place = place_of(target)
        planned = publishing.plan(site, place)
        for line in planned.lines(every=dry_run):
            typer.echo(f"{target.name}: {line}")
        if dry_run or not planned.changes_something:
            raise typer.Exit(int(bool(refused)))
        try:
            with Sending(len(planned.sent), planned.size) as sending:
                removed = publishing.publish(site, place, planned, target.keep, progress=sending.sent)
        except KeyboardInterrupt:
            typer.echo("interrupted: what was shown still is")
            raise typer.Exit(130) from None
    for edition in removed:
        typer.echo(f"{target.name}: {edition} is removed, {target.keep} are kept")
    typer.echo(f"{target.name}: {planned.edition} is shown")


def _print() -> None:
    from vagar_lib.pipeline.documents.export import print_site
    from vagar_lib.pipeline.run.matrix import publish_site

    failed = print_site(tell=typer.echo)
    publish_site()
    if failed:
        raise typer.Exit(1)
