"""The index: worked by hand, and what must hold for any values."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from tests.made import measure, observed, registered
from vagar_lib.composition import Composition, composition
from vagar_lib.indicators import register
from vagar_lib.metrics.index import Tree, composed, index, ranks, scaled
from vagar_lib.sources import store

REGISTER = registered(
    measure(id="a"),
    measure(id="b", direction="lower"),
    measure(id="c", direction="balance", balance_point=50),
    measure(id="d"),
)


def made_of(*themes, **fields):
    """A composition that takes any indicator with a value of one county in twenty."""
    known = {"label": "Index", "coverage": 0.05, "draws": 200, "seed": 1, "perturbation": 0.5, "themes": list(themes)}
    return Composition.model_validate(known | fields)


def theme(name, **aspects):
    return {"theme": name, "aspects": [{"aspect": aspect, "indicators": ids} for aspect, ids in aspects.items()]}


TWO_THEMES = made_of(theme("Arbete", x=["a", "b"], y=["c"]), theme("Miljö", z=["d"]))

VALUES = {
    "a": {"01": 10, "23": 20, "24": 30},  # 0, 50, 100
    "b": {"01": 1, "23": 2, "24": 5},  # less is better: 100, 75, 0
    "c": {"01": 40, "23": 55, "24": 70},  # 10, 5 and 20 from the best: 66.7, 100, 0
    "d": {"01": 3, "24": 1},  # 100, missing, 0
}


def values(**changed):
    return pd.concat([observed(rows, indicator=id) for id, rows in (VALUES | changed).items()], ignore_index=True)


@pytest.fixture
def of_three():
    return index(values(), TWO_THEMES, REGISTER, "län", today=2026)


def test_each_indicator_is_stretched_from_the_worst_to_the_best(of_three):
    wide = of_three.scores.pivot(index="region", columns="indicator", values="score").loc[["01", "23", "24"]]
    assert wide["a"].tolist() == [0, 50, 100]
    assert wide["b"].tolist() == [100, 75, 0]
    assert wide["c"].tolist() == pytest.approx([200 / 3, 100, 0])


def test_the_mean_goes_by_aspect_theme_and_total_with_equal_weights(of_three):
    # Aspect x: (0+100)/2, (50+75)/2, (100+0)/2. Theme Arbete: the mean of x and y.
    assert of_three.themes.loc[["01", "23", "24"], "Arbete"].tolist() == pytest.approx(
        [(50 + 200 / 3) / 2, (62.5 + 100) / 2, 25]
    )
    totals = of_three.totals.set_index("region")["total"]
    # Jämtland has one theme of two, which is half: its total is that one.
    assert totals[["01", "24"]].tolist() == [79.2, 12.5]
    assert totals["23"] == pytest.approx(81.25, abs=0.051)


def test_ranks_and_their_range_when_an_indicator_is_left_out(of_three):
    totals = of_three.totals.set_index("region").loc[["23", "01", "24"]]
    assert totals["rank"].tolist() == [1, 2, 3]
    assert totals["of"].tolist() == [3, 3, 3]
    # Without a: totals 91.7 (01), 87.5 (23), 0: the two change places. The last stays last whichever is left out.
    assert totals["low"].tolist() == [1, 1, 3]
    assert totals["high"].tolist() == [2, 2, 3]
    assert (totals["drawn_low"] <= totals["rank"]).all() and (totals["rank"] <= totals["drawn_high"]).all()
    assert totals.loc["24", ["drawn_low", "drawn_high"]].tolist() == [3, 3]


def test_a_region_with_less_than_half_has_no_total_and_no_rank():
    made = made_of(theme("A", x=["a"], y=["b"], z=["c"]))
    found = index(values(b={"01": 1, "24": 5}, c={"01": 40, "24": 70}), made, REGISTER, "län", today=2026)
    row = found.totals.set_index("region").loc["23"]
    assert np.isnan(row[["total", "rank", "low", "high", "drawn_low", "drawn_high"]].astype(float)).all()
    assert row["of"] == 2, "it has one aspect of three and is not ranked"
    assert row["indicators"] == 1


def test_all_regions_are_taken_from_the_same_year_the_last_that_enough_have():
    few = observed({"01": {2023: 1, 2024: 2}, "23": {2023: 3, 2025: 9}, "24": {2023: 4, 2024: 5}}, indicator="a")
    found = index(few, made_of(theme("A", x=["a"]), coverage=3 / 21), REGISTER, "län", today=2026)
    assert found.used["year"].tolist() == [2023]
    assert found.used[["low", "high", "regions"]].values.tolist() == [[1, 4, 3]]


@pytest.mark.parametrize(
    ("why", "fields", "rows"),
    [
        ("missing", {}, {}),
        ("ended", {"state": "ended"}, {"01": 1, "23": 2}),
        ("stale", {}, {"01": {2022: 1}, "23": {2022: 2}}),
        ("", {"rhythm": 4}, {"01": {2022: 1}, "23": {2022: 2}}),
        ("coverage", {}, {"01": 1}),
        ("alike", {}, {"01": 1, "23": 1}),
        ("alike", {"direction": "balance", "balance_point": 2}, {"01": 1, "23": 3}),
    ],
)
def test_an_indicator_that_can_t_be_compared_is_left_out_and_it_is_said_why(why, fields, rows):
    known = registered(measure(id="a", **fields), measure(id="d"))
    seen = values(a=rows)
    found = index(seen, made_of(theme("A", x=["a", "d"]), coverage=2 / 21), known, "län", today=2026)
    assert found.parts["why"].tolist() == [why, ""]
    assert set(found.scores["indicator"]) == ({"d"} if why else {"a", "d"})


def test_nothing_to_make_an_index_of_gives_no_ranks():
    found = index(values().iloc[:0], TWO_THEMES, REGISTER, "län", today=2026)
    assert found.used.empty and found.scores.empty
    assert found.totals["rank"].isna().all() and len(found.totals) == 21


def test_the_draws_are_the_same_each_time():
    once, twice = (index(values(), TWO_THEMES, REGISTER, "län", today=2026).totals for _ in range(2))
    assert once.equals(twice)


TREE = Tree(np.array([0, 0, 1, 2, 2]), np.array([0, 0, 1]))
MATRICES = arrays.arrays(float, (6, 5), elements=st.floats(0, 100))


@given(MATRICES)
def test_scores_stay_between_nothing_and_a_hundred(scores):
    themes, total = composed(scores, TREE)
    for found in (themes, total):
        assert (found >= -1e-9).all() and (found <= 100 + 1e-9).all()


@given(MATRICES, st.integers(0, 5), st.integers(0, 4), st.floats(0, 50))
def test_a_better_score_never_lowers_the_total(scores, region, indicator, more):
    better = scores.copy()
    better[region, indicator] += more
    assert composed(better, TREE)[1][region] >= composed(scores, TREE)[1][region] - 1e-9


@given(MATRICES, st.permutations(range(6)))
def test_the_order_of_the_regions_does_not_matter(scores, order):
    assert composed(scores[order], TREE)[1] == pytest.approx(composed(scores, TREE)[1][list(order)])


@given(arrays.arrays(float, 8, elements=st.floats(-1e6, 1e6)), st.floats(0.1, 10), st.floats(-100, 100))
def test_the_scale_and_unit_of_a_measure_do_not_matter(found, factor, shift):
    if found.max() - found.min() < 1e-3:
        return
    other = scaled(found * factor + shift, measure())
    assert other == pytest.approx(scaled(found, measure()), abs=1e-4)
    assert scaled(found, measure(direction="lower")) == pytest.approx(100 - scaled(found, measure()), abs=1e-6)


@given(arrays.arrays(float, (3, 7), elements=st.floats(0, 100)))
def test_ranks_are_as_many_as_the_better_ones_and_one(totals):
    expected = [[1 + sum(other > one for other in row) for one in row] for row in totals]
    assert ranks(totals).tolist() == expected


@pytest.mark.parametrize("level", ["län", "kommun"])
def test_the_index_of_the_project_ranks_every_region(built, level):
    found = index(store.observations(), composition(), register(), level, today=store.compiled().year)
    assert found.totals["rank"].notna().all()
    assert found.scores["score"].dropna().between(0, 100).all()
    assert (found.totals["low"] <= found.totals["high"]).all()
    assert not {register().get(id).amount for id in found.used["indicator"]} - {False}
