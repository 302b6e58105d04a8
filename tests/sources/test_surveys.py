"""Activities and answers are checked against strategy, register and surveys, and told by place."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pandas as pd
import pytest

from vagar_lib import paths, reads
from vagar_lib.errors import BadInput
from vagar_lib.sources import surveys
from vagar_lib.sources.surveys_check import activity_findings, answer_findings

CHECKOUT = Path(__file__).resolve().parents[2]
LEVELS = {"I1": "insats", "P1": "process"}
ANSWER = {
    "row": 2, "survey": "insats", "round": "2026", "activity": "I1", "assessor": "B1", "answered": "2026-10-01",
    "question": "utjamna", "value": 2, "text": "", "publish": True,
}  # fmt: skip
ACTIVITY = {
    "id": "I1", "priority": "hela_lanet", "strengths": "upplevelser", "vision": "klimat;lokalt", "sdg": "5;8",
    "indicators": "N03937", "start": pd.Timestamp(2025, 1, 1), "end": pd.Timestamp(2026, 12, 31),
}  # fmt: skip


def answers(*changes: dict) -> list[str]:
    rows = [ANSWER | {"row": number} | change for number, change in enumerate(changes, start=2)]
    return answer_findings(pd.DataFrame(rows), LEVELS, "svar.csv")


def activities(**changes: object) -> list[str]:
    return activity_findings(pd.DataFrame([ACTIVITY | changes]), "insatser.csv")


def test_answers_that_fit_are_let_through():
    assert answers({}, {"question": "lardom", "value": None, "text": "Börja i tid."}, {"assessor": "B2"}) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"question": "namn"}, "question 'namn', allowed: "),
        ({"value": 4}, "question utjamna: 4, allowed: 0 (Inte alls), 1 (I liten grad), 2 (I viss grad), 3 (I hög"),
        ({"question": "kedja_utfall", "value": 3}, "question kedja_utfall: 3, allowed: 0 (Saknas), 1 (Påstås), 2"),
        ({"value": None}, "question utjamna: no value, allowed: 0 (Inte alls)"),
        ({"value": None, "text": "ja"}, "question utjamna: 'ja', allowed: 0 (Inte alls)"),
        ({"question": "lardom"}, "question lardom: value 2, allowed: a text and no value"),
        ({"activity": ""}, "activity is empty, allowed: the id of an activity"),
        ({"activity": "I9"}, "activity 'I9', allowed: I1, P1"),
        ({"activity": "P1"}, "activity 'P1' is a process, allowed in the survey insats: insats"),
        ({"survey": "projekt"}, "survey 'projekt', allowed: strategi, process, insats"),
    ],
)
def test_each_answer_that_does_not_fit_is_named_with_its_row_and_what_is_allowed(change, expected):
    (finding,) = answers(change)
    assert finding.startswith("svar.csv row 2: ")
    assert expected in finding


def test_a_second_answer_to_a_question_is_refused():
    assert answers({}, {"value": 3}) == [
        "svar.csv row 3: question utjamna: a second answer of B1 on I1, allowed: one"
    ]


def test_two_assessors_with_one_name_are_refused():
    (finding,) = answers({}, {"question": "klimat", "answered": "2026-10-09"})
    assert finding == (
        "svar.csv row 3: two assessors are called B1 on I1 in round 2026: one answered 2026-10-01, one 2026-10-09; "
        "allowed: a name of its own for each"
    )


def test_everything_that_is_wrong_is_told_at_once():
    found = answers({"question": "namn"}, {"value": 9, "assessor": "B2"}, {"activity": "I9"})
    assert sorted(line.split(":")[0] for line in found) == ["svar.csv row 2", "svar.csv row 3", "svar.csv row 4"]


def test_ten_of_a_kind_are_told_and_the_rest_counted():
    found = answers(*[{"value": 7, "assessor": f"B{n}"} for n in range(13)])
    assert len(found) == 11 and found[-1] == "svar.csv: 3 more rows like the one above"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"priority": "p1"}, "row 2: priority 'p1', allowed: hela_lanet, smart_specialisering, malkonflikter"),
        ({"strengths": "energi"}, "row 2: strengths 'energi', allowed: hallbar_energi"),
        ({"vision": "klimat;vision"}, "row 2: vision 'vision', allowed: jamlikt"),
        ({"sdg": "18"}, "row 2: sdg '18', allowed: 1, 2, 3"),
        ({"indicators": "N03938"}, "row 2: indicators 'N03938', allowed: did you mean"),
        ({"end": pd.Timestamp(2024, 1, 1)}, "row 2: end 2024-01-01, allowed: not before start 2025-01-01"),
    ],
)
def test_each_activity_that_does_not_fit_is_named(change, expected):
    (finding,) = activities(**change)
    assert expected in finding


def test_a_municipality_has_its_activities_and_the_county_those_of_several_too(built):
    county, berg = surveys.activities("23"), surveys.activities("2326")
    assert set(berg["region"]) == {"2326"}
    assert "23" in set(county["region"]) and len(county) > 8 * len(berg) / 2
    assert berg.iloc[0]["sdg"] == (7, 13)
    assert set(surveys.answers("2326")["activity"]) <= set(berg["id"])


def test_a_text_that_may_not_be_published_is_never_read(built):
    raw = pd.read_csv(CHECKOUT / "data/raw/surveys/exempel_svar.csv", keep_default_na=False)
    kept = surveys.answers("23")
    assert (kept["text"] != "").sum() == ((raw["text"] != "") & raw["publish"].eq(True)).sum() > 0
    assert (raw["text"] != "").sum() > (kept["text"] != "").sum()


def test_a_place_without_activities_is_refused(built):
    with pytest.raises(BadInput, match=r"region '20': none in data/raw/surveys covers Dalarnas län, allowed: one"):
        surveys.activities("20")


def test_the_regions_own_activities_take_the_place_of_the_example(project):
    folder = paths.raw() / "surveys"
    known = (folder / "exempel_insatser.yml").read_text(encoding="utf-8")
    (folder / "egen_insatser.yml").write_text(known.replace("example: true", "example: false"), encoding="utf-8")
    assert surveys.covering("2303").sources == ["surveys/egen_insatser", "surveys/egen_svar"]
    (folder / "andra_insatser.yml").write_text(known.replace("example: true", "example: false"), encoding="utf-8")
    with pytest.raises(BadInput, match="'2303': andra_insatser, egen_insatser in data/raw/surveys covers Ragunda"):
        surveys.covering("2303")


def test_a_report_is_made_again_when_there_are_other_tables_to_choose_from(built, tmp_path, monkeypatch):
    monkeypatch.setenv(reads.FILE, str(tmp_path / "reads"))
    surveys.answers("2303")
    told = reads.told(tmp_path / "reads")
    assert ["listed"] in told
    assert {line[1] for line in told if line[0] == "table"} == {"exempel_insatser", "exempel_svar"}


def test_the_example_is_what_its_script_makes(tmp_path, monkeypatch):
    spec = importlib.util.spec_from_file_location("make_surveys", CHECKOUT / "data" / "examples" / "make_surveys.py")
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "make_surveys", module)
    spec.loader.exec_module(module)
    folder = CHECKOUT / "data" / "raw" / "surveys"
    for path in folder.glob("exempel_*.yml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(module, "FOLDER", tmp_path)
    module.main()
    for path in folder.glob("exempel_*"):
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()


def test_the_example_has_what_the_report_needs(built):
    known, given = surveys.activities("23"), surveys.answers("23")
    assert 55 <= len(known) <= 65
    assert sorted(given["round"].unique()) == ["2025", "2026"]
    per = given.groupby(["round", "activity"])["assessor"].nunique()
    assert set(per) == {2, 3}
    assert all(name.startswith("Exempel: ") for name in known["name"])
