"""What is new, in Swedish: values, revisions and verdicts with the names and units of their indicators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vagar_lib.display import sentences, text
from vagar_lib.display.chart import period
from vagar_lib.display.table import REASONS
from vagar_lib.metrics.precision import rounded, shown_difference

MOST = 5
"""Names in a sentence; of more, the rest is counted."""
_COUNTED = {
    "verdict": ("omdöme har ändrats", "omdömen har ändrats"),
    "value": ("uppgift har fått nya värden", "uppgifter har fått nya värden"),
    "revised": ("uppgift har fått ändrade värden", "uppgifter har fått ändrade värden"),
    "lost": ("uppgift saknar värden som fanns", "uppgifter saknar värden som fanns"),
    "definition": ("definition har ändrats", "definitioner har ändrats"),
}
_JUDGED = {
    "omdöme": "omdömet om {label} har gått från ”{old}” till ”{new}”",
    "utveckling": "utvecklingen för {label} har gått från ”{old}” till ”{new}”",
    "läge": "läget mot riket för {label} har gått från ”{old}” till ”{new}”",
}
NOTHING = "Inga uppgifter, omdömen eller figurer har ändrats."
UNJUDGED = "Värdena är enkätsvar med en osäkerhet, och skillnaden bedöms inte."


@dataclass(frozen=True)
class Named:
    """An indicator of a place as a sentence names it, and how its values are written."""

    label: str
    where: str
    unit: str
    decimals: int
    survey: bool
    example: bool

    @classmethod
    def of(cls, fact: Mapping[str, Any], page: str) -> Named:
        """What a fact is called on the page of a region: the place is named where it is another."""
        sex = sentences.SEX_WORDS.get(fact["sex"])
        return cls(
            fact["label"] + (f" bland {sex}" if sex else ""),
            "" if fact["region"] == page else f" i {fact['where']}",
            fact["unit"],
            fact["decimals"],
            fact["survey"],
            fact.get("example", False),
        )

    def _said(self, sentence: str) -> str:
        return f"{'Exempeldata: ' if self.example else ''}{text.upper_first(sentence)}"

    def _written(self, value: float) -> str:
        if self.unit.startswith("index"):
            return text.number(value, self.decimals)
        return text.quantity(value, self.unit, self.decimals)

    def _short(self, value: float) -> str:
        return text.number(value, self.decimals) if "per " in self.unit else self._written(value)

    def differ(self, one: float, other: float) -> bool:
        """Whether two values differ as they are written."""
        return rounded(one, self.decimals) != rounded(other, self.decimals)

    def later(self, periods: Sequence[str], new: Mapping[str, float], last: str, before: float | None) -> str:
        """That there are newer values than before; the last of them beside the last before."""
        at = periods[-1]
        many = f"nya värden för {_periods(periods)}, senast" if len(periods) > 1 else f"ett värde för {period(at)}:"
        when = f" ({period(at)})" if len(periods) > 1 else ""
        said = f"{self.label}{self.where} har fått {many} {self._written(new[at])}{when}"
        if before is None:
            return self._said(f"{said}.")
        beside = f"{said}; {period(last)} var det {self._short(before)}."
        return self._said(beside + (f" {UNJUDGED}" if self.survey and self.differ(before, new[at]) else ""))

    def earlier(self, periods: Sequence[str]) -> str:
        """That there are values for periods before the last one known."""
        return self._said(f"{self.label}{self.where} har fått värden även för {_periods(periods)}.")

    def revised(self, periods: Sequence[str], old: Mapping[str, float], new: Mapping[str, float]) -> str:
        """That values known before are others now, the one that has changed most with its size."""
        at = max(periods, key=lambda one: abs(new[one] - old[one]))
        change = shown_difference(new[at], old[at], self.decimals)
        plain = "per " in self.unit or self.unit.startswith("index")
        size = text.number(abs(change), self.decimals) if plain else text.difference(change, self.unit, self.decimals)
        moved = f"från {self._short(old[at])} till {self._written(new[at])}"
        size = f"{size} {'högre' if change > 0 else 'lägre'}"
        if len(periods) == 1:
            head = f"{self.label}{self.where}: värdet för {period(at)} har ändrats {moved}"
        else:
            many = f"{sentences.count(len(periods))} värden för {_periods(periods)}"
            head = f"{self.label}{self.where}: {many} har ändrats, mest {period(at)}, {moved}"
        return self._said(f"{head} ({size}).")

    def lost(self, periods: Sequence[str], status: str) -> str:
        """That values are not there any more, and why where that is known."""
        why = f" ({REASONS[status]})" if status in REASONS else ""
        one = "värdet" if len(periods) == 1 else "värdena"
        return self._said(f"{self.label}{self.where}: {one} för {_periods(periods)} finns inte längre{why}.")

    def verdict(self, kind: str, old: str, new: str) -> str:
        """That a verdict is another."""
        parts = {"label": text.lower_first(self.label) + self.where, "old": old, "new": new}
        lower = {name: text.lower_first(part) if name != "label" else part for name, part in parts.items()}
        return self._said(_JUDGED[kind].format(**lower) + ".")

    def other_unit(self, old: str) -> str:
        """That the unit is another."""
        return self._said(f"{self.label}{self.where} mäts nu i {self.unit} och inte i {old}; värdena jämförs inte.")

    def other_definition(self) -> str:
        """That the definition is another."""
        return self._said(f"{self.label}: definitionen har ändrats, så tidigare värden kan ha mätt något annat.")


def _periods(periods: Sequence[str]) -> str:
    """Periods in running text: up to three by name, and more as a span.

    Examples
    --------
    >>> _periods(["2023", "2024"]), _periods(["2011", "2012", "2013", "2014"])
    ('2023 och 2024', '2011–2014')
    """
    if len(periods) <= 3:
        return text.listed(map(period, periods))
    first, last = period(periods[0]), period(periods[-1])
    return text.span(first, last) if first.isdigit() and last.isdigit() else f"{first} till {last}"


def indicators(names: Sequence[str], kind: str) -> str:
    """That indicators have come ('come'), or are gone ('gone')."""
    head = {
        "come": ("Ny uppgift", "Nya uppgifter"),
        "gone": ("Uppgift som inte längre är med", "Uppgifter som inte längre är med"),
    }[kind]
    return f"{head[len(names) > 1]}: {_some(names)}."


def figures(names: Sequence[str], kind: str) -> str:
    """That figures and tables have come ('come'), or are gone ('gone')."""
    head = {
        "come": ("Ny figur eller tabell", "Nya figurer och tabeller"),
        "gone": ("Figur eller tabell som inte längre är med", "Figurer och tabeller som inte längre är med"),
    }[kind]
    return f"{head[len(names) > 1]}: {_some(names)}."


def other_numbers(names: Sequence[str], *, example: bool) -> str:
    """That figures and tables have other numbers, of which nothing more is said."""
    head = "Siffrorna har ändrats i" if len(names) > 1 else "Siffrorna har ändrats i en figur eller tabell:"
    many = f" {sentences.count(len(names))} figurer och tabeller:" if len(names) > 1 else ""
    return f"{'Exempeldata: ' if example else ''}{head}{many} {_some(names)}."


def _some(names: Sequence[str]) -> str:
    if len(names) <= MOST:
        return "; ".join(names)
    return f"{'; '.join(names[:MOST])} och {sentences.count(len(names) - MOST)} till"


def summary(counts: Mapping[str, int]) -> str:
    """How much is new, in a sentence.

    Parameters
    ----------
    counts : mapping
        How many there are of each of `vagar_lib.pipeline.past.news.KINDS`.

    Examples
    --------
    >>> summary({"verdict": 1, "value": 3, "figure": 0})
    'Ett omdöme har ändrats och tre uppgifter har fått nya värden.'
    >>> summary({"value": 0})
    'Inga uppgifter, omdömen eller figurer har ändrats.'
    """
    told = [
        f"{sentences.count(counts[kind], neuter=kind == 'verdict')} {_COUNTED[kind][counts[kind] > 1]}"
        for kind in _COUNTED
        if counts.get(kind)
    ]
    if told:
        return f"{text.upper_first(text.listed(told))}."
    return "Innehållet i rapporten har ändrats." if any(counts.values()) else NOTHING
