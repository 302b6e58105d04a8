"""How long does it take to read a JSON-stat answer of a million cells? Prints seconds as JSON."""

from __future__ import annotations

import itertools
import json
import random
import time
from collections.abc import Callable
from typing import Any

import pandas as pd

from vagar_lib.sources import jsonstat

DIMENSIONS = {
    "Region": [f"{n:04d}" for n in range(313)],
    "Alder": [str(n) for n in range(100)],
    "Kon": ["1", "2"],
    "Tid": [str(n) for n in range(2010, 2026)],
}


def answer() -> bytes:
    """313 places, 100 ages, 2 sexes, 16 years: 1 001 600 cells, one in a hundred missing and with a sign."""
    made = random.Random(1)
    cells = list(itertools.product(*DIMENSIONS.values()))
    values = [made.randint(0, 90_000) if made.random() > 0.01 else None for _ in cells]
    said = {
        "version": "2.0",
        "class": "dataset",
        "id": list(DIMENSIONS),
        "size": [len(codes) for codes in DIMENSIONS.values()],
        "dimension": {
            name: {
                "label": name,
                "category": {
                    "index": {code: n for n, code in enumerate(codes)},
                    "label": {code: f"{name} {code}" for code in codes},
                },
            }
            for name, codes in DIMENSIONS.items()
        },
        "value": values,
        "status": {str(n): ".." for n, value in enumerate(values) if value is None},
    }
    return json.dumps(said).encode()


def cell_by_cell(said: dict[str, Any]) -> pd.DataFrame:
    """The way of pxwebpy 0.6: a dict for each cell, with labels; signs and codes are left behind."""
    labels = {}
    for name in said["id"]:
        category = said["dimension"][name]["category"]
        labels[name] = [category["label"][code] for code in sorted(category["index"], key=category["index"].get)]
    combinations = list(itertools.product(*labels.values()))
    rows = [
        {**dict(zip(labels, each, strict=True)), "value": value}
        for each, value in zip(combinations, said["value"], strict=True)
    ]
    return pd.DataFrame(rows)


def main() -> None:
    """Measure both ways, from the bytes to the frame."""
    body = answer()
    print(json.dumps({"ours": _seconds(body, jsonstat.read), "cell by cell": _seconds(body, cell_by_cell)}))


def _seconds(body: bytes, reader: Callable[[Any], Any]) -> float:
    start = time.perf_counter()
    reader(json.loads(body))
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
