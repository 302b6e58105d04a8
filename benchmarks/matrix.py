"""What does it cost to run everything? All reports for Jämtlands län and its municipalities, in several ways."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median

import yaml

from benchmarks.memory import Watch
from benchmarks.project import Project
from benchmarks.result import Measurement

JOBS = 2
PLACE, COUNTY_PLACES = "2303", 9
TIMES_FASTER, TIMES_FASTER_THAN_TWO, TIMES_THE_FLOOR, MEGABYTES = 40, 20, 1.7, 400.0
SITE_SECONDS = 20.0
CHANGED = ("data/raw/snapshot/skattekraft.csv", "2303,")


def matrix(project: Project, runs: int, tell: Callable[[str], None]) -> list[Measurement]:
    """All reports, with the data built but no output and no drawing cached, two at a time.

    Beside it: the loop of papermill and nbconvert, of which one place a report is measured and counted nine times; the
    same with two of them at the same time; the floor, which is the same cells as plain code and the same pages in warm
    processes; a run with nothing to do; a run after a figure of one municipality has changed; and the most memory that
    a process had to itself.
    """
    entries = yaml.safe_load((project.root / "parameters" / "reports.yml").read_text(encoding="utf-8"))
    reports = [entry["id"] for entry in entries]
    notebooks = [f"{name}.ipynb" for name in reports]
    tell("building the data")
    project.vagar("data", "build")
    ours, loop, pairs, floor, second, changed, memory = [], [], [], [], [], [], []
    for number in range(1, runs + 1):
        tell(f"run {number} of {runs}: {len(reports)} reports, {COUNTY_PLACES} places")
        project.forget_outputs()
        with Watch(os.getpid()) as watch:
            ours.append(project.vagar("run", *reports, "--jobs", str(JOBS)))
        memory.append(watch.largest)
        count = len(project.record())
        second.append(project.vagar("run", *reports))
        tell("the same as plain code")
        project.forget_drawings()
        plain = str(Path(__file__).with_name("floor.py"))
        floor.append(float(project.said(sys.executable, plain, ",".join(reports), str(JOBS))))
        tell("a loop of papermill and nbconvert, one place a report")
        loop.append(COUNTY_PLACES * sum(project.papermill_and_nbconvert(name, PLACE) for name in notebooks))
        tell("the same, two at a time")
        pairs.append(COUNTY_PLACES * project.two_at_a_time(notebooks, PLACE))
        project.vagar("run", *reports)
        change(project)
        project.vagar("data", "build")
        changed.append(project.vagar("run", *reports))
        again = sum(entry["state"] == "ok" for entry in project.record().values())
    loop_name = "papermill, then jupyter nbconvert, one after the other (one place a report, times nine)"
    pairs_name = "the same loop, two at a time with xargs -P 2 (one place a report, times nine)"
    floor_name = "the same cells as plain code, and the same pages, in warm processes"
    all_of_it = f"{len(reports)} reports, {COUNTY_PLACES} places, --jobs {JOBS}, cold"
    return [
        Measurement("matrix", all_of_it, ours, "s", loop_name, loop, median(loop) / TIMES_FASTER),
        Measurement("matrix", "the same", ours, "s", pairs_name, pairs, median(pairs) / TIMES_FASTER_THAN_TWO),
        Measurement("matrix", "the same", ours, "s", floor_name, floor, TIMES_THE_FLOOR * median(floor)),
        Measurement("matrix", "nothing changed", second),
        Measurement(
            "matrix", f"a figure of one municipality changed: {again} of {count} run", changed, "s",
            "all of them", ours, again / count * median(ours),
        ),
        Measurement("matrix", "most private memory of a process", memory, unit="MB", budget=MEGABYTES),
    ]  # fmt: skip


def site(project: Project, runs: int, tell: Callable[[str], None]) -> list[Measurement]:
    """The site of all reports from their executed notebooks, whole process, without a drawing in the cache."""
    tell("running all reports")
    project.vagar("run")
    pages, values = len(project.record()), []
    for number in range(1, runs + 1):
        tell(f"run {number} of {runs}")
        project.forget_drawings()
        values.append(project.run(sys.executable, str(Path(__file__).with_name("pages.py")), str(JOBS)))
    return [Measurement("site", f"{pages} pages and the site around them", values, budget=SITE_SECONDS)]


def change(project: Project) -> None:
    """Change a figure of one municipality, and the checksum in its provenance."""
    name, start = CHANGED
    path = project.root / name
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    at = max(place for place, line in enumerate(lines) if line.startswith(start))
    lines[at] = re.sub(r"\d+(?=[^\d]*$)", lambda found: str(int(found[0]) + 1), lines[at])
    path.write_text("".join(lines), encoding="utf-8")
    beside = path.with_suffix(".yml")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    known = beside.read_text(encoding="utf-8")
    beside.write_text(re.sub(r"(?m)^sha256: .*$", f"sha256: {digest}", known), encoding="utf-8")
