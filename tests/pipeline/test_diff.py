"""The difference between two editions is told in words that an analyst can use, and as a table of every cell."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.sources.kolada_service import figure
from vagar_lib.errors import BadInput
from vagar_lib.pipeline.live import diff


@pytest.fixture
def two(newsroom):
    """Two editions: in the second one value is revised, one gone, one secret, and there is a new year."""
    newsroom.fetch()
    first = newsroom.edition()
    newsroom.kolada.cells["N00001", "2303", 2023, "T"] = {"value": figure("N00001", "2303", 2023) + 2.5}
    newsroom.kolada.cells["N00001", "2303", 2024, "T"] = {"isdeleted": True}
    newsroom.kolada.cells["N00001", "2303", 2025, "T"] = {"value": None, "status": "Private"}
    newsroom.kolada.years = (2023, 2024, 2025, 2026)
    newsroom.fetch()
    return newsroom, first, newsroom.edition()


def test_new_periods_revised_values_and_lost_ones_are_told_in_words(two):
    newsroom, first, _ = two
    status, said = newsroom.vagar("data", "diff", first)
    assert status == 0
    lines = [line.strip() for line in said.splitlines()]
    old = figure("N00001", "2303", 2023)
    gone = figure("N00001", "2303", 2025)
    assert "kolada/N00001 (Titel N00001 (N00001))" in lines
    assert "new periods: 2026" in lines
    assert "3 new values" in lines
    assert f"2 revised values: 2303 2025 T {gone:g} → .., 2303 2023 T {old:g} → {old + 2.5:g} (+2.5)" in lines
    assert "1 value lost: 2303 2024 T" in lines
    (row,) = [line.split() for line in lines if line.startswith("kolada/N00001 ") and "(" not in line]
    assert row == ["kolada/N00001", "3", "2", "0", "1"]


def test_every_cell_is_written_as_a_table_with_the_size_of_revisions(two):
    newsroom, first, second = two
    assert newsroom.vagar("data", "diff", first, second, "--csv", str(newsroom.root / "diff.csv"))[0] == 0
    cells = pd.read_csv(newsroom.root / "diff.csv", dtype={"region": str, "period": str})
    found = cells[cells["region"] == "2303"].set_index("period")
    assert found["kind"].to_dict() == {"2023": "revised", "2024": "lost", "2025": "revised", "2026": "new"}
    assert found.loc["2023", "size"] == 2.5
    assert found.loc["2025", "status_after"] == "secret"
    assert set(cells["table"]) == {"kolada/N00001"}


def test_a_status_alone_that_changed_is_told(newsroom):
    newsroom.kolada.cells["N00001", "2303", 2024, "T"] = {"value": None, "status": "Missing"}
    newsroom.fetch()
    first = newsroom.edition()
    newsroom.kolada.cells["N00001", "2303", 2024, "T"] = {"value": None, "status": "Private"}
    newsroom.fetch()
    (one,) = diff.compare(first).tables
    assert one.words() == ["1 value with another status: not_collected → secret (1)"]


def test_another_title_is_told_though_no_value_differs(newsroom):
    newsroom.fetch()
    first = newsroom.edition()
    newsroom.kolada.have("N00001", "Nytt namn", publication_date=None)
    newsroom.fetch()
    told = {one.name: one.words() for one in diff.compare(first).tables}
    assert told["kolada/N00001"] == ["other provenance: title, definition"]
    assert told["kolada/kolada_catalogue"] == [
        "1 revised value: N00001 Titel N00001 | false | A | Befolkning |  | 2026 → "
        "Nytt namn | false | A | Befolkning |  | 2026"
    ]


def test_against_the_snapshot_every_table_is_new_and_the_other_way_gone(two):
    _, first, _ = two
    assert {one.state for one in diff.compare("snapshot", first).tables} == {"new"}
    back = diff.compare(first, "snapshot")
    assert {one.state for one in back.tables} == {"gone"}
    assert back.tables[0].words() == ["is no longer there"]


def test_an_edition_does_not_differ_from_itself(two):
    newsroom, first, _ = two
    assert f"{first} and {first} are alike." in newsroom.vagar("data", "diff", first, first)[1]
    assert diff.compare(first, first).cells().empty


def test_one_table_can_be_asked_for_and_one_that_is_not_there_is_refused(two):
    _, first, _ = two
    assert [one.name for one in diff.compare(first, table="N00001").tables] == ["kolada/N00001"]
    with pytest.raises(BadInput, match=r"table 'N1' is in neither edition, allowed: kolada/N00001, kolada/kolada_cat"):
        diff.compare(first, table="N1")


def test_the_editions_are_listed_with_the_one_in_use_marked(two):
    newsroom, first, second = two
    newsroom.vagar("data", "use", first)
    assert newsroom.vagar("data", "editions")[1].splitlines() == [
        "  snapshot  0 tables",
        f"* {first}  2 tables, after snapshot",
        f"  {second}  2 tables, after {first}",
    ]
