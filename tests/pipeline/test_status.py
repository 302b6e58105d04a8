"""The page on the sources says how each of them stands, in words and from the record."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import lxml.html
import pytest

from tests.made import measure, registered
from vagar_lib.pipeline.live import record, status

TODAY = date(2026, 11, 23)
GOOD = {
    "state": "ok", "tried": "2026-11-20T06:00:00+00:00", "succeeded": "2026-11-20T06:00:00+00:00",
    "edition": "2026-11-20-1a2b3c4d", "tables": {"N00001": {}, "N00002": {}}, "findings": [],
}  # fmt: skip


class Kolada:
    name, title, rhythm = "kolada", "Kolada (RKA)", 7


class Scb:
    name, title, rhythm = "scb", "SCB", 30


def standing(known: dict | None, *indicators, today: date = TODAY) -> status.Standing:
    record = {} if known is None else {"kolada": known}
    return status.standings([Kolada()], record, registered(*indicators), today)[0]


@pytest.mark.parametrize(
    ("known", "state", "age"),
    [
        (GOOD, "fresh", "3 dagar (rytm: 7 dagar)"),
        ({**GOOD, "succeeded": "2026-11-23T06:00:00+00:00"}, "fresh", "i dag (rytm: 7 dagar)"),
        ({**GOOD, "succeeded": "2026-11-16T06:00:00+00:00"}, "fresh", "7 dagar (rytm: 7 dagar)"),
        ({**GOOD, "succeeded": "2026-11-15T06:00:00+00:00"}, "old", "8 dagar (rytm: 7 dagar)"),
        ({**GOOD, "state": "failed"}, "failed", "3 dagar (rytm: 7 dagar)"),
        ({**GOOD, "state": "failed", "succeeded": None}, "failed", "hämtas minst var 7:e dag"),
        (None, "never", "hämtas minst var 7:e dag"),
    ],
)
def test_a_source_is_fresh_old_failed_or_never_fetched(known, state, age):
    found = standing(known)
    assert (found.state, found.age_words) == (state, age)


def test_findings_are_counted_by_kind_the_most_serious_first():
    kinds = ("note", "missing", "failed", "note")
    findings = [{"kind": kind, "table": "", "text": "x", "swedish": "y"} for kind in kinds]
    found = standing({**GOOD, "findings": findings})
    assert found.counted == "1 misslyckad, 1 uteblivet svar, 2 noteringar"
    assert [finding["kind"] for finding in found.findings] == ["failed", "missing", "note", "note"]
    assert standing(GOOD).counted == "inga"


def test_what_a_later_check_found_is_told_instead_of_what_the_fetch_told():
    old, new = ({"kind": "contract", "table": word, "text": "x", "swedish": "y"} for word in ("old", "new"))
    checked = {"at": "2026-11-21T06:00:00+00:00", "broken": 1, "findings": [new]}
    later = standing({**GOOD, "findings": [old], "checked": checked})
    assert (later.findings, later.check_words) == ([new], "21 november 2026: 1 bruten förutsättning")
    checked = {**checked, "at": "2026-11-19T06:00:00+00:00", "broken": 0}
    earlier = standing({**GOOD, "findings": [old], "checked": checked})
    assert (earlier.findings, earlier.check_words) == ([old], "19 november 2026: allt stämmer")


def test_a_source_that_was_only_checked_has_never_been_fetched():
    found = standing({"checked": {"at": "2026-11-21T06:00:00+00:00", "broken": 0, "findings": []}})
    assert (found.state, found.check_words) == ("never", "21 november 2026: allt stämmer")


def test_a_check_reaches_the_page_in_swedish_and_is_remembered_by_the_next_fetch(newsroom):
    newsroom.kolada.have("N00001", "Nytt namn", publication_date=None)
    newsroom.fetch("--check")
    page = newsroom.root / "outputs" / "site" / "status" / "index.html"
    assert "Notering, N00001: Titeln var ”Titel N00001” och är nu ”Nytt namn”." in page.read_text(encoding="utf-8")
    newsroom.fetch()
    assert record.known()["kolada"]["checked"]["findings"][0]["table"] == "N00001"


def test_a_fetch_of_some_places_only_says_so():
    assert standing(GOOD).extent == ""
    assert standing({**GOOD, "regions": ["23"]}).extent == "bara 1 plats"
    assert standing({**GOOD, "regions": ["23", "2303"]}).extent == "bara 2 platser"


def test_indicators_that_were_published_after_the_last_success_are_awaited():
    published = measure(id="N00001", label="Ny", next_publication=date(2026, 11, 21))
    fetched = measure(id="N00002", label="Hämtad", next_publication=date(2026, 11, 20))
    coming = measure(id="N00003", label="Kommande", next_publication=date(2026, 11, 24))
    ended = measure(id="N00004", label="Slut", next_publication=date(2026, 11, 21), state="ended")
    assert standing(GOOD, published, fetched, coming, ended).awaited == ["Ny (21 november 2026)"]


@pytest.fixture
def page(small: Path) -> Path:
    late = small / "data" / "raw" / "manual" / "elpris.csv"
    late.parent.mkdir()
    late.write_text("kommun;år;värde\n", encoding="utf-8")
    late.with_suffix(".yml").write_text(
        "title: Elpris\npublisher: Ei\nlicence: CC0\nunit: öre\ndefinition: Pris.\nsender: Anna & Bo\n"
        "received: 2025-11-20\nnext_due: 2026-11-20\n",
        encoding="utf-8",
    )
    finding = {
        "kind": "contract",
        "table": "N00001",
        "text": "the title was '<b>', Kolada now has 'B'.",
        "swedish": "Titeln var ”<b>” och är nu ”B”.",
    }
    record = {"kolada": {**GOOD, "state": "failed", "findings": [finding]}}
    awaited = measure(id="N00001", label="Ny", next_publication=date(2026, 11, 21))
    return status.build([Kolada(), Scb()], record, registered(awaited), TODAY, small / "outputs" / "site")


def test_the_page_tells_each_source_what_is_late_and_what_to_look_at(page):
    root = lxml.html.parse(str(page)).getroot()
    rows = [[" ".join(cell.text_content().split()) for cell in row] for row in root.xpath("//tbody/tr")]
    assert rows == [
        ["Kolada (RKA)", "▲ Senaste hämtningen misslyckades", "20 november 2026", "3 dagar (rytm: 7 dagar)",
         "aldrig", "2026-11-20-1a2b3c4d", "2", "1 bruten förutsättning"],
        ["SCB", "○ Aldrig hämtad", "aldrig", "hämtas minst var 30:e dag", "aldrig", "ingen", "0", "inga"],
    ]  # fmt: skip
    assert root.xpath("//h2/text()") == [
        "Källorna",
        "Filer som är sena",
        "Kolada (RKA): publicerat sedan senaste hämtningen",
        "Kolada (RKA): att se över",
    ]
    items = [" ".join(item.text_content().split()) for item in root.xpath("//main//li")]
    assert items == [
        "Elpris: väntad 20 november 2026, 3 dagar sen. Fråga Anna & Bo.",
        "Ny (21 november 2026)",
        "Bruten förutsättning, N00001: Titeln var ”<b>” och är nu ”B”.",
    ]
    assert "Inga siffror är hämtade från källorna." in root.text_content()
    assert root.xpath("//nav/a/@href") == ["../index.html"]


def test_the_page_is_written_by_a_fetch_and_by_its_command(newsroom):
    newsroom.fetch()
    page = newsroom.root / "outputs" / "site" / "status" / "index.html"
    assert f"Utgåva {newsroom.edition()} används." in page.read_text(encoding="utf-8")
    page.unlink()
    code, said = newsroom.vagar("data", "status")
    assert code == 0
    assert str(page) in said.replace("\n", "")
    assert page.exists()
