"""Municipalities of the grants report: per inhabitant, on the map and in words, from what may be shown."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.display.grants.made import table
from vagar_lib import regions
from vagar_lib.display.grants import places
from vagar_lib.display.grants.frames import UNPLACED
from vagar_lib.metrics.disclosure import TOTAL

SOURCE = "grants/exempel_2016_2020"
PEOPLE = pd.Series({"Åre": 300.0, "Berg": 50.0})
SUMS = table(("Åre", TOTAL, 3e6), ("Berg", TOTAL, 1e6), (UNPLACED, TOTAL, 9e6), (TOTAL, TOTAL, 13e6))
HIDDEN = table(("Åre", TOTAL, None), ("Berg", TOTAL, 1e6), (UNPLACED, TOTAL, None), (TOTAL, TOTAL, 13e6))
BUSINESS = pd.DataFrame({"region": ["2321", "2326"], "variable": "employed", "industry": "C", "value": [100.0, 100.0]})


def per_head(sums: pd.DataFrame = SUMS) -> pd.DataFrame:
    return places.per_unit(sums, PEOPLE, 5, "2016–2020", SOURCE, own="Berg")


def test_kronor_per_inhabitant_are_a_year_and_only_of_places_with_people():
    rows = per_head()
    # Berg: 1 000 000 / (50 x 5) = 4 000; Åre: 3 000 000 / (300 x 5) = 2 000
    assert dict(zip(rows["name"], rows["value"], strict=True)) == {"Berg": 4000.0, "Åre": 2000.0}
    assert dict(zip(rows["name"], rows["role"], strict=True)) == {"Berg": "place", "Åre": "other"}


def test_each_municipality_stands_beside_the_others_per_each_unit():
    shown = places.beside(SUMS, places.units(PEOPLE, BUSINESS), 5)
    assert [label for label, _ in shown.columns][3:] == ["Kr per invånare och år", "Kr per sysselsatt och år"]
    # Åre: 3 000 000 / (100 x 5) = 6 000 kr per employed.
    assert shown.rows[0] == ["Åre", "3,0", "5", "2\u00a0000", "6\u00a0000"]
    assert shown.rows[2][3:] == ["", ""]


def test_a_hidden_municipality_has_no_number_in_any_unit():
    shown = places.beside(HIDDEN, places.units(PEOPLE, BUSINESS), 5)
    assert set(shown.rows[0][1:]) == {".. (skyddad av sekretess)"}
    assert shown.raw[0][1:] == [None] * 4


def test_the_title_says_when_the_first_depends_on_the_unit():
    units = places.units(PEOPLE, BUSINESS)
    tables = {unit: places.per_unit(SUMS, size, 5, "", SOURCE) for unit, size in units.items()}
    assert places.beside_title(tables) == "Mest beror på måttet: per invånare i Berg och per sysselsatt i Åre"
    assert places.beside_title({"invånare": per_head()}) == "Mest i Berg, räknat per invånare"


def test_the_map_compares_with_all_municipalities_together():
    # All: 4 000 000 / (350 x 5) = 2 286 kr; Berg is 75 per cent over, Åre 12 per cent under.
    rows = places.on_map(per_head(), SUMS, PEOPLE, 5)
    over, within, *_ = places.CLASSES
    assert dict(zip(rows["name"], rows["group"], strict=True)) == {"Berg": over, "Åre": within}
    assert rows.loc[rows["name"] == "Åre", "region"].tolist() == ["2321"]
    assert places.map_title(rows) == "Minst en fjärdedel mer per invånare än i länet: Berg"


def test_a_hidden_municipality_is_drawn_as_hidden():
    rows = places.on_map(per_head(HIDDEN), HIDDEN, PEOPLE, 5).set_index("name")
    assert rows.at["Åre", "group"] == "Dolt"
    assert rows.at["Berg", "group"] != "Dolt"


FORMS = table(
    ("Berg", "Projektmedel", 6e5), ("Berg", "Service", 4e5), ("Berg", TOTAL, 1e6), ("Åre", TOTAL, 3e6),
)  # fmt: skip


def test_a_municipality_has_its_amount_its_place_and_its_largest_form():
    assert places.own(FORMS, per_head(), regions.region("2326")) == (
        "Bergs kommun har fått 1,0\u00a0Mkr, 4\u00a0000\u00a0kr per invånare och år, vilket är plats 1 av 2 i länet. "
        "Störst är projektmedel, 60\u00a0% av beloppet."
    )
    assert places.own(FORMS, per_head(), regions.region("23")) is None


def test_no_form_is_called_the_largest_when_a_hidden_one_may_be():
    forms = FORMS.assign(value=[3e5, None, 1e6, 3e6], status=["", "secret", "", ""])
    assert "Störst" not in places.own(forms, per_head(), regions.region("2326"))


def test_a_hidden_municipality_is_not_told_about():
    forms = table(("Berg", "Projektmedel", None), ("Berg", TOTAL, None))
    assert places.own(forms, per_head(), regions.region("2326")) == (
        "Beloppet i Bergs kommun är dolt, eftersom det skulle röja en mottagare."
    )


def test_municipalities_of_the_sami_area_are_compared_with_the_others_as_places():
    people = pd.Series({regions.name(code): 100.0 for code in regions.region("23").children})
    sums = table(*((name, TOTAL, 1e5 if name in ("Bräcke", "Ragunda") else 2e5) for name in people.index))
    said = places.sami_municipalities(sums, people, regions.region("23"), 1)
    assert "2\u00a0000\u00a0kr per invånare" in said
    assert "mot 1\u00a0000 i länets övriga kommuner" in said
    assert places.sami_municipalities(sums, people, regions.region("12"), 1) is None


@pytest.mark.parametrize("code", ["2321", "2326"])
def test_a_municipality_without_decisions_says_so(code):
    assert places.own(FORMS.iloc[:0], per_head(), regions.region(code)).startswith("Inga beslut gäller")


def test_each_ärende_has_its_aid_intensity_once_and_the_missing_are_told():
    rows = pd.DataFrame({"case": ["a", "a", "b", "c", "d"], "recipient": "M", "region": "Åre"}).assign(
        intensity=[25.0, 25.0, 26.0, 50.0, None]
    )
    found = places.intensity(rows)
    assert found["intensity"].astype(str).tolist() == ["Högst 25 %", "26–40 %", "41–50 %", "Uppgift saknas"]
    assert list(found["intensity"].cat.categories) == ["Högst 25 %", "26–40 %", "41–50 %", "Uppgift saknas"]
