"""May the pages be published? Every check of a built site, as one report."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from lxml import etree

from vagar_lib import paths
from vagar_lib.errors import BadInput
from vagar_lib.pipeline.check import browser as check_browser
from vagar_lib.pipeline.check import links as check_links
from vagar_lib.pipeline.check import names as check_names
from vagar_lib.pipeline.check import pages as check_pages
from vagar_lib.pipeline.check import report as check_report
from vagar_lib.pipeline.check import spelling as check_spelling
from vagar_lib.pipeline.check import statement as accessibility
from vagar_lib.pipeline.check import words as check_words
from vagar_lib.pipeline.check.pages import Page
from vagar_lib.pipeline.check.report import Finding, Report
from vagar_lib.pipeline.page.figures.page import FRAGMENT, is_own_page
from vagar_lib.pipeline.page.profile import profile
from vagar_lib.pipeline.past import archive
from vagar_lib.words import counted

Looked = tuple[list[Finding], check_spelling.Words]
"""What is found on a page at once, and its words."""
_FEW = 4
"""Pages that are not worth a process of their own."""


def check(site: Path, *, browser: bool = False, progress: Callable[[str], None] | None = None) -> Report:
    """Look at every file of a site; its own, kept as the last report, when it is the project's.

    Parameters
    ----------
    site : Path
        Folder of a built site.
    browser : bool
        Look at the pages in a browser with axe too.
    progress : callable, optional
        Is told what goes on.

    Returns
    -------
    Report

    Raises
    ------
    BadInput
        When there is no site there; when a browser is asked for and there is none.
    """
    names = pages(site)
    tell = progress or (lambda _: None)
    tell(counted(len(names), "page"))
    anchors = {name: frozenset(Page(site, name).tree.xpath("//@id")) for name in names}
    looked = _each(names, partial(_page, site, anchors, profile().address))
    found = [finding for those, _ in looked for finding in those]
    found += _twice_titled(site, names)
    found += [finding for path in sorted(site.rglob("*")) if path.is_file() for finding in _file(site, path)]
    kept = site / archive.FOLDER
    found += [Finding(f"{archive.FOLDER}/{name}", "", "edition", what) for name, what in archive.broken(kept)]
    tell("spelling")
    misspelled = check_spelling.findings(words for _, words in looked)
    found += misspelled or ()
    tell("names of persons")
    found += check_names.findings(site, check_names.sole_traders())
    if browser:
        tell("axe in a browser")
        found += check_browser.findings(site, for_browser(names))
    notes = () if misspelled is not None else (check_spelling.NOT_CHECKED,)
    report = Report(tuple(found), len(names), browser, datetime.now(UTC).isoformat(timespec="seconds"), notes)
    if site.resolve() == (paths.outputs() / "site").resolve():
        check_report.save(report)
        accessibility.write(site)
    return report


def pages(site: Path) -> list[str]:
    """Every page of a site, as paths in its folder; but for those that are kept, which were checked before.

    Raises
    ------
    BadInput
        When there is no site there.
    """
    if not (site / "index.html").is_file():
        raise BadInput(f"{paths.relative(site)} is not a site: index.html is missing; run vagar run first")
    found = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    return [name for name in found if not archive.is_kept(name) and Path(name).name != FRAGMENT]


def for_browser(names: list[str]) -> list[str]:
    """Pages that a browser looks at: of those of single figures the first of each report and place tells of all."""
    own = {str(Path(name).parents[1]): name for name in reversed(names) if is_own_page(name)}
    return [name for name in names if not is_own_page(name) or name in own.values()]


def _each(names: list[str], look: Callable[[str], Looked]) -> list[Looked]:
    """What is found on every page, in order; many pages are shared by the cores."""
    if len(names) <= _FEW:
        return [look(name) for name in names]
    with ProcessPoolExecutor(min(len(names), os.cpu_count() or 1)) as pool:
        return [*pool.map(look, names)]


def _page(site: Path, anchors: Mapping[str, frozenset[str]], address: str, name: str) -> Looked:
    page = Page(site, name)
    found = [*check_pages.findings(page), *check_links.findings(page, anchors, address)]
    if is_own_page(name):  # says nothing that the page of its report does not say
        return found, {}
    return [*found, *check_words.findings(page)], check_spelling.words(page)


def _twice_titled(site: Path, names: list[str]) -> list[Finding]:
    first: dict[str, str] = {}
    found = []
    for name in names:
        title = (Page(site, name).tree.findtext(".//head/title") or "").strip()
        if title and first.setdefault(title, name) != name:
            found.append(Finding(name, "title", "title", f"the same as that of {first[title]}"))
    return found


def _file(site: Path, path: Path) -> list[Finding]:
    """Findings of a file that is no page: a style sheet, or XML that must be whole."""
    name = path.relative_to(site).as_posix()
    if path.suffix == ".css":
        asked = check_links.addresses(path.read_text("utf-8"))
        return [Finding(name, "", "external", f"asks for {one}") for one in asked if check_links.is_elsewhere(one)]
    if path.suffix in (".xml", ".svg"):
        try:
            root = etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True)).getroot()
        except etree.XMLSyntaxError as error:
            return [Finding(name, f"line {error.lineno}", "html", error.msg)]
        drawn = root.iter("{*}image", "{*}use")
        links = (value for node in drawn for key, value in node.items() if key.endswith("href"))
        return [Finding(name, "", "external", f"asks for {one}") for one in links if check_links.is_elsewhere(one)]
    return []
