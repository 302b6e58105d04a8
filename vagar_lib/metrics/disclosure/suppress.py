"""Which more cells to hide, at the least loss? The cell suppression problem as a mixed-integer program.

Every sensitive cell is hidden, and so many more that no attack can come closer to a sensitive cell than demanded. In
the master problem each cell is hidden or not; each attack that a proposed pattern does not withstand adds inequalities,
and the problem is solved again until there is none (Fischetti and Salazar 2000, with Benders' decomposition in place of
their branch and cut). A heuristic gives the first pattern and repairs each proposed one, so that there is always a safe
one to fall back on: attack by attack, the cells of the cheapest deviation that disarms it are hidden (Kelly, Golden and
Assad 1992), and then those shown again that turn out not to be needed.

References
----------
Fischetti, M. and Salazar González, J. J. (1999) Models and algorithms for the 2-dimensional cell suppression problem in
statistical disclosure control. *Mathematical Programming* 84, 283-312.

Fischetti, M. and Salazar González, J. J. (2000) Models and algorithms for optimizing cell suppression in tabular data
with linear constraints. *Journal of the American Statistical Association* 95, 916-928.

Kelly, J. P., Golden, B. L. and Assad, A. A. (1992) Cell suppression: disclosure protection for sensitive tabular data.
*Networks* 22, 397-417.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from vagar_lib.metrics.disclosure.attack import NOBODY, Attack, Attacks
from vagar_lib.metrics.disclosure.rules import Primary, Rule, excess
from vagar_lib.metrics.disclosure.table import Cells

Inequality = tuple[np.ndarray, float]
"""Coefficients and right-hand side of ``coefficients @ hidden >= side``."""


@dataclass(frozen=True)
class Pattern:
    """Cells to hide.

    Attributes
    ----------
    hidden : ndarray of bool
    method : 'optimal', 'best found' or 'heuristic'
        Proved to be of the least loss; the best in the time given; what the heuristic gave, when the program found
        nothing better in the time given.
    gap : float
        Share of the loss of information that might have been saved at most; 0 if optimal.
    """

    hidden: np.ndarray
    method: str
    gap: float = 0.0


def suppress(cells: Cells, sensitive: Primary, rule: Rule, time_limit: float) -> Pattern:
    """Cells to hide so that no sensitive cell can be computed closer than demanded, at the least loss of information.

    Parameters
    ----------
    cells : Cells
    sensitive : Primary
    rule : Rule
    time_limit : float
        Seconds of work, so that others on the same machine change nothing; the heuristic runs to its end, and is all
        there is if that takes longer.

    Returns
    -------
    Pattern
    """
    if not sensitive.cells.any():
        return Pattern(sensitive.cells, "optimal")
    return _Problem(cells, sensitive, rule).solved(time.process_time() + time_limit)


class _Problem:
    def __init__(self, cells: Cells, sensitive: Primary, rule: Rule):
        self.fixed = sensitive.cells
        self.free = ~self.fixed & ((cells.recipients > 0) | cells.revealing)
        self.loss = np.where(self.fixed, 0, np.where(self.free, cells.loss, np.inf))
        self.attacks = Attacks(cells, sensitive, rule)
        self.company = _company(cells, self.fixed, self.free)
        self.declared = _harmless_sums(cells, self.fixed, self.free, rule) + self.company
        self.rows = list(self.declared)

    def solved(self, deadline: float) -> Pattern:
        first = best = self.tidied(self.completed(self.fixed))
        bound = self.tightened(deadline)
        while self.cost(best) > bound:
            left = deadline - time.process_time()
            found = self.master(left) if left > 0 else None
            if found is None:
                method = "heuristic" if best is first else "best found"
                return Pattern(best, method, 1 - bound / self.cost(best))
            hidden, bound = found
            broken = list(self.attacks.broken(hidden))
            if not broken:
                return Pattern(hidden, "optimal")
            self.strengthened(hidden.astype(float), broken)
            repaired = self.completed(hidden)
            if self.cost(repaired) < self.cost(best):
                best = self.tidied(repaired)
        return Pattern(best, "optimal")

    def cost(self, hidden: np.ndarray) -> float:
        return float(self.loss[hidden].sum())

    def withstands(self, hidden: np.ndarray) -> bool:
        declared = all(row @ hidden >= side for row, side in self.declared)
        return declared and next(self.attacks.broken(hidden), None) is None

    def completed(self, hidden: np.ndarray) -> np.ndarray:
        """Hide more cells until there is no attack that the pattern does not withstand."""
        hidden = hidden.copy()
        while True:
            before = hidden.sum()
            for row, side in self.declared:
                while row @ hidden < side:
                    hidden[np.argmax(np.where(hidden, 0, row / np.maximum(self.loss, 1)))] = True
            for attack in list(self.attacks.broken(hidden)):
                if not self.attacks.disarmed(attack, hidden):
                    hidden |= self.attacks.cheapest(attack, hidden, self.loss)
            if hidden.sum() == before:
                return hidden if self.withstands(hidden) else self.fixed | self.free

    def tidied(self, hidden: np.ndarray) -> np.ndarray:
        """Show again, the costliest first, every cell that need not be hidden."""
        for cell in sorted(np.flatnonzero(hidden & self.free), key=lambda cell: -self.loss[cell]):
            fewer = hidden.copy()
            fewer[cell] = False
            while alone := [row < 0 for row, side in self.company if row @ fewer < side]:
                fewer &= ~np.any(alone, axis=0)
            if self.withstands(fewer):
                hidden = fewer
        return hidden

    def tightened(self, deadline: float) -> float:
        """Add inequalities to the relaxed problem until they help no more; a lower bound of the loss."""
        bound, gain = 0.0, 1.0
        outsiders = [Attack(target, NOBODY) for target in self.attacks.targets]
        while gain > 1e-3 and time.process_time() < deadline:
            shown, lower = self.relaxed()
            gain, bound = (lower - bound) / max(lower, 1.0), lower
            if not self.strengthened(shown, outsiders):
                break
        return _next_whole(bound)

    def strengthened(self, shown: np.ndarray, attacks: list[Attack]) -> bool:
        """Add the inequalities that attacks on a pattern, or on the solution of the relaxed problem, give."""
        before = len(self.rows)
        for attack in attacks:
            self.rows += self.attacks.cuts(attack, shown)
        return len(self.rows) > before

    def relaxed(self) -> tuple[np.ndarray, float]:
        """Least loss when cells may be hidden in part."""
        if not self.rows:
            return self.fixed.astype(float), 0.0
        rows, sides = self._stacked()
        bounds = np.column_stack([self.fixed, self.fixed | self.free]).astype(float)
        found = linprog(np.where(self.free, self.loss, 0), A_ub=-rows, b_ub=-sides, bounds=bounds, method="highs")
        return np.clip(found.x, 0, 1), found.fun

    def master(self, seconds: float) -> tuple[np.ndarray, float] | None:
        """Pattern of the least loss under the inequalities so far, and that loss; None if time runs out."""
        if not self.rows:
            return self.fixed.copy(), 0.0
        rows, sides = self._stacked()
        found = milp(
            np.where(self.free, self.loss, 0),
            integrality=np.ones(len(self.fixed)),
            bounds=Bounds(self.fixed, self.fixed | self.free),
            constraints=LinearConstraint(rows, sides, np.inf),
            options={"time_limit": seconds},
        )
        return (found.x > 0.5, _next_whole(found.mip_dual_bound)) if found.status == 0 else None

    def _stacked(self) -> tuple[sparse.csr_array, np.ndarray]:
        return sparse.csr_array(np.array([row for row, _ in self.rows])), np.array([side for _, side in self.rows])


def _next_whole(bound: float) -> float:
    """A lower bound of a loss in whole numbers."""
    return float(np.ceil(bound - 1e-4))


def _harmless_sums(cells: Cells, fixed: np.ndarray, free: np.ndarray, rule: Rule) -> list[Inequality]:
    """What keeps the hidden parts of a published total from being a sensitive cell when taken together.

    Only the sensitive parts can make it one, as the others only add to what is needed.
    """
    found = []
    for parts, whole in cells.equations:
        hidden, more = parts[fixed[parts]], parts[free[parts]]
        if fixed[whole] or not len(hidden):
            continue
        inside = np.unique(np.concatenate([cells.count.held(cell)[0] for cell in hidden]))
        if len(inside) < rule.min_cell:
            outside = [not np.isin(cells.count.held(cell)[0], inside).all() for cell in more]
            found.append(_together(len(cells), whole, more, np.array(outside, float)))
        if len(cells.measures) == 1:
            continue
        amount = cells.measures[0]
        own = abs(amount.own[:, inside]).toarray()
        for first, second in _rivals(len(inside), rule):
            room = -excess(amount.size, own[:, first], 0 if second is None else own[:, second], rule)
            lacking = -room[hidden].sum()
            if lacking > 1e-9 * amount.size[hidden].sum():
                found.append(_together(len(cells), whole, more, np.maximum(room[more], 0) / lacking))
    return found


def _rivals(recipients: int, rule: Rule) -> Iterator[tuple[int, int | None]]:
    """Who could be the largest of some cells together and, where the rule asks for it, who the second largest."""
    for first in range(recipients):
        yield first, None
        if rule.p_percent is not None:
            yield from ((first, second) for second in range(recipients) if second != first)


def _together(cells: int, whole: int, parts: np.ndarray, helps: np.ndarray) -> Inequality:
    """Hide parts that help enough together, or what they sum to."""
    row = np.zeros(cells)
    row[parts] = np.minimum(helps, 1)
    row[whole] = 1
    return row, 1.0


def _company(cells: Cells, fixed: np.ndarray, free: np.ndarray) -> list[Inequality]:
    """What hides no cell as the only one of a sum, as it could be computed and would protect nothing."""
    found = []
    for parts, whole in cells.equations:
        members = np.append(parts, whole)
        if not fixed[members].any():
            for cell in members[free[members]]:
                row = np.zeros(len(cells))
                row[members[free[members]]] = 1
                row[cell] = -1
                found.append((row, 0.0))
    return found
