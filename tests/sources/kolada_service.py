"""Kolada's API v3 on this machine, with made-up figures that follow from the codes, so that tests can work them out."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import Any
from zlib import crc32

from tests.sources.service import Asked, Reply, Service
from vagar_lib import paths, regions

GENDERS = {True: ("T", "K", "M"), False: ("T",)}


def figure(kpi: str, place: str, year: int, gender: str = "T") -> float:
    """The value of a key figure for a place in Kolada and a year."""
    return crc32(f"{kpi} {place} {year} {gender}".encode()) % 10_000 / 10


class KoladaService(Service):
    """Answers for what is in ``kpis``, a catalogue that tests may change, and for every place there is.

    ``cells`` replaces single values: (kpi, place, year, gender) to fields of a value. ``silent`` is what is never
    answered: a kpi, a place, or both. ``years`` are those with values.
    """

    def __init__(self) -> None:
        super().__init__()
        self.kpis: dict[str, dict[str, Any]] = {}
        self.places = {place.kolada: place.name for place in map(regions.region, regions.codes())}
        self.groups: dict[str, list[str]] = {}
        self.cells: dict[tuple[str, str, int, str], dict[str, Any]] = {}
        self.changed: dict[tuple[str, str, int, str], str] = {}
        self.silent: set[str | tuple[str, str]] = set()
        self.years: Iterable[int] = (2023, 2024, 2025)
        self.per_page = 5000
        self.loop = False
        with (paths.raw() / "snapshot" / "kolada_groups.csv").open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                self.groups.setdefault(row["group"], []).append(row["kolada"])

    def have(self, kpi: str, title: str, *, sex: bool = False, level: str = "A", **more: Any) -> None:
        """Put a key figure in the catalogue."""
        self.kpis[kpi] = {
            "id": kpi, "title": title, "description": f"Beskrivning av {title}.", "is_divided_by_gender": sex,
            "municipality_type": level, "auspice": "X", "operating_area": "Befolkning", "perspective": "Resurser",
            "prel_publication_date": None, "publication_date": "2027-02-24", "publ_period": "2026",
            "has_ou_data": False, **more,
        }  # fmt: skip

    def have_all_of_the_register(self) -> None:
        """Put every key figure of the project's own catalogue in this one."""
        with (paths.raw() / "snapshot" / "kolada_kpi_catalogue.csv").open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                date = row["publication_date"] or None
                self.have(row["id"], row["title"], sex=row["sex"] == "true", level=row["level"], publication_date=date)

    def answer(self, asked: Asked) -> Reply:
        parts = asked.path.strip("/").split("/")
        match parts:
            case ["kpi"]:
                return self._page(asked, [*self.kpis.values()])
            case ["municipality"]:
                places = [{"id": id, "title": name, "type": "L" if id.startswith("00") else "K"}
                          for id, name in self.places.items()]  # fmt: skip
                return self._page(asked, places)
            case ["municipality_groups"]:
                groups = [{"id": id, "title": id, "members": [*map(self._member, members)]}
                          for id, members in self.groups.items()]  # fmt: skip
                return self._page(asked, groups)
            case ["data", "kpi", ids, "municipality", places, "year", years]:
                segments = [part.split(",") for part in (ids, places, years)]
                if max(map(len, segments)) > 25:
                    return Reply({"detail": "Too many ids in a path segment"}, 400)
                return self._page(asked, self._data(*segments, asked.query.get("from_date", "")))
        return Reply(b"<html><h1>Not Found</h1></html>", 404, {"Content-Type": "text/html"})

    def _member(self, id: str) -> dict[str, str]:
        return {"member_id": id, "member_title": self.places.get(id, id)}

    def _data(self, ids: list[str], places: list[str], years: list[str], since: str) -> list[dict[str, Any]]:
        found = []
        for kpi in ids:
            for place in places:
                if kpi not in self.kpis or {kpi, place, (kpi, place)} & self.silent:
                    continue
                for year in sorted({*map(int, years)} & {*self.years}):
                    values = [
                        self._value(kpi, place, year, gender)
                        for gender in GENDERS[self.kpis[kpi]["is_divided_by_gender"]]
                        if self.changed.get((kpi, place, year, gender), "") >= since
                    ]
                    if values:
                        found.append({"kpi": kpi, "municipality": place, "period": year, "values": values})
        return found

    def _value(self, kpi: str, place: str, year: int, gender: str) -> dict[str, Any]:
        value = {"gender": gender, "count": 1, "status": "", "value": figure(kpi, place, year, gender)}
        return {**value, "isdeleted": False, **self.cells.get((kpi, place, year, gender), {})}

    def _page(self, asked: Asked, values: list[Any]) -> Reply:
        size = min(int(asked.query.get("per_page", 5000)), self.per_page)
        page = int(asked.query.get("page", 1))
        shown = values[(page - 1) * size : page * size]
        more = page * size < len(values)
        since = f"&from_date={asked.query['from_date']}" if "from_date" in asked.query else ""
        following = 1 if self.loop and page == 2 else page + 1
        link = f"{self.url}{asked.path}?page={following}&per_page={size}{since}" if more else None
        return Reply({"values": shown, "count": len(shown), "next_url": link, "previous_url": None})
