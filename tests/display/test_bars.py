"""Amounts side by side are drawn whole at both widths, in the order given, with their numbers as written."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.display.drawing import (
    HOSTILE,
    PEOPLE,
    SHARE,
    WIDTHS,
    check_drawing,
    data_sets,
    frame,
    marks,
    needless,
    squeezed,
    words,
)
from vagar_lib.display import theme
from vagar_lib.display.bars import grouped, pairs, pyramid, ranked, shares

TOWNS = ["Strömsund", "Berg", "Ragunda", "Bräcke", "Östersund", "Åre", "Härjedalen", "Krokom"]
AGES = [f"{start}–{start + 4}" for start in range(0, 95, 5)] + ["95+"]


def places(values: list[float], names: list[str] = TOWNS, riket: float | None = None, place: int = 2) -> pd.DataFrame:
    """Regions highest first, one of them the place, and riket among them."""
    rows = frame(
        name=names[: len(values)],
        role=["place" if n == place else "other" for n in range(len(values))],
        value=values,
        period="2024",
    )
    if riket is None:
        return rows
    return pd.concat([rows, frame(name=["Riket"], role="reference", value=riket, period="2024")])


def groups(values: list[list[float]], names: list[str], labels: list[str]) -> pd.DataFrame:
    """A row of bars for each name, one bar for each label."""
    return frame(
        name=[name for name in names for _ in labels],
        group=[label for _ in names for label in labels],
        period=["2024" for _ in names for _ in labels],
        value=[float(value) for row in values for value in row],
    )


def parts(rows: dict[str, list[float]], labels: list[str]) -> pd.DataFrame:
    """Parts of each whole."""
    return frame(
        name=[name for name in rows for _ in labels],
        part=labels * len(rows),
        value=[value for values in rows.values() for value in values],
        period="2022",
    )


def sexes(names: list[str], women: list[float], men: list[float]) -> pd.DataFrame:
    """Women and men in each place."""
    return frame(
        name=[name for name in names for _ in "KM"],
        sex=["K", "M"] * len(names),
        value=[value for both in zip(women, men, strict=True) for value in both],
        period="2024",
    )


def people(years: list[int]) -> pd.DataFrame:
    """People by class of age, sex and year."""
    keys = [(age, sex, year) for year in years for age in AGES for sex in "KM"]
    return frame(
        age=[age for age, _, _ in keys],
        sex=[sex for _, sex, _ in keys],
        year=[year for _, _, year in keys],
        period=[str(year) for _, _, year in keys],
        value=[100.0 + AGES.index(age) * (1 if sex == "K" else 2) + year - 2018 for age, sex, year in keys],
    )


PARTS = ["Förgymnasial", "Gymnasial", "Eftergymnasial, kortare än 3 år", "Eftergymnasial, minst 3 år"]
CASES = {
    "ranked": lambda: ranked(places([9.0, 8, 7, 6, 5, 4, 3, 2], riket=5.5), SHARE),
    "ranked below zero": lambda: ranked(places([3.0, 1.0, -0.5, -12.0], riket=-1.0), SHARE),
    "ranked all below zero": lambda: ranked(places([-1.0, -2.0, -12.0]), SHARE),
    "ranked zeros": lambda: ranked(places([0.0, 0.0, 0.0]), SHARE),
    "ranked alone": lambda: ranked(places([3.0], place=0), SHARE),
    "ranked riket far above": lambda: ranked(places([3.0, 2.0], riket=90.0), SHARE),
    "grouped changes": lambda: grouped(
        groups([[35, -12], [-73, 8], [234, 101]], ["Födelseöverskott", "Flyttnetto", "Justering"], ["2023", "2024"]),
        PEOPLE,
    ),
    "grouped sexes": lambda: grouped(groups([[3, 4], [5, 2]], TOWNS[:2], ["Kvinnor", "Män"]), SHARE, signed=False),
    "grouped alone": lambda: grouped(groups([[3]], TOWNS[:1], ["2024"]), SHARE),
    "grouped with long names": lambda: grouped(
        groups([[1, 2], [3, 4]], ["Flyttnetto mot övriga Sverige utanför länet", "Å"], ["2023", "2024"]), PEOPLE
    ),
    "shares": lambda: shares(
        parts({"Kvinnor 2022": [15.5, 54.3, 11.8, 18.4], "Män 2022": [21.0, 63.7, 9.0, 6.3]}, PARTS), SHARE
    ),
    "shares of one": lambda: shares(parts({"Alla": [100.0]}, ["Hela"]), SHARE),
    "shares with nothing": lambda: shares(parts({"Alla": [0.0, 100.0]}, ["Ingen", "Hela"]), SHARE),
    "pairs": lambda: pairs(sexes(TOWNS, [2.0 + n for n in range(8)], [3.0 + n / 2 for n in range(8)]), SHARE),
    "pairs alone": lambda: pairs(sexes(["Åre"], [2.0], [2.0]), SHARE),
    "pyramid": lambda: pyramid(people([2018, 2022]), PEOPLE),
    "pyramid of one year": lambda: pyramid(people([2022]), PEOPLE),
}
BUILDERS = {
    "ranked": (ranked, places([1.0])),
    "grouped": (grouped, groups([[1]], ["Åre"], ["2024"])),
    "shares": (shares, parts({"Åre": [100.0]}, ["Hela"])),
    "pairs": (pairs, sexes(["Åre"], [1.0], [2.0])),
    "pyramid": (pyramid, people([2022])),
}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("case", CASES)
def test_the_chart_is_valid_and_draws_something_at_both_widths(case, width):
    check_drawing(CASES[case](), width)


@pytest.mark.parametrize("case", CASES)
def test_the_data_of_the_chart_hold_no_columns_that_are_not_drawn(case):
    assert needless(CASES[case]().spec(theme.WIDE)) == set()


@pytest.mark.parametrize("case", CASES)
def test_the_data_of_the_chart_hold_no_more_rows_than_are_drawn(case):
    chart = CASES[case]()
    spec = chart.spec(theme.WIDE)
    assert max(len(rows) for rows in data_sets(spec)) <= len(chart.data)


@pytest.mark.parametrize("name", BUILDERS)
def test_without_values_there_is_nothing_to_draw(name):
    build, rows = BUILDERS[name]
    assert build(rows.iloc[:0], SHARE).empty
    if name != "ranked":  # comes without missing values from side_by_side
        assert build(rows.assign(value=float("nan")), SHARE).empty


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "build",
    [
        lambda names: ranked(places([float(n) for n in range(len(names), 0, -1)], names), SHARE),
        lambda names: grouped(groups([[1, 2] for _ in names], names, ["2023", "2024"]), SHARE),
        lambda names: shares(parts({name: [40.0, 60.0] for name in names}, ["<b>", "&"]), SHARE),
        lambda names: pairs(sexes(names, [1.0] * len(names), [2.0] * len(names)), SHARE),
    ],
    ids=["ranked", "grouped", "shares", "pairs"],
)
def test_hostile_names_stay_text(build, width):
    drawing = check_drawing(build(HOSTILE), width)
    assert set(squeezed(HOSTILE)) <= set(squeezed(words(drawing)))


def test_hostile_groups_and_parts_stay_text_in_the_legend():
    two = HOSTILE[:2]
    drawing = check_drawing(grouped(groups([[1, 2]], ["Åre"], two), SHARE), theme.WIDE)
    assert set(two) <= set(words(drawing))
    drawing = check_drawing(shares(parts({"Åre": [40.0, 60.0]}, two), SHARE), theme.WIDE)
    assert set(two) <= set(words(drawing))


@pytest.mark.parametrize("width", WIDTHS)
def test_ranked_bars_stand_in_the_order_given_with_their_numbers_as_written(width):
    drawing = check_drawing(CASES["ranked"](), width)
    shown = [word for word in words(drawing) if word in TOWNS]
    assert shown == TOWNS
    assert {f"{value},0" for value in range(2, 10)} <= set(words(drawing))


def test_the_place_has_a_colour_of_its_own():
    drawing = check_drawing(CASES["ranked"](), theme.WIDE)
    colours = [m.get("fill") for m in marks(drawing) if m.get("fill") in (theme.PLACE, theme.EARLIER)]
    assert colours.count(theme.PLACE) == 1 and colours.count(theme.EARLIER) == 7


def test_riket_is_a_line_through_the_bars_told_beneath_and_in_the_table():
    chart = CASES["ranked"]()
    assert chart.key == "Streckad linje: Riket 5,5."
    assert chart.table.rows[-1] == ["Riket", "5,5"]
    assert "Riket" not in chart.description
    assert chart.description.startswith("Högst först: Strömsund 9,0, Berg 8,0")
    assert ranked(places([1.0]), SHARE).key == ""


@pytest.mark.parametrize("width", WIDTHS)
def test_every_bar_and_the_line_of_riket_are_inside_the_axis(width):
    spec = CASES["ranked riket far above"]().spec(width)
    domain = spec["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert domain[0] <= 0 and domain[1] > 90
    below = CASES["ranked all below zero"]().spec(width)["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert below[0] <= -12 and below[1] >= 0


def test_changes_are_written_with_their_sign_and_amounts_without():
    changes = words(check_drawing(CASES["grouped changes"](), theme.WIDE))
    assert {"+35", "\u221212", "+234"} <= set(changes)
    assert "Födelseöverskott: 2023 +35, 2024 \u221212." in CASES["grouped changes"]().description
    amounts = words(check_drawing(CASES["grouped sexes"](), theme.WIDE))
    assert {"3,0", "4,0"} <= set(amounts) and not any(word.startswith("+") for word in amounts)


def test_women_and_men_have_their_colours_and_shapes_and_are_named():
    drawing = check_drawing(CASES["pairs"](), theme.WIDE)
    assert {"Kvinnor", "Män"} <= set(words(drawing))
    points = [m for m in marks(drawing) if m.get("fill") in (theme.WOMEN, theme.MEN)]
    shapes = {colour: {m.get("d") for m in points if m.get("fill") == colour} for colour in (theme.WOMEN, theme.MEN)}
    assert shapes[theme.WOMEN] and shapes[theme.MEN] and not shapes[theme.WOMEN] & shapes[theme.MEN]
    chart = CASES["pairs"]()
    assert chart.table.header == ["Område", "Kvinnor", "Män"]
    assert chart.description.startswith("Strömsund: kvinnor 2,0, män 3,0.")


def test_a_row_of_both_sexes_together_is_not_drawn_among_women_and_men():
    rows = pd.concat([sexes(["Åre"], [1.0], [3.0]), frame(name=["Åre"], sex="T", value=2.0, period="2024")])
    assert pairs(rows, SHARE).table.rows == [["Åre", "1,0", "3,0"]]


def test_shares_are_written_where_they_have_room():
    chart = shares(parts({"Alla": [2.0, 98.0]}, ["Liten", "Stor"]), SHARE)
    shown = words(check_drawing(chart, theme.NARROW))
    assert "98,0" in shown and "2,0" not in shown
    assert chart.table.rows == [["Alla", "2,0", "98,0"]]
    assert chart.description == "Alla: Liten 2,0, Stor 98,0."


def test_the_bars_of_shares_are_all_of_equal_length():
    rows = [row for rows in data_sets(CASES["shares"]().spec(theme.WIDE)) for row in rows if "end" in row]
    ends = [row["end"] for row in rows if row["part"] == PARTS[-1]]
    assert ends and ends == pytest.approx([100.0] * len(ends))


def test_the_pyramid_has_women_left_men_right_the_oldest_on_top_and_says_what_is_what():
    chart = CASES["pyramid"]()
    shown = words(check_drawing(chart, theme.WIDE))
    assert shown.index("Kvinnor") < shown.index("Män")
    assert shown.index("95+") < shown.index("0–4")
    assert chart.key == "Staplarna visar 2022, strecken 2018."
    assert CASES["pyramid of one year"]().key == ""
    assert chart.table.header == ["Ålder", "Kvinnor 2018", "Män 2018", "Kvinnor 2022", "Män 2022"]
    assert "bland kvinnor: 95+ år, 123" in chart.description


def test_the_two_sides_of_the_pyramid_have_one_scale():
    left, right = (side["layer"][0]["encoding"]["x"]["scale"] for side in CASES["pyramid"]().spec(720)["hconcat"])
    assert left["domain"] == right["domain"] and left["reverse"] != right["reverse"]
