"""Who has work, what in, and with what education?"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from vagar_lib.display import text
from vagar_lib.display.chart import period
from vagar_lib.regions import Region


def months(rows: pd.DataFrame, area: Region) -> str | None:
    """The last month beside the same month a year before, and riket.

    Parameters
    ----------
    rows : DataFrame
        Monthly values: ``region, period, value``; per cent.
    area : Region
        The county (or riket) that the values are of.
    """
    own = rows[rows["region"] == area.code].set_index("period")["value"]
    if own.empty:
        return None
    last = own.index.max()
    before = f"{int(last[:4]) - 1}{last[4:]}"
    sentence = f"I {period(last)} var {text.quantity(own[last], 'procent', 1)} arbetslösa i {area.label} enligt BAS"
    if before in own.index:
        difference = own[last] - own[before]
        word = text.more_or_less(difference, "högre", "lägre", "", 1)
        sentence += (
            f", {text.difference(difference, 'procent', 1)} {word} än samma månad året före"
            if word
            else ", lika mycket som samma månad året före"
        )
    nation = rows[rows["region"] == "00"].set_index("period")["value"]
    if area.code != "00" and last in nation.index:
        sentence += f"; i riket {text.quantity(nation[last], 'procent', 1)}"
    return f"{sentence}."


def months_title(rows: pd.DataFrame, area: Region) -> str:
    """The last month, and the highest, as a title."""
    own = rows[rows["region"] == area.code].set_index("period")["value"]
    if own.empty:
        return "Arbetslöshet per månad"
    last, top = own.index.max(), own.idxmax()
    return (
        f"Arbetslösheten i {area.label}: {text.quantity(own[last], 'procent', 1)} i {period(last)}, "
        f"som högst {text.quantity(own[top], 'procent', 1)} i {period(top)}"
    )


def on_time_axis(rows: pd.DataFrame, series: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Monthly rows with the time that a line chart draws them at.

    Parameters
    ----------
    rows : DataFrame
        ``period`` such as '2024-01'.
    series : mapping, optional
        Names of the codes in ``variable``, each a series of its own; the first is the place's, the second riket's way
        of being drawn.

    Returns
    -------
    DataFrame
        The rows with ``time`` (year and twelfths), ``indicator`` and, when asked for, ``series`` and ``role``.
    """
    timed = rows.assign(
        time=rows["period"].str[:4].astype(int) + (rows["period"].str[5:7].astype(int) - 1) / 12, indicator=""
    )
    if series is None:
        return timed
    roles = dict(zip(series, ["place", "riket"], strict=True))
    order = {code: rank for rank, code in enumerate(series)}
    timed = timed.assign(series=timed["variable"].map(series), role=timed["variable"].map(roles))
    return timed.sort_values(
        ["variable", "time"], key=lambda column: column.map(order) if column.name == "variable" else column
    )


def education(shared: pd.DataFrame, place: Region, part: str) -> str | None:
    """Share with the longest education among women and men, first and last year.

    Parameters
    ----------
    shared : DataFrame
        ``sex, year, part, value`` (per cent) for the place.
    part : str
        The level of education spoken of.
    """
    wide = shared[shared["part"] == part].pivot_table(index="year", columns="sex", values="value")
    if wide.empty:
        return None
    first, last = wide.iloc[0], wide.iloc[-1]
    start, end = int(wide.index[0]), int(wide.index[-1])
    return (
        f"{end} hade {text.quantity(last['K'], 'procent', 1)} av kvinnorna och "
        f"{text.quantity(last['M'], 'procent', 1)} av männen 16–74 år i {place.label} minst tre års eftergymnasial "
        f"utbildning. {start} var andelarna {text.quantity(first['K'], 'procent', 1)} och "
        f"{text.quantity(first['M'], 'procent', 1)}."
    )


def education_title(shared: pd.DataFrame, place: Region, part: str) -> str:
    """The gap between women and men in the longest education, as a title."""
    wide = shared[shared["part"] == part].pivot_table(index="year", columns="sex", values="value")
    if wide.empty:
        return "Utbildningsnivå"
    last = wide.iloc[-1]
    ahead = text.more_or_less(last["K"] - last["M"], "K", "M", "", 1)
    subject = "hade minst tre års eftergymnasial utbildning"
    if not ahead:
        return f"Lika stor andel av kvinnor och män i {place.label} {subject} {int(wide.index[-1])}"
    more, fewer = ("kvinnorna", "männen") if ahead == "K" else ("männen", "kvinnorna")
    high, low = last.max(), last.min()
    return (
        f"{text.quantity(high, 'procent', 1)} av {more} och {text.quantity(low, 'procent', 1)} av {fewer} "
        f"i {place.label} {subject} {int(wide.index[-1])}"
    )


def industries(rows: pd.DataFrame, area: Region) -> str | None:
    """Which industry has grown and which has shrunk most, beyond what rounding can explain.

    Parameters
    ----------
    rows : DataFrame
        ``name, year, value``; thousand persons rounded to whole thousands, so a change of one can be rounding.
    """
    if rows.empty:
        return None
    wide = rows.pivot_table(index="name", columns="year", values="value")
    first, last = int(wide.columns[0]), int(wide.columns[-1])
    change = (wide[last] - wide[first]).dropna()
    said = f"{last} var omkring {text.number(wide[last].sum() * 1000)} personer sysselsatta i {area.label}."
    moved = change[change.abs() > 1]
    if moved.empty:
        return f"{said} Ingen näringsgren har ändrats mer än vad avrundningen kan förklara sedan {first}."
    parts = []
    if (moved > 0).any():
        parts.append(f"mest ökade {text.lower_first(str(moved.idxmax()))} ({text.signed(moved.max())} tusen)")
    if (moved < 0).any():
        parts.append(f"mest minskade {text.lower_first(str(moved.idxmin()))} ({text.signed(moved.min())} tusen)")
    return f"{said} {text.upper_first(text.listed(parts))} sedan {first}."
