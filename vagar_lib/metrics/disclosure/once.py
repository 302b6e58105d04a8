"""Which cells are hidden on the other pages? The same ones: what was once chosen to be shown is kept and used again.

A search that is ended by the clock may hide other cells each time, and two pages that hide different cells of the same
table tell together what each of them hides.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd
from filelock import FileLock

from vagar_lib import paths
from vagar_lib.metrics.disclosure.protected import Hidden, Protected, Table, protect
from vagar_lib.metrics.disclosure.rules import Rule


def protect_once(
    micro: pd.DataFrame,
    rows: str,
    columns: str | None = None,
    value: str | None = None,
    recipient: str = "recipient",
    rule: Rule | None = None,
    *,
    linked: Sequence[str | Table] = (),
    attribute: Mapping[str, Collection[str]] | None = None,
    time_limit: float = 5.0,
) -> Protected:
    """As `protect`, but the same micro data and the same question get the answer they were given first.

    Parameters
    ----------
    micro, rows, columns, value, recipient, rule, linked, attribute, time_limit
        As in `protect`.

    Returns
    -------
    Protected
        From a file in ``data/protected``, which has no hidden value in it, if there is one and it is
        whole. Else it is computed and kept there; others who ask for the same meanwhile wait for it.

    Raises
    ------
    BadInput
        As `protect`.
    """
    rule = rule or Rule()
    tables = [(rows,) if columns is None else (rows, columns)]
    tables += [(table,) if isinstance(table, str) else tuple(table) for table in linked]
    revealing = {name: sorted(map(str, found)) for name, found in (attribute or {}).items()}
    asked = {"tables": tables, "value": value, "recipient": recipient, "rule": asdict(rule)}
    asked |= {"attribute": revealing, "time_limit": time_limit, "code": _code()}
    names = [name for table in tables for name in table] + [recipient] + ([value] if value else [])
    kept = paths.protected() / f"{_key(micro, names, asked)}.json"
    kept.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(kept.with_suffix(".lock")):
        found = _read(kept)
        if found is None:
            found = protect(
                micro, rows, columns, value, recipient, rule,
                linked=linked, attribute=attribute, time_limit=time_limit,
            )  # fmt: skip
            unfinished = kept.with_suffix(".new")
            unfinished.write_text(_written(found), encoding="utf-8")
            os.replace(unfinished, kept)
    return found


def _key(micro: pd.DataFrame, names: Iterable[str], asked: Mapping[str, Any]) -> str:
    """sha256 of the columns that are used, and of what is asked about them."""
    used = micro[[name for name in dict.fromkeys(names) if name in micro]]
    told = {**asked, "columns": [[name, str(column.dtype)] for name, column in used.items()]}
    told["categories"] = {
        name: list(map(str, column.cat.categories))
        for name, column in used.items()
        if isinstance(column.dtype, pd.CategoricalDtype)
    }
    key = hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode())
    key.update(pd.util.hash_pandas_object(used, index=False).to_numpy().tobytes())
    return key.hexdigest()


@functools.cache
def _code() -> str:
    files = sorted(Path(__file__).parent.glob("*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _written(found: Protected) -> str:
    """JSON (with NaN and Infinity) of what may be shown."""
    return json.dumps(
        {
            "tables": [{"variables": names, "rows": _columns(table)} for names, table in found.tables.items()],
            "hidden": found.hidden,
            "method": found.method,
            "gap": found.gap,
            "rule": asdict(found.rule),
            "attribute": found.attribute,
            "audit": _columns(found.audit()),
        },
        ensure_ascii=False,
    )


def _columns(frame: pd.DataFrame) -> dict[str, dict[str, Any]]:
    return {name: {"dtype": str(column.dtype), "values": column.tolist()} for name, column in frame.items()}


def _frame(columns: Mapping[str, Mapping[str, Any]]) -> pd.DataFrame:
    """The values as they were; only a column without any has to be told its type."""
    values = {name: one["values"] or pd.Series(dtype=one["dtype"]) for name, one in columns.items()}
    return pd.DataFrame(values)


def _read(path: Path) -> Protected | None:
    """What a file has; nothing when there is none, or it is not whole."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return Protected(
            {tuple(table["variables"]): _frame(table["rows"]) for table in kept["tables"]},
            Hidden(*kept["hidden"]),
            kept["method"],
            kept["gap"],
            Rule(**kept["rule"]),
            tuple(kept["attribute"]),
            _frame(kept["audit"]),
        )
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return None
