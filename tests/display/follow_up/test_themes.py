"""A theme tells what moves first, of the place or its county, or what is missing."""

from __future__ import annotations

import pytest

from tests.display.follow_up.made import COUNTRY, COUNTY, FLAT, TOWN, WORSE, row, table
from vagar_lib.display.follow_up import themes
from vagar_lib.indicators import register

INCOME = row(indicator="medianinkomst", value=417400.0, riket=472600.0, gap=-55200.0, judged="worse", weight=1.0)
INCOME |= FLAT


def shown(*rows, place=COUNTY):
    return themes.theme("Arbete och inkomst", table(*rows), place, register())


def test_what_moves_is_told_before_what_weighs_more_but_does_not():
    found = shown({**INCOME, "weight": 4.0}, row(weight=0.5))
    assert found.rows["indicator"].tolist() == ["N03937", "medianinkomst"]
    assert themes.said(found).payload["paragraphs"][0] == (
        "Av två indikatorer går en åt rätt håll. En visar ingen säker förändring."
    )


def test_what_goes_the_wrong_way_is_told_also_when_much_else_weighs_more():
    ids = ["N03937", "fohm_lag_ek_standard", "fohm_barnfattigdom", "fohm_sysselsattning", "fohm_arbetsloshet"]
    good = [row(indicator=id, weight=3.0) for id in ids]
    told = themes.said(shown(*good, {**INCOME, **WORSE, "weight": 0.1})).payload["paragraphs"]
    assert len(told) == 1 + themes.MOST_SENTENCES
    assert told[-1].startswith("Medianinkomst: ")
    assert not any("Medianinkomst" in one for one in themes.said(shown(*good, INCOME)).payload["paragraphs"])


def test_a_municipality_without_values_is_shown_its_county_s():
    found = shown(row(), place=TOWN)
    assert found.area == COUNTY
    assert themes.said(found).plain.startswith("Uppgifterna finns inte per kommun; här visas Jämtlands län.")
    assert shown(row(), row(region="2303"), place=TOWN).area == TOWN


def test_without_any_value_it_is_said_what_is_missing():
    found = themes.theme("Kultur", table(row()), TOWN, register())
    assert themes.levels(found) is None and themes.course(found, table(row())) is None
    told = themes.said(found).payload
    assert told["kind"] == "missing" and "aktiva låntagare i bibliotek" in told["text"]
    assert "ingen indikator" in themes.said(themes.theme("Index", table(row()), COUNTRY, register())).plain


def test_levels_need_two_that_can_be_compared_and_are_fresh():
    assert themes.levels(shown(row())) is None
    assert themes.levels(shown(row(), {**INCOME, "stale": True})) is None
    found = themes.levels(shown(row(), INCOME)).payload
    assert found["title"] == (
        "Arbete och inkomst: Jämtlands län ligger bättre till än riket i en och sämre i en av två indikatorer"
    )


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((2, 0, 2), "bättre till än riket i båda indikatorerna"),
        ((0, 5, 5), "sämre till än riket i alla fem indikatorer"),
        ((0, 2, 3), "bättre till än riket i ingen och sämre i två av tre indikatorer"),
    ],
)
def test_levels_are_counted_in_words(counts, said):
    assert themes._against(*counts) == said


def test_some_indicators_are_told_as_a_theme_is():
    found = themes.chosen("Arbete åt alla", ["N03937"], table(row(), INCOME), COUNTY, register())
    assert (found.name, len(found.rows)) == ("Arbete åt alla", 1)
