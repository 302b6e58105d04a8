"""Where does a reader begin? The front page: a map to choose a place on, reports by subject and by place."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from vagar_lib import regions
from vagar_lib.pipeline.check import statement
from vagar_lib.pipeline.files import write_text
from vagar_lib.pipeline.open_data.catalog import FOLDER as OPEN_DATA
from vagar_lib.pipeline.page import chooser, headlines, neighbours, search, site_files
from vagar_lib.pipeline.page.headlines import Headlines
from vagar_lib.pipeline.page.listed import Listed, listed, upper
from vagar_lib.pipeline.page.style import environment, write_assets
from vagar_lib.pipeline.past import fresh

COUNTIES = "lan"
"""Folder of the pages of counties, when the site has more than one."""
ONLY_IN_FRONT = {"several": False, "status": False, "open_data": False, "catalog": False}
"""What only the front page links to, as the page of a county has it."""
FRAME = ("Sammanfattning", "Källor och metod", "Om rapporten")
"""Sections that every report has: they say nothing of what it is about."""


def build(pages: Iterable[Mapping[str, Any]], out: Path) -> Path:
    """Write the front page, the other pages of the site itself, what all pages share, and the menus of each page.

    A site of one county has its places on the front page; with more, each county has a page of its own.

    Parameters
    ----------
    pages : iterable of mapping
        One for each report and place, in the order that reports are told of:

        - ``title``: the report's title; ``report``, its id, and ``summary``, a sentence on it, may be left out;
        - ``region``: code of the place;
        - ``path``: the page, relative to ``out`` or absolute below it; left out or not there: no link;
        - ``findings``: texts, the first is shown; may be left out;
        - ``edition`` of the data and ``executed`` (ISO text) of the page that is there;
        - ``failed``: true when the last run failed, so that the page, if any, is from an earlier run.
    out : Path
        Folder of the site.

    Returns
    -------
    Path
        The front page.
    """
    pages = fresh.write(pages, out)
    every = listed(pages, out)
    there = [one for one in every if one.href]
    write_assets(out)
    neighbours.write(there, out)
    said = headlines.read_all([one.href for one in there], out)
    search.write(there, said, out)
    counties = [*dict.fromkeys(one.county for one in every if one.county.level == "län")]
    several = len(counties) > 1
    _county_pages(counties if several else [], every, said, out)
    # The page on the sources is made by a fetch, which may never have been.
    opened = (out / OPEN_DATA / "index.html").exists()
    shared = {"several": several, "status": (out / "status" / "index.html").exists(), "open_data": opened}
    shared["catalog"] = (out / OPEN_DATA / "dcat.rdf").exists()
    if several:
        own = [one for one in every if one.county.level == "riket"]
        linked = {one.code: county_page(one) for one in counties}
        content = {
            "map": _map("Karta över Sveriges län", regions.codes("län"), linked),
            "places": [{"name": one.name, "href": linked[one.code]} for one in counties],
            "groups": _groups(own),
            "subjects": _subjects([one for one in every if one.region.level != "kommun"], said),
        }
    else:
        content = _around(counties[0] if counties else None, every, said)
    _write(out / "index.html", None, **content, **shared)
    own_pages = [county_page(one) for one in counties] if several else []
    site_files.write(pages, out, [*own_pages, *([f"{OPEN_DATA}/index.html"] if opened else [])])
    statement.write(out)
    return out / "index.html"


def county_page(county: regions.Region) -> str:
    """Page of a county in the folder of the site."""
    return f"{COUNTIES}/{county.code}-{county.slug}/index.html"


def _county_pages(
    counties: Sequence[regions.Region], every: Sequence[Listed], said: Mapping[str, Headlines], out: Path
) -> None:
    kept = {Path(county_page(one)).parent.name for one in counties}
    folder = out / COUNTIES
    for old in folder.iterdir() if folder.exists() else ():
        if old.name not in kept:
            shutil.rmtree(old)
    if folder.exists() and not kept:
        folder.rmdir()
    for county in counties:
        content = _around(county, [one for one in every if one.county == county], said)
        _write(out / county_page(county), county, **content, **ONLY_IN_FRONT)


def _around(county: regions.Region | None, every: Sequence[Listed], said: Mapping[str, Headlines]) -> dict[str, Any]:
    """What a page on the places of one county, and of riket, holds."""
    inside = [*dict.fromkeys(one.region for one in every)]
    linked = {one.code: f"#{one.slug}" for one in inside}
    return {
        "map": _map(f"Karta över kommunerna i {county.name}", county.children, linked) if county else None,
        "places": [{"name": upper(one.label), "href": linked[one.code]} for one in inside],
        "groups": _groups(every),
        "subjects": _subjects(every, said),
    }


def _map(label: str, codes: Sequence[str], linked: Mapping[str, str]) -> dict[str, Any] | None:
    """A map with links for the places that have a page; nothing when none has."""
    drawn = chooser.outlines(codes) if set(codes) & set(linked) else None
    if drawn is None:
        return None
    shapes = [
        {
            "href": linked.get(shape.region, ""),
            "label": upper(regions.region(shape.region).label),
            "name": regions.name(shape.region),
            "path": shape.path,
            "at": shape.at,
        }
        for shape in drawn.shapes
    ]
    return {"label": label, "width": drawn.width, "height": drawn.height, "shapes": shapes}


def _groups(every: Iterable[Listed]) -> list[dict[str, Any]]:
    """Reports by county and place."""
    groups: dict[str, dict[str, Any]] = {}
    for one in every:
        county = one.county
        group = groups.setdefault(county.code, {"id": county.slug, "name": upper(county.label), "places": {}})
        place = group["places"].setdefault(
            one.region.code, {"id": one.region.slug, "name": one.place, "label": one.region.label, "reports": []}
        )
        place["reports"].append(one)
    return [{**group, "places": [*group["places"].values()]} for group in groups.values()]


def _subjects(every: Iterable[Listed], said: Mapping[str, Headlines]) -> list[dict[str, Any]]:
    """Reports by what they are about: those that have a page, the sections of the first, and the places."""
    subjects: dict[str, dict[str, Any]] = {}
    for one in every:
        if not one.href:
            continue
        subject = subjects.setdefault(
            one.report,
            {
                "title": one.title,
                "summary": one.summary,
                "first": one,
                "sections": [
                    {"href": f"{one.href}#{anchor}", "text": text}
                    for anchor, text in said[one.href].sections
                    if text not in FRAME
                ],
                "pages": [],
            },
        )
        subject["pages"].append(one)
    return [*subjects.values()]


def _write(path: Path, county: regions.Region | None, **content: Any) -> None:
    """A page of the site itself: of a county, or the front page."""
    about = {"root": "../../" if county else "", "county": county, "place": county.name if county else ""}
    write_text(path, environment().get_template("front.html.j2").render(**about, **content))
