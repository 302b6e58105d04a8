"""What do all pages share? The templates, the style sheet, and how a day is written; imports little."""

from __future__ import annotations

import functools
import shutil
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from vagar_lib import paths
from vagar_lib.pipeline.files import write_text
from vagar_lib.pipeline.page.profile import profile

TEMPLATES = Path(__file__).parents[1] / "templates"


@functools.cache
def environment() -> Environment:
    """The templates of the project; they escape everything that is not marked as safe."""
    found = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    found.globals["profile"] = profile
    return found


def write_assets(site: Path) -> Path:
    """Write what all pages of a site use, unless it is there already, and give the style sheet.

    It is the style sheet with the colours of the profile, the small symbol of the site and its logo, if there is one.
    """
    assets = site / "assets"
    colours = "".join(f"  --{name}: {colour};\n" for name, colour in profile().colours)
    style = assets / "style.css"
    _write(style, f"{(TEMPLATES / 'style.css').read_text('utf-8')}\n:root {{\n{colours}}}\n")
    _write(assets / "favicon.svg", environment().get_template("favicon.svg.j2").render() + "\n")
    if profile().logo:
        shutil.copyfile(paths.parameters() / profile().logo, assets / profile().logo)
    return style


def _write(path: Path, text: str) -> None:
    if not path.exists() or path.read_text("utf-8") != text:
        write_text(path, text)


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
