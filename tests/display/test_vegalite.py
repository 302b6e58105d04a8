"""What is told to who draws a chart: what Altair itself would tell, with each data set once."""

from __future__ import annotations

import altair as alt
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vagar_lib.display import vegalite
from vagar_lib.errors import BadInput

VALUES = st.one_of(st.floats(), st.integers(-(2**40), 2**40).map(float))
ROWS = st.lists(st.tuples(VALUES, st.integers(-(2**40), 2**40), st.text(max_size=5) | st.none(), st.booleans()))
TWO = pd.DataFrame({"year": [2024, 2025], "share": [1.5, None]})


def frame(rows: list[tuple]) -> pd.DataFrame:
    data = pd.DataFrame(rows, columns=["share", "people", "name", "own"])
    return data.assign(
        group=pd.Categorical(data["name"]),
        written=data["name"].astype("str"),
        counted=data["people"].astype("Int64").where(data["own"]),
    )


def points(data: pd.DataFrame, **more: alt.SchemaBase) -> alt.Chart:
    x, y = alt.X(field="year", type="quantitative"), alt.Y(field="share", type="quantitative")
    return alt.Chart(data).mark_point(filled=True).encode(x=x, y=y, **more)


@settings(deadline=None)
@given(ROWS)
def test_rows_are_given_as_altair_would_give_them(rows):
    assert vegalite.records(frame(rows)) == alt.default_data_transformer(frame(rows))["values"]


@pytest.mark.parametrize(
    "chart",
    [
        points(TWO),
        points(TWO).encode(x=alt.XDatum(3)).properties(width=340, height=alt.Step(12)),
        points(TWO, color=alt.value("#0b5c9e")).transform_filter(alt.datum.share > 1),
        alt.layer(points(TWO), points(TWO).mark_rule(), alt.Chart(TWO[["year"]], mark="tick")),
        alt.layer(alt.Chart().mark_line(), data=TWO).facet(facet=alt.Facet(field="year", type="nominal"), columns=2),
        alt.hconcat(points(TWO), points(TWO.head(1)), spacing=8),
        alt.Chart(alt.Data(values=[{"x": 1}])).mark_geoshape().project(type="identity", reflectY=True),
    ],
)
def test_a_chart_is_told_as_altair_tells_it(chart):
    theirs = chart.to_dict()
    del theirs["config"]  # their theme
    assert vegalite.specification(chart) == {**theirs, "$schema": vegalite.SCHEMA}


def test_rows_that_two_layers_share_are_told_once():
    told = vegalite.specification(alt.layer(points(TWO), points(TWO.copy()).mark_line()))
    assert [*told["datasets"].values()] == [[{"year": 2024, "share": 1.5}, {"year": 2025, "share": None}]]


def test_shorthands_and_parameters_are_looked_up_as_altair_does():
    told = vegalite.specification(alt.Chart(TWO).mark_point().encode(x="year:Q", y="mean(share)").interactive())
    assert told["encoding"]["x"] == {"field": "year", "type": "quantitative"}
    assert told["encoding"]["y"] == {"aggregate": "mean", "field": "share", "type": "quantitative"}
    assert told["params"][0]["bind"] == "scales" and "config" not in told
    many = pd.DataFrame({"x": range(vegalite.MOST_ROWS + 1)})
    with pytest.raises(BadInput, match="5001 rows in one layer, allowed: 5000"):
        vegalite.specification(alt.Chart(many).mark_point().encode(x="x"))


def test_more_rows_than_a_chart_can_hold_are_refused():
    with pytest.raises(BadInput, match="11 rows in one layer, allowed: 10"):
        vegalite.records(pd.DataFrame({"x": range(11)}), max_rows=10)
    assert len(vegalite.records(pd.DataFrame({"x": range(11)}), max_rows=11)) == 11
