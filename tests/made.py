"""Indicators and observations made by hand, for tests of what is computed from them and shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from vagar_lib.indicator_entry import Indicator, Vocabulary
from vagar_lib.indicators import Register

VOCABULARY = Vocabulary(
    themes=["Befolkning", "Klimat och miljö"],
    units={"procent": "%", "personer": "personer"},
    amounts=["personer"],
)
ENTRY = {
    "id": "matt",
    "title": "Mått",
    "label": "Mått",
    "definition": "Ett mått.",
    "unit": "procent",
    "decimals": 1,
    "direction": "higher",
    "sdg": [],
    "dimension": "social",
    "theme": "Befolkning",
    "levels": ["riket", "län", "kommun"],
    "sources": [{"kolada": "N00001"}],
}


def measure(**fields: Any) -> Indicator:
    """An indicator in per cent where more is better, unless told otherwise."""
    return Indicator.model_validate(ENTRY | fields, context={"vocabulary": VOCABULARY})


def registered(*indicators: Indicator) -> Register:
    """A register of these."""
    return Register(indicators, VOCABULARY)


def observed(
    values: Mapping[str, Mapping[int, float] | float], indicator: str = "matt", sex: str = "T", **columns: Any
) -> pd.DataFrame:
    """Observations by region and year, in the shape that the processed data has; a lone number is of 2024."""
    rows = [
        {
            "indicator": indicator,
            "region": region,
            "period": str(year),
            "year": year,
            "sex": sex,
            "value": float(value),
            "status": "",
            "source": "snapshot/folkmangd",
        }
        | columns
        for region, series in values.items()
        for year, value in (series if isinstance(series, Mapping) else {2024: series}).items()
    ]
    names = ["indicator", "region", "period", "year", "sex", "value", "status", "source"]
    return pd.DataFrame(rows, columns=names).astype({"value": float, "year": int})


def yearly(start: int, values: Iterable[float]) -> dict[int, float]:
    """A series of consecutive years."""
    return dict(enumerate(values, start))
