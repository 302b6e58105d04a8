"""What official sources say of places and herding; never of persons."""

from __future__ import annotations

import pandas as pd

from vagar_lib.display import text, theme
from vagar_lib.metrics.sami import IN_AREA, OUTSIDE
from vagar_lib.regions import Region

SAMI_CLASSES = {IN_AREA: theme.PLACE, OUTSIDE: theme.RAMP[0]}
"""Classes of the map and their colours."""


def sami_areas(areas: pd.DataFrame, place: Region) -> str:
    """Which municipalities are förvaltningskommuner, as far as the place goes.

    Parameters
    ----------
    areas : DataFrame
        As `metrics.sami.administrative_areas` gives it.
    """
    inside = areas[areas["group"] == IN_AREA]["name"].tolist()
    where = "Sverige" if place.level == "riket" else (place if place.level == "län" else place.parent).label
    duty = "Förvaltningskommuner har särskilda skyldigheter enligt lagen om nationella minoriteter (2009:724)."
    if not inside:
        return f"Ingen kommun i {where} är förvaltningskommun för samiska. {duty}"
    said = (
        f"I {where} är {len(inside)} av {len(areas)} kommuner förvaltningskommuner för samiska: {text.listed(inside)}."
    )
    if place.level == "kommun":
        own = "är" if place.sami else "är inte"
        said += f" {text.upper_first(place.label)} {own} en av dem."
    return f"{said} {duty}"


def sami_areas_title(areas: pd.DataFrame, place: Region) -> str:
    """Count of förvaltningskommuner, as a title."""
    inside = int((areas["group"] == IN_AREA).sum())
    where = "Sverige" if place.level == "riket" else (place if place.level == "län" else place.parent).label
    return f"{inside} av {len(areas)} kommuner i {where} är förvaltningskommuner för samiska"


def herding(rows: pd.DataFrame, area: Region) -> str:
    """Reindeer herding in a county as Sametinget counts it, or that the figures are missing.

    Parameters
    ----------
    rows : DataFrame
        Table 'sametinget_rennaring': ``variable, period, value``.
    """
    known = rows.set_index("variable")["value"]
    if known.empty:
        return (
            f"Uppgifter om rennäringen i {area.label} ingår inte i underlaget. "
            "Sametinget redovisar samebyar, renägare och renar i vinterhjord."
        )
    year = rows["period"].max()
    return (
        f"Sametinget redovisar för {area.label} {text.number(known['samebyar'])} samebyar, "
        f"{text.number(known['renagare'])} renägare och omkring {text.number(known['renar_vinterhjord'])} renar i "
        f"vinterhjord ({year}). {text.quantity(known['renagare_andel_man'], 'procent')} av renägarna är män."
    )
