"""Few persons more or fewer: a change as long as counts are exact, none when SCB adds noise."""

import pandas as pd
import pytest

from tests.made import observed
from vagar_lib.display.status import people
from vagar_lib.metrics.population import components, is_change
from vagar_lib.regions import region

RAGUNDA = region("2303")
LABELS = {"natural": "Födelseöverskott", "net_sweden": "Flyttnetto"}


def counted(year, step):
    """Population of Ragunda and riket; the last year differs from the one before by some persons."""
    before = {year - 2: 5_000, year - 1: 5_000}
    return observed({"2303": before | {year: 5_000 + step}, "00": before | {year: 10_000}})


def parts(year, total, women=None, men=None):
    """Components of change in Ragunda."""
    rows = [("T", "change", total), ("T", "natural", -20), ("T", "net_sweden", total + 20)]
    rows += [("K", "change", women), ("M", "change", men)] if women is not None else []
    frame = pd.DataFrame(rows, columns=["sex", "component", "value"])
    changes = frame.assign(region="2303", year=year, period=str(year), status="", source="x/y")
    return components(changes, "2303", LABELS), changes


@pytest.mark.parametrize(
    ("step", "year", "called"),
    [(1, 2024, True), (0, 2024, False), (4, 2025, False), (-4, 2025, False), (5, 2025, True), (-5, 2026, True)],
)
def test_a_change_under_five_persons_is_not_called_one_from_2025(step, year, called):
    assert is_change(step, year) is called


@pytest.mark.parametrize(
    ("year", "step", "words"),
    [
        (2024, 3, "5 003 invånare, 3 fler än året före."),
        (2024, 0, "5 000 invånare, lika många som året före."),
        (2025, 4, "5 004 invånare, i stort sett lika många som året före."),
        (2025, -5, "4 995 invånare, 5 färre än året före."),
    ],
)
def test_the_population_is_compared_with_the_year_before(year, step, words):
    assert words in people.population(counted(year, step), RAGUNDA).replace("\u00a0", " ")


def test_what_changed_the_population_says_when_nothing_did():
    assert people.components(*parts(2024, 3), RAGUNDA).startswith(
        "Under 2024 ökade folkmängden i Ragunda kommun med 3 personer"
    )
    assert people.components(*parts(2025, 3), RAGUNDA).startswith(
        "Under 2025 var folkmängden i Ragunda kommun i stort sett oförändrad: "
    )
    assert people.components(*parts(2024, 0), RAGUNDA).startswith(
        "Under 2024 var folkmängden i Ragunda kommun oförändrad: "
    )


def test_women_and_men_have_changes_of_their_own():
    said = people.components(*parts(2025, 12, women=14, men=-2), RAGUNDA)
    assert said.endswith("Bland kvinnor var förändringen +14 och bland män obetydlig.")


def test_the_title_of_a_year_without_change_names_no_cause():
    assert people.components_title(*parts(2025, -2), RAGUNDA) == (
        "Ragunda kommun 2025: folkmängden var i stort sett oförändrad"
    )
    assert "mest genom" in people.components_title(*parts(2024, -2), RAGUNDA)
