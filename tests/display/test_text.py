"""Numbers and words are written as Swedish does, one way each."""

from __future__ import annotations

import math
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vagar_lib.display import text
from vagar_lib.indicators import register
from vagar_lib.metrics.precision import rounded

numbers = st.floats(-1e9, 1e9)
decimals = st.integers(0, 4)


def read(written: str) -> Decimal:
    """The number that a Swedish reader sees."""
    return Decimal(written.replace(text.NBSP, "").replace(text.MINUS, "-").replace(",", "."))


@pytest.mark.parametrize(
    ("value", "places", "written"),
    [
        (132839, 0, "132\u00a0839"),
        (1234567.891, 2, "1\u00a0234\u00a0567,89"),
        (1000, 0, "1\u00a0000"),
        (999.5, 0, "1\u00a0000"),
        (-4.25, 1, "\u22124,3"),
        (0.05, 1, "0,1"),
        (-0.04, 1, "0,0"),
        (2.5, 0, "3"),
        (3, 1, "3,0"),
    ],
)
def test_numbers_have_decimal_comma_hard_space_true_minus_and_round_half_up(value, places, written):
    assert text.number(value, places) == written


@pytest.mark.parametrize("value", [None, math.nan, math.inf, -math.inf])
def test_what_is_missing_is_two_points_and_never_zero(value):
    assert text.number(value, 1) == text.signed(value) == text.quantity(value, "procent", 1) == ".."


@given(numbers, decimals)
def test_a_written_number_reads_back_as_the_rounded_one(value, places):
    written = text.number(value, places)
    assert read(written) == rounded(value, places)
    assert re.fullmatch(rf"−?\d{{1,3}}(\u00a0\d{{3}})*(,\d{{{places}}})?", written)


@given(numbers, decimals)
def test_a_change_is_written_with_the_sign_that_it_shows(value, places):
    written = text.signed(value, places)
    exact = rounded(value, places)
    assert written[0] == ("+" if exact > 0 else "−" if exact < 0 else "0")
    assert read(written.lstrip("+")) == exact


@given(numbers, decimals)
def test_the_size_of_a_difference_has_no_sign(value, places):
    size = text.difference(value, "kr", places).removesuffix("\u00a0kr")
    assert read(size) == abs(rounded(value, places))


def test_a_difference_of_per_cent_is_in_percentage_points():
    assert text.difference(1.26, "procent", 1) == "1,3\u00a0procentenheter"
    assert text.difference(-1, "procent") == "1\u00a0procentenhet"
    assert text.difference(1.0, "procent", 1) == "1,0\u00a0procentenheter"
    assert text.difference(2, "procent") == "2\u00a0procentenheter"


def test_a_ratio_is_written_without_a_unit_and_no_space_after():
    assert text.quantity(0.85, "kvot", 2) == "0,85"
    assert text.difference(0.1, "kvot", 2) == "0,10"


def test_every_unit_of_the_register_is_held_to_its_number():
    for indicator in register():
        written = text.quantity(1234.5, indicator.unit, 1)
        assert re.fullmatch("1\u00a0234,5(\u00a0\\S.*)?", written), indicator.id
        assert written == written.strip() and "  " not in written


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ([], ""),
        (["Åre"], "Åre"),
        (["Åre", "Berg"], "Åre och Berg"),
        (["Åre", "Berg", "Krokom"], "Åre, Berg och Krokom"),
    ],
)
def test_words_are_listed_with_a_conjunction_before_the_last(words, written):
    assert text.listed(words) == written
    assert text.listed(iter(words), "eller") == written.replace("och", "eller")


def test_a_span_of_one_period_is_written_once():
    assert text.span(2011, 2024) == "2011–2024"
    assert text.span(2024, "2024") == "2024"


@pytest.mark.parametrize(
    ("label", "inside"),
    [("Medianinkomst", "medianinkomst"), ("BRP per invånare", "BRP per invånare"), ("Ö", "ö"), ("", "")],
)
def test_a_label_inside_a_sentence_keeps_its_abbreviations(label, inside):
    assert text.lower_first(label) == inside


@given(numbers, decimals)
def test_the_word_follows_the_number_as_shown(value, places):
    word = text.more_or_less(value, "mer", "mindre", "lika", places)
    exact = rounded(value, places)
    assert word == ("mer" if exact > 0 else "mindre" if exact < 0 else "lika")


def test_a_count_has_its_noun_in_the_right_number():
    assert [text.counted(n, "kommun", "kommuner") for n in (0, 1, 2)] == ["0 kommuner", "1 kommun", "2 kommuner"]
