"""From raw to processed: every raw table through the border, every indicator computed, swapped in whole."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vagar_lib import paths, regions
from vagar_lib.errors import BadInput
from vagar_lib.pipeline import partitions
from vagar_lib.pipeline.live import editions
from vagar_lib.sources import provenance
from vagar_lib.words import counted

if TYPE_CHECKING:  # imported where they are used, since most builds are skipped
    import pandas as pd

    from vagar_lib import indicators

PACKAGE = Path(__file__).resolve().parents[1]
# What shapes the processed data: a change in any of these makes another edition.
CODE = (
    "errors.py",
    "indicator*.py",
    "regions.py",
    "surveys.py",
    "metrics/derive.py",
    "pipeline/data.py",
    "pipeline/partitions.py",
    "pipeline/parquet.py",
    "sources/*.py",
)
GRANTS = ("cases", "payments", "findings")
BUILT = (
    "tables",
    "observations.parquet",
    "geometry/regions.parquet",
    *(f"grants/{name}.parquet" for name in GRANTS),
    partitions.FILE,
    "manifest.json",
)
_ATTEMPTS = 5


@dataclass(frozen=True)
class Manifest:
    """What was built, and from what.

    Attributes
    ----------
    edition : str
        Short id: the same for the same inputs and code.
    compiled : str
        ISO date of the latest retrieved raw table.
    inputs, code : dict
        sha256 by file, relative to the project and to the package.
    tables : dict
        By name: source ('snapshot/folkmangd'; several with '; ' between where a table has rows of its successor) and
        rows.
    observations : int
        Rows of observations.parquet.
    cases : int
        Rows of grants/cases.parquet.
    fetched : str
        The edition of live figures that was in use, or 'snapshot'.
    """

    edition: str
    compiled: str
    inputs: dict[str, str]
    code: dict[str, str]
    tables: dict[str, dict[str, str | int]]
    observations: int
    cases: int
    fetched: str


def build(force: bool = False, report: Callable[[str], object] | None = None) -> Manifest:
    """Build the processed data, unless nothing has changed since it was built.

    Parameters
    ----------
    force : bool
        Build even so.
    report : callable, optional
        Is told, in a few words, what is being done.

    Returns
    -------
    Manifest

    Raises
    ------
    BadInput
        With every finding in every raw table, or every one in the indicator register; the old build stays whole.
    """
    say = report or (lambda words: None)
    inputs, code = _digests(_inputs(), paths.root()), _digests(_code(), PACKAGE)
    edition = _edition(inputs, code)
    there = current()
    if there is not None and not force:
        say(f"data edition {edition} is up to date")
        return there
    # Here, since pandas takes a second to import and most builds are skipped.
    from vagar_lib.metrics import derive

    paths_of = provenance.all_tables()
    say(f"checking {counted(len(paths_of), 'raw table')}")
    tables, in_tables = _read_all()
    grants, in_grants = _grants()
    register, in_register = _register()
    in_surveys = _surveys(tables) if register else []
    if findings := [*in_tables, *in_grants, *in_register, *in_surveys]:
        raise BadInput(dict.fromkeys(findings))  # a broken region register breaks every table
    say("computing the indicators")
    every = paths_of | provenance.grant_files()
    declared = {name: provenance.load(path.with_suffix(".yml")) for name, path in every.items()}
    additive = {name for name, known in declared.items() if known.additive}
    values = derive.observations(register, tables.__getitem__, additive, tables)
    manifest = Manifest(
        edition=edition,
        compiled=max(known.retrieved for known in declared.values()).isoformat(),
        inputs=inputs,
        code=code,
        tables={
            name: {"source": _source(tables[name], path), "rows": len(tables[name])}
            for name, path in paths_of.items()
        },
        observations=len(values),
        cases=len(grants["cases"]),
        fetched=editions.in_use(),
    )
    _write(tables, values, grants, manifest)
    observations, cases = counted(len(values), "observation"), counted(manifest.cases, "ärende", "ärenden")
    say(f"data edition {edition}: {counted(len(tables), 'table')}, {observations}, {cases}")
    return manifest


def _source(table: pd.DataFrame, path: Path) -> str:
    from vagar_lib.sources.store import SOURCES

    sources = table["source"].unique() if "source" in table else ()
    return SOURCES.join(sources) or provenance.source_of(path)


def current() -> Manifest | None:
    """The build that is there, if nothing it was made from has changed since; imports nothing heavy."""
    there = built()
    edition = _edition(_digests(_inputs(), paths.root()), _digests(_code(), PACKAGE))
    return there if there is not None and there.edition == edition else None


def _edition(inputs: dict[str, str], code: dict[str, str]) -> str:
    return hashlib.sha256(json.dumps([inputs, code]).encode()).hexdigest()[:10]


def _inputs() -> Iterable[Path]:
    raw = [*paths.raw().glob("*/*.csv"), *paths.raw().glob("*/*.yml")]
    raw += [path for path in provenance.grant_files().values() if path.suffix != ".csv"]
    raw.append(paths.raw() / "corrections.yml")
    filled_in = [*paths.parameters().glob("*.csv")]
    raw += [*filled_in, *(path.with_suffix(".yml") for path in filled_in)]
    asked = [*(paths.parameters() / "surveys").glob("*.yml"), paths.parameters() / "strategy.yml"]
    return [*raw, *asked, *(paths.parameters() / name for name in ("indicators.yml", "vocabulary.yml", "grants.yml"))]


def _code() -> Iterable[Path]:
    return [path for pattern in CODE for path in PACKAGE.glob(pattern)]


def _digests(files: Iterable[Path], base: Path) -> dict[str, str]:
    return {
        path.relative_to(base).as_posix(): provenance.digest(path) for path in sorted(files) if path.exists()
    }


def built() -> Manifest | None:
    """The build that is there, if it is whole, whatever has changed since."""
    folder = paths.processed()
    if not all((folder / name).exists() for name in BUILT):
        return None
    try:
        return Manifest(**json.loads((folder / "manifest.json").read_text(encoding="utf-8")))
    except (ValueError, TypeError):  # written by another version
        return None


def _read_all() -> tuple[dict[str, pd.DataFrame], list[str]]:
    """Typed rows of every raw table, corrected and with those of its successor, and what is wrong with any of it."""
    from vagar_lib import indicators
    from vagar_lib.sources import border, corrections, succession

    tables: dict[str, pd.DataFrame] = {}
    findings: list[str] = []
    for name in provenance.all_tables():
        try:
            tables[name] = border.read_raw(name)
        except BadInput as error:
            findings += error.findings
    if not findings:
        try:
            paths_of = provenance.all_tables()
            declared = {name: provenance.load(path.with_suffix(".yml")) for name, path in paths_of.items()}
            tables = succession.succeed(corrections.apply(tables, indicators.fetchable()), declared)
        except BadInput as error:
            findings = error.findings
    return tables, findings


def _grants() -> tuple[dict[str, pd.DataFrame], list[str]]:
    """The tables of the grants files, and what is wrong with the files."""
    from vagar_lib.sources import grants_read

    try:
        return grants_read.read_all(provenance.grant_files()).tables(), []
    except BadInput as error:
        return {}, error.findings


def _surveys(tables: dict[str, pd.DataFrame]) -> list[str]:
    """What is wrong with the answers to the surveys, and with the surveys themselves."""
    from vagar_lib.sources import surveys

    try:
        return surveys.findings(tables)
    except BadInput as error:
        return error.findings


def _register() -> tuple[indicators.Register | None, list[str]]:
    from vagar_lib import indicators

    try:
        return indicators.register(), []
    except BadInput as error:
        return None, error.findings


def _write(
    tables: dict[str, pd.DataFrame], values: pd.DataFrame, grants: dict[str, pd.DataFrame], manifest: Manifest
) -> None:
    """Everything into a folder beside, which then takes the old one's place."""
    from vagar_lib.pipeline import parquet

    target = paths.processed()
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".processed-", dir=target.parent) as beside:
        new = Path(beside) / "new"
        (new / "tables").mkdir(parents=True)
        for name, frame in tables.items():
            by_region = frame.sort_values("region", kind="stable") if "region" in frame else frame
            parquet.write([by_region], new / "tables" / f"{name}.parquet")
        parquet.write([values], new / "observations.parquet")
        (new / "grants").mkdir()
        for name in GRANTS:
            grants[name].to_parquet(new / "grants" / f"{name}.parquet", index=False)
        (new / "geometry").mkdir()
        regions.simplified_outlines().to_parquet(new / "geometry" / "regions.parquet")
        found = partitions.digests(tables, values, grants)
        (new / partitions.FILE).write_text(json.dumps(found, separators=(",", ":")), encoding="utf-8")
        text = json.dumps(asdict(manifest), indent=1, ensure_ascii=False)
        (new / "manifest.json").write_text(text, encoding="utf-8")
        _swap(new, target, Path(beside) / "old")


def _swap(new: Path, target: Path, old: Path) -> None:
    """Put the new folder in the place of the old one; another build may do the same at the same time."""
    for attempt in range(_ATTEMPTS):
        aside = old.with_name(f"{old.name}{attempt}")
        with contextlib.suppress(FileNotFoundError):
            os.rename(target, aside)
        try:
            os.rename(new, target)
            return
        except BaseException as error:
            if aside.exists() and not target.exists():
                os.rename(aside, target)
            if not isinstance(error, OSError) or attempt == _ATTEMPTS - 1:
                raise
