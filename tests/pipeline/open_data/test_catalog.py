"""The catalogue's file: read strictly, everything that is wrong told at once."""

from __future__ import annotations

import pytest
import yaml

from vagar_lib import paths
from vagar_lib.cli import main
from vagar_lib.errors import BadInput
from vagar_lib.pipeline.open_data.catalog import FILE, catalog

PUBLISHER = {"number": "2321000214", "type": "RegionalAuthority", "homepage": "https://exempel.se/"}


@pytest.fixture
def change(project):
    """Change fields of the project's file."""

    def write(**fields: object) -> None:
        path = paths.parameters() / FILE
        known = yaml.safe_load(path.read_text(encoding="utf-8")) | fields
        path.write_text(yaml.safe_dump(known, allow_unicode=True), encoding="utf-8")

    return write


def test_the_file_of_the_project_is_well_formed(built):
    known = catalog()
    assert [licence.id for licence in known.licences] == ["cc0", "kolada", "cc-by"]
    assert known.licence("Fri att använda; ange 'Källa: Kolada'").id == "kolada"
    assert known.most_demanding({"cc0", "cc-by", "kolada"}).id == "cc-by"


def test_without_the_file_there_is_no_catalogue(project):
    (paths.parameters() / FILE).unlink()
    assert catalog() is None


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"okänd": 1}, "unknown field okänd; allowed: title"),
        ({"issued": "i går"}, "issued"),
        ({"publisher": PUBLISHER | {"number": "232100-0214"}}, "publisher.number"),
        ({"publisher": PUBLISHER | {"type": "Region"}}, "publisher.type"),
        ({"contact": {"name": "Öppna data", "email": "ingen adress"}}, "contact.email"),
        ({"geonames": {"Jämtland": 1}}, "geonames"),
        ({"title": {"sv": "Bara svenska"}}, "title.en is missing"),
    ],
    ids=lambda part: next(iter(part)) if isinstance(part, dict) else None,
)  # fmt: skip
def test_a_field_that_can_t_be_is_told(change, fields, said):
    change(**fields)
    with pytest.raises(BadInput) as error:
        catalog()
    assert said in str(error.value)
    assert FILE in str(error.value)


def test_words_that_stand_for_two_licences_and_a_title_without_its_variables_are_told(change, built):
    known = yaml.safe_load((paths.parameters() / FILE).read_text(encoding="utf-8"))
    twice = [known["licences"][0], known["licences"][0] | {"id": "annan"}]
    change(licences=twice)
    with pytest.raises(BadInput, match=r"CC0, CC0 1\.0 given twice"):
        catalog()
    change(licences=known["licences"], grants=known["grants"] | {"title": {"sv": "Medel", "en": "Grants"}})
    with pytest.raises(BadInput, match=r"lacks \{variables\}"):
        catalog()


def test_a_run_stops_before_it_begins_when_the_file_is_wrong(change, capsys):
    change(issued="i går")
    assert main(["run", "nulage", "--region", "2303"]) == 2
    assert "parameters/catalog.yml: issued" in capsys.readouterr().err
    assert not paths.outputs().exists()
