"""What lies in the folder of a figure? All its files, written together."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vagar_lib.pipeline.page import svg
from vagar_lib.pipeline.page.figures import card, data, page, png
from vagar_lib.pipeline.page.figures.live import live


@dataclass(frozen=True)
class Alone:
    """What a figure has beside what it shows: the code to embed it, and its live chart, if there is one."""

    code: str
    live: Mapping[str, Any] | None


def alone(displays: Iterable[Mapping[str, Any]], about: Mapping[str, Any]) -> dict[str, Alone]:
    """What the figures and tables of a page have, by their ids; ``about`` is as in `write`."""
    return {
        content["id"]: Alone(page.embed_code(content, about), live(content) if content["kind"] == "figure" else None)
        for content in displays
    }


def write(
    folder: Path,
    displays: Iterable[Mapping[str, Any]],
    about: Mapping[str, Any],
    drawings: Mapping[str, Any],
    had: Mapping[str, Alone],
    before: Path,
) -> None:
    """Write the files of each figure and table of a page.

    Parameters
    ----------
    folder : Path
        Of the page: gets ``figurer/<id>/`` with ``index.html``, ``fragment.html``, ``data.csv`` and its metadata; of a
        figure that is drawn also ``figur.svg`` and ``figur.js``.
    displays : iterable of mapping
        Figures and tables as the page has them.
    about : mapping
        The report that they are from: ``title, place, path, key, site, address, root, issued, publisher``.
    drawings : mapping
        Of each figure, as they stand in the page.
    had : mapping
        Of `alone`.
    before : Path
        The page's folder as it was, which PNG files that are asked for are kept from.
    """
    for content in displays:
        own = folder / page.FOLDER / content["id"]
        own.mkdir(parents=True)
        data.write_csv(own / data.FILE, **content["table"]["csv"])
        files = {
            data.METADATA: data.metadata(content, about),
            page.PAGE: page.own_page(content, about, drawings, is_live=bool(had[content["id"]].live)),
            page.FRAGMENT: page.fragment(content, about),
        }
        if content["kind"] == "figure":
            origin = f"Ur rapporten {about['title']} – {about['place']}. {about['publisher']}."
            picture = card.card(content, svg.draw(content["spec"]), origin)
            files |= {card.SVG: picture, page.SCRIPT: _script(content["id"], picture, had[content["id"]].live)}
        for name, text in files.items():
            (own / name).write_text(text, "utf-8", newline="\n")
        if content["kind"] == "figure":
            png.keep(own, before / page.FOLDER / content["id"])


def _script(name: str, picture: str, answering: Mapping[str, Any] | None) -> str:
    """What a browser needs when a reader asks for more: as a script, since that can be loaded from a disk too."""
    held = json.dumps({"picture": picture, "live": answering}, ensure_ascii=False, separators=(",", ":"))
    return f"(window.vagarFigurer = window.vagarFigurer || {{}})[{json.dumps(name)}] = {held};\n"
