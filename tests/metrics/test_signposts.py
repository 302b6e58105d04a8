"""A signpost is passed, not passed or can't be read, and what has turned since the edition before is told."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.made import measure, observed, registered
from vagar_lib import regions
from vagar_lib.indicator_entry import Break
from vagar_lib.indicators import register
from vagar_lib.megatrends import Area, Megatrend, Megatrends, Signpost, megatrends
from vagar_lib.metrics.signposts import evaluate, read
from vagar_lib.sources.store import compiled, observations

TODAY = 2026


def post(**fields: Any) -> Signpost:
    """Passed when the value is above 10 per cent, unless told otherwise."""
    usual = {"id": "post", "label": "Högt", "indicator": "matt", "comparison": "above", "threshold": 10}
    return Signpost(**{**usual, "meaning": "Det är högt.", "reason": "Tio är vår gräns.", **fields})


def trends(*posts: Signpost) -> Megatrends:
    one = Megatrend(
        id="ett", title="Ett", description="Ett.", drivers=["Allt."], areas={}, sami="Ingen statistik.",
        indicators=["matt"], sdg=[], vision=[], signposts=list(posts),
    )  # fmt: skip
    return Megatrends(areas=[Area(id="alla", label="Alla", groups=["C8"])], megatrends=[one])


def state(series: dict[int, float], riket: dict[int, float] | None = None, **fields: Any) -> str:
    found = read(post(**fields), series, riket or {}, measure(), "2303")
    return found.reason or found.state


@pytest.mark.parametrize(
    ("value", "comparison", "expected"),
    [
        (10.1, "above", "passed"),
        (10.0, "above", "not_passed"),
        (10.04, "above", "not_passed"),  # is shown as 10,0
        (9.9, "below", "passed"),
        (10.0, "below", "not_passed"),
    ],
)
def test_a_value_is_compared_as_it_is_shown(value, comparison, expected):
    assert state({2024: value}, comparison=comparison) == expected


def test_the_latest_value_counts():
    assert state({2023: 12.0, 2024: 8.0}) == "not_passed"


def test_a_gap_is_the_value_less_riket_the_same_year():
    gap = {"measure": "gap", "threshold": 2}
    assert state({2024: 8.0}, {2024: 5.9}, **gap) == "passed"
    assert state({2024: 8.0}, {2024: 6.0}, **gap) == "not_passed"
    assert state({2024: 8.0}, {2023: 1.0}, **gap) == "reference"


def test_a_change_is_in_per_cent_of_the_value_so_many_years_before():
    """From 50 to 44 is −12 per cent."""
    change = {"measure": "change", "years": 5, "comparison": "below", "threshold": -10}
    found = read(post(**change), {2019: 50.0, 2023: 60.0, 2024: 44.0}, {}, measure(), "2303")
    assert (found.state, found.measured, found.year) == ("passed", -12.0, 2024)


def test_a_change_over_a_break_is_read_up_to_the_last_year_before_it_if_there_is_one():
    """2024 is a new segment, so the change is that from 2018 to 2023: from 50 to 60, 20 per cent."""
    broken = measure(breaks=[Break(year=2024, note="Nytt.")])
    series = {2018: 50.0, 2019: 50.0, 2023: 60.0, 2024: 10.0}
    change = post(measure="change", years=5)
    found = read(change, series, {}, broken, "2303")
    assert (found.state, found.measured, found.year) == ("passed", 20.0, 2023)
    alone = read(change, {2019: 50.0, 2024: 10.0}, {}, broken, "2303")
    assert (alone.state, alone.reason) == ("unknown", "break")


def test_a_break_that_concerns_another_region_is_none():
    broken = measure(breaks=[Break(year=2024, note="Nytt.", regions=["2361"])])
    assert read(post(measure="change", years=5), {2019: 50.0, 2024: 60.0}, {}, broken, "2303").state == "passed"


def test_a_change_from_zero_or_from_a_year_without_value_can_not_be_read():
    assert state({2019: 0.0, 2024: 5.0}, measure="change", years=5) == "break"
    assert state({2020: 4.0, 2024: 5.0}, measure="change", years=5) == "break"


def test_within_the_margin_nothing_is_said():
    assert state({2024: 12.0}, margin=2) == "margin"
    assert state({2024: 8.0}, margin=2) == "margin"
    assert state({2024: 12.1}, margin=2) == "passed"
    assert state({2024: 7.9}, margin=2) == "not_passed"


def test_no_value_is_missing():
    assert state({}) == "missing"


def look(observations, *posts, place="2303", indicator=None):
    known = registered(indicator or measure())
    return evaluate(trends(*(posts or [post()])), observations, regions.region(place), known, today=TODAY).iloc[0]


def test_a_value_older_than_its_rhythm_allows_is_stale():
    assert look(observed({"2303": {2022: 12.0}}))["reason"] == "stale"  # four years, allowed is one and two more
    assert look(observed({"2303": {2023: 12.0}}))["state"] == "passed"
    ended = measure(state="ended")
    assert look(observed({"2303": {2025: 12.0}}), indicator=ended)["reason"] == "stale"


def test_what_turned_with_the_latest_value_is_told():
    row = look(observed({"2303": {2023: 8.0, 2024: 12.0}}))
    assert (row["state"], row["state_before"], row["year_before"], row["changed"]) == (
        "passed",
        "not_passed",
        2023,
        True,
    )
    same = look(observed({"2303": {2023: 11.0, 2024: 12.0}}))
    assert not same["changed"]


def test_the_first_value_there_is_has_not_turned():
    row = look(observed({"2303": {2024: 12.0}}))
    assert (row["state_before"], row["changed"]) == ("unknown", False)


def test_a_stale_value_has_not_turned():
    assert not look(observed({"2303": {2017: 8.0, 2018: 12.0}}))["changed"]


def test_the_edition_before_a_change_that_was_read_before_a_break_is_the_year_before_that():
    """2025 is a new segment, so the change is read for 2024 (20 per cent), and the edition before is 2023 (0)."""
    broken = measure(breaks=[Break(year=2025, note="Nytt.")])
    values = {2018: 50.0, 2019: 50.0, 2023: 50.0, 2024: 60.0, 2025: 90.0}
    row = look(observed({"2303": values}), post(measure="change", years=5), indicator=broken)
    assert (row["year"], row["year_before"], row["changed"]) == (2024, 2023, True)


def test_a_municipality_without_a_value_is_read_for_its_county():
    row = look(observed({"23": {2024: 12.0}}))
    assert (row["region"], row["state"]) == ("23", "passed")
    assert look(observed({"00": {2024: 12.0}}))["reason"] == "missing"


def test_riket_has_no_gap_to_itself():
    row = look(observed({"00": {2024: 12.0}}), post(measure="gap", threshold=0), place="00")
    assert (row["state"], row["reason"]) == ("unknown", "reference")


@given(st.dictionaries(st.integers(2000, 2025), st.floats(0.1, 1e6), min_size=1), st.floats(-50, 50))
def test_no_value_is_both_above_and_below(series, threshold):
    for kind in ({"measure": "value"}, {"measure": "change", "years": 3}):
        both = [
            state(dict(sorted(series.items())), comparison=side, threshold=threshold, **kind)
            for side in ("above", "below")
        ]
        assert both.count("passed") <= 1
        assert ("break" in both) == (both[0] == both[1] == "break")


def test_the_number_is_missing_only_when_the_state_is_unknown():
    assert np.isnan(read(post(), {}, {}, measure(), "2303").measured)
    assert read(post(margin=5), {2024: 12.0}, {}, measure(), "2303").measured == 12.0


def test_every_signpost_with_figures_tells_places_apart(built):
    """Among the counties and the municipalities of Jämtlands län some have passed it and some have not, or had not."""
    every, known = megatrends(), register()
    values = observations(*dict.fromkeys(one.indicator for _, one in every.signposts))
    found = pd.concat(
        evaluate(every, values, regions.region(code), known, today=compiled().year)
        for code in [*regions.codes("län"), *regions.region("23").children]
    )
    passed = found.groupby("signpost")[["state", "state_before"]].agg(set)
    states = {id: row["state"] | row["state_before"] for id, row in passed.iterrows()}
    assert set(states) == {one.id for _, one in every.signposts}
    alike = {id for id, seen in states.items() if seen - {"unknown"} and not {"passed", "not_passed"} <= seen}
    assert alike == set()
