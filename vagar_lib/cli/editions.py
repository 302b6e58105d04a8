"""The commands on editions of the site that are kept for good."""

from __future__ import annotations

from typing import Annotated

import typer

from vagar_lib.words import counted

app = typer.Typer()
edition_app = typer.Typer(no_args_is_help=True, help="Editions of the site that are kept, and can be cited for good.")
app.add_typer(edition_app, name="edition")


@edition_app.command()
def keep(
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="Such as 2026-11.", show_default="the day")] = "",
) -> None:
    """Keep the pages as they are, under addresses that never change.

    \b
    vagar edition keep                 as today's edition
    vagar edition keep --name 2026-11  as that of November

    A page that has not changed since the edition before is not kept again. Publishing to production keeps an edition
    by itself. Exit status: 0 kept, or nothing had changed, 2 wrong input, 75 a run is going on.
    """
    from vagar_lib.pipeline.past import keep as keeping
    from vagar_lib.pipeline.run.alone import alone

    with alone():
        typer.echo(keeping.keep_and_show(name))


@edition_app.command(name="list")
def list_editions() -> None:
    """Show the editions that are kept, the oldest first, and whether they are as they were.

    Exit status: 0 all is well, 1 something is missing or has been changed.
    """
    from vagar_lib.pipeline.past import archive

    for one in archive.editions():
        own = sum(page["at"] == one.name for page in one.pages.values())
        typer.echo(f"{one.name}  {one.made}  {counted(len(one.pages), 'page')}, {own} of them changed")
    wrong = [*archive.broken(archive.folder())]
    for name, what in wrong:
        typer.echo(f"data/published/{name} {what}")
    raise typer.Exit(int(bool(wrong)))
