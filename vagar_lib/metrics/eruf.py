"""How much of a project that works in several municipalities falls on each? Divided by one declared rule."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd


def divided(projects: pd.DataFrame, municipalities: Iterable[str]) -> pd.DataFrame:
    """Amounts of projects divided evenly over their municipalities, those of an area kept.

    Parameters
    ----------
    projects : DataFrame
        ``case, recipient, amount`` (kr), ``municipalities`` (a tuple of codes)``, source``.
    municipalities : iterable of str
        The area.

    Returns
    -------
    DataFrame
        ``case, recipient, region, kr, source``: a row for each municipality of the area that a project works in. A
        project that also works elsewhere gives the area its part only, and one without any municipality gives none.

    Examples
    --------
    >>> one = pd.DataFrame({"case": ["a"], "recipient": ["M"], "amount": [90.0], "source": ["made/up"],
    ...     "municipalities": [("2303", "2305", "2281")]})
    >>> divided(one, ["2303", "2305"])["kr"].tolist()
    [30.0, 30.0]
    """
    placed = projects[projects["municipalities"].map(len) > 0]
    parts = placed.assign(kr=placed["amount"] / placed["municipalities"].map(len)).explode("municipalities")
    parts = parts.rename(columns={"municipalities": "region"})
    inside = parts["region"].isin(set(municipalities))
    return parts.loc[inside, ["case", "recipient", "region", "kr", "source"]].reset_index(drop=True)
