"""What parameters/index.yml may say, and how it is told what is wrong with it."""

from __future__ import annotations

import pytest

from tests.made import measure, registered
from vagar_lib import paths
from vagar_lib.composition import Composition, check, composition
from vagar_lib.errors import BadInput

FIELDS = {"label": "Index", "coverage": 0.9, "draws": 10, "seed": 1, "perturbation": 0.5}


def made_of(*themes):
    return Composition.model_validate(FIELDS | {"themes": list(themes)})


def theme(name, *aspects):
    return {"theme": name, "aspects": [{"aspect": aspect, "indicators": ids} for aspect, ids in aspects]}


def test_the_file_of_the_project_is_in_order():
    found = composition()
    ids = [id for _, _, id in found.parts]
    assert len(ids) == len(set(ids)) > 20


def test_all_that_is_wrong_is_told_at_once():
    known = registered(measure(id="a"), measure(id="b", direction="context"), measure(id="c", unit="personer"))
    found = made_of(theme("A", ("x", ["a", "b", "z"]), ("x", ["c", "a"])), theme("A", ("x", ["a"])))
    assert check(found, known) == [
        "indicator 'b' has direction context, allowed: higher, lower, balance",
        "indicator 'z' is not in parameters/indicators.yml",
        "indicator 'c' is an amount (personer): places are not compared by them",
        "indicator 'a' is used 3 times",
        "theme 'A' is named 2 times",
        "theme 'A': aspect 'x' is named 2 times",
    ]


def test_a_sound_composition_has_no_findings():
    assert check(made_of(theme("A", ("x", ["a"]))), registered(measure(id="a"))) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("coverage: 0.9", "coverage: 1.5"),
        ("draws: 500", "draws: many"),
        ("perturbation: 0.5", "weights: 0.5"),
        ("[N03937]", "[N99999]"),
    ],
)
def test_a_wrong_file_names_the_file_and_what_was_found(project, text, said):
    file = paths.parameters() / "index.yml"
    file.write_text(file.read_text(encoding="utf-8").replace(text, said, 1), encoding="utf-8")
    with pytest.raises(BadInput, match=r"parameters/index\.yml: .*(1\.5|many|weights|N99999)"):
        composition()


def test_a_missing_file_is_named(project):
    (paths.parameters() / "index.yml").unlink()
    with pytest.raises(BadInput, match=r"parameters/index\.yml is missing"):
        composition()
