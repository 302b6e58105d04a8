"""How unevenly did the money fall on people? Lorenz, Gini with its bound, Theil within and between forms."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import special

from vagar_lib.metrics.distribution import theil


@dataclass(frozen=True)
class Inequality:
    """How far the money is from the same amount an inhabitant everywhere.

    Attributes
    ----------
    units : int
        Municipalities compared.
    gini : float
        0 when every inhabitant got the same; NaN when an amount is missing or negative, or nothing was given.
    gini_bound : float
        The highest Gini these municipalities could have: all money to the one with the fewest people.
    theil : float
        Theil's T; 0 when every inhabitant got the same, NaN like the Gini.
    theil_bound : float
        The highest Theil's T these municipalities could have.
    """

    units: int
    gini: float
    gini_bound: float
    theil: float
    theil_bound: float


@dataclass(frozen=True)
class TheilParts:
    """Theil's T over municipality and form, taken apart.

    ``total = between + within`` and ``within = municipalities + mix``, both exactly.

    Attributes
    ----------
    total : float
        Over every pair of municipality and form, each inhabitant counted once a form.
    between : float
        Between the forms: how unequal in size they are. 0 when they are equally large.
    within : float
        Within the forms: their own T between municipalities, weighted by their share of the money.
    municipalities : float
        Of the money of all forms together, between municipalities.
    mix : float
        Within municipalities: how far their mix of forms is from the mix of all. It is what the forms even out between
        them when they are added together.
    forms : DataFrame
        ``form, kr, share`` (of all money)``, theil`` (between municipalities)``, contribution`` (share times theil),
        largest first; the contributions add up to ``within``.
    """

    total: float
    between: float
    within: float
    municipalities: float
    mix: float
    forms: pd.DataFrame


def lorenz(amounts: pd.Series, population: pd.Series) -> pd.DataFrame:
    """Points of the Lorenz curve: cumulated share of people against cumulated share of the money.

    Parameters
    ----------
    amounts : Series
        Kronor by region code. A region with people but no amount got nothing; amounts elsewhere (an unknown region) are
        left out.
    population : Series
        Inhabitants by region code.

    Returns
    -------
    DataFrame
        ``region`` ('' at the origin), ``per_head`` (kr per inhabitant), ``people`` and ``money`` (cumulated shares,
        0 to 1), lowest amount per inhabitant first. Without rows when an amount is missing (not the same as nothing) or
        negative, or when all are 0: shares would then say nothing.

    Raises
    ------
    ValueError
        If a population is missing or not positive.

    Examples
    --------
    >>> points = lorenz(pd.Series({"2303": 1.0, "2305": 9.0}), pd.Series({"2303": 50, "2305": 50}))
    >>> points[["people", "money"]].values.tolist()
    [[0.0, 0.0], [0.5, 0.1], [1.0, 1.0]]
    """
    kr, people = _aligned(amounts, population)
    columns = ["region", "per_head", "people", "money"]
    if not _shareable(kr.to_numpy()):
        return pd.DataFrame(columns=columns)
    points = pd.DataFrame({"region": kr.index, "per_head": (kr / people).to_numpy()}).sort_values(
        ["per_head", "region"], ignore_index=True
    )
    for name, parts in (("people", people), ("money", kr)):
        points[name] = parts.reindex(points["region"]).cumsum().to_numpy() / parts.sum()
    points.loc[points.index[-1], ["people", "money"]] = 1.0
    origin = pd.DataFrame({"region": [""], "per_head": [np.nan], "people": [0.0], "money": [0.0]})
    return pd.concat([origin, points], ignore_index=True)[columns]


def gini(amounts: pd.Series, population: pd.Series) -> float:
    """Gini coefficient of the money per inhabitant, weighted by people.

    Parameters
    ----------
    amounts, population : Series
        As for `lorenz`.

    Returns
    -------
    float
        Twice the area between the Lorenz curve and the diagonal; from 0 to `gini_bound`. NaN when an amount is
        missing or negative, or when all are 0.

    Notes
    -----
    Trapezoids under the curve of group means; inequality within a municipality is not seen, so it is a lower bound of
    the one between persons. Gini (1914); for grouped data Fuller (1979), *Studies in Family Planning* 10.

    Examples
    --------
    >>> round(gini(pd.Series({"2303": 1.0, "2305": 9.0}), pd.Series({"2303": 50, "2305": 50})), 3)
    0.4
    """
    points = lorenz(amounts, population)
    if points.empty:
        return np.nan
    people, money = points["people"].to_numpy(), points["money"].to_numpy()
    return float(max(1 - (np.diff(people) * (money[1:] + money[:-1])).sum(), 0.0))


def gini_bound(population: pd.Series) -> float:
    """The highest Gini that regions of these sizes can have: 1 less the smallest share of people.

    Parameters
    ----------
    population : Series
        Inhabitants by region code.

    Returns
    -------
    float
        With n equally large regions 1 - 1/n, so with few regions far from 1: a Gini is to be read against it.

    Notes
    -----
    The Gini is one less twice the area under the Lorenz curve. Let the region with the most money per inhabitant, which
    is the last, have the share w of the people. Over it the curve is a straight line from some m >= 0 to 1, with the
    area w (1 + m) / 2 >= w / 2; before it the area is not negative. So the whole area is at least w / 2, which
    is least for the region with the fewest people (share s), and the Gini is at most 1 - s. It is reached when that
    region gets everything: m = 0 and nothing before.

    Examples
    --------
    >>> gini_bound(pd.Series({"2303": 10, "2305": 30}))
    0.75
    """
    return float(1 - population.min() / population.sum())


def inequality(amounts: pd.Series, population: pd.Series) -> Inequality:
    """Gini and Theil of the money per inhabitant, each with the highest it could be.

    Parameters
    ----------
    amounts, population : Series
        As for `lorenz`.

    Returns
    -------
    Inequality

    Notes
    -----
    Theil's T is at most ln(1 / s), s the smallest share of people, when that region gets everything.
    """
    kr, people = _aligned(amounts, population)
    uneven = theil((kr / people).to_numpy(), people.to_numpy()) if _shareable(kr.to_numpy()) else np.nan
    bound = float(np.log(people.sum() / people.min()))
    return Inequality(len(kr), gini(amounts, population), gini_bound(people), uneven, bound)


def theil_parts(table: pd.DataFrame, population: pd.Series) -> TheilParts | None:
    """Theil's T over municipality and form, exactly taken apart in two ways.

    Parameters
    ----------
    table : DataFrame
        ``region, form, kr``; a pair that is not there got nothing. Regions without people (unknown) are left out.
    population : Series
        Inhabitants by region code.

    Returns
    -------
    TheilParts or None
        None when a pair is missing (its amount is not known) or negative (more repaid than paid), or when all are 0.

    Raises
    ------
    ValueError
        If a population is missing or not positive.

    Notes
    -----
    With a the share of all money and w of the people, F forms with any money, and s the share of a form: the total
    is sum a_if ln(a_if F / w_i), between forms sum s_f ln(s_f F), and within form f its own sum over municipalities of
    p ln(p / w) with p = a_if / s_f. Adding the logarithms shows the first identity (Theil 1967, ch. 4; Shorrocks 1980,
    *Econometrica* 48). Within = sum a_if ln(a_if / (w_i s_f)); with a_i the share of a municipality, a_if / (w_i s_f) =
    (a_i / w_i) (a_if / (a_i s_f)) gives the second: Theil's T of the money of all forms together, and the mutual
    information of municipality and form. Neither part is ever negative.
    """
    people = _people(population)
    sums = table.groupby(["region", "form"], observed=True)["kr"].agg(_sum_or_missing)
    cells = sums.unstack(fill_value=0.0).reindex(people.index, fill_value=0.0)
    cells = cells.loc[:, (cells != 0).any()]
    if not _shareable(cells.to_numpy()):
        return None
    money = cells.to_numpy() / cells.to_numpy().sum()
    weight = people.to_numpy() / people.sum()
    form, place = money.sum(axis=0), money.sum(axis=1)
    within = special.rel_entr(money, np.outer(weight, form)).sum(axis=0)
    forms = pd.DataFrame(
        {
            "form": cells.columns,
            "kr": cells.sum().to_numpy(),
            "share": form,
            "theil": within / form,
            "contribution": within,
        }
    )
    return TheilParts(
        total=float(special.rel_entr(money, np.outer(weight, np.full(len(form), 1 / len(form)))).sum()),
        between=float(special.rel_entr(form, 1 / len(form)).sum()),
        within=float(within.sum()),
        municipalities=float(special.rel_entr(place, weight).sum()),
        mix=float(special.rel_entr(money, np.outer(place, form)).sum()),
        forms=forms.sort_values(["kr", "form"], ascending=[False, True], ignore_index=True),
    )


def _people(population: pd.Series) -> pd.Series:
    people = population.sort_index().astype(float)
    if not (people > 0).all():
        raise ValueError(f"population: {people[~(people > 0)].to_dict()}, allowed: above 0")
    return people


def _aligned(amounts: pd.Series, population: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Amounts and people of the regions that have people, in the order of their codes."""
    people = _people(population)
    return amounts.reindex(people.index, fill_value=0.0).astype(float), people


def _shareable(kr: np.ndarray) -> bool:
    return bool((kr >= 0).all() and kr.sum() > 0)


def _sum_or_missing(values: pd.Series) -> float:
    return values.sum(min_count=1)
