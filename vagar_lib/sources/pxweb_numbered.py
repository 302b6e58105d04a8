"""What do codes stand for that are only numbers in order? Some databases have the real code in the text beside it.

There the region '20' is called '12', and its text is '23 Jämtlands län'. The number is another as soon as a category is
added, so it is not kept: a category is known by what its text begins with, or by its whole text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from vagar_lib.errors import BadInput
from vagar_lib.sources.jsonstat import Cube
from vagar_lib.sources.jsonstat_about import Description
from vagar_lib.sources.pxweb_select import Selection

_CODED = re.compile(r"(\d[\w+-]*)\s+\S")


def code_in(text: str) -> str:
    """The code that a text begins with, or the whole text.

    Examples
    --------
    >>> code_in("23 Jämtlands län"), code_in("2023"), code_in("Antal anställda")
    ('23', '2023', 'Antal anställda')
    """
    found = _CODED.match(text.strip())
    return found[1] if found else text.strip()


def renamed(about: Description) -> tuple[Description, dict[str, dict[str, str]]]:
    """A description with the codes of its texts, and the publisher's number of each, by variable.

    Raises
    ------
    BadInput
        When two categories of a variable have the same code.
    """
    numbers = {
        name: {code_in(text): number for number, text in labels.items()} for name, labels in about.labels.items()
    }
    findings = [
        f"variable {name} has {len(labels)} categories and {len(numbers[name])} codes in their texts"
        for name, labels in about.labels.items()
        if len(numbers[name]) != len(labels)
    ]
    if findings:
        raise BadInput(findings)
    labels = {name: {code_in(text): text for text in texts.values()} for name, texts in about.labels.items()}
    return replace(about, labels=labels), numbers


def asked(selection: Selection, numbers: Mapping[str, Mapping[str, str]]) -> dict[str, list[str]]:
    """A selection in the publisher's numbers."""
    return {name: [numbers[name][code] for code in codes] for name, codes in selection.items()}


def told(cube: Cube) -> Cube:
    """An answer with the codes of its texts."""
    about, _ = renamed(cube.about)
    columns = {name: cube.frame[name].cat.rename_categories([*labels]) for name, labels in about.labels.items()}
    return Cube(pd.DataFrame({**columns, **cube.frame.drop(columns=[*columns])}), about)
