"""The goals that are weighed against each other, and the guide through a conflict, hang together."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from vagar_lib import paths
from vagar_lib.conflict_guide import Guide, guide
from vagar_lib.errors import BadInput
from vagar_lib.goals import Goal, goals
from vagar_lib.metrics import interaction
from vagar_lib.sources.store import table

GOAL: dict[str, Any] = {"id": "x", "label": "X", "short": "X", "text": "Det.", "sdg": [1], "vision": []}


@pytest.mark.usefixtures("built")
def test_the_example_scores_are_of_the_goals_and_leave_no_pair_without_a_score():
    found = interaction.matrix(table("goal_scores", regions="23"), goals().ids)
    assert found.missing == 0 and not found.few and len(found.goals) == 10


@pytest.mark.usefixtures("built")
def test_the_example_scores_hold_conflicts_and_opposite_views():
    found = interaction.matrix(table("goal_scores", regions="23"), goals().ids)
    assert interaction.mutual(found)["conflict"].sum() >= 3 and interaction.pairs(found)["split"].any()


def test_a_goal_has_an_indicator_with_a_direction_or_says_why_it_has_none():
    assert Goal(**GOAL, indicator="N01951", desired="up").unmeasured is None
    for wrong in ({}, {"indicator": "N01951"}, {"indicator": "N01951", "desired": "up", "unmeasured": "Nej."}):
        with pytest.raises(ValidationError):
            Goal(**GOAL, **wrong)


def test_an_unknown_indicator_and_part_of_the_vision_are_refused_at_once(tmp_path: Path, monkeypatch):
    shutil.copytree(paths.parameters(), tmp_path / "parameters")
    (tmp_path / "data").symlink_to(paths.root() / "data")
    path = tmp_path / "parameters" / "goals.yml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    content["goals"][0] |= {"indicator": "N01952", "vision": ["framtid"]}
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    monkeypatch.setenv("VAGAR_ROOT", str(tmp_path))
    with pytest.raises(BadInput) as refused:
        goals()
    assert len(refused.value.findings) == 2 and "goals.yml, befolkning: unknown indicator" in str(refused.value)


def test_the_guide_asks_nothing_more_when_there_is_no_conflict_but_what_was_learned():
    assert [step.id for step in guide().asked({"konflikt": ["nej"]})] == ["konflikt", "larande"]
    assert len(guide().asked({"konflikt": ["oklart"]})) == len(guide().steps) == len(guide().asked({}))


def test_every_type_of_conflict_speaks_for_a_method():
    assert all(guide().suggested({"typ": [option.id]}) for option in guide().step("typ").options)


def test_a_guide_that_names_an_unknown_method_is_refused():
    content = guide().model_dump()
    content["steps"][1]["options"][0]["methods"] = ["lotteri"]
    with pytest.raises(ValidationError, match="unknown method lotteri; allowed: dialog"):
        Guide.model_validate(content)
