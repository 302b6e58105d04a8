"""A project's money in its municipalities: by the rule, and no more than there is unless the rule says so."""

from __future__ import annotations

import pandas as pd
import pytest

from vagar_lib.metrics.eruf import divided

PROJECTS = pd.DataFrame(
    {
        "case": ["a", "b", "c"],
        "recipient": ["M1", "M2", "M3"],
        "amount": [90.0, 40.0, 7.0],
        "source": "made/up",
        "municipalities": [("2303", "2305", "2281"), ("2303",), ()],
    }
)
PEOPLE = pd.Series({"2303": 10, "2305": 20, "2281": 60})


def by_place(*args, area=("2303", "2305")):
    rows = divided(PROJECTS, area, *args)
    return rows.groupby("region")["kr"].sum().to_dict()


def test_evenly_each_municipality_has_the_same_part():
    assert by_place("even") == {"2303": 30 + 40, "2305": 30}


def test_by_population_each_inhabitant_has_the_same_part():
    # 90 kr over 90 people is 1 kr each.
    assert by_place("population", PEOPLE) == pytest.approx({"2303": 10 + 40, "2305": 20})


def test_undivided_the_whole_project_is_counted_in_each():
    assert by_place("undivided") == {"2303": 90 + 40, "2305": 90}


@pytest.mark.parametrize("rule", ["even", "population"])
def test_over_all_its_municipalities_a_project_has_its_amount(rule):
    rows = divided(PROJECTS, PEOPLE.index, rule, PEOPLE)
    assert rows.groupby("case")["kr"].sum().to_dict() == pytest.approx({"a": 90, "b": 40})


def test_an_unknown_rule_and_unknown_people_are_refused():
    with pytest.raises(ValueError, match="rule: 'half', allowed: even, population, undivided"):
        divided(PROJECTS, ["2303"], "half")
    with pytest.raises(ValueError, match=r"people: \['2281'\] are missing"):
        divided(PROJECTS, ["2303"], "population", PEOPLE.drop("2281"))
