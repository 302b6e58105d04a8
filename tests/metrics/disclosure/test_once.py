"""The same question about the same grants is answered once, whoever asks, and the answer holds nothing hidden."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from tests.metrics.disclosure.made import micro, ten_by_ten
from vagar_lib.metrics.disclosure import Rule, once, protect, protect_once

CHECKOUT = Path(__file__).resolve().parents[3]
AMOUNTS = {(place, form): [10.25, 11.5, 12, 13] for place in ("Berg", "Krokom", "Åre") for form in ("A", "B", "C")}
ROWS = micro({**AMOUNTS, ("Berg", "A"): [7001.25, 3000.5]})


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    """Where answers are kept in a project of the test's own."""
    monkeypatch.setenv("VAGAR_ROOT", str(tmp_path))
    return tmp_path / "data" / "protected"


def answers(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.json"))


def same(one, other) -> bool:
    """Whether two answers are the same to the last cell."""
    for table in one.tables:
        pd.testing.assert_frame_equal(one.tables[table], other.tables[table])
    pd.testing.assert_frame_equal(one.audit(), other.audit())
    return (one.hidden, one.method, one.gap, one.rule, one.attribute) == (
        other.hidden, other.method, other.gap, other.rule, other.attribute,
    )  # fmt: skip


@pytest.mark.parametrize(
    "question",
    [{"value": "kr"}, {"value": "kr", "linked": ["form"]}, {"attribute": {"form": ("A",)}}, {"rule": Rule(min_cell=5)}],
)
def test_the_answer_is_that_of_protect_the_first_time_and_the_second(folder, question, monkeypatch):
    first = protect_once(ROWS, "place", "form", **question)
    assert same(first, protect(ROWS, "place", "form", **question))
    monkeypatch.setattr(once, "protect", lambda *_, **__: pytest.fail("asked again"))
    assert same(protect_once(ROWS, "place", "form", **question), first)
    assert first.hidden.primary > 0
    assert len(answers(folder)) == 1


def test_rows_without_anything_to_hide_are_kept_too(folder):
    rows = micro(AMOUNTS)
    first = protect_once(rows, "place", value="kr")
    assert first.hidden == (0, 0)
    assert same(protect_once(rows, "place", value="kr"), first)
    assert len(answers(folder)) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"micro": ROWS.assign(kr=ROWS["kr"].where(ROWS.index != 5, 11.51))},
        {"micro": ROWS.assign(recipient=ROWS["recipient"].where(ROWS.index != 5, "M00000"))},
        {"micro": ROWS.assign(form=pd.Categorical(ROWS["form"], ["B", "A", "C"]))},
        {"rule": Rule(dominance=0.9)},
        {"time_limit": 4.0},
        {"linked": ["form"]},
        {"attribute": {"form": ("A",)}},
    ],
    ids=["an amount", "a recipient", "the order shown", "the rule", "the time", "the tables", "what reveals"],
)
def test_another_question_gets_another_answer(folder, change):
    question = {"micro": ROWS, "rows": "place", "columns": "form", "value": "kr"}
    protect_once(**question)
    protect_once(**{**question, **change})
    assert len(answers(folder)) == 2


def test_a_change_of_the_disclosure_control_asks_anew(folder, monkeypatch):
    protect_once(ROWS, "place", "form", "kr")
    monkeypatch.setattr(once, "_code", lambda: "other")
    protect_once(ROWS, "place", "form", "kr")
    assert len(answers(folder)) == 2


def test_columns_that_are_not_used_make_no_difference(folder):
    protect_once(ROWS, "place", "form", "kr")
    protect_once(ROWS.assign(title="x"), "place", "form", "kr")
    assert len(answers(folder)) == 1


def test_the_file_holds_no_hidden_value(folder):
    """Hidden are Berg A (7001.25 + 3000.5 of two recipients) and what it takes to protect it."""
    found = protect_once(ROWS, "place", "form", "kr")
    (path,) = answers(folder)
    text = path.read_text(encoding="utf-8")
    numbers = {round(float(number), 2) for number in re.findall(r"-?\d+\.\d+", text)}
    truth = ROWS.groupby(["place", "form"])["kr"].sum()
    secret = found.table.query("status == 'secret' and row != 'Totalt' and column != 'Totalt'")
    assert ("Berg", "A") in set(zip(secret["row"], secret["column"], strict=True))
    told = {cell for cell in zip(secret["row"], secret["column"], strict=True) if truth[cell] == 10001.75}
    assert told == {("Berg", "A")} and 10001.75 not in numbers
    assert not numbers & {7001.25, 3000.5, 10.25, 11.5}
    for table in json.loads(text)["tables"]:
        rows = table["rows"]
        hidden = [status == "secret" for status in rows["status"]["values"]]
        for measure in ("value", "count"):
            assert all(value != value for value, hide in zip(rows[measure]["values"], hidden, strict=True) if hide)
    assert "M0000" not in text


@pytest.mark.parametrize("content", ["", "{", "[]", '{"tables": 1}', "null"])
def test_a_broken_file_is_computed_again(folder, content):
    first = protect_once(ROWS, "place", "form", "kr")
    (path,) = answers(folder)
    whole = path.read_text(encoding="utf-8")
    path.write_text(content, encoding="utf-8")
    assert same(protect_once(ROWS, "place", "form", "kr"), first)
    assert path.read_text(encoding="utf-8") == whole


def test_a_file_that_shows_a_hidden_value_is_not_used(folder):
    protect_once(ROWS, "place", "form", "kr")
    (path,) = answers(folder)
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole.replace("NaN", "1.0"), encoding="utf-8")
    protect_once(ROWS, "place", "form", "kr")
    assert path.read_text(encoding="utf-8") == whole


def test_processes_that_ask_at_the_same_time_get_one_answer(folder):
    """A hundred cells and 0.2 s to choose in: what is found depends on the moment, and yet both hide the same."""
    script = (
        "from tests.metrics.disclosure.made import secret, ten_by_ten\n"
        "from vagar_lib.metrics.disclosure import protect_once\n"
        "found = protect_once(ten_by_ten(1), 'place', 'form', 'kr', time_limit=0.2)\n"
        "print(found.method, sorted(secret(found.table)))"
    )
    asking = [
        subprocess.Popen([sys.executable, "-c", script], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [process.communicate(timeout=120)[0] for process in asking]
    assert [process.returncode for process in asking] == [0, 0]
    assert said[0] == said[1]
    assert "r0" in said[0]
    (path,) = answers(folder)
    assert same(once._read(path), protect_once(ten_by_ten(1), "place", "form", "kr", time_limit=0.2))
