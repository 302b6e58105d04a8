"""The question battery covers the 17 goals, is filtered by support and goal, and can be printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html
from pydantic import ValidationError

from tests.site import browser as checks
from vagar_lib.cli import main
from vagar_lib.errors import BadInput
from vagar_lib.pipeline.forms import question_page
from vagar_lib.questions import Battery, battery


def made(**changes) -> Battery:
    return Battery.model_validate({**battery().model_dump(), **changes})


def test_every_goal_has_a_question_to_the_officer_and_one_to_the_applicant():
    asked = {(question.goal, question.audience) for question in battery().questions}
    assert asked == {(goal, audience) for goal in range(1, 18) for audience in ("officer", "applicant")}


def test_the_sami_are_asked_about_in_questions_on_more_than_one_goal():
    assert len({one.goal for one in battery().questions if "same" in one.text or "samisk" in one.text}) >= 2


def test_a_type_of_support_leaves_out_what_is_only_for_others():
    chosen = battery().chosen(support="FTG")
    assert all(not one.supports or "FTG" in one.supports for one in chosen)
    assert len(battery().chosen(support="KS", goals=[5])) < len(battery().chosen(goals=[5]))


def test_an_unknown_support_and_goal_are_refused_at_once():
    with pytest.raises(BadInput) as refused:
        battery().chosen(support="ftg", goals=[18])
    assert refused.value.findings == ["support 'ftg', allowed: alla, PROJ, FTG, KS", "goal 18, allowed: 1 to 17"]


def test_a_battery_that_lacks_a_goal_or_asks_twice_or_names_an_unknown_support_is_refused():
    questions = [one.model_dump() for one in battery().questions]
    with pytest.raises(ValidationError, match="no question on goal 17"):
        made(questions=[one for one in questions if one["goal"] != 17])
    with pytest.raises(ValidationError, match="the same question twice"):
        made(questions=[*questions, questions[0]])
    with pytest.raises(ValidationError, match="unknown support LEADER; allowed: PROJ, FTG, KS"):
        made(questions=[*questions, {**questions[0], "text": "Vad?", "supports": ["LEADER"]}])


def test_the_page_has_the_chosen_questions_under_their_goals(tmp_path: Path):
    path = question_page.write(support="KS", goals=[7, 5], path=tmp_path / "fragor.html")
    page = html.fromstring(path.read_text(encoding="utf-8"))
    assert [head.text for head in page.findall(".//h2")] == ["5 Jämställdhet", "7 Hållbar energi för alla"]
    said = [item.text.strip() for item in page.findall(".//li")]
    assert said == [one.text for one in battery().chosen(support="KS", goals=[5, 7])]


@pytest.mark.parametrize("width", [checks.WIDE, checks.NARROW])
def test_the_page_is_accessible_and_asks_nothing_of_anyone(width, browser, tmp_path: Path):
    path = question_page.write(path=tmp_path / "fragor.html")
    assert checks.violations(browser, path, width) == []
    assert checks.outside(browser, path) == [] and checks.overflow(browser, path) == 0


def test_the_command_tells_where_the_page_is_and_refuses_what_does_not_exist(tmp_path: Path, capsys):
    target = tmp_path / "fragor.html"
    with pytest.raises(SystemExit) as done:
        main(["questions", "--support", "FTG", "--out", str(target)])
    assert not done.value.code and str(target) in capsys.readouterr().out
    assert main(["questions", "--goal", "18", "--out", str(tmp_path / "annan.html")]) == 2
    assert not (tmp_path / "annan.html").exists() and "goal 18" in capsys.readouterr().err
