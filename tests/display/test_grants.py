"""What the grants report shows: the right sums, in words, and nothing that is hidden."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from vagar_lib import regions
from vagar_lib.display.bars import UNKNOWN
from vagar_lib.display.grants import frames, words
from vagar_lib.errors import BadInput
from vagar_lib.metrics.disclosure import TOTAL
from vagar_lib.metrics.eruf import divided
from vagar_lib.metrics.grants import money
from vagar_lib.sources import grants

COUNTY = regions.region("23")
SOURCE = "grants/exempel_2016_2020"
LABELS = ("kind", "form", "led_by")


@pytest.fixture(scope="module")
def coded(built) -> pd.DataFrame:
    return money(grants.cases(COUNTY), grants.payments(COUNTY), "granted", first=2016, last=2020)


def table(*rows: tuple) -> pd.DataFrame:
    """A protected table of rows and columns: row, column, value; None is hidden."""
    frame = pd.DataFrame(rows, columns=["row", "column", "value"])
    return frame.assign(
        value=frame["value"].astype(float), status=np.where(frame["value"].isna(), "secret", ""), count=5.0
    )


def test_codes_become_ordered_words_and_no_known_amount_is_lost(coded):
    rows = frames.in_words(coded, {name: grants.labels(name) for name in LABELS}, COUNTY)
    assert rows["kr"].sum() == coded["kr"].sum()
    assert len(rows) == coded["kr"].notna().sum()
    assert set(rows["region"]) == {regions.name(code) for code in COUNTY.children} | {frames.UNPLACED}
    assert list(rows["led_by"].cat.categories) == ["Kvinnor", "Män", "Kvinnor och män", UNKNOWN]
    by_hand = coded.loc[coded["region"] == "2303", "kr"].sum()
    assert rows.loc[rows["region"] == "Ragunda", "kr"].sum() == by_hand > 0


def test_years_without_grants_are_refused(coded):
    with pytest.raises(BadInput, match="Jämtlands län has a known amount"):
        frames.in_words(coded.iloc[:0], {}, COUNTY)


def test_a_place_without_a_file_is_refused(built):
    assert [file.source for file in grants.covering("23")] == [SOURCE]
    with pytest.raises(BadInput, match=r"region '24': no grants file in data/raw/grants covers Västerbottens län"):
        grants.covering("24")


def test_series_are_in_millions_by_year_the_largest_first_and_hidden_cells_keep_why():
    cells = table(("A", "2016", 2e6), ("A", "2017", None), ("B", "2016", 3e6), ("B", "2017", 4e6), (TOTAL, "2016", 5e6))
    rows = frames.by_year(cells, SOURCE)
    assert rows["series"].tolist() == ["B", "B", "A", "A"]
    assert rows["value"].tolist()[:3] == [3.0, 4.0, 2.0]
    assert rows["status"].tolist() == ["", "", "", "secret"]
    assert frames.by_year(cells, SOURCE, largest_first=False)["series"].tolist() == ["A", "A", "B", "B"]


def test_kronor_per_inhabitant_are_a_year_and_only_of_places_with_people():
    cells = table(("Åre", TOTAL, 3e6), ("Berg", TOTAL, 1e6), (frames.UNPLACED, TOTAL, 9e6), (TOTAL, TOTAL, 13e6))
    rows = frames.per_inhabitant(cells, pd.Series({"Åre": 300.0, "Berg": 50.0}), 5, "2016–2020", SOURCE)
    # Berg: 1 000 000 / (50 x 5) = 4 000; Åre: 3 000 000 / (300 x 5) = 2 000
    assert dict(zip(rows["name"], rows["value"], strict=True)) == {"Berg": 4000.0, "Åre": 2000.0}


def test_a_row_with_a_hidden_part_makes_no_whole():
    cells = table(("A", "K", 1.0), ("A", "M", 3.0), ("B", "K", None), ("B", "M", 3.0), ("A", TOTAL, 4.0))
    rows = frames.parts_of(cells, "2020", SOURCE)
    assert rows[["name", "part", "value"]].values.tolist() == [["A", "K", 25.0], ["A", "M", 75.0]]


def test_each_case_is_assessed_once_a_dimension_and_the_missing_are_told():
    twice = pd.DataFrame(
        {"case": ["a", "a", "b"], "recipient": ["M", "M", "N"], "dim_ekologisk": [0, 0, np.nan]}
    ).assign(dim_social=3, dim_ekonomisk=1)
    rows = frames.assessments(twice)
    assert len(rows) == 6
    assert rows.loc[rows["dimension"] == "Ekologisk", "level"].tolist() == ["0 Inte alls", UNKNOWN]


def test_goals_share_an_amount_evenly_and_sum_to_what_has_a_goal():
    rows = pd.DataFrame(
        {"case": ["a", "b", "c"], "recipient": ["M", "N", "O"], "kr": [90.0, 10.0, 5.0], "sdg": [(5, 8, 9), (5,), ()]}
    )
    split = frames.goals(rows)
    assert split.groupby("goal", observed=True)["kr"].sum().to_dict() == {"Mål 5": 40.0, "Mål 8": 30.0, "Mål 9": 30.0}


def test_a_project_gives_the_area_its_part_only():
    projects = pd.DataFrame(
        {"case": ["a", "b"], "recipient": ["M", "N"], "amount": [90.0, 50.0], "source": "x"}
    ).assign(municipalities=[("2303", "2305", "2281"), ()])
    rows = divided(projects, COUNTY.children)
    assert rows[["region", "kr"]].values.tolist() == [["2303", 30.0], ["2305", 30.0]]


def test_a_hidden_group_is_not_told_in_the_table_of_representation():
    rows = pd.DataFrame(
        {"region": ["Åre", "Berg"], "share": [0.6, 0.4], "reference": [0.5, 0.5], "ratio": [1.2, 0.8]}
    ).assign(lower=[1.1, 0.7], upper=[1.3, 0.9], verdict=["over", "under"])
    shown = words.representation(rows, {"Åre": "", "Berg": "secret"}, "Kommun")
    assert shown.rows[0] == ["Åre", "60,0\u00a0%", "50,0\u00a0%", "1,20", "1,10–1,30", "▲ Större"]
    assert shown.rows[1] == ["Berg", ".. (skyddad av sekretess)", "50,0\u00a0%", ".. (skyddad av sekretess)", "", ""]
    assert shown.raw[1] == ["Berg", None, 50.0, None, None, "secret"]
    assert words.representation_title(rows, {"Åre": "", "Berg": "secret"}) == (
        "Större andel av beloppet än av befolkningen i Åre"
    )


def test_nothing_is_called_over_or_under_when_no_interval_supports_it():
    rows = pd.DataFrame({"region": ["Åre"], "verdict": ["level"]})
    assert words.representation_title(rows, {}).startswith("Ingen kommun har en säkert")


def test_the_largest_is_the_largest_that_is_shown_and_its_share_is_of_all():
    cells = table(("A", TOTAL, 30.0), ("B", TOTAL, None), ("C", TOTAL, 10.0), (TOTAL, TOTAL, 100.0))
    assert words.largest(cells, "beloppet") == "A är störst: 30\u00a0% av beloppet"
