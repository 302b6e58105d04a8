"""A place is brought to the latest population, and each scenario goes on from there."""

from __future__ import annotations

import numpy as np
import pytest

from vagar_lib.metrics import projection
from vagar_lib.metrics.projection.place import moved, scenarios, unmoved, vital

PLACES = ["00", "23", "2303", "2380"]


def test_the_count_of_ages_is_moved_to_the_end_of_the_year(known):
    # Share 80 and older on 31 December, per cent, Kolada in table halsa_vard_lan: riket 5.1 in 2018 and 5.5 in 2022,
    # the county 5.9 and 6.2. The count itself, of about 30 September by year of birth, gives 5.3, 5.7, 6.1 and 6.4.
    published = {("00", 2018): 5.1, ("00", 2022): 5.5, ("23", 2018): 5.9, ("23", 2022): 6.2}
    for (region, year), share in published.items():
        people = known.people(region, year)
        assert people.sum() == pytest.approx(known.by_year.loc[region, year])
        assert 100 * people[:, 80:].sum() / people.sum() == pytest.approx(share, abs=0.051)


def test_newborn_of_a_whole_year_are_as_many_as_were_born(known):
    # SCB: 115 832 born in riket in 2018. Those who moved in or died differ by less than two per cent.
    assert known.people("00", 2018)[:, 0].sum() == pytest.approx(115_832, rel=0.02)


def test_the_rolled_years_agree_with_the_published_share_of_the_oldest(county):
    # Kolada in table halsa_vard_lan, Jämtlands län: 6.6 per cent 80 and older in 2023, 6.9 in 2024.
    rows = county.measures[(county.measures["scenario"] == "observed") & (county.measures["measure"] == "share_80")]
    share = rows.set_index("year")["value"]
    assert share[2023] == pytest.approx(6.6, abs=0.1)
    assert share[2024] == pytest.approx(6.9, abs=0.1)


@pytest.mark.parametrize("region", PLACES)
def test_the_latest_population_is_that_of_scb(known, assumed, region):
    _, people, _ = scenarios(known, region, assumed)
    assert people.sum() == pytest.approx(known.by_year.loc[region, 2025], rel=1e-4)


@pytest.mark.parametrize("region", PLACES)
def test_births_and_deaths_of_the_county_are_those_that_were_counted(known, assumed, region):
    # Jämtlands län 2023 and 2024, raw table befolkningsforandring: 1 158 + 1 138 born, 1 450 + 1 363 dead.
    county = region[:2]
    rates, people = vital(known, county, assumed), known.people(county, 2022)
    years = range(2023, 2025)
    assert unmoved(people, rates, years, "births") == pytest.approx(known.counted(county, "births").sum())
    assert unmoved(people, rates, years, "deaths") == pytest.approx(known.counted(county, "deaths").sum(), rel=1e-3)
    # The level of deaths is set before that of births, so deaths of newborn are a few more.
    if county == "23":
        assert known.counted(county, "births").sum() == 2296 and known.counted(county, "deaths").sum() == 2813


def test_a_municipality_has_the_mortality_of_its_county(known, assumed):
    assert (vital(known, "2303", assumed).death_rates == vital(known, "23", assumed).death_rates).all()


def test_scenarios_differ_in_migration_alone(known, assumed):
    _, _, nets = scenarios(known, "2380", assumed)
    assert not nets["zero"].any()
    assert nets["high"].sum() > nets["recent"].sum()
    people = projection.people_ahead(known, "2380", assumed)
    first = people[people["year"] == 2026].groupby("scenario")[["births", "deaths"]].sum()
    assert np.ptp(first.to_numpy(), axis=0) == pytest.approx([0, 0])


def test_recent_migration_is_what_the_population_changed_by_since_2018_beside_births_and_deaths(known, assumed):
    # The county: 132 736 in 2025 less 130 280 in 2018 (SCB) is 2 456. Eurostat and SCB count 1 350 + 1 274 + 1 330 +
    # 1 170 + 1 158 + 1 138 births and 1 400 + 1 527 + 1 393 + 1 446 + 1 450 + 1 363 deaths in 2019-2024: -1 159; with
    # about -290 in 2025 that leaves some 3 905 moved in, 558 a year.
    _, _, nets = scenarios(known, "23", assumed)
    assert nets["recent"].sum() == pytest.approx(558, abs=40)


def test_municipalities_move_as_their_county_does(known, assumed):
    codes = [code for code in known.places if code.startswith("23") and len(code) == 4]
    parts = sum(moved(known, code, vital(known, code, assumed), assumed).sum() for code in codes)
    whole = moved(known, "23", vital(known, "23", assumed), assumed).sum()
    assert len(codes) == 8
    assert parts == pytest.approx(whole, abs=5)


@pytest.mark.parametrize("region", PLACES)
def test_nobody_appears_or_is_lost_in_the_years_ahead(known, assumed, region):
    people = projection.people_ahead(known, region, assumed)
    for scenario in ("recent", "zero", "high"):
        rows = people[people["scenario"].isin(["observed", scenario])].dropna(subset="start")
        assert (rows["start"] + rows["births"] - rows["deaths"] + rows["net_migration"] == rows["value"]).all()
        sums = rows.groupby(["year", "sex"])[["start", "value"]].sum().unstack("sex")
        assert sums["start"].to_numpy()[1:] == pytest.approx(sums["value"].to_numpy()[:-1])
        assert (rows["value"] >= 0).all()
    assert people["year"].max() == assumed.until
