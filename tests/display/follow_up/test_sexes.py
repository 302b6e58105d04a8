"""Women and men beside each other, when both are there."""

from __future__ import annotations

from tests.display.follow_up.made import COUNTY, FEW, FLAT, row, table
from vagar_lib.display.follow_up import sexes
from vagar_lib.indicators import register

INCOME = row(indicator="medianinkomst", value=417400.0, riket=472600.0, gap=-55200.0, judged="worse", **FLAT)


def rows_of(output):
    return output.payload["table"]["rows"]


def test_only_pairs_of_the_same_period_are_shown():
    pair = [row(sex="K", value=2.5, **FEW), row(sex="M", value=1.5, **FEW)]
    late = [row(indicator="medianinkomst", sex="K"), row(indicator="medianinkomst", sex="M", period="2023")]
    found = sexes.side_by_side(table(*pair, *late, row()), COUNTY, register())
    ((_, year, women, men, difference, *verdicts),) = rows_of(found)
    assert (year, women, men, difference) == ("2024", "2,5", "1,5", "+1,0")
    assert {cell["text"] for cell in verdicts} == {"– För få mätpunkter"}
    assert found.payload["title"] == "Jämtlands län: högre värde för kvinnor i 1 av 1 indikator"


def test_what_the_source_has_and_the_data_edition_lacks_is_counted():
    assert sexes.side_by_side(table(row()), COUNTY, register()).payload["kind"] == "missing"
    assert "Ytterligare 1 indikator har" in sexes.lacking(table(row(), INCOME), COUNTY, register())
    assert sexes.lacking(table(INCOME), COUNTY, register()) is None
