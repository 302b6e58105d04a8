"""Many indicators at once: one mark each, on the right side of riket, its verdict in shape and word."""

from __future__ import annotations

import pytest

from tests.display.drawing import (
    HOSTILE,
    SHARE,
    WIDTHS,
    check_drawing,
    data_sets,
    frame,
    marks,
    needless,
    squeezed,
    words,
)
from vagar_lib.display import theme
from vagar_lib.display.dots import FARTHEST, JUDGED, profile
from vagar_lib.display.table import Table, written

TABLE: Table = written([("Indikator", False)], [["x"]], [["x"]])
LABELS = ["Medianinkomst", "Självmord bland invånare 25 år och äldre", "BRP per invånare", "Låg tillit", "Folkmängd"]


def chart(distances: list[float], labels: list[str] = LABELS, judged: list[str] | None = None):
    verdicts = judged or list(JUDGED)
    rows = frame(label=labels[: len(distances)], distance=distances, judged=verdicts[: len(distances)])
    return profile(rows, SHARE, TABLE, "2024")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "distances", [[3.0, 1.0, 0.0, -1.0, -3.0], [0.2], [0.0], [40.0, -40.0]], ids=["five", "one", "zero", "far"]
)
def test_the_chart_is_valid_and_draws_something_at_both_widths(distances, width):
    check_drawing(chart(distances), width)


def test_the_data_of_the_chart_hold_no_columns_that_are_not_drawn():
    assert needless(chart([3.0, 1.0, 0.0, -1.0, -3.0]).spec(theme.WIDE)) == set()


def test_the_data_of_the_chart_hold_no_more_rows_than_are_drawn():
    spec = chart([3.0, 1.0, 0.0, -1.0, -3.0]).spec(theme.WIDE)
    assert max(len(rows) for rows in data_sets(spec)) == 5


def test_without_distances_there_is_nothing_to_draw():
    assert chart([]).empty
    assert chart([float("nan")] * 3).empty


@pytest.mark.parametrize("width", WIDTHS)
def test_every_indicator_and_every_verdict_used_is_named(width):
    drawing = check_drawing(chart([3.0, 1.0, 0.0, -1.0, -3.0]), width)
    assert set(squeezed(LABELS)) <= set(squeezed(words(drawing)))
    assert {name for name, _, _ in JUDGED.values()} <= set(words(drawing))


def test_a_verdict_that_is_not_used_is_not_in_the_legend():
    shown = words(check_drawing(chart([1.0, -1.0], judged=["better", "worse"]), theme.WIDE))
    assert "I nivå med riket" not in shown and "Bättre än riket" in shown


def test_the_verdicts_differ_in_shape():
    assert len({shape for _, _, shape in JUDGED.values()}) == len(JUDGED)
    drawing = check_drawing(chart([3.0, 1.0, 0.0, -1.0, -3.0]), theme.WIDE)
    shapes = {m.get("d") for m in marks(drawing) if m.get("fill") and m.get("transform") and m.get("d")}
    assert len(shapes) >= 5


def test_a_distance_far_away_is_drawn_at_the_edge():
    rows = [row for rows in data_sets(chart([40.0, -1.0]).spec(theme.WIDE)) for row in rows if "distance" in row]
    assert [row["distance"] for row in rows] == [FARTHEST, -1.0]


def test_the_axis_is_the_same_to_both_sides_of_riket():
    spec = chart([3.0, -1.0]).spec(theme.WIDE)
    domains = [
        layer["encoding"]["x"]["scale"]["domain"] for layer in spec["layer"] if "scale" in layer["encoding"]["x"]
    ]
    assert domains and all(low == -high and high >= 3 for low, high in domains)
    assert "Riket" in words(check_drawing(chart([3.0, -1.0]), theme.WIDE))


@pytest.mark.parametrize("width", WIDTHS)
def test_hostile_labels_stay_text(width):
    drawing = check_drawing(chart([1.0] * len(HOSTILE), HOSTILE, ["better"] * len(HOSTILE)), width)
    assert set(squeezed(HOSTILE)) <= set(squeezed(words(drawing)))


def test_the_description_lists_the_indicators_by_verdict():
    said = chart([1.0, 2.0, -1.0], judged=["better", "better", "worse"]).description
    assert said == f"Bättre än riket: {LABELS[0]}, {LABELS[1]}. Sämre än riket: {LABELS[2]}."
