"""What the data say beside what people have assessed: indicators that change together, never mixed with the scores."""

from __future__ import annotations

import numpy as np
import pandas as pd

from vagar_lib import regions
from vagar_lib.display import sentences, text
from vagar_lib.display.chart import Chart, Measure
from vagar_lib.display.conflicts.words import own
from vagar_lib.display.figure import Output, paragraphs, tabulated
from vagar_lib.display.forest import forest
from vagar_lib.display.table import Cell, Table, written
from vagar_lib.goals import Goal, Goals
from vagar_lib.indicators import Register, register
from vagar_lib.metrics import interaction
from vagar_lib.metrics.change import trend
from vagar_lib.metrics.cochange import FEWEST_REGIONS, LEVEL, WINDOW
from vagar_lib.metrics.interaction import SOURCE, Matrix
from vagar_lib.metrics.precision import rounded_values
from vagar_lib.regions import Region
from vagar_lib.sources import store

VERDICTS = {"together": "above", "apart": "below", "none": "level"}
WORDS = {"above": "Förbättras tillsammans", "below": "Drar åt olika håll", "level": "Inget säkert samband"}
SIGNS = {"together": "▲", "apart": "▼", "none": "■", "few": "–"}
MARGIN = 0.5
"""A mean of the assessors, as it is shown, nearer to nothing than this is neither help nor harm."""
AGREES = {
    ("help", "together"): ("Samma bild", "good"),
    ("harm", "apart"): ("Samma bild", "good"),
    ("help", "apart"): ("Motsatt bild", "bad"),
    ("harm", "together"): ("Motsatt bild", "bad"),
}
TURNS = {"better": ("▲ Förbättring", "good"), "worse": ("▼ Försämring", "bad"), "flat": ("■ Ingen säker", "")}
DECIMALS = 2
FEW = "– För få värden"


def pairs(correlations: pd.DataFrame, goals: Goals, found: Matrix | None) -> pd.DataFrame:
    """The correlation of each pair of goals that data follow, with the mean of the assessors beside it.

    Parameters
    ----------
    correlations : DataFrame
        As `metrics.cochange.correlations` gives it, by indicator.
    goals : Goals
    found : Matrix or None
        What has been assessed; None when nothing has.

    Returns
    -------
    DataFrame
        ``name, rho, low, high, q, regions, verdict, assessed`` (mean of both directions, NaN when not assessed)``,
        picture`` (a key of `AGREES`' words, or '' when one of them says nothing), the highest rho first.
    """
    of = {goal.indicator: goal for goal in goals.measured}
    mutual = (
        interaction.mutual(found).set_index(["one", "other"])["both"] if found is not None and not found.few else {}
    )
    rows = []
    for row in correlations.itertuples(index=False):
        one, other = of[row.one], of[row.other]
        assessed = mutual.get((one.id, other.id), np.nan)
        seen = float(rounded_values(np.array([assessed]), interaction.DECIMALS)[0])
        side = "" if not abs(seen) >= MARGIN else "help" if seen > 0 else "harm"
        rows.append(
            {
                "name": f"{one.short} – {text.lower_first(other.short)}",
                **{field: getattr(row, field) for field in ("rho", "low", "high", "q", "regions", "verdict")},
                "assessed": assessed,
                "picture": AGREES.get((side, row.verdict), ("", ""))[0],
            }
        )
    return pd.DataFrame(rows).sort_values("rho", ascending=False, kind="stable", ignore_index=True)


def chart(table: pd.DataFrame, goals: Goals, observations: pd.DataFrame) -> Chart:
    """Rank correlations with their intervals."""
    sources = "; ".join(dict.fromkeys(observations["source"]))
    measure = Measure("Samvariation mellan förändringar", "rangkorrelation", "", decimals=DECIMALS)
    frame = table[table["verdict"] != "few"].assign(source=sources)
    frame = frame.assign(value=frame["rho"], verdict=frame["verdict"].map(VERDICTS))
    named = "; ".join(f"{goal.short}: {goal_words(goal)}" for goal in goals.measured)
    key = (
        f"Varje kommuns förändring över högst {sentences.count(WINDOW)} år, vänd så att plus är det målet vill. "
        f"{named}. Strecken är {sentences.LEVEL_WORDS}a intervall."
    )
    return forest(frame, measure, WORDS, _table(table), _periods(observations), key)


def _periods(observations: pd.DataFrame) -> str:
    """The years that the changes are taken over, from the first to the last of any indicator."""
    last = observations.groupby("indicator")["year"].max()
    inside = observations["year"] > observations["indicator"].map(last) - WINDOW
    return text.span(int(observations.loc[inside, "year"].min()), int(last.max()))


def goal_words(goal: Goal) -> str:
    """Which indicator follows a goal, and which way it is wanted."""
    label = text.lower_first(register().get(goal.indicator).label)
    return f"{label} ska {'öka' if goal.desired == 'up' else 'minska'}"


def _table(table: pd.DataFrame) -> Table:
    heads = ["Par av mål", "Samvariation", "Intervall", "Justerat p-värde", "Kommuner", "Data säger"]
    rows, raw = [], []
    for row in table.itertuples(index=False):
        spanned = f"{text.signed(row.low, DECIMALS)} till {text.signed(row.high, DECIMALS)}"
        q = "under 0,001" if row.q < 0.001 else text.number(row.q, 3)
        rows.append([row.name, text.signed(row.rho, DECIMALS), spanned, q, str(row.regions), _said(row.verdict)])
        raw.append([row.name, row.rho, spanned, row.q, row.regions, row.verdict])
    return written([(head, head in ("Samvariation", "Justerat p-värde", "Kommuner")) for head in heads], rows, raw)


def _said(verdict: str) -> str:
    word = WORDS[VERDICTS[verdict]] if verdict in VERDICTS else f"Färre än {FEWEST_REGIONS} kommuner"
    return f"{SIGNS[verdict]} {word}"


def side_by_side(table: pd.DataFrame, observations: pd.DataFrame, place: Region) -> Output | None:
    """What the data and the assessors say of each pair, in columns of their own; None when nothing is assessed."""
    if not table["assessed"].notna().any():
        return None
    tones = {word: tone for word, tone in AGREES.values()}
    rows, raw = [], []
    for row in table.itertuples(index=False):
        picture = Cell(row.picture, tone=tones[row.picture]) if row.picture else "Går inte att jämföra"
        rows.append([row.name, _said(row.verdict), text.signed(row.assessed, interaction.DECIMALS), picture])
        raw.append([row.name, row.verdict, row.assessed, str(picture)])
    heads = ["Par av mål", "Data säger", "Bedömarna säger (medel)", "Bild"]
    opposite = int((table["picture"] == "Motsatt bild").sum())
    many = sentences.count(opposite, neuter=True) if opposite else "inget"
    return tabulated(
        written([(head, "medel" in head) for head in heads], rows, raw),
        finding=f"Data och bedömare ger motsatt bild av {many} av {sentences.count(len(table))} par",
        subtitle=f"Samvariation i landets kommuner bredvid medel av bedömarna i {place.label}",
        sources=[*dict.fromkeys(observations["source"]), SOURCE],
        notes=store.provenance(SOURCE).notes,
    )


def title(table: pd.DataFrame) -> str:
    """How many pairs get better together and how many draw apart."""
    count = table["verdict"].value_counts()
    together, apart = int(count.get("together", 0)), int(count.get("apart", 0))
    number = lambda size: sentences.count(size, neuter=True) if size else "inget"  # noqa: E731
    first = text.upper_first(number(together))
    of = sentences.count(len(table))
    return f"{first} av {of} par förbättras tillsammans i kommunerna och {number(apart)} drar åt olika håll"


def compared(table: pd.DataFrame, place: Region) -> Output | None:
    """Where the data and the assessors give opposite pictures; these are the ones to talk about."""
    if not table["assessed"].notna().any():
        return paragraphs(f"För {place.label} finns inga bedömningar att ställa samvariationen bredvid.")
    opposite = [text.lower_first(name) for name in table.loc[table["picture"] == "Motsatt bild", "name"]]
    same = int((table["picture"] == "Samma bild").sum())
    if opposite:
        those = "Det paret är mest värt" if len(opposite) == 1 else "De paren är mest värda"
        first = f"Data och bedömare ger motsatt bild av {text.listed(opposite)}. {those} ett samtal."
    else:
        first = "Inget par har en motsatt bild i data och bedömningar."
    number = sentences.count(same, neuter=True) if same else "inget"
    made_up = "Bedömningarna är exempeldata. " if store.provenance(SOURCE).example else ""
    return paragraphs(
        f"{made_up}{first} Samma bild ger de av {number} av {sentences.count(len(table))} par. För resten är sambandet "
        "osäkert i data eller nära noll i bedömningarna."
    )


def method() -> Output | None:
    """How the correlations are made, and what they can't say."""
    return paragraphs(
        "Samvariationen är Spearmans rangkorrelation mellan kommunernas förändringar. Förändringen är lutningen enligt "
        f"Theil och Sen över de senaste {sentences.count(WINDOW)} åren med värden. Intervallet är Bonett och Wrights "
        "(2000). Eftersom många par prövas är p-värdena justerade enligt Benjamini och Hochberg (1995). Ett samband är "
        f"säkert när det justerade p-värdet är högst {text.number(LEVEL, 2)} och intervallet inte täcker noll. När ett "
        "brott är för nytt för att visa en förändring används serien före det.",
        "Kommunerna räknas som oberoende av varandra, vilket grannkommuner inte är; intervallen är därför snarast för "
        "smala.",
        "Att två saker förändras samtidigt betyder inte att den ena orsakar den andra. Samvariationen ersätter inte "
        "bedömningarna och är inte inräknad i dem. När bilderna jämförs räknas bedömningar närmare noll än "
        f"{text.number(MARGIN, 1)} varken som stöd eller motverkan.",
    )


def unmeasured(goals: Goals) -> Output:
    """The goals that no indicator follows, and why."""
    rows = [[goal.label, goal.unmeasured] for goal in goals.goals if goal.unmeasured]
    followed = text.upper_first(sentences.count(len(goals.measured)))
    shown = tabulated(
        written([("Mål", False), ("Varför data saknas", False)], rows, rows),
        finding=f"{followed} av {sentences.count(len(goals.goals))} mål kan följas i alla kommuner",
        subtitle="Mål utan indikator i alla kommuner",
        sources=[],
    )
    return own(shown)


def within(observations: pd.DataFrame, goals: Goals, place: Region, indicators: Register) -> Output:
    """Which way the indicator of each goal has moved in each region beside each other.

    Parameters
    ----------
    observations : DataFrame
        Of the goals' indicators, for the regions of `place.family`, as `metrics.cochange.usable` leaves them.
    goals : Goals
    place : Region
    indicators : Register
    """
    rows, raw, split = [], [], 0
    series_of = {goal.indicator: observations[observations["indicator"] == goal.indicator] for goal in goals.measured}
    for code in place.family:
        cells: list[str | Cell] = []
        turns = []
        for goal in goals.measured:
            found = trend(series_of[goal.indicator], code, indicators.get(goal.indicator), window=WINDOW)
            turn = "flat" if found.verdict == "flat" else "better" if found.verdict == goal.desired else "worse"
            known = found.verdict in ("up", "down", "flat")
            turns += [turn] if known else []
            cells.append(Cell(TURNS[turn][0], tone=TURNS[turn][1]) if known else FEW)
        apart = {"better", "worse"} <= set(turns)
        split += apart
        last = (
            Cell("⇄ Åt olika håll", tone="even") if apart else "Samma håll" if set(turns) - {"flat"} else "Inget säkert"
        )
        rows.append([regions.name(code), *cells, last])
        raw.append([regions.name(code), *map(str, cells), str(last)])
    heads = ["Område", *(goal.short for goal in goals.measured), "Målen tillsammans"]
    return tabulated(
        written([(head, False) for head in heads], rows, raw),
        finding=within_title(split, len(rows)),
        subtitle=f"Säker förändring åt det håll målet vill, {sentences.kin(place)}",
        sources=observations["source"],
        notes=[
            f"Förändringen är lutningen enligt Theil och Sen över högst {sentences.count(WINDOW)} år, och sägs bara "
            "när hela intervallet ligger på samma sida om noll.",
            *(f"{goal.short}: {goal_words(goal)}." for goal in goals.measured),
        ],
    )


def within_title(split: int, of: int) -> str:
    """In how many regions some goals get better while others get worse.

    Examples
    --------
    >>> within_title(3, 8), within_title(0, 8)
    ('I tre av åtta områden drar målen åt olika håll', 'I inget av åtta områden drar målen säkert åt olika håll')
    >>> within_title(0, 1)
    'Målen drar inte säkert åt olika håll'
    """
    if of == 1:
        return "Målen drar åt olika håll" if split else "Målen drar inte säkert åt olika håll"
    if not split:
        return f"I inget av {sentences.count(of)} områden drar målen säkert åt olika håll"
    return f"I {sentences.count(split, neuter=True)} av {sentences.count(of)} områden drar målen åt olika håll"
