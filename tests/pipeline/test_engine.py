"""Cells run in a fork of a warm process show what they show in an ordinary kernel, to the last message."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from itertools import zip_longest
from pathlib import Path

import nbformat
import papermill
import pytest
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import v4
from papermill.exceptions import PapermillExecutionError

from vagar_lib import paths
from vagar_lib.pipeline.engine.kernel import skip_slow_imports
from vagar_lib.pipeline.run.plan import reports

KERNEL = {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}}
EXPECTED_TO_FAIL = {"tags": ["raises-exception"]}
VARIES = [
    (r"0x[0-9a-f]+", "0x"),
    (r"ipykernel_\d+/\d+\.py", "ipykernel/cell.py"),
    (r"\bpid \d+", "pid"),
]
AWKWARD = [
    "1 + 1",
    "print('ett'); import sys; print('två', file=sys.stderr); 'tre'",
    "import asyncio\nawait asyncio.sleep(0.01)\n'vaken'",
    "async def later():\n    await asyncio.sleep(0.05)\n    return 7\ntask = asyncio.create_task(later())",
    "await task",
    "asyncio.get_running_loop().is_running()",
    "%%capture kept\nprint('hörs inte')\n'inte heller'",
    "kept.stdout",
    "from IPython.display import HTML, clear_output, display, Markdown, SVG, Image, Javascript\n"
    "handle = display('före', display_id='a')",
    "handle.update('efter')\ndisplay('en till', display_id='a')",
    "print('bort'); clear_output(); print('kvar')",
    "print('bort'); clear_output(wait=True); print('kvar igen')",
    "display(HTML('<b>x</b>'), Markdown('*y*'), metadata={'isolated': True})",
    "display({'application/x-own+json': {'å': [1, None]}, 'text/plain': 'egen'}, raw=True)",
    "display(Image(data=b'\\x89PNG\\r\\n\\x1a\\n' + bytes(40), format='png'))",
    "SVG('<svg xmlns=\"http://www.w3.org/2000/svg\"/>')",
    "class Own:\n    def _repr_mimebundle_(self, **_): return {'text/html': '<i>', 'text/plain': 'i'}, {'a': 1}\nOwn()",
    "import warnings\nwarnings.warn('akta dig')",
    "import logging\nlogging.warning('loggat')",
    "import threading\nthread = threading.Thread(target=lambda: print('från en tråd'))\nthread.start(); thread.join()",
    "print('x' * 2_000_000)",
    "for n in range(3000): print(n)",
    "import os, subprocess\nos.system('echo ett; echo två >&2')",
    "!echo tre",
    "subprocess.run(['echo', 'fyra'], capture_output=True).stdout",
    "%%bash\necho fem",
    "%who str",
    "%precision 3\n3.14159265",
    "In[1], Out[1], _oh[1]",
    "__name__, '__file__' in globals(), sys.stdout.isatty(), type(get_ipython()).__name__ != ''",
    "import pandas as pd\npd.options.display.max_columns, pd.options.display.max_rows, pd.options.display.width",
    "pd.DataFrame({'a': range(3), 'b': list('xyz')})",
    "import pickle\nclass Point:\n    x = 1\npickle.loads(pickle.dumps(Point())).x",
    "import multiprocessing\nwith multiprocessing.get_context('fork').Pool(2) as pool: print(pool.map(abs, [-1, -2]))",
    "os.environ['OPENBLAS_NUM_THREADS'], os.getcwd() == os.path.realpath(os.getcwd())",
    "import sys\nsys.exit(3)",
    "input('namn? ')",
    "import getpass\ngetpass.getpass()",
    "1 / 0",
    "def deep(n): return deep(n + 1) if n < 5 else [][n]\ndeep(0)",
    "raise KeyboardInterrupt",
    "class Odd(Exception):\n    def __str__(self): raise ValueError('inget')\nraise Odd()",
    "print('slut'",
    "%nosuchmagic",
    "await asyncio.wait_for(asyncio.sleep(5), 0.01)",
    "class Broken:\n    __repr__ = lambda self: 'text'\n    def _repr_html_(self): raise RuntimeError('ritas inte')\n"
    "Broken()",
    "try:\n    import matplotlib.pyplot as plt\n    plt.plot([1, 2])\nexcept ImportError:\n    print('inget')",
    "'sist'",
]  # fmt: skip


@pytest.fixture(autouse=True)
def calm(monkeypatch, tmp_path):
    """What a run gives its processes too; and pytest's own variable would keep kernels from watching their output."""
    skip_slow_imports()
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "1")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    monkeypatch.delenv("PYTEST_CURRENT_TEST")


def executed(notebook: Path, engine: str | None, **parameters):
    """The notebook as papermill leaves it with an engine; written beside it unless it is one of the project's own."""
    out = None if notebook.parent.name == "notebooks" else notebook.with_name(f"{engine}.ipynb")
    return papermill.execute_notebook(
        str(notebook), out and str(out), parameters, engine_name=engine, kernel_name="python3", language="python",
        progress_bar=False, request_save_on_cell_execute=False, cwd=str(paths.root()),
    )  # fmt: skip


def run_to_the_end(notebook: Path, engine: str | None):
    """The notebook of cells that may fail; papermill runs them all, and raises the first error afterwards."""
    with pytest.raises(PapermillExecutionError):
        executed(notebook, engine)
    return nbformat.read(notebook.with_name(f"{engine}.ipynb"), as_version=4)


def written(folder: Path, *code: str, name: str = "prov") -> Path:
    cells = [v4.new_code_cell(text, metadata=EXPECTED_TO_FAIL) for text in code]
    path = folder / f"{name}.ipynb"
    nbformat.write(v4.new_notebook(cells=cells, metadata=KERNEL), path)
    return path


def plain(value):
    """Without what differs from one run of an ordinary kernel to the next."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    if isinstance(value, str):
        for pattern, word in VARIES:
            value = re.sub(pattern, word, value)
    return value


def told(notebook) -> dict:
    """What papermill tells of a notebook and its cells, without the moments."""
    about = {key: value for key, value in notebook.metadata.items() if key != "papermill"}
    cells = [
        (cell.metadata.papermill.status, cell.metadata.papermill.exception, sorted(cell.metadata.papermill),
         sorted(cell.metadata.get("execution", [])), cell.metadata.get("tags"))
        for cell in notebook.cells
        if "papermill" in cell.metadata
    ]  # fmt: skip
    return {"about": about, "papermill": sorted(notebook.metadata.papermill), "cells": cells}


def joined(outputs) -> list[dict]:
    """Outputs with streams in one piece: where a kernel cuts them depends on the moment."""
    found: list[dict] = []
    for output in map(plain, outputs):
        before = found[-1] if found else {}
        if output["output_type"] == "stream" and before.get("name") == output["name"]:
            before["text"] += output["text"]
        else:
            found.append(output)
    return found


def differences(one, other) -> list[str]:
    found = []
    for number, (first, second) in enumerate(zip(one.cells, other.cells, strict=True), 1):
        if first.cell_type != "code":
            continue
        if first.execution_count != second.execution_count:
            found.append(f"cell {number}: count {first.execution_count}, {second.execution_count}")
        for mine, its in zip_longest(joined(first.outputs), joined(second.outputs)):
            if mine != its:
                found.append(f"cell {number} {first.source[:60]!r}: {str(mine)[:900]} is {str(its)[:900]}")
    return found


def test_awkward_cells_give_the_same_in_both_engines(tmp_path):
    notebook = written(tmp_path, *AWKWARD)
    ordinary, ours = (run_to_the_end(notebook, engine) for engine in (None, "vagar"))
    assert sum(cell.cell_type == "code" for cell in ordinary.cells) == len(AWKWARD)
    assert ordinary.cells[-1].outputs[0].data["text/plain"] == "'sist'"
    assert differences(ordinary, ours) == []
    assert told(ordinary) == told(ours)


@pytest.mark.parametrize("report", list(reports()))
def test_each_report_gives_the_same_in_both_engines(built, report):
    source = reports()[report].source
    ordinary, ours = executed(source, None), executed(source, "vagar")
    assert sum(len(cell.get("outputs", [])) for cell in ordinary.cells) > 10
    moment = [(r"\d{4}-\d\d-\d\d \d\d:\d\d", "now")]
    VARIES.extend(moment)
    try:
        assert differences(ordinary, ours) == []
    finally:
        VARIES.remove(*moment)
    assert told(ordinary) == told(ours)


def test_nothing_leaks_from_one_notebook_to_the_next(tmp_path):
    first = written(
        tmp_path, "import json, random, numpy\njson.left = x = 1\nprint(random.random(), numpy.random.rand())"
    )
    second = written(tmp_path, "'x' in globals(), hasattr(__import__('json'), 'left')", name="efter")
    lucky = {executed(first, "vagar").cells[0].outputs[0].text for _ in range(2)}
    assert len(lucky) == 2, "each has luck of its own"
    assert executed(second, "vagar").cells[0].outputs[0].data["text/plain"] == "(False, False)"


def test_a_failing_cell_stops_the_notebook_and_is_kept_as_papermill_does(tmp_path):
    cells = [v4.new_code_cell("print('hit')"), v4.new_code_cell("1 / 0"), v4.new_code_cell("2")]
    path = tmp_path / "prov.ipynb"
    nbformat.write(v4.new_notebook(cells=cells, metadata=KERNEL), path)
    kept = [run_to_the_end(path, engine) for engine in (None, "vagar")]
    assert kept[0].cells[-1].execution_count is None, "not reached"
    assert differences(*kept) == []
    assert told(kept[0]) == told(kept[1])


@pytest.mark.parametrize(
    ("code", "how"),
    [
        (
            "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)",
            "killed by SIGKILL, as the system does when memory",
        ),
        ("import os\nos._exit(7)", "ended with status 7"),
        ("import json\njson.dumps = lambda *_, **__: ''", "it sent what is no message"),
        ("import ctypes\nctypes.string_at(0)", "killed by SIGSEGV"),
    ],
)
def test_a_kernel_that_dies_is_told_of_with_how(tmp_path, code, how):
    with pytest.raises(DeadKernelError, match=how):
        executed(written(tmp_path, "print('hit')", code), "vagar")


def test_a_cell_that_takes_too_long_is_stopped(tmp_path):
    path = written(tmp_path, "open('pid', 'w').write(str(__import__('os').getpid()))\nimport time\ntime.sleep(600)")
    with pytest.raises(CellTimeoutError):
        papermill.execute_notebook(
            str(path), None, engine_name="vagar", kernel_name="python3", language="python", progress_bar=False,
            execution_timeout=1, cwd=str(tmp_path),
        )  # fmt: skip
    pid = (tmp_path / "pid").read_text()
    assert not Path(f"/proc/{pid}").exists(), "no process is left"


@pytest.mark.parametrize("first", ["vagar_lib.pipeline.engine.engine", "papermill", "vagar_lib.pipeline.engine.zygote"])
def test_the_engine_and_papermill_can_be_imported_in_any_order(first):
    script = f"import {first}, papermill.engines, vagar_lib.pipeline.engine.engine as engine\n"
    script += "papermill.engines.papermill_engines.get_engine('vagar').execute_notebook, engine.ForkEngine"
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)


def test_the_papermill_command_takes_the_engine(tmp_path):
    path = written(tmp_path, "__name__, 1 + 1")
    out = tmp_path / "ut.ipynb"
    papermill_command = Path(sys.executable).with_name("papermill")
    subprocess.run([papermill_command, "--engine", "vagar", path, out], check=True, capture_output=True, timeout=60)
    made = nbformat.read(out, as_version=4)
    assert made.cells[0].outputs[0].data["text/plain"] == "('__main__', 2)"
    assert made.cells[0].metadata.papermill.status == "completed"


def test_where_forks_are_not_to_be_had_kernels_are_started_beforehand(tmp_path):
    """The second notebook finds its kernel started; it has nothing of the first, and the environment of now."""
    script = """
import os, sys, papermill
if __name__ == "__main__":
    for number in (1, 2):
        os.environ["NUMBER"] = str(number)
        made = papermill.execute_notebook(
            sys.argv[1], None, engine_name="vagar", kernel_name="python3", language="python", progress_bar=False
        )
        print(made.cells[0].outputs[0].data["text/plain"])
"""
    path = written(tmp_path, "before = 'x' in globals(); x = 1; import os; before, os.environ['NUMBER']")
    program = tmp_path / "program.py"
    program.write_text(script, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, program, path], env={**os.environ, "VAGAR_START": "spawn"}, capture_output=True, text=True,
        timeout=240,
    )  # fmt: skip
    assert done.stdout.splitlines() == ["(False, '1')", "(False, '2')"], done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="forks")
def test_what_is_forked_from_has_no_threads_and_few_pages_of_its_own(tmp_path):
    """A thread of the process that is forked from is missing in its children, and what it locked stays locked."""
    notebook = written(tmp_path, "open('pid', 'w').write(str(__import__('os').getppid()))")
    papermill.execute_notebook(
        str(notebook), None, engine_name="vagar", kernel_name="python3", language="python", progress_bar=False,
        cwd=str(tmp_path),
    )  # fmt: skip
    status = Path(f"/proc/{(tmp_path / 'pid').read_text()}/status").read_text()
    assert re.search(r"^Threads:\s+1$", status, re.M)
