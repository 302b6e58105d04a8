"""Which pages has a site? Those on disk, in the order that a reader meets them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vagar_lib import regions
from vagar_lib.pipeline.page.style import swedish_date


@dataclass(frozen=True)
class Listed:
    """A report for a place, as lists of reports tell of it.

    Attributes
    ----------
    report, title, summary : str
        Id of the report, what it is called, and a sentence on it.
    region : Region
    href : str
        The page in the folder of the site; ``''`` when there is none.
    finding : str
        The first of the page, ``''`` when there is none.
    edition, executed : str
        Of the data, and the day in Swedish.
    failed : bool
        Whether the last run failed, so that the page, if any, is from an earlier run.
    """

    report: str
    title: str
    summary: str
    region: regions.Region
    href: str
    finding: str
    edition: str
    executed: str
    failed: bool

    @property
    def place(self) -> str:
        """The place as a heading has it: 'Ragunda kommun'."""
        return upper(self.region.label)

    @property
    def county(self) -> regions.Region:
        """The county that the page is listed under: riket is listed by itself."""
        return self.region.parent if self.region.level == "kommun" else self.region


def listed(pages: Iterable[Mapping[str, Any]], out: Path) -> list[Listed]:
    """Every report and place of a site: riket, then county by county, the county before its municipalities.

    Parameters
    ----------
    pages : iterable of mapping
        As those of `vagar_lib.pipeline.page.site.build`.
    out : Path
        Folder of the site.
    """
    return sorted((_listed(page, out) for page in pages), key=lambda one: order(one.region))


def order(region: regions.Region) -> tuple[Any, ...]:
    """Sort key: riket, then county by county, the county itself before its municipalities, all in Swedish order."""
    if region.level == "riket":
        return (0,)
    county = region if region.level == "län" else region.parent
    return (1, regions.swedish_key(county.name), region.level == "kommun", regions.swedish_key(region.name))


def upper(text: str) -> str:
    """Text with its first letter in upper case and the rest as it is."""
    return text[:1].upper() + text[1:]


def _listed(page: Mapping[str, Any], out: Path) -> Listed:
    path = out / page["path"] if page.get("path") else None
    there = path is not None and path.exists()
    return Listed(
        report=page.get("report") or page["title"],
        title=page["title"],
        summary=page.get("summary") or "",
        region=regions.region(page["region"]),
        href=path.relative_to(out).as_posix() if there else "",
        finding=next(iter(page.get("findings") or ()), "") if there else "",
        edition=page.get("edition") or "",
        executed=swedish_date(page.get("executed")),
        failed=bool(page.get("failed")),
    )
