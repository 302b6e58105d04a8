"""Forms out and answers in: pyxform accepts, the page saves, and the same answers come back; the rest is refused."""

from __future__ import annotations

import json
import re
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import yaml
from playwright.sync_api import Browser
from pyxform.xls2xform import convert

from tests.site.browser import NARROW, complaints, outside, overflow, violations, visit
from vagar_lib import paths
from vagar_lib.cli import main
from vagar_lib.errors import BadInput
from vagar_lib.pipeline.forms import surveys
from vagar_lib.pipeline.forms.survey_form import write_xlsform
from vagar_lib.sources import border
from vagar_lib.surveys import scales, survey

ROW = {
    "activity": "I01", "assessor": "Anna Exempel", "answered": "2027-10-02", "round": "2027", "utjamna": "2",
    "samiskt": "", "kedja_utfall": "1", "lardom": "Börja i tid,\nsa alla.", "publish": "ja",
}  # fmt: skip


@pytest.fixture
def forms(tmp_path) -> Path:
    surveys.export([], "2027", "exempel", tmp_path / "forms")
    return tmp_path / "forms"


def csv(*rows: dict[str, str], name: str = "svar.csv") -> Path:
    path = paths.root() / name
    pd.DataFrame(rows).to_csv(path, index=False)
    return path


def taken(*files: Path, **options: object) -> pd.DataFrame:
    """Answers of round 2027 after an import."""
    done = surveys.take_in(files, "insats", "2027", "exempel", **options)
    rows = border.read_file(done.path)
    return rows[rows["round"] == "2027"]


def told(*rows: dict[str, str], **options: object) -> list[str]:
    """Findings that stop an import, which leaves everything as it was."""
    before = {path: path.read_bytes() for path in (paths.raw() / "surveys").iterdir()}
    with pytest.raises(BadInput) as error:
        taken(csv(*rows), **options)
    assert before == {path: path.read_bytes() for path in (paths.raw() / "surveys").iterdir()}
    return error.value.findings


def test_every_survey_becomes_an_xlsform_and_a_page(forms):
    assert {path.name for path in forms.iterdir()} == {
        f"{id}_2027.{kind}" for id in ("strategi", "process", "insats") for kind in ("xlsx", "html")
    }


def test_pyxform_accepts_the_form_and_every_step_is_defined_in_it(forms):
    xform = convert(forms / "insats_2027.xlsx").xform
    for question in survey("insats").questions:
        assert f"/data/{question.id}" in xform.replace("/vagar_insats/", "/data/")
    for step in scales()["grad"].steps:
        assert f"{step.label}. {step.meaning}" in xform


def test_a_form_that_pyxform_does_not_accept_is_not_written(tmp_path):
    rows = [{"type": "select_one saknas", "name": "fraga", "label": "Fråga"}]
    choices = [{"list_name": "annan", "name": "1", "label": "Ett"}]
    with pytest.raises(BadInput, match=r"fel\.xlsx: pyxform does not accept the form: .*saknas"):
        write_xlsform(tmp_path / "fel.xlsx", {"survey": rows, "choices": choices, "settings": [{"form_title": "Fel"}]})
    assert not (tmp_path / "fel.xlsx").exists()


def test_answers_in_the_export_layout_of_the_xlsform_come_back_the_same(project, forms):
    sheet = openpyxl.load_workbook(forms / "insats_2027.xlsx")["survey"]
    head, *lines = sheet.iter_rows(values_only=True)
    names = [line[head.index("name")] for line in lines if line[head.index("type")] != "note"]
    answered = {name: "2" for name in names if name.startswith(("utjamna", "kedja"))}
    row = dict.fromkeys(names, "") | ROW | answered | {"_id": "17", "_uuid": "x", "meta/instanceID": "y"}
    other = row | {"assessor": "Bo Exempel", "utjamna": "0", "publish": "nej", "answered": "2027-10-03"}
    rows = taken(csv(row, other))
    wide = rows.pivot(index="assessor", columns="question", values="value")
    assert wide.loc["B1", list(answered)].tolist() == [2] * 6
    assert wide.loc["B2", "utjamna"] == 0 and "samiskt" not in wide
    texts = rows[rows["question"] == "lardom"].set_index("assessor")
    assert texts["text"].tolist() == ["Börja i tid, sa alla."] * 2
    assert texts["publish"].tolist() == [True, False]


def test_names_of_respondents_are_not_kept(project):
    taken(csv(ROW))
    kept = (paths.raw() / "surveys" / "exempel_svar.csv").read_text("utf-8")
    assert "Anna" not in kept and ",I01,B1," in kept


def test_an_excel_file_with_other_names_is_read_by_a_mapping_and_steps_by_their_words(project):
    book = openpyxl.Workbook()
    book.active.append(["Insats", "Namn", "Datum", "Utjämning", "Kommentar"])
    book.active.append(["I01", "Anna", "2 oktober 2027", "I hög grad", "bra"])
    book.save(project / "svar.xlsx")
    names = {"activity": "Insats", "assessor": "Namn", "answered": "Datum", "utjamna": "Utjämning"}
    (project / "kolumner.yml").write_text(yaml.safe_dump(names, allow_unicode=True), "utf-8")
    rows = taken(project / "svar.xlsx", columns=project / "kolumner.yml")
    assert rows[["question", "value"]].values.tolist() == [["utjamna", 3]]


def test_what_several_pages_have_saved_is_read_together(project):
    for number, name in enumerate(("Anna", "Bo"), start=1):
        (project / f"{number}.json").write_text(json.dumps(ROW | {"assessor": name}), "utf-8")
    assert set(taken(project / "1.json", project / "2.json")["assessor"]) == {"B1", "B2"}


def test_a_question_in_a_group_of_the_form_is_known_by_its_own_name(project):
    assert set(taken(csv({"grupp/utjamna" if name == "utjamna" else name: v for name, v in ROW.items()}))["question"])


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"betyg": "5"}, "svar.csv: question 'betyg', allowed: utjamna, samiskt"),
        ({"utjamna": "4"}, "svar.csv row 2: question utjamna: '4', allowed: 0 (Inte alls)"),
        ({"utjamna": "1,5"}, "svar.csv row 2: question utjamna: '1,5', allowed: 0 (Inte alls)"),
        ({"activity": ""}, "svar.csv row 2: activity is empty, allowed: a value"),
        ({"activity": "I99"}, "svar.csv row 2: activity 'I99', allowed: did you mean"),
        ({"activity": "P49"}, "svar.csv row 2: activity 'P49' is a process, allowed in the survey insats: insats"),
        ({"assessor": " "}, "svar.csv row 2: assessor is empty, allowed: a value"),
        ({"answered": "igår"}, "svar.csv row 2: answered 'igår', allowed: a date"),
        ({"publish": "kanske"}, "svar.csv row 2: publish 'kanske', allowed: ja, nej"),
        ({"round": "2026"}, "svar.csv row 2: round '2026', allowed: 2027"),
    ],
)
def test_each_answer_that_does_not_fit_is_refused_with_row_and_question(project, change, expected):
    (finding,) = told(ROW | change)
    assert finding.startswith(expected)


def test_duplicates_and_two_assessors_with_one_name_are_refused(project):
    (finding,) = told(ROW, ROW | {"assessor": "anna exempel "})
    assert finding.startswith("svar.csv row 3: 'anna exempel' has answered about I01 in svar.csv row 2 already")
    assert "two assessors with one name" in finding


def test_everything_that_is_wrong_is_told_at_once(project):
    found = told(ROW | {"utjamna": "9"}, ROW | {"activity": ""}, ROW | {"assessor": "Bo", "activity": "I99"})
    assert sorted(re.match(r"svar\.csv row \d", line)[0][-1] for line in found) == ["2", "3", "4"]


def test_a_missing_column_and_a_mapping_of_an_unknown_field_are_refused(project):
    assert told({"assessor": "Anna", "answered": "2027-10-01"}) == [
        "svar.csv: column 'activity' is missing, found: assessor, answered"
    ]
    (project / "k.yml").write_text("namn: Namn\n", "utf-8")
    (finding,) = told(ROW, columns=project / "k.yml")
    assert finding.startswith("columns: field 'namn', allowed: activity, assessor, answered, publish, utjamna")


def test_a_round_is_not_taken_in_twice_unless_it_is_to_be_replaced(project):
    first = taken(csv(ROW))
    (finding,) = told(ROW | {"utjamna": "3"})
    assert "has answers to insats in round 2027 already, allowed: another round, or --replace" in finding
    second = taken(csv(ROW | {"utjamna": "3"}), replace=True)
    assert len(second) == len(first)
    assert second.loc[second["question"] == "utjamna", "value"].tolist() == [3]


def test_answers_to_activities_of_ones_own_get_a_provenance(project):
    folder = paths.raw() / "surveys"
    for ending in (".csv", ".yml"):
        (folder / f"egen_insatser{ending}").write_bytes((folder / f"exempel_insatser{ending}").read_bytes())
    done = surveys.take_in([csv(ROW)], "insats", "2027", "egen")
    assert done.path.name == "egen_svar.csv"
    assert (done.respondents, done.activities, done.answers) == (1, 1, 3)
    assert len(border.read_file(done.path)) == 3


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["export", "--round", "27", "--name", "exempel"], "round '27', allowed: a year such as 2026"),
        (["export", "--round", "2027", "--name", "annan"], "annan_insatser.csv does not exist, allowed: exempel"),
        (["export", "prov", "--round", "2027", "--name", "exempel"], "survey 'prov' does not exist, allowed: strategi"),
        (["import", "insats", "saknas.csv", "--round", "2027", "--name", "exempel"], "saknas.csv is missing"),
        (["import", "insats", "a.pdf", "--round", "2027", "--name", "exempel"], ".pdf, allowed: .csv, .xlsx, .json"),
    ],
)
def test_the_command_refuses_wrong_input_with_status_2(project, capsys, monkeypatch, arguments, message):
    monkeypatch.chdir(project)
    (project / "a.pdf").write_bytes(b"")
    assert main(["survey", *arguments]) == 2
    assert message in capsys.readouterr().err


def test_the_page_is_accessible_asks_for_nothing_and_fits_a_phone(forms, browser: Browser):
    page = forms / "insats_2027.html"
    assert violations(browser, page) == []
    assert outside(browser, page) == []
    assert complaints(browser, page) == []
    assert overflow(browser, page, NARROW) == 0


def test_the_page_names_what_is_not_answered_and_saves_nothing(forms, browser: Browser):
    with visit(browser, forms / "insats_2027.html") as visited:
        visited.page.get_by_role("button", name="Spara svaret (CSV)").click()
        alert = visited.page.get_by_role("alert")
        assert alert.locator("a").all_inner_texts() == [
            "Insats som svaret gäller", "Ditt namn eller en kod", "Får det du har skrivit med egna ord publiceras?",
        ]  # fmt: skip
        assert visited.page.evaluate("document.activeElement.id") == "fel"


@pytest.mark.parametrize("kind", ["CSV", "JSON"])
def test_what_the_page_saves_can_be_imported(project, forms, browser: Browser, kind):
    with visit(browser, forms / "insats_2027.html") as visited:
        page = visited.page
        page.select_option("#activity", "I01")
        page.fill("#assessor", "Anna")
        page.fill("#answered", "2027-10-02")
        page.locator('input[name="utjamna"][value="3"]').check()
        page.fill("#lardom", 'Hon sa "börja, nu"')
        page.locator('input[name="publish"][value="ja"]').check()
        with page.expect_download() as download:
            page.get_by_role("button", name=f"Spara svaret ({kind})").click()
        saved = project / f"svar.{kind.lower()}"
        download.value.save_as(saved)
        assert visited.complaints == []
    rows = taken(saved).set_index("question")
    assert rows.loc["utjamna", "value"] == 3
    assert rows.loc["lardom", "text"] == 'Hon sa "börja, nu"'
    assert len(rows) == 2
