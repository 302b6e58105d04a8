"""Verdicts in groups: every one has its place, and what is counted is what is said."""

from __future__ import annotations

import pytest

from tests.display.follow_up.made import COUNTY, FEW, FLAT, WORSE, row, table
from vagar_lib.display import verdicts
from vagar_lib.display.follow_up import groups
from vagar_lib.display.table import TONES
from vagar_lib.indicators import register
from vagar_lib.metrics.verdict import VERDICTS

FOUR = table(row(), row(indicator="medianinkomst", **WORSE), row(indicator="skattekraft", **FLAT), row(**FEW))


def test_every_verdict_has_a_group_and_those_that_are_judged_have_a_tone():
    assert set(groups.GROUP_OF) == set(VERDICTS)
    assert set(groups.GROUP_OF.values()) == set(groups.GROUPS)
    assert set(groups.TONE_OF.values()) <= set(TONES)
    unjudged = {verdict for verdict, group in groups.GROUP_OF.items() if group == groups.UNJUDGED}
    assert set(groups.TONE_OF) == set(VERDICTS) - unjudged


def test_tones_and_groups_go_the_same_way():
    for verdict, tone in groups.TONE_OF.items():
        group = groups.GROUP_OF[verdict]
        assert (tone in ("best", "good")) <= (group in (groups.TOWARDS, groups.SLOWLY)), verdict
        assert (tone == "worst") <= (group == groups.WRONG), verdict


def test_no_symbol_stands_on_two_tones_so_that_colour_never_tells_more_than_the_symbol():
    pairs = {(verdicts.SYMBOLS[verdict], tone) for verdict, tone in groups.TONE_OF.items()}
    assert len(pairs) == len({symbol for symbol, _ in pairs})


def test_the_group_of_no_change_is_called_what_the_verdict_is_called():
    word, symbol = verdicts.WORDS["flat"], verdicts.SYMBOLS["flat"]
    assert groups.GROUPS[word][0] == symbol


def test_the_groups_are_counted_in_order_with_none_as_nought():
    assert groups.groups_of(FOUR).to_dict() == {
        "Åt rätt håll": 1,
        "För långsamt": 0,
        "Ingen säker förändring": 1,
        "Åt fel håll": 1,
        "Bedöms inte": 1,
    }


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        (["improvement"], "Den enda indikatorn går åt rätt håll."),
        (["stale"], "Den enda indikatorns utveckling kan inte bedömas."),
        (["decline"] * 3, "Alla tre indikatorerna går åt fel håll."),
        (["few", "ended", "increase"], "Utvecklingen kan inte bedömas för någon av tre indikatorer."),
        (["flat"] * 2, "Båda indikatorerna visar ingen säker förändring."),
        (["slow", "met"], "Av två indikatorer går en åt rätt håll och en åt rätt håll men för långsamt."),
        (["away", "few"], "Av två indikatorer går en åt fel håll. En bedöms inte."),
        (["met", "flat"], "Av två indikatorer går en åt rätt håll. En visar ingen säker förändring."),
    ],
)
def test_how_the_verdicts_fall_is_said_in_sentences(codes, said):
    assert groups.counted(table(*(row(verdict=code) for code in codes))) == said


def test_the_bars_leave_out_parts_without_values_and_count_one_indicator_in_each_of_its_parts():
    parts = {"Jämlikt": ["N03937", "medianinkomst"], "Lokalt": ["gastnatter"], "Länet": ["medianinkomst"]}
    rows = table(row(), row(indicator="medianinkomst", **WORSE))
    found = groups.tallied(rows, parts, "Omdömen", "Del").table
    assert found.columns == (("Del", False), ("Åt rätt håll", True), ("Åt fel håll", True))
    assert found.rows == [["Jämlikt", "1", "1"], ["Länet", "0", "1"]]


def test_titles_count_what_can_be_judged():
    assert groups.tallied_title(FOUR, COUNTY) == (
        "Jämtlands län: en av tre bedömda indikatorer går åt rätt håll, en åt fel håll"
    )
    none = "Utvecklingen kan inte bedömas för någon indikator i Jämtlands län"
    assert groups.tallied_title(table(row(**FEW)), COUNTY) == none
    assert groups.dimensions_title(FOUR.assign(dimension=["social", "ekonomisk", "ekonomisk", "social"]), COUNTY) == (
        "Åt rätt håll i Jämtlands län: 1 av 1 i den sociala och 0 av 2 i den ekonomiska dimensionen"
    )


def test_the_dimensions_hold_the_indicators_of_the_register():
    ids = groups.dimensions(register())
    assert list(ids) == ["Ekologisk dimension", "Social dimension", "Ekonomisk dimension"]
    assert "N03937" in ids["Social dimension"]


def test_one_place_and_sex_are_picked_out():
    rows = table(row(), row(sex="K"), row(region="00"))
    assert len(groups.of_place(rows, COUNTY)) == len(groups.of_place(rows, COUNTY, "K")) == 1
