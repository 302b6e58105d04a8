"""Make the example file of grants: data/raw/grants/exempel_2016_2020.csv, and its checksum in the .yml beside it.

    python data/examples/make_grants.py

Nothing in the file is real. There is no public micro-data of anslag 1:1, so ärenden, recipients and persons are drawn
by chance with a fixed seed, from shares that are guesses; only the sums are near what is published: about 187 Mkr a
year in Jämtlands län, of which investment support 72, projects 57, transport 47, service 6 and small firms 6. The
same seed gives the same file on any computer: only the standard library is used.

The layout is that of an export from a case system, with the traps such files have: a header in row 4 and sums in the
last row; one row a transaction, which repeats the granted amount; numbers, dates, supports and municipalities written
in several ways; missing cells; repayments; names and numbers of sole traders, also within the free text. Names are
obviously invented. Organisation numbers begin with 0, which no organisation's does; personal numbers have a 13th month
and a 99th day; and all of them have a wrong check digit.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

FILE = Path(__file__).resolve().parents[1] / "raw" / "grants" / "exempel_2016_2020.csv"
SEED = 20162020
YEARS = range(2016, 2021)
LAST_PAYMENT = 2023

PEOPLE = {  # mean population 2016-2020, rounded
    "Berg": 7100, "Bräcke": 6400, "Härjedalen": 10100, "Krokom": 14900,
    "Ragunda": 5300, "Strömsund": 11700, "Åre": 11500, "Östersund": 63100,
}  # fmt: skip
MORE_APPLY = {  # compared with the number of people
    "Åre": 1.7, "Härjedalen": 1.6, "Strömsund": 1.2, "Berg": 1.2, "Krokom": 0.9, "Ragunda": 0.8, "Östersund": 0.75,
}  # fmt: skip
SPELLINGS = {
    "Berg": ["Bergs kommun", "Svenstavik"], "Härjedalen": ["Harjedalen", "Härjedalens kommun", "Sveg"],
    "Ragunda": ["2303", "ragunda "], "Strömsund": ["STRÖMSUND", "Stromsund"], "Åre": ["Are", "Åre kommun"],
    "Östersund": ["Ostersund", "Östersunds kommun", "Frösön", "ÖSTERSUND"], "Krokom": [" Krokom", "2309 Krokom"],
}  # fmt: skip
INDUSTRIES = {  # SNI section by how often a company has it, in places with and without much tourism
    True: {"I": 30, "C": 14, "G": 10, "R": 10, "N": 8, "F": 10, "A": 6, "M": 6, "J": 4, "H": 2},
    False: {"C": 34, "F": 12, "A": 11, "M": 10, "G": 9, "I": 8, "J": 7, "N": 4, "R": 3, "H": 2},
}
NAMES_OF_SECTIONS = {"C": "C Tillverkning", "I": "I - Hotell och restaurang", "A": "A Jordbruk, skogsbruk och fiske"}
SIZES = {"0": 22, "1–9": 48, "10–49": 20, "50–249": 7, "250–": 1, "": 2}
AGES = {"18–30": 8, "31–44": 25, "45–54": 26, "55–64": 21, "65–": 4, "": 16}
STRATEGIES = ["Innovation och företagande", "Attraktiva miljöer", "Kompetensförsörjning", "Internationellt samarbete"]
LOCAL = ["Hållbar energi", "Jord, skog och vatten", "Upplevelser", "Digitala lösningar", "Övrigt"]
MONTHS = [
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober",
    "november", "december",
]  # fmt: skip
GOALS = {8: 26, 9: 24, 5: 14, 12: 12, 7: 9, 11: 9, 10: 8, 13: 7, 4: 6}


@dataclass(frozen=True)
class Form:
    """A support: what is granted a year (kronor), in how many ärenden, how unlike they are, and how they are paid."""

    words: dict[str, int]
    kind: str
    yearly: int
    cases: int
    spread: float
    by_year: tuple[float, ...]
    payments: tuple[int, int]
    assessed: float
    women: float
    least: int


FORMS = (
    Form({"Regionalt investeringsstöd": 70, "Investeringsstöd": 20, "RIS": 10}, "FTG", 72_000_000, 56, 1.0,
         (0.88, 0.97, 1.06, 1.12, 0.97), (1, 3), 0.5, 0.16, 40_000),
    Form({"Projektmedel": 90, "Projekt": 10}, "PROJ", 57_000_000, 40, 0.9,
         (0.95, 1.04, 0.98, 1.03, 1.00), (3, 8), 0.7, 0.30, 60_000),
    Form({"Regionalt transportbidrag": 60, "Transportbidrag": 40}, "FTG", 47_000_000, 76, 1.1,
         (1.03, 1.01, 0.99, 0.98, 0.99), (1, 2), 0.12, 0.08, 15_000),
    Form({"Kommersiell service": 60, "Servicebidrag": 25, "Investeringsstöd": 15}, "KS", 6_000_000, 46, 0.7,
         (0.85, 0.90, 1.00, 1.05, 1.20), (1, 2), 0.3, 0.36, 10_000),
    Form({"Främjande av små och medelstora företag": 50, "Konsultcheck": 25, "Mikrostöd": 25}, "FTG", 6_000_000, 82,
         0.7, (0.90, 0.95, 1.00, 1.05, 1.10), (1, 1), 0.45, 0.34, 5_000),
)  # fmt: skip


@dataclass(frozen=True)
class Recipient:
    """Somebody who never existed."""

    name: str
    number: str
    form: str
    place: str
    section: str
    size: str
    led_by: str
    birth: str
    age: str
    sami: str
    own: str = ""


@dataclass
class Case:
    """An ärende and its payments as (year, kronor)."""

    id: str
    year: int
    form: Form
    recipient: Recipient
    granted: int
    place: str
    texts: dict[str, str] = field(default_factory=dict)
    payments: list[tuple[int, float]] = field(default_factory=list)


def make(seed: int = SEED, times: int = 1) -> bytes:
    """Content of the example file, the same for the same seed; with so many times as many ärenden."""
    chance = Random(seed)
    pools = _pools(chance)
    cases = [case for number, year in enumerate(YEARS) for case in _year(chance, year, number, pools, times)]
    _set_traps(chance, cases)
    return _written(chance, cases)


def _draw(chance: Random, weights: dict) -> object:
    return chance.choices(list(weights), list(weights.values()))[0]


def _check_digit(body: str) -> int:
    """What the tenth digit would be if the number were real."""
    doubled = (int(digit) * (2 - n % 2) for n, digit in enumerate(body))
    return -sum(value - 9 if value > 9 else value for value in doubled) % 10


def _number(body: str) -> str:
    """A number of ten digits that can't be anybody's: its check digit is wrong."""
    return f"{body[:6]}-{body[6:]}{(_check_digit(body) + 1) % 10}"


def _person(chance: Random, women: float) -> dict[str, str]:
    led_by = _draw(chance, {"Kvinna": 74 * women, "Man": 74 * (1 - women), "Båda": 8, "": 12, "Okänd": 6})
    return {
        "led_by": led_by,
        "birth": _draw(chance, {"Inrikes": 68, "Utrikes": 9, "": 19, "Uppgift saknas": 4}),
        "age": _draw(chance, AGES),
        "sami": _draw(chance, {"ja": 3, "nej": 14, "okänd": 20, "": 63}),
    }


def _pools(chance: Random) -> dict[str, list[Recipient]]:
    """Those who can get support: companies, sole traders, shops and owners of projects."""
    weights = {place: people * MORE_APPLY.get(place, 1.0) for place, people in PEOPLE.items()}
    companies, traders, shops = [], [], []
    for n in range(430):
        place = _draw(chance, weights)
        section = _draw(chance, INDUSTRIES[place in ("Åre", "Härjedalen")])
        name = f"{chance.choice(['Påhittade', 'Diktade', 'Fantiserade'])} Exempelbolaget {n + 1} AB"
        number, size = _number(f"0099{n:05d}"), _draw(chance, SIZES)
        companies.append(Recipient(name, number, "Aktiebolag", place, section, size, **_person(chance, 0.19)))
    for n in range(140):
        place = _draw(chance, weights)
        section = _draw(chance, INDUSTRIES[place in ("Åre", "Härjedalen")])
        name = f"{chance.choice(['Exempel', 'Exempla', 'Påhitt'])} Exempelsson {n + 1}"
        number = _number(f"{40 + n % 60}1399{n:03d}")
        size = _draw(chance, {"0": 70, "1–9": 30})
        traders.append(Recipient(name, number, "Enskild firma", place, section, size, **_person(chance, 0.36)))
    rural = weights | {"Östersund": weights["Östersund"] / 8}
    for n in range(45):
        person = _person(chance, 0.4)
        form = "Enskild firma" if n % 5 == 0 else "Aktiebolag"
        number = _number(f"{50 + n}1399{500 + n}") if n % 5 == 0 else _number(f"0098{n:05d}")
        name = f"Exempla Butiksson {n + 1}" if n % 5 == 0 else f"Exempelbutiken {n + 1} AB"
        shops.append(Recipient(name, number, form, _draw(chance, rural), "G", "1–9", **person))
    return {"companies": companies, "traders": traders, "shops": shops, "owners": _owners(chance)}


def _owners(chance: Random) -> list[Recipient]:
    def owner(n: int, name: str, form: str, place: str, section: str, own: str = "") -> Recipient:
        number, person = _number(f"0097{n:05d}"), _person(chance, 0.45)
        return Recipient(name, number, form, place, section, "50–249", **person, own=own)

    owners = [owner(0, "Exempelregionen", "Region", "Östersund", "O", "egen")]
    owners += [owner(n, f"Exempelkommunen i {place}", "Kommun", place, "O") for n, place in enumerate(PEOPLE, 1)]
    parts = ("Exempelparken AB", "Exempelskolan AB", "Exempellånet AB")
    owners += [owner(n, name, "Aktiebolag", "Östersund", "M", "delägd") for n, name in enumerate(parts, 20)]
    owners += [owner(n, f"Exempelhögskolan {n}", "Högskola", "Östersund", "P") for n in (30, 31)]
    places = enumerate((_draw(chance, PEOPLE) for _ in range(22)), 40)
    return owners + [owner(n, f"Påhittade föreningen {n}", "Ideell förening", place, "S") for n, place in places]


def _year(chance: Random, year: int, number: int, pools: dict[str, list[Recipient]], times: int) -> list[Case]:
    """The decisions of a year; amounts are scaled so that each support gets its sum."""
    cases: list[Case] = []
    for form in FORMS:
        target = form.yearly * form.by_year[number] * times
        drawn = [chance.lognormvariate(0, form.spread) for _ in range(form.cases * times + chance.randint(-4, 4))]
        factor = target / sum(drawn)
        for amount in drawn:
            granted = max(form.least, round(amount * factor, -3))
            recipient = _recipient(chance, form, pools)
            case = Case(f"EX{year}-{len(cases) + 1:04d}", year, form, recipient, int(granted), recipient.place)
            if form.kind == "PROJ" and chance.random() < 0.3:
                case.place = "Hela länet"
            case.payments = _payments(chance, case)
            case.texts = _texts(chance, case)
            cases.append(case)
    return cases


def _recipient(chance: Random, form: Form, pools: dict[str, list[Recipient]]) -> Recipient:
    if form.kind == "PROJ":
        owners = pools["owners"]
        return chance.choices(owners, [30] + [4] * 8 + [7] * 3 + [6] * 2 + [1.5] * 22)[0]
    if form.kind == "KS":
        return chance.choice(pools["shops"])
    if "Regionalt transportbidrag" in form.words:  # the same manufacturers year after year, a few of them large
        makers = [one for one in pools["companies"] if one.section == "C"][:60]
        return chance.choices(makers, [60 / (n + 3) for n in range(len(makers))])[0]
    traders = 0.12 if "RIS" in form.words else 0.45
    return chance.choice(pools["traders"] if chance.random() < traders else pools["companies"])


def _payments(chance: Random, case: Case) -> list[tuple[int, float]]:
    """Payments: of what was granted mostly not all, now and then nothing, sometimes paid back."""
    if chance.random() < 0.04:
        return []
    times = chance.randint(*case.form.payments)
    total = case.granted * min(1.0, chance.uniform(0.8, 1.08))
    parts = [chance.uniform(0.5, 1.5) for _ in range(times)]
    amounts = [round(total * part / sum(parts), chance.choice((0, 0, 2))) for part in parts]
    amounts[-1] = min(amounts[-1], case.granted - sum(amounts[:-1]))
    start = chance.randint(0, 1)
    years = [min(LAST_PAYMENT, case.year + start + n // 3) for n in range(times)]
    paid = list(zip(years, (round(amount, 2) for amount in amounts), strict=True))
    if chance.random() < 0.012:
        paid.append((min(LAST_PAYMENT, years[-1] + 1), -round(amounts[-1] * chance.uniform(0.2, 0.6))))
    return paid


def _texts(chance: Random, case: Case) -> dict[str, str]:
    """Cells that are the same in all rows of an ärende."""
    who, form, year = case.recipient, case.form, case.year
    day = f"{year}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
    project = form.kind == "PROJ"
    levels = {name: "" for name in ("ekologisk", "social", "ekonomisk")}
    second = dict(levels)
    goals: list[int] = []
    if chance.random() < form.assessed:
        levels["ekologisk"] = str(_draw(chance, {0: 35, 1: 35, 2: 22, 3: 8}))
        levels["social"] = str(_draw(chance, {0: 12, 1: 30, 2: 38, 3: 20}))
        levels["ekonomisk"] = str(_draw(chance, {0: 18, 1: 36, 2: 34, 3: 12}))
        if chance.random() < 0.15:
            levels[chance.choice(list(levels))] = ""
        if chance.random() < 0.22:
            second = {name: _again(chance, value) for name, value in levels.items()}
        goals = sorted({int(_draw(chance, GOALS)) for _ in range(chance.randint(1, 4 if project else 2))})
    known = year != 2018  # the year that lacks these in the real exports too
    return {
        "stodform": str(_draw(chance, form.words)),
        "beslutsdatum": day if chance.random() < 0.93 else "",
        "startdatum": f"{year}-{chance.randint(1, 12):02d}-01",
        "slutdatum": f"{min(LAST_PAYMENT, year + (3 if project else 1))}-12-31",
        "vd_kon": "" if project and chance.random() < 0.5 else who.led_by,
        "bransch_avd": "" if chance.random() < 0.05 else NAMES_OF_SECTIONS.get(who.section, who.section),
        "lokal_klass": chance.choice(LOCAL) if chance.random() < 0.7 else "",
        "nat_strat": chance.choice(STRATEGIES) if known else "",
        "resultatkedja": f"Kedja {chance.randint(1, 5)}" if known else "",
        "sdg_mal": chance.choice([", ", ";", " och "]).join(map(str, goals)),
        **{f"dim_{name}": value for name, value in levels.items()},
        **{f"bedomare2_dim_{name}": value for name, value in second.items()},
        "stodniva": "" if project else f"{chance.choice((25, 35, 40, 50, 50, 50))}{chance.choice((' %', '%', ' %'))}",
        "motivering": f"{who.name} har hittat på en motivering." if chance.random() < 0.2 else "",
    }


def _again(chance: Random, value: str) -> str:
    """What a second assessor says of the same thing: mostly the same, or a step away."""
    if not value or chance.random() < 0.72:
        return value
    return str(min(3, max(0, int(value) + chance.choice((-1, 1)))))


def _set_traps(chance: Random, cases: list[Case]) -> None:
    """What is odd about single ärenden, each a few times; the report shows how many were found."""
    several = [case for case in cases if len(case.payments) > 2 and all(paid > 0 for _, paid in case.payments)]
    conflicting, above, early, nobody = several[7], several[50:300:100], several[90:250:100], several[31:250:80]
    conflicting.texts["other_grant"] = str(conflicting.granted + 25_000)
    for case in above:
        year, paid = case.payments[-1]
        case.payments[-1] = year, round(paid + case.granted * 1.1 - sum(paid for _, paid in case.payments), 2)
    for case in early:
        case.payments[0] = case.year - 1, case.payments[0][1]
    for case in nobody:
        case.texts["nobody"] = "yes"
    several[80].texts["no_grant"] = "yes"


COLUMNS = [
    "arende", "stodtyp", "stodform", "beslut_ar", "beslutsdatum", "startdatum", "slutdatum", "beviljat_belopp",
    "utbet_belopp", "trans_ar", "vd_kon", "bransch_avd", "arbetsstalle", "lokal_klass", "nat_strat",
    "resultatkedja", "organisationsform", "organisationsnummer", "namn", "fodelseregion", "aldersklass",
    "storleksklass", "samisk_koppling", "sdg_mal", "dim_ekologisk", "dim_social", "dim_ekonomisk",
    "bedomare2_dim_ekologisk", "bedomare2_dim_social", "bedomare2_dim_ekonomisk", "egen_organisation",
    "stodniva", "motivering",
]  # fmt: skip


def _written(chance: Random, cases: list[Case]) -> bytes:
    rows = [(year, case, paid, n) for case in cases for n, (year, paid) in enumerate(case.payments)]
    rows += [(case.year, case, None, 0) for case in cases if not case.payments]
    rows.sort(key=lambda row: (row[0], row[1].id, row[3]))
    text = io.StringIO()
    lines = csv.writer(text, delimiter=";", lineterminator="\r\n")
    lines.writerow(["Uttag ur ärendesystemet 2024-01-15"])
    lines.writerow(["EXEMPELDATA: påhittat. Inga ärenden, företag eller personer i filen finns."])
    lines.writerow([])
    lines.writerow(COLUMNS)
    for year, case, paid, n in rows:
        cells = _cells(chance, case, year, paid, n)
        lines.writerow([cells.get(column, "") for column in COLUMNS])
    repeated, paid = sum(row[1].granted for row in rows), sum(row[2] or 0 for row in rows)
    sums = {"arende": "Summa", "beviljat_belopp": f"{repeated}", "utbet_belopp": f"{paid:.2f}".replace(".", ",")}
    lines.writerow([sums.get(column, "") for column in COLUMNS])
    return text.getvalue().encode("utf-8-sig")


def _cells(chance: Random, case: Case, year: int, paid: float | None, n: int) -> dict[str, str]:
    """A row, written as people and systems do: in several ways."""
    who, texts = case.recipient, case.texts
    granted = float(texts.get("other_grant", case.granted)) if n == 1 else float(case.granted)
    number = who.number
    if who.form == "Enskild firma" and chance.random() < 0.3:
        number = f"19{number}"
    place = case.place
    if chance.random() < 0.12:
        place = chance.choice(SPELLINGS.get(place, [place]))
    return texts | {
        "arende": case.id,
        "stodtyp": case.form.kind,
        "beslut_ar": str(case.year),
        "beslutsdatum": _date(chance, texts["beslutsdatum"]),
        "beviljat_belopp": "" if "no_grant" in texts else _kronor(chance, granted),
        "utbet_belopp": "" if paid is None else _kronor(chance, paid),
        "trans_ar": "" if paid is None else str(year),
        "arbetsstalle": place,
        "organisationsform": who.form,
        "organisationsnummer": "" if "nobody" in texts else number,
        "namn": "" if "nobody" in texts else who.name,
        "fodelseregion": who.birth,
        "aldersklass": who.age,
        "storleksklass": who.size,
        "samisk_koppling": who.sami,
        "egen_organisation": who.own,
    }


def _kronor(chance: Random, amount: float) -> str:
    """'1 234 567,50' with any of the spaces, '1234567,5', '1 234 567 kr', '−500'."""
    space = chance.choice(["", "", "", " ", "\u00a0", "\u202f"])
    whole = f"{abs(amount):,.2f}".replace(",", space).replace(".", ",")
    short = whole.removesuffix(",00") if chance.random() < 0.7 else whole
    unit = " kr" if chance.random() < 0.05 else ""
    return f"{chance.choice(['-', '−']) if amount < 0 else ''}{short}{unit}"


def _date(chance: Random, day: str) -> str:
    """'2016-05-03', with a time, '20160503', '3 maj 2016'."""
    if not day:
        return ""
    year, month, date = day.split("-")
    written = f"{int(date)} {MONTHS[int(month) - 1]} {year}"
    return chance.choice([day, day, day, day, f"{day} 00:00:00", f"{year}{month}{date}", written])


def write(content: bytes, file: Path) -> str:
    """Write the file, and its checksum in its provenance; give the checksum."""
    file.write_bytes(content)
    beside = file.with_suffix(".yml")
    known = beside.read_text(encoding="utf-8")
    digest = hashlib.sha256(content).hexdigest()
    beside.write_text(re.sub(r"(?m)^sha256: .*$", f"sha256: {digest}", known), encoding="utf-8")
    return digest


if __name__ == "__main__":
    made = make()
    print(f"{FILE.name}: {made.count(b'EX20')} rows, sha256 {write(made, FILE)}")
