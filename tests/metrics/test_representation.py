"""A ratio is called over or under only when chance alone would not give it."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from vagar_lib.metrics import representation as measure
from vagar_lib.metrics.representation import representation


def arenden(**numbers):
    """Ärenden of 1 000 kr, each to a recipient of its own, so many led by each of K, M, ..."""
    led_by = [who for who, number in numbers.items() for _ in range(number)]
    names = [f"{i:05d}" for i in range(len(led_by))]
    return pd.DataFrame({"case": names, "recipient": names, "kr": 1000.0, "led_by": led_by})


def skewed(n, seed=1, groups="ab"):
    rng = np.random.default_rng(seed)
    names = [f"{i:05d}" for i in range(n)]
    return pd.DataFrame(
        {"case": names, "recipient": names, "kr": rng.lognormal(11, 1, n), "region": rng.choice(list(groups), n)}
    )


HALF = pd.Series({"K": 50, "M": 50})


def test_ratios_by_hand():
    # Led by women 100 of 400 kr where half of the companies are: 0.25 / 0.5 = 0.5, one halving; men 0.75 / 0.5 = 1.5.
    rows = pd.DataFrame({"case": ["a", "b"], "recipient": ["M1", "M2"], "kr": [100.0, 300.0], "led_by": ["K", "M"]})
    found = representation(rows, "led_by", HALF).set_index("led_by")
    assert found["share"].tolist() == [0.25, 0.75]
    assert found["ratio"].tolist() == [0.5, 1.5]
    assert found["log2"].tolist() == pytest.approx([-1, 0.584963], abs=1e-6)
    assert found["amount"].tolist() == [100, 300] and found["cases"].tolist() == [1, 1]


# Newcombe (1998), Statistics in Medicine 17, table I: Wilson's score interval without continuity correction.
@pytest.mark.parametrize(
    ("seen", "of", "lower", "upper"), [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (1, 29, 0.0061, 0.1718)]
)
def test_the_interval_of_a_number_is_wilsons_as_published(seen, of, lower, upper):
    found = representation(arenden(K=seen, M=of - seen), "led_by", HALF, "cases").set_index("led_by").loc["K"]
    assert found["lower"] * 0.5 == pytest.approx(lower, abs=5e-5)
    assert found["upper"] * 0.5 == pytest.approx(upper, abs=5e-5)


def test_none_where_many_were_expected_is_under():
    # Newcombe (1998), same table: 0 of 20 has the interval 0 to 0.1611.
    found = representation(arenden(M=20), "led_by", HALF, "cases").set_index("led_by").loc["K"]
    assert (found["ratio"], found["lower"], found["verdict"]) == (0, 0, "under")
    assert found["upper"] * 0.5 == pytest.approx(0.1611, abs=5e-5)
    assert math.isnan(found["log2"])


@pytest.mark.parametrize(
    ("women", "men", "verdict"), [(50, 50, "level"), (42, 58, "level"), (30, 70, "under"), (70, 30, "over")]
)
def test_nothing_is_over_or_under_while_the_interval_covers_1(women, men, verdict):
    found = representation(arenden(K=women, M=men), "led_by", HALF, "cases").set_index("led_by").loc["K"]
    assert found["verdict"] == verdict


def test_a_group_that_is_small_by_both_counts_is_few():
    reference = pd.Series({"K": 3, "M": 97})  # 3 of 100 expected, 4 seen
    found = representation(arenden(K=4, M=96), "led_by", reference, "cases").set_index("led_by")
    assert found.loc["K", "verdict"] == "few" and math.isnan(found.loc["K", "lower"])
    assert found.loc["K", "ratio"] == pytest.approx(4 / 3)
    assert found.loc["M", "verdict"] == "level"


def test_money_of_fewer_than_twenty_arenden_has_no_verdict():
    rows = arenden(K=19, M=81)
    assert representation(rows, "led_by", HALF).set_index("led_by")["verdict"].to_dict() == {"K": "few", "M": "over"}
    assert representation(arenden(K=20, M=80), "led_by", HALF)["verdict"].tolist() == ["under", "over"]


def test_payments_are_summed_to_their_arende_and_a_recipient_counts_once():
    rows = arenden(K=25, M=75).assign(recipient=lambda r: r["case"].str[:4])  # ten ärenden a recipient
    halves = pd.concat([rows.assign(kr=400.0), rows.assign(kr=600.0)])
    pd.testing.assert_frame_equal(representation(halves, "led_by", HALF), representation(rows, "led_by", HALF))
    found = representation(halves, "led_by", HALF, "recipients").set_index("led_by")
    # Recipients 0-2 have K (the third both), 2-9 have M: 3 and 8 of 11 pairs.
    assert found["amount"].to_dict() == {"K": 3, "M": 8}


def test_columns_of_the_cases_are_left_alone():
    rows = arenden(K=30, M=70).assign(size="1–9 anställda")  # the size class of the tidy data
    pd.testing.assert_frame_equal(
        representation(rows, "led_by", HALF), representation(arenden(K=30, M=70), "led_by", HALF)
    )


def test_an_arende_of_unknown_size_is_no_part_of_the_money():
    rows = arenden(K=30, M=30)
    unknown = arenden(K=50).assign(kr=np.nan, case=lambda r: "x" + r["case"])
    found = representation(pd.concat([rows, unknown]), "led_by", HALF)
    assert found[["lower", "upper"]].equals(representation(rows, "led_by", HALF)[["lower", "upper"]])
    assert found["cases"].tolist() == [80, 30]


def test_the_interval_of_money_is_scipys_bca():
    rows = skewed(300)
    found = representation(rows, "region", pd.Series({"a": 1, "b": 1}), draws=20_000, seed=5).iloc[0]
    kr, mine = rows["kr"].to_numpy(), (rows["region"] == "a").to_numpy(float)
    theirs = stats.bootstrap(
        (kr, mine),
        lambda kr, mine, axis=-1: (kr * mine).sum(axis=axis) / kr.sum(axis=axis),
        paired=True,
        vectorized=True,
        n_resamples=20_000,
        method="BCa",
        batch=2000,
        rng=np.random.default_rng(5),
    ).confidence_interval
    assert found["lower"] * 0.5 == pytest.approx(theirs.low, abs=0.003)
    assert found["upper"] * 0.5 == pytest.approx(theirs.high, abs=0.003)


def test_the_same_data_give_the_same_interval_in_any_order_of_rows_and_in_any_memory(monkeypatch):
    rows, reference = skewed(200), pd.Series({"a": 2, "b": 3})
    one = representation(rows, "region", reference)
    pd.testing.assert_frame_equal(one, representation(rows.sample(frac=1, random_state=3), "region", reference))
    monkeypatch.setattr(measure, "CELLS", 1000)
    pd.testing.assert_frame_equal(one, representation(rows, "region", reference))
    assert not one.equals(representation(rows, "region", reference, seed=1))


def test_a_wider_confidence_gives_a_wider_interval():
    rows, reference = skewed(200), pd.Series({"a": 2, "b": 3})
    for of in ("kr", "cases"):
        narrow = representation(rows, "region", reference, of, confidence=0.8)
        wide = representation(rows, "region", reference, of, confidence=0.99)
        assert (wide["lower"] < narrow["lower"]).all() and (wide["upper"] > narrow["upper"]).all()


def test_proportional_money_is_called_level_about_nineteen_times_in_twenty():
    # Thirty files where the groups are drawn alike: at 95 per cent some one or two are expected to miss, six hardly.
    reference = pd.Series({"a": 1, "b": 1})
    missed = [representation(skewed(200, seed), "region", reference, draws=500)["verdict"][0] for seed in range(30)]
    assert sum(verdict != "level" for verdict in missed) < 6


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 10**6)), min_size=1, max_size=60),
    st.lists(st.integers(1, 1000), min_size=4, max_size=4),
    st.sampled_from(["kr", "cases", "recipients"]),
)
def test_ratios_weighted_by_population_average_to_1(pairs, people, of):
    group, kr = zip(*pairs, strict=True)
    rows = pd.DataFrame({"case": range(len(kr)), "recipient": range(len(kr)), "kr": kr, "region": group}).astype(
        {"kr": float}
    )
    reference = pd.Series(people, range(4))
    found = representation(rows, "region", reference, of, draws=50)
    if of == "kr" and sum(kr) == 0:
        assert found["ratio"].isna().all() and set(found["verdict"]) == {"few"}
        return
    assert np.average(found["ratio"], weights=people) == pytest.approx(1)
    assert found["share"].sum() == pytest.approx(1) and (found["missing"] == 0).all()
    sure = found[found["verdict"] != "few"]
    assert (sure["lower"] <= sure["upper"]).all()
    assert (sure.loc[sure["verdict"] == "under", "ratio"] < 1).all()


def test_repayments_are_deducted():
    rows = pd.concat([arenden(K=50, M=50), arenden(K=50).assign(kr=-500.0)])  # half of what women got, paid back
    assert representation(rows, "led_by", HALF)["share"].tolist() == pytest.approx([1 / 3, 2 / 3])


@pytest.mark.parametrize("kr", [0.0, -1.0, np.nan])
def test_no_money_has_no_ratio(kr):
    found = representation(arenden(K=30, M=30).assign(kr=kr), "led_by", HALF)
    assert found["ratio"].isna().all() and set(found["verdict"]) == {"few"}


def test_no_arenden_have_no_ratio():
    for of in ("kr", "cases", "recipients"):
        found = representation(arenden(), "led_by", HALF, of)
        assert found["ratio"].isna().all() and found["verdict"].tolist() == ["few", "few"]


@pytest.mark.parametrize("sizes", [{"K": 0, "M": 1}, {"K": np.nan, "M": 1}, {"K": -1, "M": 2}])
def test_a_reference_without_size_is_refused(sizes):
    with pytest.raises(ValueError, match="allowed: one size above 0 a group"):
        representation(arenden(K=1, M=1), "led_by", pd.Series(sizes))


def test_something_else_than_money_or_numbers_is_refused():
    with pytest.raises(ValueError, match="'jobb', allowed: kr, cases, recipients"):
        representation(arenden(K=1), "led_by", HALF, "jobb")
