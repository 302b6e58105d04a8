"""JSON-stat as a typed frame: every cell in its place, nothing of what is said about it lost."""

import itertools
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sources.statbank import dataset
from vagar_lib.errors import BadInput
from vagar_lib.sources import jsonstat
from vagar_lib.sources.jsonstat_about import Note, Unit, describe

# Two places, two years: 2 x 2 cells; the year varies fastest.
PLACES = {"Region": {"23": "Jämtlands län", "2303": "Ragunda"}, "Tid": {"2024": "2024", "2025": "2025"}}
FOUR = [132670.0, 132571.0, 5095.0, 5017.0]


def findings(answer):
    with pytest.raises(BadInput) as caught:
        jsonstat.read(answer)
    return caught.value.findings


def values(frame):
    return frame["value"].tolist()


def test_the_last_dimension_varies_fastest():
    frame = jsonstat.read(dataset(PLACES, FOUR)).frame
    assert frame["Region"].tolist() == ["23", "23", "2303", "2303"]
    assert frame["Tid"].tolist() == ["2024", "2025", "2024", "2025"]
    assert values(frame) == FOUR


def test_codes_are_categories_and_values_are_numbers():
    frame = jsonstat.read(dataset(PLACES, FOUR)).frame
    assert [str(kind) for kind in frame.dtypes] == ["category", "category", "float64", "category"]
    assert frame["Region"].cat.categories.tolist() == ["23", "2303"]


def test_a_missing_cell_keeps_its_sign():
    frame = jsonstat.read(dataset(PLACES, [132670.0, (None, ".."), 5095.0, (None, ":")])).frame
    assert frame["value"].isna().tolist() == [False, True, False, True]
    assert frame["status"].tolist() == ["", "..", "", ":"]


def test_a_cell_with_a_value_keeps_its_sign_too():
    frame = jsonstat.read(dataset(PLACES, [(132670.0, "p"), *FOUR[1:]])).frame
    assert (frame["value"][0], frame["status"][0]) == (132670.0, "p")


def test_values_may_be_sparse():
    answer = dataset(PLACES, FOUR) | {"value": {"0": 132670, "3": 5017}, "status": {"1": ".."}}
    frame = jsonstat.read(answer).frame
    assert np.isnan(values(frame)).tolist() == [False, True, True, False]
    assert frame["status"].tolist() == ["", "..", "", ""]


def test_signs_may_be_a_list_or_one_for_all():
    answer = dataset(PLACES, FOUR)
    assert jsonstat.read(answer | {"status": ["", "p", None, "p"]}).frame["status"].tolist() == ["", "p", "", "p"]
    assert jsonstat.read(answer | {"status": "p"}).frame["status"].tolist() == ["p"] * 4


def test_the_order_of_categories_is_that_of_their_positions_not_of_the_text():
    answer = dataset(PLACES, FOUR)
    answer["dimension"]["Region"]["category"]["index"] = {"2303": 1, "23": 0}
    assert jsonstat.read(answer).frame["Region"].tolist() == ["23", "23", "2303", "2303"]


def test_the_order_may_be_a_list():
    answer = dataset(PLACES, FOUR)
    answer["dimension"]["Tid"]["category"]["index"] = ["2025", "2024"]
    assert jsonstat.read(answer).frame["Tid"].tolist() == ["2025", "2024"] * 2


def test_a_single_category_needs_no_order():
    answer = dataset({"Region": {"23": "Jämtlands län"}, "Tid": PLACES["Tid"]}, FOUR[:2])
    del answer["dimension"]["Region"]["category"]["index"]
    assert jsonstat.read(answer).frame["Region"].tolist() == ["23", "23"]


def test_units_notes_periods_contact_and_date_are_kept():
    answer = dataset(
        {**PLACES, "ContentsCode": {"BE0101N1": "Folkmängd"}},
        FOUR,
        updated="2026-02-24T07:00:00Z",
        note=["Gräns  ändrad\n2007.", "En till."],
        extension={
            "px": {"tableid": "TAB638"},
            "noteMandatory": {"0": True},
            "contact": [{"name": "Befolkning", "organization": "SCB", "mail": "befolkning@scb.se"}, {"raw": "SCB#010"}],
        },
    )
    measure = answer["dimension"]["ContentsCode"]
    measure["category"]["unit"] = {"BE0101N1": {"base": "antal", "decimals": 0}}
    measure["extension"] = {"refperiod": {"BE0101N1": "31 december respektive år"}}
    region = answer["dimension"]["Region"]
    region["category"]["note"] = {"2303": ["Ny kommun."]}
    region["extension"] = {"categoryNoteMandatory": {"2303": {"0": True}}}

    about = jsonstat.read(answer).about

    assert about.table == "TAB638"
    assert about.updated == date(2026, 2, 24)
    assert about.units == {"BE0101N1": Unit("antal", 0)}
    assert about.periods == {"BE0101N1": "31 december respektive år"}
    assert about.notes == [
        Note("Gräns ändrad 2007.", True),
        Note("En till.", False),
        Note("Ny kommun.", True, "Region", "2303"),
    ]
    assert about.contacts == ["Befolkning, SCB, befolkning@scb.se", "SCB#010"]
    assert about.labels["Region"] == {"23": "Jämtlands län", "2303": "Ragunda"}


def test_metadata_need_no_values_and_tell_what_may_be_left_out():
    answer = dataset(PLACES)
    answer["dimension"]["Region"]["extension"] = {"elimination": True}
    about = describe(answer)
    assert about.codes("Tid") == ["2024", "2025"]
    assert about.optional == {"Region"}


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ({"class": "collection"}, "field 'class' is 'collection', allowed: 'dataset'"),
        ({"value": FOUR[:3]}, "field 'value' has 3 cells, the dimensions make 4"),
        ({"value": None}, "field 'value' is nothing, the dimensions make 4"),
        ({"value": [1, 2, "tre", 4]}, "field 'value' has tre; allowed: numbers and null"),
        ({"value": {"4": 1}}, "field 'value' has position 4, the dimensions make 4 cells"),
        ({"status": {"x": ".."}}, "field 'status' has a position that is no number"),
        ({"status": ["..", ".."]}, "field 'status' is a list, allowed: a sign, 4 signs, or signs by position"),
        ({"size": [2, 3]}, "variable 'Tid' has 2 categories, its size is 3"),
        ({"id": ["Region", "År"]}, "variable 'År' is in 'id' but not described, found: Region, Tid"),
        ({"size": [2]}, "fields 'id' and 'size' are"),
    ],
)
def test_what_is_no_dataset_is_said(change, finding):
    assert findings(dataset(PLACES, FOUR) | change)[0].startswith(finding)


def test_positions_with_a_gap_are_refused():
    answer = dataset(PLACES, FOUR)
    answer["dimension"]["Tid"]["category"]["index"] = {"2024": 0, "2025": 2}
    assert findings(answer) == ["variable 'Tid' has no order that can be read, its size is 2"]


@pytest.mark.parametrize(("answer", "what"), [("Ett fel inträffade", "a text"), ([1], "a list"), (None, "nothing")])
def test_something_else_is_no_dataset(answer, what):
    assert findings(answer) == [f"found {what}, allowed: a JSON-stat dataset"]


codes = st.lists(st.text("0123456789ABCÅÄÖ+-", min_size=1, max_size=4), min_size=1, max_size=4, unique=True)
numbers = st.none() | st.floats(-1e9, 1e9) | st.integers(-(10**9), 10**9)


@given(data=st.data(), dimensions=st.lists(codes, min_size=1, max_size=4))
def test_whatever_is_written_cell_by_cell_is_read_back(data, dimensions):
    variables = {f"V{n}": {code: code.lower() for code in each} for n, each in enumerate(dimensions)}
    keys = list(itertools.product(*variables.values()))
    cells = data.draw(
        st.lists(st.tuples(numbers, st.sampled_from(["", "..", ":", "p"])), min_size=len(keys), max_size=len(keys))
    )
    answer = dataset(variables, cells)
    if data.draw(st.booleans()):  # sparse
        answer["value"] = {str(n): value for n, (value, _) in enumerate(cells) if value is not None}
    if data.draw(st.booleans()):
        answer["status"] = [sign for _, sign in cells]

    cube = jsonstat.read(answer)

    read = list(cube.frame.itertuples(index=False, name=None))
    assert [row[: len(variables)] for row in read] == keys
    assert [(None if np.isnan(row[-2]) else row[-2], row[-1]) for row in read] == cells
    assert cube.about.labels == variables
