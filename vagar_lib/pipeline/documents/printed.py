"""How does a page become a PDF? Chromium prints it: tagged, with an outline, on A4, its widest tables lying."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import lxml.html

from vagar_lib.errors import BadInput
from vagar_lib.pipeline.check.browser import EXECUTABLES
from vagar_lib.pipeline.documents import content, measure, single
from vagar_lib.pipeline.documents.report import Made

VARIABLE = "VAGAR_BROWSER"
"""In the environment: the browser, where it is not found by its name."""
_SECONDS = 120
_ARGUMENTS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--no-first-run", "--no-pdf-header-footer", "--export-tagged-pdf", "--generate-pdf-document-outline",
)  # fmt: skip
_STYLE = """
@page { size: A4; margin: 16mm; }
@page lying { size: A4 landscape; }
@media print {
  html { font-size: 10.5pt; }
  .lying { page: lying; max-width: none; }
  .lying table { width: 100%; }
  .lying > h2 { font-size: 1.75rem; margin-bottom: .75rem; }
  .lying > h3 { font-size: 1.35rem; margin-bottom: .75rem; }
  .long { break-inside: auto; }
  .long :is(figcaption, .subtitle, caption) { break-after: avoid; }
  .tools, .anchor { display: none; }
  h1 .place { display: inline; }
}
"""
_SIZE, _SIDES = 8.5, 15.0
"""Points of the letters of a table in print, and of the empty sides of a cell."""
_UPRIGHT, _LYING, _LONG = 178 * 72 / 25.4, 265 * 72 / 25.4, 500.0
"""Points between the margins, and how high a table is that may go on on the next page."""


def browser() -> str:
    """The browser that prints.

    Raises
    ------
    BadInput
        When there is none.
    """
    found = os.environ.get(VARIABLE) or next(filter(None, map(shutil.which, EXECUTABLES)), None)
    if not found or not shutil.which(found):
        named = f"{VARIABLE} is {found!r}, which is no program" if found else "none is there"
        raise BadInput(
            f"--as pdf needs a browser, {named}; allowed: one of {', '.join(EXECUTABLES)} (Debian's package chromium, "
            f"or Google Chrome), or its path in {VARIABLE}"
        )
    return found


def write(made: Made) -> bytes:
    """A report as a PDF.

    Parameters
    ----------
    made : Made

    Returns
    -------
    bytes
        The file.

    Raises
    ------
    BadInput
        When there is no browser.
    ValueError
        When the browser did not print.
    """
    program = browser()
    with tempfile.TemporaryDirectory(prefix="vagar-") as folder:
        source, target = Path(folder, f"{made.name}.html"), Path(folder, f"{made.name}.pdf")
        source.write_bytes(single.serialised(_for_print(made)))
        own = (f"--user-data-dir={folder}/browser", f"--print-to-pdf={target}")
        said = _run([program, *_ARGUMENTS, *own, source.as_uri()])
        if not target.exists():
            raise ValueError(f"{program} did not print: {said.strip()[-300:]}")
        return target.read_bytes()


def _run(command: list[str]) -> str:
    """What a program says when it goes wrong."""
    try:
        return subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False, text=True).stderr
    except subprocess.TimeoutExpired:
        raise ValueError(f"{command[0]} did not print in {_SECONDS} s") from None


def _for_print(made: Made) -> lxml.html.HtmlElement:
    root = single.page(made)
    for link in root.xpath("//a[starts-with(@href, 'data:')]"):
        link.drop_tree()  # a file in a file that is printed
    style = lxml.html.Element("style")
    style.text = _STYLE
    root.find("head").append(style)
    for display in made.tables:
        if display.kind == "table":
            rows = content.grid(display.content["table"]).rows
            figure = root.get_element_by_id(display.content["id"])
            if measure.gains(rows, _SIZE, _SIDES, _UPRIGHT, _LYING):
                figure.classes |= {"lying", "long"}
                _with_headings(figure)
            elif measure.height(rows, _SIZE, _SIDES, _UPRIGHT) > _LONG:
                figure.classes.add("long")
    return root


def _with_headings(figure: lxml.html.HtmlElement) -> None:
    """Let the headings that stand right over a table turn with it."""
    while (above := figure.getprevious()) is not None and above.tag in ("h2", "h3", "h4", "h5", "h6"):
        figure.insert(0, above)
