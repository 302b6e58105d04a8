"""Room is measured without the program that will show a text: never less than it takes, and no word is broken."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vagar_lib.pipeline.documents import measure

WORDS = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzåäöABCÅÄÖ0123456789,.:;%–−()"), min_size=1, max_size=12)
TEXTS = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)
TABLES = st.integers(1, 5).flatmap(
    lambda wide: st.lists(st.lists(TEXTS, min_size=wide, max_size=wide), min_size=1, max_size=6)
)


def letters(style: str):
    """Liberation Sans, which has the widths of Arial; the test is left out where it is not installed."""
    from PIL import ImageFont

    found = (
        shutil.which("fc-match")
        and subprocess.run(
            ["fc-match", "-f", "%{file}", f"Liberation Sans:style={style}"], capture_output=True, text=True, check=True
        ).stdout
    )
    if not found or "Liberation" not in found:
        pytest.skip("Liberation Sans is not installed")
    return ImageFont.truetype(found, 1000)


@pytest.mark.parametrize("style", ["Regular", "Bold"])
@given(text=TEXTS)
def test_a_text_is_never_wider_than_it_is_measured_to_be(style, text):
    drawn = letters(style).getlength(text, features=["-kern"])
    assert measure.width(text, 1000, bold=style == "Bold") >= drawn - 1


@given(text=TEXTS)
def test_the_measure_of_normal_letters_is_exact(text):
    assert measure.width(text, 1000) <= letters("Regular").getlength(text, features=["-kern"]) + 2 * len(text)


@given(text=TEXTS, room=st.floats(60, 600))
def test_a_wider_room_never_needs_more_lines(text, room):
    assert measure.lines(text, 10, room * 1.5) <= measure.lines(text, 10, room)


def test_lines_are_broken_between_words_and_where_the_text_says():
    # Each letter a is 0,556 of 10 points: three of them are 16,68, two words with a space between 36,14.
    assert measure.lines("aaa aaa", 10, 36.2) == 1
    assert measure.lines("aaa aaa", 10, 36) == 2
    assert measure.lines("aaa\naaa", 10, 100) == 2


@given(rows=TABLES, room=st.floats(100, 800))
def test_columns_have_room_for_their_widest_words_and_the_page_for_the_columns(rows, room):
    widths = measure.columns(rows, 9, room, 8)
    least = [max(measure.widest_word(cell, 9, bold=n == 0) for n, cell in enumerate(side)) + 8 for side in zip(*rows)]  # noqa: B905
    if widths is None:
        assert sum(least) + 2 * len(least) > room
    else:
        assert sum(widths) <= room + 0.01
        assert all(width >= low for width, low in zip(widths, least, strict=True))


def test_columns_are_no_wider_than_their_texts_where_there_is_room():
    # aaa is 16,68 points, and in bold, as a head is, 3 · 0,57 more. 8 points of empty sides, 2 of slack.
    assert measure.columns([["aaa", "a"], ["a", "aaa"]], 10, 400, 8) == pytest.approx([28.39, 26.68], abs=0.01)


def test_a_short_column_keeps_its_width_when_a_long_one_must_give():
    short, long = measure.columns([["Plats", "Text"], ["Åre", "ett ord till " * 20]], 10, 200, 8)
    assert short == pytest.approx(measure.width("Plats", 10, bold=True) + 10)
    assert short + long == pytest.approx(200, abs=0.01)


def test_a_table_lies_down_only_when_it_is_long_and_becomes_much_shorter():
    wide = [["Indikator", "Läge"], *(["En indikator med ett mycket långt namn " * 3, "Förbättring"],) * 30]
    assert measure.gains(wide, 9, 8, 200, 400)
    assert not measure.gains(wide[:3], 9, 8, 200, 400)
    assert not measure.gains([["Plats"], *(["Åre"],) * 200], 9, 8, 200, 400)
