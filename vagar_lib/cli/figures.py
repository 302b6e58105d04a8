"""The command that draws the figures of the site as PNG."""

from __future__ import annotations

import typer

from vagar_lib.words import counted

app = typer.Typer()


@app.command()
def png() -> None:
    """Draw every figure of outputs/site as PNG (figur.png, beside figur.svg), for pages that show pictures by address.

    A reader needs it not: the pages draw a PNG when one is asked for. Only figures that have none are drawn; later runs
    keep them up to date.

    Exit status: 0 done, 2 there is no site, 75 a run is going on, 130 interrupted (what is drawn is kept).
    """
    from vagar_lib import paths
    from vagar_lib.pipeline.page.figures.png import draw_all
    from vagar_lib.pipeline.run.matrix import alone

    try:
        with alone():
            drawn = draw_all(paths.outputs() / "site", typer.echo)
    except KeyboardInterrupt:
        typer.echo("interrupted: what is drawn is kept")
        raise typer.Exit(130) from None
    typer.echo(f"{counted(drawn, 'figure')} drawn")
