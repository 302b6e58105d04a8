"""Make the example tables of working life: data/raw/exempel/*.csv, and their checksums in the .yml beside them.

    python data/examples/make_business.py

What grants are compared with (employed and companies by municipality and industry; those who lead companies, by sex,
country of birth and age) is ordered by a region from Statistics Sweden and is not public at this detail. These tables
have the same layout and are made up with a fixed seed: sums lie near the employment that Eurostat publishes for the
county, the rest are guesses. The same seed gives the same files: only the standard library is used.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable
from pathlib import Path
from random import Random

RAW = Path(__file__).resolve().parents[1] / "raw"
PEOPLE = RAW / "snapshot" / "folkmangd_alder_kon.csv"
SEED = 20182018
YEAR = "2018"
COUNTY = "23"
MUNICIPALITIES = ("2303", "2305", "2309", "2313", "2321", "2326", "2361", "2380")
EMPLOYED = {  # in the county, and employed a company
    "A": (4000, 1.6), "B": (200, 6), "C": (4000, 7), "D": (600, 12), "E": (400, 8), "F": (5000, 4), "G": (5500, 5),
    "H": (3000, 6), "I": (3500, 6), "J": (1200, 5), "K": (700, 6), "L": (900, 2), "M": (2800, 2.5), "N": (2200, 5),
    "O": (5600, 120), "P": (6600, 40), "Q": (12800, 30), "R": (1400, 2.5), "S": (1500, 2.2),
}  # fmt: skip
SPECIAL = {  # more of an industry than the number of people tells
    "2303": {"D": 3.0, "C": 1.4, "A": 1.6}, "2305": {"A": 1.6, "H": 1.8, "C": 1.2}, "2309": {"C": 1.2, "F": 1.3},
    "2313": {"A": 1.7, "C": 1.8, "D": 1.4}, "2321": {"I": 4.0, "R": 2.5, "N": 2.0, "F": 1.4},
    "2326": {"A": 2.2, "I": 1.3},
    "2361": {"I": 2.6, "A": 1.6, "C": 1.2, "R": 1.6}, "2380": {"O": 1.5, "J": 1.5, "M": 1.3, "Q": 1.1, "A": 0.4},
}  # fmt: skip
LEADERS = 9000
WOMEN = 0.29
BORN_ABROAD = {"K": 0.11, "M": 0.08}
AGES = {"18–30": 8, "31–44": 26, "45–54": 27, "55–64": 24, "65–": 15}


def working_age() -> dict[str, int]:
    """People of 20 to 64 years by municipality."""
    found = dict.fromkeys(MUNICIPALITIES, 0)
    with PEOPLE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["region"] in found and row["period"] == YEAR and 20 <= int(row["age"]) <= 64:
                found[row["region"]] += int(row["value"])
    return found


def industries(chance: Random, people: dict[str, int]) -> list[tuple[object, ...]]:
    """Rows of region, period, industry, variable and value; the county is the sum of its municipalities."""
    rows = []
    for section, (employed, size) in EMPLOYED.items():
        weight = {
            code: number * SPECIAL[code].get(section, 1.0) * chance.uniform(0.8, 1.2) for code, number in people.items()
        }
        whole = sum(weight.values())
        cells = {code: max(round(employed * part / whole), 0) for code, part in weight.items()}
        for variable, divisor in (("employed", 1.0), ("companies", size)):
            values = {code: round(number / divisor) for code, number in cells.items()}
            values[COUNTY] = sum(values.values())
            rows += [(code, YEAR, section, variable, number) for code, number in sorted(values.items())]
    return rows


def leaders(chance: Random, people: dict[str, int]) -> list[tuple[object, ...]]:
    """Rows of region, period, sex, birth, age and value; the county is the sum of its municipalities."""
    whole, county, rows = sum(people.values()), {}, []
    for code, number in sorted(people.items()):
        here = LEADERS * number / whole * chance.uniform(0.9, 1.2)
        for sex, share in (("K", WOMEN), ("M", 1 - WOMEN)):
            for birth, part in (("inrikes", 1 - BORN_ABROAD[sex]), ("utrikes", BORN_ABROAD[sex])):
                for age, weight in AGES.items():
                    value = round(here * share * part * weight / sum(AGES.values()) * chance.uniform(0.85, 1.15))
                    county[sex, birth, age] = county.get((sex, birth, age), 0) + value
                    rows.append((code, YEAR, sex, birth, age, value))
    return [*((COUNTY, YEAR, *key, value) for key, value in county.items()), *rows]


def write(name: str, header: Iterable[str], rows: Iterable[tuple[object, ...]]) -> None:
    """A table, and its checksum in the provenance beside it."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerows([header, *rows])
    content = buffer.getvalue().encode("utf-8")
    path = RAW / "exempel" / f"{name}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    known = path.with_suffix(".yml")
    digest = hashlib.sha256(content).hexdigest()
    known.write_text(re.sub(r"(?m)^sha256: .*$", f"sha256: {digest}", known.read_text("utf-8")), encoding="utf-8")


def make() -> None:
    """Write both tables."""
    chance, people = Random(SEED), working_age()
    write("naringsliv_exempel", ("region", "period", "industry", "variable", "value"), industries(chance, people))
    write("foretagsledare_exempel", ("region", "period", "sex", "birth", "age", "value"), leaders(chance, people))


if __name__ == "__main__":
    make()
