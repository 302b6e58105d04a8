"""The guide as a diagram: every box is there, and the way that was taken has a tick, not only a colour."""

from __future__ import annotations

import pytest

from tests.display.drawing import WIDTHS, check_drawing, data_sets, words
from vagar_lib.cases import cases
from vagar_lib.conflict_guide import guide
from vagar_lib.display import theme
from vagar_lib.display.conflicts.way import way, whole

CASES = {case.id: case for case in cases()}
LABELS = {option.label for step in guide().steps for option in step.options}


@pytest.mark.parametrize("width", WIDTHS)
def test_the_whole_guide_has_every_question_and_box_and_nothing_marked(width):
    texts = words(check_drawing(whole(guide()), width))
    assert set(texts) >= LABELS | {f"{n}. {step.question}" for n, step in enumerate(guide().steps, 1)}
    assert not any("✓" in text for text in texts)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", CASES)
def test_the_way_of_a_case_is_ticked_and_nothing_else(name, width):
    texts = words(check_drawing(way(CASES[name], guide()), width))
    steps = {step.id: step.labels for step in guide().steps}
    taken = [steps[id][one] for id, ones in CASES[name].process.items() for one in ones]
    assert sorted(text[2:] for text in texts if text.startswith("✓")) == sorted(taken)


def test_the_way_goes_through_every_step_that_was_answered():
    """One way a step: for each of the seven gaps two ends, two rows along and one down."""
    (lines,) = [rows for rows in data_sets(way(CASES["serviceprogram"], guide()).spec(theme.WIDE)) if "y2" in rows[0]]
    assert len(lines) == 7 * 5 + 2, "niva has two ways, which have an end each on both sides"


def test_methods_that_the_guide_suggests_are_named_in_the_table():
    rows = way(CASES["kvinnors_foretagande"], guide()).table.rows
    (method,) = [row for row in rows if "metod" in row[0]]
    assert method[1:] == ["Prioritering", "Dialog, Avvägning"]
    assert rows[-1][1] == "Inget svar"


def test_the_text_alternative_tells_the_way():
    assert way(CASES["vindkraft_renskotsel"], guide()).description.startswith(
        "Finns det en målkonflikt? Ja. Vilken typ? Mål, Intresse, Resurs, Värde."
    )
    assert whole(guide()).description == "Ingen väg är vald ännu."
