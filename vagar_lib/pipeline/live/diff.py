"""What differs between two editions? In words for people, and every cell as a table."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

import pandas as pd
import yaml
from rich.console import Console
from rich.table import Table as RichTable

from vagar_lib.errors import BadInput
from vagar_lib.pipeline.live import editions
from vagar_lib.pipeline.live.editions import Edition, Stored
from vagar_lib.sources.fetch import compare as cells
from vagar_lib.words import counted

_LOOSE = {"retrieved", "sha256", "query"}  # differ with every fetch
_SHOWN = 5


@dataclass(frozen=True)
class TableDiff:
    """What differs in a table.

    Attributes
    ----------
    name : str
        'kolada/N01951'.
    title : str
    state : {'new', 'gone', 'changed'}
    cells : pandas.DataFrame
        From `vagar_lib.sources.fetch.compare.changes`.
    periods : tuple of str
        Periods that none of the cells before had.
    fields : tuple of str
        Fields of the provenance that differ.
    """

    name: str
    title: str
    state: str
    cells: pd.DataFrame
    periods: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()

    def words(self) -> list[str]:
        """What differs, a line for each kind, the largest revisions with their size."""
        if self.state == "gone":
            return ["is no longer there"]
        kinds = self.cells["kind"].value_counts()
        lines = ["is new"] if self.state == "new" else []
        if self.periods and self.state != "new":
            lines.append(f"new periods: {', '.join(self.periods)}")
        if kinds.get("new", 0):
            lines.append(counted(kinds["new"], "new value"))
        if kinds.get("revised", 0):
            lines.append(f"{counted(kinds['revised'], 'revised value')}: {self._largest()}")
        if kinds.get("status", 0):
            lines.append(f"{counted(kinds['status'], 'value')} with another status: {self._statuses()}")
        if kinds.get("lost", 0):
            lines.append(f"{counted(kinds['lost'], 'value')} lost: {self._some('lost')}")
        if self.fields:
            lines.append(f"other provenance: {', '.join(self.fields)}")
        return lines

    def _largest(self) -> str:
        revised = sizes(self.cells[self.cells["kind"] == "revised"])
        largest = revised.sort_values("size", key=lambda size: size.abs(), ascending=False, na_position="first")
        return _listed([f"{_named(row)} {_change(row)}" for _, row in largest.head(_SHOWN).iterrows()], len(revised))

    def _statuses(self) -> str:
        rows = self.cells[self.cells["kind"] == "status"]
        kinds = rows.groupby(["status_before", "status_after"], sort=False).size()
        return ", ".join(f"{old or 'none'} → {new or 'none'} ({number})" for (old, new), number in kinds.items())

    def _some(self, kind: str) -> str:
        rows = self.cells[self.cells["kind"] == kind]
        return _listed([_named(row) for _, row in rows.head(_SHOWN).iterrows()], len(rows))


@dataclass(frozen=True)
class Diff:
    """What differs between two editions, table by table; tables that are alike are not there."""

    before: Edition
    after: Edition
    tables: list[TableDiff] = field(default_factory=list)

    def cells(self) -> pd.DataFrame:
        """Every cell that differs: table, its key, kind, before, after, status_before, status_after and size."""
        found = [sizes(one.cells).assign(table=one.name) for one in self.tables if len(one.cells)]
        if not found:
            return pd.DataFrame(columns=["table", "kind", "before", "after", "status_before", "status_after", "size"])
        joined = pd.concat(found, ignore_index=True)
        return joined[["table", *(column for column in joined.columns if column != "table")]]


def compare(before: str, after: str = "", table: str | None = None) -> Diff:
    """What differs between two editions.

    Parameters
    ----------
    before, after : str
        Editions by id; `after` is the one in use if left out.
    table : str, optional
        Only this table, by name.

    Raises
    ------
    BadInput
        For an edition or a table that does not exist.
    """
    old, new = editions.load(before), editions.load(after) if after else editions.current()
    names = sorted({*old.tables, *new.tables})
    if table is not None:
        wanted = [name for name in names if table in (name, name.partition("/")[2])]
        if not wanted:
            raise BadInput(f"table '{table}' is in neither edition, allowed: {', '.join(names) or 'none'}")
        names = wanted
    found = [_table(name, old.tables.get(name), new.tables.get(name)) for name in names]
    return Diff(old, new, [one for one in found if one is not None])


def tell(diff: Diff, console: Console) -> None:
    """Print what differs: a table of numbers, then words."""
    if not diff.tables:
        console.print(f"{diff.before.id} and {diff.after.id} are alike.")
        return
    table = RichTable("Table", box=None, pad_edge=False)
    for name in ("New", "Revised", "Status", "Lost"):
        table.add_column(name, justify="right")
    for one in diff.tables:
        kinds = one.cells["kind"].value_counts()
        table.add_row(one.name, *(str(kinds.get(kind, 0)) for kind in cells.KINDS))
    console.print(table)
    for one in diff.tables:
        console.print(f"{one.name} ({one.title})", markup=False, soft_wrap=True)
        for line in one.words():
            console.print(f"  {line}", markup=False, soft_wrap=True)


def sizes(changed: pd.DataFrame) -> pd.DataFrame:
    """Cells that differ, with the size of each revision: after less before.

    Examples
    --------
    >>> sizes(pd.DataFrame({"before": ["10", "x"], "after": ["12.5", "y"]}))["size"].tolist()
    [2.5, nan]
    """
    numbers = {side: pd.to_numeric(changed[side], errors="coerce") for side in ("before", "after")}
    return changed.assign(size=numbers["after"] - numbers["before"])


def _table(name: str, old: Stored | None, new: Stored | None) -> TableDiff | None:
    if old is not None and new is not None and (old.csv, old.yml) == (new.csv, new.yml):
        return None
    here = new or old
    known = yaml.safe_load(editions.content(here.yml))
    title, key = known["title"], known.get("key") or ()
    frames = {side: _frame(stored) for side, stored in (("before", old), ("after", new)) if stored is not None}
    shape = next(iter(frames.values())).iloc[:0]
    before, after = frames.get("before", shape), frames.get("after", shape)
    changed = cells.changes(before, after, key)
    if old is None or new is None:
        return TableDiff(name, title, "new" if old is None else "gone", changed)
    former = yaml.safe_load(editions.content(old.yml))
    fields = tuple(key for key in dict.fromkeys([*former, *known]) if former.get(key) != known.get(key))
    fields = tuple(key for key in fields if key not in _LOOSE)
    if changed.empty and not fields:
        return None
    periods = sorted({*after["period"]} - {*before["period"]}) if "period" in after and "period" in before else ()
    return TableDiff(name, title, "changed", changed, tuple(periods), fields)


def _frame(stored: Stored) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(editions.content(stored.csv)), dtype=str, keep_default_na=False)


def _named(row: pd.Series) -> str:
    """A cell by the codes that name it."""
    own = [
        name for name in row.index if name not in ("kind", "before", "after", "status_before", "status_after", "size")
    ]
    return " ".join(str(row[name]) for name in own)


def _change(row: pd.Series) -> str:
    size = "" if pd.isna(row["size"]) else f" ({row['size']:+.6g})"
    return f"{row['before'] or '..'} → {row['after'] or '..'}{size}"


def _listed(words: list[str], count: int) -> str:
    more = f" and {count - len(words)} more" if count > len(words) else ""
    return f"{', '.join(words)}{more}"
