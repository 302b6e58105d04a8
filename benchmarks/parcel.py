"""How much goes over the network for a report, and how long does it take to put its page in place? Prints JSON.

The reports must have been run for Ragunda.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from vagar_lib import paths
from vagar_lib.pipeline.engine.execute import Outcome
from vagar_lib.pipeline.run import dask_parcel, plan

PLACE, TIMES = "2303", 5


def main(reports: list[str]) -> None:
    """Pack the project, and pack and put in place each report."""
    jobs = plan.plan(reports, plan.places([PLACE]), {})
    outcome = Outcome("ok", "", "", 0.0)
    sizes, seconds = {}, []
    with tempfile.TemporaryDirectory() as folder:
        for job in jobs:
            parcel = dask_parcel.packed(dask_parcel.results(job, paths.root()))
            sizes[job.report.id] = _megabytes(parcel)
            for _ in range(TIMES):
                started = time.process_time()
                dask_parcel.settle(job, outcome, dask_parcel.opened(parcel), Path(folder))
                seconds.append(time.process_time() - started)
    project = _megabytes(dask_parcel.packed(dask_parcel.project()))
    print(json.dumps({"reports": sizes, "project": project, "seconds": median(seconds)}))


def _megabytes(parcel: dask_parcel.Parcel) -> float:
    return sum(map(len, parcel.objects.values())) / 1e6


if __name__ == "__main__":
    main(sys.argv[1:])
