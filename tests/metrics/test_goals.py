"""Goals counted by one declared rule, dimensions with what was never assessed."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vagar_lib.metrics.goals import assessed_goals, count_goals, dimension_levels

ROWS = pd.DataFrame(
    {
        "case": ["a", "b", "c", "d"],
        "kr": [60.0, 30.0, 10.0, 100.0],
        "sdg": [(5, 8, 9), (9,), (8, 9), ()],
        "form": ["RIS", "RIS", "Projektmedel", "Projektmedel"],
        "year": 2016,
    }
)
CASES = pd.DataFrame(
    {
        "case": ["a", "b", "c", "d"],
        "form": ["RIS", "RIS", "Projektmedel", "Projektmedel"],
        "dim_ekologisk": [0, 3, np.nan, np.nan],
        "dim_social": [1, 1, 2, 3],
        "dim_ekonomisk": [np.nan] * 4,
    }
)

tagged = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 10**6), st.frozensets(st.integers(1, 17), max_size=17)),
    min_size=1,
    max_size=30,
)


def by_goal(found, column="kr"):
    table = found.table.set_index("goal")[column]
    return table[table > 0].to_dict()


def test_each_goal_counts_whole_and_the_sum_goes_beyond_the_total():
    found = count_goals(ROWS, "full")
    assert by_goal(found) == {5: 60, 8: 70, 9: 100}
    assert by_goal(found, "cases") == {5: 1, 8: 2, 9: 3}
    assert (found.total, found.assessed, found.counted) == (200, 100, 230)
    assert found.beyond_total and found.goals_per_krona == pytest.approx(2.3)
    # Shares are of the 100 kr and the three ärenden that were assessed.
    assert by_goal(found, "share_kr") == pytest.approx({5: 0.6, 8: 0.7, 9: 1.0})
    assert by_goal(found, "share_cases") == pytest.approx({5: 1 / 3, 8: 2 / 3, 9: 1.0})


def test_divided_between_goals_the_sum_is_what_was_assessed():
    found = count_goals(ROWS, "split")
    # a gives 20 to each of three goals, b 30 to goal 9, c 5 to each of two.
    assert by_goal(found) == pytest.approx({5: 20, 8: 25, 9: 55})
    assert by_goal(found, "cases") == pytest.approx({5: 1 / 3, 8: 5 / 6, 9: 11 / 6})
    assert not found.beyond_total and found.counted == pytest.approx(found.assessed) == pytest.approx(100)


def test_all_seventeen_goals_are_rows_also_those_nobody_worked_for():
    assert count_goals(ROWS, "full").table["goal"].tolist() == list(range(1, 18))
    by_form = count_goals(ROWS, "full", ["form"]).table
    assert by_form.groupby("form")["goal"].apply(list).tolist() == [list(range(1, 18))] * 2


def test_shares_by_form_are_of_what_was_assessed_in_the_form():
    table = count_goals(ROWS, "full", ["form"]).table.set_index(["form", "goal"])
    assert table.loc[("Projektmedel", 8), ["kr", "cases", "share_kr", "share_cases"]].tolist() == [10, 1, 1, 1]
    assert table.loc[("RIS", 8), "share_kr"] == pytest.approx(60 / 90)


def test_payments_of_an_arende_are_one_arende():
    payments = pd.concat([ROWS.assign(kr=ROWS["kr"] / 2)] * 2)
    for rule in ("full", "split"):
        pd.testing.assert_frame_equal(count_goals(payments, rule).table, count_goals(ROWS, rule).table)


def test_a_goal_named_twice_counts_once():
    twice = ROWS[:1].assign(sdg=[(5, 5, 9)])
    assert by_goal(count_goals(twice, "split")) == {5: 30, 9: 30}


def test_goals_from_parquet_are_arrays_and_count_the_same():
    arrays = ROWS.assign(sdg=ROWS["sdg"].map(np.array))
    assert by_goal(count_goals(arrays, "full")) == {5: 60, 8: 70, 9: 100}


def test_nothing_assessed_has_no_shares_and_nothing_beyond():
    found = count_goals(ROWS[3:], "full")
    assert found.assessed == 0 and found.table["share_kr"].isna().all() and not found.beyond_total
    assert math.isnan(found.goals_per_krona)
    grouped = count_goals(ROWS[3:], "split", ["form"]).table
    assert (grouped["kr"] == 0).all() and grouped["share_cases"].isna().all()
    assert len(count_goals(ROWS[:0], "full").table) == 17
    assert count_goals(ROWS[:0], "full", ["form"]).table.empty


@pytest.mark.parametrize(
    ("rows", "rule", "said"),
    [
        (ROWS, "hälften", "'hälften', allowed: full, split"),
        (ROWS[:1].assign(sdg=[(18,)]), "full", "18.*allowed: 1 to 17"),
    ],
)
def test_another_rule_or_goal_is_refused(rows, rule, said):
    with pytest.raises(ValueError, match=said):
        count_goals(rows, rule)


@settings(max_examples=40, deadline=None)
@given(tagged, st.sampled_from([[], ["form"], ["form", "year"]]))
def test_divided_goals_and_the_unassessed_sum_to_the_total_and_whole_goals_never_to_less(rows, by):
    frame = pd.DataFrame(rows, columns=["case", "kr", "sdg"])
    frame = frame.drop_duplicates("case").assign(sdg=lambda f: f["sdg"].map(tuple), kr=lambda f: f["kr"].astype(float))
    frame = frame.assign(form=frame["case"] % 3, year=2016 + frame["case"] % 2)
    split, full = (count_goals(frame, rule, by) for rule in ("split", "full"))
    unassessed = frame.loc[frame["sdg"].map(len) == 0, "kr"].sum()
    assert split.table["kr"].sum() + unassessed == pytest.approx(split.total)
    assert split.table["cases"].sum() == pytest.approx((frame["sdg"].map(len) > 0).sum())
    assert full.counted >= split.counted - 1e-6
    assert full.table["share_kr"].dropna().between(0, 1 + 1e-9).all()


def test_share_assessed_by_form_by_hand():
    found = assessed_goals(ROWS, ["form"]).set_index("form")
    assert found.loc["RIS"].tolist() == [2, 2, 1, 1, 2]  # goals: (3 + 1) / 2
    assert found.loc["Projektmedel"].tolist() == pytest.approx([2, 1, 0.5, 10 / 110, 2])
    assert assessed_goals(ROWS).iloc[0].tolist() == pytest.approx([4, 3, 0.75, 0.5, 2])


def test_levels_of_the_dimensions_by_hand():
    found = dimension_levels(CASES).set_index("dimension")
    assert found.index.tolist() == ["ekologisk", "social", "ekonomisk"]
    # Ecological: two of four assessed, levels 0 and 3.
    assert found.loc["ekologisk", ["cases", "assessed", "share_assessed", "mean"]].tolist() == [4, 2, 0.5, 1.5]
    assert found.loc["ekologisk", ["level_0", "level_1", "level_2", "level_3"]].tolist() == [0.5, 0, 0, 0.5]
    # Social: 1, 1, 2, 3.
    assert found.loc["social", ["share_assessed", "mean"]].tolist() == [1, 1.75]
    assert found.loc["social", ["level_0", "level_1", "level_2", "level_3"]].tolist() == [0, 0.5, 0.25, 0.25]
    # Economic: nobody assessed it, which is not the level 0.
    assert found.loc["ekonomisk", "share_assessed"] == 0
    assert found.loc["ekonomisk", ["mean", "level_0", "level_3"]].isna().all()


def test_levels_by_form_keep_the_order_of_the_dimensions():
    found = dimension_levels(CASES, ["form"])
    assert found["dimension"].tolist() == ["ekologisk", "social", "ekonomisk"] * 2
    assert found.set_index(["form", "dimension"]).loc[("Projektmedel", "ekologisk"), "assessed"] == 0


def test_an_arende_with_many_payments_is_assessed_once():
    pd.testing.assert_frame_equal(dimension_levels(pd.concat([CASES, CASES[:2]])), dimension_levels(CASES))


def test_a_level_between_the_levels_is_refused():
    with pytest.raises(ValueError, match=r"1\.5.*allowed: 0, 1, 2, 3"):
        dimension_levels(CASES.assign(dim_social=1.5))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from([0, 1, 2, 3, None]), min_size=1, max_size=30))
def test_the_distribution_of_levels_sums_to_1_and_gives_the_mean(levels):
    cases = pd.DataFrame({"case": range(len(levels)), "dim_ekologisk": levels}).assign(dim_social=1, dim_ekonomisk=1)
    found = dimension_levels(cases).iloc[0]
    shares = found[[f"level_{level}" for level in range(4)]].to_numpy(float)
    if found["assessed"]:
        assert shares.sum() == pytest.approx(1)
        assert shares @ np.arange(4) == pytest.approx(found["mean"])
    else:
        assert np.isnan(shares).all()
