"""Verdicts in Swedish: one code gives word, symbol, title and sentence, from which it can be read back."""

from __future__ import annotations

import re
from typing import Any

from vagar_lib.display import sentences, text
from vagar_lib.display.chart import period
from vagar_lib.indicators import Indicator, register
from vagar_lib.metrics.change import Trend
from vagar_lib.metrics.precision import rounded
from vagar_lib.metrics.verdict.course import PACE_DECIMALS, RATIO_DECIMALS
from vagar_lib.regions import Region

WORDS = {
    "met": {"mål": "Målet är nått", "referens": "Referensen är nådd"},
    "missed": {"mål": "Målet är inte nått", "referens": "Referensen är inte nådd"},
    "on_track": {"mål": "I takt med målet", "referens": "I takt med referensen"},
    "slow": {"mål": "För långsamt mot målet", "referens": "För långsamt mot referensen"},
    "limited": {"mål": "Långt efter målets takt", "referens": "Långt efter referensens takt"},
    "away": {"mål": "Bort från målet", "referens": "Bort från referensen"},
    "strong_improvement": "Tydlig förbättring",
    "improvement": "Förbättring",
    "decline": "Försämring",
    "strong_decline": "Tydlig försämring",
    "increase": "Ökning",
    "decrease": "Minskning",
    "flat": "Ingen säker förändring",
    "few": "För få mätpunkter",
    "stale": "Inaktuell",
    "ended": "Avslutad",
}
"""Words by verdict, and by kind of target where there is one; no word stands for two verdicts."""
SYMBOLS = {
    "met": "✓",
    "missed": "✗",
    "on_track": "▲",
    "slow": "△",
    "limited": "◇",
    "away": "▼",
    "strong_improvement": "▲",
    "improvement": "△",
    "decline": "▽",
    "strong_decline": "▼",
    "increase": "●",
    "decrease": "●",
    "flat": "■",
    "few": "–",
    "stale": "–",
    "ended": "–",
}
FIELDS = {
    "catching_up": ("Kommer ikapp", "läget är sämre än i riket, men avståndet minskar"),
    "pulling_ahead": ("Drar ifrån", "läget är bättre än i riket, och försprånget ökar"),
    "falling_behind": ("Halkar efter", "läget är sämre än i riket, och avståndet ökar"),
    "losing_pace": ("Tappar fart", "läget är bättre än i riket, men försprånget minskar"),
    "alongside": ("Följer riket", "ingen säker skillnad i utveckling mot riket"),
}
"""Word and meaning of each of the four fields, and of being in none of them."""
JUDGED = {"better": "vilket är bättre", "worse": "vilket är sämre", "context": "vilket varken är bättre eller sämre"}
LEVELS = {"län": "län", "kommun": "kommuner"}
_DIRECTIONS = {"ökat": "up", "minskat": "down"}


def word(row: Any) -> str:
    """The verdict of a judged row in words, as in a table.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> word(SimpleNamespace(verdict="slow", target_kind="referens"))
    'För långsamt mot referensen'
    """
    found = WORDS[row.verdict]
    return found if isinstance(found, str) else found[row.target_kind]


def symbol(row: Any) -> str:
    """The symbol of a judged row; it always stands beside the word."""
    return SYMBOLS[row.verdict]


def mark(row: Any) -> str:
    """Symbol and word: '△ Förbättring'."""
    return f"{symbol(row)} {word(row)}"


def field(row: Any) -> str:
    """The field of a judged row in words, '' when it is in none."""
    return FIELDS[row.field][0] if row.field else ""


def read(written: str) -> str | None:
    """The verdict that a word, title or sentence names, however it is written.

    Parameters
    ----------
    written : str

    Returns
    -------
    str or None
        None when it names none.

    Raises
    ------
    ValueError
        When it names several.

    Examples
    --------
    >>> read("Medianinkomst: tydlig förbättring i Jämtlands län 2011–2024"), read("Medianinkomst 2024")
    ('strong_improvement', None)
    """
    found = {_VERDICTS[match.lower()] for match in _PATTERN.findall(written)}
    if len(found) > 1:
        raise ValueError(f"several verdicts, {', '.join(sorted(found))}, in {written!r}")
    return next(iter(found), None)


def _phrases() -> dict[str, str]:
    """Verdict by each of its words, longest first, so that 'tydlig förbättring' isn't read as 'förbättring'."""
    pairs = [
        (phrase.lower(), verdict)
        for verdict, words in WORDS.items()
        for phrase in ([words] if isinstance(words, str) else words.values())
    ]
    return dict(sorted(pairs, key=lambda pair: -len(pair[0])))


_VERDICTS = _phrases()
_PATTERN = re.compile(rf"\b({'|'.join(map(re.escape, _VERDICTS))})\b", re.IGNORECASE)


def read_direction(written: str) -> str | None:
    """'up' or 'down' when a sentence says that something has risen or fallen, else None.

    Examples
    --------
    >>> read_direction("Värdet har minskat 2011–2024."), read_direction("Ingen säker förändring.")
    ('down', None)
    """
    match = re.search(r"\bhar (ökat|minskat)\b", written)
    return _DIRECTIONS[match[1]] if match else None


def title(row: Any, place: Region) -> str:
    """Title of a figure of a judged row: what the verdict says, of what, where and when.

    Parameters
    ----------
    row : named tuple or Series
        Of `judge`.
    place : Region
        That of the row.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from vagar_lib.regions import region
    >>> row = SimpleNamespace(indicator="medianinkomst", sex="T", verdict="flat", start=2011, year=2024, period="2024")
    >>> title(row, region("23"))
    'Medianinkomst: ingen säker förändring i Jämtlands län 2011–2024'
    """
    when = period(row.period) if row.verdict in _LAST_ONLY else text.span(row.start, row.year)
    return f"{_name(row, register().get(row.indicator))}: {text.lower_first(word(row))} i {place.label} {when}"


_LAST_ONLY = ("met", "missed", "few", "stale", "ended")
"""Verdicts that are about the last value and not about the years before."""


def sentence(row: Any, place: Region) -> str:
    """Value, verdict and grounds of a judged row.

    Parameters
    ----------
    row : named tuple or Series
        Of `judge`.
    place : Region
        That of the row.

    Returns
    -------
    str
        Sentences; the verdict's word stands in them once and no other verdict's does.
    """
    indicator = register().get(row.indicator)
    value = sentences.amount(row.value, indicator)
    return f"{_name(row, indicator)}: {value} i {place.label} {period(row.period)}. {_grounds(row, indicator)}"


def _name(row: Any, indicator: Indicator) -> str:
    return indicator.label if row.sex == "T" else f"{indicator.label} bland {sentences.SEX_WORDS[row.sex]}"


def _grounds(row: Any, indicator: Indicator) -> str:
    said = word(row)
    match row.verdict:
        case "ended":
            return f"{said}: uppgiften publiceras inte längre och bedöms inte."
        case "stale":
            return f"{said}: den senaste uppgiften är från {row.year} och bedöms inte."
        case "few":
            after = "" if text.missing(row.break_year) else f" efter brottet i serien {row.break_year:.0f}"
            return f"{said} ({row.points:.0f}{after}) för att säga något säkert om utvecklingen."
        case "flat":
            after = "" if text.missing(row.break_year) else " efter brottet i serien"
            return f"{said} {text.span(row.start, row.year)}{after}."
        case "met" | "missed":
            return f"{said} ({_target(row, indicator)})."
    if isinstance(WORDS[row.verdict], str):  # without a target
        return f"{said}. {_movement(row, indicator)} {_growth(row)}"
    needed = "" if text.missing(row.ratio) or row.verdict == "away" else _needed(row)
    return f"{said} ({_target(row, indicator)}). {_movement(row, indicator)}{needed}"


def _target(row: Any, indicator: Indicator) -> str:
    """'högst 0 ton CO2e år 2045'; for a balance the span around its point."""
    year = f"år {row.target_year:.0f}"
    if indicator.direction == "balance":
        reach = abs(row.target_value - row.balance_point)
        low = text.number(row.balance_point - reach, indicator.decimals)
        return f"{low}–{sentences.amount(row.balance_point + reach, indicator)} {year}"
    most = "minst" if indicator.direction == "higher" else "högst"
    decimals = 0 if float(row.target_value).is_integer() else indicator.decimals
    return f"{most} {text.quantity(row.target_value, indicator.unit, decimals)} {year}"


def _movement(row: Any, indicator: Indicator) -> str:
    """What the value, or its distance to the balance point, has done; as in the other reports."""
    trend = Trend(
        "up" if row.low > 0 else "down",
        start=int(row.start),
        end=int(row.year),
        points=int(row.points),
        slope=row.slope,
        low=row.low,
        high=row.high,
        break_year=None if text.missing(row.break_year) else int(row.break_year),
    )
    if indicator.direction == "balance":
        point = sentences.amount(row.balance_point, indicator)
        return sentences.moved(trend, indicator, f"Avståndet till balanspunkten {point}")
    return sentences.moved(trend, indicator)


def _growth(row: Any) -> str:
    if row.pace_by != "growth":
        return "Förändringen graderas inte i procent, eftersom värdena eller trendlinjen når noll."
    size = rounded(abs(row.pace), PACE_DECIMALS)
    least = rounded(10.0**-PACE_DECIMALS, PACE_DECIMALS)
    less, shown = ("mindre än ", least) if size < least else ("", size)
    return f"Det motsvarar {less}{text.quantity(float(shown), 'procent', PACE_DECIMALS)} om året."


def _needed(row: Any) -> str:
    percent = 100 * rounded(row.ratio, RATIO_DECIMALS)
    return f" Det är {text.quantity(float(percent), 'procent')} av takten som krävs."


def compared(row: Any, place: Region) -> str | None:
    """How a judged row stands against riket and among the regions of its level.

    Parameters
    ----------
    row : named tuple or Series
        Of `judge`.
    place : Region
        That of the row.

    Returns
    -------
    str or None
        None when it can't be compared at all, or is too old to be.
    """
    if row.stale or row.ended:
        return None
    indicator = register().get(row.indicator)
    said = []
    if not text.missing(row.riket):
        reference = f"Jämfört med riket ({sentences.amount(row.riket, indicator)})"
        if row.judged == "unknown":
            said.append(f"{reference}: {text.lower_first(sentences.UNJUDGED)}")
        elif row.judged == "level" or not row.gap:
            said.append(f"{reference}: i nivå.")
        else:
            size = sentences.short_difference(row.gap, indicator)
            said.append(f"{reference}: {size} {'högre' if row.gap > 0 else 'lägre'}, {JUDGED[row.judged]}.")
    if row.field:
        name, meaning = FIELDS[row.field]
        said.append(f"{name}: {meaning}.")
    if not text.missing(row.rank):
        said.append(f"Nummer {row.rank:.0f} av {row.ranked:.0f} {LEVELS[place.level]}, räknat från det bästa värdet.")
    return " ".join(said) or None
