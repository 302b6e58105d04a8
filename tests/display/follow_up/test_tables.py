"""The tables of the follow-up: all indicators, the places, women and men, goals, method and coverage."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd
import pytest

from tests.display.follow_up.made import COUNTRY, COUNTY, FEW, FLAT, NAN, TOWN, WORSE, first, row, table
from tests.made import observed, yearly
from vagar_lib.display.follow_up import everything, goals, method, places, sexes
from vagar_lib.display.table import TONES, Cell
from vagar_lib.indicators import register
from vagar_lib.judgement import rules
from vagar_lib.metrics import coverage, sensitivity
from vagar_lib.metrics.verdict import VERDICTS
from vagar_lib.metrics.verdict.judge import COLUMNS
from vagar_lib.sources import store
from vagar_lib.strategy import strategy

TOWNS = COUNTY.children
INCOME = row(indicator="medianinkomst", value=417400.0, riket=472600.0, gap=-55200.0, judged="worse", **FLAT)


def rows_of(output):
    return output.payload["table"]["rows"]


class TestEverything:
    def shown(self, *rows, place=COUNTY):
        seen = observed({place.code: yearly(2011, [3.0, 2.5, 2.0])}, indicator="N03937")
        return everything.indicators(table(*rows), seen, place, register())

    def test_a_row_has_verdict_value_change_series_riket_rank_and_field(self):
        head, verdict, year, value, change, series, *compared = rows_of(self.shown(row()))[0]
        assert head == "Öppet arbetslösa 18–65 år (procent)"
        assert verdict == {"text": "▲ Tydlig förbättring", "tone": "best"}
        assert (year, value, change) == ("2024", "2,0", "−0,15")
        assert series["said"] == "2011–2013: från 3,0 till 2,0, lägst 2,0 (2013), högst 3,0 (2011)"
        assert compared == ["2,9", "3 av 21", "Drar ifrån"]

    def test_a_change_that_is_not_certain_is_not_written(self):
        assert everything.yearly(first(table(INCOME)), register().get("medianinkomst")) == ""
        assert everything.yearly(first(table(row(**FEW))), register().get("N03937")) == ""

    def test_riket_is_not_compared_with_itself(self):
        alone = row(region="00", riket=NAN, gap=NAN, rank=NAN, ranked=NAN, field="")
        assert [len(line) for line in rows_of(self.shown(alone, place=COUNTRY))] == [6]

    def test_the_data_have_every_ingredient_of_the_verdict_women_and_men_too(self):
        assert set(everything.INGREDIENTS) == set(COLUMNS) - {"indicator", "region"}
        data = self.shown(row(), row(sex="K"), row(region="00")).payload["table"]["csv"]
        assert [line[data["header"].index("Kön")] for line in data["rows"]] == ["Båda", "Kvinnor"]
        assert data["rows"][0][data["header"].index("Omdöme (kod)")] == "strong_improvement"
        assert data["rows"][0][data["header"].index("Bäst, område")] == "Gotlands län"

    def test_without_values_it_is_said(self):
        assert self.shown(row(region="00")).payload["kind"] == "missing"


class TestPlaces:
    def test_indicators_are_rows_and_places_columns_and_the_own_place_has_an_arrow(self):
        found = places.changes(table(row(region="2303"), row(region="2321", **WORSE)), TOWN, register())
        heads = [column["label"] for column in found.payload["table"]["columns"]]
        assert heads == ["Indikator", "→ Ragunda", "Åre"]
        assert rows_of(found)[0][1:] == [
            {"text": "▲", "said": "Tydlig förbättring", "tone": "best"},
            {"text": "▼", "said": "Tydlig försämring", "tone": "worst"},
        ]
        assert found.payload["title"] == (
            "Kommunerna i Jämtlands län: flest indikatorer åt rätt håll i Ragunda (1), flest åt fel håll i Åre (1)"
        )
        assert "▲ Tydlig förbättring" in found.payload["notes"][0]

    def test_many_places_are_rows(self):
        counties = table(*(row(region=code) for code in COUNTRY.children))
        found = places.levels(counties, COUNTRY, register())
        assert len(rows_of(found)) == 21 and rows_of(found)[0][0] == "Blekinge län"

    @pytest.mark.parametrize(("rank", "fifth"), [(1, 0), (58, 0), (59, 1), (174, 2), (232, 3), (233, 4), (290, 4)])
    def test_ranks_are_coloured_by_fifths_of_all(self, rank, fifth):
        found = places.levels(table(*(row(region=code, rank=rank, ranked=290) for code in TOWNS)), COUNTY, register())
        assert {cell["tone"] for cell in rows_of(found)[0][1:]} == {TONES[fifth]}
        assert {cell["text"] for cell in rows_of(found)[0][1:]} == {str(rank)}

    def test_what_is_old_alone_or_neither_good_nor_bad_is_left_out(self):
        old = [row(region=code, stale=True, verdict="stale") for code in TOWNS]
        neither = [row(indicator="N01951", region=code, verdict="increase", rank=NAN) for code in TOWNS]
        alone = [row(indicator="skattekraft", region="2303")]
        found = table(*old, *neither, *alone)
        assert places.changes(found, COUNTY, register()).payload["kind"] == "missing"
        assert places.levels(found, COUNTY, register()).payload["kind"] == "missing"

    def test_a_place_without_a_value_has_an_empty_cell(self):
        some = [row(region=code) for code in TOWNS[:2]] + [row(indicator="medianinkomst", region=c) for c in TOWNS[1:3]]
        shown = {line[0]: line[1:] for line in rows_of(places.levels(table(*some), COUNTY, register()))}
        assert [cell != "" for cell in shown["Medianinkomst"]] == [False, True, True]


class TestSexes:
    def test_only_pairs_of_the_same_period_are_shown(self):
        pair = [row(sex="K", value=2.5, **FEW), row(sex="M", value=1.5, **FEW)]
        late = [row(indicator="medianinkomst", sex="K"), row(indicator="medianinkomst", sex="M", period="2023")]
        found = sexes.side_by_side(table(*pair, *late, row()), COUNTY, register())
        ((_, year, women, men, difference, *verdicts),) = rows_of(found)
        assert (year, women, men, difference) == ("2024", "2,5", "1,5", "+1,0")
        assert {cell["text"] for cell in verdicts} == {"– För få mätpunkter"}
        assert found.payload["title"] == "Jämtlands län: högre värde för kvinnor i 1 av 1 indikator"

    def test_what_the_source_has_and_the_data_edition_lacks_is_counted(self):
        assert sexes.side_by_side(table(row()), COUNTY, register()).payload["kind"] == "missing"
        assert "Ytterligare 1 indikator har" in sexes.lacking(table(row(), INCOME), COUNTY, register())
        assert sexes.lacking(table(INCOME), COUNTY, register()) is None


class TestGoals:
    def test_goals_with_values_are_rows_and_the_others_are_named(self):
        found = goals.by_goal(table(row(), INCOME), COUNTY, register(), strategy())
        assert [line[0] for line in rows_of(found)] == ["8 Anständiga arbetsvillkor och ekonomisk tillväxt"]
        assert "mål 1, 2, 3" in found.payload["notes"][0]

    def test_what_goes_the_wrong_way_is_named_first_and_no_more_than_can_be_read(self):
        ids = strategy().part("jamlikt").indicators[: goals.MOST_NAMED + 2]
        rows = [row(indicator=id, **FLAT) for id in ids[:-1]] + [row(indicator=ids[-1], **WORSE)]
        found = goals.by_part(table(*rows), strategy().vision, COUNTY, register(), "delar", strategy())
        named = rows_of(found)[0][-1]
        assert named.startswith(f"▼\u00a0{register().get(ids[-1]).label}; ") and named.endswith(" och 2 till")
        assert found.payload["table"]["csv"]["rows"][0][-1].count(";") == len(ids) - 1


class TestMethod:
    def test_every_rule_verdict_and_state_has_its_words(self):
        assert set(method.MEANINGS) == set(VERDICTS)
        assert set(method.STATES) == set(coverage.STATES)
        assert set(method.RULES) == {rule for rule, *_ in sensitivity._moved(rules())}

    def test_the_thresholds_that_are_told_are_those_in_use(self):
        other = rules().model_copy(update={"window": 12})
        assert "högst tolv år tillbaka" in method.rules_in_words(other).plain
        pace = rules().pace.model_copy(update={"slow": 0.5})
        told = method.rules_in_words(rules().model_copy(update={"pace": pace})).plain
        assert "minst 50\u00a0% är för långsamt" in told

    def test_the_verdicts_that_occur_are_explained_once(self):
        found = method.vocabulary(table(row(), row(), row(**FEW))).payload["items"]
        assert [term for term, _ in found] == ["– För få mätpunkter", "▲ Tydlig förbättring"]

    def test_the_step_that_changes_most_is_the_title(self):
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

    def test_coverage_tells_years_sexes_places_and_next_publication(self):
        found = method.covered(self.COVERED, table(row()), COUNTY, register())
        assert rows_of(found) == [
            ["Öppet arbetslösa 18–65 år", "2011–2024", "14", "0", "båda och kvinnor", "1", "Aktuell", "2027-02-01"]
        ]
        assert found.payload["title"] == "Jämtlands län har värden för 1 indikator: 1 aktuell"

    def test_a_year_counts_the_indicators_that_at_least_half_of_the_regions_have(self):
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

    def test_what_is_missing_is_listed_with_its_reason_and_not_as_blanks(self):
        found = method.missing(self.COVERED, table(row()), COUNTY, register())
        assert rows_of(found) == [["Medianinkomst", "Arbete och inkomst", "Skyddad av sekretess", "–", "–"]]
        assert method.missing(self.COVERED.head(3), table(row()), COUNTY, register()) is None


def test_a_verdict_that_is_not_judged_has_no_tone():
    assert everything.verdict(first(table(row(**FEW)))) == Cell("– För få mätpunkter")
    assert np.isnan(FEW["slope"])
