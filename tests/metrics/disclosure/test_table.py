"""Cells, margins and the sums that tie linked tables together."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.metrics.disclosure.made import micro, random_rows
from vagar_lib.errors import BadInput
from vagar_lib.metrics.disclosure.table import build


def test_margins_are_the_sums_of_their_parts():
    rows = micro({("Berg", "A"): [1, 2], ("Berg", "B"): [4], ("Åre", "A"): [8, 16], ("Åre", "B"): [32]})
    cells = build(rows, [("place", "form")], "kr", "recipient", {})
    amount = {tuple(key.values()): value for key, value in zip(cells.keys, cells.measures[0].total, strict=True)}
    assert amount[("Berg",)] == 7 and amount[("Åre",)] == 56 and amount[("A",)] == 27 and amount[("B",)] == 36
    assert amount[()] == 63 and cells.count.total.max() == 6


def test_every_sum_holds_for_every_measure_of_linked_tables():
    for seed in range(20):
        rows = random_rows(seed)
        if len(rows):
            cells = build(rows, [("place", "form"), ("place", "group"), ("group",)], "kr", "recipient", {})
            for measure in cells.measures:
                assert np.abs(cells.sums @ measure.total).max() < 1e-9
                assert measure.own.sum(axis=1) == pytest.approx(measure.total)


def test_tables_share_their_margins():
    rows = micro({("Berg", "A"): [1], ("Åre", "B"): [1]}).assign(group=["x", "y"])
    cells = build(rows, [("place", "form"), ("place", "group")], "kr", "recipient", {})
    # Four cells and two column totals in each table; two totals of places and the grand total in common.
    assert len(cells) == 2 * (4 + 2) + 2 + 1
    # In each table two rows, two columns and the two ways to the grand total, of which one is in common.
    assert cells.sums.shape[0] == 2 * (2 + 2) + 3


def test_a_table_can_have_more_categories_than_a_byte_can_number():
    rows = micro({(f"place {number:03}", f"form {number % 3}"): [1, 1, 1] for number in range(300)})
    cells = build(rows, [("place", "form")], "kr", "recipient", {})
    assert len(cells) == 301 * 4 and cells.count.total[cells.index[frozenset()]] == 900


def test_categories_keep_their_order_and_are_sorted_when_they_have_none():
    rows = micro({("Ängelholm", "A"): [1], ("Åre", "A"): [1], ("Berg", "A"): [1]})
    assert build(rows, [("place",)], "kr", "recipient", {}).categories["place"] == ("Berg", "Åre", "Ängelholm")
    ordered = rows.assign(place=pd.Categorical(rows["place"], ["Åre", "Krokom", "Berg", "Ängelholm"]))
    shown = build(ordered, [("place",)], "kr", "recipient", {}).categories["place"]
    assert shown == ("Åre", "Krokom", "Berg", "Ängelholm")


def test_amounts_with_repayments_have_no_lowest_value():
    rows = micro({("Berg", "A"): [5, -1], ("Åre", "A"): [5, 6]})
    cells = build(rows, [("place",)], "kr", "recipient", {})
    assert cells.measures[0].floor.tolist() == [-np.inf, 0, -np.inf] and cells.count.floor.tolist() == [1, 1, 1]


def test_it_is_dearer_to_hide_a_total_than_all_that_it_sums():
    cells = build(micro({("Berg", "A"): [1], ("Åre", "B"): [2]}), [("place", "form")], "kr", "recipient", {})
    for parts, whole in cells.equations:
        assert cells.loss[whole] >= cells.loss[parts].sum()


def test_all_that_is_wrong_with_the_columns_is_told_at_once():
    rows = micro({("Berg", "Totalt"): [1], ("Åre", "B"): [2]}).assign(recipient=["M1", None], kr=[1.0, np.inf])
    with pytest.raises(BadInput) as error:
        build(rows, [("place", "form"), ("sni",), ("a", "b", "c")], "kr", "recipient", {"age": ("18–30",)})
    told = str(error.value)
    for expected in ("'sni'", "'Totalt'", "'recipient': 1 row ", "'kr': not numbers", "'age'", "one or two"):
        assert expected in told


def test_without_rows_there_is_no_table():
    with pytest.raises(BadInput, match="no rows"):
        build(micro({}), [("place",)], "kr", "recipient", {})
