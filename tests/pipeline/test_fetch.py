"""A fetch keeps what there was, takes in what is whole, and says what it did."""

from __future__ import annotations

import gzip
import json
import threading
import time
from contextlib import closing
from datetime import UTC, date, datetime

import pytest

from tests.pipeline.newsroom import places
from tests.sources.kolada_service import figure
from tests.sources.service import FAULTS, MANNERS, Reply
from vagar_lib import paths, regions
from vagar_lib.display import overview
from vagar_lib.pipeline import data
from vagar_lib.pipeline.live import editions, fetch, record
from vagar_lib.pipeline.run import matrix as run
from vagar_lib.sources import provenance, store
from vagar_lib.sources.fetch.source import SourceFailed
from vagar_lib.sources.kolada import Kolada


def test_what_is_fetched_becomes_raw_tables_with_their_provenance(newsroom):
    newsroom.fetch()
    rows = newsroom.rows("N00001")
    assert [*rows[:3], rows[6]] == [
        ["00", "2023", "T", f"{figure('N00001', '0000', 2023):g}"],
        ["00", "2024", "T", f"{figure('N00001', '0000', 2024):g}"],
        ["00", "2025", "T", f"{figure('N00001', '0000', 2025):g}"],
        ["2303", "2023", "T", f"{figure('N00001', '2303', 2023):g}"],
    ]
    known = provenance.load(paths.raw() / "kolada" / "N00001.yml")
    assert known.title == "Titel N00001 (N00001)"
    assert (known.publisher, known.licence) == ("Kolada (RKA)", "Fri att använda; ange 'Källa: Kolada'")
    assert known.unit == "procent"
    assert known.retrieved == date.today()
    assert known.query.startswith(f"GET {newsroom.kolada.url}/data/kpi/N00001/municipality/")
    assert known.coverage == "riket, länen och kommunerna"
    assert known.sha256 == provenance.digest(paths.raw() / "kolada" / "N00001.csv")


def test_what_is_fetched_fills_the_indicator_with_its_source(newsroom):
    newsroom.fetch()
    data.build()
    found = store.observations("N00001", regions="2303", since=2025)
    assert found[["value", "source"]].values.tolist() == [[figure("N00001", "2303", 2025), "kolada/N00001"]]
    assert store.provenance("kolada/N00001").title == "Titel N00001 (N00001)"


def test_the_summary_counts_rows_years_regions_new_changed_and_missing(newsroom):
    newsroom.kolada.cells["N00001", "2303", 2024, "T"] = {"value": None, "status": "Missing"}
    said = newsroom.fetch()
    (line,) = [line.split() for line in said.splitlines() if "N00001 " in line]
    assert line == ["kolada", "N00001", "9", "2023–2025", "3", "9", "0", "0", "1"]
    newsroom.kolada.cells["N00001", "2303", 2024, "T"] = {"value": 5.5}
    newsroom.kolada.cells["N00001", "2303", 2023, "T"] = {"isdeleted": True}
    newsroom.kolada.years = (2023, 2024, 2025, 2026)
    (line,) = [line.split() for line in newsroom.fetch().splitlines() if "N00001 " in line]
    assert line == ["kolada", "N00001", "11", "2023–2026", "3", "3", "1", "1", "0"]


def test_the_same_figures_again_are_no_new_edition(newsroom):
    newsroom.fetch()
    before, files = newsroom.edition(), newsroom.raw()
    said = newsroom.fetch()
    assert f"Nothing has changed: edition {before} stays in use." in said
    assert (newsroom.edition(), newsroom.raw()) == (before, files)
    assert len(editions.every()) == 1


def test_an_edition_keeps_the_answers_with_query_headers_and_checksum(newsroom):
    newsroom.fetch()
    edition = editions.current()
    (sha256,) = edition.tables["kolada/N00001"].answers
    about = edition.answers[sha256]
    assert about["query"].startswith(f"GET {newsroom.kolada.url}/data/kpi/N00001/municipality/0000,0023,2303/year/")
    assert about["status"] == 200
    assert about["headers"]["content-type"] == "application/json"
    assert datetime.fromisoformat(about["retrieved"]).tzinfo == UTC
    answer = json.loads(editions.content(sha256))
    assert answer["values"][0]["kpi"] == "N00001"
    stored = paths.root() / "data" / "editions" / "objects" / sha256[:2] / f"{sha256}.gz"
    assert json.loads(gzip.decompress(stored.read_bytes())) == answer


def test_the_old_edition_stays_beside_the_new_and_can_be_used_again(newsroom):
    newsroom.fetch()
    first, files = newsroom.edition(), newsroom.raw()
    newsroom.kolada.years = (2023, 2024, 2025, 2026)
    newsroom.fetch()
    second = newsroom.edition()
    assert second != first
    assert [edition.id for edition in editions.every()] == [first, second]
    assert newsroom.vagar("data", "use", first)[0] == 0
    assert (newsroom.edition(), newsroom.raw()) == (first, files)
    assert newsroom.vagar("data", "use", "snapshot")[0] == 0
    assert newsroom.raw() == {}
    assert newsroom.vagar("data", "use", second.rpartition("-")[2])[0] == 0
    assert newsroom.edition() == second


def test_the_data_edition_follows_the_edition_in_use_and_names_it(newsroom):
    shipped = data.build()
    assert shipped.fetched == "snapshot"
    newsroom.fetch()
    live = data.build()
    assert live.fetched == newsroom.edition()
    assert live.edition != shipped.edition
    newsroom.vagar("data", "use", "snapshot")
    assert data.build().edition == shipped.edition


def everything(newsroom) -> dict[str, bytes]:
    """Every file of the project but the record of fetches and the page that tells of it."""
    return {
        path.relative_to(newsroom.root).as_posix(): path.read_bytes()
        for path in newsroom.root.rglob("*")
        if path.is_file() and path.name not in ("fetches.json", ".lock") and "site" not in path.parts
    }


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("where", ["/kpi", "/data/"])
def test_after_a_fault_what_was_there_before_is_whole(newsroom, fault, where):
    newsroom.fetch()
    before = everything(newsroom)
    newsroom.kolada.years = (2025, 2026)
    newsroom.kolada.fault(fault, times=99, where=where)
    said = newsroom.fetch(status=1)
    assert "FAILED: kolada" in said
    assert ("N00001" if where == "/data/" else "the catalogue (kpi)") in said
    assert everything(newsroom) == before


@pytest.mark.parametrize(
    "body",
    [b"", b"{", {"values": [], "next_url": None}, {"values": [{"kpi": "N00001"}], "next_url": None}, {"values": {}}],
    ids=["nothing", "a bracket", "no values", "half an entry", "another shape"],
)
def test_after_a_broken_answer_what_was_there_before_is_whole(newsroom, body):
    newsroom.fetch()
    before = everything(newsroom)
    newsroom.kolada.fault(lambda good: Reply(body), times=99, where="/data/")
    newsroom.vagar("fetch", "kolada", "--region", "00", "--region", "23", "--region", "2303")
    assert everything(newsroom) == before


def test_half_an_answer_does_not_take_the_place_of_a_whole_one(newsroom):
    newsroom.fetch("--all")
    files = newsroom.raw()
    newsroom.kolada.silent = {("N00001", "2303"), ("N00001", "2361")}
    said = newsroom.fetch("--all", status=1)
    assert "FAILED: kolada, N00001: lacks places that it had: 2303, 2361" in said
    assert "Its former table stays." in said
    assert newsroom.raw() == files
    newsroom.fetch("--all", "--force")
    assert "2303" not in places(newsroom.rows("N00001"))


def test_a_table_that_fails_does_not_stop_the_others(newsroom):
    newsroom.register("N00001", "N00002")
    newsroom.kolada.cells["N00001", "2303", 2024, "T"] = {"gender": "K"}
    newsroom.fetch()
    newsroom.kolada.fault(
        lambda good: Reply({**good.body, "values": [*good.body["values"], {**good.body["values"][0], "values": [
            {"gender": "T", "value": -1.0, "status": ""}]}]}), where="/data/"
    )  # fmt: skip
    newsroom.kolada.years = (2023, 2024, 2025, 2026)
    said = newsroom.fetch(status=1)
    assert "FAILED: kolada, N00001: does not pass the border" in said
    assert "duplicate key region '00', period '2023', sex 'T'" in said
    assert {row[1] for row in newsroom.rows("N00001")} == {"2023", "2024", "2025"}
    assert {row[1] for row in newsroom.rows("N00002")} == {"2023", "2024", "2025", "2026"}


def test_some_places_take_the_place_of_their_own_rows_only(newsroom):
    newsroom.fetch("--all")
    newsroom.kolada.years = (2025,)
    status, said = newsroom.vagar("fetch", "kolada", "--region", "2303")
    assert status == 0, said
    rows = newsroom.rows("N00001")
    assert len(places(rows)) == 312
    assert [row[1] for row in rows if row[0] == "2303"] == ["2025"]
    assert [row[1] for row in rows if row[0] == "2305"] == ["2023", "2024", "2025"]


def test_changes_are_put_into_the_table_that_is_there_and_withdrawn_values_leave_it(newsroom):
    newsroom.fetch("--all")
    newsroom.kolada.changed = {("N00001", place, 2024, "T"): "2026-11-10" for place in ("2303", "2305")}
    newsroom.kolada.cells["N00001", "2303", 2024, "T"] = {"value": 7.0}
    newsroom.kolada.cells["N00001", "2305", 2024, "T"] = {"isdeleted": True}
    newsroom.fetch("--all", "--since", "2026-11-01")
    rows = {(row[0], row[1]): row[3] for row in newsroom.rows("N00001")}
    assert len(rows) == 312 * 3 - 1
    assert rows["2303", "2024"] == "7"
    assert ("2305", "2024") not in rows


def test_changes_of_a_table_that_is_not_there_are_refused(newsroom):
    newsroom.kolada.changed = {("N00001", "2303", 2024, "T"): "2026-11-10"}
    said = newsroom.fetch("--all", "--since", "2026-11-01", status=1)
    assert "N00001: has only what changed, and no table to change is there; fetch without --since" in said


def test_what_has_not_changed_is_not_sent_again(newsroom):
    newsroom.kolada.tagged = True
    newsroom.fetch()
    before, files = newsroom.edition(), newsroom.raw()
    asked = len(newsroom.kolada.asked)
    said = newsroom.fetch()
    assert f"Nothing has changed: edition {before} stays in use." in said
    assert newsroom.raw() == files
    about = [one.headers.get("If-None-Match") for one in newsroom.kolada.asked[asked:] if "/municipality/" in one.path]
    assert len(about) == 1 and about[0]
    newsroom.kolada.years = (2023, 2024, 2025, 2026)
    newsroom.fetch()
    assert newsroom.edition() != before
    assert {row[1] for row in newsroom.rows("N00001")} == {"2023", "2024", "2025", "2026"}


def test_a_kept_answer_that_is_damaged_is_asked_for_whole(newsroom):
    newsroom.kolada.tagged = True
    newsroom.fetch()
    for sha256 in editions.current().answers:
        (editions.folder() / "objects" / sha256[:2] / f"{sha256}.gz").write_bytes(b"")
    asked = len(newsroom.kolada.asked)
    newsroom.fetch()
    assert not any("If-None-Match" in one.headers for one in newsroom.kolada.asked[asked:])
    assert len(newsroom.rows("N00001")) == 9


@pytest.mark.parametrize("manner", MANNERS)
def test_the_manner_of_an_answer_leaves_no_trace_in_the_table(newsroom, manner):
    newsroom.fetch()
    files = newsroom.raw()
    newsroom.kolada.fault(manner, times=99)
    newsroom.fetch()
    assert newsroom.raw() == files


def test_an_interruption_changes_nothing(newsroom, monkeypatch):
    newsroom.fetch()
    before = everything(newsroom)
    newsroom.kolada.years = (2026,)
    kept = fetch.land

    def interrupted(table, *rest, **more):
        if table.name == "N00001":
            raise KeyboardInterrupt
        return kept(table, *rest, **more)

    monkeypatch.setattr(fetch, "land", interrupted)
    assert "interrupted: everything is as it was" in newsroom.fetch(status=130)
    assert everything(newsroom) == before


def test_a_change_of_edition_that_was_cut_off_is_finished_the_next_time(newsroom, monkeypatch):
    newsroom.fetch()
    first = newsroom.edition()
    newsroom.kolada.years = (2025,)
    newsroom.fetch("--force")
    second, files = newsroom.edition(), newsroom.raw()
    editions.use(editions.load(first))
    real = editions._swap
    monkeypatch.setattr(editions, "_swap", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        editions.use(editions.load(second))
    monkeypatch.setattr(editions, "_swap", real)
    left = editions.folder() / ".work-killed"
    left.mkdir()
    editions.finish()
    assert (newsroom.edition(), newsroom.raw()) == (second, files)
    assert not left.exists()


def test_files_of_others_where_the_tables_are_to_be_stop_a_fetch(newsroom):
    newsroom.fetch()
    own = paths.raw() / "kolada" / "egen.csv"
    own.write_text("region,period,value\n", encoding="utf-8")
    said = newsroom.fetch(status=2)
    assert "data/raw/kolada/egen.csv is not of a fetched edition; move it to a folder of its own" in said
    assert own.exists()


def test_a_table_that_was_changed_by_hand_stops_a_fetch(newsroom):
    newsroom.fetch()
    with (paths.raw() / "kolada" / "N00001.csv").open("a", encoding="utf-8") as file:
        file.write("2303,2027,T,1\n")
    assert "N00001.csv is not of a fetched edition" in newsroom.fetch(status=2)


def test_an_edition_whose_content_is_damaged_is_not_put_in_use(newsroom):
    newsroom.fetch()
    edition = editions.current()
    newsroom.vagar("data", "use", "snapshot")
    sha256 = edition.tables["kolada/N00001"].csv
    stored = paths.root() / "data" / "editions" / "objects" / sha256[:2] / f"{sha256}.gz"
    stored.write_bytes(gzip.compress(b"region,period,sex,value\n"))
    status, said = newsroom.vagar("data", "use", edition.id)
    assert status == 2
    assert "is missing or damaged: fetch again" in said


def test_an_edition_that_does_not_exist_is_refused_with_those_there_are(newsroom):
    newsroom.fetch()
    status, said = newsroom.vagar("data", "use", "2020-01-01-00000000")
    assert status == 2
    assert f"edition '2020-01-01-00000000' does not exist, allowed: snapshot, {newsroom.edition()}" in said


def test_a_dry_run_tells_what_would_be_fetched_and_asks_nobody(newsroom):
    said = newsroom.fetch("--dry-run")
    assert "kolada: 2 tables, 3 places" in said
    assert "  N00001  Titel N00001" in said
    assert newsroom.kolada.asked == []
    assert not (newsroom.root / "data" / "editions").exists()


def test_a_check_tells_whether_contracts_hold_and_changes_nothing(newsroom):
    before = everything(newsroom)
    assert "kolada: all contracts hold" in newsroom.fetch("--check")
    del newsroom.kolada.kpis["N00001"]
    newsroom.kolada.have("N00002", "Annat")
    said = newsroom.fetch("--check", status=1)
    assert "contract: kolada, N00001: is no longer in Kolada's catalogue." in said
    assert "kolada: 1 broken" in said
    newsroom.kolada.fault("500", times=99)
    assert "FAILED: kolada: the catalogue (kpi): answered 500" in newsroom.fetch("--check", status=1)
    assert everything(newsroom) == before
    assert not any(asked.path.startswith("/data/") for asked in newsroom.kolada.asked)


def test_what_the_catalogue_says_otherwise_is_proposed_as_a_patch(newsroom):
    newsroom.kolada.have("N00001", "Nytt namn: så", publication_date="2027-02-24")
    said = newsroom.fetch()
    assert "read outputs/indicators.patch, then: git apply outputs/indicators.patch" in said
    patch = (newsroom.root / "outputs" / "indicators.patch").read_text(encoding="utf-8")
    assert "-  title: Titel N00001\n+  title: 'Nytt namn: så'\n" in patch
    assert "+  next_publication: 2027-02-24\n" in patch


def test_a_title_that_changed_does_not_stop_the_data_before_or_after_the_patch(newsroom):
    newsroom.kolada.have("N00001", "Nytt namn", publication_date=None)
    newsroom.fetch()
    data.build()
    register = paths.parameters() / "indicators.yml"
    register.write_text(register.read_text(encoding="utf-8").replace("title: Titel N00001", "title: Nytt namn"))
    data.build()
    assert len(store.observations("N00001")) == 9


def test_a_source_that_does_not_exist_is_refused_with_those_there_are(newsroom):
    status, said = newsroom.vagar("fetch", "koladda")
    assert status == 2
    assert "source 'koladda' does not exist, allowed: kolada" in said


def test_the_record_remembers_the_last_success_when_the_next_fetch_fails(newsroom):
    newsroom.fetch()
    good = record.known()["kolada"]
    assert good["state"] == "ok"
    assert good["succeeded"] == good["tried"]
    assert good["edition"] == newsroom.edition()
    assert good["tables"]["N00001"]["rows"] == 9
    newsroom.kolada.fault("500", times=99)
    newsroom.fetch(status=1)
    bad = record.known()["kolada"]
    assert (bad["state"], bad["succeeded"]) == ("failed", good["succeeded"])
    assert bad["findings"][0]["kind"] == "failed"


def test_progress_is_told_in_a_log(newsroom):
    assert "[4/4] N00001" in newsroom.fetch()


def test_the_source_is_what_the_interface_says():
    source = Kolada()
    assert (source.name, source.folder, source.title) == ("kolada", "kolada", "Kolada (RKA)")


def test_a_report_says_which_edition_of_live_figures_it_is_made_from(newsroom):
    data.build()
    assert store.fetched() == ""
    newsroom.fetch()
    data.build()
    assert store.fetched() == newsroom.edition()
    told = overview.about(regions.region("2303"), {}).plain
    assert f"Hämtade siffror: utgåva {newsroom.edition()}, hämtad {newsroom.edition()[:10]}" in told


def test_a_second_fetch_at_the_same_time_says_so_and_does_nothing(newsroom):
    newsroom.fetch()
    before = everything(newsroom)
    newsroom.kolada.years = (2026,)
    with run.alone(editions.folder(), "fetch"):
        assert "another fetch is going on in data/editions; nothing is done" in newsroom.fetch(status=75)
        assert newsroom.vagar("data", "use", "snapshot")[0] == 75
    assert everything(newsroom) == before


def test_things_got_ahead_come_in_order_and_an_error_after_those_before_it():
    def given():
        yield from range(100)
        raise SourceFailed("prov", "table", "failed.")

    found = []
    with pytest.raises(SourceFailed):
        for one in fetch.ahead(given()):
            found.append(one)
    assert found == [*range(100)]


def test_nobody_waits_for_a_service_that_is_silent_when_the_rest_is_no_longer_wanted():
    silent = threading.Event()

    def given():
        yield 1
        silent.wait(30)

    started = time.monotonic()
    with closing(fetch.ahead(given())) as coming:
        assert next(coming) == 1
    assert time.monotonic() - started < 10
    silent.set()


def test_data_are_built_also_when_the_list_of_the_edition_in_use_is_lost(newsroom):
    newsroom.fetch()
    name = newsroom.edition()
    (editions.folder() / f"{name}.json").unlink()
    assert data.build().fetched == name
    assert f"edition '{name}' does not exist, allowed: snapshot" in newsroom.fetch(status=2)
