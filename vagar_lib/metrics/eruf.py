"""How much of a project that works in several municipalities falls on each? Divided by one declared rule."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import pandas as pd

Rule = Literal["even", "population", "undivided"]


def divided(
    projects: pd.DataFrame, municipalities: Iterable[str], rule: Rule = "even", people: pd.Series | None = None
) -> pd.DataFrame:
    """Amounts of projects divided over their municipalities, those of an area kept.

    Parameters
    ----------
    projects : DataFrame
        ``case, recipient, amount`` (kr), ``municipalities`` (a tuple of codes)``, source``.
    municipalities : iterable of str
        The area.
    rule : 'even', 'population' or 'undivided'
        The same part to each, parts in proportion to their people, or the whole amount in each: then the parts of the
        area may not be added up.
    people : Series, optional
        Inhabitants by code, of every municipality that a project works in; for 'population'.

    Returns
    -------
    DataFrame
        ``case, recipient, region, kr, source``: a row for each municipality of the area that a project works in. A
        project that also works elsewhere gives the area its part only (undivided: all of it), and one without any
        municipality gives none.

    Raises
    ------
    ValueError
        For another rule, or when people of a municipality are missing.

    Examples
    --------
    >>> one = pd.DataFrame({"case": ["a"], "recipient": ["M"], "amount": [90.0], "source": ["made/up"],
    ...     "municipalities": [("2303", "2305", "2281")]})
    >>> divided(one, ["2303", "2305"])["kr"].tolist()
    [30.0, 30.0]
    >>> divided(one, ["2303"], "population", pd.Series({"2303": 10, "2305": 20, "2281": 60}))["kr"].tolist()
    [10.0]
    """
    placed = projects[projects["municipalities"].map(len) > 0]
    parts = placed.explode("municipalities").rename(columns={"municipalities": "region"})
    if rule == "even":
        weight = 1 / parts.groupby("case")["region"].transform("size")
    elif rule == "undivided":
        weight = 1.0
    elif rule == "population":
        inhabitants = parts["region"].map({} if people is None else people).astype(float)
        if not (inhabitants > 0).all():
            raise ValueError(f"people: {sorted(set(parts['region'][~(inhabitants > 0)]))} are missing or have none")
        weight = inhabitants / inhabitants.groupby(parts["case"]).transform("sum")
    else:
        raise ValueError(f"rule: {rule!r}, allowed: even, population, undivided")
    inside = parts["region"].isin(set(municipalities))
    return parts.assign(kr=parts["amount"] * weight).loc[inside, ["case", "recipient", "region", "kr", "source"]]
