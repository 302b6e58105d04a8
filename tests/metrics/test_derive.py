"""Indicators are computed from the raw tables by the register's word, once."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from vagar_lib.errors import BadInput
from vagar_lib.indicator_entry import Indicator, Span, Vocabulary
from vagar_lib.indicators import Register, register
from vagar_lib.metrics import derive
from vagar_lib.sources import provenance, store

WORDS = Vocabulary(themes=[], units={}, amounts=[])
ENTRY = {
    "id": "matt",
    "title": "Mått",
    "label": "Mått",
    "definition": "Ett mått.",
    "unit": "procent",
    "decimals": 1,
    "direction": "higher",
    "sdg": [],
    "dimension": "social",
    "theme": "Befolkning",
    "levels": ["riket", "län", "kommun"],
    "sex": True,
}


def entry(*sources, **fields) -> Register:
    return Register([Indicator.model_validate(ENTRY | fields | {"sources": list(sources)})], WORDS)


def table(*rows: dict, source: str = "snapshot/tabell") -> pd.DataFrame:
    usual = {"region": "23", "period": "2024", "sex": "T", "status": "", "source": source}
    frame = pd.DataFrame([usual | row for row in rows])
    frame.insert(2, "year", frame["period"].str.extract(r"(\d{4})(?:-\d\d)?$", expand=False).astype(int))
    return frame.assign(value=frame["value"].astype(float))


def computed(wanted: Register, additive=(), **tables: pd.DataFrame) -> pd.DataFrame:
    return derive.observations(wanted, tables.__getitem__, additive)


def formula(text: str, **inputs) -> dict:
    return {"formula": text, "inputs": inputs}


def test_a_table_becomes_observations_with_period_and_source_kept():
    folk = table({"value": 130000, "period": "2021-2024"}, source="snapshot/folk")
    result = computed(entry({"table": "folk"}), folk=folk)
    assert result.to_dict("records") == [
        {
            "indicator": "matt",
            "region": "23",
            "period": "2021-2024",
            "year": 2024,
            "sex": "T",
            "value": 130000.0,
            "status": "",
            "source": "snapshot/folk",
        }
    ]


def test_where_picks_a_code_a_list_or_a_range_of_whole_numbers():
    people = table(*({"age": str(age), "value": 10**age} for age in range(5)))
    for where, expected in [
        ({"age": "2"}, 100),
        ({"age": ["0", "4"]}, 10001),
        ({"age": {"from": 1, "to": 3}}, 1110),
    ]:
        result = computed(entry({"table": "people", "where": where}), {"people"}, people=people)
        assert result["value"].tolist() == [expected]


def test_rows_are_summed_only_in_an_additive_table():
    people = table({"age": "1", "value": 1}, {"age": "2", "value": 2})
    assert computed(entry({"table": "people"}), {"people"}, people=people)["value"].tolist() == [3]
    with pytest.raises(BadInput, match=r"indicators\.yml, matt: table people has several rows for region 23"):
        computed(entry({"table": "people"}), people=people)


def test_a_sum_with_a_missing_part_is_missing_with_the_status_of_the_part():
    people = table(
        {"age": "1", "value": 5, "status": "preliminary"},
        {"age": "2", "value": math.nan, "status": "secret"},
        {"age": "1", "value": 5, "status": "preliminary", "region": "22"},
        {"age": "2", "value": 6, "region": "22"},
    )
    result = computed(entry({"table": "people"}), {"people"}, people=people).set_index("region")
    assert math.isnan(result.at["23", "value"])
    assert result.at["23", "status"] == "secret"
    assert result.at["22", "value"] == 11
    assert result.at["22", "status"] == "preliminary"


def test_a_sum_lacking_a_row_that_others_have_is_missing_and_not_too_small():
    people = table(
        {"age": "1", "value": 5},
        {"age": "1", "value": 7, "region": "22"},
        {"age": "2", "value": 8, "region": "22"},
        {"age": "1", "value": 4, "period": "2010"},  # no region had the second class that year
        {"age": "1", "value": 3, "period": "2010", "region": "22"},
    )
    result = computed(entry({"table": "people"}), {"people"}, people=people).set_index(["region", "year"])
    assert math.isnan(result.at[("23", 2024), "value"])
    assert result.at[("23", 2024), "status"] == "not_collected"
    assert result.at[("22", 2024), "value"] == 15
    assert result.at[("23", 2010), "value"] == 4


def test_a_formula_reads_as_arithmetic():
    parts = {
        "births": table({"value": 30}),
        "deaths": table({"value": 20}),
        "population": table({"value": 4000}),
    }
    result = derive.compute("-1000 * (births - 2 * deaths) / population + 0.5", parts)
    assert result["value"].tolist() == [pytest.approx(3.0)]  # -1000 * (30 - 40) / 4000 + 0.5


def test_a_formula_names_all_its_tables_once():
    a, b = table({"value": 1}, source="x/a"), table({"value": 2}, source="x/b")
    assert derive.compute("p / q / r", {"p": a, "q": b, "r": a})["source"].tolist() == ["x/a; x/b"]


def test_a_formula_is_computed_for_each_sex_that_all_inputs_have():
    women = table({"value": 1, "sex": "K"}, {"value": 2, "sex": "M"}, {"value": 3})
    all_of = table({"value": 10, "sex": "K"}, {"value": 30})
    result = derive.compute("100 * part / whole", {"part": women, "whole": all_of}).set_index("sex")["value"]
    assert result.to_dict() == {"K": 10, "T": 10}


def test_lag_takes_the_value_of_an_earlier_year_and_nothing_where_there_is_none():
    folk = table(*({"period": str(year), "value": value} for year, value in [(2020, 100), (2021, 110), (2023, 120)]))
    change = formula("100 * (now - before) / before", now={"table": "folk"}, before={"table": "folk", "lag": 1})
    result = computed(entry(change), folk=folk)
    assert result[["period", "value"]].to_numpy().tolist() == [["2021", 10.0]]


def test_division_by_zero_is_missing_and_not_computable():
    cars = {"all": table({"value": 0}), "chargeable": table({"value": 0})}
    result = derive.compute("100 * chargeable / all", cars)
    assert result["value"].isna().all()
    assert result["status"].tolist() == ["not_computable"]


def test_division_by_a_zero_that_is_written_out_is_not_computable_either():
    result = derive.compute("a / (2 - 2)", {"a": table({"value": 1})})
    assert result["status"].tolist() == ["not_computable"]


def test_a_missing_input_gives_missing_with_that_inputs_status():
    parts = {
        "a": table({"value": 1, "status": "preliminary"}),
        "b": table({"value": math.nan, "status": "secret"}),
    }
    result = derive.compute("a / b", parts)
    assert result["value"].isna().all()
    assert result["status"].tolist() == ["secret"]


def test_a_soft_input_makes_the_result_soft():
    parts = {"a": table({"value": 1}), "b": table({"value": 2, "status": "preliminary"})}
    result = derive.compute("a / b", parts)
    assert result[["value", "status"]].to_numpy().tolist() == [[0.5, "preliminary"]]


def test_a_formula_needs_one_period_a_year():
    monthly = table({"period": "2024-01", "value": 1}, {"period": "2024-02", "value": 2})
    with pytest.raises(BadInput, match="matt: table monthly has several periods a year, a formula needs one"):
        computed(entry(formula("2 * a", a={"table": "monthly"})), monthly=monthly)


def test_a_wanted_sex_makes_a_value_about_both_comparable():
    turnout = table({"value": 87, "sex": "K"}, {"value": 85, "sex": "M"}, {"value": 86})
    gap = formula(
        "women - men",
        women={"table": "turnout", "where": {"sex": "K"}},
        men={"table": "turnout", "where": {"sex": "M"}},
    )
    result = computed(entry(gap, sex=False), turnout=turnout)
    assert result[["sex", "value"]].to_numpy().tolist() == [["T", 2.0]]


def test_an_indicator_not_split_by_sex_keeps_both_together_only():
    folk = table({"value": 1, "sex": "K"}, {"value": 2, "sex": "M"}, {"value": 3})
    assert computed(entry({"table": "folk"}, sex=False), folk=folk)["value"].tolist() == [3]
    assert sorted(computed(entry({"table": "folk"}, sex=True), folk=folk)["sex"]) == ["K", "M", "T"]


def test_only_the_levels_of_the_entry_are_kept():
    folk = table(*({"region": code, "value": 1} for code in ("00", "23", "2303", "SE32")))
    assert computed(entry({"table": "folk"}, levels=["län"]), folk=folk)["region"].tolist() == ["23"]
    assert computed(entry({"table": "folk"}), folk=folk)["region"].tolist() == ["00", "23", "2303"]


def test_a_later_source_fills_what_an_earlier_one_lacks():
    first = table({"value": 86, "period": "2022"}, source="x/first")
    second = table({"value": 99, "period": "2022"}, {"value": 82, "period": "2026"}, source="x/second")
    result = computed(entry({"table": "first"}, {"table": "second"}), first=first, second=second)
    assert result[["period", "value", "source"]].to_numpy().tolist() == [
        ["2022", 86.0, "x/first"],
        ["2026", 82.0, "x/second"],
    ]


def test_a_kolada_source_has_no_rows_until_it_is_fetched():
    result = computed(entry({"kolada": "N00905"}))
    assert result.empty
    assert list(result.columns) == derive.COLUMNS


def test_an_entry_that_does_not_fit_its_table_is_told_with_what_there_is():
    change = table({"component": "births", "value": 1})
    wrong = Register(
        [
            Indicator.model_validate(ENTRY | {"id": id, "sources": [{"table": "change", "where": where}]})
            for id, where in [("a", {"component": "brths"}), ("b", {"part": "births"}), ("c", {"component": SPAN})]
        ],
        WORDS,
    )
    with pytest.raises(BadInput) as error:
        computed(wrong, change=change)
    assert error.value.findings == [
        "parameters/indicators.yml, a: where component 'brths' is in no row of table change; it has: births",
        "parameters/indicators.yml, b: where 'part' is no dimension of table change; it has: sex, component",
        "parameters/indicators.yml, c: where component is a span; table change has codes that are no whole numbers",
    ]


SPAN = Span.model_validate({"from": 1, "to": 2})


def value(id: str, region: str, year: int, sex: str = "T") -> float:
    rows = store.observations(id, regions=region, since=year, until=year, sex=sex)
    assert len(rows) == 1
    return rows["value"].item()


# Worked by hand from the raw tables; the sums are written out.
@pytest.mark.parametrize(
    ("id", "region", "year", "sex", "expected"),
    [
        ("N01951", "23", 2024, "T", 132839),
        ("N01951", "23", 2025, "T", 132736),
        ("utslapp_totalt", "23", 2023, "T", 417020.06),
        # the county's emissions over its population on 31 December
        ("utslapp_per_invanare", "23", 2023, "T", 417020.06 / 132572),
        ("utslapp_transporter_per_invanare", "23", 2023, "T", 175632.13 / 132572),
        ("utslapp_jordbruk_per_invanare", "23", 2023, "T", 104311.26 / 132572),
        ("utslapp_arbetsmaskiner_per_invanare", "23", 2023, "T", 79806.73 / 132572),
        # women and men 0-19, 65+ and 20-64: 29 305, 32 047 and 71 085 of 132 437 persons
        ("forsorjningskvot_alder", "23", 2022, "T", (14185 + 15120 + 16551 + 15496) / (34456 + 36629)),
        ("andel_under_20", "23", 2022, "T", 100 * 29305 / 132437),
        ("andel_65_plus", "23", 2022, "T", 100 * 32047 / 132437),
        ("andel_80_plus", "23", 2022, "K", 100 * 4846 / 65192),
        ("N00927", "23", 2022, "T", 0.861),
        # Åre grew from 12 464 to 12 693, by 229: births 138, deaths 103, net migration 194
        ("N01963", "2321", 2024, "T", 100 * 229 / 12464),
        ("fodelseoverskott_per_1000", "2321", 2024, "T", 1000 * 35 / 12578.5),
        ("fodda_per_1000", "2321", 2024, "T", 1000 * 138 / 12578.5),
        ("doda_per_1000", "2321", 2024, "T", 1000 * 103 / 12578.5),
        ("flyttnetto_per_1000", "2321", 2024, "T", 1000 * 194 / 12578.5),
        ("flyttnetto_eget_lan_per_1000", "2321", 2024, "T", 1000 * -73 / 12578.5),
        ("flyttnetto_ovriga_sverige_per_1000", "2321", 2024, "T", 1000 * 234 / 12578.5),
        ("flyttnetto_utlandet_per_1000", "2321", 2024, "T", 1000 * 33 / 12578.5),
        # women with three years or more: 12 116 and 235 researchers of 44 673 with a known level
        ("eftergymnasial_3_ar", "23", 2022, "K", 100 * 12351 / 44673),
        ("eftergymnasial_3_ar", "23", 2022, "M", 100 * 6927 / 46806),
        ("eftergymnasial_3_ar", "23", 2022, "T", 100 * 19278 / 91479),
        ("hogst_forgymnasial", "23", 2022, "M", 100 * (960 + 7003) / 46806),
        ("konsgap_eftergymnasial", "23", 2022, "T", 100 * 12351 / 44673 - 100 * 6927 / 46806),
        ("konsgap_valdeltagande", "2303", 2018, "T", 87 - 85),
        ("N05403", "2303", 2018, "K", 87),
        ("N05403", "2303", 2026, "T", 82.18),
        ("nya_laddbara_bilar", "23", 2024, "T", 100 * 760 / 1604),
        ("gastnatter_per_invanare", "2321", 2024, "T", 484616 / 12693),
        ("fardigstallda_bostader_per_1000", "2321", 2024, "T", 1000 * 36 / 12693),
    ],
)
def test_the_real_figures_agree_with_a_hand_calculation(built, id, region, year, sex, expected):
    assert value(id, region, year, sex) == pytest.approx(expected, rel=1e-9)


def test_a_municipality_whose_education_level_lacks_a_row_is_missing_with_a_reason(built):
    # Upplands Väsby has no row for less than nine years of school, so its shares would be too high or too low.
    rows = store.observations("hogst_forgymnasial", regions="0114", sex=None)
    assert len(rows) == 6
    assert rows["value"].isna().all()
    assert set(rows["status"]) == {"not_collected"}


def test_every_entry_with_a_table_of_its_own_has_data_for_some_region(built):
    filled = set(store.observations(sex=None).dropna(subset=["value"])["indicator"])
    there = set(provenance.all_tables())
    stored = {
        one.id
        for one in register()
        if any(not hasattr(source, "kolada") and source.tables <= there for source in one.sources)
    }
    assert stored - filled == set()
    assert len(stored) >= 135


def test_every_value_has_one_row_and_every_gap_a_reason(built):
    values = store.observations(sex=None)
    assert not values.duplicated(["indicator", "region", "period", "sex"]).any()
    assert (values.loc[values["value"].isna(), "status"] != "").all()


def test_all_indicators_of_the_health_table_are_in_the_register(built):
    listed = set(store.table("halsa_vard_lan")["indicator"])
    inputs = [
        part
        for one in register()
        for source in one.sources
        for part in getattr(source, "inputs", {"": source}).values()
        if getattr(part, "table", "") == "halsa_vard_lan"
    ]
    assert {part.where["indicator"] for part in inputs} == listed
    assert len(listed) == 105


def test_a_fetched_key_figure_wins_over_the_tables_after_it_and_they_fill_what_it_lacks():
    wanted = entry({"kolada": "N00001"}, {"table": "shipped"})
    tables = {
        "N00001": table({"value": 10}, source="kolada/N00001"),
        "shipped": table({"value": 1}, {"value": 2, "period": "2023"}),
    }
    result = derive.observations(wanted, tables.__getitem__, fetched=tables)
    assert result[["period", "value", "source"]].values.tolist() == [
        ["2023", 2.0, "snapshot/tabell"],
        ["2024", 10.0, "kolada/N00001"],
    ]


def test_tables_that_are_yet_to_be_fetched_have_no_rows():
    parts = {"a": {"table": "later"}, "b": {"table": "shipped"}}
    wanted = entry({"kolada": "N00001"}, {"table": "later"}, formula("a / b", **parts), {"table": "shipped"})
    tables = {"shipped": table({"value": 1})}
    result = derive.observations(wanted, tables.__getitem__, fetched=tables)
    assert result["value"].tolist() == [1.0]
