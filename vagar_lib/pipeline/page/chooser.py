"""How does a reader choose a place on a map? Outlines as small SVG paths, one for each place."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from vagar_lib import paths, regions
from vagar_lib.pipeline.files import write_text

if TYPE_CHECKING:
    import numpy as np
    import shapely

WIDTH, HEIGHT = 480, 540
"""Pixels that a map is drawn within."""
STEPS = 10
"""A drawing counts in tenths of a pixel, so that paths are whole numbers."""
_EDITION = 3
"""Of this drawer: change it when maps are drawn in another way, so that none is taken from the cache."""
_LETTER = 5.0
"""Pixels that a letter of a name needs; a little less than it is wide, since a name may reach over a border."""
_LINE = 14
_SPECK = 3.0
"""Square pixels; islands smaller than this are left out, but for the largest of a place."""


@dataclass(frozen=True)
class Shape:
    """A place on the map: its path, and where the name of a kommun stands when there is room for it (else ``None``)."""

    region: str
    path: str
    at: tuple[int, int] | None


@dataclass(frozen=True)
class Outlines:
    """A map of places next to each other, in tenths of a pixel."""

    width: int
    height: int
    shapes: tuple[Shape, ...]


def outlines(codes: Sequence[str]) -> Outlines | None:
    """Draw places, or take them from the cache when they have been drawn before.

    Parameters
    ----------
    codes : sequence of str
        All län of the country, or all kommuner of a län.

    Returns
    -------
    Outlines or None
        ``None`` when no geometry has been built.
    """
    try:
        built = (paths.processed() / "geometry" / "regions.parquet").read_bytes()
    except FileNotFoundError:
        return None
    recipe = f"{_EDITION} {WIDTH} {HEIGHT} {' '.join(codes)}"
    name = hashlib.sha256(recipe.encode() + built).hexdigest()
    cached = paths.outputs() / "cache" / "maps" / f"{name}.json"
    try:
        known = json.loads(cached.read_text("utf-8"))
        shapes = tuple(Shape(one["region"], one["path"], one["at"] and tuple(one["at"])) for one in known["shapes"])
        return Outlines(known["width"], known["height"], shapes)
    except FileNotFoundError:
        pass
    drawn = _draw(codes)
    write_text(cached, json.dumps(asdict(drawn), ensure_ascii=False))
    return drawn


def _draw(codes: Sequence[str]) -> Outlines:
    import shapely

    found = regions.geometry(codes)
    west, south, east, north = found.total_bounds
    scale = min(WIDTH / (east - west), HEIGHT / (north - south))
    # Neighbours are simplified together, so that they still share their border.
    simple = shapely.coverage_simplify(found.geometry.to_numpy(), 0.5 / scale)

    def placed(points: np.ndarray) -> np.ndarray:
        return (points - (west, north)) * (scale, -scale)

    areas = shapely.transform(simple, placed)
    places = [regions.region(code) for code in codes]
    shapes = (
        Shape(place.code, _path(area), _spot(area, place.name) if place.level == "kommun" else None)
        for place, area in zip(places, areas, strict=True)
    )
    return Outlines(round((east - west) * scale * STEPS), round((north - south) * scale * STEPS), tuple(shapes))


def _path(area: Any) -> str:
    import shapely

    parts = sorted(shapely.get_parts(area), key=lambda part: -part.area)
    shown = [part for number, part in enumerate(parts) if number == 0 or part.area >= _SPECK]
    return "".join(_ring(ring.coords) for part in shown for ring in (part.exterior, *part.interiors))


def _ring(points: Sequence[tuple[float, float]]) -> str:
    """Closed line in whole steps from point to point.

    Examples
    --------
    >>> _ring([(0, 0), (1.04, 0), (1, 2), (0, 0)])
    'M0 0l10 0 0 20z'
    """
    tenths = [(round(x * STEPS), round(y * STEPS)) for x, y in points][:-1]
    steps = [(x - left, y - top) for (left, top), (x, y) in pairwise(tenths) if (x, y) != (left, top)]
    return f"M{tenths[0][0]} {tenths[0][1]}l" + " ".join(f"{x} {y}" for x, y in steps) + "z"


def _spot(area: shapely.Geometry, name: str) -> tuple[int, int] | None:
    """Middle of the longest line across an area, when a name has room on it and on the lines just above and below."""
    import shapely

    west, north, east, south = area.bounds
    best: tuple[float, float, float] | None = None
    for step in range(1, 12):
        y = north + (south - north) * step / 12
        rows = (shapely.LineString([(west, at), (east, at)]) for at in (y - _LINE / 3, y, y + _LINE / 3))
        free = None
        for row in rows:
            spans = [part.bounds[::2] for part in shapely.get_parts(area.intersection(row)) if part.length]
            found = max(spans, key=lambda span: span[1] - span[0], default=(0.0, 0.0))
            free = found if free is None else (max(free[0], found[0]), min(free[1], found[1]))
        if free and (best is None or free[1] - free[0] > best[0]):
            best = (free[1] - free[0], (free[0] + free[1]) / 2, y)
    if best is None or best[0] < len(name) * _LETTER:
        return None
    return round(best[1] * STEPS), round((best[2] + _LINE / 3) * STEPS)
