"""What is in an executed notebook? Its cells, and what they show in the project's own format."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

MIME = "application/vnd.vagar+json"

_TABLE = ("caption", "columns", "rows", "csv")
_CELL = {"text", "said", "tone", "spark"}
_REQUIRED = {
    "figure": ("id", "title", "subtitle", "alt", "spec", "narrow", "table", "source", "notes"),
    "table": ("id", "title", "subtitle", "table", "source", "notes"),
    "prose": ("paragraphs",),
    "findings": ("items",),
    "missing": ("title", "text"),
    "facts": ("items",),
}


class PageError(Exception):
    """A notebook that can't become a page; names the cell, or the figure, and what is wrong with it."""


def read(path: Path) -> dict[str, Any]:
    """An executed notebook as it is on disk; nbformat would make an object of each of its many parts.

    Raises
    ------
    PageError
        When the file can't be read as JSON.
    """
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise PageError(f"{path.name} can't be read as a notebook: {error}") from error


def own_cells(notebook: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Cells of an executed notebook without the one that papermill adds: as the analyst who edits it counts them."""
    return [cell for cell in notebook["cells"] if "injected-parameters" not in cell["metadata"].get("tags", [])]


def joined(lines: str | list[str]) -> str:
    """Text that a notebook has as a whole, or as a list of lines."""
    return "".join(lines)


def where(number: int, cell: Mapping[str, Any]) -> str:
    """A cell by its number and its first line, for messages."""
    line = next((line.strip() for line in joined(cell["source"]).splitlines() if line.strip()), "")
    return f"cell {number + 1} ({line[:60]}{'…' if len(line) > 60 else ''})"


def stderr(cell: Mapping[str, Any]) -> list[str]:
    """What a cell wrote to stderr."""
    written = [joined(output["text"]) for output in cell["outputs"] if output.get("name") == "stderr"]
    return [said.strip() for said in written if said.strip()]


def displays(number: int, cell: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What a cell shows in the project's own format.

    Raises
    ------
    PageError
        For a cell that failed, an output that is not the project's own, or a figure without its parts.
    """
    for output in cell.get("outputs", ()):
        if output["output_type"] == "error":
            raise PageError(f"{where(number, cell)} failed: {output['ename']}: {output['evalue']}")
        if output["output_type"] == "stream":
            continue
        if MIME not in output["data"]:
            kinds = ", ".join(output["data"]) or "nothing"
            raise PageError(
                f"{where(number, cell)} shows {kinds}; allowed is what vagar_lib.display makes, such as "
                "figure(), table() and say(), so that everything on the page has its title, text and source"
            )
        content = output["data"][MIME]
        try:
            _check(content)
        except PageError as error:
            raise PageError(f"{where(number, cell)}: {error}") from None
        yield content


def seen(cell: Any) -> str:
    """A cell of a table as a reader sees it, or as it is read out: its text alone.

    Examples
    --------
    >>> seen("4,0"), seen({"text": "▲", "said": "Förbättring"})
    ('4,0', 'Förbättring')
    """
    return cell.get("said") or cell["text"] if isinstance(cell, dict) else str(cell)


def _check(content: Mapping[str, Any]) -> None:
    kind = content.get("kind")
    if kind not in _REQUIRED:
        raise PageError(f"display of kind {kind!r}, allowed: {', '.join(_REQUIRED)}")
    missing = [key for key in _REQUIRED[kind] if content.get(key) in (None, "")]
    if missing:
        name = content.get("id") or content.get("title") or ""
        raise PageError(f"{kind} {name} lacks {', '.join(missing)}")
    if kind in ("figure", "table"):
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", content["id"]):
            raise PageError(f"{kind} id {content['id']!r}, allowed: a-z, 0-9 and hyphens")
        _check_table(content["id"], content["table"])


def _check_table(name: str, table: Mapping[str, Any]) -> None:
    missing = [key for key in _TABLE if key not in table]
    if missing:
        raise PageError(f"the table of {name} lacks {', '.join(missing)}")
    if not table["rows"]:
        raise PageError(f"the table of {name} has no rows; show that data is missing instead")
    wide = len(table["columns"])
    if any(len(row) != wide for row in table["rows"]):
        raise PageError(f"the table of {name} has rows that are not {wide} cells wide, as its heads are")
    rich = (cell for row in table["rows"] for cell in row if isinstance(cell, dict))
    if any("text" not in cell or set(cell) - _CELL for cell in rich):
        raise PageError(f"the table of {name} has a cell of other parts than {', '.join(sorted(_CELL))}")
