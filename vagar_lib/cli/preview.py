"""The command that shows a report while it is being written."""

from __future__ import annotations

from typing import Annotated

import typer

from vagar_lib.cli.options import Parameters

app = typer.Typer()


@app.command()
def preview(
    report: Annotated[str, typer.Argument(metavar="REPORT", help="By id.")] = "nulage",
    place: Annotated[str, typer.Option("--region", metavar="CODE", help="A region.")] = "23",
    parameter: Parameters = None,
    port: Annotated[
        int | None, typer.Option(min=1024, max=65535, help="Of this machine.", show_default="the first free from 8010")
    ] = None,
    open_browser: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> None:
    """Show a report in the browser while you edit it. Ctrl-C ends it.

    \b
    vagar preview nulage --region 2303

    The page loads itself anew when you save the notebook, a file of parameters/ or data/raw/, or the library. An error
    is shown in its place until it is mended. The page is made in outputs/preview/; those of runs are left alone.
    Exit status: 0 ended with Ctrl-C, 2 wrong input.
    """
    import threading
    import webbrowser
    from pathlib import Path

    from watchfiles import watch

    from vagar_lib.pipeline.parameters import assignments
    from vagar_lib.pipeline.preview import follow
    from vagar_lib.pipeline.preview.serve import server
    from vagar_lib.pipeline.run.alone import sigterm_interrupts

    shown = follow.Preview(report, place, assignments(parameter or []), typer.echo)
    try:
        with sigterm_interrupts(), server(shown.state, port) as serving:
            threading.Thread(target=serving.serve_forever, daemon=True).start()
            address = f"http://127.0.0.1:{serving.server_address[1]}/{shown.page.removesuffix('index.html')}"
            typer.echo(f"Look at {address}; Ctrl-C ends.")
            if open_browser:
                webbrowser.open(address)
            for changes in watch(*shown.watched, debounce=follow.GROUPED_MS, step=follow.STEP_MS):
                shown.changed(Path(name) for _, name in changes)
    except KeyboardInterrupt:
        typer.echo("The preview has ended.")
    finally:
        shown.close()
