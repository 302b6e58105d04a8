"""Does it last? A first report from cold, a check of reports that nothing has happened to, and many places."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmarks.memory import Watch
from benchmarks.project import CommandFailed, Project
from benchmarks.result import Measurement

REPORT, PLACE, BEFORE = "nulage", "2303", "2305"
TIMES_A_WARM_ONE = 1.5
EVERYWHERE = ("nulage", "indikatorer", "megatrender", "malkonflikter")
"""Reports that are made for all 312 places."""
CHECK_SECONDS = 0.2
PLACES = (9, 27, 81)
GROWTH = 1.1  # how much more a page may take, in time and memory, when there are more of them

Tell = Callable[[str], None]


def cold(project: Project, runs: int, tell: Tell) -> list[Measurement]:
    """A first report, whole process, against the same report in a process that is warm plus what it takes to be so."""
    tell("building the data")
    project.vagar("data", "build")
    script = str(Path(__file__).with_name("imports.py"))
    first, warm = [], []
    for number in range(1, runs + 1):
        tell(f"run {number} of {runs}")
        project.forget_outputs()
        first.append(project.vagar("run", REPORT, "--region", PLACE))
        project.forget_outputs()
        project.vagar("run", REPORT, "--region", BEFORE, "--region", PLACE, "--jobs", "1")
        imports = project.run(sys.executable, script, REPORT)
        warm.append(project.record()[f"{REPORT}/{PLACE}"]["seconds"] + imports)
    baseline = "the same report after another in the same run, plus the imports"
    what = f"vagar run {REPORT} --region {PLACE}, cold"
    return [Measurement("cold", what, first, "s", baseline, warm, TIMES_A_WARM_ONE * median(warm))]


def check(project: Project, runs: int, tell: Tell) -> list[Measurement]:
    """A run of four reports for all of Sweden that finds nothing to do: by the files' times, and key by key.

    One place is run. Its entries in the record, with what it read, are then copied to the others with keys of their
    own, and each gets a page and a notebook, empty ones, as only their sizes and times are looked at.
    """
    tell("building the data and running one place")
    project.vagar("data", "build")
    project.forget_outputs()
    project.vagar("run", *EVERYWHERE, "--region", PLACE)
    tell("copying what is known of it to all other places")
    count = int(project.said(sys.executable, str(Path(__file__).with_name("copies.py")), PLACE, *EVERYWHERE))
    project.vagar("run", *EVERYWHERE, "--all")
    states = [entry["state"] for entry in project.record().values()]
    if states != ["up_to_date"] * count:
        raise CommandFailed(f"{states.count('up_to_date')} of {count} copies are up to date, all should be")
    still, keys = [], []
    for number in range(1, runs + 1):
        tell(f"run {number} of {runs}")
        still.append(project.vagar("run", *EVERYWHERE, "--all"))
        project.forget_that_nothing_changed()
        keys.append(project.vagar("run", *EVERYWHERE, "--all"))
    what = f"{count} reports, nothing changed"
    return [
        Measurement("check", what, still, budget=CHECK_SECONDS),
        Measurement("check", f"{what}, each key compared", keys),
    ]


def scale(project: Project, runs: int, tell: Tell) -> list[Measurement]:
    """One report for more and more places: what each further page takes, and the most memory of a process."""
    tell("building the data")
    project.vagar("data", "build")
    script = "from vagar_lib import regions; print(*regions.codes('kommun'))"
    codes = project.said(sys.executable, "-c", script).split()
    fewer, more, memory = [], [], {number: [] for number in PLACES}
    for number in range(1, runs + 1):
        seconds = {}
        for places in PLACES:
            tell(f"run {number} of {runs}: {places} places")
            project.forget_outputs()
            chosen = [word for code in codes[:places] for word in ("--region", code)]
            with Watch(os.getpid()) as watch:
                seconds[places] = project.vagar("run", REPORT, *chosen)
            memory[places].append(watch.largest)
        few, some, many = PLACES
        fewer.append((seconds[some] - seconds[few]) / (some - few))
        more.append((seconds[many] - seconds[some]) / (many - some))
    each, most = f"a further page of {REPORT}, from {some} to {many} places", "most private memory of a process"
    return [
        Measurement("scale", each, more, "s", f"from {few} to {some} places", fewer, GROWTH * median(fewer)),
        Measurement(
            "scale", f"{most}, {many} places", memory[many], "MB", f"{most}, {few} places", memory[few],
            GROWTH * median(memory[few]),
        ),
    ]  # fmt: skip
