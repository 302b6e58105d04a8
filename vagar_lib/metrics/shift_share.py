"""How much does structure explain? What a municipality would have got with the county's money per industry."""

from __future__ import annotations

import numpy as np
import pandas as pd


def by_industry(amounts: pd.DataFrame, reference: pd.DataFrame) -> pd.DataFrame:
    """Money of each municipality and industry beside what the county's rate in that industry would have given.

    Parameters
    ----------
    amounts : DataFrame
        ``region, sni, kr``, as `grants.sums` gives them; several rows of a pair are summed, a missing amount is as
        nothing.
    reference : DataFrame
        ``region, sni, size``: employed or companies of every municipality and industry of the county, in the same
        edition of SNI as the amounts.

    Returns
    -------
    DataFrame
        ``region, sni, size, kr, expected, rest, unplaced``: a row for every pair with money or size. ``expected`` is
        size times the county's kronor per unit in the industry, ``rest`` is money less expected. Money that no rate can
        be had for (the region or the industry is unknown, or has no size in the county) is not in ``kr`` but in
        ``unplaced``. Over the municipalities ``kr`` and ``expected`` of an industry have the same sum.

    Raises
    ------
    ValueError
        If a size is negative or missing.
    """
    bad = reference[~(reference["size"] >= 0)]
    if len(bad):
        raise ValueError(f"reference: size {bad['size'].iloc[0]} in row {bad.index[0]}, allowed: 0 or more")
    keys = ["region", "sni"]
    size = reference.groupby(keys, observed=True)["size"].sum()
    money = amounts.fillna(dict.fromkeys(keys, "")).groupby(keys, observed=True)["kr"].sum()
    table = pd.concat([size, money], axis=1).fillna(0.0).reset_index().sort_values(keys, ignore_index=True)
    county = table.groupby("sni")["size"].transform("sum")
    placed = (county > 0) & table["region"].isin(reference["region"])
    kr = table["kr"].where(placed, 0.0)
    rate = kr.groupby(table["sni"]).transform("sum") / county.where(county > 0)
    expected = (table["size"] * rate).fillna(0.0)
    return table.assign(kr=kr, expected=expected, rest=kr - expected, unplaced=table["kr"] - kr)


def shift_share(amounts: pd.DataFrame, reference: pd.DataFrame) -> pd.DataFrame:
    """Money of each municipality as its even share, what its structure adds, and the rest.

    Parameters
    ----------
    amounts, reference : DataFrame
        As for `by_industry`.

    Returns
    -------
    DataFrame
        A row for each region: ``size``, ``total`` (all its money), ``even`` (its size times the county's kronor per
        unit over all industries), ``structure`` (what its industries, at the county's rates, give beyond that),
        ``expected`` (even and structure together), ``rest`` (what structure does not explain) and ``unplaced`` (see
        `by_industry`). ``total = even + structure + rest + unplaced``; over the regions structure and rest sum to 0.
        An unknown region is a row with everything unplaced.

    Notes
    -----
    The shift-share identity with the county as the whole (Dunn 1960, *Papers in Regional Science* 6), for a level in
    place of a growth. The rest is not an effect: it holds also size of companies, aid rules that differ within the
    county, applications never made, and chance.

    Examples
    --------
    >>> sizes = pd.DataFrame({"region": ["2303", "2305"], "sni": ["C", "C"], "size": [10, 30]})
    >>> shift_share(pd.DataFrame({"region": ["2303"], "sni": ["C"], "kr": [100.0]}), sizes)["rest"].tolist()
    [75.0, -75.0]
    """
    cells = by_industry(amounts, reference)
    table = cells.groupby("region")[["size", "kr", "expected", "unplaced"]].sum().reset_index()
    whole = table["size"].sum()
    even = table["size"] * (table["kr"].sum() / whole if whole > 0 else np.nan)
    return pd.DataFrame(
        {
            "region": table["region"],
            "size": table["size"],
            "total": table["kr"] + table["unplaced"],
            "even": even,
            "structure": table["expected"] - even,
            "expected": table["expected"],
            "rest": table["kr"] - table["expected"],
            "unplaced": table["unplaced"],
        }
    )
