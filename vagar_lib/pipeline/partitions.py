"""Which part of the data has changed? A digest for each indicator, table and place, kept beside the data.

A digest is a sum of hashes of rows, so that the digest of several parts is the sum of theirs.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from vagar_lib import paths

if TYPE_CHECKING:
    import pandas as pd

FILE = "digests.json"
Digests = dict[str, dict[str, Any]]
_MODULUS = 2**64


def digests(tables: Mapping[str, pd.DataFrame], values: pd.DataFrame, grants: Mapping[str, pd.DataFrame]) -> Digests:
    """Digests of all that is built.

    Parameters
    ----------
    tables, grants : mapping of str to DataFrame
    values : DataFrame
        The observations.

    Returns
    -------
    dict
        ``tables``: by name and region ('' for rows of a table without regions); ``observations``: by indicator and
        region; ``grants``: by name.
    """
    by_indicator = {
        str(name): _by_region(rows) for name, rows in values.groupby("indicator", sort=False, observed=True)
    }
    return {
        "tables": {name: _by_region(frame) for name, frame in tables.items()},
        "observations": by_indicator,
        "grants": {name: sum(_by_region(frame).values()) % _MODULUS for name, frame in grants.items()},
    }


def read() -> Digests:
    """The digests of the data that are there; empty when there are none."""
    try:
        return json.loads((paths.processed() / FILE).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {"tables": {}, "observations": {}, "grants": {}}


class Parts:
    """Digests of what was read, each looked up once.

    Parameters
    ----------
    known : Digests
        From `read`.
    year : int
        In which the data were compiled.
    """

    def __init__(self, known: Digests, year: int):
        self._known, self._year = known, year
        self._found: dict[str, int | str] = {}
        self._by_place: dict[str, int] | None = None

    def digest(self, reads: Iterable[list[Any]]) -> str:
        """One digest of all that was read, as `vagar_lib.reads` notes it; files are left out."""
        found = [[what, self._of(what)] for what in reads if what[0] != "file"]
        return hashlib.sha256(json.dumps(sorted(found, key=str)).encode()).hexdigest()[:16]

    def _of(self, what: list[Any]) -> int | str:
        key = json.dumps(what)
        if key not in self._found:
            self._found[key] = self._looked_up(*what)
        return self._found[key]

    def _looked_up(self, kind: str, *what: Any) -> int | str:
        if kind == "table":
            name, codes = what
            return _total(self._known["tables"].get(name, {}), codes)
        if kind == "observations":
            ids, codes = what
            if ids is None:
                return _total(self._places(), codes)
            return sum(_total(self._known["observations"].get(id, {}), codes) for id in ids) % _MODULUS
        if kind == "grants":
            return self._known["grants"].get(what[0], 0)
        if kind == "year":
            return self._year
        if kind == "listed":
            return json.dumps(sorted(self._known["tables"]))
        return f"unknown kind {kind}"

    def _places(self) -> dict[str, int]:
        if self._by_place is None:
            self._by_place = {}
            for regions in self._known["observations"].values():
                for code, digest in regions.items():
                    self._by_place[code] = (self._by_place.get(code, 0) + digest) % _MODULUS
        return self._by_place


def _total(by_region: Mapping[str, int], codes: list[str] | None) -> int:
    chosen = by_region.values() if codes is None else (by_region.get(code, 0) for code in codes)
    return sum(chosen) % _MODULUS


def _by_region(frame: pd.DataFrame) -> dict[str, int]:
    import pandas as pd

    lists = [name for name, column in frame.items() if column.dtype == object]
    plain = frame.assign(**{name: frame[name].astype(str) for name in lists})
    rows = pd.util.hash_pandas_object(plain, index=False)
    places = frame["region"].astype(str) if "region" in frame else pd.Series("", index=frame.index)
    return {str(code): int(total) for code, total in rows.groupby(places.to_numpy()).sum().items()}
