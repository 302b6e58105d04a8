"""A statistical database on this machine, for tests: both interfaces of PxWeb, as strict as the real ones."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.sources.service import Asked, Reply, Service

V1, V2 = "/v1/sv", "/v2"
Cell = float | tuple[float | None, str] | None


@dataclass
class Shelf:
    """A table of the database.

    ``cell`` gives a number, a number with a sign, or a missing cell with a sign, by the codes in the order of
    ``variables``. A variable in ``optional`` is summed over when it is left out. ``more`` is added to its JSON-stat.
    """

    id: str
    path: str
    variables: dict[str, dict[str, str]]
    cell: Callable[..., Cell]
    optional: Sequence[str] = ()
    more: Mapping[str, Any] = field(default_factory=dict)
    updated: str = "2026-02-21T07:00:00Z"


def dataset(
    variables: Mapping[str, Mapping[str, str]], cells: Sequence[Cell] | None = None, **more: Any
) -> dict[str, Any]:
    """JSON-stat 2.0, written cell by cell."""
    said: dict[str, Any] = {
        "version": "2.0",
        "class": "dataset",
        "label": "Folkmängden efter region",
        "source": "SCB",
        "id": list(variables),
        "size": [len(codes) for codes in variables.values()],
        "dimension": {
            name: {
                "label": name.lower(),
                "category": {"index": {code: n for n, code in enumerate(codes)}, "label": dict(codes)},
            }
            for name, codes in variables.items()
        },
        "role": {"time": ["Tid"], "metric": ["ContentsCode"]},
    }
    if cells is not None:
        pairs = [cell if isinstance(cell, tuple) else (cell, "") for cell in cells]
        said["value"] = [value for value, _ in pairs]
        said["status"] = {str(n): sign for n, (_, sign) in enumerate(pairs) if sign}
    return said | more


class StatBank(Service):
    """The database. ``limits`` is what both interfaces state."""

    def __init__(self, *shelves: Shelf):
        super().__init__()
        self.shelves = {shelf.id: shelf for shelf in shelves}
        self.limits = {"cells": 1000, "values": 900, "calls": 500, "seconds": 1}

    def answer(self, asked: Asked) -> Reply:
        if asked.path == f"{V2}/config":
            stated = {"maxDataCells": "cells", "maxCallsPerTimeWindow": "calls", "timeWindow": "seconds"}
            return Reply({"apiVersion": "2.0.0", **{name: self.limits[ours] for name, ours in stated.items()}})
        if asked.path == f"{V1}/":
            stated = {"maxCells": "cells", "maxValues": "values", "maxCalls": "calls", "timeWindow": "seconds"}
            return Reply({name: self.limits[ours] for name, ours in stated.items()})
        if asked.path.startswith(f"{V2}/tables/"):
            id, _, what = asked.path.removeprefix(f"{V2}/tables/").partition("/")
            return self._in_v2(self.shelves.get(id), what, asked)
        shelf = next((each for each in self.shelves.values() if asked.path == f"{V1}/{each.path}"), None)
        return self._in_v1(shelf, asked)

    def _in_v2(self, shelf: Shelf | None, what: str, asked: Asked) -> Reply:
        if shelf is None:
            return Reply({"type": "Parameter error", "title": "Non-existent table", "status": 404}, 404)
        if what == "metadata":
            said = dataset(shelf.variables, None, updated=shelf.updated, **shelf.more)
            for name in shelf.variables:
                said["dimension"][name]["extension"] = {"elimination": name in shelf.optional}
            return Reply(said)
        chosen = {each["variableCode"]: each["valueCodes"] for each in asked.body["selection"]}
        return self._data(shelf, chosen, lambda title: Reply({"type": "Parameter error", "title": title}, 400))

    def _in_v1(self, shelf: Shelf | None, asked: Asked) -> Reply:
        if shelf is None:
            return Reply(b"<html><body><h1>404 - File or directory not found.</h1></body></html>", 404)
        if asked.method == "GET":
            variables = [
                {"code": name, "text": name.lower(), "values": [*codes], "valueTexts": [*codes.values()]}
                | ({"elimination": True} if name in shelf.optional else {})
                for name, codes in shelf.variables.items()
            ]
            return Reply({"title": "Folkmängden efter region", "variables": variables})
        chosen = {each["code"]: each["selection"]["values"] for each in asked.body["query"]}
        if sum(map(len, chosen.values())) > self.limits["values"]:
            return Reply(b"Forbidden", 403)
        return self._data(shelf, chosen, lambda title: Reply({"error": title}, 403 if "cells" in title else 400))

    def _data(self, shelf: Shelf, chosen: dict[str, list[str]], refused: Callable[[str], Reply]) -> Reply:
        for name, codes in chosen.items():
            if name not in shelf.variables:
                return refused("Non-existent variable")
            if not codes or set(codes) - set(shelf.variables[name]):
                return refused("Non-existent value")
        summed = [name for name in shelf.variables if name not in chosen]
        if set(summed) - set(shelf.optional):
            return refused("Missing selection for mandantory variable")
        kept = {
            name: {code: text for code, text in shelf.variables[name].items() if code in chosen[name]}
            for name in shelf.variables
            if name in chosen
        }
        cells = []
        for codes in itertools.product(*kept.values()):
            known = dict(zip(kept, codes, strict=True))
            parts = [
                shelf.cell(*((known | dict(zip(summed, rest, strict=True)))[name] for name in shelf.variables))
                for rest in itertools.product(*(shelf.variables[name] for name in summed))
            ]
            cells.append(parts[0] if len(parts) == 1 else sum(parts))
        if len(cells) > self.limits["cells"]:
            return refused("Too many cells selected")
        return Reply(dataset(kept, cells, updated=shelf.updated, **shelf.more))
