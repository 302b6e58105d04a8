"""Rates give back the deaths they come from, and life expectancies that are published."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from vagar_lib.metrics.projection import mortality
from vagar_lib.sources import store


def test_rates_give_back_the_deaths_of_every_class(known):
    deaths, people = store.table("doda_lan"), known.people("23", 2018)
    rates = mortality.fitted(deaths, people, range(2015, 2020))
    exposed = 5 * (people + np.concatenate([people[:, 1:], people[:, -1:]], axis=1)) / 2
    given = rates * exposed
    own = deaths[deaths["year"].between(2015, 2019)].groupby(["sex", "age"])["value"].sum()
    for name, first, last in mortality.classes(deaths, 100):
        for row, sex in enumerate("KM"):
            assert given[row, first : last + 1].sum() == pytest.approx(own[sex, name], rel=1e-6), (sex, name)


def test_a_class_without_deaths_counts_as_half_a_death():
    # Two classes of 100 persons a year: half a death in 200 person years at 0-1, 20 deaths in 200 at 2-3.
    deaths = pd.DataFrame(
        {"year": 2018, "sex": ["K", "K", "M", "M"], "age": ["0-1", "2+"] * 2, "value": [0.0, 20, 0, 20]}
    )
    rates = mortality.fitted(deaths, np.full((2, 4), 100.0), range(2018, 2019))
    assert 100 * rates[:, :2].sum(axis=1) == pytest.approx([0.5, 0.5])
    assert 100 * rates[:, 2:].sum(axis=1) == pytest.approx([20, 20])


def test_life_expectancy_in_the_county_is_within_half_a_year_of_what_is_published(known):
    # Folkhälsomyndigheten, table halsa_vard_lan: 81.4, 81.2, 82.2, 81.8, 82.1, 82.1 for 2014-2019, on average 81.8.
    women, men = mortality.life_expectancy(known.death_rates(5, 2019))
    assert (women + men) / 2 == pytest.approx(81.8, abs=0.5)
    assert 2.5 < women - men < 4.5


def test_the_assumed_decline_raises_life_expectancy_as_in_the_projection_of_scb(known, assumed):
    # SCB, Sveriges framtida befolkning 2020-2070: 1.0 years a decade for women, 1.2 for men.
    rates = known.death_rates(5, 2019)
    later = rates * (1 - assumed.mortality.decline) ** 10
    gained = mortality.life_expectancy(later) - mortality.life_expectancy(rates)
    assert gained.round(1).tolist() == [1.0, 1.2]


def test_survival_is_half_a_year_at_each_of_two_ages():
    # exp(-(0.1 + 0.3) / 2), the last age its own twice; and half a year from birth: exp(-0.1 / 2).
    lived, newborn = mortality.survival(np.array([[0.1, 0.3]]))
    assert lived[0] == pytest.approx([np.exp(-0.2), np.exp(-0.3)])
    assert newborn == pytest.approx([np.exp(-0.05)])


def test_life_expectancy_of_a_gompertz_population_agrees_with_its_distribution():
    # Deaths at exp(a + b x) a year are Gompertz; the expectation from scipy, in years 1 / b.
    a, b = -10.5, 0.1
    age = np.arange(121) + 0.5
    expected = stats.gompertz(np.exp(a) / b, scale=1 / b).mean()
    assert mortality.life_expectancy(np.exp(a + b * age)[None])[0] == pytest.approx(expected, abs=0.02)


def test_levels_give_the_life_expectancy_and_the_deaths_that_are_asked_for():
    rates = np.full((2, 101), 0.02)
    assert mortality.level_of_life(rates, 50) == pytest.approx(1)
    assert mortality.level_of_deaths(300, lambda level: 200 * level) == pytest.approx(1.5)
