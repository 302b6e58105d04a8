"""On the built pages no sentence, symbol, title, colour or count contradicts the verdict it is about."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest
from lxml import html

from vagar_lib import regions
from vagar_lib.display import overview, verdicts
from vagar_lib.display.follow_up.everything import INGREDIENTS
from vagar_lib.display.follow_up.groups import GROUP_OF, GROUPS, TONE_OF, TOWARDS, WRONG
from vagar_lib.indicators import register

FOLDERS = {"23": "indikatorer/23-jamtlands-lan", "2303": "indikatorer/2303-ragunda"}
MARK = re.compile(rf"([{''.join(set(verdicts.SYMBOLS.values()))}]) (.+)")
"""A symbol and the word after it."""
LABELS = {one.label: one for one in register()}
UP = {"higher": "up", "lower": "down"}
BETTER = ("strong_improvement", "improvement", "on_track", "slow", "limited")
WORSE = ("strong_decline", "decline", "away")


class Page:
    """A built page with the verdicts that its own data file tells."""

    def __init__(self, site: Path, code: str):
        self.folder, self.place = site / FOLDERS[code], regions.region(code)
        self.tree = html.fromstring((self.folder / "index.html").read_text(encoding="utf-8"))
        self.rows = self.data(self.figure("alla-indikatorer").get("id"))
        self.of = {row["Indikator"]: row for row in self.rows if row["Kön"] == "Båda"}

    def data(self, name: str) -> list[dict[str, str]]:
        """Rows of the data file of a figure."""
        with (self.folder / "figurer" / name / "data.csv").open(encoding="utf-8-sig", newline="") as lines:
            return list(csv.DictReader(lines))

    def figure(self, start: str) -> html.HtmlElement:
        """The figure whose id begins so."""
        return self.tree.xpath(f"//figure[starts-with(@id, '{start}')]")[0]

    def verdict(self, label: str) -> str:
        """The verdict on an indicator, as the data file has it."""
        return self.of[label][INGREDIENTS["verdict"]]

    @property
    def texts(self) -> list[str]:
        """Every paragraph, list item and title, one a sentence that may name a verdict."""
        found = self.tree.xpath("//main//p | //main//li[not(p)] | //figcaption/*[contains(@id, '-rubrik')]")
        return [re.sub(r"\s+", " ", node.text_content()).strip() for node in found]

    def about(self, pattern: str) -> list[tuple[str, str]]:
        """Label of an indicator and the text, for every text that begins with a label and goes on as the pattern."""
        found = []
        for said in self.texts:
            label, _, rest = said.partition(": ")
            if label in LABELS and re.match(pattern, rest):
                found.append((label, said))
        return found


@pytest.fixture(scope="module", params=list(FOLDERS))
def page(site_of_project: Path, request: pytest.FixtureRequest) -> Page:
    """The follow-up of the county, and of a municipality."""
    return Page(site_of_project, request.param)


def cells(row: html.HtmlElement) -> list[html.HtmlElement]:
    return row.xpath("th|td")


def test_the_table_of_all_indicators_says_what_its_data_say(page):
    shown = page.figure("alla-indikatorer").xpath(".//tbody/tr")
    assert len(shown) == len(page.of)
    for row, known in zip(shown, page.of.values(), strict=True):
        head, mark, *rest = cells(row)
        verdict = known[INGREDIENTS["verdict"]]
        symbol, word = MARK.fullmatch(mark.text_content()).groups()
        assert head.text_content().startswith(known["Indikator"])
        assert verdicts.read(word) == verdict and word == known["Omdöme"]
        assert symbol == verdicts.SYMBOLS[verdict]
        assert mark.get("class") == (f"tone {TONE_OF[verdict]}" if verdict in TONE_OF else None)
        change, low, high = rest[2].text_content(), known[INGREDIENTS["low"]], known[INGREDIENTS["high"]]
        certain = bool(low) and float(low) * float(high) > 0
        assert bool(change) == certain
        if certain:
            assert change.startswith("+" if float(low) > 0 else "−")
        field = rest[-1].text_content()
        assert field == (verdicts.FIELDS[known[INGREDIENTS["field"]]][0] if known[INGREDIENTS["field"]] else "")


def test_every_sentence_about_an_indicator_names_its_verdict_and_no_other(page):
    sentences = [(label, said) for label, said in page.about(r".* i .+ \d{4}") if page.place.label in said]
    told = [(label, said) for label, said in sentences if verdicts.read(said) and label in page.of]
    assert len(told) >= 5
    for label, said in told:
        assert verdicts.read(said) == page.verdict(label), said


def test_up_and_down_agree_with_the_verdict_and_the_direction_of_the_register(page):
    told = [(label, said) for label, said in page.about(r".*Värdet har (ökat|minskat)") if verdicts.read(said)]
    assert told
    for label, said in told:
        verdict, direction = verdicts.read(said), LABELS[label].direction
        up = verdicts.read_direction(said)
        assert verdict not in ("flat", "few", "stale", "ended"), said
        if verdict in BETTER:
            assert up == UP[direction], said
        elif verdict in WORSE:
            assert up != UP[direction], said
        elif verdict in ("increase", "decrease"):
            assert up == {"increase": "up", "decrease": "down"}[verdict], said


def test_better_and_worse_agree_with_the_numbers_beside(page):
    told = page.about(r".*Jämfört med riket")
    assert told
    for label, said in told:
        higher, word = "högre, vilket" in said, re.search(r"(högre|lägre), vilket är (bättre|sämre)", said)
        if word and LABELS[label].direction in UP:
            assert (word[2] == "bättre") == (higher == (LABELS[label].direction == "higher")), said


def test_the_findings_have_the_symbol_and_the_word_of_their_sentence(page):
    findings = page.tree.xpath("//ol[@class='findings']/li")
    assert 5 <= len(findings) <= 8
    stands = {f"{word} än riket": symbol for symbol, word in overview.STANDS.values()}
    for finding in findings:
        said, mark = (part.text_content() for part in finding.findall("p"))
        symbol, word = re.fullmatch(r"(\S) ([^·]+?)(?: · .+)?", mark).groups()
        if word in stands:
            assert symbol == stands[word]
        else:
            assert verdicts.read(word) == verdicts.read(said)
            assert symbol == verdicts.SYMBOLS[verdicts.read(word)]


def test_titles_of_figures_name_the_verdict_of_their_indicator(page):
    titles = [title.text_content() for title in page.tree.xpath("//figcaption/*[contains(@id, '-rubrik')]")]
    told = [(title.partition(": ")[0], title) for title in titles if page.place.label in title]
    told = [(label, title) for label, title in told if label in page.of and verdicts.read(title)]
    assert told
    for label, title in told:
        assert verdicts.read(title) == page.verdict(label), title


def test_symbols_of_the_places_beside_each_other_agree_with_their_words_and_colours(page):
    figure = page.figure("utveckling-per-indikator")
    shown = figure.xpath(".//tbody//td[@class]")
    symbols = [cell for cell in shown if "tone" in cell.get("class")]
    assert symbols
    for cell in symbols:
        symbol, word = (part.text_content() for part in cell.findall("span"))
        verdict = verdicts.read(word)
        assert symbol == verdicts.SYMBOLS[verdict]
        assert cell.get("class").split()[-1] == TONE_OF[verdict]
    heads = [head.text_content() for head in figure.xpath(".//thead//th")]
    own = next((number for number, head in enumerate(heads) if head.startswith("→ ")), None)
    assert (own is None) == (page.place.level != "kommun")
    for row in figure.xpath(".//tbody/tr") if own else []:
        word = row.xpath(f"*[{own + 1}]/span[@class='unseen']")
        if word:
            assert verdicts.read(word[0].text_content()) == page.verdict(cells(row)[0].text_content())


def test_the_bars_count_the_verdicts_that_the_table_has(page):
    groups = Counter(GROUP_OF[row[INGREDIENTS["verdict"]]] for row in page.of.values())
    dimensions = page.data("omdomen-efter-dimension-staplar-med-antal")
    outside = [label for label in page.of if LABELS[label].dimension == "alla"]
    missing = Counter(GROUP_OF[page.verdict(label)] for label in outside)
    for group in GROUPS:
        assert sum(int(row.get(group, 0)) for row in dimensions) == groups[group] - missing[group]
    said = next(text for text in page.texts if text.startswith(f"Av {len(page.of)} indikatorer"))
    for group, words in ((TOWARDS, "åt rätt håll"), (WRONG, "åt fel håll")):
        assert (words in said) == bool(groups[group])


def test_the_fields_of_the_figure_are_those_of_the_table(page):
    figure = page.figure("lage-och-utveckling")
    placed = {row["Indikator"]: row["Fält"] for row in page.data(figure.get("id"))}
    for label, field in placed.items():
        assert field == verdicts.FIELDS[page.of[label][INGREDIENTS["field"]]][0]
    title = figure.xpath("string(.//figcaption/*[1])")
    found = Counter(placed.values())
    for field, (name, _) in verdicts.FIELDS.items():
        assert (f"{name.lower()} i " in title) == (field != "alongside" and name in found), title
