"""What does a site have beside its reports? A page for lost readers, a feed, a map for search engines."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from vagar_lib import regions
from vagar_lib.pipeline.files import write_text
from vagar_lib.pipeline.page.profile import profile
from vagar_lib.pipeline.page.style import environment

LOST, FEED, MAP = "404.html", "feed.xml", "sitemap.xml"
_LONGEST = 60
"""Entries of the feed, those last made."""


def write(pages: Iterable[Mapping[str, Any]], out: Path, fixed: Sequence[str] = ()) -> None:
    """Write the page for lost readers and the feed; the map only when the profile has an address.

    Parameters
    ----------
    pages : iterable of mapping
        As those of `vagar_lib.pipeline.page.site.build`; those without a page on disk are left out.
    out : Path
        Folder of the site.
    fixed : sequence of str
        Pages that the map has beside the reports, the front page and the accessibility statement.
    """
    address = profile().address
    there = [_entry(page, out) for page in pages if page.get("path") and (out / page["path"]).exists()]
    dated = sorted((entry for entry in there if entry["updated"]), key=lambda entry: entry["when"], reverse=True)
    dated = dated[:_LONGEST]
    last = dated[0]["updated"] if dated else datetime.now(UTC).isoformat(timespec="seconds")
    _render(LOST, out, root=address)
    _render(FEED, out, root=address, id=_id("feed"), updated=last, entries=dated)
    if address:
        others = [{"href": name, "updated": ""} for name in ("index.html", "tillganglighet.html", *fixed)]
        _render(MAP, out, root=address, pages=[*others, *there])
    else:
        (out / MAP).unlink(missing_ok=True)


def _entry(page: Mapping[str, Any], out: Path) -> dict[str, Any]:
    href = (out / page["path"]).relative_to(out).as_posix()
    when = datetime.fromisoformat(page["executed"]) if page.get("executed") else None
    if when and not when.tzinfo:
        when = when.replace(tzinfo=UTC)
    return {
        "id": _id(href),
        "title": f"{page['title']} för {regions.region(page['region']).label}",
        "href": href,
        "when": when,
        "updated": when.isoformat(timespec="seconds") if when else "",
        "summary": page.get("new") or next(iter(page.get("findings") or ()), ""),
    }


def _id(name: str) -> str:
    """An identity that stays when the site moves."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{profile().owner}/{profile().name}/{name}").urn


def _render(name: str, out: Path, **content: Any) -> None:
    write_text(out / name, environment().get_template(f"{name}.j2").render(**content))
