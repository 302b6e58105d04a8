"""Target groups against those who lead companies: hidden ones nowhere, and nothing that would give them away."""

from __future__ import annotations

import pandas as pd
import pytest

from vagar_lib import regions
from vagar_lib.display.bars import UNKNOWN
from vagar_lib.display.grants import frames, groups
from vagar_lib.metrics.disclosure import Rule, protect
from vagar_lib.metrics.grants import money
from vagar_lib.sources import grants

ROWS = pd.DataFrame(
    {"name": ["Åre", "Berg"], "share": [0.6, 0.4], "reference": [0.5, 0.5], "ratio": [1.2, 0.8]}
).assign(lower=[1.1, 0.7], upper=[1.3, 0.9], verdict=["over", "under"])
SECRET = {"Åre": "", "Berg": "secret"}


def test_a_hidden_group_is_not_told_in_the_table_nor_drawn():
    shown = groups.share_table(ROWS, SECRET, "Kommun", "befolkningen")
    assert shown.rows[0] == ["Åre", "60,0\u00a0%", "50,0\u00a0%", "1,20", "1,10–1,30", "▲ Säkert större andel"]
    assert shown.rows[1] == ["Berg", ".. (skyddad av sekretess)", "50,0\u00a0%", ".. (skyddad av sekretess)", "", ""]
    assert shown.raw[1] == ["Berg", None, 50.0, None, None, "secret"]
    assert groups.drawn(ROWS, SECRET, "x")["name"].tolist() == ["Åre"]
    assert groups.share_title(ROWS, SECRET, "befolkningen", "Ingen") == (
        "Säkert större andel av beloppet än av befolkningen: Åre"
    )


def test_the_title_names_both_sides_and_nobody_when_no_interval_supports_it():
    open_to_all = dict.fromkeys(SECRET, "")
    assert groups.share_title(ROWS, open_to_all, "befolkningen", "Ingen") == (
        "Säkert större andel av beloppet än av befolkningen: Åre; mindre: Berg"
    )
    level = ROWS.assign(verdict="level")
    assert groups.share_title(level, open_to_all, "befolkningen", "Ingen") == "Ingen"
    assert not groups.certain(level, open_to_all)
    assert groups.certain(ROWS, SECRET)


@pytest.fixture(scope="module")
def county(built):
    labels = {column: grants.labels(column) for column in frames.LABELLED} | {"first": frames.FIRST}
    cases = grants.cases("23")
    coded = frames.newcomers(money(cases, grants.payments("23"), "granted", first=2016, last=2020), cases)
    rows = frames.in_words(coded, labels, regions.region("23"))
    leaders = groups.references(grants.reference("leaders", "23"), labels)
    safe = protect(rows, "birth", "led_by", "kr", rule=Rule(), linked=[("age", "led_by")])
    return rows, leaders, safe


def test_each_group_has_its_share_of_the_leaders_and_its_amount_by_hand(county):
    rows, leaders, safe = county
    found = groups.single(rows, leaders, safe).set_index("name")
    led = rows[rows["led_by"].isin(["Kvinnor", "Män"])]
    assert found.at["Kvinnor", "share"] == pytest.approx(
        led.loc[led["led_by"] == "Kvinnor", "kr"].sum() / led["kr"].sum()
    )
    women = leaders.loc[leaders["led_by"] == "Kvinnor", "value"].sum() / leaders["value"].sum()
    assert found.at["Kvinnor", "reference"] == pytest.approx(women)
    assert found.at["Kvinnor", "missing"] == pytest.approx(1 - led["kr"].sum() / rows["kr"].sum())


def test_two_groups_at_a_time_are_named_as_people(county):
    rows, leaders, safe = county
    names = groups.crossed(rows, leaders, safe)["name"].tolist()
    assert names[:4] == ["Inrikes födda kvinnor", "Utrikes födda kvinnor", "Inrikes födda män", "Utrikes födda män"]
    assert "Kvinnor 65 år eller äldre" in names


def test_groups_are_left_out_when_an_amount_outside_them_is_hidden(county):
    rows, leaders, _ = county
    status = {("Kvinnor",): "", ("Män",): "", (UNKNOWN,): "secret"}
    reference = leaders.groupby("led_by")["value"].sum()
    assert groups._against(rows, ["led_by"], reference, status).empty
    assert len(groups._against(rows, ["led_by"], reference, {**status, (UNKNOWN,): ""})) == 2


def test_without_a_reference_there_is_no_comparison(county):
    rows, leaders, safe = county
    none = groups.single(rows, leaders.iloc[:0], safe)
    assert none.empty
    assert groups.found(none, {}, "företagsledarna") is None
    assert groups.missing_in_words(none) is None


def test_the_missing_share_is_told_for_each_group(county):
    rows, leaders, safe = county
    said = groups.missing_in_words(groups.single(rows, leaders, safe))
    assert "kön 34\u00a0%, födelseland 21\u00a0% och ålder 17\u00a0%" in said
