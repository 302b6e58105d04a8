"""How long does the site take from executed notebooks? All pages in warm processes, and what stands around them."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

from vagar_lib.pipeline.engine import zygote


def main(count: str) -> None:
    """Make the page of every report of Jämtlands län and its municipalities, then the front page and the rest."""
    from benchmarks import workers
    from vagar_lib.pipeline.run import matrix, plan

    jobs = plan.plan([], plan.places(), {})
    zygote.prepare(set())
    workers.divide(_work, jobs, int(count))
    matrix.publish_site()


def _work(jobs: list[Any]) -> None:
    from vagar_lib.pipeline.page.render import render

    for job in jobs:
        render(job.notebook, job, job.folder, {})


if __name__ == "__main__":
    # What processes run is looked up in a module that they can import, and a program is none.
    sys.path.append(str(Path(__file__).resolve().parents[1]))
    importlib.import_module("benchmarks.pages").main(*sys.argv[1:])
