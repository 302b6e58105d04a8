"""What is said of the years ahead ends where it can't be defended, and the reader is told how wrong it has been."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from vagar_lib.metrics import projection
from vagar_lib.metrics.projection.backtest import TESTED
from vagar_lib.metrics.projection.outlook import half_width
from vagar_lib.metrics.projection.summary import unborn


def test_a_place_whose_ages_are_not_known_has_no_outlook(known):
    outlook = projection.look_ahead(known, "0180")
    assert outlook.reason == "no_ages"
    assert outlook.people.empty and outlook.measures.empty and not any(outlook.until.values())
    assert projection.drawn(outlook, known, "total").empty


def test_the_measures_are_those_of_the_people(county):
    year = county.people[(county.people["scenario"] == "zero") & (county.people["year"] == 2030)]
    by_age = year.groupby("age")["value"].sum()
    working, total = by_age.loc[20:64].sum(), by_age.sum()
    rows = county.measures[(county.measures["scenario"] == "zero") & (county.measures["year"] == 2030)]
    found = rows.set_index("measure")["value"]
    assert found["working"] == pytest.approx(working)
    assert found["school"] == pytest.approx(by_age.loc[6:15].sum())
    assert found["share_80"] == pytest.approx(100 * by_age.loc[80:].sum() / total)
    assert found["dependency"] == pytest.approx(100 * (total - working) / working)


def test_components_add_up_to_the_change_of_the_total(county):
    parts = projection.components(county.people).pivot(index=["scenario", "year"], columns="component", values="value")
    totals = county.people.groupby(["scenario", "year"])["value"].sum()
    left = parts["births"] - parts["deaths"] + parts["net_migration"] - parts["change"]
    assert left.abs().max() < 1e-9
    for scenario in ("recent", "zero", "high"):
        ahead = pd.concat([totals["observed"].loc[[2025]], totals[scenario]])
        assert ahead.diff().dropna().to_numpy() == pytest.approx(parts["change"][scenario].to_numpy())
    assert (parts.loc["zero", "net_migration"] == 0).all()
    assert parts.index.get_level_values("year").min() == 2026


def test_the_band_grows_with_the_years_and_belongs_to_the_recent_level(county):
    rows = county.measures[county.measures["measure"] == "total"]
    banded = rows.dropna(subset=["low", "high"])
    assert set(banded["scenario"]) == {"recent"}
    width = (banded["high"] - banded["low"]) / banded["value"]
    assert (width.diff().dropna() >= 0).all()
    assert (banded["low"] < banded["value"]).all() and (banded["value"] < banded["high"]).all()


def test_nothing_is_said_beyond_the_year_that_can_be_defended(known, assumed, county):
    ahead = county.people[county.people["scenario"] == "recent"]
    assert county.until["school"] < assumed.until
    for measure, end in county.until.items():
        width = half_width(known, "23", ahead, measure, assumed)
        assert (width.loc[:end] <= assumed.band.widest).all()
        if end < assumed.until:
            assert width[end + 1] > assumed.band.widest
        rows = county.measures[(county.measures["measure"] == measure) & (county.measures["scenario"] != "observed")]
        assert rows.loc[rows["year"] > end, "value"].isna().all()
        assert set(rows.loc[rows["year"] > end, "status"]) <= {"below_precision"}
        assert rows.loc[rows["year"] <= end, "value"].notna().all()


def test_too_few_people_are_not_projected(known, assumed):
    # No place has a hundred thousand schoolchildren but the largest, so all years go.
    strict = assumed.model_copy(update={"band": assumed.band.model_copy(update={"fewest": 100_000})})
    outlook = projection.look_ahead(known, "2303", strict)
    assert set(outlook.until.values()) == {0}
    assert outlook.measures.loc[outlook.measures["scenario"] != "observed", "value"].isna().all()


def test_those_not_yet_born_are_counted_with_the_years_until_they_are_born():
    # In 2030, of those aged 6, 7 and 9: born 2024 and 2023 after 2022, by 2 years and 1, and 2021 before.
    people = pd.DataFrame({"year": 2030, "age": [6, 7, 9, 30], "value": [10.0, 30, 60, 500]})
    found = unborn(people, "school", 2022).loc[2030]
    assert found["share"] == pytest.approx(0.4)
    assert found["lead"] == pytest.approx((10 * 2 + 30 * 1) / 40)
    assert unborn(people, "working", 2022).loc[2030].tolist() == [0, 0]


def test_a_small_place_is_never_surer_than_a_large_one(known, assumed, county):
    ahead = county.people[county.people["scenario"] == "recent"]
    for measure in projection.MEASURES:
        large = half_width(known, "23", ahead, measure, assumed)
        small = half_width(known, "2303", ahead, measure, assumed)
        assert (small >= large).all(), measure


def test_the_series_for_a_chart_begin_with_what_has_been(known, county):
    rows = projection.drawn(county, known, "total")
    assert rows["role"].drop_duplicates().tolist() == ["place", "ahead", "zero", "high"]
    been = rows[rows["role"] == "place"].set_index("year")["value"]
    assert been[1950] == known.by_year.loc["23", 1950] and been.index.max() == 2025
    assert rows.loc[rows["role"] != "place", "year"].min() == 2026
    counted = projection.drawn(county, known, "share_80").query("role == 'place'")
    assert counted["year"].tolist() == [2018, 2022, 2023, 2024, 2025]


def test_municipalities_together_are_their_county_within_half_a_per_cent_except_at_their_own_best(known, county):
    parts = [projection.look_ahead(known, code) for code in known.places if code[:2] == "23" and len(code) == 4]
    found = projection.agreement(county, parts).set_index(["scenario", "year"])["difference"]
    assert found["recent"].abs().max() < 0.5
    assert found["zero"].abs().max() < 0.5
    assert found["high"].loc[2050] > 1


def test_the_back_test_meets_what_was_counted(known, assumed):
    tested = projection.back_test(known, assumed)
    assert set(tested["measure"]) == set(TESTED)
    assert tested["region"].nunique() == 30
    row = tested[(tested["region"] == "23") & (tested["measure"] == "total")].iloc[0]
    # SCB, 31 December: 130 280 in 2018, 132 670 in 2022; saying that nothing changes misses by 1.8 per cent.
    assert (row["start"], row["observed"]) == pytest.approx((130_280, 132_670))
    assert row["naive_error"] == pytest.approx(100 * (130_280 / 132_670 - 1))
    assert row["error"] == pytest.approx(100 * (row["projected"] / 132_670 - 1))


def test_the_back_test_knows_nothing_of_what_came_later(known, assumed):
    def earlier(frame, until=2018):
        return frame[frame["year"] <= until]

    future = known.ages["year"] == 2022
    blind = projection.Known(
        ages=known.ages.assign(value=known.ages["value"].where(~future, 1)),
        totals=known.totals.assign(value=known.totals["value"].where(known.totals["year"] <= 2018, 1)),
        changes=known.changes.assign(value=1),
        deaths=earlier(known.deaths),
        life=earlier(known.life),
    )
    seen = projection.back_test(known, assumed).set_index(["region", "measure"])["projected"]
    unseen = projection.back_test(blind, assumed).set_index(["region", "measure"])["projected"]
    assert unseen.to_numpy() == pytest.approx(seen.to_numpy())


def test_it_is_better_than_saying_that_nothing_changes_but_worse_where_births_fell(known, assumed):
    found = projection.errors(projection.back_test(known, assumed), assumed.band).set_index(["size", "measure"])
    for measure in ("total", "aged_80", "share_80", "dependency"):
        for size in ("large", "small"):
            assert found.loc[(size, measure), "typical"] < found.loc[(size, measure), "naive"], (size, measure)
    assert found.loc[("large", "newborn"), "bias"] > 5


def test_errors_are_summed_up_as_worked_by_hand(assumed):
    # Errors 3 and -4: mean -0.5, mean size 3.5, root mean square sqrt(12.5) times the normal quantile of 0.9.
    tested = pd.DataFrame(
        {"region": ["a", "b"], "size": "small", "measure": "total", "error": [3.0, -4], "naive_error": [5.0, -1]}
    )
    row = projection.errors(tested, assumed.band).iloc[0]
    assert (row["places"], row["bias"], row["typical"], row["naive"]) == (2, -0.5, 3.5, 3.0)
    assert row["band"] == pytest.approx(np.sqrt(12.5) * stats.norm.ppf(0.9))


def test_growth_of_errors_is_that_of_a_series_that_turns():
    # 100 until 2002, then 10 more a year. From 2002 nothing is foreseen: wrong by 10 of 110 a year ahead and by 20 of
    # 120 two ahead. From 2003 on the last change is the coming one: no error.
    by_year = pd.DataFrame([[100.0, 100, 100, 110, 120]], columns=range(2000, 2005))
    found = projection.growth(by_year, tested=1, window=1, longest=2)
    # One year ahead from 2001, 2002 and 2003: 0, 10/110, 0. Two ahead from 2001 and 2002: 10/110, 20/120.
    one, two = (10 / 110) / 3, (10 / 110 + 20 / 120) / 2
    assert found.tolist() == pytest.approx([1, two / one])
