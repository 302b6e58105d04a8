"""A page has what a reader needs, nothing a notebook should keep to itself, and appears whole or not at all."""

from __future__ import annotations

import csv
import re
from itertools import pairwise
from pathlib import Path

import lxml.html
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from tests.site import sample
from vagar_lib import paths
from vagar_lib.pipeline import vega
from vagar_lib.pipeline.page import render, style, svg
from vagar_lib.pipeline.page.executed import PageError
from vagar_lib.pipeline.page.figures import write as figures

CONTEXT = {"edition": "a1b2c3", "executed": "2026-11-03T08:00:00+00:00", "version": "0.1.0"}
CALLING_ATTRIBUTES = ("src", "srcset", "poster", "background", "xlink:href")


@pytest.fixture(autouse=True)
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Drawings are kept in a folder of the test's own; the region register is the project's."""
    monkeypatch.setattr(paths, "outputs", lambda: tmp_path / "outputs")
    return tmp_path


def page_of(folder: Path, *cells, **about) -> lxml.html.HtmlElement:
    """The page of a notebook with these cells."""
    return lxml.html.parse(str(written(folder, *cells, **about).path)).getroot()


def written(folder: Path, *cells, **about) -> render.PageInfo:
    path = sample.save(sample.notebook(*cells), folder / "notebooks")
    return render.render(path, sample.job(**about), folder / "site/nulage/2303-ragunda", CONTEXT)


def refused(folder: Path, *cells) -> str:
    """Why a notebook with these cells can't become a page."""
    with pytest.raises(PageError) as error:
        written(folder, *cells)
    return str(error.value)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> render.PageInfo:
    """The page with each kind of display, made once."""
    folder = tmp_path_factory.mktemp("whole")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paths, "outputs", lambda: folder / "outputs")
        path = sample.save(sample.everything(), folder / "notebooks")
        return render.render(path, sample.job(), folder / "site/nulage/2303-ragunda", CONTEXT)


@pytest.fixture(scope="module")
def page(whole: render.PageInfo) -> lxml.html.HtmlElement:
    return lxml.html.parse(str(whole.path)).getroot()


def headings(page: lxml.html.HtmlElement) -> list[tuple[int, str]]:
    found = page.xpath("//main//*[self::h1 or self::h2 or self::h3 or self::h4 or self::h5 or self::h6]")
    return [(int(node.tag[1]), " ".join(node.text_content().split())) for node in found]


class TestStructure:
    def test_a_page_is_in_swedish_and_named_by_report_and_place(self, page):
        assert page.get("lang") == "sv"
        assert page.findtext(".//title") == "Nulägesbeskrivning – Ragunda kommun – Vägar"
        assert page.find('.//meta[@name="viewport"]') is not None

    def test_the_only_h1_is_the_report_and_the_place_and_the_notebooks_own_title_is_gone(self, page):
        first = [text for level, text in headings(page) if level == 1]
        assert first == ["Nulägesbeskrivning Ragunda kommun"]

    def test_the_lead_after_the_notebooks_title_is_kept(self, page):
        assert page.xpath('string(//div[@class="lead"]/p)') == "Ingressen står kvar."

    def test_headings_never_skip_a_level_on_the_way_down(self, page):
        levels = [level for level, _ in headings(page)]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))

    def test_a_figure_is_headed_by_its_finding_one_level_below_the_text_around_it(self, page):
        assert page.xpath("//figure[@id='befolkning-1']/figcaption/h3")
        assert page.xpath("//figure[@id='befolkning-2']/figcaption/h5")

    def test_ids_are_unique(self, page):
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids))

    def test_what_is_pointed_at_within_the_page_is_there(self, page):
        ids = set(page.xpath("//@id"))
        assert {address[1:] for address in page.xpath("//a/@href") if address.startswith("#")} <= ids
        assert set(page.xpath("//@aria-labelledby")) <= ids
        assert set(re.findall(r"url\(#([^)]+)\)", lxml.html.tostring(page, encoding="unicode"))) <= ids

    def test_there_is_one_of_each_landmark_and_the_first_link_skips_to_main(self, page):
        assert [len(page.findall(f".//body/{tag}")) for tag in ("header", "main", "footer")] == [1, 1, 1]
        labels = page.xpath("//nav/@aria-label | //nav/*[@id=../@aria-labelledby]/text()")
        assert labels == ["Webbplats", "Innehåll"]
        assert page.xpath("//a[1]")[0].get("href") == f"#{page.find('.//main').get('id')}"

    def test_the_contents_list_the_headings_of_the_text_and_not_those_of_figures(self, page):
        listed = page.xpath("//nav[@class='contents']/details/ol/li/a/text()")
        assert listed[:4] == ["Sammanfattning", "Befolkning", "Arbete & inkomst", "Samiska perspektiv"]
        assert page.xpath("//nav[@class='contents']/details/ol/li/ol/li/a/text()")[0] == "Åldrar och kön"

    def test_ids_of_headings_are_readable_and_a_repeated_heading_gets_a_number_no_figure_has(self, page):
        addresses = page.xpath("//nav[@class='contents']//a/@href")
        assert "#aldrar-och-kon" in addresses
        assert [name for name in addresses if name.startswith("#befolkning")] == [
            "#befolkning",
            "#befolkning-3",
        ]

    def test_the_summary_comes_first_as_an_ordered_list_of_findings(self, page, whole):
        items = page.xpath("//section[@class='summary']/ol/li/p[1]/text()")
        assert items == [text for text, *_ in sample.FINDINGS] == list(whole.findings)
        assert page.xpath("//main//section")[0].get("class") == "summary"

    def test_a_chart_is_one_picture_with_its_text_alternative_at_two_widths(self, page):
        charts = page.xpath("//div[@role='img']")
        assert len(charts) == 5
        assert charts[0].get("aria-label").startswith("Linjediagram.")
        for chart in charts:
            assert [(d.get("class"), d.get("aria-hidden")) for d in chart.findall("svg")] == [
                ("wide", "true"),
                ("narrow", "true"),
            ]

    def test_a_table_has_a_caption_and_heads_for_columns_and_rows(self, page):
        table = page.xpath("//figure[@id='arbete-1']//table")[0]
        assert table.findtext("caption") == "Öppet arbetslösa, procent"
        assert table.xpath("thead//th/@scope") == ["col"] * 3
        assert table.xpath("tbody/tr/th/@scope") == ["row"] * 8
        assert table.xpath("tbody/tr[1]/td/text()") == ["4,0", "5,1"]

    def test_a_cell_may_have_a_symbol_read_out_as_words_a_tone_and_a_line(self, page):
        symbol, tone, line, *_ = page.xpath("//figure[@id='helhet-2']//tbody/tr[1]/td")
        assert symbol.xpath("span[@aria-hidden='true']/text()") == ["▲"]
        assert symbol.xpath("span[@class='unseen']/text()") == [sample.HOSTILE]
        assert [cell.get("class") for cell in (symbol, tone, line)] == ["tone best", "number tone best", None]
        assert tone.text == sample.HOSTILE
        drawing = line.find("svg")
        assert (drawing.get("role"), drawing.get("aria-label")) == ("img", sample.HOSTILE)
        assert [part.get("points") for part in drawing.findall("polyline")] == ["3,21 48,3", "60,9 93,12"]

    def test_a_table_scrolls_by_itself_and_can_be_reached_and_named(self, page):
        for box in page.xpath("//table/.."):
            assert (box.get("class"), box.get("tabindex")) == ("scroll", "0")
            assert box.get("aria-label") or box.get("aria-labelledby")

    def test_source_and_notes_stand_beneath_a_figure(self, page):
        foot = page.xpath("//figure[@id='arbete-1']/div[@class='foot']")[0]
        assert foot.xpath("ul/li/text()") == ["Från 2025 räknas åldern 18–66 år."]
        assert foot.find("p").text.strip() == "Källa: Arbetsförmedlingen."

    def test_example_data_is_marked_at_the_figure_and_at_the_top_and_nowhere_else(self, page):
        marked = page.xpath("//strong[.='Exempeldata']")
        assert [node.xpath("string(ancestor::figure/@id)") for node in marked] == ["", "befolkning-2"]

    def test_missing_data_is_a_notice_and_facts_are_terms_with_descriptions(self, page):
        assert page.xpath("//div[@class='notice']/p/strong/text()") == ["Gästnätter saknas"]
        assert page.xpath("//dl//dt/text()") == ["Datautgåva", "Parametrar"]

    def test_the_page_tells_when_it_was_made_of_what_and_gives_the_notebook(self, page, whole):
        said = page.xpath("string(//p[@class='facts'])")
        assert "Framtagen 3 november 2026. Datautgåva a1b2c3." in said
        assert page.xpath("//p[@class='facts']/a/@href") == ["2303-ragunda.ipynb"]
        assert (whole.path.parent / "2303-ragunda.ipynb").exists()
        assert (whole.edition, whole.executed) == ("a1b2c3", "2026-11-03T08:00:00+00:00")

    def test_without_a_time_of_its_own_the_page_tells_when_papermill_finished(self, scratch):
        notebook = sample.notebook(sample.show(sample.figure()))
        notebook.metadata["papermill"] = {"end_time": "2026-01-31T23:30:00+00:00"}
        path = sample.save(notebook, scratch)
        info = render.render(path, sample.job(), scratch / "site/nulage/2303-ragunda", {})
        assert "Framtagen 1 februari 2026." in info.path.read_text("utf-8")

    def test_a_report_on_riket_begins_with_a_capital(self, scratch):
        path = sample.save(sample.notebook(sample.show(sample.figure())), scratch)
        info = render.render(path, sample.job("00"), scratch / "site/nulage/00-riket", {})
        assert info.place == "Riket"


class TestSafety:
    def test_code_and_what_it_prints_are_not_on_the_page(self, page):
        said = page.text_content()
        assert "import pandas" not in said and "figure(lines" not in said
        assert "utskrift som ingen ska se" not in said

    def test_a_warning_is_not_on_the_page_but_told_with_its_cell(self, page, whole):
        assert "FutureWarning" not in page.text_content()
        assert whole.warnings == ("cell 2 (import pandas): FutureWarning: something",)

    def test_hostile_text_is_shown_as_it_is_written_everywhere(self, page):
        assert page.xpath("//img | //iframe | //object | //style") == []
        scripts = page.xpath("//script")
        assert not [script.text for script in scripts if script.text]
        assert {script.get("src") for script in scripts} >= {f"../../assets/{name}" for name in style.SCRIPTS}
        assert all(re.fullmatch(r"\.\./\.\./assets/[a-z]+\.js", script.get("src")) for script in scripts)
        assert page.text_content().count("<script>alert") >= 10
        figure = page.xpath("//figure[@id='befolkning-2']")[0]
        assert figure.xpath("string(.//h5)") == sample.HOSTILE
        assert figure.xpath("string(.//div[@role='img']/@aria-label)") == sample.HOSTILE

    def test_no_attribute_runs_a_script(self, page):
        attributes = [(key, value) for node in page.iter("*") for key, value in node.attrib.items()]
        assert not [key for key, _ in attributes if key.startswith("on")]
        assert not [value for key, value in attributes if key == "href" and value.startswith("javascript:")]

    def test_a_markdown_link_in_data_stays_text(self, page):
        assert page.xpath("//a[.='länk']") == []

    @pytest.mark.parametrize("address", ["javascript:alert(1)", "vbscript:x", "data:text/html,x", "file:///etc/passwd"])
    def test_a_link_in_a_text_that_would_run_something_leads_nowhere(self, scratch, address):
        page = page_of(scratch, new_markdown_cell(f"[länk]({address})"), sample.show(sample.figure()))
        assert page.xpath("//a[.='länk']/@href") == ["#harmful-link"]

    def test_the_page_asks_no_other_host_for_anything(self, page):
        called = [value for node in page.iter("*") for key, value in node.attrib.items() if key in CALLING_ATTRIBUTES]
        called += page.xpath("//link/@href")
        assert called
        assert [address for address in called if not address.startswith(("../../assets/", "../../feed.xml"))] == []
        style = (render.TEMPLATES / "style.css").read_text("utf-8")
        assert "url(" not in style and "@import" not in style

    def test_links_to_the_site_are_relative_so_that_the_page_works_from_disk(self, page):
        addresses = page.xpath("//a/@href")
        assert [link for link in addresses if link.startswith("/")] == []
        assert [link for link in addresses if "://" in link] == ["https://www.scb.se/"]


FILES = ["data.csv", "data.csv-metadata.json", "figur.js", "figur.svg", "fragment.html", "index.html"]
"""What lies in the folder of a figure."""


class TestData:
    def rows(self, folder: Path, table: dict) -> list[list[str]]:
        info = written(folder, sample.show(sample.figure(table=table)))
        with (info.path.parent / "figurer/arbete-1/data.csv").open(encoding="utf-8-sig", newline="") as file:
            return [*csv.reader(file)]

    def test_each_figure_and_table_has_its_csv_file(self, page, whole):
        links = page.xpath("//figure//a[contains(., 'CSV')]/@href")
        assert links == [f"figurer/{name}/data.csv" for name in page.xpath("//figure/@id")]
        assert all((whole.path.parent / link).exists() for link in links)

    def test_raw_values_are_written_with_decimal_points_and_missing_ones_are_empty(self, scratch):
        data = {"header": ["plats", "värde"], "rows": [["Åre", -1.25], ["Berg", None], ["Krokom", 3]]}
        rows = self.rows(scratch, {**sample.table(), "csv": data})
        assert rows == [["plats", "värde"], ["Åre", "-1.25"], ["Berg", ""], ["Krokom", "3"]]

    @pytest.mark.parametrize("text", ["=1+1", "+46", "-x", "@SUM(A1)", "\tx"])
    def test_text_that_a_spreadsheet_would_run_is_kept_from_it(self, scratch, text):
        rows = self.rows(scratch, {**sample.table(), "csv": {"header": [text], "rows": [[text]]}})
        assert rows == [[f"'{text}"], [f"'{text}"]]

    def test_the_file_opens_with_å_ä_ö_in_a_spreadsheet(self, scratch):
        info = written(scratch, sample.show(sample.figure()))
        assert (info.path.parent / "figurer/arbete-1/data.csv").read_bytes().startswith(b"\xef\xbb\xbfPlats,")


class TestRefusals:
    def test_an_output_that_is_not_the_projects_own(self, scratch):
        frame = new_output("execute_result", data={"text/html": "<table></table>", "text/plain": "x"})
        why = refused(scratch, new_code_cell("\nunemployment.head()", outputs=[frame]))
        assert why.startswith("cell 2 (unemployment.head()) shows text/html, text/plain; allowed is")

    def test_cells_are_counted_without_the_one_that_papermill_adds(self, scratch):
        added = new_code_cell("region = '2303'", metadata={"tags": ["injected-parameters"]})
        error = new_output("error", ename="KeyError", evalue="'N03937'", traceback=[])
        why = refused(scratch, added, new_code_cell("observations('N03937')", outputs=[error]))
        assert why == "cell 2 (observations('N03937')) failed: KeyError: 'N03937'"

    def test_a_cell_that_failed(self, scratch):
        error = new_output("error", ename="KeyError", evalue="'N03937'", traceback=[])
        why = refused(scratch, new_code_cell("observations('N03937')", outputs=[error]))
        assert why == "cell 2 (observations('N03937')) failed: KeyError: 'N03937'"

    @pytest.mark.parametrize("part", ["title", "subtitle", "alt", "source", "table"])
    def test_a_figure_without_one_of_its_parts(self, scratch, part):
        why = refused(scratch, sample.show(sample.figure(**{part: ""})))
        assert why == f"cell 2 (figure(lines(unemployment))): figure arbete-1 lacks {part}"

    def test_a_kind_of_display_that_there_is_not(self, scratch):
        assert "display of kind 'video', allowed: figure, table" in refused(scratch, sample.show({"kind": "video"}))

    def test_a_table_with_nothing_in_it(self, scratch):
        empty = sample.figure(table={**sample.table(), "rows": []})
        assert "the table of arbete-1 has no rows" in refused(scratch, sample.show(empty))

    def test_a_table_whose_rows_do_not_fit_its_heads(self, scratch):
        ragged = sample.figure(table={**sample.table(), "rows": [["Åre"]]})
        assert "rows that are not 3 cells wide" in refused(scratch, sample.show(ragged))

    @pytest.mark.parametrize("cell", [{"said": "Förbättring"}, {"text": "▲", "html": "<b>▲</b>"}])
    def test_a_table_with_a_cell_of_parts_there_are_not(self, scratch, cell):
        strange = sample.figure(table={**sample.table(), "rows": [["Åre", "1", cell]]})
        why = "the table of arbete-1 has a cell of other parts than said, spark, text, tone"
        assert why in refused(scratch, sample.show(strange))

    def test_two_figures_with_one_id(self, scratch):
        why = refused(scratch, sample.show(sample.figure()), sample.show(sample.figure()))
        assert "two figures have the id 'arbete-1'" in why

    @pytest.mark.parametrize("name", ["../../x", "a b", "A", "å"])
    def test_an_id_that_can_not_be_a_file_name(self, scratch, name):
        assert f"figure id {name!r}, allowed: a-z" in refused(scratch, sample.show(sample.figure(name)))

    def test_a_chart_that_can_not_be_drawn(self, scratch):
        why = refused(scratch, sample.show(sample.figure(spec={"mark": "nonsense"})))
        assert "cell 2: figure arbete-1 can't be drawn" in why

    def test_a_picture_in_a_text(self, scratch):
        why = refused(scratch, new_markdown_cell("![bild](https://example.org/a.png)"))
        assert (
            why
            == "cell 2 (text): the picture 'https://example.org/a.png' in a text is not allowed; show it with figure()"
        )

    def test_a_notebook_that_shows_nothing(self, scratch):
        assert "the notebook shows nothing" in refused(scratch, new_markdown_cell("## Bara text"))

    def test_a_file_that_is_no_notebook(self, scratch):
        path = scratch / "half.ipynb"
        path.write_text("{", encoding="utf-8")
        with pytest.raises(PageError, match=r"half\.ipynb can't be read as a notebook"):
            render.render(path, sample.job(), scratch / "site/nulage/2303-ragunda", CONTEXT)


class TestWholeOrNotAtAll:
    def everything_in(self, folder: Path) -> dict[str, bytes]:
        return {str(f.relative_to(folder)): f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file()}

    def test_the_last_good_page_survives_a_notebook_that_can_not_become_one(self, scratch):
        written(scratch, sample.show(sample.figure()))
        before = self.everything_in(scratch / "site")
        refused(scratch, sample.show(sample.figure(title="")))
        assert self.everything_in(scratch / "site") == before

    @pytest.mark.parametrize("step", [(figures, "write"), (render, "write_text")])
    def test_the_last_good_page_survives_a_disk_that_fails_midway(self, scratch, monkeypatch, step):
        written(scratch, sample.show(sample.figure()))
        before = self.everything_in(scratch / "site")
        monkeypatch.setattr(*step, lambda *a, **k: (_ for _ in ()).throw(OSError("disk full")))
        with pytest.raises(OSError, match="disk full"):
            written(scratch, sample.show(sample.figure(title="Nytt")))
        assert self.everything_in(scratch / "site") == before

    def test_the_last_good_page_survives_an_interruption_between_the_two_renames(self, scratch, monkeypatch):
        written(scratch, sample.show(sample.figure()))
        before = self.everything_in(scratch / "site")
        rename = Path.rename

        def interrupted(self: Path, target: Path) -> Path:
            if self.name.endswith(".new"):
                raise KeyboardInterrupt
            return rename(self, target)

        monkeypatch.setattr(Path, "rename", interrupted)
        with pytest.raises(KeyboardInterrupt):
            written(scratch, sample.show(sample.figure(title="Nytt")))
        assert self.everything_in(scratch / "site") == before

    def test_nothing_of_the_page_before_is_left_in_a_new_one(self, scratch):
        written(scratch, sample.show(sample.figure("gammal-1")))
        info = written(scratch, sample.show(sample.figure("ny-1")))
        assert sorted(self.everything_in(info.path.parent)) == [
            "2303-ragunda.ipynb",
            *(f"figurer/ny-1/{name}" for name in FILES),
            "index.html",
            "tabeller.xlsx",
            "uppgifter.json",
        ]
        assert [path.name for path in info.path.parent.parent.iterdir()] == ["2303-ragunda"]

    def test_a_place_that_was_left_between_two_renames_by_a_kill_is_put_right(self, scratch):
        info = written(scratch, sample.show(sample.figure()))
        before = self.everything_in(info.path.parent)
        info.path.parent.rename(info.path.parent.with_name(".2303-ragunda.old"))
        refused(scratch, sample.show(sample.figure(title="")))
        with pytest.raises(RuntimeError), render.replacing(info.path.parent):
            raise RuntimeError
        assert self.everything_in(info.path.parent) == before


class TestWeight:
    def test_thirty_five_figures_weigh_at_most_a_megabyte_and_a_half(self, scratch):
        drawn = [(chart(720), chart(340)) for chart in (sample.lines, sample.bars, sample.shapes)]
        figures = [
            sample.figure(
                f"figur-{number}", spec=drawn[number % 3][0], narrow=drawn[number % 3][1], table=sample.table(6, 48)
            )
            for number in range(35)
        ]
        info = written(scratch, new_markdown_cell("## Figurer"), sample.show(*figures))
        assert info.weight <= render.MAX_WEIGHT
        assert info.warnings == ()

    def test_a_page_that_weighs_too_much_is_made_with_a_warning(self, scratch, monkeypatch):
        monkeypatch.setattr(render, "MAX_WEIGHT", 1000)
        info = written(scratch, sample.show(sample.figure()))
        assert "the page weighs" in info.warnings[0]
        assert info.weight == info.path.stat().st_size + (scratch / "site/assets/style.css").stat().st_size

    def test_the_same_chart_is_drawn_once(self, scratch, monkeypatch):
        first = svg.draw(sample.bars(340))
        monkeypatch.setattr(vega, "drawing", lambda *a, **k: pytest.fail("drawn again"))
        assert svg.draw(sample.bars(340)) == first

    @pytest.mark.parametrize("font", ["No Such Font, sans-serif", "DejaVu Serif"])
    def test_a_drawing_has_the_same_room_for_texts_whatever_fonts_a_machine_has(self, small, font):
        spec = sample.bars(340)
        named = {**spec, "config": {**spec.get("config", {}), "font": font}}
        assert svg.draw(named) == svg.draw(spec)


@pytest.fixture(scope="module")
def raw() -> str:
    """A chart as Vega draws it."""
    return vega.svg(sample.lines(720))


class TestDrawings:
    def test_a_drawing_is_less_than_half_of_what_vega_wrote(self, raw):
        assert len(vega.small(raw)) < len(raw) / 2

    def test_the_text_of_a_chart_stays_text(self, raw):
        texts = lambda drawing: sorted(re.findall(r">([^<>]+)</text>", drawing))  # noqa: E731
        assert texts(vega.small(raw)) == texts(raw)
        assert "Strömsund" in texts(raw)

    def test_a_line_passes_where_it_passed_to_a_tenth_of_a_pixel(self):
        d = "M0.04,10.06L3.333,9.99L6.666,10.01L6.67,10.04Z"
        drawing = vega.small(f'<svg xmlns="http://www.w3.org/2000/svg"><path d="{d}" stroke="red"/></svg>')
        # Tenths: (0, 10.1) (3.3, 10) (6.7, 10) (6.7, 10), the last one a step of nothing.
        assert drawing == '<svg><path d="M0 10.1l3.3-.1 3.4 0z" stroke="red"/></svg>'

    def test_what_clips_a_line_has_the_same_name_whenever_it_is_drawn(self, raw):
        again = re.sub(r"clip(\d+)", lambda found: f"clip{int(found[1]) + 7}", raw)
        assert vega.small(raw) == vega.small(again)
        assert 'clip-path="url(#c0)"' in vega.small(raw)

    def test_labels_on_two_lines_keep_their_place(self):
        text = '<text transform="translate(5,6)" fill="#000"><tspan x="0">a</tspan><tspan x="0" dy="9">b</tspan></text>'
        drawing = vega.small(f'<svg xmlns="http://www.w3.org/2000/svg">{text}</svg>')
        assert 'transform="translate(5,6)"' in drawing and '<tspan x="0" dy="9">b</tspan>' in drawing

    def test_a_chart_with_pictures_from_elsewhere_is_refused(self):
        with pytest.raises(ValueError, match="pictures"):
            vega.small('<svg xmlns="http://www.w3.org/2000/svg"><image href="https://example.org/a.png"/></svg>')
