"""The surveys define every step of every scale in words, and say what each question measures."""

from __future__ import annotations

import pytest
import yaml

from vagar_lib import paths
from vagar_lib.errors import BadInput
from vagar_lib.strategy import strategy
from vagar_lib.surveys import STEPS, questions, scales, survey, surveys

QUOTED = {
    "utjamna": "Arbetar insatsen för att bidra till att utjämna inomregionala skillnader?",
    "samiskt": "I vilken grad har insatsen inkluderat samiska förutsättningar och behov?",
    "jamlikt": "I vilken grad bidrar insatsen till ett mer jämställt, jämlikt, mångkulturellt och sammanhållande "
    "samhälle?",
}


def change(name: str, **fields: object) -> None:
    """Replace fields of a survey's file."""
    path = paths.parameters() / "surveys" / f"{name}.yml"
    known = yaml.safe_load(path.read_text(encoding="utf-8"))
    path.write_text(yaml.safe_dump(known | fields, allow_unicode=True, sort_keys=False), encoding="utf-8")


def question(**fields: object) -> list[dict[str, object]]:
    return [{"id": "fraga", "label": "Fråga", "text": "Varför?", "help": "Så här.", "scale": "grad"} | fields]


def test_there_is_a_survey_for_each_level_from_strategy_to_activity():
    assert [(one.id, one.level) for one in surveys().values()] == [(n, n) for n in ("strategi", "process", "insats")]


def test_the_questions_that_the_region_quotes_are_asked_word_for_word():
    assert {id: survey("insats").question(id).text for id in QUOTED} == QUOTED


def test_every_survey_asks_for_goal_conflicts_for_each_step_of_the_chain_and_for_lessons_and_decisions():
    for one in surveys().values():
        assert [q.measures.step for q in one.questions if q.measures.step] == list(STEPS)
        assert {q.role for q in one.questions if q.role} == {"conflict", "lesson", "decision"}
        assert one.question("malkonflikter").measures.priorities == ["malkonflikter"]


def test_every_step_of_a_scale_is_defined_in_a_sentence_of_its_own():
    meanings = [step.meaning for scale in scales().values() for step in scale.steps]
    assert len(set(meanings)) == len(meanings)
    assert all(meaning.endswith(".") and len(meaning) > 20 for meaning in meanings)


def test_every_part_of_the_vision_that_a_question_measures_is_in_the_strategy():
    known = {part.id for part in strategy().parts}
    for one in questions().values():
        assert {*one.measures.vision, *one.measures.priorities} <= known


def test_an_unknown_survey_and_an_unknown_question_are_answered_with_those_there_are():
    with pytest.raises(BadInput, match="survey 'projekt' does not exist, allowed: strategi, process, insats"):
        survey("projekt")
    with pytest.raises(BadInput, match="question 'namn' is not in the survey insats, allowed: utjamna, samiskt"):
        survey("insats").question("namn")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"questions": question(scale="betyg")}, "insats.yml, fraga: scale 'betyg', allowed: grad, kedja"),
        ({"questions": question(measures={"vision": ["klimatet"]})}, "fraga: vision 'klimatet', allowed: jamlikt"),
        ({"questions": question(measures={"priorities": ["p4"]})}, "fraga: priorities 'p4', allowed: hela_lanet"),
        ({"questions": question(measures={"step": "utfall"})}, "a step of the effect chain, and nothing else, has"),
        ({"questions": question(scale="kedja")}, "a step of the effect chain, and nothing else, has"),
        ({"questions": question(role="lesson")}, "a question has either a scale or a role"),
        ({"questions": question(id="assessor")}, "the id 'assessor' is taken by what every form asks"),
        ({"questions": question() * 2}, "questions has fraga more than once"),
        ({"questions": question(measures={"sdg": [18]})}, "less than or equal to 17"),
        ({"level": "process"}, "2 surveys have level process, allowed: one"),
        ({"id": "annan"}, "id 'annan', allowed: 'insats', as the file"),
        ({"frågor": []}, "unknown field frågor"),
    ],
)
def test_each_mistake_is_named_with_what_is_allowed(project, fields, expected):
    change("insats", **fields)
    with pytest.raises(BadInput) as error:
        surveys()
    assert expected in str(error.value)
    assert "surveys" in str(error.value)


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([(1, "Nej"), (2, "Ja")], r"the values are \[1, 2\], allowed: 0, 1, 2 and so on"),
        ([(0, "Ja"), (1, "Ja")], "two steps have the same label"),
    ],
)
def test_a_scale_rises_from_nothing_in_steps_that_can_be_told_apart(project, steps, expected):
    rows = [{"value": value, "label": label, "meaning": "Så här."} for value, label in steps]
    change("scales", grad={"order": "degree", "steps": rows})
    with pytest.raises(BadInput, match=expected):
        scales()


def test_mistakes_in_several_files_are_told_at_once(project):
    change("insats", frågor=[])
    change("process", title="")
    with pytest.raises(BadInput) as error:
        surveys()
    assert len(error.value.findings) == 2
