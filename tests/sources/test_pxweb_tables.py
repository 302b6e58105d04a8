"""The tables that are declared: what the file may say, and what the shipped one does say."""

from pathlib import Path

import pytest
import yaml

from vagar_lib import paths
from vagar_lib.errors import BadInput
from vagar_lib.sources import pxweb_tables

SITE = {"title": "SCB", "publisher": "SCB", "licence": "CC0", "v2": "https://statbank.invalid/v2"}
PART = {"id": "TAB1", "measures": {"A": "Folkmängd"}, "select": {"Kon": ["1", "2"]}}
TABLE = {
    "site": "scb",
    "title": "Folkmängd",
    "unit": "personer",
    "definition": "Antal folkbokförda.",
    "levels": ["län"],
    "dimensions": {"sex": {"variable": "Kon", "codes": {"1": "M", "2": "K"}}},
    "generations": [PART],
}


@pytest.fixture
def written(small):
    """Write parameters/tables.yml and read it; gives the findings, or the tables."""

    def write(table=None, part=None, more=(), site=None):
        first = PART | (part or {})
        declared = TABLE | {"generations": [first, *more]} | (table or {})
        content = {"sites": {"scb": SITE | (site or {})}, "tables": {"folk": declared}}
        (paths.parameters() / "tables.yml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
        try:
            return pxweb_tables.declared()
        except BadInput as error:
            return [finding.removeprefix("parameters/tables.yml: ") for finding in error.findings]

    return write


def test_a_good_table_is_typed(written):
    table = written().tables["folk"]
    assert table.generations[0].name == "TAB1"
    assert (table.region, table.time, table.measure) == ("Region", "Tid", "ContentsCode")
    assert table.breaks() == []


def test_without_the_file_nothing_is_declared(small):
    assert pxweb_tables.declared().tables == {}


def test_everything_wrong_is_told_at_once(written):
    findings = written(table={"site": "x", "levels": ["stad"], "surprise": 1, "definition": "Utan punkt"})
    assert len(findings) == 3
    assert findings[0].startswith("field 'tables.folk.definition' is 'Utan punkt'")
    assert findings[1].startswith("field 'tables.folk.levels.0' is 'stad': Input should be 'riket', 'län' or 'kommun'")
    assert findings[2] == "field 'tables.folk.surprise' is unknown"


@pytest.mark.parametrize(
    ("part", "finding"),
    [
        ({"id": None}, "generations.0 needs either an id (PxWebApi 2) or a path (PxWebApi 1)"),
        ({"path": "a/b"}, "generations.0 needs either an id (PxWebApi 2) or a path (PxWebApi 1)"),
        ({"starts": 2025}, "generations.0 is the first and can have no starts"),
        ({"select": {}}, "generations.0 does not select Kon, which a dimension is made from"),
        (
            {"select": {"Kon": ["1"], "Alder": ["*"]}},
            "generations.0 selects Alder, which no dimension is made from; give one code under totals",
        ),
        (
            {"left_out": ["Kon"]},
            "generations.0 names Kon more than once in measures, select, totals and left_out",
        ),
        (
            {"measures": {"A": None, "B": None}},
            "generations.0 has 2 measures, but no dimension is made from ContentsCode",
        ),
    ],
)
def test_a_generation_accounts_for_each_variable_once(written, part, finding):
    assert written(part=part) == [f"tables.folk: {finding}"]


def test_a_later_generation_says_when_it_starts_and_what_the_break_is(written):
    assert written(more=[PART | {"id": "TAB2"}]) == [
        "tables.folk: generations.1 needs starts",
        "tables.folk: generations.1 needs a note on the break",
    ]


def test_the_break_is_in_the_year_the_new_generation_starts(written):
    table = written(more=[PART | {"id": "TAB2", "starts": 2025, "noise": True}]).tables["folk"]
    assert [each.year for each in table.breaks()] == [2025]
    assert "CKM" in table.breaks()[0].note


def test_a_path_needs_the_older_interface(written):
    assert written(part={"id": None, "path": "BE/Folk"}) == [
        "folk: BE/Folk needs PxWebApi 1, but site scb has no v1"
    ]


def test_a_table_that_is_declared_twice_is_told(written):
    written()
    path = paths.parameters() / "tables.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}{text[text.index('  folk:') :]}", encoding="utf-8")
    with pytest.raises(BadInput, match="key 'folk' is given 2 times"):
        pxweb_tables.declared()


def test_a_site_that_is_not_there_is_told(written):
    assert written(table={"site": "fohm"}) == ["folk: site is 'fohm', allowed: scb"]


SHIPPED = pxweb_tables.declared()


def test_the_table_that_the_guide_shows_is_the_one_that_is_shipped():
    guide = (Path(__file__).resolve().parents[2] / "docs" / "tables.md").read_text(encoding="utf-8")
    shown = yaml.safe_load(guide.split("```yaml\n")[1].split("```")[0])["scb_folkmangd"]
    assert pxweb_tables.Declared.model_validate(shown) == SHIPPED.tables["scb_folkmangd"]


@pytest.mark.parametrize(
    "topic",
    [
        "scb_folkmangd_alder_kon",
        "scb_befolkningsforandring",
        "scb_flyttningar",
        "scb_fodelseland",
        "scb_framskrivning",
        "scb_brp",
        "scb_arbetsmarknadsstatus",
        "scb_disponibel_inkomst",
        "scb_utbildningsniva_16_74",
        "fohm_sjalvskattad_halsa",
    ],
)
def test_what_the_reports_need_is_declared(topic):
    assert SHIPPED.tables[topic].site == topic.partition("_")[0]


@pytest.mark.parametrize("name", SHIPPED.tables)
def test_the_names_of_fetched_tables_tell_their_site(name):
    assert name.startswith(f"{SHIPPED.tables[name].site}_")


@pytest.mark.parametrize("name", [name for name, table in SHIPPED.tables.items() if len(table.generations) > 1])
def test_counts_of_persons_break_in_2025(name):
    assert [each.year for each in SHIPPED.tables[name].breaks()] == [2025]
    assert SHIPPED.tables[name].generations[-1].noise
