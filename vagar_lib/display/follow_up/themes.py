"""Each theme by itself: how it goes, what matters most in words, levels against riket, and one course."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from vagar_lib.display import sentences, text, verdicts
from vagar_lib.display.chart import Measure, period
from vagar_lib.display.dots import profile
from vagar_lib.display.figure import Output, absent, figure, paragraphs
from vagar_lib.display.follow_up.everything import verdict, yearly
from vagar_lib.display.follow_up.groups import GROUP_OF, WRONG, counted
from vagar_lib.display.lines import lines
from vagar_lib.display.table import Table, written
from vagar_lib.indicators import Register
from vagar_lib.metrics.change import FEWEST_POINTS
from vagar_lib.metrics.compare import beside
from vagar_lib.metrics.leading import UNMOVED
from vagar_lib.regions import Region

MOST_SENTENCES = 4
"""Indicators of a theme that are told in words."""
MOST_ROWS = 15
FEWEST_ROWS = 2
"""A figure of levels has at most and at least this many indicators."""


@dataclass(frozen=True, eq=False)
class Theme:
    """The indicators of one theme, for the place or, where it has none, for its county.

    Attributes
    ----------
    name : str
    ids : list of str
        Of the register's indicators that belong to it, with values or not.
    place : Region
        Whom the report is about.
    area : Region
        Whom the values are of.
    rows : DataFrame
        Verdicts as `metrics.leading.weigh` gives them: those that move first, then by weight.
    register : Register
    """

    name: str
    ids: list[str]
    place: Region
    area: Region
    rows: pd.DataFrame
    register: Register


def theme(name: str, weighed: pd.DataFrame, place: Region, register: Register) -> Theme:
    """The indicators of a theme.

    Parameters
    ----------
    name : str
        A theme of the register.
    weighed : DataFrame
        As `metrics.leading.weigh` gives it, for the place and its county.
    place : Region
    register : Register
    """
    return chosen(name, register.where(theme=name).ids, weighed, place, register)


def chosen(name: str, ids: list[str], weighed: pd.DataFrame, place: Region, register: Register) -> Theme:
    """Some indicators under a name of their own; as `theme`."""
    own = weighed[weighed["indicator"].isin(ids)]
    own = own.assign(moves=~own["verdict"].isin(UNMOVED)).sort_values(
        ["moves", "weight"], ascending=False, kind="stable"
    )
    has_none = place.code not in set(own["region"])
    area = place.parent if place.level == "kommun" and has_none else place
    return Theme(name, ids, place, area, own[own["region"] == area.code], register)


def said(shown: Theme) -> Output:
    """How the indicators of the theme go, and the weightiest of them, as prose; or what is missing."""
    if shown.rows.empty:
        return absent(Measure(shown.name, "", table="", absent=_lacking(shown)), shown.place)
    only = sentences.only_for(shown.area, shown.place)
    leading = [_told(row, shown) for row in _foremost(shown.rows).itertuples(index=False)]
    return paragraphs(" ".join(filter(None, [only, counted(shown.rows)])), *leading)


def _foremost(rows: pd.DataFrame) -> pd.DataFrame:
    """The first of the rows, and among them at least one that goes the wrong way where there is one."""
    first, wrong = rows.head(MOST_SENTENCES), rows[rows["verdict"].map(GROUP_OF).astype(str) == WRONG]
    if wrong.empty or first["indicator"].isin(wrong["indicator"]).any():
        return first
    return pd.concat([first.head(MOST_SENTENCES - 1), wrong.head(1)])


def levels(shown: Theme) -> Output | None:
    """The indicators of the theme against riket, as a figure; None when fewer than two can be compared."""
    rows = shown.rows.assign(distance=_distance(shown.rows)).dropna(subset="distance")
    rows = rows[~(rows["stale"].astype(bool) | rows["ended"].astype(bool))]
    rows = rows.loc[rows["distance"].abs().sort_values(ascending=False, kind="stable").index].head(MOST_ROWS)
    if len(rows) < FEWEST_ROWS:
        return None
    rows = rows.sort_values("distance", ascending=False)
    labels = [shown.register.get(id).label for id in rows["indicator"]]
    rows = rows.assign(label=labels, judged=rows["judged"].astype(str), source=rows["source"].astype(str))
    among = "kommunerna" if shown.area.level == "kommun" else "länen"
    measure = Measure(f"{shown.name}: avstånd till riket", f"spridningar mellan {among}", table="", decimals=1)
    chart = profile(rows, measure, _table(rows, shown), text.span(int(rows["year"].min()), int(rows["year"].max())))
    better, worse = (int((rows["judged"] == key).sum()) for key in ("better", "worse"))
    finding = f"{shown.name}: {shown.area.label} ligger {_against(better, worse, len(rows))}"
    return figure(chart, finding=finding, place=shown.area)


def _against(better: int, worse: int, of: int) -> str:
    """In how many indicators the value is better and worse than riket's."""
    if of in (better, worse):
        every = "båda indikatorerna" if of == 2 else f"alla {sentences.count(of)} indikatorer"
        return f"{'bättre' if better == of else 'sämre'} till än riket i {every}"
    up, down = (sentences.count(size) if size else "ingen" for size in (better, worse))
    return f"bättre till än riket i {up} och sämre i {down} av {sentences.count(of)} indikatorer"


def course(shown: Theme, observations: pd.DataFrame) -> Output | None:
    """The first indicator with a course over time, with county, riket and similar regions; None without any."""
    rows = shown.rows[shown.rows["points"] > 1]
    row = next(rows.sort_values("points", key=lambda size: size < FEWEST_POINTS, kind="stable").itertuples(), None)
    if row is None:
        return None
    indicator = shown.register.get(row.indicator)
    frame = beside(observations[observations["indicator"] == row.indicator], shown.area)
    if indicator.amount:
        frame = frame[frame["role"] == "place"]
    return figure(lines(frame, indicator), finding=verdicts.title(row, shown.area), place=shown.area)


def _told(row: Any, shown: Theme) -> str:
    return " ".join(filter(None, [verdicts.sentence(row, shown.area), verdicts.compared(row, shown.area)]))


def _distance(rows: pd.DataFrame) -> pd.Series:
    """Distance to riket in spreads, to the right when the value is higher."""
    higher = rows["gap"].gt(0).map({True: 1.0, False: -1.0})
    return rows["level"].abs() * higher


def _table(rows: pd.DataFrame, shown: Theme) -> Table:
    columns = [("Indikator", False), ("År", True), (shown.area.name, True), ("Riket", True), ("Utveckling", False)]
    columns += [("Per år", True), ("Mot riket", False)]
    cells, raw = [], []
    for row in rows.itertuples(index=False):
        indicator = shown.register.get(row.indicator)
        head, field = f"{indicator.label} ({indicator.unit})", verdicts.field(row)
        values = [text.number(value, indicator.decimals) for value in (row.value, row.riket)]
        cells.append([head, period(row.period), *values, verdict(row), yearly(row, indicator), field])
        raw.append([head, row.period, row.value, row.riket, verdicts.word(row), row.slope, field])
    return written(columns, cells, raw)


def _lacking(shown: Theme) -> str:
    """What the register has of a theme that there is no value of here."""
    known = [shown.register.get(id) for id in shown.ids]
    labels = [text.lower_first(one.label) for one in known if shown.place.level in one.levels]
    if not labels:
        return f"Registret har ingen indikator på området för {shown.place.label}."
    return f"Värden saknas i rapportens datautgåva för {text.listed(labels)}."
