"""Protected tables, written by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd


def table(*rows: tuple) -> pd.DataFrame:
    """A protected table of rows and columns: row, column, value; None is hidden."""
    frame = pd.DataFrame(rows, columns=["row", "column", "value"])
    hidden = frame["value"].isna()
    return frame.assign(
        value=frame["value"].astype(float),
        status=np.where(hidden, "secret", ""),
        count=np.where(hidden, np.nan, 5.0),
    )


def counts(*rows: tuple) -> pd.DataFrame:
    """A protected table of counts: row, column, count; None is hidden."""
    frame = pd.DataFrame(rows, columns=["row", "column", "count"])
    return frame.assign(count=frame["count"].astype(float), status=np.where(frame["count"].isna(), "secret", ""))
