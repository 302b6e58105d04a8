from pathlib import Path

import openpyxl
import pytest

from vagar_lib.pipeline.page.workbook import EXAMPLE, write_workbook

FACTS = {"Framtagen": "23 november 2026", "Datautgåva": "abc123"}


def display(**changes) -> dict:
    table = {"csv": {"header": ["Område", "2024"], "rows": [["Åre", 12.5], ["Berg", None]]}}
    return {
        "title": "Högst i Åre",
        "subtitle": "Mått, procent. Jämtlands län, 2024.",
        "table": table,
        "source": "Källa: SCB.",
        "notes": ["En definition."],
        "example": False,
    } | changes


@pytest.fixture
def written(tmp_path: Path):
    def write(*displays: dict) -> openpyxl.Workbook:
        write_workbook(tmp_path / "tabeller.xlsx", "Nulägesbeskrivning, Ragunda kommun", FACTS, displays)
        return openpyxl.load_workbook(tmp_path / "tabeller.xlsx")

    return write


def test_a_workbook_has_cover_contents_notes_and_one_table_a_sheet(written):
    book = written(display(), display(title="Lägst i Berg"))
    assert book.sheetnames == ["Omslag", "Innehåll", "Noter", "Tabell 1", "Tabell 2"]
    assert book["Omslag"]["A1"].value == "Nulägesbeskrivning, Ragunda kommun"
    assert [book["Omslag"].cell(4, column).value for column in (1, 2)] == ["Datautgåva", "abc123"]
    assert book["Innehåll"]["B3"].value == "Lägst i Berg"
    assert book["Innehåll"]["A3"].hyperlink.location == "'Tabell 2'!A1"


def test_a_table_stands_below_its_title_with_numbers_as_numbers(written):
    sheet = written(display())["Tabell 1"]
    assert sheet["A1"].value == "Högst i Åre"
    assert [cell.value for cell in sheet[4]] == ["Område", "2024"]
    assert [cell.value for cell in sheet[5]] == ["Åre", 12.5]
    assert sheet["B6"].value is None
    assert sheet.freeze_panes == "B5"


def test_notes_and_source_follow_each_table(written):
    notes = list(written(display())["Noter"].values)
    assert notes == [("Blad", "Not"), ("Tabell 1", "En definition."), ("Tabell 1", "Källa: SCB.")]


def test_example_data_are_marked_on_cover_table_and_notes(written):
    book = written(display(example=True))
    assert EXAMPLE in [cell.value for row in book["Omslag"] for cell in row]
    assert book["Tabell 1"]["A1"].value == "Högst i Åre (Exempeldata)"
    assert ("Tabell 1", EXAMPLE) in list(book["Noter"].values)


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("x")', "@SUM(A1)", "-2+3"])
def test_text_never_becomes_a_formula(written, text):
    table = {"csv": {"header": [text], "rows": [[text]]}}
    sheet = written(display(title=text, table=table))["Tabell 1"]
    for place in ("A1", "A4", "A5"):
        assert sheet[place].value == text
        assert sheet[place].data_type == "s"
