"""A page as one file asks nothing of anyone; printed, it is a tagged PDF in Swedish that splits no figure."""

from __future__ import annotations

import base64
import re
import shutil
from io import BytesIO

import lxml.html
import pypdf
import pytest

from tests.pipeline.paperwork import report
from tests.site import browser as checks
from tests.site import sample
from vagar_lib import paths
from vagar_lib.errors import BadInput
from vagar_lib.pipeline.documents import printed, single
from vagar_lib.pipeline.page.profile import profile


@pytest.fixture
def outputs(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "outputs", lambda: tmp_path / "outputs")
    return tmp_path


@pytest.fixture(scope="module")
def page(paperwork) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(paperwork["html"].decode())


class TestOneFile:
    def test_it_names_no_other_file_and_no_other_computer_but_in_links(self, page):
        assert page.xpath("//script | //link | //iframe | //form | //button") == []
        for node in page.xpath("//*[@src or @srcset or @data]"):
            assert node.get("src", "").startswith("data:")
        addresses = page.xpath("//a/@href")
        assert all(re.match(r"#|data:text/csv;base64,|https://", address) for address in addresses)

    def test_a_link_within_it_leads_somewhere(self, page):
        ids = set(page.xpath("//@id"))
        assert {address[1:] for address in page.xpath("//a/@href") if address.startswith("#")} <= ids

    def test_its_style_is_in_it_and_its_policy_allows_no_script_and_no_request(self, page):
        assert page.xpath("//style[not(@media)]")[0].text.startswith("/* The look of the pages.")
        (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert (
            policy
            == "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
        )

    def test_the_data_of_a_figure_are_in_the_link_to_them(self, page):
        (link,) = page.xpath("//figure[@id='arbete-1']//a[@download][starts-with(@href, 'data:text/csv')]")
        told = base64.b64decode(link.get("href").partition(",")[2]).decode("utf-8-sig")
        assert "Ragunda,4.5,5.5" in told

    def test_all_that_the_page_says_and_shows_is_there(self, page):
        assert page.xpath("string(//h1)").split() == ["Nulägesbeskrivning", "Ragunda", "kommun"]
        assert len(page.xpath("//figure")) == 7
        assert len(page.xpath("//div[@role='img'][@aria-label]/svg")) == 10
        assert len(page.xpath("//details/div/table")) == 5

    def test_hostile_text_is_still_text(self, page):
        assert page.xpath("//*[@onerror] | //script | //a[starts-with(@href, 'javascript:')]") == []
        assert sample.HOSTILE in page.text_content()

    def test_it_weighs_little_more_than_the_page(self, paperwork, outputs):
        made = report(outputs, sample.everything())
        style = (made.page.parents[2] / "assets" / "style.css").stat().st_size
        assert len(single.write(made)) < made.page.stat().st_size + style + 60_000

    def test_links_to_the_rest_of_the_site_are_whole_when_it_has_an_address(self, outputs, monkeypatch):
        known = profile().model_copy(update={"address": "https://exempel.se/rapporter/"})
        monkeypatch.setattr("vagar_lib.pipeline.documents.report.profile", lambda: known)
        page = single.page(report(outputs, sample.notebook(sample.show(sample.figure()))))
        addresses = page.xpath("//a/@href")
        assert "https://exempel.se/rapporter/nulage/2303-ragunda/tabeller.xlsx" in addresses
        assert "https://exempel.se/rapporter/tillganglighet.html" in addresses

    def test_links_to_the_rest_of_the_site_are_taken_away_when_it_has_none(self, outputs):
        made = report(outputs, sample.notebook(sample.show(sample.figure())))
        more = '<p><a href="../../utgavor/index.html">Tidigare utgåvor</a></p>'
        more += '<p>Se <a href="../2321-are/index.html">Åre</a> också.</p>'
        made.page.write_text(made.page.read_text("utf-8").replace("</main>", f"{more}</main>"), "utf-8")
        page = single.page(made)
        assert "Tidigare utgåvor" not in page.text_content()
        assert "Se Åre också." in page.text_content()
        assert "Notebooken bakom rapporten" not in page.text_content()
        assert [address for address in page.xpath("//a/@href") if not address.startswith(("#", "data:"))] == []

    def test_a_browser_shows_it_without_a_complaint(self, paperwork, browser, tmp_path):
        path = tmp_path / "rapport.html"
        path.write_bytes(paperwork["html"])
        with checks.visit(browser, path) as visited:
            asked = [address for address in visited.requests if not address.startswith("data:")]
            assert asked == [path.resolve().as_uri()]
            assert visited.complaints == []
            boxes = visited.page.locator(".chart svg.wide")
            assert [boxes.nth(n).bounding_box()["width"] > 300 for n in range(boxes.count())] == [True] * 5


class TestPrinted:
    @pytest.fixture(scope="class")
    def pdf(self, tmp_path_factory) -> pypdf.PdfReader:
        folder = tmp_path_factory.mktemp("printed")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(paths, "outputs", lambda: folder / "outputs")
            wide = sample.table(8, 60)
            wide["rows"] = [["En rad med många ord " * 6, *("mätpunkter" for _ in row[1:])] for row in wide["rows"]]
            notebook = sample.everything()
            notebook.cells += [
                sample.new_markdown_cell("## En lång tabell"),
                sample.show(sample.figure("lang", kind="table", table=wide, title="Sextio rader")),
                sample.new_markdown_cell("## Slutet\n\nDet var allt."),
            ]
            return pypdf.PdfReader(BytesIO(printed.write(report(folder, notebook))))

    def test_it_is_tagged_in_swedish_and_shows_its_title(self, pdf):
        root = pdf.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root
        assert root["/Lang"] == "sv"
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert pdf.metadata.title == "Nulägesbeskrivning – Ragunda kommun – Vägar"

    def test_its_outline_is_the_headings_of_the_page(self, pdf):
        assert self.outline(pdf.outline)[:3] == ["Nulägesbeskrivning Ragunda kommun", "Sammanfattning", "Befolkning"]

    def outline(self, entries) -> list[str]:
        return [name for entry in entries for name in
                (self.outline(entry) if isinstance(entry, list) else [" ".join(entry.title.split())])]  # fmt: skip

    def test_its_pages_are_a4_and_only_those_of_a_wide_table_lie(self, pdf):
        sizes = [(round(page.mediabox.width), round(page.mediabox.height)) for page in pdf.pages]
        assert set(sizes) == {(595, 842), (842, 595)}
        said = [page.extract_text() for page in pdf.pages]
        lying = [text for text, size in zip(said, sizes, strict=True) if size == (842, 595)]
        assert sum("En lång tabell" in text and "Sextio rader" in text for text in lying) == 1
        assert not any("Det var allt." in text or "Ingressen" in text for text in lying)
        assert "Slutet" in said[-1] and sizes[-1] == (595, 842)

    def test_links_are_kept(self, pdf):
        notes = [note.get_object() for page in pdf.pages for note in page.get("/Annots", [])]
        assert "https://www.scb.se/" in {note["/A"].get("/URI") for note in notes if "/A" in note}

    def test_nothing_but_the_report_is_on_it(self, pdf):
        text = "".join(page.extract_text() for page in pdf.pages)
        for unwanted in ("file://", "Ladda ner", "Bädda in", "Visa siffrorna", "Hoppa till"):
            assert unwanted not in text

    def test_a_figure_is_on_one_page_from_its_title_to_its_source(self, pdf):
        said = [" ".join(page.extract_text().split()) for page in pdf.pages]
        (page,) = [text for text in said if "Befolkningen har minskat sedan 1950" in text]
        assert "Källa: Arbetsförmedlingen." in page.partition("Befolkningen har minskat sedan 1950")[2]


def test_without_a_browser_it_is_told_which_ones_will_do(monkeypatch):
    monkeypatch.delenv(printed.VARIABLE, raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(BadInput, match=r"--as pdf needs a browser, none is there; allowed: one of chromium"):
        printed.browser()


def test_a_browser_that_is_named_but_not_there_is_told_with_its_name(monkeypatch):
    monkeypatch.setenv(printed.VARIABLE, "/finns/inte")
    with pytest.raises(BadInput, match=r"VAGAR_BROWSER is '/finns/inte', which is no program"):
        printed.browser()


def test_a_browser_that_does_not_print_is_told_with_what_it_said(monkeypatch, outputs):
    fake = outputs / "browser"
    fake.write_text("#!/bin/sh\necho out of memory >&2\n")
    fake.chmod(0o755)
    monkeypatch.setenv(printed.VARIABLE, str(fake))
    made = report(outputs, sample.notebook(sample.show(sample.figure())))
    with pytest.raises(ValueError, match="did not print: out of memory"):
        printed.write(made)
