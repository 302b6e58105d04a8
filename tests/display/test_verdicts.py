"""A verdict, its symbol, its title and its sentence are one, and what is written can be read back."""

from __future__ import annotations

import itertools
from types import SimpleNamespace

import numpy as np
import pytest

from tests.metrics.verdict.made import RULES
from vagar_lib import regions
from vagar_lib.display import verdicts
from vagar_lib.indicators import register
from vagar_lib.metrics.verdict import FIELDS, VERDICTS, judge
from vagar_lib.sources import store

COUNTY = regions.region("23")
NAN = float("nan")
TARGETED = ("met", "missed", "on_track", "slow", "limited", "away")


def row(indicator: str = "medianinkomst", **fields) -> SimpleNamespace:
    """A judged row; unemployment falling and income rising unless told otherwise."""
    usual = {
        "indicator": indicator,
        "sex": "T",
        "verdict": "strong_improvement",
        "period": "2024",
        "value": 417400.0,
        "start": 2011,
        "year": 2024,
        "points": 14,
        "break_year": NAN,
        "slope": 4340.0,
        "low": 2850.0,
        "high": 6700.0,
        "pace_by": "growth",
        "pace": 1.073,
        "required": NAN,
        "ratio": NAN,
        "target_kind": "",
        "target_value": NAN,
        "target_year": NAN,
        "balance_point": NAN,
        "riket": NAN,
        "gap": NAN,
        "judged": "unknown",
        "field": "",
        "rank": NAN,
        "ranked": NAN,
        "stale": False,
        "ended": False,
    }
    return SimpleNamespace(**usual | fields)


def aimed(**fields) -> SimpleNamespace:
    """Emissions per inhabitant on their way to zero in 2045."""
    usual = {
        "value": 3.15,
        "year": 2023,
        "period": "2023",
        "start": 2010,
        "slope": -0.2816,
        "low": -0.3422,
        "high": -0.1809,
        "pace_by": "difference",
        "pace": -0.2816,
        "ratio": 0.853,
        "target_kind": "referens",
        "target_value": 0.0,
        "target_year": 2045.0,
    }
    return row("utslapp_per_invanare", **usual | fields)


def plain(written: str) -> str:
    return written.replace("\xa0", " ")


def test_every_verdict_and_field_has_its_words():
    assert set(verdicts.WORDS) == set(verdicts.SYMBOLS) == set(VERDICTS)
    assert set(verdicts.FIELDS) == set(FIELDS) - {""}
    for verdict, words in verdicts.WORDS.items():
        assert (verdict in TARGETED) == isinstance(words, dict)


def test_no_two_verdicts_share_a_word_and_no_word_is_read_as_another():
    words = {
        (verdict, word)
        for verdict, found in verdicts.WORDS.items()
        for word in (found.values() if isinstance(found, dict) else [found])
    }
    assert len({word.lower() for _, word in words}) == len(words)
    for verdict, word in words:
        assert verdicts.read(word) == verdict
        assert verdicts.read(f"Mått: {word[0].lower()}{word[1:]} i länet") == verdict


def test_no_name_of_an_indicator_or_a_field_reads_as_a_verdict():
    for one in register():
        assert verdicts.read(one.label) is None, one.id
    for name, meaning in verdicts.FIELDS.values():
        assert verdicts.read(f"{name}: {meaning}.") is None


def test_good_symbols_point_up_and_bad_ones_down():
    good = ("on_track", "slow", "strong_improvement", "improvement")
    assert {verdicts.SYMBOLS[verdict] for verdict in good} == {"▲", "△"}
    assert {verdicts.SYMBOLS[verdict] for verdict in ("away", "decline", "strong_decline")} == {"▼", "▽"}


def test_two_verdicts_in_one_text_are_refused():
    with pytest.raises(ValueError, match="decline, improvement"):
        verdicts.read("Förbättring. Försämring.")


def test_a_change_is_said_with_its_interval_and_growth():
    assert plain(verdicts.sentence(row(), COUNTY)) == (
        "Medianinkomst: 417 400 kr i Jämtlands län 2024. Tydlig förbättring. Värdet har ökat 2011–2024, i medeltal med "
        "4 340 kr om året (95-procentigt intervall 2 850–6 700). Det motsvarar 1,1 % om året."
    )
    assert verdicts.title(row(), COUNTY) == "Medianinkomst: tydlig förbättring i Jämtlands län 2011–2024"
    assert verdicts.mark(row()) == "▲ Tydlig förbättring"


def test_growth_too_small_to_show_is_not_said_to_be_nothing():
    assert "Det motsvarar mindre än 0,1 % om året." in plain(verdicts.sentence(row(pace=0.03), COUNTY))


def test_a_change_without_a_percentage_says_why():
    written = verdicts.sentence(row(verdict="improvement", pace_by="difference", pace=4340.0), COUNTY)
    assert "graderas inte i procent" in written


def test_a_pace_is_said_with_what_the_reference_requires():
    assert plain(verdicts.sentence(aimed(verdict="slow"), COUNTY)) == (
        "Utsläpp av växthusgaser per invånare: 3,15 ton CO2e per invånare i Jämtlands län 2023. För långsamt mot "
        "referensen (högst 0 ton CO2e per invånare år 2045). Värdet har minskat 2010–2023, i medeltal med 0,28 om året "
        "(95-procentigt intervall 0,18–0,34). Det är 85 % av takten som krävs."
    )


def test_a_goal_of_ones_own_is_called_a_goal():
    assert "I takt med målet" in verdicts.sentence(aimed(verdict="on_track", target_kind="mål"), COUNTY)
    assert verdicts.word(aimed(verdict="met")) == "Referensen är nådd"


def test_movement_from_the_reference_has_no_share_of_what_is_required():
    away = aimed(verdict="away", slope=0.28, low=0.18, high=0.34, ratio=-1.2)
    written = plain(verdicts.sentence(away, COUNTY))
    assert "Bort från referensen" in written and "Värdet har ökat" in written and "krävs" not in written


def test_a_met_or_missed_target_is_about_the_last_value():
    written = plain(verdicts.sentence(aimed(verdict="missed", target_value=2.5, target_year=2020.0), COUNTY))
    assert written.endswith("Referensen är inte nådd (högst 2,50 ton CO2e per invånare år 2020).")
    assert verdicts.title(aimed(verdict="missed"), COUNTY).endswith("referensen är inte nådd i Jämtlands län 2023")


def test_the_target_of_a_balance_is_a_span():
    balance = row(
        "N65816",
        verdict="met",
        value=45.0,
        target_kind="mål",
        target_value=40.0,
        target_year=2030.0,
        balance_point=50.0,
    )
    assert "Målet är nått (40–60 % år 2030)." in plain(verdicts.sentence(balance, COUNTY))


def test_a_balance_is_told_by_its_distance():
    balance = row("N65816", verdict="improvement", value=45.0, slope=-1.0, low=-1.2, high=-0.8, balance_point=50.0)
    assert "Avståndet till balanspunkten 50 % har minskat 2011–2024" in plain(verdicts.sentence(balance, COUNTY))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"verdict": "flat"}, "Ingen säker förändring 2011–2024."),
        (
            {"verdict": "flat", "break_year": 2014.0, "start": 2014},
            "Ingen säker förändring 2014–2024 efter brottet i serien.",
        ),
        ({"verdict": "few", "points": 2}, "För få mätpunkter (2) för att säga något säkert om utvecklingen."),
        (
            {"verdict": "few", "points": 2, "break_year": 2023.0},
            "För få mätpunkter (2 efter brottet i serien 2023) för att säga något säkert om utvecklingen.",
        ),
        ({"verdict": "stale", "year": 2017}, "Inaktuell: den senaste uppgiften är från 2017 och bedöms inte."),
        ({"verdict": "ended"}, "Avslutad: uppgiften publiceras inte längre och bedöms inte."),
    ],
)
def test_what_can_not_be_judged_says_so_and_names_no_change(fields, said):
    written = plain(verdicts.sentence(row(**fields), COUNTY))
    assert written.endswith(said)
    assert verdicts.read_direction(written) is None


def test_women_and_men_are_named():
    assert verdicts.title(row(sex="K"), COUNTY).startswith("Medianinkomst bland kvinnor: ")
    assert verdicts.sentence(row(sex="M"), COUNTY).startswith("Medianinkomst bland män: ")


def test_a_place_is_compared_with_riket_and_its_like():
    found = row(riket=472600.0, gap=-55200.0, judged="worse", field="catching_up", rank=20.0, ranked=21.0)
    assert plain(verdicts.compared(found, COUNTY)) == (
        "Jämfört med riket (472 600 kr): 55 200 kr lägre, vilket är sämre. Kommer ikapp: läget är sämre än i riket, "
        "men avståndet minskar. Nummer 20 av 21 län, räknat från det bästa värdet."
    )
    assert verdicts.field(found) == "Kommer ikapp" and verdicts.field(row()) == ""
    assert "i nivå." in verdicts.compared(row(riket=417400.0, gap=0.0, judged="level"), COUNTY)
    assert "bedöms inte" in verdicts.compared(row(riket=1.0, gap=2.0), COUNTY)
    assert verdicts.compared(row(), COUNTY) is None


@pytest.fixture(scope="module")
def every():
    """Each judged row of the data edition."""
    return judge(store.observations(sex=None), register(), RULES, today=2026)


def test_over_all_regions_no_sentence_contradicts_its_verdict(every):
    seen = set()
    for one in every.itertuples():
        place = regions.region(one.region)
        title, sentence = verdicts.title(one, place), verdicts.sentence(one, place)
        assert verdicts.read(title) == verdicts.read(sentence) == verdicts.read(verdicts.mark(one)) == one.verdict
        assert verdicts.mark(one).startswith(verdicts.SYMBOLS[one.verdict])
        said = verdicts.read_direction(sentence)
        if said is None:
            assert one.verdict in ("flat", "few", "stale", "ended", "met", "missed")
        else:
            assert said == ("up" if one.slope > 0 else "down")
            higher = register().get(one.indicator).direction == "higher"
            if one.verdict in ("on_track", "slow", "limited", "strong_improvement", "improvement"):
                assert (said == "up") == higher
            if one.verdict in ("away", "strong_decline", "decline"):
                assert (said == "up") != higher
        seen.add(one.verdict)
    assert seen >= set(VERDICTS) - {"met", "missed"}


def test_over_all_regions_no_comparison_contradicts_its_numbers(every):
    for one in itertools.islice(every.itertuples(), 0, None, 7):
        written = verdicts.compared(one, regions.region(one.region))
        if written is None:
            assert (np.isnan(one.riket) and np.isnan(one.rank)) or one.stale or one.ended
            continue
        assert ("vilket är bättre" in written) == (one.judged == "better")
        assert ("vilket är sämre" in written) == (one.judged == "worse" and one.gap != 0)
        assert (verdicts.field(one) in written) and (not one.field or verdicts.FIELDS[one.field][1] in written)
