"""One report, executed by papermill in a kernel of its own."""

import json
import os

import nbformat
import pytest

from vagar_lib.pipeline.engine.execute import Task, execute
from vagar_lib.pipeline.run import pool
from vagar_lib.pipeline.run.plan import places, plan


@pytest.fixture(params=["fork", "kernel"])
def engine(request):
    return request.param


def outcome(office, engine, timeout=600, **context):
    """Run the report for Ragunda in a worker process, as a run does."""
    (job,) = plan(["prov"], places(["2303"]), {"findings": 7})
    task = Task(job, office.root / "outputs" / ".work" / "test", context, engine, timeout)
    ((_, result),) = pool.each(execute, [task], 1, lambda _: None)
    return job, result


def test_the_result_is_a_genuine_papermill_notebook_and_a_page(office, engine, monkeypatch):
    home = office.root / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    office.write_notebook(
        "import os, sys\nprint(os.getcwd(), sys.executable, os.environ['OPENBLAS_NUM_THREADS'], sep='|')",
        "x = 1",
    )
    job, result = outcome(office, engine, edition="abc", version="1.2.3")
    assert result.state == "ok", result.error
    notebook = nbformat.read(job.notebook, as_version=4)
    nbformat.validate(notebook)
    assert job.notebook.read_text(encoding="utf-8").count("\n") == 1, "indents take time and space"

    told = notebook.metadata.papermill
    assert told.parameters == {"region": "2303", "findings": 7}
    assert told.input_path == "notebooks/prov.ipynb"
    assert told.output_path == "outputs/notebooks/prov/2303-ragunda.ipynb"
    assert [cell.metadata.tags for cell in notebook.cells[:2]] == [["parameters"], ["injected-parameters"]]
    cwd, python, threads = notebook.cells[3].outputs[0].text.strip().split("|")
    assert os.path.samefile(cwd, office.root), "notebooks need no paths"
    assert os.path.samefile(python, os.sys.executable)
    assert threads == "1"

    page = job.page.read_text(encoding="utf-8")
    assert "2303 har 7 fynd." in page
    assert result.info["title"] == "Provrapport"
    assert result.info["edition"] == "abc"
    assert list(home.iterdir()) == [], "the user's home is left alone"
    assert not list((office.root / "outputs" / ".work" / "test").glob("prov-*")), "scratch files are gone"


@pytest.mark.parametrize(
    ("code", "name", "said"),
    [
        ("# räkna\n1 / 0", "ZeroDivisionError", "division by zero"),
        ("import os\nos._exit(1)", "DeadKernelError", "Kernel died"),
        ("import time\ntime.sleep(600)", "CellTimeoutError", "the cell took more than 2 s"),
    ],
)
def test_a_failing_cell_is_named_as_the_analyst_sees_it(office, engine, code, name, said):
    """The cells are: parameters, heading, 'x = 1' and then the one that fails: number 4."""
    office.write_notebook("x = 1\nprint('så långt')", code)
    job, result = outcome(office, engine, timeout=2)
    assert result.state == "failed"
    assert (result.error["cell"], result.error["source"]) == (4, code.splitlines()[0])
    assert result.error["ename"] == name
    assert result.error["evalue"].startswith(said)
    assert "\x1b" not in json.dumps(result.error), "no colour codes"
    assert len(result.error["traceback"].splitlines()) <= 12
    kept = [cell for cell in nbformat.read(job.failed, as_version=4).cells if cell.source.startswith("x = 1")]
    assert kept[0].outputs[0].text == "så långt\n", "the notebook as far as it came"
    assert not job.notebook.exists()
    assert not job.page.exists()


def test_a_notebook_that_cannot_become_a_page_has_failed(office, engine):
    office.write_notebook("from IPython.display import display, HTML\ndisplay(HTML('<b>ej vår</b>'))")
    job, result = outcome(office, engine)
    assert result.state == "failed"
    assert result.error["ename"] == "PageError"
    assert job.failed.exists()
    assert not job.page.exists()
