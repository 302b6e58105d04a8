"""Influence between goals, worked by hand on four goals, and what other assessors would have changed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vagar_lib.errors import BadInput
from vagar_lib.metrics import interaction

GOALS = ["a", "b", "c", "d"]
BY_HAND = [
    [0, 3, -1, 0],
    [1, 0, 2, -2],
    [0, -3, 0, 1],
    [2, 0, 1, 0],
]
CELLS = st.lists(st.lists(st.sampled_from(interaction.SCALE), min_size=4, max_size=4), min_size=4, max_size=4)


def scored(*matrices: list[list[int]], year: int = 2026) -> pd.DataFrame:
    """Scores of as many assessors, all pairs."""
    return pd.DataFrame(
        [
            {"year": year, "assessor": f"p{number}", "from": GOALS[i], "to": GOALS[j], "score": one[i][j]}
            for number, one in enumerate(matrices)
            for i in range(4)
            for j in range(4)
            if i != j
        ]
    )


def made(*matrices: list[list[int]]) -> interaction.Matrix:
    return interaction.matrix(scored(*matrices), GOALS)


def test_given_is_the_sum_of_the_row_and_received_of_the_column():
    found = interaction.influence(made(BY_HAND))
    assert found["given"].tolist() == [2, 1, -2, 3]
    assert found["received"].tolist() == [3, 0, 2, -1]
    assert found["given_rank"].tolist() == [2, 3, 4, 1]
    assert found["received_rank"].tolist() == [1, 3, 2, 4]


def test_second_order_influence_by_hand():
    """Ways over one goal, divided by 3 · (4 − 2) = 6. From a to b: over c −1 · −3 = 3, over d 0 · 0 = 0, so 3 + 3/6.
    From a to c: over b 3 · 2 = 6, over d 0, so −1 + 1 = 0. From a to d: over b 3 · −2 = −6, over c −1 · 1 = −1, so
    −7/6. From b to a: over c 0, over d −2 · 2 = −4. From b to c: over a 1 · −1 = −1, over d −2 · 1 = −2. From b to d:
    over a 0, over c 2 · 1 = 2. From c to a: over b −3, over d 2. From c to b: over a 0, over d 0. From c to d: over a
    0, over b −3 · −2 = 6. From d to a: over b 0, over c 0. From d to b: over a 6, over c −3. From d to c: over a −2,
    over b 0."""
    expected = np.array(
        [
            [0, 3 + 3 / 6, -1 + 6 / 6, 0 - 7 / 6],
            [1 - 4 / 6, 0, 2 - 3 / 6, -2 + 2 / 6],
            [0 - 1 / 6, -3, 0, 1 + 6 / 6],
            [2, 0 + 3 / 6, 1 - 2 / 6, 0],
        ]
    )
    assert interaction.second_order(np.array(BY_HAND)) == pytest.approx(expected)
    found = interaction.influence(made(BY_HAND))
    assert found["given_second"].tolist() == pytest.approx(expected.sum(axis=1).tolist())
    assert found["received_second"].tolist() == pytest.approx(expected.sum(axis=0).tolist())


def test_pairs_in_conflict_come_first_with_both_directions():
    """b and c: 2 forth, −3 back. b and d: −2 forth, 0 back. a and c: −1 forth, 0 back. The others have nothing below
    0."""
    found = interaction.mutual(made(BY_HAND))
    assert found.loc[found["conflict"], ["one", "other"]].values.tolist() == [["b", "c"], ["b", "d"], ["a", "c"]]
    assert found.loc[0, ["forth", "back", "lowest", "both", "asymmetry"]].tolist() == [2, -3, -3, -0.5, 5]


def test_a_mean_that_is_shown_as_the_limit_is_a_conflict():
    """21 of 22 assessors say −1 and one says 0: −0.9545 is shown as −1.0. With three zeros of 22, −0.8636 is −0.9."""
    harm, none = [[0, -1, 0, 0], [0] * 4, [0] * 4, [0] * 4], [[0] * 4] * 4
    assert interaction.mutual(made(*[harm] * 21, none))["conflict"].sum() == 1
    assert not interaction.mutual(made(*[harm] * 19, none, none, none))["conflict"].any()


def test_the_mean_of_the_assessors_counts_only_those_who_scored():
    scores = scored(BY_HAND, [[0, 1, 0, 0]] * 4)
    scores = scores[~((scores["assessor"] == "p1") & (scores["from"] == "a") & (scores["to"] == "c"))]
    found = interaction.matrix(scores, GOALS)
    assert found.mean[0, 1] == 2 and found.mean[0, 2] == -1
    assert np.isnan(np.diag(found.mean)).all() and found.missing == 0


def test_a_pair_that_nobody_scored_is_told_and_is_no_pair():
    scores = scored(BY_HAND)
    found = interaction.matrix(scores[~((scores["from"] == "a") & (scores["to"] == "b"))], GOALS)
    assert found.missing == 1 and len(interaction.pairs(found)) == 11
    assert interaction.influence(found)["given"].tolist() == [-1, 1, -2, 3]


def test_the_spread_of_a_pair_has_its_ends_and_tells_opposite_views():
    """3, 3 and −3: mean 1. The distances to it are 2, 2 and 4 of the 6 points of the scale; one plus the mean of
    log2(4/6), log2(4/6) and log2(2/6) is 0.0817."""
    other = [row.copy() for row in BY_HAND]
    other[0][1] = -3
    row = interaction.pairs(made(BY_HAND, BY_HAND, other)).iloc[0]
    assert row[["from", "to", "assessors", "mean", "low", "high", "split"]].tolist() == ["a", "b", 3, 1, -3, 3, True]
    assert row["agreement"] == pytest.approx(0.0817, abs=5e-5)


def test_two_pairs_of_friends_are_two_groups():
    friends = [[0, 3, -2, -1], [3, 0, -1, -2], [-2, -1, 0, 3], [-1, -2, 3, 0]]
    assert interaction.clusters(made(friends)) == [["a", "b"], ["c", "d"]]


def test_goals_that_all_help_alike_are_one_group():
    assert interaction.clusters(made([[1] * 4] * 4)) == [GOALS]


def test_ranks_do_not_move_when_all_assessors_agree():
    found = interaction.resampled(made(BY_HAND, BY_HAND, BY_HAND), draws=50)
    assert (found["given_low"] == found["given_rank"]).all() and (found["given_high"] == found["given_rank"]).all()


def test_ranks_move_when_the_assessors_differ():
    reverse = [[-cell for cell in row] for row in BY_HAND]
    found = interaction.resampled(made(BY_HAND, BY_HAND, reverse), draws=200).set_index("goal")
    assert found.loc["d", ["given_rank", "given_low", "given_high"]].tolist() == [1, 1, 4]


def test_only_the_latest_year_counts_and_no_scores_are_no_matrix():
    both = pd.concat([scored([[3] * 4] * 4, year=2025), scored(BY_HAND)])
    assert interaction.matrix(both, GOALS).mean[0, 1] == 3 and interaction.matrix(both, GOALS).year == 2026
    assert interaction.matrix(scored(BY_HAND).head(0), GOALS) is None


def test_few_assessors_are_said_to_be_few():
    assert made(BY_HAND, BY_HAND).few and not made(BY_HAND, BY_HAND, BY_HAND).few


def test_unknown_goals_and_a_goal_against_itself_are_refused_at_once():
    wrong = pd.DataFrame({"year": 2026, "assessor": "p", "from": ["a", "x"], "to": ["a", "b"], "score": [1, 1]})
    with pytest.raises(BadInput) as refused:
        interaction.matrix(wrong, GOALS)
    assert len(refused.value.findings) == 2
    assert "unknown goal 'x', allowed: a, b, c, d" in str(refused.value)


@settings(deadline=None)
@given(CELLS)
def test_what_is_given_is_received_by_someone(cells):
    found = interaction.influence(made(cells))
    assert found["given"].sum() == pytest.approx(found["received"].sum())
    assert found["given_second"].sum() == pytest.approx(found["received_second"].sum())


@settings(deadline=None)
@given(CELLS)
def test_every_goal_is_in_one_group(cells):
    groups = interaction.clusters(made(cells))
    assert sorted(goal for group in groups for goal in group) == GOALS


@settings(deadline=None, max_examples=25)
@given(st.lists(CELLS, min_size=3, max_size=3))
def test_a_rank_lies_within_the_ranks_there_are(matrices):
    found = interaction.resampled(made(*matrices), draws=40)
    for name in ("given", "received"):
        assert found[f"{name}_low"].between(1, 4).all() and found[f"{name}_high"].between(1, 4).all()
        assert (found[f"{name}_low"] <= found[f"{name}_high"]).all()
