"""Kolada's answers become tables that say all that Kolada said; what it did not say is named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import pandas as pd
import pytest

from tests.made import measure, registered
from tests.sources.kolada_service import KoladaService, figure
from tests.sources.service import FAULTS, MANNERS, Reply, serving
from vagar_lib import regions
from vagar_lib.sources.fetch.client import Client, Patience
from vagar_lib.sources.fetch.source import Finding, Order, Proposal, SourceFailed, Table
from vagar_lib.sources.kolada import Kolada

QUICK = Patience(attempts=3, wait=0.01, longest=0.2, connect=2, read=1.0, whole=10)
TODAY = date(2026, 11, 23)


@dataclass
class Got:
    """What a fetch gave."""

    tables: dict[str, Table] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    steps: int = 0
    expected: int = 0

    def expect(self, steps: int) -> None:
        self.expected += steps

    def step(self, words: str) -> None:
        self.steps += 1

    def texts(self, kind: str = "") -> list[str]:
        return [str(finding) for finding in self.findings if not kind or finding.kind == kind]

    def rows(self, id: str) -> pd.DataFrame:
        return self.tables[id].rows

    def cell(self, id: str, region: str, year: int, sex: str = "T") -> tuple[float, str]:
        rows = self.rows(id)
        row = rows[(rows["region"] == region) & (rows["period"] == str(year)) & (rows["sex"] == sex)]
        assert len(row) == 1
        return row["value"].item(), row["status"].item()


def indicator(id: str, **fields):
    return measure(id=id, title=f"Titel {id}", sources=[{"kolada": id}], **fields)


def ask(*indicators, service=None, rate=1000.0, **order) -> Got:
    got = Got()
    with Client("kolada", rate=rate, patience=QUICK) as client:
        for one in Kolada().fetch(Order(registered(*indicators), TODAY, **order), client, got):
            if isinstance(one, Table):
                got.tables[one.name] = one
            else:
                (got.findings if isinstance(one, Finding) else got.proposals).append(one)
    return got


@pytest.fixture
def kolada(small, monkeypatch) -> Iterator[KoladaService]:
    with serving(KoladaService()) as service:
        service.have("N00001", "Titel N00001", publication_date=None)
        monkeypatch.setenv("VAGAR_KOLADA_URL", f"{service.url}/v3".removesuffix("/v3"))
        yield service


def data_requests(service: KoladaService) -> list[list[str]]:
    return [asked.path.strip("/").split("/") for asked in service.asked if asked.path.startswith("/data/")]


def test_every_place_and_year_that_is_answered_becomes_a_row_with_our_codes(kolada):
    rows = ask(indicator("N00001")).rows("N00001")
    assert len(rows) == 312 * 3
    assert set(rows["region"]) == set(regions.codes())
    assert set(rows["period"]) == {"2023", "2024", "2025"}
    found = rows.set_index(["region", "period"])["value"]
    assert found["00", "2024"] == figure("N00001", "0000", 2024)
    assert found["23", "2024"] == figure("N00001", "0023", 2024)
    assert found["2303", "2025"] == figure("N00001", "2303", 2025)


def test_women_men_and_both_together_are_kept_where_kolada_has_them(kolada):
    kolada.have("N00002", "Titel N00002", sex=True, publication_date=None)
    got = ask(indicator("N00002"), regions=("2303",))
    assert [got.cell("N00002", "2303", 2024, sex)[0] for sex in "TKM"] == [
        figure("N00002", "2303", 2024, sex) for sex in "TKM"
    ]
    assert got.tables["N00002"].provenance["dimensions"] == {"sex": ["K", "M", "T"]}


def test_no_part_of_a_path_has_more_than_25_ids(kolada):
    ids = [f"N{number:05}" for number in range(1, 61)]
    for id in ids:
        kolada.have(id, f"Titel {id}", publication_date=None)
    got = ask(*map(indicator, ids))
    asked = data_requests(kolada)
    assert max(len(part.split(",")) for path in asked for part in (path[2], path[4], path[6])) <= 25
    assert len({*map(tuple, asked)}) == 3 * 13  # a slow answer is asked for again
    assert {id for path in asked for id in path[2].split(",")} == set(ids)
    assert set(ids) <= set(got.tables)
    assert (got.steps, got.expected) == (3 + 3 * 13, 3 + 3 * 13)


def test_the_latest_25_years_are_asked_for(kolada):
    ask(indicator("N00001"), regions=("2303",))
    (path,) = data_requests(kolada)
    assert path[6].split(",") == [str(year) for year in range(2002, 2027)]


def test_pages_are_followed_to_the_last(kolada):
    kolada.per_page = 50
    rows = ask(indicator("N00001")).rows("N00001")
    assert len(rows) == 312 * 3
    assert all(asked.query["per_page"] for asked in kolada.asked)


def test_a_page_link_that_loops_is_found_out(kolada):
    kolada.per_page, kolada.loop = 50, True
    with pytest.raises(SourceFailed, match=r"kolada, .*next_url of page \d+ leads back to a page already read"):
        ask(indicator("N00001"))


def test_a_page_link_to_another_service_is_not_followed(kolada):
    elsewhere = "https://example.org/v3/kpi?page=2"
    kolada.fault(lambda good: Reply({"values": [], "next_url": elsewhere}), where="/kpi")
    with pytest.raises(SourceFailed, match=r"next_url leads to another service, https://example\.org"):
        ask(indicator("N00001"))


def test_an_id_asked_for_and_not_answered_is_named(kolada):
    kolada.have("N00002", "Titel N00002", publication_date=None)
    kolada.silent = {"N00002"}
    got = ask(indicator("N00001"), indicator("N00002"))
    assert got.texts("missing") == ["kolada, N00002: was asked for and not answered; there is no table of it."]
    assert "N00002" not in got.tables


def test_a_place_asked_for_and_not_answered_is_named(kolada):
    kolada.silent = {"2303"}
    got = ask(indicator("N00001"), regions=("2303", "2305", "2309"))
    assert got.texts("missing") == ["kolada: places asked for and not answered: 2303 Ragunda."]
    assert set(got.rows("N00001")["region"]) == {"2305", "2309"}


def test_an_id_that_is_not_in_the_catalogue_is_told_and_not_asked_for(kolada):
    got = ask(indicator("N00001"), indicator("N99999"), regions=("23",))
    assert got.texts("contract") == [
        "kolada, N99999: is no longer in Kolada's catalogue. Set state: ended in the entry N99999, or give another id."
    ]
    assert all("N99999" not in asked.path for asked in kolada.asked)


def test_a_deleted_value_is_left_out(kolada):
    kolada.cells["N00001", "2303", 2024, "T"] = {"isdeleted": True}
    rows = ask(indicator("N00001"), regions=("2303",)).rows("N00001")
    assert sorted(rows["period"]) == ["2023", "2025"]


@pytest.mark.parametrize(
    ("said", "kept"),
    [("", "not_collected"), ("Missing", "not_collected"), ("Private", "secret"), (None, "not_collected")],
)
def test_a_missing_value_keeps_the_reason(kolada, said, kept):
    kolada.cells["N00001", "2303", 2024, "T"] = {"value": None, "status": said}
    value, status = ask(indicator("N00001"), regions=("2303",)).cell("N00001", "2303", 2024)
    assert value != value
    assert status == kept


def test_a_status_that_is_unknown_is_told_and_the_value_kept(kolada):
    kolada.cells["N00001", "2303", 2024, "T"] = {"value": 1.5, "status": "Uppskattat"}
    got = ask(indicator("N00001"), regions=("2303",))
    assert got.cell("N00001", "2303", 2024) == (1.5, "")
    (told,) = got.texts("contract")
    assert told.startswith("kolada, N00001: status 'Uppskattat' of 1 value is unknown, known: missing, private")


def test_the_uncertainty_of_a_survey_figure_comes_along(kolada):
    kolada.have("U00001", "Felmarginal", publication_date=None)
    got = ask(indicator("N00001", survey=True, uncertainty="U00001"), regions=("2303",))
    assert got.cell("U00001", "2303", 2024)[0] == figure("U00001", "2303", 2024)
    assert got.tables["U00001"].provenance["definition"].startswith("Beskrivning av Felmarginal")


def test_only_what_changed_is_asked_for_when_a_day_is_given(kolada):
    kolada.changed["N00001", "2303", 2024, "T"] = "2026-11-10"
    kolada.changed["N00001", "2305", 2024, "T"] = "2026-11-10"
    kolada.changed["N00001", "2309", 2024, "T"] = "2026-10-10"
    kolada.cells["N00001", "2305", 2024, "T"] = {"isdeleted": True}
    table = ask(indicator("N00001"), since=date(2026, 11, 1)).tables["N00001"]
    assert table.merge == "cells"
    assert table.rows[["region", "period"]].values.tolist() == [["2303", "2024"]]
    assert table.deleted.values.tolist() == [["2305", "2024", "T"]]


def test_nothing_changed_is_no_table_and_no_finding(kolada):
    got = ask(indicator("N00001"), since=date(2026, 11, 1))
    assert "N00001" not in got.tables
    assert got.findings == []


def test_what_was_not_asked_for_is_not_used_and_told(kolada):
    stranger = {"kpi": "N00001", "municipality": "0180", "period": 2024, "values": []}
    kolada.fault(lambda good: Reply({**good.body, "values": [*good.body["values"], stranger]}), where="/data/")
    got = ask(indicator("N00001"), regions=("2303",))
    assert got.texts("contract") == ["kolada, N00001 for 0180: was answered but not asked for; it is not used."]
    assert set(got.rows("N00001")["region"]) == {"2303"}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("where", ["/kpi", "/municipality", "/municipality_groups", "/data/"])
def test_a_fault_that_passes_leaves_no_trace(kolada, fault, where):
    good = ask(indicator("N00001"))
    kolada.fault(fault, where=where)
    again = ask(indicator("N00001"))
    assert again.findings == []
    pd.testing.assert_frame_equal(again.rows("N00001"), good.rows("N00001"))


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_that_stays_stops_the_source_with_the_figures_it_was_about(kolada, fault):
    kolada.have("N00002", "Titel N00002", publication_date=None)
    kolada.fault(fault, times=99, where="/data/")
    with pytest.raises(SourceFailed) as caught:
        ask(indicator("N00001"), indicator("N00002"))
    assert str(caught.value).startswith("kolada, N00001–N00002: ")


def test_figures_that_are_refused_do_not_stop_the_others(kolada):
    ids = [f"N{number:05}" for number in range(1, 27)]
    for id in ids:
        kolada.have(id, f"Titel {id}", publication_date=None)
    kolada.fault(lambda good: Reply(b"<h1>Finns inte</h1>", 404), where="/data/")
    got = ask(*map(indicator, ids))
    assert [finding.table for finding in got.findings] == ids[:13]
    assert got.texts("failed")[0] == (
        "kolada, N00001: N00001–N00013: answered 404 with 'Finns inte'. Look up what it is called now."
    )
    assert set(ids[13:]) <= set(got.tables)


@pytest.mark.parametrize("manner", MANNERS)
def test_other_ways_to_write_the_same_are_read_the_same(kolada, manner):
    kolada.places["2361"] = "Härjedalen"
    kolada.fault(manner, times=99)
    got = ask(indicator("N00001"), regions=("2361",))
    assert got.cell("N00001", "2361", 2024)[0] == figure("N00001", "2361", 2024)
    assert got.findings == []


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (
            {"kpi": "N00001", "municipality": "2303", "values": [{"gender": "T", "value": 1}]},
            "entry 1, field 'period'",
        ),
        (
            {"kpi": "N00001", "municipality": "2303", "period": 2024, "values": [{"gender": "X", "value": 1}]},
            "entry 1, field 'values.0.gender' is 'X'",
        ),
        (
            {"kpi": "N00001", "municipality": "2303", "period": 2024, "values": [{"gender": "T", "value": "många"}]},
            "entry 1, field 'values.0.value' is 'många'",
        ),
        ("N00001", "entry 1"),
    ],
    ids=["a field that is gone", "an unknown code", "text for a number", "another kind of entry"],
)
def test_an_answer_of_another_shape_names_the_entry_and_the_field(kolada, entry, words):
    kolada.fault(lambda good: Reply({"values": [entry], "next_url": None}), where="/data/")
    with pytest.raises(SourceFailed) as caught:
        ask(indicator("N00001"), regions=("2303",))
    assert words in str(caught.value)
    assert "The service has changed" in str(caught.value)


def test_a_renamed_field_of_the_catalogue_is_named(kolada):
    kolada.kpis["N00001"]["namn"] = kolada.kpis["N00001"].pop("title")
    with pytest.raises(SourceFailed, match=r"the catalogue \(kpi\): entry 1, field 'title' is .*: Field required"):
        ask(indicator("N00001"))


def test_an_empty_catalogue_is_no_catalogue(kolada):
    kolada.kpis.clear()
    with pytest.raises(SourceFailed, match=r"the catalogue \(kpi\): is empty"):
        ask(indicator("N00001"))


def test_the_catalogue_comes_as_a_table_like_the_one_of_the_snapshot(kolada):
    kolada.have("U00002", "Rad\n  bruten titel", sex=True, level="K")
    rows = ask(indicator("N00001"), regions=("23",)).rows("kolada_catalogue")
    assert rows.values.tolist() == [
        ["N00001", "Titel N00001", "false", "A", "Befolkning", "", "2026"],
        ["U00002", "Rad bruten titel", "true", "K", "Befolkning", "2027-02-24", "2026"],
    ]


def test_a_title_an_end_year_and_a_publication_that_differ_are_told_and_a_change_proposed(kolada):
    kolada.have("N00002", "Nytt namn", publication_date="2027-05-01")
    kolada.have("N00003", "Titel N00003 (-2024)", publication_date=None)
    planned = date(2027, 2, 24)
    got = ask(
        indicator("N00001", next_publication=planned),
        indicator("N00002", next_publication=planned),
        indicator("N00003"),
        regions=("23",),
    )
    assert got.texts("note") == [
        "kolada, N00001: Kolada plans no publication any more; the register says 2027-02-24.",
        "kolada, N00002: the title was 'Titel N00002', Kolada now has 'Nytt namn'.",
        "kolada, N00003: the title was 'Titel N00003', Kolada now has 'Titel N00003 (-2024)'.",
        "kolada, N00003: Kolada's title says that the series ended in 2024.",
        "kolada, N00002: the next publication is 2027-05-01; the register says 2027-02-24.",
    ]
    assert got.proposals == [
        Proposal("N00001", "next_publication", None),
        Proposal("N00002", "title", "Nytt namn"),
        Proposal("N00002", "next_publication", "2027-05-01"),
        Proposal("N00003", "title", "Titel N00003 (-2024)"),
        Proposal("N00003", "state", "ended"),
    ]


def test_many_publications_that_have_moved_are_told_in_one_line(kolada):
    ids = [f"N{number:05}" for number in range(1, 7)]
    for id in ids:
        kolada.have(id, f"Titel {id}", publication_date="2027-05-01")
    got = ask(*map(indicator, ids), regions=("23",))
    assert got.texts("note") == [
        f"kolada: the next publication is another day than the register says for {', '.join(ids)}; "
        "the patch has the days."
    ]
    assert got.proposals == [Proposal(id, "next_publication", "2027-05-01") for id in ids]


def test_places_that_only_one_of_the_two_has_are_told(kolada):
    del kolada.places["2303"]
    kolada.places["2399"] = "Nya kommunen"
    got = ask(indicator("N00001"), regions=("23", "2303"))
    assert not any("2303" in asked.path for asked in kolada.asked)
    assert got.texts() == [
        "kolada, municipality: 2303 (Ragunda) is not among Kolada's places, so nothing is asked for it.",
        "kolada, municipality: 2399 (Nya kommunen) is not in the region register; its figures are not fetched.",
    ]


def test_a_group_with_other_members_is_told(kolada):
    kolada.groups["G176780"] = [*kolada.groups["G176780"][1:], "0001"]
    got = ask(indicator("N00001"))
    assert got.texts() == [
        "kolada, kolada_municipality_groups: group G176780 now has 01 Stockholms län and no longer has 08 Kalmar län. "
        "Update kolada_groups in data/raw/snapshot if the reports should follow."
    ]


def test_groups_that_can_not_be_had_do_not_stop_the_figures(kolada):
    kolada.fault("half a JSON", times=99, where="/municipality_groups")
    got = ask(indicator("N00001"))
    assert [finding.kind for finding in got.findings] == ["failed"]
    assert "N00001" in got.tables


def test_a_check_asks_for_metadata_only(kolada):
    kolada.have("N00002", "Nytt namn", publication_date=None)
    with Client("kolada", rate=1000, patience=QUICK) as client:
        told = [*Kolada().check(Order(registered(indicator("N00001"), indicator("N00002")), TODAY), client)]
    assert [str(one) for one in told if isinstance(one, Finding)] == [
        "kolada, N00002: the title was 'Titel N00002', Kolada now has 'Nytt namn'."
    ]
    assert data_requests(kolada) == []


def test_what_is_wanted_is_told_without_asking_anyone(kolada):
    register = registered(indicator("N00001", survey=True, uncertainty="U00001"), measure(sources=[{"table": "t"}]))
    wants = Kolada().wanted(Order(register, TODAY))
    assert [(want.table, want.indicators) for want in wants] == [
        ("kolada_catalogue", ()),
        ("N00001", ("N00001",)),
        ("U00001", ("N00001",)),
        ("kolada_municipality_groups", ()),
    ]
    assert kolada.asked == []
