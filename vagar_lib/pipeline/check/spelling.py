"""Is it spelled right? Every Swedish word of the pages, looked up by hunspell with Debian's Swedish dictionary.

What is right and not in that dictionary is known from where it is written: places from the register of regions, names
of publishers and of what they publish from the provenance, terms from the glossary. The rest is in
``parameters/words.txt``.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from lxml import html

from vagar_lib import paths, regions
from vagar_lib.pipeline.check.pages import Page
from vagar_lib.pipeline.check.report import Finding
from vagar_lib.sources import provenance

FILE = "words.txt"
NOT_CHECKED = "spelling: not checked, install hunspell hunspell-sv"
DICTIONARY = "sv_SE"
_NOT_PROSE = {"code", "kbd", "pre", "samp", "script", "style", "textarea", "var"}
_READ = "//body//text()[normalize-space()] | //head/title/text() | //@alt | //@aria-label | //@title"
# Addresses, names of files and of repositories, code, and what is cut short.
_NO_WORDS = re.compile(r"[@_\\…<>{}=]|\]\(|://|\w/\w+/|\.\w{2,}|^(data|docs|parameters)/")
_WORD = re.compile(r"(?:(?<=\d)-)?\w+(?:['’]\w+)*(?:-(?!\w))?")
_ABBREVIATION = 6
"""Longest word in capitals that is taken for an abbreviation."""
_LONGEST = 60

Words = Mapping[str, Finding]
"""Each word of a page, and what to tell when it is wrong."""


def words(page: Page) -> Words:
    """The Swedish words that a reader of a page sees or hears.

    Parameters
    ----------
    page : Page
    """
    found: dict[str, Finding] = {}
    for text in page.tree.xpath(_READ):
        for word in _words(text):
            if word not in found and _is_swedish(text.getparent()):
                found[word] = page.finding(text.getparent(), "spelling", f"'{word}'")
    return found


def findings(pages: Iterable[Words]) -> list[Finding] | None:
    """What is not spelled right on some pages, with what may have been meant.

    Returns
    -------
    list of Finding or None
        None when hunspell or its Swedish dictionary is missing.
    """
    kept = list(pages)
    wrong = _wrong(sorted({word for page in kept for word in page}))
    if wrong is None:
        return None
    return [
        Finding(one.file, one.place, one.rule, f"{one.text}{wrong[word]}")
        for page in kept
        for word, one in page.items()
        if word in wrong
    ]


def known() -> set[str]:
    """Words that are right wherever they stand in a text, beside those of the dictionary."""
    places = (regions.name(code) for code in regions.codes())
    sources = (provenance.load(path.with_suffix(".yml")) for path in provenance.all_tables().values())
    published = (text for source in sources for text in (source.publisher, source.title))
    glossary = paths.root() / "docs" / "glossary.md"
    terms = re.findall(r"\*+([^*\n]+)\*+", glossary.read_text("utf-8")) if glossary.is_file() else []
    return {word.strip("-") for text in (*places, *published, *terms) for word in _words(text)}


def own_list() -> list[str]:
    """Lines of ``parameters/words.txt``: a word, or ``word/other`` when it is inflected as another is."""
    path = paths.parameters() / FILE
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def _words(text: str) -> Iterator[str]:
    """Words that can be looked up.

    Examples
    --------
    >>> list(_words("Hälso- och sjukvård för 65-åringar: se data/a_b.csv, 5f3d eller SCB."))
    ['Hälso-', 'och', 'sjukvård', 'för', '-åringar', 'se', 'eller']
    """
    for chunk in text.replace("\u00ad", "").split():
        if _NO_WORDS.search(chunk.strip("().,;:”\"'")):
            continue
        for word in _WORD.findall(chunk):
            bare = word.strip("-")
            abbreviated = bare.isupper() and len(bare) <= _ABBREVIATION
            if not abbreviated and len(bare) <= _LONGEST and bare.replace("'", "").replace("’", "").isalpha():
                yield word


def _is_swedish(node: html.HtmlElement) -> bool:
    around = (node, *node.iterancestors())
    language = next((one.get("lang") for one in around if one.get("lang")), "sv")
    return language.startswith("sv") and not any(one.tag in _NOT_PROSE for one in around)


def _wrong(asked: list[str]) -> dict[str, str] | None:
    """Words that are not known, and what may have been meant, in words; one process looks them all up."""
    if not shutil.which("hunspell"):
        return None
    own = [*known(), *own_list()]
    own += [f"{word}s" for word in own if word[:1].isupper() and "/" not in word]
    forms = {word: {word, word.strip("-")} for word in asked}
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "words"
        listed.write_text("\n".join(own) + "\n", "utf-8")
        done = subprocess.run(
            ["hunspell", "-a", "-i", "utf-8", "-d", DICTIONARY, "-p", str(listed)],
            input="".join(f"^{form}\n" for form in sorted(set().union(*forms.values()))),
            capture_output=True, encoding="utf-8",
        )  # fmt: skip
    if done.returncode:
        return None
    found = {}
    for line in done.stdout.splitlines():
        if line.startswith(("&", "#")):
            form, meant = line.split()[1], line.partition(": ")[2]
            found[form] = f", perhaps {meant}" if meant else ""
    return {word: found[word.strip("-")] for word in asked if forms[word] <= set(found)}
