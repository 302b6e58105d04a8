"""What is new since the edition before? What two pages hold, compared: values, verdicts, definitions, figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from vagar_lib.pipeline.past import words

KINDS = ("verdict", "value", "revised", "lost", "definition", "indicator", "figure", "numbers")
"""What can be new, the weightiest first."""


@dataclass(frozen=True)
class Item:
    """Something that is new: one of `KINDS`, in words."""

    kind: str
    text: str


@dataclass(frozen=True)
class News:
    """What is new on a page.

    Attributes
    ----------
    since : str
        Name of the edition that it is compared with.
    when : str
        When that was made, ISO 8601.
    items : tuple of Item
        Nothing at all when all is as it was.
    """

    since: str
    when: str
    items: tuple[Item, ...]

    @property
    def summary(self) -> str:
        """How much is new, in a sentence."""
        return words.summary({kind: sum(item.kind == kind for item in self.items) for kind in KINDS})

    def first(self, most: int) -> list[Item]:
        """The weightiest, of several kinds where there are several: the first of each kind, then the second."""
        turns: dict[str, int] = {}
        ranked = []
        for item in self.items:
            turns[item.kind] = turns.get(item.kind, 0) + 1
            ranked.append((turns[item.kind], KINDS.index(item.kind), item))
        chosen = sorted(ranked, key=lambda rank: rank[:2])[:most]
        return [item for *_, item in sorted(chosen, key=lambda rank: (rank[1], rank[0]))]


def compare(before: Mapping[str, Any], now: Mapping[str, Any], since: str, when: str) -> News:
    """What is new on a page.

    Parameters
    ----------
    before, now : mapping
        What the pages hold, as `vagar_lib.pipeline.past.held.of_page` gives it.
    since, when : str
        Name of the edition that has the first of them, and when it was made.
    """
    items = [*_facts(before, now), *_figures(before, now)]
    return News(since, when, tuple(sorted(items, key=lambda item: KINDS.index(item.kind))))


def _facts(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Item]:
    old, new = ({_key(fact): fact for fact in page["facts"]} for page in (before, now))
    for key, fact in new.items():
        if earlier := old.get(key):
            yield from _fact(earlier, fact, now["region"])
    yield from _come_and_gone(old, new)


def _key(fact: Mapping[str, Any]) -> tuple[str, str, str]:
    return fact["id"], fact["region"], fact["sex"]


def _fact(old: Mapping[str, Any], new: Mapping[str, Any], page: str) -> Iterator[Item]:
    """What is new of an indicator; values in another unit, or by another definition, are not compared."""
    name = words.Named.of(new, page)
    if old["unit"] != new["unit"]:
        yield Item("definition", name.other_unit(old["unit"]))
        return
    if old["definition"] != new["definition"]:
        yield Item("definition", name.other_definition())
    for kind, word in new["verdicts"].items():
        if (earlier := old["verdicts"].get(kind)) and earlier != word:
            yield Item("verdict", name.verdict(kind, earlier, word))
    yield from _values(_known(old), new, name)


def _known(fact: Mapping[str, Any]) -> dict[str, float]:
    return {value[0]: value[1] for value in fact["values"] if value[1] is not None}


def _values(old: Mapping[str, float], fact: Mapping[str, Any], name: words.Named) -> Iterator[Item]:
    new = _known(fact)
    if not old and not new:
        return
    last = max(old, key=order, default="")
    later = sorted((one for one in new if one not in old and (not last or order(one) > order(last))), key=order)
    # A table tells the last value only: that the others are not there says nothing.
    series = len(old) > 1 and len(new) > 1
    if later:
        yield Item("value", name.later(later, new, last, old.get(last)))
    earlier = sorted((one for one in new if one not in old and one not in later), key=order) if series else []
    if earlier:
        yield Item("value", name.earlier(earlier))
    revised = sorted((one for one in new if one in old and name.differ(old[one], new[one])), key=order)
    if revised:
        yield Item("revised", name.revised(revised, old, new))
    reasons = {value[0]: value[2] if len(value) > 2 else "" for value in fact["values"]}
    lost = sorted((one for one in old if one not in new and (series or one in reasons)), key=order)
    if lost:
        yield Item("lost", name.lost(lost, reasons.get(lost[-1], "")))


def order(period: str) -> tuple[int, int]:
    """What periods are sorted by: the year they end, and the month.

    Examples
    --------
    >>> sorted(["2024-03", "2021-2024", "2023", "2024-11"], key=order)
    ['2023', '2024-03', '2024-11', '2021-2024']
    """
    if month := re.fullmatch(r"(\d{4})-(\d{2})", period):
        return int(month[1]), int(month[2])
    years = re.findall(r"\d{4}", period)
    return (int(years[-1]), 12) if years else (0, 0)


def _come_and_gone(old: Mapping[Any, Mapping[str, Any]], new: Mapping[Any, Mapping[str, Any]]) -> Iterator[Item]:
    labels = [list(dict.fromkeys(fact["label"] for fact in side.values())) for side in (old, new)]
    come, gone = ([one for one in labels[at] if one not in labels[1 - at]] for at in (1, 0))
    for kind, names in (("come", come), ("gone", gone)):
        if names:
            yield Item("indicator", words.indicators(names, kind))


def _figures(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Item]:
    """New and dropped figures, and those whose numbers differ though no value above tells of it."""
    old, new = ({one["id"]: one for one in page["shown"] if not one["source"]} for page in (before, now))
    for kind, names in (
        ("come", [one["name"] for key, one in new.items() if key not in old]),
        ("gone", [one["name"] for key, one in old.items() if key not in new]),
    ):
        if names:
            yield Item("figure", words.figures(names, kind))
    other = [one for key, one in new.items() if key in old and old[key]["digest"] != one["digest"]]
    others = [one["name"] for one in other if not one["facts"]]
    if others:
        yield Item("numbers", words.other_numbers(others, example=all(one["example"] for one in other)))
