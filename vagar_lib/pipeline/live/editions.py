"""What was fetched, and when? Editions of the live tables: each is kept as it came, and any can be put in use again.

``data/editions/`` holds the tables and the answers they were made from by their checksum (``objects/``), a list of
what belongs together for each edition, and the name of the one in use. ``data/raw/<source>/`` has the tables in use.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from vagar_lib import paths
from vagar_lib.errors import BadInput
from vagar_lib.pipeline.files import write_text

SNAPSHOT = "snapshot"  # the edition without any live table: what the project ships


@dataclass(frozen=True)
class Stored:
    """A table of an edition: sha256 of its csv, of its yml, and of the answers it was made from."""

    csv: str
    yml: str
    answers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Edition:
    """Tables that belong together.

    Attributes
    ----------
    id : str
        Day and checksum of the content: '2026-11-23-1a2b3c4d'; the same content has the same checksum.
    created, parent : str
        When, and the edition in use at that time.
    tables : dict
        'kolada/N01951' to what is stored of it.
    answers : dict
        sha256 to the question, status, headers and moment of an answer.
    """

    id: str
    created: str = ""
    parent: str = ""
    tables: Mapping[str, Stored] = field(default_factory=dict)
    answers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def folder() -> Path:
    """Where editions are kept."""
    return paths.root() / "data" / "editions"


def in_use() -> str:
    """Id of the edition in use; `SNAPSHOT` when nothing live is."""
    try:
        return (folder() / "current").read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return SNAPSHOT


def current() -> Edition:
    """The edition in use."""
    return load(in_use())


def every() -> list[Edition]:
    """All editions, the oldest first; `SNAPSHOT` is not among them."""
    found = [_read(path) for path in folder().glob("*-*.json")]
    return sorted(found, key=lambda edition: (edition.created, edition.id))


def load(name: str) -> Edition:
    """The edition with this id, or with a beginning or an end of it that no other has.

    Raises
    ------
    BadInput
        For none, or several.
    """
    if name == SNAPSHOT:
        return Edition(SNAPSHOT)
    known = every()
    fits = [one for one in known if one.id == name] or [
        one for one in known if name and (one.id.startswith(name) or one.id.endswith(name))
    ]
    if len(fits) == 1:
        return fits[0]
    names = ", ".join([SNAPSHOT, *(one.id for one in fits or known)])
    raise BadInput(f"edition '{name}' {'is not the only such' if fits else 'does not exist'}, allowed: {names}")


def content(sha256: str) -> bytes:
    """What is stored under a checksum.

    Raises
    ------
    BadInput
        When it is missing or no longer what it was.
    """
    path = _object(sha256)
    try:
        found = gzip.decompress(path.read_bytes())
    except (FileNotFoundError, OSError, EOFError):
        found = b""
    if hashlib.sha256(found).hexdigest() != sha256:
        raise BadInput(f"{paths.relative(path)} is missing or damaged: fetch again")
    return found


def keep(data: bytes, store: Path | None = None) -> str:
    """Store bytes under their checksum, which is given back, in the store of all editions or in another folder."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = _object(sha256, store)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        with os.fdopen(handle, "wb") as file:
            file.write(gzip.compress(data, compresslevel=3, mtime=0))
        os.replace(temporary, path)
    return sha256


def adopt(store: Path, wanted: Iterable[str]) -> None:
    """Move what is stored in another folder under these checksums into the store of all editions."""
    for sha256 in wanted:
        here, there = _object(sha256, store), _object(sha256)
        if here.exists() and not there.exists():
            there.parent.mkdir(parents=True, exist_ok=True)
            os.replace(here, there)


def save(tables: Mapping[str, Stored], answers: Mapping[str, Mapping[str, Any]], parent: str) -> Edition:
    """Make an edition of tables that are stored; the one with the same tables if there is such a one."""
    listed = sorted((name, one.csv, one.yml) for name, one in tables.items())
    short = hashlib.sha256(json.dumps(listed).encode()).hexdigest()[:8]
    for known in every():
        if known.id.endswith(f"-{short}"):
            return known
    now = datetime.now(UTC)
    edition = Edition(
        f"{now.date()}-{short}", now.isoformat(), parent, dict(sorted(tables.items())), dict(answers)
    )
    write_text(folder() / f"{edition.id}.json", json.dumps(asdict(edition), ensure_ascii=False, indent=1) + "\n")
    return edition


def use(edition: Edition) -> None:
    """Put an edition's tables in ``data/raw``, in the place of those of the edition in use.

    Raises
    ------
    BadInput
        When something there is not of the edition in use, so that it would be lost.
    """
    before = current()
    sources = sorted({name.partition("/")[0] for name in [*before.tables, *edition.tables]})
    _refuse_foreign(sources, before, edition)
    write_text(folder() / "switching", edition.id)
    with tempfile.TemporaryDirectory(prefix=".work-", dir=folder()) as work:
        for source in sources:
            own = {name: stored for name, stored in edition.tables.items() if name.startswith(f"{source}/")}
            _swap(_unpacked(own, Path(work) / "new" / source), paths.raw() / source, Path(work) / "old" / source)
    write_text(folder() / "current", edition.id)
    (folder() / "switching").unlink()


def finish() -> None:
    """Finish a change of edition that was cut off, and clear away what a fetch that was killed has left.

    Only when no fetch is going on: see `vagar_lib.pipeline.run.matrix.alone`.
    """
    for left in folder().glob(".work-*"):
        shutil.rmtree(left, ignore_errors=True)
    with contextlib.suppress(FileNotFoundError):
        use(load((folder() / "switching").read_text(encoding="utf-8")))


def _read(path: Path) -> Edition:
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
        known["tables"] = {
            name: Stored(**{**one, "answers": tuple(one["answers"])}) for name, one in known["tables"].items()
        }
        return Edition(**known)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise BadInput(f"{paths.relative(path)} is not an edition; remove it, or get it back") from None


def _object(sha256: str, store: Path | None = None) -> Path:
    return (store or folder()) / "objects" / sha256[:2] / f"{sha256}.gz"


def guard(sources: Iterable[str]) -> None:
    """See to it that nothing is lost when these folders of ``data/raw`` are replaced.

    Raises
    ------
    BadInput
        With every file there that is not of the edition in use.
    """
    _refuse_foreign(sources, current())


def _refuse_foreign(sources: Iterable[str], *editions: Edition) -> None:
    findings = []
    for source in sources:
        for path in sorted((paths.raw() / source).glob("[!.]*")):
            own = [edition.tables.get(f"{source}/{path.stem}") for edition in editions]
            kept = {getattr(stored, path.suffix[1:], None) for stored in own if stored}
            if path.suffix not in (".csv", ".yml") or hashlib.sha256(path.read_bytes()).hexdigest() not in kept:
                findings.append(f"{paths.relative(path)} is not of a fetched edition; move it to a folder of its own")
    if findings:
        raise BadInput(findings)


def _unpacked(tables: Mapping[str, Stored], target: Path) -> Path | None:
    """A folder of these tables; none for no tables."""
    for name, stored in tables.items():
        target.mkdir(parents=True, exist_ok=True)
        (target / f"{name.partition('/')[2]}.csv").write_bytes(content(stored.csv))
        (target / f"{name.partition('/')[2]}.yml").write_bytes(content(stored.yml))
    return target if tables else None


def _swap(new: Path | None, target: Path, old: Path) -> None:
    old.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        os.rename(target, old)
    if new is not None:
        try:
            os.rename(new, target)
        except BaseException:
            if old.exists() and not target.exists():
                os.rename(old, target)
            raise


@contextlib.contextmanager
def staging() -> Iterator[Path]:
    """A folder for what is being fetched; nothing of it is left when the block ends."""
    folder().mkdir(parents=True, exist_ok=True)
    path = Path(tempfile.mkdtemp(prefix=".work-", dir=folder()))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
