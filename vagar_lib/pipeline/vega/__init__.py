"""Who draws? Vega and Vega-Lite, as their makers publish them on npm, in a JavaScript engine inside this process.

Of all that drawing costs, most is to measure texts as a browser would, letter by letter with a font. Here a text is as
wide as its letters are in a table, which is exact but for kerning; the rest is Vega's own.
"""

from __future__ import annotations

import atexit
import functools
import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
PUBLISHED = {
    "vega": ("6.2.0", "vega.min.js"),
    "vega-lite": ("5.21.0", "vega-lite.min.js"),
}
"""Version and file of each. JupyterLab draws Vega-Lite 5 too. To renew one: ``npm pack vega@VERSION``, build/ in it."""

_SECONDS = 60  # a chart takes a hundredth of one
# What the engine lacks of what a browser has; specifications hold nothing but JSON.
_BROWSER = """
const structuredClone = (value) => {
  if (Array.isArray(value)) return value.map(structuredClone);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, structuredClone(held)]));
};
const console = { warn() {}, error() {}, log() {}, info() {}, debug() {} };
"""


def svg(spec: dict[str, Any]) -> str:
    """SVG of a Vega-Lite specification that holds its data, as Vega writes it.

    Parameters
    ----------
    spec : dict
        Nothing is fetched from any address.

    Raises
    ------
    ValueError
        When Vega cannot draw the specification.
    """
    return _drawn(spec, "result")


def drawing(spec: dict[str, Any]) -> str:
    """SVG of a specification as `small` makes it, and with the same errors as `svg`."""
    return _drawn(spec, "smallResult")


def small(svg: str) -> str:
    """Take from an SVG made by Vega what a reader cannot see.

    Examples
    --------
    >>> small('<svg xmlns="http://www.w3.org/2000/svg" width="9"><g class="m"><path d="M1.04,2L3,4.26"'
    ...       ' stroke="red" aria-label="a: 1"/><path d="M0,0h1"/></g></svg>')
    '<svg width="9"><path d="M1 2l2 2.3" stroke="red"/></svg>'
    """
    return _answer(_engine(os.getpid()).call("tidied", svg, timeout_sec=_SECONDS))


def _drawn(spec: dict[str, Any], asked: str) -> str:
    engine = _engine(os.getpid())
    engine.call("begin", json.dumps(spec), timeout_sec=_SECONDS)
    return _answer(engine.call(asked, timeout_sec=_SECONDS))


def _answer(text: str) -> str:
    answer = json.loads(text)
    if "error" in answer:
        raise ValueError(answer["error"])
    return answer["svg"]


@functools.cache
def script(name: str) -> str:
    """A file of this folder."""
    return (FOLDER / name).read_text("utf-8")


@functools.lru_cache(maxsize=1)
def _engine(process: int) -> Any:
    """The engine with all loaded, one a process: it has threads, which a fork would not have."""
    from py_mini_racer import MiniRacer

    # Made in a thread of its own, it has a loop of its own, also where one is running here, as in Jupyter.
    with ThreadPoolExecutor(1) as apart:
        engine = apart.submit(MiniRacer).result()
    atexit.register(engine.close)  # left to the end of the interpreter, it may wait for a thread that has gone
    engine.eval(_BROWSER)
    for _, file in PUBLISHED.values():
        engine.eval(script(file))
    engine.eval(f"const WIDTHS = {script('widths.json')};\n{script('small.js')}\n{script('draw.js')}")
    return engine
