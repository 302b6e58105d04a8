"""What could a reader compute? Each attack as a linear program over the deviations that the hidden cells allow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from vagar_lib.metrics.disclosure.rules import Primary, Rule, demand_of_insider, demands, insight
from vagar_lib.metrics.disclosure.table import Cells

NOBODY: tuple[int, ...] = ()
ANYBODY = (-1,)
"""Attackers without a contribution of their own; those who know what every single recipient knows."""
_NEAR = 1e-7
_REACH = 4.0
_KEPT = 8


class Target(NamedTuple):
    """A sensitive cell, in one measure, that an attacker tries to show not to be much larger, or not much smaller."""

    measure: int
    cell: int
    above: bool


class Attack(NamedTuple):
    """A target, and the recipients who attack it together and know their own contributions; or `ANYBODY`."""

    target: Target
    recipients: tuple[int, ...]


class Attacks:
    """All attacks on tables, and the deviations found that disarm them.

    A pattern of hidden cells is safe from an attack when there are deviations from the truth, in hidden cells only,
    that keep all sums and move the attacked cell as far as demanded. Some are kept as witnesses, and so is the last
    pattern without any: as long as the cells of a witness stay hidden, or nothing more is, there is nothing to solve
    again. Deviations are in units of what is demanded; the attacked cell's is 1.

    Parameters
    ----------
    cells : Cells
    sensitive : Primary
    rule : Rule
    """

    def __init__(self, cells: Cells, sensitive: Primary, rule: Rule):
        self.cells, self.sensitive, self.rule = cells, sensitive, rule
        self.demands = [demands(cells, measure, sensitive, rule) for measure in cells.measures]
        self.targets = [
            Target(number, int(cell), bool(above))
            for number, demand in enumerate(self.demands)
            for above, cell in np.argwhere(demand > 0)
        ]
        self._columns = cells.sums.tocsc()
        # Two tables and their margins are a network, in which a deviation need not be larger than the one demanded
        # (Fischetti and Salazar 1999); with more tables it is seldom much larger, and never assumed smaller.
        self._reach = 1.0 if len(cells.tables) <= 2 else _REACH
        self._witnesses: dict[int, list[np.ndarray]] = {target.cell: [] for target in self.targets}
        self._in_vain: dict[Attack, np.ndarray] = {}
        self._known: dict[Attack, tuple[np.ndarray, np.ndarray]] = {}

    def broken(self, hidden: np.ndarray) -> Iterator[Attack]:
        """Attacks that a pattern of hidden cells does not withstand."""
        for target in list(self.targets):
            if self._witness(Attack(target, ANYBODY), hidden) is None:
                for attack in self._by(target, hidden):
                    # What worked is tried first the next time.
                    self.targets.remove(target)
                    self.targets.insert(0, target)
                    yield attack

    def _by(self, target: Target, hidden: np.ndarray) -> Iterator[Attack]:
        outsider = Attack(target, NOBODY)
        witness = self._witness(outsider, hidden)
        if witness is None:
            yield outsider
            return
        # If even many recipients together can't, then none of them can; if they can, each half of them is tried.
        groups = [self._insiders(target, witness)]
        while groups:
            group = groups.pop()
            attack = Attack(target, group)
            if not group or self.disarmed(attack, hidden):
                continue
            if len(group) == 1:
                yield attack
            else:
                groups += [group[1::2], group[::2]]

    def disarmed(self, attack: Attack, hidden: np.ndarray) -> bool:
        """Whether a pattern of hidden cells is safe from an attack."""
        return self._witness(attack, hidden) is not None

    def _witness(self, attack: Attack, hidden: np.ndarray) -> np.ndarray | None:
        """A deviation that disarms an attack, if the hidden cells allow any."""
        witnesses = self._witnesses[attack.target.cell]
        for witness in witnesses:
            if hidden[witness != 0].all() and self._allows(attack, witness):
                return witness
        if attack in self._in_vain and not (hidden & ~self._in_vain[attack]).any():
            return None
        reached, witness, _ = self._furthest(attack.target.cell, *self._capacities(attack), hidden)
        if reached < 1 - _NEAR:
            self._in_vain[attack] = hidden.copy()
            return None
        self._witnesses[attack.target.cell] = [witness, *witnesses[: _KEPT - 1]]
        return witness

    def _allows(self, attack: Attack, witness: np.ndarray) -> bool:
        down, up = self._capacities(attack)
        return bool(((witness >= -down - _NEAR) & (witness <= up + _NEAR)).all())

    def _insiders(self, target: Target, witness: np.ndarray) -> tuple[int, ...]:
        """Recipients whose own knowledge contradicts a witness against outsiders."""
        measure = self.cells.measures[target.measure]
        deviation = witness * self.demands[target.measure][int(target.above), target.cell] * (1 if target.above else -1)
        suspects = set(self.cells.sole[np.flatnonzero(witness)].tolist())
        for cell in np.flatnonzero((deviation < 0) & np.isfinite(measure.floor)):
            holders, own = measure.held(cell)
            suspects.update(holders[own > measure.total[cell] + deviation[cell]].tolist())
        suspects -= {-1, int(self.cells.sole[target.cell])}
        return tuple(one for one in sorted(suspects) if self._level(Attack(target, (one,))) > 0)

    def cuts(self, attack: Attack, shown: np.ndarray) -> Iterator[tuple[np.ndarray, float]]:
        """Linear inequalities that patterns safe from an attack satisfy, and a proposed one does not.

        Parameters
        ----------
        attack : Attack
        shown : ndarray
            Degree to which each cell is hidden, 0 to 1: a pattern, or the solution of a relaxed problem.

        Yields
        ------
        ndarray, float
            Coefficients and right-hand side of ``coefficients @ hidden >= side``, where sensitive cells have the
            coefficient 0: the dual of the attacker's linear program, strengthened as all variables are 0 or 1
            (Fischetti and Salazar 2000, section 4). Each next one is found as if the cells in those before were hidden.
        """
        proposed = shown
        # Cells that are not hidden get a little room, or the dual would not care what they cost the inequality.
        for room in (0.02, 1e-4, 0.0):
            while True:
                coefficients, side = self._cut(attack, np.maximum(proposed, room))
                more = (coefficients > 0) & (proposed < 1)
                if side < _NEAR or not more.any() or coefficients @ shown > side * (1 - 1e-4):
                    break
                yield coefficients / side, 1 - _NEAR
                proposed = np.where(more, 1, proposed)
            if proposed is not shown:
                return

    def _cut(self, attack: Attack, shown: np.ndarray) -> tuple[np.ndarray, float]:
        down, up = self._capacities(attack)
        _, _, dual = self._furthest(attack.target.cell, down, up, shown)
        price = -(self._columns.T @ dual)
        price[attack.target.cell] -= 1
        coefficients = np.where(price > 0, price * down, -price * up)
        side = 1 - coefficients[self.sensitive.cells].sum()
        coefficients = np.minimum(coefficients, max(side, 0))
        coefficients[self.sensitive.cells | (coefficients < 1e-9)] = 0
        return coefficients, side

    def cheapest(self, attack: Attack, hidden: np.ndarray, loss: np.ndarray) -> np.ndarray:
        """Cells whose hiding disarms an attack, at a low loss: the support of a deviation of least cost.

        Parameters
        ----------
        attack : Attack
        hidden : ndarray of bool
        loss : ndarray
            Of each cell; inf for those that can't be hidden.

        Returns
        -------
        ndarray of bool
            All cells that can be hidden, when no deviation is found.
        """
        down, up = self._capacities(attack)
        useful = np.isfinite(loss)
        down, up = np.where(useful, down, 0), np.where(useful, up, 0)
        least = np.zeros(len(loss))
        up[attack.target.cell] = least[attack.target.cell] = 1.0
        down[attack.target.cell] = 0.0
        price = np.where(hidden, 1e-6, np.where(useful, loss, 0))
        with np.errstate(divide="ignore", invalid="ignore"):
            costs = np.concatenate([price / np.minimum(1, up), price / np.minimum(1, down)])
        costs[~np.isfinite(costs)] = 0
        found = linprog(
            costs,
            A_eq=sparse.hstack([self._columns, -self._columns]),
            b_eq=np.zeros(self._columns.shape[0]),
            bounds=np.column_stack([np.concatenate([least, 0 * down]), np.concatenate([up, down])]),
            method="highs",
        )
        if found.status != 0:
            return useful
        deviation = found.x[: len(loss)] - found.x[len(loss) :]
        return np.abs(deviation) > _NEAR

    def _level(self, attack: Attack) -> float:
        """How far the attacked cell must be able to move: as far as the one asks for who asks for most."""
        number, cell, above = attack.target
        measure, demand = self.cells.measures[number], self.demands[number][:, cell]
        if attack.recipients in (NOBODY, ANYBODY):
            return float(demand[int(above)])
        own = (demand_of_insider(measure, cell, one, demand, self.rule) for one in attack.recipients)
        return max(float(one[int(above)]) for one in own)

    def _capacities(self, attack: Attack) -> tuple[np.ndarray, np.ndarray]:
        """How far each cell may move from the truth against and along the attacked cell, in units of the demand."""
        if attack not in self._known:
            measure = self.cells.measures[attack.target.measure]
            floor, known = measure.floor, np.zeros(len(self.cells), bool)
            if attack.recipients == ANYBODY:
                floor = np.where(np.isfinite(floor), np.maximum(floor, measure.largest[:, 0]), floor)
                known = (self.cells.sole >= 0) & (self.cells.sole != self.cells.sole[attack.target.cell])
            elif attack.recipients:
                floor, known = insight(measure, attack.recipients), np.isin(self.cells.sole, attack.recipients)
            down = np.minimum((measure.total - floor) / self._level(attack), self._reach)
            down, up = np.where(known | (down < _NEAR), 0, down), np.where(known, 0, self._reach)
            down, up = (down, up) if attack.target.above else (up, down)
            up[attack.target.cell] = 1.0
            self._known[attack] = (down, up)
        return self._known[attack]

    def _furthest(
        self, cell: int, down: np.ndarray, up: np.ndarray, shown: np.ndarray
    ) -> tuple[float, np.ndarray, np.ndarray]:
        """How far a cell can move, at most 1, the deviation that does it, and the dual values of the sums."""
        moving = np.flatnonzero(shown > 0)
        goal = np.zeros(len(shown))
        goal[cell] = -1
        bounds = np.column_stack([-down * shown, up * shown])
        bounds[cell, 1] = 1.0
        found = linprog(
            goal[moving],
            A_eq=self._columns[:, moving],
            b_eq=np.zeros(self._columns.shape[0]),
            bounds=bounds[moving],
            method="highs",
            options={"presolve": False},  # takes longer than it saves in a problem as small as this
        )
        if found.status != 0:
            return 0.0, np.zeros(len(shown)), np.zeros(self._columns.shape[0])
        deviation = np.zeros(len(shown))
        deviation[moving] = np.where(np.abs(found.x) > 1e-9, found.x, 0)
        return -float(found.fun), deviation, found.eqlin.marginals
