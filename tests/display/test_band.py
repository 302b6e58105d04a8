"""A band is drawn, told in the table behind and said in words, wherever a series has one and nowhere else."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.display.drawing import SHARE, WIDTHS, check_drawing, data_sets, needless, series
from vagar_lib.display import band, theme
from vagar_lib.display.lines import lines, panels

NAMES = ["Jämtlands län", "Senaste flyttnettot", "Inget flyttnetto"]
ROLES = ["place", "ahead", "zero"]


def outlook() -> pd.DataFrame:
    """A place until 2024, and two ways on from there, the first with a band that can't be told in its last year."""
    been = series(NAMES[:1], roles=ROLES[:1])
    later = series(NAMES[1:], range(2025, 2031), roles=ROLES[1:])
    rows = pd.concat(
        [been.assign(low=np.nan, high=np.nan), later.assign(low=later["value"] - 1, high=later["value"] + 2)]
    )
    rows.loc[rows["role"] == "zero", ["low", "high"]] = np.nan
    rows = rows.assign(status="")
    lost = (rows["role"] == "ahead") & (rows["year"] == 2030)
    rows.loc[lost, ["value", "low", "high"]] = np.nan
    rows.loc[lost, "status"] = "below_precision"
    return rows.reset_index(drop=True)


def side_by_side() -> pd.DataFrame:
    """Two municipalities whose own line goes on into the years ahead."""
    rows = pd.concat([outlook().assign(series=name) for name in ("Ragunda", "Åre")])
    return rows[rows["role"] != "zero"]


def areas(drawing) -> list:
    groups = [g for g in drawing.iterfind(".//{*}g[@class]") if "mark-area role-mark" in g.get("class")]
    return [mark for group in groups for mark in group]


@pytest.mark.parametrize("width", WIDTHS)
def test_one_band_is_drawn_under_the_line_that_has_it(width):
    drawing = check_drawing(lines(outlook(), SHARE), width)
    found = areas(drawing)
    assert [mark.get("fill") for mark in found] == [theme.PLACE]
    assert float(found[0].get("opacity") or found[0].get("fill-opacity")) == band.MARK["opacity"]


@pytest.mark.parametrize("width", WIDTHS)
def test_each_panel_has_its_band_and_a_dashed_line_ahead(width):
    chart = panels(side_by_side(), SHARE)
    drawing = check_drawing(chart, width, over=16)
    assert len(areas(drawing)) == 2
    groups = [g for g in drawing.iterfind(".//{*}g[@class]") if "mark-line role-mark" in g.get("class")]
    dashes = [mark.get("stroke-dasharray") for group in groups for mark in group]
    assert sum(bool(dash) for dash in dashes) == 2 and len(dashes) == 4
    assert "framåtblick" in chart.key and band.KEY in chart.key


@pytest.mark.parametrize("chart", [lines(outlook(), SHARE), panels(side_by_side(), SHARE)], ids=["lines", "panels"])
def test_the_data_hold_no_more_than_is_drawn(chart):
    spec = chart.spec(theme.WIDE)
    assert not needless(spec)
    assert {"low", "high"} <= {column for rows in data_sets(spec) for row in rows for column in row}


def test_the_limits_follow_their_series_in_the_table_behind():
    table = lines(outlook(), SHARE).table
    limits = [f"{NAMES[1]}, undre gräns", f"{NAMES[1]}, övre gräns"]
    assert table.header == ["Period", NAMES[0], NAMES[1], *limits, NAMES[2]]
    by_period = {row[0]: row for row in table.rows}
    assert by_period["2025"][2:5] == ["1,5", "0,5", "3,5"]
    assert by_period["2030"][2:5] == [".. (under redovisad precision)"] * 3


def test_the_band_is_said_in_words_for_the_last_year_it_is_drawn():
    chart = lines(outlook(), SHARE)
    # The line rises by 0.25 a year from 1.5 in 2025, so it is 2.5 in 2029: from 1.5 to 4.5.
    assert f"Osäkerhet för {NAMES[1]}: 1,5 till 4,5\N{NO-BREAK SPACE}% (2029)." in chart.description
    assert chart.key == band.KEY


def test_series_without_a_band_are_drawn_and_told_as_before():
    plain = series(NAMES, roles=ROLES)
    chart = lines(plain.assign(low=np.nan, high=np.nan), SHARE)
    assert chart.key == "" and chart.table.header == ["Period", *NAMES]
    assert not areas(check_drawing(chart, theme.WIDE))
    assert chart.spec(theme.WIDE) == lines(plain, SHARE).spec(theme.WIDE)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_axis_holds_the_whole_band(width):
    drawing = check_drawing(lines(outlook(), SHARE), width)
    path = areas(drawing)[0].get("d").replace("M", " ").replace("L", " ").replace("Z", " ")
    heights = [float(pair.split(",")[1]) for pair in path.split()]
    assert min(heights) >= -0.5 and max(heights) <= float(drawing.get("height"))
