"""Cells as rows of a table of ours: codes, periods and signs in our words, generations after one another."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sources.statbank import dataset
from vagar_lib.errors import BadInput
from vagar_lib.sources import jsonstat
from vagar_lib.sources.pxweb_rows import rows, splice
from vagar_lib.sources.pxweb_tables import Declared

SIGNS = {"..": "not_collected", ":": "secret", "-": "zero", "p": "preliminary", "": "not_collected"}
TABLE = Declared.model_validate(
    {
        "site": "scb",
        "title": "Folkmängd",
        "unit": "personer",
        "definition": "Antal folkbokförda.",
        "levels": ["län"],
        "dimensions": {
            "sex": {"variable": "Kon", "codes": {"1": "M", "2": "K"}},
            "age": {"variable": "Alder", "codes": {"100+": "100", "100+1": "100"}},
        },
        "generations": [
            {"id": "TAB1", "measures": {"A": None}, "select": {"Kon": ["*"], "Alder": ["*"]}},
        ],
    }
)


def cube(cells, ages=("0", "100+"), sexes=("1",), years=("2024",)):
    variables = {"Region": ["23"], "Kon": sexes, "Alder": ages, "ContentsCode": ["A"], "Tid": years}
    return jsonstat.read(dataset({name: dict.fromkeys(codes, "") for name, codes in variables.items()}, cells))


def made(cells, **codes):
    answer = cube(cells, **codes)
    return rows(answer, TABLE, {name: [*of] for name, of in answer.about.labels.items()}, SIGNS)


def findings(cells, **codes):
    with pytest.raises(BadInput) as caught:
        made(cells, **codes)
    return caught.value.findings


def test_codes_are_ours_and_the_measure_is_dropped():
    assert made([5.0, 7.0]).astype({"status": str}).to_dict("list") == {
        "region": ["23", "23"],
        "period": ["2024", "2024"],
        "sex": ["M", "M"],
        "age": ["0", "100"],
        "value": [5.0, 7.0],
        "status": ["", ""],
    }


@pytest.mark.parametrize(
    ("cell", "value", "status"),
    [
        (5.0, 5.0, ""),
        ((5.0, "p"), 5.0, "preliminary"),
        ((0.0, "-"), 0.0, ""),
        ((None, "-"), 0.0, ""),
        ((None, ".."), None, "not_collected"),
        ((None, ":"), None, "secret"),
        (None, None, "not_collected"),
    ],
)
def test_a_sign_becomes_a_word(cell, value, status):
    one = made([cell, 1.0]).iloc[0]
    assert (None if pd.isna(one["value"]) else one["value"], one["status"]) == (value, status)


@pytest.mark.parametrize(
    ("cell", "finding"),
    [
        ((5.0, ":"), "the sign ':' is on 1 cell with a value; say under signs what it means"),
        ((None, "p"), "the sign 'p' is on 1 missing cell; say under signs what it means"),
        ((None, "#"), "the sign '#' is on 1 missing cell; say under signs what it means"),
    ],
)
def test_a_sign_that_is_unknown_or_does_not_fit_is_never_guessed(cell, finding):
    assert findings([cell, 1.0]) == [finding]


@pytest.mark.parametrize(
    ("theirs", "ours"), [("2024", "2024"), ("2024M03", "2024-03"), ("2022-2025", "2022-2025")]
)
def test_periods_are_written_our_way(theirs, ours):
    assert made([1.0, 2.0], years=[theirs])["period"].tolist() == [ours, ours]


def test_a_period_may_stand_in_the_label_of_a_number():
    variables = {"Region": ["23"], "Kon": ["1"], "Alder": ["0"], "ContentsCode": ["A"], "Tid": ["0", "1"]}
    named = {name: dict.fromkeys(codes, "") for name, codes in variables.items()}
    named["Tid"] = {"0": "2021-2024", "1": "2022-2025"}
    answer = jsonstat.read(dataset(named, [1.0, 2.0]))
    assert rows(answer, TABLE, variables, SIGNS)["period"].tolist() == ["2021-2024", "2022-2025"]


def test_a_quarter_is_no_period_of_ours():
    assert findings([1.0, 2.0], years=["2024K1"]) == [
        "variable Tid: '2024K1', allowed: years, months (2024M03) and spans of years"
    ]


def test_two_codes_that_become_the_same_are_told():
    twice = made([1.0, 2.0], ages=("100+", "100+1"))
    with pytest.raises(BadInput) as caught:
        splice([twice])
    assert caught.value.findings[0].startswith(
        "1 cell is there twice, such as region 23, period 2024, sex M, age 100; two codes have become the same"
    )


def test_the_newer_generation_counts_where_both_have_a_cell():
    old = made([1.0, 2.0, 3.0, 4.0], years=("2023", "2024"))
    new = made([(None, ":"), 9.0, 8.0, 7.0], years=("2024", "2025"))
    spliced = splice([old, new])
    of_zero = spliced[spliced["age"] == "0"].set_index("period")
    assert of_zero["value"].fillna(-1).to_dict() == {"2023": 1.0, "2024": -1.0, "2025": 9.0}
    assert of_zero["status"].to_dict() == {"2023": "", "2024": "secret", "2025": ""}


generations = st.lists(
    st.tuples(st.lists(st.sampled_from(range(2018, 2026)), min_size=1, unique=True), st.floats(-1e6, 1e6)),
    min_size=1,
    max_size=4,
)


@given(generations)
def test_a_splice_has_every_cell_once_from_the_newest_that_has_it(parts):
    frames = [made([value] * 2 * len(years), years=[*map(str, sorted(years))]) for years, value in parts]
    spliced = splice(frames)
    newest = {str(year): value for years, value in parts for year in years}
    assert spliced[spliced["age"] == "0"].set_index("period")["value"].to_dict() == newest
    assert len(spliced) == 2 * len(newest)
    assert spliced["period"].tolist() == sorted(newest) * 2
