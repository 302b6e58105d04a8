"""How long would reports take without any machinery? Their cells as plain code, and their pages, in warm processes.

Prints seconds, without the imports. The executed notebooks that the pages are made from must be there, from a run.
"""

from __future__ import annotations

import ast
import contextlib
import importlib
import io
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from vagar_lib import paths
from vagar_lib.pipeline.engine import zygote


def main(reports: str, count: str) -> None:
    """Do all reports of Jämtlands län and its municipalities, each worker every second (third …) of them."""
    from benchmarks import workers
    from vagar_lib.pipeline.run import plan

    jobs = plan.plan(reports.split(","), plan.places(), {})
    zygote.prepare({job.report.source for job in jobs})
    warm = zygote.started(_nothing)
    warm.join()
    start = time.perf_counter()
    workers.divide(_work, jobs, int(count))
    print(time.perf_counter() - start)


def _nothing() -> None:
    """Be forked, so that what is forked from is warm."""


def _work(jobs: list[Any]) -> None:
    from vagar_lib.pipeline.page.render import render

    folder = Path(tempfile.mkdtemp(dir=paths.outputs()))  # to remove it would be timed too
    for job in jobs:
        with contextlib.redirect_stdout(io.StringIO()):
            _cells(job)
        render(job.notebook, job, folder / job.report.id / job.name, {})


def _cells(job: Any) -> None:
    """Run the cells of a notebook as one program, and make what each shows."""
    from vagar_lib.pipeline.parameters import cells

    names: dict[str, Any] = {"__name__": "__main__"}
    for cell in cells(job.report.source):
        if cell["cell_type"] != "code":
            continue
        tree = ast.parse(cell["source"])
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, "cell", "exec"), names)
        if "parameters" in cell["tags"]:
            names |= job.parameters
        if last is not None:
            shown = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
            if hasattr(shown, "_repr_mimebundle_"):
                shown._repr_mimebundle_()


if __name__ == "__main__":
    # What processes run is looked up in a module that they can import, and a program is none.
    sys.path.append(str(Path(__file__).resolve().parents[1]))
    importlib.import_module("benchmarks.floor").main(*sys.argv[1:])
