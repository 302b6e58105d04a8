"""What do all pages share? The templates, the style sheet, and how a day is written; imports little."""

from __future__ import annotations

import functools
import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from vagar_lib import paths
from vagar_lib.pipeline.files import write_text
from vagar_lib.pipeline.page.dark import dark
from vagar_lib.pipeline.page.profile import profile

TEMPLATES = Path(__file__).parents[1] / "templates"
SCRIPTS = ("theme.js", "reading.js", "search.js")
"""Of the templates, what pages load from ``assets/``."""
POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'self' file: data:; "
    "base-uri 'none'; form-action 'none'"
)
"""What a page may load: files of its own site, nothing inline and nothing of another host. ``file:`` is for browsers
that don't take what lies on the same disk for ``'self'``; it opens nothing on the web."""


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
    found.globals["policy"] = POLICY
    return found


def write_assets(site: Path) -> Path:
    """Write what all pages of a site use, unless it is there already, and give the style sheet.

    It is the style sheets for light and dark with the colours of the profile, the scripts, the small symbol of the
    site and its logo, if there is one.
    """
    assets = site / "assets"
    style = assets / "style.css"
    _write(style, _sheet("style.css", dict(profile().colours)))
    _write(assets / "dark.css", _sheet("dark.css", dark(profile().colours)))
    for name in SCRIPTS:
        _write(assets / name, (TEMPLATES / name).read_text("utf-8"))
    _write(assets / "favicon.svg", environment().get_template("favicon.svg.j2").render() + "\n")
    if profile().logo:
        shutil.copyfile(paths.parameters() / profile().logo, assets / profile().logo)
    return style


def _sheet(name: str, colours: Mapping[str, str]) -> str:
    named = "".join(f"  --{colour}: {value};\n" for colour, value in colours.items())
    return f"{(TEMPLATES / name).read_text('utf-8')}\n:root {{\n{named}}}\n"


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
