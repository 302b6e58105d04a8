"""What has been run? ``outputs/run.json``: the last outcome of every report and place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from vagar_lib import paths
from vagar_lib.pipeline import files


def path() -> Path:
    """File of the record."""
    return paths.outputs() / "run.json"


def read() -> dict[str, Any]:
    """The record, with at least ``reports``: job id ('nulage/2303') to entry; empty if there is none to read.

    Of the last run it says state, started, finished, version, data_edition and live_edition: the id of the fetched
    figures in use, or 'snapshot'.

    An entry has state (ok, failed or up_to_date), started, finished, seconds, parameters, data_edition, version,
    key, page, notebook, info (title, place and findings of the page) and error (cell, source, ename, evalue and
    traceback; null when all is well). Paths are relative to the project's folder.
    """
    try:
        record = json.loads(path().read_text(encoding="utf-8"))
        return record if isinstance(record.get("reports"), dict) else {"reports": {}}
    except (FileNotFoundError, ValueError, AttributeError):
        return {"reports": {}}


def update(entries: Mapping[str, Mapping[str, Any]], **about: Any) -> None:
    """Put entries into the record, and what is said about the run as a whole; the others stay.

    The file is replaced in one step, so that it is whole whenever someone reads it.
    """
    record = read()
    record = {**record, **about, "reports": {**record["reports"], **entries}}
    files.write_text(path(), json.dumps(record, ensure_ascii=False, indent=1) + "\n")
