"""How does a chart become a drawing? Vega-Lite to small static SVG, drawn once for each specification."""

from __future__ import annotations

import functools
import hashlib
import json
import re
from pathlib import Path

from lxml import etree

from vagar_lib import paths
from vagar_lib.pipeline import vega
from vagar_lib.pipeline.files import write_text

VEGA_LITE = ".".join(vega.PUBLISHED["vega-lite"][0].split(".")[:2])
"""What others who draw call the version of Vega-Lite; one for all, so that a drawing is the same everywhere."""

FONT = "Liberation Sans"
"""What others measure texts with, as `vega` does, whatever font the page shows them in. vl-convert brings it along, so
that it is there on every machine; it is as wide as Arial and Helvetica."""

# What the drawing says nothing with: the text alternative and the style sheet of the page take its place.
_NEEDLESS = {"class", "role", "pointer-events", "font-family", "version", "href", "target", "cursor"}
_INITIAL = {"opacity": "1", "fill-opacity": "1", "stroke-opacity": "1", "display": "inline"}
# Attributes that a group hands down to what it holds.
_INHERITED = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray"]
_INHERITED += ["stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "font-size", "font-weight"]
_INHERITED += ["font-style", "text-anchor"]
_SHAPES = {"path", "rect", "line", "circle", "ellipse", "polygon", "polyline"}
_GEOMETRY = {"x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "width", "height", "dx", "dy"}
_STRENGTHS = {"opacity", "fill-opacity", "stroke-opacity", "stroke-width"}
_NUMBER = r"-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?"
_DISC = re.compile(rf"M({_NUMBER}),0A\1,\1,0,1,1,-\1,0A\1,\1,0,1,1,\1,0Z?")
_MOVE = re.compile(rf"translate\(({_NUMBER}),({_NUMBER})\)")
_STRAIGHT = re.compile(r"[MLZ\d.,e+\-\s]+")


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
    drawing = small(vega.svg(spec))
    write_text(cached, drawing)
    return drawing


def inline(drawing: str, prefix: str, css_class: str) -> str:
    """The drawing as it stands in a page: ids of its own, a class, nothing for a screen reader to stop at."""
    own = re.sub(r'( id="|url\(#)', rf"\g<1>{prefix}-", drawing)
    return own.replace("<svg", f'<svg class="{css_class}" aria-hidden="true" focusable="false"', 1)


def small(svg: str) -> str:
    """Take from an SVG made by Vega what a reader cannot see.

    Examples
    --------
    >>> small('<svg xmlns="http://www.w3.org/2000/svg" width="9"><g class="m"><path d="M1.04,2L3,4.26"'
    ...       ' stroke="red" aria-label="a: 1"/><path d="M0,0h1"/></g></svg>')
    '<svg width="9"><path d="M1 2l2 2.3" stroke="red"/></svg>'
    """
    svg = svg.replace(' xmlns="http://www.w3.org/2000/svg"', "")
    svg = svg.replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', "").replace("xlink:href", "href")
    root = etree.fromstring(svg, etree.XMLParser(resolve_entities=False, no_network=True))
    if root.find(".//image") is not None:
        raise ValueError("a chart with pictures in it can't be drawn; marks of type image are not allowed")
    _tidy_attributes(root)
    _remove_unseen(root)
    _name_clips(root)
    _round(root)
    _join_lines(root)
    _hand_up(root)
    _unwrap(root)
    return etree.tostring(root, encoding="unicode")


@functools.cache
def _recipe() -> str:
    """What a drawing depends on but for its specification: who draws, and this file."""
    files = [Path(__file__), *sorted(file for file in vega.FOLDER.iterdir() if file.is_file())]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _tidy_attributes(root: etree._Element) -> None:
    for node in root.iter(etree.Element):
        unstroked = node.tag != "g" and node.get("stroke", "none") == "none"
        for key, value in node.attrib.items():
            needless = key in _NEEDLESS or key.startswith("aria-") or _INITIAL.get(key) == value
            if needless or (unstroked and key.startswith("stroke-")):
                del node.attrib[key]
        if node.get("transform") == "translate(0,0)":
            del node.attrib["transform"]


def _remove_unseen(root: etree._Element) -> None:
    """Remove what has neither fill nor stroke, is hidden, or is the white sheet behind the chart."""
    sheet = root.find("rect")
    if sheet is not None and sheet.get("fill") in ("white", "#fff", "#ffffff", "transparent", None):
        root.remove(sheet)
    clips = {node for clip in root.iter("clipPath", "defs") for node in clip.iter()}
    for node in [*root.iter(etree.Element)]:
        nothing = node.get("fill", "none") in ("none", "transparent") and node.get("stroke", "none") in (
            "none",
            "transparent",
        )
        hidden = node.get("display") == "none" or node.get("opacity") == "0"
        if node not in clips and node is not root and (hidden or (node.tag in _SHAPES and nothing)):
            node.getparent().remove(node)
    for node in reversed([*root.iter("g", "a", "defs")]):
        if len(node) == 0:
            node.getparent().remove(node)


def _name_clips(root: etree._Element) -> None:
    """Name clips and gradients by their order, one name for those alike; Vega numbers them on and on."""
    names, seen = {}, {}
    for node in [*root.iterfind(".//*[@id]")]:
        old = node.attrib.pop("id")
        content = etree.tostring(node)
        if content in seen:
            node.getparent().remove(node)
        else:
            seen[content] = f"c{len(seen)}"
            node.set("id", seen[content])
        names[old] = seen[content]
    used = set()
    for node in root.iter(etree.Element):
        for key, value in node.attrib.items():
            if found := re.fullmatch(r"url\(#(.+)\)", value):
                used.add(names[found[1]])
                node.set(key, f"url(#{names[found[1]]})")
    for node in [*root.iterfind(".//*[@id]")]:
        if node.get("id") not in used:
            node.getparent().remove(node)


def _round(root: etree._Element) -> None:
    for node in root.iter(etree.Element):
        place = _MOVE.fullmatch(node.get("transform", "translate(0,0)"))
        if node.tag == "path":
            _round_path(node, place)
        elif node.tag == "line" and place:
            _line_to_path(node, float(place[1]), float(place[2]))
        elif node.tag == "text" and place and len(node) == 0 and not {"x", "y"} & set(node.keys()):
            node.set("x", place[1])
            node.set("y", place[2])
            node.attrib.pop("transform", None)
        if "transform" in node.attrib:
            node.set("transform", _rounded_transform(node.get("transform")))
        for key in _GEOMETRY.intersection(node.keys()):
            node.set(key, _shorter(node.get(key), 1))
        for key in _STRENGTHS.intersection(node.keys()):
            node.set(key, _shorter(node.get(key), 2))
        if node.get("font-size", "").endswith("px"):
            node.set("font-size", node.get("font-size")[:-2])


def _round_path(node: etree._Element, place: re.Match | None) -> None:
    d = node.get("d", "")
    if (disc := _DISC.fullmatch(d)) and place:
        for key, value in {"cx": place[1], "cy": place[2], "r": disc[1]}.items():
            node.set(key, value)
        node.tag = "circle"
        node.attrib.pop("d")
        node.attrib.pop("transform", None)
    elif _STRAIGHT.fullmatch(d):
        node.set("d", _relative(d))
    else:
        node.set("d", _shorter(d, 1))


def _line_to_path(node: etree._Element, left: float, top: float) -> None:
    x1, y1, x2, y2 = (float(node.attrib.pop(key, 0)) for key in ("x1", "y1", "x2", "y2"))
    node.attrib.pop("transform", None)
    node.tag = "path"
    node.set("d", _relative(f"M{left + x1},{top + y1}L{left + x2},{top + y2}"))


def _join_lines(root: etree._Element) -> None:
    """Draw neighbours that differ in nothing but place, such as grid lines, as one path."""
    for node in [*root.iter("path")]:
        before = node.getprevious()
        if before is None or before.tag != "path":
            continue
        style, other = ({key: value for key, value in path.items() if key != "d"} for path in (node, before))
        if style == other and style.keys() <= {
            "stroke",
            "stroke-width",
            "stroke-dasharray",
            "stroke-linecap",
        }:
            node.set("d", before.get("d") + node.get("d"))
            before.getparent().remove(before)


def _relative(d: str) -> str:
    """A path of straight lines in steps of a tenth from point to point; steps of nothing left out."""
    written, at, start, first = "", (0, 0), (0, 0), True
    for letter, points in re.findall(r"([MLZ])([^MLZ]*)", d):
        if letter == "Z":
            written += "z"
            at, first = start, True
        tenths = [round(float(value) * 10) for value in re.findall(_NUMBER, points)]
        for x, y in zip(tenths[::2], tenths[1::2], strict=True):
            if letter == "M":
                written += f"M{_pair(x, y)}"
                start, letter, first = (x, y), "L", True
            elif first or (x, y) != at:
                step = _pair(x - at[0], y - at[1])
                written += f"l{step}" if first else step if step.startswith("-") else f" {step}"
                first = False
            at = (x, y)
    return written


def _pair(x: int, y: int) -> str:
    first, second = _plain(x / 10, 1), _plain(y / 10, 1)
    return f"{first}{second}" if second.startswith("-") else f"{first} {second}"


def _plain(value: float, decimals: int) -> str:
    text = f"{value:.{decimals}f}".rstrip("0").rstrip(".") if decimals else f"{value:.0f}"
    return re.sub(r"^(-?)0\.", r"\1.", text) if text not in ("-0", "") else "0"


def _shorter(text: str, decimals: int) -> str:
    """Text with each of its numbers rounded."""
    return re.sub(_NUMBER, lambda found: _plain(float(found[0]), decimals), text)


def _rounded_transform(transform: str) -> str:
    def each(found: re.Match) -> str:
        return f"{found[1]}({_shorter(found[2], 1 if found[1] == 'translate' else 4)})"

    return re.sub(r"(\w+)\(([^)]*)\)", each, transform)


def _hand_up(root: etree._Element) -> None:
    """Let a group say once what all it holds have in common."""
    for group in reversed([*root.iter("g")]):
        for key in _INHERITED:
            values = {child.get(key) for child in group}
            if len(group) > 1 and len(values) == 1 and None not in values:
                group.set(key, values.pop())
                for child in group:
                    del child.attrib[key]


def _unwrap(root: etree._Element) -> None:
    """Take away groups that do nothing, and links: a drawing has none."""
    for node in reversed([*root.iter("g", "a")]):
        if not node.attrib or node.tag == "a":
            parent = node.getparent()
            at = parent.index(node)
            parent[at : at + 1] = [*node]
