"""Every word that depends on a number agrees with the number beside it, for every place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

import pandas as pd
import pytest

from tests.made import measure, observed, yearly
from vagar_lib import regions
from vagar_lib.display import sentences, text
from vagar_lib.indicator_entry import Indicator
from vagar_lib.indicators import register
from vagar_lib.metrics.change import series, trend
from vagar_lib.metrics.compare import by_sex
from vagar_lib.metrics.precision import rounded
from vagar_lib.regions import Region
from vagar_lib.sources import store

COUNTY, RAGUNDA, RIKET = (regions.region(code) for code in ("23", "2303", "00"))
RATE = measure(label="Arbetslösa")
WINDOW = 15
NUMBER = r"\u2212?\d{1,3}(?:\u00a0\d{3})*(?:,\d+)?"
BESIDE = re.compile(rf"({NUMBER})(?:\u00a0[^(),]+?)? (högre|lägre) än i ([^(]+?) \(({NUMBER})")
MOVED = re.compile(
    rf"Värdet har (ökat|minskat) .+? i medeltal med ({NUMBER}).*? om året \(.+ intervall ({NUMBER})–({NUMBER})\)\."
)
EXTREMES = re.compile(rf"högst i (.+?) \(({NUMBER}).*?\) och lägst i (.+?) \(({NUMBER})")
RANK = re.compile(r"nummer (\d+) av (\d+)( \(delad plats\))?")
BROKEN = re.compile(r"\bnan\b|\bNone\b|\binf\b|  | [.,;:]|\.\.|\(\)|^\s|\s$", re.IGNORECASE)


def read(written: str) -> Decimal:
    return Decimal(written.replace("\u00a0", "").replace("\u2212", "-").replace(",", "."))


def both(values: dict, indicator: str = "matt") -> pd.DataFrame:
    """Women's and men's values by region, as pairs."""
    return pd.concat(
        [observed({region: pair[at] for region, pair in values.items()}, indicator, sex) for at, sex in enumerate("KM")]
    )


# ---- by hand


def test_the_level_of_the_county_beside_riket_in_2024(built):
    # 2.041061 and 2.946107 in the raw table: 2.0 and 2.9 as shown, and 0.9 between them.
    unemployment = store.observations("N03937", regions=["23", "00"])
    assert sentences.level(unemployment, COUNTY, register().get("N03937")) == (
        f"{register().get('N03937').label}: 2,0\u00a0% i Jämtlands län 2024, "
        "0,9\u00a0procentenheter lägre än i riket (2,9\u00a0%)."
    )


def test_a_municipality_is_set_beside_its_county_and_riket():
    said = sentences.level(observed({"2303": 5.0, "23": 5.0, "00": 4.0}), RAGUNDA, RATE)
    assert said.startswith(
        "Arbetslösa: 5,0\u00a0% i Ragunda kommun 2024, lika mycket som i Jämtlands län och "
        "1,0\u00a0procentenheter högre än i riket (4,0\u00a0%)."
    )


def test_an_older_value_of_riket_is_not_set_beside_a_newer_one():
    said = sentences.level(observed({"23": {2024: 5.0}, "00": {2023: 4.0}}), COUNTY, RATE)
    assert said.startswith("Arbetslösa: 5,0\u00a0% i Jämtlands län 2024.")


def test_amounts_are_told_but_never_compared():
    people = measure(label="Folkmängd", unit="personer", decimals=0)
    assert sentences.level(observed({"23": 132839, "00": 10_587_710}), COUNTY, people) == (
        "Folkmängd: 132\u00a0839\u00a0personer i Jämtlands län 2024."
    )


def test_a_difference_between_survey_values_is_not_named():
    said = sentences.level(observed({"23": 20.0, "00": 40.0}), COUNTY, measure(survey=True))
    assert "i riket 40,0\u00a0%" in said and sentences.UNJUDGED in said
    assert "högre" not in said and "lägre" not in said


def test_a_stale_value_says_so():
    old = store.compiled().year - 4
    assert "inaktuell" in sentences.level(observed({"23": {old: 1.0}}), COUNTY, RATE)
    assert "inaktuell" not in sentences.level(observed({"23": {store.compiled().year - 1: 1.0}}), COUNTY, RATE)


def test_without_a_value_nothing_is_said():
    nothing = observed({"00": 1.0})
    assert sentences.level(nothing, COUNTY, RATE) is None
    assert sentences.development(nothing, COUNTY, RATE, WINDOW) is None
    assert sentences.extremes(nothing, COUNTY, RATE) is None
    assert sentences.sexes(nothing, COUNTY, RATE) is None
    assert sentences.extremes_title(nothing, COUNTY, RATE) == "Arbetslösa"
    assert sentences.sexes_title(nothing, COUNTY, RATE) == "Arbetslösa"


def test_a_certain_trend_is_told_with_years_size_and_interval():
    rising = observed({"23": yearly(2015, [1 + 0.25 * n for n in range(10)])})
    assert sentences.development(rising, COUNTY, RATE, WINDOW) == (
        "Värdet har ökat 2015–2024, i medeltal med 0,25\u00a0procentenheter om året "
        "(95-procentigt intervall 0,25–0,25)."
    )
    falling = observed({"23": yearly(2015, [9 - 0.25 * n for n in range(10)])})
    assert sentences.development(falling, COUNTY, RATE, WINDOW).startswith("Värdet har minskat 2015–2024")
    assert sentences.trend_title(falling, COUNTY, RATE, WINDOW) == "Arbetslösa: minskning i Jämtlands län 2015–2024"


def test_what_is_not_certain_is_not_called_a_change():
    noisy = observed({"23": yearly(2017, [5.0, 7.0, 4.0, 8.0, 3.0, 7.5, 4.5, 6.0])})
    assert sentences.development(noisy, COUNTY, RATE, WINDOW) == "Ingen säker förändring 2017–2024."
    assert "ingen säker förändring" in sentences.trend_title(noisy, COUNTY, RATE, WINDOW)


def test_too_few_points_are_counted_and_the_title_gives_the_last_value():
    few = observed({"23": yearly(2022, [1.0, 2.0, 3.0])})
    assert "(3)" in sentences.development(few, COUNTY, RATE, WINDOW)
    assert sentences.trend_title(few, COUNTY, RATE, WINDOW) == "Arbetslösa: 3,0\u00a0% i Jämtlands län 2024"


def test_a_break_is_told_where_it_cut_the_series():
    broken = measure(breaks=[{"year": 2018, "note": "Ny metod."}])
    said = sentences.development(observed({"23": yearly(2013, range(12))}), COUNTY, broken, WINDOW)
    assert "2018–2024 efter brottet i serien" in said


def test_highest_and_lowest_are_those_as_shown_and_ties_are_all_named():
    rows = observed({"2303": 2.0, "2305": 4.04, "2309": 3.96, "2313": 1.0, "2321": 3.0})
    said = sentences.extremes(rows, RAGUNDA, RATE)
    assert "högst i Bräcke och Krokom (4,0\u00a0%) och lägst i Strömsund (1,0\u00a0%) 2024." in said
    assert "Ragunda är nummer 4 av 5" in said
    assert said.endswith("Uppgift saknas för Berg, Härjedalen och Östersund.")
    assert sentences.extremes_title(rows, RAGUNDA, RATE) == ("Arbetslösa: högst i Bräcke och Krokom, lägst i Strömsund")


def test_a_shared_place_in_the_order_is_said_to_be_shared():
    rows = observed({"2303": 2.0, "2305": 2.01, "2309": 9.0, "2313": 1.0})
    assert "Ragunda är nummer 2 av 4 (delad plats)" in sentences.extremes(rows, RAGUNDA, RATE)


def test_regions_that_look_equal_have_no_highest():
    rows = observed({"2303": 2.01, "2305": 2.04})
    assert sentences.extremes(rows, RAGUNDA, RATE) is None
    assert sentences.extremes_title(rows, RAGUNDA, RATE) == "Arbetslösa: lika i alla två områden"


def test_one_region_alone_is_not_called_all():
    title = sentences.extremes_title(observed({"0980": 2.0}), regions.region("09"), RATE)
    assert "alla" not in title and "högst" not in title


def test_women_and_men_are_told_for_the_last_year_that_both_have():
    rows = pd.concat([both({"23": (3.0, 4.0)}), observed({"23": {2025: 9.0}}, sex="K")])
    assert sentences.sexes(rows, COUNTY, RATE) == (
        "Arbetslösa bland kvinnor: 3,0\u00a0%, bland män: 4,0\u00a0% i Jämtlands län 2024."
    )


def test_a_source_with_women_and_men_that_the_edition_lacks_is_told():
    assert "finns hos källan" in sentences.sexes(observed({"23": 1.0}), COUNTY, measure(sex=True))
    assert sentences.sexes(observed({"23": 1.0}), COUNTY, measure(sex=False)) is None


@pytest.mark.parametrize(
    ("values", "ending"),
    [
        ({"2303": (2.0, 1.0), "2305": (2.0, 1.0)}, "högre bland kvinnor än bland män i alla två områden"),
        ({"2303": (1.0, 2.0), "2305": (1.0, 2.0)}, "högre bland män än bland kvinnor i alla två områden"),
        ({"2303": (1.0, 1.01), "2305": (1.0, 2.0)}, "högre bland kvinnor i inget av två områden"),
        ({"2303": (2.0, 1.0), "2305": (1.0, 2.0)}, "högre bland kvinnor i ett av två områden"),
    ],
)
def test_the_title_counts_where_the_womens_value_is_the_higher(values, ending):
    assert sentences.sexes_title(both(values), COUNTY, RATE) == f"Arbetslösa: {ending}"


def test_the_title_of_women_and_men_is_of_the_year_that_is_drawn():
    earlier = both({"2303": (9.0, 1.0), "2305": (9.0, 1.0)}).assign(year=2018, period="2018")
    rows = pd.concat([earlier, both({"2303": (1.0, 2.0), "2305": (1.0, 2.0)})])
    assert "högre bland män än bland kvinnor i alla två" in sentences.sexes_title(rows, COUNTY, RATE)


def test_counts_are_words_to_twelve():
    assert [sentences.count(n) for n in (1, 2, 12, 13, 290)] == ["en", "två", "tolv", "13", "290"]


def test_what_stands_beside_each_other_is_named():
    assert sentences.kin(RIKET) == "Sveriges län"
    assert sentences.kin(COUNTY) == sentences.kin(RAGUNDA) == "kommunerna i Jämtlands län"


def test_figures_of_the_county_say_so_in_a_municipalitys_report():
    assert sentences.only_for(COUNTY, COUNTY) is None
    assert "Jämtlands län" in sentences.only_for(COUNTY, RAGUNDA)


# ---- all 312 regions, each with some indicators, and every indicator that has data


def cases() -> Iterator[tuple[Region, Indicator, pd.DataFrame]]:
    """A place, an indicator that it has, and the values that a sentence needs: its own, its family's and riket's."""
    everything = store.observations(sex=None)
    of_indicator = dict(tuple(everything.groupby("indicator", sort=False)))
    known = everything[everything["value"].notna() & (everything["sex"] == "T")]
    held = known.groupby("region")["indicator"].unique()
    places, tried = known.groupby("indicator")["region"].nunique(), Counter()
    for place in map(regions.region, regions.codes()):
        wanted = {"riket": 8, "län": 7, "kommun": 1}[place.level]
        needed = {*place.family, place.code, "00", place.county}
        # Those least tried so far and those that few places have, so that every indicator comes up.
        for id in sorted(held[place.code], key=lambda id: (tried[id], places[id], id))[:wanted]:
            tried[id] += 1
            rows = of_indicator[id]
            yield place, register().get(id), rows[rows["region"].isin(needed)]


def of_sexes(rows: pd.DataFrame, place: Region, one: Indicator) -> dict[str, str | None]:
    """What is said of women and men; no title where there are none, since the page has no figure of them."""
    if not {"K", "M"} <= set(rows["sex"]):
        return {"sexes": sentences.sexes(rows, place, one), "sexes_title": None}
    return {"sexes": sentences.sexes(rows, place, one), "sexes_title": sentences.sexes_title(rows, place, one)}


@pytest.fixture(scope="module")
def said(built) -> list[tuple[Region, Indicator, pd.DataFrame, dict[str, str | None]]]:
    """What is said of each case."""
    return [
        (
            place,
            one,
            rows,
            {
                "level": sentences.level(rows, place, one),
                "development": sentences.development(rows, place, one, WINDOW),
                "trend_title": sentences.trend_title(rows, place, one, WINDOW),
                "extremes": sentences.extremes(rows, place, one),
                "extremes_title": sentences.extremes_title(rows, place, one),
                **of_sexes(rows, place, one),
            },
        )
        for place, one, rows in cases()
    ]


def shown(rows: pd.DataFrame, region: str, indicator: Indicator, year: int | None = None) -> Decimal:
    """The value of a region as a reader sees it, in its last year or another."""
    own = series(rows, region)
    value = own["value"].iloc[-1] if year is None else own.set_index("year").at[year, "value"]
    return rounded(value, indicator.decimals)


def test_every_region_and_every_indicator_is_tried(said):
    assert {place.code for place, *_ in said} == set(regions.codes())
    tried = {one.id for _, one, *_ in said}
    assert tried == set(store.observations().dropna(subset="value")["indicator"])


def test_no_sentence_holds_what_a_reader_should_not_see(said):
    for place, one, _, told in said:
        for kind, sentence in told.items():
            assert not sentence or not BROKEN.search(sentence), (place.code, one.id, kind, sentence)


def test_every_sentence_begins_with_a_capital_and_ends_with_a_full_stop(said):
    for place, one, _, told in said:
        for kind in ("level", "development", "extremes", "sexes"):
            if sentence := told[kind]:
                assert sentence[0].isupper() or sentence[0].isdigit(), (place.code, one.id, sentence)
                assert sentence.endswith("."), (place.code, one.id, sentence)


def test_the_level_and_its_differences_agree_with_each_other_and_the_data(said):
    compared = 0
    for place, one, rows, told in said:
        rest = told["level"].removeprefix(f"{one.label}: ")
        own = read(re.match(NUMBER, rest).group())
        assert own == shown(rows, place.code, one), (place.code, one.id, rest)
        found = BESIDE.findall(rest)
        assert len(found) == len(re.findall("högre än|lägre än", rest)), (place.code, one.id, rest)
        for size, word, name, other in found:
            difference = own - read(other)
            assert difference != 0 and read(size) == abs(difference), (place.code, one.id, rest)
            assert word == ("högre" if difference > 0 else "lägre"), (place.code, one.id, rest)
            code = "00" if name == "riket" else place.county
            assert read(other) == shown(rows, code, one, int(series(rows, place.code)["year"].iloc[-1]))
            compared += 1
        for name in re.findall(r"lika mycket som i ([\w ]+?)(?: och|,|\.)", rest):
            code = "00" if name == "riket" else place.county
            assert own == shown(rows, code, one), (place.code, one.id, rest)
        assert not (found and (one.amount or one.survey)), (place.code, one.id, rest)
    assert compared > 200


def test_the_word_of_a_development_agrees_with_the_slope_and_its_interval(said):
    certain = 0
    for place, one, rows, told in said:
        found = trend(rows, place.code, one, window=WINDOW)
        sentence, title = told["development"], told["trend_title"].removeprefix(one.label)
        match = MOVED.fullmatch(sentence)
        assert bool(match) == found.certain, (place.code, one.id, sentence)
        assert ("ökning" in title, "minskning" in title) == (
            found.verdict == "up",
            found.verdict == "down",
        ), (place.code, one.id, title)
        if match:
            word, size, low, high = match.groups()
            assert word == ("ökat" if found.slope > 0 else "minskat"), (place.code, one.id, sentence)
            assert read(low) <= read(size) <= read(high), (place.code, one.id, sentence)
            assert text.span(found.start, found.end) in sentence and text.span(found.start, found.end) in title
            certain += 1
    assert certain > 50


def test_a_named_change_is_never_written_as_nothing():
    rows = observed({"23": yearly(2015, [9.0 - 0.001 * n for n in range(10)])})
    match = MOVED.fullmatch(sentences.development(rows, COUNTY, RATE, WINDOW))
    assert not match or read(match[2]) > 0


def test_highest_and_lowest_agree_with_the_data_and_the_title(said):
    told_of = 0
    for place, one, rows, told in said:
        if not told["extremes"]:
            continue
        family = rows[rows["region"].isin(place.family) & (rows["sex"] == "T")].dropna(subset="value")
        last = family[family["year"] == family["year"].max()]
        values = {row.region: rounded(row.value, one.decimals) for row in last.itertuples()}
        top, high, bottom, low = EXTREMES.search(told["extremes"]).groups()
        assert read(high) == max(values.values()) > min(values.values()) == read(low), (place.code, one.id)
        for names, extreme in ((top, read(high)), (bottom, read(low))):
            tied = {regions.name(code) for code, value in values.items() if value == extreme}
            assert len(tied) > 4 or set(re.split(r", | och ", names)) == tied, (place.code, one.id, names)
        assert told["extremes_title"] == f"{one.label}: högst i {top}, lägst i {bottom}"
        if match := RANK.search(told["extremes"]):
            own = values[place.code]
            assert int(match[1]) == sum(value > own for value in values.values()) + 1
            assert int(match[2]) == len(values)
            assert bool(match[3]) == (list(values.values()).count(own) > 1)
        told_of += 1
    assert told_of > 200


def test_women_and_men_agree_with_the_data_and_the_title_with_what_is_drawn(said):
    told_of = 0
    for place, one, rows, told in said:
        if match := re.search(rf"bland kvinnor: ({NUMBER}).*?, bland män: ({NUMBER})", told["sexes"] or ""):
            year = max(set(series(rows, place.code, "K")["year"]) & set(series(rows, place.code, "M")["year"]))
            for written, sex in zip(match.groups(), "KM", strict=True):
                value = series(rows, place.code, sex).set_index("year").at[year, "value"]
                assert read(written) == rounded(value, one.decimals), (place.code, one.id)
            told_of += 1
        if not told["sexes_title"]:
            continue
        drawn = by_sex(rows, place)
        wide = drawn[drawn["region"].isin(place.family)].pivot(index="region", columns="sex", values="value").dropna()
        if {"K", "M"} <= set(wide.columns) and len(wide):
            women, men = (wide[sex].map(lambda value: rounded(value, one.decimals)) for sex in "KM")  # noqa: B023
            more, all_of = int((women > men).sum()), len(wide)
            title = told["sexes_title"]
            assert ("högre bland kvinnor än bland män i alla" in title) == (more == all_of), (place.code, one.id, title)
            assert ("högre bland män än bland kvinnor i alla" in title) == (women < men).all(), (place.code, title)
    assert told_of > 20
