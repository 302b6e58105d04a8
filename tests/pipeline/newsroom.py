"""A project of one's own with Kolada on this machine, for tests of what a fetch leaves behind."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.sources.kolada_service import KoladaService
from tests.sources.service import serving
from vagar_lib import paths
from vagar_lib.cli import main
from vagar_lib.pipeline.live import fetch
from vagar_lib.sources.fetch.client import Patience

ENTRY = {
    "title": "Titel N00001", "label": "Mått", "definition": "Ett mått.", "unit": "procent", "decimals": 1,
    "direction": "higher", "sdg": [], "dimension": "social", "theme": "Befolkning",
    "levels": ["riket", "län", "kommun"],
}  # fmt: skip


class Newsroom:
    """The project's root, its Kolada, and the ``vagar`` command."""

    def __init__(self, root: Path, kolada: KoladaService, capsys: pytest.CaptureFixture[str]):
        self.root, self.kolada, self._capsys = root, kolada, capsys

    def register(self, *ids: str, **fields: Any) -> None:
        """Write the register: these Kolada ids, which are in the catalogue too."""
        entries = []
        for id in ids:
            self.kolada.have(id, f"Titel {id}", publication_date=None)
            entries.append({"id": id, **ENTRY, "title": f"Titel {id}", "sources": [{"kolada": id}], **fields})
        text = yaml.safe_dump(entries, allow_unicode=True, sort_keys=False)
        (paths.parameters() / "indicators.yml").write_text(text, encoding="utf-8")

    def vagar(self, *arguments: str) -> tuple[int, str]:
        """Exit status of a command, and what it says."""
        self._capsys.readouterr()
        try:
            status = main([*arguments])
        except SystemExit as exit:
            status = exit.code
        said = self._capsys.readouterr()
        return status, said.out + said.err

    def fetch(self, *more: str, status: int = 0) -> str:
        """Fetch three places; gives what was said."""
        regions = [part for code in ("00", "23", "2303") for part in ("--region", code)] if "--all" not in more else []
        found, said = self.vagar("fetch", "kolada", *regions, *(word for word in more if word != "--all"))
        assert found == status, said
        return said

    def edition(self) -> str:
        """The one in use."""
        return (paths.root() / "data" / "editions" / "current").read_text(encoding="utf-8")

    def raw(self) -> dict[str, str]:
        """Checksum of every file of the live tables in use."""
        found = sorted((paths.raw() / "kolada").glob("*"))
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in found}

    def rows(self, table: str) -> list[list[str]]:
        """A raw table as it is written, without its header."""
        lines = (paths.raw() / "kolada" / f"{table}.csv").read_text(encoding="utf-8").splitlines()
        return [line.split(",") for line in lines[1:]]

    def provenance(self, table: str) -> dict[str, Any]:
        """The yml beside a raw table."""
        return yaml.safe_load((paths.raw() / "kolada" / f"{table}.yml").read_text(encoding="utf-8"))


def places(rows: Iterable[list[str]]) -> list[str]:
    """The regions of some rows, each once."""
    return [*dict.fromkeys(row[0] for row in rows)]


def _shipped_catalogue(*ids: str) -> None:
    """Let the catalogue that the project ships have these ids only."""
    path = paths.raw() / "snapshot" / "kolada_kpi_catalogue.csv"
    old = hashlib.sha256(path.read_bytes()).hexdigest()
    header = path.read_text(encoding="utf-8").splitlines()[0]
    path.write_text(
        "\n".join([header, *(f"{id},Titel {id},false,A,Befolkning,,2026" for id in ids), ""]), encoding="utf-8"
    )
    about = path.with_suffix(".yml")
    new = hashlib.sha256(path.read_bytes()).hexdigest()
    about.write_text(about.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


@pytest.fixture
def newsroom(small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """A project with one indicator, N00001, which Kolada has for 2023 to 2025."""
    monkeypatch.setattr(fetch, "RATE", 1000.0)
    monkeypatch.setattr(fetch, "PATIENCE", Patience(attempts=3, wait=0.01, longest=0.2, connect=2, read=1.0, whole=10))
    monkeypatch.setenv("COLUMNS", "160")
    with serving(KoladaService()) as kolada:
        monkeypatch.setenv("VAGAR_KOLADA_URL", kolada.url)
        _shipped_catalogue("N00001", "N00002")
        there = Newsroom(small, kolada, capsys)
        there.register("N00001")
        yield there
