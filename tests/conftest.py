"""What several tests share: the real data built once, and projects of one's own to break."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import yaml
from playwright.sync_api import Browser

from tests.site import browser as checks
from vagar_lib import paths

# A busy machine is slow, not wrong.
hypothesis.settings.register_profile("vagar", deadline=None)
hypothesis.settings.load_profile("vagar")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The one Chromium of all tests: Playwright can drive no more than one in a process."""
    with checks.chromium() as opened:
        yield opened


@pytest.fixture(scope="session")
def built() -> Path:
    """The checkout with its processed data built from the real figures; not to be written to.

    Returns its root. Skips the build when nothing has changed, so it costs next to nothing the second time.
    """
    from vagar_lib.pipeline import data

    data.build()
    return paths.root()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of raw data, parameters and notebooks in a root of its own, free to break; nothing is built in it."""
    checkout = paths.root()
    for folder in (paths.raw(), paths.parameters(), paths.notebooks()):
        if folder.exists():
            shutil.copytree(folder, tmp_path / folder.relative_to(checkout), ignore=_NOT_COPIED)
    monkeypatch.setenv("VAGAR_ROOT", str(tmp_path))
    return tmp_path


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A root with only the region register and Kolada's catalogue as raw data, and no indicators."""
    snapshot, parameters = paths.raw() / "snapshot", paths.parameters()
    (tmp_path / "data" / "raw" / "snapshot").mkdir(parents=True)
    (tmp_path / "parameters").mkdir()
    for name in ("regions", "kolada_groups", "kolada_kpi_catalogue"):
        for suffix in (".csv", ".yml"):
            shutil.copy2(snapshot / f"{name}{suffix}", tmp_path / "data" / "raw" / "snapshot")
    for name in ("vocabulary.yml", "profile.yml", "words.txt"):
        shutil.copy2(parameters / name, tmp_path / "parameters")
    (tmp_path / "parameters" / "indicators.yml").write_text("[]\n", encoding="utf-8")
    monkeypatch.setenv("VAGAR_ROOT", str(tmp_path))
    return tmp_path


@pytest.fixture
def write_table() -> Callable[..., Path]:
    """Write a raw table with its provenance into the current root; keywords replace fields of the provenance.

    ``write_table("elpris", "region,period,value\\n23,2024,41.5\\n", unit="öre per kWh")`` returns the csv's path.
    """

    def write(name: str, csv: str, *, source: str = "egna", **fields: Any) -> Path:
        path = paths.raw() / source / f"{name}.csv"
        path.parent.mkdir(exist_ok=True)
        path.write_text(csv, encoding="utf-8")
        known = {
            "title": "Ett mått",
            "publisher": "Regionen",
            "licence": "CC0",
            "unit": "antal",
            "retrieved": "2026-11-23",
            "definition": "Vad som mäts.",
            "levels": ["riket", "län", "kommun"],
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        } | fields
        text = yaml.safe_dump(known, allow_unicode=True, sort_keys=False).replace(
            "'2026-11-23'", "2026-11-23"
        )
        path.with_suffix(".yml").write_text(text, encoding="utf-8")
        return path

    return write


_NOT_COPIED = shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__")
