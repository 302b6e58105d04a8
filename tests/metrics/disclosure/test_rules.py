"""Which cells are sensitive is worked out by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.metrics.disclosure.made import micro
from vagar_lib.errors import BadInput
from vagar_lib.metrics.disclosure.rules import Rule, demands, primary
from vagar_lib.metrics.disclosure.table import Cells, build


def one_way(parts: dict[str, list[float]]) -> Cells:
    rows = micro({(place, ""): amounts for place, amounts in parts.items()})
    return build(rows, [("place",)], "kr", "recipient", {})


def is_large(amounts: list[float], rule: Rule) -> bool:
    return bool(primary(one_way({"Berg": amounts}), rule).large[0])


@pytest.mark.parametrize(("recipients", "sensitive"), [(1, True), (2, True), (3, False), (4, False)])
def test_a_cell_of_fewer_than_three_recipients_is_sensitive(recipients, sensitive):
    cells = one_way({"Berg": [10.0] * recipients, "Åre": [10.0] * 5})
    assert primary(cells, Rule()).few.tolist() == [sensitive, False, False]


def test_ten_cases_of_one_recipient_are_one_recipient():
    rows = pd.DataFrame({"place": "Berg", "kr": [1.0] * 10, "recipient": "M1"})
    assert primary(build(rows, [("place",)], "kr", "recipient", {}), Rule()).few.all()


def test_an_empty_cell_is_not_sensitive():
    rows = micro({("Berg", ""): [1, 1, 1]}).assign(place=lambda x: pd.Categorical(x["place"], ["Berg", "Åre"]))
    cells = build(rows, [("place",)], "kr", "recipient", {})
    assert cells.recipients.tolist() == [3, 0, 3] and not primary(cells, Rule()).cells.any()


def test_dominance_is_more_than_four_fifths_of_the_sum_and_not_just_that():
    assert not is_large([80, 10, 10], Rule())
    assert is_large([81, 10, 9], Rule())
    assert not is_large([81, 10, 9], Rule(dominance=0.9))
    assert not is_large([1000, 1, 1], Rule(dominance=1))


def test_dominance_is_of_the_absolute_sum_where_there_are_repayments():
    # 100 - 30 + 5 = 75, of which 100 would be more than all; of 135 it is 74 %.
    assert not is_large([100, -30, 5], Rule())
    # A repayment of 300 is 91 % of 330.
    assert is_large([-300, 20, 10], Rule())


def test_several_amounts_of_a_recipient_are_one_contribution():
    rows = micro({("Berg", ""): [50, 50, 10, 10]})
    rows.loc[1, "recipient"] = rows.loc[0, "recipient"]
    # 100 of 120 is 83 %, though no single amount is more than 42 %.
    assert primary(build(rows, [("place",)], "kr", "recipient", {}), Rule()).large.all()


def test_the_p_percent_rule_compares_the_rest_with_the_largest():
    # The second can tell the first within the rest: 8 of 100 is closer than 10 %, 12 is not.
    rule = Rule(dominance=1, p_percent=10)
    assert is_large([100, 50, 8], rule) and not is_large([100, 50, 12], rule)


def test_a_table_of_counts_knows_no_large_recipients():
    cells = build(micro({("Berg", ""): [1000, 1, 1]}), [("place",)], None, "recipient", {})
    assert not primary(cells, Rule()).cells.any()


def test_a_margin_with_too_few_recipients_is_sensitive_itself():
    cells = build(micro({("Berg", "A"): [5], ("Åre", "A"): [1, 1, 1]}), [("place", "form")], "kr", "recipient", {})
    found = {tuple(cells.keys[at].values()) for at in np.flatnonzero(primary(cells, Rule()).cells)}
    assert found == {("Berg", "A"), ("Berg",)}


def led_by(parts: dict[tuple[str, str], int], reveals=("K", "M")) -> set[tuple[str, ...]]:
    rows = micro({cell: [1.0] * number for cell, number in parts.items()}, ("place", "led_by"))
    cells = build(rows, [("place", "led_by")], None, "recipient", {"led_by": reveals})
    return {tuple(cells.keys[at].values()) for at in np.flatnonzero(primary(cells, Rule()).full)}


def test_a_cell_in_which_everyone_of_a_place_is_reveals_an_attribute_however_many_they_are():
    assert led_by({("Berg", "K"): 40, ("Åre", "K"): 5, ("Åre", "M"): 5}) == {("Berg", "K")}


def test_that_it_is_unknown_of_everyone_reveals_nothing():
    assert led_by({("Berg", "okänd"): 40, ("Åre", "K"): 5, ("Åre", "M"): 5}) == set()


def test_with_one_category_there_is_nothing_to_reveal():
    assert led_by({("Berg", "K"): 40, ("Åre", "K"): 5}) == set()


def test_the_protection_interval_is_a_share_of_the_amount_or_what_dominance_asks_for():
    cells = one_way({"Berg": [60, 40], "Åre": [100], "Krokom": [30, 30, 30]})
    below, above = demands(cells, cells.measures[0], primary(cells, Rule()), Rule(protect=0.1))
    # Of 100, with no one above 80 %: 10 kr. All of 100: it must be possible that it is 100 / 0.8 = 125, so 25 kr.
    assert above.tolist() == pytest.approx([10, 0, 25, 0]) and below.tolist() == pytest.approx([10, 0, 25, 0])


def test_a_number_of_rows_must_look_as_if_it_could_be_another_and_no_small_one():
    cells = one_way({"Berg": [60, 40], "Åre": [100], "Krokom": [30, 30, 30]})
    below, above = demands(cells, cells.count, primary(cells, Rule()), Rule())
    assert above.tolist() == [1, 0, 2, 0] and below.tolist() == [0, 0, 0, 0]


def test_an_amount_of_nothing_is_protected_by_a_share_of_a_typical_one():
    cells = one_way({"Berg": [0], "Åre": [10, 10, 10], "Krokom": [10, 20, 20]})
    below, above = demands(cells, cells.measures[0], primary(cells, Rule()), Rule())
    # 30, 50 and 80 in all are 53 1/3 on average.
    assert above[0] == pytest.approx(0.2 * 160 / 3) and below[0] == 0


def test_numbers_outside_what_is_allowed_are_refused_all_at_once():
    with pytest.raises(BadInput) as error:
        Rule(min_cell=1, dominance=1.5, p_percent=0, protect=0)
    assert [finding.split(":")[0] for finding in error.value.findings] == [
        "min_cell",
        "dominance",
        "p_percent",
        "protect",
    ]
