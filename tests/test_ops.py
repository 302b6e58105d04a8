"""The files for schedulers call commands that there are, with options that there are."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import typer
import yaml

from vagar_lib.cli import app

OPS = Path(__file__).resolve().parents[1] / "ops"
COMMANDS = {
    "vagar.service": r"ExecStart=\S*/vagar (.+)",
    "crontab": r"\.venv/bin/vagar (.+?) >>",
    "windows-task.ps1": r'-Argument "(.+?)"',
}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_command_of_each_scheduler_exists_with_its_options(name):
    (line,) = re.findall(COMMANDS[name], (OPS / name).read_text(encoding="utf-8"))
    command, *arguments = line.split()
    found = typer.main.get_command(app).commands[command]
    assert found.make_context(command, arguments).params["log_format"] == "json"


def test_the_workflow_runs_a_target_of_the_makefile():
    steps = yaml.safe_load((OPS / "github-actions.yml").read_text(encoding="utf-8"))["jobs"]["run"]["steps"]
    (made,) = [step["run"] for step in steps if "run" in step]
    target = made.removeprefix("make ")
    assert re.search(rf"^{target}:", (OPS.parent / "Makefile").read_text(encoding="utf-8"), re.M)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd")
def test_systemd_takes_the_calendar_of_the_timer():
    (calendar,) = re.findall(r"OnCalendar=(.+)", (OPS / "vagar.timer").read_text(encoding="utf-8"))
    assert subprocess.run(["systemd-analyze", "calendar", calendar], capture_output=True).returncode == 0
