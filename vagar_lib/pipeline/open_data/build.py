"""When are the open data made, and from what? With the site, when something that they rest on has changed.

Imports little, because a run with nothing to do asks whether there is anything to do here.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from vagar_lib import paths, regions
from vagar_lib.pipeline import files
from vagar_lib.pipeline.open_data.catalog import FILE, FOLDER, Catalog, catalog
from vagar_lib.pipeline.page.profile import profile
from vagar_lib.pipeline.run import code, plan, pool, record
from vagar_lib.words import counted

if TYPE_CHECKING:
    from vagar_lib.pipeline.open_data.dataset import Dataset
    from vagar_lib.pipeline.open_data.licences import LeftOut

GRANTS = "tillvaxtmedel"
"""The report whose protected tables are spread."""
_SETTINGS = (FILE, "profile.yml", "judgement.yml")


@dataclass(frozen=True)
class Told:
    """What was made, and each thing that was left out, in words."""

    made: list[str]
    left_out: list[str]


def refresh(
    site: Path, entries: Iterable[Mapping[str, Any]], edition: str, *, force: bool = False
) -> Told | None:
    """Make the open data of a site, unless nothing has changed since they were made.

    Parameters
    ----------
    site : Path
        Folder of the site; the open data get a folder in it.
    entries : iterable of mapping
        Of the run record: the reports that the site has. Their places are those of the data; the grants are protected
        as the report on them was.
    edition : str
        Of the processed data.
    force : bool
        Make them even so.

    Returns
    -------
    Told or None
        None when there was nothing to do.

    Raises
    ------
    BadInput
        When ``parameters/catalog.yml`` can't be used.
    """
    known, entries = catalog(), [*entries]
    own = site == paths.outputs() / "site"
    if known is None and own and _kept_in().exists():
        shutil.rmtree(site / FOLDER, ignore_errors=True)
        _kept_in().unlink()
        return Told([f"open data: removed, as parameters/{FILE} is gone"], [])
    if known is None or not edition:
        return None
    if not force and not stale(site, entries, edition):
        return None
    task = (site, known, covered(entries), asked(entries))
    told = pool.once(write, *task)
    if own:
        key = _key(edition, *task[2:])
        files.write_text(_kept_in(), json.dumps([key, _digest(site / FOLDER)]) + "\n")
    return told


def stale(site: Path, entries: Sequence[Mapping[str, Any]], edition: str) -> bool:
    """Whether the open data of a site are not those that they would be if they were made; see `refresh`."""
    return _kept() != [_key(edition, covered(entries), asked(entries)), _digest(site / FOLDER)]


def with_site(edition: str, tell: Callable[[str], object]) -> Literal["made", "same", "failed"]:
    """Make the open data of the project's own site if need be, at the end of a run, and say what became of it.

    What goes wrong is told. The data that were there stay, and so does everything else of the run.

    Parameters
    ----------
    edition : str
        Of the processed data; '' when there are none.
    tell : callable
        Is told what was made.
    """
    try:
        told = refresh(paths.outputs() / "site", recorded().values(), edition)
    except Exception as error:  # as one report that fails does not stop the others
        tell(f"open data: FAILED: {type(error).__name__}: {error}; those that were there stay")
        return "failed"
    for line in told.made if told else ():
        tell(line)
    return "made" if told else "same"


def recorded() -> dict[str, dict[str, Any]]:
    """Entries of the run record by job id: those of reports that there still are."""
    known = plan.reports()
    return {name: entry for name, entry in record.read()["reports"].items() if entry["report"] in known}


def covered(entries: Iterable[Mapping[str, Any]]) -> list[str]:
    """Codes of the places that a site has reports on."""
    return sorted({entry["region"] for entry in entries if entry.get("page")})


def asked(entries: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """The parameters of the last report on grants, by code of the county; those of the county's own report, if any.

    The cells to hide depend on them. Only tables that a page shows are spread, so a run that failed does not count.
    """
    found: dict[str, dict[str, Any]] = {}
    for entry in sorted(entries, key=lambda entry: (len(entry["region"]), entry["region"])):
        if entry["report"] == GRANTS and entry.get("page") and entry.get("state") != "failed":
            found.setdefault(regions.region(entry["region"]).county, dict(entry["parameters"]))
    return found


def write(site: Path, known: Catalog, places: list[str], grants: Mapping[str, Mapping[str, Any]]) -> Told:
    """Make the open data of some places, whole or not at all, and tell of it.

    Parameters
    ----------
    site : Path
    known : Catalog
    places : list of str
        Codes.
    grants : mapping
        As `asked` gives it.
    """
    from vagar_lib.pipeline.open_data import csvw, dcat, page, tables
    from vagar_lib.pipeline.open_data.addresses import Addresses

    datasets, left_out = collect(known, places, grants)
    owner, addresses = profile().owner, Addresses(profile().address)
    with files.replacing(site / FOLDER) as folder:
        made = [(one, tables.write(one, folder, owner)) for one in datasets]
        for one, each in made:
            for file in each:
                if file.form is tables.CSV:
                    about = csvw.metadata(one, file, owner, addresses.written(addresses.licence(one.licence)))
                    tables.write_json(about, folder / csvw.name(file))
        if made:
            graph = dcat.graph(made, known, owner, addresses)
            files.write_text(folder / page.RDF, addresses.written(dcat.rdf_xml(graph)))
            files.write_text(folder / page.TURTLE, addresses.written(dcat.turtle(graph)))
            tables.write_json(csvw.package(made, known, owner), folder / csvw.PACKAGE)
        files.write_text(folder / "index.html", page.html(made, left_out, known, addresses))
    return Told([*_made(datasets, left_out, known)], [*_left_out(left_out)])


def collect(
    known: Catalog, places: list[str], grants: Mapping[str, Mapping[str, Any]]
) -> tuple[list[Dataset], list[LeftOut]]:
    """Every dataset of some places, and what is left out."""
    from vagar_lib import indicators
    from vagar_lib.pipeline.open_data import grants as protected
    from vagar_lib.pipeline.open_data import observations, verdicts
    from vagar_lib.sources import store

    register, observed = indicators.register(), store.observations(sex=None)
    made, left_out = observations.datasets(observed, register, known, places)
    today = store.compiled().year
    judged = verdicts.dataset(observed, store.margins(), register, known, places, today)
    made += [judged] if judged else []
    for county, parameters in sorted(grants.items()):
        tables, hidden = protected.datasets(regions.region(county), parameters, known)
        made += tables
        left_out += hidden
    return made, left_out


def _made(datasets: list[Dataset], left_out: list[LeftOut], known: Catalog) -> Iterator[str]:
    rows = sum(len(one.frame) for one in datasets)
    without = f"; {counted(len(left_out), 'table is', 'tables are')} left out, see the page there" if left_out else ""
    sizes = f"{counted(len(datasets), 'dataset')}, {counted(rows, 'row')}"
    yield f"open data: {sizes} in {FOLDER}/ of the site{without}"
    if not profile().address:
        yield "open data: portals need whole addresses; address in parameters/profile.yml is ''"
    if not known.contact.email:
        yield "open data: no one to ask is named; contact.email in parameters/catalog.yml is ''"


def _left_out(left_out: list[LeftOut]) -> Iterator[str]:
    for one in left_out:
        values = f", {counted(one.values, 'value')}" if one.values else ""
        yield f"left out: {one.title} ({one.publisher}){values}: {one.reason}"


def _key(edition: str, places: list[str], grants: Mapping[str, Any]) -> str:
    """Digest of everything that the open data rest on."""
    settings = [(paths.parameters() / name) for name in _SETTINGS]
    rests_on = [edition, places, grants, [path.read_text("utf-8") if path.exists() else "" for path in settings]]
    library = code.Library().digest("import vagar_lib.pipeline.open_data.build")
    return hashlib.sha256(json.dumps([rests_on, library], sort_keys=True, default=str).encode()).hexdigest()


def _digest(folder: Path) -> str:
    """Digest of the names and sizes of the files there are."""
    found = sorted((path.name, path.stat().st_size) for path in folder.glob("*")) if folder.is_dir() else []
    return hashlib.sha256(json.dumps(found).encode()).hexdigest()


def _kept() -> list[str] | None:
    try:
        return json.loads(_kept_in().read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return None


def _kept_in() -> Path:
    return paths.outputs() / "cache" / "open_data.json"
