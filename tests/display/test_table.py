"""A table shows written cells and keeps the raw values behind them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vagar_lib.display import table
from vagar_lib.sources import border

ROWS = pd.DataFrame(
    {
        "period": ["2023", "2024", "2023"],
        "series": ["Åre", "Åre", "Berg"],
        "value": [1234.56, np.nan, 7.0],
        "status": ["", "secret", ""],
    }
)


def test_long_rows_become_a_column_for_each_series_in_order_of_appearance():
    found = table.pivoted(ROWS, "period", "series", 1, head="Period")
    assert found.columns == (("Period", False), ("Åre", True), ("Berg", True))
    assert found.rows == [["2023", "1\u00a0234,6", "7,0"], ["2024", ".. (skyddad av sekretess)", ".."]]


def test_the_csv_has_the_values_as_received_and_nothing_where_they_are_missing():
    found = table.pivoted(ROWS, "period", "series", 1, head="Period")
    assert found.header == ["Period", "Åre", "Berg"]
    assert found.raw == [["2023", 1234.56, 7.0], ["2024", None, None]]


def test_a_table_without_series_has_one_column_of_values():
    found = table.pivoted(ROWS.head(1).drop(columns="status"), "series", None, 0, head="Område", values="Antal")
    assert found.header == ["Område", "Antal"] and found.rows == [["Åre", "1\u00a0235"]]


@pytest.mark.parametrize("status", sorted(table.REASONS))
def test_a_missing_value_says_why_and_a_known_one_does_not(status):
    assert table.cell(np.nan, 1, status) == f".. ({table.REASONS[status]})"
    assert table.cell(2.0, 1, status) == "2,0"


def test_every_status_of_the_data_has_a_reason_in_swedish():
    assert {"", *table.REASONS} == set(border.STATUS)


@given(
    st.lists(
        st.tuples(st.integers(2000, 2030), st.sampled_from("abc"), st.one_of(st.none(), st.floats(-1e6, 1e6))),
        min_size=1,
        max_size=20,
        unique_by=lambda row: row[:2],
    )
)
def test_every_value_stands_once_in_the_table_and_the_rows_are_rectangular(rows):
    frame = pd.DataFrame(rows, columns=["period", "series", "value"]).astype({"value": float})
    found = table.pivoted(frame, "period", "series", 1, head="Period")
    assert all(len(row) == len(found.columns) for row in [*found.rows, *found.raw, found.header])
    values = sorted(v for row in found.raw for v in row[1:] if v is not None)
    assert values == sorted(frame["value"].dropna())
    assert len(found.rows) == frame["period"].nunique()


@pytest.mark.parametrize("value", [np.nan, None, pd.NA, np.inf, np.float64("nan")])
def test_missing_numbers_are_null_in_json(value):
    assert table.plain(value) is None


def test_the_payload_is_plain_json_without_nan():
    made = table.written([("Namn", False), ("År", True)], [["Åre", ".."]], [["Åre", np.float64("nan")]])
    payload = made.payload("Rubrik")
    assert json.loads(json.dumps(payload, allow_nan=False)) == {
        "caption": "Rubrik",
        "columns": [{"label": "Namn", "numeric": False}, {"label": "År", "numeric": True}],
        "rows": [["Åre", ".."]],
        "csv": {"header": ["Namn", "År"], "rows": [["Åre", None]]},
    }
    assert isinstance(table.plain(np.int64(3)), int)


def test_hostile_names_are_left_as_they_are_for_the_page_to_escape():
    frame = ROWS.assign(series="<script>alert(1)</script>").head(1)
    found = table.pivoted(frame, "period", "series", 1, head="Period")
    assert found.columns[1][0] == "<script>alert(1)</script>"


def test_a_cell_tells_the_page_no_more_than_it_has():
    line = table.Spark(("3,21 93,3",), (93, 3))
    cells = [table.Cell("▲", said="Förbättring", tone="good"), table.Cell("12"), table.Cell("", "stiger", spark=line)]
    heads = [("Mått", False)] * 4
    found = table.written(heads, [["Rad", *cells]], [["Rad", 1, 2, np.nan]], header=["a", "b", "c", "d"])
    assert found.payload("Tabell")["rows"] == [
        [
            "Rad",
            {"text": "▲", "said": "Förbättring", "tone": "good"},
            {"text": "12"},
            {"text": "", "said": "stiger", "spark": {"lines": ("3,21 93,3",), "end": (93, 3)}},
        ]
    ]
    assert found.payload("Tabell")["csv"] == {"header": ["a", "b", "c", "d"], "rows": [["Rad", 1, 2, None]]}
    assert list(map(str, cells)) == ["▲", "12", "stiger"]


def test_each_tone_has_its_colour_in_the_style_sheet():
    style = (Path(table.__file__).parents[1] / "pipeline" / "templates" / "style.css").read_text(encoding="utf-8")
    for tone in table.TONES:
        assert f".tone.{tone} {{ background: var(--{tone}); }}" in style
