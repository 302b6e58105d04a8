"""The tables that are declared, on a shelf for tests: the variables and codes of the real ones, for three places.

A cell is a number that can be worked out by hand from its codes.
"""

from __future__ import annotations

from tests.sources.statbank import Shelf

PLACES = {"00": "Riket", "23": "Jämtlands län", "2303": "Ragunda"}
SIZE = {"00": 10_000, "23": 1_000, "2303": 100}
SEX = {"1": "män", "2": "kvinnor"}
ALL = {"TotSa": "totalt, samtliga män och kvinnor"}
BOTH = {"1+2": "totalt"}
AGES = {str(age): f"{age} år" for age in range(100)}
CIVIL = {"OG": "ogifta", "G": "gifta", "SK": "skilda", "ÄNKL": "änkor/änklingar"}
BORN = {"09": "född i Sverige", "11": "utrikes född"}
CHANGES = {
    "100": "folkmängd",
    "110": "folkökning",
    "115": "födda",
    "130": "döda",
    "135": "födelseöverskott",
    "230": "flyttningsöverskott totalt",
    "240": "flyttningsöverskott eget län",
    "250": "flyttningsöverskott övriga Sverige",
    "260": "invandringsöverskott",
}
EDUCATION = {code: f"nivå {code}" for code in "1234567"} | {"US": "uppgift saknas"}
INTERVAL = {
    "01": "Andel",
    "02": "Konfidensintervall nedre gräns",
    "03": "Konfidensintervall övre gräns",
    "04": "Antal svar",
}
SEX_OF_FOHM = {"00": "Totalt", "01": "Kvinnor", "02": "Män"}
SPANS = {"2020-2023": "2020-2023", "2021-2024": "2021-2024"}
COUNTRIES = {"SE": "Sverige", "NO": "Norge", "TOTfod": "totalt"}


FIRMS = (
    "Tillväxtanalys statistikdatabas/Företagens demografi/Aktiva, nyetablerade och nedlagda företag/"
    "foretagens_demografi_aktiva_nyetablerade_nedlagda_foretag_lan_bransch.px"
)
FIRM_MEASURES = {
    "0": "Antal aktiva företag",
    "1": "Antal nyetablerade företag",
    "2": "Antal nedlagda företag",
    "3": "Antal anställda",
}


def years(first: int, last: int) -> dict[str, str]:
    return {str(year): str(year) for year in range(first, last + 1)}


def people(region: str, sex: str, year: str, share: int = 1) -> float:
    """Men are as many as the size of the place, women ten more; one more each year after 2000."""
    one = {"1": SIZE[region], "2": SIZE[region] + 10}
    both = sum(one.values()) if sex in ("TotSa", "1+2") else one[sex]
    return float(both + share * (int(year) - 2000))


def noise(region: str, sex: str) -> float:
    """In 2025 the total is one less than its parts."""
    return -1.0 if sex == "TotSa" else 0.0


def _of(table: str) -> dict[str, str]:
    """Measures of a table."""
    return {
        "TAB638": {"BE0101N1": "Folkmängd", "BE0101N2": "Folkökning"},
        "TAB5557": {"000007ME": "Folkmängd", "000007MG": "Folkökning"},
        "TAB5169": {"000002Z9": "Antal personer"},
        "TAB6481": {"000007SQ": "Befolkningsstatistik antal personer"},
        "TAB1212": {
            "BE0101AX": "Invandringar",
            "BE0101AY": "Utvandringar",
            "BE0101A2": "Inrikes inflyttningar",
            "BE0101A3": "Inrikes utflyttningar",
            "BE0101AZ": "Flyttningsöverskott",
        },
        "TAB6640": {
            "00000869": "Invandringar",
            "00000867": "Utvandringar",
            "0000086D": "Inrikes inflyttningar",
            "0000086E": "Inrikes utflyttningar",
            "00000868": "Flyttningsöverskott",
        },
        "TAB4823": {"000001NS": "Antal"},
        "TAB6645": {"0000087X": "Antal"},
        "TAB6008": {"000005RC": "Antal"},
        "TAB3200": {"000002NS": "sysselsättningsgrad", "000002NN": "arbetslöshet"},
        "TAB1121": {"000006R7": "Medianvärde, tkr", "000006PO": "Gini-koefficient"},
        "ArbStatusM": {"000006II": "Andel arbetslösa", "000006IK": "Sysselsättningsgrad"},
        "TAB3981": {"UF0506A1": "Antal"},
        "TAB3138": {"NR0105AH": "BRP, löpande priser, mnkr", "NR0105AI": "BRP, volymutveckling i procent"},
    }.get(table, {"X": "Antal"})


def shelves() -> list[Shelf]:
    """Every table that the project declares."""

    def shelf(id, cell, optional=(), path="", **variables):
        measures = {"ContentsCode": _of(id)}
        return Shelf(id, path or f"ssd/{id}", {"Region": PLACES, **_placed(variables, measures)}, cell, optional)

    totals = {"TOT1": "totalt", "TOT5": "totalt", "TotSA": "totalt"}
    return [
        # Each civil status has a quarter of the people.
        shelf(
            "TAB638",
            lambda r, c, a, k, m, t: people(r, k, t) / 4 if a == "tot" else 1.0,
            ["Civilstand", "Kon"],
            Civilstand=CIVIL,
            Alder=AGES | {"100+": "100+ år", "tot": "totalt ålder"},
            Kon=SEX,
            Tid=years(2014, 2024),
        ),
        shelf(
            "TAB5557",
            lambda r, c, a, k, m, t: people(r, k, t) + noise(r, k) if a in totals else 4.0,
            Civilstand=CIVIL | {"SC": "totalt"},
            Alder=AGES | {"-4": "-4 år", "5-9": "5-9 år", "100+1": "100+ år", "100+5": "100+ år", **totals},
            Kon=SEX | ALL,
            Tid=years(2025, 2025),
        ),
        shelf(
            "TAB5169",
            lambda r, f, p, k, m, t: float(f) + SIZE[r] if k == "1+2" else float(f),
            Forandringar=CHANGES,
            Period={"hel": "hela året", "kv1": "kvartal 1"},
            Kon=SEX | BOTH,
            Tid=years(2023, 2024),
        ),
        shelf(
            "TAB6481",
            lambda r, f, p, k, m, t: float(f) + SIZE[r] - 1 if k == "TotSa" else float(f),
            Forandringar=CHANGES,
            Period={"hel": "hela året"},
            Kon=SEX | ALL,
            Tid=years(2025, 2025),
        ),
        # One move for each age and sex, 102 x 2 a year.
        shelf(
            "TAB1212",
            lambda *codes: 1.0,
            ["Alder", "Kon"],
            Alder=AGES | {"100+": "100+ år"},
            Kon=SEX,
            Tid=years(2023, 2024),
        ),
        shelf("TAB6640", lambda *codes: 205.0, Alder=AGES | totals, Kon=SEX | ALL, Tid=years(2025, 2025)),
        shelf(
            "TAB4823",
            lambda r, a, k, f, m, t: 9.0 if f == "09" else 1.0,
            Alder=AGES,
            Kon=SEX,
            Fodelseregion=BORN,
            Tid=years(2024, 2024),
        ),
        shelf(
            "TAB6645",
            lambda r, a, k, f, m, t: 8.0 if f == "09" else 2.0,
            Alder=AGES | totals,
            Kon=SEX,
            Fodelseregion=BORN,
            Tid=years(2025, 2025),
        ),
        # Two sexes, so twice as many as a cell.
        shelf(
            "FolkmRegFlandK",
            lambda r, f, k, m, t: (None, "..") if (r, f) == ("2303", "NO") else 50.0,
            ["Kon"],
            path="ssd/BE/BE0101/BE0101E/FolkmRegFlandK",
            Fodelseregion={"SE": "Sverige", "TOTfod": "totalt"},
            Kon=SEX,
            Tid=years(2024, 2024),
        ),
        shelf(
            "FolkmRegFlandKCKM",
            lambda r, f, k, m, t: (None, ":") if (r, f) == ("2303", "NO") else 101.0,
            path="ssd/BE/BE0101/BE0101E/FolkmRegFlandKCKM",
            Fodelseregion=COUNTRIES,
            Kon=SEX | ALL,
            Tid=years(2025, 2025),
        ),
        shelf(
            "TAB6008",
            lambda r, i, k, a, m, t: 10.5 if i == "13" else 1.25,
            InrikesUtrikes={"13": "inrikes födda", "23": "utrikes födda", "83": "inrikes och utrikes födda"},
            Kon=SEX,
            Alder=AGES | {"100+": "100+ år"},
            Tid=years(2026, 2027),
        ),
        shelf(
            "TAB3200",
            lambda r, k, a, f, m, t: 78.4 if m == "000002NS" else 5.1,
            Kon=SEX | BOTH,
            Alder={"16-64": "16-64 år", "20-64": "20-64 år"},
            Fodelseregion={"in": "inrikes född", "ut": "utrikes född", "tot": "totalt"},
            Tid=years(2023, 2024),
        ),
        shelf(
            "TAB1121",
            lambda r, i, m, t: 0.312 if m == "000006PO" else 301.5,
            InkomstTyp={"DispInkExkl": "exkl. kapitalvinst", "DispInkInkl": "inkl. kapitalvinst"},
            Tid=years(2023, 2024),
        ),
        shelf(
            "TAB3981",
            lambda r, a, u, k, m, t: 7.0,
            Alder={"16": "16 år", "tot16-74": "totalt 16-74 år"},
            UtbildningsNiva=EDUCATION,
            Kon=SEX,
            Tid=years(2023, 2024),
        ),
        # 70 per cent, and two more or less.
        Shelf(
            "halsgodyreg",
            "A_Folkhalsodata/A_Mo8/Halsoutfall/01Overgrip/01.01halsgod/halsgodyreg.px",
            {
                "Region": PLACES,
                "Hälsotillstånd": {"01": "Bra eller mycket bra hälsa"},
                "Andel och konfidensintervall": INTERVAL,
                "Kön": SEX_OF_FOHM,
                "År": SPANS,
            },
            lambda r, h, m, k, t: (None, "..") if r == "2303" else {"01": 70.0, "02": 68.0, "03": 72.0, "04": 900.0}[m],
        ),
        Shelf(
            "hlv1psyxreg",
            "A_Folkhalsodata/B_HLV/dPsykhals/hlv1psyxreg.px",
            {
                "Region": {"00": "Riket", "23": "Jämtland"},
                "Psykisk hälsa": {"21": "Allvarlig psykisk påfrestning", "58": "Svår ängslan", "46": "Mycket stressad"},
                "Andel och konfidensintervall": INTERVAL,
                "Kön": SEX_OF_FOHM,
                "År": SPANS,
            },
            lambda r, p, m, k, t: float(p) / 10 + {"01": 0, "02": -1, "03": 1, "04": 0}[m],
        ),
        # 5 per cent, and a tenth more in July.
        shelf(
            "ArbStatusM",
            lambda r, k, a, f, m, t: 5.1 if t.endswith("07") else 5.0,
            path="ssd/AM/AM0210/AM0210A/ArbStatusM",
            Kon=SEX | BOTH,
            Alder={"16-64": "16-64 år", "20-64": "20-64 år"},
            Fodelseregion={"in": "inrikes född", "ut": "utrikes född", "tot": "totalt"},
            Tid={f"2026M{month:02}": f"2026M{month:02}" for month in (6, 7)},
        ),
        # Codes are numbers in order: a hundred times the number of the measure, and one for the later year.
        Shelf(
            "foretag_lan_bransch",
            FIRMS,
            {
                "Tid": {"0": "2023", "1": "2024"},
                "Län": {"0": "22 Västernorrlands län", "1": "23 Jämtlands län"},
                "Bransch": {"0": "F Byggverksamhet", "1": "G Handel"},
                "variabel": FIRM_MEASURES,
            },
            lambda t, r, b, m: 100.0 * int(m) + int(t),
            ["Bransch"],
        ),
        shelf("TAB3138", lambda r, m, t: 812.0 if t == "2024" else 800.0, Tid=years(2023, 2024)),
    ]


def _placed(variables: dict, measures: dict) -> dict:
    """The measure before the time, as SCB has it."""
    placed = dict(variables)
    time = placed.pop("Tid")
    return placed | measures | {"Tid": time}
