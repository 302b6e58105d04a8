"""The pace of emissions, what the reference needs and what is left of a carbon budget, in words and as series."""

from __future__ import annotations

import pandas as pd

from vagar_lib import regions
from vagar_lib.display import sentences, text
from vagar_lib.display.chart import Measure
from vagar_lib.metrics import carbon
from vagar_lib.metrics.carbon import Pace, Rules
from vagar_lib.regions import Region

REASONS = {
    "few": "åren är för få",
    "no_base": "basåret saknas i uppgifterna",
    "zero": "utsläppen är noll eller negativa något år",
}
TABLE = "utslapp_vaxthusgaser"
DRAWN_AS = ("place", "county", "similar")
"""The parts that the budgets play in a chart, smallest budget first."""


def emissions(known: Rules) -> Measure:
    """Emissions in tonnes, with what must be known of the reference."""
    note = f"{known.reference.label} ({known.reference.source}): {known.reference.why}"
    return Measure("Utsläpp av växthusgaser", "ton CO2e", TABLE, note=note)


def used(known: Rules) -> Measure:
    """Part of the budget that is used, with the rule of sharing and its source."""
    note = f"{known.budget.rule} {known.budget.why} Källa till utrymmet: {known.budget.source}."
    return Measure("Förbrukad del av koldioxidbudgeten", "procent", TABLE, note=note)


def yearly(known: Rules) -> Measure:
    """Change a year."""
    return Measure(f"Utsläppens förändring sedan {known.since}", "procent om året", TABLE, decimals=1)


def pace(found: Pace, place: Region, known: Rules) -> str:
    """How fast emissions have fallen, how fast they would have to, and what that leaves in the reference's year."""
    if found.reason:
        return f"Takten går inte att räkna för {place.label}: {REASONS[found.reason]}."
    low, high = text.number(found.low, 1), text.number(found.high, 1)
    said = (
        f"Mellan {found.start} och {found.end} ändrades utsläppen i {place.label} med i medeltal "
        f"{text.signed(found.slope, 1)}{text.NBSP}% om året ({sentences.LEVEL_WORDS}t intervall {low} till {high}). "
        f"För att nå {known.reference.label} behövs "
        f"{text.signed(found.needed, 1)}{text.NBSP}% om året från {found.end}. {VERDICTS[found.verdict]}"
    )
    if found.verdict != "enough":
        said += (
            f" Fortsätter takten återstår {text.number(found.expected)} ton år {known.reference.year}, mot "
            f"{text.number(found.target)} ton enligt målet."
        )
    return said


VERDICTS = {
    "enough": "Takten räcker om den fortsätter.",
    "too_slow": "Takten är för långsam.",
    "uncertain": "Takten som behövs ligger inom osäkerheten, så det går inte att säga om den räcker.",
}


def pace_title(found: Pace, place: Region) -> str:
    """The pace and the pace needed."""
    if found.reason:
        return f"Utsläppen i {place.label}"
    return (
        f"Utsläppen i {place.label} ändras med {text.signed(found.slope, 1)}{text.NBSP}% om året, "
        f"{text.signed(found.needed, 1)}{text.NBSP}% behövs"
    )


def each(sectors: pd.DataFrame, place: Region, known: Rules) -> pd.DataFrame:
    """The pace of each of the regions beside each other and of riket, as bars.

    Returns
    -------
    DataFrame
        ``name, role, region, value`` (per cent a year)``, period, source``, highest first; without rows when fewer than
        two regions have one.
    """
    codes = [*place.family, *([] if place.level == "riket" else ["00"])]
    rows = []
    for code in codes:
        found = carbon.pace(carbon.emitted(sectors, code, known), known)
        if not found.reason:
            role = "place" if code == place.code else "reference" if code == "00" else "other"
            period = text.span(found.start, found.end)
            rows.append([regions.name(code), role, code, found.slope, found.needed, period, f"snapshot/{TABLE}"])
    frame = pd.DataFrame(rows, columns=["name", "role", "region", "value", "needed", "period", "source"])
    enough = len(frame[frame["role"] != "reference"]) > 1
    return frame.sort_values("value", ascending=False) if enough else frame.iloc[:0]


def each_title(rows: pd.DataFrame) -> str:
    """In how many regions emissions fall as fast as the reference needs."""
    own = rows[rows["role"] != "reference"]
    if own.empty:
        return "Utsläppens takt"
    enough = int((own["value"] <= own["needed"]).sum())
    many = text.number(enough) if enough else "ingen"
    return f"Utsläppen minskar minst så fort som målet kräver i {many} av {len(own)} områden"


def budget_lines(spent: pd.DataFrame, region: Region) -> pd.DataFrame:
    """The used part of each budget by year if the pace goes on, as series."""
    going = spent[spent["path"] == "pace"]
    roles = dict(zip(dict.fromkeys(going["budget"]), DRAWN_AS, strict=False))
    return going.assign(
        region=region.code,
        series=going["budget"],
        role=going["budget"].map(roles),
        period=going["year"].astype(str),
        value=going["used"],
        status="",
    )


def budget(spent: pd.DataFrame, place: Region, known: Rules) -> str:
    """When each budget is used up, if the pace goes on and if it is as fast as needed."""
    if spent.empty:
        return f"Koldioxidbudgeten går inte att räkna för {place.label}."
    said = []
    for label, rows in carbon.exhausted(spent).groupby("budget", sort=False):
        ends = rows.set_index("path")["year"]
        name = label.replace(", sannolikhet", " (sannolikhet") + (")" if ", sannolikhet" in label else "")
        going, needed = (_when(ends[path], known) for path in ("pace", "needed"))
        if going == needed:
            said.append(f"{text.upper_first(place.genitive)} del av utrymmet för {name} {going}, i båda fallen.")
        else:
            said.append(
                f"{text.upper_first(place.genitive)} del av utrymmet för {name} {going} om takten fortsätter, och "
                f"{needed} om takten blir den som målet kräver."
            )
    return " ".join(said)


def budget_title(spent: pd.DataFrame, place: Region, known: Rules) -> str:
    """When the smallest budget is used up if the pace goes on."""
    if spent.empty:
        return "Koldioxidbudget"
    first = carbon.exhausted(spent[spent["path"] == "pace"]).iloc[0]
    name = first["budget"].partition(", sannolikhet")[0]
    return f"{text.upper_first(place.genitive)} del av utrymmet för {name} {_when(first['year'], known)}"


def _when(year: object, known: Rules) -> str:
    if pd.isna(year):
        return f"räcker längre än till {known.reference.year}"
    return f"är slut {int(year)}"
