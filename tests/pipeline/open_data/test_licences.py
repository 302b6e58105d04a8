"""Only what may be spread is spread, and what is left out is told."""

from __future__ import annotations

from dataclasses import replace

from tests.pipeline.open_data import made
from vagar_lib.pipeline.open_data import licences, observations, verdicts


def test_a_value_from_a_table_without_a_licence_is_left_out_and_told(sources):
    rows = made.observed(
        ("pris", "23", "2024", 2024, "T", 1, "", "egna/fria"),
        ("pris", "2303", "2024", 2024, "T", 2, "", "egna/okanda"),
        ("antal", "23", "2024", 2024, "T", 3, "", "egna/fria; egna/okanda"),
    )
    [dataset], left_out = observations.datasets(rows, made.REGISTER, made.catalog(), ["23", "2303"])
    assert dataset.frame[["indikator", "omrade"]].values.tolist() == [["pris", "23"]]
    [one] = left_out
    assert (one.title, one.publisher, one.values) == ("Okända tabellen", "Någon", 2)
    assert one.reason == "Källan anger ingen licens"


def test_a_licence_that_nobody_has_listed_does_not_count(sources, write_table):
    write_table("stangda", "region,period,value\n23,2024,1\n", licence="Alla rättigheter förbehållna")
    rows = made.observed(("pris", "23", "2024", 2024, "T", 1, "", "egna/stangda"))
    datasets, [one] = observations.datasets(rows, made.REGISTER, made.catalog(), ["23"])
    assert datasets == []
    assert "Alla rättigheter förbehållna" in one.reason


def test_what_is_computed_from_several_tables_has_the_most_demanding_licence_and_credits_all(datasets):
    free, asked = datasets
    assert [free.licence.id, asked.licence.id] == ["cc0", "egen"]
    assert [source.title for source in asked.sources] == ["Egna tabellen", "Fria tabellen"]
    assert asked.frame["kalla"].tolist() == [f"Myndigheten; {made.HOSTILE}"]


def test_other_places_than_those_of_the_site_are_not_there(sources):
    rows = made.observed(
        ("pris", "23", "2024", 2024, "T", 1, "", "egna/fria"), ("pris", "24", "2024", 2024, "T", 2, "", "egna/fria")
    )
    [dataset], _ = observations.datasets(rows, made.REGISTER, made.catalog(), ["23"])
    assert dataset.places == ("23",)


def test_made_up_figures_are_marked_in_title_and_description_in_both_languages(sources):
    rows = made.observed(("pris", "23", "2024", 2024, "T", 1, "", "egna/prov"))
    [dataset], _ = observations.datasets(rows, made.REGISTER, made.catalog(), ["23"])
    assert dataset.example
    assert dataset.title.sv.startswith("Exempeldata: ")
    assert dataset.title.en.startswith("Example data: ")
    assert dataset.description.sv.startswith("Påhittade uppgifter, som inte ska användas som fakta. ")


def test_the_day_is_that_of_the_data_and_not_that_of_the_run(datasets):
    """The tables were received on 23 November 2026."""
    assert {dataset.modified.isoformat() for dataset in datasets} == {"2026-11-23"}


def test_an_indicator_is_judged_only_when_the_values_of_all_places_may_be_spread(project, write_table):
    rows = "region,period,value\n23,2024,1\n"
    write_table("fria", rows)
    write_table("okanda", rows, licence="Anges inte av källan")
    years = range(2010, 2025)
    series = [("pris", "23", f"{y}", y, "T", 100 + y, "", "egna/fria") for y in years]
    barred = [("antal", "23", f"{y}", y, "T", 100 + y, "", "egna/fria") for y in years]
    elsewhere = [("antal", "2480", "2024", 2024, "T", 1, "", "egna/okanda")]
    observed = made.observed(*series, *barred, *elsewhere)
    dataset = verdicts.dataset(observed, observed.iloc[:0], made.REGISTER, made.catalog(), ["23"], 2025)
    assert dataset.frame["indikator"].tolist() == ["pris"]
    # One more each year, exactly.
    assert dataset.frame[["lutning", "matpunkter", "trend_fran"]].values.tolist() == [[1.0, 15, 2010]]
    assert dataset.cube is None


def test_no_verdicts_are_no_dataset(sources):
    rows = made.observed(("pris", "23", "2024", 2024, "T", 1, "", "egna/okanda"))
    assert verdicts.dataset(rows, rows.iloc[:0], made.REGISTER, made.catalog(), ["23"], 2025) is None


def test_many_tables_of_one_publisher_are_counted(datasets):
    source = datasets[0].sources[0]
    many = replace(datasets[0], sources=(source,) * 11)
    assert many.origins == ["Myndigheten: 11 tabeller"]
    assert replace(many, sources=(source,)).origins == ["Myndigheten: Fria tabellen"]


def test_publishers_are_credited_once(sources):
    assert licences.credited("egna/fria; egna/okanda; egna/fria") == "Myndigheten; Någon"
