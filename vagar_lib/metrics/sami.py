"""Which municipalities have the duties of an administrative area for Sami?

Only places are counted; Sami identity is never derived.
"""

from __future__ import annotations

import pandas as pd

from vagar_lib import regions
from vagar_lib.regions import Region

IN_AREA, OUTSIDE = "Förvaltningskommun för samiska", "Inte förvaltningskommun"


def administrative_areas(place: Region) -> pd.DataFrame:
    """Municipalities of the place's county (of all Sweden for riket) and whether they are förvaltningskommuner.

    Parameters
    ----------
    place : Region

    Returns
    -------
    DataFrame
        ``region, name, group`` (`IN_AREA` or `OUTSIDE`)``, period, source``, by name.
    """
    codes = regions.codes("kommun") if place.level == "riket" else list(place.family)
    found = sorted((regions.region(code) for code in codes), key=lambda one: regions.swedish_key(one.name))
    return pd.DataFrame(
        {
            "region": [one.code for one in found],
            "name": [one.name for one in found],
            "group": [IN_AREA if one.sami else OUTSIDE for one in found],
            "period": "",
            "source": "snapshot/regions",
        }
    )
