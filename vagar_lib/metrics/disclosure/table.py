"""Which cells are there, and which sums tie them together? Linked tables with their margins as one linear system."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from scipy import sparse

from vagar_lib.errors import BadInput
from vagar_lib.regions import swedish_key
from vagar_lib.words import counted

TOTAL = "Totalt"
"""Label of margins."""


@dataclass(frozen=True)
class Measure:
    """What is published of every cell: an amount, or the number of rows.

    Attributes
    ----------
    name : str
        'value' or 'count'.
    total : ndarray
        One a cell.
    own : csr_array
        Cells by recipients: what each recipient contributes to each cell.
    floor : ndarray
        What anyone knows a hidden cell to be at least; -inf where there are repayments.
    """

    name: str
    total: np.ndarray
    own: sparse.csr_array
    floor: np.ndarray

    @cached_property
    def size(self) -> np.ndarray:
        """Sum over recipients of the absolute contribution, one a cell."""
        return np.asarray(abs(self.own).sum(axis=1)).ravel()

    @cached_property
    def largest(self) -> np.ndarray:
        """The two largest absolute contributions of each cell, zero where there are fewer; shape (cells, 2)."""
        found = np.zeros((self.own.shape[0], 2))
        for cell in range(len(found)):
            top = np.sort(np.abs(self.held(cell)[1]))[::-1][:2]
            found[cell, : len(top)] = top
        return found

    def held(self, cell: int) -> tuple[np.ndarray, np.ndarray]:
        """Recipients of a cell, and what each contributes."""
        span = slice(self.own.indptr[cell], self.own.indptr[cell + 1])
        return self.own.indices[span], self.own.data[span]


@dataclass(frozen=True)
class Cells:
    """Cells of linked tables; a margin that several tables share is one cell.

    Attributes
    ----------
    keys : tuple of dict
        One a cell: the category of each variable that is not summed over; empty for the grand total.
    tables : tuple of tuple of str
        The variables of each table.
    categories : dict
        Categories of each variable, in the order shown.
    sums : csr_array
        One equation a row, ``sums @ total == 0``: 1 for each part, -1 for what they sum to.
    measures : tuple of Measure
        The amount, if there is one, and then the number of rows.
    parents : dict
        For each cell that would reveal something of its recipients if it were all of another cell: those others.
    revealing : ndarray of bool
        Cells that describe recipients, so that it is not known beforehand which of them are empty.
    """

    keys: tuple[dict[str, str], ...]
    tables: tuple[tuple[str, ...], ...]
    categories: dict[str, tuple[str, ...]]
    sums: sparse.csr_array
    measures: tuple[Measure, ...]
    parents: dict[int, list[int]]
    revealing: np.ndarray

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def count(self) -> Measure:
        """Number of rows of the micro data."""
        return self.measures[-1]

    @cached_property
    def recipients(self) -> np.ndarray:
        """Number of distinct recipients, one a cell."""
        return np.diff(self.count.own.indptr)

    @cached_property
    def sole(self) -> np.ndarray:
        """The recipient of each cell that has only one, else -1."""
        return np.array([self.count.held(cell)[0][0] if n == 1 else -1 for cell, n in enumerate(self.recipients)])

    @cached_property
    def index(self) -> dict[frozenset[tuple[str, str]], int]:
        """Place of each cell by its categories."""
        return {frozenset(key.items()): place for place, key in enumerate(self.keys)}

    @cached_property
    def equations(self) -> list[tuple[np.ndarray, int]]:
        """Parts of each equation, and the cell that they sum to."""
        rows = (self.sums[[row]].tocoo() for row in range(self.sums.shape[0]))
        return [(row.coords[1][row.data > 0], int(row.coords[1][row.data < 0][0])) for row in rows]

    @cached_property
    def loss(self) -> np.ndarray:
        """Loss of information when a cell is hidden.

        Two for a cell, three for one larger than the median, so that small cells are hidden rather than large ones; for
        a margin as much as all that it sums, so that a total is hidden only when little else helps. In whole numbers,
        which makes it much faster to prove that a pattern has the least.
        """
        size = self.measures[0].size
        loss = np.where(size > np.median(size[self.recipients > 0]), 3.0, 2.0)
        for _ in range(max(len(table) for table in self.tables)):
            for within, whole in self.equations:
                loss[whole] = max(loss[whole], loss[within].sum())
        return loss


def build(
    micro: pd.DataFrame,
    tables: Sequence[tuple[str, ...]],
    value: str | None,
    recipient: str,
    attribute: Mapping[str, Collection[str]],
) -> Cells:
    """Cells, sums and contributions of linked tables.

    Parameters
    ----------
    micro : DataFrame
        One row an ärende; a column for each variable of the tables, the amount and the recipient.
    tables : sequence of tuple of str
        Variables of each table, one or two.
    value : str or None
        Column with the amount; None when the tables only count rows.
    recipient : str
        Column that tells recipients apart.
    attribute : mapping
        Variables that describe recipients, each with the categories that would reveal something.

    Returns
    -------
    Cells

    Raises
    ------
    BadInput
        All that is wrong with the columns at once.
    """
    tables = tuple(dict.fromkeys(tuple(table) for table in tables))
    variables = list(dict.fromkeys(itertools.chain.from_iterable(tables)))
    _check(micro, tables, variables, value, recipient, attribute)
    codes = {variable: _categorical(micro[variable]) for variable in variables}
    categories = {variable: tuple(codes[variable].categories) for variable in variables}
    keys: list[dict[str, str]] = []
    places = []
    for subset in _subsets(tables, variables):
        place = np.full(len(micro), len(keys))
        for at, variable in enumerate(subset):
            stride = int(np.prod([len(categories[other]) for other in subset[at + 1 :]]))
            place += codes[variable].codes.astype(int) * stride
        places.append(place)
        keys += [dict(zip(subset, names, strict=True)) for names in itertools.product(*map(categories.get, subset))]
    place, holder = np.concatenate(places), np.tile(pd.factorize(micro[recipient])[0], len(places))

    def held(amounts: np.ndarray) -> sparse.csr_array:
        shape = (len(keys), micro[recipient].nunique())
        return sparse.coo_array((np.tile(amounts, len(places)), (place, holder)), shape).tocsr()

    revealing = np.array([not attribute.keys().isdisjoint(key) for key in keys])
    counted = held(np.ones(len(micro)))
    count = Measure("count", counted.sum(axis=1), counted, np.where(revealing, 0.0, 1.0))
    measures: tuple[Measure, ...] = (count,)
    if value is not None:
        amounts = micro[value].to_numpy(float)
        repaid = held(np.where(amounts < 0, 1.0, 0.0)).sum(axis=1) > 0
        total = np.bincount(place, np.tile(amounts, len(places)), len(keys))
        measures = (Measure("value", total, held(amounts), np.where(repaid, -np.inf, 0.0)), count)
    index = {frozenset(key.items()): at for at, key in enumerate(keys)}
    return Cells(
        tuple(keys),
        tables,
        categories,
        _sums(index, tables, categories),
        measures,
        _parents(index, categories, attribute),
        revealing,
    )


def _check(
    micro: pd.DataFrame,
    tables: tuple[tuple[str, ...], ...],
    variables: list[str],
    value: str | None,
    recipient: str,
    attribute: Mapping[str, Collection[str]],
) -> None:
    if micro.empty:
        raise BadInput("disclosure control: the micro data have no rows")
    findings = [f"table {table}: allowed: one or two different variables" for table in tables if not _crossing(table)]
    wanted = [*variables, recipient, *([] if value is None else [value])]
    missing = [column for column in dict.fromkeys(wanted) if column not in micro]
    findings += [f"column '{column}': missing, found: {', '.join(map(str, micro))}" for column in missing]
    for column in dict.fromkeys(wanted):
        if column not in missing and (empty := int(micro[column].isna().sum())):
            rows = counted(empty, "row")
            findings.append(f"column '{column}': {rows} without a value; name or drop them first, and say so")
    for column in variables:
        if column not in missing and (micro[column].astype(str) == TOTAL).any():
            findings.append(f"column '{column}': '{TOTAL}' is the name of margins and can't be a category")
    if value is not None and value not in missing and not np.isfinite(pd.to_numeric(micro[value], "coerce")).all():
        findings.append(f"column '{value}': not numbers throughout")
    findings += [f"attribute '{column}': not a variable of a table" for column in attribute if column not in variables]
    if findings:
        raise BadInput(findings)


def _crossing(table: tuple[str, ...]) -> bool:
    return 1 <= len(table) <= 2 and len(set(table)) == len(table)


def _categorical(column: pd.Series) -> pd.Categorical:
    """Codes of a column; the order of a categorical is kept, and so are its empty categories."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return pd.Categorical(column.astype(str), [str(category) for category in column.cat.categories])
    texts = column.astype(str)
    return pd.Categorical(texts, sorted(texts.unique(), key=swedish_key))


def _subsets(tables: tuple[tuple[str, ...], ...], variables: list[str]) -> list[tuple[str, ...]]:
    """Variables of every cell: those of each table, each part of them, and none."""
    found = {
        tuple(sorted(chosen, key=variables.index))
        for table in tables
        for size in range(len(table) + 1)
        for chosen in itertools.combinations(table, size)
    }
    return sorted(found, key=lambda subset: (-len(subset), [variables.index(variable) for variable in subset]))


def _sums(
    index: Mapping[frozenset[tuple[str, str]], int],
    tables: tuple[tuple[str, ...], ...],
    categories: Mapping[str, tuple[str, ...]],
) -> sparse.csr_array:
    """One equation for each cell and each variable that it sums over in a table."""
    summed = {
        (kept, over)
        for table in tables
        for size in range(len(table))
        for kept in map(frozenset, itertools.combinations(table, size))
        for over in table
        if over not in kept
    }
    rows = []
    for key, whole in index.items():
        kept = frozenset(variable for variable, _ in key)
        for over in sorted(over for also, over in summed if also == kept):
            rows.append([(index[key | {(over, name)}], 1.0) for name in categories[over]] + [(whole, -1.0)])
    entries = [(row, cell, sign) for row, parts in enumerate(rows) for cell, sign in parts]
    row, cell, sign = (np.array(column) for column in zip(*entries, strict=True))
    return sparse.coo_array((sign, (row, cell)), (len(rows), len(index))).tocsr()


def _parents(
    index: Mapping[frozenset[tuple[str, str]], int],
    categories: Mapping[str, tuple[str, ...]],
    attribute: Mapping[str, Collection[str]],
) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for key, cell in index.items():
        for variable, category in key:
            # Where there is but one category, that everyone is in it is known to start with.
            if category in attribute.get(variable, ()) and len(categories[variable]) > 1:
                found.setdefault(cell, []).append(index[key - {(variable, category)}])
    return found
