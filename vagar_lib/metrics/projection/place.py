"""How many will live here? The projection of one place: levels, the years since the ages were counted, scenarios."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import pandas as pd

from vagar_lib.metrics.projection import fertility, migration, mortality
from vagar_lib.metrics.projection.assumptions import Assumptions
from vagar_lib.metrics.projection.engine import OBSERVED, Rates, advance, as_frame, project, standing
from vagar_lib.metrics.projection.known import Known


@dataclass(frozen=True)
class Vital:
    """Births and deaths of a place.

    Attributes
    ----------
    death_rates : ndarray (2, ages)
        Deaths a year and person in the year ``year``.
    year : float
    decline : float
        Share that the rates fall by each year.
    fertility : ndarray (ages)
        Births a year and woman.
    girls : float
    """

    death_rates: np.ndarray
    year: float
    decline: float
    fertility: np.ndarray
    girls: float

    def rates(self, year: int, net: np.ndarray | float) -> Rates:
        """Rates of a year with this net migration."""
        lived, newborn = mortality.survival(self.death_rates * (1 - self.decline) ** (year - self.year))
        return Rates(self.fertility, lived, newborn, np.broadcast_to(net, lived.shape), self.girls)


def unmoved(people: np.ndarray, vital: Vital, years: range, part: str) -> float:
    """Births or deaths over some years when nobody moves."""
    counted = 0.0
    for year in range(years.start, years.stop):
        step = advance(people, vital.rates(year, 0.0))
        counted, people = counted + getattr(step, part).sum(), step.value
    return counted


@lru_cache(maxsize=64)
def vital(known: Known, region: str, assumed: Assumptions) -> Vital:
    """Levels that give the births and deaths counted since the ages were: those of the county for a municipality.

    A municipality's fertility is its own, leaning on its county's.
    """
    county, last = region[:2], known.age_years[1]
    births, deaths = known.counted(county, "births"), known.counted(county, "deaths")
    years = range(last + 1, int(births.index.max()) + 1)
    people = known.people(county, last)
    shape = fertility.schedule(assumed.fertility, people.shape[1])
    rates = known.death_rates(assumed.mortality.years, last)
    middle = (years.start + years.stop - 1) / 2
    start = Vital(rates, middle, assumed.mortality.decline, shape, assumed.fertility.girls)
    level = mortality.level_of_deaths(
        deaths.sum(), lambda times: unmoved(people, replace(start, death_rates=rates * times), years, "deaths")
    )
    ready = replace(start, death_rates=rates * level)
    usual = fertility.level(births.sum(), unmoved(people, ready, years, "births"))
    if region != county:
        expected = unmoved(known.people(region, last), ready, years, "births")
        own = known.counted(region, "births").sum()
        usual = fertility.level(own, expected, prior=assumed.fertility.prior, usual=usual)
    return replace(ready, fertility=shape * usual)


def moved(known: Known, region: str, rates: Vital, assumed: Assumptions) -> np.ndarray:
    """Net migration a year by sex and age between the two counts of ages, evened out by the size of the place."""
    first, last = known.age_years
    people = before = known.people(region, first)
    barren = replace(rates, fertility=np.zeros_like(rates.fertility))
    for year in range(first + 1, last + 1):
        people = advance(people, barren.rates(year, 0.0)).value
    rules = assumed.migration
    net = migration.residual(before, known.people(region, last), people, last - first, rules.oldest)
    return migration.smoothed(net, rules.smoothing(before.sum()))


def scenarios(
    known: Known, region: str, assumed: Assumptions
) -> tuple[pd.DataFrame, np.ndarray, dict[str, np.ndarray]]:
    """The place at both counts of ages and on to the latest population, and net migration a year by scenario.

    Returns
    -------
    tuple
        Rows of `project` for the counts and the years until the latest population; the people then; net migration by
        scenario.
    """
    rates = vital(known, region, assumed)
    first, last = known.age_years
    totals = known.by_year.loc[region].dropna()
    people = known.people(region, last)
    pattern = moved(known, region, rates, assumed)
    usual = migration.model(assumed.migration.profile, people.shape[1], assumed.migration.oldest)
    nets, steps = [], [standing(known.people(region, year)) for year in (first, last)]
    years = range(last + 1, int(totals.index.max()) + 1)
    for year in years:
        nets.append(totals[year] - advance(people, rates.rates(year, 0.0)).value.sum())
        step = advance(people, rates.rates(year, migration.moved_to(pattern, nets[-1], usual)))
        steps.append(step)
        people = step.value
    mean = ((last - first) * pattern.sum() + sum(nets)) / (last - first + len(nets))
    more = migration.best_over_recent(totals.to_numpy(), totals.index.to_numpy(), assumed.migration)
    recent = migration.moved_to(pattern, mean, usual)
    net = {"recent": recent, "zero": np.zeros_like(recent), "high": recent + more * usual}
    return as_frame(steps, [first, last, *years], range(people.shape[1])), people, net


def people_ahead(known: Known, region: str, assumed: Assumptions) -> pd.DataFrame:
    """People of a place by scenario, year, sex and age, with what made them so many.

    Parameters
    ----------
    known : Known
    region : str
        One of ``known.places``.
    assumed : Assumptions

    Returns
    -------
    DataFrame
        ``region, scenario, year, sex, age, start, births, deaths, net_migration, value, source``; persons. Scenario
        'observed' ends with the latest population; the counts of ages have no parts of change.
    """
    rows, people, nets = scenarios(known, region, assumed)
    rates = vital(known, region, assumed)
    years = range(int(rows["year"].max()) + 1, assumed.until + 1)
    frames = [rows.assign(scenario=OBSERVED)]
    for name, net in nets.items():
        ahead = project(people, _constant(rates, net), years, range(people.shape[1]))
        frames.append(ahead.assign(scenario=name))
    found = pd.concat(frames, ignore_index=True).assign(region=region, source=known.source)
    parts = ["start", "births", "deaths", "net_migration", "value"]
    return found[["region", "scenario", "year", "sex", "age", *parts, "source"]]


def _constant(rates: Vital, net: np.ndarray) -> Callable[[int, np.ndarray], Rates]:
    return lambda year, people: rates.rates(year, net)
