"""Dimensions and goals: counted once an ärende, unknown always told, hidden counts used nowhere."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.display.grants.made import counts, table
from vagar_lib.display.bars import UNKNOWN
from vagar_lib.display.grants import sustainability
from vagar_lib.metrics.disclosure import TOTAL

NAMES = {5: "Jämställdhet", 7: "Energi", 8: "Arbete", 9: "Industri"}


def test_each_case_is_assessed_once_a_dimension_and_the_missing_are_told():
    twice = pd.DataFrame(
        {"case": ["a", "a", "b"], "recipient": ["M", "M", "N"], "dim_ekologisk": [0, 0, np.nan]}
    ).assign(dim_social=3, dim_ekonomisk=1, form="A", year="2016", sni="C")
    rows = sustainability.assessments(twice)
    assert len(rows) == 6
    assert rows["scored"].astype(str).tolist()[:2] == ["Ekologisk: 0 Inte alls", f"Ekologisk: {UNKNOWN}"]


def of(row: str, *numbers: int | None):
    """Counts of ekologisk on level 0 to 3 and unknown, the same for the other two dimensions."""
    levels = [*sustainability.LEVELS.values(), UNKNOWN]
    return [
        (row, f"{name}: {level}", n) for name in sustainability.NAMES for level, n in zip(levels, numbers, strict=True)
    ]


def test_levels_are_per_cent_of_the_ärenden():
    rows = sustainability.levels(counts(*of(TOTAL, 1, 2, 3, 0, 4)), "2016", "x")
    social = rows[rows["name"] == "Social"]
    assert social["value"].tolist() == [10.0, 20.0, 30.0, 0.0, 40.0]


def test_a_dimension_with_a_hidden_level_makes_no_whole():
    assert sustainability.levels(counts(*of(TOTAL, 1, None, 3, 0, 4)), "2016", "x").empty


def test_share_assessed_and_mean_are_computed_from_the_counts():
    # 6 of 10 assessed; (0 x 1 + 1 x 2 + 2 x 3) / 6 = 8 / 6 = 1.33
    shown = sustainability.integrated(counts(*of("A", 1, 2, 3, 0, 4), *of("B", 1, None, 3, 0, 4)), "Form")
    assert shown.rows[0] == ["A", *["60\u00a0%", "1,3"] * 3]
    assert set(shown.rows[1][1:]) == {".."}
    assert shown.raw[0][2] == pytest.approx(8 / 6)


def test_the_title_tells_the_highest_dimension_and_how_much_is_assessed():
    rows = [*of(TOTAL, 1, 2, 3, 0, 4)][:10] + [(TOTAL, f"Ekonomisk: {level}", n) for level, n in
            zip([*sustainability.LEVELS.values(), UNKNOWN], (0, 0, 0, 5, 5), strict=True)]  # fmt: skip
    assert sustainability.integrated_title(counts(*rows)) == (
        "Högst bedömd är den ekonomiska dimensionen: 3,0 av 3 i medel bland de 50\u00a0% som har bedömts"
    )
    assert sustainability.integrated_title(counts(*of(TOTAL, 0, 0, 0, 0, 4))) == "Dimensionerna är inte bedömda"


def test_rows_are_compared_by_how_often_they_are_assessed():
    rows = counts(*of("Projekt", 1, 2, 3, 0, 4), *of("Service", 1, 0, 0, 0, 9))
    assert sustainability.compared(rows, "stödform") == (
        "Den sociala dimensionen är oftast bedömd för projekt (60\u00a0% av ärendena), mest sällan för service "
        "(10\u00a0%)"
    )


def test_rows_that_nobody_has_assessed_are_not_compared():
    rows = counts(*of("Projekt", 0, 0, 0, 0, 4), *of("Service", 0, 0, 0, 0, 9))
    assert sustainability.compared(rows, "stödform") == "Den sociala dimensionen är inte bedömd i något ärende"


AMOUNTS = pd.DataFrame(
    {"case": ["a", "b", "c"], "recipient": ["M", "N", "O"], "kr": [90.0, 10.0, 5.0], "sdg": [(5, 8, 9), (5,), ()]}
).assign(form="A", year="2016")


@pytest.mark.parametrize(
    ("rule", "sums"),
    [("split", {"5 Jämställdhet": 40.0, "8 Arbete": 30.0, "9 Industri": 30.0}),
     ("full", {"5 Jämställdhet": 100.0, "8 Arbete": 90.0, "9 Industri": 90.0})],
)  # fmt: skip
def test_goals_share_an_amount_or_have_it_whole_by_the_declared_rule(rule, sums):
    rows = sustainability.goals(AMOUNTS, rule, NAMES)
    found = rows.groupby("goal", observed=True)["kr"].sum().to_dict()
    assert found == {**sums, sustainability.UNTAGGED: 5.0}


def test_a_file_without_goals_has_only_what_is_not_tagged():
    rows = sustainability.goals(AMOUNTS.assign(sdg=[(), (), ()]), "split", NAMES)
    assert rows.groupby("goal", observed=True)["kr"].sum().to_dict() == {sustainability.UNTAGGED: 105.0}


# 80 kr, of which 40 have a goal: 30 in goal 5 and 10 in goal 7.
BY_GOAL = table(
    ("5 Jämställdhet", TOTAL, 30.0), ("7 Energi", TOTAL, 10.0), (sustainability.UNTAGGED, TOTAL, 40.0),
    (sustainability.UNTAGGED, "Projekt", 15.0), (sustainability.UNTAGGED, "Service", 25.0), (TOTAL, TOTAL, 80.0),
)  # fmt: skip
WHOLE = table((TOTAL, "Projekt", 60.0), (TOTAL, "Service", 20.0), (TOTAL, TOTAL, 80.0))


def test_the_goals_on_the_environment_are_a_share_of_what_has_a_goal():
    said = sustainability.environmental(BY_GOAL, "split", WHOLE)
    assert said.startswith("Av beloppet har 50\u00a0% något globalt mål. Av det hör 25\u00a0% till målen om vatten")
    assert sustainability.environmental(BY_GOAL, "full", WHOLE) is None


def test_the_title_tells_how_much_has_a_goal_and_which_has_most():
    assert sustainability.goals_title(BY_GOAL, WHOLE) == (
        "50\u00a0% av beloppet har ett globalt mål, mest mål 5 Jämställdhet"
    )
    assert sustainability.tagged(BY_GOAL, WHOLE) == "Mest märkt med mål är projekt: 75\u00a0% av beloppet"


def test_a_hidden_amount_without_goal_gives_no_share():
    hidden = BY_GOAL.assign(value=BY_GOAL["value"].where(BY_GOAL["row"] != sustainability.UNTAGGED))
    assert sustainability.environmental(hidden, "split", WHOLE) is None
    assert sustainability.goals_title(hidden, WHOLE) == "Hur mycket som har ett globalt mål kan inte visas"
    assert sustainability.tagged(hidden, WHOLE) == "Mål och stödformer"
