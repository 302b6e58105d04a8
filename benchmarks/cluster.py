"""What does a cluster bring? What a report costs in processor time and in bytes, and the sums for the whole country."""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from benchmarks.memory import below
from benchmarks.project import CHECKOUT, Project
from benchmarks.result import Measurement

NAME = "cluster"
CORES = (2, 8, 16, 32, 64, 128)
PLACES = 312
LINK = 125.0
"""Million bytes a second that go to and from the submitter: a gigabit network, which is assumed and not measured."""
_WORK = "processor seconds"
_FEW, _MORE = ("2303",), ("2303", "2305", "2309")
_SECONDS = 0.1  # between two looks


class Cpu:
    """Processor seconds, user and system, of all processes below another while a block lasts (Linux).

    Attributes
    ----------
    seconds : float
        The most that was seen: what processes that have ended used is told by the one that started them.
    """

    def __init__(self, above: int):
        self.seconds = 0.0
        self._above, self._done = above, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Cpu:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._done.wait(_SECONDS):
            self.seconds = max(self.seconds, sum(map(_used, below(self._above))))


def cluster(project: Project, runs: int, tell: Callable[[str], None]) -> list[Measurement]:
    """What one more municipality costs each report, and what goes over the network for it."""
    project.vagar("data", "build")
    entries = yaml.safe_load((project.root / "parameters" / "reports.yml").read_text(encoding="utf-8"))
    names = [entry["id"] for entry in entries]
    seen: dict[str, list[float]] = {name: [] for name in names}
    for number in range(1, runs + 1):
        for name in names:
            tell(f"run {number} of {runs}: {name}")
            project.vagar("run", name, *_regions(_FEW))  # which cells are hidden has been chosen, drawings are there
            few, more = (_cpu_seconds(project, name, places) for places in (_FEW, _MORE))
            seen[name].append((more - few) / (len(_MORE) - len(_FEW)))
    parcel = json.loads(project.said(sys.executable, str(Path(__file__).with_name("parcel.py")), *names))
    found = [Measurement(NAME, f"{_WORK} of {name}", seen[name]) for name in names]
    found += [Measurement(NAME, f"bytes of {name}", [parcel["reports"][name]], "MB") for name in names]
    found.append(Measurement(NAME, "bytes of the project", [parcel["project"]], "MB"))
    found.append(Measurement(NAME, f"{_WORK} to put a page in place", [parcel["seconds"]]))
    return found


def sums(record: Mapping[str, Any], places: Mapping[str, int], cores: Sequence[int] = CORES) -> Iterator[str]:
    """The lines of two tables in Markdown: what each report costs, and how long all take with so many cores.

    The time with N cores is that of all processor seconds shared by N, after the project has come to the workers; but
    no less than it takes to get all pages over the network and to put them in place, one after the other.

    Parameters
    ----------
    record : mapping
        A record of this benchmark, as it is kept in benchmarks/results/.
    places : mapping of str to int
        How many places each report is made for.
    cores : sequence of int
    """
    known = {one["what"]: one["median"] for one in record["measurements"] if one["benchmark"] == NAME}
    yield "| Report | Places | Processor seconds each | MB each |"
    yield "|--|--:|--:|--:|"
    for name, count in places.items():
        each, size = known[f"{_WORK} of {name}"], known[f"bytes of {name}"]
        yield f"| `{name}` | {count} | {each:.1f} | {size:.2f} |"
    work = sum(count * known[f"{_WORK} of {name}"] for name, count in places.items())
    size = sum(count * known[f"bytes of {name}"] for name, count in places.items())
    number = sum(places.values())
    home = size / LINK + number * known[f"{_WORK} to put a page in place"]
    yield f"| all | {number} | {work / number:.1f} | {size / number:.2f} |"
    yield ""
    yield "| Cores | Minutes | Times faster than one core | Bound by |"
    yield "|--:|--:|--:|--|"
    for count in cores:
        shared = work / count + known["bytes of the project"] / LINK
        whole = max(shared, home)
        bound = "the work" if shared >= home else "the submitter"
        yield f"| {count} | {whole / 60:.1f} | {work / whole:.1f} | {bound} |"


def _cpu_seconds(project: Project, report: str, places: Sequence[str]) -> float:
    with Cpu(os.getpid()) as cpu:
        project.vagar("run", report, *_regions(places), "--jobs", "1", "--force")
    return cpu.seconds


def _regions(places: Sequence[str]) -> list[str]:
    return [word for place in places for word in ("--region", place)]


def _used(pid: int) -> float:
    """Of a process, and of those that it started and that have ended."""
    try:
        times = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:15]
    except OSError:
        return 0.0
    return sum(map(int, times)) / os.sysconf("SC_CLK_TCK")


def newest(folder: Path) -> dict[str, Any]:
    """The last record of this benchmark that is kept."""
    kept = (record for file in folder.glob("*.json") for record in json.loads(file.read_text(encoding="utf-8")))
    ours = [record for record in kept if any(one["benchmark"] == NAME for one in record["measurements"])]
    return max(ours, key=lambda record: record["date"])


def reports(record: Mapping[str, Any]) -> list[str]:
    """Ids of the reports that were measured."""
    found = (one["what"].partition(f"{_WORK} of ") for one in record["measurements"])
    return [name for before, there, name in found if there and not before]


if __name__ == "__main__":
    last = newest(CHECKOUT / "benchmarks" / "results")
    print("\n".join(sums(last, dict.fromkeys(reports(last), PLACES))))
