"""A map colours areas by class, names the classes in words, and says the same in its table."""

from __future__ import annotations

import pytest

from tests.display.drawing import HOSTILE, check_drawing, data_sets, frame, marks, needless, words
from vagar_lib import regions
from vagar_lib.display import theme
from vagar_lib.display.chart import Measure
from vagar_lib.display.map import regions_map
from vagar_lib.display.status import SAMI_CLASSES
from vagar_lib.metrics.sami import IN_AREA, OUTSIDE, administrative_areas

MEASURE = Measure("Förvaltningskommuner", "klass", "regions")


@pytest.fixture(scope="module", params=["23", "2303", "09", "00"])
def sami(request, built):
    """Map of a county, of a municipality's county, of a county of one municipality, and of the whole country."""
    return regions_map(administrative_areas(regions.region(request.param)), MEASURE, classes=SAMI_CLASSES)


@pytest.fixture(scope="module")
def drawing(sami):
    return check_drawing(sami, theme.WIDE)


def test_the_map_is_valid_and_draws_something_on_a_phone_too(sami, drawing):
    check_drawing(sami, theme.NARROW)


def test_every_area_is_drawn_once_in_the_colour_of_its_class(sami, drawing):
    colours = [m.get("fill") for m in marks(drawing) if m.get("fill") in SAMI_CLASSES.values()]
    assert colours.count(SAMI_CLASSES[IN_AREA]) == (sami.data["group"] == IN_AREA).sum()
    assert colours.count(SAMI_CLASSES[OUTSIDE]) == (sami.data["group"] == OUTSIDE).sum()


def test_only_classes_on_the_map_are_in_the_legend(sami, drawing):
    shown = set(words(drawing))
    assert shown & {IN_AREA, OUTSIDE} == set(sami.data["group"])


def test_the_data_of_the_map_hold_no_more_rows_than_are_drawn(sami):
    assert max(len(rows) for rows in data_sets(sami.spec(theme.WIDE))) == len(sami.data)


def test_the_data_of_the_map_hold_no_columns_that_are_not_drawn(built):
    chart = regions_map(administrative_areas(regions.region("23")), MEASURE, classes=SAMI_CLASSES)
    assert needless(chart.spec(theme.WIDE)) == set()


def test_the_names_are_written_on_a_map_of_few_areas(built):
    few = regions_map(administrative_areas(regions.region("23")), MEASURE, classes=SAMI_CLASSES)
    names = {regions.name(code) for code in regions.region("23").children}
    assert names <= set(words(check_drawing(few, theme.NARROW)))


def test_on_a_map_of_many_areas_the_names_are_left_to_the_table(built):
    many = regions_map(administrative_areas(regions.region("00")), MEASURE, classes=SAMI_CLASSES)
    assert len(many.table.rows) == 290
    assert "name" not in {column for rows in data_sets(many.spec(theme.WIDE)) for row in rows for column in row}


def test_the_table_and_the_description_say_what_the_map_shows(built):
    chart = regions_map(administrative_areas(regions.region("23")), MEASURE, classes=SAMI_CLASSES)
    assert chart.table.rows[0] == ["Berg", IN_AREA] and chart.table.rows[-1] == ["Östersund", IN_AREA]
    assert f"{OUTSIDE}: Bräcke, Ragunda." in chart.description


def test_each_area_keeps_its_class_whatever_the_order_of_the_rows(built):
    rows = administrative_areas(regions.region("23")).iloc[::-1]
    chart = regions_map(rows, MEASURE, classes=SAMI_CLASSES)
    assert [row for row in chart.table.rows if row[1] == OUTSIDE] == [["Bräcke", OUTSIDE], ["Ragunda", OUTSIDE]]


def test_hostile_names_of_classes_stay_text(built):
    classes = dict(zip(HOSTILE[:2], [theme.PLACE, theme.EARLIER], strict=True))
    rows = frame(region=["2303", "2305"], group=HOSTILE[:2], period="")
    drawing = check_drawing(regions_map(rows, MEASURE, classes=classes), theme.WIDE)
    assert set(HOSTILE[:2]) <= set(words(drawing))


def test_without_areas_there_is_nothing_to_draw(built):
    assert regions_map(frame(region=[], group=[], period=[]), MEASURE, classes=SAMI_CLASSES).empty
