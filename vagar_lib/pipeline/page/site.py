"""Where does a reader begin? The front page: reports by place, a county first and then its municipalities."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from vagar_lib import regions
from vagar_lib.pipeline.check import statement
from vagar_lib.pipeline.files import write_text
from vagar_lib.pipeline.page import site_files
from vagar_lib.pipeline.page.style import environment, swedish_date, write_assets
from vagar_lib.pipeline.past import fresh


def build(pages: Iterable[Mapping[str, Any]], out: Path) -> Path:
    """Write the front page, the other pages of the site itself, and the style sheet.

    Parameters
    ----------
    pages : iterable of mapping
        One for each report and place:

        - ``title``: the report's title;
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
    groups: dict[str, dict[str, Any]] = {}
    for page in sorted(pages, key=lambda page: _order(regions.region(page["region"]))):
        region = regions.region(page["region"])
        county = region if region.level != "kommun" else region.parent
        group = groups.setdefault(county.code, {"id": county.slug, "name": county.name, "places": {}})
        place = group["places"].setdefault(
            region.code,
            {"name": _upper(region.label), "label": region.label, "reports": []},
        )
        place["reports"].append(_report(page, out))
    html = (
        environment()
        .get_template("front.html.j2")
        .render(
            root="",
            groups=[{**group, "places": [*group["places"].values()]} for group in groups.values()],
            status=(out / "status" / "index.html").exists(),
        )
    )
    write_assets(out)
    site_files.write(pages, out)
    statement.write(out)
    write_text(out / "index.html", html)
    return out / "index.html"


def _order(region: regions.Region) -> tuple[Any, ...]:
    """Riket, then county by county: the county itself before its municipalities, all in Swedish order."""
    if region.level == "riket":
        return (0,)
    county = region if region.level == "län" else region.parent
    return (1, regions.swedish_key(county.name), region.level == "kommun", regions.swedish_key(region.name))


def _report(page: Mapping[str, Any], out: Path) -> dict[str, Any]:
    path = out / page["path"] if page.get("path") else None
    there = path is not None and path.exists()
    return {
        "title": page["title"],
        "href": path.relative_to(out).as_posix() if there else "",
        "finding": next(iter(page.get("findings") or ()), "") if there else "",
        "edition": page.get("edition") or "",
        "executed": swedish_date(page.get("executed")),
        "failed": bool(page.get("failed")),
    }


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
