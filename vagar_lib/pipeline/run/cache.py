"""Is a report up to date? What it was made of, as short hashes, compared with what it would be made of now.

What of the data and of the settings a report rests on is known from its last run: the loaders noted what they read.
Imports and reads little, because this is all that a run does when nothing has changed.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from vagar_lib import paths
from vagar_lib.pipeline import files, partitions
from vagar_lib.pipeline.parameters import cells
from vagar_lib.pipeline.run import code
from vagar_lib.pipeline.run.plan import Job

# What a reader of the plan is told when a part of the key differs.
PARTS = {
    "notebook": "the notebook has changed",
    "report": "its entry in reports.yml has changed",
    "parameters": "other parameters",
    "data": "the data have changed",
    "settings": "files in parameters/ or data/raw/ have changed",
    "library": "the library has changed",
    "packages": "other package versions",
}
Reads = list[list[Any]]


class Now:
    """What reports would be made of now.

    Parameters
    ----------
    edition : str
        Of the processed data.
    """

    def __init__(self, edition: str):
        self._edition = edition
        self._library = code.Library()
        self._notebooks: dict[Path, tuple[str, str]] = {}
        self._entries: dict[str, str] = {}
        self._digests: dict[str, str] = {}
        self._lists: dict[str, str] = {}

    def key(self, job: Job, before: Mapping[str, Any] | None = None) -> dict[str, str]:
        """The key of a job: a short hash for each name in `PARTS`, and the edition of the data.

        Parameters
        ----------
        job : Job
        before : mapping, optional
            Its key after its last run. Without it nothing is known of what it reads.
        """
        notebook, library = self._notebook(job.report.source)
        before = before or {}
        return {
            "notebook": notebook,
            "report": self._report(job),
            "parameters": _short(job.parameters),
            "data": self._data(job, before),
            "settings": self._settings(before.get("files", "")),
            "library": library,
            "packages": self._packages,
            "edition": self._edition,
            "files": before.get("files", ""),
        }

    def after(self, key: Mapping[str, str], reads: Reads) -> dict[str, str]:
        """The key of a job that has just been run, now that it is known what it read."""
        return {
            **key,
            "data": self._parts.digest(reads),
            "settings": self._settings(kept := _kept(what[1] for what in reads if what[0] == "file")),
            "files": kept,
        }

    def _report(self, job: Job) -> str:
        if job.report.id not in self._entries:
            self._entries[job.report.id] = _short(job.report.model_dump())
        return self._entries[job.report.id]

    def _data(self, job: Job, before: Mapping[str, Any]) -> str:
        if before.get("edition") == self._edition:
            return before.get("data", "")
        reads = self._reads.get(job.id)
        return self._parts.digest(reads) if reads is not None else self._edition

    def _settings(self, kept: str) -> str:
        """Digest of the files that a list names, and of the outlines of places, which every map is drawn from."""
        if kept not in self._lists:
            names = _listed(kept) if kept else []
            found = [(name, self._digest(name)) for name in [*names, "data/processed/geometry/regions.parquet"]]
            self._lists[kept] = _short(found)
        return self._lists[kept]

    def _digest(self, name: str) -> str:
        if name not in self._digests:
            path = paths.root() / name
            try:
                content = "\n".join(sorted(os.listdir(path))).encode() if path.is_dir() else path.read_bytes()
                self._digests[name] = hashlib.sha256(content).hexdigest()
            except OSError:
                self._digests[name] = ""
        return self._digests[name]

    def _notebook(self, source: Path) -> tuple[str, str]:
        """Digests of the cells of a notebook, and of what its code imports."""
        if source not in self._notebooks:
            found = cells(source)
            text = "\n".join(cell["source"] for cell in found if cell["cell_type"] == "code")
            self._notebooks[source] = _short(found), self._library.digest(text)
        return self._notebooks[source]

    @cached_property
    def _packages(self) -> str:
        return _short([platform.python_version(), self._digest("requirements.lock")])

    @cached_property
    def _parts(self) -> partitions.Parts:
        from vagar_lib.pipeline import data

        built = data.built()
        return partitions.Parts(partitions.read(), int(built.compiled[:4]) if built else 0)

    @cached_property
    def _reads(self) -> dict[str, Reads]:
        return read_reads()


def why(job: Job, key: Mapping[str, str], entry: Mapping[str, Any] | None) -> str:
    """Why a job has to run, in words; nothing when it is up to date.

    Parameters
    ----------
    job : Job
    key : mapping
        Its key now, from `Now`.
    entry : mapping, optional
        Its entry in the run record.
    """
    if entry is None:
        return "new"
    if entry.get("state") == "failed":
        return "failed last time"
    if not job.page.exists() or not job.notebook.exists():
        return "its page is missing"
    before = entry.get("key", {})
    return ", ".join(PARTS[part] for part in PARTS if before.get(part) != key[part])


def read_reads() -> dict[str, Reads]:
    """What each job read when it was last run, by job id."""
    try:
        kept = json.loads(_reads_path().read_text(encoding="utf-8"))
        return {name: [kept["reads"][one] for one in read] for name, read in kept["jobs"].items()}
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def shared(reads: Reads, known: dict[str, Any]) -> Reads:
    """The same reads, those that other jobs made too being the same objects; ``known`` holds the ones seen so far."""
    return [known.setdefault(_short(one), one) for one in reads]


def keep_reads(new: Mapping[str, Reads]) -> None:
    """Remember what some jobs read; the others stay. What several read alike is kept once."""
    every = {**read_reads(), **new}
    named = {name: {_short(one): one for one in reads} for name, reads in every.items()}
    kept = {
        "jobs": {name: list(reads) for name, reads in named.items()},
        "reads": {short: one for reads in named.values() for short, one in reads.items()},
    }
    files.write_text(_reads_path(), json.dumps(kept, ensure_ascii=False, separators=(",", ":")) + "\n")


def _reads_path() -> Path:
    return paths.outputs() / "cache" / "reads.json"


def _kept(names: Iterable[str]) -> str:
    """Keep a list of files, and give what it can be found by."""
    text = "\n".join(sorted(set(names)))
    short = _short(text)
    path = paths.outputs() / "cache" / "files" / f"{short}.txt"
    if not path.exists():
        files.write_text(path, text)
    return short


def _listed(kept: str) -> list[str]:
    try:
        return (paths.outputs() / "cache" / "files" / f"{kept}.txt").read_text(encoding="utf-8").split("\n")
    except FileNotFoundError:  # the cache has been removed: nothing is known of what was read
        return [""]


def _short(content: Any) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
