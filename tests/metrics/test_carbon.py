"""Pace and budget are as worked by hand, and a verdict is never surer than its interval."""

from __future__ import annotations

import pandas as pd
import pytest

from vagar_lib import paths
from vagar_lib.errors import BadInput
from vagar_lib.metrics import carbon
from vagar_lib.sources import store

YEARS = [1990, 2000, 2010, *range(2015, 2024)]


@pytest.fixture(scope="module")
def known() -> carbon.Rules:
    return carbon.rules()


def emissions(values: list[float], years: list[int] = YEARS) -> pd.DataFrame:
    rows = pd.DataFrame({"region": "23", "year": years, "value": values, "source": "snapshot/utslapp_vaxthusgaser"})
    return rows.assign(period=rows["year"].astype(str))


def falling(share: float, base: float = 1000.0) -> pd.DataFrame:
    """A constant fall a year since 2010, when emissions were as in 1990."""
    return emissions([base, base, *(base * (1 - share) ** (year - 2010) for year in YEARS[2:])])


def test_a_constant_fall_is_the_pace_and_ends_where_it_leads(known):
    # 5 per cent a year since 2010: 1000 * 0.95 ** 13 = 513.3 in 2023, 1000 * 0.95 ** 35 = 166.1 in 2045. Left may be
    # 15 per cent of 1000, so (150 / 513.3) ** (1 / 22) = 0.94561 a year is needed, 5.44 per cent.
    found = carbon.pace(falling(0.05), known)
    assert (found.start, found.end, found.points) == (2010, 2023, 10)
    assert [found.slope, found.low, found.high] == pytest.approx([-5, -5, -5])
    assert (found.last, found.expected, found.target) == pytest.approx((513.34, 166.08, 150), rel=1e-4)
    assert found.needed == pytest.approx(-5.438, abs=1e-3)
    assert found.verdict == "too_slow"


def test_a_faster_fall_is_enough_and_an_unsure_one_is_not_judged(known):
    assert carbon.pace(falling(0.07), known).verdict == "enough"
    # Up and down by a tenth or two, around a fall of somewhat less than is needed.
    swings = dict(zip(range(2015, 2024), (1.1, 0.8, 1.2, 0.9, 1.15, 0.85, 1.1, 0.8, 1.2), strict=True))
    unsure = falling(0.05)
    unsure["value"] *= unsure["year"].map(swings).fillna(1)
    found = carbon.pace(unsure, known)
    assert found.low < found.needed < found.high
    assert found.verdict == "uncertain"


@pytest.mark.parametrize(
    ("reason", "rows"),
    [
        ("few", emissions([10.0, 9, 8, 7], [1990, 2015, 2016, 2017])),
        ("no_base", emissions([10.0, 9, 8, 7, 6], list(range(2015, 2020)))),
        ("zero", falling(0.05).assign(value=lambda rows: rows["value"].where(rows["year"] != 2020, 0))),
    ],
)
def test_there_is_no_pace_without_enough_to_tell_it_from(known, reason, rows):
    found = carbon.pace(rows, known)
    assert (found.reason, found.verdict) == (reason, "unknown")
    assert carbon.ways(found, known).empty
    assert carbon.budgets(rows, 1000, known).empty
    assert set(carbon.drawn(rows, known)["role"]) == {"place"}


def test_both_ways_begin_the_year_after_and_the_needed_one_ends_at_what_may_be_left(known):
    found = carbon.ways(carbon.pace(falling(0.05), known), known)
    by_path = {path: rows.set_index("year")["value"] for path, rows in found.groupby("path")}
    assert by_path["pace"].index.tolist() == [*range(2024, 2046)]
    assert by_path["needed"][2045] == pytest.approx(150)
    assert by_path["pace"][2024] == pytest.approx(513.34 * 0.95, rel=1e-4)


def test_a_budget_is_shared_by_inhabitants_and_used_by_the_sum_of_the_years(known):
    # 400 billion tonnes / 7 795 million inhabitants = 51.315 tonnes each; 100 inhabitants have 5 131.5 tonnes. With
    # 1 000 tonnes every year since 2020, 6 000 are gone in 2025: 5 years use 97.4 per cent, 6 years 116.9.
    flat = emissions([1000.0] * len(YEARS))
    used = carbon.budgets(flat, 100, known)
    strict = used[(used["budget"] == known.budget.levels[0].label) & (used["path"] == "pace")].set_index("year")
    assert strict.loc[2020, "tonnes"] == pytest.approx(1000)
    assert strict.loc[2024, "used"] == pytest.approx(97.44, abs=0.01)
    assert strict.loc[2025, "used"] == pytest.approx(116.93, abs=0.01)
    ends = carbon.exhausted(used).set_index(["budget", "path"])["year"]
    assert ends[known.budget.levels[0].label, "pace"] == 2025
    # 1 150 billion tonnes are 14 753 for the hundred: 14 years use 94.9 per cent, 15 years all of it.
    assert ends[known.budget.levels[1].label, "pace"] == 2034


def test_a_budget_that_lasts_has_no_year(known):
    ends = carbon.exhausted(carbon.budgets(emissions([1.0] * len(YEARS)), 1e6, known))
    assert ends["year"].isna().all() and (ends["used"] < 1).all()


def test_a_year_missing_since_the_budget_began_gives_none(known):
    rows = falling(0.05)
    assert carbon.budgets(rows[rows["year"] != 2021], 100, known).empty


def test_international_transport_is_not_counted(built, known):
    # Raw table, Jämtlands län 2023: 417 020.06 tonnes in the eight territorial sectors together.
    table = store.table("utslapp_vaxthusgaser", regions="23")
    found = carbon.emitted(table, "23", known).set_index("year")["value"]
    assert found[2023] == pytest.approx(417_020.06, abs=0.01)
    assert found.index.tolist() == [1990, 2000, 2005, 2010, *range(2015, 2024)]


def test_every_place_gets_a_verdict_and_its_ways(built, known):
    table = store.table("utslapp_vaxthusgaser")
    verdicts = {code: carbon.pace(carbon.emitted(rows, code, known), known) for code, rows in table.groupby("region")}
    assert len(verdicts) == 312
    assert not [code for code, found in verdicts.items() if found.verdict == "unknown"]
    for found in verdicts.values():
        assert found.low <= found.slope <= found.high
        if found.verdict == "enough":
            assert found.expected <= found.target
        if found.verdict == "too_slow":
            assert found.expected > found.target


def test_the_series_for_a_chart_are_named_by_the_rules(built, known):
    rows = carbon.drawn(carbon.emitted(store.table("utslapp_vaxthusgaser", regions="2303"), "2303", known), known)
    assert rows["series"].drop_duplicates().tolist() == ["Ragunda", known.paths.pace, known.paths.needed]
    banded = rows.dropna(subset=["low", "high"])
    assert set(banded["role"]) == {"ahead"}
    assert ((banded["low"] <= banded["value"]) & (banded["value"] <= banded["high"])).all()
    assert carbon.drawn(rows.iloc[:0], known).empty


def test_wrong_and_unknown_fields_are_told_together(project):
    file = paths.parameters() / "carbon.yml"
    text = file.read_text(encoding="utf-8").replace("left: 0.15", "left: 15").replace("  world:", "  wordl:")
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as found:
        carbon.rules()
    assert "reference.left" in str(found.value) and "budget.world is missing" in str(found.value)
