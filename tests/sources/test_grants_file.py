"""Files as they come: whatever they are called, however they are encoded, wherever their header is."""

from datetime import date

import pytest

from vagar_lib import paths
from vagar_lib.sources import grants_settings

PAID_TWICE = ({"utbet_belopp": "40 000"}, {"utbet_belopp": "-500,50", "trans_ar": "2018"})


def only(findings):
    assert len(findings) == 1, findings
    return findings[0]


def test_a_csv_with_semicolons_is_read(desk):
    desk.csv(*PAID_TWICE)
    assert desk.case()["granted"] == 100_000
    assert desk.read().payments.values.tolist() == [["A1", 2017, 40_000.0], ["A1", 2018, -500.5]]


@pytest.mark.parametrize("mark", [",", "\t", "|"])
def test_a_csv_may_have_another_separator(desk, mark):
    desk.table(desk.rows(*PAID_TWICE), mark=mark)
    assert desk.read().payments["paid"].tolist() == [40_000, -500.5]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16"])
def test_a_csv_may_have_any_encoding_that_swedish_systems_write(desk, encoding):
    text = "\r\n".join(";".join(row) for row in desk.rows({"arbetsstalle": "Östersund"}))
    desk.file(text.encode(encoding))
    assert desk.case()["region"] == "2380"


def test_a_csv_may_mix_encodings_from_line_to_line(desk):
    rows = [";".join(row) for row in desk.rows({"arbetsstalle": "Östersund"}, {"arende": "A2", "arbetsstalle": "Åre"})]
    desk.file("\n".join(rows[:2]).encode("utf-8-sig") + b"\n" + rows[2].encode("cp1252"))
    assert desk.read().cases["region"].tolist() == ["2380", "2321"]


def test_a_workbook_is_read_with_its_own_numbers_and_dates(desk):
    header, row = desk.rows({"beslutsdatum": date(2017, 5, 3), "beviljat_belopp": 100_000, "utbet_belopp": 12.5})
    row[header.index("arende")], row[header.index("trans_ar")] = 20170012, 2017
    desk.excel([header, row])
    case = desk.case()
    assert (case["case"], case["granted"], str(case["decided"].date())) == ("20170012", 100_000, "2017-05-03")
    assert desk.read().payments["paid"].tolist() == [12.5]


@pytest.mark.parametrize("name", ["egen.csv", "egen.xlsx"])
def test_a_header_on_row_4_is_found_by_its_names_and_rows_keep_their_numbers(desk, name):
    rows = [["Uttag 2024-01-15"], [], ["beviljat_belopp i kronor"], *desk.rows({"trans_ar": "1916"})]
    desk.table(rows) if name.endswith("csv") else desk.excel(rows)
    assert only(desk.findings()) == f"{name} row 5: trans_ar '1916', allowed: a year from 1990 to 2026"


def test_the_sheet_with_the_header_is_found_behind_a_front_sheet(desk):
    desk.excel([["Läs mig"], ["Så här läser du"]], desk.rows({}))
    assert desk.case()["granted"] == 100_000


def test_a_sheet_may_be_named(desk):
    desk.excel(desk.rows({"arende": "gammal"}), desk.rows({"arende": "ny"}), sheet="Blad2")
    assert desk.case()["case"] == "ny"


def test_a_sheet_that_is_not_there_is_told_with_those_that_are(desk):
    desk.excel(desk.rows({}), sheet="Data")
    assert only(desk.findings()) == "egen.xlsx: has no sheet 'Data', allowed: Blad1"


def test_names_of_columns_may_differ_in_case_and_spaces(desk):
    rows = desk.rows({})
    rows[0] = [f" {name.upper()} " for name in rows[0]]
    desk.table(rows)
    assert desk.case()["granted"] == 100_000


def test_sums_at_the_foot_and_empty_rows_are_left_out(desk):
    header, row = desk.rows({})
    desk.table([header, row, [""] * len(header), [], ["Summa:", "", "", "", "100 000", "40 000"]])
    assert desk.read().cases["case"].tolist() == ["A1"]


def test_a_line_break_within_a_cell_is_no_new_row(desk):
    desk.csv({"nat_strat": "en\nrad till"}, {"trans_ar": "1916"})
    assert only(desk.findings()).startswith("egen.csv row 3: trans_ar '1916'")


def test_a_pdf_that_is_called_xlsx_is_told_to_be_one(desk):
    desk.file(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", name="egen.xlsx")
    expected = "egen.xlsx: is a PDF, allowed: Excel, OpenDocument or CSV; ask for the export in one of them"
    assert only(desk.findings()) == expected


def test_a_page_of_the_web_that_is_called_xls_is_told_to_be_no_workbook(desk):
    desk.file(b"<html><table>", name="egen.xls")
    assert only(desk.findings()).startswith("egen.xls: is not a workbook, allowed: Excel")


def test_a_broken_workbook_is_told_to_be_one(desk):
    desk.file(b"PK\x03\x04 nothing more", name="egen.xlsx")
    assert only(desk.findings()).startswith("egen.xlsx: is not a workbook that can be read")


def test_a_workbook_that_is_called_csv_is_read_even_so(desk):
    path = desk.excel(desk.rows({}))
    content = path.read_bytes()
    path.unlink()
    desk.file(content, name="egen.csv")
    assert desk.case()["granted"] == 100_000


def test_an_empty_sheet_is_told_by_name(desk):
    desk.excel([])
    assert only(desk.findings()) == "egen.xlsx: sheet 'Blad1' is empty, allowed: a header and rows"


def test_an_empty_csv_is_told(desk):
    desk.file(b"\r\n\r\n")
    assert only(desk.findings()) == "egen.csv: the file is empty, allowed: a header and rows"


def test_a_header_without_rows_is_told(desk):
    desk.table(desk.rows())
    assert only(desk.findings()) == "egen.csv: has no rows below its header in row 1"


def test_a_file_of_something_else_is_told_what_is_looked_for(desk):
    desk.table([["datum", "väder"], ["2017-01-01", "snö"]])
    found = only(desk.findings())
    assert found.startswith("egen.csv: has no header: no row of the first 30 has 3 of the layout's names")
    assert "arende, stodtyp, stodform" in found


def test_a_column_that_is_there_twice_is_told(desk):
    header, row = desk.rows({})
    desk.table([[*header, "utbet_belopp"], [*row, "1"]])
    assert only(desk.findings()) == "egen.csv row 1: column 'utbet_belopp' is there 2 times, allowed: once"


def test_a_column_nobody_reads_may_be_there_twice(desk):
    header, row = desk.rows({})
    desk.table([[*header, "anm", "anm"], [*row, "1", "2"]])
    assert desk.case()["granted"] == 100_000


def test_all_columns_that_are_missing_are_told_at_once(desk):
    desk.table([["arende", "stodtyp", "stodform", "arbetsstalle"], ["A1", "FTG", "RIS", "Ragunda"]])
    found = desk.findings()
    assert [line.split(",")[0] for line in found] == [
        "egen.csv row 1: column 'beviljat_belopp' is missing",
        "egen.csv row 1: column 'utbet_belopp' is missing",
        "egen.csv row 1: column 'beslutsdatum or beslut_ar' is missing",
        "egen.csv row 1: column 'trans_ar' is missing",
    ]
    assert found[0].endswith("found: arende, stodtyp, stodform, arbetsstalle")


def test_a_file_that_has_changed_is_told_by_its_checksum(desk):
    path = desk.csv({})
    path.write_bytes(path.read_bytes() + b"\r\n")
    assert only(desk.findings()).startswith("egen.csv: sha256 is ")


def test_a_file_without_provenance_is_told(desk):
    desk.csv({}).with_suffix(".yml").unlink()
    assert only(desk.findings()) == "egen.csv has no provenance: egen.yml beside it is missing"


def test_a_provenance_without_its_file_is_told(desk):
    desk.csv({}).unlink()
    assert only(desk.findings()) == "egen.csv is missing: egen.yml describes it"


def test_a_provenance_says_which_layout_places_and_years(desk):
    desk.csv({}, layout="okänd")
    assert only(desk.findings()) == "egen.yml: layout 'okänd', allowed: arendesystem"
    desk.csv({}, years=[2020, 2016])
    assert "years is not the first and last year of the decisions" in only(desk.findings())
    desk.csv({}, covers=[])
    assert "a grants file declares layout and covers" in only(desk.findings())


def test_files_that_excel_keeps_while_it_is_open_are_not_read(desk):
    path = desk.csv({})
    path.with_name("~$egen.xlsx").write_bytes(b"lock")
    path.with_name(".~lock.egen.csv#").write_bytes(b"lock")
    assert len(desk.read().cases) == 1


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ({"forms": [{"name": "Stöd", "kind": "X"}]}, "form Stöd has kind X, allowed: PROJ, FTG, KS"),
        ({"forms": [{"name": "S", "kind": "KS", "regulations": ["1:1"]}]}, "form S has regulation 1:1, not in reg"),
        ({"report_only": {"egen": ["allt"]}}, "report_only of egen has allt, allowed: conflicting_grant"),
        ({"report_only": {"egen": ["grant_missing"]}}, "report_only of egen has grant_missing, allowed: conflict"),
        ({"layouts": {"ny": {"title": "N", "columns": {"case": "id"}}}}, "'layouts.ny': columns lacks form, region"),
        ({"layouts": {"ny": {"title": "N", "columns": {"namn": "x"}}}}, "columns has namn, allowed: case, form"),
        ({"whole_country": ["Sverige"]}, "field 'whole_country' is unknown"),
    ],
)
def test_what_is_wrong_in_the_settings_is_told(desk, parts, found):
    desk.csv({})
    desk.settings(**parts)
    (line,) = desk.findings()
    assert line.startswith("parameters/grants.yml: ")
    assert found in line


def test_missing_settings_are_told(desk):
    desk.csv({})
    (paths.parameters() / "grants.yml").unlink()
    assert only(desk.findings()) == "parameters/grants.yml is missing: it says how grants files are read"


def test_every_regulation_and_field_has_one_home(desk):
    known = grants_settings.settings()
    numbers = [regulation.sfs for regulation in known.regulations]
    assert len(numbers) == len(set(numbers))
    assert set(known.layouts["arendesystem"].columns) <= set(grants_settings.FIELDS)
