"""How unevenly the money is spread: only from what is shown, and taken apart so that nothing hidden can be computed."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.display.grants.made import table
from vagar_lib.display.grants import spread
from vagar_lib.metrics.disclosure import TOTAL

PEOPLE = pd.Series({"Berg": 50.0, "Åre": 50.0})
SUMS = table(("Berg", TOTAL, 1e6), ("Åre", TOTAL, 9e6), (TOTAL, TOTAL, 10e6))
HIDDEN = table(("Berg", TOTAL, None), ("Åre", TOTAL, None), (TOTAL, TOTAL, 10e6))
FORMS = table(
    ("Berg", "A", 5e5), ("Berg", "B", None), ("Berg", "C", None), ("Berg", TOTAL, 1e6),
    ("Åre", "A", 1e6), ("Åre", "B", None), ("Åre", "C", None), ("Åre", TOTAL, 9e6),
    (TOTAL, "A", 15e5), (TOTAL, "B", 4e6), (TOTAL, "C", 45e5), (TOTAL, TOTAL, 10e6),
)  # fmt: skip
LABELS = {"C": "Tillverkning", "I": "Hotell"}
BUSINESS = pd.DataFrame(
    {
        "region": ["2326", "2326", "2321", "2321"],
        "variable": "employed",
        "industry": ["C", "I", "C", "I"],
        "value": [30.0, 10.0, 20.0, 40.0],
    }
)


def test_the_gini_is_told_with_the_highest_it_can_be():
    # Half the people have a tenth of the money: 1 - 0.5 (0 + 0.1) - 0.5 (0.1 + 1) = 0.4; the bound is 1 - 0.5.
    found = spread.spread_of(SUMS, PEOPLE)
    assert found.gini == pytest.approx(0.4)
    assert "0,40. Med två kommuner av dessa storlekar kan den högst bli 0,50" in spread.spread(found)
    assert spread.spread_title(found) == "Ginikoefficienten är 0,40, 80\u00a0% av den högsta möjliga"


def test_nothing_is_computed_when_a_municipality_is_hidden():
    assert spread.spread_of(HIDDEN, PEOPLE) is None
    assert spread.spread(None) == spread.SPREAD_UNKNOWN
    assert spread.curve(HIDDEN, PEOPLE, "2020", "x").empty
    assert spread.forms_of(HIDDEN, PEOPLE) is None
    assert spread.theil_table(None).rows == []


def test_a_municipality_without_any_money_has_nothing_and_is_not_hidden():
    alone = table(("Åre", TOTAL, 9e6), (TOTAL, TOTAL, 9e6))
    assert spread.shown(alone, PEOPLE).to_dict() == {"Berg": 0.0, "Åre": 9e6}


def test_forms_with_a_hidden_municipality_are_taken_together():
    found = spread.forms_of(FORMS, PEOPLE)
    # A has 0.5 and 1; the others what is left of the sums, 0.5 and 8: which anybody can compute.
    assert found.forms[["form", "kr"]].values.tolist() == [[spread.REST, 8.5e6], ["A", 1.5e6]]
    assert found.between + found.within == pytest.approx(found.total)


def industries(*rows):
    return table(*rows).drop(columns="column")


def test_structure_is_what_the_countys_rates_by_industry_give():
    # As in the test of shift_share: 500 kr over 50 in C, 100 over 50 in I; Berg 30 and 10, Åre 20 and 40.
    sums = table(("Berg", TOTAL, 440.0), ("Åre", TOTAL, 160.0), (TOTAL, TOTAL, 600.0))
    rows = industries(("Tillverkning", TOTAL, 500.0), ("Hotell", TOTAL, 100.0), (TOTAL, TOTAL, 600.0))
    found = spread.structure(sums, rows, BUSINESS, LABELS).set_index("region")
    assert found.loc["Berg", ["expected", "rest"]].tolist() == pytest.approx([320, 120])
    assert spread.structure_title(found.reset_index()) == (
        "Längst över det väntade ligger Berg (+38 procent), längst under Åre (−43 procent)"
    )


def test_hidden_industries_are_taken_together_so_that_none_can_be_computed():
    sums = table(("Berg", TOTAL, 440.0), ("Åre", TOTAL, 160.0), (TOTAL, TOTAL, 600.0))
    rows = industries(("Tillverkning", TOTAL, None), ("Hotell", TOTAL, None), (TOTAL, TOTAL, 600.0))
    found = spread.structure(sums, rows, BUSINESS, LABELS).set_index("region")
    assert found["structure"].tolist() == pytest.approx([0, 0])


def test_without_a_reference_or_with_a_hidden_municipality_there_is_no_structure():
    rows = industries(("Tillverkning", TOTAL, 600.0), (TOTAL, TOTAL, 600.0))
    assert spread.structure(SUMS, rows, BUSINESS.iloc[:0], LABELS).empty
    assert spread.structure(HIDDEN, rows, BUSINESS, LABELS).empty
    assert spread.structure_title(spread.structure(HIDDEN, rows, BUSINESS, LABELS)).endswith("kan inte räknas")
