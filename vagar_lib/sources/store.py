"""What is known? Reading the processed data, quickly, and remembering what was read.

The memory is what *Källor och metod* is made from: the raw tables that a report did use.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from vagar_lib import indicators, paths, reads
from vagar_lib.errors import BadInput
from vagar_lib.regions import Region
from vagar_lib.regions import region as known_region
from vagar_lib.sources import corrections
from vagar_lib.sources import provenance as provenances
from vagar_lib.sources.provenance import Provenance

Regions = str | Region | Iterable[str | Region]
SOURCES = "; "  # between the tables of a value that was computed from several
KEPT = 300_000
"""Rows of the largest file of observations that is kept in memory: a report asks for parts of it many times."""
_WORDS = ("indicator", "region", "period", "sex", "status", "source")
_CHOSEN = ("indicator", "region", "sex")
_used: dict[str, None] = {}


def table(name: str, *, regions: Regions | None = None) -> pd.DataFrame:
    """A raw table as the border typed it.

    Parameters
    ----------
    name : str
        'folkmangd'.
    regions : str, Region or iterable of them, optional
        Only these; all by default.

    Returns
    -------
    pandas.DataFrame
        Of observations: region, period, year, sex, dimensions, value, status, source, sorted by region. Of a
        register-like table: its own columns.

    Raises
    ------
    BadInput
        For an unknown table or region, or when nothing is built yet.
    """
    tables = _manifest()["tables"]
    if name not in tables:
        raise BadInput(f"table '{name}' does not exist; {_suggest(name, tables)}")
    codes = None if regions is None else _codes(regions)
    filters = None if codes is None else [("region", "in", codes)]
    reads.note("table", name, codes)
    frame = pd.read_parquet(paths.processed() / "tables" / f"{name}.parquet", filters=filters)
    if "source" in frame:  # a table may have rows of its successor
        _used.update(dict.fromkeys(frame["source"].unique()))
    elif len(frame):  # a table without the places asked for is no source of the report
        _used[tables[name]["source"]] = None
    return frame


def observations(
    *ids: str,
    regions: Regions | None = None,
    since: int | None = None,
    until: int | None = None,
    sex: str | None = "T",
) -> pd.DataFrame:
    """Values of indicators.

    Parameters
    ----------
    *ids : str
        Ids of the register, none for all of them.
    regions : str, Region or iterable of them, optional
        Only these; all by default.
    since, until : int, optional
        First and last year.
    sex : {'T', 'K', 'M', None}
        Both sexes together by default, None for every row there is.

    Returns
    -------
    pandas.DataFrame
        indicator, region, period, year, sex, value, status, source; sorted by region, indicator and year. Without
        rows when there is no data.

    Raises
    ------
    BadInput
        For an unknown id, region or sex, or when nothing is built yet.
    """
    register = indicators.register()
    wanted = [register.get(id).id for id in ids] or None
    codes = None if regions is None else _codes(regions)
    reads.note("observations", wanted, codes)
    if sex is not None and sex not in provenances.SEX:
        raise BadInput(f"sex is {sex!r}, allowed: K, M, T, or None for all rows")
    chosen = {"indicator": wanted, "region": codes, "sex": None if sex is None else [sex]}
    frame = _part({name: values for name, values in chosen.items() if values is not None}, since, until)
    for source in frame["source"].unique():
        _used.update(dict.fromkeys(source.split(SOURCES)))
    return frame


def margins() -> pd.DataFrame:
    """Half the width of the 95 per cent interval of survey values, where the uncertainty has been fetched.

    Returns
    -------
    pandas.DataFrame
        As `observations` gives them, with the key figure of the uncertainty as indicator. Without rows when there is
        none, as in the figures that the project ships.

    Raises
    ------
    BadInput
        When nothing is built yet.
    """
    known = _manifest()["tables"]
    reads.note("listed")
    ids = dict.fromkeys(one.uncertainty for one in indicators.register() if one.survey and one.uncertainty in known)
    columns = ["indicator", "region", "period", "year", "sex", "value", "status", "source"]
    frames = [table(id).assign(indicator=id)[columns] for id in ids]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=columns)


def grants(part: str) -> pd.DataFrame:
    """One of the tables made from grants files: cases, payments or findings; whose source is used is to be told.

    Raises
    ------
    BadInput
        When nothing is built yet.
    """
    _manifest()
    reads.note("grants", part)
    return pd.read_parquet(paths.processed() / "grants" / f"{part}.parquet")


def use(*sources: str) -> None:
    """Remember that these raw tables were read; what `table` and `observations` read is remembered without it."""
    _used.update(dict.fromkeys(sources))


def used() -> list[str]:
    """Raw tables read so far in this process ('snapshot/folkmangd'), in the order they were first read."""
    return list(_used)


def provenance(source: str) -> Provenance:
    """Where a raw table comes from, by its source ('snapshot/folkmangd') or its name alone.

    What has been corrected in it is among the notes.

    Raises
    ------
    BadInput
        For a table that does not exist.
    """
    folder, _, name = source.strip().rpartition("/")
    home = paths.parameters() if folder == paths.parameters().name else paths.raw() / folder
    written = home / f"{name}.yml"
    if not folder or not written.is_file():
        tables = provenances.all_tables() | provenances.grant_files()
        if name not in tables or (folder and folder != tables[name].parent.name):
            raise BadInput(f"table '{source}' does not exist; {_suggest(name, tables)}")
        written = tables[name].with_suffix(".yml")
    known = provenances.load(written)
    corrected = corrections.notes(name)
    return known.model_copy(update={"notes": [*known.notes, *corrected]}) if corrected else known


def sources(name: str) -> list[str]:
    """Raw tables that the rows of a table come from: its own, and those of a fetched one that has taken its place.

    Raises
    ------
    BadInput
        For a table that does not exist, or when nothing is built yet.
    """
    known = _manifest()["tables"]
    if name not in known:
        raise BadInput(f"table '{name}' does not exist; {_suggest(name, known)}")
    return known[name]["source"].split(SOURCES)


def successors(name: str, sources: Iterable[str]) -> list[Provenance]:
    """Provenance of the fetched tables among some sources that have taken the place of a table."""
    named = dict.fromkeys(part for source in dict.fromkeys(sources) for part in source.split(SOURCES))
    known = (provenance(source) for source in named if source)
    return [one for one in known if name and one.replaces == name]


def labels(name: str, dimension: str) -> dict[str, str]:
    """What the codes of a table's dimension are called in Swedish, in the order its provenance has them."""
    return provenance(name).labels(dimension)


def edition() -> str:
    """Short id of the processed data: the same for the same raw data, register and code."""
    return _manifest()["edition"]


def fetched() -> str:
    """The edition of live figures that the processed data are built from; '' when they are the project's own."""
    name = _manifest()["fetched"]
    return "" if name == "snapshot" else name


def compiled() -> date:
    """When the latest of the raw tables was retrieved: 'now', as far as the data know."""
    found = date.fromisoformat(_manifest()["compiled"])
    reads.note("year", found.year)
    return found


def _codes(regions: Regions) -> list[str]:
    one_or_more = [regions] if isinstance(regions, str | Region) else regions
    return [place.code if isinstance(place, Region) else known_region(place).code for place in one_or_more]


def hold() -> None:
    """Have the observations in memory before anybody asks for them, where the file is small enough to be kept there."""
    _manifest()
    _whole(_observations(), _observations().stat().st_mtime_ns)


@dataclass(frozen=True, eq=False)
class _Whole:
    """All observations; the values of a column have numbers, and each row has that of its own: quick to choose from."""

    rows: pd.DataFrame
    numbers: dict[str, dict[str, int]]
    codes: dict[str, np.ndarray]

    def part(self, chosen: dict[str, list[str]], since: int | None, until: int | None) -> pd.DataFrame:
        kept = np.ones(len(self.rows), bool)
        for name, values in chosen.items():
            numbers = self.numbers[name]
            among = np.zeros(len(numbers), bool)
            among[[numbers[value] for value in values if value in numbers]] = True
            kept &= among[self.codes[name]]
        year = self.rows["year"].to_numpy()
        if since is not None:
            kept &= year >= since
        if until is not None:
            kept &= year <= until
        found = self.rows.take(np.flatnonzero(kept))
        found.index = pd.RangeIndex(len(found))
        return found


def _observations() -> Path:
    return paths.processed() / "observations.parquet"


def _part(chosen: dict[str, list[str]], since: int | None, until: int | None) -> pd.DataFrame:
    """Observations with some values in some columns, out of memory when the file is small."""
    _manifest()
    path = _observations()
    whole = _whole(path, path.stat().st_mtime_ns)
    if whole is not None:
        return whole.part(chosen, since, until)
    filters: list[tuple[str, str, Any]] = [(name, "in", values) for name, values in chosen.items()]
    filters += [("year", sign, year) for sign, year in ((">=", since), ("<=", until)) if year is not None]
    return pd.read_parquet(path, filters=filters or None).reset_index(drop=True)


@lru_cache(maxsize=1)
def _whole(path: Path, modified: int) -> _Whole | None:
    from pyarrow import BufferReader
    from pyarrow.parquet import ParquetFile, read_metadata

    if read_metadata(path).num_rows > KEPT:
        return None
    # out of memory, as Arrow starts a thread to read files, which what is forked from must not have
    with ParquetFile(BufferReader(path.read_bytes()), read_dictionary=list(_WORDS)) as file:
        read = file.read(use_threads=False).to_pandas(use_threads=False)
    coded = {name: read[name].cat for name in _WORDS}
    codes = {name: column.codes.to_numpy() for name, column in coded.items()}
    rows = read.assign(
        **{name: column.categories.array.take(codes[name], allow_fill=True) for name, column in coded.items()}
    )
    numbers = {name: {value: at for at, value in enumerate(coded[name].categories)} for name in _CHOSEN}
    return _Whole(rows, numbers, {name: codes[name] for name in _CHOSEN})


def _manifest() -> dict[str, Any]:
    path = paths.processed() / "manifest.json"
    try:
        return _read_manifest(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        raise BadInput(f"{paths.relative(path)} is missing: run: vagar data build") from None


@lru_cache(maxsize=8)
def _read_manifest(path: Path, modified: int) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


def _suggest(name: str, tables: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(tables), n=3)
    return f"did you mean {', '.join(close)}?" if close else f"allowed: {', '.join(tables)}"
