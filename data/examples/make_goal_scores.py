"""Make the example scores of goals: parameters/goal_scores.csv, and its checksum in the .yml beside it.

    python data/examples/make_goal_scores.py

Nothing in the file is real: no person has made these assessments. They are drawn by chance with a fixed seed around
guesses of how each goal influences each other, so that the report has something to show until the region's own
assessments take their place. The same seed gives the same file on any computer: only the standard library is used.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from pathlib import Path
from random import Random

FILE = Path(__file__).resolve().parents[2] / "parameters" / "goal_scores.csv"
SEED = 2030
YEAR = 2026
REGION = "23"
ROLES = ["region", "kommun", "kommun", "näringsliv", "civilsamhälle", "statlig myndighet", "samisk organisation"]
GOALS = [
    "befolkning",
    "arbete",
    "naringsliv",
    "jamlikt",
    "service",
    "klimat",
    "energi",
    "transporter",
    "natur",
    "saepmie",
]
GUESSES = {  # from each goal (row) to each other, in the same order
    "befolkning": [0, 1.8, 1.6, 0.4, 2.2, -1.2, -0.4, 0.2, -1.0, -0.3],
    "arbete": [2.2, 0, 2.3, 1.4, 1.0, -0.9, 0.1, -0.2, -0.7, 0.1],
    "naringsliv": [1.8, 2.5, 0, 0.3, 1.3, -1.5, 0.6, 0.2, -1.6, -1.2],
    "jamlikt": [1.3, 1.7, 1.1, 0, 0.6, 0.2, 0.0, 0.4, 0.2, 0.9],
    "service": [2.3, 1.2, 1.4, 1.5, 0, -0.6, 0.1, -0.4, -0.2, 0.8],
    "klimat": [0.1, 0.2, -0.3, 0.1, -0.7, 0, 2.1, 2.0, 1.7, 1.1],
    "energi": [0.5, 1.2, 1.7, 0.1, 0.6, 2.5, 0, 1.8, -1.7, -2.2],
    "transporter": [0.9, 1.0, 1.2, 0.7, 1.5, 2.2, 0.4, 0, -0.3, -0.4],
    "natur": [0.8, 0.1, -0.7, 0.3, 0.0, 1.8, -1.3, -0.6, 0, 2.3],
    "saepmie": [0.8, 0.5, 0.2, 1.7, 0.5, 0.6, -1.6, -0.3, 1.9, 0],
}
DISPUTED = {("energi", "saepmie"), ("energi", "natur"), ("saepmie", "energi"), ("naringsliv", "saepmie"),
            ("natur", "naringsliv"), ("klimat", "naringsliv"), ("befolkning", "natur")}  # fmt: skip
FAR = {("energi", "klimat"), ("klimat", "natur"), ("naringsliv", "klimat"), ("transporter", "klimat")}
EVIDENCE = ["forskning", "statistik", "erfarenhet", "antagande"]


def rows(random: Random) -> list[list[str | int]]:
    """One row an assessor and ordered pair; a few did not score everything."""
    found: list[list[str | int]] = []
    for number, role in enumerate(ROLES, 1):
        leaning = random.gauss(0, 0.25)
        for start, guesses in GUESSES.items():
            for end, guess in zip(GUESSES, guesses, strict=True):
                if start == end or random.random() < 0.03:
                    continue
                spread = 1.3 if (start, end) in DISPUTED else 0.6
                score = min(3, max(-3, round(random.gauss(guess + leaning, spread))))
                direct = "true" if random.random() < 0.35 + 0.2 * abs(guess) else "false"
                reach = "samhälle" if (start, end) in FAR else random.choice(["individ", "geografi", "samhälle"])
                evidence = random.choices(EVIDENCE, [2, 2, 5, 3])[0]
                found.append([REGION, YEAR, f"{REGION}-{number}", role, start, end, score, direct, reach, evidence])
    return found


def main() -> None:
    """Write the file and its checksum."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["region", "year", "assessor", "role", "from", "to", "score", "direct", "reach", "evidence"])
    writer.writerows(rows(Random(SEED)))
    content = text.getvalue().encode()
    FILE.write_bytes(content)
    provenance = FILE.with_suffix(".yml")
    known = provenance.read_text(encoding="utf-8")
    checksum = f"sha256: {hashlib.sha256(content).hexdigest()}"
    provenance.write_text(re.sub(r"^sha256: .*$", checksum, known, flags=re.M), encoding="utf-8")


if __name__ == "__main__":
    main()
