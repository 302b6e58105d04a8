"""What is measured? The register in ``parameters/indicators.yml``, typed and checked."""

from __future__ import annotations

import csv
import difflib
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import ValidationError

from vagar_lib import paths, reads
from vagar_lib.errors import BadInput
from vagar_lib.indicator_entry import Indicator, Vocabulary, check, explain

CATALOGUE = "snapshot/kolada_kpi_catalogue.csv"
FETCHED_CATALOGUE = "kolada/kolada_catalogue.csv"
DECLARED = "tables.yml"  # tables that may be fetched


class Register:
    """The indicators in the order of the file.

    Examples
    --------
    >>> emissions = register().where(dimension="ekologisk", direction="lower")
    >>> "utslapp_per_invanare" in emissions
    True
    """

    def __init__(self, indicators: Iterable[Indicator], vocabulary: Vocabulary):
        self._by_id = {indicator.id: indicator for indicator in indicators}
        self.vocabulary = vocabulary

    def __iter__(self) -> Iterator[Indicator]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def __contains__(self, id: object) -> bool:
        return id in self._by_id

    def __repr__(self) -> str:
        return f"<Register of {len(self)} indicators>"

    @property
    def ids(self) -> list[str]:
        """All ids, in the order of the file."""
        return list(self._by_id)

    def get(self, id: str) -> Indicator:
        """The indicator with this id.

        Raises
        ------
        BadInput
            No such id; the message names those that are close, by id and by label.
        """
        if id in self._by_id:
            return self._by_id[id]
        names = {name.lower(): one for one in self for name in (one.label, one.id)}
        close = difflib.get_close_matches(str(id).lower(), names, n=4, cutoff=0.5)
        found = dict.fromkeys(f"{names[name].id} ({names[name].label})" for name in close)
        hint = f"close: {', '.join(found)}" if found else "all ids are in parameters/indicators.yml"
        raise BadInput(f"unknown indicator {id!r}; {hint}")

    def where(self, **fields: object) -> Register:
        """Those whose fields have these values; for a list field (`sdg`, `levels`), those that contain it."""
        if unknown := sorted(set(fields) - set(Indicator.model_fields)):
            allowed = ", ".join(Indicator.model_fields)
            raise BadInput(f"unknown field {', '.join(unknown)}; allowed: {allowed}")

        def fits(indicator: Indicator) -> bool:
            pairs = ((getattr(indicator, field), wanted) for field, wanted in fields.items())
            return all(wanted in has if isinstance(has, list) else wanted == has for has, wanted in pairs)

        return Register(filter(fits, self), self.vocabulary)


def register() -> Register:
    """The register of ``parameters/indicators.yml``, read again when a file it depends on has changed.

    Raises
    ------
    BadInput
        Every problem of the file at once, each with the name of its entry.
    """
    root = paths.root()
    stamps = []
    for file, name, needed in _files(root):
        stamps.append((file, _stamp(file, needed)))
        if stamps[-1][1]:
            reads.note("file", name)  # who asks may have been forked from a process that has read it
    return _register(root, tuple(stamps))


@lru_cache(maxsize=8)
def _files(root: Path) -> tuple[tuple[Path, str, bool], ...]:
    """What the register is read from, its name in the project, and whether it must be there."""
    needed = [paths.parameters() / "indicators.yml", paths.parameters() / "vocabulary.yml", paths.raw() / CATALOGUE]
    fetched = [paths.raw() / FETCHED_CATALOGUE, paths.parameters() / DECLARED]
    return tuple((file, file.relative_to(root).as_posix(), file in needed) for file in (*needed, *fetched))


def _stamp(file: Path, needed: bool) -> int:
    try:
        return os.stat(file).st_mtime_ns
    except FileNotFoundError:
        if needed:
            raise BadInput(f"{paths.relative(file)} is missing") from None
        return 0


@lru_cache(maxsize=8)
def _register(root: Path, files: tuple[tuple[Path, int], ...]) -> Register:
    (entries_file, _), (vocabulary_file, _), (catalogue_file, _), *_ = files
    try:
        vocabulary = Vocabulary.model_validate(read_yaml(vocabulary_file))
    except ValidationError as error:
        raise BadInput([f"{paths.relative(vocabulary_file)}: {text}" for text in explain(error)]) from None
    tables = {path.stem for path in paths.raw().glob("*/*.csv")} | _declared()
    entries = read_yaml(entries_file)
    indicators, findings = check(entries, vocabulary, _known_titles(catalogue_file, entries), tables)
    if findings:
        raise BadInput([f"{paths.relative(entries_file)}, {finding}" for finding in findings])
    return Register(indicators, vocabulary)


def read_yaml(file: Path) -> object:
    """Content of a YAML file; a key given twice in one mapping is an error, not the last one's victory."""
    try:
        return yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader)
    except yaml.YAMLError as error:
        raise BadInput(f"{paths.relative(file)}: {error}") from None


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    pass


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict:
    keys = [key.value for key, _ in node.value]
    for key, count in Counter(keys).items():
        if count > 1:
            problem = f"key {key!r} is given {count} times"
            raise yaml.constructor.ConstructorError(None, None, problem, node.start_mark)
    return loader.construct_mapping(node, deep=True)


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def fetchable() -> set[str]:
    """Names of the tables that a fetch may bring: those that are declared, and Kolada's key figures."""
    return _declared() | set(_titles(paths.raw() / CATALOGUE))


def _declared() -> set[str]:
    """Names of the tables and files in ``parameters/tables.yml``, and of files that have come by mail."""
    file = paths.parameters() / DECLARED
    content = read_yaml(file) if file.exists() else {}
    parts = [content.get(part) or {} for part in ("tables", "files")] if isinstance(content, dict) else []
    declared = {name for part in parts for name in part}
    return declared | {path.stem for path in (paths.raw() / "manual").glob("[!.]*")}


def _known_titles(catalogue: Path, entries: object) -> dict[str, str]:
    """Titles of Kolada's key figures: as the project's catalogue has them, or as the fetched one has.

    A title that Kolada changes is told by the fetch. The register goes on, with the old title or the new.
    """
    known, fetched = _titles(catalogue), paths.raw() / FETCHED_CATALOGUE
    now = _titles(fetched) if fetched.exists() else {}
    listed = [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
    used = {entry.get("id"): entry.get("title") for entry in listed}
    return known | {id: title for id, title in now.items() if id not in known or used.get(id) == title}


def _titles(catalogue: Path) -> dict[str, str]:
    with catalogue.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines)
        id, title = map(next(rows).index, ("id", "title"))
        return {row[id]: row[title] for row in rows if row}
