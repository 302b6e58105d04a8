"""The profile says who publishes and how pages look; colours that can't be read stop everything."""

from __future__ import annotations

import pytest
import yaml

from vagar_lib import paths
from vagar_lib.cli import main
from vagar_lib.errors import BadInput
from vagar_lib.pipeline.page.profile import contrast, profile


@pytest.fixture
def change(small):
    """Replace fields of the profile; a mapping replaces those of the mapping that is there."""

    def write(**fields):
        path = paths.parameters() / "profile.yml"
        known = yaml.safe_load(path.read_text(encoding="utf-8"))
        for name, value in fields.items():
            known[name] = {**known[name], **value} if isinstance(value, dict) else value
        path.write_text(yaml.safe_dump(known, allow_unicode=True), encoding="utf-8")

    return write


def test_contrast_is_that_of_the_guidelines():
    """Grey #777777 is WCAG's own example of just too little on white: 4.48."""
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48
    assert contrast("#0b5c9e", "#ffffff") == contrast("#ffffff", "#0b5c9e")


def test_every_pair_of_colours_that_can_t_be_read_is_told(change):
    change(colours={"link": "#9cc3e6", "focus": "#ffd0a0"})
    with pytest.raises(BadInput) as told:
        profile()
    said = str(told.value)
    assert "link #9cc3e6 on white #ffffff has contrast 1.85, allowed: at least 4.5" in said
    assert "link #9cc3e6 on tint" in said
    assert "focus #ffd0a0 on white" in said and "at least 3.0" in said
    assert "accent" not in said


def test_a_dark_ground_of_boxes_is_refused_for_the_text_on_it(change):
    change(colours={"tint": "#444444"})
    with pytest.raises(BadInput, match="text #1b1f24 on tint #444444"):
        profile()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"address": "www.exempel.se"}, "found 'www.exempel.se', allowed: https://"),
        ({"address": "https://namn:ord@exempel.se"}, "allowed: https://"),
        ({"logo": "../hemligt.svg"}, "allowed: a file of parameters/"),
        ({"logo": "finns-inte.svg"}, "allowed: a file of parameters/"),
        ({"colours": {"link": "blue"}}, "six hexadecimal digits"),
        ({"accessibility": {"assessed": "i mars", "assessed_by": "Vi"}}, "a day such as"),
        ({"accessibility": {"assessed": "2026-03-01"}}, "given together"),
        ({"accessibility": {"conforms": True}}, "only after an assessment"),
        ({"ägare": "Regionen"}, "unknown field ägare"),
    ],
)
def test_a_field_that_can_t_be_is_told_with_what_is_allowed(change, fields, said):
    change(**fields)
    with pytest.raises(BadInput, match=r"parameters/profile\.yml") as told:
        profile()
    assert said in str(told.value)


def test_an_address_ends_with_a_slash(change):
    change(address="https://exempel.se/rapporter")
    assert profile().address == "https://exempel.se/rapporter/"


def test_colours_that_can_t_be_read_stop_a_run_before_it_begins(office, capsys):
    path = paths.parameters() / "profile.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("#0b5c9e", "#9cc3e6"), encoding="utf-8")
    before = office.files()
    assert main(["run", "prov", "--region", "23"]) == 2
    assert "link #9cc3e6 on white" in capsys.readouterr().err
    assert office.files() == before
