"""How does an executed notebook become a page? One accessible Swedish HTML page, static and whole."""

from __future__ import annotations

import functools
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, UndefinedError
from nbconvert.exporters.templateexporter import TemplateExporter
from traitlets import default

from vagar_lib.display import text
from vagar_lib.indicator_entry import DIMENSIONS
from vagar_lib.pipeline.files import replacing, write_text
from vagar_lib.pipeline.forms import annex
from vagar_lib.pipeline.page import picture
from vagar_lib.pipeline.page.executed import PageError, read
from vagar_lib.pipeline.page.figures import bundle
from vagar_lib.pipeline.page.figures import write as figures
from vagar_lib.pipeline.page.figures.parts import Parts, parts
from vagar_lib.pipeline.page.outline import Outline, outline
from vagar_lib.pipeline.page.profile import profile
from vagar_lib.pipeline.page.style import TEMPLATES, environment, swedish_date, write_assets
from vagar_lib.pipeline.page.workbook import write_workbook
from vagar_lib.pipeline.past import held

if TYPE_CHECKING:
    from vagar_lib.pipeline.run.plan import Job

WORKBOOK = "tabeller.xlsx"
"""All tables of a page, beside it."""
MAX_WEIGHT = 1_500_000
"""Bytes that a page and its style sheet may weigh; more is a warning."""


@dataclass(frozen=True)
class PageInfo:
    """What was written.

    Attributes
    ----------
    title, place : str
        The report's title, and the place as the heading has it.
    path : Path
        The page.
    findings : tuple of str
        Texts of the findings, the most important first.
    edition : str
        Of the data.
    executed : str
        When the notebook was run, ISO 8601; ``''`` when neither the run nor the notebook says.
    weight : int
        Bytes of the page with its style sheet; files to download are not counted.
    warnings : tuple of str
        What cells wrote to stderr, by cell, and a page heavier than it may be.
    """

    title: str
    place: str
    path: Path
    findings: tuple[str, ...]
    edition: str
    executed: str
    weight: int
    warnings: tuple[str, ...]


class PageExporter(TemplateExporter):
    """nbconvert exporter of the project: our own template, no code, and only the project's own displays."""

    output_mimetype = "text/html"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    @default("template_file")
    def _template_file_default(self) -> str:
        return "page.html.j2"

    @default("template_paths")
    def _template_paths_default(self) -> list[str]:
        return [str(TEMPLATES)]

    def _create_environment(self) -> Environment:
        return environment()

    def from_notebook_node(
        self, nb: Mapping[str, Any], resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """HTML of a notebook; ``resources["page"]`` holds what the template needs beside the notebook.

        Raises
        ------
        PageError
            When the notebook can't become a page; see `outline`.
        """
        resources = self._init_resources(resources)
        content = outline(nb)
        page = resources.get("page", {})
        first = content.sections[0] if content.sections else None
        made = _parts(content, page)
        try:
            html = self.template.render(
                **page,
                outline=content,
                parts=made,
                example=any(display.content.get("example") for display in content.displays),
                summary_first=bool(first and first.findings),
                dimensions={name: text.dimension(name) for name in DIMENSIONS},
                picture=picture.figure(content),
            )
        except UndefinedError as error:
            raise PageError(f"a display lacks a part: {error}") from error
        return html, {**resources, "outline": content, "parts": made}


@functools.cache
def _exporter() -> PageExporter:
    return PageExporter()


def render(notebook_path: Path, job: Job, out_dir: Path, context: Mapping[str, Any]) -> PageInfo:
    """Write the page of an executed notebook, with its data and the notebook to download beside it.

    Parameters
    ----------
    notebook_path : Path
        Executed notebook.
    job : Job
        The report, which gives the title, and the place.
    out_dir : Path
        Folder of the page, ``<site>/<report>/<place>``: gets ``index.html``, a folder for each figure with its files,
        all tables as one workbook and a copy of the notebook. It is replaced whole, or left as it was.
    context : mapping
        What the page tells of the run: ``edition`` of the data, ``version`` of the library and ``executed``, a
        moment as ISO text (else when papermill finished the notebook); each may be left out.

    Returns
    -------
    PageInfo

    Raises
    ------
    PageError
        When the notebook can't become a page; names the cell or the figure.
    """
    notebook = read(notebook_path)
    place = job.region.label[:1].upper() + job.region.label[1:]
    edition = context.get("edition", "")
    executed = context.get("executed") or notebook["metadata"].get("papermill", {}).get("end_time") or ""
    site, path = profile().address, f"{out_dir.relative_to(out_dir.parents[1]).as_posix()}/"
    page = {
        "site": site,
        "path": path,
        "address": site and f"{site}{path}",
        "publisher": profile().owner,
        "key": f"{job.report.id}-{job.region.code}",
        "issued": executed[:10],
        "title": job.report.title,
        "place": place,
        "summary": job.report.summary,
        "notebook": notebook_path.name,
        "root": "../../",
        "workbook": WORKBOOK,
        "annex": job.report.annex and {"heading": job.report.annex, "file": annex.FILE},
        "executed": swedish_date(executed),
        "edition": edition,
        "version": context.get("version", ""),
    }
    html, resources = _exporter().from_notebook_node(notebook, {"page": page})
    content: Outline = resources["outline"]
    with replacing(out_dir) as folder:
        write_text(folder / "index.html", html)
        shutil.copyfile(notebook_path, folder / notebook_path.name)
        tables = _figures(content)
        figures.write(folder, tables, page, resources["parts"], out_dir)
        facts = {"Framtagen": page["executed"], "Datautgåva": edition, "Version": f"Vägar {page['version']}".strip()}
        shown = picture.figure(content) if page["address"] else None
        if shown:
            (folder / picture.NAME).write_bytes(picture.draw(shown["spec"]))
        title = f"{job.report.title}, {place}"
        write_workbook(folder / WORKBOOK, title, facts, tables)
        about = {"report": job.report.id, "region": job.region.code, "edition": edition, "executed": executed}
        held.write(folder, held.of_page(content, {"title": job.report.title, "place": place, **about}))
        if job.report.annex:
            section, example = annex.section_of(content, job.report.annex), any(table["example"] for table in tables)
            annex.write_annex(folder / annex.FILE, title, facts, section, example)
    style = write_assets(out_dir.parents[1])
    bundle.write(out_dir.parents[1])
    weight = len(html.encode()) + style.stat().st_size
    warnings = list(content.warnings)
    if weight > MAX_WEIGHT:
        warnings.append(f"the page weighs {weight / 1e6:.2f} MB, allowed: {MAX_WEIGHT / 1e6:.2f} MB")
    return PageInfo(
        title=job.report.title,
        place=place,
        path=out_dir / "index.html",
        findings=tuple(content.findings),
        edition=edition,
        executed=executed,
        weight=weight,
        warnings=tuple(warnings),
    )


def _figures(content: Outline) -> list[Mapping[str, Any]]:
    """Figures and tables of a page, in order."""
    return [display.content for display in content.displays if "table" in display.content]


def _parts(content: Outline, page: Mapping[str, Any]) -> dict[str, Parts]:
    """What the figures and tables of a page are made up of, by their ids."""
    found = {}
    for display in content.displays:
        if "table" not in display.content:
            continue
        name = display.content["id"]
        try:
            found[name] = parts(display.content, page)
        except ValueError as error:
            raise PageError(f"cell {display.cell}: figure {name} can't be drawn: {error}") from error
    return found
