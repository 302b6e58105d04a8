"""Tables fetched from a database with PxWeb on this machine: whole or not at all, and what is wrong is said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from tests.sources.service import FAULTS, HTML, MANNERS, Reply, serving
from tests.sources.shelves import shelves
from tests.sources.statbank import V1, V2, StatBank
from vagar_lib import indicators
from vagar_lib.sources import pxweb
from vagar_lib.sources.fetch.client import Client, Patience
from vagar_lib.sources.fetch.source import Finding, Order, SourceFailed, Table

PATIENT = Patience(attempts=2, wait=0.01, longest=0.1)
IMPATIENT = replace(PATIENT, read=0.3)  # for answers that stop for a second
THREE = ("00", "23", "2303")


class Noted:
    """Progress that counts."""

    def __init__(self):
        self.expected, self.steps = 0, []

    def expect(self, steps: int) -> None:
        self.expected += steps

    def step(self, words: str) -> None:
        self.steps.append(words)


@pytest.fixture
def bank(monkeypatch) -> Iterator[StatBank]:
    with serving(StatBank(*shelves())) as there:
        there.limits["cells"] = 10_000
        monkeypatch.setenv("VAGAR_SCB_URL", f"{there.url}{V2}")
        monkeypatch.setenv("VAGAR_SCB_V1_URL", f"{there.url}{V1}")
        monkeypatch.setenv("VAGAR_FOHM_V1_URL", f"{there.url}{V1}")
        monkeypatch.setenv("VAGAR_TVA_V1_URL", f"{there.url}{V1}")
        yield there


@pytest.fixture
def only(monkeypatch):
    """Let only these tables be declared, so that a test asks no more than it needs."""

    def choose(*names):
        every = pxweb.pxweb_tables.declared()
        few = every.model_copy(update={"tables": {name: every.tables[name] for name in names}})
        monkeypatch.setattr(pxweb.pxweb_tables, "declared", lambda: few)

    return choose


def order(**more):
    return Order(indicators.register(), date(2026, 11, 23), regions=more.pop("regions", THREE), **more)


def of(site):
    return next(source for source in pxweb.sources() if source.name == site)


def fetched(progress=None, patience=PATIENT, site="scb", **more) -> tuple[dict[str, Table], list[Finding]]:
    source = of(site)
    with Client(site, rate=1000, patience=patience) as client:
        given = list(source.fetch(order(**more), client, progress or Noted()))
    tables = {one.name: one for one in given if isinstance(one, Table)}
    findings = [one for one in given if isinstance(one, Finding)]
    assert all(one.swedish.endswith(".") for one in findings)
    return tables, findings


def checked(site="scb", **more) -> list[Finding]:
    source = of(site)
    with Client(site, rate=1000, patience=PATIENT) as client:
        return list(source.check(order(**more), client))


def cell(table: Table, **codes: str) -> tuple[float, str]:
    rows = table.rows
    for name, code in codes.items():
        rows = rows[rows[name] == code]
    assert len(rows) == 1, f"{len(rows)} rows"
    return rows["value"].iloc[0], rows["status"].iloc[0]


def value(table: Table, **codes: str) -> float:
    return cell(table, **codes)[0]


class TestEachTableThatIsDeclared:
    @pytest.mark.parametrize("site", ["scb", "fohm", "tva"])
    def test_all_are_fetched_without_a_finding(self, bank, site):
        tables, findings = fetched(site=site)
        assert findings == []
        assert set(tables) == set(pxweb.pxweb_tables.declared().of(site))

    def test_population_takes_the_published_total_where_there_is_one(self, bank, only):
        only("scb_folkmangd")
        table = fetched()[0]["scb_folkmangd"]
        # Men 100, women 110 in Ragunda, and one more for each year since 2000; civil status is summed by the server.
        assert value(table, region="2303", period="2024", sex="M") == 124
        assert value(table, region="2303", period="2024", sex="K") == 134
        assert value(table, region="2303", period="2025", sex="M") == 125
        # 100 + 110 + 25 - 1: not 125 + 135, which is 260, the sum of the parts.
        assert value(table, region="2303", period="2025", sex="T") == 234
        assert not ((table.rows["period"] == "2024") & (table.rows["sex"] == "T")).any()

    def test_population_by_age_has_single_years_only(self, bank, only):
        only("scb_folkmangd_alder_kon")
        table = fetched()[0]["scb_folkmangd_alder_kon"]
        assert sorted(table.rows["age"].unique(), key=int) == [str(age) for age in range(101)]
        assert value(table, region="23", period="2024", sex="K", age="100") == 4  # one of each civil status
        assert value(table, region="23", period="2025", sex="T", age="0") == 4
        assert table.rows["period"].min() == "2015"

    def test_changes_are_components(self, bank, only):
        only("scb_befolkningsforandring")
        table = fetched()[0]["scb_befolkningsforandring"]
        assert value(table, region="23", period="2024", sex="T", component="natural") == 135 + 1000
        assert value(table, region="23", period="2025", sex="T", component="natural") == 135 + 1000 - 1
        assert value(table, region="23", period="2025", sex="K", component="net_abroad") == 260
        assert table.provenance["dimensions"]["component"]["net_county"] == "Flyttnetto mot eget län"

    def test_flows_are_summed_by_the_server_until_it_has_a_total(self, bank, only):
        only("scb_flyttningar")
        table = fetched()[0]["scb_flyttningar"]
        assert value(table, region="2303", period="2024", component="in_abroad") == 101 * 2  # ages 0-100, two sexes
        assert value(table, region="2303", period="2025", component="in_abroad") == 205

    def test_country_of_birth_comes_by_the_older_interface(self, bank, only):
        only("scb_fodelseland")
        table = fetched()[0]["scb_fodelseland"]
        assert value(table, region="23", period="2024", country="SE") == 100
        assert value(table, region="23", period="2025", country="NO") == 101
        nan, status = cell(table, region="2303", period="2025", country="NO")
        assert pd.isna(nan) and status == "secret"
        assert table.provenance["dimensions"]["country"] == {"SE": "Sverige", "NO": "Norge", "TOTfod": "Totalt"}
        assert {asked.method for asked in bank.asked if asked.path.startswith(V1)} == {"GET", "POST"}

    def test_a_projection_has_years_to_come_and_decimals(self, bank, only):
        only("scb_framskrivning")
        table = fetched()[0]["scb_framskrivning"]
        assert value(table, region="2303", period="2027", sex="K", age="100", born="abroad") == 1.25

    def test_gross_regional_product_is_of_counties(self, bank, only):
        only("scb_brp")
        table = fetched()[0]["scb_brp"]
        assert value(table, region="23", period="2024", variable="current_prices") == 812
        assert set(table.rows["region"]) == {"00", "23"}

    def test_status_on_the_labour_market_is_by_birth_and_sex(self, bank, only):
        only("scb_arbetsmarknadsstatus")
        table = fetched()[0]["scb_arbetsmarknadsstatus"]
        where = {"region": "23", "period": "2024", "sex": "T", "born": "all"}
        assert value(table, **where, variable="employment_rate") == 78.4
        assert value(table, **where, variable="unemployment_rate") == 5.1

    def test_health_comes_with_its_interval_and_over_four_years(self, bank):
        tables = fetched(site="fohm")[0]
        good = {"region": "23", "period": "2021-2024", "sex": "K"}
        health = tables["fohm_sjalvskattad_halsa"]
        assert [value(health, **good, variable=each) for each in ("low", "share", "high")] == [68, 70, 72]
        assert cell(health, **good | {"region": "2303"}, variable="share")[1] == "not_collected"
        mind = tables["fohm_psykisk_halsa"]
        assert value(mind, **good, variable="share", condition="anxiety") == 5.8
        assert mind.provenance["dimensions"]["condition"]["distress"] == "Allvarlig psykisk påfrestning"

    def test_income_and_education_keep_their_measures_and_levels(self, bank, only):
        only("scb_disponibel_inkomst", "scb_utbildningsniva_16_74")
        tables = fetched()[0]
        assert value(tables["scb_disponibel_inkomst"], region="23", period="2024", variable="gini") == 0.312
        levels = tables["scb_utbildningsniva_16_74"].provenance["dimensions"]["education"]
        assert levels["forskarutbildning"] == "Nivå 7"
        assert "US" not in levels  # so that shares are of those whose education is known

    def test_unemployment_comes_by_month(self, bank, only):
        only("scb_arbetsloshet_manad")
        table = fetched()[0]["scb_arbetsloshet_manad"]
        assert [value(table, region="23", period=month) for month in ("2026-06", "2026-07")] == [5.0, 5.1]

    def test_codes_that_are_only_numbers_are_read_from_their_texts(self, bank, only):
        only("tva_foretag")
        table = fetched(site="tva")[0]["tva_foretag"]
        assert set(table.rows["region"]) == {"23"}
        # The measure is number 2, 'nedlagda': 2 x 100 and 1 for 2024, in two industries that the server sums.
        assert value(table, region="23", period="2024", variable="closed") == 402
        (asked,) = [asked.body for asked in bank.asked if asked.method == "POST"]
        assert [each["selection"]["values"] for each in asked["query"]] == [["0", "1"], ["1"], ["0", "1", "2", "3"]]

    def test_a_number_that_stands_for_another_text_is_found_out(self, bank, only):
        only("tva_foretag")
        texts = next(shelf for shelf in bank.shelves.values() if "Län" in shelf.variables).variables
        texts["Län"] = {"0": "21 Gävleborgs län", "1": "22 Västernorrlands län", "2": "23 Jämtlands län"}
        table = fetched(site="tva")[0]["tva_foretag"]
        assert set(table.rows["region"]) == {"23"}
        texts["variabel"] = {"0": "Antal aktiva företag", "1": "Antal företag"}
        (finding,) = fetched(site="tva")[1]
        assert finding.kind == "failed" and "'Antal nedlagda företag' is not there" in finding.text


class TestWhatIsAsked:
    def test_questions_are_as_small_as_the_server_says(self, bank, only):
        only("scb_folkmangd_alder_kon")
        bank.limits["cells"] = 700
        tables, findings = fetched()
        assert not findings and len(tables) == 1  # the bank refuses more than it states
        # 2014-2024 from 2015: 3 places x 101 ages x 2 sexes x 10 years = 6060 cells; 2025: 3 x 101 x 3 = 909.
        assert len([asked for asked in bank.asked if asked.method == "POST"]) >= 6060 // 700 + 909 // 700 + 2
        assert not tables["scb_folkmangd_alder_kon"].rows.duplicated(["region", "period", "sex", "age"]).any()

    def test_the_number_of_codes_is_a_limit_of_the_older_interface(self, bank, only):
        only("scb_fodelseland")
        bank.limits["values"] = 6  # 3 places + 2 countries + 1 measure + 1 year = 7
        assert fetched()[1] == []

    def test_codes_are_asked_for_not_expressions_or_labels(self, bank, only):
        only("scb_brp")
        fetched()
        (asked,) = [asked for asked in bank.asked if asked.method == "POST"]
        assert asked.query == {"lang": "sv", "outputFormat": "json-stat2"}
        assert asked.body == {
            "selection": [
                {"variableCode": "Region", "valueCodes": ["00", "23"]},
                {"variableCode": "ContentsCode", "valueCodes": ["NR0105AH", "NR0105AI"]},
                {"variableCode": "Tid", "valueCodes": ["2023", "2024"]},
            ]
        }

    def test_the_pace_is_what_the_server_states(self, bank, only):
        only("scb_brp")
        bank.limits |= {"calls": 20, "seconds": 1}
        fetched()
        # config, metadata and cells: after the config at least 1/20 s between two questions.
        _, metadata, cells = [asked.at for asked in bank.asked]
        assert cells - metadata >= 0.045

    def test_progress_tells_of_each_step_that_was_expected(self, bank, only):
        only("scb_folkmangd", "scb_brp")
        progress = Noted()
        fetched(progress)
        assert len(progress.steps) == progress.expected == 6  # three tables, each with metadata and one question
        assert progress.steps[-1] == "scb_brp: TAB3138, 8 cells"

    def test_some_places_replace_only_their_own_rows(self, bank, only):
        only("scb_folkmangd")
        (table,) = fetched(regions=("2303",))[0].values()
        assert set(table.rows["region"]) == {"2303"}
        assert table.merge == "regions"
        assert fetched(regions=())[0]["scb_folkmangd"].merge == "all"

    def test_a_table_without_the_places_is_left_alone(self, bank, only):
        only("scb_brp")
        tables, findings = fetched(regions=("2303",))
        assert not tables
        assert [str(one) for one in findings] == [
            "scb, scb_brp: has none of the places asked for, only riket, län"
        ]

    def test_a_place_that_is_not_answered_is_named(self, bank, only):
        only("scb_folkmangd")
        findings = fetched(regions=(*THREE, "2305"))[1]
        assert [(one.kind, str(one)) for one in findings] == [
            ("missing", "scb, scb_folkmangd: TAB638 has no region 2305"),
            ("missing", "scb, scb_folkmangd: TAB5557 has no region 2305"),
        ]

    def test_what_has_not_changed_since_is_not_fetched(self, bank, only):
        only("scb_folkmangd")
        bank.shelves["TAB638"].updated = "2025-02-21T07:00:00Z"
        tables, findings = fetched(since=date(2026, 2, 22))
        assert not tables
        assert [one.text for one in findings] == ["unchanged since 2026-02-21, and so not fetched"]
        assert not [asked for asked in bank.asked if asked.method == "POST"]
        assert fetched(since=date(2026, 2, 21))[0]

    def test_the_plan_asks_nobody(self, bank):
        wants = {want.table: want for want in of("scb").wanted(order())}
        assert wants["scb_folkmangd"].title == "Folkmängd 31 december efter kön"
        assert bank.asked == []


class TestProvenance:
    def test_it_says_all_that_the_publisher_says(self, bank, only):
        only("scb_folkmangd")
        new = bank.shelves["TAB5557"]
        new.more = {
            "note": ["Gränsen ändrades <a href='x'>2007</a>.", "Inte viktigt."],
            "extension": {"noteMandatory": {"0": True}, "contact": [{"name": "Befolkning", "mail": "b@scb.se"}]},
        }
        known = fetched()[0]["scb_folkmangd"].provenance
        assert known["publisher"] == "SCB" and known["licence"] == "CC0 1.0"
        assert known["updated"] == date(2026, 2, 21)
        assert known["via"] == "PxWebApi 2: TAB638 och TAB5557"
        assert known["notes"] == ["Gränsen ändrades 2007."]
        assert known["contact"] == "Befolkning, b@scb.se"
        assert json.loads(known["query"])["TAB5557"]["Civilstand"] == "SC"
        assert known["dimensions"] == {"sex": ["K", "M", "T"]}

    def test_the_break_is_marked_where_the_new_table_takes_over(self, bank, only):
        only("scb_folkmangd")
        known = fetched()[0]["scb_folkmangd"].provenance
        assert [one["year"] for one in known["breaks"]] == [2025]
        assert known["breaks"][0]["note"].startswith("Från 2025 skyddar SCB uppgifterna med CKM-metoden")

    def test_units_decimals_and_period_come_from_the_measure_that_was_asked_for(self, bank, only):
        only("scb_brp")
        bank.fault(_with_measure, times=9, where="TAB3138/data")
        known = fetched()[0]["scb_brp"].provenance
        assert known["publisher_unit"] == "%, mnkr"
        assert known["decimals"] == 1
        assert known["reference_period"] == "Kalenderår"


def _with_measure(good: Reply) -> Reply:
    measure = good.body["dimension"]["ContentsCode"]
    of_money, of_change = {"base": "mnkr", "decimals": 0}, {"base": "%", "decimals": 1}
    measure["category"]["unit"] = {"NR0105AH": of_money, "NR0105AI": of_change}
    measure["extension"] = {"refperiod": {"NR0105AH": "Kalenderår"}}
    return good


# What a table can turn into, and the words that tell it.
def _renamed(bank):
    variables = bank.shelves["TAB638"].variables
    bank.shelves["TAB638"].variables = {{"Kon": "Kön"}.get(name, name): codes for name, codes in variables.items()}
    return "variable Kon is not there, the table has: Region, Civilstand, Alder, Kön, ContentsCode, Tid; "


def _code_gone(bank):
    del bank.shelves["TAB638"].variables["Alder"]["tot"]
    return "variable Alder: 'tot' is not there; "


def _measure_gone(bank):
    bank.shelves["TAB638"].variables["ContentsCode"] = {"0000099X": "Folkmängd"}
    return "variable ContentsCode: 'BE0101N1' is not there, the table has: 0000099X (Folkmängd)"


def _measure_means_something_else(bank):
    bank.shelves["TAB638"].variables["ContentsCode"]["BE0101N1"] = "Folkökning"
    return "variable ContentsCode: 'BE0101N1' is called 'Folkökning', expected: 'Folkmängd'"


def _no_longer_summed(bank):
    bank.shelves["TAB638"].optional = ["Kon"]
    return "variable Civilstand may no longer be left out; give the code of its total under totals, one of: OG, G"


def _new_variable(bank):
    shelf = bank.shelves["TAB638"]
    shelf.variables = {"Medborgarskap": {"SE": "svenskt", "UT": "utländskt"}, **shelf.variables}
    return "variable Medborgarskap is not declared and must be asked for; give one of its codes: SE, UT"


def _table_gone(bank):
    del bank.shelves["TAB638"]
    return "answered 404 with"


DRIFT = [
    _renamed, _code_gone, _measure_gone, _measure_means_something_else, _no_longer_summed, _new_variable, _table_gone,
]  # fmt: skip


@pytest.mark.parametrize("drift", DRIFT)
class TestATableThatIsNoLongerWhatItWas:
    def test_it_is_not_taken_in_and_the_others_are(self, bank, only, drift):
        only("scb_folkmangd", "scb_brp")
        words = drift(bank)
        tables, findings = fetched()
        assert set(tables) == {"scb_brp"}
        (finding,) = findings
        assert finding.kind == "failed"
        assert str(finding).startswith("scb, scb_folkmangd: table TAB638: ")
        assert words in finding.text
        assert "parameters/tables.yml" in finding.text
        assert not [asked for asked in bank.asked if asked.method == "POST" and "TAB638" in asked.path]

    def test_the_check_finds_it_without_asking_for_a_cell(self, bank, only, drift):
        only("scb_folkmangd", "scb_brp")
        words = drift(bank)
        (finding,) = checked()
        assert (finding.kind, finding.table) == ("contract", "scb_folkmangd")
        assert words in finding.text
        assert not [asked for asked in bank.asked if asked.method == "POST"]


@pytest.mark.parametrize("site", ["scb", "fohm", "tva"])
def test_the_check_is_content_when_all_is_as_declared(bank, site):
    assert checked(site) == []


def _patience(fault):
    return IMPATIENT if "time-out" in fault else PATIENT


@pytest.mark.parametrize("fault", FAULTS)
class TestFaults:
    def test_one_that_passes_does_no_harm(self, bank, only, fault):
        only("scb_folkmangd")
        before = fetched()[0]["scb_folkmangd"].rows
        bank.fault(fault, where="TAB638/data")
        tables, findings = fetched(patience=_patience(fault))
        assert not findings
        pd.testing.assert_frame_equal(tables["scb_folkmangd"].rows, before)

    @pytest.mark.parametrize("where", ["/config", "TAB638/metadata", "TAB638/data"])
    def test_one_that_stays_gives_no_table_but_words(self, bank, only, fault, where):
        only("scb_folkmangd")
        bank.fault(fault, times=99, where=where)
        tables, findings = fetched(patience=_patience(fault))
        assert not tables
        (finding,) = findings
        assert finding.kind == "failed"
        about = "its limits" if where == "/config" else "table TAB638"
        assert str(finding).startswith(f"scb, scb_folkmangd: {about}: ")
        assert "What was there before stays" in finding.text


@pytest.mark.parametrize(
    ("name", "table", "refusal", "words"),
    [
        (
            "scb_folkmangd",
            "TAB638",
            Reply({"type": "Parameter error", "title": "Non-existent value", "status": 400}, 400),
            "Non-existent value",
        ),
        ("scb_folkmangd", "TAB638", Reply(HTML, 404, {"Content-Type": "text/html"}), "answered 404 with '404 Sidan"),
        ("scb_fodelseland", "FolkmRegFlandK", Reply(b"Forbidden", 403), "larger than the server allows"),
        ("scb_fodelseland", "FolkmRegFlandK", Reply(HTML, 404), "Look for where it has moved in the tree"),
    ],
)
def test_a_question_that_is_refused_is_not_asked_again_but_told(bank, only, name, table, refusal, words):
    only(name)
    bank.fault(lambda good: refusal, where=f"{table}/data" if table.startswith("TAB") else table)
    tables, findings = fetched()
    assert not tables
    assert str(findings[0]).startswith(f"scb, {name}: table {table}: answered {refusal.status}")
    assert words in findings[0].text
    assert "<" not in findings[0].text


def test_a_service_that_is_down_is_not_asked_again_for_each_table(bank, only):
    only("scb_folkmangd", "scb_brp", "scb_flyttningar")
    bank.fault("500", times=99)
    findings = fetched()[1]
    assert [one.table for one in findings] == ["scb_folkmangd", "scb_brp", "scb_flyttningar"]
    assert len(bank.asked) == PATIENT.attempts


def test_a_service_that_is_down_has_broken_no_contract(bank):
    bank.fault("500", times=99)
    with pytest.raises(SourceFailed, match="scb, its limits: answered 500"):
        checked()


def test_answers_from_before_and_after_an_update_are_not_mixed(bank, only):
    only("scb_folkmangd")
    bank.limits["cells"] = 22  # 3 places x 2 sexes x 11 years make 3 questions
    bank.fault(lambda good: Reply(good.body | {"updated": "2026-11-23T08:00:00Z"}), where="TAB638/data")
    tables, findings = fetched()
    assert not tables
    assert [str(one) for one in findings] == [
        "scb, scb_folkmangd: table TAB638: was updated while it was being fetched. Fetch it again."
    ]


@pytest.mark.parametrize("manner", MANNERS)
@pytest.mark.parametrize("name", ["scb_folkmangd", "scb_fodelseland"])
def test_packed_and_oddly_written_answers_are_read_all_the_same(bank, only, manner, name):
    only(name)
    plain = fetched()[0][name]
    bank.fault(manner, times=99)
    odd = fetched()[0][name]
    pd.testing.assert_frame_equal(odd.rows, plain.rows)
    assert odd.provenance["dimensions"] == plain.provenance["dimensions"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda said: said["value"].pop(), "field 'value' has"),
        (lambda said: said.update({"class": "bundle"}), "field 'class' is 'bundle', allowed: 'dataset'"),
        (
            lambda said: said.update(status={"0": "#"}),
            "the sign '#' is on 1 cell with a value; say under signs what it means",
        ),
        (
            lambda said: said["dimension"]["Region"]["category"].update(index={"00": 0, "23": 1, "9999": 2}),
            "variable Region: 1 of 3 codes are not in the answer: 2303",
        ),
        (
            lambda said: said["dimension"]["Tid"]["category"]["index"].update({"2014K1": 0}) or _drop(said, "2014"),
            "variable Tid: 1 of 11 codes are not in the answer: 2014",
        ),
    ],
)
def test_an_answer_to_another_question_is_not_taken_in(bank, only, change, words):
    only("scb_folkmangd")

    def changed(good: Reply) -> Reply:
        change(good.body)
        return good

    bank.fault(changed, times=99, where="TAB638/data")
    tables, findings = fetched()
    assert not tables
    assert words in findings[0].text
    assert str(findings[0]).startswith("scb, scb_folkmangd: table TAB638: ")


def _drop(said, code):
    del said["dimension"]["Tid"]["category"]["index"][code]


def test_missing_cells_are_neither_zero_nor_dropped(bank, only):
    only("scb_folkmangd")
    good = bank.shelves["TAB5557"].cell
    signs = {"00": (None, ".."), "23": (None, ":"), "2303": (None, "-")}
    bank.shelves["TAB5557"].cell = lambda region, *rest: signs[region] if "TotSa" in rest else good(region, *rest)
    table = fetched()[0]["scb_folkmangd"]
    totals = {region: cell(table, region=region, period="2025", sex="T") for region in THREE}
    assert [pd.isna(number) for number, _ in totals.values()] == [True, True, False]
    assert [status for _, status in totals.values()] == ["not_collected", "secret", ""]
    assert totals["2303"][0] == 0  # SCB's '-' is a nought that has been counted


def test_the_check_asks_about_a_table_that_seems_to_have_been_left(bank, only):
    only("scb_utbildningsniva_16_74", "scb_framskrivning")
    del bank.shelves["TAB3981"].variables["Tid"]["2024"]
    assert [(one.kind, str(one)) for one in checked()] == [
        (
            "note",
            "scb, scb_utbildningsniva_16_74: TAB3981 ends with 2023; has the series gone on in another table? "
            "Then add it as a generation in parameters/tables.yml.",
        )
    ]
