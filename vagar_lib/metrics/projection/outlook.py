"""What can be said of the years ahead, and how far? A projection with its band, cut where it can't be defended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
import pandas as pd

from vagar_lib import regions
from vagar_lib.metrics.projection.assumptions import Assumptions, assumptions
from vagar_lib.metrics.projection.backtest import back_test, errors, growth
from vagar_lib.metrics.projection.engine import OBSERVED
from vagar_lib.metrics.projection.known import Known
from vagar_lib.metrics.projection.place import people_ahead
from vagar_lib.metrics.projection.summary import COUNTED, MEASURES, unborn, wide

Reason = Literal["", "no_ages"]
ROLES = {"recent": "ahead", "zero": "zero", "high": "high"}
"""The part that each scenario plays in a chart."""
COLUMNS = ["region", "scenario", "measure", "period", "year", "value", "low", "high", "status", "source"]


@dataclass(frozen=True)
class Outlook:
    """The projection of a place.

    Attributes
    ----------
    region : str
    reason : str
        Why there is none: 'no_ages' when the ages of the place are not known; '' when there is one.
    people : DataFrame
        As `people_ahead` gives it.
    measures : DataFrame
        ``region, scenario, measure, period, year, value, low, high, status, source``; measures as in `MEASURES`. The
        band is that of scenario 'recent'. Where nothing can be said the value is missing, the status
        'below_precision'.
    until : dict
        Last year that can be defended by measure; 0 when there is none.
    """

    region: str
    reason: Reason
    people: pd.DataFrame
    measures: pd.DataFrame
    until: dict[str, int]


def look_ahead(known: Known, region: str, assumed: Assumptions | None = None) -> Outlook:
    """Projection of a place with its band.

    Parameters
    ----------
    known : Known
    region : str
    assumed : Assumptions, optional
        Those of ``parameters/projection.yml`` when left out.

    Returns
    -------
    Outlook
    """
    assumed = assumed or assumptions()
    if region not in known.places:
        people = pd.DataFrame(columns=["region", "scenario", "year", "sex", "age", "value", "source"])
        return Outlook(region, "no_ages", people, pd.DataFrame(columns=COLUMNS), dict.fromkeys(MEASURES, 0))
    people = people_ahead(known, region, assumed)
    values = wide(people).reset_index()
    ahead = people[people["scenario"] == "recent"]
    year = values["year"].to_numpy()
    recent = (values["scenario"] == "recent").to_numpy()
    later = (values["scenario"] != OBSERVED).to_numpy()
    first, last = int(year[later].min()), int(year.max())
    keys = values[["region", "scenario", "year"]]
    frames, until = [], {}
    for measure in MEASURES:
        value = values[measure].to_numpy()
        width = half_width(known, region, ahead, measure, assumed).reindex(year).to_numpy()
        few = values[COUNTED.get(measure, measure)].to_numpy() < assumed.band.fewest
        unsure = year[later & (few | (width > assumed.band.widest))]
        end = int(unsure.min()) - 1 if len(unsure) else last
        until[measure] = end if end >= first else 0
        lost, band = later & (year > end), np.where(recent, width, np.nan)
        numbers = {"value": value, "low": value * (1 - band), "high": value * (1 + band)}
        numbers = {name: np.where(lost, np.nan, number) for name, number in numbers.items()}
        frames.append(keys.assign(measure=measure, **numbers, status=np.where(lost, "below_precision", "")))
    measures = pd.concat(frames, ignore_index=True)
    measures = measures.assign(period=measures["year"].astype(str), source=known.source)[COLUMNS]
    return Outlook(region, "", people, measures, until)


def half_width(known: Known, region: str, ahead: pd.DataFrame, measure: str, assumed: Assumptions) -> pd.Series:
    """Half the width of the band as a share of the value, by year ahead.

    The error of the back-test for places of the size, a small place never having less than a large one, grows with the
    years as errors of totals do. Of what is people not yet born when the ages were counted, the error is that of the
    newborn, and grows with the root of the years until they are born, as for a random walk. The total has no such part,
    since the long series it grows with holds errors of births.

    Parameters
    ----------
    known : Known
    region : str
    ahead : DataFrame
        ``year, age, value`` of one scenario.
    measure : str
    assumed : Assumptions
    """
    first, last = known.age_years
    found, times = _of_totals(known, assumed)
    large = known.people(region, first).sum() >= assumed.band.large
    base = found["large"] if large else found.max(axis=1)
    tested = last - first
    years = pd.Series(sorted(ahead["year"].unique()), dtype=int)
    since = int(known.by_year.columns.max()) if measure == "total" else last
    settled = base[measure] * times.reindex(years - since).set_axis(years).fillna(np.inf)
    if measure == "total":
        return settled
    part = unborn(ahead, measure, last)
    return (1 - part["share"]) * settled + part["share"] * base["newborn"] * np.sqrt(part["lead"] / ((tested + 1) / 2))


@lru_cache(maxsize=4)
def _of_totals(known: Known, assumed: Assumptions) -> tuple[pd.DataFrame, pd.Series]:
    """What is the same for all places: errors of the back-test by measure and size, as shares; their `growth`."""
    first, last = known.age_years
    found = errors(back_test(known, assumed), assumed.band).pivot(index="measure", columns="size", values="band") / 100
    municipal = known.by_year[known.by_year.index.str.len() == 4]
    window, longest = assumed.migration.window, assumed.band.longest
    return found, growth(municipal, tested=last - first, window=window, longest=longest)


def drawn(outlook: Outlook, known: Known, measure: str, assumed: Assumptions | None = None) -> pd.DataFrame:
    """A measure as series for a line chart: what has been, then each scenario.

    Parameters
    ----------
    outlook : Outlook
    known : Known
        Gives the long series of the total.
    measure : str
        One of `MEASURES`.
    assumed : Assumptions, optional
        Names the scenarios; those of ``parameters/projection.yml`` when left out.

    Returns
    -------
    DataFrame
        ``region, series, role, period, year, value, low, high, status, source``; without rows when there is no outlook.
    """
    told = (assumed or assumptions()).scenarios
    rows = outlook.measures[outlook.measures["measure"] == measure]
    been, later = rows[rows["scenario"] == OBSERVED], rows[rows["scenario"] != OBSERVED]
    if measure == "total" and len(rows):
        been = known.totals[known.totals["region"] == outlook.region].sort_values("year")
    been = been.assign(series=regions.region(outlook.region).name, role="place", low=np.nan, high=np.nan)
    later = later.assign(
        series=later["scenario"].map(lambda name: getattr(told, name).label), role=later["scenario"].map(ROLES)
    )
    columns = ["region", "series", "role", *COLUMNS[3:]]
    return pd.concat([been[columns], later[columns]], ignore_index=True) if len(rows) else later[columns]


def agreement(county: Outlook, parts: Iterable[Outlook]) -> pd.DataFrame:
    """How far the municipalities together are from their county, which is projected by itself.

    Parameters
    ----------
    county : Outlook
    parts : iterable of Outlook
        All its municipalities.

    Returns
    -------
    DataFrame
        ``scenario, year, county, parts`` (persons)``, difference`` (per cent of the county); years ahead only.
    """
    keys = ["scenario", "year"]
    whole, split = county.people, pd.concat([part.people for part in parts])
    both = pd.DataFrame(
        {name: rows.groupby(keys, sort=False)["value"].sum() for name, rows in (("county", whole), ("parts", split))}
    ).reset_index()
    both["difference"] = 100 * (both["parts"] / both["county"] - 1)
    return both[both["scenario"] != OBSERVED].reset_index(drop=True)
