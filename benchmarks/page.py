"""How long does a page take? Makes one from an executed notebook in a process of its own; prints seconds as JSON."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path


def main(report: str, region: str, notebook: str, out: str) -> None:
    """Measure the imports, the page with every drawing to be drawn, and the page with all drawings in the cache."""
    start = time.perf_counter()
    from vagar_lib.pipeline.engine.kernel import skip_slow_imports

    skip_slow_imports()
    from vagar_lib.pipeline.page import render
    from vagar_lib.pipeline.run import plan

    seconds = {"imports": time.perf_counter() - start}
    job = plan.plan([report], plan.places([region]), {})[0]
    for name in ("drawn", "from cache"):
        start = time.perf_counter()
        render.render(Path(notebook), job, Path(out) / report / job.name, {})
        seconds[name] = time.perf_counter() - start
    print(json.dumps(seconds))


if __name__ == "__main__":
    main(*sys.argv[1:])
