"""How is PxWeb asked? The newer and the older interface, with the same answers: limits, metadata, cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from vagar_lib.errors import BadInput
from vagar_lib.sources import jsonstat, pxweb_numbered
from vagar_lib.sources.fetch.client import Answer, Client
from vagar_lib.sources.fetch.source import SourceFailed
from vagar_lib.sources.jsonstat import Cube
from vagar_lib.sources.jsonstat_about import Description, describe
from vagar_lib.sources.pxweb_select import Selection

FEW_CELLS = 100_000
"""Cells asked for at once where a server does not say how many it gives; SCB gives 150 000."""
_FORMAT = "json-stat2"
T = TypeVar("T")


@dataclass(frozen=True)
class Limits:
    """What a server allows: cells in an answer, codes in a question (if it limits them), questions a second."""

    cells: int
    values: int | None
    rate: float | None


class Interface(Protocol):
    """One version of PxWebApi at one address. ``table`` is an id or a path, ``about`` what messages call it."""

    title: str

    def limits(self) -> Limits:
        """What the server states that it allows."""

    def metadata(self, table: str, about: str) -> tuple[Description, Answer]:
        """What a table can be asked for."""

    def cells(self, table: str, selection: Selection, about: str) -> tuple[Cube, Answer]:
        """The cells of a selection."""


class V2:
    """PxWebApi 2."""

    title = "PxWebApi 2"

    def __init__(self, client: Client, url: str):
        self._client, self._url = client, url

    def limits(self) -> Limits:
        """From ``/config``."""
        answer = self._client.get(f"{self._url}/config", about="its limits", must_have=["maxDataCells"])
        return _limits(answer.json, "maxDataCells", "maxCallsPerTimeWindow", None)

    def metadata(self, table: str, about: str) -> tuple[Description, Answer]:
        """From ``/tables/{id}/metadata``, which is a dataset without values."""
        url = f"{self._url}/tables/{table}/metadata"
        answer = self._asked(lambda: self._client.get(url, {"lang": "sv"}, about=about, must_have=["id", "dimension"]))
        return _read(describe, answer, self._client.source, about), answer

    def cells(self, table: str, selection: Selection, about: str) -> tuple[Cube, Answer]:
        """From ``/tables/{id}/data``, by POST, since an address would be too long."""
        body = {"selection": [{"variableCode": name, "valueCodes": list(codes)} for name, codes in selection.items()]}
        answer = self._asked(
            lambda: self._client.post(
                f"{self._url}/tables/{table}/data",
                body,
                {"lang": "sv", "outputFormat": _FORMAT},
                about=about,
                must_have=["id", "dimension", "value"],
            )
        )
        return _read(jsonstat.read, answer, self._client.source, about), answer

    @staticmethod
    def _asked(question: Callable[[], Answer]) -> Answer:
        return _advised(question, "Search for its successor with /tables?query=...")


class V1:
    """PxWebApi 1, where a table is known by its path; with ``numbered`` its codes are those in the texts."""

    title = "PxWebApi 1"

    def __init__(self, client: Client, url: str, numbered: bool = False):
        self._client, self._url, self._numbered = client, url, numbered
        self._numbers: dict[str, dict[str, dict[str, str]]] = {}

    def limits(self) -> Limits:
        """From ``?config`` at the language."""
        answer = self._client.get(f"{self._url}/?config", about="its limits", must_have=["maxCells"])
        return _limits(answer.json, "maxCells", "maxCalls", "maxValues")

    def metadata(self, table: str, about: str) -> tuple[Description, Answer]:
        """From the table's address, which gives codes and labels, and which variables may be left out."""
        answer = self._asked(
            lambda: self._client.get(f"{self._url}/{table}", about=about, must_have=["title", "variables"])
        )
        described = _read(_described_in_v1, answer, self._client.source, about)
        if self._numbered:
            described, self._numbers[table] = _read(lambda _: pxweb_numbered.renamed(described), answer,
                                                    self._client.source, about)  # fmt: skip
        return described, answer

    def cells(self, table: str, selection: Selection, about: str) -> tuple[Cube, Answer]:
        """By POST to the table's address."""
        chosen = pxweb_numbered.asked(selection, self._numbers[table]) if self._numbered else selection
        asked = [
            {"code": name, "selection": {"filter": "item", "values": list(codes)}} for name, codes in chosen.items()
        ]
        body = {"query": asked, "response": {"format": _FORMAT}}
        answer = self._asked(
            lambda: self._client.post(
                f"{self._url}/{table}", body, about=about, must_have=["id", "dimension", "value"]
            )
        )
        cube = _read(jsonstat.read, answer, self._client.source, about)
        return pxweb_numbered.told(cube) if self._numbered else cube, answer

    @staticmethod
    def _asked(question: Callable[[], Answer]) -> Answer:
        return _advised(question, "Look for where it has moved in the tree of the database")


def _advised(question: Callable[[], Answer], where: str) -> Answer:
    """The answer; of one that is refused, what to do about it."""
    try:
        return question()
    except SourceFailed as failure:
        advice = {
            404: f"{where}, and write its new name in parameters/tables.yml.",
            400: "Compare the codes in parameters/tables.yml with those of the table.",
            403: "The question is larger than the server allows, or the table is closed.",
        }.get(failure.status or 0)
        if advice is None:
            raise
        status = failure.status
        raise SourceFailed(failure.source, failure.about, failure.problem, advice, status, failure.swedish) from None


def _read(reader: Callable[[Any], T], answer: Answer, source: str, about: str) -> T:
    try:
        return reader(answer.json)
    except BadInput as error:
        problem = f"answered with something that is no JSON-stat 2.0: {'; '.join(error.findings)}."
        raise SourceFailed(source, about, problem, "What was there before stays; try again later.") from None


def _limits(config: Mapping[str, Any], cells: str, calls: str, values: str | None) -> Limits:
    """A number that is not stated, or stated as zero, is no limit that can be kept."""

    def stated(name: str | None) -> int | None:
        number = config.get(name)
        return number if isinstance(number, int) and number > 0 else None

    seconds, number = stated("timeWindow"), stated(calls)
    rate = number / seconds if number and seconds else None
    return Limits(stated(cells) or FEW_CELLS, stated(values), rate)


def _described_in_v1(said: Mapping[str, Any]) -> Description:
    labels, optional, findings = {}, set(), []
    for variable in said["variables"]:
        code, values = variable.get("code"), variable.get("values")
        texts = variable.get("valueTexts", values)
        if not isinstance(code, str) or not isinstance(values, list) or len(texts) != len(values):
            findings.append(f"variable {code!r} has {len(values or [])} values and {len(texts or [])} texts")
            continue
        labels[code] = dict(zip(map(str, values), map(str, texts), strict=True))
        if variable.get("elimination") is True:
            optional.add(code)
    if findings:
        raise BadInput(findings)
    return Description(
        table="",
        title=str(said["title"]),
        publisher="",
        updated=None,
        labels=labels,
        optional=frozenset(optional),
        units={},
        periods={},
        notes=[],
        contacts=[],
    )
