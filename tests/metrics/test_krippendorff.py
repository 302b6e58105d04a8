"""Krippendorff's alpha against the examples that Krippendorff (2011) publishes, and what must hold of it."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vagar_lib.metrics.krippendorff import FEWEST_UNITS, alpha

NONE = np.nan
# Section C of the paper: four observers, twelve units, values 1 to 5, some missing.
PUBLISHED = pd.DataFrame(
    {
        "A": [1, 2, 3, 3, 2, 1, 4, 1, 2, NONE, NONE, NONE],
        "B": [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NONE, 3],
        "C": [NONE, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NONE],
        "D": [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NONE],
    }
)


@pytest.mark.parametrize(("level", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_four_observers_with_missing_data_agree_as_published(level, published):
    assert alpha(PUBLISHED, level).value == pytest.approx(published, abs=0.0005)


def test_two_observers_and_two_values_agree_as_published():
    # Section A: Meg and Owen, ten articles; o = 4 of 20 in disagreement, n0 = 14, n1 = 6: 1 - 19 * 8 / (2 * 14 * 6).
    meg = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    owen = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    found = alpha(pd.DataFrame({"Meg": meg, "Owen": owen}), "nominal")
    assert found.value == pytest.approx(0.095, abs=0.0005)
    assert found.value == pytest.approx(1 - 19 * 8 / (2 * 14 * 6))


def test_two_observers_and_five_nominal_values_agree_as_published():
    # Section B: Ben and Gerry, twelve units.
    ben, gerry = list("aabbdcccedda"), list("babbbcccEddd".lower())
    assert alpha(pd.DataFrame({"Ben": ben, "Gerry": gerry}), "nominal").value == pytest.approx(0.692, abs=0.0005)


def test_a_unit_that_only_one_has_assessed_does_not_count():
    # Of the twelve units the last has one value; 40 of the 41 values can be paired.
    found = alpha(PUBLISHED, "nominal")
    assert (found.units, found.values) == (11, 40)


def test_the_interval_holds_the_value_and_narrows_with_more_units():
    few, many = alpha(PUBLISHED, "ordinal"), alpha(pd.concat([PUBLISHED] * 8), "ordinal")
    assert few.lower < few.value < few.upper <= 1
    assert many.upper - many.lower < few.upper - few.lower


def test_too_few_units_are_said_to_be_few():
    assert alpha(PUBLISHED.head(FEWEST_UNITS - 1), "nominal").few
    assert not alpha(PUBLISHED, "nominal").few


def test_nothing_to_compare_has_no_alpha():
    alone = pd.DataFrame({"A": [1.0, 2.0], "B": [NONE, NONE]})
    assert alpha(alone).units == 0 and np.isnan(alpha(alone).value)
    same = pd.DataFrame({"A": [1, 1, 1], "B": [1, 1, 1]})
    assert np.isnan(alpha(same).value) and alpha(same).few


def test_an_unknown_level_and_words_on_an_ordinal_scale_are_refused():
    with pytest.raises(ValueError, match="level: 'ratio', allowed: nominal, ordinal, interval"):
        alpha(PUBLISHED, "ratio")
    with pytest.raises(ValueError, match="ordinal values are numbers"):
        alpha(pd.DataFrame({"A": ["ja", "nej"], "B": ["ja", "ja"]}), "ordinal")


tables = st.lists(st.lists(st.integers(0, 3), min_size=3, max_size=3), min_size=3, max_size=12)


@settings(deadline=None, max_examples=50)
@given(tables, st.sampled_from(["nominal", "ordinal", "interval"]), st.randoms())
def test_neither_the_order_of_assessors_nor_of_units_matters(rows, level, chance):
    first = alpha(pd.DataFrame(rows), level, draws=10).value
    shuffled = [chance.sample(row, len(row)) for row in chance.sample(rows, len(rows))]
    assert alpha(pd.DataFrame(shuffled), level, draws=10).value == pytest.approx(first, nan_ok=True)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.integers(0, 3), min_size=2, max_size=12).filter(lambda values: len(set(values)) > 1))
def test_those_who_always_agree_have_alpha_one(values):
    assert alpha(pd.DataFrame({"A": values, "B": values}), "ordinal", draws=10).value == pytest.approx(1)
