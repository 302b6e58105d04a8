"""A table lands whole: merged as its source says, checked at the border, counted against what was there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vagar_lib.errors import BadInput
from vagar_lib.sources import border, provenance
from vagar_lib.sources.fetch.landing import land
from vagar_lib.sources.fetch.source import Table

TODAY = date(2026, 11, 23)
ABOUT = {
    "title": "Elpris", "publisher": "Ei", "licence": "CC0", "unit": "öre", "definition": "Pris.",
    "levels": ["riket", "län", "kommun"], "dimensions": {"sex": ["K", "M", "T"]},
}  # fmt: skip
KEY = ["region", "period", "sex"]
CELLS = st.dictionaries(
    st.tuples(st.sampled_from(["00", "23", "2303"]), st.sampled_from(["2023", "2024"]), st.sampled_from(["K", "T"])),
    st.one_of(st.none(), st.sampled_from([0.0, 1.0, 2.5, -3.25, 1e9, 0.1 + 0.2])),
    min_size=1,
)


def table(cells: dict, **fields) -> Table:
    rows = [(*key, value, "" if value is not None else "not_collected") for key, value in cells.items()]
    frame = pd.DataFrame(rows, columns=[*KEY, "value", "status"]).astype({"value": float})
    return Table("elpris", frame, fields.pop("provenance", ABOUT), **fields)


def cells_of(path: Path) -> dict:
    rows = border.read_file(path)
    return {(row.region, row.period, row.sex): row.value for row in rows.itertuples()}


def put(where: Path, given: Table, former: Path | None = None, **more):
    return land(given, where, TODAY, former, **more)


def same(found: dict, expected: dict) -> bool:
    nothing = {key: None if value != value else value for key, value in found.items()}
    return nothing == expected


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=CELLS)
def test_what_lands_is_read_as_it_was_given_to_the_last_decimal(small, cells):
    landed = put(small / "new", table(cells))
    assert same(cells_of(landed.path), cells)
    assert (landed.rows, landed.new, landed.missing) == (len(cells), len(cells), [*cells.values()].count(None))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=CELLS, after=CELLS, gone=st.sets(st.sampled_from([("23", "2023", "T"), ("00", "2024", "K")])))
def test_changes_are_an_update_of_what_was_there_less_what_is_withdrawn(small, before, after, gone):
    former = put(small / "old", table(before)).path
    deleted = pd.DataFrame(sorted(gone), columns=KEY)
    expected = {key: value for key, value in before.items() if key not in gone} | after
    landed = put(small / "new", table(after, merge="cells", deleted=deleted), former)
    assert same(cells_of(landed.path or former), expected)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=CELLS, after=CELLS)
def test_places_take_the_place_of_all_their_own_rows(small, before, after):
    former = put(small / "old", table(before)).path
    own = {region for region, _, _ in after}
    expected = {key: value for key, value in before.items() if key[0] not in own} | after
    landed = put(small / "new", table(after, merge="regions"), former)
    assert same(cells_of(landed.path or former), expected)


def test_the_same_again_lands_nowhere(small):
    cells = {("23", "2024", "T"): 1.0}
    former = put(small / "old", table(cells)).path
    landed = put(small / "new", table(cells), former)
    assert (landed.path, landed.new, landed.changed, landed.lost) == (None, 0, 0, 0)


def test_another_day_of_update_is_another_table(small):
    cells = {("23", "2024", "T"): 1.0}
    former = put(small / "old", table(cells)).path
    about = {**ABOUT, "updated": date(2026, 11, 20)}
    assert put(small / "new", table(cells, provenance=about), former).path is not None


def test_levels_and_codes_of_old_and_new_rows_are_both_declared(small):
    old = {**ABOUT, "levels": ["kommun"], "dimensions": {"sex": {"T": "Båda"}}}
    new = {**ABOUT, "levels": ["län"], "dimensions": {"sex": {"K": "Kvinnor"}}}
    former = put(small / "old", table({("2303", "2024", "T"): 1.0}, provenance=old)).path
    landed = put(small / "new", table({("23", "2024", "K"): 1.0}, provenance=new, merge="cells"), former)
    known = provenance.load(landed.path.with_suffix(".yml"))
    assert known.levels == ["län", "kommun"]
    assert known.dimensions == {"sex": {"T": "Båda", "K": "Kvinnor"}}


def test_the_day_is_that_of_the_fetch_unless_the_source_says_another(small):
    cells = {("23", "2024", "T"): 1.0}
    assert provenance.load(put(small / "a", table(cells)).path.with_suffix(".yml")).retrieved == TODAY
    sent = {**ABOUT, "retrieved": date(2026, 1, 2)}
    landed = put(small / "b", table(cells, provenance=sent))
    assert provenance.load(landed.path.with_suffix(".yml")).retrieved == date(2026, 1, 2)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (table({("23", "2024", "T"): 1.0}, merge="cells"), "has only what changed, and no table to change is there"),
        (table({("9999", "2024", "T"): 1.0}), "does not pass the border: row 2: region '9999'"),
        (table({("23", "2024", "T"): 1.0}, provenance={**ABOUT, "unit": 3}), "its provenance has unit that can't be"),
    ],
    ids=["changes of nothing", "an unknown place", "a broken provenance"],
)
def test_what_can_not_be_taken_in_says_why(small, given, words):
    with pytest.raises(BadInput) as caught:
        put(small / "new", given)
    assert words in str(caught.value)


def test_a_whole_table_that_lacks_a_place_it_had_is_refused_unless_forced(small):
    former = put(small / "old", table({("23", "2024", "T"): 1.0, ("2303", "2024", "T"): 2.0})).path
    less = table({("23", "2024", "T"): 1.0})
    with pytest.raises(
        BadInput, match="lacks places that it had: 2303; if they are gone for good: vagar fetch --force"
    ):
        put(small / "new", less, former)
    assert put(small / "new", less, former, force=True).lost == 1


def test_a_place_that_only_had_missing_values_may_go(small):
    former = put(small / "old", table({("23", "2024", "T"): 1.0, ("2303", "2024", "T"): None})).path
    assert put(small / "new", table({("23", "2024", "T"): 1.0}), former).lost == 1
