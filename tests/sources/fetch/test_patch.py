"""A patch of the register changes the proposed fields and nothing else."""

from __future__ import annotations

import subprocess
from datetime import date

import pytest
import yaml

from vagar_lib import paths
from vagar_lib.sources.fetch.patch import unified
from vagar_lib.sources.fetch.source import Proposal

REGISTER = """\
# A comment that stays.

- id: N00001
  title: >-
    En lång titel
    på två rader
  breaks:
    - year: 2025
      note: Brott.
  state: active
  next_publication: 2027-02-24
  sources:
    - kolada: N00001

- id: N00002
  title: Annat  # kommentar
  state: active
  sources:
    - kolada: N00002
"""


def applied(tmp_path, *proposals) -> str:
    """The register after the patch, as git applies it."""
    (tmp_path / "indicators.yml").write_text(REGISTER, encoding="utf-8")
    (tmp_path / "x.patch").write_text(unified(REGISTER, proposals, "indicators.yml"), encoding="utf-8")
    subprocess.run(["git", "apply", "x.patch"], cwd=tmp_path, check=True, capture_output=True)
    return (tmp_path / "indicators.yml").read_text(encoding="utf-8")


def entry(text: str, id: str) -> dict:
    return next(one for one in yaml.safe_load(text) if one["id"] == id)


@pytest.mark.parametrize(
    ("id", "field", "value", "read"),
    [
        ("N00001", "title", "Ny: titel, andel (%)", "Ny: titel, andel (%)"),
        ("N00001", "state", "ended", "ended"),
        ("N00001", "next_publication", "2027-05-01", date(2027, 5, 1)),
        ("N00002", "next_publication", "2027-05-01", date(2027, 5, 1)),
        ("N00002", "title", "'Citat' och # tecken", "'Citat' och # tecken"),
    ],
)
def test_a_field_gets_its_new_value_and_the_rest_stays(tmp_path, id, field, value, read):
    text = applied(tmp_path, Proposal(id, field, value))
    before = entry(REGISTER, id)
    assert entry(text, id) == {**before, field: read}
    other = {"N00001": "N00002", "N00002": "N00001"}[id]
    assert entry(text, other) == entry(REGISTER, other)
    assert text.startswith("# A comment that stays.\n\n- id: N00001\n")


def test_a_field_can_go(tmp_path):
    text = applied(tmp_path, Proposal("N00001", "next_publication", None))
    assert "next_publication" not in entry(text, "N00001")
    assert REGISTER.replace("  next_publication: 2027-02-24\n", "") == text


def test_several_changes_are_one_patch(tmp_path):
    text = applied(tmp_path, Proposal("N00001", "title", "A"), Proposal("N00002", "state", "ended"))
    assert (entry(text, "N00001")["title"], entry(text, "N00002")["state"]) == ("A", "ended")


def test_nothing_to_change_is_no_patch():
    assert unified(REGISTER, [], "indicators.yml") == ""
    assert unified(REGISTER, [Proposal("N00009", "title", "A"), Proposal("N00002", "state", "active")], "x") == ""


def test_every_entry_of_the_real_register_can_be_patched():
    text = (paths.parameters() / "indicators.yml").read_text(encoding="utf-8")
    ids = [one["id"] for one in yaml.safe_load(text)]
    patch = unified(text, [Proposal(id, "title", f"Ny titel {id}") for id in ids], "indicators.yml")
    assert patch.count("\n+  title: Ny titel ") == len(ids)
