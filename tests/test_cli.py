"""The command line: what it says, what it writes, and the exit status a scheduler sees."""

import json
import subprocess
import sys

import pytest

from tests.pipeline.office import office
from vagar_lib.cli import main
from vagar_lib.pipeline.run.matrix import alone

__all__ = ["office"]


def status(*arguments):
    """Exit status of a command line."""
    try:
        return main(list(arguments))
    except SystemExit as exit:
        return exit.code


def loaded(code, *modules):
    """Which of some modules Python has imported after some code, in a process of its own."""
    script = f"import sys\n{code}\nprint(*[m for m in {modules!r} if m in sys.modules], file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stderr.split()


def call(*arguments):
    """Code that runs a command line and goes on."""
    return f"from vagar_lib.cli import main\ntry: main({list(arguments)!r})\nexcept SystemExit as e: assert not e.code"


HEAVY = ("pandas", "numpy", "altair", "geopandas", "papermill", "nbformat", "nbconvert", "pandera")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run", "prv"], "report 'prv' does not exist; did you mean 'prov'?"),
        (["run", "--region", "Ragunda"], "did you mean '2303' (Ragunda)?"),
        (["run", "--region", "9999"], "region '9999' does not exist"),
        (["run", "--county", "2303"], "allowed: the code of a län"),
        (["run", "-p", "finding=7"], "did you mean 'findings'?"),
        (["run", "-p", "findings=9"], "parameter 'findings' is '9', allowed: int, 5 to 8 (default 6)"),
        (["run", "-p", "findings"], "allowed is name=value"),
        (["run", "-p", "password=x"], "looks like a secret"),
        (["run", "-p", "region=23"], "'region' is chosen with --region"),
        (["list", "-p", "findings=many"], "parameter 'findings' is 'many'"),
        (["run", "--jobs", "0"], "--jobs"),
        (["run", "--engine", "nbclient"], "'nbclient' is not one of 'fork', 'kernel'"),
        (["build"], "No such command"),
    ],
)
def test_wrong_input_gets_a_message_and_status_2_and_nothing_is_written(office, capsys, arguments, message):
    before = office.files()
    assert status(*arguments) == 2
    said = capsys.readouterr().err
    assert message in " ".join(said.replace("│", " ").split())
    assert "Traceback" not in said
    assert office.files() == before


@pytest.mark.parametrize(
    ("break_it", "message"),
    [
        (lambda root: (root / "data/raw/snapshot/regions.csv").unlink(), "data/raw/snapshot/regions.csv"),
        (lambda root: (root / "data/raw/snapshot/kolada_groups.csv").unlink(), "kolada_groups.csv"),
        (lambda root: (root / "parameters/reports.yml").unlink(), "parameters/reports.yml is missing"),
        (lambda root: (root / "notebooks/prov.ipynb").unlink(), "notebooks/prov.ipynb does not exist"),
        (lambda root: (root / "notebooks/prov.ipynb").write_text("x"), "prov.ipynb is not a notebook"),
    ],
)
def test_a_missing_or_broken_file_is_named_and_nothing_is_written(office, capsys, break_it, message):
    break_it(office.root)
    before = office.files()
    assert status("run", "--region", "23") == 2
    assert message in capsys.readouterr().err
    assert office.files() == before


def test_list_tells_the_plan_and_runs_nothing(office, capsys):
    before = office.files()
    assert status("list") == 0
    said = capsys.readouterr().out
    assert "prov: Provrapport. En liten rapport." in said
    assert "-p findings=…  antal fynd: int, 5 to 8 (default 6)" in said
    assert "data: would be built from data/raw first" in said
    assert "2303  Ragunda" in said
    assert "would run: new" in said
    assert "9 would run, 0 up to date" in said
    assert office.files() == before


def test_a_run_ends_by_telling_where_to_look_and_list_then_knows(office, capsys):
    assert status("run", "--region", "2303") == 0
    said = capsys.readouterr()
    assert "prov: 1 ok" in said.out
    assert f"Look at {office.root}/outputs/site/index.html" in said.out
    assert status("list") == 0
    assert "8 would run, 1 up to date" in capsys.readouterr().out
    assert loaded(call("run", "--region", "2303"), *HEAVY) == [], "nothing changed, so nothing heavy is imported"


def test_a_failed_report_gives_status_1_and_is_told_with_its_cell(office, capsys):
    office.write_notebook("1 / 0")
    assert status("run", "--region", "2303") == 1
    said = capsys.readouterr().out
    assert "failed: prov/2303: cell 3 '1 / 0': ZeroDivisionError: division by zero" in said
    assert "outputs/failed/prov/2303-ragunda.ipynb" in said


def test_why_tells_the_plan_and_runs_nothing(office, capsys):
    before = office.files()
    assert status("run", "--why", "--region", "2303") == 0
    assert "would run: new\n1 would run, 0 up to date" in capsys.readouterr().out
    assert office.files() == before


def test_a_second_run_at_the_same_time_says_so_and_does_nothing(office, capsys):
    with alone():
        before = office.files()
        assert status("run", "--region", "2303") == 75
        assert capsys.readouterr().err == "vagar: another run is going on in outputs; nothing is done\n"
        assert office.files() == before
    assert status("run", "--region", "2303") == 0


def test_a_run_can_be_told_as_lines_of_json(office, capsys):
    office.write_notebook("if region == '2303': 1 / 0")
    assert status("run", "--region", "23", "--region", "2303", "--jobs", "1", "--log-format", "json") == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    happened = [line for line in lines if line["event"] != "note"]
    assert [line["event"] for line in happened] == [
        "begin", "running", "done", "running", "done", "end", "summary",
    ]  # fmt: skip
    assert (happened[0]["jobs"], happened[0]["workers"]) == (["prov/23", "prov/2303"], 1)
    assert (happened[2]["job"], happened[2]["state"], happened[2]["error"]) == ("prov/23", "ok", None)
    assert happened[2]["seconds_left"] > 0
    assert (happened[4]["error"]["cell"], happened[4]["error"]["ename"]) == (3, "ZeroDivisionError")
    assert happened[-1]["status"] == 1
    assert (happened[-1]["ok"], happened[-1]["failed"]) == (["prov/23"], ["prov/2303"])


def test_a_cell_that_takes_too_long_fails_alone(office, capsys):
    office.write_notebook("import time\nif region == '2303': time.sleep(600)")
    assert status("run", "--region", "2303", "--region", "23", "--timeout", "3") == 1
    said = capsys.readouterr().out
    assert "prov: 1 ok, 1 failed" in said or "prov: 1 failed, 1 ok" in said
    assert "failed: prov/2303: cell 3 'import time': CellTimeoutError: the cell took more than 3 s" in said


def test_data_build_tells_the_edition(office, capsys):
    assert status("data", "build") == 0
    assert "data edition" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["--help"], ["run", "--help"], ["list", "--help"], ["data", "--help"]])
def test_help_teaches_with_examples(capsys, arguments):
    assert status(*arguments) == 0
    said = capsys.readouterr().out
    if arguments == ["run", "--help"]:
        assert "vagar run nulage --region 2303" in said
        assert "Exit status" in said


def test_help_and_list_import_nothing_heavy(office):
    assert loaded(call("--help"), *HEAVY, "pydantic") == []
    assert loaded(call("list"), *HEAVY) == []
