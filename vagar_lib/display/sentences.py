"""Sentences that follow from a verdict: the same value gives the word, the number and the title."""

from __future__ import annotations

import pandas as pd

from vagar_lib import regions
from vagar_lib.display import text
from vagar_lib.display.chart import period
from vagar_lib.indicators import Indicator
from vagar_lib.metrics.change import CONFIDENCE, Trend, series, stale, trend
from vagar_lib.metrics.compare import Gap, by_sex, gap, side_by_side
from vagar_lib.metrics.precision import rounded
from vagar_lib.regions import Region

COUNTED = ["", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"]
LEVEL_WORDS = f"{CONFIDENCE * 100:.0f}-procentig"
MOST_DECIMALS = 6
"""Decimals of a change a year are added until its interval, which does not hold zero, isn't written as zero."""
UNJUDGED = "Enkätens osäkerhetsintervall finns inte i underlaget, så skillnaden bedöms inte."
SEX_WORDS = {"K": "kvinnor", "M": "män"}


def count(size: int, neuter: bool = False) -> str:
    """A count in running text: words up to twelve; one has a gender.

    Examples
    --------
    >>> count(8), count(21), count(1), count(1, neuter=True)
    ('åtta', '21', 'en', 'ett')
    """
    if size == 1 and neuter:
        return "ett"
    return COUNTED[size] if 0 < size < len(COUNTED) else text.number(size)


def count_or_none(size: int, none: str = "ingen") -> str:
    """A count in running text, with a word of its own when there are none.

    Examples
    --------
    >>> count_or_none(3), count_or_none(0), count_or_none(0, "inga")
    ('tre', 'ingen', 'inga')
    """
    return count(size) if size else none


def amount(value: float, indicator: Indicator) -> str:
    """A value of an indicator with its unit."""
    return text.quantity(value, indicator.unit, indicator.decimals)


def short(value: float, indicator: Indicator) -> str:
    """A value after one with its unit written out: a rate ('per 1 000 invånare') is not repeated."""
    if "per " in indicator.unit:
        return text.number(value, indicator.decimals)
    return amount(value, indicator)


def short_difference(value: float, indicator: Indicator) -> str:
    """A difference after a value with its unit written out."""
    if "per " in indicator.unit:
        return text.number(abs(value), indicator.decimals)
    return text.difference(value, indicator.unit, indicator.decimals)


def level(observations: pd.DataFrame, place: Region, indicator: Indicator) -> str | None:
    """The last value of a place, beside its county and riket.

    Parameters
    ----------
    observations : DataFrame
        Observations of the indicator, sex T, with the place and what it is compared with.
    place : Region
    indicator : Indicator

    Returns
    -------
    str or None
        None when the place has no value.
    """
    own = series(observations, place.code)
    if own.empty:
        return None
    last = own.iloc[-1]
    head = f"{indicator.label}: {amount(last['value'], indicator)} i {place.label} {period(last['period'])}"
    parts = []
    for code, name in [] if indicator.amount else references(place):
        found = gap(observations, place, code, indicator)
        if found and found.year == last["year"]:
            parts.append(beside(found, name, indicator))
    survey = f" {UNJUDGED}" if parts and indicator.survey else ""
    old = f" Senaste uppgiften är från {last['year']} och är inaktuell." if is_old(int(last["year"]), indicator) else ""
    return f"{head}{', ' if parts else ''}{text.listed(parts) if parts else ''}.{survey}{old}"


def beside(found: Gap, name: str, indicator: Indicator) -> str:
    """A distance as part of a sentence: '1,2 procentenheter lägre än i riket (5,5 %)'."""
    other = short(found.reference, indicator)
    if found.position == "unknown":
        return f"i {name} {other}"
    if found.position == "level":
        return f"lika mycket som i {name}"
    size = short_difference(found.difference, indicator)
    return f"{size} {'högre' if found.position == 'above' else 'lägre'} än i {name} ({other})"


def references(place: Region) -> list[tuple[str, str]]:
    """What a place is compared with in running text: its county, and riket."""
    found = []
    if place.level == "kommun":
        found.append((place.parent.code, place.parent.label))
    if place.level != "riket":
        found.append(("00", "riket"))
    return found


def is_old(year: int, indicator: Indicator) -> bool:
    """Whether a value is older than its rhythm allows, seen from the data edition."""
    from vagar_lib.sources import store

    return stale(year, indicator, store.compiled().year)


def development(observations: pd.DataFrame, place: Region, indicator: Indicator, window: int) -> str | None:
    """How the values of a place have moved over the last comparable segment, with the interval.

    Returns
    -------
    str or None
        None when the place has no value.
    """
    return moved(trend(observations, place.code, indicator, window=window), indicator)


def moved(found: Trend, indicator: Indicator, subject: str = "Värdet") -> str | None:
    """A trend of the value, or of another subject, as a sentence; what can't be supported is said instead."""
    if found.verdict == "missing":
        return None
    after = " efter brottet i serien" if found.break_year else ""
    if found.verdict == "few":
        return f"Mätpunkterna är för få ({found.points}{after}) för att säga något säkert om utvecklingen."
    when = text.span(found.start, found.end)
    if not found.certain:
        return f"Ingen säker förändring {when}{after}."
    low, high = sorted((abs(found.low), abs(found.high)))
    decimals = indicator.decimals + (1 if abs(found.slope) < 10 ** (1 - indicator.decimals) else 0)
    while decimals < MOST_DECIMALS and not rounded(low, decimals):
        decimals += 1
    finer = indicator.model_copy(update={"decimals": decimals})
    size = short_difference(found.slope, finer)
    interval = f"{text.number(low, finer.decimals)}–{text.number(high, finer.decimals)}"
    word = "ökat" if found.verdict == "up" else "minskat"
    return f"{subject} har {word} {when}{after}, i medeltal med {size} om året ({LEVEL_WORDS}t intervall {interval})."


def trend_title(observations: pd.DataFrame, place: Region, indicator: Indicator, window: int) -> str:
    """Title of a figure over time: what the trend says, or the last value when it says nothing."""
    found = trend(observations, place.code, indicator, window=window)
    when = text.span(found.start, found.end)
    words = {"up": "ökning", "down": "minskning", "flat": "ingen säker förändring"}
    if found.verdict in words:
        return f"{indicator.label}: {words[found.verdict]} i {place.label} {when}"
    own = series(observations, place.code)
    if own.empty:
        return indicator.label
    when = period(own["period"].iloc[-1])
    return f"{indicator.label}: {amount(found.last, indicator)} i {place.label} {when}"


def kin(place: Region) -> str:
    """What the regions beside each other are called: 'länets kommuner' with the county's name, or 'länen'."""
    if place.level == "riket":
        return "Sveriges län"
    county = place if place.level == "län" else place.parent
    return f"kommunerna i {county.name}"


def municipalities(place: Region) -> str:
    """What the municipalities of a place, or of its county, are called."""
    return "Sveriges kommuner" if place.level == "riket" else kin(place)


def extremes(observations: pd.DataFrame, place: Region, indicator: Indicator) -> str | None:
    """Highest and lowest among the regions beside each other, and where the place itself stands.

    Returns
    -------
    str or None
        None when fewer than two have a value, when all are alike, and for survey values of unknown uncertainty.
    """
    ranked = _beside_each_other(observations, place)
    shown = ranked.set_index("region")["value"].map(lambda value: rounded(value, indicator.decimals))
    if shown.nunique() < 2 or indicator.survey:
        return None
    top, bottom = shown.max(), shown.min()
    when = period(ranked["period"].iloc[0])
    sentence = (
        f"Bland {kin(place)} är värdet högst i {_tied(shown, top)} ({amount(float(top), indicator)}) "
        f"och lägst i {_tied(shown, bottom)} ({short(float(bottom), indicator)}) {when}."
    )
    own = shown.get(place.code)
    if own is not None and own not in (top, bottom):
        rank, shared = int((shown > own).sum()) + 1, int((shown == own).sum()) > 1
        sentence += f" {place.name} är nummer {rank} av {len(shown)}{' (delad plats)' if shared else ''}, "
        sentence += "räknat från det högsta värdet."
    known = set(ranked["region"])
    if lacking := [code for code in place.family if code not in known]:
        names = [regions.name(code) for code in lacking]
        sentence += f" Uppgift saknas för {text.listed(names) if len(names) <= 6 else count(len(names)) + ' av dem'}."
    return sentence


def extremes_title(observations: pd.DataFrame, place: Region, indicator: Indicator) -> str:
    """Title of a figure of regions beside each other."""
    ranked = _beside_each_other(observations, place)
    if ranked.empty:
        return indicator.label
    shown = ranked.set_index("region")["value"].map(lambda value: rounded(value, indicator.decimals))
    if shown.nunique() == 1:
        return f"{indicator.label}: lika i alla {count(len(shown))} områden"
    return f"{indicator.label}: högst i {_tied(shown, shown.max())}, lägst i {_tied(shown, shown.min())}"


def _tied(shown: pd.Series, value: object) -> str:
    """Names of the regions that share a value, as many as can be read."""
    names = sorted((regions.name(code) for code in shown.index[shown == value]), key=regions.swedish_key)
    return text.listed(names) if len(names) <= 4 else f"{count(len(names))} av dem"


def _beside_each_other(observations: pd.DataFrame, place: Region) -> pd.DataFrame:
    ranked = side_by_side(observations, place)
    return ranked[ranked["role"] != "reference"]


def sexes(observations: pd.DataFrame, place: Region, indicator: Indicator) -> str | None:
    """Women and men in the place, the last year that both have.

    Parameters
    ----------
    observations : DataFrame
        Observations of the indicator with sexes K and M.

    Returns
    -------
    str or None
        When the source has women and men but the data edition has not, it says so.
    """
    own = observations[(observations["region"] == place.code) & observations["sex"].isin(["K", "M"])]
    if own.empty and indicator.sex and (observations["region"] == place.code).any():
        return "Kvinnor och män var för sig finns hos källan men inte i rapportens datautgåva."
    both = own.dropna(subset="value").pivot_table(index=["year", "period"], columns="sex", values="value").dropna()
    if both.empty or set(both.columns) != {"K", "M"}:
        return None
    (_, when), values = both.index[-1], both.iloc[-1]
    women, men = amount(values["K"], indicator), amount(values["M"], indicator)
    return f"{indicator.label} bland kvinnor: {women}, bland män: {men} i {place.label} {period(when)}."


def sexes_title(observations: pd.DataFrame, place: Region, indicator: Indicator) -> str:
    """Title of a figure with women and men in many regions: in how many the women's value is the higher."""
    rows = by_sex(observations, place)
    wide = rows[rows["region"].isin(place.family)].pivot_table(index="region", columns="sex", values="value")
    if not {"K", "M"} <= set(wide.columns) or wide.dropna().empty:
        return indicator.label
    wide = wide.dropna().round(indicator.decimals)
    higher, total = int((wide["K"] > wide["M"]).sum()), len(wide)
    if higher == total:
        return f"{indicator.label}: högre bland kvinnor än bland män i alla {count(total)} områden"
    if higher == 0 and (wide["K"] < wide["M"]).all():
        return f"{indicator.label}: högre bland män än bland kvinnor i alla {count(total)} områden"
    many = count(higher, neuter=True) if higher else "inget"
    return f"{indicator.label}: högre bland kvinnor i {many} av {count(total)} områden"


def only_for(area: Region, place: Region) -> str | None:
    """Says that figures are shown for a larger area than the place, when they are."""
    if area.code == place.code:
        return None
    return f"Uppgifterna finns inte per kommun; här visas {area.label}."
