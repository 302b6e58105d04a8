"""Where can a reader go from a page? To the same place in another report, and to this report for another place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from vagar_lib.pipeline.files import write_text
from vagar_lib.pipeline.page.listed import Listed
from vagar_lib.pipeline.page.style import environment

_HEAD = 30_000
"""Bytes of a page that its menus are within."""
_SPOT = re.compile(r"<!--neighbours-->.*?<!--/neighbours-->", re.DOTALL)


def write(listed: Iterable[Listed], out: Path) -> None:
    """Write into each page its menus of reports and places; a page whose menus are right is not written.

    Parameters
    ----------
    listed : iterable of Listed
        Every page of the site, in the order of the menus. A page is offered the reports of its own place, and of
        its own report the places of its county, the country and the other counties.
    out : Path
        Folder of the site.
    """
    every = list(listed)
    by_place: dict[str, list[Listed]] = {}
    by_report: dict[str, list[Listed]] = {}
    for one in every:
        by_place.setdefault(one.region.code, []).append(one)
        by_report.setdefault(one.report, []).append(one)
    template = environment().get_template("neighbours.html.j2")
    for one in every:
        same = by_report[one.report]
        places = [other for other in same if other.region.level != "kommun" or other.county == one.county]
        menus = template.render(
            root="../" * one.href.count("/"),
            href=one.href,
            title=one.title,
            place=one.place,
            county=one.county.code,
            reports=by_place[one.region.code],
            places=places,
            pdf=_pdf(out / one.href, one.report),
        )
        _put(out / one.href, f"<!--neighbours-->\n{menus}\n<!--/neighbours-->")


def _pdf(page: Path, report: str) -> str:
    """The PDF of a page that `vagar publish --pdf` has left beside it; nothing when there is none."""
    name = f"{report}-{page.parent.name}.pdf"
    return name if (page.parent / name).exists() else ""


def _put(path: Path, menus: str) -> None:
    with path.open(encoding="utf-8") as file:
        if menus in file.read(_HEAD):
            return
    page = path.read_text("utf-8")
    changed = _SPOT.sub(lambda _: menus, page, count=1)
    if changed != page:
        write_text(path, changed)
