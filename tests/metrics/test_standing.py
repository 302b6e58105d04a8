"""Where a place stands is judged by the register's direction, and the summary is chosen by one rule."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.made import measure, observed, registered, yearly
from vagar_lib import regions
from vagar_lib.display import overview
from vagar_lib.indicator_entry import DIMENSIONS
from vagar_lib.indicators import register
from vagar_lib.metrics.precision import rounded
from vagar_lib.metrics.standing import COLUMNS, FARTHEST, findings, judged, peers, standing
from vagar_lib.sources import store

COUNTY = regions.region("23")
OTHERS = [code for code in regions.codes("län") if code != "23"]
SHOWN = ["23", "2303", "00", "1480"]


def world(own: dict[int, float], riket: float = 5.0, indicator: str = "matt") -> pd.DataFrame:
    """Jämtland's series, riket's, and eight other counties with 1 to 8 in the last year of Jämtland's."""
    last = max(own)
    others = {code: {last: float(n)} for n, code in enumerate(OTHERS[:8], 1)}
    return observed({"23": own, "00": {last: riket}, **others}, indicator=indicator)


def stood(rows: pd.DataFrame, *indicators, place=COUNTY, today: int = 2025) -> pd.DataFrame:
    return standing(rows, place, registered(*indicators), today=today)


def found(**fields) -> dict:
    """A row of a standing that is not remarkable."""
    usual = dict.fromkeys(COLUMNS, "") | {
        "theme": "Befolkning",
        "dimension": "social",
        "position": "level",
        "distance": 0.0,
        "change": np.nan,
        "stale": False,
    }
    return usual | fields


def table(*rows: dict) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS)


@pytest.mark.parametrize(
    ("direction", "value", "reference", "verdict"),
    [
        ("higher", 5.0, 4.0, "better"),
        ("higher", 4.0, 5.0, "worse"),
        ("higher", 4.04, 4.01, "level"),
        ("lower", 5.0, 4.0, "worse"),
        ("lower", 4.0, 5.0, "better"),
        ("lower", 4.04, 4.01, "level"),
        ("context", 5.0, 4.0, "context"),
        ("context", 4.0, 4.0, "context"),
    ],
)
def test_a_value_is_judged_in_the_direction_of_the_register(direction, value, reference, verdict):
    assert judged(measure(direction=direction), value, reference) == verdict


@pytest.mark.parametrize(
    ("value", "reference", "verdict"),
    [
        (48.0, 40.0, "better"),  # 2 from the point, against 10
        (61.0, 40.0, "worse"),  # 11 from the point, against 10, though higher
        (60.0, 40.0, "level"),  # as far on either side
        (50.0, 51.0, "better"),
        (50.04, 50.0, "level"),
    ],
)
def test_a_balance_is_judged_by_the_distance_to_its_point(value, reference, verdict):
    assert judged(measure(direction="balance", balance_point=50), value, reference) == verdict


@given(st.floats(-1e4, 1e4), st.floats(-1e4, 1e4), st.sampled_from(["higher", "lower", "balance"]))
def test_two_values_are_judged_the_opposite_way_from_the_other_side(value, reference, direction):
    point = 50 if direction == "balance" else None
    one = measure(direction=direction, balance_point=point)
    opposite = {"better": "worse", "worse": "better", "level": "level"}
    assert judged(one, reference, value) == opposite[judged(one, value, reference)]


def test_a_standing_by_hand():
    # Jämtland 12, riket 5, counties 1..8 and 12: quartiles 3 and 7, spread 4 / 1.349. Similar regions have no values.
    row = stood(world({2024: 12.0}), measure()).iloc[0]
    assert (row["value"], row["riket"], row["position"], row["difference"]) == (12.0, 5.0, "above", 7.0)
    assert row["distance"] == pytest.approx(7 * 1.349 / 4)
    assert (row["judged"], row["trend"], row["turned"]) == ("better", "few", "")
    assert (row["year"], row["period"], row["stale"], row["source"]) == (2024, "2024", False, "snapshot/folkmangd")


def test_a_change_is_measured_by_the_sure_end_of_its_interval():
    # A steady rise of 0.5 a year has no width: 8 years * 0.5 = 4, in units of (7 - 3) / 1.349 = 1.349.
    row = stood(world(yearly(2016, [8 + 0.5 * year for year in range(9)])), measure()).iloc[0]
    assert (row["trend"], row["turned"]) == ("up", "better")
    assert row["change"] == pytest.approx(8 * 0.5 * 1.349 / 4)


def test_an_unsteady_change_counts_only_as_far_as_it_is_sure():
    # Theil and Sen of 1 2 4 7 11: 2.5 a year, surely at least 1 (test_change); 4 years * 1 in the same spread.
    row = stood(world(yearly(2020, [1, 2, 4, 7, 11])), measure()).iloc[0]
    assert row["change"] == pytest.approx(4 * 1 * 1.349 / 4)


def test_a_fall_is_a_negative_change_and_worse_where_more_is_better():
    row = stood(world(yearly(2016, [16 - 0.5 * year for year in range(9)])), measure()).iloc[0]
    assert (row["trend"], row["turned"]) == ("down", "worse")
    assert row["change"] == pytest.approx(-8 * 0.5 * 1.349 / 4)


def test_an_uncertain_trend_has_no_change():
    row = stood(world(yearly(2016, [8, 12, 7, 13, 6, 14, 7, 12, 12])), measure()).iloc[0]
    assert row["trend"] == "flat" and math.isnan(row["change"]) and row["turned"] == ""


def test_amounts_are_never_compared_nor_is_their_change_weighed():
    people = measure(unit="personer", decimals=0)
    assert people.amount
    rows = pd.concat([world(yearly(2016, range(100, 109))), observed(dict.fromkeys(COUNTY.similar, 1.0))])
    row = stood(rows.drop_duplicates(["region", "year"]), people).iloc[0]
    assert (row["position"], row["judged"]) == ("", "unknown")
    assert row[["riket", "similar", "difference", "distance", "change"]].isna().all()
    assert row["trend"] == "up"  # the change itself is still told
    assert findings(stood(rows.drop_duplicates(["region", "year"]), people), 7).empty


def test_a_survey_gives_no_findings():
    survey = measure(survey=True)
    rows = stood(world(yearly(2016, range(20, 29))), survey)
    assert rows["judged"].item() == "unknown" and rows["trend"].item() == "up"
    assert findings(rows, 7).empty


def test_a_stale_or_ended_indicator_gives_no_findings():
    rows = world(yearly(2010, range(20, 29)))
    assert not findings(stood(rows, measure(), today=2020), 7).empty
    assert findings(stood(rows, measure(), today=2026), 7).empty
    ended = stood(rows, measure(state="ended"), today=2020)
    assert ended["stale"].item() and findings(ended, 7).empty


def test_a_replaced_indicator_is_left_out():
    old, new = measure(id="gammalt", state="replaced", replaced_by="nytt"), measure(id="nytt")
    rows = pd.concat([world({2024: 12}, indicator="gammalt"), world({2024: 12}, indicator="nytt")])
    assert stood(rows, old, new)["indicator"].tolist() == ["nytt"]


def test_an_older_value_of_riket_is_not_compared_with():
    rows = observed({"23": {2022: 9, 2024: 12}, "00": {2022: 5}})
    row = stood(rows, measure()).iloc[0]
    assert (row["year"], row["judged"], row["position"]) == (2024, "unknown", "")
    assert math.isnan(row["riket"])


def test_similar_regions_give_their_median_of_the_same_year():
    similar = observed(dict(zip(COUNTY.similar, [1.0, 2, 3, 4, 5, 6, 30], strict=True)))
    assert stood(pd.concat([observed({"23": 9}), similar]), measure())["similar"].item() == 4.0
    earlier = similar.assign(year=2023, period="2023")
    assert math.isnan(stood(pd.concat([observed({"23": 9}), earlier]), measure())["similar"].item())


def test_a_place_without_values_has_no_standing():
    assert stood(observed({"00": 1}), measure()).empty
    assert list(stood(observed({}), measure()).columns) == COLUMNS
    assert stood(observed({"23": np.nan}), measure()).empty


def test_women_and_men_do_not_disturb_the_standing():
    both = pd.concat([world({2024: 12.0}), observed({"23": {2025: 99}, "00": {2025: 1}}, sex="K")])
    assert stood(both, measure())["value"].item() == 12.0


def test_the_changes_of_riket_are_measured_in_the_spread_between_counties():
    riket = regions.region("00")
    assert set(peers(riket)) == {"00", *regions.codes("län")}
    counties = {code: {2024: float(n)} for n, code in enumerate(OTHERS[:9], 0)}
    rows = observed({"00": yearly(2016, [8 + 0.5 * year for year in range(9)]), **counties})
    row = stood(rows, measure(), place=riket).iloc[0]
    assert row["change"] == pytest.approx(8 * 0.5 * 1.349 / 4)  # counties 0..8: quartiles 2 and 6
    assert row["position"] == "" and row["judged"] == "unknown"


def test_the_peers_of_a_municipality_are_all_municipalities_its_county_and_riket():
    codes = peers(regions.region("2303"))
    assert len(codes) == len(set(codes)) == 292
    assert {"23", "00"} <= set(codes)
    assert len(peers(COUNTY)) == 22


def test_the_weight_is_the_larger_of_distance_and_change():
    rows = table(
        found(indicator="langt", position="above", distance=-2.0, change=1.0),
        found(indicator="snabbt", position="above", distance=1.0, change=-3.0, theme="Vård"),
    )
    assert findings(rows, 7)[["indicator", "kind", "weight"]].values.tolist() == [
        ["snabbt", "change", 3.0],
        ["langt", "level", 2.0],
    ]


def test_no_finding_weighs_more_than_four_spreads():
    rows = table(
        found(indicator="b", position="above", distance=40.0), found(indicator="a", position="below", distance=-4.0)
    )
    chosen = findings(rows, 7)
    assert chosen["weight"].tolist() == [FARTHEST, FARTHEST]
    assert chosen["indicator"].tolist() == ["a", "b"]  # equal weights stand by id


def test_a_difference_that_may_not_be_named_is_no_finding():
    rows = table(
        found(position="unknown", distance=9.0),
        found(position="level", distance=0.0),
        found(position="", distance=np.nan),
        found(position="above", distance=np.nan),
    )
    assert findings(rows, 7).empty


def test_each_theme_speaks_once_before_any_speaks_twice():
    heavy = [found(indicator=f"a{n}", theme="A", position="above", distance=3.9 - n / 10) for n in range(4)]
    light = [found(indicator=f"b{n}", theme=f"B{n}", position="above", distance=0.5) for n in range(3)]
    chosen = findings(table(*heavy, *light), 5)
    assert chosen["indicator"].tolist() == ["a0", "a1", "b0", "b1", "b2"]


def test_each_dimension_with_a_finding_is_represented_however_light():
    social = [found(indicator=f"s{n}", theme=f"Tema {n}", position="above", distance=3.0) for n in range(9)]
    light = found(indicator="eko", theme="Klimat", dimension="ekologisk", position="above", distance=0.1)
    chosen = findings(table(*social, light), 5)
    assert len(chosen) == 5
    assert chosen["indicator"].tolist()[-1] == "eko"  # last, since the lightest


def test_an_indicator_of_all_dimensions_takes_no_dimensions_place():
    rows = [found(indicator=f"x{n}", theme=f"T{n}", dimension="alla", position="above", distance=3.0) for n in range(5)]
    rows += [found(indicator="s", theme="S", position="above", distance=0.1)]
    assert "s" in set(findings(table(*rows), 3)["indicator"])


rows_of_findings = st.lists(
    st.builds(
        lambda n, theme, dimension, position, distance, change, stale: found(
            indicator=f"i{n}",
            theme=theme,
            dimension=dimension,
            position=position,
            distance=distance,
            change=change,
            stale=stale,
        ),
        st.integers(0, 99),
        st.sampled_from(["A", "B", "C", "D"]),
        st.sampled_from(DIMENSIONS),
        st.sampled_from(["above", "below", "level", "unknown", ""]),
        st.floats(-9, 9),
        st.one_of(st.just(np.nan), st.floats(-9, 9)),
        st.booleans(),
    ),
    max_size=15,
    unique_by=lambda row: row["indicator"],
)


@given(rows_of_findings, st.integers(3, 8))
def test_the_rule_of_the_summary_holds_for_any_standing(rows, most):
    chosen = findings(table(*rows), most)
    possible = findings(table(*rows), len(rows) + 3)
    assert len(chosen) == min(most, len(possible))
    assert chosen["weight"].is_monotonic_decreasing and (chosen["weight"] > 0).all()
    assert not chosen["stale"].any()
    assert set(chosen["dimension"]) == set(possible["dimension"])
    assert chosen["indicator"].is_unique
    twice = chosen["theme"].value_counts().max() if len(chosen) else 0
    if twice > len(DIMENSIONS):  # more than the dimensions can have claimed
        assert set(chosen["theme"]) == set(possible["theme"])


@pytest.fixture(scope="module", params=SHOWN)
def shown(request, built):
    """A place with all it stands on."""
    place = regions.region(request.param)
    rows = store.observations(regions=peers(place))
    return place, rows, standing(rows, place, register(), today=store.compiled().year)


def test_every_indicator_stands_once_in_the_registers_order(shown):
    _, _, rows = shown
    ids = rows["indicator"].tolist()
    assert len(ids) >= 15 and len(set(ids)) == len(ids)
    assert ids == [id for id in register().ids if id in set(ids)]


def test_the_values_that_stand_are_the_last_of_the_place_and_riket_has_the_same_year(shown):
    place, all_rows, rows = shown
    known = all_rows.dropna(subset="value")
    last = known[known["region"] == place.code].sort_values("year").groupby("indicator").last()
    at = known.set_index(["indicator", "region", "year"])["value"]
    for row in rows.itertuples():
        assert (row.value, row.year) == (last.at[row.indicator, "value"], last.at[row.indicator, "year"])
        if not math.isnan(row.riket):
            assert row.riket == at[row.indicator, "00", row.year]


def test_the_words_of_every_row_agree_with_its_numbers(shown):
    _, _, rows = shown
    for row in rows.itertuples():
        indicator = register().get(row.indicator)
        symbol, word = overview.stands(row)
        own = rounded(row.value, indicator.decimals)
        if indicator.amount or indicator.survey or math.isnan(row.riket):
            assert word == "Bedöms inte", row.indicator
            continue
        other = rounded(row.riket, indicator.decimals)
        if own == other:
            assert (symbol, word) == ("■", "I nivå"), row.indicator
            continue
        higher = own > other
        assert (row.difference > 0) == higher == (row.distance > 0 or (math.isnan(row.distance) and higher))
        expected = {
            "context": ("●", "Högre") if higher else ("●", "Lägre"),
            "higher": ("▲", "Bättre") if higher else ("▼", "Sämre"),
            "lower": ("▼", "Sämre") if higher else ("▲", "Bättre"),
        }
        if indicator.direction == "balance":
            point = indicator.balance_point
            nearer = abs(float(own) - point) - abs(float(other) - point)
            word_of = {True: "Bättre", False: "Sämre"}
            assert word == ("I nivå" if math.isclose(nearer, 0, abs_tol=1e-9) else word_of[nearer < 0]), row.indicator
        else:
            assert (symbol, word) == expected[indicator.direction], row.indicator


def test_the_word_of_every_trend_agrees_with_its_sign(shown):
    _, _, rows = shown
    for row in rows.itertuples():
        indicator = register().get(row.indicator)
        symbol, word = overview.turns(row)
        if row.trend not in ("up", "down"):
            assert symbol == "" and "ökning" not in word.lower() and math.isnan(row.change), row.indicator
            continue
        if not math.isnan(row.change):
            assert (row.change > 0) == (row.trend == "up"), row.indicator
        allowed = {"up": {"Ökning"}, "down": {"Minskning"}}[row.trend]
        if indicator.direction in ("higher", "lower"):
            good = (indicator.direction == "higher") == (row.trend == "up")
            allowed |= {"Förbättring"} if good else {"Försämring"}
        elif indicator.direction == "balance":
            allowed |= {"Förbättring", "Försämring"}
        assert word in allowed, row.indicator
        assert symbol == {"Förbättring": "▲", "Försämring": "▼"}.get(word, "●")


def test_the_summary_holds_five_to_eight_sound_findings(shown):
    place, _, rows = shown
    chosen = findings(rows, 7)
    assert 5 <= len(chosen) <= 8
    assert len(set(chosen["dimension"])) >= (3 if place.level != "kommun" else 2)
    for row in chosen.itertuples():
        indicator = register().get(row.indicator)
        assert not (indicator.amount or indicator.survey or row.stale)
        named = overview.stands(row)[1] != "Bedöms inte" if row.kind == "level" else overview.turns(row)[0] != ""
        assert named, row.indicator
