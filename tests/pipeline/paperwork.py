"""A report with every kind of display, as it lies after a run, and the documents that it becomes."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.site import sample
from vagar_lib import paths
from vagar_lib.pipeline.documents import single, slides, word
from vagar_lib.pipeline.documents.report import Made
from vagar_lib.pipeline.page import render

CONTEXT = {"edition": "a1b2c3", "executed": "2026-11-03T08:00:00+00:00", "version": "0.1.0"}


def needs_office(part: str) -> pytest.MarkDecorator:
    """Skip a test where LibreOffice lacks a part: 'writer' or 'impress', which are installed each on its own."""
    office = shutil.which("soffice")
    there = office is not None and (Path(office).resolve().parents[1] / "share" / "registry" / f"{part}.xcd").exists()
    return pytest.mark.skipif(not there, reason=f"LibreOffice's {part} is not installed")


def report(folder: Path, notebook) -> Made:
    """The page of a notebook for Ragunda, below a folder whose outputs are the current ones."""
    path = sample.save(notebook, folder / "notebooks")
    page = render.render(path, sample.job(), folder / "site/nulage/2303-ragunda", CONTEXT)
    return Made(page.title, page.place, "nulage-2303-ragunda", path, page.path, page.executed, page.edition, "0.1.0")


@pytest.fixture(scope="session")
def paperwork(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Each kind of document that needs no browser, of the notebook with everything in it."""
    folder = tmp_path_factory.mktemp("paperwork")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paths, "outputs", lambda: folder / "outputs")
        made = report(folder, sample.everything())
        return {"docx": word.write(made), "pptx": slides.write(made), "html": single.write(made)}


def as_pdf(file: bytes, kind: str, folder: Path) -> Path:
    """What LibreOffice makes of a file."""
    source = folder / f"fil.{kind}"
    source.write_bytes(file)
    own = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    command = ["soffice", own, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, timeout=300, capture_output=True)
    return folder / "fil.pdf"
