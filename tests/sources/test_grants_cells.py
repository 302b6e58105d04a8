"""Cells as Swedes, systems and Excel write them; what can be read in two ways is refused."""

from datetime import date, datetime

import pytest

from vagar_lib.sources import grants_cells as cells


@pytest.mark.parametrize(
    ("cell", "kronor"),
    [
        ("1 234 567,50", 1_234_567.5),
        ("1\u00a0234\u00a0567,50", 1_234_567.5),
        ("1\u202f234\u202f567", 1_234_567),
        ("1\u2009234", 1_234),
        ("1234567.5", 1_234_567.5),
        ("1.234.567,50", 1_234_567.5),
        ("1234", 1234),
        ("500 kr", 500),
        ("500 SEK", 500),
        ("-500", -500),
        ("−500,25", -500.25),
        ("- 500", -500),
        ("500-", -500),
        ("0", 0),
        (1234.5, 1234.5),
        (1234, 1234),
    ],
)
def test_an_amount_is_understood_however_it_is_written(cell, kronor):
    assert cells.amount(cell) == kronor


@pytest.mark.parametrize(
    "cell", ["tolv", "1 23", "12 34", "1,234,567.50", "1.2.3", "10%", "--5", "5 000 EUR", "nan", True, "1 234 567,5,0"]
)
def test_what_is_no_amount_is_refused(cell):
    with pytest.raises(ValueError, match="a number such as 1 234 567,50"):
        cells.amount(cell)


@pytest.mark.parametrize("cell", ["1.234", "1,234", "12.500"])
def test_three_digits_after_one_sign_are_refused_since_they_can_be_thousands_or_decimals(cell):
    with pytest.raises(ValueError, match="can be thousands or decimals"):
        cells.amount(cell)


def test_a_grant_is_not_negative_though_a_payment_may_be():
    assert cells.amount("-1") == -1
    with pytest.raises(ValueError, match="0 or more"):
        cells.grant("-1")


@pytest.mark.parametrize(
    ("cell", "percent"),
    [("12 %", 12), ("12%", 12), ("12,5 %", 12.5), ("0,5 %", 0.5), (0.12, 12), ("50", 50), (1.0, 100)],
)
def test_per_cent_is_understood_as_written_and_as_excel_keeps_it(cell, percent):
    assert cells.share(cell) == percent


@pytest.mark.parametrize("cell", ["120 %", "-5 %", "hälften"])
def test_a_share_outside_0_to_100_is_refused(cell):
    with pytest.raises(ValueError, match="per cent from 0 to 100"):
        cells.share(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "2016-05-03", "2016-5-3", "2016/05/03", "2016.05.03", "20160503", "3 maj 2016", "3 Maj 2016", "03 maj. 2016",
        "2016-05-03 00:00:00", "2016-05-03T14:30", date(2016, 5, 3), datetime(2016, 5, 3, 12), 42493.0, "42493",
        20160503.0,
    ],
)  # fmt: skip
def test_a_date_is_understood_however_it_is_written(cell):
    assert cells.day(cell) == date(2016, 5, 3)


@pytest.mark.parametrize(
    ("cell", "month"), [("1 september 2016", 9), ("1 okt 2016", 10), ("1 aug. 2016", 8), ("1 sept 2016", 9)]
)
def test_months_may_be_written_short(cell, month):
    assert cells.day(cell) == date(2016, month, 1)


@pytest.mark.parametrize("cell", ["03/05/2016", "2016-02-30", "16-05-03", "i våras", "2016", "31 juni 2016"])
def test_a_date_that_can_be_read_in_two_ways_or_does_not_exist_is_refused(cell):
    with pytest.raises(ValueError, match="a date such as 2016-05-03"):
        cells.day(cell)


def test_a_year_may_be_a_year_or_a_date():
    assert [cells.year(cell, 2016, 2020) for cell in ("2017", 2017.0, "2017-05-03", date(2017, 1, 1))] == [2017] * 4


@pytest.mark.parametrize("cell", ["1916", "2021", "17", "20170"])
def test_a_year_out_of_bounds_is_refused(cell):
    with pytest.raises(ValueError, match="a year from 2016 to 2020"):
        cells.year(cell, 2016, 2020)


@pytest.mark.parametrize("cell", ["5, 7, 9", "5;7;9", "9|5|7", "5 7 9", "5, 7 och 9", "Mål 5, mål 7, Mål 9", "5,7,9,9"])
def test_goals_are_a_sorted_list_without_repeats(cell):
    assert cells.goals(cell) == (5, 7, 9)


def test_a_single_goal_may_be_a_number():
    assert cells.goals(13.0) == cells.goals(13) == (13,)


@pytest.mark.parametrize("cell", ["0", "18", "5, x", "inga"])
def test_what_is_no_goal_is_refused(cell):
    with pytest.raises(ValueError, match="goals from 1 to 17"):
        cells.goals(cell)


def test_a_list_that_excel_made_a_number_of_is_refused():
    # 5,10 becomes 5.1 in Excel: the goals 5 and 10, or 5 and 1?
    with pytest.raises(ValueError, match="Excel has made a number of a list"):
        cells.goals(5.1)


# SNI 2007: divisions 10-33 are C, 55-56 I, 62 J, 01-03 A, 90-93 R, 99 U (SCB's table of sections).
@pytest.mark.parametrize(
    ("cell", "section"),
    [
        ("C", "C"), ("c", "C"), ("C Tillverkning", "C"), ("C - Tillverkning", "C"), ("Tillverkning", "C"),
        ("16.101", "C"), ("16101", "C"), ("33", "C"), ("55", "I"), ("62.010", "J"), ("01.491", "A"), ("01491", "A"),
        ("03", "A"), ("93", "R"), ("99", "U"), (55.0, "I"), ("49", "H"), ("45", "G"), ("43.9", "F"),
    ],
)  # fmt: skip
def test_an_industry_is_a_section_its_name_or_a_code(cell, section):
    names = {"tillverkning": "C", "c": "C"}
    assert cells.section(cell, names) == section


@pytest.mark.parametrize("cell", ["1491", 1491.0, "5", "00", "Ö", "Rymdfart"])
def test_a_code_that_may_have_lost_a_zero_is_refused(cell):
    with pytest.raises(ValueError, match="a code with all its digits"):
        cells.section(cell, {})


@pytest.mark.parametrize("cell", ["4", "1,5", "-1", "ja"])
def test_a_dimension_is_0_to_3(cell):
    assert [cells.level(good) for good in ("0", "3", 2.0)] == [0, 3, 2]
    with pytest.raises(ValueError, match="0, 1, 2, 3 or empty"):
        cells.level(cell)
