"""What the grants report shows: the right sums, in words, and nothing that is hidden."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.display.grants.made import table
from vagar_lib import regions
from vagar_lib.display.bars import UNKNOWN
from vagar_lib.display.chart import Measure
from vagar_lib.display.grants import frames, words
from vagar_lib.errors import BadInput
from vagar_lib.metrics.disclosure import TOTAL
from vagar_lib.metrics.grants import money
from vagar_lib.sources import grants

COUNTY = regions.region("23")
SOURCE = "grants/exempel_2016_2020"
LABELS = ("kind", "form", "led_by")


@pytest.fixture(scope="module")
def coded(built) -> pd.DataFrame:
    return money(grants.cases(COUNTY), grants.payments(COUNTY), "granted", first=2016, last=2020)


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


def test_a_row_with_a_hidden_part_makes_no_whole():
    cells = table(("A", "K", 1.0), ("A", "M", 3.0), ("B", "K", None), ("B", "M", 3.0), ("A", TOTAL, 4.0))
    rows = frames.parts_of(cells, "2020", SOURCE)
    assert rows[["name", "part", "value"]].values.tolist() == [["A", "K", 25.0], ["A", "M", 75.0]]


def test_the_largest_is_the_largest_that_is_shown_and_its_share_is_of_all():
    cells = table(("A", TOTAL, 30.0), ("B", TOTAL, None), ("C", TOTAL, 10.0), (TOTAL, TOTAL, 60.0))
    assert words.largest(cells, "beloppet") == "A är störst: 50\u00a0% av beloppet"


def test_the_largest_shown_is_not_called_the_largest_when_a_hidden_one_may_be():
    cells = table(("A", TOTAL, 20.0), ("B", TOTAL, None), ("C", TOTAL, 10.0), (TOTAL, TOTAL, 100.0))
    assert words.largest(cells, "beloppet").startswith("A är störst av det som visas")


def test_a_single_row_is_all_there_is_and_nothing_shown_says_so():
    assert (
        words.largest(table(("Projektmedel", TOTAL, 5.0), (TOTAL, TOTAL, 5.0)), "x")
        == "Allt hör till gruppen projektmedel"
    )
    assert words.largest(table(("A", TOTAL, None), (TOTAL, TOTAL, 5.0)), "beloppet") == "Beloppet kan inte visas"


def test_years_that_the_files_do_not_have_are_refused(built):
    assert frames.period(COUNTY, 2016, 2020) == ("2016–2020", 5)
    assert frames.period(COUNTY, 2018, 2018) == ("2018", 1)
    for first, last in ((2015, 2020), (2016, 2021), (2020, 2016)):
        with pytest.raises(BadInput, match=rf"first_year and last_year are {first} and {last}, allowed: 2016 to 2020"):
            frames.period(COUNTY, first, last)


def test_a_recipient_is_a_newcomer_when_free_of_decisions_before_and_unknown_in_the_first_years():
    cases = pd.DataFrame({"case": list("abc"), "recipient": ["M", "N", "M"], "decision_year": [2016, 2018, 2020]})
    assert frames.newcomers(cases.assign(kr=1.0), cases)["first"].tolist() == ["okänd", "ja", "ja"]
    close = cases.assign(decision_year=[2016, 2018, 2018])
    assert frames.newcomers(close.assign(kr=1.0), close)["first"].tolist() == ["okänd", "ja", "nej"]


def test_the_kind_of_support_is_named_when_one_is_chosen():
    kinds = grants.labels("kind")
    assert words.label("granted", "alla", kinds) == "Beviljat belopp"
    assert words.label("paid", "KS", kinds) == "Utbetalt belopp (kommersiell service)"


def test_the_total_is_told_with_its_rows_and_not_when_it_is_hidden():
    measure = Measure("Beviljat belopp", "Mkr", "", decimals=1)
    cells = table((TOTAL, TOTAL, 2e6))
    assert words.total(cells, measure, "ärenden", COUNTY, "2020") == (
        "Beviljat belopp 2020 var 2,0\u00a0Mkr i Jämtlands län, fördelat på 5 ärenden."
    )
    assert words.total(table((TOTAL, TOTAL, None)), measure, "ärenden", COUNTY, "2020") is None


def test_what_has_been_paid_of_a_years_decisions_is_a_share_of_what_was_granted():
    granted = table((TOTAL, "2016", 4e6), (TOTAL, "2017", None), (TOTAL, TOTAL, 9e6))
    paid = table(("Beslutat 2016", TOTAL, 3e6), ("Beslutat 2017", TOTAL, 1e6))
    shown = words.paid_out(granted, paid)
    assert shown.rows[0] == ["2016", "4,0", "3,0", "75\u00a0%"]
    assert shown.rows[1][1] == shown.rows[1][3] == ".. (skyddad av sekretess)"
    assert words.paid_out_title(shown) == "Av det som beviljades 2016 har 75\u00a0% betalats ut"


def test_certain_findings_come_first_and_empty_ones_not_at_all():
    found = words.points(
        [("B.", "social", "Andra", False), (None, "social", "Ingen", True), ("A.", "social", "En", True)]
    )
    assert [item["text"] for item in found.payload["items"]] == ["A.", "B."]
    assert [item["symbol"] for item in found.payload["items"]] == ["●", "○"]


def test_hostile_text_in_a_finding_is_escaped():
    assert "<script>" not in words.points([("<script>.", "social", "En", True)]).lab["text/html"]


def test_what_is_of_no_municipality_is_neither_most_nor_least():
    rows = pd.DataFrame({"name": ["Åre", "Berg", frames.UNPLACED], "part": "Kvinnor", "value": [30.0, 20.0, 0.0]})
    assert words.parts_extremes(rows, "Kvinnor", "Andel") == (
        "Andel: störst i Åre (30\u00a0%), minst i Berg (20\u00a0%)"
    )
    assert words.parts_extremes(rows.iloc[:1], "Kvinnor", "Andel") == "Andel kan inte jämföras"
