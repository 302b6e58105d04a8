"""Ratios to a share: above and below 1 as far apart, the verdict in shape and word, nothing hidden drawn."""

from __future__ import annotations

import numpy as np
import pytest

from tests.display.drawing import SHARE, WIDTHS, check_drawing, data_sets, frame, marks, needless, words
from vagar_lib.display import theme
from vagar_lib.display.ratios import FARTHEST, VERDICTS, ratios
from vagar_lib.display.table import written

TABLE = written([("Grupp", False)], [["x"]], [["x"]])
NAMES = ["Kvinnor", "Män", "Utrikes födda kvinnor", "65 år eller äldre"]


def chart(ratio=(2.0, 0.5, 1.0, 0.3), names=NAMES, verdicts=("over", "under", "level", "few")):
    rows = frame(name=names[: len(ratio)], ratio=list(ratio), verdict=list(verdicts)[: len(ratio)])
    few = rows["verdict"] == "few"
    return ratios(
        rows.assign(lower=(rows["ratio"] * 0.8).where(~few), upper=(rows["ratio"] * 1.25).where(~few)),
        SHARE,
        TABLE,
        "2020",
    )


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("ratio", [(2.0, 0.5, 1.0, 0.3), (1.0,), (300.0, 0.001)], ids=["four", "one", "far"])
def test_the_chart_is_valid_and_draws_something_at_both_widths(ratio, width):
    check_drawing(chart(ratio), width)


@pytest.mark.parametrize("width", WIDTHS)
def test_every_group_and_every_verdict_used_is_named(width):
    seen = words(check_drawing(chart(), width))
    assert {word.replace(" ", "") for word in NAMES} <= {word.replace(" ", "") for word in seen}
    assert {name for name, *_ in VERDICTS.values()} <= set(seen)


def test_half_and_double_lie_as_far_from_one():
    spec = chart((2.0, 0.5)).spec(theme.WIDE)
    scale = spec["layer"][-1]["encoding"]["x"]["scale"]
    low, high = scale["domain"]
    assert scale["type"] == "log"
    assert low * high == pytest.approx(1.0)


def test_a_ratio_beyond_the_edge_is_drawn_at_it():
    drawn = [
        row["ratio"] for rows in data_sets(chart((300.0, 0.001)).spec(theme.WIDE)) for row in rows if "ratio" in row
    ]
    assert drawn == [FARTHEST, 1 / FARTHEST]


def test_a_group_of_few_has_a_mark_and_no_interval():
    spec = chart((0.3,), verdicts=("few",)).spec(theme.WIDE)
    assert [len(rows) for rows in data_sets(spec) if rows and "lower" in rows[0]] == []
    assert len(marks(check_drawing(chart((0.3,), verdicts=("few",)), theme.WIDE))) >= 1


def test_a_group_without_money_has_no_place_on_the_axis():
    assert chart((0.0,), verdicts=("level",)).empty
    assert chart((np.nan,), verdicts=("level",)).empty


def test_the_data_of_the_chart_hold_no_columns_that_are_not_drawn():
    assert needless(chart().spec(theme.WIDE)) == set()


def test_the_text_alternative_says_ratio_and_verdict():
    assert "Kvinnor: 2,00 (säkert större andel)." in chart().description
