"""What reaches a page: nothing hidden is in it, and nothing hidden can be computed from it."""

from __future__ import annotations

import dataclasses
import pickle
import struct

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.metrics.disclosure.made import Outsider, micro, secret
from vagar_lib.errors import BadInput
from vagar_lib.metrics.disclosure import TOTAL, Protected, Rule, protect, protected
from vagar_lib.metrics.disclosure.suppress import Pattern

LARGE = {(place, form): [10.0, 11, 12, 13] for place in ("Berg", "Krokom", "Åre") for form in ("A", "B", "C")}
ONE_SMALL = micro({**LARGE, ("Berg", "A"): [10, 11]})

amounts = st.lists(st.integers(0, 300).map(float), max_size=6)
grids = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(amounts, min_size=width, max_size=width), min_size=1, max_size=5)
)


def rows_of(grid: list[list[list[float]]], draw: np.random.Generator, repaid: bool) -> pd.DataFrame:
    """Micro data of a grid of cells; some recipients are in several cells."""
    rows = micro({(f"r{r}", f"c{c}"): parts for r, row in enumerate(grid) for c, parts in enumerate(row)})
    pool = draw.integers(1, 2 * len(rows) + 2, len(rows))
    groups = draw.integers(0, 3, len(rows))
    sign = np.where(repaid & (draw.random(len(rows)) < 0.2), -1, 1)
    return rows.assign(
        recipient=[f"M{number}" for number in pool], group=[f"g{number}" for number in groups], kr=rows["kr"] * sign
    )


@settings(max_examples=30, deadline=None)
@given(grids, st.integers(0, 10**6), st.booleans(), st.booleans())
def test_no_sensitive_amount_can_be_computed_closer_than_declared(grid, seed, linked, repaid):
    draw = np.random.default_rng(seed)
    if not any(parts for row in grid for parts in row):
        return
    rows = rows_of(grid, draw, repaid)
    found = protect(rows, "place", "form", "kr", linked=[("place", "group")] if linked else [], time_limit=0.5)
    reader = Outsider(found, "value", floor=-1e7 if (rows["kr"] < 0).any() else 0.0)
    counts = Outsider(found, "count")
    for cell in reader.published:
        inside = rows[
            np.all([rows[variable] == label for variable, label in cell] or [np.full(len(rows), True)], axis=0)
        ]
        recipients = inside["recipient"].nunique()
        if not 0 < recipients < 3:
            continue
        size = inside.groupby("recipient")["kr"].sum().abs().sum()
        lower, upper = reader.bounds(cell)
        true = inside["kr"].sum()
        assert upper >= true + 0.2 * size * (1 - 1e-6)
        assert lower <= true - 0.2 * size * (1 - 1e-6) or lower == pytest.approx(0)
        lowest, highest = counts.bounds(cell)
        assert highest - lowest >= 1 - 1e-6
    # A cell of nobody is a true zero, and shown.
    for table in found.tables.values():
        zero = table[table["count"] == 0]
        assert (zero["status"] == "").all() and (zero["value"] == 0).all()


@settings(max_examples=20, deadline=None)
@given(grids, st.integers(0, 10**6))
def test_no_attribute_is_revealed(grid, seed):
    draw = np.random.default_rng(seed)
    if not any(parts for row in grid for parts in row):
        return
    rows = rows_of(grid, draw, repaid=False)
    try:
        found = protect(rows, "place", "form", attribute={"form": ("c0", "c1")}, time_limit=0.5)
    except BadInput as refused:  # a table that no hiding makes safe: nothing of it is shown
        assert "are not safe however much is hidden" in str(refused)
        return
    reader = Outsider(found, "count")
    if rows["form"].nunique() > 1:
        for place, inside in rows.groupby("place"):
            if inside["form"].nunique() == 1 and inside["form"].iloc[0] in ("c0", "c1"):
                cell = frozenset({("place", place), ("form", inside["form"].iloc[0])})
                assert reader.bounds(cell)[0] <= len(inside) - 1 + 1e-6


def test_a_table_that_no_hiding_makes_safe_is_refused():
    # Each is alone in its place and in its form: whoever knows that there are two of them knows both.
    rows = micro({("Berg", "A"): [1], ("Åre", "B"): [1]})
    with pytest.raises(BadInput, match=r"2 cells of place × form are not safe .* only 2 recipients"):
        protect(rows, "place", "form", attribute={"form": ("A", "B")})


def test_hidden_numbers_are_missing_and_the_others_are_the_sums():
    found = protect(ONE_SMALL, "place", "form", "kr")
    table = found.table
    assert len(table) == 16 and list(table) == ["row", "column", "value", "count", "status"]
    hidden = table["status"] == "secret"
    assert hidden.sum() == 4 == sum(found.hidden) and ("Berg", "A") in secret(table)
    assert table.loc[hidden, ["value", "count"]].isna().all(axis=None)
    total = table[(table["row"] == TOTAL) & (table["column"] == TOTAL)].iloc[0]
    assert (total["value"], total["count"]) == (ONE_SMALL["kr"].sum(), len(ONE_SMALL))


def test_no_hidden_number_is_anywhere_in_what_is_published():
    # Sums of eighths of a krona are the same to the last bit, whatever the order.
    rows = ONE_SMALL.assign(kr=ONE_SMALL["kr"] * 1237 + np.arange(len(ONE_SMALL)) * 0.125)
    found = protect(rows, "place", "form", "kr")
    texts = [repr(found), found.table.to_string(), found.table.to_json(), found.audit().to_csv(), found.words()]
    stored = [pickle.dumps(kept) for kept in (found.table, found.tables, found)]

    def told(value: float) -> bool:
        whole = str(int(value))
        bits = [struct.pack(order, value) for order in ("<d", ">d")]
        return any(whole in text for text in texts) or any(bit in data for bit in bits for data in stored)

    for cell, inside in rows.groupby(["place", "form"])["kr"]:
        hidden = cell in secret(found.table)
        assert told(inside.sum()) != hidden
        assert not hidden or not any(told(own) for own in inside)


def test_it_is_not_told_which_hidden_cells_are_the_sensitive_ones():
    found = protect(ONE_SMALL, "place", "form", "kr")
    assert set(found.table["status"]) == {"", "secret"}
    assert set(found.audit()) == {"table", "row", "column", "measure", "lower", "upper", "width", "safe"}
    assert found.audit()["safe"].all() and len(found.audit()) == 2 * 4


def test_a_table_of_one_dimension_has_no_columns():
    rows = micro({("Berg",): [60, 40], ("Krokom",): [30, 30, 30], ("Åre",): [900, 800, 700]}, ("place",))
    table = protect(rows, "place", value="kr").table
    assert list(table) == ["row", "value", "count", "status"]
    assert list(table["row"]) == ["Berg", "Krokom", "Åre", TOTAL]
    assert secret(table) == {("Berg",), ("Krokom",)}


def test_a_table_that_only_counts_has_no_amounts():
    table = protect(ONE_SMALL, "place", "form").table
    assert list(table) == ["row", "column", "count", "status"]
    assert secret(table) >= {("Berg", "A")} and len(secret(table)) == 4


def test_linked_tables_hide_the_same_margins():
    rows = micro({**LARGE, ("Berg", "A"): [50], ("Berg", "B"): [1], ("Berg", "C"): []})
    rows = rows.assign(industry=np.where(rows.index % 2, "G", "F"))
    found = protect(rows, "place", "form", "kr", linked=[("place", "industry"), "industry"])
    assert list(found.tables) == [("place", "form"), ("place", "industry"), ("industry",)]
    # Berg has two recipients in all, so its total is hidden in both tables.
    margins = [table.query("column == 'Totalt'").set_index("row") for table in list(found.tables.values())[:2]]
    pd.testing.assert_frame_equal(*(margin.drop(columns="column") for margin in margins))
    assert margins[0].loc["Berg", "status"] == "secret" and margins[0].loc[TOTAL, "status"] == ""


def test_zeros_are_shown_unless_they_would_reveal_an_attribute():
    parts = {("Berg", "K"): [5.0] * 6, ("Krokom", "K"): [5.0] * 6, ("Krokom", "M"): [5.0] * 6, ("Åre", "M"): [5.0] * 7}
    rows = micro({**parts, ("Åre", "K"): [5.0] * 7}, ("place", "led_by"))
    assert secret(protect(rows, "place", "led_by", "kr").table) == set()
    found = protect(rows, "place", "led_by", "kr", attribute={"led_by": ("K", "M")})
    # That all six in Berg are led by women, and none by a man, is hidden, with two more cells.
    assert {("Berg", "K"), ("Berg", "M")} < secret(found.table) and sum(found.hidden) == 4
    assert "egenskap" in found.words()


def test_the_words_tell_the_rule_the_number_and_the_method():
    words = protect(ONE_SMALL, "place", "form", "kr").words()
    assert words == (
        "Känsliga är celler med färre än 3 mottagare eller en mottagare med mer än 80\u00a0% av beloppet. "
        "1 cell är dold, och 3 celler till för att ingen ska kunna räkna fram den ur summorna närmare än 20\u00a0% "
        "från det rätta beloppet, inte ens en mottagare som vet sitt eget. Vilka de är har valts så att minsta möjliga "
        "information går förlorad (heltalsprogrammering)."
    )


def test_the_words_tell_that_nothing_is_hidden():
    assert protect(micro(LARGE), "place", "form").words() == (
        "Känsliga är celler med färre än 3 mottagare. Ingen cell är känslig, så inget är dolt."
    )


@pytest.mark.parametrize(
    ("method", "told"),
    [
        ("heuristic", "tumregel"),
        ("best found", "bästa val som hittades på 2,5 sekunder (heltalsprogrammering); högst 25"),
    ],
)
def test_the_words_tell_when_it_is_not_proved_to_be_the_least(monkeypatch, method, told):
    best = protected.suppress
    monkeypatch.setattr(
        protected, "suppress", lambda *given: dataclasses.replace(best(*given), method=method, gap=0.25)
    )
    found = protect(ONE_SMALL, "place", "form", "kr", time_limit=2.5)
    assert told in found.words()
    assert found.method == ("heuristic" if method == "heuristic" else "best found in 2.5 s")


def test_if_the_program_hides_too_little_the_audit_has_more_hidden(monkeypatch):
    monkeypatch.setattr(protected, "suppress", lambda cells, sensitive, *_: Pattern(sensitive.cells, "optimal"))
    found = protect(ONE_SMALL, "place", "form", "kr")
    assert found.method == "heuristic" and found.hidden.secondary >= 3 and found.audit()["safe"].all()


def test_a_table_that_is_not_safe_can_not_be_made():
    found = protect(ONE_SMALL, "place", "form", "kr")
    given = {field.name: getattr(found, field.name) for field in dataclasses.fields(found)}
    with pytest.raises(ValueError, match="not safe"):
        Protected(**{**given, "_audit": found.audit().assign(safe=False)})
    leaking = {variables: table.fillna({"value": 21.0}) for variables, table in found.tables.items()}
    with pytest.raises(ValueError, match="missing where"):
        Protected(**{**given, "tables": leaking})


def test_a_stricter_rule_hides_more():
    assert secret(protect(ONE_SMALL, "place", "form", "kr", rule=Rule(min_cell=5)).table) >= {
        (place, form) for place, form in LARGE
    }


def test_bad_columns_are_told_by_name():
    with pytest.raises(BadInput, match="'sni': missing"):
        protect(ONE_SMALL, "place", "sni", "kr")
