"""Expressions become codes of the table; questions are made as small as the server wants them."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vagar_lib.errors import BadInput
from vagar_lib.sources.pxweb_select import cells, resolve, split

YEARS = ["2020", "2021", "2022", "2023", "2024"]
# As SCB's table of 2025 has them: single years, classes of five and ten, and several totals.
AGES = ["0", "1", "2", "-4", "5-9", "99", "100+1", "TOT1", "TotSA"]


@pytest.mark.parametrize(
    ("expression", "codes"),
    [
        ("2022", ["2022"]),
        ("*", YEARS),
        ("202?", YEARS),
        ("*4", ["2024"]),
        ("from(2023)", ["2023", "2024"]),
        ("to(2021)", ["2020", "2021"]),
        ("range(2021,2023)", ["2021", "2022", "2023"]),
        ("RANGE(2021, 2023)", ["2021", "2022", "2023"]),
        ("top(2)", ["2023", "2024"]),
        ("bottom(1)", ["2020"]),
        ("top(9)", YEARS),
        ("2021..2022", ["2021", "2022"]),
        ("from(1968)", YEARS),
        ("to(2030)", YEARS),
        ("range(2023,2030)", ["2023", "2024"]),
    ],
)
def test_an_expression_stands_for_codes_of_the_table(expression, codes):
    assert resolve([expression], YEARS) == codes


def test_single_years_of_age_are_picked_out_from_among_classes_and_totals():
    assert resolve(["0..99", "100+1"], AGES) == ["0", "1", "2", "99", "100+1"]


def test_codes_come_once_and_in_the_order_of_the_table():
    assert resolve(["2024", "to(2021)", "2020"], YEARS) == ["2020", "2021", "2024"]


def test_a_code_with_a_star_in_it_is_itself_first():
    assert resolve(["a*"], ["a*", "ab"]) == ["a*"]


def test_a_code_with_brackets_is_not_a_pattern():
    assert resolve(["[x]*"], ["[x]1", "x1"]) == ["[x]1"]


def test_every_expression_that_stands_for_nothing_is_named_with_what_is_close():
    with pytest.raises(BadInput) as caught:
        resolve(["2025", "from(2025)", "top(x)", "top(0)", "range(2020)"], YEARS)
    nothing, outside, *unclear = caught.value.findings
    assert nothing == "'2025' is not there; close: 2024, 2023, 2022, 2021, 2020"
    assert outside.startswith("'from(2025)' is not there; ")
    assert [each.split(" can't")[0] for each in unclear] == ["'top(x)'", "'top(0)'", "'range(2020)'"]


def test_the_longest_variable_is_divided_into_equal_parts():
    # 7 regions x 2 years = 14 cells, at most 6 in an answer: 3 regions at once, so 3 questions of 3, 3 and 1.
    parts = split({"Region": list("abcdefg"), "Tid": ["2023", "2024"]}, most_cells=6)
    assert [part["Region"] for part in parts] == [list("abc"), list("def"), ["g"]]
    assert all(part["Tid"] == ["2023", "2024"] for part in parts)


def test_the_number_of_codes_in_a_question_is_a_limit_of_its_own():
    parts = split({"Region": list("abcdef"), "Tid": ["2024"]}, most_cells=100, most_values=4)
    assert [part["Region"] for part in parts] == [list("abc"), list("def")]


def test_scbs_limit_makes_eleven_questions_of_all_ages_in_a_year_range():
    # 312 places x 101 ages x 2 sexes x 25 years = 1 575 600 cells; 150 000 / (101 x 2 x 25) = 29 places at once.
    selection = {
        "Region": [str(n) for n in range(312)],
        "Alder": [str(n) for n in range(101)],
        "Kon": ["1", "2"],
        "Tid": [str(year) for year in range(2000, 2025)],
    }
    parts = split(selection, most_cells=150_000)
    assert len(parts) == math.ceil(312 / 29) == 11
    assert max(map(cells, parts)) <= 150_000


selections = st.dictionaries(
    st.sampled_from(["Region", "Alder", "Kon", "Tid"]),
    st.lists(st.text("0123456789", min_size=1, max_size=3), min_size=1, max_size=12, unique=True),
    min_size=1,
)


@given(selection=selections, most=st.integers(1, 300))
def test_the_parts_together_ask_for_every_cell_once(selection, most):
    parts = split(selection, most)
    asked = [dict(zip(part, cell, strict=True)) for part in parts for cell in itertools.product(*part.values())]
    assert len(asked) == cells(selection)
    assert {tuple(sorted(cell.items())) for cell in asked} == {
        tuple(sorted(zip(selection, cell, strict=True))) for cell in itertools.product(*selection.values())
    }
    assert all(cells(part) <= most for part in parts)
