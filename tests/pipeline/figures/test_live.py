"""A chart that answers tells what is true of each mark, in Swedish, and lets a reader highlight what is drawn."""

from __future__ import annotations

import copy
import json

import pytest

from tests.display.drawing import HOSTILE, frame, nodes, series
from tests.display.test_bars import CASES as BARS
from tests.display.test_lines import CASES as LINES
from tests.pipeline.figures import charts
from tests.site import sample
from vagar_lib.pipeline import vega
from vagar_lib.pipeline.page.figures import live

CASES = LINES | BARS
WIDTHS = ("wide", "narrow")


def whole(found: dict, width: str = "wide") -> dict:
    """The specification as the script of the page puts it together."""
    return {**found[width], "datasets": found["datasets"], "config": found["config"]}


def tooltips(found: dict, kind: str) -> list[str]:
    """What marks of a kind tell."""
    marks = [node["mark"] for node in nodes(found["wide"]) if isinstance(node.get("mark"), dict)]
    return [mark["tooltip"]["expr"] for mark in marks if mark["type"] == kind and "tooltip" in mark]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_kind_of_chart_that_answers_is_one_that_vega_draws(case, width):
    found = live.live(charts.figure(CASES[case]()))
    assert found is None or "<path" in vega.svg(whole(found, width))


def test_lines_bars_and_points_answer():
    silent = {case for case, build in CASES.items() if live.live(charts.figure(build())) is None}
    assert not silent


@pytest.mark.parametrize("make", [charts.of_lines, charts.of_panels, charts.of_bars])
def test_the_figure_itself_is_left_as_it_was(make):
    content = make()
    before = copy.deepcopy(content)
    live.live(content)
    assert content == before


def test_a_bar_tells_its_name_and_its_number_with_the_unit():
    [told] = tooltips(live.live(charts.of_bars()), "bar")
    assert 'datum["head"]' in told
    assert """format(datum["value"], ',.1f') + "\u00a0procent\"""" in told


def test_a_line_as_a_whole_tells_nothing_but_each_point_on_it_does():
    """A line is one mark; what it would tell is its first value, wherever it is pointed at."""
    found = live.live(charts.of_lines())
    assert tooltips(found, "line") == []
    told = tooltips(found, "point")[-1]
    assert 'datum["series"]' in told and """format(datum["time"], 'd') + ': '""" in told


def test_points_of_months_are_told_by_month():
    monthly = series(["Ragunda"], range(2022, 2025)).assign(time=[2022, 2022 + 1 / 12, 2023 + 11 / 12])
    told = tooltips(live.live(charts.figure(charts.lines(monthly, charts.SHARE))), "point")[-1]
    assert '"januari", "februari"' in told and "floor" in told


def test_the_line_of_comparison_in_each_panel_is_not_told_as_the_panels_own():
    assert any(
        "datum.line === 'reference' ? 'Jämförelse'" in told for told in tooltips(live.live(charts.of_panels()), "point")
    )


def test_what_can_be_highlighted_is_what_is_drawn_in_its_order():
    assert live.live(charts.of_lines())["choices"] == [{"label": "Linjer", "field": "series", "values": charts.NAMES}]
    assert [one["field"] for one in live.live(charts.of_panels())["choices"]] == ["panel"]


def test_a_name_that_is_broken_differently_at_the_two_widths_is_one_choice_that_both_know():
    long = "Medianen bland kommunerna i gruppen landsbygdskommuner med besöksnäring"
    found = live.live(charts.of_lines(["Ragunda", long]))
    assert found["choices"][0]["values"] == ["Ragunda", long]
    drawn = {width: {row["series"] for row in rows(found, width)} for width in WIDTHS}
    assert drawn["wide"] != drawn["narrow"]
    assert {name.replace("\n", " ") for names in drawn.values() for name in names} == {"Ragunda", long}


def rows(found: dict, width: str) -> list[dict]:
    """Rows that the lines of one width are drawn from."""
    named = {node["data"]["name"] for node in nodes(found[width]) if "data" in node and "name" in node["data"]}
    return [row for name in named for row in found["datasets"][name] if "series" in row]


def test_what_is_not_highlighted_is_faint_and_without_a_choice_all_is_as_in_the_picture():
    found = live.live(charts.of_bars())
    assert found["wide"]["params"] == [{"name": live.SIGNAL, "value": None}]
    [faint] = [
        node["encoding"]["opacity"]
        for node in nodes(found["wide"])
        if node.get("mark", {}) and "bar" in str(node["mark"])
    ]
    assert faint["condition"]["test"].startswith(f"!{live.SIGNAL} || ")
    assert (faint["condition"]["value"], faint["value"]) == (1, live.FAINT)


def test_names_are_never_in_an_expression_so_that_none_can_be_run():
    found = live.live(charts.of_lines(HOSTILE[:4]))
    said = [
        value for node in nodes({w: found[w] for w in WIDTHS}) for key, value in node.items() if key in ("expr", "test")
    ]
    assert said
    assert not [text for text in said for name in HOSTILE if name in text and name != "datum.value"]


def test_a_unit_with_quotes_in_it_is_told_as_it_is():
    content = charts.of_bars() | {"unit": 'kr "netto"\' + alert(1)'}
    found = live.live(content)
    assert "<path" in vega.svg(whole(found))
    assert json.dumps("\u00a0" + content["unit"], ensure_ascii=False) in tooltips(found, "bar")[0]


def test_data_that_both_widths_share_lie_there_once():
    found = live.live(charts.of_bars())
    assert "datasets" not in found["wide"] and "config" not in found["narrow"]
    every = [json.dumps(rows, sort_keys=True) for rows in found["datasets"].values()]
    assert len(set(every)) == len(every)


def test_a_chart_whose_marks_tell_nothing_is_not_offered():
    assert live.live(sample.figure(spec=sample.bars(720), narrow=sample.bars(340))) is None


def test_a_share_of_a_stacked_bar_is_told_as_the_difference_of_its_ends():
    stack = frame(name="Kvinnor", part=["Ja", "Nej"], start=[0.0, 40.0], end=[40.0, 100.0])
    rows = stack.drop(columns="source").to_dict("records")
    spec = {"data": {"values": rows}, "mark": "bar", "encoding": {"x": {"field": "start", "type": "quantitative"}}}
    content = sample.figure(spec=spec, narrow=spec, unit="procent", decimals=0)
    [told] = tooltips(live.live(content), "bar")
    assert """format(datum["end"] - datum["start"], ',.0f')""" in told
    assert [one["label"] for one in live.live(content)["choices"]] == ["Delar"]
