"""What was granted and paid, where and when? Sums that keep the grain: one grant an ärende, many payments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

Measure = Literal["granted", "paid"]

UNKNOWN = ("", "okänd")
"""What stands for an unknown group in the tidy grants data, beside a missing value."""


def known(values: pd.Series) -> pd.Series:
    """Where a column of groups says something: neither missing, empty nor 'okänd'.

    Examples
    --------
    >>> known(pd.Series(["K", "", "okänd", None])).tolist()
    [True, False, False, False]
    """
    return values.notna() & ~values.isin(UNKNOWN)


def grouped(rows: pd.DataFrame, by: Sequence[str], **named: tuple) -> pd.DataFrame:
    """Named aggregation over any columns, unknown groups kept; over none it is one row.

    Examples
    --------
    >>> rows = pd.DataFrame({"form": ["a", None], "kr": [1.0, 2.0]})
    >>> grouped(rows, ["form"], kr=("kr", "sum"))["kr"].tolist(), grouped(rows, [], kr=("kr", "sum"))["kr"].tolist()
    ([1.0, 2.0], [3.0])
    """
    if by:
        return rows.groupby(list(by), dropna=False, observed=True).agg(**named).reset_index()
    return pd.DataFrame({name: [rows[column].agg(how)] for name, (column, how) in named.items()})


def money(
    cases: pd.DataFrame,
    payments: pd.DataFrame,
    measure: Measure,
    *,
    first: int | None = None,
    last: int | None = None,
) -> pd.DataFrame:
    """Amounts at their own grain: a row an ärende when granted, a row a payment when paid.

    This is the one place where a measure is turned into amounts and years; the other functions of this package take
    what it returns, so that a granted amount is never counted once a payment.

    Parameters
    ----------
    cases : DataFrame
        One row an ärende: ``case, decision_year, granted`` (kr) and any columns to group by.
    payments : DataFrame
        ``case, year, paid`` (kr; negative is a repayment); other columns are ignored.
    measure : 'granted' or 'paid'
    first, last : int, optional
        Years to keep, both included: of the decision when granted, of the payment when paid.

    Returns
    -------
    DataFrame
        The columns of ``cases`` with ``year`` and ``kr``. A grant of unknown size is NaN. Repayments stay negative.

    Raises
    ------
    ValueError
        If an ärende stands twice among the cases, or a payment belongs to none of them: take the cases of every
        decision year, and choose years here.

    Examples
    --------
    >>> cases = pd.DataFrame({"case": ["a"], "decision_year": [2016], "granted": [100.0]})
    >>> payments = pd.DataFrame({"case": ["a", "a"], "year": [2016, 2017], "paid": [30.0, 50.0]})
    >>> money(cases, payments, "granted")["kr"].tolist(), money(cases, payments, "paid")["kr"].tolist()
    ([100.0], [30.0, 50.0])
    """
    _check_cases(cases)
    if measure == "granted":
        rows = cases.assign(year=cases["decision_year"], kr=cases["granted"].astype(float))
    elif measure == "paid":
        paid = _payments_of(cases, payments)
        attributes = cases.drop(columns=["year", "kr"], errors="ignore")
        rows = paid.rename(columns={"paid": "kr"}).merge(attributes, on="case", how="left", validate="m:1")
        rows = rows[[*attributes.columns, "year", "kr"]]
    else:
        raise ValueError(f"measure: {measure!r}, allowed: granted, paid")
    low, high = -np.inf if first is None else first, np.inf if last is None else last
    return rows[rows["year"].between(low, high)].reset_index(drop=True)


def share_where(rows: pd.DataFrame, flag: str, by: Sequence[str] = ()) -> pd.DataFrame:
    """Share of the money and of the ärenden that a flag holds for, such as ``own`` (the own organisation).

    Parameters
    ----------
    rows : DataFrame
        As `money` gives them, with a column of true, false or missing.
    flag : str
        Name of that column.
    by : sequence of str

    Returns
    -------
    DataFrame
        ``by`` columns, ``kr`` and ``cases`` (those where the flag holds), ``share_kr`` and ``share_cases`` (of those
        where the flag is known; NaN when there are none), ``missing_kr`` and ``missing_cases`` (share of all for which
        it is not known).

    Examples
    --------
    >>> rows = pd.DataFrame({"case": ["a", "b", "c"], "kr": [30.0, 10.0, 60.0], "own": [True, False, None]})
    >>> share_where(rows, "own")[["share_kr", "share_cases"]].values.tolist()
    [[0.75, 0.5]]
    """
    flags = rows[flag].astype("boolean")
    holds, unknown = flags.fillna(False).astype(bool), flags.isna()
    counted = grouped(
        rows.assign(
            _kr=rows["kr"].where(holds, 0.0),
            _case=rows["case"].where(holds),
            _missing_kr=rows["kr"].where(unknown, 0.0),
            _missing_case=rows["case"].where(unknown),
        ),
        by,
        kr=("_kr", "sum"),
        cases=("_case", "nunique"),
        all_kr=("kr", "sum"),
        all_cases=("case", "nunique"),
        missing_kr=("_missing_kr", "sum"),
        missing_cases=("_missing_case", "nunique"),
    )
    for unit in ("kr", "cases"):
        whole, missing = counted[f"all_{unit}"], counted[f"missing_{unit}"]
        counted[f"share_{unit}"] = _divide(counted[unit], whole - missing)
        counted[f"missing_{unit}"] = _divide(missing, whole)
    columns = ["kr", "cases", "share_kr", "share_cases", "missing_kr", "missing_cases"]
    return counted[[*by, *columns]]


def mean_over(observations: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    """Mean of an observation over the years that every region has, as what amounts of several years are divided by.

    Parameters
    ----------
    observations : DataFrame
        ``region, year, value`` of one indicator and one sex, such as inhabitants or employed.
    first, last : int
        Years, both included.

    Returns
    -------
    DataFrame
        Indexed by ``region``: ``mean``, ``first``, ``last``, ``years`` (how many it is a mean of). Without rows when no
        year has a value for every region.

    Notes
    -----
    A mean over different years in different regions would compare unlike things, so a year that one region lacks is
    left out for all of them.
    """
    wide = observations.pivot(index="year", columns="region", values="value")
    wide = wide[(wide.index >= first) & (wide.index <= last)].dropna()
    if wide.empty:
        return pd.DataFrame(columns=["mean", "first", "last", "years"], index=pd.Index([], name="region"), dtype=float)
    table = wide.mean().rename("mean").to_frame()
    return table.assign(first=wide.index.min(), last=wide.index.max(), years=len(wide))


def _divide(part: pd.Series, whole: pd.Series) -> pd.Series:
    return part / whole.where(whole > 0)


def _check_cases(cases: pd.DataFrame) -> None:
    twice = cases.loc[cases["case"].duplicated(), "case"]
    if len(twice):
        raise ValueError(f"cases: {len(twice)} rows repeat an ärende, such as {twice.iloc[0]!r}; one row an ärende")


def _payments_of(cases: pd.DataFrame, payments: pd.DataFrame) -> pd.DataFrame:
    strange = payments.loc[~payments["case"].isin(cases["case"]), "case"]
    if len(strange):
        raise ValueError(
            f"payments: {len(strange)} belong to no ärende among the cases, such as {strange.iloc[0]!r}; "
            "take the cases of every decision year, and choose years afterwards"
        )
    return payments[["case", "year", "paid"]]
