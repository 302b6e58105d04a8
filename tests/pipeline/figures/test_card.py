"""A picture of a figure that travels alone: all its words are in it, inside its edges, and nothing but words."""

from __future__ import annotations

import pytest
from lxml import etree

from tests.site import sample
from vagar_lib.pipeline.page.figures import card

DRAWING = '<svg width="720" height="320" viewBox="0 0 720 320"><path d="M0 0l9 9" stroke="#000"/></svg>'
ORIGIN = "Ur rapporten Nulägesbeskrivning – Ragunda kommun. Region Exempel."


def made(drawing: str = DRAWING, **changes) -> etree._Element:
    return etree.fromstring(card.card(sample.figure(**changes), drawing, ORIGIN))


def words(picture: etree._Element) -> str:
    return " ".join(node.text for node in picture.findall("{*}text"))


def test_it_carries_title_unit_source_date_and_where_it_is_from():
    source = "Källa: Arbetsförmedlingen. Ögonblicksbild sammanställd 2026-11-23."
    told = words(made(source=source, key="Streckad linje: Riket."))
    for part in (sample.figure()["title"], sample.figure()["subtitle"], source, "Streckad linje: Riket.", ORIGIN):
        assert part in told


def test_made_up_figures_are_marked_in_the_picture_itself():
    assert words(made(example=True)).startswith("EXEMPELDATA: påhittade uppgifter")
    assert "EXEMPELDATA" not in words(made())


def test_who_can_not_see_it_is_told_what_it_shows():
    picture = made()
    assert picture.get("role") == "img"
    assert [picture.find(f"{{*}}{part}").text for part in ("title", "desc")] == [
        sample.figure()["title"], sample.figure()["alt"],
    ]  # fmt: skip


@pytest.mark.parametrize("title", ["Kort", "Ett långt konstaterande om utvecklingen " * 8, sample.HOSTILE * 3])
def test_nothing_lies_outside_or_on_top_of_something_else(title):
    picture = made(title=title)
    high = float(picture.get("height"))
    lines = [float(node.get("y")) for node in picture.findall("{*}text")]
    drawn = picture.find("{*}svg")
    top, bottom = float(drawn.get("y")), float(drawn.get("y")) + float(drawn.get("height"))
    assert lines == sorted(lines) and lines[-1] < high - 8
    assert not [line for line in lines if top < line < bottom], "no words over the chart"
    assert float(drawn.get("x")) + float(drawn.get("width")) <= float(picture.get("width"))


def test_the_title_is_broken_into_lines_that_have_room():
    """720 pixels hold 67 letters of 20 points where one is 0.53 of its height."""
    lines = [node.text for node in made(title="ord " * 60).findall("{*}text") if node.get("font-size") == "20"]
    assert len(lines) > 1 and max(map(len, lines)) <= 67


def test_a_wider_drawing_gets_a_wider_card():
    assert made('<svg width="900" height="100" viewBox="0 0 900 100"/>').get("width") == "948"


def test_hostile_words_are_words():
    picture = made(title=sample.HOSTILE, subtitle=sample.HOSTILE, alt=sample.HOSTILE, source=sample.HOSTILE)
    assert {etree.QName(node).localname for node in picture.iter()} == {"svg", "title", "desc", "rect", "text", "path"}
    assert not [key for node in picture.iter() for key in node.attrib if key.startswith("on") or "href" in key]
    assert sample.HOSTILE in picture.find("{*}title").text
