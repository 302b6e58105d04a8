"""What is said of the matrix follows from its numbers; data stand beside it and change nothing in it."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd
import pytest

from tests.display.drawing import WIDTHS, check_drawing
from vagar_lib import regions
from vagar_lib.cases import cases
from vagar_lib.display.conflicts import beside, matrix, perspectives, summary
from vagar_lib.display.conflicts import goals as shown_goals
from vagar_lib.display.figure import figure
from vagar_lib.goals import goals
from vagar_lib.metrics import interaction

COUNTY = regions.region("23")
GOALS = goals()


def scored(changes: dict[tuple[str, str], list[int]], assessors: int = 3) -> pd.DataFrame:
    """Scores of all pairs, 1 from everyone but for the changes."""
    return pd.DataFrame(
        [
            {
                "year": 2026, "assessor": f"p{number}", "from": start, "to": end, "direct": number == 0,
                "score": changes.get((start, end), [1] * assessors)[number], "reach": "geografi",
                "evidence": "statistik",
            }
            for number in range(assessors)
            for start in GOALS.ids
            for end in GOALS.ids
            if start != end
        ]
    )  # fmt: skip


SCORES = scored({("energi", "saepmie"): [-3, -2, -1], ("saepmie", "energi"): [1, -1, 0]})
FOUND = interaction.matrix(SCORES, GOALS.ids)


def correlated(rho: float, verdict: str) -> pd.DataFrame:
    of = {goal.id: goal.indicator for goal in GOALS.measured}
    return pd.DataFrame(
        [{"one": of["arbete"], "other": of["naringsliv"], "regions": 290, "rho": rho, "low": rho - 0.1,
          "high": rho + 0.1, "p": 0.0001, "q": 0.0001, "verdict": verdict}]
    )  # fmt: skip


class TestMatrix:
    @pytest.mark.parametrize("width", WIDTHS)
    def test_the_matrix_the_bars_and_the_network_can_be_drawn(self, width):
        for chart in (matrix.heat(FOUND, GOALS), shown_goals.influence(FOUND, GOALS), shown_goals.net(FOUND, GOALS)):
            check_drawing(chart, width)

    def test_the_only_conflict_is_named_with_both_directions_and_the_case_that_met_it(self):
        shown = matrix.conflicts(FOUND, SCORES, GOALS, cases())
        assert shown.payload["title"] == "Ett av 45 par är i konflikt, starkast: energi motverkar Saepmie"
        (row,) = shown.payload["table"]["rows"]
        assert row[:5] == ["Energi → Saepmie", "−2,0", "0,0", "−3 till −1", "33\xa0%"]
        assert row[5:] == ["Geografi", "Statistik", "Vindkraft, renskötsel och klimatmål"]

    def test_directions_that_help_and_harm_are_counted(self):
        """90 directions: one harms (−2), one is nothing (0), the other 88 help (1)."""
        assert matrix.heat_title(FOUND, GOALS) == (
            "Målen stöder varandra i 88 av 90 riktningar och motverkar varandra i en"
        )

    def test_opposite_views_are_counted(self):
        assert shown_goals.spread_title(FOUND, GOALS) == "I en av 90 riktningar ser några stöd där andra ser motverkan"

    def test_no_conflict_and_no_scores_are_said_in_words(self):
        calm = interaction.matrix(scored({}), GOALS.ids)
        assert matrix.conflicts_title(calm, GOALS) == "Inget par av mål är i konflikt enligt bedömarna"
        assert matrix.conflicts(calm, scored({}), GOALS, []).plain == f"{matrix.conflicts_title(calm, GOALS)}."
        assert matrix.said(None, COUNTY) == "För Jämtlands län finns inga bedömningar av hur målen påverkar varandra."

    def test_too_few_assessors_give_no_result(self):
        few = interaction.matrix(scored({}, assessors=2), GOALS.ids)
        assert matrix.heat(few, GOALS).empty and shown_goals.net(few, GOALS).empty
        assert shown_goals.ranks(few, GOALS) is None and shown_goals.uneven(few, GOALS) is None
        assert matrix.conflicts(few, scored({}, assessors=2), GOALS, []).plain == matrix.ABSENT
        assert shown_goals.spread(few, GOALS).plain == matrix.ABSENT
        assert matrix.said(few, COUNTY).endswith("Det är färre än tre och visas inte som ett resultat.")

    def test_example_scores_are_marked(self):
        assert matrix.said(FOUND, COUNTY).startswith("Exempeldata, påhittade")
        assert shown_goals.ranks(FOUND, GOALS).payload["example"]

    def test_what_helps_and_harms_saepmie_is_told_on_its_scale(self):
        said = perspectives.saepmie(FOUND, GOALS)
        assert "motverkas ett levande Saepmie mest av energi (medel −2,0 på skalan −3 till +3)" in said


class TestBeside:
    def pairs(self, rho: float, verdict: str, score: int) -> pd.DataFrame:
        both = {("arbete", "naringsliv"): [score] * 3, ("naringsliv", "arbete"): [score] * 3}
        return beside.pairs(correlated(rho, verdict), GOALS, interaction.matrix(scored(both), GOALS.ids))

    @pytest.mark.parametrize(
        ("rho", "verdict", "score", "picture"),
        [
            (0.4, "together", 2, "Samma bild"),
            (-0.4, "apart", -2, "Samma bild"),
            (-0.4, "apart", 2, "Motsatt bild"),
            (0.4, "together", -2, "Motsatt bild"),
            (0.4, "together", 0, ""),
            (0.05, "none", 2, ""),
        ],
    )
    def test_data_and_assessors_agree_disagree_or_can_not_be_compared(self, rho, verdict, score, picture):
        assert self.pairs(rho, verdict, score)["picture"].tolist() == [picture]

    def test_a_correlation_changes_no_assessment(self):
        low, high = (self.pairs(rho, verdict, 2) for rho, verdict in ((-0.9, "apart"), (0.9, "together")))
        assert low["assessed"].tolist() == high["assessed"].tolist() == [2]

    def test_the_opposite_picture_is_named(self):
        said = beside.compared(self.pairs(-0.4, "apart", 2), COUNTY).plain
        assert "Data och bedömare ger motsatt bild av arbete – näringsliv. Det paret är mest värt ett samtal." in said
        assert said.startswith("Bedömningarna är exempeldata.")

    def test_the_figure_of_the_data_is_not_marked_and_what_stands_beside_the_scores_is(self):
        table = self.pairs(-0.4, "apart", 2)
        seen = pd.DataFrame({"indicator": "N03937", "year": [2015, 2024], "source": "snapshot/folkmangd"})
        data = figure(beside.chart(table, GOALS, seen), finding="Data", place=COUNTY).payload
        assert not data["example"] and "Bedömarna" not in str(data["table"])
        both = beside.side_by_side(table, seen, COUNTY).payload
        assert both["example"] and both["title"] == "Data och bedömare ger motsatt bild av ett av en par"

    def test_without_assessments_only_the_data_speak(self):
        alone = beside.pairs(correlated(0.4, "together"), GOALS, None)
        assert np.isnan(alone["assessed"]).all() and alone["picture"].tolist() == [""]
        assert beside.side_by_side(alone, pd.DataFrame({"source": []}), COUNTY) is None
        assert beside.compared(alone, COUNTY).plain.startswith("För Jämtlands län finns inga bedömningar")

    def test_the_title_counts_pairs_and_areas(self):
        three = pd.DataFrame({"verdict": ["together", "none", "none"]})
        assert beside.title(three) == (
            "Ett av tre par förbättras tillsammans i kommunerna och inget drar åt olika håll"
        )
        assert beside.within_title(0, 8) == "I inget av åtta områden drar målen säkert åt olika håll"


def test_the_summary_begins_with_the_cases_and_marks_what_is_made_up():
    pairs = beside.pairs(correlated(0.4, "together"), GOALS, FOUND)
    items = summary.summary(cases(), datetime.date(2026, 11, 23), FOUND, pairs, GOALS, COUNTY).payload["items"]
    assert items[0]["text"] == "Exempeldata: Två av tre fall har saker som återstår."
    assert sum(item["text"].startswith("Exempeldata: ") for item in items) == len(items) - 1
    none = summary.summary([], datetime.date(2026, 11, 23), None, pairs, GOALS, COUNTY).payload["items"]
    assert none[0]["text"] == "Inga fall har prövats för Jämtlands län."
