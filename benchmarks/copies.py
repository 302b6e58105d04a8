"""A record of reports for all places, from one place that has been run. Prints how many there are."""

from __future__ import annotations

import sys

from vagar_lib import paths, regions
from vagar_lib.pipeline import files
from vagar_lib.pipeline.run import cache, plan, record


def main(place: str, reports: list[str]) -> None:
    """Copy entries and notes of what was read, each with the key that its own job has; write empty results."""
    entries, reads = record.read()["reports"], cache.read_reads()
    jobs = plan.plan(reports, map(regions.region, regions.codes()), {})
    edition = entries[f"{reports[0]}/{place}"]["data_edition"]
    now, made = cache.Now(edition), {}
    for job in jobs:
        known = entries[f"{job.report.id}/{place}"]
        for path in (job.page, job.notebook):
            if not path.exists():
                files.write_text(path, "")
        about = {"region": job.region.code, "parameters": job.parameters, "key": now.key(job, known["key"])}
        where = {"page": paths.relative(job.page), "notebook": paths.relative(job.notebook)}
        made[job.id] = known | about | where
    record.update(made)
    cache.keep_reads({job.id: reads[f"{job.report.id}/{place}"] for job in jobs})
    print(len(jobs))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
