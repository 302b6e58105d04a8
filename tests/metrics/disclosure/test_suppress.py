"""No more is hidden than must be: the loss of information is that of the best of all patterns, tried one by one."""

from __future__ import annotations

import itertools
import time

import numpy as np
import pytest

from tests.metrics.disclosure.made import micro, random_rows, ten_by_ten
from vagar_lib.metrics.disclosure.audit import audit
from vagar_lib.metrics.disclosure.rules import Primary, Rule, primary
from vagar_lib.metrics.disclosure.suppress import suppress
from vagar_lib.metrics.disclosure.table import Cells, build


def loss(cells: Cells, hidden: np.ndarray, sensitive: Primary) -> float:
    return float(cells.loss[hidden & ~sensitive.cells].sum())


def least_loss(cells: Cells, sensitive: Primary, rule: Rule) -> float:
    """By trying every pattern, the cheapest first."""
    free = np.flatnonzero(~sensitive.cells & ((cells.recipients > 0) | cells.revealing))
    sums = [np.append(parts, whole) for parts, whole in cells.equations]
    choices = itertools.chain.from_iterable(itertools.combinations(free, size) for size in range(len(free) + 1))
    for more in sorted(map(list, choices), key=lambda more: cells.loss[more].sum()):
        hidden = sensitive.cells.copy()
        hidden[more] = True
        # What is alone in a sum is computed at once; the audit need not be asked.
        if all(hidden[members].sum() != 1 for members in sums) and audit(cells, sensitive, hidden, rule)["safe"].all():
            return float(cells.loss[more].sum())
    raise AssertionError("no pattern is safe")


@pytest.mark.parametrize("seed", [1, 2, 3, 5, 8, 9, 12, 15, 16, 23, 26, 40, 43, 45, 50, 56])
def test_the_loss_is_the_least_that_there_is(seed):
    rows, rule = random_rows(seed), Rule(p_percent=10 if seed % 7 == 3 else None)
    tables = [("place", "form"), *([("place", "group")] if seed % 3 == 1 else [])]
    attribute = {"form": ("c0", "c1")} if seed % 5 == 2 else {}
    cells = build(rows, tables, "kr" if seed % 6 else None, "recipient", attribute)
    sensitive = primary(cells, rule)
    found = suppress(cells, sensitive, rule, time_limit=20)
    assert found.method == "optimal" and found.gap == 0
    assert audit(cells, sensitive, found.hidden, rule)["safe"].all()
    assert loss(cells, found.hidden, sensitive) == least_loss(cells, sensitive, rule)


def solved(parts: dict[tuple[str, ...], list[float]], names=("place", "form"), **rule) -> set[tuple[str, ...]]:
    cells = build(micro(parts, names), [names], "kr", "recipient", {})
    found = suppress(cells, primary(cells, Rule(**rule)), Rule(**rule), 5)
    assert found.method == "optimal"
    return {tuple(cells.keys[cell].values()) for cell in np.flatnonzero(found.hidden)}


def test_nothing_sensitive_nothing_hidden():
    assert solved({("Berg", "A"): [5, 5, 5], ("Åre", "A"): [5, 5, 5]}) == set()


def test_the_smallest_cell_that_is_large_enough_hides_another_in_a_row():
    parts = {"Berg": [60, 40], "Krokom": [2, 2, 2], "Ragunda": [30, 30, 30], "Åre": [900, 800, 700]}
    # Krokom's 6 would tell Berg to within 6 %; Ragunda's 90 does not, and tells less than Åre.
    assert solved({(place,): kr for place, kr in parts.items()}, ("place",)) == {("Berg",), ("Ragunda",)}


def test_a_total_is_hidden_when_it_is_the_only_one_left():
    assert solved({("Berg",): [60, 40]}, ("place",)) == {("Berg",), ()}


def test_three_more_cells_hide_one_and_no_total_is_hidden():
    parts = {(place, form): [10.0, 11, 12, 13] for place in ("Berg", "Krokom", "Åre") for form in ("A", "B", "C")}
    hidden = solved({**parts, ("Berg", "A"): [10, 11]})
    assert len(hidden) == 4 and all(len(labels) == 2 for labels in hidden)


def test_sensitive_cells_protect_each_other_where_they_can():
    # The corners of a square, two recipients each: four in every row and column, each unknown to the others.
    parts = {(place, form): [10.0, 11, 12, 13] for place in ("Berg", "Krokom", "Åre") for form in ("A", "B", "C")}
    corners = {(place, form): [20.0, 21] for place in ("Berg", "Åre") for form in ("A", "C")}
    assert solved({**parts, **corners}) == set(corners)


def test_without_time_the_heuristic_hides_enough_and_says_how_far_from_the_best_it_may_be():
    cells = build(ten_by_ten(2), [("place", "form")], "kr", "recipient", {})
    sensitive = primary(cells, Rule())
    found = suppress(cells, sensitive, Rule(), time_limit=0)
    assert found.method == "heuristic" and 0 < found.gap <= 1
    assert audit(cells, sensitive, found.hidden, Rule())["safe"].all()


def test_a_hundred_cells_with_ten_small_ones_take_about_the_time_allowed():
    cells = build(ten_by_ten(4), [("place", "form")], "kr", "recipient", {})
    sensitive = primary(cells, Rule())
    assert sensitive.few.sum() == 10
    start = time.process_time()
    found = suppress(cells, sensitive, Rule(), time_limit=5)
    assert time.process_time() - start < 30
    assert loss(cells, found.hidden, sensitive) < 40
