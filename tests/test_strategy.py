"""The strategy says which indicators belong to which part of it, and another region can put in its own."""

from __future__ import annotations

import os
from typing import Any

import pytest
import yaml

from vagar_lib import paths
from vagar_lib.errors import BadInput
from vagar_lib.indicators import register
from vagar_lib.strategy import strategy

OTHER: dict[str, Any] = {
    "name": "Dalastrategin",
    "title": "Dalastrategin 2030",
    "region": "20",
    "adopted": "2020-11-16",
    "address": "https://www.regiondalarna.se",
    "goal": "Ett mål",
    "vision": [{"id": "klimatsmart", "label": "Klimatsmart", "indicators": ["utslapp_per_invanare"]}],
    "priorities": [],
    "strengths": [],
    "sdg": {number: f"Mål {number}" for number in range(1, 18)},
}


def put_in(**fields: Any) -> None:
    """Write another strategy, with fields replaced."""
    path = paths.parameters() / "strategy.yml"
    text = yaml.safe_dump(OTHER | fields, allow_unicode=True, sort_keys=False).replace("'2020-11-16'", "2020-11-16")
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(1, 1))


def part(**fields: Any) -> list[dict[str, Any]]:
    return [OTHER["vision"][0] | fields]


def test_the_strategy_of_the_county_has_its_parts():
    plan = strategy()
    assert plan.name == "Jämtlands län 2050"
    assert (len(plan.vision), len(plan.priorities), len(plan.strengths), len(plan.sdg)) == (8, 3, 4, 17)
    assert [part.label for part in plan.strengths] == [
        "Hållbar energi",
        "Jord, skog och vatten",
        "Upplevelser",
        "Digitala lösningar",
    ]


def test_every_part_of_it_has_indicators_and_its_texts_end_with_a_full_stop():
    for part in strategy().parts:
        assert part.indicators, part.id
        assert not part.text or part.text.endswith(".")


def test_it_has_a_name_for_every_goal_that_an_indicator_points_to():
    assert {number for indicator in register() for number in indicator.sdg} <= set(strategy().sdg)


def test_an_indicator_may_belong_to_several_parts_or_to_none():
    plan = strategy()
    assert [part.id for part in plan.of("brp_per_invanare")] == ["kreativt"]
    assert [part.id for part in plan.of("brp_per_invanare", "priorities")] == ["smart_specialisering", "malkonflikter"]
    assert plan.of("N79198") == []


def test_an_unknown_part_is_answered_with_the_parts_there_are():
    with pytest.raises(BadInput, match="unknown part of the strategy 'klimatet'; allowed: jamlikt, kreativt"):
        strategy().part("klimatet")


def test_another_region_puts_in_its_own(project):
    put_in()
    assert strategy().name == "Dalastrategin"
    assert strategy().part("klimatsmart").indicators == ["utslapp_per_invanare"]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {"vision": part(indicators=["utslapp_per_invnare"])},
            "klimatsmart: unknown indicator 'utslapp_per_invnare'; c",
        ),
        ({"vision": part(indicators=["N01951"] * 2)}, "klimatsmart: indicator 'N01951' stands there 2 times"),
        ({"vision": part(lable="X")}, "unknown field vision.0.lable; allowed: id, label, text, indicators"),
        ({"vision": part(id="Klimat")}, "vision.0.id: string should match pattern"),
        ({"vision": []}, "vision: list should have at least 1 item"),
        ({"priorities": part()}, "the id klimatsmart is used by more than one part"),
        ({"goals": "X"}, "unknown field goals; allowed: name, title, region"),
        ({"region": 20}, "region: input should be a valid string, found 20"),
        ({"sdg": {1: "Ingen fattigdom"}}, "sdg lacks 2, 3, 4"),
    ],
)
def test_each_mistake_is_named_with_what_is_allowed(project, fields, expected):
    put_in(**fields)
    with pytest.raises(BadInput) as error:
        strategy()
    (finding,) = error.value.findings
    assert finding.startswith("parameters/strategy.yml")
    assert expected in finding


def test_all_unknown_indicators_are_told_at_once(project):
    put_in(vision=part(indicators=["a1", "b2"]), strengths=part(id="s3", indicators=["c3"]))
    with pytest.raises(BadInput) as error:
        strategy()
    assert len(error.value.findings) == 3


def test_a_missing_file_is_named(project):
    (paths.parameters() / "strategy.yml").unlink()
    with pytest.raises(BadInput, match=r"parameters/strategy\.yml is missing"):
        strategy()
