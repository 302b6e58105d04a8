"""A figure can't be made without its finding, text alternative, table, source and notes."""

from __future__ import annotations

import inspect
import json

import pandas as pd
import pytest

from tests.display.drawing import HOSTILE, PEOPLE, SHARE, SOURCE, frame, series
from tests.display.test_bars import CASES as BARS
from tests.display.test_lines import CASES as LINES
from tests.made import measure
from vagar_lib import regions
from vagar_lib.display import chart as charts
from vagar_lib.display import figure as module
from vagar_lib.display import theme
from vagar_lib.display.bars import grouped, pairs, pyramid, ranked, shares
from vagar_lib.display.chart import Measure
from vagar_lib.display.figure import MIME, VEGALITE, facts, figure, say, tabulated
from vagar_lib.display.lines import lines, panels
from vagar_lib.display.table import written
from vagar_lib.indicators import register

RAGUNDA = regions.region("2303")
FINDING = "Andelen är högst i Ragunda"
ALL = LINES | BARS


def made(chart=None, **options):
    return figure(chart or LINES["four series"](), finding=FINDING, place=RAGUNDA, **options).payload


def test_the_finding_is_the_title_and_can_not_be_left_out():
    assert made()["title"] == FINDING
    required = {
        name for name, p in inspect.signature(figure).parameters.items() if p.default is inspect.Parameter.empty
    }
    assert required == {"chart", "finding", "place"}


@pytest.mark.parametrize("case", ALL)
def test_every_figure_has_all_that_belongs_to_it(case):
    payload = made(ALL[case]())
    assert payload["kind"] == "figure"
    assert payload["id"] and payload["id"] == module.slug(payload["id"])
    assert payload["alt"].index(FINDING) > 0 and payload["subtitle"] in payload["alt"]
    assert len(payload["alt"]) > len(FINDING) + len(payload["subtitle"]) + 20, "the text tells the values too"
    assert payload["table"]["rows"] and payload["table"]["csv"]["rows"]
    assert payload["source"].startswith("Källa: SCB, Folkmängd")
    assert payload["spec"]["$schema"] == payload["narrow"]["$schema"]
    assert json.dumps(payload, allow_nan=False)
    assert "nan" not in json.dumps([payload["alt"], payload["subtitle"], payload["table"]["rows"]]).lower()


def test_the_subtitle_says_measure_unit_place_and_period():
    assert made()["subtitle"] == "Andel, procent. Ragunda, 2015–2024."
    assert made(where="kommunerna i Jämtlands län", measure="En annan andel")["subtitle"] == (
        "En annan andel, procent. Kommunerna i Jämtlands län, 2015–2024."
    )


@pytest.mark.parametrize(
    "chart",
    [
        lines(series(["Åre"]).iloc[:0], SHARE),
        panels(series(["Åre"]).iloc[:0], SHARE),
        ranked(frame(name=[], role=[], value=[], period=[]), SHARE),
        grouped(frame(name=[], group=[], value=[], period=[]), PEOPLE),
        shares(frame(name=[], part=[], value=[], period=[]), SHARE),
        pairs(frame(name=[], sex=[], value=[], period=[]), SHARE),
        pyramid(frame(age=[], sex=[], year=[], value=[], period=[]), PEOPLE),
    ],
    ids=["lines", "panels", "ranked", "grouped", "shares", "pairs", "pyramid"],
)
def test_without_data_the_figure_says_what_is_missing_and_where_it_would_come_from(chart):
    payload = made(chart)
    assert payload["kind"] == "missing"
    assert payload["title"].startswith(chart.measure.label)
    assert "Ragunda kommun" in payload["text"] and "SCB" in payload["text"]
    assert not {"spec", "narrow", "table"} & set(payload)


def test_what_is_missing_is_named_as_the_figure_would_have_been():
    payload = made(lines(series(["Åre"]).iloc[:0], SHARE), measure="Andel <b>unga</b>")
    assert payload["title"].startswith("Andel <b>unga</b>")
    output = figure(lines(series(["Åre"]).iloc[:0], SHARE), finding=FINDING, place=RAGUNDA, measure="Andel <b>unga</b>")
    assert "<b>unga" not in output.lab["text/html"]


def test_a_missing_indicator_is_sent_to_its_live_source():
    only_live = next(i for i in register() if i.kolada and len(i.sources) == 1)
    payload = made(lines(series(["Åre"]).iloc[:0], only_live))
    assert "Kolada" in payload["text"] and only_live.kolada in payload["text"]


def test_every_indicator_can_be_missing():
    for indicator in register():
        payload = module.absent(indicator, RAGUNDA).payload
        assert len(payload["text"]) > 60 and "None" not in payload["text"], indicator.id


def test_hostile_findings_and_names_are_left_as_plain_text_and_escaped_in_the_lab():
    bad = HOSTILE[0]
    output = figure(lines(series([bad, "Riket"]), SHARE), finding=bad, place=RAGUNDA)
    assert output.payload["title"] == bad and bad in output.payload["alt"]
    assert output.payload["table"]["columns"][1]["label"] == bad
    table = tabulated(written([(bad, False)], [[bad]], [[bad]]), finding=bad, subtitle=bad, sources=[SOURCE])
    for lab in (table.lab, facts([(bad, bad)]).lab, say(bad).lab):
        assert "<script" not in lab["text/html"] and "&lt;script" in lab["text/html"]


def test_a_break_within_the_years_drawn_is_noted_beneath():
    broken = measure(breaks=[{"year": 2018, "note": "Ny metod."}, {"year": 1990, "note": "Länge sedan."}])
    notes = made(lines(series(["Åre"]), broken))["notes"]
    assert "Brott 2018: Ny metod." in notes
    assert not any("Länge sedan" in note for note in notes)
    assert notes[1] == broken.definition


def test_notes_come_in_the_order_key_own_and_then_definition():
    notes = made(BARS["ranked"](), notes=["Min egen not."])["notes"]
    assert notes[0].startswith("Streckad linje") and notes[1] == "Min egen not."
    assert len(notes) == len(set(notes))


def test_several_sources_are_cited_each_once():
    rows = series(["Åre"]).assign(source="snapshot/folkmangd; snapshot/befolkningsforandring")
    payload = made(lines(rows, SHARE))
    assert payload["source"].count("Folkmängd") == 1
    assert payload["source"].count("Bearbetning: Vägar") == 1 and payload["source"].startswith("Källa: ")
    assert module.sources_of(["a/b; c/d", "c/d", "e/f;a/b"]) == ["a/b", "c/d", "e/f"]


def test_no_figure_of_official_statistics_is_marked_as_made_up():
    assert made()["example"] is False


def test_jupyterlab_shows_the_chart_with_title_and_the_page_its_own_json():
    bundle = figure(LINES["four series"](), finding=FINDING, place=RAGUNDA)._repr_mimebundle_()
    assert set(bundle) == {MIME, VEGALITE, "text/plain"}
    assert bundle[VEGALITE]["title"]["text"] == FINDING
    assert "title" not in bundle[MIME]["spec"]  # the page writes it as a heading
    assert bundle["text/plain"] == bundle[MIME]["alt"]


def test_the_two_drawings_are_of_the_two_widths():
    payload = made(BARS["ranked"]())
    assert (payload["spec"]["width"], payload["narrow"]["width"]) == (theme.WIDE, theme.NARROW)


def test_prose_keeps_the_sentences_that_there_are():
    assert say("Ett.", None, "", "Två.").payload == {"kind": "prose", "paragraphs": ["Ett. Två."]}
    assert say(None, "") is None


def test_facts_are_terms_with_descriptions():
    assert facts([("Plats", "Ragunda")]).payload == {"kind": "facts", "items": [["Plats", "Ragunda"]]}


def test_a_table_stands_with_title_source_and_notes():
    table = written([("Indikator", False), ("År", True)], [["Folkmängd", "2024"]], [["Folkmängd", 2024]])
    payload = tabulated(table, finding=FINDING, subtitle="Mått, 2024", sources=[SOURCE], notes=["Not."]).payload
    assert (payload["kind"], payload["title"], payload["notes"]) == ("table", FINDING, ["Not."])
    assert payload["table"]["caption"] == "Mått, 2024" and payload["source"].startswith("Källa: SCB")


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("Öppet arbetslösa 18–65 år", "oppet-arbetslosa-18-65-ar"),
        ("../../etc", "etc"),
        ("<b>", "b"),
        ("Å" * 200, "a" * 80),
    ],
)
def test_the_id_of_a_figure_is_safe_in_an_address(words, address):
    assert module.slug(words) == address


def test_an_indicators_tables_are_those_of_all_its_sources():
    assert module.tables_of(Measure("x", "procent", "folkmangd")) == ["folkmangd"]
    emissions = register().get("utslapp_per_invanare")
    assert set(module.tables_of(emissions)) >= {"utslapp_vaxthusgaser", "folkmangd"}


def test_the_chart_of_nothing_is_never_drawn():
    empty = charts.nothing("Karta", SHARE)
    assert isinstance(empty.data, pd.DataFrame) and made(empty)["kind"] == "missing"


def test_the_findings_of_a_summary_are_escaped_in_the_lab():
    item = {"text": "<b>a</b> & b", "dimension": "social", "symbol": "▲", "word": "Förbättring"}
    shown = module.listed_findings([item])
    assert shown.payload == {"kind": "findings", "items": [item]}
    assert shown.plain == "▲ Förbättring: <b>a</b> & b"
    assert "&lt;b&gt;a&lt;/b&gt; &amp; b" in shown.lab["text/html"]
