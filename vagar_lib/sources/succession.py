"""Which table has come in the place of which? Rows of a live table in the one whose place it takes, as that is written.

A report reads a table by one name, whatever edition is in use. A table that says in its provenance that it ``replaces``
another gives its rows for every place and period that it has; other places, periods and codes keep the rows they had.
Each row still says in ``source`` where it comes from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from vagar_lib.errors import BadInput
from vagar_lib.sources.provenance import Provenance

CELL = ["region", "period"]  # all codes of both tables come from one of them, so that parts belong to their whole


def succeed(tables: Mapping[str, pd.DataFrame], declared: Mapping[str, Provenance]) -> dict[str, pd.DataFrame]:
    """Typed tables, those that are replaced with the rows of their successors.

    Parameters
    ----------
    tables : mapping
        Typed tables by name: region, period, year, sex, dimensions, value, status, source.
    declared : mapping
        Their provenance.

    Returns
    -------
    dict
        All tables under their names. A replaced table has the codes that it is declared with, no others.

    Raises
    ------
    BadInput
        For each table that replaces one that does not exist, that another replaces too, or that has other dimensions
        or other codes.
    """
    taken = dict(tables)
    findings: list[str] = []
    by_former: dict[str, str] = {}
    for name, known in declared.items():
        former = known.replaces
        if former is None or name not in tables:
            continue
        first = by_former.setdefault(former, name)
        problems = [f"{first} does so too"] if first != name else list(_misfits(name, former, tables, declared))
        findings += [f"table {name} replaces {former}: {problem}" for problem in problems]
        if not problems:
            taken[former] = _replaced(tables[former], tables[name], declared[former])
    if findings:
        raise BadInput(findings)
    return taken


def _misfits(
    name: str, former: str, tables: Mapping[str, pd.DataFrame], declared: Mapping[str, Provenance]
) -> Iterator[str]:
    if former not in tables:
        yield "no such table"
        return
    ours, theirs = declared[name], declared[former]
    if former == name or theirs.replaces is not None or "register" in (ours.kind, theirs.kind):
        yield "allowed: a table of observations that replaces none itself"
        return
    mine, wanted = ({*known.dimensions} - {"sex"} for known in (ours, theirs))
    if mine != wanted:
        yield f"its dimensions are {', '.join(sorted(mine)) or 'none'}, allowed: {', '.join(sorted(wanted)) or 'none'}"
        return
    for dimension in sorted(wanted):
        if strange := [code for code in ours.codes(dimension) if code not in theirs.codes(dimension)]:
            known = ", ".join(theirs.codes(dimension)[:20])
            yield f"{dimension} has {', '.join(strange[:5])}, allowed: {known}"


def _replaced(former: pd.DataFrame, newer: pd.DataFrame, declared: Provenance) -> pd.DataFrame:
    """Rows of both: the newer wherever it has a place and a period, in the columns and sexes of the former.

    Of codes that the newer does not have at all, the former keeps its rows.
    """
    sexes = {*former["sex"].unique()} if "sex" in declared.dimensions else {"T"}
    rows = newer.loc[newer["sex"].isin(sexes), former.columns]
    known = pd.MultiIndex.from_frame(rows.loc[rows["value"].notna(), CELL].drop_duplicates())
    gone = pd.MultiIndex.from_frame(former[CELL]).isin(known)
    for dimension in set(declared.dimensions) - {"sex"}:
        gone &= former[dimension].isin(rows[dimension].unique())
    rows = rows[pd.MultiIndex.from_frame(rows[CELL]).isin(known)]
    return pd.concat([former[~gone], rows], ignore_index=True).sort_values(["region", "year", "period"], kind="stable")
