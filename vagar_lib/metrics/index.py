"""How does a region stand on many measures at once, and how firm is its rank? An index in the manner of BRP+."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from vagar_lib import regions
from vagar_lib.composition import Composition
from vagar_lib.indicators import Indicator, Register
from vagar_lib.metrics.change import stale
from vagar_lib.metrics.panel import Panel, panels

DECIMALS = 1
"""Scores are rounded to this before they are ranked, so that two that look the same share a rank."""
MIDDLE = (0.05, 0.95)
"""Share of the draws of weights between which the ranks are told."""

PARTS = ["theme", "aspect", "indicator", "why", "year", "period", "regions", "low", "high", "source"]


@dataclass(frozen=True, eq=False)
class Index:
    """The index of all regions of one level.

    Attributes
    ----------
    parts : DataFrame
        One row an indicator of the composition: ``theme, aspect, indicator``, ``why`` it is not used ('' when it is,
        'missing', 'ended', 'coverage': too few regions have a value of the same year, 'stale', 'alike': all have the
        same value), ``year, period, regions`` (number with a value), ``low, high`` (worst and best value, in the
        indicator's unit), ``source``.
    scores : DataFrame
        ``region, theme, aspect, indicator, value`` (the indicator's unit), ``score`` (0 to 100), for the used ones.
    themes : DataFrame
        Score by region (index) and theme (columns), 0 to 100, NaN when under half of it is known.
    totals : DataFrame
        ``region, total`` (0 to 100), ``rank`` (1 is best, shared by equals), ``of`` (regions ranked), ``low, high``
        (best and worst rank when any one indicator is left out), ``drawn_low, drawn_high`` (ranks between which the
        place is in nine draws of ten when the weights are drawn), ``indicators`` (number with a value). Best first.
    """

    parts: pd.DataFrame
    scores: pd.DataFrame
    themes: pd.DataFrame
    totals: pd.DataFrame

    @property
    def used(self) -> pd.DataFrame:
        """Rows of ``parts`` that the index is made of."""
        return self.parts[self.parts["why"] == ""]


@dataclass(frozen=True, eq=False)
class Tree:
    """Which aspect each indicator belongs to, and which theme each aspect, by number."""

    aspects: np.ndarray
    themes: np.ndarray


def index(observations: pd.DataFrame, made_of: Composition, register: Register, level: str, *, today: int) -> Index:
    """The index of every region of a level.

    Parameters
    ----------
    observations : DataFrame
        ``indicator, region, year, period, sex, value, source`` of all regions of the level; both sexes together.
    made_of : Composition
    register : Register
        Gives direction, balance point, rhythm and state.
    level : {'län', 'kommun'}
    today : int
        Year of the data edition, for what is stale.

    Returns
    -------
    Index

    Notes
    -----
    As in BRP+ (Tillväxtverket and Reglab): each indicator is stretched so that the worst region has 0 and the best 100,
    and scores are averaged with equal weights from indicator to aspect, theme and total. Each indicator is taken from
    the last year in which enough regions have a value, the same year for all. Nothing is imputed: a mean is of what
    there is, and is missing when that is less than half. The rank ranges follow the sensitivity analysis of OECD and
    JRC, *Handbook on Constructing Composite Indicators* (2008).
    """
    codes = regions.codes(level)
    parts, values = _parts(observations, made_of, register, level, codes, today)
    used = parts[parts["why"] == ""]
    tree = _tree(used)
    scores = np.column_stack(
        [
            scaled(value, register.get(id))
            for value, id in zip(values.T[parts["why"] == ""], used["indicator"], strict=True)
        ]
        or [np.empty((len(codes), 0))]
    )
    themes, total = composed(scores, tree)
    themes = pd.DataFrame(themes, index=pd.Index(codes, name="region"), columns=list(dict.fromkeys(used["theme"])))
    long = used[["theme", "aspect", "indicator"]].loc[used.index.repeat(len(codes))].reset_index(drop=True)
    long.insert(0, "region", np.tile(codes, len(used)))
    known = long.assign(value=values[:, parts["why"] == ""].T.ravel(), score=scores.T.ravel())
    return Index(parts, known, themes, _totals(codes, total, scores, tree, made_of))


def scaled(values: np.ndarray, indicator: Indicator) -> np.ndarray:
    """Values stretched to 0 (the worst) to 100 (the best) in the direction of the register.

    Parameters
    ----------
    values : ndarray
        One a region, NaN when missing; not all the same.
    indicator : Indicator
        For direction 'balance' the best is what is closest to its point.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> scaled(np.array([4.0, 10.0, 7.0, np.nan]), SimpleNamespace(direction="lower")).tolist()
    [100.0, 0.0, 50.0, nan]
    """
    good = _goodness(values, indicator)
    low, high = np.nanmin(good), np.nanmax(good)
    return 100 * ((good - low) / (high - low))


def composed(
    scores: np.ndarray,
    tree: Tree,
    weights: tuple[np.ndarray, np.ndarray, np.ndarray] | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Scores of indicators averaged to aspects, themes and a total.

    Parameters
    ----------
    scores : ndarray
        Regions by indicators, NaN when missing.
    tree : Tree
    weights : tuple of ndarray, optional
        Of indicators, aspects and themes, each draws by parts; equal when left out. A part of weight 0 does not exist.

    Returns
    -------
    tuple of ndarray
        Themes (regions by themes) and total (regions); with weights, both with the draws in front.
    """
    counts = (len(tree.aspects), len(tree.themes), int(tree.themes.max(initial=-1)) + 1)
    of_indicators, of_aspects, of_themes = weights or tuple(np.ones((1, count)) for count in counts)
    there = _exist(of_indicators, tree.aspects, counts[1]) * of_aspects
    aspects = _means(scores, of_indicators, tree.aspects, counts[1])
    themes = _means(aspects, there, tree.themes, counts[2])
    left = _exist(there, tree.themes, counts[2]) * of_themes
    total = _means(themes, left, np.zeros(counts[2], int), 1)[..., 0]
    return (themes, total) if weights else (themes[0], total[0])


def ranks(totals: np.ndarray) -> np.ndarray:
    """Rank of each region, 1 for the highest; equals share the better rank and the missing have none.

    Examples
    --------
    >>> ranks(np.array([[50.0, 70.0, np.nan, 50.0]])).tolist()
    [[2.0, 1.0, nan, 2.0]]
    """
    return pd.DataFrame(totals).rank(axis=1, method="min", ascending=False).to_numpy()


def _goodness(values: np.ndarray, indicator: Indicator) -> np.ndarray:
    if indicator.direction == "balance":
        return -np.abs(values - indicator.balance_point)
    return -values if indicator.direction == "lower" else values


def _parts(
    observations: pd.DataFrame, made_of: Composition, register: Register, level: str, codes: list[str], today: int
) -> tuple[pd.DataFrame, np.ndarray]:
    """The indicators of the composition, and their values of the year that is used, regions by indicators."""
    ids = [id for _, _, id in made_of.parts]
    among = observations[observations["indicator"].isin(ids) & observations["region"].isin(codes)]
    found = panels(among)
    least = made_of.coverage * len(codes)
    rows, values = [], np.full((len(codes), len(ids)), np.nan)
    for column, (theme, aspect, id) in enumerate(made_of.parts):
        indicator = register.get(id)
        why, year = _chosen(found.get(id), indicator, codes, least, today)
        row = {"theme": theme, "aspect": aspect, "indicator": id, "why": why, "year": year}
        if not why:
            value = _of(found[id], codes)[found[id].years == year][0]
            good = _goodness(value, indicator)
            alike = np.nanmin(good) == np.nanmax(good)
            values[:, column] = value
            row |= {"why": "alike" if alike else "", "regions": int((~np.isnan(value)).sum())}
            row |= {"low": value[np.nanargmin(good)], "high": value[np.nanargmax(good)]}
        rows.append(row)
    parts = pd.DataFrame(rows, columns=PARTS)
    about = among.dropna(subset="value").drop_duplicates(["indicator", "year"]).set_index(["indicator", "year"])
    told = about.reindex(pd.MultiIndex.from_frame(parts[["indicator", "year"]]))
    return parts.assign(**{name: told[name].fillna("").to_numpy() for name in ("period", "source")}), values


def _chosen(values: Panel | None, indicator: Indicator, codes: list[str], least: float, today: int) -> tuple[str, int]:
    """Why an indicator is not used ('' when it is), and the last year that enough regions have a value of."""
    if values is None:
        return "missing", 0
    if indicator.state != "active":
        return "ended", 0
    enough = values.years[(~np.isnan(_of(values, codes))).sum(axis=1) >= least]
    if not len(enough):
        return "coverage", 0
    last = int(enough.max())
    return ("stale" if stale(last, indicator, today) else ""), last


def _of(values: Panel, codes: list[str]) -> np.ndarray:
    """Values of these regions, years by regions, NaN for one without any."""
    return np.column_stack([values.of(code) for code in codes])


def _tree(used: pd.DataFrame) -> Tree:
    aspects, pairs = pd.factorize(pd.MultiIndex.from_frame(used[["theme", "aspect"]]))
    themes, _ = pd.factorize(pd.Index([theme for theme, _ in pairs]))
    return Tree(np.asarray(aspects, int), np.asarray(themes, int))


def _totals(codes: list[str], total: np.ndarray, scores: np.ndarray, tree: Tree, made_of: Composition) -> pd.DataFrame:
    counts = (len(tree.aspects), len(tree.themes), int(tree.themes.max(initial=-1)) + 1)
    without = (1 - np.eye(counts[0]), *(np.ones((counts[0], count)) for count in counts[1:]))
    chance = np.random.default_rng(made_of.seed)
    spread = 1 - made_of.perturbation, 1 + made_of.perturbation
    drawn = tuple(chance.uniform(*spread, (made_of.draws, count)) for count in counts)
    shown = total.round(DECIMALS)
    rank = ranks(shown[None, :])[0]
    left_out = np.vstack([rank, _ranks(scores, tree, without)])
    ranked = ~np.isnan(rank)
    middle = np.full((2, len(codes)), np.nan)
    if ranked.any():
        middle[:, ranked] = np.quantile(_ranks(scores, tree, drawn)[:, ranked], MIDDLE, axis=0, method="nearest")
    table = pd.DataFrame(
        {
            "region": codes,
            "total": shown,
            "rank": rank,
            "of": int(ranked.sum()),
            "low": np.where(ranked, np.fmin.reduce(left_out), np.nan),
            "high": np.where(ranked, np.fmax.reduce(left_out), np.nan),
            "drawn_low": np.minimum(middle[0], rank),
            "drawn_high": np.maximum(middle[1], rank),
            "indicators": (~np.isnan(scores)).sum(axis=1),
        }
    )
    return table.sort_values(["rank", "region"]).reset_index(drop=True)


def _ranks(scores: np.ndarray, tree: Tree, weights: tuple[np.ndarray, np.ndarray, np.ndarray]) -> np.ndarray:
    return ranks(composed(scores, tree, weights)[1].round(DECIMALS))


def _members(groups: np.ndarray, count: int) -> np.ndarray:
    return (groups[:, None] == np.arange(count)).astype(float)


def _exist(weights: np.ndarray, groups: np.ndarray, count: int) -> np.ndarray:
    """Whether each group has a part with a weight, draws by groups."""
    return ((weights > 0) @ _members(groups, count) > 0).astype(float)


def _means(scores: np.ndarray, weights: np.ndarray, groups: np.ndarray, count: int) -> np.ndarray:
    """Weighted means by group, draws by regions by groups; NaN when under half of a group's parts have a score."""
    member, known = _members(groups, count), ~np.isnan(scores)
    weight = np.where(known, weights[:, None, :], 0.0)
    sums, of = weight @ member, (weights > 0) @ member
    means = np.divide((np.nan_to_num(scores) * weight) @ member, sums, out=np.full(sums.shape, np.nan), where=sums > 0)
    enough = ((weight > 0) @ member) * 2 >= of[:, None, :]
    return np.where(enough, means, np.nan)
