"""May readers meet this? What production refuses, and why."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from vagar_lib import paths
from vagar_lib.metrics.disclosure import REFUSED
from vagar_lib.pipeline.check import site as check
from vagar_lib.pipeline.check.pages import Page
from vagar_lib.pipeline.check.report import Report
from vagar_lib.pipeline.page.profile import profile
from vagar_lib.pipeline.run import record
from vagar_lib.words import counted

_LONGEST = 200
"""Characters of an error."""
_SAMI = re.compile(r"\b(sam(i|er|erna|ers)\w*|saepmie|sápmi)\b", re.IGNORECASE)


def refusals(site: Path, checked: Report) -> list[str]:
    """Why a site may not be put in production; nothing when it may.

    Parameters
    ----------
    site : Path
    checked : Report
        Of `vagar_lib.pipeline.check.site.check`, of the site as it is now.
    """
    pages = [Page(site, name) for name in check.pages(site)]
    return [*_made_up(pages), *_checked(checked), *_run(), *_unkept(), *_unreviewed(pages), *_unreachable()]


def _made_up(pages: list[Page]) -> Iterator[str]:
    found: dict[str, list[str]] = {}
    for page in pages:
        if page.tree.xpath("//*[contains(concat(' ', @class, ' '), ' example ')]"):
            found.setdefault(page.name.partition("/")[0], []).append(page.name)
    for part, names in found.items():
        pages = counted(len(names), "page")
        yield f"{part} has made-up figures (Exempeldata) on {pages}, such as {min(names, key=len)}"


def _checked(report: Report) -> Iterator[str]:
    found = report.by_rule()
    if found:
        counts = ", ".join(f"{rule} {len(those)}" for rule, those in found.items())
        yield f"vagar check has {counted(len(report.findings), 'finding')}: {counts}"


def _run() -> Iterator[str]:
    ran = record.read()
    for name, entry in ran["reports"].items():
        if entry.get("state") == "failed":
            said = str((entry.get("error") or {}).get("evalue", ""))
            if said.startswith(REFUSED):
                yield f"the disclosure audit of {name} is red: {said[:_LONGEST]}"
            else:
                yield f"the last run of {name} failed"
    if ran.get("state") in ("running", "interrupted"):
        yield f"the last run is {ran['state']}"
    if not ran["reports"]:
        yield "no run is on record; run vagar run first"


def _unkept() -> Iterator[str]:
    """What the pages are made from must be found again: everything is committed."""
    asked = ["git", "-C", str(paths.root()), "status", "--porcelain"]
    try:
        said = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.splitlines()
    except (OSError, subprocess.CalledProcessError):
        yield "the project's folder is not under git, so that what the pages are made from can't be found again"
        return
    if said:
        yield f"{counted(len(said), 'file is', 'files are')} not committed, the first: {said[0][3:]}"


def _unreviewed(pages: list[Page]) -> Iterator[str]:
    """What a report says from a Sami perspective has been read by someone who can tell."""
    known = profile().granskad_av
    told = {page.name.partition("/")[0] for page in pages if "/" in page.name and _is_on_sami(page)}
    for report in sorted(told - set(known)):
        yield f"the Sami section of {report} is not reviewed (granskad_av in parameters/profile.yml)"


def _is_on_sami(page: Page) -> bool:
    return any(_SAMI.search(heading.text_content()) for heading in page.tree.xpath("//main//h2 | //main//h3"))


def _unreachable() -> Iterator[str]:
    known = profile().accessibility
    if not (known.email or known.phone):
        yield "the accessibility statement tells no way to reach you (accessibility in parameters/profile.yml)"
