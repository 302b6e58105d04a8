"""Verdicts in a few groups, so that they can be counted and coloured: which way does it go?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import pandas as pd

from vagar_lib.display import text, theme
from vagar_lib.display.chart import Chart, Measure
from vagar_lib.display.sentences import count
from vagar_lib.display.tally import tally
from vagar_lib.indicator_entry import DIMENSIONS
from vagar_lib.indicators import Register
from vagar_lib.regions import Region

TOWARDS, SLOWLY, FLAT, WRONG, UNJUDGED = (
    "Åt rätt håll",
    "För långsamt",
    "Ingen säker förändring",
    "Åt fel håll",
    "Bedöms inte",
)
GROUPS = {
    TOWARDS: ("▲", theme.BETTER),
    SLOWLY: ("△", theme.EARLIER),
    FLAT: ("■", theme.QUIET),
    WRONG: ("▼", theme.WORSE),
    UNJUDGED: ("–", theme.RULE),
}
"""Symbol and colour of each group, in the order they are told."""
GROUP_OF = {
    "met": TOWARDS,
    "on_track": TOWARDS,
    "strong_improvement": TOWARDS,
    "improvement": TOWARDS,
    "slow": SLOWLY,
    "limited": SLOWLY,
    "flat": FLAT,
    "away": WRONG,
    "missed": WRONG,
    "decline": WRONG,
    "strong_decline": WRONG,
    "increase": UNJUDGED,
    "decrease": UNJUDGED,
    "few": UNJUDGED,
    "stale": UNJUDGED,
    "ended": UNJUDGED,
}
"""Which group each verdict belongs to."""
TONE_OF = {
    "met": "best",
    "on_track": "best",
    "strong_improvement": "best",
    "improvement": "good",
    "slow": "good",
    "limited": "bad",
    "flat": "even",
    "decline": "bad",
    "strong_decline": "worst",
    "away": "worst",
    "missed": "worst",
}
"""The background of each verdict in a table; those that aren't judged have none."""


def of_place(judged: pd.DataFrame, place: Region, sex: str = "T") -> pd.DataFrame:
    """The verdicts of one place, both sexes together unless told otherwise."""
    return judged[(judged["region"] == place.code) & (judged["sex"] == sex)]


def groups_of(rows: pd.DataFrame) -> pd.Series:
    """How many verdicts there are in each group, by its name and in order; none is 0."""
    found = Counter(map(GROUP_OF.get, rows["verdict"]))
    return pd.Series({group: found[group] for group in GROUPS})


def counted(rows: pd.DataFrame) -> str:
    """How the verdicts of some indicators fall, in sentences.

    Examples
    --------
    >>> counted(pd.DataFrame({"verdict": ["improvement", "improvement", "decline", "few"]}))
    'Av fyra indikatorer går två åt rätt håll och en åt fel håll. En bedöms inte.'
    >>> counted(pd.DataFrame({"verdict": ["flat", "stale"]}))
    'Av två indikatorer visar en ingen säker förändring och en bedöms inte.'
    >>> counted(pd.DataFrame({"verdict": ["met", "improvement"]}))
    'Båda indikatorerna går åt rätt håll.'
    """
    found, size = groups_of(rows), len(rows)
    if size == 1:
        return _ALONE[found.idxmax()]
    if found.max() == size and found.idxmax() != UNJUDGED:
        all_of = f"{'Båda' if size == 2 else f'Alla {count(size)}'} indikatorerna"
        return f"{all_of} visar {FLAT.lower()}." if found[FLAT] else f"{all_of} går {_GOING[found.idxmax()]}."
    going = [f"{count(found[group])} {words}" for group, words in _GOING.items() if found[group]]
    left = [f"{count(found[UNJUDGED])} bedöms inte"] if found[UNJUDGED] else []
    flat = count(found[FLAT])
    whole = f"Av {count(size)} indikatorer"
    if going:
        rest = ([f"{flat} visar ingen säker förändring"] if found[FLAT] else []) + left
        return f"{whole} går {text.listed(going)}." + (f" {text.upper_first(text.listed(rest))}." if rest else "")
    if found[FLAT]:
        return f"{whole} visar {text.listed([f'{flat} ingen säker förändring', *left])}."
    return f"Utvecklingen kan inte bedömas för någon av {count(size)} indikatorer."


_GOING = {TOWARDS: "åt rätt håll", SLOWLY: "åt rätt håll men för långsamt", WRONG: "åt fel håll"}
_ALONE = {group: f"Den enda indikatorn går {words}." for group, words in _GOING.items()} | {
    FLAT: "Den enda indikatorn visar ingen säker förändring.",
    UNJUDGED: "Den enda indikatorns utveckling kan inte bedömas.",
}


def tallied(rows: pd.DataFrame, parts: Mapping[str, Iterable[str]], label: str, head: str) -> Chart:
    """How many verdicts there are in each group, as one bar a part.

    Parameters
    ----------
    rows : DataFrame
        Verdicts of one place.
    parts : mapping
        Ids of the indicators of each part, by its name; a part without verdicts has no bar.
    label : str
        What is counted.
    head : str
        What the parts are called.
    """
    bars = []
    for name, ids in parts.items():
        own = rows[rows["indicator"].isin(list(ids))]
        found = groups_of(own).rename_axis("group").reset_index(name="value")
        bars += [found.assign(name=name, source="; ".join(dict.fromkeys(own["source"])))] if len(own) else []
    frame = pd.concat(bars) if bars else pd.DataFrame(columns=["group", "value", "name", "source"])
    years = rows["year"]
    periods = text.span(int(years.min()), int(years.max())) if len(rows) else ""
    return tally(frame, Measure(label, "antal indikatorer", table=""), GROUPS, head=head, periods=periods)


def tallied_title(rows: pd.DataFrame, place: Region) -> str:
    """How many indicators go which way, as a title."""
    found = groups_of(rows)
    judged = len(rows) - found[UNJUDGED]
    if not judged:
        return f"Utvecklingen kan inte bedömas för någon indikator i {place.label}"
    return (
        f"{text.upper_first(place.label)}: {_none(found[TOWARDS])} av {count(judged)} bedömda indikatorer går "
        f"åt rätt håll, {_none(found[WRONG])} åt fel håll"
    )


def dimensions(register: Register) -> dict[str, list[str]]:
    """Ids of the indicators of each dimension of sustainability, by what it is called."""
    return {text.dimension(name): register.where(dimension=name).ids for name in DIMENSIONS}


def dimensions_title(rows: pd.DataFrame, place: Region) -> str:
    """In which dimension the largest share of what can be judged goes the right way, as a title."""
    judged = rows[rows["verdict"].map(GROUP_OF).astype(str) != UNJUDGED]
    towards = (judged["verdict"].map(GROUP_OF).astype(str) == TOWARDS).groupby(judged["dimension"]).agg(["sum", "size"])
    told = [
        f"{towards.at[key, 'sum']} av {towards.at[key, 'size']} i den {key}a"
        for key in DIMENSIONS
        if key in towards.index
    ]
    if not told:
        return f"Utvecklingen kan inte bedömas för någon indikator i {place.label}"
    return f"Åt rätt håll i {place.label}: {text.listed(told)} dimensionen"


def _none(size: int) -> str:
    return count(size) if size else "ingen"
