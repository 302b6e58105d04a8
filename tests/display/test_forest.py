"""Values with their intervals around zero: the verdict is in mark, colour and word."""

from __future__ import annotations

import pytest

from tests.display.drawing import HOSTILE, SHARE, WIDTHS, check_drawing, frame, needless, words
from vagar_lib.display import theme
from vagar_lib.display.forest import forest
from vagar_lib.display.table import written

WORDS = {"above": "Tillsammans", "below": "Isär", "level": "Osäkert"}
TABLE = written([("Par", False)], [["x"]], [["x"]])


def made(names=("A – b", "C – d", "E – f")):
    rows = frame(name=list(names)[:3], value=[0.4, 0.0, -0.3], low=[0.2, -0.1, -0.5], high=[0.6, 0.1, -0.1])
    return forest(rows.assign(verdict=["above", "level", "below"]), SHARE, WORDS, TABLE, "2015–2024")


@pytest.mark.parametrize("width", WIDTHS)
def test_each_row_is_named_and_each_verdict_in_the_legend(width):
    texts = words(check_drawing(made(), width))
    assert {"A – b", "C – d", "E – f", *WORDS.values(), "0"} <= set(texts)
    assert "+0" not in texts and needless(made().spec(width)) == set()


def test_names_can_not_break_the_drawing():
    check_drawing(made(HOSTILE), theme.NARROW)


def test_the_text_alternative_has_value_and_verdict():
    assert made().description.startswith("A – b: +0,4 (tillsammans). C – d: 0,0 (osäkert).")


def test_no_values_are_nothing_to_draw():
    rows = frame(name=["A"], value=[float("nan")], low=[0.0], high=[0.0], verdict=["level"])
    assert forest(rows, SHARE, WORDS, TABLE, "").empty
