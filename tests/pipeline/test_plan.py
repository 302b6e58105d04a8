"""The plan is the reports and places chosen, and nothing when something about them is wrong."""

import pytest

from vagar_lib import paths
from vagar_lib.errors import BadInput
from vagar_lib.pipeline.plan import places, plan, reports

HOME = ["23", "2326", "2305", "2361", "2309", "2303", "2313", "2321", "2380"]


def codes(chosen):
    return [place.code for place in chosen]


def test_the_county_and_its_eight_municipalities_are_chosen_by_default():
    assert sorted(codes(places())) == sorted(HOME)
    assert codes(places())[0] == "23"


def test_another_county_comes_with_its_municipalities():
    gotland = places(county="09")
    assert codes(gotland) == ["09", "0980"]


def test_all_regions_are_312():
    assert len(places(everything=True)) == 312


def test_regions_can_be_named_and_are_taken_once():
    assert codes(places(["0380", "00", "0380"])) == ["0380", "00"]


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"codes": ["9999"]}, "region '9999' does not exist"),
        ({"codes": ["Ragunda"]}, "did you mean '2303' (Ragunda)?"),
        ({"county": "2303"}, "--county '2303' is Ragunda kommun, allowed: the code of a län"),
        ({"codes": ["23"], "everything": True}, "allowed: one of them"),
    ],
)
def test_a_wrong_choice_of_regions_is_refused(choice, message):
    with pytest.raises(BadInput) as error:
        places(**choice)
    assert message in str(error.value)


def test_every_unknown_region_is_told_at_once():
    with pytest.raises(BadInput) as error:
        places(["9999", "23", "8888"])
    assert len(error.value.findings) == 2


def test_a_job_knows_its_parameters_and_where_its_results_lie(office):
    (job,) = plan(["prov"], places(["2303"]), {"findings": "7"})
    assert job.parameters == {"region": "2303", "findings": 7}
    outputs = office.root / "outputs"
    assert job.notebook == outputs / "notebooks" / "prov" / "2303-ragunda.ipynb"
    assert job.page == outputs / "site" / "prov" / "2303-ragunda" / "index.html"
    assert job.failed == outputs / "failed" / "prov" / "2303-ragunda.ipynb"


def test_a_report_runs_only_for_its_levels(office):
    office.write_reports(levels=["kommun"])
    assert len(plan([], places(), {})) == 8
    with pytest.raises(BadInput, match=r"prov is not made for Jämtlands län \(län\), allowed: kommun"):
        plan(["prov"], places(["23"]), {}, exact=True)
    with pytest.raises(BadInput, match="nothing to run"):
        plan([], places(["23"]), {}, exact=True)


def test_an_unknown_report_is_refused_with_a_close_one(office):
    with pytest.raises(BadInput) as error:
        plan(["prv"], places(), {})
    assert str(error.value) == "report 'prv' does not exist; did you mean 'prov'? allowed: prov"


def test_the_region_is_not_given_as_a_parameter(office):
    with pytest.raises(BadInput, match="'region' is chosen with --region"):
        plan(["prov"], places(), {"region": "23"})


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"levels": ["by"]}, "parameters/reports.yml report prov: levels.0 is 'by'"),
        ({"titel": "x"}, "parameters/reports.yml report prov: titel is 'x'"),
        ({"notebook": "none.ipynb"}, "report prov: notebooks/none.ipynb does not exist"),
        ({"notebook": "../prov.ipynb"}, "report prov: notebook is '../prov.ipynb'"),
        ({"id": "Prov rapport"}, "id is 'Prov rapport'"),
    ],
)
def test_a_wrong_entry_in_reports_yml_is_named(office, fields, message):
    office.write_reports(**fields)
    with pytest.raises(BadInput) as error:
        reports()
    assert message in str(error.value)


def test_an_id_occurs_once(office):
    path = paths.parameters() / "reports.yml"
    path.write_text(path.read_text(encoding="utf-8") * 2, encoding="utf-8")
    with pytest.raises(BadInput, match="id 'prov' occurs twice"):
        reports()


def test_a_missing_or_broken_reports_yml_is_named(office):
    path = paths.parameters() / "reports.yml"
    path.write_text("- {id: [", encoding="utf-8")
    with pytest.raises(BadInput, match=r"parameters/reports.yml is not YAML"):
        reports()
    path.unlink()
    with pytest.raises(BadInput, match=r"parameters/reports.yml is missing"):
        reports()
