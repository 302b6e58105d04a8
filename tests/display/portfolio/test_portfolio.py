"""What is in the portfolio, and the sentences that follow: only from what is there, and only what may be shown."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.display.drawing import WIDTHS
from vagar_lib import regions
from vagar_lib.display.portfolio import annex, chain, frames, texts
from vagar_lib.indicators import register
from vagar_lib.metrics.disclosure import TOTAL, Rule
from vagar_lib.metrics.effect_chain import targets
from vagar_lib.pipeline.page.svg import draw
from vagar_lib.strategy import strategy
from vagar_lib.surveys import STEPS, questions

COUNTY, RAGUNDA = regions.region("23"), regions.region("2303")
NAMES = frames.labels(strategy(), COUNTY)
SOURCE = "surveys/exempel_insatser"


def activities(*rows: dict) -> pd.DataFrame:
    one = {
        "name": "Namn", "level": "insats", "region": "2303", "priority": "hela_lanet", "strengths": (), "vision": (),
        "sdg": (), "indicators": (), "case": "", "budget": 100.0, "source": SOURCE,
    }  # fmt: skip
    return pd.DataFrame([one | {"id": f"I{number}"} | row for number, row in enumerate(rows, start=1)])


def chained(*states: str) -> pd.DataFrame:
    """A row an activity, with the first letter of each state."""
    words = {"m": "measured", "c": "claimed", "o": "missing", "-": "unknown"}
    rows = [dict(zip(STEPS, (words[letter] for letter in one), strict=True)) for one in states]
    return pd.DataFrame([{"activity": f"I{number}", **row} for number, row in enumerate(rows, start=1)])


def test_an_activity_counts_in_each_of_its_parts_and_one_without_in_a_row_of_its_own():
    rows = activities({"strengths": ("upplevelser", "hallbar_energi")}, {"strengths": ("upplevelser",)}, {})
    counted = frames.by(rows, "strengths", NAMES["strengths"])
    assert counted.groupby("name", sort=False)["value"].sum().to_dict() == {
        "Hållbar energi": 1, "Upplevelser": 2, "Ingen angiven": 1,
    }  # fmt: skip
    assert frames.largest(counted) == "Flest insatser: Upplevelser (2); minst antal: Hållbar energi (1)"


def test_the_levels_are_counted_side_by_side():
    counted = frames.by(activities({}, {"level": "process"}), "priority", NAMES["priority"])
    assert counted[["group", "value"]].values.tolist() == [["Strategi", 0], ["Process", 1], ["Insats", 1]]


def test_parts_with_the_same_number_are_named_up_to_two_and_then_counted():
    rows = activities(*[{"vision": (part.id,)} for part in strategy().vision[:4]])
    assert frames.largest(frames.by(rows, "vision", NAMES["vision"])) == "Flest insatser: fyra delar (1 var)"
    counted = frames.by(rows.head(2), "vision", NAMES["vision"])
    assert frames.largest(counted).endswith("sammanhållande och Kreativt, modigt och nyskapande (1 var)")
    assert frames.largest(frames.by(activities({}), "vision", NAMES["vision"])) == "Ingen insats hör till någon del"


def test_the_size_of_the_portfolio_is_told_with_what_is_about_several_municipalities():
    rows = activities({}, {"region": "23", "level": "process"})
    assert frames.counted_in_words(rows, COUNTY, COUNTY) == (
        "Portföljen har en insats och en process i Jämtlands län. En av dem gäller flera kommuner."
    )
    none = frames.counted_in_words(rows.head(0), RAGUNDA, COUNTY)
    assert none == "Portföljen har inga egna insatser i Ragunda kommun."


def test_a_budget_of_too_few_activities_is_hidden_and_so_is_what_would_tell_it(built):
    rows = activities(*[{} for _ in range(5)], *[{"region": "2305"} for _ in range(4)], {"region": "2309"})
    found = frames.budget(rows, NAMES, Rule(min_cell=3))
    table = found.tables["region",].set_index("row")
    assert table.at["Krokom", "status"] == "secret"
    assert (table.drop(TOTAL)["status"] == "secret").sum() >= 2
    said = frames.money_in_words(found, "Budgeten")
    assert said == "Budgeten är sammanlagt 0,0\u00a0miljoner kronor för 10 insatser."


def test_what_the_arenden_were_granted_is_told_only_when_some_is_known(built):
    none = activities({}).assign(granted=[None], recipient=["M1"]).astype({"granted": float})
    assert frames.granted_in_words(none, NAMES, Rule()) == "Ingen insats har ett ärende som finns i ärendefilerna."
    four = activities(*[{} for _ in range(4)])
    known = four.assign(granted=[2e6, 1e6, 1e6, None], recipient=["M1", "M2", "M3", "I4"])
    assert frames.granted_in_words(known, NAMES, Rule()) == (
        "Det som ärendena har beviljats är sammanlagt 4,0\u00a0miljoner kronor för 3 insatser. "
        "En saknar ett känt ärende."
    )


def test_the_chain_is_drawn_as_boxes_and_arrows_at_both_widths():
    chart = chain.drawn(chained("mmcoo", "mcc--", "-----"), SOURCE, "2026")
    for width, arrow in zip(WIDTHS, "▶▼", strict=True):
        drawing = draw(chart.spec(width))
        assert all(name in drawing for name in STEPS.values())
        assert drawing.count(arrow) == len(STEPS) - 1
    assert chart.table.raw[0] == ["Resurser", 2.0, 0.0, 0.0, 1.0]
    assert "Effekter: mäts 0, påstås 0, saknas 1, inget svar 2." in chart.description


def test_a_portfolio_without_activities_has_no_chain():
    assert chain.drawn(chained("-----").head(0), SOURCE, "2026").empty


def test_the_chain_is_told_by_those_who_answered():
    found = chained("mmmmm", "mmooo", "cmooo", "-----")
    assert chain.title(found) == "Aktiviteterna mäts i tre av tre insatser, effekterna i en"
    assert chain.reach_title(found) == "En av fyra insatser mäter hela kedjan"
    # Steps in a row from the first: 5, 2 and 0; the middle is 2.
    assert chain.in_words(found) == (
        "I den typiska insatsen mäts de två första leden utan lucka. En mäter hela kedjan, och en mäter inte ens det "
        "första ledet."
    )
    assert chain.title(chained("-----")) == "Ingen insats har svarat om sin effektkedja"
    assert chain.in_words(chained("-----")) is None


def test_every_activity_is_linked_to_the_indicators_of_the_register():
    rows = activities({"indicators": ("N03937", "utslapp_per_invanare")})
    table = chain.each(chained("mco--"), rows, register())
    assert [str(cell) for cell in table.rows[0][1:4]] == ["● Mäts", "◐ Påstås", "○ Saknas"]
    assert table.rows[0][-1] == "; ".join(register().get(id).label for id in rows.at[0, "indicators"])


def test_an_indicator_stands_with_its_own_value_and_is_not_called_an_effect():
    rows = activities({"indicators": ("N03937",)}, {"indicators": ("N03937",)})
    found = targets(rows, chained("mmmmm", "mmmmc"))
    values = pd.DataFrame(
        {"indicator": "N03937", "region": "23", "period": [str(y) for y in range(2015, 2025)],
         "year": range(2015, 2025), "sex": "T", "value": [8.0 - year / 4 for year in range(10)], "status": "",
         "source": SOURCE}
    )  # fmt: skip
    table = chain.goals(found, values, COUNTY, register(), 10)
    assert table.rows[0][1:] == ["2", "1", "1", "5,8\u00a0% (2024)", "● Minskning"]
    assert chain.goals_title(found).startswith("Insatserna vill påverka en indikator; för en av dem mäter")
    assert chain.moved_in_words(table).endswith("Det är ingen effekt av insatserna.")


def test_only_texts_that_may_be_published_are_shown_newest_first_and_once():
    given = pd.DataFrame(
        [("2025", "I1", "lardom", "Gammal"), ("2026", "I1", "lardom", "Ny <b>"), ("2026", "I1", "lardom", "Ny <b>"),
         ("2026", "I1", "beslut", "")], columns=["round", "activity", "question", "text"],
    )  # fmt: skip
    table = texts.said(given, activities({}), questions())
    assert table.rows == [["Lärdom", "Ny <b>", "I1 Namn", "2026"], ["Lärdom", "Gammal", "I1 Namn", "2025"]]
    assert texts.said_title(table) == "2 lärdomar får publiceras"
    assert texts.said_title(texts.said(given.tail(1), activities({}), questions())) == "Inga texter får publiceras"


def test_the_most_urgent_follow_ups_come_first_and_those_far_ahead_are_left_out():
    rows = activities({}, {}, {}, {}).assign(
        state=["due", "later", "overdue", "unplanned"], answered=pd.NaT,
        follow_up=pd.to_datetime(["2026-12-01", "2027-12-01", "2026-10-01", None]),
    )  # fmt: skip
    table = texts.planned(rows)
    assert [row[0] for row in table.rows] == ["I3 Namn", "I1 Namn", "I4 Namn"]
    assert table.rows[0][1:] == ["Ragunda", "2026-10-01", "Aldrig", "✗ Försenad"]
    assert texts.planned_title(rows) == "En uppföljning är försenad, en ska göras inom 90 dagar"


def test_the_annex_tells_where_activities_are_and_which_goals_they_belong_to():
    rows = activities({"sdg": (5, 8), "vision": ("jamlikt",)}, {"sdg": (5,), "region": "2305"}, {"region": "23"})
    assert annex.spread(rows, COUNTY).startswith("Två av insatserna gäller en enskild kommun och en gäller flera.")
    assert annex.goals(rows, strategy()) == (
        "De globala mål som flest insatser hör till är jämställdhet (mål 5, två insatser) och anständiga "
        "arbetsvillkor och ekonomisk tillväxt (mål 8, en insats)."
    )
    assert annex.of_part(rows, strategy(), "jamlikt") == (
        "Till visionens del ”Tolerant, jämställt, jämlikt och sammanhållande” hör en insats."
    )


def test_the_annex_tells_of_the_grants_only_where_there_is_a_file(built):
    assert annex.money(COUNTY, Rule()).startswith("Under 2016–2020 beviljades ")
    assert annex.money(regions.region("20"), Rule()) is None


@pytest.mark.parametrize(("place", "more"), [("23", ""), ("2303", " Det gäller hela länet.")])
def test_what_is_about_the_county_is_told_as_such_on_a_municipalitys_page(place, more):
    assert frames.in_county("Allt är lika.", regions.region(place), COUNTY) == f"Allt är lika.{more}"


def test_a_place_without_activities_is_told_as_such():
    none = activities({}).head(0)
    assert frames.parts(frames.by(none, "region", NAMES["region"]), "Insatser", "", "Kommun").empty
    assert chain.reach_title(chained("-----").head(0)) == "Inga insatser finns här"
    assert texts.planned_title(none.assign(state=[])) == "Inga insatser finns att följa upp"
