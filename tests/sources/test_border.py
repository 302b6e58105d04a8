"""The border: one kind of bad input at a time, several at once, and what good input becomes."""

import math
import re

import pytest

from vagar_lib import paths
from vagar_lib.errors import BadInput
from vagar_lib.sources.border import read_raw

GOOD = "region,period,value\n23,2023,10\n23,2024,12.5\n"


def findings(name="mått"):
    with pytest.raises(BadInput) as caught:
        read_raw(name)
    return caught.value.findings


def only_finding(name="mått"):
    (finding,) = findings(name)
    return finding


@pytest.fixture(autouse=True)
def _small(small):
    """Every test here has a project of its own."""


def test_good_rows_come_out_typed_in_one_shape(write_table):
    write_table("mått", GOOD)
    table = read_raw("mått")
    assert table.columns.tolist() == ["region", "period", "year", "sex", "value", "status", "source"]
    assert table.iloc[1].tolist() == ["23", "2024", 2024, "T", 12.5, "", "egna/mått"]
    assert table["value"].dtype == "float64"


@pytest.mark.parametrize(("period", "year"), [("2024", 2024), ("2024-03", 2024), ("2022-2025", 2025)])
def test_the_year_is_the_one_in_which_the_period_ends(write_table, period, year):
    write_table("mått", f"region,period,value\n23,{period},1\n")
    assert read_raw("mått")["year"].tolist() == [year]


def test_a_missing_column_is_named_with_those_found(write_table):
    write_table("mått", "region,value\n23,1\n")
    assert only_finding() == "data/raw/egna/mått.csv: column 'period' is missing, found: region, value"


def test_an_unknown_column_is_named_with_those_allowed(write_table):
    write_table("mått", "region,period,antal,value\n23,2024,1,1\n")
    finding = only_finding()
    assert finding.startswith(
        "data/raw/egna/mått.csv: column 'antal' is unknown, allowed: region, period, value"
    )


def test_semicolons_between_columns_are_recognised(write_table):
    write_table("mått", "region;period;value\n23;2024;1\n")
    assert any("comma between columns" in finding for finding in findings())


def test_a_duplicate_key_names_its_row_and_key(write_table):
    write_table("mått", GOOD + "23,2024,13\n")
    finding = only_finding()
    assert finding.startswith("data/raw/egna/mått.csv row 4: duplicate key region '23', period '2024'")


def test_a_code_outside_the_register_is_refused(write_table):
    write_table("mått", "region,period,value\n2399,2024,1\n")
    finding = only_finding()
    assert finding.startswith("data/raw/egna/mått.csv row 2: region '2399', allowed: a code of the register")


def test_a_region_of_a_level_that_is_not_declared_is_refused(write_table):
    write_table("mått", "region,period,value\n2303,2024,1\n", levels=["län"])
    assert only_finding().endswith("row 2: region '2303', allowed: a code of the register (län)")


def test_a_declared_code_outside_the_register_is_welcome(write_table):
    write_table("mått", "region,period,value\nSE32,2015,1\n", levels=[], extra_regions=["SE32"])
    assert read_raw("mått")["region"].tolist() == ["SE32"]


def test_a_number_with_a_comma_is_refused(write_table):
    write_table("mått", 'region,period,value\n23,2024,"12,5"\n')
    expected = "row 2: value '12,5', allowed: a number with decimal point, such as 12.5"
    assert only_finding() == f"data/raw/egna/mått.csv {expected}"


@pytest.mark.parametrize("value", ["1 000", "..", "12%", "−5", "nan", "inf", "1e", "१२"])
def test_what_is_not_a_plain_number_is_refused(write_table, value):
    write_table("mått", f"region,period,value\n23,2024,{value}\n")
    assert f"value '{value}'" in only_finding()


def test_a_fraction_is_refused_where_whole_numbers_are_declared(write_table):
    write_table("mått", GOOD, value={"type": "integer"})
    assert only_finding().endswith("row 3: value '12.5', allowed: a whole number")


def test_an_empty_value_needs_a_status(write_table):
    write_table("mått", "region,period,value\n23,2024,\n")
    assert "row 2: value is empty without a status that says why, allowed: secret, not_coll" in only_finding()


def test_a_value_and_a_status_that_says_there_is_none_contradict(write_table):
    write_table("mått", "region,period,value,status\n23,2024,3,secret\n")
    assert only_finding().endswith("row 2: value '3' has status 'secret', allowed: no value")


def test_an_unknown_status_is_told_which_there_are(write_table):
    write_table("mått", "region,period,value,status\n23,2024,3,okej\n")
    assert "row 2: status 'okej', allowed: (empty), secret, not_collected, preliminary" in only_finding()


@pytest.mark.parametrize("period", ["24", "2024-13", "2024K1", "2024/2025", ""])
def test_a_period_of_no_known_form_is_refused(write_table, period):
    write_table("mått", f"region,period,value\n23,{period},1\n")
    assert f"row 2: period '{period}', allowed: a year (2024), a month (2024-03)" in only_finding()


def test_a_span_that_ends_before_it_begins_is_refused(write_table):
    write_table("mått", "region,period,value\n23,2025-2022,1\n")
    assert "period '2025-2022', allowed: the first year before the last" in only_finding()


def test_an_unknown_sex_is_refused(write_table):
    write_table("mått", "region,period,sex,value\n23,2024,F,1\n", dimensions={"sex": ["K", "M", "T"]})
    assert only_finding().endswith("row 2: sex 'F', allowed: K, M, T")


def test_a_dimension_code_that_is_not_declared_is_refused(write_table):
    kinds = {"kind": {"all": "Alla", "electric": "Elbilar"}}
    write_table("mått", "region,period,kind,value\n23,2024,diesel,1\n", dimensions=kinds)
    assert only_finding().endswith("row 2: kind 'diesel', allowed: all, electric")


def test_a_value_out_of_range_is_refused(write_table):
    write_table("mått", "region,period,value\n23,2023,-1\n23,2024,101\n", value={"min": 0.0, "max": 100.0})
    assert findings() == [
        "data/raw/egna/mått.csv row 2: value -1, allowed: 0 or more",
        "data/raw/egna/mått.csv row 3: value 101, allowed: 100 or less",
    ]


def test_a_file_changed_since_its_provenance_was_written_is_refused_with_the_sha256_found(write_table):
    path = write_table("mått", GOOD)
    path.write_text(GOOD + "23,2025,14\n", encoding="utf-8")
    assert re.match(r"data/raw/egna/mått\.csv: sha256 is [0-9a-f]{64}, its provenance says", only_finding())


def test_a_provenance_without_its_csv_is_named(write_table):
    write_table("mått", GOOD).unlink()
    assert only_finding() == "data/raw/egna/mått.csv is missing: mått.yml beside it describes it"


def test_a_csv_without_its_provenance_is_named(write_table):
    write_table("mått", GOOD).with_suffix(".yml").unlink()
    assert only_finding().startswith("data/raw/egna/mått.yml is missing")


def test_an_unknown_table_suggests_those_close_to_it(write_table):
    write_table("folkmangd", GOOD)
    assert "table 'folkmängd' does not exist in data/raw; did you mean folkmangd?" in only_finding(
        "folkmängd"
    )


def test_a_file_in_another_encoding_is_refused(write_table):
    write_table("mått", GOOD).write_bytes("region,period,value\n23,2024,å\n".encode("latin-1"))
    assert "is not UTF-8" in only_finding()


def test_a_row_with_too_many_cells_is_refused(write_table):
    write_table("mått", GOOD + "23,2025,12,5\n")
    assert "is not a CSV" in only_finding()


def test_an_empty_file_is_refused(write_table):
    write_table("mått", "")
    assert "is not a CSV" in only_finding()


def test_every_finding_is_reported_at_once(write_table):
    rows = ["2399,2024,1", '23,2024,"12,5"', "23,24,1", "23,2022,", "2303,2020,1", "2303,2020,2"]
    write_table("mått", "region,period,value,fel\n" + "".join(f"{row},x\n" for row in rows))
    found = "\n".join(findings())
    for part in (
        "column 'fel' is unknown",
        "row 2: region '2399'",
        "row 3: value '12,5'",
        "row 4: period '24'",
        "row 5: value is empty",
        "row 7: duplicate key",
    ):
        assert part in found


def test_a_file_of_many_alike_findings_shows_ten_and_counts_the_rest(write_table):
    write_table("mått", "region,period,value\n" + "".join(f"23,{1950 + i},x\n" for i in range(30)))
    found = findings()
    assert len(found) == 11
    assert found[-1] == "data/raw/egna/mått.csv: 20 more rows like the one above"


def test_checking_writes_nothing(write_table):
    write_table("mått", "region,period,value\n2399,2024,1\n")
    findings()
    assert not paths.processed().exists()


def test_a_missing_value_stays_missing_with_its_reason(write_table):
    write_table("mått", "region,period,value,status\n23,2023,0,\n23,2024,,secret\n")
    table = read_raw("mått")
    assert table["value"].iloc[0] == 0
    assert math.isnan(table["value"].iloc[1])
    assert table["status"].tolist() == ["", "secret"]


def test_both_sexes_together_are_the_sum_where_the_table_has_only_women_and_men(write_table):
    write_table(
        "mått",
        "region,period,sex,value\n23,2024,K,5\n23,2024,M,7\n",
        dimensions={"sex": ["K", "M"]},
        additive=True,
    )
    both = read_raw("mått").set_index("sex")["value"]
    assert both.to_dict() == {"K": 5, "M": 7, "T": 12}


def test_a_published_total_is_kept_as_published(write_table):
    # Cell Key Method: the total need not be the sum.
    write_table(
        "mått",
        "region,period,sex,value\n23,2025,K,5\n23,2025,M,7\n23,2025,T,13\n",
        dimensions={"sex": ["K", "M", "T"]},
        additive=True,
    )
    assert read_raw("mått").set_index("sex")["value"].to_dict() == {"K": 5, "M": 7, "T": 13}


def test_a_total_of_something_missing_is_missing_too(write_table):
    write_table(
        "mått",
        "region,period,sex,value,status\n23,2024,K,,secret\n23,2024,M,7,\n23,2023,K,4,\n",
        dimensions={"sex": ["K", "M"]},
        additive=True,
    )
    total = read_raw("mått").query("sex == 'T'")
    assert total["period"].tolist() == ["2024"]  # 2023 lacks men, so nothing is said about both
    assert total["value"].isna().all()
    assert total["status"].tolist() == ["secret"]


def test_shares_are_never_added_up_to_both_sexes(write_table):
    write_table("mått", "region,period,sex,value\n23,2024,K,5\n23,2024,M,7\n", dimensions={"sex": ["K", "M"]})
    assert read_raw("mått")["sex"].tolist() == ["K", "M"]


COLUMNS = {
    "case": {"type": "text", "description": "Ärende"},
    "amount": {"type": "integer", "description": "Belopp", "optional": True},
    "start": {"type": "date", "description": "Start"},
    "open": {"type": "boolean", "description": "Öppet"},
    "place": {"type": "region", "description": "Plats"},
}


def register(rows):
    return "case,amount,start,open,place\n" + "".join(f"{row}\n" for row in rows)


def test_a_register_like_table_is_typed_as_it_declares(write_table):
    rows = ["a,100,2024-01-31,true,23", "b,,2024-02-29,false,2303"]
    write_table("ärenden", register(rows), kind="register", columns=COLUMNS, key=["case"])
    table = read_raw("ärenden")
    assert table["amount"].sum() == 100
    assert table["amount"].isna().tolist() == [False, True]
    assert table["start"].dt.month.tolist() == [1, 2]
    assert table["open"].tolist() == [True, False]


def test_findings_in_a_register_like_table_name_row_and_column(write_table):
    rows = ["a,1.5,31/1 2024,ja,9999", "a,1,2024-01-31,true,23", ",1,2024-01-31,true,23"]
    write_table("ärenden", register(rows), kind="register", columns=COLUMNS, key=["case"])
    found = "\n".join(findings("ärenden"))
    for part in (
        "row 2: amount '1.5', allowed: a whole number",
        "row 2: start '31/1 2024', allowed: a date, such as 2024-12-31",
        "row 2: open 'ja', allowed: true, false",
        "row 2: place '9999', allowed: a code of the register",
        "row 3: duplicate key case 'a'",
        "row 4: case '', allowed: any text but not empty",
    ):
        assert part in found
