"""What schedulers call exists: commands with their options, targets of the Makefile, notebooks that others run too."""

import re
import shutil
import subprocess
from pathlib import Path

import nbformat
import pytest
import typer
import yaml
from nbconvert.preprocessors import CellExecutionError, ExecutePreprocessor
from nbformat import v4

from vagar_lib.cli import app
from vagar_lib.pipeline.publish.targets import target
from vagar_lib.pipeline.run.plan import reports

OPS = Path(__file__).resolve().parents[1] / "ops"
COMMANDS = {
    "vagar.service": r"ExecStart=\S*/vagar (.+)",
    "crontab": r"\.venv/bin/vagar (.+?) >>",
    "windows-task.ps1": r'\$line = "(.+?)"',
    "github-actions.yml": r"run: \.venv/bin/vagar (.+)",
}


@pytest.mark.parametrize("name", COMMANDS)
def test_each_scheduler_calls_the_one_line(name):
    """Only what has changed, published, with failures told and a summary for programs."""
    (line,) = re.findall(COMMANDS[name], (OPS / name).read_text(encoding="utf-8"))
    command, *arguments = line.split()
    found = typer.main.get_command(app).commands[command]
    given = found.make_context(command, arguments).params
    assert (command, given["changed"], given["force"]) == ("run", True, False)
    assert Path(given["summary"].as_posix().replace("\\", "/")) == Path("outputs/summary.json")
    assert given["publish"] == ["production" if name == "github-actions.yml" else "staging"]


def test_the_target_of_schedulers_is_there_as_the_project_is_shipped():
    assert target("staging").is_local


def test_the_workflow_sets_up_by_a_target_of_the_makefile():
    steps = yaml.safe_load((OPS / "github-actions.yml").read_text(encoding="utf-8"))["jobs"]["run"]["steps"]
    made, _ = [step["run"] for step in steps if "run" in step]
    name = made.removeprefix("make ")
    assert re.search(rf"^{name}:", (OPS.parent / "Makefile").read_text(encoding="utf-8"), re.M)


def test_another_run_that_goes_on_is_no_failure_to_any_scheduler():
    assert "SuccessExitStatus=75" in (OPS / "vagar.service").read_text(encoding="utf-8")
    assert "[ $? -eq 75 ]" in (OPS / "crontab").read_text(encoding="utf-8")
    assert "-MultipleInstances IgnoreNew" in (OPS / "windows-task.ps1").read_text(encoding="utf-8")
    assert yaml.safe_load((OPS / "github-actions.yml").read_text(encoding="utf-8"))["concurrency"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd")
def test_systemd_takes_the_calendar_of_the_timer():
    (calendar,) = re.findall(r"OnCalendar=(.+)", (OPS / "vagar.timer").read_text(encoding="utf-8"))
    assert subprocess.run(["systemd-analyze", "calendar", calendar], capture_output=True).returncode == 0


def as_a_job(notebook: Path, injected: str, folder: Path) -> nbformat.NotebookNode:
    """Run a notebook as jupyter-scheduler does: copied to a folder, with a cell of values as they were written."""
    found = nbformat.read(notebook, as_version=4)
    at = next(i for i, cell in enumerate(found.cells) if "parameters" in cell.metadata.get("tags", []))
    found.cells.insert(at + 1, v4.new_code_cell(injected, metadata={"tags": ["injected-parameters"]}))
    kernel = found.metadata.kernelspec["name"]
    ExecutePreprocessor(kernel_name=kernel).preprocess(found, {"metadata": {"path": str(folder)}})
    return found


def test_the_notebooks_name_a_kernel_and_their_parameters_as_jupyter_scheduler_needs():
    for report in reports().values():
        found = nbformat.read(report.source, as_version=4)
        assert found.metadata.kernelspec["name"] == "python3"
        assert sum("parameters" in cell.metadata.get("tags", []) for cell in found.cells) == 1


def test_a_notebook_runs_as_a_job_of_jupyter_scheduler_away_from_its_folder(built, tmp_path):
    notebook = built / "notebooks" / "uppfoljning.ipynb"
    executed = as_a_job(notebook, 'region = "2303"', tmp_path)
    shown = [output for cell in executed.cells for output in cell.get("outputs", [])]
    assert any("Ragunda" in str(output) for output in shown)
    assert not list(tmp_path.iterdir())


def test_a_code_without_quotes_is_refused_with_how_it_is_written(built, tmp_path):
    with pytest.raises(CellExecutionError, match="region 2303 is int: codes are strings, such as '23' or '2303'"):
        as_a_job(built / "notebooks" / "uppfoljning.ipynb", "region = 2303", tmp_path)
