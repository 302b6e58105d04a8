"""A run: what has changed is run, what fails is told, and the site is whole all the time."""

import io
import os
import signal
import subprocess
import sys
import time

import pytest
from rich.console import Console

from vagar_lib.pipeline.run import record
from vagar_lib.pipeline.run.matrix import run
from vagar_lib.pipeline.run.plan import places, plan
from vagar_lib.pipeline.run.progress import Progress, duration


def go(codes=("23", "2303"), said=None, **given):
    """Run the report for some places; ``said`` gets what is told meanwhile."""
    console = Console(file=said or io.StringIO(), width=200)
    return run(plan(["prov"], places(codes), given), progress=Progress(console))


def states(result):
    return {name: entry["state"] for name, entry in result.entries.items()}


def test_what_has_not_changed_is_not_run_again_and_what_has_is(office):
    said = io.StringIO()
    first = go(said=said)
    assert first.status == 0, first.failed
    assert states(first) == {"prov/23": "ok", "prov/2303": "ok"}
    assert "[2/2] prov" in said.getvalue()

    told = office.record()
    assert told["state"] == "ok"
    entry = told["reports"]["prov/2303"]
    assert entry["parameters"] == {"region": "2303", "findings": 6}
    assert entry["page"] == "outputs/site/prov/2303-ragunda/index.html"
    assert entry["notebook"] == "outputs/notebooks/prov/2303-ragunda.ipynb"
    assert entry["error"] is None
    assert entry["seconds"] > 0
    assert entry["data_edition"] == told["data_edition"] != ""
    assert told["live_edition"] == "snapshot"
    assert entry["version"] == "0.1.0"
    front = (office.root / "outputs" / "site" / "index.html").read_text(encoding="utf-8")
    assert "prov/2303-ragunda/index.html" in front
    assert not (office.root / "outputs" / ".work").exists()

    page = office.root / entry["page"]
    made = page.stat().st_mtime_ns
    assert states(go()) == {"prov/23": "up_to_date", "prov/2303": "up_to_date"}
    assert page.stat().st_mtime_ns == made

    office.write_notebook(heading="En annan rubrik")
    changed = go(["2303"], findings=8)
    assert states(changed) == {"prov/2303": "ok"}
    text = page.read_text(encoding="utf-8")
    assert "En annan rubrik" in text
    assert "2303 har 8 fynd." in text
    assert "prov/23" in office.record()["reports"], "what was not run now is still in the record"


def test_a_failing_report_keeps_its_last_good_page_and_does_not_stop_the_others(office):
    assert go(["23", "2303", "2321"]).status == 0
    page = office.root / "outputs" / "site" / "prov" / "2303-ragunda" / "index.html"
    good, executed = page.read_bytes(), office.record()["reports"]["prov/2303"]["info"]["executed"]

    office.write_notebook(
        "import os", "if region == '2303': raise ValueError('fel')\nif region == '2321': os._exit(1)"
    )
    result = go(["2303", "2321", "23"])
    assert result.status == 1
    assert states(result) == {"prov/23": "ok", "prov/2303": "failed", "prov/2321": "failed"}
    assert page.read_bytes() == good
    entry = office.record()["reports"]["prov/2303"]
    assert office.record()["state"] == "failed"
    assert entry["error"]["cell"] == 4
    assert entry["error"]["evalue"] == "fel"
    assert entry["page"] == "outputs/site/prov/2303-ragunda/index.html"
    assert entry["info"]["executed"] == executed, "tells of the page that is there"
    assert (office.root / entry["failed_notebook"]).exists()
    assert (office.root / entry["notebook"]).exists()

    office.write_notebook("x = 1")
    assert states(go(["2303"])) == {"prov/2303": "ok"}
    entry = office.record()["reports"]["prov/2303"]
    assert entry["error"] is None
    assert entry["failed_notebook"] is None


def test_new_rows_of_one_place_concern_only_the_reports_that_read_them(office, write_table):
    """Each reads its own price; then 2303 gets another one, and the register of indicators an empty line."""
    prices = "region,period,value\n23,2024,41.5\n2303,2024,44\n2321,2024,40\n"
    write_table("elpris", prices)
    code = ["from vagar_lib.sources.store import table", "table('elpris', regions=[region])['value'].sum();"]
    office.write_notebook(*code)
    assert set(states(go(["23", "2303", "2321"])).values()) == {"ok"}
    write_table("elpris", prices.replace("44", "45"))
    assert states(go(["23", "2303", "2321"])) == {"prov/23": "up_to_date", "prov/2303": "ok", "prov/2321": "up_to_date"}
    assert set(states(go(["23", "2303", "2321"])).values()) == {"up_to_date"}
    (office.root / "parameters" / "indicators.yml").write_text("[]\n\n", encoding="utf-8")
    assert set(states(go(["23", "2303", "2321"])).values()) == {"up_to_date"}, "nothing of it was read"


def test_who_asks_for_the_register_rests_on_it_though_it_was_read_before_the_fork(office):
    office.write_notebook("from vagar_lib.indicators import register", "if region == '23': len(register())")
    own_server = [sys.executable, "-m", "vagar_lib.cli", "run", "--region", "23", "--region", "2303"]
    subprocess.run(own_server, check=True, capture_output=True, timeout=100)
    (office.root / "parameters" / "indicators.yml").write_text("[]\n\n", encoding="utf-8")
    assert states(go(["23", "2303"])) == {"prov/23": "ok", "prov/2303": "up_to_date"}


@pytest.mark.skipif(os.name == "nt", reason="signals")
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_leaves_a_whole_site_and_no_kernel(office, stop):
    office.write_notebook("if region == '2303':\n    import time; open('begun', 'w').close(); time.sleep(600)")
    command = [sys.executable, "-m", "vagar_lib.cli", "run", "--region", "23", "--region", "2303", "--jobs", "1"]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
    try:
        for _ in range(300):
            time.sleep(0.1)
            if (office.root / "begun").exists():
                break
        os.killpg(running.pid, stop)
        said = running.communicate(timeout=30)[0].decode()
    finally:
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)
    assert running.returncode == 130
    assert "Traceback" not in said
    assert "interrupted" in said
    told = office.record()
    assert told["state"] == "interrupted"
    assert list(told["reports"]) == ["prov/23"]
    front = (office.root / "outputs" / "site" / "index.html").read_text(encoding="utf-8")
    assert "prov/23-jamtlands-lan/index.html" in front
    assert "2303" not in front
    assert not (office.root / "outputs" / ".work").exists()


def test_the_record_is_empty_when_there_is_none_or_it_cannot_be_read(office):
    assert record.read() == {"reports": {}}
    record.path().parent.mkdir()
    for text in ("", "[]", '{"reports": 1}'):
        record.path().write_text(text, encoding="utf-8")
        assert record.read() == {"reports": {}}


def test_the_time_left_is_told_only_when_it_can_be_known(office):
    """Two workers; three jobs of which one took 10 s and one 30 s: 20 s is guessed for the third.

    60 s of work for two is 30 s, and no less than the longest job.
    """
    jobs = plan(["prov"], places(["23", "2303", "2321"]), {})
    progress = Progress(Console(file=io.StringIO()))
    progress.begin(jobs, 2, {})
    assert progress.left() == ""
    progress.begin(jobs, 2, {"prov/23": 10.0, "prov/2303": 30.0})
    assert progress.left() == "about 30 s left"
    progress.running(jobs[0])
    progress.done(jobs[0], {"state": "ok", "seconds": 12.0, "error": None, "info": None})
    assert progress.left() == "about 30 s left"
    assert duration(61) == "70 s"
    assert duration(100) == "2 min"
