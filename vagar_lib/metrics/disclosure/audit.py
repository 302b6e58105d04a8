"""What can a reader in fact compute? Bounds of every hidden cell from what is published, apart from how it was hidden.

Nothing here is taken from the program that chose the cells; only the demand on each sensitive cell is the same, as the
rule states it. The bounds are those of the attacker's problem: the smallest and the largest value of a hidden cell
among all tables with the published values (Hundepool et al. 2012, chapter 4), solved by linear programming for amounts,
and by integer programming for numbers of rows.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from vagar_lib.metrics.disclosure.rules import Primary, Rule, demand_of_insider, demands, insight, sums_that_break
from vagar_lib.metrics.disclosure.table import Cells, Measure

BELOW, ABOVE = 0, 1
_NEAR = 1e-6
_NO_LIMIT = 1e6


class Reader:
    """Someone who knows what is published, and perhaps more.

    Parameters
    ----------
    cells : Cells
        Used are the sums, and the values of published cells.
    measure : Measure
    hidden : ndarray of bool
    floor : ndarray
        What each cell is known to be at least.
    known : ndarray of bool, optional
        Hidden cells that this reader knows.
    """

    def __init__(
        self, cells: Cells, measure: Measure, hidden: np.ndarray, floor: np.ndarray, known: np.ndarray | None = None
    ):
        unknown = hidden if known is None else hidden & ~known
        rows = cells.sums[:, np.flatnonzero(unknown)]
        used = np.flatnonzero(np.diff(rows.indptr))
        sides = -(cells.sums @ np.where(unknown, 0, measure.total))[used]
        self._place = np.cumsum(unknown) - 1
        self._whole = measure.name == "count"
        # The tolerance of the solver is absolute, so amounts are in units of a typical one.
        self._unit = (
            1.0 if self._whole else float(np.median(measure.size[measure.size > 0])) if measure.size.any() else 1.0
        )
        self._limit = _NO_LIMIT * max(1.0, np.abs(measure.total).max() / self._unit)
        self._sums, self._sides = rows[used], sides / self._unit
        self._bounds = np.maximum(floor[unknown] / self._unit, -self._limit), np.full(unknown.sum(), self._limit)

    def bound(self, cell: int, side: int) -> float:
        """The smallest or the largest that a hidden cell can be: infinite without a limit, NaN if it can't be told."""
        sign = 1 if side == BELOW else -1
        goal = np.zeros(len(self._bounds[0]))
        goal[self._place[cell]] = sign
        if self._whole:
            found = milp(
                goal,
                integrality=np.ones(len(goal)),
                bounds=Bounds(*self._bounds),
                constraints=LinearConstraint(self._sums, self._sides, self._sides),
            )
        else:
            bounds = np.column_stack(self._bounds)
            found = linprog(goal, A_eq=self._sums, b_eq=self._sides, bounds=bounds, method="highs")
        if found.status != 0:
            return np.nan
        value = sign * float(found.fun)
        return -sign * np.inf if -sign * value > self._limit / 2 else value * self._unit

    def allows(self, cell: int, side: int, truth: float, demand: float) -> bool:
        """Whether a hidden cell can be as far from the truth, on a side, as is demanded."""
        return _far_enough(self.bound(cell, side), side, truth, demand)


def _far_enough(bound: float, side: int, truth: float, demand: float) -> bool:
    room = truth - bound if side == BELOW else bound - truth
    return bool(room >= demand * (1 - _NEAR) if demand > 0 else not np.isnan(room))


def audit(cells: Cells, sensitive: Primary, hidden: np.ndarray, rule: Rule) -> pd.DataFrame:
    """Bounds of each hidden cell, and whether it is safe.

    Parameters
    ----------
    cells : Cells
    sensitive : Primary
    hidden : ndarray of bool
    rule : Rule

    Returns
    -------
    DataFrame
        One row a hidden cell and measure: ``cell`` (its place), ``measure``, ``lower`` and ``upper`` (what a reader
        without a contribution of his own can compute), ``width``, ``below`` and ``above`` (how far from the truth the
        bounds must be; 0 for cells that are not sensitive) and ``safe``: whether they are, also for each recipient who
        knows his own contributions; an amount that is not sensitive must not be possible to compute exactly. The frame
        tells hidden values (``below``, ``above``) and is not for publishing.
    """
    rows = []
    for measure in cells.measures:
        demand = demands(cells, measure, sensitive, rule)
        outsider = Reader(cells, measure, hidden, measure.floor)
        for cell in np.flatnonzero(hidden):
            bounds = [outsider.bound(cell, side) for side in (BELOW, ABOVE)]
            truth = measure.total[cell]
            safe = all(_far_enough(bounds[side], side, truth, demand[side, cell]) for side in (BELOW, ABOVE))
            if measure is cells.measures[0]:
                safe &= bool(bounds[ABOVE] - bounds[BELOW] > _NEAR * max(abs(truth), _NEAR))
            safe = safe and all(
                _safe_from_insiders(cells, measure, hidden, int(cell), side, demand[:, cell], rule)
                for side in (BELOW, ABOVE)
                if demand[side, cell] > 0
            )
            rows.append((cell, measure.name, *bounds, bounds[ABOVE] - bounds[BELOW], *demand[:, cell], safe))
    columns = ["cell", "measure", "lower", "upper", "width", "below", "above", "safe"]
    found = pd.DataFrame(rows, columns=columns).astype({"cell": int, "safe": bool})
    for parts, whole in cells.equations:
        within = parts[hidden[parts]]
        if len(within) and not hidden[whole] and sums_that_break(cells, within, rule):
            found.loc[found["cell"].isin(within), "safe"] = False
    return found


def _safe_from_insiders(
    cells: Cells, measure: Measure, hidden: np.ndarray, cell: int, side: int, demand: np.ndarray, rule: Rule
) -> bool:
    """Whether no recipient, who knows his own contributions, can exclude a value far enough from the truth.

    If even many recipients together can't, then none of them can; if they can, each half of them is tried.
    """
    inside = np.unique(np.concatenate([cells.count.held(other)[0] for other in np.flatnonzero(hidden)]))
    needed = {
        int(recipient): demand_of_insider(measure, cell, recipient, demand, rule)[side]
        for recipient in inside
        if recipient != cells.sole[cell]
    }
    groups = [[recipient for recipient, far in needed.items() if far > 0]]
    while groups:
        group = groups.pop()
        floor = insight(measure, group)
        if len(group) > 1:
            # Each knows less of the attacked cell itself: a value between the truth and what they can't exclude is
            # as far from the truth as he is to be kept from.
            floor[cell] = measure.floor[cell]
        reader = Reader(cells, measure, hidden, floor, np.isin(cells.sole, group))
        far = max((needed[recipient] for recipient in group), default=0.0)
        if far == 0 or reader.allows(cell, side, measure.total[cell], far):
            continue
        if len(group) == 1:
            return False
        groups += [group[::2], group[1::2]]
    return True
