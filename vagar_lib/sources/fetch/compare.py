"""What has changed in a table? Two versions of it, cell by cell, as text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

ROW = ("value", "status")
KINDS = ("new", "revised", "status", "lost")


def read_text(path: Path) -> pd.DataFrame:
    """A raw table as it is written, every cell as text."""
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")


def changes(before: pd.DataFrame, after: pd.DataFrame, key: Sequence[str] = ()) -> pd.DataFrame:
    """Cells that differ between two versions of a table.

    Parameters
    ----------
    before, after : pandas.DataFrame
        Every cell as text. Observations have region, period, dimensions, value and perhaps status; of a register-like
        table the columns outside ``key`` are one cell.
    key : sequence of str, optional
        Columns that name a row; by default all but value and status.

    Returns
    -------
    pandas.DataFrame
        The columns of the key; kind: 'new', 'lost', 'revised' (the value is another) or 'status' (only the status is);
        before, after, status_before, status_after: text, '' where there is none. Sorted by the key.

    Examples
    --------
    >>> old = pd.DataFrame({"region": ["23", "23"], "period": ["2023", "2024"], "value": ["1", "2"]})
    >>> new = pd.DataFrame({"region": ["23", "23"], "period": ["2024", "2025"], "value": ["2.5", "3"]})
    >>> changes(old, new)[["period", "kind", "before", "after"]].values.tolist()
    [['2023', 'lost', '1', ''], ['2024', 'revised', '2', '2.5'], ['2025', 'new', '', '3']]
    """
    names = [*key] or [column for column in after.columns if column not in ROW]
    old = _cells(before, names).rename(columns={"value": "before", "status": "status_before"})
    new = _cells(after, names).rename(columns={"value": "after", "status": "status_after"})
    both = old.join(new, how="outer")
    there, here = both["before"].notna(), both["after"].notna()
    both = both.fillna("")
    kind = pd.Series("", index=both.index, dtype=str)
    kind[there & here & (both["status_before"] != both["status_after"])] = "status"
    kind[there & here & ~_same(both["before"], both["after"])] = "revised"
    kind[~there], kind[~here] = "new", "lost"
    found = both.assign(kind=kind)[kind != ""].reset_index()
    return found[[*names, "kind", "before", "after", "status_before", "status_after"]]


def _cells(frame: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Value and status by key; a dimension that a version lacks is empty, so that its rows are others."""
    cells = frame.reindex(columns=list(dict.fromkeys([*key, *frame.columns])), fill_value="")
    rest = [column for column in frame.columns if column not in key]
    if "value" not in rest:
        first, *others = [cells[column] for column in rest] or [""]
        cells = cells[key].assign(value=first.str.cat(others, sep=" | ") if others else first)
    status = cells.get("status", "")
    return cells[key].assign(value=cells["value"], status=status).drop_duplicates(key).set_index(key)


def _same(before: pd.Series, after: pd.Series) -> pd.Series:
    """Whether two texts are the same number, or the same text."""
    same = before == after
    other = ~same
    numbers = [pd.to_numeric(side[other], errors="coerce") for side in (before, after)]
    same[other] = numbers[0] == numbers[1]
    return same
