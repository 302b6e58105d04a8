"""What the report on megatrends shows follows from the numbers, and says what it can't show."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.display.drawing import WIDTHS, check_drawing
from tests.made import measure, observed
from vagar_lib import regions
from vagar_lib.display.megatrends import ahead, cards, climate, matrix, posts, projected, series
from vagar_lib.indicators import register
from vagar_lib.megatrends import Signpost, megatrends
from vagar_lib.metrics import assessment, carbon
from vagar_lib.metrics.ahead import Ahead
from vagar_lib.metrics.carbon import Pace
from vagar_lib.metrics.projection import Outlook
from vagar_lib.regions import Region
from vagar_lib.strategy import strategy

COUNTY, RAGUNDA = regions.region("23"), regions.region("2303")


def post(**fields: Any) -> Signpost:
    usual = {"id": "post", "label": "Högt", "indicator": "matt", "comparison": "above", "threshold": 10}
    return Signpost(**{**usual, "meaning": "Det är högt.", "reason": "Tio är vår gräns.", **fields})


def reading(trend: str, **states: str) -> pd.DataFrame:
    """Signposts of a megatrend, not passed unless told otherwise."""
    rows = [
        {
            "megatrend": trend,
            "signpost": one.id,
            "indicator": one.indicator,
            "region": "23",
            "state": states.get(one.id, "not_passed"),
            "reason": "missing" if states.get(one.id) == "unknown" else "",
            "measured": 1.0,
            "year": 2024,
            "state_before": "not_passed",
            "year_before": 2023,
            "changed": states.get(one.id) == "passed",
            "source": "snapshot/folkmangd",
        }
        for one in megatrends().get(trend).signposts
    ]
    return pd.DataFrame(rows)


class TestSignposts:
    @pytest.mark.parametrize(
        ("indicator", "fields", "expected"),
        [
            ("N01963", {}, "över 10 %"),
            ("N01963", {"comparison": "below", "threshold": 0.5}, "under 0,5 %"),
            ("N01963", {"measure": "gap", "threshold": -5}, "skillnad mot riket över −5 procentenheter"),
            ("medianinkomst", {"measure": "gap", "threshold": -40000}, "skillnad mot riket över −40 000 kr"),
            ("flyttnetto_per_1000", {"measure": "gap", "threshold": 0}, "skillnad mot riket över 0 per 1 000 invånare"),
            ("N01951", {"measure": "change", "years": 10, "threshold": -5}, "förändring på tio år över −5 %"),
        ],
    )
    def test_a_limit_is_written_with_its_unit(self, indicator, fields, expected):
        assert posts.limit(post(**fields), register().get(indicator)).replace("\xa0", " ") == expected

    def test_a_measured_value_has_its_unit_and_a_difference_its_sign(self):
        assert posts.measured(12.0, post(), measure()) == "12,0\xa0%"
        assert posts.measured(2.0, post(measure="gap"), measure()) == "+2,0\xa0procentenheter"
        assert posts.measured(-12.0, post(measure="change", years=5), measure()) == "−12,0\xa0%"
        assert posts.measured(np.nan, post(), measure()) == ".."

    def test_the_title_counts_those_passed_of_those_that_can_be_read(self):
        trend = megatrends().get("demografi")
        one = reading("demografi", fler_dor_an_fods="passed", tung_forsorjning="unknown")
        assert posts.title(one, trend) == "Demografi: en av tre vägvisare är passerad"
        two = reading("demografi", fler_dor_an_fods="passed", fler_flyttar_ut="passed")
        assert posts.title(two, trend) == "Demografi: två av fyra vägvisare är passerade"
        assert posts.title(reading("demografi"), trend) == "Demografi: ingen av fyra vägvisare är passerad"
        rest = {one.id: "unknown" for one in trend.signposts[1:]}
        alone = posts.title(reading("demografi", fler_dor_an_fods="passed", **rest), trend)
        assert alone == "Demografi: den enda vägvisare som går att avgöra är passerad"
        none = reading("demografi", **{one.id: "unknown" for one in trend.signposts})
        assert posts.title(none, trend) == "Demografi: ingen vägvisare går att avgöra"

    def test_a_row_tells_what_turned_and_a_symbol_stands_with_its_word(self):
        shown = posts.of_trend(
            reading("demografi", fler_dor_an_fods="passed"), megatrends().get("demografi"), COUNTY, register()
        )
        first, second = shown.payload["table"]["rows"][:2]
        assert first[4:] == ["◆ Passerad", "Passerad sedan 2023"]
        assert second[4:] == ["◇ Inte passerad", "Ingen ändring"]

    def test_why_a_signpost_can_not_be_read_stands_with_it(self):
        (row,) = reading("demografi", fler_dor_an_fods="unknown").head(1).itertuples()
        assert posts.state(row) == "– Kan inte avgöras: uppgift saknas"

    def test_the_paragraph_names_those_that_turned(self):
        said = posts.changes(reading("demografi", fler_dor_an_fods="passed"), megatrends(), COUNTY)
        assert said == "Har passerats med det senaste värdet: fler dör än föds."
        assert posts.changes(reading("demografi"), megatrends(), COUNTY).startswith("Ingen vägvisare för Jämtlands län")

    def test_every_margin_and_reason_stands_beneath_the_table(self):
        trend = megatrends().get("varderingar")
        notes = posts.of_trend(reading("varderingar"), trend, COUNTY, register()).payload["notes"]
        assert all(any(one.reason in note for note in notes) for one in trend.signposts)
        assert sum("Inom 3 från gränsen" in note for note in notes) == sum(bool(one.margin) for one in trend.signposts)


class TestCards:
    def test_indicators_without_values_are_named_as_missing(self):
        trend = megatrends().get("demografi")
        shown = dict(
            cards.card(trend, COUNTY, observed({"23": 1.0}, "N01951"), register(), strategy()).payload["items"]
        )
        assert shown["Indikatorer som följer megatrenden"] == "Folkmängd."
        assert "medellivslängd" in shown["Indikatorer som ännu saknar värden"]

    def test_parts_of_the_vision_are_named_in_the_region_of_the_strategy_only(self):
        trend, nothing = megatrends().get("klimat"), observed({}, "N01951")
        terms = [[term for term, _ in cards.card(trend, place, nothing, register(), strategy()).payload["items"]]
                 for place in (RAGUNDA, regions.region("01"))]  # fmt: skip
        assert "Delar av visionen i Jämtlands län 2050" in terms[0]
        assert not any(term.startswith("Delar av visionen") for term in terms[1])

    def test_each_kind_of_municipality_in_the_county_is_told_of_with_its_names(self):
        shown = cards.parts(megatrends().get("klimat"), megatrends(), RAGUNDA).payload["items"]
        assert [term for term, _ in shown] == [
            "Storstäder och större städer: Östersund",
            "Kommuner nära en större stad: Berg, Bräcke och Krokom",
            "Landsbygdskommuner: Ragunda och Strömsund",
            "Landsbygdskommuner med besöksnäring: Härjedalen och Åre",
        ]

    def test_the_kind_of_the_municipality_itself_is_said(self):
        assert cards.parts_lead(megatrends(), RAGUNDA).plain.endswith("Ragunda hör till gruppen landsbygdskommuner.")
        assert "hör till" not in cards.parts_lead(megatrends(), COUNTY).plain

    def test_many_municipalities_are_counted(self):
        shown = cards.parts(megatrends().get("klimat"), megatrends(), regions.region("00")).payload["items"]
        assert all(term.endswith("kommuner") for term, _ in shown)


class TestLongSeries:
    def test_shares_are_of_all_the_regions_beside_each_other(self):
        """Three municipalities with 10, 30 and 60 people: 10, 30 and 60 per cent."""
        people = observed({"2303": {1950: 10, 2025: 20}, "2305": {1950: 30, 2025: 20}, "2380": {1950: 60, 2025: 60}})
        shares = series.county_shares(people, RAGUNDA)
        assert shares[shares["year"] == 1950]["value"].tolist() == [30, 10, 60]  # Bräcke, Ragunda, Östersund
        title = series.county_shares_title(shares, RAGUNDA).replace("\xa0", " ")
        assert title == "60 % av invånarna i Jämtlands län bor i Östersund 2025, 60 % gjorde det 1950"
        said = series.share_moved(shares, RAGUNDA)
        assert (
            said
            == "Sedan 1950 har andelen vuxit mest i Ragunda (+10,0 procentenheter) och krympt mest i Bräcke (−10,0)."
        )

    def test_deaths_of_the_old_are_a_share_of_all_deaths_for_women_and_men(self):
        ages = [("K", "75-84", 6), ("K", "85-94", 3), ("K", "95+", 1), ("M", "0-4", 1), ("M", "85-94", 1)]
        deaths = pd.DataFrame(
            [
                {"sex": sex, "age": age, "period": "2019", "year": 2019, "value": v, "source": "x"}
                for sex, age, v in ages
            ]
        )
        shares = series.deaths_of_the_old(deaths)
        assert dict(zip(shares["series"], shares["value"], strict=True)) == {"Kvinnor": 40, "Män": 50}

    def test_the_history_is_that_of_the_larger_area_the_county_lies_in(self):
        history = pd.DataFrame(
            [
                {"region": "SE32", "period": year, "year": int(year), "variable": name, "value": value, "source": "x"}
                for year, (farming, services, product, people) in {
                    "1900": (0.5, 0.2, 1000, 500), "2010": (0.1, 0.7, 9500, 500), "2015": (0.05, 0.75, 9000, 500),
                }.items()
                for name, value in (
                    ("share_agriculture", farming), ("share_services", services),
                    ("gdp_2011", product), ("population", people),
                )
            ]
        )  # fmt: skip
        employed, product = series.employment(history, COUNTY), series.product(history, COUNTY)
        title = series.employment_title(employed).replace("\xa0", " ")
        assert title == "Andel av de sysselsatta 1900–2015: jordbruk från 50 till 5 % och tjänster från 20 till 75 %"
        assert product["value"].tolist() == [2000, 19000, 18000]  # 1 000 million dollars over 500 thousand people
        assert series.product_title(product) == (
            "Produktionen per invånare var nio gånger så stor 2015 som 1900, men lägre än 2010"
        )
        elsewhere = regions.region("01")
        assert series.employment(history, elsewhere).empty
        assert series.product(history, elsewhere).empty


def outlook(low: float, value: float, high: float, zero: float, more: float, until: int = 2050) -> Outlook:
    rows = [("observed", 2025, 1000.0, np.nan, np.nan), ("recent", 2050, value, low, high),
            ("zero", 2050, zero, np.nan, np.nan), ("high", 2050, more, np.nan, np.nan)]  # fmt: skip
    measures = pd.DataFrame(rows, columns=["scenario", "year", "value", "low", "high"])
    measures = measures.assign(region="23", measure="total", period=measures["year"].astype(str), status="", source="x")
    return Outlook("23", "", pd.DataFrame(), measures, {"total": until})


class TestLooksAhead:
    def test_people_ahead_are_told_no_more_exactly_than_they_can_be_known(self):
        found = outlook(116_912, 134_123, 151_333, 119_876, 148_111)
        assert (
            projected.people_title(found, COUNTY).replace("\xa0", " ")
            == "Jämtlands län 2050: mellan 117 000 och 151 000 invånare"
        )
        said = projected.people(found, COUNTY).replace("\xa0", " ")
        assert "omkring 134 000 år 2050" in said
        assert "utan flyttnetto skulle den bli omkring 120 000" in said

    def test_ages_ahead_are_those_of_the_last_year_that_every_measure_can_be_defended(self):
        """In 2025 ten are 85 and six are 5; in 2039, the last year of school children, twelve and two."""
        rows = [("observed", 2025, 85, 10), ("observed", 2025, 5, 6), ("recent", 2039, 85, 12), ("recent", 2039, 5, 2),
                ("recent", 2050, 85, 99), ("zero", 2039, 85, 99)]  # fmt: skip
        people = pd.DataFrame(rows, columns=["scenario", "year", "age", "value"]).assign(sex="K", source="x")
        found = Outlook("23", "", people, pd.DataFrame(), {"total": 2050, "school": 2039})
        chosen = projected.ages(found)
        assert chosen["value"].tolist() == [10, 6, 12, 2]
        title = projected.ages_title(chosen, COUNTY)
        assert title.startswith("Jämtlands län 2039 jämfört med 2025: omkring 2 fler som är 80 år eller äldre")
        assert title.endswith("och 4 färre som är yngre än 20")

    def test_nothing_is_said_of_people_ahead_when_it_can_not_be_defended(self):
        assert projected.people(outlook(1, 1, 1, 1, 1, until=0), COUNTY) is None

    def test_a_municipality_whose_ages_are_not_known_is_shown_as_its_county(self):
        assert projected.projected_place({"01", "23"}, regions.region("0180")).code == "01"
        assert projected.projected_place({"2303"}, RAGUNDA).code == "2303"
        assert "saknas för Stockholms kommun" in projected.no_ages(regions.region("01"), regions.region("0180"))
        assert projected.no_ages(RAGUNDA, RAGUNDA) is None

    def test_a_trend_ahead_tells_its_band_and_its_own_error_or_why_there_is_none(self):
        line = observed({"23": {year: 20.0 + year - 2005 for year in range(2005, 2025)}})
        said = ahead.trend_ahead(ahead.look(line, COUNTY, measure()), COUNTY, measure()).replace("\xa0", " ")
        assert said.startswith("Fortsätter den dämpade trenden till 2034 blir värdet i Jämtlands län 4")
        assert "När metoden prövades på seriens egna år var felet i medeltal" in said
        short = ahead.look(observed({"23": {2023: 1.0, 2024: 2.0}}), COUNTY, measure())
        assert ahead.trend_ahead(short, COUNTY, measure()) == "Ingen framåtblick görs: serien är för kort."

    def test_a_share_that_would_pass_a_hundred_per_cent_has_no_look_ahead(self):
        steep = observed({"23": {year: 5.0 * (year - 2004) for year in range(2005, 2025)}})
        assert ahead.look(steep, COUNTY, measure()).reason == "scale"
        assert ahead.look(steep, COUNTY, measure(unit="personer")).reason == ""

    def test_rolling_means_have_no_look_ahead(self):
        line = observed({"23": {year: 20.0 + year - 2005 for year in range(2005, 2025)}})
        assert ahead.look(line, COUNTY, measure(window=4)).reason == "rolling"

    def test_every_reason_has_words(self):
        for reason in ("short", "gaps", "broken", "worse", "scale", "rolling"):
            assert ahead.trend_ahead(Ahead(reason, pd.DataFrame()), COUNTY, measure()).endswith(".")

    def test_the_series_is_drawn_beside_riket_with_the_years_ahead_last(self):
        line = observed({code: {year: 20.0 + year - 2005 for year in range(2005, 2025)} for code in ("23", "00")})
        found = ahead.look(line, COUNTY, measure())
        drawn = ahead.with_look(line, COUNTY, measure(), found)
        assert drawn["role"].drop_duplicates().tolist() == ["place", "riket", "ahead"]
        assert drawn["year"].max() == 2034


class TestEmissions:
    @pytest.mark.parametrize(
        ("low", "high", "expected"),
        [
            (-7.0, -5.0, "Takten räcker om den fortsätter."),
            (-3.0, -1.0, "Takten är för långsam."),
            (-5.0, -3.0, "Takten som behövs ligger inom osäkerheten"),
        ],
    )
    def test_the_words_follow_from_the_interval(self, low, high, expected):
        found = Pace("", 2010, 2023, 10, -4.0, low, high, last=100.0, target=40.0, needed=-4.5, expected=45.0)
        assert expected in climate.pace(found, COUNTY, carbon.rules())

    def test_why_there_is_no_pace_is_said(self):
        assert climate.pace(Pace("few"), COUNTY, carbon.rules()) == (
            "Takten går inte att räkna för Jämtlands län: åren är för få."
        )

    def test_when_a_budget_is_used_up_or_that_it_lasts(self):
        spent = pd.DataFrame(
            {
                "budget": ["1,5 grader, sannolikhet 67 %"] * 4,
                "path": ["pace", "pace", "needed", "needed"],
                "year": [2044, 2045] * 2,
                "used": [99.0, 101.0, 90.0, 95.0],
            }
        )
        limits = carbon.rules()
        assert (
            climate.budget_title(spent, COUNTY, limits) == "Jämtlands läns del av utrymmet för 1,5 grader är slut 2045"
        )
        said = climate.budget(spent, COUNTY, limits)
        assert (
            "1,5 grader (sannolikhet 67 %) är slut 2045 om takten fortsätter, och räcker längre än till 2045 om" in said
        )


def scores(*impacts: int, region: str = "2303") -> pd.DataFrame:
    rows = [
        {"region": region, "year": 2026, "assessor": f"{region}-{number}", "role": "kommun", "megatrend": trend,
         "impact": impact, "urgency": 3}
        for number, impact in enumerate(impacts)
        for trend in ("demografi", "klimat")
    ]  # fmt: skip
    return pd.DataFrame(rows)


def summed(frame: pd.DataFrame, place: Region = RAGUNDA) -> pd.DataFrame:
    return assessment.summarise(frame, [place.code], megatrends().ids)


class TestMatrix:
    def test_it_is_drawn_at_both_widths_with_a_letter_for_each_megatrend(self):
        chart = matrix.matrix(summed(scores(3, 4, 4, 5, 5)), megatrends())
        for width in WIDTHS:
            check_drawing(chart, width)
        assert chart.key.startswith("A Demografi; B Klimat och naturens gränser.")
        assert chart.table.rows[0][:4] == ["Demografi", "5", "4,0", "4,0–5,0"]

    def test_too_few_assessors_give_no_matrix_and_are_said(self):
        few = summed(scores(4, 4, 4))
        assert matrix.matrix(few, megatrends()).empty
        said = matrix.said(few, megatrends(), "Ragunda kommun")
        assert said.endswith("bedömningar från tre personer. Det är för få för att visas som ett resultat.")

    def test_made_up_scores_are_said_to_be_so_in_running_text_too(self):
        assert matrix.said(summed(scores(4, 4, 4, 4, 4)), megatrends(), "Ragunda kommun").startswith(
            "Exempeldata, påhittade"
        )

    def test_a_county_counts_its_municipalities_and_the_country_only_itself(self):
        assert matrix.counted(RAGUNDA) == ["2303"]
        assert matrix.counted(COUNTY) == ["23", *COUNTY.children]
        assert matrix.counted(regions.region("00")) == ["00"]

    def test_without_scores_nothing_is_said(self):
        assert matrix.said(summed(scores(4), regions.region("01")), megatrends(), "Stockholms län") is None
        assert matrix.by_municipality(scores(4, region="01"), RAGUNDA, megatrends()) is None

    def test_the_title_names_the_highest_medians(self):
        uneven = scores(4, 4, 4, 4, 4)
        uneven.loc[uneven["megatrend"] == "klimat", "impact"] = 2
        assert matrix.title(summed(uneven), megatrends()) == (
            "Störst påverkan: demografi; mest brådskande: demografi samt klimat och naturens gränser"
        )

    def test_municipalities_with_few_assessors_show_two_points(self):
        both = pd.concat([scores(4, 4, 4, 4, 5), scores(1, 1, region="2305")])
        rows = matrix.by_municipality(both, RAGUNDA, megatrends()).payload["table"]["rows"]
        assert rows == [["Bräcke (2)", *[".."] * 6], ["Ragunda (5)", "4 / 3", "4 / 3", *[".."] * 4]]

    def test_what_it_shows_is_marked_as_example_data(self):
        from vagar_lib.display.figure import figure

        found = summed(scores(4, 4, 4, 4, 4))
        shown = figure(matrix.matrix(found, megatrends()), finding=matrix.title(found, megatrends()), place=RAGUNDA)
        assert shown.payload["example"]
