"""How wrong would it have been? The projection from the first count of ages, against the last one."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd
from scipy import stats

from vagar_lib.metrics.projection import fertility, migration, mortality
from vagar_lib.metrics.projection.assumptions import Assumptions, Band
from vagar_lib.metrics.projection.engine import advance, as_frame, standing
from vagar_lib.metrics.projection.known import Known
from vagar_lib.metrics.projection.place import Vital
from vagar_lib.metrics.projection.summary import MEASURES, counts, wide

TESTED = (*MEASURES, "newborn")
"""Measures tested; 'newborn' are those born after the start, who tell how well births are foreseen."""
YOUNG = 5
"""Youngest one-year ages that the level of fertility is read from, where births are not known."""


def vital_then(known: Known, region: str, assumed: Assumptions) -> Vital:
    """Births and deaths as they could be known at the first count of ages.

    Deaths: the life table from deaths until then, at the level of the county's life expectancy the same years. Births:
    as many as there are young children a woman, in a municipality leaning on its county.
    """
    county, first = region[:2], known.age_years[0]
    rates = known.death_rates(assumed.mortality.years, first)
    life = known.life[(known.life["region"] == county) & (known.life["year"] <= first)]
    life = life.sort_values("year").tail(assumed.mortality.years)
    level = mortality.level_of_life(rates, life["value"].mean())
    shape = fertility.schedule(assumed.fertility, rates.shape[1])
    young = {code: known.people(code, first)[:, :YOUNG].sum() for code in {county, region}}
    expected = {code: YOUNG * float(shape @ known.people(code, first)[0]) for code in {county, region}}
    usual = fertility.level(young[county], expected[county])
    if region != county:
        usual = fertility.level(young[region], expected[region], prior=assumed.fertility.prior, usual=usual)
    return Vital(rates * level, life["year"].mean(), assumed.mortality.decline, shape * usual, assumed.fertility.girls)


def projected_then(known: Known, region: str, assumed: Assumptions) -> np.ndarray:
    """People of a place in the last year whose ages are known, from what was known in the first.

    Net migration is the mean change of the population in the years before, less births and deaths of the first year
    projected. Its ages were not known, so it is spread as migration usually is.
    """
    first, last = known.age_years
    rates, people = vital_then(known, region, assumed), known.people(region, first)
    before = known.by_year.loc[region]
    change = (before[first] - before[first - assumed.migration.window]) / assumed.migration.window
    natural = advance(people, rates.rates(first + 1, 0.0)).value.sum() - people.sum()
    usual = migration.model(assumed.migration.profile, people.shape[1], assumed.migration.oldest)
    for year in range(first + 1, last + 1):
        people = advance(people, rates.rates(year, (change - natural) * usual)).value
    return people


@lru_cache(maxsize=4)
def back_test(known: Known, assumed: Assumptions) -> pd.DataFrame:
    """Projection from the first count of ages to the last, beside what was counted.

    Only what was known at the start is used; the assumptions are those of the projection shown.

    Parameters
    ----------
    known : Known
    assumed : Assumptions

    Returns
    -------
    DataFrame
        ``region, size`` ('small', 'large')``, measure`` (see `TESTED`)``, start, observed, projected`` (values)``,
        error, naive_error`` (per cent of what was observed; the naive says that nothing changes).
    """
    first, last = known.age_years
    kinds = {
        "start": {region: known.people(region, first) for region in known.places},
        "observed": {region: known.people(region, last) for region in known.places},
        "projected": {region: projected_then(known, region, assumed) for region in known.places},
    }
    states = [(region, kind, people) for kind, places in kinds.items() for region, people in places.items()]
    of, kind, people = zip(*states, strict=True)
    rows = as_frame([standing(one) for one in people], [last] * len(people), range(people[0].shape[1]))
    each = len(rows) // len(people)
    rows = rows.assign(region=np.repeat(of, each), scenario=np.repeat(kind, each))
    values = wide(rows).join(counts(rows, {"newborn": ((0, last - first - 1),)}))[[*TESTED]]
    found = values.rename_axis(columns="measure").stack().unstack("scenario").reset_index()
    large = (
        found["region"].map({region: people.sum() for region, people in kinds["start"].items()}) >= assumed.band.large
    )
    found["size"] = large.map({True: "large", False: "small"})
    found["error"] = 100 * (found["projected"] / found["observed"] - 1)
    found["naive_error"] = 100 * (found["start"] / found["observed"] - 1)
    return found[["region", "size", "measure", *kinds, "error", "naive_error"]].rename_axis(columns=None)


def errors(tested: pd.DataFrame, band: Band) -> pd.DataFrame:
    """Errors of the back-test by size of place and measure.

    Parameters
    ----------
    tested : DataFrame
        As `back_test` gives it.
    band : Band
        Gives the share of outcomes that the band is to hold.

    Returns
    -------
    DataFrame
        ``size, measure, places, bias`` (mean error)``, typical`` (mean absolute error)``, naive`` (that of saying that
        nothing changes)``, band`` (half the width of the band); per cent. The band is the root of the mean squared
        error times the quantile of the normal distribution.
    """
    quantile = stats.norm.ppf((1 + band.share) / 2)
    grouped = tested.groupby(["size", "measure"], sort=False)
    return grouped.agg(
        places=("region", "size"),
        bias=("error", "mean"),
        typical=("error", lambda one: one.abs().mean()),
        naive=("naive_error", lambda one: one.abs().mean()),
        band=("error", lambda one: quantile * np.sqrt((one**2).mean())),
    ).reset_index()


def growth(by_year: pd.DataFrame, *, tested: int, window: int, longest: int) -> pd.Series:
    """How many times larger errors are at each horizon than at the one that is back-tested.

    From the population of all municipalities: from every year, the mean change of the years before is continued. Such
    errors of the total grow as those of the cohort-component method do (Smith, S., Tayman, J. and Swanson, D. 2013, *A
    Practitioner's Guide to State and Local Population Projections*, chapter 13).

    Parameters
    ----------
    by_year : DataFrame
        Population: regions as rows, years as columns without gaps.
    tested : int
        Horizon of the back-test, years.
    window : int
        Years that the change is the mean of.
    longest : int
        Longest horizon.

    Returns
    -------
    Series
        By horizon in years, from 1; never falling.
    """
    values = by_year.to_numpy(float)
    change = (values[:, window:] - values[:, :-window]) / window
    start = values[:, window:]
    found = {}
    for horizon in range(1, min(longest, start.shape[1] - 1) + 1):
        guess = start[:, :-horizon] + horizon * change[:, :-horizon]
        found[horizon] = float(np.abs(guess / start[:, horizon:] - 1).mean())
    series = pd.Series(found).cummax()
    return series / series[tested]
