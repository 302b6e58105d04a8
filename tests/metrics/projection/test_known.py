"""What a projection starts from, when some of the ages have been fetched and others have not."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest


def fetched(known, years, regions):
    """The known with ages of some places also for other years, counted on 31 December."""
    rows = known.ages[(known.ages["year"] == 2022) & known.ages["region"].isin(regions)]
    more = [rows.assign(year=year, period=str(year), source="scb/scb_folkmangd_alder_kon") for year in years]
    kept = known.ages[~(known.ages["region"].isin(regions) & known.ages["year"].isin(years))]
    return replace(known, ages=pd.concat([kept, *more], ignore_index=True))


def test_ages_of_31_december_are_taken_as_they_are_but_for_their_sum(known):
    live = fetched(known, [2022], ["23"])
    counted = live.ages[(live.ages["region"] == "23") & (live.ages["year"] == 2022) & (live.ages["sex"] != "T")]
    newborn = counted[counted["age"] == "0"]["value"].sum() / counted["value"].sum()
    people = live.people("23", 2022)
    assert people[:, 0].sum() / people.sum() == pytest.approx(newborn)
    shipped = known.people("23", 2022)
    assert shipped[:, 0].sum() / shipped.sum() > newborn * 1.2  # raised to the births of a whole year


def test_years_that_only_some_places_have_are_not_the_first_or_the_last(known):
    live = fetched(known, [2015, 2023], ["23", "2303"])
    assert live.age_years == (2018, 2022)
    assert live.places == known.places


def test_the_last_count_of_ages_leaves_a_year_of_births_after_it(known):
    everywhere = known.ages["region"].unique()
    assert int(known.changes["year"].max()) == 2024
    assert fetched(known, [2023, 2024], everywhere).age_years == (2018, 2023)
