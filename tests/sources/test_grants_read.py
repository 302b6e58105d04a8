"""Rows that are transactions made ärenden: what is granted once, what is paid in sums, what is odd and who is who."""

import pandas as pd
import pytest
import yaml

from vagar_lib.sources import grants_cases
from vagar_lib.sources.grants_findings import RULES


def only(findings):
    assert len(findings) == 1, findings
    return findings[0]


def test_the_granted_amount_that_every_transaction_repeats_counts_once(desk):
    desk.csv({"trans_ar": "2017"}, {"trans_ar": "2018"}, {"trans_ar": "2019", "utbet_belopp": "-10 000"})
    read = desk.read()
    assert read.cases["granted"].tolist() == [100_000]
    assert read.payments["paid"].tolist() == [40_000, 40_000, -10_000]
    assert read.payments["paid"].sum() == 70_000
    assert read.findings.empty


def test_a_case_has_the_columns_and_types_declared(desk):
    desk.csv({})
    cases = desk.read().cases
    assert {name: str(kind) for name, kind in cases.dtypes.items()} == grants_cases.COLUMNS


def test_an_ärende_without_payments_has_none(desk):
    desk.csv({"utbet_belopp": "", "trans_ar": ""})
    assert desk.case()["granted"] == 100_000
    assert desk.read().payments.empty


def test_the_same_amount_written_in_two_ways_is_no_conflict(desk):
    desk.csv({"beviljat_belopp": "100 000"}, {"beviljat_belopp": "100000,00", "trans_ar": "2018"})
    assert desk.findings() == []


def test_a_value_in_one_row_fills_what_is_missing_in_the_others(desk):
    desk.csv({"vd_kon": ""}, {"vd_kon": "Kvinna", "beviljat_belopp": "", "trans_ar": "2018"})
    assert desk.case()[["led_by", "granted"]].tolist() == ["K", 100_000]


def test_conflicting_grants_stop_the_file_with_both_rows(desk):
    desk.csv({}, {"trans_ar": "2018"}, {"beviljat_belopp": "120 000", "utbet_belopp": "0"})
    found = only(desk.findings())
    assert found.startswith(
        "egen.csv row 4: beviljat_belopp 120 000, but row 2 of ärende A1 says 100 000, allowed: one an ärende"
    )
    assert "name conflicting_grant under report_only in parameters/grants.yml" in found


@pytest.mark.parametrize(
    ("amounts", "counted"),
    [(["1", "2", "1"], 1), (["1", "2", "2"], 2), (["1", "2"], 2), (["2", "1", "3", "3", "1"], 1)],
)
def test_of_conflicting_grants_the_most_frequent_counts_and_of_equals_the_last(desk, amounts, counted):
    desk.settings(report_only={"egen": ["conflicting_grant"]})
    desk.csv(*({"beviljat_belopp": amount, "utbet_belopp": "0"} for amount in amounts))
    assert desk.case()["granted"] == counted
    assert desk.read().findings["rule"].tolist() == ["conflicting_grant"]


def test_payments_above_the_grant_stop_the_file(desk):
    desk.csv({"utbet_belopp": "60 000"}, {"utbet_belopp": "60 000", "trans_ar": "2018"})
    found = only(desk.findings())
    assert found.startswith("egen.csv row 3: utbet_belopp adds up to 120 000 in ärende A1, allowed: up to 100 000")


def test_a_repayment_brings_payments_back_to_the_grant(desk):
    desk.csv({"utbet_belopp": "110 000"}, {"utbet_belopp": "-10 000"})
    assert desk.findings() == []


def test_a_krona_of_rounding_above_the_grant_is_no_finding(desk):
    desk.csv({"utbet_belopp": "100 000,60"})
    assert desk.findings() == []


def test_a_payment_before_the_decision_stops_the_file(desk):
    desk.csv({"trans_ar": "2016"})
    assert only(desk.findings()).startswith("egen.csv row 2: trans_ar 2016, allowed: not before the decision 2017")


def test_findings_that_are_only_told_are_kept_with_case_and_row(desk):
    desk.settings(report_only={"egen": ["paid_above_grant", "paid_before_decision"]})
    desk.csv({}, {"arende": "A2", "trans_ar": "2016", "utbet_belopp": "200 000"})
    read = desk.read()
    assert read.findings.values.tolist() == [
        ["grants/egen", "paid_above_grant", "A2", 3],
        ["grants/egen", "paid_before_decision", "A2", 3],
    ]
    assert read.payments["paid"].tolist() == [40_000, 200_000]


def test_everything_that_stops_a_file_is_told_at_once_with_its_row(desk):
    desk.csv(
        {"utbet_belopp": "tolv"},
        {"arende": "A2", "beslut_ar": "1916"},
        {"arende": "A3", "arbetsstalle": "Ragnuda"},
        {"arende": "A4", "stodtyp": "BIDRAG"},
        {"arende": "A5", "stodform": "Investeringstöd"},
        {"arende": "A6", "utbet_belopp": "200 000"},
        {"arende": "A7", "trans_ar": "2016"},
        {"arende": "A8"},
        {"arende": "A8", "beviljat_belopp": "90 000", "utbet_belopp": "0"},
        {"arende": ""},
    )
    told = desk.findings()
    rows = [int(line.split(":")[0].removeprefix("egen.csv row ")) for line in told]
    assert sorted(rows) == [2, 3, 4, 5, 6, 7, 8, 9, 11]
    found = "\n".join(told)
    assert "row 2: utbet_belopp 'tolv', allowed: a number such as 1 234 567,50" in found
    assert "row 3: beslut_ar '1916', allowed: a year from 2016 to 2020" in found
    assert "row 4: arbetsstalle 'Ragnuda', allowed: the name or code of a municipality" in found
    assert "did you mean Ragunda?" in found
    assert "row 5: stodtyp 'BIDRAG', allowed: PROJ, FTG, KS" in found
    assert "row 6: stodform 'Investeringstöd', allowed: Regionalt investeringsstöd" in found
    assert "row 7: utbet_belopp adds up to 200 000 in ärende A6, allowed: up to 100 000" in found
    assert "row 8: trans_ar 2016, allowed: not before the decision 2017" in found
    assert "row 9: beviljat_belopp 100 000, but row 10 of ärende A8 says 90 000" in found
    assert "row 11: arende is empty, allowed: the id of the ärende" in found


def test_ten_rows_of_a_kind_are_told_and_the_rest_counted(desk):
    desk.csv(*({"arende": f"A{n}", "utbet_belopp": "tolv"} for n in range(25)))
    told = desk.findings()
    assert len(told) == 11
    assert told[-1] == "egen.csv: 15 more rows like the one above"


def test_findings_in_several_files_are_told_together(desk):
    desk.csv({"utbet_belopp": "tolv"}, name="en.csv")
    desk.csv({"utbet_belopp": "elva"}, name="två.csv")
    assert [line.split(":")[0] for line in desk.findings()] == ["en.csv row 2", "två.csv row 2"]


def test_an_ärende_in_two_files_is_told(desk):
    desk.csv({}, name="en.csv")
    desk.csv({}, name="två.csv")
    assert only(desk.findings()) == "ärende A1 is in both en and två, allowed: one file an ärende"


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"beviljat_belopp": "-5"}, "beviljat_belopp '-5', allowed: 0 or more"),
        ({"trans_ar": ""}, "trans_ar is empty, allowed: a value, as utbet_belopp has one"),
        ({"utbet_belopp": ""}, "utbet_belopp is empty, allowed: a value, as trans_ar has one"),
        ({"beslut_ar": ""}, "beslut_ar is empty, allowed: the year or date of the decision"),
        ({"beslutsdatum": "2018-01-01"}, "beslutsdatum 2018-01-01, allowed: a day of beslut_ar 2017"),
        ({"beslutsdatum": "2021-01-01"}, "beslutsdatum '2021-01-01', allowed: a date from 2016 to 2020"),
        ({"startdatum": "2018-01-01", "slutdatum": "2017-01-01"}, "slutdatum 2017-01-01, allowed: not before start"),
        ({"vd_kon": "Direktör"}, "vd_kon 'Direktör', allowed: K, M, KM, okänd"),
        ({"sdg_mal": "18"}, "sdg_mal '18', allowed: goals from 1 to 17"),
        ({"dim_social": "4"}, "dim_social '4', allowed: 0, 1, 2, 3 or empty"),
        ({"arbetsstalle": "Jämtland"}, "arbetsstalle 'Jämtland', allowed: the name or code of a municipality"),
        ({"arbetsstalle": "Sundsvall"}, "arbetsstalle Sundsvall, allowed: a municipality that the file covers"),
        ({"stodform": "Servicebidrag"}, "stodform 'Servicebidrag', allowed: with stodtyp KS, found: FTG"),
    ],
)
def test_a_cell_that_can_not_be_right_is_told_with_what_is_allowed(desk, change, found):
    desk.csv(change)
    assert f"egen.csv row 2: {found}" in "\n".join(desk.findings())


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Östersund", "2380"), ("ÖSTERSUND", "2380"), ("Östersunds kommun", "2380"), ("Ostersund", "2380"),
        (" Frösön ", "2380"), ("2380", "2380"), ("2380 Östersund", "2380"), ("Bergs kommun", "2326"), ("Sveg", "2361"),
        ("Hela länet", ""), ("", ""), ("Uppgift saknas", ""), ("–", ""),
    ],
)  # fmt: skip
def test_a_municipality_is_known_by_name_code_and_the_words_of_the_settings(desk, written, code):
    desk.csv({"arbetsstalle": written})
    assert desk.case()["region"] == code


def test_the_same_word_for_two_supports_is_told_apart_by_the_kind(desk):
    desk.csv({"stodform": "Investeringsstöd", "stodtyp": "KS"}, {"stodform": "Investeringsstöd", "arende": "A2"})
    assert desk.read().cases["form"].tolist() == ["Kommersiell service", "Regionalt investeringsstöd"]


def test_what_nobody_has_said_is_unknown_and_what_nobody_has_assessed_is_missing(desk):
    desk.csv({"vd_kon": "-", "fodelseregion": "Uppgift saknas", "samisk_koppling": "", "sdg_mal": "", "dim_social": ""})
    case = desk.case()
    assert case[["led_by", "birth", "age", "sami"]].tolist() == ["okänd"] * 4
    assert list(case["sdg"]) == []
    assert pd.isna(case["dim_social"])


def test_everything_that_is_said_is_kept(desk):
    desk.csv(
        {
            "vd_kon": "Båda", "fodelseregion": "Utrikes", "aldersklass": "18-30", "samisk_koppling": "Ja",
            "storleksklass": "1-9", "bransch_avd": "C Tillverkning", "sdg_mal": "5;13", "dim_ekologisk": "2",
            "bedomare2_dim_ekologisk": "3", "stodniva": "50 %", "lokal_klass": "Upplevelser", "nat_strat": "Innovation",
            "resultatkedja": "Kedja 1", "startdatum": "2017-03-01", "slutdatum": "31 december 2018",
        }
    )  # fmt: skip
    case = desk.case()
    assert case[["led_by", "birth", "age", "sami"]].tolist() == ["KM", "utrikes", "18–30", "ja"]
    assert case[["size", "sni", "dim_ekologisk", "assessor2_dim_ekologisk"]].tolist() == ["1–9", "C", 2, 3]
    assert case[["intensity", "local_class", "strategy"]].tolist() == [50, "Upplevelser", "Innovation"]
    assert (list(case["sdg"]), case["result_chain"]) == ([5, 13], "Kedja 1")
    assert [str(case[day].date()) for day in ("start", "end")] == ["2017-03-01", "2018-12-31"]


# From 1 January 2023 the regulations 2022:1467 and 2022:1468 have taken the place of 2015:211 and 2015:210.
@pytest.mark.parametrize(
    ("kind", "form", "decided", "regulation"),
    [
        ("FTG", "Regionalt investeringsstöd", "2022-12-31", "2015:211"),
        ("FTG", "Regionalt investeringsstöd", "2023-01-01", "2022:1467"),
        ("FTG", "Mikrostöd", "2022-12-31", "2015:210"),
        ("FTG", "Mikrostöd", "2023-01-01", "2022:1468"),
        ("FTG", "Mikrostöd", "2014-12-31", ""),
        ("PROJ", "Projektmedel", "2023-01-01", "2003:596"),
        ("KS", "Hemsändningsbidrag", "2016-01-01", "2000:284"),
        ("FTG", "Transportbidrag", "2020-01-01", "2000:281"),
    ],
)
def test_a_decision_gets_the_regulation_in_force_on_its_day(desk, kind, form, decided, regulation):
    change = {"stodtyp": kind, "stodform": form, "beslutsdatum": decided, "beslut_ar": "", "trans_ar": "2024"}
    desk.csv(change, years=[2014, 2024])
    assert desk.case()["regulation"] == regulation


def test_a_decision_of_which_only_the_year_is_known_gets_the_regulation_of_that_year(desk):
    rows = ({"arende": year, "beslut_ar": year, "trans_ar": "2023"} for year in ("2022", "2023"))
    desk.csv(*rows, years=[2022, 2023])
    assert desk.read().cases["regulation"].tolist() == ["2015:211", "2022:1467"]


def test_all_of_jämtland_was_support_area_a_until_the_new_map_of_january_2022(desk):
    days = ("2022-01-24", "2022-01-25")
    desk.csv(
        *({"arende": day, "beslutsdatum": day, "beslut_ar": "", "trans_ar": "2022"} for day in days), years=[2022, 2022]
    )
    assert desk.read().cases["support_area"].tolist() == ["A", ""]


def test_a_recipient_has_one_code_however_its_number_is_written(desk):
    numbers = ("009900-0019", "0099000019", "16 009900-0019", "99000019")
    desk.csv(*({"arende": f"A{n}", "organisationsnummer": number} for n, number in enumerate(numbers)))
    assert set(desk.read().cases["recipient"]) == {"M00001"}


def test_a_recipient_is_known_by_its_name_where_the_number_is_missing(desk):
    desk.csv(
        {"namn": "Exempelbolaget AB"},
        {"arende": "A2", "organisationsnummer": "", "namn": "EXEMPELBOLAGET  AB"},
        {"arende": "A3", "organisationsnummer": "", "namn": "Ett annat AB"},
    )
    assert desk.read().cases["recipient"].tolist() == ["M00001", "M00001", "M00002"]


def test_a_recipient_has_the_same_code_in_all_files(desk):
    desk.csv({}, {"arende": "A2", "organisationsnummer": "009900-0027"}, name="en.csv")
    desk.csv({"arende": "B1", "organisationsnummer": "009900-0027"}, {"arende": "B2"}, name="två.csv")
    assert desk.read().cases["recipient"].tolist() == ["M00001", "M00002", "M00002", "M00001"]


def test_ärenden_without_a_recipient_are_recipients_of_their_own_and_told(desk):
    desk.csv({"organisationsnummer": ""}, {"arende": "A2", "organisationsnummer": ""})
    read = desk.read()
    assert read.cases["recipient"].nunique() == 2
    assert read.findings["rule"].tolist() == ["recipient_unknown"] * 2


def test_two_recipients_in_one_ärende_stop_the_file_without_telling_who_they_are(desk):
    desk.csv({}, {"organisationsnummer": "501399-0017"})
    found = only(desk.findings())
    assert found.startswith("egen.csv row 2: recipient is another than in row 3 of ärende A1, allowed: one an ärende")
    assert "501399" not in found


@pytest.mark.parametrize(
    ("number", "form", "person"),
    [
        ("501399-0017", "", True),  # the third digit is of a month
        ("19501399-0017", "", True),
        ("009900-0019", "", False),
        ("009900-0019", "Enskild firma", True),
        ("", "Enskild näringsidkare", True),
        ("", "Aktiebolag", False),
    ],
)
def test_a_sole_trader_is_known_by_organisation_form_or_personal_number(desk, number, form, person):
    desk.csv({"organisationsnummer": number, "organisationsform": form})
    assert desk.case()["sole_trader"] == person


@pytest.mark.parametrize(
    ("change", "own", "part_owned"),
    [
        ({"egen_organisation": "egen"}, True, False),
        ({"egen_organisation": "Ja"}, True, False),
        ({"egen_organisation": "delägd"}, False, True),
        ({"namn": "REGION JÄMTLAND HÄRJEDALEN"}, True, False),
        ({"organisationsnummer": "2321000214"}, True, False),
        ({"namn": "Torsta AB"}, False, True),
        ({"namn": "Torsta AB", "egen_organisation": "nej"}, False, False),
        ({"namn": "Exempelbolaget AB"}, False, False),
    ],
)
def test_the_region_itself_and_what_it_owns_a_part_of_are_known_by_flag_name_or_number(desk, change, own, part_owned):
    desk.csv(change)
    assert desk.case()[["own", "part_owned"]].tolist() == [own, part_owned]


ANOTHER_LAYOUT = """
title: Kommunens register
columns:
  case: Diarienummer
  form: Stöd
  region: Ort
  granted: Beslutat
  paid: Utbetalt
  paid_date: Betaldag
  decided: Beslutsdag
  led_by: Ledning
  recipient_number: Org.nr
values:
  led_by: {K: ["1"], M: ["2"]}
  form: {Projektmedel: [P-medel]}
"""


def test_another_export_is_read_by_a_mapping_alone(desk):
    desk.settings(layouts={"register": yaml.safe_load(ANOTHER_LAYOUT)})
    desk.table(
        [
            ["Diarienummer", "Stöd", "Ort", "Ledning", "Org.nr", "Beslutsdag", "Beslutat", "Betaldag", "Utbetalt"],
            ["RUN/1/2017", "RIS", "Sveg", "1", "009900-0019", "3 maj 2017", "1.250.000,00", "2017-06-01", "500.000,00"],
            ["RUN/1/2017", "RIS", "Sveg", "1", "009900-0019", "3 maj 2017", "1.250.000,00", "2018-02-01", "-20.000,00"],
            ["RUN/2/2017", "P-medel", "Åre kommun", "2", "009900-0027", "20170910", "80000", "2017-12-24", "80000"],
        ],
        mark=",",
        layout="register",
    )  # fmt: skip
    read = desk.read()
    columns = ["case", "kind", "form", "region", "decision_year", "granted", "led_by", "recipient"]
    assert read.cases[columns].values.tolist() == [
        ["RUN/1/2017", "FTG", "Regionalt investeringsstöd", "2361", 2017, 1_250_000, "K", "M00001"],
        ["RUN/2/2017", "PROJ", "Projektmedel", "2321", 2017, 80_000, "M", "M00002"],
    ]
    assert read.payments.values.tolist() == [
        ["RUN/1/2017", 2017, 500_000.0],
        ["RUN/1/2017", 2018, -20_000.0],
        ["RUN/2/2017", 2017, 80_000.0],
    ]


def test_a_payment_on_a_day_before_the_decision_is_found_where_days_are_known(desk):
    desk.settings(layouts={"register": yaml.safe_load(ANOTHER_LAYOUT)})
    desk.table(
        [
            ["Diarienummer", "Stöd", "Ort", "Beslutsdag", "Beslutat", "Betaldag", "Utbetalt"],
            ["1", "RIS", "Sveg", "2017-05-03", "100", "2017-05-02", "100"],
        ],
        layout="register",
    )
    assert only(desk.findings()).startswith(
        "egen.csv row 2: Betaldag 2017-05-02, allowed: not before the decision 2017-05-03"
    )


def test_every_rule_says_in_swedish_what_was_found_and_what_is_done():
    for rule in RULES.values():
        assert rule.title[0].isupper()
        assert rule.kept.endswith(".")
