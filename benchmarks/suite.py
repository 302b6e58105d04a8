"""What is measured? One function a benchmark, in the order they are run."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import nbformat

from benchmarks.cluster import cluster
from benchmarks.matrix import JOBS, SITE_SECONDS, matrix, site
from benchmarks.notebook import cell_seconds
from benchmarks.project import CommandFailed, Project
from benchmarks.result import Measurement
from benchmarks.scale import CHECK_SECONDS, PLACES, TIMES_A_WARM_ONE, check, cold, scale

REPORT, NOTEBOOK, PLACE = "nulage", "nulage.ipynb", "2303"
COUNTY = ("23", "2303", "2305", "2309", "2313", "2321", "2326", "2361", "2380")
TODAY = "papermill, then jupyter nbconvert --to html (its page has no drawn figures)"
GRANTS, GRANTS_TIMES = "tillvaxtmedel", 18
REPORT_BUDGET = 15.0  # seconds, on 2 cores
PAGE_BUDGET = 1.5  # million bytes
JSONSTAT_BUDGET = 0.5  # seconds
FIND_BUDGET = 0.2  # seconds
FETCH_BUDGET = 1000.0  # million bytes of memory
_SLOWEST = 5
MANY, SAMPLE = 6000, 6  # made-up indicators, and those of them that the slow way is measured on

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Benchmark:
    """Something that is measured: its name, what it is, how often by default, and how."""

    name: str
    about: str
    runs: int
    measure: Callable[[Project, int, Tell], list[Measurement]]


def report(project: Project, runs: int, tell: Tell) -> list[Measurement]:
    """One report, whole process, with the data built but no output and no cache; in turn with today's way."""
    _build_data(project, tell)
    ours, today = [], []
    for number in range(1, runs + 1):
        tell(f"run {number} of {runs}")
        project.forget_outputs()
        ours.append(_one_report(project))
        today.append(project.papermill_and_nbconvert(NOTEBOOK, PLACE))
    what = f"vagar run {REPORT} --region {PLACE}, cold"
    return [Measurement("report", what, ours, baseline=TODAY, baseline_values=today, budget=REPORT_BUDGET)]


def parts(project: Project, runs: int, tell: Tell) -> list[Measurement]:
    """Where the time of one report goes, from the times that papermill notes and a page made by itself."""
    _build_data(project, tell)
    seen: dict[str, list[float]] = {}
    cells: dict[str, list[float]] = {}
    for number in range(1, runs + 1):
        tell(f"run {number} of {runs}")
        project.forget_outputs()
        whole = _one_report(project)
        entry = project.record()[f"{REPORT}/{PLACE}"]
        executed = nbformat.read(project.root / entry["notebook"], as_version=4)
        times = cell_seconds(executed)
        page = _page_seconds(project, entry["notebook"])
        imports, rest = times.pop("imports"), sum(times.values())
        notebook = executed.metadata.papermill["duration"]
        for name, seconds in {
            "command and worker start": whole - entry["seconds"],
            "kernel start and stop": notebook - imports - rest,
            "imports of the set-up cell": imports,
            f"the other {len(times)} cells": rest,
            "imports of papermill, and the page": entry["seconds"] - notebook,
            "page by itself: imports": page["imports"],
            "page by itself: drawn": page["drawn"],
            "page by itself: drawings from the cache": page["from cache"],
        }.items():
            seen.setdefault(name, []).append(seconds)
        for name, seconds in times.items():
            cells.setdefault(name, []).append(seconds)
    slowest = sorted(cells, key=lambda name: -median(cells[name]))[:_SLOWEST]
    seen |= {name: cells[name] for name in slowest}
    return [Measurement("parts", name, values) for name, values in seen.items()]


def county(project: Project, runs: int, tell: Tell) -> list[Measurement]:
    """The county and its eight municipalities, two at a time, against today's way one after the other."""
    _build_data(project, tell)
    ours, today = [], []
    for number in range(1, runs + 1):
        tell(f"run {number} of {runs}: nine reports")
        project.forget_outputs()
        ours.append(project.vagar("run", REPORT, "--county", "23", "--jobs", "2"))
        tell(f"run {number} of {runs}: nine reports in today's way")
        today.append(sum(project.papermill_and_nbconvert(NOTEBOOK, code) for code in COUNTY))
    what = f"vagar run {REPORT} --county 23 --jobs 2, cold"
    return [Measurement("county", what, ours, baseline=f"a loop of {TODAY}", baseline_values=today)]


def unchanged(project: Project, runs: int, tell: Tell) -> list[Measurement]:
    """A run that finds all nine reports up to date."""
    _run_county(project, tell)
    values = []
    for number in range(1, runs + 1):
        tell(f"run {number} of {runs}")
        values.append(project.vagar("run", REPORT, "--county", "23"))
        states = {entry["state"] for entry in project.record().values()}
        if states != {"up_to_date"}:
            raise CommandFailed(f"not all reports were up to date the second time: {', '.join(sorted(states))}")
    return [Measurement("unchanged", "vagar run, all nine up to date", values)]


def weight(project: Project, runs: int, tell: Tell) -> list[Measurement]:
    """What a reader's browser loads: each page with the style sheet; files to download are not counted."""
    _run_county(project, tell)
    site = project.outputs / "site"
    style = (site / "assets" / "style.css").stat().st_size
    pages = sorted(site.glob("*/*/index.html"))
    return [
        Measurement(
            "weight",
            page.parent.relative_to(site).as_posix(),
            [(page.stat().st_size + style) / 1e6],
            unit="MB",
            budget=PAGE_BUDGET,
        )
        for page in pages
    ]


def data(project: Project, runs: int, tell: Tell) -> list[Measurement]:
    """The processed data from the raw tables, with nothing built before."""
    values = []
    for number in range(1, runs + 1):
        tell(f"run {number} of {runs}")
        project.forget_data()
        values.append(project.vagar("data", "build"))
    return [Measurement("data", "vagar data build, cold", values)]


def grants(project: Project, runs: int, tell: Tell) -> list[Measurement]:
    """A grants file of some 50 000 transactions: read, and its report made; and where the time goes.

    The last one to be measured, as it leaves the large file in the copy of the project.
    """
    rows = project.enlarge_grants(GRANTS_TIMES)
    _build_data(project, tell)
    seen: dict[str, list[float]] = {"whole": []}
    cells: dict[str, list[float]] = {}
    for number in range(1, runs + 1):
        tell(f"run {number} of {runs}: {rows} transactions")
        project.forget_outputs()
        project.forget_hidden()
        read = json.loads(project.said(sys.executable, str(Path(__file__).with_name("grants.py"))))
        made = project.vagar("run", GRANTS, "--region", "23")
        entry = project.record()[f"{GRANTS}/23"]
        executed = nbformat.read(project.root / entry["notebook"], as_version=4)
        for name, seconds in cell_seconds(executed).items():
            cells.setdefault(name, []).append(seconds)
        seen["whole"].append(read["read"] + made)
        times = {"imports of the reading": read["imports"], "reading": read["read"], "vagar run": made}
        for name, seconds in times.items():
            seen.setdefault(name, []).append(seconds)
    first = Measurement("grants", f"{rows} transactions read, and their report made", seen.pop("whole"), budget=20.0)
    slowest = sorted(cells, key=lambda name: -median(cells[name]))[:_SLOWEST]
    seen |= {f"of the run: {name}": cells[name] for name in slowest}
    return [first, *(Measurement("grants", name, values) for name, values in seen.items())]


def jsonstat(project: Project, runs: int, tell: Tell) -> list[Measurement]:
    """A million cells of JSON-stat as a typed frame, from the bytes; in turn with the way of a public client."""
    ours, today = [], []
    for number in range(1, runs + 1):
        tell(f"run {number} of {runs}")
        seconds = json.loads(project.said(sys.executable, str(Path(__file__).with_name("jsonstat.py"))))
        ours.append(seconds["ours"])
        today.append(seconds["cell by cell"])
    baseline = "a dict for each cell, the way of pxwebpy"
    what = "1 001 600 cells of JSON-stat to a typed frame"
    return [Measurement("jsonstat", what, ours, baseline=baseline, baseline_values=today, budget=JSONSTAT_BUDGET)]


def find(project: Project, runs: int, tell: Tell) -> list[Measurement]:
    """One place and 80 indicators out of 37 million observations, in the layout of a build."""
    script = str(Path(__file__).with_name("observations.py"))
    tell("writing 37 million observations")
    project.said(sys.executable, script, "write", str(project.root))
    first, following = [], []
    for number in range(1, runs + 1):
        tell(f"run {number} of {runs}")
        seconds = json.loads(project.said(sys.executable, script, "read", str(project.root)))
        first.append(seconds["first"])
        following.append(seconds["next"])
    (project.root / "observations.parquet").unlink()
    what = "one place, 80 indicators of 37 million observations"
    return [
        Measurement("find", what, following, budget=FIND_BUDGET),
        Measurement("find", f"{what}, first question of a process", first),
    ]


def verdicts(project: Project, runs: int, tell: Tell) -> list[Measurement]:
    """Every series of the register, and 37 million made-up rows, each read and judged in a process of its own."""
    _build_data(project, tell)
    script, made = str(Path(__file__).with_name("verdicts.py")), str(project.root / "made.parquet")
    real = str(project.root / "data" / "processed" / "observations.parquet")
    tell(f"making up {MANY} indicators")
    project.said(sys.executable, script, "write", made, str(MANY))
    seen: dict[str, list[dict[str, float]]] = {"real": [], "many": [], "usual": [], "sample": []}
    for number in range(1, runs + 1):
        tell(f"run {number} of {runs}")
        for name, arguments in {
            "real": ("judge", real),
            "many": ("judge", made, str(MANY)),
            "usual": ("groupby", real, str(MANY)),
            "sample": ("groupby", made, str(SAMPLE)),
        }.items():
            seen[name].append(json.loads(project.said(sys.executable, script, *arguments)))
    seconds = {name: [one.get("read", 0) + one["judged"] for one in measured] for name, measured in seen.items()}
    usual = "pandas groupby-apply with scipy's theilslopes, the trend alone"
    scaled = [MANY / SAMPLE * value for value in seconds["sample"]]
    of = f"{usual}, on {SAMPLE} of the {MANY} indicators and times {MANY // SAMPLE}"
    peak = [one["peak"] for one in seen["many"]]
    rows = f"{MANY} indicators, {seen['many'][0]['rows'] / 1e6:.1f} million rows"
    return [
        Measurement("verdicts", "all indicators, 312 regions", seconds["real"], "s", usual, seconds["usual"], 5.0),
        Measurement("verdicts", rows, seconds["many"], "s", of, scaled, 60.0),
        Measurement("verdicts", f"{rows}: most memory", peak, unit="MB", budget=6000.0),
    ]


def fetch(project: Project, runs: int, tell: Tell) -> list[Measurement]:
    """Every key figure of the register for every place, beside what the rate of questions alone would take."""
    ours, bound, memory, about = [], [], [], {}
    for number in range(1, runs + 1):
        tell(f"run {number} of {runs}")
        project.forget_fetched()
        about = json.loads(project.said(sys.executable, str(Path(__file__).with_name("fetch.py"))))
        ours.append(about["seconds"])
        bound.append(about["by the rate alone"])
        memory.append(about["MB"])
    project.forget_fetched()
    what = f"{about['questions']} questions to Kolada, {about['rows'] / 1e6:.1f} million rows"
    return [
        Measurement("fetch", what, ours, baseline="the rate of questions alone", baseline_values=bound),
        Measurement("fetch", f"{what}: most memory", memory, unit="MB", budget=FETCH_BUDGET),
    ]


BENCHMARKS: Sequence[Benchmark] = (
    Benchmark("report", f"one report against today's way; budget {REPORT_BUDGET:.0f} s on 2 cores", 5, report),
    Benchmark("parts", "where the time of one report goes", 5, parts),
    Benchmark("county", "nine reports, two at a time, against today's way (slow, so once)", 1, county),
    Benchmark("matrix", f"all reports, {JOBS} at a time, against a loop and against plain code", 1, matrix),
    Benchmark("unchanged", "a run with nothing to do", 5, unchanged),
    Benchmark("cold", f"a first report; at most {TIMES_A_WARM_ONE} times a warm one and the imports", 5, cold),
    Benchmark("check", f"all of Sweden with nothing to do; budget {CHECK_SECONDS} s", 5, check),
    Benchmark("scale", f"a report for {PLACES[-1]} places and for fewer: time of a page, and memory", 1, scale),
    Benchmark("site", f"all pages and the site from executed notebooks; budget {SITE_SECONDS:.0f} s", 3, site),
    Benchmark("weight", f"each page against {PAGE_BUDGET} MB", 1, weight),
    Benchmark("data", "the build of the data", 5, data),
    Benchmark("grants", "50 000 transactions read and their report made; budget 20 s", 5, grants),
    Benchmark("jsonstat", f"a million cells of JSON-stat read; budget {JSONSTAT_BUDGET} s", 5, jsonstat),
    Benchmark("find", f"one place found among 37 million observations; budget {FIND_BUDGET} s", 5, find),
    Benchmark("verdicts", f"every verdict, and those of {MANY} made-up indicators, against groupby-apply", 3, verdicts),
    Benchmark("fetch", "all of Kolada that the register names, from a service on this machine", 1, fetch),
    Benchmark("cluster", "processor time and bytes of a report, for the sums in docs/cluster.md", 3, cluster),
)


def _build_data(project: Project, tell: Tell) -> None:
    tell("building the data")
    project.vagar("data", "build")


def _run_county(project: Project, tell: Tell) -> None:
    tell("making sure that all nine reports are there")
    project.vagar("run", REPORT, "--county", "23")


def _one_report(project: Project) -> float:
    return project.vagar("run", REPORT, "--region", PLACE, "--force")


def _page_seconds(project: Project, notebook: str) -> dict[str, float]:
    project.forget_drawings()
    out = project.root / "page"
    page = str(Path(__file__).with_name("page.py"))
    said = project.said(sys.executable, page, REPORT, PLACE, str(project.root / notebook), str(out))
    return json.loads(said)
