"""How far is the weather from normal?"""

from __future__ import annotations

import pandas as pd


def deviations(station: pd.DataFrame) -> pd.DataFrame:
    """Monthly mean temperature less its normal.

    Parameters
    ----------
    station : DataFrame
        Table 'temperatur_froson': ``period, year, variable`` ('mean', 'normal')``, value``; degrees Celsius.

    Returns
    -------
    DataFrame
        ``period, year, deviation`` for the months that have both, in time order.

    Examples
    --------
    >>> rows = pd.DataFrame({"period": ["2021-01"] * 2, "year": 2021, "variable": ["mean", "normal"],
    ...     "value": [-11.5, -9.0]})
    >>> deviations(rows)["deviation"].tolist()
    [-2.5]
    """
    wide = station.pivot_table(index=["period", "year"], columns="variable", values="value")
    if wide.empty:
        return pd.DataFrame(columns=["period", "year", "deviation"])
    return (wide["mean"] - wide["normal"]).dropna().rename("deviation").reset_index()
