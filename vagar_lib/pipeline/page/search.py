"""How does a reader find a word? An index of what the pages say, in files that a page loads from its own folder."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from vagar_lib.pipeline.files import write_text
from vagar_lib.pipeline.page.headlines import Headlines
from vagar_lib.pipeline.page.listed import Listed

FOLDER = "assets/search"
"""Where the index lies in a site: ``counties.js``, and a file for each county (``00.js`` for riket)."""
KINDS = ("finding", "figure", "heading")
"""What an item of the index may be; the index has their numbers."""


def write(listed: Iterable[Listed], headlines: Mapping[str, Headlines], out: Path) -> None:
    """Write the index, a file for each county, so that nobody loads more than is asked for.

    They are scripts that hand over their data, since a page on disk may load a script but not ask for a file.

    Parameters
    ----------
    listed : iterable of Listed
        Every page of the site.
    headlines : mapping
        Of each page by its name; see `vagar_lib.pipeline.page.headlines.read_all`.
    out : Path
        Folder of the site.
    """
    by_county: dict[str, list[Listed]] = {}
    for one in listed:
        by_county.setdefault(one.county.code, []).append(one)
    names = [[code, pages[0].county.label] for code, pages in by_county.items()]
    written = {"counties.js": _script("counties", names)}
    written |= {f"{code}.js": _script("add", _county(pages, headlines)) for code, pages in by_county.items()}
    folder = out / FOLDER
    if folder.exists() and {path.name for path in folder.iterdir()} - set(written):
        shutil.rmtree(folder)
    for name, text in written.items():
        path = folder / name
        if not path.exists() or path.read_text("utf-8") != text:
            write_text(path, text)


def _county(pages: Iterable[Listed], headlines: Mapping[str, Headlines]) -> dict[str, Any]:
    """Pages with what can be found on them; sections that several have alike are kept once."""
    outlines: list[list[list[str]]] = []
    found = []
    for one in pages:
        about = headlines[one.href]
        outline = [[*section] for section in about.sections]
        if outline not in outlines:
            outlines.append(outline)
        items = [[KINDS.index(item.kind), item.section, _anchor(item, outline), item.text] for item in about.items]
        found.append([one.href, one.title, one.place, one.summary, outlines.index(outline), items])
    return {"outlines": outlines, "pages": found}


def _anchor(item: Any, outline: list[list[str]]) -> str:
    """Where the item is, ``''`` when that is where its section begins."""
    return "" if item.anchor == outline[item.section][0] else item.anchor


def _script(call: str, data: Any) -> str:
    return f"vagarSearch.{call}({json.dumps(data, ensure_ascii=False, separators=(',', ':'))});\n"
