"""The command that writes reports as files to send."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vagar_lib.cli.options import County, Everything, Regions, Reports

app = typer.Typer()


@app.command()
def export(
    wanted: Annotated[str, typer.Option("--as", metavar="KINDS", help="docx, pptx, pdf, html; commas between.")],
    reports: Reports = None,
    region: Regions = None,
    county: County = None,
    everything: Everything = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FOLDER", help="Where to.", show_default="outputs/export")
    ] = None,
) -> None:
    """Write reports as files to send: Word, PowerPoint, PDF, or one HTML file. They must have been run.

    \b
    vagar export nulage --region 2303 --as docx
    vagar export --county 23 --as docx,pptx,pdf,html
    vagar export nulage --region 23 --as pdf --out sent

    Exit status: 0 all are written, 1 one could not be written, 2 wrong input or a report that is out of date
    (nothing is written), 75 a run is going on, 130 interrupted (what is written is whole).
    """
    from vagar_lib.pipeline.documents.export import export as write
    from vagar_lib.pipeline.documents.export import kinds
    from vagar_lib.pipeline.run.matrix import alone
    from vagar_lib.pipeline.run.plan import places, plan

    chosen = kinds(wanted)
    jobs = plan(reports or (), places(region or (), county, everything), {}, exact=bool(region))
    try:
        with alone():
            failed = write(jobs, chosen, out, tell=typer.echo)
    except KeyboardInterrupt:
        typer.echo("interrupted: what is written is whole")
        raise typer.Exit(130) from None
    raise typer.Exit(int(bool(failed)))
