"""A report is run again when something that it is made of has changed, and the plan says what."""

import pytest

from vagar_lib import paths
from vagar_lib.pipeline.cache import keys, why
from vagar_lib.pipeline.plan import places, plan


def job(**parameters):
    return plan(["prov"], places(["2303"]), parameters)[0]


def done(a_job, edition="e1", state="ok"):
    """Entry of the run record of a job that has just been run."""
    for path in (a_job.page, a_job.notebook):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", encoding="utf-8")
    return {"state": state, "key": keys([a_job], edition)[a_job.id]}


def reason(a_job, entry, edition="e1"):
    return why(a_job, keys([a_job], edition)[a_job.id], entry)


def test_a_report_that_has_never_been_run_is_new(office):
    assert reason(job(), None) == "new"


def test_nothing_changed_means_up_to_date(office):
    entry = done(job())
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
            "files in parameters/ have changed",
        ),
        (lambda office: (office.root / "requirements.lock").write_text("a==1"), "other package versions"),
    ],
)
def test_a_change_in_what_it_is_made_of_is_found_and_named(office, change, told):
    entry = done(job())
    change(office)
    assert reason(job(), entry) == told


def test_other_parameters_and_other_data_are_found_and_named(office):
    entry = done(job())
    assert reason(job(findings=7), entry, edition="e2") == "other parameters, the data have changed"


def test_a_failed_report_is_tried_again(office):
    assert reason(job(), done(job(), state="failed")) == "failed last time"


def test_a_page_that_has_been_removed_is_made_again(office):
    entry = done(job())
    job().page.unlink()
    assert reason(job(), entry) == "its page is missing"


def test_outputs_in_the_notebook_file_make_no_difference(office):
    """Opening a notebook in JupyterLab and running it there is not a change of the report."""
    import nbformat

    entry = done(job())
    path = paths.notebooks() / "prov.ipynb"
    content = nbformat.read(path, as_version=4)
    content.cells[-1].outputs = [nbformat.v4.new_output("stream", text="hej")]
    content.cells[-1].execution_count = 3
    nbformat.write(content, path)
    assert reason(job(), entry) == ""
