"""Where did the time of a notebook go? By the times that papermill notes."""

from __future__ import annotations

import nbformat


def cell_seconds(executed: nbformat.NotebookNode) -> dict[str, float]:
    """Seconds by code cell, named by its section; 'imports' is the cell after the parameters."""
    seconds, section, number = {}, "", 0
    for cell in executed.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("#"):
            section = cell.source.splitlines()[0].lstrip("# ")
        elif cell.cell_type == "code" and not {"parameters", "injected-parameters"} & {*cell.metadata.get("tags", [])}:
            number += 1
            first = cell.source.splitlines()[0]
            name = "imports" if number == 1 else f"cell {number}, {section}: {first[:40]}"
            seconds[name] = cell.metadata.papermill["duration"] or 0.0
    return seconds
