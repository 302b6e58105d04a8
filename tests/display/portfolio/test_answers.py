"""How far activities contribute and whether assessors agree: what may be shown, in words that the numbers support."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.display.drawing import WIDTHS
from vagar_lib import regions
from vagar_lib.display.portfolio import answers, degrees, frames
from vagar_lib.metrics.disclosure import Rule
from vagar_lib.metrics.krippendorff import Alpha
from vagar_lib.metrics.portfolio import changed
from vagar_lib.pipeline.page.svg import draw
from vagar_lib.strategy import strategy
from vagar_lib.surveys import questions

ASKED = {"utjamna": "Utjämnar skillnader inom länet", "klimat": "Klimat och naturens gränser"}
NAMES = frames.labels(strategy(), regions.region("23"))
SOURCE = "surveys/exempel_svar"
HALF = "50\u00a0%"


def given(*values: list[int], question: str = "utjamna", round: str = "2026") -> pd.DataFrame:
    """The answers of one assessor about activities I1, I2 ... in Ragunda and, second list, Bräcke."""
    flat = [value for group in values for value in group]
    return pd.DataFrame(
        {"round": round, "activity": [f"I{n}" for n in range(len(flat))], "assessor": "B1", "question": question,
         "value": np.array(flat, float)}
    )  # fmt: skip


def activities(*sizes: int) -> pd.DataFrame:
    places = [code for code, size in zip(("2303", "2305"), sizes, strict=False) for _ in range(size)]
    return pd.DataFrame(
        {"id": [f"I{n}" for n in range(len(places))], "region": places, "priority": "hela_lanet", "level": "insats"}
    )


def found(*values: list[int]) -> dict[str, degrees.Degrees]:
    sizes = map(len, values)
    return degrees.degrees(given(*values), activities(*sizes), "2026", ASKED, NAMES, Rule(min_cell=3))


FINE = [[0, 1, 2, 3] * 3, [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]]


def test_a_question_without_answers_is_left_out(built):
    assert list(found(*FINE)) == ["utjamna"]


def test_the_high_degrees_are_the_upper_two_of_four(built):
    one = found(*FINE)["utjamna"]
    assert one.high == 50
    assert degrees.high_in_words({"utjamna": one}, "utjamna") == (
        f"Utjämnar skillnader inom länet: {HALF} av svaren är i viss eller hög grad."
    )
    assert degrees.high_in_words({"utjamna": one}, "klimat") is None


def test_a_place_that_can_be_shown_has_its_share_and_comes_first_on_its_own_page(built):
    table = degrees.split(found(*FINE), "region", NAMES["region"].values(), "Kommun", "Bräcke")
    assert [row[0] for row in table.rows] == ["Bräcke", "Ragunda"]
    assert table.rows[0][1] == HALF


def test_a_degree_of_too_few_activities_hides_everything_that_would_tell_it(built):
    one = found([0] * 6 + [3] * 5 + [2])["utjamna"]
    assert one.degrees.hidden.primary == 1 and one.degrees.hidden.secondary >= 1
    assert one.high is None and one.classes is None
    assert degrees.split({"utjamna": one}, "region", NAMES["region"].values(), "Kommun").rows == []
    chart = degrees.degree_chart({"utjamna": one}, "2026", SOURCE)
    assert chart.empty and "Utjämnar skillnader inom länet" in chart.measure.absent


def test_a_place_with_too_few_high_answers_is_hidden(built):
    table = degrees.split(found([0, 1, 2, 3] * 3, [0] * 4 + [3] * 2), "region", NAMES["region"].values(), "Kommun")
    assert [row[1] for row in table.rows] == ["..", ".."]
    assert table.raw[0][1] is None


def test_the_degrees_are_drawn_with_what_each_step_means(built):
    chart = degrees.degree_chart(found(*FINE), "2026", SOURCE)
    for width in WIDTHS:
        assert "I hög grad" in draw(chart.spec(width))
    assert "I viss grad: minst en aktivitet handlar om frågan" in chart.measure.note


def test_the_spread_leaves_out_questions_with_too_few_activities():
    rows = pd.concat([given([0, 1, 2, 3] * 3), given([1] * 9, question="klimat")])
    table = degrees.spread(rows, "2026", ASKED)
    # Of 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3 the middle is 1.5; a quarter in lies 0.75 and 2.25 (half up: 0.8 and 2.3).
    assert table.rows == [["Utjämnar skillnader inom länet", "12", "12", "1,5", "0,8–2,3", "0\u00a0%"]]


@pytest.mark.parametrize(
    ("lower", "upper", "word"),
    [(0.82, 0.9, "Hög"), (0.7, 0.9, "Tillräcklig"), (0.5, 0.7, "Osäker"), (0.3, 0.6, "För låg")],
)
def test_agreement_is_judged_by_the_whole_interval(lower, upper, word):
    one = Alpha(20, 50, (lower + upper) / 2, lower, upper, few=False)
    assert answers.enough(one) == word


def test_too_few_assessors_say_so_and_show_no_alpha():
    few = Alpha(4, 9, 0.7, 0.2, 0.9, few=True)
    table = answers.agreed({"klimat": few}, ASKED)
    assert table.rows == [["Klimat och naturens gränser", "4", "9", "..", "..", "För få bedömare"]]
    assert table.raw[0][3] is None
    assert answers.agreed_title({"klimat": few}) == "För få insatser (under tio) är bedömda av minst två"


def test_the_agreement_is_summed_up_without_claiming_more_than_the_intervals():
    good, bad, unsure = (Alpha(20, 50, 0.5, low, high, few=False) for low, high in ((0.8, 0.9), (0.1, 0.4), (0.5, 0.8)))
    assert answers.agreed_title({"a": good, "b": bad, "c": unsure}) == (
        "Bedömarnas samstämmighet är säkert tillräcklig för en av tre frågor och säkert för låg för en"
    )
    assert answers.agreed_title({"a": unsure, "b": unsure}) == "Bedömarnas samstämmighet är osäker för alla två frågor"


def test_a_change_is_told_with_its_interval_and_few_activities_without_numbers():
    rows = pd.concat(
        [given([1] * 12, round="2025"), given([2] * 11 + [1]), given([1, 1], question="klimat", round="2025"),
         given([3, 3], question="klimat")]
    )  # fmt: skip
    table = changed(rows, "2025", "2026", ASKED)
    cells = answers.changed_table(table, ASKED).rows
    assert cells[0][:3] == ["Utjämnar skillnader inom länet", "12", "+0,92"] and cells[0][-1] == "▲ Säkert högre"
    assert cells[1] == ["Klimat och naturens gränser", "2", "..", "..", "..", "..", "– För få insatser"]
    assert answers.changed_title(table, ASKED, "2025") == (
        "Säkert högre: utjämnar skillnader inom länet, jämfört med 2025"
    )
    chart = answers.change_chart(table, ASKED, "2025", "2026", SOURCE)
    assert [row[0] for row in chart.table.raw] == ["Utjämnar skillnader inom länet"]


def test_no_change_and_too_few_are_said_as_such():
    same = changed(pd.concat([given([1] * 12, round="2025"), given([1] * 12)]), "2025", "2026", ["utjamna"])
    assert answers.changed_title(same, ASKED, "2025") == "Ingen fråga har säkert ändrats sedan 2025"
    few = changed(pd.concat([given([1], round="2025"), given([2])]), "2025", "2026", ["utjamna"])
    assert answers.changed_title(few, ASKED, "2025") == "För få insatser har svarat båda gångerna"


def test_the_questions_on_degrees_do_not_include_the_chain_or_texts():
    labels = degrees.degree_questions(questions())
    assert {"utjamna", "matbara_mal", "styrning"} <= set(labels)
    assert not {"kedja_utfall", "lardom"} & set(labels)


def test_a_first_round_has_nothing_to_be_compared_with_and_a_place_without_activities_no_respondents():
    first = changed(given([1] * 12), "2026", "2026", ["utjamna"])
    assert answers.changed_title(first, ASKED, "2026") == "Det finns ingen tidigare omgång att jämföra med"
    ragunda = regions.region("2303")
    assert answers.respondents(given([1, 2]), activities(0), "2026", ragunda) is None
    assert answers.respondents(given([1, 2]), activities(3), "2026", ragunda) == (
        "I omgång 2026 har två av tre svarat i Ragunda kommun, med två bedömningar."
    )
