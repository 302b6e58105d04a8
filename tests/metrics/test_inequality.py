"""Gini and Theil of the money, their bounds, and parts that add up exactly."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vagar_lib.metrics.inequality import gini, gini_bound, inequality, lorenz, theil_parts

CODES = [f"{number:04d}" for number in range(2301, 2321)]

places = st.lists(st.tuples(st.integers(0, 10**9), st.integers(1, 10**6)), min_size=1, max_size=len(CODES)).filter(
    lambda pairs: sum(kr for kr, _ in pairs) > 0
)
tables = st.integers(1, 6).flatmap(
    lambda forms: st.lists(
        st.tuples(st.integers(1, 10**5), st.lists(st.integers(0, 10**8), min_size=forms, max_size=forms)),
        min_size=1,
        max_size=8,
    ).filter(lambda rows: sum(sum(kr) for _, kr in rows) > 0)
)


def by_code(values):
    return pd.Series(list(values), CODES[: len(values)], dtype=float)


def kr_and_people(pairs):
    kr, people = zip(*pairs, strict=True)
    return by_code(kr), by_code(people)


def long(rows):
    """Amounts by region and form, and people, from (people, [kr of each form])."""
    table = pd.DataFrame(
        [(CODES[i], f"form {j}", kr) for i, (_, amounts) in enumerate(rows) for j, kr in enumerate(amounts)],
        columns=["region", "form", "kr"],
    )
    return table, by_code([people for people, _ in rows])


def test_lorenz_and_gini_of_three_places_by_hand():
    # People 50, 30, 20 and money 10, 30, 60: per head 0.2, 1, 3, already in order.
    # Cumulated people 0, .5, .8, 1 and money 0, .1, .4, 1. Twice the area under the curve:
    # .5 * (0 + .1) + .3 * (.1 + .4) + .2 * (.4 + 1) = .05 + .15 + .28 = .48, so the Gini is .52.
    kr, people = by_code([10, 30, 60]), by_code([50, 30, 20])
    points = lorenz(kr, people)
    assert points["people"].tolist() == pytest.approx([0, 0.5, 0.8, 1])
    assert points["money"].tolist() == pytest.approx([0, 0.1, 0.4, 1])
    assert points["per_head"].tolist()[1:] == pytest.approx([0.2, 1, 3])
    assert gini(kr, people) == pytest.approx(0.52)


def test_theil_of_three_places_by_hand():
    # Shares of money .1, .3, .6 over shares of people .5, .3, .2:
    # .1 ln .2 + .3 ln 1 + .6 ln 3 = -.160944 + 0 + .659167 = .498223. Highest: ln(1 / .2) = 1.609438.
    found = inequality(by_code([10, 30, 60]), by_code([50, 30, 20]))
    assert found.theil == pytest.approx(0.498223, abs=1e-6)
    assert found.theil_bound == pytest.approx(1.609438, abs=1e-6)
    assert (found.units, found.gini, found.gini_bound) == (3, pytest.approx(0.52), pytest.approx(0.8))


def test_the_bound_of_the_eight_municipalities_with_people_of_2020():
    # SCB, 31 December 2020; the smallest is Ragunda, 5 208 of 131 155: the bound is 1 - 0.039709 = 0.960291.
    people = pd.Series([5208, 6181, 15054, 11488, 12049, 7120, 10070, 63985], CODES[:8])
    assert gini_bound(people) == pytest.approx(0.960291, abs=1e-6)
    everything_to_ragunda = pd.Series([1.0] + [0.0] * 7, CODES[:8])
    assert gini(everything_to_ragunda, people) == pytest.approx(gini_bound(people))


@pytest.mark.parametrize("n", [2, 8, 20])
def test_equally_large_places_have_the_bound_one_less_one_over_n(n):
    assert gini_bound(by_code([7] * n)) == pytest.approx(1 - 1 / n)


def test_a_place_with_people_but_no_amount_got_nothing_and_an_unknown_place_is_left_out():
    people = by_code([50, 50])
    with_unknown = pd.Series({CODES[0]: 10.0, "": 500.0})
    assert gini(with_unknown, people) == gini(by_code([10, 0]), people) == pytest.approx(0.5)


@pytest.mark.parametrize("amounts", [[-1, 5], [0, 0], [np.nan, 4]])
def test_negative_missing_or_no_money_has_no_inequality(amounts):
    found = inequality(by_code(amounts), by_code([1, 1]))
    assert math.isnan(found.gini) and math.isnan(found.theil)
    assert found.gini_bound == 0.5
    assert lorenz(by_code(amounts), by_code([1, 1])).empty


@pytest.mark.parametrize("people", [[0, 1], [np.nan, 1], [-3, 1]])
def test_a_place_without_people_is_refused(people):
    with pytest.raises(ValueError, match="allowed: above 0"):
        gini(by_code([1, 1]), by_code(people))


@settings(max_examples=50, deadline=None)
@given(places)
def test_gini_and_theil_lie_between_nothing_and_their_bounds(pairs):
    found = inequality(*kr_and_people(pairs))
    assert 0 <= found.gini <= found.gini_bound + 1e-9
    assert 0 <= found.theil <= found.theil_bound + 1e-9


@settings(max_examples=50, deadline=None)
@given(places, st.integers(0, 19))
def test_everything_to_one_place_reaches_the_bound_only_in_the_smallest(pairs, which):
    _, people = kr_and_people(pairs)
    which %= len(people)
    alone = pd.Series(0.0, people.index)
    alone.iloc[which] = 5.0
    assert gini(alone, people) == pytest.approx(1 - people.iloc[which] / people.sum(), abs=1e-9)
    alone = pd.Series(0.0, people.index)
    alone[people.idxmin()] = 5.0
    assert gini(alone, people) == pytest.approx(gini_bound(people), abs=1e-9)


@settings(max_examples=50, deadline=None)
@given(places)
def test_gini_is_half_the_mean_difference_between_two_inhabitants(pairs):
    # Another definition: the mean of |x_i - x_j| over pairs of inhabitants, over twice the mean.
    kr, people = kr_and_people(pairs)
    per_head, weight = (kr / people).to_numpy(), (people / people.sum()).to_numpy()
    differences = np.abs(per_head[:, None] - per_head) * np.outer(weight, weight)
    assert gini(kr, people) == pytest.approx(differences.sum() / 2 / (weight @ per_head), abs=1e-9)


@settings(max_examples=50, deadline=None)
@given(places, st.integers(1, 1000), st.integers(1, 1000))
def test_another_unit_of_money_or_of_people_changes_nothing(pairs, money, heads):
    kr, people = kr_and_people(pairs)
    one, other = inequality(kr, people), inequality(kr * money, people * heads)
    assert (other.gini, other.theil) == (pytest.approx(one.gini, abs=1e-9), pytest.approx(one.theil, abs=1e-9))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=20), st.integers(1, 10**4))
def test_the_same_amount_a_head_is_equality(people, per_head):
    found = inequality(by_code(people) * per_head, by_code(people))
    assert (found.gini, found.theil) == (pytest.approx(0, abs=1e-9), pytest.approx(0, abs=1e-9))


@settings(max_examples=50, deadline=None)
@given(places)
def test_the_lorenz_curve_rises_ever_steeper_from_0_to_1_below_the_diagonal(pairs):
    points = lorenz(*kr_and_people(pairs))
    people, money = points["people"].to_numpy(), points["money"].to_numpy()
    assert (people[0], money[0], people[-1], money[-1]) == (0, 0, 1, 1)
    assert (np.diff(people) > 0).all() and (np.diff(money) >= -1e-12).all()
    assert (money <= people + 1e-9).all()
    # Convex: the middle of three points never lies above the line between the other two (compared without dividing).
    steps = np.diff(money)[:-1] * np.diff(people)[1:] - np.diff(money)[1:] * np.diff(people)[:-1]
    assert (steps <= 1e-9).all()


def test_theil_within_and_between_two_forms_by_hand():
    # Two places with half the people each. Form 0 gives 30 and 10, form 1 gives 10 and 10; together 40 and 20 of 60.
    # Shares of the forms 2/3 and 1/3. Between: 2/3 ln(4/3) + 1/3 ln(2/3) = .191788 - .135155 = .056633.
    # Form 0: .75 ln 1.5 + .25 ln .5 = .304099 - .173287 = .130812; form 1: 0. Within: 2/3 * .130812 = .087208.
    # Total .143841. All money: 2/3 ln(4/3) + 1/3 ln(2/3) = .056633, so the mix is .087208 - .056633 = .030575.
    found = theil_parts(*long([(50, [30, 10]), (50, [10, 10])]))
    assert found.between == pytest.approx(0.056633, abs=1e-6)
    assert found.within == pytest.approx(0.087208, abs=1e-6)
    assert found.total == pytest.approx(0.143841, abs=1e-6)
    assert found.municipalities == pytest.approx(0.056633, abs=1e-6)
    assert found.mix == pytest.approx(0.030575, abs=1e-6)
    assert found.forms["form"].tolist() == ["form 0", "form 1"]
    assert found.forms["theil"].tolist() == pytest.approx([0.130812, 0], abs=1e-6)


def test_forms_that_even_each_other_out_leave_no_difference_between_municipalities():
    # One place gets all of one form, the other all of the other: within each form ln 2, in all nothing.
    found = theil_parts(*long([(50, [10, 0]), (50, [0, 10])]))
    assert found.within == pytest.approx(math.log(2)) == found.mix
    assert found.municipalities == pytest.approx(0, abs=1e-12) == found.between


@settings(max_examples=30, deadline=None)
@given(tables)
def test_theil_adds_up_exactly_in_both_ways(rows):
    table, people = long(rows)
    found = theil_parts(table, people)
    assert found.between + found.within == pytest.approx(found.total, abs=1e-9)
    assert found.municipalities + found.mix == pytest.approx(found.within, abs=1e-9)
    assert found.forms["contribution"].sum() == pytest.approx(found.within, abs=1e-9)
    assert min(found.between, found.within, found.municipalities, found.mix) >= -1e-9
    whole = inequality(table.groupby("region")["kr"].sum(), people)
    assert found.municipalities == pytest.approx(whole.theil, abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(tables)
def test_theil_within_a_form_is_that_of_the_form_alone(rows):
    table, people = long(rows)
    for form in theil_parts(table, people).forms.itertuples():
        alone = table[table["form"] == form.form].set_index("region")["kr"]
        assert form.theil == pytest.approx(inequality(alone, people).theil, abs=1e-9)


def test_a_form_or_place_that_got_nothing_or_is_unknown_adds_nothing():
    table, people = long([(50, [30, 10, 0]), (50, [10, 10, 0])])
    unknown = pd.DataFrame({"region": [""], "form": ["form 0"], "kr": [99.0]})
    found = theil_parts(pd.concat([table[table["kr"] > 0], unknown]), people)
    assert found.total == pytest.approx(0.143841, abs=1e-6)


@pytest.mark.parametrize("kr", [-1, np.nan])
def test_repaid_or_unknown_amounts_in_a_pair_have_no_decomposition(kr):
    assert theil_parts(*long([(50, [kr, 10]), (50, [10, 10])])) is None
    assert theil_parts(*long([(50, [0, 0])])) is None
