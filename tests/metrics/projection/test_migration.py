"""Net migration is what births and deaths leave over, and is evened out without anyone being lost."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from vagar_lib.metrics.projection import migration


def test_usual_migration_is_one_in_all_alike_for_both_sexes_and_highest_in_the_early_twenties(assumed):
    usual = migration.model(assumed.migration.profile, 101, 84)
    assert usual.sum() == pytest.approx(1)
    assert (usual[0] == usual[1]).all()
    assert 20 <= usual[0].argmax() <= 25
    assert not usual[:, 85:].any()


def test_the_residual_of_a_cohort_is_spread_over_the_years_and_ages_it_passed():
    # Two years between; 10 were 2 at first and 16 are 4 now, nobody died: 6 moved in, 3 a year, at the ages 3 and 4.
    before, after = np.zeros((2, 7)), np.zeros((2, 7))
    before[0, 2], after[0, 4] = 10, 16
    survived = np.zeros((2, 7))
    survived[0, 4] = 10
    found = migration.residual(before, after, survived, 2, oldest=6)
    assert found[0] == pytest.approx([0, 0, 0, 1.5, 1.5, 0, 0])
    assert not found[1].any()


def test_cohorts_born_between_move_as_those_a_little_older():
    # Two years between: those now 2 and 3 gained 4 and 8, so those now 0 and 1, whose births are unknown, get 6 each.
    after = np.zeros((2, 6))
    after[0, 2], after[0, 3] = 4, 8
    found = migration.residual(np.zeros((2, 6)), after, np.zeros((2, 6)), 2, oldest=5)
    assert found[0] == pytest.approx([(6 + 6) / 4, (6 + 4) / 4, (4 + 8) / 4, 8 / 4, 0, 0])


def test_differences_among_the_oldest_are_error_and_not_migration():
    after = np.zeros((2, 6))
    after[:, 5] = 100
    assert not migration.residual(np.zeros((2, 6)), after, np.zeros((2, 6)), 1, oldest=4).any()


@given(arrays(float, (2, 101), elements=st.floats(-1e4, 1e4)), st.just(0.0) | st.floats(0.5, 4))
def test_evening_out_keeps_the_sum_of_each_sex(net, years):
    found = migration.smoothed(net, years)
    assert found.sum(axis=1) == pytest.approx(net.sum(axis=1), abs=1e-6 * np.abs(net).sum() + 1e-9)


@given(arrays(float, (2, 101), elements=st.floats(-1e4, 1e4)), st.floats(-1e5, 1e5))
def test_a_new_total_is_met(net, total):
    profile = np.full((2, 101), 1 / 202)
    assert migration.moved_to(net, total, profile).sum() == pytest.approx(total, abs=1e-6 * np.abs(net).sum() + 1e-6)


def test_the_smaller_the_place_the_more_its_ages_are_evened_out(assumed):
    years = [assumed.migration.smoothing(size) for size in (132_000, 50_000, 49_999, 20_000, 5_000)]
    assert years == [1, 1, 2, 2, 3]
