"""The summary: a finding, its symbol and its word are one."""

from __future__ import annotations

import pytest

from tests.display.follow_up.made import COUNTY, FLAT, WORSE, row, table
from vagar_lib import regions
from vagar_lib.display.follow_up import summary
from vagar_lib.strategy import Part, strategy

INCOME = row(indicator="medianinkomst", value=417400.0, riket=472600.0, gap=-55200.0, judged="worse", weight=1.0)
INCOME |= FLAT


def test_a_change_has_the_symbol_and_word_of_its_verdict():
    (found,) = summary.findings(table(row()), COUNTY).payload["items"]
    assert (found["symbol"], found["word"], found["dimension"]) == ("▲", "Tydlig förbättring", "social")
    value, said = "Öppet arbetslösa 18–65 år: 2,0\u00a0% i Jämtlands län 2024.", "Tydlig förbättring."
    assert found["text"].startswith(f"{value} {said} Värdet har minskat")
    assert found["text"].endswith("I riket är värdet 2,9\u00a0%.")


def test_a_level_has_those_of_how_it_stands_against_riket():
    (found,) = summary.findings(table({**INCOME, "kind": "level"}), COUNTY).payload["items"]
    assert (found["symbol"], found["word"]) == ("▼", "Sämre än riket")
    assert "Ingen säker förändring 2011–2024." in found["text"]


def test_it_is_said_when_the_strategy_is_that_of_another_region():
    plan = strategy()
    for code in ("23", "2303"):
        assert "följer upp visionen" in summary.held_against(plan, regions.region(code))
    for code in ("00", "24", "2480"):
        assert "inte gäller" in summary.held_against(plan, regions.region(code))


def test_indicators_outside_of_the_vision_are_counted():
    plan = strategy().model_copy(update={"vision": [Part(id="a", label="A", indicators=["N03937"])]})
    assert summary.unassigned(table(row()), plan) is None
    assert "1 av 2 indikatorer hör inte till någon del" in summary.unassigned(table(row(), INCOME), plan)


@pytest.mark.parametrize("rows", [[row()], [row(), INCOME]])
def test_what_goes_the_wrong_way_is_never_called_better(rows):
    found = summary.findings(table(*({**one, **WORSE} for one in rows)), COUNTY).payload["items"]
    assert {item["symbol"] for item in found} == {"▼"}


def test_it_is_said_which_part_of_the_vision_indicators_belong_to():
    parts = [Part(id="a", label="Arbete åt alla", text="Alla som kan arbetar.", indicators=["N03937"])]
    plan = strategy().model_copy(update={"vision": parts})
    said = "I visionen för Jämtlands län 2050 hör detta till Arbete åt alla: alla som kan arbetar."
    assert summary.belongs(["N03937", "medianinkomst"], plan, COUNTY) == said
    assert summary.belongs(["medianinkomst"], plan, COUNTY) is None
    assert summary.belongs(["N03937"], plan, regions.region("24")) is None
