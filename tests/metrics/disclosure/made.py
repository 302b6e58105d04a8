"""Made-up micro data, and a reader who has only the published tables."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd
from scipy.optimize import linprog

from vagar_lib.metrics.disclosure import TOTAL, Protected

Cell = frozenset[tuple[str, str]]


def micro(
    amounts: Mapping[tuple[str, ...], Iterable[float]], names: tuple[str, ...] = ("place", "form")
) -> pd.DataFrame:
    """One row an amount, each of a recipient of its own, by the categories of its cell."""
    rows = [(*cell, float(kr)) for cell, parts in amounts.items() for kr in parts]
    frame = pd.DataFrame(rows, columns=[*names, "kr"])
    return frame.assign(recipient=[f"M{number:05}" for number in range(len(frame))])


def ten_by_ten(seed: int) -> pd.DataFrame:
    """A hundred cells, of which ten have one or two recipients and the others four to eleven."""
    made = np.random.default_rng(seed)
    small = set(made.choice(100, 10, replace=False).tolist())
    sizes = [int(made.integers(1, 3) if number in small else made.integers(4, 12)) for number in range(100)]
    return micro(
        {
            (f"r{number // 10}", f"c{number % 10}"): made.lognormal(11, 1, size).round()
            for number, size in enumerate(sizes)
        }
    )


def random_rows(seed: int) -> pd.DataFrame:
    """Up to three by three cells and a second grouping; recipients in several cells; in every fourth, repayments."""
    made = np.random.default_rng(seed)
    rows, columns, groups, recipients = (
        made.integers(1, 4),
        made.integers(1, 4),
        made.integers(1, 3),
        made.integers(4, 40),
    )
    found = []
    for row, column in itertools.product(range(rows), range(columns)):
        for _ in range(made.choice([0, 1, 2, 3, 4, 5, 8])):
            repaid = seed % 4 == 0 and made.random() < 0.1
            kr = float(made.integers(0, 200)) * (-1 if repaid else 1)
            found.append((f"r{row}", f"c{column}", f"g{made.integers(groups)}", f"M{made.integers(recipients)}", kr))
    return pd.DataFrame(found, columns=["place", "form", "group", "recipient", "kr"])


def secret(table: pd.DataFrame) -> set[tuple[str, ...]]:
    """Labels of the hidden cells."""
    labels = [column for column in ("row", "column") if column in table]
    return set(table.loc[table["status"] == "secret", labels].itertuples(index=False, name=None))


class Outsider:
    """Computes bounds of hidden numbers from the published tables alone, by linear programming over all their cells."""

    def __init__(self, found: Protected, measure: str, floor: float = 0.0):
        self.published: dict[Cell, float] = {}
        equations = []
        for variables, table in found.tables.items():
            labels = [column for column in ("row", "column") if column in table]
            cells = [
                frozenset(pair for pair in zip(variables, names, strict=True) if pair[1] != TOTAL)
                for names in table[labels].itertuples(index=False, name=None)
            ]
            self.published |= dict(zip(cells, table[measure], strict=True))
            for whole in cells:
                for variable in variables:
                    parts = [cell for cell in cells if len(cell) == len(whole) + 1 and whole < cell]
                    parts = [cell for cell in parts if variable in {name for name, _ in cell - whole}]
                    if parts:
                        equations.append((parts, whole))
        self.place = {cell: place for place, cell in enumerate(self.published)}
        self.sums = np.zeros((len(equations), len(self.place)))
        for row, (parts, whole) in enumerate(equations):
            self.sums[row, [self.place[cell] for cell in parts]] = 1
            self.sums[row, self.place[whole]] = -1
        self.limits = [(floor, 1e7) if np.isnan(value) else (value, value) for value in self.published.values()]

    def bounds(self, cell: Cell) -> tuple[float, float]:
        goal = np.zeros(len(self.place))
        goal[self.place[cell]] = 1
        sides = np.zeros(len(self.sums))
        found = [linprog(sign * goal, A_eq=self.sums, b_eq=sides, bounds=self.limits).fun for sign in (1, -1)]
        return found[0], -found[1]
