"""How accessible is the site? The statement that the law (2018:1937) asks for, from the last check and the profile."""

from __future__ import annotations

from pathlib import Path

from vagar_lib.pipeline.check import report as check_report
from vagar_lib.pipeline.files import write_text
from vagar_lib.pipeline.page.profile import profile
from vagar_lib.pipeline.page.style import environment, swedish_date, write_assets

NAME = "tillganglighet.html"


def write(out: Path) -> Path:
    """Write the statement.

    It says that the site conforms only when people have found so and the last check, in a browser too, has nothing
    against it. What is not accessible is listed rule by rule.

    Parameters
    ----------
    out : Path
        Folder of the site.

    Returns
    -------
    Path
        The page.
    """
    known, checked = profile().accessibility, check_report.last()
    faults = _faults(checked)
    html = (
        environment()
        .get_template(f"{NAME}.j2")
        .render(
            root="",
            known=known,
            conforms=bool(known.conforms and checked and checked.browser and not faults),
            faults=faults,
            checked=checked,
            check_day=swedish_date(checked.finished) if checked else "",
            assessed_day=swedish_date(known.assessed),
        )
    )
    write_assets(out)
    write_text(out / NAME, html)
    return out / NAME


def _faults(checked: check_report.Report | None) -> list[tuple[str, int]]:
    """What is not accessible, in words, and on how many pages."""
    found = checked.by_rule() if checked else {}
    return [
        (check_report.RULES[rule].said, len({finding.file for finding in findings}))
        for rule, findings in found.items()
        if check_report.RULES[rule].said
    ]
