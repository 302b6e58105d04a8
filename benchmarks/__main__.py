"""The command ``python -m benchmarks``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from benchmarks import machine, result, suite
from benchmarks.project import CHECKOUT, CommandFailed, copied

NAMES = [benchmark.name for benchmark in suite.BENCHMARKS]
_LIST = "\n".join(f"    {benchmark.name:10} {benchmark.about}" for benchmark in suite.BENCHMARKS)
HELP = f"""Measure how long reports take and how heavy their pages are.

Everything happens in a copy of the project in a temporary folder; outputs/ is not touched. 'Cold' means that there are
no outputs and no cached drawings yet; Python's bytecode and the files are warm in every run, also the baseline's.
Medians and their ratio to the baseline, measured in turn with them, are shown, and added to a record in
benchmarks/results/.

\b
{_LIST}
"""


def main(
    only: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Only this one. May be repeated.")] = None,
    runs: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Times each is measured.", show_default="5; 1 for county, which is slow"),
    ] = None,
    results: Annotated[
        Path, typer.Option(metavar="FOLDER", help="Where records are kept (benchmarks/results).", show_default=False)
    ] = CHECKOUT / "benchmarks" / "results",
) -> None:
    if unknown := [name for name in only or [] if name not in NAMES]:
        raise typer.BadParameter(f"{', '.join(unknown)}; allowed: {', '.join(NAMES)}", param_hint="--only")
    about = {
        "date": machine.today(),
        "commit": machine.commit(CHECKOUT),
        "machine": machine.described(),
        "versions": machine.versions(),
    }
    console = Console(width=max(Console().width, result.WIDTH))
    aside = Console(stderr=True, highlight=False, markup=False)
    if machine.is_busy(about["machine"]):
        aside.print("The machine is busy with something else: expect longer times than it needs.")
    measured, failed = [], False
    try:
        with copied() as project:
            for benchmark in suite.BENCHMARKS:
                if not only or benchmark.name in only:
                    tell = _told(aside, benchmark.name)
                    measured += benchmark.measure(project, runs or benchmark.runs, tell)
    except CommandFailed as error:  # what was measured before is still worth keeping
        aside.print(f"benchmarks: {error}")
        failed = True
    if measured:
        result.show(measured, about, console)
        record = {**about, "measurements": [one.as_json() for one in measured]}
        path = result.append(record, results, f"{about['date']}-{about['commit'].rstrip('+')}")
        console.print(f"added to {_shown(path)}", markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(int(failed))


def _told(console: Console, name: str) -> suite.Tell:
    return lambda words: console.print(f"{name}: {words}")


def _shown(path: Path) -> str:
    return path.relative_to(CHECKOUT).as_posix() if path.is_relative_to(CHECKOUT) else str(path)


main.__doc__ = HELP
app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
app.command(help=HELP)(main)

if __name__ == "__main__":
    sys.exit(app(prog_name="python -m benchmarks"))
