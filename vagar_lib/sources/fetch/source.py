"""What is a source? The interface that all of them share: what is wanted, what is got, what is to be told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, Protocol

from vagar_lib.indicators import Register

if TYPE_CHECKING:
    import pandas as pd

    from vagar_lib.sources.fetch.client import Client

Kind = Literal["note", "missing", "contract", "failed"]
Merge = Literal["all", "regions", "cells"]
CHANGED = "Svaret har en annan form än förut, så det används inte. Läsaren av källan kan behöva ändras."
"""What the status page says of an answer that can't be read."""


@dataclass(frozen=True)
class Order:
    """What is asked for.

    Attributes
    ----------
    register : Register
        The indicators; what to fetch comes from them.
    today : datetime.date
        The day of the fetch.
    since : datetime.date or None
        Only what has changed since then.
    regions : tuple of str
        Codes of the places; none means all of them.
    had : mapping
        sha256 of the answers that each table in use was made from, by its name.
    """

    register: Register
    today: date
    since: date | None = None
    regions: tuple[str, ...] = ()
    had: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Want:
    """A table that a fetch would bring, and the indicators of the register that it feeds."""

    table: str
    title: str
    indicators: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table as a source gives it, complete.

    Attributes
    ----------
    name : str
        Unique over all sources.
    rows : pandas.DataFrame
        region, period, the dimensions, value and status; codes as text. Of a register-like table, its own columns.
    provenance : dict
        Fields of `vagar_lib.sources.provenance.Provenance`, without sha256 and retrieved.
    answers : tuple of str
        sha256 of the answers it was made from.
    merge : {'all', 'regions', 'cells'}
        all: it replaces the table in use. regions: it replaces the rows of the regions it has. cells: its rows
        replace those with the same key, and the keys in ``deleted`` are removed.
    deleted : pandas.DataFrame or None
        region, period and the dimensions of cells that the source has withdrawn.
    """

    name: str
    rows: pd.DataFrame
    provenance: dict[str, Any]
    answers: tuple[str, ...] = ()
    merge: Merge = "all"
    deleted: pd.DataFrame | None = None


@dataclass(frozen=True)
class Same:
    """A table that is as the one in use, as far as the source tells, and so was not asked for."""

    table: str


@dataclass(frozen=True)
class Finding:
    """Something to tell: what was found, and what is allowed or what to do.

    A note is for information; missing names what was asked for and not answered; contract says that the source is not
    what the project takes it for; failed says that a table was not taken in, so that what was there before stays.
    ``text`` is what the command line says, ``swedish`` what the status page says.
    """

    source: str
    table: str
    text: str
    swedish: str
    kind: Kind = "note"

    def __str__(self) -> str:
        return f"{self.source}, {self.table}: {self.text}" if self.table else f"{self.source}: {self.text}"


@dataclass(frozen=True)
class Proposal:
    """A change of a field of the register that a source's catalogue asks for; no value means that it goes."""

    indicator: str
    field: str
    value: str | date | None


class SourceFailed(Exception):
    """A source did not answer as it should.

    Parameters
    ----------
    source, about, problem, advice : str
        Whose answer, about which table or variable, what is wrong with it, what to do.
    status : int, optional
        HTTP status, when there was one.
    swedish : str, optional
        Problem and advice for the status page; by default that the answer has another form than before.

    Examples
    --------
    >>> print(SourceFailed("scb", "table TAB638", "answered 404.", "Look for the table's new id."))
    scb, table TAB638: answered 404. Look for the table's new id.
    """

    def __init__(
        self, source: str, about: str, problem: str, advice: str = "", status: int | None = None, swedish: str = ""
    ):
        self.source, self.about, self.problem, self.advice, self.status = source, about, problem, advice, status
        self.swedish = swedish or CHANGED
        super().__init__(f"{source}, {about}: {problem} {advice}".rstrip())

    def finding(self, table: str = "") -> Finding:
        """As a finding about a table that was not taken in."""
        words = f"{self.problem} {self.advice}".rstrip()
        text = words if table == self.about else f"{self.about}: {words}"
        return Finding(self.source, table, text, self.swedish, "failed")


class Progress(Protocol):
    """Is told how a fetch goes on."""

    def expect(self, steps: int) -> None:
        """So many more requests are to come."""

    def step(self, words: str) -> None:
        """A request has been answered; it was about this."""


class Source(Protocol):
    """A source of figures.

    Attributes
    ----------
    name : str
        'kolada': the argument of ``vagar fetch``.
    folder : str
        Of its tables in ``data/raw``.
    title : str
        In Swedish, as printed.
    rhythm : int
        Days after which a fetch is no longer fresh.
    """

    name: str
    folder: str
    title: str
    rhythm: int

    def wanted(self, order: Order) -> list[Want]:
        """What a fetch would bring; asks nobody."""

    def fetch(self, order: Order, client: Client, progress: Progress) -> Iterator[Table | Same | Finding | Proposal]:
        """Each table as soon as it is complete; one that fails is a finding and does not stop the others.

        Raises
        ------
        SourceFailed
            When nothing more can be got from the source.
        """

    def check(self, order: Order, client: Client) -> Iterator[Finding | Proposal]:
        """Whether the source is still what the project takes it for; asks for its metadata only."""
