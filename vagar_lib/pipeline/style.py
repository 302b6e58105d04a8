"""What do all pages share? The templates, the style sheet, and how a day is written; imports little."""

from __future__ import annotations

import functools
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from vagar_lib.pipeline.files import write_text

TEMPLATES = Path(__file__).parent / "templates"


@functools.cache
def environment() -> Environment:
    """The templates of the project; they escape everything that is not marked as safe."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )


def write_assets(site: Path) -> Path:
    """Write the style sheet of a site, which all its pages use, unless it is there already."""
    style, text = site / "assets" / "style.css", (TEMPLATES / "style.css").read_text("utf-8")
    if not style.exists() or style.read_text("utf-8") != text:
        write_text(style, text)
    return style


def swedish_date(moment: str | None) -> str:
    """Day in Sweden of a moment in ISO 8601, in running text; ``''`` when there is none.

    Examples
    --------
    >>> swedish_date("2026-11-03T23:15:00+00:00"), swedish_date("2026-11-03"), swedish_date(None)
    ('4 november 2026', '3 november 2026', '')
    """
    if not moment:
        return ""
    day = datetime.fromisoformat(moment)
    if day.tzinfo:
        day = day.astimezone(ZoneInfo("Europe/Stockholm"))
    return format_date(day, "d MMMM y", locale="sv")
