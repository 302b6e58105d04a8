"""How does a chart become a drawing? Vega-Lite to small static SVG, drawn once for each specification."""

from __future__ import annotations

import functools
import hashlib
import json
import re
from pathlib import Path

from vagar_lib import paths
from vagar_lib.pipeline import vega
from vagar_lib.pipeline.files import write_text

FONT = "Liberation Sans"
"""What others measure texts with, as `vega` does, whatever font the page shows them in. vl-convert brings it along, so
that it is there on every machine; it is as wide as Arial and Helvetica."""


def draw(spec: dict) -> str:
    """SVG of a Vega-Lite specification, from the cache when it was drawn before.

    Parameters
    ----------
    spec : dict
        Vega-Lite specification with its data inside; nothing is fetched from any address.

    Returns
    -------
    str
        One ``<svg>`` element without roles, labels, fonts or a white background. Its ids are ``c0``, ``c1``;
        each place where it is used gets its own through `inline`.

    Raises
    ------
    ValueError
        When Vega-Lite cannot draw the specification.
    """
    text = json.dumps(spec, sort_keys=True, ensure_ascii=False)
    name = hashlib.sha256(f"{_recipe()}\n{text}".encode()).hexdigest()
    cached = paths.outputs() / "cache" / "svg" / f"{name}.svg"
    try:
        return cached.read_text("utf-8")
    except FileNotFoundError:
        pass
    drawing = vega.drawing(spec)
    write_text(cached, drawing)
    return drawing


def inline(drawing: str, prefix: str, css_class: str) -> str:
    """The drawing as it stands in a page: ids of its own, a class, nothing for a screen reader to stop at."""
    own = re.sub(r'( id="|url\(#)', rf"\g<1>{prefix}-", drawing)
    return own.replace("<svg", f'<svg class="{css_class}" aria-hidden="true" focusable="false"', 1)


@functools.cache
def _recipe() -> str:
    """What a drawing depends on but for its specification: who draws, and this file."""
    files = [Path(__file__), *sorted(file for file in vega.FOLDER.iterdir() if file.is_file())]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
