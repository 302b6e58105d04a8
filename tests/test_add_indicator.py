"""The guide docs/add-an-indicator.md, done to the letter: its files, its commands, its page, its mistakes."""

from __future__ import annotations

import hashlib
import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html

from vagar_lib.cli import main

CHECKOUT = Path(__file__).resolve().parents[1]
GUIDE = CHECKOUT / "docs" / "add-an-indicator.md"
FENCED = re.compile(r"^```(\w+) ?([^\n]*)\n(.*?)^```$", re.M | re.S)
REGISTER = "parameters/indicators.yml"
TABLE = "data/raw/egna/laddpunkter"


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, what stands after that on the fence (a file, or 'page'), and its text."""

    language: str
    about: str
    text: str


BLOCKS = [Block(*found.groups()) for found in FENCED.finditer(GUIDE.read_text(encoding="utf-8"))]
MISTAKES = [
    (wrong, said.text.strip())
    for wrong, said in pairwise(BLOCKS)
    if wrong.language == "diff" and said.language == "text"
]
SHOWN = [line for block in BLOCKS if block.about == "page" for line in block.text.splitlines()]


def write_files(root: Path) -> None:
    """Write the files of the guide; the entry goes to the end of the register."""
    for block in BLOCKS:
        if block.language not in ("csv", "yaml"):
            continue
        path = root / block.about
        path.parent.mkdir(exist_ok=True)
        before = path.read_text(encoding="utf-8").removesuffix("[]\n") if path.exists() else ""
        path.write_text(before + block.text, encoding="utf-8", newline="\n")


def make(wrong: Block, root: Path) -> None:
    """Make a mistake of the guide; a table that was changed gets its new checksum, so that only the mistake is left."""
    path = root / wrong.about
    text = path.read_text(encoding="utf-8")
    lines = wrong.text.splitlines()
    right, instead = ("".join(f"{line[1:]}\n" for line in lines if line[0] == sign) for sign in "-+")
    assert text.count(right) == 1, f"{wrong.about} has the line to change once"
    path.write_text(text.replace(right, instead), encoding="utf-8", newline="\n")
    if path.suffix == ".csv":
        checksum = hashlib.sha256(path.read_bytes()).hexdigest()
        provenance = path.with_suffix(".yml")
        known = provenance.read_text(encoding="utf-8")
        provenance.write_text(re.sub("sha256: .*", f"sha256: {checksum}", known), encoding="utf-8")


def commands() -> Iterator[list[str]]:
    """Arguments of each ``vagar`` command of the guide."""
    for block in BLOCKS:
        for line in block.text.splitlines() if block.language == "sh" else []:
            program, *arguments = shlex.split(line)
            assert program.endswith("vagar")
            yield arguments


def status(arguments: list[str]) -> int:
    """Exit status of a ``vagar`` command."""
    try:
        return main(arguments)
    except SystemExit as exit:
        return exit.code


def test_a_table_with_its_provenance_and_an_entry_are_enough_for_an_indicator_to_stand_on_the_page(project):
    """By hand: 597 points for 132 839 inhabitants of the county is 4.49 per 1 000; Krokom 38 for 15 680 is 2.42,
    Åre 151 for 12 693 is 11.90."""
    write_files(project)
    assert [status(arguments) for arguments in commands()] == [0, 0]

    page = html.fromstring((project / "outputs/site/nulage/23-jamtlands-lan/index.html").read_text(encoding="utf-8"))
    (whole,) = page.xpath("//section[h2='Hållbarhet som helhet']")
    of_dimension, within = whole.xpath(".//tr[starts-with(th, 'Publika laddpunkter')]")
    assert {"2024", "4,5"} <= set(cells(of_dimension))
    assert {"2024", "Krokom 2,4", "Åre 11,9"} <= set(cells(within))
    for row, shown in zip((of_dimension, within), SHOWN, strict=True):
        assert re.search(".*".join(map(re.escape, shown.split(" … "))), " ".join(cells(row))), "as the guide shows it"
        assert row.xpath("ancestor::figure//*[@class='example']/text()") == ["Exempeldata"]
    (sources,) = page.xpath("//section[h2='Källor och metod']")
    assert sources.xpath(".//th[.='Publika laddpunkter 2023–2024']")


def cells(row: html.HtmlElement) -> list[str]:
    return [cell.text_content() for cell in row]


@pytest.fixture
def with_indicator(small: Path) -> Path:
    """A small project where the guide has been followed."""
    for suffix in (".csv", ".yml"):
        shutil.copy2(CHECKOUT / "data/raw/snapshot" / f"folkmangd{suffix}", small / "data/raw/snapshot")
    write_files(small)
    return small


def test_the_guide_shows_mistakes_in_each_of_the_three_files():
    assert {wrong.about for wrong, _ in MISTAKES} == {f"{TABLE}.csv", f"{TABLE}.yml", REGISTER}


@pytest.mark.parametrize(("wrong", "said"), MISTAKES, ids=[wrong.text.splitlines()[-1] for wrong, _ in MISTAKES])
def test_a_mistake_gives_the_message_that_the_guide_shows(with_indicator, capsys, wrong, said):
    make(wrong, with_indicator)
    assert status(["data", "build"]) == 2
    assert capsys.readouterr().err.strip() == said
    assert not (with_indicator / "data" / "processed").exists()
