"""Does a lot of the money go to a few? The largest recipients, the HHI, and those who had not been granted before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from vagar_lib.metrics.grants import known

LARGEST = 10
"""How many recipients the share of the largest is taken over."""
LOOKBACK = 2
"""Years without a decision after which a recipient counts as first-time (again)."""


@dataclass(frozen=True)
class Concentration:
    """How the money is spread over recipients.

    Attributes
    ----------
    recipients : int
        Those with money, repayments deducted.
    kr : float
        Their money.
    largest : float
        Share of the largest (`LARGEST` of them unless told); 1 when there are no more.
    hhi : float
        Herfindahl-Hirschman index, the sum of squared shares: from ``hhi_floor`` to 1 (everything to one).
    hhi_floor : float
        The index had all recipients got as much: one over their number.
    missing : float
        Share of the money whose recipient is unknown; it is not in the other figures.
    """

    recipients: int
    kr: float
    largest: float = np.nan
    hhi: float = np.nan
    hhi_floor: float = np.nan
    missing: float = np.nan


def concentration(rows: pd.DataFrame, largest: int = LARGEST) -> Concentration:
    """How concentrated the money is on recipients.

    Parameters
    ----------
    rows : DataFrame
        As `grants.money` gives them: ``recipient, kr``.
    largest : int
        How many recipients are the largest.

    Returns
    -------
    Concentration
        Amounts of a recipient are summed first; one that has repaid as much as it got, or more, is left out, so that
        no share is negative.

    Notes
    -----
    Hirschman (1964), *American Economic Review* 54. The shares are of money in 0 to 1, not in per cent.

    Examples
    --------
    >>> rows = pd.DataFrame({"recipient": ["M1", "M1", "M2"], "kr": [20.0, 10.0, 10.0]})
    >>> found = concentration(rows, largest=1)
    >>> found.largest, found.hhi, found.hhi_floor
    (0.75, 0.625, 0.5)
    """
    named = known(rows["recipient"])
    each = rows[named].groupby("recipient", observed=True)["kr"].sum()
    each = each[each > 0].sort_values(ascending=False)
    unnamed, whole = rows.loc[~named, "kr"].sum(), rows["kr"].sum()
    missing = float(unnamed / whole) if whole > 0 else np.nan
    if each.empty:
        return Concentration(0, 0.0, missing=missing)
    share = (each / each.sum()).to_numpy()
    return Concentration(
        recipients=len(each),
        kr=float(each.sum()),
        largest=float(min(share[:largest].sum(), 1.0)),
        hhi=float((share**2).sum()),
        hhi_floor=1 / len(each),
        missing=missing,
    )


def first_time(cases: pd.DataFrame, lookback: int = LOOKBACK) -> pd.Series:
    """Whether the recipient of each ärende had no decision in the years before it.

    Parameters
    ----------
    cases : DataFrame
        Every known ärende, not only those looked at: ``case, recipient, decision_year``.
    lookback : int
        Years before the decision that must be free of decisions for the same recipient.

    Returns
    -------
    Series
        By ``case``: true, false, or missing for the first ``lookback`` years of the data (nobody knows what was before
        them) and where the recipient is unknown. All ärenden of a recipient in its first year are first-time.

    Notes
    -----
    'Never before in the file' would make the share fall year by year only because the file grows longer; the same
    window for every year makes years comparable. The price: one who returns after a longer time counts as first-time.

    Examples
    --------
    >>> cases = pd.DataFrame({"case": list("abcd"), "recipient": ["M1", "M1", "M2", "M1"],
    ...                       "decision_year": [2016, 2017, 2018, 2020]})
    >>> first_time(cases, lookback=1).tolist()
    [<NA>, False, True, True]
    """
    named = known(cases["recipient"])
    years = cases.loc[named, ["recipient", "decision_year"]].drop_duplicates().sort_values("decision_year")
    before = years["decision_year"] - years.groupby("recipient", observed=True)["decision_year"].shift()
    years["new"] = ~(before <= lookback)
    found = cases[["case", "recipient", "decision_year"]].merge(years, on=["recipient", "decision_year"], how="left")
    sure = named.to_numpy() & (found["decision_year"] >= cases["decision_year"].min() + lookback)
    return found.set_index("case")["new"].astype("boolean").where(sure.to_numpy())
