"""Four fields: each mark on its side, names where there is room for them."""

from __future__ import annotations

import pytest

from tests.display.drawing import HOSTILE, SHARE, WIDTHS, check_drawing, frame, needless, squeezed, words
from vagar_lib.display import theme
from vagar_lib.display.quadrants import FARTHEST, SHAPES, quadrants
from vagar_lib.display.table import written

TABLE = written([("Indikator", False)], [["x"]], [["x"]])
WORDS = {field: field.replace("_", " ").capitalize() for field in SHAPES}
PLACED = {
    "catching_up": (-2.0, 0.1),
    "pulling_ahead": (2.0, 0.1),
    "falling_behind": (-2.0, -0.1),
    "losing_pace": (2.0, -0.1),
    "alongside": (0.2, 0.6),
}


def chart(labels=None, placed=None, **options):
    placed = placed or list(PLACED.items())
    labels = labels or [f"Indikator {number}" for number in range(len(placed))]
    fields, points = zip(*placed, strict=True)
    level, change = zip(*points, strict=True)
    rows = frame(label=labels, field=fields, level=level, change=change)
    return quadrants(rows, SHARE, WORDS, TABLE, "2024", **options)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_chart_is_valid_and_names_the_fields_at_both_widths(width):
    drawing = check_drawing(chart(), width)
    assert set(WORDS.values()) <= set(words(drawing))


def test_names_stand_at_marks_that_are_in_a_field_and_not_at_the_others():
    seen = words(check_drawing(chart(), theme.WIDE))
    assert {f"Indikator {number}" for number in range(4)} <= set(seen)
    assert "Indikator 4" not in seen


def test_no_more_are_named_than_asked_for_and_none_over_another():
    crowded = [("catching_up", (-2.0, 0.1 + 0.001 * step)) for step in range(20)]
    spread = [("catching_up", (-2.0, 0.1 * step)) for step in range(1, 8)]
    for placed, most in ((crowded, 1), (spread, 3)):
        drawing = check_drawing(chart(placed=[*placed, ("alongside", (1.0, 0.9))], named=3), theme.WIDE)
        named = {text for text in words(drawing) if text.startswith("Indikator")}
        assert len(named) <= most


def test_all_are_in_the_text_alternative():
    found = chart()
    assert all(f"Indikator {number}" in found.description for number in range(5))


@pytest.mark.parametrize("width", WIDTHS)
def test_what_lies_far_away_is_drawn_at_the_edge(width):
    assert str(FARTHEST)[0] in chart().key
    check_drawing(chart(placed=[("pulling_ahead", (40.0, 3.0)), ("alongside", (-40.0, 0.0))]), width)


@pytest.mark.parametrize("width", WIDTHS)
def test_one_mark_at_the_middle_can_be_drawn(width):
    check_drawing(chart(placed=[("alongside", (0.0, 0.0))]), width)


def test_names_are_never_taken_for_markup():
    for name in HOSTILE:
        drawing = check_drawing(chart([name, *"bcde"]), theme.WIDE)
        assert set(squeezed([name])) <= set(squeezed(words(drawing)))


def test_the_data_of_the_chart_hold_no_columns_that_are_not_drawn():
    assert needless(chart().spec(theme.WIDE)) == set()


def test_without_both_level_and_change_there_is_nothing_to_draw():
    assert chart(placed=[("catching_up", (float("nan"), 1.0))]).empty
