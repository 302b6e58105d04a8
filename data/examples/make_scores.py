"""Make the example scores of megatrends: parameters/megatrend_scores.csv, and its checksum in the .yml beside it.

    python data/examples/make_scores.py

Nothing in the file is real: no person has made these assessments. They are drawn by chance with a fixed seed around
guesses of how each megatrend hits each municipality, so that the report has something to show until the region's
own assessments take their place. The same seed gives the same file on any computer: only the standard library is used.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from pathlib import Path
from random import Random

FILE = Path(__file__).resolve().parents[2] / "parameters" / "megatrend_scores.csv"
SEED = 2050
YEAR = 2026
ASSESSORS = {"23": 7, "2303": 5, "2305": 5, "2309": 6, "2313": 5, "2321": 6, "2326": 3, "2361": 5, "2380": 8}
GUESSES = {  # impact and urgency in the county as a whole
    "demografi": (4.2, 4.0),
    "klimat": (3.8, 3.6),
    "teknik": (3.6, 3.0),
    "globalisering": (3.0, 2.6),
    "territorium": (3.9, 3.3),
    "varderingar": (2.8, 2.5),
}
MORE = {  # how much more a municipality is hit than the county as a whole
    ("2380", "demografi"): -1.0,
    ("2380", "territorium"): -1.2,
    ("2380", "teknik"): 0.6,
    ("2321", "klimat"): 0.7,
    ("2321", "globalisering"): 1.2,
    ("2361", "klimat"): 0.6,
    ("2361", "globalisering"): 0.9,
    ("2303", "demografi"): 0.5,
    ("2303", "territorium"): 0.6,
    ("2313", "territorium"): 0.6,
    ("2305", "demografi"): 0.4,
}
SPREAD = {"globalisering": 1.3, "varderingar": 1.2, "teknik": 1.0}
ROLES = ("kommun", "region", "näringsliv", "civilsamhälle")


def rows(random: Random) -> list[list[str | int]]:
    """One row an assessor and megatrend; a few did not score everything."""
    found: list[list[str | int]] = []
    for region, assessors in ASSESSORS.items():
        for number in range(1, assessors + 1):
            role = ROLES[(number - 1) % len(ROLES)] if region != "23" else "region"
            leaning = random.gauss(0, 0.4)
            for megatrend, guesses in GUESSES.items():
                scores = [
                    round(random.gauss(guess + MORE.get((region, megatrend), 0) + leaning, SPREAD.get(megatrend, 0.7)))
                    for guess in guesses
                ]
                if random.random() > 0.04:
                    bounded = [min(5, max(1, score)) for score in scores]
                    found.append([region, YEAR, f"{region}-{number}", role, megatrend, *bounded])
    return found


def main() -> None:
    """Write the file and its checksum."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["region", "year", "assessor", "role", "megatrend", "impact", "urgency"])
    writer.writerows(rows(Random(SEED)))
    content = text.getvalue().encode()
    FILE.write_bytes(content)
    provenance = FILE.with_suffix(".yml")
    known = provenance.read_text(encoding="utf-8")
    checksum = f"sha256: {hashlib.sha256(content).hexdigest()}"
    provenance.write_text(re.sub(r"^sha256: .*$", checksum, known, flags=re.M), encoding="utf-8")


if __name__ == "__main__":
    main()
