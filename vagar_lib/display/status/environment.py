"""What is emitted, from what, and how warm is it?"""

from __future__ import annotations

import pandas as pd

from vagar_lib.display import text
from vagar_lib.display.sentences import count
from vagar_lib.regions import Region


def emissions(rows: pd.DataFrame, place: Region) -> str | None:
    """Total emissions now and since the first year.

    Parameters
    ----------
    rows : DataFrame
        Emissions by sector of the place: ``year, value``; tonnes.
    """
    if rows.empty:
        return None
    total = rows.groupby("year")["value"].sum()
    first, last = int(total.index[0]), int(total.index[-1])
    change = 100 * (total[last] / total[first] - 1)
    word = text.more_or_less(change, "högre", "lägre", "")
    since = f"{text.quantity(abs(change), 'procent')} {word} än" if word else "i nivå med"
    amount = f"{text.number(total[last])} ton koldioxidekvivalenter"
    return f"Utsläppen inom {place.label} var {amount} {last}, {since} {first}."


def largest_part(rows: pd.DataFrame, what: str) -> str:
    """Title naming the largest part of a whole in the last year.

    Parameters
    ----------
    rows : DataFrame
        ``name, year, value``.
    what : str
        The whole, such as 'utsläppen i Jämtlands län'.
    """
    if rows.empty:
        return text.upper_first(what)
    last = rows[rows["year"] == rows["year"].max()]
    top = last.loc[last["value"].idxmax()]
    share = 100 * top["value"] / last["value"].sum()
    return f"{top['name']} är störst: {text.quantity(share, 'procent')} av {what} {int(top['year'])}"


def temperature(rows: pd.DataFrame) -> str | None:
    """Deviation from the normal: how many months, and the year that differs most.

    Parameters
    ----------
    rows : DataFrame
        ``period, year, deviation`` by month, degrees.
    """
    if rows.empty:
        return None
    yearly = rows.groupby("year")["deviation"].mean()
    furthest = int(yearly.abs().idxmax())
    above, years = int((rows["deviation"] > 0).sum()), text.span(int(yearly.index[0]), int(yearly.index[-1]))
    return (
        f"{above} av {len(rows)} månader {years} var varmare än normalvärdet. Mest avvek {furthest}, med i medeltal "
        f"{text.signed(yearly[furthest], 1)} grader. {text.upper_first(count(len(yearly)))} år är för kort tid för att "
        "säga något om klimatet i sig."
    )


def temperature_title(rows: pd.DataFrame) -> str:
    """Mean deviation of the last year, as a title."""
    if rows.empty:
        return "Temperatur"
    last = int(rows["year"].max())
    mean = rows[rows["year"] == last]["deviation"].mean()
    word = text.more_or_less(mean, "varmare", "kallare", "", 1)
    if not word:
        return f"Östersund-Frösön {last}: i medeltal som normalt"
    return f"Östersund-Frösön {last}: i medeltal {text.number(abs(mean), 1)} grader {word} än normalt"
