"""The README and the guides: what they point to is there, what they tell to type exists, what they show runs."""

from __future__ import annotations

import importlib
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import mistune
import nbformat
import pytest
import typer
import yaml
from nbformat import v4

from tests.made import measure
from vagar_lib import paths, regions
from vagar_lib.cases import Actor, Case, Conflict, Done, Influence, Measure, Sami
from vagar_lib.cli import app, main
from vagar_lib.conflict_guide import Option
from vagar_lib.conflict_guide import Step as GuideStep
from vagar_lib.display import overview, verdicts
from vagar_lib.goals import Goal
from vagar_lib.indicator_entry import Indicator, names, parse
from vagar_lib.judgement import rules
from vagar_lib.megatrends import Area, Megatrend, Signpost
from vagar_lib.metrics import assessment, change, compare, standing
from vagar_lib.pipeline import data
from vagar_lib.pipeline.check import report as check_report
from vagar_lib.pipeline.live import editions
from vagar_lib.pipeline.open_data.catalog import Catalog, Contact, Grants, Licence, Publisher
from vagar_lib.pipeline.page.profile import Accessibility, Colours, Profile
from vagar_lib.pipeline.past import archive
from vagar_lib.pipeline.publish import targets as publish_targets
from vagar_lib.pipeline.run import record
from vagar_lib.pipeline.run.plan import Job, reports
from vagar_lib.questions import Battery
from vagar_lib.questions import Question as BatteryQuestion
from vagar_lib.sources.border import STATUS
from vagar_lib.sources.corrections import Correction
from vagar_lib.sources.manual import About
from vagar_lib.sources.provenance import Provenance
from vagar_lib.sources.pxweb_tables import Declared, Dimension, Generation, Site
from vagar_lib.strategy import Part, Strategy
from vagar_lib.surveys import Measures, Question, Scale, Step, Survey

CHECKOUT = Path(__file__).resolve().parents[1]
DOCUMENTS = [CHECKOUT / "README.md", *sorted((CHECKOUT / "docs").glob("*.md"))]
NAMES = [path.relative_to(CHECKOUT).as_posix() for path in DOCUMENTS]
EVERY_DOCUMENT = pytest.mark.parametrize("document", DOCUMENTS, ids=NAMES)
SHELL = ("sh", "bash", "console")
FOLDERS = ("benchmarks/", "data/", "docs/", "notebooks/", "outputs/", "parameters/", "tests/", "vagar_lib/")

_parse = mistune.create_markdown(renderer=None, plugins=["table"])


def tokens(document: Path) -> list[dict[str, Any]]:
    """Everything in a document, each token before those inside it."""
    found: list[dict[str, Any]] = []

    def gather(parts: list[dict[str, Any]]) -> None:
        for part in parts:
            found.append(part)
            gather(part.get("children", []))

    gather(_parse(document.read_text(encoding="utf-8")))
    return found


def blocks(document: Path) -> Iterator[tuple[str, str, str]]:
    """Language, what else stands on the fence, and text of each fenced block."""
    for token in tokens(document):
        if token["type"] == "block_code":
            language, _, about = token.get("attrs", {}).get("info", "").partition(" ")
            yield language, about, token["raw"]


def spans(document: Path) -> Iterator[str]:
    """Text of each code span."""
    return (token["raw"] for token in tokens(document) if token["type"] == "codespan")


def words(token: dict[str, Any]) -> str:
    return token.get("raw", "") + "".join(words(part) for part in token.get("children", []))


def anchors(document: Path) -> set[str]:
    """Ids of the headings, as they are made where the documents are read."""
    headings = (words(token).lower() for token in tokens(document) if token["type"] == "heading")
    return {re.sub(r"[^\w\- ]", "", heading).replace(" ", "-") for heading in headings}


def commands(document: Path) -> Iterator[list[str]]:
    """Every ``vagar`` and ``make`` command, in blocks and in running text, as words."""
    lines = [line for language, _, text in blocks(document) if language in SHELL for line in text.splitlines()]
    for line in [*lines, *spans(document)]:
        program, *arguments = shlex.split(line, comments=True) if re.match(r"(\S*/)?(vagar|make)( |$)", line) else [""]
        if program:
            yield [program.rpartition("/")[2], *arguments]


def told_to_make() -> set[str]:
    """Files that the guides tell the reader to make."""
    named = {about for document in DOCUMENTS for _, about, _ in blocks(document) if "/" in about}
    return named | {"notebooks/arbete.ipynb"}


def produced() -> set[str]:
    """What a run and a build write, for Ragunda and Jämtlands län, with the folders above."""
    files = {record.path(), check_report.path(), paths.outputs() / "export" / "nulage-2303-ragunda.docx"}
    files |= {paths.outputs() / "site" / name for name in ("index.html", "feed.xml", "404.html", "tillganglighet.html")}
    files |= {paths.outputs() / "site" / "data" / name for name in ("index.html", "dcat.rdf", "dcat.ttl")}
    files |= {paths.processed() / name for name in data.BUILT}
    files |= {archive.folder() / "x", paths.outputs() / "preview" / "x"}
    files |= {paths.outputs() / "site" / "utgavor" / "index.html"}
    files |= {paths.outputs() / "indicators.patch", paths.outputs() / "site" / "status" / "index.html"}
    files |= {editions.folder() / "fetches.json", *(paths.raw() / name / "x.csv" for name in ("manual", "received"))}
    for report in (reports()["nulage"], reports()["nulage"].model_copy(update={"id": "arbete"})):
        for code in ("23", "2303"):
            job = Job(report, regions.region(code), {})
            files |= {job.page, job.notebook, job.failed, job.folder / "data", job.folder / f"{job.name}.ipynb"}
    named = {file.relative_to(CHECKOUT).as_posix() for file in files}
    return named | {parent.as_posix() for name in named for parent in Path(name).parents}


@EVERY_DOCUMENT
def test_every_link_leads_somewhere(document):
    for token in tokens(document):
        if token["type"] not in ("link", "image") or "://" in token["attrs"]["url"]:
            continue
        address, _, anchor = token["attrs"]["url"].partition("#")
        target = document.parent / address if address else document
        assert target.exists(), f"{address} does not exist"
        if anchor:
            assert anchor in anchors(target), f"{address} has no heading {anchor!r}"
    for address in re.findall(r'(?:src|href)="([^"]+)"', document.read_text(encoding="utf-8")):
        assert (document.parent / address).exists(), f"{address} does not exist"


@EVERY_DOCUMENT
def test_every_command_exists_with_its_options(document):
    targets = set(re.findall(r"^([a-z-]+):", (CHECKOUT / "Makefile").read_text(encoding="utf-8"), re.M))
    known = {*reports(), "arbete"}
    for program, *arguments in commands(document):
        if program == "make":
            assert set(arguments) <= targets, f"make {' '.join(arguments)}"
            continue
        command = typer.main.get_command(app)
        while arguments and hasattr(command, "commands"):
            name = arguments.pop(0)
            assert name in command.commands, f"vagar {name}"
            command = command.commands[name]
        if hasattr(command, "commands"):
            continue
        given = command.make_context(command.name, arguments).params
        assert set(given.get("reports") or []) <= known
        for code in [*(given.get("region") or []), *filter(None, [given.get("county")])]:
            assert regions.region(code)


@EVERY_DOCUMENT
def test_every_file_and_folder_named_is_there_or_is_one_that_vagar_or_the_reader_makes(document):
    there = told_to_make() | produced()
    for name in spans(document):
        is_path = name.startswith(FOLDERS) or re.fullmatch(r"[\w-]+\.(yml|toml|lock|md)", name)
        if is_path and not (CHECKOUT / name).exists():
            assert name.rstrip("/") in there, f"{name} does not exist"


@EVERY_DOCUMENT
def test_every_name_in_the_library_can_be_imported(document):
    text = document.read_text(encoding="utf-8")
    for name in set(re.findall(r"\bvagar_lib(?:\.[a-z_]+)+", text)):
        importlib.import_module(name)


@EVERY_DOCUMENT
def test_no_document_tells_of_somebody_s_machine(document):
    text = document.read_text(encoding="utf-8")
    assert not re.search(r"(?<![\w.])/(home|Users|root|tmp|work|opt|mnt)\b|\b[A-Z]:\\", text)


def test_every_document_is_linked_from_the_readme():
    addresses = {token["attrs"]["url"] for token in tokens(CHECKOUT / "README.md") if token["type"] == "link"}
    assert set(NAMES) - {"README.md"} <= addresses


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("indicators.md", Indicator.model_fields),
        ("strategy.md", {**Strategy.model_fields, **Part.model_fields}),
        ("megatrends.md", {**Megatrend.model_fields, **Signpost.model_fields, **Area.model_fields}),
        ("data.md", Provenance.model_fields),
        ("fetch.md", {**About.model_fields, **Correction.model_fields}),
        ("tables.md", {**Site.model_fields, **Dimension.model_fields}),
        ("surveys.md", {**Survey.model_fields, **Question.model_fields, **Scale.model_fields, **Step.model_fields}),
        ("surveys.md", Measures.model_fields),
        ("goal-conflicts.md", {**Case.model_fields, **Influence.model_fields, **Actor.model_fields}),
        ("goal-conflicts.md", {**Conflict.model_fields, **Measure.model_fields}),
        ("goal-conflicts.md", {**Done.model_fields, **Sami.model_fields}),
        ("goal-conflicts.md", {**Goal.model_fields, **GuideStep.model_fields, **Option.model_fields}),
        ("goal-conflicts.md", {**Battery.model_fields, **BatteryQuestion.model_fields}),
        ("tables.md", {**Declared.model_fields, **Generation.model_fields}),
        ("data.md", [word for word in STATUS if word]),
        ("publish.md", {**Profile.model_fields, **Colours.model_fields, **Accessibility.model_fields}),
        ("open-data.md", {**Catalog.model_fields, **Publisher.model_fields, **Contact.model_fields}),
        ("open-data.md", {**Licence.model_fields, **Grants.model_fields}),
        ("publish.md", check_report.RULES),
        ("publish.md", publish_targets.VARIABLES),
    ],
    ids=[
        "an indicator",
        "the strategy",
        "a megatrend",
        "a provenance",
        "a file by mail and a correction",
        "a site of tables",
        "a survey",
        "what a question measures",
        "a case of a goal conflict",
        "conflicts and measures of a case",
        "the steps and the Sami question of a case",
        "a goal and the guide",
        "the question battery",
        "a declared table",
        "the status words",
        "the profile",
        "the catalogue",
        "a licence and a dataset of the catalogue",
        "the rules of the check",
        "the credentials",
    ],
)
def test_every_field_and_word_an_analyst_writes_is_explained(name, fields):
    explained = set(spans(CHECKOUT / "docs" / name))
    assert set(fields) <= explained


def test_the_pieces_of_entries_that_are_shown_are_well_formed():
    shown = [yaml.safe_load(text) for _, _, text in blocks(CHECKOUT / "docs" / "indicators.md")]
    assert {field for piece in shown for field in piece} == {"sources", "breaks", "target"}
    for piece in shown:
        for source in measure(**piece).sources:
            if hasattr(source, "formula"):
                assert names(parse(source.formula)) == set(source.inputs)


def test_the_verdicts_that_are_explained_are_those_that_the_page_gives():
    text = (CHECKOUT / "docs" / "indicators.md").read_text(encoding="utf-8")
    given = [*overview.STANDS.values(), *overview.CONTEXT.values(), *overview.TURNS.values(), *overview.MOVES.values()]
    for symbol, word in given:
        assert f"{symbol} {word}" in text
    for word in filter(None, overview.UNMOVED.values()):
        assert word in (CHECKOUT / "docs" / "method.md").read_text(encoding="utf-8")


def test_every_verdict_is_explained_with_its_symbol():
    text = (CHECKOUT / "docs" / "method.md").read_text(encoding="utf-8")
    for verdict, words in verdicts.WORDS.items():
        assert f"{verdicts.SYMBOLS[verdict]} {words if isinstance(words, str) else words['mål']}" in text
    for word, _ in verdicts.FIELDS.values():
        assert f"*{word}*" in text


def test_the_thresholds_that_the_method_tells_are_those_in_use():
    """If one of these is changed, docs/method.md is to be changed too."""
    assert (rules().pace.on_track, rules().pace.slow, rules().pace.limited, rules().growth.strong) == (0.95, 0.6, 0, 1)


def test_the_limits_that_the_method_tells_are_those_in_use():
    """If one of these is changed, docs/method.md is to be changed too."""
    limits = (change.FEWEST_POINTS, change.CONFIDENCE, change.WINDOW, change.SLACK)
    assert limits == (5, 0.95, 15, 2)
    assert (compare.FEWEST_REGIONS, standing.FARTHEST, assessment.FEWEST_ASSESSORS) == (8, 4, 5)


@pytest.fixture
def with_data(built: Path, project: Path) -> Path:
    """A copy of the project whose data are built already."""
    shutil.copytree(built / "data" / "processed", project / "data" / "processed")
    return project


def cells(document: Path) -> Iterator[nbformat.NotebookNode]:
    """The notebook that a guide shows, block by block."""
    for language, about, text in blocks(document):
        if language == "markdown":
            yield v4.new_markdown_cell(text.strip())
        elif language == "python":
            yield v4.new_code_cell(text.strip(), metadata={"tags": ["parameters"]} if about else {})


def write_report(root: Path, *more: nbformat.NotebookNode) -> None:
    """Make the notebook and the entry of the guide, with more cells before the last section."""
    guide = CHECKOUT / "docs" / "add-a-report.md"
    shown = [*cells(guide)]
    shown[5:5] = more
    nbformat.write(v4.new_notebook(cells=shown), root / "notebooks" / "arbete.ipynb")
    entry = next(text for _, about, text in blocks(guide) if about == "parameters/reports.yml")
    (root / "parameters" / "reports.yml").write_text(entry, encoding="utf-8")


def status(*arguments: str) -> int:
    """Exit status of a ``vagar`` command."""
    try:
        return main([*arguments])
    except SystemExit as exit:
        return exit.code


def test_the_report_of_the_guide_runs_and_anything_else_than_displays_stops_it(with_data, capsys):
    guide = CHECKOUT / "docs" / "add-a-report.md"
    write_report(with_data)
    for _, *arguments in commands(guide):
        if "arbete" in arguments:
            assert status(*arguments) == 0, capsys.readouterr()
    page = with_data / "outputs" / "site" / "arbete" / "2303-ragunda" / "index.html"
    text = page.read_text(encoding="utf-8")
    assert "Öppet arbetslösa 18–65 år:" in text
    assert text.count("<svg") == 2, "one chart, drawn for wide and for narrow screens"
    assert "Källor och metod" in text

    write_report(with_data, v4.new_code_cell("unemployment.head()"))
    capsys.readouterr()
    assert status("run", "arbete", "--region", "2303") == 1
    told = next(text for language, _, text in blocks(guide) if language == "text").strip()
    error = record.read()["reports"]["arbete/2303"]["error"]
    assert error["evalue"] == told
    assert page.read_text(encoding="utf-8") == text
