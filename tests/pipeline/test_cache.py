"""A report is run again when something that it is made of has changed, and the plan says what."""

import json

import nbformat
import pytest

from vagar_lib import paths
from vagar_lib.pipeline import data, partitions
from vagar_lib.pipeline.run import cache
from vagar_lib.pipeline.run.plan import places, plan

READ = [["observations", ["elpris"], ["2303"]], ["file", "parameters/indicators.yml"]]


def job(code="2303", **parameters):
    return plan(["prov"], places([code]), parameters)[0]


def done(a_job, reads=(), state="ok"):
    """Entry of the run record of a job that has just been run, and read something."""
    for path in (a_job.page, a_job.notebook):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", encoding="utf-8")
    now = cache.Now(data.current().edition)
    cache.keep_reads({a_job.id: [*reads]})
    return {"state": state, "key": now.after(now.key(a_job), [*reads])}


def reason(a_job, entry):
    key = cache.Now(data.build().edition).key(a_job, (entry or {}).get("key"))
    return cache.why(a_job, key, entry)


@pytest.fixture
def office(office):
    """The office with its data built."""
    data.build()
    return office


def test_a_report_that_has_never_been_run_is_new(office):
    assert reason(job(), None) == "new"


def test_nothing_changed_means_up_to_date(office):
    entry = done(job(), READ)
    assert reason(job(), entry) == ""
    assert reason(job(), {**entry, "state": "up_to_date"}) == ""


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda office: office.write_notebook("x = 1"), "the notebook has changed"),
        (lambda office: office.write_notebook(heading="Annan"), "the notebook has changed"),
        (lambda office: office.write_reports(title="Annan titel"), "its entry in reports.yml has changed"),
        (
            lambda office: (paths.parameters() / "indicators.yml").write_text("[]\n\n"),
            "files in parameters/ or data/raw/ have changed",
        ),
        (lambda office: (office.root / "requirements.lock").write_text("a==1"), "other package versions"),
    ],
)
def test_a_change_in_what_it_is_made_of_is_found_and_named(office, change, told):
    entry = done(job(), READ)
    change(office)
    assert reason(job(), entry) == told


def test_a_new_file_in_a_folder_that_was_listed_is_found(office):
    folder = paths.parameters() / "cases"
    folder.mkdir()
    entry = done(job(), [*READ, ["file", "parameters/cases"]])
    assert reason(job(), entry) == ""
    (folder / "ny.yml").write_text("id: ny\n", encoding="utf-8")
    assert reason(job(), entry) == "files in parameters/ or data/raw/ have changed"


def test_what_it_did_not_read_makes_no_difference(office, write_table):
    entry = done(job(), READ)
    (paths.parameters() / "vocabulary.yml").write_text(
        (paths.parameters() / "vocabulary.yml").read_text(encoding="utf-8") + "\n# ny\n", encoding="utf-8"
    )
    office.write_notebook(name="annan")
    before = data.current()
    write_table("elpris", "region,period,value\n23,2024,41.5\n")
    assert data.build().edition != getattr(before, "edition", None), "another edition"
    assert reason(job(), entry) == ""


def test_the_rows_of_one_place_concern_those_who_read_them_and_nobody_else(office, write_table):
    write_table("elpris", "region,period,value\n23,2024,41.5\n2303,2024,44\n")
    data.build()
    here = done(job("2303"), [["table", "elpris", ["2303"]]])
    there = done(job("2321"), [["table", "elpris", ["2321", "23"]]])
    everywhere = done(job("23"), [["table", "elpris", None]])
    write_table("elpris", "region,period,value\n23,2024,41.5\n2303,2024,45\n")
    assert reason(job("2303"), here) == "the data have changed"
    assert reason(job("2321"), there) == ""
    assert reason(job("23"), everywhere) == "the data have changed"


def test_a_job_of_which_it_is_not_known_what_it_read_goes_by_the_edition(office, write_table):
    entry = done(job(), READ)
    (paths.outputs() / "cache" / "reads.json").unlink()
    assert reason(job(), entry) == ""
    write_table("elpris", "region,period,value\n23,2024,41.5\n")
    assert reason(job(), entry) == "the data have changed"


def test_other_parameters_are_found_and_named(office):
    assert reason(job(findings=7), done(job(), READ)) == "other parameters"


def test_a_failed_report_is_tried_again(office):
    assert reason(job(), done(job(), state="failed")) == "failed last time"


def test_a_page_that_has_been_removed_is_made_again(office):
    entry = done(job())
    job().page.unlink()
    assert reason(job(), entry) == "its page is missing"


def test_outputs_in_the_notebook_file_make_no_difference(office):
    """Opening a notebook in JupyterLab and running it there is not a change of the report."""
    entry = done(job())
    path = paths.notebooks() / "prov.ipynb"
    content = nbformat.read(path, as_version=4)
    content.cells[-1].outputs = [nbformat.v4.new_output("stream", text="hej")]
    content.cells[-1].execution_count = 3
    nbformat.write(content, path)
    assert reason(job(), entry) == ""


def test_what_several_read_alike_is_kept_once_and_what_others_read_stays(office):
    cache.keep_reads({"prov/23": READ, "prov/2303": READ})
    cache.keep_reads({"prov/23": [["year", 2026]]})
    assert cache.read_reads() == {"prov/23": [["year", 2026]], "prov/2303": READ}


def test_what_jobs_read_alike_is_held_once_while_they_run():
    seen = {}
    one, other = (cache.shared(json.loads(json.dumps(READ)), seen) for _ in range(2))
    assert one == other == READ
    assert all(first is second for first, second in zip(one, other, strict=True))


def test_the_digest_of_several_parts_depends_on_each_and_on_no_order(office):
    known = {"tables": {"a": {"23": 5, "2303": 7}}, "observations": {"x": {"23": 1}, "y": {"23": 2, "00": 4}}}
    parts = partitions.Parts({**known, "grants": {"cases": 9}}, 2026)
    one, other = ["table", "a", ["23"]], ["observations", None, ["23"]]
    assert parts.digest([one, other]) == parts.digest([other, one]) != parts.digest([one])
    changed = {**known, "observations": {"x": {"23": 1}, "y": {"23": 3, "00": 4}}, "grants": {"cases": 9}}
    after = partitions.Parts(changed, 2026)
    assert parts.digest([other]) != after.digest([other])
    for same in (one, ["observations", ["x"], None], ["observations", None, ["00"]], ["grants", "cases"]):
        assert parts.digest([same]) == after.digest([same])
    assert parts.digest([["year", 2026]]) != partitions.Parts(changed, 2027).digest([["year", 2026]])
