"""The register says what is measured, and says at once everything that is wrong with it."""

from __future__ import annotations

import copy
import os
import subprocess
import sys
import time
from typing import Any

import pytest

from vagar_lib import indicators, paths
from vagar_lib.errors import BadInput
from vagar_lib.indicator_entry import Vocabulary, check, names, parse
from vagar_lib.indicators import register

WORDS = Vocabulary(themes=["Befolkning"], units={"procent": "%"}, amounts=[])
TITLES = {"N01963": "Befolkningsförändring, procent", "U01511": "Osäkerhetstal", "N00002": "Annat"}
TABLES = ["folkmangd", "befolkningsforandring"]
TARGET = {"value": 0, "year": 2045, "kind": "mål", "source": "Regionen."}
GOOD: dict[str, Any] = {
    "id": "N01963",
    "title": "Befolkningsförändring, procent",
    "label": "Befolkningsförändring",
    "definition": "Hur folkmängden har förändrats.",
    "unit": "procent",
    "decimals": 1,
    "direction": "higher",
    "sdg": [11],
    "dimension": "social",
    "theme": "Befolkning",
    "levels": ["riket", "län"],
    "sources": [{"table": "folkmangd"}],
}


def without(field: str) -> dict[str, Any]:
    return {key: value for key, value in GOOD.items() if key != field}


def findings(*entries: dict[str, Any]) -> list[str]:
    return check(copy.deepcopy(list(entries)), WORDS, TITLES, TABLES)[1]


def by_formula(formula: str, *inputs: str) -> dict[str, Any]:
    return {"sources": [{"formula": formula, "inputs": {name: {"table": "folkmangd"} for name in inputs}}]}


def test_a_good_entry_has_no_findings():
    assert findings(GOOD) == []


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (without("direction"), "N01963: direction is missing, allowed: higher, lower, balance, context"),
        (GOOD | {"direction": "up"}, "N01963: direction: input should be 'higher', 'lower', 'balance' or"),
        (GOOD | {"sdg": [18]}, "N01963: sdg.0: input should be less than or equal to 17, found 18"),
        (GOOD | {"sdg": [0]}, "N01963: sdg.0: input should be greater than or equal to 1, found 0"),
        (GOOD | {"title": "Folkökning"}, "N01963: title is 'Folkökning', Kolada's catalogue has 'Befolknings"),
        (GOOD | {"id": "N99999"}, "N99999: the id is not in Kolada's catalogue"),
        (GOOD | {"id": "Folkökning"}, "Folkökning: id: string should match pattern"),
        (GOOD | {"unit": "pct"}, "N01963: unit: found 'pct', allowed: procent"),
        (GOOD | {"theme": "Väder"}, "N01963: theme: found 'Väder', allowed: Befolkning"),
        (GOOD | {"dimension": "kulturell"}, "N01963: dimension: input should be 'ekologisk', 'social',"),
        (GOOD | {"levels": ["by"]}, "N01963: levels.0: input should be 'riket', 'län' or 'kommun', found 'by'"),
        (GOOD | {"definition": "Folkökning"}, "N01963: definition: string should match pattern"),
        (GOOD | {"decimals": "1"}, "N01963: decimals: input should be a valid integer, found '1'"),
        (GOOD | {"directon": "higher"}, "N01963: unknown field directon; allowed: id, title"),
        (GOOD | {"direction": "balance"}, "N01963: direction is balance, but balance_point is missing"),
        (GOOD | {"balance_point": 50}, "N01963: balance_point is 50, allowed only with direction balance"),
        (GOOD | {"target": TARGET | {"kind": "goal"}}, "N01963: target.kind: input should be 'mål' or 'referens'"),
        (GOOD | {"target": TARGET | {"regions": ["Åre"]}}, "N01963: target.regions.0: string should match pattern"),
        (GOOD | {"target": {"value": 0, "year": 2045, "kind": "mål"}}, "N01963: target.source is missing"),
        (
            GOOD | {"direction": "context", "target": TARGET},
            "N01963: target is given, allowed only with another direction than context",
        ),
        (GOOD | {"state": "replaced"}, "N01963: state is replaced, but replaced_by is missing"),
        (GOOD | {"replaced_by": "N00002"}, "N01963: replaced_by is 'N00002', allowed only with state replaced"),
        (
            GOOD | {"state": "replaced", "replaced_by": "N00009"},
            "N01963: replaced_by is 'N00009', which is no other entry of the register",
        ),
        (GOOD | {"uncertainty": "U99999"}, "N01963: uncertainty is 'U99999', which is not in Kolada's catalogue"),
        (GOOD | {"sources": []}, "N01963: sources: list should have at least 1 item"),
        (GOOD | {"sources": [{"table": "folkmangden"}]}, "N01963: unknown table 'folkmangden'; in data/raw: folk"),
        (GOOD | {"sources": [{"kolada": "N99999"}]}, "N01963: source kolada 'N99999' is not in Kolada's"),
        (GOOD | by_formula("a / b", "a"), "N01963: formula 'a / b' uses 'b', which is no input"),
        (GOOD | by_formula("2 * a", "a", "b"), "N01963: input 'b' is not used by formula '2 * a'"),
        (GOOD | by_formula("a ** 2", "a"), "N01963: formula 'a ** 2': 'a ** 2' is not allowed; allowed: names"),
        (GOOD | {"sources": [{"table": "folkmangd", "whre": {}}]}, "N01963: unknown field sources.0.table.whre"),
    ],
)
def test_each_kind_of_error_names_its_entry_and_what_is_allowed(entry, expected):
    found = findings(entry)
    assert len(found) == 1
    assert found[0].startswith(expected)


def test_an_id_used_twice_is_found():
    assert findings(GOOD, GOOD) == ["N01963: the id is used by 2 entries"]


def test_a_replaced_entry_may_point_to_another_entry():
    successor = GOOD | {"id": "N00002", "title": "Annat"}
    assert findings(GOOD | {"state": "replaced", "replaced_by": "N00002"}, successor) == []


def test_an_entry_without_an_id_is_named_by_its_number():
    assert findings(GOOD, without("id")) == ["entry 2: id is missing"]


def test_everything_is_found_at_once_even_across_fields_of_a_broken_entry():
    broken = without("sdg") | {"direction": "balance", "title": "Fel", "unit": "pct"}
    assert [finding.split(":")[1].split()[0] for finding in findings(broken, GOOD | {"theme": "X"})] == [
        "unit",
        "sdg",
        "title",
        "direction",
        "theme",
        "the",  # the id is used by 2 entries
    ]


def test_a_file_that_is_no_list_is_one_finding():
    assert check({"id": "N01963"}, WORDS, TITLES, TABLES)[1] == [
        "the file is not a list of entries; each begins with '- id:'"
    ]


@pytest.mark.parametrize(
    "formula",
    [
        "__import__('os').system('true')",
        "a.__class__",
        "abs(a)",
        "a[0]",
        "a ** 9",
        "a // 2",
        "a % 2",
        "a if a else 2",
        "lambda: a",
        "[a for a in a]",
        "'text'",
        "True * a",
        "1j * a",
        "1e999 * a",
        "a < 2",
        "a and 2",
        "~a",
        "a := 2",
        "a; a",
        "",
        "a +",
        "(" * 500 + "a" + ")" * 500,
    ],
)
def test_a_formula_has_names_numbers_and_four_operators_only(formula):
    with pytest.raises(ValueError, match=r"allowed: names, numbers, \+ - \* / \( \)"):
        parse(formula)


def test_a_formula_may_have_parentheses_and_a_sign():
    assert names(parse("-1000 * (births - deaths) / population")) == {"births", "deaths", "population"}


def test_the_file_is_named_in_front_of_every_finding(small):
    entries = small / "parameters" / "indicators.yml"
    entries.write_text("- id: N01951\n- id: N01963\n", encoding="utf-8")
    with pytest.raises(BadInput) as error:
        register()
    assert "parameters/indicators.yml, N01951: title is missing" in error.value.findings
    assert "parameters/indicators.yml, N01963: sources is missing" in error.value.findings


def test_a_key_given_twice_is_refused(small):
    entries = small / "parameters" / "indicators.yml"
    entries.write_text("- id: N01951\n  direction: lower\n  direction: higher\n", encoding="utf-8")
    with pytest.raises(BadInput, match="key 'direction' is given 2 times"):
        register()


def test_a_missing_file_is_named(small):
    (small / "parameters" / "vocabulary.yml").unlink()
    with pytest.raises(BadInput, match=r"parameters/vocabulary\.yml is missing"):
        register()


def test_the_register_is_read_once_and_again_when_the_file_changes(project):
    first = register()
    assert register() is first
    entries = project / "parameters" / "indicators.yml"
    entries.write_text(entries.read_text(encoding="utf-8").replace("label: Folkmängd\n", "label: Invånare\n"))
    os.utime(entries, ns=(1, 1))
    assert register().get("N01951").label == "Invånare"


def test_an_unknown_id_suggests_by_id_and_by_label():
    with pytest.raises(BadInput, match=r"unknown indicator 'N0195'; close: N0195"):
        register().get("N0195")
    with pytest.raises(BadInput, match=r"N01951 \(Folkmängd\)"):
        register().get("folkmangd")


def test_where_selects_by_value_and_by_membership():
    climate = register().where(dimension="ekologisk", sdg=13, levels="kommun")
    assert "utslapp_per_invanare" in climate
    assert "N60404" not in climate
    assert {indicator.dimension for indicator in climate} == {"ekologisk"}
    with pytest.raises(BadInput, match="unknown field tema; allowed: id, title"):
        register().where(tema="Vård")


def test_labels_are_short_distinct_and_can_be_lower_cased_in_a_sentence():
    labels = [indicator.label for indicator in register()]
    assert len({label.lower() for label in labels}) == len(labels)
    assert [label for label in labels if len(label) > 65] == []
    assert [label for label in labels if label[1].isupper() or not label[0].isupper()] == []


def test_definitions_say_more_than_the_title():
    same = [
        one.id for one in register() if one.definition.rstrip(".").lower() in (one.title.lower(), one.label.lower())
    ]
    assert same == []


def test_the_sum_of_kolada_titles_that_ended_are_in_state_ended():
    ended = [one.id for one in register() if one.title.rstrip().endswith("(-2023)")]
    assert ended
    assert {register().get(id).state for id in ended} == {"ended"}


def test_every_survey_with_a_published_uncertainty_has_its_pair():
    # The pairs of the Kolada catalogue: 'Osäkerhetstal - …' of the six survey key figures.
    pairs = {"U01405": "U01511", "N01452": "N01453", "U01413": "U01519", "U01420": "U01532"}
    pairs |= {"N00670": "U01670", "N00558": "U01558"}
    assert {id: register().get(id).uncertainty for id in pairs} == pairs
    assert all(register().get(id).survey for id in pairs)


def test_women_on_chair_posts_are_in_balance_at_half():
    assert {register().get(id).balance_point for id in ("N05816", "N65816")} == {50}


def test_a_reference_is_told_from_a_goal_of_the_region_and_says_whose_it_is():
    aimed = [one for one in register() if one.target]
    assert {"utslapp_totalt", "utslapp_per_invanare"} <= {one.id for one in aimed}
    # The strategy has no numeric goals of its own.
    assert {one.target.kind for one in aimed} == {"referens"}
    assert all(one.target.source.endswith(".") for one in aimed)


def test_loading_is_quick_and_needs_no_pandas():
    code = (
        "import sys, time; from vagar_lib.indicators import register\n"
        "start = time.process_time(); register(); print(time.process_time() - start, 'pandas' in sys.modules)"
    )
    environment = os.environ | {"VAGAR_ROOT": str(paths.root())}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    seconds, pandas = done.stdout.split()
    assert pandas == "False"
    assert float(seconds) < 1  # 0.1 s on an idle machine
    start = time.perf_counter()
    register()
    assert time.perf_counter() - start < 0.5
    assert len(register()) > 200


def test_the_catalogue_of_kolada_is_the_one_in_the_snapshot():
    assert (paths.raw() / indicators.CATALOGUE).is_file()
