"""Make the example answers to the surveys: two files in data/raw/surveys, and their checksums in the .yml beside them.

    python data/examples/make_surveys.py

Nothing in the files is real: no such activity exists and nobody has answered. About 60 activities, two rounds and two
or three assessors are drawn by chance with a fixed seed. Some activities name an ärende of the made-up grants file, so
that money and answers can be joined. The same seed gives the same files on any computer: only the standard library is
used. What a real round has is here too: activities that answer late, once or not at all, empty questions, assessors who
disagree, and texts that nobody has said may be published.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from pathlib import Path
from random import Random

FOLDER = Path(__file__).resolve().parents[1] / "raw" / "surveys"
SEED = 2024099
ROUNDS = {"2025": "2025-10", "2026": "2026-10"}
COUNTY = "23"
PLACES = {"2303": "Ragunda", "2305": "Bräcke", "2309": "Krokom", "2313": "Strömsund", "2321": "Åre", "2326": "Berg",
          "2361": "Härjedalen", "2380": "Östersund"}  # fmt: skip
TOPICS = (  # name, area, parts of the vision, goals, indicators, priority, where
    ("Solel på lador", "hallbar_energi", "klimat", "7;13", "utslapp_per_invanare", "smart_specialisering", "2326 2305"),
    ("Laddstolpar längs länsvägarna", "hallbar_energi", "klimat;ny_teknik", "7;11;13",
     "N07945;nya_laddbara_bilar", "hela_lanet", "2313 23"),
    ("Spillvärme till växthus", "hallbar_energi;jord_skog_vatten", "klimat;lokalt", "7;9;12",
     "utslapp_per_invanare", "smart_specialisering", "2303 2380"),
    ("Vätgas för tunga fordon", "hallbar_energi", "ny_teknik;klimat", "9;13",
     "utslapp_transporter_per_invanare", "malkonflikter", "2380 2361"),
    ("Fjällmat på tallriken", "jord_skog_vatten;upplevelser", "lokalt", "2;12",
     "N00403", "smart_specialisering", "2321 2361"),
    ("Naturnära skogsbruk", "jord_skog_vatten", "klimat", "12;15", "N85055", "malkonflikter", "2305 2303"),
    ("Samråd om betesmarker", "jord_skog_vatten", "saepmie;klimat", "15;16",
     "renar_vinterhjord;renagare", "malkonflikter", "2326 23"),
    ("Levande sjöar", "jord_skog_vatten", "klimat;lokalt", "6;15", "N85055", "hela_lanet", "2309 2313"),
    ("Besöksnäring året runt", "upplevelser", "lokalt;livsstil", "8;12",
     "gastnatter_per_invanare;gastnatter", "smart_specialisering", "2321 2361"),
    ("Leder för alla", "upplevelser", "lokalt;jamlikt", "3;10", "gastnatter_per_invanare", "hela_lanet", "2321 2326"),
    ("Samisk kultur möter besökare", "upplevelser", "saepmie;lokalt", "8;11",
     "gastnatter;renagare", "malkonflikter", "2361 2309"),
    ("Filmregion i fjällen", "upplevelser;digitala_losningar", "kreativt", "8;9",
     "N00999", "smart_specialisering", "2380 2321"),
    ("Vård på distans", "digitala_losningar", "ny_teknik;generationer", "3;10",
     "N07918;N07920", "hela_lanet", "2313 23"),
    ("Fiber sista milen", "digitala_losningar", "ny_teknik", "9;11", "N07918", "hela_lanet", "2303 2326"),
    ("Digitala lanthandlare", "digitala_losningar", "lokalt;ny_teknik", "9;11",
     "N07920;N07530", "hela_lanet", "2305 2313"),
    ("Öppna data i länet", "digitala_losningar", "kreativt;ny_teknik", "9;16",
     "N07918", "smart_specialisering", "2380 23"),
    ("Kvinnors företagande", "", "jamlikt;kreativt", "5;8", "N00999;medianinkomst", "hela_lanet", "2309 2380"),
    ("Unga som stannar", "", "generationer;livsstil", "4;8", "flyttnetto_per_1000;N02251", "hela_lanet", "2303 2313"),
    ("Nya svenskar i arbete", "", "jamlikt", "8;10", "N03937;N02267", "hela_lanet", "2380 2305"),
    ("Yrkesutbildning nära", "", "generationer;kreativt", "4;8", "eftergymnasial_3_ar", "hela_lanet", "2361 2309"),
    ("Testbädd för vinterprodukter", "upplevelser;digitala_losningar", "kreativt", "8;9",
     "N85085;N00999", "smart_specialisering", "2380 2321"),
    ("Cirkulärt byggande", "jord_skog_vatten", "klimat;kreativt", "11;12",
     "N07418", "smart_specialisering", "2380 2309"),
    ("Servicepunkter på landsbygden", "", "lokalt;generationer", "10;11", "N07530", "hela_lanet", "2305 2303"),
    ("Bostäder i fjällbyar", "", "livsstil", "11", "fardigstallda_bostader_per_1000", "malkonflikter", "2321 2361"),
)  # fmt: skip
PROCESSES = (
    ("Kompetensförsörjning i länet", "", "generationer;kreativt", "4;8", "eftergymnasial_3_ar", "hela_lanet"),
    ("Innovationssystemet", "digitala_losningar", "kreativt", "9", "N85085", "smart_specialisering"),
    ("Serviceprogrammet i kommunerna", "", "lokalt;generationer", "10;11", "N07530", "hela_lanet"),
    ("Markanvändning i fjällen", "jord_skog_vatten", "klimat;saepmie", "15;16", "renar_vinterhjord", "malkonflikter"),
    ("Jämställd tillväxt", "", "jamlikt", "5;10", "medianinkomst", "hela_lanet"),
    ("Energi och klimat", "hallbar_energi", "klimat", "7;13", "utslapp_per_invanare", "malkonflikter"),
    ("Besöksnäringens hållbarhet", "upplevelser", "lokalt;klimat", "8;12", "gastnatter", "malkonflikter"),
    ("Digitalisering för alla", "digitala_losningar", "ny_teknik", "9;10", "N07918;N07920", "hela_lanet"),
)  # fmt: skip
STRATEGIES = (
    ("Strategi för livsmedel", "jord_skog_vatten", "lokalt;klimat", "2;12", "N00403", "smart_specialisering"),
    ("Strategi för kultur", "upplevelser", "lokalt;saepmie", "11", "gastnatter", "hela_lanet"),
    ("Strategi för bredband", "digitala_losningar", "ny_teknik", "9", "N07918", "hela_lanet"),
    ("Strategi för klimat och energi", "hallbar_energi", "klimat", "7;13", "utslapp_per_invanare", "malkonflikter"),
)
CASES = {  # ärenden of the made-up grants file, by municipality
    "23": ["EX2019-0056", "EX2019-0063", "EX2019-0064", "EX2019-0077", "EX2019-0059", "EX2019-0075"],
    "2380": ["EX2019-0054", "EX2019-0055", "EX2019-0060", "EX2019-0061", "EX2019-0065", "EX2019-0062", "EX2019-0069"],
    "2321": ["EX2019-0058", "EX2020-0056"], "2309": ["EX2019-0084", "EX2019-0068", "EX2019-0071", "EX2019-0073"],
    "2326": ["EX2019-0086", "EX2019-0067"], "2303": ["EX2019-0057", "EX2019-0070"],
}  # fmt: skip
DEGREES = {"utjamna": 1.7, "samiskt": 0.8, "jamlikt": 1.6, "malkonflikter": 1.0, "klimat": 1.5, "styrka": 1.9}
MORE = {("utjamna", "hela_lanet"): 0.6, ("samiskt", "malkonflikter"): 0.5, ("malkonflikter", "malkonflikter"): 0.7,
        ("styrka", "smart_specialisering"): 0.7, ("klimat", "malkonflikter"): 0.4}  # fmt: skip
LEVEL_ONLY = {"process": {"matbara_mal": 1.1}, "strategi": {"styrning": 1.7}}
BETTER = {"malkonflikter": 0.45, "samiskt": 0.25, "utfall": 0.2}  # from the first round to the second
CHAIN = {"resurser": 1.9, "aktiviteter": 1.85, "prestationer": 1.5, "utfall": 1.05, "effekter": 0.7}
FOLLOW_UPS = ("2026-09-30", "2026-10-31", "2026-12-31", "2027-01-31", "2027-05-31", "2027-06-30", "2027-10-31", "")
LESSONS = (
    "Börja med byns egna frågor, så kommer deltagarna av sig själva.",
    "En gemensam kalender med samebyn hade sparat ett halvår.",
    "Utan mätning före start går effekten inte att visa i efterhand.",
    "Små kommuner behöver hjälp med ansökan, inte bara med pengar.",
    "Digitala möten når fler, men besluten blir bättre när alla ses minst en gång.",
    "Mål för både kvinnor & män, och uppföljning av dem, ändrade vilka som sökte.",
    "Färre delprojekt gav mer: < 5 räcker.",
    "Samverkan tar slut när projektledaren slutar; skriv ned vem som tar över.",
    "Näringslivet vill ha svar inom två veckor, annars väljer de bort oss.",
    "Räkna med att vintern stoppar arbetet i fem månader.",
    "Det som kallades målkonflikt var ofta brist på samråd.",
    "Elever som fick möta arbetsgivare tidigt sökte oftare till yrkesprogram.",
)
DECISIONS = (
    "Nollmätning görs före nästa etapp; analysfunktionen ansvarar.",
    "Samebyarna bjuds in till styrgruppen från nästa år.",
    "Delprojektet avslutas och medlen flyttas till servicepunkterna.",
    "Indikatorerna ses över tillsammans med kommunerna under våren.",
    "Arbetssättet sprids till två kommuner till.",
    "Avvakta: beslut tas när utvärderingen är klar.",
    "Jämställdhetsmålet skrivs in i beslutet om fortsättning.",
)
CONFLICTS = (
    "Fler besökare mot ro för renarna under kalvningen; leden stängs i maj.",
    "Ny vindkraft mot betesmark; frågan gick till samråd.",
    "Snabb tillväxt mot klimatmålet; resorna räknas nu in.",
    "Service överallt mot ekonomi; tre orter prioriterades.",
    "Ingen konflikt hittades, men vi letade bara inom den egna gruppen.",
)
TEXTS = {"malkonflikt": (CONFLICTS, 0.12), "lardom": (LESSONS, 0.3), "beslut": (DECISIONS, 0.18)}
HEAD = ["id", "name", "level", "region", "priority", "strengths", "vision", "sdg", "indicators", "case", "budget"]
HEAD += ["start", "end", "follow_up"]


def activities(random: Random) -> list[dict[str, str]]:
    """One row an activity: what it is, where, how much and when it is followed up."""
    found: list[dict[str, str]] = []
    cases = {place: list(ids) for place, ids in CASES.items()}
    for name, strengths, vision, sdg, indicators, priority, where in TOPICS:
        for place in where.split():
            title = f"{name} i {PLACES[place]}" if place in PLACES else f"{name}, hela länet"
            found.append(_activity("insats", title, place, priority, strengths, vision, sdg, indicators))
            if cases.get(place) and random.random() < 0.65:
                found[-1]["case"] = cases[place].pop(0)
    for level, entries in (("process", PROCESSES), ("strategi", STRATEGIES)):
        for name, strengths, vision, sdg, indicators, priority in entries:
            found.append(_activity(level, name, COUNTY, priority, strengths, vision, sdg, indicators))
    for number, one in enumerate(found, start=1):
        one["id"] = f"{one['level'][0].upper()}{number:02d}"
        start = random.randint(2022, 2026) if one["level"] == "insats" else random.randint(2020, 2023)
        end = min(2030, start + random.choice([2, 3, 3, 4]) if one["level"] == "insats" else 2030)
        one |= {"start": f"{start}-0{random.randint(1, 9)}-01", "end": f"{end}-12-31"}
        one["follow_up"] = random.choice(FOLLOW_UPS)
        if one["level"] == "insats":
            one["budget"] = str(round(random.lognormvariate(14.2, 0.7), -4)).removesuffix(".0")
    return found


def _activity(level: str, name: str, place: str, priority: str, *lists: str) -> dict[str, str]:
    strengths, vision, sdg, indicators = lists
    return {"id": "", "name": f"Exempel: {name}", "level": level, "region": place, "priority": priority,
            "strengths": strengths, "vision": vision, "sdg": sdg, "indicators": indicators, "case": "", "budget": "",
            "start": "", "end": "", "follow_up": ""}  # fmt: skip


def answers(random: Random, known: list[dict[str, str]]) -> list[list[str | int]]:
    """One row an answer: survey, round, activity, assessor, day, question, value or text, and may it be published."""
    rows: list[list[str | int]] = []
    for one in known:
        means = {**DEGREES, **LEVEL_ONLY.get(one["level"], {})}
        means = {id: mean + MORE.get((id, one["priority"]), 0) + random.gauss(0, 0.8) for id, mean in means.items()}
        means["samiskt"] += 1.2 * ("saepmie" in one["vision"])
        chain = {step: mean + random.gauss(0, 0.55) for step, mean in CHAIN.items()}
        quiet = random.random()
        for number, (name, month) in enumerate(ROUNDS.items()):
            late = one["start"][:4] > name or (quiet < 0.08) or (number == 0 and quiet < 0.16)
            if late:
                continue
            for assessor in range(1, random.choice([2, 2, 3, 3, 3]) + 1):
                head = [one["level"], name, one["id"], f"B{assessor}", f"{month}-{random.randint(10, 28)}"]
                publish = "true" if random.random() < 0.6 else "false"
                for id, mean in means.items():
                    value = round(random.gauss(mean + number * BETTER.get(id, 0), 0.36))
                    rows.append([*head, id, min(3, max(0, value)), "", publish] if random.random() > 0.05 else [])
                for step, mean in chain.items():
                    value = round(random.gauss(mean + number * BETTER.get(step, 0), 0.3))
                    rows.append([*head, f"kedja_{step}", min(2, max(0, value)), "", publish])
                for id, (texts, share) in TEXTS.items():
                    if random.random() < share:
                        rows.append([*head, id, "", random.choice(texts), publish])
    return [row for row in rows if row]


def write(name: str, head: list[str], rows: list[list[str | int]]) -> None:
    """Write a file and its checksum."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    content = text.getvalue().encode()
    (FOLDER / f"{name}.csv").write_bytes(content)
    beside = FOLDER / f"{name}.yml"
    checksum = f"sha256: {hashlib.sha256(content).hexdigest()}"
    told = re.sub(r"^sha256: .*$", checksum, beside.read_text(encoding="utf-8"), flags=re.M)
    beside.write_text(told, encoding="utf-8")


def main() -> None:
    """Write both files."""
    random = Random(SEED)
    known = activities(random)
    write("exempel_insatser", HEAD, [[one[column] for column in HEAD] for one in known])
    columns = ["survey", "round", "activity", "assessor", "answered", "question", "value", "text", "publish"]
    write("exempel_svar", columns, answers(random, known))


if __name__ == "__main__":
    main()
