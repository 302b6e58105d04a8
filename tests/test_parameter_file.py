"""A file of parameters becomes a strict model, or everything that is wrong with it is told."""

from __future__ import annotations

import pytest
from pydantic import Field, model_validator

from vagar_lib import paths
from vagar_lib.errors import BadInput
from vagar_lib.indicator_entry import Strict
from vagar_lib.parameter_file import load, locate


class Inner(Strict):
    first: int = Field(alias="from")
    note: str = ""


class Outer(Strict):
    name: str
    parts: list[Inner] = Field(default=[])
    named: dict[str, Inner] = Field(default={})
    other: Inner | None = None

    @model_validator(mode="after")
    def _is_not_called_nobody(self) -> Outer:
        if self.name == "nobody":
            raise ValueError("name is 'nobody', allowed: any other")
        return self


@pytest.fixture
def findings(small):
    """What is wrong with a file of this text; the file's name in front of each is checked and left out."""

    def read(text: str) -> list[str]:
        path = paths.parameters() / "prov.yml"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(BadInput) as error:
            load(path, Outer)
        assert all(finding.startswith("parameters/prov.yml: ") for finding in error.value.findings)
        return [finding.removeprefix("parameters/prov.yml: ") for finding in error.value.findings]

    return read


def test_a_good_file_is_a_model(small):
    path = paths.parameters() / "prov.yml"
    path.write_text("name: Prov\nparts: [{from: 1}]\n", encoding="utf-8")
    assert load(path, Outer).parts[0].first == 1
    assert locate("prov.yml") == (path, path.stat().st_mtime_ns)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("parts: []\n", "name is missing"),
        ("name: A\nnme: B\n", "unknown field nme; allowed: name, parts, named, other"),
        ("name: A\nparts: [{from: 1, nte: B}]\n", "unknown field parts.0.nte; allowed: from, note"),
        ("name: A\nnamed: {a: {from: 1, nte: B}}\n", "unknown field named.a.nte; allowed: from, note"),
        ("name: A\nother: {from: 1, nte: B}\n", "unknown field other.nte; allowed: from, note"),
        ("name: 1\n", "name: input should be a valid string, found 1"),
        ("name: nobody\n", "name is 'nobody', allowed: any other"),
    ],
)
def test_each_mistake_names_its_field_what_was_found_and_what_is_allowed(findings, text, expected):
    assert findings(text) == [expected]


def test_everything_is_told_at_once(findings):
    assert findings("parts: [{from: a}, {}]\n") == [
        "name is missing",
        "parts.0.from: input should be a valid integer, found 'a'",
        "parts.1.from is missing",
    ]


def test_a_missing_file_is_named(small):
    with pytest.raises(BadInput, match=r"parameters/prov\.yml is missing"):
        locate("prov.yml")
