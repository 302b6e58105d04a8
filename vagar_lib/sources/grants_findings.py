"""What is odd in a grants file? The rules about an ärende, and what stops a file or is only told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from vagar_lib.errors import BadInput
from vagar_lib.words import counted

COLUMNS = {"source": "str", "rule": "str", "case": "str", "row": "int64"}
_SHOWN = 10  # of a kind


@dataclass(frozen=True)
class Rule:
    """A finding about a whole ärende, which needn't make the file unreadable.

    Attributes
    ----------
    title, kept : str
        In Swedish: what was found, and what is done with it when the file is used even so.
    stops : bool
        Whether it stops a file that is not named under ``report_only``.
    """

    title: str
    kept: str
    stops: bool = True


RULES = {
    "conflicting_grant": Rule(
        "Olika beviljade belopp i samma ärende",
        "Det belopp som står på flest rader gäller, av lika många det som står sist.",
    ),
    "conflicting_facts": Rule(
        "Olika uppgifter om samma ärende",
        "Den uppgift som står på flest rader gäller, av lika många den som står sist.",
    ),
    "paid_above_grant": Rule("Mer utbetalt än beviljat", "Båda beloppen är kvar som de står."),
    "paid_before_decision": Rule("Utbetalning före beslutet", "Utbetalningen är kvar på sitt år."),
    "outside": Rule("Kommun utanför filens område", "Ärendet räknas i länet men inte i någon av dess kommuner."),
    "grant_missing": Rule("Beviljat belopp saknas", "Ärendet räknas, men inte i beviljade belopp.", stops=False),
    "recipient_unknown": Rule(
        "Mottagaren går inte att känna igen", "Varje sådant ärende räknas som en egen mottagare.", stops=False
    ),
}


class Findings:
    """What is wrong with one file: what stops it and, with ``report_only``, what is only told."""

    def __init__(self, file: str, source: str, report_only: set[str]):
        self.file = file
        self.source = source
        self._tells = report_only | {rule for rule, known in RULES.items() if not known.stops}
        self._stops: dict[str, list[tuple[int, str]]] = {}
        self._told: list[tuple[str, str, str, int]] = []

    def cells(self, column: str, rows: Iterable[int], words: Iterable[str]) -> None:
        """Cells that can't be read."""
        self._stops.setdefault(column, []).extend(zip(rows, words, strict=True))

    def rows_of(self, *columns: str) -> set[int]:
        """Rows that have a cell in one of the columns that can't be read."""
        return {row for column in columns for row, _ in self._stops.get(column, [])}

    def case(self, rule: str, case: str, row: int, words: str) -> None:
        """Something about an ärende, at one of its rows."""
        if rule in self._tells:
            self._told.append((self.source, rule, case, int(row)))
        else:
            hint = f"; to use the file even so, name {rule} under report_only in parameters/grants.yml"
            self._stops.setdefault(rule, []).append((int(row), words + hint))

    def told(self) -> pd.DataFrame:
        """What did not stop the file, with `COLUMNS`."""
        return pd.DataFrame(self._told, columns=[*COLUMNS]).astype(COLUMNS)

    def stop(self) -> None:
        """Raise if anything stops the file."""
        lines = []
        for found in self._stops.values():
            lines += [f"{self.file} row {row}: {words}" for row, words in found[:_SHOWN]]
            if len(found) > _SHOWN:
                lines.append(f"{self.file}: {counted(len(found) - _SHOWN, 'more row')} like the one above")
        if lines:
            raise BadInput(lines)
