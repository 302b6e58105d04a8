"""How long do verdicts take? Judges in a process of its own and prints what it took as JSON.

``write FILE INDICATORS`` writes made-up observations of so many indicators. The other commands read a file of
observations: ``judge`` judges every series, ``groupby`` does the trend alone of some of them in pandas' usual way.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from vagar_lib import regions
from vagar_lib.indicators import Register, register
from vagar_lib.judgement import rules
from vagar_lib.metrics import verdict

GROUP = 50
YEARS = np.arange(2005, 2025)
TODAY = 2026
WINDOW = 15
TEXT = ["indicator", "region", "period", "sex", "status", "source"]
"""Read as categories: as text, 37 million rows alone are 3 GB."""


def write(file: Path, indicators: int) -> dict[str, float]:
    """Random walks for every region and year, so that all kinds of verdicts occur."""
    codes = regions.codes()
    random = np.random.default_rng(2050)
    writer = None
    for first in range(0, indicators, GROUP):
        ids = [_id(number) for number in range(first, min(first + GROUP, indicators))]
        shape = (len(ids), len(codes), len(YEARS))
        walks = 100 + random.normal(random.normal(0, 0.5, (*shape[:2], 1)), 2, shape).cumsum(axis=2)
        rows, series = walks.size, len(ids) * len(codes)
        table = pa.table(
            {
                "indicator": np.repeat(ids, len(codes) * len(YEARS)),
                "region": np.tile(np.repeat(codes, len(YEARS)), len(ids)),
                "period": np.tile(YEARS.astype(str), series),
                "year": np.tile(YEARS, series),
                "sex": ["T"] * rows,
                "value": walks.ravel().round(2),
                "status": [""] * rows,
                "source": ["snapshot/folkmangd"] * rows,
            }
        )
        writer = writer or pq.ParquetWriter(file, table.schema)
        writer.write_table(table, row_group_size=rows)
    writer.close()
    return {"rows": indicators * len(codes) * len(YEARS)}


def judge(file: Path, indicators: int = 0) -> dict[str, float]:
    """All series of a file; ``indicators`` says how many are made up, 0 that they are those of the register."""
    known = _register(indicators)
    start = time.perf_counter()
    observations = pq.read_table(file, read_dictionary=TEXT).to_pandas(split_blocks=True, self_destruct=True)
    read = time.perf_counter()
    rows = verdict.judge(observations, known, rules(), today=TODAY)
    done = time.perf_counter()
    return {
        "read": read - start,
        "judged": done - read,
        "peak": _peak(),
        "series": len(rows),
        "rows": len(observations),
    }


def groupby(file: Path, indicators: int) -> dict[str, float]:
    """Trend and growth of the series of the first indicators, one series at a time with scipy."""
    from scipy import stats

    def trend(one: pd.DataFrame) -> pd.Series:
        one = one[one["year"] >= one["year"].max() - WINDOW]
        years = one["year"].iloc[-1] - one["year"].iloc[0]
        if len(one) < 5:
            return pd.Series({"slope": np.nan, "low": np.nan, "high": np.nan, "growth": np.nan, "verdict": "few"})
        slope, _, low, high = stats.theilslopes(one["value"], one["year"])
        growth = np.float64(one["value"].iloc[-1] / one["value"].iloc[0]) ** (1 / years) - 1
        verdict = "up" if low > 0 else "down" if high < 0 else "flat"
        return pd.Series({"slope": slope, "low": low, "high": high, "growth": growth, "verdict": verdict})

    observations = pd.read_parquet(file)
    ids = observations["indicator"].drop_duplicates().iloc[:indicators]
    sample = observations[observations["indicator"].isin(ids)].dropna(subset="value").sort_values("year")
    start = time.perf_counter()
    with np.errstate(all="ignore"):
        rows = sample.groupby(["indicator", "region", "sex"], sort=False)[["year", "value"]].apply(trend)
    return {"judged": time.perf_counter() - start, "series": len(rows)}


def _register(indicators: int) -> Register:
    if not indicators:
        return register()
    like = register().get("medianinkomst")
    directions = ("higher", "lower", "balance", "context")
    made = []
    for number in range(indicators):
        direction = directions[number % len(directions)]
        point = 100.0 if direction == "balance" else None
        made.append(like.model_copy(update={"id": _id(number), "direction": direction, "balance_point": point}))
    return Register(made, register().vocabulary)


def _id(number: int) -> str:
    return f"matt_{number}"


def _peak() -> float:
    """Most memory that this process has held, in million bytes."""
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


if __name__ == "__main__":
    command, path, *numbers = sys.argv[1:]
    commands = {"write": write, "judge": judge, "groupby": groupby}
    print(json.dumps(commands[command](Path(path), *map(int, numbers))))
