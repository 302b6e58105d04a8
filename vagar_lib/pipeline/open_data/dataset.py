"""What is a dataset? Rows, what their columns mean, who made them, and what may be done with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import pandas as pd

from vagar_lib.pipeline.open_data.catalog import Entry, Licence, Said
from vagar_lib.sources.provenance import Provenance

MARK = Said(sv="Exempeldata", en="Example data")
MADE_UP = Said(
    sv="Påhittade uppgifter, som inte ska användas som fakta.", en="Made-up figures, not to be used as facts."
)

MANY = 10
"""Tables of one publisher that are told by name."""


@dataclass(frozen=True)
class Column:
    """A column: its name in the files, its Swedish title, what it holds and what it means.

    A required column is never empty.
    """

    name: str
    title: str
    kind: Literal["text", "integer", "number"]
    about: str
    required: bool = False


@dataclass(frozen=True)
class Dimension:
    """A dimension of a cube.

    Attributes
    ----------
    name, title : str
    labels : dict
        Label by code, in order.
    role : {'time', 'geo', 'metric', ''}
    units : dict
        Of a metric: unit and decimals (or None) by code.
    notes : dict
        Remarks by code.
    """

    name: str
    title: str
    labels: Mapping[str, str]
    role: Literal["time", "geo", "metric", ""] = ""
    units: Mapping[str, tuple[str, int | None]] = field(default_factory=dict)
    notes: Mapping[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Cube:
    """The rows as cells of a cube.

    Attributes
    ----------
    dimensions : tuple of Dimension
    cells : DataFrame
        A column of codes for each dimension, ``value`` (NaN where missing) and ``status`` ('' where there is nothing
        to say). Cells without a row are missing.
    """

    dimensions: tuple[Dimension, ...]
    cells: pd.DataFrame


@dataclass(frozen=True)
class Dataset:
    """Rows that may be spread, and what is told of them.

    Attributes
    ----------
    id : str
        Name of its files, and its anchor on the page.
    title, description : Said
        Marked when it is made up.
    entry : Entry
        Keywords, themes and frequency.
    licence : Licence
    frame : DataFrame
        With the columns of ``columns``, in their order.
    columns : tuple of Column
    key : tuple of str
        The columns that make a row unique.
    sources : tuple of Provenance
        The raw tables behind it.
    places : tuple of str
        Codes of the areas that it is about.
    years : tuple of int
        First and last.
    cube : Cube or None
        None where the rows are no cube of numbers.
    """

    id: str
    title: Said
    description: Said
    entry: Entry
    licence: Licence
    frame: pd.DataFrame
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    sources: tuple[Provenance, ...]
    places: tuple[str, ...]
    years: tuple[int, int]
    cube: Cube | None = None

    @property
    def example(self) -> bool:
        """Whether it is made from made-up figures."""
        return any(source.example for source in self.sources)

    @property
    def modified(self) -> date:
        """The last day that something behind it was received or changed, so that the same data have the same day."""
        return max(source.updated or source.retrieved for source in self.sources)

    @property
    def publishers(self) -> list[str]:
        """Those whose figures it is made from, each once."""
        return [*dict.fromkeys(source.publisher for source in self.sources)]

    @property
    def origins(self) -> list[str]:
        """What it is compiled from, in words; the tables of a publisher that has given many are counted."""
        tables: dict[str, list[str]] = {}
        for source in self.sources:
            tables.setdefault(source.publisher, []).append(source.title)
        return [
            f"{publisher}: {one}"
            for publisher, titles in tables.items()
            for one in (titles if len(titles) <= MANY else [f"{len(titles)} tabeller"])
        ]


def marked(text: Said, note: Said | None = None) -> Said:
    """A title as that of made-up data; a description when there is a note to put before it."""
    if note:
        return Said(sv=f"{note.sv} {text.sv}", en=f"{note.en} {text.en}")
    return Said(sv=f"{MARK.sv}: {text.sv}", en=f"{MARK.en}: {text.en}")


def keyed(frame: pd.DataFrame, key: tuple[str, ...]) -> pd.DataFrame:
    """The rows, numbered anew.

    Raises
    ------
    ValueError
        When the key does not make them unique.
    """
    if frame.duplicated([*key]).any():
        twice = frame.loc[frame.duplicated([*key]), [*key]].iloc[0].tolist()
        raise ValueError(f"the rows have {twice} twice")
    return frame.reset_index(drop=True)
