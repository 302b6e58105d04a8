"""A Dask cluster: reports come out as on one machine, also when a worker is lost in the middle of one."""

import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import dask
import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from benchmarks import cluster as costs
from vagar_lib.errors import BadInput
from vagar_lib.pipeline.run import dask_cluster, dask_parcel
from vagar_lib.pipeline.run.code import PACKAGE
from vagar_lib.pipeline.run.executor import Executor, chosen
from vagar_lib.pipeline.run.matrix import run
from vagar_lib.pipeline.run.plan import places, plan
from vagar_lib.pipeline.run.progress import Progress

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the workers are killed by way of /proc")

LOSE_THE_WORKER = """
import os, pathlib, psutil, time
mark = pathlib.Path({mark!r})
if region == '2303' and not mark.exists():
    mark.write_text(f"{{os.getpid()}} {{os.environ['VAGAR_ROOT']}}")
    psutil.Process().parents()[2].kill()  # the fork server, what started it, and the worker
    time.sleep(600)
"""
HIDE = """
import pathlib, time
from vagar_lib import paths
kept = paths.protected() / 'one.json'
if not kept.exists():
    time.sleep(2)
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(region)
region = region + ' visar ' + kept.read_text()
"""


def go(executor: Executor | None = None, codes=("23", "2303", "2321"), said=None, **how):
    """Run the report for some places."""
    progress = Progress(Console(file=said or io.StringIO(), width=200))
    return run(plan(["prov"], places(codes), {}), progress=progress, executor=executor, **how)


def states(result):
    return {name: entry["state"] for name, entry in result.entries.items()}


def results(root: Path) -> dict[str, str]:
    """Every page and notebook by name, without the moments that are told in them."""
    found = [*root.glob("outputs/site/prov/**/*.html"), *root.glob("outputs/notebooks/**/*.ipynb")]
    moments = r"\d{4}-\d\d-\d\dT[\d:.+]+|\"(duration|id)\": ?[^,}\n]+|kl\. [\d.:]+"
    return {path.relative_to(root).as_posix(): re.sub(moments, "", path.read_text("utf-8")) for path in found}


class Machines:
    """A scheduler and its workers, each a process of its own that knows nothing of the project's folder."""

    def __init__(self, folder: Path):
        self._folder, self._file, self.running = folder, folder / "scheduler.json", []
        self._start("scheduler", "--port", "0", "--no-dashboard", "--host", "127.0.0.1")
        while not self._file.exists():
            time.sleep(0.05)
        self.address = json.loads(self._file.read_text(encoding="utf-8"))["address"]

    def worker(self, **environment: str) -> None:
        """Start a worker."""
        alone = ("--nthreads", "1", "--no-nanny", "--no-dashboard")
        self._start("worker", *alone, "--local-directory", f"worker{len(self.running)}", **environment)

    def _start(self, kind: str, *options: str, **environment: str) -> None:
        command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", "--scheduler-file", str(self._file), *options]
        nothing = {"VAGAR_ROOT": str(self._folder / "nothing"), **environment}
        self.running.append(
            subprocess.Popen(command, cwd=self._folder, env={**os.environ, **nothing}, stderr=subprocess.DEVNULL)
        )

    def stop(self) -> None:
        """End all of them."""
        for process in self.running:
            process.kill()
            process.wait()


@pytest.fixture
def machines(tmp_path_factory):
    there = Machines(tmp_path_factory.mktemp("machines"))
    yield there
    there.stop()


def test_all_reports_come_out_when_a_worker_is_killed_in_the_middle_of_one(office, machines, tmp_path_factory):
    """As on one machine, and neither way sees anything to do after the other."""
    mark = tmp_path_factory.mktemp("mark") / "begun"
    office.write_notebook(LOSE_THE_WORKER.format(mark=str(mark)))
    machines.worker()
    machines.worker()
    said = io.StringIO()
    result = go(chosen(f"dask:{machines.address}"), said=said)
    assert set(states(result).values()) == {"ok"}, [entry["error"] for entry in result.failed.values()]
    assert "[3/3] prov" in said.getvalue()
    pid, root = mark.read_text(encoding="utf-8").split(" ", 1)
    assert not Path(root).is_relative_to(office.root), "the worker has a project of its own"
    assert sum(process.poll() is not None for process in machines.running) == 1, "one worker was lost"
    gone = time.monotonic() + 20
    while psutil.pid_exists(int(pid)) and time.monotonic() < gone:
        time.sleep(0.1)
    assert not psutil.pid_exists(int(pid)), "what it was running has ended with it"
    assert not (office.root / "outputs" / ".work").exists()

    assert set(states(go()).values()) == {"up_to_date"}
    by_cluster, keys = results(office.root), {n: e["key"] for n, e in office.record()["reports"].items()}
    assert set(states(go(force=True)).values()) == {"ok"}
    assert results(office.root) == by_cluster
    assert {n: e["key"] for n, e in office.record()["reports"].items()} == keys
    assert set(states(go(chosen(f"dask:{machines.address}"))).values()) == {"up_to_date"}


def test_a_cell_that_fails_is_named_as_on_one_machine_and_data_and_results_go_through_a_store(office, tmp_path):
    office.write_notebook("if region == '2303': raise ValueError('fel')")
    store = tmp_path / "store"
    result = go(chosen("dask", store.as_uri()), ["23", "2303"], workers=1)
    assert states(result) == {"prov/23": "ok", "prov/2303": "failed"}
    entry = office.record()["reports"]["prov/2303"]
    assert (entry["error"]["cell"], entry["error"]["evalue"]) == (3, "fel")
    assert (office.root / entry["failed_notebook"]).exists()
    assert entry["page"] is None
    notebook = (office.root / office.record()["reports"]["prov/23"]["notebook"]).read_bytes()
    there = {path.name for path in (store / "objects").iterdir()}
    assert dask_parcel.packed({"notebook": notebook}).files["notebook"] in there


def test_reports_that_hide_different_cells_are_run_again_until_they_hide_the_same(office):
    """Both begin before the other has chosen; what the first to be done chose holds for both."""
    office.write_notebook(HIDE)
    result = go(chosen("dask"), ["23", "2303"], workers=2)
    assert set(states(result).values()) == {"ok"}, [entry["error"] for entry in result.failed.values()]
    kept = (office.root / dask_parcel.CHOICES / "one.json").read_text(encoding="utf-8")
    for code in ("23", "2303"):
        (page,) = office.root.glob(f"outputs/site/prov/{code}-*/index.html")
        assert f"{code} visar {kept} har 6 fynd." in page.read_text(encoding="utf-8")


def test_a_report_that_takes_its_workers_with_it_is_given_up_and_named(office, tmp_path):
    office.write_notebook(LOSE_THE_WORKER.format(mark=str(tmp_path / "no" / "such")).replace("    mark.write", "    #"))
    with dask.config.set({"distributed.scheduler.allowed-failures": 0}):
        result = go(chosen("dask"), ["23", "2303"], workers=1)
    assert states(result) == {"prov/23": "ok", "prov/2303": "failed"}
    assert "lost while they ran it; given up" in result.failed["prov/2303"]["error"]["evalue"]


def test_a_worker_with_other_code_is_refused_and_named(office, machines, tmp_path):
    other = tmp_path / "other" / "vagar_lib"
    shutil.copytree(PACKAGE, other, ignore=shutil.ignore_patterns("__pycache__"))
    (other / "errors.py").write_text((other / "errors.py").read_text("utf-8") + "# other\n", encoding="utf-8")
    machines.worker(PYTHONPATH=str(other.parent))
    with pytest.raises(BadInput, match=r"the worker tcp://\S+ has other code: vagar_lib is \w+, here \w+"):
        go(chosen(f"dask:{machines.address}"))
    assert not (office.root / "outputs" / "run.json").exists()


def test_where_no_scheduler_answers_that_is_said_and_nothing_is_written(office, monkeypatch):
    monkeypatch.setattr(dask_cluster, "_CONNECT", 1)
    with pytest.raises(BadInput, match="no scheduler answers"):
        go(chosen("dask:tcp://127.0.0.1:1"))
    assert not (office.root / "outputs" / "run.json").exists()


@pytest.mark.parametrize(("asked", "store"), [("spark", None), ("dask8786", None), (None, "s3://there")])
def test_an_executor_that_does_not_exist_is_refused(asked, store):
    with pytest.raises(BadInput, match="allowed"):
        chosen(asked, store)


def test_ctrl_c_ends_the_cluster_and_leaves_a_whole_site(office):
    office.write_notebook("if region == '2303':\n    import time; time.sleep(600)")
    command = [sys.executable, "-m", "vagar_lib.cli", "run", "--region", "23", "--region", "2303"]
    running = subprocess.Popen(
        [*command, "--jobs", "1", "--executor", "dask"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
    )  # fmt: skip
    page = office.root / "outputs" / "site" / "prov" / "23-jamtlands-lan" / "index.html"
    try:
        for _ in range(600):
            time.sleep(0.1)
            if page.exists():
                break
        below = psutil.Process(running.pid).children(recursive=True)
        os.killpg(running.pid, signal.SIGINT)
        said = running.communicate(timeout=30)[0].decode()
    finally:
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)
    assert running.returncode == 130, said
    assert "Traceback" not in said
    assert office.record()["state"] == "interrupted"
    assert list(office.record()["reports"]) == ["prov/23"]
    psutil.wait_procs(below, timeout=20)
    assert not [process for process in below if process.is_running()], "nothing of the cluster is left"
    assert not (office.root / "outputs" / ".work").exists()


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}(/[a-z]{1,8}){0,2}", fullmatch=True), st.binary(max_size=200)))
def test_what_is_packed_comes_out_the_same_and_each_content_is_sent_once(contents):
    parcel = dask_parcel.packed(contents)
    assert dask_parcel.opened(parcel) == contents
    assert len(parcel.objects) == len(set(contents.values()))


def test_what_came_broken_is_told_by_its_name():
    parcel = dask_parcel.packed({"a.txt": b"one", "b.txt": b"two"})
    mixed = dict(zip(parcel.objects, reversed(parcel.objects.values()), strict=True))
    with pytest.raises(dask_parcel.Broken, match=r"a\.txt came with another content"):
        dask_parcel.opened(dask_parcel.Parcel(parcel.files, mixed))
    with pytest.raises(dask_parcel.Broken, match=r"a\.txt did not come"):
        dask_parcel.opened(dask_parcel.Parcel(parcel.files))


@pytest.mark.parametrize("name", ["../other.txt", "/etc/other.txt", "a/../../other.txt"])
def test_no_file_is_written_outside_its_folder(name, tmp_path):
    with pytest.raises(dask_parcel.Broken):
        dask_parcel.write({name: b""}, tmp_path)
    assert not list(tmp_path.rglob("*"))


def test_tables_with_recipients_stay_at_home_and_all_else_goes(office):
    """The names of raw tables go too, since it is asked which tables there are."""
    own = office.root / "data" / "raw" / "grants"
    own.mkdir()
    (own / "beslut.csv").write_text("mottagare\nEva\n", encoding="utf-8")
    (own / "beslut.yml").write_text("title: Beslut\n", encoding="utf-8")
    found = dask_parcel.project()
    assert found["data/raw/grants/beslut.yml"] == b"title: Beslut\n"
    assert b"Eva" not in found["data/raw/grants/beslut.csv"]
    assert found["data/raw/snapshot/regions.csv"] == (office.root / "data/raw/snapshot/regions.csv").read_bytes()
    assert {"notebooks/prov.ipynb", "parameters/reports.yml"} <= set(found)


def test_the_sums_are_shared_by_the_cores_until_the_submitter_is_the_bound():
    """Two reports of 100 places: 100 x 6 s and 100 x 4 s are 1 000 s of work; 100 x 2.5 MB are 250 MB.

    At 125 MB a second these take 2 s, and to put 200 pages in place 200 x 0.09 s = 18 s: never less than 20 s. The
    project of 125 MB takes 1 s. With 10 cores 101 s = 1.7 min, which is 9.9 times faster; with 100 cores 11 s, so 20 s.
    """
    known = {
        "processor seconds of a": 6.0, "processor seconds of b": 4.0, "bytes of a": 2.5, "bytes of b": 0.0,
        "bytes of the project": 125.0, "processor seconds to put a page in place": 0.09,
    }  # fmt: skip
    record = {"measurements": [{"benchmark": "cluster", "what": w, "median": m} for w, m in known.items()]}
    assert costs.reports(record) == ["a", "b"]
    lines = [*costs.sums(record, {"a": 100, "b": 100}, [10, 100])]
    assert lines[2:5] == ["| `a` | 100 | 6.0 | 2.50 |", "| `b` | 100 | 4.0 | 0.00 |", "| all | 200 | 5.0 | 1.25 |"]
    assert lines[-2:] == ["| 10 | 1.7 | 9.9 | the work |", "| 100 | 0.3 | 50.0 | the submitter |"]


def test_the_tables_of_the_guide_are_made_from_the_last_record():
    """When there is a new record, put what `python -m benchmarks.cluster` prints into docs/cluster.md."""
    checkout = PACKAGE.parent
    record = costs.newest(checkout / "benchmarks" / "results")
    made = "\n".join(costs.sums(record, dict.fromkeys(costs.reports(record), costs.PLACES)))
    assert made in (checkout / "docs" / "cluster.md").read_text(encoding="utf-8")
