"""How the verdicts are made, how much hangs on the rules, and what there are no values of."""

from __future__ import annotations

import pandas as pd

from vagar_lib.display import sentences, text, verdicts
from vagar_lib.display.chart import Chart, Measure
from vagar_lib.display.figure import Output, absent, facts, paragraphs, tabulated
from vagar_lib.display.lines import lines
from vagar_lib.display.table import REASONS, written
from vagar_lib.indicators import Register
from vagar_lib.judgement import Rules
from vagar_lib.metrics.change import FEWEST_POINTS, SLACK
from vagar_lib.regions import Region
from vagar_lib.sources import store

RULES = {
    "window": ("Trendens fönster", "år", 0),
    "on_track": ("Gräns för i takt", "% av takten som krävs", 0),
    "slow": ("Gräns för för långsamt", "% av takten som krävs", 0),
    "strong": ("Gräns för tydlig förändring", "% per år", 1),
}
"""What each rule is called, its unit and decimals."""
STATES = {"current": "Aktuell", "stale": "Inaktuell", "ended": "Avslutad", "missing": "Saknas"}
LEVELS = {"riket": ("Riket", "riket"), "län": ("Länen", "county"), "kommun": ("Kommunerna", "place")}
"""What the regions of each level are called, and which part their line plays."""
YEARS = 20
"""Years back that the coverage is shown for."""
SEXES = {"T": "båda", "K": "kvinnor", "M": "män"}


def rules_in_words(rules: Rules) -> Output:
    """How a verdict is reached, with the thresholds that are in use."""
    share = lambda value: text.quantity(100 * value, "procent")  # noqa: E731
    return paragraphs(
        "Varje indikator bedöms av samma regler. Riktningen, om högre eller lägre är bättre, står i registret och "
        "antas aldrig. Förändringen är Theil och Sens lutning över de senaste jämförbara värdena, högst "
        f"{sentences.count(rules.window, neuter=True)} år tillbaka, med ett {sentences.LEVEL_WORDS}t intervall. Ett "
        "brott i "
        "serien börjar en ny serie och glidande medelvärden jämförs bara när deras år inte överlappar. Under "
        f"{sentences.count(FEWEST_POINTS)} mätpunkter är de för få, och när intervallet täcker noll är ingen "
        "förändring säker.",
        "Finns ett mål, eller en referens där strategin inte har satt något mål, jämförs takten med den som krävs "
        "för att nå "
        f"det i tid: minst {share(rules.pace.on_track)} av takten är i takt, minst {share(rules.pace.slow)} är för "
        "långsamt, "
        f"mer än {share(rules.pace.limited)} är långt efter och resten bort från målet. Annars avgör tillväxten: minst "
        f"{text.quantity(rules.growth.strong, 'procent', 1)} om året är en tydlig förbättring eller försämring. "
        "Serier som "
        "når noll eller byter tecken bedöms efter skillnader, inte efter tillväxt.",
        f"Ett värde som är mer än {sentences.count(SLACK)} år sent efter sin utgivningstakt är inaktuellt. "
        "Inaktuella och "
        "avslutade indikatorer visas men bedöms inte, och inte heller det som varken är bra eller dåligt.",
    )


def vocabulary(judged: pd.DataFrame) -> Output:
    """The verdicts that occur, with symbol, and what they mean."""
    used = judged.drop_duplicates(["verdict", "target_kind"]).sort_values("verdict")
    found: dict[str, str] = {}
    for row in used.itertuples(index=False):
        found.setdefault(verdicts.mark(row), MEANINGS[row.verdict])
    return facts(found.items())


MEANINGS = {
    "met": "Värdet har nått målet eller referensen.",
    "missed": "Året är förbi och värdet har inte nått målet eller referensen.",
    "on_track": "Takten räcker för att nå dit i tid.",
    "slow": "Åt rätt håll, men takten räcker inte.",
    "limited": "Åt rätt håll, men takten är långt ifrån den som krävs.",
    "away": "Åt fel håll.",
    "strong_improvement": "Säker förändring åt rätt håll, minst så stor om året som gränsen för tydlig.",
    "improvement": "Säker förändring åt rätt håll, mindre än gränsen för tydlig.",
    "decline": "Säker förändring åt fel håll, mindre än gränsen för tydlig.",
    "strong_decline": "Säker förändring åt fel håll, minst så stor om året som gränsen för tydlig.",
    "increase": "Säker ökning av det som varken är bra eller dåligt.",
    "decrease": "Säker minskning av det som varken är bra eller dåligt.",
    "flat": "Förändringens intervall täcker noll.",
    "few": f"Färre än {sentences.count(FEWEST_POINTS)} jämförbara värden.",
    "stale": "Senaste värdet är äldre än utgivningstakten tillåter.",
    "ended": "Indikatorn ges inte längre ut.",
}
"""What each verdict means, in a sentence."""


def steps(moved: pd.DataFrame, place: Region) -> Output:
    """How many verdicts change when a rule is moved one step.

    Parameters
    ----------
    moved : DataFrame
        As `metrics.sensitivity.sensitivity` gives it, for the place.
    place : Region
    """
    columns = [("Regel", False), ("Nu", True), ("Flyttad till", True)]
    columns += [("Omdömen", True), ("Ändras", True), ("Andel", True)]
    cells, raw = [], []
    for row in moved.itertuples(index=False):
        name, unit, decimals = RULES[row.rule]
        factor = 100 if row.rule in ("on_track", "slow") else 1
        shown = [text.number(value * factor, decimals) for value in (row.usual, row.moved)]
        many = [text.number(size) for size in (row.verdicts, row.changed)]
        share = text.quantity(100 * row.share, "procent")
        cells.append([f"{name} ({unit})", *shown, *many, share])
        raw.append([f"{name} ({unit})", row.usual * factor, row.moved * factor, row.verdicts, row.changed, row.share])
    most = moved.loc[moved["changed"].idxmax()]
    finding = f"Som mest ändras {most['changed']} av {most['verdicts']} omdömen när en regel flyttas ett steg"
    return tabulated(
        written(columns, cells, raw),
        finding=finding,
        subtitle=f"Omdömenas känslighet för reglerna. {place.name}",
        sources=store.used(),
        notes=["Inaktuella och avslutade indikatorer räknas inte. Kvinnor och män räknas var för sig där de finns."],
    )


def covered(found: pd.DataFrame, judged: pd.DataFrame, place: Region, register: Register) -> Output:
    """What exists: years, number of values, sexes, regions beside, state and next publication of each indicator.

    Parameters
    ----------
    found : DataFrame
        As `metrics.coverage.coverage` gives it, for the place and its family.
    judged : DataFrame
        Verdicts, for the sources.
    place : Region
    register : Register
    """
    own = found[(found["region"] == place.code) & (found["values"] > 0)]
    both = own[own["sex"] == "T"]
    beside = found[found["region"].isin(place.family) & (found["sex"] == "T") & (found["values"] > 0)]
    many = beside.groupby("indicator")["region"].nunique()
    if both.empty:
        return absent(Measure("Täckning", "", table=""), place)
    columns = [("Indikator", False), ("År", True), ("Värden", True), ("Luckor", True), ("Kön", False)]
    columns += [(f"Områden av {len(place.family)}", True), ("Läge", False), ("Nästa utgivning", True)]
    cells, raw = [], []
    for row in both.itertuples(index=False):
        sexes = [SEXES[sex] for sex in own.loc[own["indicator"] == row.indicator, "sex"]]
        years = text.span(row.first, row.last)
        line = [years, row.values, row.gaps, text.listed(sexes), int(many.get(row.indicator, 0)), STATES[row.state]]
        head = register.get(row.indicator).label
        cells.append([head, *map(str, line), _date(row.next_publication)])
        raw.append([head, *line, _date(row.next_publication)])
    state = both["state"].value_counts()
    told = [text.counted(int(state[key]), *words) for key, words in _COUNTED.items() if key in state]
    return tabulated(
        written(columns, cells, raw),
        finding=f"{text.upper_first(place.label)} har värden för "
        f"{text.counted(len(both), 'indikator', 'indikatorer')}: "
        f"{text.listed(told)}",
        subtitle=f"Täckning: indikatorer med värde. {place.name}",
        sources=judged["source"],
        notes=[f"Områden är {sentences.kin(place)} med minst ett värde. Luckor är år då ett värde borde finnas."],
    )


_COUNTED = {
    "current": ("aktuell", "aktuella"),
    "stale": ("inaktuell", "inaktuella"),
    "ended": ("avslutad", "avslutade"),
}


def covered_years(found: pd.DataFrame, today: int) -> Chart:
    """How many indicators have values for at least half of the regions of each level, year by year.

    Parameters
    ----------
    found : DataFrame
        As `metrics.coverage.coverage_by_year` gives it.
    today : int
        The last year shown; the first is `YEARS` before.
    """
    enough = found[(found["sex"] == "T") & (found["regions"] * 2 >= found["of"])]
    enough = enough[enough["year"].between(today - YEARS, today)]
    counts = enough.groupby(["level", "year"])["indicator"].nunique()
    frames = [
        counts[level].rename("value").reset_index().assign(series=name, role=role)
        for level, (name, role) in LEVELS.items()
        if level in counts.index.get_level_values("level")
    ]
    empty = pd.DataFrame(columns=["year", "value", "series", "role"])
    frame = pd.concat(frames) if frames else empty
    frame = frame.assign(period=frame["year"].astype(str), source="; ".join(store.used()))
    note = "Ett år räknas när minst hälften av områdena har ett värde."
    return lines(frame, Measure("Indikatorer med värden", "antal", table="", note=note), zero=True)


def covered_years_title(found: pd.DataFrame, place: Region) -> str:
    """The year of which most indicators have values for the level of the place, as a title."""
    own = found[(found["sex"] == "T") & (found["level"] == place.level) & (found["regions"] * 2 >= found["of"])]
    if own.empty:
        return f"Inga indikatorer har värden för {LEVELS[place.level][0].lower()}"
    counts = own.groupby("year")["indicator"].nunique()
    return f"{LEVELS[place.level][0]} har värden för flest indikatorer {counts.idxmax()}: {counts.max()}"


def missing(found: pd.DataFrame, judged: pd.DataFrame, place: Region, register: Register) -> Output | None:
    """What does not exist: indicators of the register without any value for the place, and where they are to come "
    "from."""
    own = found[(found["region"] == place.code) & (found["sex"] == "T") & (found["state"] == "missing")]
    if own.empty:
        return None
    columns = [("Indikator", False), ("Tema", False), ("Skäl", False)]
    columns += [("Nyckeltal i Kolada", False), ("Nästa utgivning", True)]
    cells = []
    for row in own.itertuples(index=False):
        indicator = register.get(row.indicator)
        why = text.upper_first(REASONS.get(row.reason, "ingår inte i datautgåvan"))
        cells.append([indicator.label, indicator.theme, why, indicator.kolada or "–", _date(row.next_publication)])
    return tabulated(
        written(columns, cells, cells),
        finding=f"{text.upper_first(sentences.count(len(own)))} indikatorer i registret saknar värden för "
        f"{place.label}",
        subtitle=f"Täckning: indikatorer utan värde. {place.name}",
        sources=judged["source"],
    )


def _date(day: object) -> str:
    return "–" if day is None or pd.isna(day) else f"{day:%Y-%m-%d}"
