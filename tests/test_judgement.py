"""The rules of judgement are read from their file, and everything wrong in it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from vagar_lib import paths
from vagar_lib.errors import BadInput
from vagar_lib.judgement import rules


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Write a changed file of rules in a project of its own."""
    shipped = (paths.parameters() / "judgement.yml").read_text(encoding="utf-8")

    def changed(before: str, after: str) -> None:
        assert before in shipped
        (tmp_path / "parameters").mkdir()
        (tmp_path / "parameters" / "judgement.yml").write_text(shipped.replace(before, after), encoding="utf-8")
        monkeypatch.setenv("VAGAR_ROOT", str(tmp_path))

    return changed


def test_the_thresholds_are_those_of_eurostat_and_open_sdg():
    assert (rules().pace.on_track, rules().pace.slow, rules().pace.limited) == (0.95, 0.6, 0)
    assert (rules().growth.strong, rules().window) == (1.0, 15)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("window: 15", "windows: 15", "unknown field windows"),
        ("window: 15", "window: '15'", "window: input should be a valid integer, found '15'"),
        (
            "slow: 0.60",
            "slow: 0.95",
            "found on_track 0.95, slow 0.95, limited 0; allowed: each less than the one before",
        ),
        ("strong: 1.0", "strong: 0", "growth.strong: input should be greater than 0, found 0"),
        ("window: 5", "window: 15", "steps are too wide: window 15, allowed: less than 15"),
        ("pace: 0.05", "pace: 0.4", "pace 0.4, allowed: less than 0.35"),
    ],
)
def test_what_is_wrong_is_told_with_the_file_and_what_is_allowed(write, before, after, told):
    write(before, after)
    with pytest.raises(BadInput) as error:
        rules()
    assert "parameters/judgement.yml" in str(error.value)
    assert told in str(error.value)


def test_a_changed_file_is_read_again(write):
    assert rules().window == 15
    write("window: 15", "window: 12")
    assert rules().window == 12
