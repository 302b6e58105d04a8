"""What draws a chart in a browser? Vega as one file of the site, loaded when a reader asks for it."""

from __future__ import annotations

import re
from pathlib import Path

from vagar_lib.pipeline import vega
from vagar_lib.pipeline.files import write_text
from vagar_lib.pipeline.page.style import TEMPLATES

NAME = "vega.js"
INTERPRETER = "vega-interpreter.min.js"
"""With it the expressions of a chart are read and not compiled, so that the policy of a page need not allow
``unsafe-eval``. It is version 1.2.1, the last that is published for use without a module loader."""
SCRIPTS = ("figure.js", "frame.js", "embed.js")
"""Of the templates, what figures load from ``assets/`` and what pages that embed them load."""


def write(site: Path) -> None:
    """Write the scripts of figures into the assets of a site, unless they are there already."""
    for name in SCRIPTS:
        _write(site / "assets" / name, (TEMPLATES / name).read_text("utf-8"))
    _write(site / "assets" / NAME, bundle())


def bundle() -> str:
    """Vega, Vega-Lite and the interpreter as their makers publish them, with their licence.

    The first two are what draws the pages too, so that a chart is the same when it begins to answer.
    """
    files = [*(file for _, file in vega.PUBLISHED.values()), INTERPRETER]
    parts = [f"/*!\n{vega.script('LICENSE').strip()}\n*/", *map(vega.script, files)]
    return re.sub(r"^//# sourceMappingURL=.*\n?", "", "\n".join(parts), flags=re.MULTILINE) + "\n"


def _write(path: Path, text: str) -> None:
    if not path.exists() or path.read_text("utf-8") != text:
        write_text(path, text)
