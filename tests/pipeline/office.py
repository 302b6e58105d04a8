"""A project of one tiny report, for tests of how reports run."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
import yaml
from nbformat import v4

from vagar_lib import paths

PARAMETERS = 'region: str = "23"  # kod\nfindings: int = 6  # antal fynd'
SHOW = """
from IPython.display import display
text = f"{region} har {findings} fynd."
display({"application/vnd.vagar+json": {"kind": "prose", "paragraphs": [text]}, "text/plain": text}, raw=True)
"""


class Office:
    """The project's root, and ways to change what is in it."""

    def __init__(self, root: Path):
        self.root = root

    def write_notebook(self, *code: str, heading: str = "Avsnitt", name: str = "prov") -> None:
        """Write the notebook: the parameters, a heading, the code cells, and one that shows something."""
        cells = [
            v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}),
            v4.new_markdown_cell(f"## {heading}"),
            *map(v4.new_code_cell, [*code, SHOW.strip()]),
        ]
        paths.notebooks().mkdir(exist_ok=True)
        kernel = {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}}
        nbformat.write(v4.new_notebook(cells=cells, metadata=kernel), paths.notebooks() / f"{name}.ipynb")

    def write_reports(self, **fields: object) -> None:
        """Write reports.yml with the one report; keywords replace its fields."""
        report = {
            "id": "prov",
            "title": "Provrapport",
            "notebook": "prov.ipynb",
            "summary": "En liten rapport.",
            "levels": ["riket", "län", "kommun"],
            "parameters": {"findings": {"min": 5, "max": 8}},
        }
        text = yaml.safe_dump([{**report, **fields}], allow_unicode=True, sort_keys=False)
        (paths.parameters() / "reports.yml").write_text(text, encoding="utf-8")

    def record(self) -> dict:
        """What outputs/run.json says."""
        return json.loads((self.root / "outputs" / "run.json").read_text(encoding="utf-8"))

    def files(self) -> dict[str, int]:
        """Every file below the root, with the time it was written; but for the lock of runs, which says nothing."""
        found = (path for path in self.root.rglob("*") if path.is_file() and path.name != ".lock")
        return {path.relative_to(self.root).as_posix(): path.stat().st_mtime_ns for path in found}


@pytest.fixture
def office(small: Path) -> Office:
    """A project with one report 'prov', which takes a moment to run, and hardly any data."""
    there = Office(small)
    there.write_notebook()
    there.write_reports()
    return there
