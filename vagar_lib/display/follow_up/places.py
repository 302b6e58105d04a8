"""The municipalities side by side: which way each indicator goes, and where each place stands in the country."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from vagar_lib import regions
from vagar_lib.display import sentences, text, verdicts
from vagar_lib.display.chart import Measure
from vagar_lib.display.figure import Output, absent, tabulated
from vagar_lib.display.follow_up.groups import GROUP_OF, TONE_OF, TOWARDS, WRONG
from vagar_lib.display.table import TONES, Cell, written
from vagar_lib.indicators import Register
from vagar_lib.regions import Region

MOST_COLUMNS = 10
"""With more places than this they are the rows of the table, and the indicators its columns."""
NONE = "Värden saknas för områdena"


def changes(judged: pd.DataFrame, place: Region, register: Register) -> Output:
    """Verdicts of the regions beside each other, as a table of symbols on coloured ground.

    Parameters
    ----------
    judged : DataFrame
        As `metrics.verdict.judge` gives it, for the place's family.
    place : Region
    register : Register

    Returns
    -------
    Output
    """
    rows = _family(judged, place, register)
    rows = rows[rows["verdict"].map(TONE_OF).notna()]
    if rows.empty:
        return absent(Measure("Utveckling i varje område", "", table="", absent=f"{NONE}."), place)
    cells = {
        (row.indicator, row.region): Cell(verdicts.symbol(row), said=verdicts.word(row), tone=TONE_OF[row.verdict])
        for row in rows.itertuples(index=False)
    }
    raw = {(row.indicator, row.region): verdicts.word(row) for row in rows.itertuples(index=False)}
    used = rows.drop_duplicates(["verdict", "target_kind"]).sort_values("verdict")
    marks = dict.fromkeys(verdicts.mark(row) for row in used.itertuples(index=False))
    return _table(
        rows,
        place,
        register,
        cells,
        raw,
        finding=_changes_title(rows, place),
        subtitle=f"Utveckling per indikator och område. {text.upper_first(sentences.kin(place))}",
        notes=[f"Tecknen: {text.listed(marks)}. Tom ruta: värde saknas, är inaktuellt eller har för få mätpunkter."],
    )


def levels(judged: pd.DataFrame, place: Region, register: Register) -> Output:
    """Ranks of the regions beside each other among all of their level, on ground coloured by fifths.

    Parameters
    ----------
    judged : DataFrame
        As `metrics.verdict.judge` gives it, for the place's family.
    place : Region
    register : Register

    Returns
    -------
    Output
    """
    rows = _family(judged, place, register).dropna(subset="rank")
    if rows.empty:
        return absent(Measure("Läge i varje område", "", table="", absent=f"{NONE}."), place)
    rows = rows.assign(fifth=_fifths(rows["rank"], rows["ranked"]))
    cells = {
        (row.indicator, row.region): Cell(text.number(row.rank), tone=TONES[row.fifth])
        for row in rows.itertuples(index=False)
    }
    raw = {(row.indicator, row.region): int(row.rank) for row in rows.itertuples(index=False)}
    among = "län" if place.level == "riket" else "kommuner"
    return _table(
        rows,
        place,
        register,
        cells,
        raw,
        finding=_levels_title(rows, place),
        subtitle=f"Plats bland Sveriges {among} per indikator. {text.upper_first(sentences.kin(place))}",
        notes=[
            f"1 är bäst av {int(rows['ranked'].max())}. Färgen visar femtedelen: blå de två bästa, orange de två "
            "sämsta. "
            "Tom ruta: värde saknas.",
        ],
    )


def _family(judged: pd.DataFrame, place: Region, register: Register) -> pd.DataFrame:
    """Fresh verdicts of the regions beside each other, of what is good or bad and has a value for at least two."""
    rows = judged[judged["region"].isin(place.family) & (judged["sex"] == "T")]
    rows = rows[~(rows["stale"].astype(bool) | rows["ended"].astype(bool))]
    rows = rows.astype({"indicator": str, "region": str, "verdict": str, "source": str})
    compared = [id for id in rows["indicator"].unique() if register.get(id).direction != "context"]
    rows = rows[rows["indicator"].isin(compared)]
    return rows[rows.groupby("indicator")["region"].transform("size") > 1]


def _fifths(rank: pd.Series, of: pd.Series) -> np.ndarray:
    """0 for the best fifth to 4 for the worst."""
    return np.minimum((rank - 1) * 5 // of, 4).astype(int).to_numpy()


def _table(
    rows: pd.DataFrame,
    place: Region,
    register: Register,
    cells: dict[tuple[str, str], Cell],
    raw: dict[tuple[str, str], Any],
    **shown: Any,
) -> Output:
    """Indicators by regions, or the other way round where the regions are many."""
    indicators, places = set(rows["indicator"]), set(rows["region"])
    ids = [id for id in register.ids if id in indicators]
    codes = [code for code in place.family if code in places]
    label: Callable[[str], str] = lambda id: register.get(id).label  # noqa: E731
    turned = len(codes) > MOST_COLUMNS
    heads = list(map(label, ids)) if turned else [_own(code, place) for code in codes]
    columns = [("Område" if turned else "Indikator", False), *((head, True) for head in heads)]
    if turned:
        keys = [(_own(code, place), [(id, code) for id in ids]) for code in codes]
    else:
        keys = [(label(id), [(id, code) for code in codes]) for id in ids]
    written_rows = [[head, *(cells.get(key, "") for key in line)] for head, line in keys]
    data = [[head, *(raw.get(key) for key in line)] for head, line in keys]
    return tabulated(written(columns, written_rows, data), sources=rows["source"], **shown)


def _own(code: str, place: Region) -> str:
    """Name of a region; the place itself is marked with an arrow."""
    return f"→ {regions.name(code)}" if code == place.code else regions.name(code)


def _changes_title(rows: pd.DataFrame, place: Region) -> str:
    group = rows["verdict"].map(GROUP_OF)
    found = rows.assign(towards=group == TOWARDS, wrong=group == WRONG).groupby("region")[["towards", "wrong"]].sum()
    most, worst = found["towards"].max(), found["wrong"].max()
    up, down = _named(found.index[found["towards"] == most]), _named(found.index[found["wrong"] == worst])
    said = [f"flest indikatorer åt rätt håll i {up} ({most})"] if most else []
    said += [f"flest åt fel håll i {down} ({worst})"] if worst else []
    if not said:
        return f"Ingen säker förändring i någon av {sentences.kin(place)}"
    return f"{text.upper_first(sentences.kin(place))}: {', '.join(said)}"


def _levels_title(rows: pd.DataFrame, place: Region) -> str:
    best = rows[rows["fifth"] == 0].groupby("region").size()
    if best.empty:
        return f"Ingen av {sentences.kin(place)} hör till landets bästa femtedel i någon indikator"
    names = _named(best.index[best == best.max()])
    return f"Bland {sentences.kin(place)} hör {names} oftast till landets bästa femtedel ({best.max()} indikatorer)"


def _named(codes: pd.Index) -> str:
    names = sorted(map(regions.name, codes), key=regions.swedish_key)
    return text.listed(names) if len(names) <= 3 else f"{sentences.count(len(names))} av dem"
