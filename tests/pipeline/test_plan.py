"""The plan is the reports and places chosen, and nothing when something about them is wrong."""

import pytest

from vagar_lib import paths
from vagar_lib.errors import BadInput
from vagar_lib.pipeline.run.plan import covered_places, left_out, places, plan, reports

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


@pytest.fixture
def granted(office, write_table):
    """The report can be made where grants files cover: all of Gotland, and two of Jämtland's municipalities."""
    for name, covers in {"gotland": ["09"], "jamtland": ["2303", "2326"]}.items():
        kind = {"kind": "grants", "layout": "arendesystem", "covers": covers, "years": [2016, 2020], "levels": []}
        write_table(name, "", source="grants", **kind)
    office.write_reports(places="grants")


def test_a_report_on_grants_runs_only_where_files_cover_and_what_is_left_out_is_counted(granted):
    everywhere = places(everything=True)
    assert codes(job.region for job in plan([], everywhere, {})) == ["09", "0980", "2303", "2326"]
    assert left_out([], everywhere) == ["prov: 308 places left out, no grants file in data/raw/grants covers them"]
    assert left_out([], places(["23", "2303"])) == [
        "prov: 1 place left out, no grants file in data/raw/grants covers them"
    ]
    assert left_out(["prov"], places(county="09")) == []
    assert covered_places(reports()["prov"]) == "Gotlands län (09), Gotland (0980), Ragunda (2303), Berg (2326)"


def test_a_place_that_no_grants_file_covers_is_refused_when_it_is_named(granted):
    with pytest.raises(BadInput) as error:
        plan(["prov"], places(["23", "2303"]), {}, exact=True)
    assert str(error.value) == (
        "report prov is not made for Jämtlands län (län): no grants file in data/raw/grants covers it, "
        "allowed: Gotlands län (09), Gotland (0980), Ragunda (2303), Berg (2326)"
    )
    with pytest.raises(BadInput, match=r"nothing to run[^§]*prov: 16 places left out"):
        plan([], places(county="24"), {})


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
        ({"places": "alla"}, "parameters/reports.yml report prov: places is 'alla': Input should be 'grants'"),
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
