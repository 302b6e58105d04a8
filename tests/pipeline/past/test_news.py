"""What is new is told in words that the values support, and nothing is new that a reader can't see."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pipeline.past.made import fact, figure, page
from vagar_lib.pipeline.past import news, words

NBSP = "\u00a0"


def told(before: dict, now: dict) -> list[tuple[str, str]]:
    found = news.compare(before, now, "2026-10", "2026-10-01T08:00:00+00:00")
    return [(item.kind, item.text.replace(NBSP, " ")) for item in found.items]


def test_a_new_period_is_told_with_the_last_one_before():
    before, now = page(fact(["2023", 6.34], ["2024", 6.12])), page(fact(["2023", 6.34], ["2024", 6.12], ["2025", 6.41]))
    assert told(before, now) == [
        ("value", "Öppet arbetslösa 18–65 år har fått ett värde för 2025: 6,4 %; 2024 var det 6,1 %.")
    ]


def test_several_new_periods_are_told_in_one_sentence():
    before = page(fact(["2022", 1.0]))
    now = page(fact(["2022", 1.0], ["2023", 2.0], ["2024", 3.0]))
    said = "har fått nya värden för 2023 och 2024, senast 3,0 % (2024); 2022 var det 1,0 %."
    assert told(before, now) == [("value", f"Öppet arbetslösa 18–65 år {said}")]


def test_of_survey_values_it_is_said_that_the_difference_is_not_judged():
    before, now = (page(fact(*values, survey=True)) for values in ([["2020", 20.0]], [["2020", 20.0], ["2024", 25.0]]))
    assert told(before, now)[0][1].endswith("2020 var det 20,0 %. " + words.UNJUDGED)


def test_no_two_values_are_called_a_rise_or_a_fall():
    before, now = page(fact(["2024", 2.0])), page(fact(["2024", 2.0], ["2025", 9.0]))
    assert not {"ökat", "ökade", "minskat", "högre", "lägre", "förändring"} & set(told(before, now)[0][1].split())


def test_the_largest_revision_is_told_with_its_size_as_it_is_written():
    # As written 6,3 and 6,5: 0,2 apart, though the values are 0,11 apart.
    before = page(fact(["2022", 5.0], ["2023", 6.34], ["2024", 7.0]))
    now = page(fact(["2022", 5.1], ["2023", 6.45], ["2024", 7.0]))
    assert told(before, now) == [
        (
            "revised",
            "Öppet arbetslösa 18–65 år: två värden för 2022 och 2023 har ändrats, mest 2023, från 6,3 % till 6,5 % "
            "(0,2 procentenheter högre).",
        )
    ]


def test_a_rate_says_its_unit_once_and_an_index_never():
    rate = {"unit": "per 1 000 invånare"}
    assert told(page(fact(["2024", 7.1], **rate)), page(fact(["2024", 7.2], **rate)))[0][1].endswith(
        "från 7,1 till 7,2 per 1 000 invånare (0,1 högre)."
    )
    index = {"unit": "index där 1950 är 100", "decimals": 0}
    assert told(page(fact(["2024", 45], **index)), page(fact(["2024", 43], **index)))[0][1].endswith(
        "från 45 till 43 (2 lägre)."
    )


def test_a_revision_that_can_not_be_seen_is_not_told():
    assert told(page(fact(["2024", 6.1201])), page(fact(["2024", 6.1199]))) == []


def test_a_value_that_is_gone_is_told_with_its_reason():
    before, now = page(fact(["2023", 1.0], ["2024", 2.0])), page(fact(["2023", 1.0], ["2024", None, "secret"]))
    assert told(before, now) == [
        ("lost", "Öppet arbetslösa 18–65 år: värdet för 2024 finns inte längre (skyddad av sekretess).")
    ]


def test_a_table_that_tells_the_last_value_only_has_lost_nothing():
    assert [kind for kind, _ in told(page(fact(["2023", 1.0])), page(fact(["2024", 2.0])))] == ["value"]


def test_a_changed_verdict_is_told_as_it_was_and_as_it_is():
    before, now = (page(fact(verdicts={"omdöme": word})) for word in ("Ingen säker förändring", "Tydlig förbättring"))
    assert told(before, now) == [
        (
            "verdict",
            "Omdömet om öppet arbetslösa 18–65 år har gått från ”ingen säker förändring” till ”tydlig förbättring”.",
        )
    ]


def test_women_and_another_place_are_named():
    other = {"region": "23", "where": "Jämtlands län", "sex": "K"}
    before, now = page(fact(["2024", 1.0], **other)), page(fact(["2024", 1.0], ["2025", 1.5], **other))
    assert told(before, now)[0][1].startswith("Öppet arbetslösa 18–65 år bland kvinnor i Jämtlands län har fått")


def test_values_in_another_unit_are_not_compared_and_another_definition_is_told():
    before = page(fact(["2024", 1.0]))
    assert told(before, page(fact(["2024", 900.0], unit="antal"))) == [
        ("definition", "Öppet arbetslösa 18–65 år mäts nu i antal och inte i procent; värdena jämförs inte.")
    ]
    assert [kind for kind, _ in told(before, page(fact(["2024", 1.0], definition="En annan.")))] == ["definition"]


def test_indicators_and_figures_that_come_and_go_are_named():
    before = page(fact(label="Gammal", id="a"), shown=[figure("Gammal figur"), figure("Lika")])
    now = page(fact(label="Ny", id="b"), shown=[figure("Lika"), figure("Ny figur")])
    assert told(before, now) == [
        ("indicator", "Ny uppgift: Ny."),
        ("indicator", "Uppgift som inte längre är med: Gammal."),
        ("figure", "Ny figur eller tabell: Ny figur."),
        ("figure", "Figur eller tabell som inte längre är med: Gammal figur."),
    ]


def test_other_numbers_are_told_where_no_value_tells_of_them():
    before = page(shown=[figure("Pyramid"), figure("Linje", facts=True), figure("Källor", source=True)])
    now = page(shown=[{**one, "digest": "b"} for one in before["shown"]])
    assert told(before, now) == [("numbers", "Siffrorna har ändrats i en figur eller tabell: Pyramid.")]


def test_what_is_made_up_says_so():
    before, now = (page(fact(["2024", value], example=True)) for value in (1.0, 2.0))
    assert told(before, now)[0][1].startswith("Exempeldata: Öppet")


@pytest.mark.parametrize("changed", [True, False])
def test_the_sentence_on_how_much_is_new_counts_what_is_told(changed):
    before = page(fact(["2024", 1.0], verdicts={"läge": "I nivå"}))
    now = page(fact(["2024", 1.0], ["2025", 2.0], verdicts={"läge": "Bättre"})) if changed else before
    made = news.compare(before, now, "2026-10", "")
    assert made.summary == ("Ett omdöme har ändrats och en uppgift har fått nya värden." if changed else words.NOTHING)


def test_the_first_told_are_of_several_kinds():
    items = tuple(news.Item(kind, f"{kind} {number}") for kind in ("verdict", "value", "figure") for number in range(4))
    chosen = [item.text for item in news.News("a", "b", items).first(4)]
    assert chosen == ["verdict 0", "verdict 1", "value 0", "figure 0"]


values = st.lists(
    st.tuples(st.integers(1990, 2026).map(str), st.none() | st.floats(-1e6, 1e6)), unique_by=lambda one: one[0]
)


@given(values)
def test_nothing_is_new_on_a_page_compared_with_itself(held):
    same = page(fact(*map(list, held)), shown=[figure("En figur")])
    assert told(same, same) == []


@given(values, values)
def test_what_changed_afterwards_is_told_in_one_sentence_of_each_kind(before, now):
    kinds = [kind for kind, _ in told(page(fact(*map(list, before))), page(fact(*map(list, now))))]
    assert kinds.count("revised") <= 1 and kinds.count("lost") <= 1 and kinds.count("value") <= 2
