"""One entry of the indicator register: its fields, and what can be wrong."""

from __future__ import annotations

import datetime
import difflib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    PrivateAttr,
    Tag,
    ValidationError,
    ValidationInfo,
)

from vagar_lib.indicator_formula import names, parse

Level = Literal["riket", "län", "kommun"]
Direction = Literal["higher", "lower", "balance", "context"]
Dimension = Literal["ekologisk", "social", "ekonomisk", "alla"]
DIMENSIONS = tuple(name for name in get_args(Dimension) if name != "alla")
"""The dimensions of sustainability, in the order that they are shown."""

KOLADA_ID = re.compile(r"[NU]\d{5}")


class Strict(BaseModel):
    """Nothing is coerced, nothing unknown is let through, nothing changes afterwards."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Vocabulary(Strict):
    """The words that entries may use: themes and units.

    `units` tells what follows a number in running text; a ratio or an index has nothing there. `amounts` are the units
    of values that grow with the size of a place, so that they are never compared between places.
    """

    themes: list[str]
    units: dict[str, str]
    amounts: list[str]


class Span(Strict):
    """Whole numbers from and to, both included; for ages."""

    first: int = Field(alias="from")
    last: int = Field(alias="to")


Where = dict[str, Annotated[str | list[str] | Span, Field(union_mode="left_to_right")]]


class Input(Strict):
    """Rows of one raw table, `lag` years earlier."""

    table: str
    where: Where = {}
    lag: int = Field(default=0, ge=0)


class FromKolada(Strict):
    """A key figure that a live fetch fills: the raw table with its id as name. The project ships none."""

    kolada: str


class FromTable(Strict):
    """Rows of one raw table."""

    table: str
    where: Where = {}

    @property
    def tables(self) -> set[str]:
        """Raw tables that it needs."""
        return {self.table}


class FromFormula(Strict):
    """Arithmetic on rows of raw tables; see `indicator_formula`."""

    formula: str
    inputs: dict[str, Input]

    @property
    def tables(self) -> set[str]:
        """Raw tables that it needs."""
        return {part.table for part in self.inputs.values()}


def _kind(source: Any) -> str:
    keys = source.keys() if isinstance(source, Mapping) else source.__class__.model_fields.keys()
    return next((kind for kind in ("kolada", "formula", "table") if kind in keys), "table")


Source = Annotated[
    Annotated[FromKolada, Tag("kolada")] | Annotated[FromTable, Tag("table")] | Annotated[FromFormula, Tag("formula")],
    Discriminator(_kind),
]


class Break(Strict):
    """The first year of a new segment of the series; no regions means all."""

    year: int
    note: str
    regions: list[str] = []


class Target(Strict):
    """The value to be reached by the end of a year, and who set it; no regions means all.

    A *mål* is set by the region itself; a *referens* is what others have set, where the region's strategy has no goal.
    """

    value: int | float
    year: int = Field(ge=1900, le=2200)
    kind: Literal["mål", "referens"]
    source: str = Field(min_length=1)
    regions: list[Annotated[str, Field(pattern=r"^\d{2}(\d{2})?$")]] = []


def _declared(part: str) -> AfterValidator:
    def check(value: str, info: ValidationInfo) -> str:
        allowed = getattr((info.context or {}).get("vocabulary"), part, None)
        if allowed is not None and value not in allowed:
            raise ValueError(f"found {value!r}, allowed: {', '.join(allowed)}")
        return value

    return AfterValidator(check)


class Indicator(Strict):
    """One entry of the register; docs/ tells what each field means."""

    id: str = Field(pattern=r"^([NU]\d{5}|[a-z][a-z0-9_]*)$")
    title: str = Field(min_length=1)
    label: str = Field(min_length=1)
    definition: str = Field(pattern=r"\.$")
    unit: Annotated[str, _declared("units")]
    decimals: int = Field(ge=0, le=4)
    direction: Direction
    balance_point: int | float | None = None
    target: Target | None = None
    sdg: list[Annotated[int, Field(ge=1, le=17)]]
    dimension: Dimension
    theme: Annotated[str, _declared("themes")]
    levels: list[Level] = Field(min_length=1)
    sex: bool = False
    survey: bool = False
    uncertainty: str | None = None
    breaks: list[Break] = []
    state: Literal["active", "ended", "replaced"] = "active"
    replaced_by: str | None = None
    rhythm: int = Field(default=1, ge=1)
    window: int = Field(default=1, ge=1)
    next_publication: datetime.date | None = None
    sources: list[Source] = Field(min_length=1)

    _amounts: frozenset[str] = PrivateAttr(default=frozenset())

    def model_post_init(self, context: Any, /) -> None:
        self._amounts = frozenset(getattr((context or {}).get("vocabulary"), "amounts", ()))

    @property
    def amount(self) -> bool:
        """Whether values grow with the size of the place, so that places are not compared by them."""
        return self.unit in self._amounts

    @property
    def kolada(self) -> str | None:
        """Kolada's id of the live source, if there is one."""
        return next((source.kolada for source in self.sources if isinstance(source, FromKolada)), None)


def check(
    entries: object, vocabulary: Vocabulary, titles: Mapping[str, str], tables: Iterable[str]
) -> tuple[list[Indicator], list[str]]:
    """Type every entry and find everything that is wrong with any of them.

    Parameters
    ----------
    entries : list of mappings
        The file as read.
    vocabulary : Vocabulary
        Allowed themes and units.
    titles : mapping
        Kolada's catalogue: title by id.
    tables : iterable of str
        Names of the raw tables.

    Returns
    -------
    tuple of list
        The typed entries, and the findings; when there are findings, the entries are not complete.
    """
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        return [], ["the file is not a list of entries; each begins with '- id:'"]
    indicators, findings = [], []
    ids = Counter(str(entry.get("id")) for entry in entries)
    known_tables = set(tables)
    for number, entry in enumerate(entries, 1):
        name = str(entry.get("id") or f"entry {number}")
        problems = _cross_findings(entry, ids, titles)
        try:
            indicator = Indicator.model_validate(entry, context={"vocabulary": vocabulary})
        except ValidationError as error:
            problems = explain(error) + problems
        else:
            for source in indicator.sources:
                problems += _source_findings(source, titles, known_tables)
            indicators.append(indicator)
        findings += [f"{name}: {problem}" for problem in problems]
    doubled = {id: count for id, count in ids.items() if count > 1 and id != "None"}
    findings += [f"{id}: the id is used by {count} entries" for id, count in doubled.items()]
    return indicators, findings


def _cross_findings(entry: dict, ids: Mapping[str, int], titles: Mapping[str, str]) -> list[str]:
    """What is wrong between the fields; on the raw mapping, so that typing errors hide nothing."""
    id, title, uncertainty = entry.get("id"), entry.get("title"), entry.get("uncertainty")
    direction, point = entry.get("direction"), entry.get("balance_point")
    state, successor = entry.get("state", "active"), entry.get("replaced_by")
    findings = []
    if isinstance(id, str) and KOLADA_ID.fullmatch(id):
        if id not in titles:
            findings.append("the id is not in Kolada's catalogue")
        elif title is not None and title != titles[id]:
            findings.append(f"title is {title!r}, Kolada's catalogue has {titles[id]!r}")
    if direction == "balance" and point is None:
        findings.append("direction is balance, but balance_point is missing")
    if direction != "balance" and point is not None:
        findings.append(f"balance_point is {point!r}, allowed only with direction balance, not {direction!r}")
    if direction == "context" and entry.get("target") is not None:
        findings.append("target is given, allowed only with another direction than context")
    if state == "replaced" and successor is None:
        findings.append("state is replaced, but replaced_by is missing")
    if state != "replaced" and successor is not None:
        findings.append(f"replaced_by is {successor!r}, allowed only with state replaced, not {state!r}")
    elif successor is not None and (successor not in ids or successor == id):
        findings.append(f"replaced_by is {successor!r}, which is no other entry of the register")
    if uncertainty is not None and uncertainty not in titles:
        findings.append(f"uncertainty is {uncertainty!r}, which is not in Kolada's catalogue")
    return findings


def _source_findings(source: Source, titles: Mapping[str, str], tables: set[str]) -> list[str]:
    if isinstance(source, FromKolada):
        known = source.kolada in titles
        return [] if known else [f"source kolada {source.kolada!r} is not in Kolada's catalogue"]
    if isinstance(source, FromTable):
        return _unknown_table(source.table, tables)
    findings = [text for part in source.inputs.values() for text in _unknown_table(part.table, tables)]
    try:
        used = names(parse(source.formula))
    except ValueError as error:
        return [*findings, str(error)]
    declared = set(source.inputs)
    formula = f"formula {source.formula!r}"
    findings += [f"{formula} uses {name!r}, which is no input" for name in sorted(used - declared)]
    findings += [f"input {name!r} is not used by {formula}" for name in sorted(declared - used)]
    return findings


def _unknown_table(table: str, tables: set[str]) -> list[str]:
    if table in tables:
        return []
    close = difflib.get_close_matches(table, tables, n=3) or sorted(tables)
    return [f"unknown table {table!r}; in data/raw: {', '.join(close)}"]


def explain(error: ValidationError) -> list[str]:
    """Findings of pydantic as: field, what is wrong, what was found or is allowed."""
    return [_explain_one(detail) for detail in error.errors(include_url=False)]


def _explain_one(detail: Any) -> str:
    field = ".".join(str(part) for part in detail["loc"])
    allowed = Indicator.model_fields.get(field)
    match detail["type"]:
        case "missing":
            values = get_args(allowed.annotation) if allowed and get_origin(allowed.annotation) is Literal else ()
            return f"{field} is missing" + (f", allowed: {', '.join(map(str, values))}" if values else "")
        case "extra_forbidden":
            return f"unknown field {field}; allowed: {', '.join(Indicator.model_fields)}"
        case "value_error":
            return f"{field}: {detail['ctx']['error']}"
        case _:
            return f"{field}: {detail['msg'][0].lower()}{detail['msg'][1:]}, found {detail['input']!r}"
