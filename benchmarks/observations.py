"""How long does it take to find one place among 37 million observations? Prints seconds as JSON.

``write FOLDER`` makes the processed data, ``read FOLDER`` asks for one place and 80 indicators.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

PLACE = "2303"
ASKED = 80
INDICATORS, YEARS, SEXES = 1525, range(2000, 2026), ["K", "M", "T"]


def ids() -> list[str]:
    """Ids such as Kolada's."""
    return [f"N{number:05d}" for number in range(0, INDICATORS * 60, 60)]


def frames() -> Iterator[pd.DataFrame]:
    """Observations region by region, in the order that a build writes them: 118 950 for each of 312 places."""
    from vagar_lib import regions

    made = np.random.default_rng(1)
    keys = pd.MultiIndex.from_product([ids(), YEARS, SEXES], names=["indicator", "year", "sex"]).to_frame(index=False)
    for code in sorted(regions.codes()):
        yield pd.DataFrame(
            {
                "indicator": keys["indicator"],
                "region": code,
                "period": keys["year"].astype(str),
                "year": keys["year"],
                "sex": keys["sex"],
                "value": made.normal(50, 20, len(keys)).round(1),
                "status": np.where(made.random(len(keys)) < 0.02, "secret", ""),
                "source": "kolada/" + keys["indicator"],
            }
        )


def write(folder: Path) -> None:
    """Make the data in the layout of a build."""
    from vagar_lib.pipeline import parquet

    parquet.write(frames(), folder / "observations.parquet")


def read(folder: Path) -> None:
    """Measure the first question of a process, and the next one."""
    path = folder / "observations.parquet"
    step = INDICATORS // ASKED
    asked = [("indicator", "in", ids()[::step][:ASKED]), ("region", "in", [PLACE]), ("sex", "==", "T")]
    seconds = []
    for _ in range(2):
        start = time.perf_counter()
        found = pd.read_parquet(path, filters=asked)
        seconds.append(time.perf_counter() - start)
    assert len(found) == ASKED * len(YEARS)
    print(json.dumps({"first": seconds[0], "next": seconds[1]}))


if __name__ == "__main__":
    {"write": write, "read": read}[sys.argv[1]](Path(sys.argv[2]))
