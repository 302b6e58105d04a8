"""How are rows laid out on the disk? So that those of one place are found without reading those of the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

FEWEST = 20_000
"""Rows that a row group has at least, so that small tables do not fall apart into hundreds."""


def write(frames: Iterable[pd.DataFrame], path: Path) -> None:
    """Write rows that are sorted by region, with row groups that end where a region ends.

    A filter on region then reads the rows of that region and few others, however many there are in all: parquet
    keeps the first and the last code of each row group.

    Parameters
    ----------
    frames : iterable of pandas.DataFrame
        At least one; all with the same columns, and sorted by ``region`` over all of them, if they have that column.
    path : Path
    """
    writer: pq.ParquetWriter | None = None
    try:
        for frame in frames:
            table = pa.Table.from_pandas(frame, schema=writer and writer.schema, preserve_index=False)
            writer = writer or pq.ParquetWriter(path, table.schema)
            for start, stop in _groups(frame):
                writer.write_table(table.slice(start, stop - start), row_group_size=max(stop - start, 1))
    finally:
        if writer:
            writer.close()


def _groups(frame: pd.DataFrame) -> Iterator[tuple[int, int]]:
    """Where row groups start and stop."""
    if "region" in frame:
        codes = frame["region"].to_numpy()
        ends = [*(np.flatnonzero(codes[1:] != codes[:-1]) + 1), len(frame)]
    else:
        ends = [*range(FEWEST, len(frame), FEWEST), len(frame)]
    start = 0
    for end in ends:
        if end - start >= FEWEST or end == len(frame):
            yield start, end
            start = end
