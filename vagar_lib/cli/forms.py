"""The commands on what people fill in: surveys, cases, questions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vagar_lib.words import counted

app = typer.Typer()
survey_app = typer.Typer(no_args_is_help=True, help="The surveys on activities: forms out, answers in.")
app.add_typer(survey_app, name="survey")
new_app = typer.Typer(no_args_is_help=True, help="Begin something that an analyst fills in.")
app.add_typer(new_app, name="new")


Round = Annotated[str, typer.Option("--round", metavar="ROUND", help="A year, such as 2026, or 2026-2.")]
Pair = Annotated[
    str, typer.Option("--name", metavar="NAME", help="Whose activities: data/raw/surveys/NAME_insatser.csv.")
]


@survey_app.command()
def export(
    round: Round,
    name: Pair,
    surveys: Annotated[
        list[str] | None, typer.Argument(metavar="SURVEY", help="Surveys by id.", show_default="all of them")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FOLDER", help="Where to.", show_default="outputs/enkater")
    ] = None,
) -> None:
    """Write each survey as an XLSForm for Kobo or ODK, and as a page that can be filled in without a network.

    \b
    vagar survey export --round 2026 --name exempel
    vagar survey export insats --round 2026 --name exempel --out forms
    """
    from vagar_lib.pipeline.forms import surveys as asking

    for path in asking.export(surveys or (), round, name, out):
        typer.echo(path)


@survey_app.command(name="import")
def take_in(
    survey: Annotated[str, typer.Argument(metavar="SURVEY", help="Which survey they answer.")],
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="CSV, Excel or JSON.")],
    round: Round,
    name: Pair,
    columns: Annotated[
        Path | None,
        typer.Option("--columns", metavar="FILE", help="YAML: what the files call each field.", show_default=False),
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="In place of the answers that the round has.")] = False,
) -> None:
    """Read answers into data/raw/surveys/NAME_svar.csv. What does not fit is told with row and question.

    \b
    vagar survey import insats kobo.xlsx --round 2026 --name exempel
    vagar survey import insats answers/*.json --round 2026 --name exempel --replace

    Exit status: 0 all good, 2 something does not fit (nothing is written).
    """
    from vagar_lib.pipeline.forms import surveys as asking

    done = asking.take_in(files, survey, round, name, columns, replace)
    answers, activities = counted(done.answers, "answer"), counted(done.activities, "activity", "activities")
    typer.echo(f"{answers} of {done.respondents} about {activities}: {done.path}")


@new_app.command()
def case(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the file, such as vindkraft.")],
    title: Annotated[str | None, typer.Option(help="What the case is about.", show_default="asked for")] = None,
    place: Annotated[
        str | None, typer.Option(metavar="CODES", help="23, or '2326 2361'.", show_default="asked for")
    ] = None,
    summary: Annotated[str | None, typer.Option(help="A few sentences.", show_default="asked for")] = None,
    owner: Annotated[str | None, typer.Option(help="Role or unit.", show_default="asked for")] = None,
) -> None:
    """Begin a case for the report on goal conflicts: write its file, tell what is left. Asks for what is not given.

    \b
    vagar new case vindkraft
    vagar new case vindkraft --title "Vindkraft i Berg" --place 2326 --summary "" --owner "Samhällsplanering"
    """
    from vagar_lib import paths
    from vagar_lib.pipeline.forms import new_case

    if title is None:
        title = typer.prompt("Title (Swedish)")
    if place is None:
        place = typer.prompt("Places (codes, with spaces between)")
    if summary is None:
        summary = typer.prompt("Summary (may wait)", default="")
    if owner is None:
        owner = typer.prompt("Owner, a role or unit (may wait)", default="")
    path, findings = new_case.create(name, title=title, places=place.split(), summary=summary, owner=owner)
    typer.echo(f"{paths.relative(path)} is written. Left to do in it:")
    for finding in findings:
        typer.echo(f"- {new_case.line(finding)}")


@app.command()
def questions(
    support: Annotated[str, typer.Option(metavar="TYPE", help="PROJ, FTG, KS or alla.")] = "alla",
    goal: Annotated[
        list[int] | None, typer.Option(metavar="NUMBER", help="A global goal. May be repeated.", show_default="all")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", show_default="outputs/fragor-<type>.html")
    ] = None,
) -> None:
    """Write the questions on goal conflicts as a page to print, for a type of support and some global goals.

    \b
    vagar questions
    vagar questions --support FTG --goal 5 --goal 8
    """
    from vagar_lib.pipeline.forms import question_page

    typer.echo(f"Print {question_page.write(support=support, goals=goal or (), path=out)}")
