"""Does a page say what was found? Broken numbers, numbers without a unit, words against their verdicts, the mark."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from lxml import html

from vagar_lib.display import overview, verdicts
from vagar_lib.indicators import register
from vagar_lib.pipeline.check.pages import Page
from vagar_lib.pipeline.check.report import Finding
from vagar_lib.pipeline.page.executed import MIME

_BROKEN = re.compile(r"(?<![\w-])(nan|NaN|None|NaT|undefined|[-−]?inf|Infinity|<NA>)(?![\w-])")
# Followed by the end of a sentence or a bracket, a decimal number has its unit from what stands before, if at all.
_BARE = re.compile(r"(?<![\w,–−-])[−-]?\d[\d\u00a0]*,\d+(?=[.;)]|\s*$)")
_UNITLESS = re.compile(r"index|kvot|koefficient|samstämmighet|spridning|alfa", re.IGNORECASE)
_MARK = re.compile(rf"([{re.escape(''.join(sorted(set(verdicts.SYMBOLS.values()))))}])\s+(.+)")
_SYMBOLS = {word: symbol for words in (overview.TURNS, overview.MOVES) for symbol, word in words.values()}
_STANDING = [*overview.STANDS.values(), *overview.CONTEXT.values()]
_SYMBOLS |= {f"{word} än riket": symbol for symbol, word in _STANDING}


def findings(page: Page) -> Iterator[Finding]:
    """What a page says that can't be so.

    Parameters
    ----------
    page : Page
    """
    yield from _numbers(page)
    yield from _summary(page)
    yield from _cells(page)
    yield from _told(page)
    yield from _marks(page)


def _said(node: html.HtmlElement) -> str:
    return re.sub(r"[ \n\t]+", " ", node.text_content()).strip()


def _numbers(page: Page) -> Iterator[Finding]:
    for node in page.tree.xpath("//main//text()[normalize-space()] | //@aria-label | //@alt | //head//@content"):
        broken = _BROKEN.search(node)
        if broken:
            yield page.finding(node.getparent(), "number", f"'{broken[0]}' in '{_near(node, broken.start())}'")
    units = _units()
    for node in page.tree.xpath("//main//ol[@class='findings']/li/p[1] | //main//div[@class='text']/p"):
        said = _said(node)
        bare = _BARE.search(said)
        if bare and not _UNITLESS.search(said) and not units.search(said):
            yield page.finding(node, "unit", f"'{bare[0]}' has no unit in '{_near(said, bare.start())}'")


def _units() -> re.Pattern[str]:
    """What follows a number in running text, and the words for an amount of money."""
    units = [*filter(None, register().vocabulary.units.values()), "mkr", "miljoner kronor", "kronor", "procent"]
    return re.compile(rf"(?<!\w)({'|'.join(map(re.escape, units))})(?!\w)")


def _near(text: str, at: int) -> str:
    start = max(0, at - 30)
    return " ".join(text[start : at + 40].split())


def _summary(page: Page) -> Iterator[Finding]:
    """A finding's sentence, symbol and word are of one verdict."""
    for node in page.tree.xpath("//ol[@class='findings']/li"):
        paragraphs = [_said(part) for part in node.findall("p")]
        found = re.fullmatch(r"(\S) ([^·]+?)(?: · .+)?", paragraphs[1]) if len(paragraphs) == 2 else None
        if found:
            yield from _pair(page, node, *found.groups(), paragraphs[0])


def _pair(page: Page, node: html.HtmlElement, symbol: str, word: str, sentence: str) -> Iterator[Finding]:
    verdict, said = _verdict(word), _verdict(sentence)
    expected = verdicts.SYMBOLS.get(verdict, _SYMBOLS.get(word))
    expected = {expected, _SYMBOLS.get(word)} if expected else {symbol}
    if symbol not in expected:
        yield page.finding(node, "verdict", f"the symbol {symbol} stands beside '{word}'")
    if said == "several":
        yield page.finding(node, "verdict", f"the sentence names several verdicts: '{sentence[:80]}'")
    elif verdict and said and verdict != said:
        yield page.finding(node, "verdict", f"the word is '{word}' and the sentence '{sentence[:80]}'")


def _verdict(text: str) -> str | None:
    try:
        return verdicts.read(text)
    except ValueError:
        return "several"


def _cells(page: Page) -> Iterator[Finding]:
    """A symbol in a table is that of its word, seen or read out."""
    for cell in page.tree.xpath("//td[not(svg)]"):
        parts = cell.findall("span")
        shown = f"{parts[0].text_content()} {parts[1].text_content()}" if len(parts) == 2 else cell.text_content()
        found = _MARK.fullmatch(shown.strip())
        verdict = _verdict(found[2]) if found else None
        if not verdict or verdict == "several":
            continue
        if found[1] not in {verdicts.SYMBOLS[verdict], _SYMBOLS.get(found[2])}:
            yield page.finding(cell, "verdict", f"the symbol {found[1]} stands beside '{found[2]}'")


def _told(page: Page) -> Iterator[Finding]:
    """What titles and sentences say of an indicator is what the table of all indicators says."""
    known = {}
    for row in page.tree.xpath("//figure[starts-with(@id, 'alla-indikatorer')]//tbody/tr"):
        cells = row.xpath("th | td")
        found = _MARK.fullmatch(cells[1].text_content().strip()) if len(cells) > 1 else None
        if found:
            known[cells[0].text_content().strip()] = _verdict(found[2])
    if not known:
        return
    place = page.tree.xpath("string(//h1/span[@class='place'])").strip()
    for node in page.tree.xpath("//main//p | //figcaption/*[contains(@id, '-rubrik')]"):
        said = _said(node)
        label, colon, rest = said.partition(": ")
        verdict = _verdict(rest) if colon and label in known and place.lower() in rest.lower() else None
        if verdict and verdict != "several" and verdict != known[label]:
            yield page.finding(node, "verdict", f"the table says otherwise of {label} than '{rest[:80]}'")


def _marks(page: Page) -> Iterator[Finding]:
    """What is made from made-up figures is marked; the notebook beside the page knows what is."""
    notebooks = sorted(page.path.parent.glob("*.ipynb"))
    made_up = [name for notebook in notebooks for name in examples(notebook.read_text("utf-8"))]
    for name in made_up:
        figure = page.tree.xpath("//figure[@id=$name]", name=name)
        if figure and not figure[0].xpath(".//figcaption//*[contains(@class, 'example')]"):
            yield page.finding(figure[0], "example", "the figure is made from made-up figures and has no mark")
    if made_up and not page.tree.xpath("//div[@class='opening']//*[contains(@class, 'example')]"):
        yield Finding(page.name, "", "example", "the page has made-up figures, and does not say so at the top")


def examples(notebook: str) -> list[str]:
    """Ids of what an executed notebook shows from made-up figures."""
    cells = json.loads(notebook).get("cells", [])
    shown = (output.get("data", {}).get(MIME) for cell in cells for output in cell.get("outputs", ()))
    return [content["id"] for content in shown if content and content.get("example") and "id" in content]
