"""Two versions of a table differ exactly where their cells do."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from vagar_lib.sources.fetch.compare import changes

CELLS = st.dictionaries(
    st.tuples(st.sampled_from(["00", "23", "2303"]), st.sampled_from(["2023", "2024"])),
    st.tuples(st.sampled_from(["", "1", "1.0", "2.5"]), st.sampled_from(["", "secret"])),
    min_size=1,
)


def frame(cells) -> pd.DataFrame:
    rows = [(region, period, value, status) for (region, period), (value, status) in cells.items()]
    return pd.DataFrame(rows, columns=["region", "period", "value", "status"], dtype=str)


def number(text: str) -> float | None:
    return float(text) if text else None


@given(CELLS, CELLS)
def test_every_cell_that_differs_is_there_with_its_kind_and_no_other(before, after):
    found = changes(frame(before), frame(after))
    kinds = {(row.region, row.period): row.kind for row in found.itertuples()}
    expected = {key: "new" for key in after.keys() - before.keys()} | {
        key: "lost" for key in before.keys() - after.keys()
    }
    for key in before.keys() & after.keys():
        (old, old_status), (new, new_status) = before[key], after[key]
        if number(old) != number(new):
            expected[key] = "revised"
        elif old_status != new_status:
            expected[key] = "status"
    assert kinds == expected


@given(CELLS)
def test_a_table_does_not_differ_from_itself_in_another_order(cells):
    rows = frame(cells)
    assert changes(rows, rows.sample(frac=1, random_state=1)).empty


def test_a_status_column_that_only_one_version_has_makes_no_difference_where_it_is_empty():
    with_status = frame({("23", "2024"): ("1", "")})
    assert changes(with_status.drop(columns="status"), with_status).empty


def test_a_table_with_another_dimension_has_other_cells():
    old = pd.DataFrame({"region": ["23"], "period": ["2024"], "value": ["1"]})
    new = old.assign(sex="T")
    assert changes(old, new)["kind"].tolist() == ["lost", "new"]


def test_a_register_like_table_is_compared_row_by_row():
    old = pd.DataFrame({"id": ["a", "b"], "title": ["A", "B"], "level": ["K", "L"]})
    new = pd.DataFrame({"id": ["a", "c"], "title": ["A", "C"], "level": ["A", "K"]})
    found = changes(old, new, ["id"])
    assert found[["id", "kind", "before", "after"]].values.tolist() == [
        ["a", "revised", "A | K", "A | A"],
        ["b", "lost", "B | L", ""],
        ["c", "new", "", "C | K"],
    ]
