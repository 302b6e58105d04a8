"""The ``vagar`` command: a thin door to the pipeline."""

from __future__ import annotations

import typer

from vagar_lib.cli import data, documents, editions, figures, forms, preview, publish, run
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
for group in (run, preview, publish, editions, documents, figures, data, forms):
    app.add_typer(group.app)


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
