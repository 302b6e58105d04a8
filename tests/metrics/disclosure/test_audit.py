"""What readers can compute: bounds by hand, and recipients who know what is their own."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.metrics.disclosure.made import micro
from vagar_lib.metrics.disclosure.audit import ABOVE, BELOW, Reader, audit
from vagar_lib.metrics.disclosure.rules import Rule, primary
from vagar_lib.metrics.disclosure.table import Cells, build


def pattern(cells: Cells, *labels: tuple[str, ...]) -> np.ndarray:
    return np.array([tuple(key.values()) in labels for key in cells.keys])


def audited(rows: pd.DataFrame, *labels: tuple[str, ...], rule: Rule | None = None, columns=("place", "form")) -> Cells:
    cells = build(rows, [columns], "kr", "recipient", {})
    found = audit(cells, primary(cells, rule or Rule()), pattern(cells, *labels), rule or Rule())
    found.index = pd.MultiIndex.from_tuples(
        [(*cells.keys[cell].values(), measure) for cell, measure in zip(found["cell"], found["measure"], strict=True)]
    )
    return found


INVESTMENT = {
    ("I", "A"): [20], ("I", "B"): [50], ("I", "C"): [10],
    ("II", "A"): [8], ("II", "B"): [19], ("II", "C"): [22],
    ("III", "A"): [17], ("III", "B"): [32], ("III", "C"): [12],
}  # fmt: skip


def test_the_bounds_of_a_published_example():
    # Investment of enterprises by activity and region, Willenborg and de Waal (1996), used by Fischetti and Salazar
    # (2000), figure 1. With II-A, II-C, III-A and III-C hidden, II-A + II-C = 49 - 19 = 30, III-A + III-C = 61 - 32
    # = 29, II-A + III-A = 45 - 20 = 25 and II-C + III-C = 44 - 10 = 34. With x for II-C: II-A = 30 - x, III-C = 34 - x
    # and III-A = x - 5, and as none is negative, x is from 5 to 30.
    found = audited(micro(INVESTMENT), ("II", "A"), ("II", "C"), ("III", "A"), ("III", "C"))
    bounds = found.xs("value", level=2)[["lower", "upper"]]
    assert bounds.loc[("II", "C")].tolist() == pytest.approx([5, 30])
    assert bounds.loc[("II", "A")].tolist() == pytest.approx([0, 25])
    assert bounds.loc[("III", "A")].tolist() == pytest.approx([0, 25])
    assert bounds.loc[("III", "C")].tolist() == pytest.approx([4, 29])


def test_a_cell_alone_in_its_row_is_computed_to_the_krona():
    rows = micro({("Berg", "A"): [6, 3], ("Berg", "B"): [5, 5, 5], ("Åre", "A"): [5, 5, 5], ("Åre", "B"): [5, 5, 5]})
    found = audited(rows, ("Berg", "A"), ("Åre", "A"))
    assert found.loc[("Berg", "A", "value"), ["lower", "upper"]].tolist() == pytest.approx([9, 9])
    assert not found.loc[("Berg", "A", "value"), "safe"]


def test_an_interval_narrower_than_declared_is_not_safe():
    # Berg and Åre are 115 together, so Berg is at most 115 to a stranger, 15 % above, and at most 110 to someone who
    # knows that 5 of it in Åre are his own.
    rows = micro({("Berg",): [60, 40], ("Åre",): [5, 5, 5], ("Krokom",): [9, 9, 9]}, ("place",))
    for protect, safe in ((0.2, False), (0.15, False), (0.1, True)):
        found = audited(rows, ("Berg",), ("Åre",), rule=Rule(protect=protect), columns=("place",))
        assert found.loc[("Berg", "value"), "upper"] == pytest.approx(115)
        assert found.loc[("Berg", "value"), "safe"] == safe


def test_a_hidden_total_leaves_no_upper_bound():
    rows = micro({("Berg",): [60, 40], ("Åre",): [5, 5, 5]}, ("place",))
    found = audited(rows, ("Berg",), (), columns=("place",))
    assert found.loc[("Berg", "value"), ["lower", "upper"]].tolist() == [0, np.inf]


def test_with_repayments_there_is_no_lower_bound():
    rows = micro({("Berg",): [60, -40], ("Åre",): [50, -10, 5], ("Krokom",): [9, 9, 9]}, ("place",))
    found = audited(rows, ("Berg",), ("Åre",), columns=("place",))
    assert found.loc[("Berg", "value"), ["lower", "upper"]].tolist() == [-np.inf, np.inf]


def test_two_cells_of_one_recipient_each_do_not_protect_each_other():
    # Whoever is in Berg knows 45 of it, and so what the one in Åre got: 95 - 45 = 50. Strangers can tell neither.
    rows = micro({("Berg",): [45], ("Åre",): [50], ("Krokom",): [30, 30, 30]}, ("place",))
    cells = build(rows, [("place",)], "kr", "recipient", {})
    stranger = Reader(cells, cells.measures[0], pattern(cells, ("Berg",), ("Åre",)), cells.measures[0].floor)
    berg = cells.index[frozenset({("place", "Berg")})]
    assert stranger.bound(berg, BELOW) == pytest.approx(0) and stranger.bound(berg, ABOVE) == pytest.approx(95)
    assert not audited(rows, ("Berg",), ("Åre",), columns=("place",))["safe"].any()
    assert audited(rows, ("Berg",), ("Åre",), ("Krokom",), columns=("place",))["safe"].all()


def test_two_cells_of_the_same_recipient_do_not_protect_each_other():
    # No one can tell Berg from Åre, but together they are 95, all of it his.
    rows = micro({("Berg",): [45], ("Åre",): [50], ("Krokom",): [30, 30, 30]}, ("place",))
    rows["recipient"] = rows["recipient"].replace("M00001", "M00000")
    assert not audited(rows, ("Berg",), ("Åre",), columns=("place",))["safe"].any()


def test_a_recipient_can_not_compute_another_by_way_of_other_cells():
    # Each row and column hides a cell of four as well, and no sum of hidden cells is of fewer than five recipients. But
    # who knows Berg A computes Berg B, then Åre B, which is one recipient's.
    rows = micro({("Berg", "A"): [40], ("Berg", "B"): [9] * 4, ("Åre", "A"): [9] * 4, ("Åre", "B"): [40]})
    more = micro({(place, "C"): [20] * 5 for place in ("Berg", "Åre")}).assign(recipient=lambda x: "N" + x["recipient"])
    found = audited(pd.concat([rows, more]), ("Berg", "A"), ("Berg", "B"), ("Åre", "A"), ("Åre", "B"))
    assert (found["width"] > 0).all() and not found.loc[("Åre", "B", "value"), "safe"]


def test_the_number_of_rows_is_audited_too():
    # The amounts leave room, but Berg has one of four rows and Åre, which is known to have some, at most three.
    rows = micro({("Berg",): [10], ("Åre",): [100, 90, 80], ("Krokom",): [9, 9, 9]}, ("place",))
    found = audited(rows, ("Berg",), ("Åre",), columns=("place",))
    assert found.loc[("Berg", "count"), ["lower", "upper", "above"]].tolist() == [1, 3, 2]
    assert found.loc[("Berg", "count"), "safe"] and found.loc[("Berg", "value"), "safe"]


def test_millions_do_not_blur_what_is_small():
    # Beside thousands of millions, an amount of 900 that leaves the row by 90 is still not safe.
    rows = micro(
        {("Berg",): [450, 450], ("Åre",): [30, 30, 30], ("Krokom",): [2e9, 2e9, 1e9], ("Ragunda",): [4e8] * 3},
        ("place",),
    )
    found = audited(rows, ("Berg",), ("Åre",), columns=("place",))
    assert found.loc[("Berg", "value"), "upper"] == pytest.approx(990, abs=0.1)
    assert not found.loc[("Berg", "value"), "safe"]
