"""How is an edition kept? Its pages are put where nothing changes, each once however many editions have it."""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from zoneinfo import ZoneInfo

from filelock import FileLock

from vagar_lib import paths
from vagar_lib.errors import BadInput
from vagar_lib.pipeline.files import write_text
from vagar_lib.pipeline.page.profile import profile
from vagar_lib.pipeline.page.style import environment, swedish_date
from vagar_lib.pipeline.past import archive, held, pages
from vagar_lib.pipeline.past.archive import FOLDER, MANIFEST, NAMED, Kept
from vagar_lib.pipeline.past.pages import Page
from vagar_lib.words import counted

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""A packed file has no time of its own, so that the same content has the same checksum."""


def keep(site: Path, name: str = "", *, now: datetime | None = None) -> Kept | None:
    """Keep the pages of a site, as they are, under addresses that are theirs for good.

    Parameters
    ----------
    site : Path
        A built site.
    name : str
        What the edition is called; the day by default, and a number when the day has one already.
    now : datetime, optional
        When it is.

    Returns
    -------
    Kept or None
        None when all pages are as in the last edition: then there is nothing to keep, and nothing is written.

    Raises
    ------
    BadInput
        There are no pages; the name is taken, or can't be one.
    """
    moment = now or datetime.now(UTC)
    archive.folder().mkdir(parents=True, exist_ok=True)
    with FileLock(archive.folder() / ".lock"), tempfile.TemporaryDirectory() as scratch:
        every = archive.editions()
        called = _named(name, moment, every)
        before = every[-1] if every else None
        found = {page.name.rpartition("/")[0]: page for page in _pages(site, called, Path(scratch))}
        about = {key: held.read(site / key / held.NAME) or {} for key in found}
        known = before.pages if before else {}
        at = {
            key: known[key]["at"] if key in known and known[key]["digest"] == page.digest else called
            for key, page in found.items()
        }
        if before and at == {key: page["at"] for key, page in known.items()}:
            return None
        edition = Kept(
            called,
            moment.isoformat(timespec="seconds"),
            version("vagar"),
            {
                key: {**{part: about[key].get(part, "") for part in ("title", "place", "region")},
                      "digest": page.digest, "at": at[key]}
                for key, page in found.items()
            },
            {},
            {"name": before.name, "sha256": archive.sha256(archive.folder() / before.name / MANIFEST)}
            if before else {},
        )  # fmt: skip
        return _put(site, edition, {key: page for key, page in found.items() if at[key] == called}, Path(scratch))


def _named(name: str, moment: datetime, every: Iterable[Kept]) -> str:
    taken = {one.name for one in every}
    if name:
        if not NAMED.fullmatch(name):
            raise BadInput(f"--name is {name!r}, allowed: a day, month or year such as '2026-11', and '-word' after")
        if name in taken:
            raise BadInput(f"edition {name!r} is kept already, and kept editions don't change; choose another name")
        return name
    day = f"{moment.astimezone(ZoneInfo('Europe/Stockholm')):%Y-%m-%d}"
    return next(one for one in (day, *(f"{day}-{number}" for number in range(2, 1000))) if one not in taken)


def _pages(site: Path, edition: str, scratch: Path) -> Iterable[Page]:
    """Pages of reports: those that have a list of what they hold beside them."""
    found = sorted(path.parent.relative_to(site).as_posix() for path in site.glob(f"*/*/{held.NAME}"))
    found = [name for name in found if not name.startswith(f"{FOLDER}/")]
    if not found:
        raise BadInput(f"{site} has no pages of reports that can be kept; run vagar run first")
    for name in found:
        path = f"{name}/index.html"
        html = (site / path).read_text("utf-8")
        yield pages.prepared(site, path, html, f"{FOLDER}/{edition}/{path}", lambda file: _small(file, scratch))


def _small(file: Path, scratch: Path) -> Path:
    """A file as it is kept: a notebook, which is most of what a page weighs, is packed to a tenth."""
    if file.suffix != ".ipynb":
        return file
    packed = scratch / f"{file.parent.parent.name}-{file.parent.name}" / f"{file.name}.zip"
    packed.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr(zipfile.ZipInfo(file.name, _LONG_AGO), file.read_bytes(), zipfile.ZIP_DEFLATED)
    return packed


def _put(site: Path, edition: Kept, own: dict[str, Page], scratch: Path) -> Kept:
    """Write an edition; its list comes last, and an edition without one is not there."""
    template, there = environment().get_template, archive.folder()
    when, at = swedish_date(edition.made), {key: page["at"] for key, page in edition.pages.items()}
    files: dict[str, str] = {}
    for key, page in own.items():
        latest = pages.relative(page.name, f"{FOLDER}/{edition.name}/{page.name}")
        every = pages.relative(f"{FOLDER}/{key}/index.html", f"{FOLDER}/{edition.name}/{page.name}")
        marked = template("utgavor_marke.html.j2").render(name=edition.name, when=when, latest=latest, every=every)
        canonical = f"{profile().address}{key}/" if profile().address else latest
        html = pages.finished(page, at, edition.name, marked, f", utgåva {edition.name}", canonical)
        files |= _write(there / edition.name / page.name, html)
        files |= _copy(there / edition.name / key / held.NAME, (site / key / held.NAME).read_bytes())
    name = f"{FOLDER}/{edition.name}/index.html"
    listed = template("utgava.html.j2").render(root="../../", edition=edition, when=when, groups=by_place(edition))
    index = pages.prepared(site, name, listed, name, lambda file: file)
    files |= _write(there / edition.name / "index.html", pages.hidden(index.html))
    for page in (*own.values(), index):
        for address, file in page.files.items():
            files |= _copy(there / address, file.read_bytes())
    whole = Kept(**{**vars(edition), "files": files})
    text = json.dumps(vars(whole), ensure_ascii=False, indent=1) + "\n"
    write_text(there / edition.name / MANIFEST, text)
    _protect(there / edition.name / MANIFEST)
    return whole


def by_place(edition: Kept) -> list[tuple[str, list[tuple[str, str]]]]:
    """Places of an edition, each with title and address of its pages, as a page in the edition's folder has them."""
    found: dict[str, list[tuple[str, str]]] = {}
    for key, page in sorted(edition.pages.items(), key=lambda item: (item[1]["region"], item[0])):
        folder = "" if page["at"] == edition.name else f"../{page['at']}/"
        found.setdefault(page["place"], []).append((page["title"], f"{folder}{key}/index.html"))
    return [*found.items()]


def _write(path: Path, text: str) -> dict[str, str]:
    return _copy(path, text.encode())


def _copy(path: Path, content: bytes) -> dict[str, str]:
    """Put a file there unless it is there, never to be written again; gives its checksum."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(temporary, path)
        _protect(path)
    return {path.relative_to(archive.folder()).as_posix(): archive.sha256(path)}


def _protect(path: Path) -> None:
    """Guard against a slip; on Windows such a file could not be replaced in the site's folder either."""
    path.chmod(0o444 if os.name == "posix" else 0o644)


def keep_and_show(name: str = "") -> str:
    """Keep the pages of the project's site, and build the site again with them; gives what was done, for a terminal.

    Raises
    ------
    BadInput
        As `keep`.
    """
    from vagar_lib.pipeline.run import matrix

    kept = keep(paths.outputs() / "site", name)
    if kept is None:
        return "nothing has changed since the last edition, so none is kept"
    matrix.publish_site()
    own = sum(page["at"] == kept.name for page in kept.pages.values())
    pages = counted(len(kept.pages), "page")
    return f"edition {kept.name} is kept: {pages}, {own} of them changed since the one before"
