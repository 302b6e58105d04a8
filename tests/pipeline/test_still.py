"""That nothing has changed is known without reading; and that anything has is never missed."""

import os
import shutil

import pytest

from vagar_lib import paths
from vagar_lib.pipeline.run import still

RUN = ["nulage", "--region", "23"]
LINES = ["nulage: 1 up to date"]


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project with one page, after a run that left all up to date."""
    for name in (
        "parameters/reports.yml",
        "notebooks/nulage.ipynb",
        "data/raw/snapshot/a.csv",
        "data/processed/manifest.json",
        "requirements.lock",
        "outputs/run.json",
        "outputs/site/index.html",
        "outputs/site/nulage/23-jamtlands-lan/index.html",
        "outputs/notebooks/nulage/23-jamtlands-lan.ipynb",
    ):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    monkeypatch.setenv("VAGAR_ROOT", str(tmp_path))
    still.remember(RUN, LINES)
    return tmp_path


def test_the_same_run_says_the_same_while_nothing_changes(project):
    assert still.said(RUN) == LINES
    assert still.said(RUN) == LINES


def test_another_run_is_another_matter(project):
    assert still.said([*RUN, "--region", "2303"]) is None


@pytest.mark.parametrize(
    "name",
    [
        "parameters/reports.yml",
        "notebooks/nulage.ipynb",
        "data/raw/snapshot/a.csv",
        "data/processed/manifest.json",
        "requirements.lock",
        "outputs/run.json",
        "outputs/site/nulage/23-jamtlands-lan/index.html",
        "outputs/notebooks/nulage/23-jamtlands-lan.ipynb",
    ],
)
@pytest.mark.parametrize("change", ["write", "touch", "remove"])
def test_a_change_of_any_file_is_seen(project, name, change):
    file = project / name
    if change == "write":  # as long as before, and at the same time
        times = (file.stat().st_atime_ns, file.stat().st_mtime_ns)
        other = file.with_suffix(".new")
        other.write_text("x" * file.stat().st_size)
        os.utime(other, ns=times)
        os.replace(other, file)
    elif change == "touch":
        os.utime(file, ns=(0, 0))
    else:
        file.unlink()
    assert still.said(RUN) is None


@pytest.mark.parametrize("name", ["parameters/cases/new.yml", "data/raw/grants/x.csv", "notebooks/other.ipynb"])
def test_a_new_file_is_seen(project, name):
    (project / name).parent.mkdir(exist_ok=True)
    (project / name).write_text("")
    assert still.said(RUN) is None


def test_what_editors_and_python_leave_behind_is_no_change(project):
    for name in ("notebooks/.ipynb_checkpoints/nulage.ipynb", "parameters/.reports.yml.swp"):
        (project / name).parent.mkdir(exist_ok=True)
        (project / name).write_text("")
    assert still.said(RUN) == LINES


def test_the_library_counts(project, monkeypatch):
    copy = project / "vagar_lib"
    shutil.copytree(still.PACKAGE / "metrics" / "verdict", copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(still, "PACKAGE", copy)
    still.remember(RUN, LINES)
    assert still.said(RUN) == LINES
    (copy / "judge.py").write_text("# other\n")
    assert still.said(RUN) is None


def test_what_was_kept_in_another_form_counts_for_nothing(project):
    kept = next((paths.outputs() / "cache" / "still").iterdir())
    kept.write_text("{")
    assert still.said(RUN) is None
