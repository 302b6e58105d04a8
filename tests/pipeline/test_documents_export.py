"""Reports that have been run are written as files; what is missing or out of date is told with how to make it."""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document
from pypdf import PdfReader

from tests.pipeline.paperwork import report
from tests.site import sample
from vagar_lib import paths
from vagar_lib.cli import main
from vagar_lib.errors import BadInput
from vagar_lib.pipeline.documents import export, printed, word
from vagar_lib.pipeline.documents.content import Paragraph, Run, parts, plain, said
from vagar_lib.pipeline.documents.report import Made


@pytest.fixture
def made(tmp_path, monkeypatch) -> Made:
    """A report that has been run, in a folder of its own."""
    monkeypatch.setattr(paths, "outputs", lambda: tmp_path / "outputs")
    return report(tmp_path, sample.notebook(sample.show(sample.figure())))


def status(*arguments: str) -> int:
    try:
        return main([*arguments])
    except SystemExit as exit:
        return exit.code


def test_files_are_named_by_report_and_place_and_kind(made, tmp_path):
    written = export.write(export.Task(made, ("docx", "html"), tmp_path / "ut"))
    assert [path.name for path in written.files] == ["nulage-2303-ragunda.docx", "nulage-2303-ragunda.html"]
    assert sorted(path.name for path in (tmp_path / "ut").iterdir()) == [path.name for path in written.files]


def test_what_goes_wrong_with_one_kind_is_told_and_the_others_are_written(made, tmp_path, monkeypatch):
    def broken(_):
        raise ValueError("no room")

    monkeypatch.setattr(word, "write", broken)
    written = export.write(export.Task(made, ("docx", "html"), tmp_path))
    assert [path.suffix for path in written.files] == [".html"]
    assert written.failed == (("docx", "ValueError: no room"),)


def test_a_file_that_was_there_stays_whole_when_the_new_one_can_t_be_written(made, tmp_path, monkeypatch):
    old = tmp_path / "nulage-2303-ragunda.docx"
    old.write_bytes(b"old")
    monkeypatch.setattr(word, "write", lambda _: 1 / 0)
    export.write(export.Task(made, ("docx",), tmp_path))
    assert old.read_bytes() == b"old"


def test_kinds_are_asked_for_with_commas_and_unknown_ones_are_told_with_those_that_there_are():
    assert export.kinds("pdf,docx,pdf") == ("pdf", "docx")
    with pytest.raises(BadInput, match=r"--as: found 'odt', 'rtf', allowed: docx, pptx, pdf, html"):
        export.kinds("odt,docx,rtf")
    with pytest.raises(BadInput, match="--as: found nothing"):
        export.kinds(" , ")


def test_every_report_that_has_not_been_run_is_told_with_the_command_that_runs_them(office, capsys):
    assert status("export", "--region", "2303", "--region", "23", "--as", "docx") == 2
    told = capsys.readouterr().err
    assert "- prov/2303: it has not been run\n- prov/23: it has not been run\n" in told
    assert "- run first: vagar run prov --region 2303 --region 23" in told
    assert not (office.root / "outputs" / "export").exists()


def test_without_a_browser_no_pdf_is_begun(office, monkeypatch, capsys):
    monkeypatch.setenv(printed.VARIABLE, "/finns/inte")
    assert status("export", "prov", "--region", "2303", "--as", "docx,pdf") == 2
    assert "--as pdf needs a browser" in capsys.readouterr().err


def test_reports_are_exported_after_a_run_and_refused_when_the_notebook_has_changed_since(office, capsys):
    assert status("run", "prov", "--region", "2303", "--region", "23", "-p", "findings=8") == 0
    capsys.readouterr()
    assert status("export", "prov", "--region", "2303", "--region", "23", "--as", "docx,html") == 0
    told = capsys.readouterr().out.splitlines()
    names = [f"prov-{place}.{kind}" for place in ("23-jamtlands-lan", "2303-ragunda") for kind in ("docx", "html")]
    assert sorted(line.partition("outputs/export/")[2] for line in told) == names
    assert told[0].startswith("[1/2] ") and told[-1].startswith("[2/2] ")
    folder = office.root / "outputs" / "export"
    words = [p.text for p in Document(BytesIO((folder / "prov-2303-ragunda.docx").read_bytes())).paragraphs]
    assert words[:2] == ["Provrapport", "Ragunda kommun"]
    assert "2303 har 8 fynd." in words, "a report with other parameters than usual is taken as it was run"

    office.write_notebook(heading="En annan rubrik")
    before = office.files()
    assert status("export", "prov", "--region", "2303", "--as", "html") == 2
    told = capsys.readouterr().err
    assert "prov/2303: the notebook has changed" in told and "vagar run prov --region 2303" in told
    assert office.files() == before


def test_publishing_with_pdf_prints_each_page_once_and_links_to_what_was_printed(office, tmp_path, capsys):
    (paths.parameters() / "publish.yml").write_text("staging: {url: webb, keep: 2}\n", "utf-8")
    assert status("run", "prov", "--region", "2303") == 0
    folder = office.root / "outputs" / "site" / "prov" / "2303-ragunda"
    assert "Rapporten som PDF" not in (folder / "index.html").read_text("utf-8")
    capsys.readouterr()
    assert status("publish", "--to", str(tmp_path / "webb"), "--pdf") == 0
    assert "[1/1] outputs/site/prov/2303-ragunda/prov-2303-ragunda.pdf" in capsys.readouterr().out
    there = tmp_path / "webb" / "current" / "prov" / "2303-ragunda"
    assert 'href="prov-2303-ragunda.pdf" download>Rapporten som PDF</a>' in (there / "index.html").read_text("utf-8")
    assert PdfReader(there / "prov-2303-ragunda.pdf").metadata.title.startswith("Provrapport")

    assert status("publish", "--to", str(tmp_path / "webb"), "--pdf") == 0
    assert "prov-2303-ragunda.pdf" not in capsys.readouterr().out, "it is there already"
    assert status("run", "prov", "--region", "2303", "--force") == 0
    assert not (folder / "prov-2303-ragunda.pdf").exists(), "it was printed from another page"
    assert "Rapporten som PDF" not in (folder / "index.html").read_text("utf-8")


def test_a_file_that_could_not_be_written_gives_exit_status_1_and_its_name(office, capsys, monkeypatch):
    assert status("run", "prov", "--region", "2303") == 0
    capsys.readouterr()
    monkeypatch.setattr(word, "write", lambda _: 1 / 0)
    assert status("export", "prov", "--region", "2303", "--as", "docx,html") == 1
    out = capsys.readouterr().out
    assert "[1/1] FAILED: outputs/export/prov-2303-ragunda.docx: ZeroDivisionError: division by zero" in out
    assert (office.root / "outputs" / "export" / "prov-2303-ragunda.html").exists()


class TestContent:
    def test_safe_html_becomes_paragraphs_with_their_emphasis_and_links(self):
        html = "<p>En <strong>fet</strong> <em>rad</em>.</p><ol><li>ett<ul><li>inne</li></ul></li><li>två</li></ol>"
        found = list(parts(html))
        assert found[0].runs == (Run("En "), Run("fet", bold=True), Run(" "), Run("rad", italic=True), Run("."))
        assert [(p.kind, p.text) for p in found[1:]] == [("number", "ett"), ("bullet", "inne"), ("number", "två")]

    def test_a_link_is_kept_only_when_it_leads_to_the_web(self):
        html = '<p><a href="https://scb.se/">SCB</a> <a href="#harmful-link">x</a> <a href="javascript:1">y</a></p>'
        assert list(parts(html)) == [
            Paragraph((Run("SCB", href="https://scb.se/"), Run(" "), Run("x"), Run(" "), Run("y")))
        ]

    def test_a_table_of_a_text_keeps_its_rows_and_which_columns_are_numbers(self):
        html = (
            '<div><table><tr><th>Mått</th><th class="number">Tal</th></tr><tr><td>a</td><td>1</td></tr></table></div>'
        )
        (grid,) = parts(html)
        assert (grid.rows, grid.numeric) == ((("Mått", "Tal"), ("a", "1")), (False, True))

    def test_characters_that_no_office_file_can_hold_are_left_out(self):
        assert plain("a\x00b\x0bc\ufffed\ud800e\u00adf") == "abcdef"

    def test_a_small_line_in_a_cell_is_said_in_words(self):
        assert said({"text": "", "said": "Minskat från 3,8 till 2,0", "spark": {}}) == "Minskat från 3,8 till 2,0"
