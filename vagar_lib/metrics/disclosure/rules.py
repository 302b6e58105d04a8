"""Which cells are sensitive, and how closely may they be guessed? The rule, and the protection that it asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vagar_lib.errors import BadInput
from vagar_lib.metrics.disclosure.table import Cells, Measure


@dataclass(frozen=True)
class Rule:
    """When a cell is sensitive, and how closely nobody may be able to compute it.

    Attributes
    ----------
    min_cell : int
        A cell with fewer distinct recipients is sensitive; a cell without any is not.
    dominance : float
        A cell is sensitive when its largest recipient has more than this share of the cell's absolute sum. 1: no such
        rule.
    p_percent : float or None
        A cell is sensitive when the second largest recipient, who knows his own amount, could compute the largest
        closer than this percentage. None: no such rule.
    protect : float
        Protection interval: no one may be able to tell that a sensitive amount is not this share larger or smaller.

    Raises
    ------
    BadInput
        When a number is outside what is allowed.

    Notes
    -----
    Hundepool et al. (2012) *Statistical Disclosure Control*, Wiley, chapter 4.

    Examples
    --------
    >>> Rule(min_cell=5).dominance
    0.8
    """

    min_cell: int = 3
    dominance: float = 0.80
    p_percent: float | None = None
    protect: float = 0.20

    def __post_init__(self) -> None:
        allowed = {
            "min_cell": (self.min_cell >= 2, "2 or more"),
            "dominance": (0 < self.dominance <= 1, "above 0, at most 1"),
            "p_percent": (self.p_percent is None or 0 < self.p_percent <= 100, "none, or above 0 and at most 100"),
            "protect": (0 < self.protect <= 1, "above 0, at most 1"),
        }
        findings = [
            f"{name}: {getattr(self, name)}, allowed: {words}" for name, (fine, words) in allowed.items() if not fine
        ]
        if findings:
            raise BadInput(findings)


@dataclass(frozen=True)
class Primary:
    """Sensitive cells, by reason; a cell can have several.

    Attributes
    ----------
    few, large, full : ndarray of bool
        Too few recipients; a recipient who is too large (dominance or p %); all of its parent, so that an attribute is
        revealed.
    """

    few: np.ndarray
    large: np.ndarray
    full: np.ndarray

    @property
    def cells(self) -> np.ndarray:
        """Sensitive for any reason."""
        return self.few | self.large | self.full


def primary(cells: Cells, rule: Rule) -> Primary:
    """Sensitive cells of tables.

    Parameters
    ----------
    cells : Cells
    rule : Rule
        The rules on large recipients apply to amounts, not to tables that only count.

    Returns
    -------
    Primary
    """
    few = (cells.recipients > 0) & (cells.recipients < rule.min_cell)
    large = np.zeros(len(cells), bool)
    if len(cells.measures) > 1:
        amount = cells.measures[0]
        large = excess(amount.size, *amount.largest.T, rule) > 1e-9 * amount.size
    full = np.zeros(len(cells), bool)
    for cell, parents in cells.parents.items():
        full[cell] = any(cells.count.total[cell] == cells.count.total[parent] > 0 for parent in parents)
    return Primary(few, large, full)


def excess(size: np.ndarray, first: np.ndarray, second: np.ndarray, rule: Rule) -> np.ndarray:
    """What a sum would have to grow by not to break the rules on large recipients; 0 or less when it does not.

    Parameters
    ----------
    size, first, second : ndarray
        Absolute sum, and the largest two contributions to it.
    """
    dominant = first / rule.dominance - size
    if rule.p_percent is None:
        return dominant
    return np.maximum(dominant, rule.p_percent / 100 * first - (size - first - second))


def demands(cells: Cells, measure: Measure, sensitive: Primary, rule: Rule) -> np.ndarray:
    """How far from the truth anyone who reads the tables must at least think it possible that each cell is.

    Parameters
    ----------
    cells, measure, sensitive, rule
        As above.

    Returns
    -------
    ndarray
        Shape (2, cells): below and above the truth, in the unit of the measure. Of a sensitive amount the declared
        share of its absolute sum, or what the rules on large recipients ask for if that is more, below only down to
        what the amount is known to be at least. Of a number of rows one up, and so far up that it need not be a small
        cell. Of a cell that is sensitive only because all of its parent is in it, one (mean) recipient down. 0 for
        other cells.
    """
    known = np.where(np.isfinite(measure.floor), measure.total - measure.floor, np.inf)
    ordinary = sensitive.few | sensitive.large
    if measure.name == "count":
        above = np.where(ordinary, np.maximum(1, rule.min_cell - measure.total), 0.0)
        below = np.where(sensitive.full, 1.0, 0.0)
        return np.array([np.minimum(below, known), above])
    size = np.where(
        measure.size > 0, measure.size, measure.size[measure.size > 0].mean() if measure.size.any() else 1.0
    )
    level = np.maximum(rule.protect * size, np.where(sensitive.large, excess(size, *measure.largest.T, rule), 0))
    one = rule.protect * size / np.maximum(cells.recipients, 1)
    below = np.where(ordinary, level, np.where(sensitive.full, one, 0.0))
    return np.array([np.minimum(below, known), np.where(ordinary, level, 0.0)])


def insight(measure: Measure, recipients: Sequence[int]) -> np.ndarray:
    """What each cell is at least, to those who know what some recipients hold, but of one recipient a cell only."""
    own = measure.own[:, list(recipients)].toarray().max(axis=1, initial=0)
    return np.where(np.isfinite(measure.floor), np.maximum(measure.floor, own), -np.inf)


def demand_of_insider(measure: Measure, cell: int, recipient: int, demand: np.ndarray, rule: Rule) -> np.ndarray:
    """How far from the truth a recipient must think it possible that a cell is, though he knows his own contribution.

    Parameters
    ----------
    measure : Measure
    cell : int
        A sensitive cell with other recipients than this one.
    recipient : int
    demand : ndarray
        What others are kept from, below and above.
    rule : Rule

    Returns
    -------
    ndarray
        Below and above: the declared share of what the others in the cell have; at most what others are kept from.
    """
    if measure.name == "count":
        known = measure.total[cell] - insight(measure, [recipient])[cell]
        return np.minimum(demand, [min(1.0, known), 1.0])
    holders, amounts = measure.held(cell)
    others = np.abs(amounts[holders != recipient]).sum()
    return np.minimum(demand, rule.protect * others)


def sums_that_break(cells: Cells, parts: np.ndarray, rule: Rule) -> bool:
    """Whether the sum of some cells would itself be a sensitive cell, if it were published.

    Parameters
    ----------
    cells : Cells
    parts : ndarray of int
        Cells that do not overlap.
    rule : Rule
    """
    recipients = np.unique(np.concatenate([cells.count.held(cell)[0] for cell in parts]))
    if 0 < len(recipients) < rule.min_cell:
        return True
    if len(cells.measures) == 1:
        return False
    held = abs(cells.measures[0].own[parts]).sum(axis=0)
    first, second = np.sort(np.append(held, [0.0, 0.0]))[::-1][:2]
    return bool(excess(held.sum(), first, second, rule) > 1e-9 * held.sum())
