"""A step of the projection gives what a hand gives, and nobody appears or is lost."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from vagar_lib.metrics.projection.engine import Rates, advance, grid, project

AGES = (0, 1, 2)


def constant(migration=0.0) -> Rates:
    """Three ages, of which the middle one bears children and the last one is open."""
    return Rates(
        fertility=np.array([0, 0.5, 0]),
        survival=np.array([[0.9, 0.8, 0.5], [0.9, 0.7, 0.4]]),
        birth_survival=np.array([1.0, 0.9]),
        migration=np.broadcast_to(migration, (2, 3)),
        girls=0.5,
    )


def test_three_ages_with_zero_migration_and_constant_rates_are_as_worked_by_hand():
    # Women 100, 60, 40; men 100, 50, 30.
    # First step. Women aged 1: 60 before and 100 * 0.9 = 90 after, so 0.5 * (60 + 90) / 2 = 37.5 births.
    #   women: 18.75 * 1.0 = 18.75; 90; 60 * 0.8 + 40 * 0.5 = 68
    #   men: 18.75 * 0.9 = 16.875; 90; 50 * 0.7 + 30 * 0.4 = 47
    # Second step. Women aged 1: 90 before, 18.75 * 0.9 = 16.875 after: 0.5 * 106.875 / 2 = 26.71875 births.
    #   women: 13.359375; 16.875; 90 * 0.8 + 68 * 0.5 = 106
    #   men: 12.0234375; 15.1875; 90 * 0.7 + 47 * 0.4 = 81.8
    people = np.array([[100.0, 60, 40], [100, 50, 30]])
    found = project(people, lambda year, people: constant(), [2023, 2024], AGES)
    by_year = {year: grid(rows[["sex", "age", "value"]]) for year, rows in found.groupby("year")}
    assert by_year[2023] == pytest.approx(np.array([[18.75, 90, 68], [16.875, 90, 47]]))
    assert by_year[2024] == pytest.approx(np.array([[13.359375, 16.875, 106], [12.0234375, 15.1875, 81.8]]))


def test_deaths_are_told_at_the_age_that_would_have_been_reached():
    # Of 18.75 boys born 1.875 die; of 100 boys aged 0, 10; of the 80 oldest men 50 * 0.3 + 30 * 0.6 = 33.
    step = advance(np.array([[100.0, 60, 40], [100, 50, 30]]), constant())
    assert step.deaths[1] == pytest.approx([1.875, 10, 33])
    assert step.births[:, 0] == pytest.approx([18.75, 18.75])


def test_migrants_come_at_the_end_of_the_step_and_bear_no_child_during_it():
    people = np.array([[100.0, 60, 40], [100, 50, 30]])
    still, moved = advance(people, constant()), advance(people, constant(5.0))
    assert moved.value - still.value == pytest.approx(np.full((2, 3), 5.0))
    assert moved.births == pytest.approx(still.births)


def test_no_more_leave_than_there_are():
    step = advance(np.array([[10.0, 0, 0], [0, 0, 0]]), constant(-100.0))
    assert (step.value == pytest.approx(0)) and step.net_migration[0, 1] == pytest.approx(-9)


shares = st.floats(0, 1)
counts = st.floats(0, 1e6)


@given(
    arrays(float, (2, 5), elements=counts),
    arrays(float, 5, elements=st.floats(0, 3)),
    arrays(float, (2, 5), elements=shares),
    arrays(float, 2, elements=shares),
    arrays(float, (2, 5), elements=st.floats(-1e5, 1e5)),
    st.floats(0.4, 0.6),
)
def test_births_less_deaths_and_net_migration_are_the_change_by_sex_and_age(
    people, fertility, survival, birth_survival, migration, girls
):
    rates = Rates(fertility, survival, birth_survival, migration, girls)
    found = project(people, lambda year, people: rates, range(2023, 2028), range(5))
    assert (found["start"] + found["births"] - found["deaths"] + found["net_migration"] == found["value"]).all()
    before = people.sum(axis=1)
    for _, rows in found.groupby("year"):
        sums = rows.groupby("sex")[["start", "births", "deaths", "net_migration", "value"]].sum().loc[["K", "M"]]
        assert sums["start"].to_numpy() == pytest.approx(before)
        change = sums["births"] - sums["deaths"] + sums["net_migration"]
        assert (sums["value"] - sums["start"]).to_numpy() == pytest.approx(
            change.to_numpy(), abs=1e-5 * before.max() + 1e-3
        )
        assert (rows["value"] >= -1e-6).all() and (rows["deaths"] >= -1e-6).all()
        before = sums["value"].to_numpy()


def test_a_missing_age_is_refused():
    rows = project(np.ones((2, 3)), lambda year, people: constant(), [2023], AGES)[["sex", "age", "value"]]
    with pytest.raises(ValueError, match="every sex and age"):
        grid(rows.iloc[1:])
