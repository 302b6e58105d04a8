"""How does a cube get out as JSON-stat 2.0? What `vagar_lib.sources.jsonstat` reads, the other way round.

Notes
-----
Follows the JSON-stat 2.0 specification (https://json-stat.org/full/). Values are written by position where fewer
than half of the cells have one, statuses always.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from vagar_lib.pipeline.open_data.dataset import Cube, Dataset, Dimension

_DENSE = 0.5


def dataset(made: Dataset, publisher: str) -> dict[str, Any]:
    """A dataset with a cube as JSON-stat, class dataset.

    Parameters
    ----------
    made : Dataset
    publisher : str
        Who spreads it.

    Raises
    ------
    ValueError
        When the dataset has no cube, or the cube two rows for a cell.
    """
    if made.cube is None:
        raise ValueError(f"{made.id} has no cube")
    dimensions, positions = made.cube.dimensions, _positions(made.cube)
    values = [_number(value) for value in made.cube.cells["value"]]
    known = {position: value for position, value in zip(positions, values, strict=True) if value is not None}
    size = math.prod(len(one.labels) for one in dimensions)
    signs = zip(positions, made.cube.cells["status"], strict=True)
    status = {str(position): sign for position, sign in sorted(signs) if sign}
    return {
        "version": "2.0",
        "class": "dataset",
        "label": made.title.sv,
        "source": ", ".join(made.publishers),
        "updated": made.modified.isoformat(),
        "note": [made.description.sv, f"{made.licence.name}: {made.licence.demand.sv}"],
        "id": [one.name for one in dimensions],
        "size": [len(one.labels) for one in dimensions],
        "role": _roles(dimensions),
        "dimension": {one.name: _dimension(one) for one in dimensions},
        "value": _values(known, size),
        **({"status": status} if status else {}),
        "extension": {"px": {"tableid": made.id}, "contact": [{"organization": publisher}]},
    }


def _positions(cube: Cube) -> list[int]:
    """Where in the cube each row is; the last dimension varies fastest."""
    found = np.zeros(len(cube.cells), dtype=np.int64)
    for dimension in cube.dimensions:
        order = {code: place for place, code in enumerate(dimension.labels)}
        found = found * len(order) + cube.cells[dimension.name].map(order).to_numpy(dtype=np.int64)
    if len(np.unique(found)) < len(found):
        raise ValueError("two rows are of the same cell")
    return found.tolist()


def _values(known: dict[int, float | int], size: int) -> list[float | int | None] | dict[str, float | int]:
    if len(known) < _DENSE * size:
        return {str(position): known[position] for position in sorted(known)}
    return [known.get(position) for position in range(size)]


def _number(value: float) -> float | int | None:
    """A number as it is written: whole ones without a decimal point."""
    if not math.isfinite(value):
        return None
    return int(value) if float(value).is_integer() and abs(value) < 2**53 else float(value)


def _roles(dimensions: tuple[Dimension, ...]) -> dict[str, list[str]]:
    roles: dict[str, list[str]] = {}
    for one in dimensions:
        if one.role:
            roles.setdefault(one.role, []).append(one.name)
    return roles


def _dimension(one: Dimension) -> dict[str, Any]:
    category: dict[str, Any] = {"index": list(one.labels), "label": dict(one.labels)}
    if one.units:
        category["unit"] = {
            code: {"base": unit} | ({} if decimals is None else {"decimals": decimals})
            for code, (unit, decimals) in one.units.items()
        }
    if notes := {code: list(said) for code, said in one.notes.items() if said}:
        category["note"] = notes
    return {"label": one.title, "category": category}
