"""What every chart has: periods in words, breaks, years that can be read, and a text for who can't see it."""

from __future__ import annotations

import altair as alt
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.display.drawing import SHARE, WIDTHS, frame, nodes, series
from tests.made import measure
from vagar_lib.display import chart, theme
from vagar_lib.display.lines import lines


@given(st.sets(st.integers(1749, 2100), min_size=1, max_size=80), st.sampled_from(WIDTHS))
def test_the_years_on_an_axis_are_within_the_span_and_few_enough_to_read(years, width):
    shown = chart.years_on_axis(years, width)
    assert shown == sorted(set(shown)) and shown
    assert min(years) <= shown[0] and shown[-1] <= max(years)
    assert len(shown) * 75 <= width


@pytest.mark.parametrize(
    "width",
    [
        theme.WIDE,
        theme.NARROW,
    ],
)
def test_an_axis_of_several_years_has_at_least_two_of_them(width):
    spans = [range(first, first + years) for first in range(1995, 2005) for years in range(2, 131)]
    assert [span for span in spans if len(chart.years_on_axis(span, width)) < 2] == []


def test_all_years_are_labelled_when_there_is_room():
    assert chart.years_on_axis([2022, 2018, 2022], theme.NARROW) == [2018, 2022]
    assert chart.years_on_axis([2024], theme.WIDE) == [2024]


@pytest.mark.parametrize(
    ("period", "written"),
    [("2024", "2024"), ("2021-2024", "2021–2024"), ("2024-01", "januari 2024"), ("2024-12", "december 2024")],
)
def test_a_period_is_written_as_a_reader_says_it(period, written):
    assert chart.period(period) == written


@pytest.mark.parametrize(
    ("periods", "written"),
    [
        (["2022", "2018", "2020"], "2018–2022"),
        (["2024"], "2024"),
        (["2020-11", "2024-02"], "november 2020 till februari 2024"),
        (["2019-2022", "2021-2024"], "2019–2022 till 2021–2024"),
        (["2021-2024", "2021-2024"], "2021–2024"),
        (["", ""], ""),
    ],
)
def test_the_periods_of_a_chart_are_its_span(periods, written):
    assert chart.periods_of(pd.DataFrame({"period": periods})) == written


def test_a_break_counts_when_it_lies_inside_what_is_drawn_and_concerns_a_region_there():
    broken = measure(
        breaks=[
            {"year": 2015, "note": "Först."},  # the first year drawn: nothing before it to be cut from
            {"year": 2018, "note": "Alla."},
            {"year": 2019, "note": "Härjedalen.", "regions": ["2361"]},
            {"year": 2020, "note": "Åre.", "regions": ["2321"]},
            {"year": 2030, "note": "Sen."},
        ]
    )
    rows = frame(region="2361", year=list(range(2015, 2025)))
    assert [b.year for b in chart.breaks_in(broken, rows)] == [2018, 2019]
    assert chart.breaks_in(broken, rows.iloc[:0]) == []
    assert chart.breaks_in(broken, rows.drop(columns="year")) == []


def test_the_extent_tells_lowest_highest_and_last_of_each_series():
    rows = frame(series="Åre", period=["2022", "2023", "2024"], value=[3.0, 1.25, 2.0])
    assert chart.extent(rows, SHARE) == (
        "Åre: lägst 1,3\u00a0% (2023), högst 3,0\u00a0% (2022), senast 2,0\u00a0% (2024)."
    )
    assert chart.extent(rows.assign(value=None).astype({"value": float}), SHARE) == ""


@given(st.lists(st.text("abcåäö-", min_size=1, max_size=25), min_size=1, max_size=8).map(" ".join), st.integers(8, 40))
def test_a_wrapped_label_loses_no_letter_and_is_as_narrow_as_its_words_allow(label, characters):
    lines_of_it = chart.wrapped(label, characters).split("\n")
    assert "".join("".join(lines_of_it).split()) == "".join(label.split())
    assert all(len(line) <= characters or " " not in line for line in lines_of_it)


def test_nothing_to_draw_is_an_empty_chart():
    nothing = chart.nothing("Linjediagram", SHARE)
    assert nothing.empty and nothing.table is None and nothing.data.empty


@pytest.mark.parametrize("width", WIDTHS)
def test_a_specification_is_of_the_version_that_draws_and_in_the_projects_theme(width):
    spec = lines(series(["Åre", "Riket"]), SHARE).spec(width)
    assert spec["$schema"] == "https://vega.github.io/schema/vega-lite/v5.json"
    assert spec["config"] == theme.config()
    assert spec["width"] == width
    alt.Chart.from_dict({key: value for key, value in spec.items() if key != "config"})  # raises if it is not valid


def test_no_specification_fetches_anything():
    spec = lines(series(["Åre", "Riket"]), SHARE).spec(theme.WIDE)
    assert not any("url" in node for node in nodes(spec))


def test_the_theme_is_a_valid_configuration():
    alt.Config.from_dict(theme.config())


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted([luminance(one), luminance(other)], reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_black_on_white_is_21():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize(
    "colour",
    [*theme.RAMP, theme.PLACE, theme.WOMEN, theme.MEN, theme.EARLIER],
)
def test_numbers_can_be_read_on_every_colour_they_stand_on(colour):
    assert contrast(theme.on(colour), colour) >= 4.5


@pytest.mark.parametrize("colour", [theme.INK, theme.MUTED])
def test_text_can_be_read_on_white(colour):
    assert contrast(colour, "#ffffff") >= 4.5


@pytest.mark.parametrize("colour", [r["colour"] for r in theme.ROLES.values()] + [theme.WOMEN, theme.MEN])
def test_lines_and_marks_stand_out_from_white(colour):
    assert contrast(colour, "#ffffff") >= 3


def test_series_differ_by_more_than_colour():
    looks = [(tuple(role["dash"]), role["width"]) for role in theme.ROLES.values()]
    assert len(set(looks)) == len(looks)
    assert len({shape for _, _, shape in theme.SEXES.values()}) == 2
