"""How much does structure explain? What a municipality would have got with the county's money per industry."""

from __future__ import annotations

import pandas as pd


def shift_share(totals: pd.Series, industries: pd.Series, reference: pd.DataFrame) -> pd.DataFrame:
    """Money of each municipality as its even share, what its structure adds, and the rest.

    Only sums that may be published are needed, so nothing hidden can be computed from the result.

    Parameters
    ----------
    totals : Series
        Kronor by region; none missing.
    industries : Series
        Kronor of the county by industry; none missing. What is of an industry that nobody in ``reference`` works in (or
        of an unknown one) is spread by size alone. When the sum is another than that of the totals, as some money is of
        no single region, it is scaled to it.
    reference : DataFrame
        ``region, industry, size``: employed or companies of every region of ``totals``, in the same edition of SNI as
        the amounts.

    Returns
    -------
    DataFrame
        A row for each region of ``totals``: ``region, size, total``, ``even`` (its size times the county's kronor per
        unit), ``structure`` (what its industries, at the county's rates, give beyond that), ``expected`` (even and
        structure together) and ``rest`` (what structure does not explain). ``total = even + structure + rest``; over
        the regions structure and rest sum to 0. Without rows when nobody works anywhere or no industry has money.

    Raises
    ------
    ValueError
        If a size is negative or missing, or an amount is missing.

    Notes
    -----
    The shift-share identity with the county as the whole (Dunn 1960, *Papers in Regional Science* 6), for a level in
    place of a growth. The rest is not an effect: it holds also size of companies, aid rules that differ within the
    county, applications never made, and chance.

    Examples
    --------
    >>> sizes = pd.DataFrame({"region": ["Berg", "Åre"], "industry": ["C", "C"], "size": [10, 30]})
    >>> shift_share(pd.Series({"Berg": 100.0, "Åre": 0.0}), pd.Series({"C": 100.0}), sizes)["rest"].tolist()
    [75.0, -75.0]
    """
    bad = reference[~(reference["size"] >= 0)]
    if len(bad):
        raise ValueError(f"reference: size {bad['size'].iloc[0]} in row {bad.index[0]}, allowed: 0 or more")
    for name, amounts in (("totals", totals), ("industries", industries)):
        if amounts.isna().any():
            raise ValueError(f"{name}: {list(amounts.index[amounts.isna()])} are missing")
    sizes = reference.pivot_table("size", "region", "industry", "sum", fill_value=0.0)
    sizes = sizes.reindex(totals.index, fill_value=0.0)
    sizes = sizes.loc[:, sizes.sum() > 0]
    size, whole = sizes.sum(axis=1), float(sizes.to_numpy().sum())
    columns = ["region", "size", "total", "even", "structure", "expected", "rest"]
    if whole <= 0 or industries.sum() <= 0:
        return pd.DataFrame(columns=columns)
    placed = industries.reindex(sizes.columns, fill_value=0.0)
    scale = totals.sum() / industries.sum()
    spread = (industries.sum() - placed.sum()) * size / whole
    expected = scale * ((sizes * (placed / sizes.sum())).sum(axis=1) + spread)
    even = totals.sum() * size / whole
    table = pd.DataFrame(
        {
            "size": size,
            "total": totals.astype(float),
            "even": even,
            "structure": expected - even,
            "expected": expected,
            "rest": totals - expected,
        }
    )
    return table.rename_axis("region").reset_index()[columns]
