"""Maps: areas by class, with the classes named in words."""

from __future__ import annotations

import json

import altair as alt
import pandas as pd
import shapely

from vagar_lib import regions
from vagar_lib.display.chart import Chart, Measured, colour_scale, layer, nothing, readable
from vagar_lib.display.table import written

GRID = 100.0
"""Metres that outlines are rounded to: under a pixel at the sizes drawn."""
MOST_NAMES = 26
"""With more regions than this their names are left to the table."""


def regions_map(frame: pd.DataFrame, measure: Measured, *, classes: dict[str, str]) -> Chart:
    """Map of regions coloured by class, the name of each written on it where there is room.

    Parameters
    ----------
    frame : DataFrame
        ``region, group, period, source``; ``group`` is a key of ``classes``.
    measure : Measured
    classes : dict of str to str
        Name of each class, in the order of the legend, and its colour.

    Returns
    -------
    Chart
    """
    kind = "Karta"
    if frame.empty:
        return nothing(kind, measure)
    outlines = regions.geometry(frame["region"].tolist())
    outlines["geometry"] = shapely.set_precision(outlines.geometry.to_numpy(), GRID)
    centres = outlines.geometry.representative_point()
    labelled = pd.DataFrame({"name": outlines["name"], "x": centres.x, "y": centres.y})
    west, south, east, north = outlines.total_bounds
    names = [name for name in classes if name in set(frame["group"])]
    features = [
        {
            "type": "Feature",
            "properties": {"name": name, "group": group},
            "geometry": json.loads(shapely.to_geojson(shape)),
        }
        for name, group, shape in zip(outlines["name"], frame["group"], outlines.geometry, strict=True)
    ]

    def draw(width: int) -> alt.LayerChart:
        across = min(width - 20, 400)
        height = round(across * (north - south) / (east - west))
        scale = alt.Scale(domain=[0, across], nice=False, zero=False)
        placed = labelled[["name"]].assign(
            px=(labelled["x"] - west) / (east - west) * across,
            py=(north - labelled["y"]) / (north - south) * height,
        )
        shapes = (
            alt.Chart(alt.Data(values=features))
            .mark_geoshape(stroke="#ffffff", strokeWidth=1.2)
            .encode(
                color=alt.Color(
                    field="properties.group",
                    type="nominal",
                    scale=colour_scale(names, [classes[n] for n in names]),
                    sort=names,
                    legend=alt.Legend(symbolType="square", columns=1 if width < 500 else 2),
                )
            )
            .project(type="identity", reflectY=True)
        )
        layers = [shapes]
        if len(placed) <= MOST_NAMES:
            down = alt.Scale(domain=[height, 0], nice=False, zero=False)
            names_on_map = alt.Chart(placed).encode(
                x=alt.X(field="px", type="quantitative", scale=scale, axis=None),
                y=alt.Y(field="py", type="quantitative", scale=down, axis=None),
                text=alt.Text(field="name", type="nominal"),
            )
            layers += readable(names_on_map, fontSize=12)
        return layer(*layers).properties(width=across, height=height)

    rows = sorted(zip(outlines["name"], frame["group"], strict=True), key=lambda row: regions.swedish_key(row[0]))
    table = written([("Område", False), ("Klass", False)], [list(row) for row in rows], [list(row) for row in rows])
    said = " ".join(f"{group}: {', '.join(name for name, own in rows if own == group)}." for group in names)
    return Chart(kind, measure, draw, frame, table, description=said)
