"""Open data are made beside the reports that they go with, and again when these did not become what was counted on."""

from __future__ import annotations

import csv
import multiprocessing
import shutil
from pathlib import Path

import pytest

from vagar_lib import paths
from vagar_lib.pipeline import data
from vagar_lib.pipeline.open_data import build
from vagar_lib.pipeline.open_data.beside import made_beside
from vagar_lib.pipeline.run import plan, record


@pytest.fixture
def edition(built: Path, project: Path) -> str:
    """Edition of the data of a copy of the project, which are built already."""
    shutil.copytree(built / "data" / "processed", project / "data" / "processed")
    return data.built().edition


def recorded(job: plan.Job, **changes: object) -> dict:
    """Entry of the run record of a job that has gone well."""
    about = {"report": job.report.id, "region": job.region.code, "parameters": job.parameters}
    return {job.id: {**about, "page": "x", "state": "ok"} | changes}


def jobs(*codes: str) -> list[plan.Job]:
    return plan.plan(["nulage"], plan.places(codes), {})


def test_they_are_whole_when_the_reports_are_done_and_need_not_be_made_again(edition):
    said: list[str] = []
    with made_beside(jobs("2303"), edition, said.append):
        record.update(recorded(*jobs("2303")))
        assert said == [], "not while reports are run"
    assert any("datasets" in line for line in said)
    assert (paths.outputs() / "site" / "data" / "index.html").exists()
    assert build.with_site(edition, said.append) == "same"


def test_they_are_made_again_when_a_report_that_was_counted_on_has_no_page(edition):
    known, missing = jobs("2303", "2305")
    with made_beside([known, missing], edition, lambda _: None):
        record.update({**recorded(known), **recorded(missing, page=None, state="failed")})
    assert "2305" in codes()
    assert build.with_site(edition, lambda _: None) == "made"
    assert "2305" not in codes()


def test_nothing_goes_on_when_the_run_is_interrupted(edition):
    with pytest.raises(KeyboardInterrupt), made_beside(jobs("2303"), edition, lambda _: None):
        raise KeyboardInterrupt
    assert multiprocessing.active_children() == []


def codes() -> set[str]:
    """Places that the verdicts which are spread tell of."""
    with (paths.outputs() / "site" / "data" / "omdomen.csv").open(encoding="utf-8", newline="") as file:
        return {row["omrade"] for row in csv.DictReader(file)}
