"""``python -m benchmarks``: measures in a copy, prints a table and keeps a record."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import suite
from benchmarks.result import Measurement, append

CHECKOUT = Path(__file__).resolve().parents[1]


def benchmarks(*arguments):
    command = [sys.executable, "-m", "benchmarks", *map(str, arguments)]
    return subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, encoding="utf-8", timeout=120)


@pytest.fixture
def results(tmp_path):
    return tmp_path / "results"


def test_a_benchmark_prints_its_median_keeps_a_record_and_leaves_the_project_alone(small, results):
    done = benchmarks("--only", "data", "--runs", "1", "--results", results)
    assert done.returncode == 0, done.stderr
    assert "vagar data build, cold" in done.stdout
    assert "python 3." in done.stdout
    assert not (small / "data" / "processed").exists()
    assert not (small / "outputs").exists()

    (path,) = results.iterdir()
    text = path.read_text(encoding="utf-8")
    assert str(small) not in text and str(CHECKOUT) not in text and str(Path.home()) not in text
    (record,) = json.loads(text)
    assert path.stem == f"{record['date']}-{record['commit'].rstrip('+')}"
    assert record["machine"]["cores"] >= 1
    (one,) = record["measurements"]
    assert one["benchmark"] == "data"
    assert one["median"] > 0


def test_a_command_that_fails_is_told_with_its_own_words(small, results):
    (small / "data" / "raw" / "snapshot" / "regions.csv").unlink()
    done = benchmarks("--only", "data", "--runs", "1", "--results", results)
    assert done.returncode == 1
    assert "data build ended with status 2" in done.stderr
    assert "regions" in done.stderr
    assert not results.exists()


def test_an_unknown_benchmark_is_refused_with_those_there_are():
    done = benchmarks("--only", "reports")
    assert done.returncode == 2
    there_are = ", ".join(benchmark.name for benchmark in suite.BENCHMARKS)
    assert f"reports; allowed: {there_are}" in done.stderr.replace("\n", " ")


def test_a_ratio_is_median_against_median_of_the_baseline():
    one = Measurement("report", "Ragunda", [9.0, 30.0, 10.0], baseline="by hand", baseline_values=[20.0, 41.0])
    assert one.median == 10
    assert one.ratio == pytest.approx(10 / 30.5)
    assert one.verdict == ""


@pytest.mark.parametrize(("median", "verdict"), [(14.99, "ok"), (15.0, "ok"), (15.01, "over")])
def test_a_budget_is_kept_up_to_its_very_value(median, verdict):
    assert Measurement("report", "Ragunda", [median], budget=15.0).verdict == verdict


def test_records_of_the_same_day_and_commit_are_kept_together(tmp_path):
    append({"measurements": [1]}, tmp_path, "2026-11-23-abc")
    path = append({"measurements": [2]}, tmp_path, "2026-11-23-abc")
    assert json.loads(path.read_text(encoding="utf-8")) == [{"measurements": [1]}, {"measurements": [2]}]
