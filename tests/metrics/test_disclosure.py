"""Protected tables, seen from outside: what a reader can compute from what is published."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from vagar_lib.metrics.disclosure import TOTAL, Rule, protect


def micro(*cells: tuple[str, str, list[float]]) -> pd.DataFrame:
    """One recipient an amount: row, column, amounts."""
    rows = [(row, column, kr) for row, column, amounts in cells for kr in amounts]
    frame = pd.DataFrame(rows, columns=["row", "column", "kr"])
    return frame.assign(recipient=[f"M{n}" for n in range(len(frame))])


def hidden(table: pd.DataFrame) -> set[tuple[str, str]]:
    secret = table[table["status"] == "secret"]
    return set(zip(secret["row"], secret["column"], strict=True))


def bounds(table: pd.DataFrame, target: tuple[str, str], field: str = "value") -> tuple[float, float]:
    """Lowest and highest value of a cell, from the published ones, the sums and that nothing is negative."""
    keys = list(zip(table["row"], table["column"], strict=True))
    at = {key: n for n, key in enumerate(keys)}
    rows, columns = sorted({r for r, _ in keys} - {TOTAL}), sorted({c for _, c in keys} - {TOTAL})
    equations = []
    for row in [*rows, TOTAL]:
        equation = np.zeros(len(keys))
        equation[[at[row, column] for column in columns]] = 1
        equation[at[row, TOTAL]] = -1
        equations.append(equation)
    for column in [*columns, TOTAL]:
        equation = np.zeros(len(keys))
        equation[[at[row, column] for row in rows]] = 1
        equation[at[TOTAL, column]] = -1
        equations.append(equation)
    known = table[field].to_numpy()
    limits = [(0, None) if np.isnan(value) else (value, value) for value in known]
    goal = np.zeros(len(keys))
    goal[at[target]] = 1
    found = []
    for sign in (1, -1):
        answer = linprog(sign * goal, A_eq=np.array(equations), b_eq=np.zeros(len(equations)), bounds=limits)
        found.append(sign * answer.fun if answer.status == 0 else -sign * np.inf)
    return found[0], found[1]


SAFE = ("A", "x", [10.0, 12, 11, 9]), ("A", "y", [8.0, 9, 10]), ("B", "x", [7.0, 7, 9, 9]), ("B", "y", [9.0, 8, 12])


def test_a_table_of_enough_alike_recipients_is_shown_whole():
    found = protect(micro(*SAFE), "row", "column", "kr")
    assert found.hidden == (0, 0) and hidden(found.table) == set()
    assert found.table.set_index(["row", "column"]).loc[(TOTAL, TOTAL), "value"] == 130.0


def test_two_recipients_are_too_few_and_three_more_cells_keep_them_from_being_computed():
    few = ("A", "x", [10.0, 12]), *SAFE[1:]
    found = protect(micro(*few), "row", "column", "kr")
    assert found.hidden == (1, 3)
    assert hidden(found.table) == {("A", "x"), ("A", "y"), ("B", "x"), ("B", "y")}


def test_one_recipient_with_more_than_four_fifths_is_hidden_though_there_are_many():
    # 100 of 112 is 89 per cent; without the rule on dominance five recipients are enough
    large = ("A", "x", [100.0, 3, 3, 3, 3]), *SAFE[1:]
    assert ("A", "x") in hidden(protect(micro(*large), "row", "column", "kr").table)
    assert hidden(protect(micro(*large), "row", "column", "kr", rule=Rule(dominance=1.0)).table) == set()


def test_a_linked_table_is_protected_with_the_first():
    rows = micro(*SAFE[1:], ("A", "x", [10.0, 12])).assign(year=lambda frame: np.where(frame.index % 2, "1", "2"))
    found = protect(rows, "row", "column", "kr", linked=[("row", "year")])
    assert list(found.tables) == [("row", "column"), ("row", "year")]
    margins = [t.set_index(["row", "column"])["value"] for t in found.tables.values()]
    for row in ("A", "B", TOTAL):
        assert margins[0].loc[row, TOTAL] == margins[1].loc[row, TOTAL]


def test_the_words_tell_the_rule_and_how_much_is_hidden():
    words = protect(micro(("A", "x", [10.0, 12]), *SAFE[1:]), "row", "column", "kr").words()
    assert "färre än 3 mottagare" in words and "1 cell är dold" in words and "3 celler till" in words


amounts = st.lists(st.integers(1, 100).map(float), min_size=0, max_size=5)


@settings(max_examples=25)
@given(st.lists(st.tuples(amounts, amounts, amounts), min_size=2, max_size=3))
def test_no_hidden_cell_of_a_random_table_can_be_computed(cells):
    made = [(f"r{n}", f"c{m}", kr) for n, row in enumerate(cells) for m, kr in enumerate(row) if kr]
    if len({row for row, *_ in made}) < 2 or len({column for _, column, _ in made}) < 2:
        return
    rows = micro(*made)
    found = protect(rows, "row", "column", "kr", time_limit=1.0)
    table = found.table
    truth = rows.groupby(["row", "column"])["kr"].sum()
    for key in hidden(table):
        lower, upper = bounds(table, key)
        true = truth.get(key, 0.0) if TOTAL not in key else None
        assert upper - lower > 1e-6, (key, lower, upper)
        if true is not None:
            assert lower - 1e-6 <= true <= upper + 1e-6
    assert table.loc[table["status"] == "secret", ["value", "count"]].isna().all(axis=None)
    for (row, column), group in rows.groupby(["row", "column"]):
        if group["recipient"].nunique() < 3:
            assert (row, column) in hidden(table)


def test_missing_amounts_are_refused():
    from vagar_lib.errors import BadInput

    with pytest.raises(BadInput, match="kr"):
        protect(micro(*SAFE).assign(kr=np.nan), "row", "column", "kr")
