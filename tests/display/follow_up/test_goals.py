"""Indicators by goal and by part of the strategy."""

from __future__ import annotations

from tests.display.follow_up.made import COUNTY, FLAT, WORSE, row, table
from vagar_lib.display.follow_up import goals
from vagar_lib.indicators import register
from vagar_lib.strategy import strategy

INCOME = row(indicator="medianinkomst", value=417400.0, riket=472600.0, gap=-55200.0, judged="worse", **FLAT)


def rows_of(output):
    return output.payload["table"]["rows"]


def test_goals_with_values_are_rows_and_the_others_are_named():
    found = goals.by_goal(table(row(), INCOME), COUNTY, register(), strategy())
    assert [line[0] for line in rows_of(found)] == ["8 Anständiga arbetsvillkor och ekonomisk tillväxt"]
    assert "mål 1, 2, 3" in found.payload["notes"][0]


def test_what_goes_the_wrong_way_is_named_first_and_no_more_than_can_be_read():
    ids = strategy().part("jamlikt").indicators[: goals.MOST_NAMED + 2]
    rows = [row(indicator=id, **FLAT) for id in ids[:-1]] + [row(indicator=ids[-1], **WORSE)]
    found = goals.by_part(table(*rows), strategy().vision, COUNTY, register(), "delar", strategy())
    named = rows_of(found)[0][-1]
    assert named.startswith(f"▼\u00a0{register().get(ids[-1]).label}; ") and named.endswith(" och 2 till")
    assert found.payload["table"]["csv"]["rows"][0][-1].count(";") == len(ids) - 1


def test_a_strategy_without_such_parts_shows_no_table():
    assert goals.by_part(table(row()), [], COUNTY, register(), "styrkeområden", strategy()) is None
