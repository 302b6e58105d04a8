"""Is a report up to date? What it was made of, as short hashes, compared with what it would be made of now.

Imports and reads little, because this is all that a run does when nothing has changed.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from vagar_lib import paths
from vagar_lib.pipeline.parameters import cells
from vagar_lib.pipeline.plan import Job

# What a reader of the plan is told when a part of the key differs.
PARTS = {
    "notebook": "the notebook has changed",
    "report": "its entry in reports.yml has changed",
    "parameters": "other parameters",
    "data": "the data have changed",
    "settings": "files in parameters/ have changed",
    "library": "the library has changed",
    "packages": "other package versions",
}


def keys(jobs: Iterable[Job], edition: str) -> dict[str, dict[str, str]]:
    """What each job would be made of now.

    Parameters
    ----------
    jobs : iterable of Job
    edition : str
        Of the processed data.

    Returns
    -------
    dict
        Job id to a mapping with the names in `PARTS`, each a short hash.
    """
    jobs = list(jobs)
    shared = {
        "data": edition,
        "settings": _files(paths.parameters(), ["*.yml"], leave_out={"reports.yml"}),
        "library": _files(Path(__file__).resolve().parents[1], ["*.py", "pipeline/templates/*"]),
        "packages": _short([platform.python_version(), _files(paths.root(), ["requirements.lock"])]),
    }
    notebooks = {job.report.source: _short(cells(job.report.source)) for job in jobs}
    return {
        job.id: {
            "notebook": notebooks[job.report.source],
            "report": _short(job.report.model_dump()),
            "parameters": _short(job.parameters),
            **shared,
        }
        for job in jobs
    }


def why(job: Job, key: Mapping[str, str], entry: Mapping[str, Any] | None) -> str:
    """Why a job has to run, in words; nothing when it is up to date.

    Parameters
    ----------
    job : Job
    key : mapping
        Its key now, from `keys`.
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


def _files(folder: Path, patterns: list[str], leave_out: Iterable[str] = ()) -> str:
    found = sorted({path for pattern in patterns for path in folder.rglob(pattern) if path.is_file()})
    return _short(
        [
            (path.relative_to(folder).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest())
            for path in found
            if path.name not in leave_out
        ]
    )


def _short(content: Any) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
