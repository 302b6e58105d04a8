"""Parts against totals, and jumps between years."""

import pytest

from vagar_lib import regions
from vagar_lib.errors import BadInput
from vagar_lib.sources.border import read_raw

KOMMUNER = regions.region("23").children


@pytest.fixture(autouse=True)
def _small(small):
    """Every test here has a project of its own."""


def county(total, year=2024, parts=KOMMUNER):
    """Each kommun has 10, the county what is given."""
    return [f"23,{year},{total}", *(f"{code},{year},10" for code in parts)]


def csv(*rows):
    return "region,period,value\n" + "".join(f"{row}\n" for row in rows)


SUMS = {"sums": [{"whole": "län", "parts": "kommun", "until": 2024, "tolerance": 2.0}]}


def test_kommuner_that_do_not_add_up_to_their_län_are_reported(write_table):
    write_table("mått", csv(*county(85)), checks=SUMS)
    expected = r"23 2024, T: kommun add up to 80, län is 85, allowed difference: 2"
    with pytest.raises(BadInput, match=expected):
        read_raw("mått")


def test_a_difference_within_the_tolerance_is_fine(write_table):
    write_table("mått", csv(*county(82)), checks=SUMS)
    assert len(read_raw("mått")) == 9


def test_parts_need_not_add_up_once_the_cell_key_method_is_in_use(write_table):
    write_table("mått", csv(*county(85, year=2025)), checks=SUMS)
    assert len(read_raw("mått")) == 9


def test_a_län_with_a_kommun_missing_is_not_judged(write_table):
    write_table("mått", csv(*county(85, parts=KOMMUNER[1:])), checks=SUMS)
    assert len(read_raw("mått")) == 8


def test_a_check_of_some_codes_leaves_the_others_alone(write_table):
    rows = [
        f"{row.rsplit(',', 1)[0]},{kind},{row.rsplit(',', 1)[1]}" for row in county(85) for kind in ("a", "b")
    ]
    text = "region,period,kind,value\n" + "".join(f"{row}\n" for row in rows)
    only = {"sums": [{"whole": "län", "parts": "kommun", "only": {"kind": ["b"]}}]}
    write_table("mått", text, dimensions={"kind": ["a", "b"]}, checks=only)
    with pytest.raises(BadInput) as caught:
        read_raw("mått")
    assert len(caught.value.findings) == 1
    assert ", b: " in caught.value.findings[0]


def test_tiny_rounding_of_decimal_fractions_is_not_a_difference(write_table):
    rows = ["23,2024,0.8", *(f"{code},2024,0.1" for code in KOMMUNER)]
    write_table("mått", csv(*rows), checks={"sums": [{"whole": "län", "parts": "kommun"}]})
    assert len(read_raw("mått")) == 9


def test_a_jump_names_row_value_and_the_year_before(write_table):
    write_table("mått", csv("23,2022,10", "23,2023,11", "23,2024,110"), checks={"jump": 3.0})
    expected = (
        r"row 4: value 110 after 11 the year before \(23, T, 2024\), allowed: at most 3 times more or less"
    )
    with pytest.raises(BadInput, match=expected):
        read_raw("mått")


def test_a_fall_is_a_jump_too(write_table):
    write_table("mått", csv("23,2023,110", "23,2024,11"), checks={"jump": 3.0})
    with pytest.raises(BadInput, match="row 3"):
        read_raw("mått")


@pytest.mark.parametrize(
    "fields",
    [
        {"breaks": [{"year": 2024, "note": "Ny metod."}]},
        {"breaks": [{"year": 2024, "note": "Ny metod.", "regions": ["23"]}]},
    ],
)
def test_a_declared_break_may_jump(write_table, fields):
    write_table("mått", csv("23,2023,10", "23,2024,110"), checks={"jump": 3.0}, **fields)
    assert len(read_raw("mått")) == 2


def test_a_break_in_another_region_excuses_nothing(write_table):
    elsewhere = [{"year": 2024, "note": "Ny metod.", "regions": ["2361"]}]
    write_table("mått", csv("23,2023,10", "23,2024,110"), checks={"jump": 3.0}, breaks=elsewhere)
    with pytest.raises(BadInput, match="row 3"):
        read_raw("mått")


def test_years_apart_are_not_compared(write_table):
    write_table("mått", csv("23,2000,10", "23,2010,110"), checks={"jump": 3.0})
    assert len(read_raw("mått")) == 2
