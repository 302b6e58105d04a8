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
    """Pages with what can be found on them; what several have alike is kept once, and told by its number.

    ``reports`` are [title, summary], ``outlines`` the sections of a page as [id, heading], ``spots`` [kind, section,
    id], ``texts`` what stands there; a page is [address, report, place, outline, [spot, text, spot, text, …]].
    """
    reports, outlines, spots, texts = _Numbers(), _Numbers(), _Numbers(), _Numbers()
    found = []
    for one in pages:
        about = headlines[one.href]
        items: list[int] = []
        for item in about.items:
            # Nothing is where a section begins but the section itself.
            anchor = "" if item.anchor == about.sections[item.section][0] else item.anchor
            items += [spots[KINDS.index(item.kind), item.section, anchor], texts[item.text]]
        found.append([one.href, reports[one.title, one.summary], one.place, outlines[about.sections], items])
    known = {"reports": reports, "outlines": outlines, "spots": spots, "texts": texts}
    return {**{name: [*numbers] for name, numbers in known.items()}, "pages": found}


class _Numbers(dict):
    """Things by number, in the order that they were first asked for."""

    def __missing__(self, thing: Any) -> int:
        self[thing] = len(self)
        return self[thing]


def _script(call: str, data: Any) -> str:
    return f"vagarSearch.{call}({json.dumps(data, ensure_ascii=False, separators=(',', ':'))});\n"
