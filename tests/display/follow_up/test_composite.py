"""The index in words and tables: every score beside its real value, every rank beside its range."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.made import measure, observed, registered, yearly
from vagar_lib import regions
from vagar_lib.composition import Composition
from vagar_lib.display.follow_up import composite
from vagar_lib.metrics.index import index

REGISTER = registered(
    measure(id="a", label="Inkomst"),
    measure(id="b", label="Utsläpp", direction="lower"),
    measure(id="c", label="Natur"),
)
MADE_OF = Composition.model_validate(
    {
        "label": "Livskvalitet",
        "coverage": 0.1,
        "draws": 20,
        "seed": 1,
        "perturbation": 0.5,
        "themes": [
            {"theme": "Arbete", "aspects": [{"aspect": "Lön", "indicators": ["a"]}]},
            {
                "theme": "Miljö",
                "aspects": [{"aspect": "Luft", "indicators": ["b"]}, {"aspect": "Mark", "indicators": ["c"]}],
            },
        ],
    }
)
COUNTY, COUNTRY, TOWN = (regions.region(code) for code in ("23", "00", "2303"))


@pytest.fixture(scope="module")
def found():
    """Income 0, 50, 100 and emissions 100, 50, 0 of three counties; of nature there is nothing."""
    seen = pd.concat(
        [
            observed({"01": 10, "23": 20, "24": 30}, indicator="a"),
            observed({"01": 1, "23": 1.5, "24": 2}, indicator="b"),
        ]
    )
    return index(seen, MADE_OF, REGISTER, "län", today=2026)


def test_the_prose_tells_score_rank_and_how_firm_it_is(found):
    assert composite.standing(found, MADE_OF, COUNTY) == (
        "Indexet väger samman två indikatorer inom två teman för Sveriges län. Jämtlands län får 50,0 av 100 och "
        "ligger på "
        "delad plats 1 av 3. Med andra vikter blir platsen 1–2 i nio av tio av 20 dragningar, och när en indikator i "
        "taget "
        "utelämnas 1–2."
    )


def test_riket_and_a_region_of_which_too_little_is_known_have_no_rank(found):
    assert composite.standing(found, MADE_OF, COUNTRY).endswith("för Sveriges län.")
    assert "under hälften känt" in composite.standing(found, MADE_OF, regions.region("25"))
    assert composite.ranking_title(found, COUNTRY) == "Högst index har Stockholms län, lägst Västerbottens län"


def test_the_chart_and_its_table_have_every_county(found):
    chart = composite.ranking(found, MADE_OF, COUNTY)
    assert len(chart.table.rows) == 21
    own = next(row for row in chart.table.rows if row[0] == "Jämtlands län")
    assert own[1:3] == ["50,0", "1"] and own[-1] == "2"
    assert composite.ranking_title(found, COUNTY) == (
        "Jämtlands län: delad plats 1 av 3 i indexet, med ett rangspann på 1–2"
    )


def test_every_score_stands_beside_its_value_and_the_worst_and_best_in_the_same_unit(found):
    shown = composite.values(found, MADE_OF, COUNTY, REGISTER).payload
    assert shown["table"]["rows"] == [
        ["Inkomst (procent)", "Arbete: lön", "2024", "20,0", "50", "10,0", "30,0"],
        ["Utsläpp (procent)", "Miljö: luft", "2024", "1,5", "50", "2,0", "1,0"],
    ]
    assert shown["notes"][-1] == "Inte med är 1 indikator: saknar värden (1). Vilka de är står i CSV-filen."
    assert shown["table"]["csv"]["rows"][-1] == ["Natur", "Miljö: mark", None, None, None, None, None, "saknar värden"]


def test_riket_sees_the_worst_and_the_best_alone(found):
    assert [len(row) for row in composite.values(found, MADE_OF, COUNTRY, REGISTER).payload["table"]["rows"]] == [5, 5]


def test_themes_name_their_best_and_worst_or_how_many_share_it(found):
    rows = composite.themes(found, MADE_OF, COUNTY).payload["table"]["rows"]
    assert rows == [
        ["Arbete", "50", "50", "Västerbottens län 100", "Stockholms län 0"],
        ["Miljö", "50", "50", "Stockholms län 100", "Västerbottens län 0"],
    ]


def test_nothing_to_make_an_index_of_is_said():
    empty = index(observed({"23": yearly(2023, [1.0])}).iloc[:0], MADE_OF, REGISTER, "kommun", today=2026)
    assert composite.ranking(empty, MADE_OF, TOWN).empty
    assert composite.ranking_title(empty, TOWN) == "Index kan inte beräknas"
    for shown in (composite.themes(empty, MADE_OF, TOWN), composite.values(empty, MADE_OF, TOWN, REGISTER)):
        assert shown.payload["kind"] == "missing"


def test_a_municipality_is_ranked_among_all_and_shown_beside_its_own(found):
    assert [composite.level(place) for place in (TOWN, COUNTY, COUNTRY)] == ["kommun", "län", "län"]
    assert composite.where(TOWN) == "kommunerna i Jämtlands län"
