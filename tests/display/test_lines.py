"""Series over time are drawn whole at both widths, told apart without colour, and never empty."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.display.drawing import (
    HOSTILE,
    SHARE,
    WIDTHS,
    check_drawing,
    data_sets,
    fields,
    frame,
    needless,
    series,
    squeezed,
    strokes,
    words,
)
from tests.made import measure
from vagar_lib.display import theme
from vagar_lib.display.lines import MOST_PANELS, lines, panels

FOUR = ["Ragunda", "Jämtlands län", "Riket", "Median, kommungrupp C8 Landsbygdskommun"]
ROLES = ["place", "county", "riket", "similar"]
MANY = [f"Kommun {number}" for number in range(MOST_PANELS + 8)]
CASES = {
    "four series": lambda: lines(series(FOUR), SHARE),
    "one series": lambda: lines(series(["Ragunda"]), SHARE),
    "one year": lambda: lines(series(FOUR, range(2024, 2025)), SHARE),
    "long": lambda: lines(series(["Ragunda"], range(1950, 2026)), SHARE),
    "equal values": lambda: lines(series(["Ragunda"]).assign(value=3.0), SHARE),
    "negative": lambda: lines(series(FOUR).assign(value=lambda rows: rows["value"] - 5), SHARE, zero=True),
    "with gaps": lambda: lines(
        series(FOUR).assign(value=lambda r: r["value"].where((r["role"] == "place") | (r["year"] != 2018))), SHARE
    ),
    "with a break": lambda: lines(series(FOUR), measure(breaks=[{"year": 2018, "note": "Ny metod."}])),
    "monthly": lambda: lines(monthly(), SHARE),
    "panels": lambda: panels(series(FOUR[:3]), SHARE),
    "panels beside riket": lambda: panels(series(FOUR[:2]), SHARE, reference=series(["Riket"], roles=["riket"])),
    "two years in panels": lambda: panels(series(FOUR[:3], range(2018, 2023, 4)), SHARE),
    "many panels": lambda: panels(series(MANY, roles=["place", *["other"] * len(MANY)]), SHARE),
    "many without the place": lambda: panels(series(MANY, roles=["other"] * len(MANY)), SHARE),
}


def monthly() -> pd.DataFrame:
    times = [(year, month) for year in (2023, 2024) for month in range(1, 13)]
    return pd.concat(
        frame(
            series=name,
            role=role,
            year=[year for year, _ in times],
            period=[f"{year}-{month:02}" for year, month in times],
            time=[year + (month - 1) / 12 for year, month in times],
            value=[high + month / 10 for _, month in times],
        )
        for name, role, high in (("Jämtlands län", "place", 4.0), ("Riket", "riket", 6.0))
    )


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("case", CASES)
def test_the_chart_is_valid_and_draws_something_at_both_widths(case, width):
    # The width of small panels is reckoned from the length of their numbers, so it is not exact.
    check_drawing(CASES[case](), width, over=16 if "panels" in case else 1)


@pytest.mark.parametrize("case", CASES)
def test_the_data_of_the_chart_hold_no_more_than_is_drawn(case):
    chart = CASES[case]()
    spec = chart.spec(theme.WIDE)
    assert needless(spec) == set()
    assert max(len(rows) for rows in data_sets(spec)) <= len(chart.data) * 2
    if case.startswith(("one", "four", "long")):
        assert sum(len(rows) for rows in data_sets(spec)) == len(chart.data.dropna(subset="value"))


@pytest.mark.parametrize("build", [lines, panels])
@pytest.mark.parametrize("rows", [series(["Åre"]).iloc[:0], series(["Åre"]).assign(value=float("nan"))])
def test_without_values_there_is_nothing_to_draw(build, rows):
    assert build(rows, SHARE).empty


def test_one_panel_alone_is_beside_nothing():
    assert panels(series(["Åre"]), SHARE).empty


@pytest.mark.parametrize("width", WIDTHS)
def test_every_series_has_its_own_colour_dash_and_name(width):
    drawing = check_drawing(lines(series(FOUR), SHARE), width)
    dashes = {colour: dash for colour, (dash, _) in strokes(drawing).items()}
    assert dashes == {role["colour"]: ",".join(map(str, role["dash"])) for role in map(theme.ROLES.get, ROLES)}
    assert set(squeezed(FOUR)) <= set(squeezed(words(drawing)))


def test_every_series_has_the_width_of_its_role():
    thick = {colour: width for colour, (_, width) in strokes(check_drawing(lines(series(FOUR), SHARE), 720)).items()}
    assert thick == {role["colour"]: role["width"] for role in map(theme.ROLES.get, ROLES)}


def test_one_series_needs_no_legend():
    assert "Ragunda" not in words(check_drawing(lines(series(["Ragunda"]), SHARE), theme.WIDE))


@pytest.mark.parametrize("width", WIDTHS)
def test_hostile_names_of_series_stay_text(width):
    names = HOSTILE[:4]
    drawing = check_drawing(lines(series(names), SHARE), width)
    assert set(squeezed(names)) <= set(squeezed(words(drawing)))
    names = HOSTILE[4:]
    drawing = check_drawing(lines(series(names), SHARE), width)
    assert set(names) <= set(words(drawing))


@pytest.mark.parametrize("width", WIDTHS)
def test_hostile_names_of_panels_stay_text(width):
    # A name that can't be broken makes its panel wider.
    drawing = check_drawing(panels(series(HOSTILE, roles=["other"] * len(HOSTILE)), SHARE), width, over=200)
    assert set(squeezed(HOSTILE)) <= set(squeezed(words(drawing)))


def test_the_numbers_on_the_axis_are_swedish():
    rows = series(["Åre"]).assign(value=[1000.0 * n for n in range(10)])
    assert "4\u00a0000" in words(check_drawing(lines(rows, measure(decimals=0)), theme.WIDE))
    small = series(["Åre"]).assign(value=[-0.4 + n / 10 for n in range(10)])
    assert {"\u22120,2", "0,2"} <= set(words(check_drawing(lines(small, SHARE), theme.WIDE)))


def test_a_break_is_drawn_as_a_rule_before_its_year_and_told_beneath():
    broken = measure(breaks=[{"year": 2018, "note": "Ny metod."}, {"year": 2030, "note": "Utanför."}])
    chart = lines(series(["Åre"]), broken)
    assert [row for rows in data_sets(chart.spec(theme.WIDE)) for row in rows if "break" in row] == [{"break": 2017.5}]
    assert "brott" in chart.key
    assert lines(series(["Åre"]), SHARE).key == ""


def test_the_table_behind_has_every_year_and_series():
    chart = lines(series(FOUR), SHARE)
    assert chart.table.header == ["Period", *FOUR]
    assert len(chart.table.rows) == 10
    assert chart.table.rows[0][:2] == ["2015", "1,5"]
    assert chart.periods == "2015–2024"


def test_the_description_tells_each_series():
    said = lines(series(FOUR), SHARE).description
    assert all(f"{name}: lägst" in said for name in FOUR)


def test_panels_share_one_scale_so_that_they_can_be_compared():
    spec = panels(series(FOUR[:3]), SHARE).spec(theme.WIDE)
    assert "resolve" not in spec
    assert fields(spec) >= {"year", "value", "panel"}


def test_the_reference_is_drawn_in_every_panel_but_stands_once_in_the_table():
    chart = panels(series(FOUR[:2]), SHARE, reference=series(["Riket"], roles=["riket"]))
    assert chart.table.header == ["Period", *FOUR[:2], "Riket"]
    assert "Riket" in chart.key
    rows = [row for rows in data_sets(chart.spec(theme.WIDE)) for row in rows]
    assert sum(row["line"] == "reference" for row in rows) == 2 * 10


def test_more_regions_than_fit_are_lines_behind_the_place():
    chart = CASES["many panels"]()
    assert chart.kind.startswith("Linjediagram")
    assert chart.table.header == ["Period", *MANY]
    assert {MANY[0], MANY[-1]} <= set(words(check_drawing(chart, theme.WIDE)))
