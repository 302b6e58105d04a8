"""What does a page hold? Its figures, values and verdicts, in a small file that the next edition is compared with."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from vagar_lib.display import held
from vagar_lib.pipeline.files import write_text
from vagar_lib.pipeline.page.executed import seen
from vagar_lib.pipeline.page.outline import Outline

NAME = "uppgifter.json"
"""The file, beside the page."""
FORMAT = 1
_LISTS_SOURCES = "kallor-"
"""How the ids of tables that tell of the sources themselves begin."""


def of_page(content: Outline, about: Mapping[str, Any]) -> dict[str, Any]:
    """What a page holds.

    Parameters
    ----------
    content : Outline
    about : mapping
        Said of the page as a whole: ``title, place, report, region, edition, executed``.

    Returns
    -------
    dict
        ``format``, what was said, ``shown`` (for each figure and table ``id, kind, name, example``, ``digest`` of its
        cells as written and ``facts``, whether its values are among these) and ``facts`` (as
        `vagar_lib.display.held.merged` gives them).
    """
    shown = [display for display in content.displays if display.kind in ("figure", "table")]
    facts = held.merged(
        {**fact, "example": bool(display.content.get("example"))}
        for display in shown
        for fact in display.content.get("facts", ())
    )
    return {"format": FORMAT, **about, "shown": [_shown(one.kind, one.content) for one in shown], "facts": facts}


def _shown(kind: str, content: Mapping[str, Any]) -> dict[str, Any]:
    subtitle = content["subtitle"].strip()
    return {
        "id": content["id"],
        "kind": kind,
        "name": (subtitle.partition(". ")[0] if kind == "figure" else subtitle).rstrip("."),
        "example": bool(content.get("example")),
        "source": content["id"].startswith(_LISTS_SOURCES),
        "facts": bool(content.get("facts")),
        "digest": _digest(content["table"]["rows"]),
    }


def _digest(rows: Iterable[Iterable[Any]]) -> str:
    """Digest of cells as a reader sees them: what differs only behind the decimals is the same."""
    texts = [[seen(cell) for cell in row] for row in rows]
    return hashlib.sha256(json.dumps(texts, ensure_ascii=False).encode()).hexdigest()[:16]


def write(folder: Path, page: Mapping[str, Any]) -> None:
    """Write the file of a page into its folder."""
    write_text(folder / NAME, json.dumps(page, ensure_ascii=False, separators=(",", ":")) + "\n")


def read(path: Path) -> dict[str, Any] | None:
    """The file of a page; None when there is none, or one of another format."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return found if isinstance(found, dict) and found.get("format") == FORMAT else None
