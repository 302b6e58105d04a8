"""Verdicts weighed in units that all indicators share, and the most important chosen."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.made import measure, observed, registered
from vagar_lib import regions
from vagar_lib.metrics.leading import leading, weigh

COUNTIES = regions.codes("län")
REGISTER = registered(
    measure(id="a", direction="lower"),
    measure(id="b", dimension="ekologisk", theme="Klimat och miljö"),
    measure(id="c", direction="balance", balance_point=50),
    measure(id="d", unit="personer"),
    measure(id="e", survey=True),
)
SPREAD = 4 / 1.349
"""Of the values 0 to 8: the quartiles are 2 and 6."""


def observations(*ids):
    return pd.concat([observed(dict(zip(COUNTIES[:9], range(9), strict=True)), indicator=id) for id in ids])


def row(indicator, **fields):
    usual = {"indicator": indicator, "region": "01", "sex": "T", "verdict": "improvement", "year": 2024, "start": 2014}
    usual |= {"low": 0.2, "high": 0.6, "gap": 2.0, "judged": "better", "lead_slope": 0.1}
    usual |= {"stale": False, "ended": False}
    return usual | fields


def weighed(*rows):
    table = pd.DataFrame(rows)
    return weigh(table, observations(*table["indicator"].unique()), REGISTER).set_index("indicator")


def test_level_and_change_are_in_units_of_the_spread_and_up_is_better():
    found = weighed(row("a", gap=-2.0), row("b", gap=-3.0, judged="worse"))
    assert found["level"].tolist() == pytest.approx([2 / SPREAD, -3 / SPREAD])
    assert found["turn"].tolist() == pytest.approx([0.1 / SPREAD] * 2)


def test_what_has_surely_changed_is_the_nearest_end_of_the_interval_times_the_years():
    found = weighed(row("a", low=-0.6, high=-0.2), row("b"))
    assert found["moved"].tolist() == pytest.approx([0.2 * 10 / SPREAD] * 2)


def test_an_interval_over_zero_is_no_change():
    assert weighed(row("a", low=-0.2, high=0.6, verdict="flat"))["moved"].tolist() == [0]


def test_a_balance_is_better_where_the_verdict_on_riket_says_so():
    found = weighed(row("c", gap=2.0, judged="worse"))
    assert found.at["c", "level"] == pytest.approx(-2 / SPREAD)


def test_amounts_and_surveys_have_no_weight():
    found = weighed(row("d"), row("e"))
    assert found["weight"].tolist() == [0, 0]
    assert found[["level", "turn", "moved"]].isna().all(axis=None)


def test_the_weight_is_the_larger_of_the_two_and_at_most_four():
    found = weighed(row("a", gap=-1.0, low=0.5, high=0.9), row("b", gap=100.0))
    assert found["weight"].tolist() == pytest.approx([5 / SPREAD, 4])


@pytest.mark.parametrize("old", ["stale", "ended"])
def test_what_is_old_has_no_weight(old):
    assert weighed(row("a", **{old: True}, verdict=old))["weight"].tolist() == [0]


def test_only_both_sexes_together_are_weighed():
    assert len(weighed(row("a"), row("a", sex="K"))) == 1


def chosen(most, *rows):
    table = pd.DataFrame(rows)
    return leading(weigh(table, observations(*table["indicator"].unique()), REGISTER), most)


def test_what_moves_comes_before_what_only_lies_far_away():
    found = chosen(2, row("a", low=0.05, high=0.1, gap=0.1), row("b", verdict="flat", low=-1.0, high=1.0, gap=9.0))
    assert found[["indicator", "kind"]].values.tolist() == [["a", "change"], ["b", "level"]]


def test_what_neither_moves_nor_differs_is_not_chosen():
    found = chosen(5, row("a"), row("b", verdict="few", low=np.nan, high=np.nan, gap=0.0, judged="level"))
    assert found["indicator"].tolist() == ["a"]


def test_no_more_are_chosen_than_asked_for():
    assert len(chosen(1, row("a"), row("b"))) == 1
