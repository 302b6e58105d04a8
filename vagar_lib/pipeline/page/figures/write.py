"""What lies in the folder of a figure? All its files, written together."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from vagar_lib.pipeline.page.figures import card, data, page, png
from vagar_lib.pipeline.page.figures.parts import Parts


def write(
    folder: Path,
    displays: Iterable[Mapping[str, Any]],
    about: Mapping[str, Any],
    parts: Mapping[str, Parts],
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
    parts : mapping
        Of each of them, by id.
    before : Path
        The page's folder as it was, which PNG files that are asked for are kept from.
    """
    for content in displays:
        own, of = folder / page.FOLDER / content["id"], parts[content["id"]]
        own.mkdir(parents=True)
        data.write_csv(own / data.FILE, **content["table"]["csv"])
        files = {
            data.METADATA: data.metadata(content, about),
            page.PAGE: page.own_page(content, about, of),
            page.FRAGMENT: page.fragment(content, about, of),
        }
        if content["kind"] == "figure":
            origin = f"Ur rapporten {about['title']} – {about['place']}. {about['publisher']}."
            picture = card.card(content, of.drawn[0], origin)
            files |= {card.SVG: picture, page.SCRIPT: _script(content["id"], picture, of.live)}
        for name, text in files.items():
            (own / name).write_text(text, "utf-8", newline="\n")
        if content["kind"] == "figure":
            png.keep(own, before / page.FOLDER / content["id"])


def _script(name: str, picture: str, answering: Mapping[str, Any] | None) -> str:
    """What a browser needs when a reader asks for more: as a script, since that can be loaded from a disk too."""
    held = json.dumps({"picture": picture, "live": answering}, ensure_ascii=False, separators=(",", ":"))
    return f"(window.vagarFigurer = window.vagarFigurer || {{}})[{json.dumps(name)}] = {held};\n"
