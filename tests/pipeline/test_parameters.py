"""Parameters stop a run before it starts when they are not what the notebook declares."""

import papermill
import pytest

from vagar_lib import paths
from vagar_lib.errors import BadInput
from vagar_lib.pipeline.parameters import Constraint, Parameter, assignments, cells, checked, declared, looks_secret
from vagar_lib.pipeline.run.plan import reports

FINDINGS = Parameter("findings", "int", 6, "antal fynd", Constraint(min=5, max=8))
REGION = Parameter("region", "str", "23", "kod")
DECLARED = {"region": REGION, "findings": FINDINGS}


def notebook(office, cell):
    """The notebook with another parameters cell."""
    import nbformat

    path = paths.notebooks() / "prov.ipynb"
    content = nbformat.read(path, as_version=4)
    content.cells[0].source = cell
    nbformat.write(content, path)
    return path


def test_the_declared_parameters_are_those_that_papermill_finds(office):
    path = notebook(
        office,
        'region: str = "0380"  # kod\n'
        "findings: int = 6\n"
        "share: float = 0.5  # andel\n"
        "quick = True  # utan typ\n"
        'names: list[str] = ["a", "b"]  # namn\n',
    )
    ours = declared(path)
    theirs = papermill.inspect_notebook(path)
    assert list(ours) == list(theirs)
    for name, parameter in theirs.items():
        assert repr(ours[name].default).replace("'", '"') == parameter["default"]
        assert ours[name].help == parameter["help"]
        assert parameter["inferred_type_name"] in (ours[name].type, "None")
    assert ours["quick"].type == "bool"


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("a: dict = {}", "type dict, allowed: str, int"),
        ("import os", "line 1: allowed is 'name: type = default"),
        ("a: int = 1 + x", "line 1: allowed is 'name: type = default"),
        ("a: int = 'x'", "default 'x' of 'a' is not int"),
        ("a: int =", "line 1: invalid syntax"),
        ("api_key: str = ''", "'api_key' looks like a secret"),
        ("lösenord: str = ''", "'lösenord' looks like a secret"),
        ("findings: int = 9", "default 9 of 'findings' is not int, 5 to 8"),
        ("other: int = 9", "parameters/reports.yml: limits on 'findings'"),
    ],
)
def test_a_parameters_cell_that_cannot_be_checked_is_refused(office, cell, message):
    with pytest.raises(BadInput) as error:
        declared(notebook(office, cell), {"findings": Constraint(min=5, max=8)})
    assert message in str(error.value)


def test_everything_wrong_in_the_cell_is_told_at_once(office):
    with pytest.raises(BadInput) as error:
        declared(notebook(office, "a: dict = {}\ntoken: str = ''\nb: int = 'x'"))
    assert len(error.value.findings) == 3


def test_a_notebook_without_a_parameters_cell_is_refused(office):
    path = paths.notebooks() / "prov.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace('"parameters"', '"other"'), encoding="utf-8")
    with pytest.raises(BadInput, match="0 cells are tagged 'parameters', allowed: exactly one"):
        declared(path)


def test_a_file_that_is_no_notebook_is_refused_by_name(office):
    path = paths.notebooks() / "prov.ipynb"
    path.write_text("hej", encoding="utf-8")
    with pytest.raises(BadInput, match=r"notebooks/prov.ipynb is not a notebook"):
        cells(path)
    with pytest.raises(BadInput, match=r"notebooks/none.ipynb is missing"):
        cells(paths.notebooks() / "none.ipynb")


def test_values_from_the_command_line_get_the_declared_type():
    parameters = {
        "region": REGION,
        "findings": FINDINGS,
        "share": Parameter("share", "float", 0.5, ""),
        "quick": Parameter("quick", "bool", False, ""),
        "names": Parameter("names", "list[str]", [], ""),
        "years": Parameter("years", "list[int]", [], ""),
    }
    given = assignments(["findings=8", "share=0.25", "quick=true", "names=a, b", "years=2023,2024"])
    assert checked("prov", parameters, given) == {
        "region": "23",
        "findings": 8,
        "share": 0.25,
        "quick": True,
        "names": ["a", "b"],
        "years": [2023, 2024],
    }


def test_a_code_that_looks_like_a_number_stays_a_string():
    assert checked("prov", DECLARED, {"region": "0380"})["region"] == "0380"
    with pytest.raises(BadInput, match="'region' is 380, allowed: str"):
        checked("prov", DECLARED, {"region": 380})


@pytest.mark.parametrize("value", ["nine", "6.5", "4", "9", "", 6.5, True, None])
def test_a_wrong_value_is_refused_with_the_parameter_the_value_and_what_is_allowed(value):
    with pytest.raises(BadInput) as error:
        checked("prov", DECLARED, {"findings": value})
    assert str(error.value) == (
        f"report prov: parameter 'findings' is {value!r}, allowed: int, 5 to 8 (default 6)"
    )


def test_choices_are_listed():
    colour = Parameter("colour", "str", "blå", "", Constraint(choices=["blå", "röd"]))
    assert checked("prov", {"colour": colour}, {"colour": "röd"}) == {"colour": "röd"}
    with pytest.raises(BadInput, match=r"'colour' is 'rosa', allowed: str, one of 'blå', 'röd'"):
        checked("prov", {"colour": colour}, {"colour": "rosa"})


def test_an_unknown_name_is_refused_with_a_close_one():
    with pytest.raises(BadInput) as error:
        checked("prov", DECLARED, {"finding": "6"})
    assert str(error.value) == (
        "report prov has no parameter 'finding'; did you mean 'findings'? allowed: region (str), findings (int)"
    )


def test_a_secret_is_refused_and_not_repeated():
    with pytest.raises(BadInput) as error:
        checked("prov", DECLARED, {"api_token": "hemligt"})
    assert "'api_token' looks like a secret" in str(error.value)
    assert "hemligt" not in str(error.value)


@pytest.mark.parametrize(
    "name",
    ["password", "db_password", "dbPassword", "accessToken", "tokens", "API_KEY", "APIKey", "key", "client_secret",
     "pwd", "auth", "passphrase", "credentials", "lösenord", "databaslosenord", "nyckel", "hemlighet", "pin"],
)  # fmt: skip
def test_a_name_that_says_secret_in_any_way_of_writing_is_refused_in_cells_and_on_the_command_line(office, name):
    with pytest.raises(BadInput, match="looks like a secret, and parameters are printed on the page"):
        declared(notebook(office, f"{name}: str = ''"))
    with pytest.raises(BadInput, match="looks like a secret"):
        checked("prov", DECLARED, {name: "hemligt"})


@pytest.mark.parametrize(
    "name", ["keyword", "nyckeltal", "monkeys", "region", "passage", "author", "pinnar", "findings", "secretary"]
)
def test_a_name_that_only_begins_like_a_secret_is_no_secret(name):
    assert not looks_secret(name)


def test_every_wrong_value_is_told_at_once():
    with pytest.raises(BadInput) as error:
        checked("prov", DECLARED, {"findings": "x", "other": "1", "password": "2"})
    assert len(error.value.findings) == 3


def test_an_assignment_without_a_name_is_refused():
    with pytest.raises(BadInput, match="-p 'findings': allowed is name=value"):
        assignments(["findings"])
    assert assignments(["a=b=c"]) == {"a": "b=c"}


def test_papermill_finds_the_same_parameters_in_every_report_of_the_project():
    for report in reports().values():
        ours = declared(report.source, report.parameters)
        theirs = papermill.inspect_notebook(report.source)
        assert {name: p.help for name, p in ours.items()} == {name: p["help"] for name, p in theirs.items()}
