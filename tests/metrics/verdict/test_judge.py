"""Every branch of the verdict, from series worked out by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.made import measure, observed, registered, yearly
from tests.metrics.verdict.made import RULES, judged, verdict_of
from vagar_lib.errors import BadInput
from vagar_lib.metrics.verdict import COLUMNS, FIELDS, VERDICTS, judge

STEADY = [100, 102, 104, 106, 108, 110]  # 2019-2024: 2 a year, (110 / 100) ** (1 / 5) - 1 = 1.924 per cent a year
GENTLE = [1000, 1004, 1008, 1012, 1016, 1020]  # 4 a year, (1020 / 1000) ** (1 / 5) - 1 = 0.397 per cent a year
NOISY = [5.0, 7.0, 4.0, 8.0, 3.0, 7.5, 4.5, 6.0]
LOWER = measure(direction="lower")


def aimed(value: float, year: int = 2029, kind: str = "mål", direction: str = "higher", **fields):
    """An indicator with a target."""
    target = {"value": value, "year": year, "kind": kind, "source": "Påhittat."} | fields.pop("target", {})
    return measure(direction=direction, target=target, **fields)


def balanced(point: float, **fields):
    return measure(direction="balance", balance_point=point, **fields)


# Without a target


def test_rising_and_good():
    row = verdict_of(STEADY)
    assert row["verdict"] == "strong_improvement"
    assert (row["slope"], row["low"], row["high"], row["tau"]) == (2, 2, 2, 1)
    assert (row["pace_by"], row["pace"]) == ("growth", pytest.approx(100 * (1.1**0.2 - 1)))
    assert (row["start"], row["year"], row["points"], row["window"]) == (2019, 2024, 6, 15)
    assert np.isnan(row[["break_year", "required", "ratio", "target_value"]].astype(float)).all()


def test_rising_and_bad():
    assert verdict_of(STEADY, LOWER)["verdict"] == "strong_decline"


def test_falling_is_the_other_way_round():
    assert verdict_of(STEADY[::-1])["verdict"] == "strong_decline"
    assert verdict_of(STEADY[::-1], LOWER)["verdict"] == "strong_improvement"


def test_growth_below_the_threshold_is_not_strong():
    assert verdict_of(GENTLE)["verdict"] == "improvement"
    assert verdict_of(GENTLE, LOWER)["verdict"] == "decline"


@pytest.mark.parametrize(("yearly_growth", "strong"), [(1.0, True), (0.96, True), (0.94, False)])
def test_growth_is_compared_with_its_threshold_as_it_is_shown(yearly_growth, strong):
    # Five years on a line that begins at 1000: its end is 1000 * (1 + growth) ** 5. 0.96 is shown as 1,0 per cent.
    end = 1000 * (1 + yearly_growth / 100) ** 5
    row = verdict_of(np.linspace(1000, end, 6).tolist())
    assert row["pace"] == pytest.approx(yearly_growth)
    assert row["verdict"] == ("strong_improvement" if strong else "improvement")


def test_context_is_told_but_not_judged():
    context = measure(direction="context")
    assert verdict_of(STEADY, context)["verdict"] == "increase"
    assert verdict_of(STEADY[::-1], context)["verdict"] == "decrease"
    assert verdict_of(NOISY, context)["verdict"] == "flat"


def test_within_the_noise_there_is_no_certain_change():
    row = verdict_of(NOISY)
    assert row["verdict"] == "flat"
    assert row["low"] < 0 < row["high"]


def test_equal_values_are_no_change():
    assert verdict_of([3.0] * 8)["verdict"] == "flat"


def test_two_points_are_too_few_and_so_are_four():
    for values in ([1, 2], [1, 2, 3, 4]):
        row = verdict_of(values)
        assert (row["verdict"], row["points"], row["pace_by"]) == ("few", len(values), "")
        assert np.isnan(row[["slope", "low", "high", "tau", "pace"]].astype(float)).all()
    assert verdict_of([1, 2, 3, 4, 5])["verdict"] != "few"


def test_a_zero_base_is_judged_by_differences():
    row = verdict_of([0, 1, 2, 3, 4, 5])
    assert (row["verdict"], row["pace_by"], row["pace"]) == ("improvement", "difference", 1)
    assert verdict_of([0, 1, 2, 3, 4, 5], LOWER)["verdict"] == "decline"


def test_a_sign_change_is_judged_by_differences():
    row = verdict_of([-5, -3, -1, 1, 3, 5])
    assert (row["verdict"], row["pace_by"], row["pace"]) == ("improvement", "difference", 2)


def test_a_trend_line_that_begins_below_zero_is_judged_by_differences():
    # 1 1 1 10 20 30 40: the line through the middle of it begins below zero, though no value does.
    row = verdict_of([1, 1, 1, 10, 20, 30, 40])
    assert row["pace_by"] == "difference"
    assert row["verdict"] == "improvement"


# Balance


def test_a_balance_is_judged_by_the_distance_to_its_point():
    # Distances 10 9 8 7 6 5: half as far in five years, 0.5 ** (1 / 5) - 1 = -12.94 per cent a year.
    row = verdict_of([60, 59, 58, 57, 56, 55], balanced(50))
    assert (row["verdict"], row["slope"], row["distance"], row["balance_point"]) == ("strong_improvement", -1, 5, 50)
    assert row["pace"] == pytest.approx(100 * (0.5**0.2 - 1))
    assert verdict_of([55, 56, 57, 58, 59, 60], balanced(50))["verdict"] == "strong_decline"


def test_nearer_the_balance_is_better_from_below_too():
    row = verdict_of([40, 42, 44, 46, 48, 50], balanced(50))
    assert (row["verdict"], row["slope"], row["pace_by"]) == ("improvement", -2, "difference")  # it ends at zero
    assert verdict_of([50, 48, 46, 44, 42, 40], balanced(50))["verdict"] == "decline"


def test_a_value_that_passes_through_the_balance_and_comes_out_as_far_has_not_changed():
    row = verdict_of([45, 47, 49, 51, 53, 55], balanced(50))  # distances 5 3 1 1 3 5
    assert row["verdict"] == "flat"


# Breaks, age and end


def test_a_break_starts_a_new_segment():
    broken = measure(breaks=[{"year": 2019, "note": "Ny metod."}])
    row = verdict_of([500, 400, 300, *STEADY], broken)
    assert (row["verdict"], row["start"], row["break_year"], row["points"]) == ("strong_improvement", 2019, 2019, 6)
    assert verdict_of([500, 400, 300, *STEADY])["verdict"] != "strong_improvement"


def test_after_a_late_break_there_are_too_few_points():
    row = verdict_of(range(1, 16), measure(breaks=[{"year": 2023, "note": "Ny metod."}]))
    assert (row["verdict"], row["points"], row["break_year"]) == ("few", 2, 2023)


def test_a_break_of_some_regions_leaves_the_others_whole():
    broken = measure(breaks=[{"year": 2022, "note": "Ny metod.", "regions": ["2361"]}])
    rows = observed({"2361": yearly(2019, STEADY), "2303": yearly(2019, STEADY)})
    verdicts = judged(rows, broken).set_index("region")["verdict"]
    assert verdicts.to_dict() == {"2303": "strong_improvement", "2361": "few"}


@pytest.mark.parametrize(("today", "verdict"), [(2027, "strong_improvement"), (2028, "stale")])
def test_a_value_older_than_its_rhythm_allows_is_stale_and_not_judged(today, verdict):
    row = verdict_of(STEADY, today=today)
    assert (row["verdict"], row["stale"]) == (verdict, verdict == "stale")


def test_an_ended_indicator_is_shown_and_not_judged():
    row = verdict_of(STEADY, measure(state="ended"))
    assert (row["verdict"], row["ended"], row["value"], row["field"]) == ("ended", True, 110, "")


def test_a_replaced_indicator_is_left_out():
    old, new = measure(id="gammalt", state="replaced", replaced_by="nytt"), measure(id="nytt")
    rows = pd.concat([observed({"23": 1}, indicator="gammalt"), observed({"23": 1}, indicator="nytt")])
    assert judged(rows, old, new)["indicator"].tolist() == ["nytt"]


def test_rolling_means_are_compared_only_when_their_years_do_not_overlap():
    row = verdict_of(range(1, 16), measure(window=4))  # those that end in 2024, 2020, 2016 and 2012
    assert (row["verdict"], row["points"], row["start"]) == ("few", 4, 2012)
    row = verdict_of(range(1, 18), measure(window=3))  # 2024, 2021 ... 2009: six, and all in the window
    assert (row["points"], row["start"], row["slope"]) == (6, 2009, 1)


def test_only_the_window_before_the_last_value_is_looked_at():
    values = [*range(30, 10, -1), *range(11, 27)]
    assert verdict_of(values)["verdict"] == "strong_improvement"
    wide = verdict_of(values, rules=RULES.model_copy(update={"window": 34}))
    assert (wide["verdict"], wide["start"], wide["window"]) == ("flat", 1990, 34)


# Targets


@pytest.mark.parametrize(
    ("target", "ratio", "verdict"),
    [
        # From 100 in 2019 to the target in 2029: required (target / 100) ** (1 / 10) - 1, observed 1.1 ** (1 / 5) - 1.
        (120, (1.1**0.2 - 1) / (1.2**0.1 - 1), "on_track"),  # 1.9245 / 1.8399 = 1.046
        (125, (1.1**0.2 - 1) / (1.25**0.1 - 1), "slow"),  # 1.9245 / 2.2565 = 0.853
        (140, (1.1**0.2 - 1) / (1.4**0.1 - 1), "limited"),  # 1.9245 / 3.4220 = 0.562
    ],
)
def test_the_pace_is_set_against_what_the_target_requires(target, ratio, verdict):
    row = verdict_of(STEADY, aimed(target))
    assert (row["verdict"], row["pace_by"], row["ratio"]) == (verdict, "growth", pytest.approx(ratio))
    assert row["required"] == pytest.approx(row["pace"] / ratio)
    assert (row["target_kind"], row["target_value"], row["target_year"]) == ("mål", target, 2029)


@pytest.mark.parametrize(
    ("fall", "ratio", "verdict"),
    [
        # From 20 in 2019 to 0 in 2029 takes 2 a year; compound growth never reaches zero, so differences are used.
        (2.0, 1.0, "on_track"),
        (1.9, 0.95, "on_track"),
        (1.892, 0.946, "on_track"),  # shown as 95 per cent
        (1.88, 0.94, "slow"),
        (1.2, 0.6, "slow"),
        (1.18, 0.59, "limited"),
        (0.02, 0.01, "limited"),
    ],
)
def test_a_target_of_zero_is_judged_by_differences(fall, ratio, verdict):
    row = verdict_of([20 - fall * year for year in range(6)], aimed(0, direction="lower", kind="referens"))
    assert (row["verdict"], row["pace_by"], row["required"]) == (verdict, "difference", pytest.approx(-2))
    assert row["ratio"] == pytest.approx(ratio)
    assert row["target_kind"] == "referens"


def test_movement_from_the_target_is_away_whatever_the_size():
    row = verdict_of(STEADY[::-1], aimed(150))
    assert row["verdict"] == "away" and row["ratio"] < 0


def test_noise_is_no_pace_towards_a_target():
    assert verdict_of(NOISY, aimed(20))["verdict"] == "flat"
    assert verdict_of([1, 2], aimed(20))["verdict"] == "few"


@pytest.mark.parametrize(("value", "verdict"), [(110, "met"), (109.96, "met"), (110.04, "met"), (110.06, "on_track")])
def test_a_target_is_met_when_the_value_as_shown_has_reached_it(value, verdict):
    assert verdict_of(STEADY, aimed(value))["verdict"] == verdict


def test_a_met_target_needs_no_trend():
    assert verdict_of([110], aimed(100))["verdict"] == "met"
    assert verdict_of([90], aimed(100, direction="lower"))["verdict"] == "met"
    assert verdict_of([90], aimed(100))["verdict"] == "few"


def test_a_target_whose_year_is_over_is_met_or_missed():
    assert verdict_of(STEADY, aimed(120, year=2024))["verdict"] == "missed"
    assert verdict_of(STEADY, aimed(120, year=2020))["verdict"] == "missed"
    assert verdict_of(STEADY, aimed(105, year=2020))["verdict"] == "met"


def test_a_target_year_that_is_over_but_not_yet_measured_is_not_missed():
    # The last value is of 2024. 115 in 2025 takes 1.15 ** (1 / 6) - 1 = 2.357 per cent a year; 1.9245 / 2.357 = 0.82.
    assert verdict_of(STEADY, aimed(115, year=2025), today=2026)["verdict"] == "slow"


def test_a_line_that_begins_beyond_the_target_requires_nothing():
    # 101 ... 110 and then 99: the line rises by 1 a year from 101, the target was 100 and the last value is just short.
    row = verdict_of([*range(101, 111), 99], aimed(100))
    assert row["slope"] == 1 and row["low"] > 0
    assert row["verdict"] == "on_track" and np.isnan(row["ratio"])


def test_a_target_of_some_regions_leaves_the_others_without():
    rows = observed({"23": yearly(2019, STEADY), "22": yearly(2019, STEADY)})
    found = judged(rows, aimed(125, target={"regions": ["23"]})).set_index("region")
    assert found["verdict"].to_dict() == {"22": "strong_improvement", "23": "slow"}
    assert found.loc["22", "target_kind"] == "" and np.isnan(found.loc["22", "target_value"])


def test_the_target_of_a_balance_is_how_near_its_point_it_shall_be():
    # 40 to 60 will do. Distances 22 20 18 16 14 12 from 2019, and 10 in 2029: (10 / 22) ** (1 / 10) - 1 = -7.58 per
    # cent a year is needed, (12 / 22) ** (1 / 5) - 1 = -11.42 is seen.
    near = aimed(40, direction="balance", balance_point=50)
    row = verdict_of([72, 70, 68, 66, 64, 62], near)
    assert row["verdict"] == "on_track"
    assert row["ratio"] == pytest.approx(((12 / 22) ** 0.2 - 1) / ((10 / 22) ** 0.1 - 1))
    assert verdict_of([41], near)["verdict"] == "met"
    assert verdict_of([59], near)["verdict"] == "met"
    assert verdict_of([61], near)["verdict"] == "few"


# Surveys


def surveyed(values: dict[int, float], margin: float, **fields) -> pd.Series:
    """A survey whose values have an interval of plus and minus a margin."""
    survey = measure(survey=True, uncertainty="U00001", **fields)
    margins = observed({"23": dict.fromkeys(values, margin)}, indicator="U00001")
    return judged(observed({"23": values}), survey, margins=margins).iloc[0]


def test_two_surveys_differ_when_their_intervals_say_so():
    # The uncertainty of a difference is (2 * 2 + 2 * 2) ** 0.5 = 2.83; four years between.
    row = surveyed({2020: 60.0, 2024: 66.0}, margin=2)
    assert row["verdict"] == "strong_improvement"
    assert (row["slope"], row["low"], row["high"]) == pytest.approx((1.5, (6 - 8**0.5) / 4, (6 + 8**0.5) / 4))
    assert row["pace"] == pytest.approx(100 * (1.1**0.25 - 1))
    assert surveyed({2020: 60.0, 2024: 62.0}, margin=2)["verdict"] == "flat"


def test_a_single_survey_is_too_few():
    assert surveyed({2024: 60.0}, margin=2)["verdict"] == "few"


def test_a_steady_change_within_the_intervals_is_no_certain_change():
    values = yearly(2019, [60.0, 60.1, 60.2, 60.3, 60.4, 60.5])
    row = surveyed(values, margin=2)
    assert row["verdict"] == "flat"
    assert (row["slope"], row["low"]) == pytest.approx((0.1, 0.1 - 8**0.5 / 5))
    assert surveyed(values, margin=0.01)["verdict"] == "improvement"


def test_a_survey_whose_intervals_are_unknown_needs_five_points_as_any_other():
    survey = measure(survey=True)
    assert verdict_of([60, 66], survey)["verdict"] == "few"
    assert verdict_of(STEADY, survey)["verdict"] == "strong_improvement"


def test_a_target_is_met_by_a_survey_only_when_the_whole_interval_is_beyond_it():
    target = {"value": 64, "year": 2030, "kind": "mål", "source": "Påhittat."}
    assert surveyed({2020: 60.0, 2024: 66.0}, margin=2, target=target)["verdict"] == "met"
    assert surveyed({2020: 60.0, 2024: 65.9}, margin=2, target=target)["verdict"] == "on_track"
    unknown = measure(survey=True, target=target)
    assert verdict_of([60, 61, 62, 63, 64, 70], unknown)["verdict"] == "strong_improvement"


# The table


def test_every_series_has_one_row_in_the_order_of_the_register():
    first, second = measure(id="ena", sex=True), measure(id="andra")
    rows = pd.concat(
        [
            observed({"23": 1, "00": 2}, indicator="andra"),
            observed({"2303": {2024: np.nan}}, indicator="andra"),
            observed({"23": 3}, indicator="ena", sex="K"),
            observed({"23": 3}, indicator="ena"),
        ]
    )
    found = judged(rows.sample(frac=1, random_state=3), first, second)
    keys = found[["indicator", "sex", "region"]].astype(str).to_numpy().tolist()
    assert keys == [["ena", "T", "23"], ["ena", "K", "23"], ["andra", "T", "00"], ["andra", "T", "23"]]
    assert tuple(found.columns) == COLUMNS


def test_the_last_value_brings_its_period_status_and_source():
    rows = observed({"23": {2020: 1, 2024: 2}})
    rows.loc[rows["year"] == 2024, ["period", "status", "source"]] = ["2021-2024", "preliminary", "snapshot/ny"]
    row = judged(rows, measure(window=4)).iloc[0]
    assert row[["period", "status", "source", "value"]].tolist() == ["2021-2024", "preliminary", "snapshot/ny", 2.0]


def test_a_missing_last_value_is_not_the_last():
    assert verdict_of({2022: 5.0, 2023: 6.0, 2024: np.nan})["year"] == 2023


def test_only_the_regions_asked_for_get_rows_but_all_are_compared_with():
    rows = observed({code: 1 for code in ("00", "22", "23")})
    found = judged(rows, measure(), regions=["23"])
    assert found["region"].tolist() == ["23"]
    assert found["riket"].item() == 1
    with pytest.raises(BadInput, match="'99'"):
        judged(rows, measure(), regions=["99"])


def test_nothing_to_judge_gives_an_empty_table():
    assert judged(observed({}), measure()).empty
    assert tuple(judged(observed({"23": {2024: np.nan}}), measure()).columns) == COLUMNS


def test_text_and_categories_give_the_same():
    rows = observed({"23": yearly(2019, STEADY), "00": yearly(2019, STEADY)})
    words = ["indicator", "region", "sex", "period", "status", "source"]
    as_categories = judged(rows.astype(dict.fromkeys(words, "category")), measure())
    pd.testing.assert_frame_equal(judged(rows, measure()).astype(object), as_categories.astype(object))


OPPOSITE = {
    "strong_improvement": "strong_decline",
    "improvement": "decline",
    "decline": "improvement",
    "strong_decline": "strong_improvement",
}
values = st.lists(st.floats(1, 1e4).map(lambda value: round(value, 2)), min_size=1, max_size=14)


@given(values)
@settings(deadline=None)
def test_what_is_good_where_more_is_better_is_bad_where_less_is(drawn):
    higher, lower = verdict_of(drawn), verdict_of(drawn, LOWER)
    assert lower["verdict"] == OPPOSITE.get(higher["verdict"], higher["verdict"])


@given(values, st.floats(1, 1e4), st.integers(2020, 2050), st.sampled_from(["higher", "lower"]))
@settings(deadline=None)
def test_a_verdict_never_contradicts_its_grounds(drawn, target, year, direction):
    row = verdict_of(drawn, aimed(round(target, 1), year, direction=direction))
    sign = 1 if direction == "higher" else -1
    verdict = row["verdict"]
    assert verdict in VERDICTS and row["field"] in FIELDS
    if verdict in ("on_track", "slow", "limited"):
        assert sign * row["slope"] > 0 and row["low"] * row["high"] > 0
        assert sign * (row["value"] - row["target_value"]) < 0.05
    if verdict == "away":
        assert sign * row["slope"] < 0 and row["low"] * row["high"] > 0
    if verdict in ("met", "missed"):
        assert (verdict == "met") == (sign * (row["value"] - row["target_value"]) > -0.06)
    if verdict == "flat":
        assert row["low"] <= 0 <= row["high"]
    if verdict == "few":
        assert row["points"] < 5


@given(values, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_of_the_rows_does_not_matter(drawn, random):
    rows = observed({"23": yearly(2010, drawn), "00": yearly(2010, drawn[::-1])})
    order = list(range(len(rows)))
    random.shuffle(order)
    one = judge(rows, registered(measure()), RULES, today=2025)
    other = judge(rows.iloc[order], registered(measure()), RULES, today=2025)
    pd.testing.assert_frame_equal(one.astype({"period": str}), other.astype({"period": str}))
