"""Tables from PxWeb all the way: asked for, landed, built; and after a fault all that was there before is whole."""

import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml

from tests.sources.service import FAULTS, serving
from tests.sources.shelves import shelves
from tests.sources.statbank import V1, V2, StatBank
from vagar_lib import indicators, paths
from vagar_lib.pipeline import data
from vagar_lib.pipeline.live import fetch
from vagar_lib.sources import border, pxweb, store
from vagar_lib.sources.fetch.client import Patience
from vagar_lib.sources.fetch.source import Order

CHECKOUT = Path(__file__).resolve().parents[2]
ENTRY = {
    "id": "folk",
    "title": "Folkmängd",
    "label": "Folkmängd",
    "definition": "Antal folkbokförda.",
    "unit": "personer",
    "decimals": 0,
    "direction": "context",
    "sdg": [],
    "dimension": "social",
    "theme": "Befolkning",
    "levels": ["riket", "län", "kommun"],
    "sex": True,
    "sources": [{"table": "scb_folkmangd"}],
}


@pytest.fixture
def bank(small, monkeypatch):
    """A database, and a project that declares two of its tables and counts people."""
    every = yaml.safe_load((CHECKOUT / "parameters" / "tables.yml").read_text(encoding="utf-8"))
    every["tables"] = {name: every["tables"][name] for name in ("scb_folkmangd", "scb_brp")}
    del every["tables"]["scb_folkmangd"]["replaces"], every["files"]  # the small project lacks what they are about
    (paths.parameters() / "tables.yml").write_text(yaml.safe_dump(every, allow_unicode=True), encoding="utf-8")
    (paths.parameters() / "indicators.yml").write_text(yaml.safe_dump([ENTRY], allow_unicode=True), encoding="utf-8")
    for name in ("grants.yml", "strategy.yml"):
        shutil.copy2(CHECKOUT / "parameters" / name, paths.parameters())
    monkeypatch.setattr(fetch, "PATIENCE", Patience(attempts=2, wait=0.01, longest=0.1))
    monkeypatch.setattr(fetch, "RATE", 1000)
    with serving(StatBank(*shelves())) as there:
        monkeypatch.setenv("VAGAR_SCB_URL", f"{there.url}{V2}")
        monkeypatch.setenv("VAGAR_SCB_V1_URL", f"{there.url}{V1}")
        yield there


def fetched():
    order = Order(indicators.register(), date(2026, 11, 23), regions=("00", "23", "2303"))
    return fetch.fetch(pxweb.sources(), order)


def everything():
    """Bytes of every file of raw data."""
    return {path: path.read_bytes() for path in sorted(paths.raw().rglob("*")) if path.is_file()}


def test_a_table_lands_with_its_provenance_and_fills_an_indicator(bank):
    assert fetched().status == 0
    typed = border.read_raw("scb_folkmangd")
    assert set(typed["source"]) == {"scb/scb_folkmangd"}
    known = store.provenance("scb/scb_folkmangd")
    assert known.retrieved == date(2026, 11, 23) and known.updated == date(2026, 2, 21)
    assert [one.year for one in known.breaks] == [2025]

    data.build()

    people = store.observations("folk", regions="2303", sex=None, since=2024)
    values = people.set_index(["year", "sex"])["value"]
    # 2024: men 100 + 24 and women 110 + 24, and both together their sum, since the old table has no total.
    # 2025: 100 + 25 and 110 + 25, and the total that is published, which their sum, 260, may not replace.
    assert values[2024, "T"] == 124 + 134
    assert (values[2025, "M"], values[2025, "K"], values[2025, "T"]) == (125, 135, 234)


def test_parts_that_do_not_add_up_are_no_reason_to_refuse_a_table(bank):
    fetched()
    typed = border.read_raw("scb_folkmangd")
    of_2025 = typed[(typed["year"] == 2025) & (typed["region"] == "23")].set_index("sex")["value"]
    assert of_2025["K"] + of_2025["M"] != of_2025["T"]


@pytest.mark.parametrize("fault", FAULTS)
def test_after_a_fault_all_is_as_it_was(bank, fault, monkeypatch):
    fetched()
    if "time-out" in fault:
        monkeypatch.setattr(fetch, "PATIENCE", Patience(attempts=2, wait=0.01, longest=0.1, read=0.3))
    before = everything()
    for shelf in ("TAB638", "TAB5557"):
        bank.shelves[shelf].updated = "2026-11-20T07:00:00Z"  # something new that would have been taken in
    bank.fault(fault, times=99, where="/data")
    result = fetched()
    assert result.status == 1
    assert everything() == before
    assert result.edition.id == result.before.id


def test_one_table_that_fails_does_not_keep_the_others_from_coming(bank):
    bank.fault("500", times=99, where="TAB5557")
    result = fetched()
    assert result.status == 1
    assert not (paths.raw() / "scb" / "scb_folkmangd.csv").exists()
    assert (paths.raw() / "scb" / "scb_brp.csv").exists()


def landed(result):
    """Tables that SCB gave."""
    return next(outcome for outcome in result.outcomes if outcome.source == "scb").tables


def questions(bank):
    """Tables whose cells have been asked for."""
    return sorted({asked.path.split("/")[-2] for asked in bank.asked if asked.method == "POST"})


def test_a_table_whose_metadata_are_as_they_were_is_not_asked_for_again(bank):
    first = fetched()
    before, rows = everything(), landed(first)["scb_folkmangd"].rows
    bank.asked.clear()
    again = fetched()
    assert questions(bank) == []
    assert everything() == before and again.edition.id == first.edition.id
    assert landed(again)["scb_folkmangd"].rows == rows  # it counts among the tables that are in use


def test_a_table_that_has_been_updated_is_asked_for_again(bank):
    fetched()
    bank.asked.clear()
    bank.shelves["TAB5557"].updated = "2026-11-20T07:00:00Z"
    assert fetched().status == 0
    assert questions(bank) == ["TAB5557", "TAB638"]


def test_a_table_that_is_declared_in_another_way_is_asked_for_again(bank):
    fetched()
    bank.asked.clear()
    path = paths.parameters() / "tables.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("BRP, volymutveckling'", "Volym'").replace(
        "volume_change: BRP, volymutveckling", "volume_change: Volymutveckling"), encoding="utf-8")  # fmt: skip
    assert fetched().status == 0
    assert questions(bank) == ["TAB3138"]
