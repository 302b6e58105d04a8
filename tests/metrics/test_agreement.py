"""Kappa against published tables, and its limits."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vagar_lib.metrics.agreement import kappa

ratings = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=60)


def from_counts(table):
    """Two assessments of as many cases as the table says, rows the first assessor."""
    pairs = [(i, j) for i, row in enumerate(table) for j, number in enumerate(row) for _ in range(number)]
    return pd.Series([i for i, _ in pairs]), pd.Series([j for _, j in pairs])


def of(pairs, **options):
    one, other = (pd.Series(list(column)) for column in zip(*pairs, strict=True))
    return kappa(one, other, categories=range(4), **options)


def test_two_by_two_by_hand_with_its_standard_error():
    # 20 and 15 of 50 agree: observed .7. Margins .5 .5 and .6 .4: by chance .5 * .6 + .5 * .4 = .5. Kappa .2 / .5 = .4.
    # Variance (Fleiss, Cohen, Everitt 1969) with 1 - kappa = .6; the diagonal has (1 - (row + column) * .6)^2:
    #   .4 (1 - 1.1 * .6)^2 + .3 (1 - .9 * .6)^2 = .4 * .1156 + .3 * .2116 = .10972
    # off it ((column of i + row of j) * .6)^2, cell (0, 1): column 0 is .6, row 1 is .5; cell (1, 0): .4 and .5:
    #   .1 (1.1 * .6)^2 + .2 (.9 * .6)^2 = .1 * .4356 + .2 * .2916 = .10188
    # less (.4 - .5 * .6)^2 = .01: .2016, over 50 * .25 = 12.5: .016128, whose root is .126996.
    found = kappa(*from_counts([[20, 5], [10, 15]]))
    assert (found.observed, found.expected) == (pytest.approx(0.7), pytest.approx(0.5))
    assert found.value == pytest.approx(0.4)
    assert found.error == pytest.approx(0.126996, abs=1e-6)
    assert (found.lower, found.upper) == (pytest.approx(0.1511, abs=1e-4), pytest.approx(0.6489, abs=1e-4))
    assert not found.few


def test_the_table_of_cohen_1968():
    # Proportions of 200; Cohen reports the unweighted kappa .492.
    found = kappa(*from_counts([[88, 14, 18], [10, 40, 10], [2, 6, 12]]))
    assert found.value == pytest.approx(0.492, abs=5e-4)


# As printed by PROC FREQ of SAS for this table: kappa, standard error and 95 % limits; with Cicchetti-Allison (linear)
# weights for the second.
@pytest.mark.parametrize(
    ("weights", "printed"),
    [("none", [0.4842, 0.1380, 0.2137, 0.7547]), ("linear", [0.4701, 0.1457, 0.1845, 0.7558])],
)
def test_kappa_and_its_limits_as_sas_prints_them(weights, printed):
    found = kappa(*from_counts([[0, 4, 1], [0, 8, 0], [0, 1, 5]]), weights=weights)
    assert [found.value, found.error, found.lower, found.upper] == pytest.approx(printed, abs=5e-5)


def test_quadratic_weights_by_hand():
    # Three levels, ten cases: agreement 1 on the diagonal, 1 - (1/2)^2 = .75 one step off, 0 two steps off.
    # Seen: 6 agree, 3 are one step off, 1 two: .6 + .3 * .75 = .825.
    table = [[2, 1, 1], [1, 2, 0], [0, 1, 2]]
    # Margins rows .4 .3 .3, columns .3 .4 .3. Diagonal .12 + .12 + .09 = .33; one step .16 + .09 + .09 + .12 = .46.
    # By chance .33 + .46 * .75 = .675; kappa (.825 - .675) / .325 = .461538.
    found = kappa(*from_counts(table), weights="quadratic")
    assert (found.observed, found.expected) == (pytest.approx(0.825), pytest.approx(0.675))
    assert found.value == pytest.approx(0.461538, abs=1e-6)


@pytest.mark.parametrize("weights", ["none", "linear", "quadratic"])
def test_equal_assessments_have_kappa_1_and_no_interval(weights):
    levels = pd.Series([0, 1, 2, 3] * 10)
    found = kappa(levels, levels, weights=weights)
    assert (found.value, found.observed, found.few) == (1, 1, False)
    assert math.isnan(found.error) and math.isnan(found.lower)


def test_agreement_by_chance_is_0_and_full_disagreement_below():
    assert kappa(*from_counts([[10, 10], [10, 10]])).value == pytest.approx(0)
    assert kappa(*from_counts([[0, 10], [10, 0]])).value == pytest.approx(-1)


def test_one_category_throughout_says_nothing():
    same = pd.Series([2] * 50)
    found = kappa(same, same, categories=range(4))
    assert found.observed == 1 and math.isnan(found.value) and found.few


def test_few_is_below_twice_the_square_of_the_categories():
    pairs = [(level, level) for level in range(4)] * 8
    assert not of(pairs).few  # 32 pairs of four levels
    assert of(pairs[:-1]).few


def test_cases_that_one_did_not_assess_are_counted_and_left_out():
    one = pd.Series({"a": 1, "b": 0, "c": np.nan, "d": 1, "e": np.nan})
    other = pd.Series({"e": np.nan, "d": 0, "c": 1, "b": 0, "a": 1})  # another order
    found = kappa(one, other)
    assert (found.pairs, found.missing, found.observed) == (3, 1, pytest.approx(2 / 3))


def test_no_pairs_have_no_kappa():
    found = kappa(pd.Series([1.0, np.nan]), pd.Series([np.nan, 1.0]))
    assert (found.pairs, found.missing, found.few) == (0, 2, True) and math.isnan(found.value)
    assert kappa(pd.Series(dtype=float), pd.Series(dtype=float)).pairs == 0


def test_words_are_categories_too():
    found = kappa(pd.Series(["ja", "nej", "ja"]), pd.Series(["ja", "nej", "nej"]), categories=["nej", "ja"])
    assert found.observed == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("other", "options", "said"),
    [
        ([0, 7], {"categories": [0, 1]}, r"\[7\], allowed: \[0, 1\]"),
        ([0, 1, 1], {}, "the same cases, each once"),
        ([0, 1], {"weights": "cubic"}, "'cubic', allowed: none, linear, quadratic"),
    ],
)
def test_what_cannot_be_compared_is_refused(other, options, said):
    with pytest.raises(ValueError, match=said):
        kappa(pd.Series([0, 1]), pd.Series(other), **options)


@settings(max_examples=50, deadline=None)
@given(ratings, st.sampled_from(["none", "linear", "quadratic"]))
def test_kappa_does_not_depend_on_who_is_first_or_on_more_cases_alike(pairs, weights):
    one = of(pairs, weights=weights)
    swapped = of([(j, i) for i, j in pairs], weights=weights)
    assert swapped.value == pytest.approx(one.value, nan_ok=True)
    assert swapped.error == pytest.approx(one.error, nan_ok=True, abs=1e-7)
    four_times = of(pairs * 4, weights=weights)
    assert four_times.value == pytest.approx(one.value, nan_ok=True)
    assert four_times.error == pytest.approx(one.error / 2, nan_ok=True, abs=1e-7)


@settings(max_examples=50, deadline=None)
@given(ratings)
def test_kappa_is_at_most_1_and_its_interval_holds_it(pairs):
    found = of(pairs)
    if not math.isnan(found.error):
        assert -1 <= found.lower <= found.value <= found.upper <= 1


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=1, max_size=40))
def test_with_two_categories_weights_make_no_difference(pairs):
    one, other = (pd.Series(list(column)) for column in zip(*pairs, strict=True))
    plain, linear = (kappa(one, other, [0, 1], weights).value for weights in ("none", "linear"))
    assert linear == pytest.approx(plain, nan_ok=True)
