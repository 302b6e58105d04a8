"""Which goals help and which hinder each other? A matrix of scores, what follows from it, and how firm that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from vagar_lib.errors import BadInput
from vagar_lib.metrics.assessment import agreement
from vagar_lib.metrics.precision import rounded, rounded_values

SOURCE = "parameters/goal_scores"
SCALE = (-3, -2, -1, 0, 1, 2, 3)
"""From cancelling to indivisible: Nilsson, Griggs and Visbeck (2016), *Nature* 534."""
FEWEST_ASSESSORS = 3
"""With fewer than this the matrix is one or two persons' opinion, and it is not shown as a result."""
CONFLICT = -1
"""Two goals are in conflict when the mean in one of the directions, as it is shown, is this or lower."""
DECIMALS = 1
"""Means are shown, and compared with a limit, with so many."""
DRAWS = 2000
SEED = 2016


@dataclass(frozen=True, eq=False)
class Matrix:
    """How each goal influences each other, as the mean of the assessors and one by one.

    Attributes
    ----------
    goals, assessors : tuple of str
    scores : ndarray
        Assessors by goals (from) by goals (to); NaN where not scored, and on the diagonal.
    year : int
        Of the assessments.
    """

    goals: tuple[str, ...]
    assessors: tuple[str, ...]
    scores: np.ndarray
    year: int

    @property
    def mean(self) -> np.ndarray:
        """Mean of the assessors, goals (from) by goals (to); NaN where nobody has scored."""
        known = ~np.isnan(self.scores)
        count = known.sum(axis=0)
        with np.errstate(invalid="ignore"):
            return np.where(known, self.scores, 0).sum(axis=0) / np.where(count, count, np.nan)

    @property
    def few(self) -> bool:
        """Too few assessors for a result."""
        return len(self.assessors) < FEWEST_ASSESSORS

    @property
    def missing(self) -> int:
        """Ordered pairs that nobody has scored."""
        size = len(self.goals)
        return int(np.isnan(self.mean).sum()) - size


def matrix(scores: pd.DataFrame, goals: Sequence[str]) -> Matrix | None:
    """The latest year's scores as a matrix; None when there are none.

    Parameters
    ----------
    scores : DataFrame
        Table 'goal_scores' of one region: ``year, assessor, from, to, score`` (whole numbers −3 to 3).
    goals : sequence of str
        Ids of the goals, in the order of the matrix.

    Returns
    -------
    Matrix or None

    Raises
    ------
    BadInput
        With every goal that is scored but not known, and every goal scored against itself.
    """
    if scores.empty:
        return None
    file, allowed = f"{SOURCE}.csv", ", ".join(goals)
    unknown = sorted((set(scores["from"]) | set(scores["to"])) - set(goals))
    findings = [f"{file}: unknown goal {id!r}, allowed: {allowed}" for id in unknown]
    alone = sorted(set(scores.loc[scores["from"] == scores["to"], "from"]))
    findings += [f"{file}: goal {id!r} is scored against itself, allowed: two different goals" for id in alone]
    if findings:
        raise BadInput(findings)
    latest = scores[scores["year"] == scores["year"].max()]
    which, assessors = pd.factorize(latest["assessor"], sort=True)
    at = {id: place for place, id in enumerate(goals)}
    cube = np.full((len(assessors), len(goals), len(goals)), np.nan)
    cube[which, latest["from"].map(at), latest["to"].map(at)] = latest["score"]
    return Matrix(tuple(goals), tuple(assessors), cube, int(latest["year"].iloc[0]))


def influence(found: Matrix) -> pd.DataFrame:
    """What each goal gives to the others and receives from them.

    Returns
    -------
    DataFrame
        ``goal, given, received`` (sums of the direct influence)``, given_second, received_second`` (the same with
        ways over one goal counted)``, given_rank, received_rank`` (1 is the highest, ties share the better).

    Notes
    -----
    Row and column sums of the cross-impact matrix, as Weitz, Carlsen, Nilsson and Skånberg (2018), *Sustainability
    Science* 13, have them.
    """
    direct, second = np.nan_to_num(found.mean), second_order(found.mean)
    given, received = direct.sum(axis=1), direct.sum(axis=0)
    return pd.DataFrame(
        {
            "goal": list(found.goals),
            "given": given,
            "received": received,
            "given_second": second.sum(axis=1),
            "received_second": second.sum(axis=0),
            "given_rank": _ranks(given),
            "received_rank": _ranks(received),
        }
    )


def second_order(mean: np.ndarray) -> np.ndarray:
    """Direct influence plus the mean of all ways over one other goal.

    Parameters
    ----------
    mean : ndarray
        Goals (from) by goals (to), at least three; the diagonal and missing scores count as 0.

    Returns
    -------
    ndarray
        ``A + A·A / (3 (n − 2))`` with a zero diagonal: a way over a goal is the product of its two steps divided by
        the top of the scale, so that two steps of 3 make 3, and there are n − 2 goals to go over.

    Examples
    --------
    >>> a_helps_b_helps_c = np.array([[0, 3, 0], [0, 0, 3], [0, 0, 0]])
    >>> second_order(a_helps_b_helps_c).tolist()
    [[0.0, 3.0, 3.0], [0.0, 0.0, 3.0], [0.0, 0.0, 0.0]]
    """
    direct = np.nan_to_num(np.asarray(mean, float))
    np.fill_diagonal(direct, 0)
    found = direct + direct @ direct / (SCALE[-1] * (len(direct) - 2))
    np.fill_diagonal(found, 0)
    return found


def pairs(found: Matrix) -> pd.DataFrame:
    """Every ordered pair that somebody has scored: the mean, and how far the assessors are from each other.

    Returns
    -------
    DataFrame
        ``from, to, assessors, mean, shown`` (the mean as it is shown)``, low, high, agreement`` (0 to 1, as
        `assessment.agreement`)``, split`` (some see help and others harm).
    """
    rows = []
    for i, j in np.argwhere(~np.isnan(found.mean)):
        given = found.scores[:, i, j]
        given = given[~np.isnan(given)]
        rows.append(
            {
                "from": found.goals[i],
                "to": found.goals[j],
                "assessors": len(given),
                "mean": float(given.mean()),
                "shown": float(rounded(given.mean(), DECIMALS)),
                "low": int(given.min()),
                "high": int(given.max()),
                "agreement": agreement(given, SCALE),
                "split": bool(given.min() < 0 < given.max()),
            }
        )
    columns = ["from", "to", "assessors", "mean", "shown", "low", "high", "agreement", "split"]
    return pd.DataFrame(rows, columns=columns)


def mutual(found: Matrix) -> pd.DataFrame:
    """Every pair of goals once, with both directions.

    Returns
    -------
    DataFrame
        ``one, other, forth`` (mean from one to other)``, back, lowest, both`` (mean of the two)``, asymmetry`` (forth
        less back)``, conflict`` (lowest is −1 or lower), the pairs with the lowest first.
    """
    mean, size = found.mean, len(found.goals)
    rows = [
        {"one": found.goals[i], "other": found.goals[j], "forth": mean[i, j], "back": mean[j, i]}
        for i in range(size)
        for j in range(i + 1, size)
    ]
    table = pd.DataFrame(rows, columns=["one", "other", "forth", "back"])
    directions = table[["forth", "back"]]
    table["lowest"], table["both"] = directions.min(axis=1), directions.mean(axis=1)
    table["asymmetry"] = table["forth"] - table["back"]
    table["conflict"] = rounded_values(table["lowest"].to_numpy(float), DECIMALS) <= CONFLICT
    return table.sort_values(["lowest", "both"], kind="stable", ignore_index=True)


def clusters(found: Matrix) -> list[list[str]]:
    """Groups of goals that help each other more than goals in general do.

    Returns
    -------
    list of list of str
        Goals in the order of the matrix, the largest group first; a goal may be alone.

    Notes
    -----
    Average linkage (Sokal and Michener 1958, `scipy.cluster.hierarchy`) on the mean of the two directions: groups are
    merged as long as the mean between them is above the mean of all pairs.
    """
    direct = np.nan_to_num(found.mean)
    apart = SCALE[-1] - (direct + direct.T) / 2
    np.fill_diagonal(apart, 0)
    distances = squareform(apart, checks=False)
    if np.ptp(distances) == 0:
        return [list(found.goals)]
    label = fcluster(linkage(distances, "average"), np.nextafter(distances.mean(), 0), "distance")
    groups = [[goal for goal, own in zip(found.goals, label, strict=True) if own == one] for one in np.unique(label)]
    return sorted(groups, key=lambda group: (-len(group), found.goals.index(group[0])))


def resampled(found: Matrix, draws: int = DRAWS, seed: int = SEED, confidence: float = 0.95) -> pd.DataFrame:
    """How much the ranks move when other assessors might have been asked.

    Parameters
    ----------
    found : Matrix
    draws : int
        Samples of as many assessors, with replacement.
    seed : int
    confidence : float
        Of the interval.

    Returns
    -------
    DataFrame
        ``goal, given_rank, given_low, given_high, received_rank, received_low, received_high``: the rank, and the ranks
        between which it lies in most of the samples.
    """
    random = np.random.default_rng(seed)
    chosen = random.integers(len(found.assessors), size=(draws, len(found.assessors)))
    times = (chosen[:, :, None] == np.arange(len(found.assessors))).sum(axis=1)
    count, total = (np.tensordot(times, one, axes=1) for one in (~np.isnan(found.scores), np.nan_to_num(found.scores)))
    means = total / np.maximum(count, 1)
    ends = [(1 - confidence) / 2, (1 + confidence) / 2]
    own = influence(found)
    table = own[["goal"]].copy()
    for name, axis in (("given", 2), ("received", 1)):
        low, high = np.quantile(_ranks(means.sum(axis=axis)), ends, axis=0, method="nearest")
        table[f"{name}_rank"] = own[f"{name}_rank"]
        table[f"{name}_low"], table[f"{name}_high"] = low.astype(int), high.astype(int)
    return table


def _ranks(values: np.ndarray) -> np.ndarray:
    """Rank along the last axis, 1 for the highest; values that are equal, but for rounding, share the better rank."""
    exact = np.round(values, 9)
    return 1 + (exact[..., None, :] > exact[..., :, None]).sum(axis=-1)
