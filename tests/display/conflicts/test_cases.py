"""The protocols say what stands in the cases and what is left; what is made up is marked."""

from __future__ import annotations

import datetime

from vagar_lib import regions
from vagar_lib.cases import KINDS, Case, Finding, cases
from vagar_lib.conflict_guide import guide
from vagar_lib.display.conflicts import all_cases, asked, perspectives, protocol, words
from vagar_lib.display.figure import Output
from vagar_lib.goals import goals
from vagar_lib.questions import battery
from vagar_lib.strategy import strategy

COUNTY, TODAY = regions.region("23"), datetime.date(2026, 11, 23)
CASES = {case.id: case for case in cases()}
WOMEN, SERVICE, WIND = (CASES[id] for id in ("kvinnors_foretagande", "serviceprogram", "vindkraft_renskotsel"))
NAMES = words.labels(goals(), strategy())


def cells(output: Output) -> list[list[str]]:
    rows = output.payload["table"]["rows"]
    return [[cell["text"] if isinstance(cell, dict) else cell for cell in row] for row in rows]


def changed(case: Case, **fields) -> Case:
    return Case.model_validate({**case.model_dump(), **fields})


def test_every_kind_of_finding_has_words():
    assert set(words.LEFT) == set(KINDS)
    assert words.phrases([Finding("unmet", "13")], NAMES) == [
        "Negativ eller blandad effekt utan åtgärd: 13 Bekämpa klimatförändringarna"
    ]


def test_a_skipped_step_and_the_sami_question_left_out_are_seen_on_the_page():
    shown = {row[0]: row[1:] for row in cells(protocol.left(WOMEN, TODAY, NAMES))}
    assert shown["Aktörssäkra"] == ["✗ Överhoppat", "Steget är överhoppat. Den samiska frågan är inte ställd."]
    overview = {row[0]: row for row in cells(all_cases.overview([WOMEN, SERVICE, WIND], COUNTY, TODAY))}
    assert overview[WOMEN.title][1:7] == ["4", "✓ Klart", "✓ Klart", "✗ Överhoppat", "✓ Klart", "✗ Inte ställd"]
    assert overview[SERVICE.title][1] == "0"


def test_the_title_counts_what_is_left():
    assert words.left_title(WIND, WIND.findings(TODAY)) == "Vindkraft, renskötsel och klimatmål: åtta saker återstår"
    assert words.left_title(SERVICE, []).endswith(": alla steg är genomgångna")
    assert words.left_title(SERVICE, [Finding("sami")]).endswith(": en sak återstår")
    assert all_cases.overview_title([WOMEN, SERVICE, WIND], TODAY) == "Två av tre fall har saker som återstår"
    assert all_cases.overview_title([SERVICE], TODAY) == "Inget återstår i fallet"


def test_a_negative_effect_without_a_measure_says_so_in_its_row():
    shown = {(row[0], row[1]): row for row in cells(protocol.effects(WIND, NAMES, words.parts(strategy())))}
    assert shown["Bygger från det lokala", "Strategin"][5] == "✗ Åtgärd saknas"
    assert shown["Levande natur och biologisk mångfald", "Regionala mål"][2] == "▼ Negativ"
    assert "naturvärden" in shown["Levande natur och biologisk mångfald", "Regionala mål"][5]


def test_an_actor_who_is_affected_and_not_invited_is_missing_at_the_table():
    shown = protocol.actors(WIND)
    assert shown.payload["title"] == "Saknas vid bordet: angränsande sameby och turistföretag"
    assert {row[0] for row in cells(shown) if row[4] == "✗ Saknas"} == {"Angränsande sameby", "Turistföretag"}
    assert protocol.actors(WOMEN) is None


def test_a_measure_is_done_late_or_under_way():
    states = [row[4] for row in cells(protocol.measures(SERVICE, NAMES, TODAY))]
    assert states == ["✓ Klar 18 juni 2026", "◐ Pågår"]
    assert [row[4] for row in cells(protocol.measures(WIND, NAMES, TODAY))] == ["✗ Försenad", "◐ Pågår"]


def test_everything_of_a_made_up_case_is_marked_and_of_a_real_one_not():
    for example in (True, False):
        shown = protocol.protocols([changed(WIND, example=example)], COUNTY, TODAY, goals(), strategy(), guide())
        figures = [one.payload for one in shown if one.payload["kind"] in ("figure", "table")]
        assert len(figures) == 5 and {one["example"] for one in figures} == {example}
        assert all(("påhittade" in one["source"]) == example for one in figures)


def test_each_case_has_ids_of_its_own():
    shown = protocol.protocols(list(CASES.values()), COUNTY, TODAY, goals(), strategy(), guide())
    ids = [one.payload["id"] for one in shown if "id" in one.payload]
    assert len(ids) == len(set(ids)) == 14


def test_no_cases_are_said_to_be_none():
    (said,) = protocol.protocols([], COUNTY, TODAY, goals(), strategy(), guide())
    assert said.plain == all_cases.NONE == all_cases.overview([], COUNTY, TODAY).plain
    assert perspectives.sami([], COUNTY).plain == "Inga fall finns för området, så frågan är ännu inte ställd i något."


def test_the_way_is_told_in_the_title():
    assert protocol.way_title(WIND, guide()) == (
        "konflikt om mål, intressen, resurser och värden, som möts med dialog och avvägning"
    )
    none = changed(WIND, process={"konflikt": ["nej"]})
    assert protocol.way_title(none, guide()) == "ingen målkonflikt har hittats"
    assert protocol.way_title(changed(WIND, process={}), guide()) == "typen av konflikt är inte bestämd"


def test_the_sami_question_and_what_was_answered_are_shown_for_each_case():
    shown = perspectives.sami([WOMEN, SERVICE, WIND], COUNTY)
    assert shown.payload["title"] == "Den samiska frågan är ställd i två av tre fall"
    rows = {row[0]: row for row in cells(shown)}
    assert rows[WOMEN.title][1:4] == ["✗ Inte ställd", "", ""] and rows[WIND.title][4] == "▼ Negativ"


def test_cases_that_have_not_looked_at_equality_are_named():
    said = perspectives.sexes([WOMEN, WIND], COUNTY)
    assert said.startswith("Exempeldata: i ett av två fall är effekten på jämställdhet bedömd. Den saknas i vindkraft")


def test_questions_are_filtered_by_support_and_goal():
    chosen = battery().chosen(support="KS", goals=[7, 13])
    shown = asked.table(chosen, battery(), strategy(), "KS")
    assert {row[0][:2].strip() for row in cells(shown)} == {"7", "13"}
    assert shown.payload["subtitle"].endswith("kommersiell service") and not shown.payload["example"]
    assert "Företagsstöd" not in {row[3] for row in cells(shown)}
