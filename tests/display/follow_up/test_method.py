"""The rules in words, the steps of sensitivity, and what there are values of."""

from __future__ import annotations

import datetime

import pandas as pd

from tests.display.follow_up.made import COUNTRY, COUNTY, FEW, TOWN, row, table
from vagar_lib.display.follow_up import method
from vagar_lib.indicators import register
from vagar_lib.judgement import rules
from vagar_lib.metrics import coverage, sensitivity
from vagar_lib.metrics.verdict import VERDICTS
from vagar_lib.sources import store


def rows_of(output):
    return output.payload["table"]["rows"]


def test_every_rule_verdict_and_state_has_its_words():
    assert set(method.MEANINGS) == set(VERDICTS)
    assert set(method.STATES) == set(coverage.STATES)
    assert set(method.RULES) == {rule for rule, *_ in sensitivity._moved(rules())}


def test_the_thresholds_that_are_told_are_those_in_use():
    other = rules().model_copy(update={"window": 12})
    assert "högst tolv år tillbaka" in method.rules_in_words(other).plain
    pace = rules().pace.model_copy(update={"slow": 0.5})
    told = method.rules_in_words(rules().model_copy(update={"pace": pace})).plain
    assert "minst 50\u00a0% är för långsamt" in told


def test_the_verdicts_that_occur_are_explained_once():
    found = method.vocabulary(table(row(), row(), row(**FEW))).payload["items"]
    assert [term for term, _ in found] == ["– För få mätpunkter", "▲ Tydlig förbättring"]


def test_the_step_that_changes_most_is_the_title():
    store.use("snapshot/folkmangd")
    moved = pd.DataFrame(
        {"rule": ["window", "slow"], "usual": [15, 0.6], "moved": [10, 0.65], "verdicts": 8, "changed": [1, 3]}
    ).assign(share=[1 / 8, 3 / 8])
    found = method.steps(moved, COUNTY)
    assert found.payload["title"] == "Som mest ändras 3 av 8 omdömen när en regel flyttas ett steg"
    head, *shown = rows_of(found)[1]
    assert head == "Gräns för för långsamt (% av takten som krävs)"
    assert shown == ["60", "65", "8", "3", "38\u00a0%"]


COVERED = pd.DataFrame(
    {
        "indicator": ["N03937", "N03937", "N03937", "medianinkomst"],
        "region": ["23", "23", "2303", "23"],
        "sex": ["T", "K", "T", "T"],
        "first": [2011, 2012, 2011, pd.NA],
        "last": [2024, 2024, 2024, pd.NA],
        "values": [14, 13, 14, 0],
        "gaps": [0, 0, 0, 0],
        "state": ["current", "current", "current", "missing"],
        "reason": ["", "", "", "secret"],
        "next_publication": [datetime.date(2027, 2, 1), None, None, None],
    }
)


def test_coverage_tells_years_sexes_places_and_next_publication():
    found = method.covered(COVERED, table(row()), COUNTY, register())
    assert rows_of(found) == [
        ["Öppet arbetslösa 18–65 år", "2011–2024", "14", "0", "båda och kvinnor", "1", "Aktuell", "2027-02-01"]
    ]
    assert found.payload["title"] == "Jämtlands län har värden för 1 indikator: 1 aktuell"


def test_a_year_counts_the_indicators_that_at_least_half_of_the_regions_have():
    store.use("snapshot/folkmangd")
    found = pd.DataFrame(
        {
            "indicator": ["a", "a", "b", "b", "a"],
            "level": ["län", "län", "län", "kommun", "län"],
            "sex": ["T", "T", "T", "T", "K"],
            "year": [2023, 2024, 2024, 2024, 2022],
            "regions": [21, 11, 10, 290, 21],
            "of": [21, 21, 21, 290, 21],
        }
    )
    drawn = method.covered_years(found, 2026).data
    assert drawn[["series", "year", "value"]].values.tolist() == [
        ["Länen", 2023, 1], ["Länen", 2024, 1], ["Kommunerna", 2024, 1]
    ]  # fmt: skip
    assert method.covered_years_title(found, TOWN) == "Kommunerna har värden för flest indikatorer 2024: 1"
    assert method.covered_years_title(found, COUNTRY) == "Inga indikatorer har värden för riket"
    assert method.covered_years(found.iloc[:0], 2026).empty


def test_what_is_missing_is_listed_with_its_reason_and_not_as_blanks():
    found = method.missing(COVERED, table(row()), COUNTY, register())
    assert rows_of(found) == [["Medianinkomst", "Arbete och inkomst", "Skyddad av sekretess", "–", "–"]]
    assert method.missing(COVERED.head(3), table(row()), COUNTY, register()) is None
