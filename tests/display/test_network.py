"""The network: arrows from node to node, harm told from help by dash and word."""

from __future__ import annotations

import math

import pytest

from tests.display.drawing import HOSTILE, SHARE, WIDTHS, check_drawing, data_sets, frame, needless, words
from vagar_lib.display import theme
from vagar_lib.display.network import HARM, HELP, network
from vagar_lib.display.table import written

NAMES = ["Klimat", "Energi", "Natur", "Saepmie"]


def made(arrows):
    rows = frame(start=[a for a, _, _ in arrows], end=[b for _, b, _ in arrows], kind=[kind for _, _, kind in arrows])
    return network(rows, SHARE, written([("Mål", False)], [["x"]], [["x"]]), NAMES, "2026")


BOTH = made([("Klimat", "Natur", HELP), ("Energi", "Saepmie", HARM), ("Saepmie", "Energi", HARM)])


@pytest.mark.parametrize("width", WIDTHS)
def test_every_node_is_named_and_the_legend_tells_help_from_harm(width):
    texts = set(words(check_drawing(BOTH, width)))
    assert {*NAMES, HELP, HARM} <= texts
    assert needless(BOTH.spec(width)) == set()


def test_an_arrow_points_from_its_start_to_its_end():
    """Of four nodes the first is at the top and the third at the bottom: the way between them goes straight down."""
    spec = made([("Klimat", "Natur", HELP)]).spec(theme.WIDE)
    ((line,),) = [rows for rows in data_sets(spec) if {"y", "x2"} <= set(rows[0])]
    assert line["y"] > 0 > line["y2"] and line["x"] == line["x2"]
    ((head,),) = [rows for rows in data_sets(spec) if "angle" in rows[0]]
    assert math.isclose(head["angle"], 180, abs_tol=0.1)


def test_two_ways_between_two_nodes_are_drawn_apart():
    (lines,) = [rows for rows in data_sets(BOTH.spec(theme.WIDE)) if {"y", "x2"} <= set(rows[0])]
    forth, back = lines[1:]
    assert abs(forth["y"] - back["y2"]) > 0.02


def test_the_text_alternative_names_every_arrow():
    assert BOTH.description == "Stöder: Klimat → Natur. Motverkar: Energi → Saepmie; Saepmie → Energi."


def test_no_arrows_are_nothing_to_draw():
    assert made([]).empty


def test_names_can_not_break_the_drawing():
    rows = frame(start=HOSTILE[:-1], end=HOSTILE[1:], kind=HELP)
    chart = network(rows, SHARE, written([("Mål", False)], [["x"]], [["x"]]), HOSTILE, "2026")
    assert set(HOSTILE[1:3]) <= set(words(check_drawing(chart, theme.WIDE)))
