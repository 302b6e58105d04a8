"""A fetched table takes the place of a shipped one, place by place and period by period, under the same name."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vagar_lib.errors import BadInput
from vagar_lib.sources.provenance import Provenance
from vagar_lib.sources.succession import succeed

PARTS = {"born": "Födda", "died": "Döda", "adjust": "Justeringspost"}


def known(**fields) -> Provenance:
    given = {
        "title": "T", "publisher": "P", "licence": "CC0", "unit": "personer", "retrieved": date(2026, 11, 23),
        "definition": "D.", "sha256": "0", "levels": ["kommun"], "dimensions": {"part": PARTS},
    }  # fmt: skip
    return Provenance.model_validate(given | fields)


def rows(source: str, *cells: tuple) -> pd.DataFrame:
    """Region, period, sex, part, value of each cell."""
    frame = pd.DataFrame(cells, columns=["region", "period", "sex", "part", "value"])
    frame.insert(2, "year", frame["period"].astype(int))
    return frame.assign(value=frame["value"].astype(float), status="", source=source)


OLD = rows(
    "snapshot/changes",
    ("2303", "2023", "T", "born", 1), ("2303", "2023", "T", "died", 2), ("2303", "2023", "T", "adjust", 3),
    ("2303", "2024", "T", "born", 4), ("2305", "2024", "T", "born", 5),
)  # fmt: skip
NEW = rows(
    "scb/scb_changes",
    ("2303", "2024", "T", "born", 40), ("2303", "2025", "T", "born", 50), ("2303", "2025", "K", "born", 25),
    ("2303", "2024", "T", "died", 60),
)  # fmt: skip
OURS = known(replaces="changes", dimensions={"part": {"born": "Födda", "died": "Döda"}})


def replaced(new: pd.DataFrame = NEW, ours: Provenance = OURS, old: pd.DataFrame = OLD) -> pd.DataFrame:
    return succeed({"changes": old, "scb_changes": new}, {"changes": known(), "scb_changes": ours})["changes"]


def cells(frame: pd.DataFrame) -> list[tuple]:
    return [*frame[["region", "period", "part", "value"]].itertuples(index=False, name=None)]


def test_the_newer_counts_wherever_it_has_a_place_and_a_period():
    found = replaced()
    assert sorted(cells(found)) == [
        ("2303", "2023", "adjust", 3.0),
        ("2303", "2023", "born", 1.0),
        ("2303", "2023", "died", 2.0),
        ("2303", "2024", "born", 40.0),
        ("2303", "2024", "died", 60.0),
        ("2303", "2025", "born", 50.0),
        ("2305", "2024", "born", 5.0),
    ]
    assert found.set_index("period").loc["2025", "source"] == "scb/scb_changes"


def test_a_period_that_the_newer_has_only_in_part_is_not_filled_from_the_former():
    only_births = NEW[NEW["part"] == "born"]
    both = pd.concat([only_births, rows("scb/scb_changes", ("2305", "2023", "T", "died", 9))])
    old = pd.concat([OLD, rows("snapshot/changes", ("2303", "2024", "T", "died", 8))])
    found = replaced(both, old=old)
    assert not (found["value"] == 8).any()


def test_codes_that_the_newer_does_not_have_at_all_keep_their_rows():
    old = pd.concat([OLD, rows("snapshot/changes", ("2303", "2024", "T", "adjust", 7))])
    assert ("2303", "2024", "adjust", 7.0) in cells(replaced(old=old))


def test_a_period_without_any_value_does_not_take_the_place_of_one_with():
    empty = rows("scb/scb_changes", ("2303", "2024", "T", "born", float("nan")))
    assert cells(replaced(empty)) == sorted(cells(OLD), key=lambda cell: cell[:2])


def test_a_table_that_is_not_there_leaves_the_former_as_it_is():
    found = succeed({"changes": OLD}, {"changes": known(), "scb_changes": OURS})
    assert found["changes"] is OLD


@pytest.mark.parametrize(
    ("ours", "finding"),
    [
        (known(replaces="nothing"), "table scb_changes replaces nothing: no such table"),
        (
            known(replaces="changes", dimensions={}),
            "table scb_changes replaces changes: its dimensions are none, allowed: part",
        ),
        (
            known(replaces="changes", dimensions={"part": ["born", "moved"]}),
            "table scb_changes replaces changes: part has moved, allowed: born, died, adjust",
        ),
    ],
)
def test_a_table_of_another_shape_is_refused(ours, finding):
    with pytest.raises(BadInput) as caught:
        replaced(ours=ours)
    assert caught.value.findings == [finding]


def test_two_successors_of_one_table_are_refused():
    tables = {"changes": OLD, "a": NEW, "b": NEW}
    with pytest.raises(BadInput, match="table b replaces changes: a does so too"):
        succeed(tables, {"changes": known(), "a": OURS, "b": OURS})


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["2303", "2305"]), st.integers(2020, 2026)), unique=True))
def test_no_cell_is_ever_there_twice_and_none_of_the_newer_is_lost(places):
    new = rows("scb/scb_changes", *((region, str(year), "T", "born", year) for region, year in places))
    found = replaced(new)
    assert not found.duplicated(["region", "period", "sex", "part"]).any()
    assert set(cells(new)) <= set(cells(found))
