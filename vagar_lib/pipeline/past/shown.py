"""How does a reader find what was published before? Kept editions in the site, and lists that lead to them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from vagar_lib import regions
from vagar_lib.pipeline.files import write_text
from vagar_lib.pipeline.page.style import environment, swedish_date
from vagar_lib.pipeline.past import archive
from vagar_lib.pipeline.past.archive import FOLDER, MANIFEST, Kept


def write(pages: Iterable[Mapping[str, Any]], out: Path, every: Sequence[Kept]) -> None:
    """Put every kept edition into a site, with a list of them all and one for each report and place.

    A page that was published once and is not there any more gets a notice at its address, which leads to what is kept.

    Parameters
    ----------
    pages : iterable of mapping
        As those of `vagar_lib.pipeline.page.site.build`.
    out : Path
        Folder of the site.
    every : sequence of Kept
        Editions, the oldest first.
    """
    for edition in every:
        _put(edition, out / FOLDER)
    _render("utgavor.html.j2", out / FOLDER / "index.html", "../", editions=[_told(one) for one in reversed(every)])
    known = _known(pages, out)
    named = {key: (page["title"], page["place"]) for one in every for key, page in one.pages.items()}
    for key, (title, place) in {**named, **known}.items():
        about = {"title": title, "place": place, "page": key, "there": key in known}
        kept = [_told(one) for one in archive.history(key, every)]
        _render("utgavor_sida.html.j2", out / FOLDER / key / "index.html", "../../../", kept=kept, **about)
        gone = out / key / "index.html"
        if key not in known and not gone.exists():
            _render("utgavor_borta.html.j2", gone, "../../", **about)


def _known(pages: Iterable[Mapping[str, Any]], out: Path) -> dict[str, tuple[str, str]]:
    """Title and place of each page of the site."""
    found: dict[str, tuple[str, str]] = {}
    for page in pages:
        if page.get("path"):
            key = (out / page["path"]).relative_to(out).parent.as_posix()
            found[key] = (page["title"], place_of(page))
    return found


def place_of(page: Mapping[str, Any]) -> str:
    """The place of a page as a heading has it."""
    label = regions.region(page["region"]).label
    return f"{label[:1].upper()}{label[1:]}"


def _told(edition: Kept) -> dict[str, Any]:
    own = sum(page["at"] == edition.name for page in edition.pages.values())
    return {"name": edition.name, "when": swedish_date(edition.made), "pages": len(edition.pages), "own": own}


def _put(edition: Kept, there: Path) -> None:
    """Let a site have the files of an edition, as other names of the same files where that can be."""
    if (there / edition.name / MANIFEST).exists():
        return
    for name in (*edition.files, f"{edition.name}/{MANIFEST}"):
        target = there / name
        if target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(archive.folder() / name, target)
        except FileNotFoundError:
            continue  # vagar check tells that it is missing
        except OSError:
            with suppress(FileNotFoundError):
                shutil.copyfile(archive.folder() / name, target)


def _render(template: str, path: Path, root: str, **content: Any) -> None:
    html = environment().get_template(template).render(root=root, **content)
    if not path.exists() or path.read_text("utf-8") != html:
        write_text(path, html)
