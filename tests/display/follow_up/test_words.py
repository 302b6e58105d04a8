"""What the summary, the themes and the fields say of verdicts."""

from __future__ import annotations

import pytest

from tests.display.follow_up.made import COUNTRY, COUNTY, FEW, FLAT, TOWN, WORSE, row, table
from vagar_lib import regions
from vagar_lib.display.follow_up import fields, summary, themes
from vagar_lib.indicators import register
from vagar_lib.strategy import Part, strategy

INCOME = row(indicator="medianinkomst", value=417400.0, riket=472600.0, gap=-55200.0, judged="worse", weight=1.0)
INCOME |= FLAT


class TestSummary:
    def test_a_change_has_the_symbol_and_word_of_its_verdict(self):
        (found,) = summary.findings(table(row()), COUNTY).payload["items"]
        assert (found["symbol"], found["word"], found["dimension"]) == ("▲", "Tydlig förbättring", "social")
        value, said = "Öppet arbetslösa 18–65 år: 2,0\u00a0% i Jämtlands län 2024.", "Tydlig förbättring."
        assert found["text"].startswith(f"{value} {said} Värdet har minskat")
        assert found["text"].endswith("I riket är värdet 2,9\u00a0%.")

    def test_a_level_has_those_of_how_it_stands_against_riket(self):
        (found,) = summary.findings(table({**INCOME, "kind": "level"}), COUNTY).payload["items"]
        assert (found["symbol"], found["word"]) == ("▼", "Sämre än riket")
        assert "Ingen säker förändring 2011–2024." in found["text"]

    def test_it_is_said_when_the_strategy_is_that_of_another_region(self):
        plan = strategy()
        for code in ("23", "2303"):
            assert "följer upp visionen" in summary.held_against(plan, regions.region(code))
        for code in ("00", "24", "2480"):
            assert "inte gäller" in summary.held_against(plan, regions.region(code))

    def test_indicators_outside_of_the_vision_are_counted(self):
        plan = strategy().model_copy(update={"vision": [Part(id="a", label="A", indicators=["N03937"])]})
        assert summary.unassigned(table(row()), plan) is None
        assert "1 av 2 indikatorer hör inte till någon del" in summary.unassigned(table(row(), INCOME), plan)


class TestThemes:
    def shown(self, *rows, place=COUNTY):
        return themes.theme("Arbete och inkomst", table(*rows), place, register())

    def test_what_moves_is_told_before_what_weighs_more_but_does_not(self):
        found = self.shown({**INCOME, "weight": 4.0}, row(weight=0.5))
        assert found.rows["indicator"].tolist() == ["N03937", "medianinkomst"]
        assert themes.said(found).payload["paragraphs"][0] == (
            "Av två indikatorer går en åt rätt håll. En visar ingen säker förändring."
        )

    def test_a_municipality_without_values_is_shown_its_county_s(self):
        found = self.shown(row(), place=TOWN)
        assert found.area == COUNTY
        assert themes.said(found).plain.startswith("Uppgifterna finns inte per kommun; här visas Jämtlands län.")
        assert self.shown(row(), row(region="2303"), place=TOWN).area == TOWN

    def test_without_any_value_it_is_said_what_is_missing(self):
        found = themes.theme("Kultur", table(row()), TOWN, register())
        assert themes.levels(found) is None and themes.course(found, table(row())) is None
        told = themes.said(found).payload
        assert told["kind"] == "missing" and "aktiva låntagare i bibliotek" in told["text"]
        assert "ingen indikator" in themes.said(themes.theme("Index", table(row()), COUNTRY, register())).plain

    def test_levels_need_two_that_can_be_compared_and_are_fresh(self):
        assert themes.levels(self.shown(row())) is None
        assert themes.levels(self.shown(row(), {**INCOME, "stale": True})) is None
        found = themes.levels(self.shown(row(), INCOME)).payload
        assert found["title"] == (
            "Arbete och inkomst: Jämtlands län ligger bättre till än riket i en och sämre i en av två indikatorer"
        )

    def test_a_part_of_the_vision_is_told_as_a_theme_is(self):
        part = Part(id="a", label="Arbete åt alla", indicators=["N03937"])
        found = themes.part(part, table(row(), INCOME), COUNTY, register())
        assert (found.name, len(found.rows)) == ("Arbete åt alla", 1)


class TestFields:
    ROWS = table(
        row(),
        row(indicator="N00957", field="catching_up", judged="worse", gap=4.2, level=-1.0),
        {**INCOME, "level": -2.0},
        row(indicator="N63133", **FEW),
    )

    def test_the_title_counts_the_indicators_of_each_field(self):
        said = "Jämtlands län kommer ikapp i en och drar ifrån i en av tre indikatorer"
        assert fields.title(self.ROWS, COUNTY) == said
        assert fields.title(table(INCOME), COUNTY) == "Jämtlands län följer riket: ingen säker skillnad i utveckling"

    def test_each_field_is_said_with_its_indicators(self):
        said = fields.said(self.ROWS, register())
        assert "Kommer ikapp (läget är sämre än i riket, men avståndet minskar): ohälsotal." in said
        assert "För en indikator finns ingen säker skillnad" in said
        assert "Halkar efter" not in said

    def test_the_table_has_those_in_a_field_and_no_others(self):
        found = fields.chart(self.ROWS, COUNTY, register())
        assert [line[1] for line in found.table.rows] == ["Kommer ikapp", "Drar ifrån", "Följer riket"]

    def test_nothing_is_placed_where_nothing_can_be_compared(self):
        none = table(row(**FEW))
        assert fields.chart(none, COUNTRY, register()).empty
        assert fields.said(none, register()) is None


@pytest.mark.parametrize("rows", [[row()], [row(), INCOME]])
def test_what_goes_the_wrong_way_is_never_called_better(rows):
    found = summary.findings(table(*({**one, **WORSE} for one in rows)), COUNTY).payload["items"]
    assert {item["symbol"] for item in found} == {"▼"}
