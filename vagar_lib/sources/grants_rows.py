"""What do the rows of a grants file mean? Every cell typed, or a finding that says what is allowed instead.

Names and organisation numbers are personal data of sole traders: here they become a key that tells recipients apart,
and their columns are dropped.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pandas as pd

from vagar_lib import regions
from vagar_lib.sources import grants_cells as cells
from vagar_lib.sources import grants_file
from vagar_lib.sources.grants_findings import Findings
from vagar_lib.sources.grants_settings import CATEGORIES, DATES, LEVELS, RECIPIENT, TEXTS, Form, Layout, Settings, fold
from vagar_lib.sources.provenance import Provenance

FIRST_YEAR = 1990  # of anything in a file; what is before is a slip
LAST_YEAR = 2100  # of the end of a project


def typed(
    table: grants_file.Table, layout: Layout, known: Settings, declared: Provenance, findings: Findings
) -> pd.DataFrame:
    """The transactions of a file, sums left out.

    Parameters
    ----------
    table : grants_file.Table
    layout : Layout
        What the file calls its columns.
    known : Settings
        What its words mean.
    declared : Provenance
        With the years that its decisions and payments may have.
    findings : Findings
        Gets every cell that can't be read.

    Returns
    -------
    pandas.DataFrame
        row (number in the file), recipient (a key that tells who it is), sole_trader, own, part_owned and a column for
        each other field, whether the file has it or not; None or NaN where missing.
    """
    totals, missing = set(map(fold, known.totals)), {"", *map(fold, known.missing)}
    kept = [n for n, cell in enumerate(table.columns["case"]) if fold(cells.text(cell)).rstrip(":") not in totals]
    numbers = [table.numbers[n] for n in kept]
    columns = {field: [column[n] for n in kept] for field, column in table.columns.items()}
    parsed: dict[str, list[Any]] = {}
    for field, parse in _parsers(layout, known, declared).items():
        if field not in columns:
            parsed[field] = [None] * len(kept)
            continue
        parsed[field], bad = _parse(columns[field], parse, missing)
        words = [f"{table.names[field]} {_seen(columns[field][n])}, allowed: {allowed}" for n, allowed in bad]
        findings.cells(field, [numbers[n] for n, _ in bad], words)
    rows = pd.DataFrame({field: pd.Series(column, dtype=object) for field, column in parsed.items()})
    rows.insert(0, "row", numbers)
    rows = _with_form(rows, columns["form"], layout, known, table.names, findings)
    rows = _with_years(rows, table.names, findings)
    rows = _with_recipient(rows, known)
    for field, allowed in {"case": "the id of the ärende", "decision_year": "the year or date of the decision"}.items():
        name = table.names.get(field) or table.names["decided"]
        # A year that can't be read is told already.
        unread = [] if field == "case" else findings.rows_of("decided", "decision_year")
        empty = rows.loc[rows[field].isna() & ~rows["row"].isin(unread), "row"].tolist()
        findings.cells(f"no {field}", empty, [f"{name} is empty, allowed: {allowed}"] * len(empty))
    return rows.astype(dict.fromkeys(("granted", "paid", *LEVELS, "intensity"), "float64"))


def _parsers(layout: Layout, known: Settings, declared: Provenance) -> dict[str, Callable[[object], Any]]:
    """How the cells of each field are read; a form depends on its kind and is read later."""
    first, last = declared.years
    year = partial(cells.year, first=FIRST_YEAR, last=declared.retrieved.year)
    sections = known.codes("sni", layout)
    return {
        "case": cells.text,
        "region": partial(_municipality, names=_names(known), whole=set(map(fold, known.whole_area))),
        "granted": cells.grant,
        "paid": cells.amount,
        "paid_year": year,
        "decision_year": partial(cells.year, first=first, last=last),
        **dict.fromkeys(DATES, _day),
        "decided": partial(_day, first=first, last=last),
        **{field: partial(_code, codes=known.codes(field, layout)) for field in CATEGORIES if field != "sni"},
        "sni": partial(cells.section, names=sections),
        "sdg": cells.goals,
        **dict.fromkeys(LEVELS, cells.level),
        "intensity": cells.share,
        **dict.fromkeys((*TEXTS, *RECIPIENT), cells.text),
    }


def _parse(
    column: list[object], parse: Callable[[object], Any], missing: set[str]
) -> tuple[list[Any], list[tuple[int, str]]]:
    """Each cell's meaning, None when missing or bad; and the bad ones with what is allowed. A cell is read once."""
    known: dict[tuple[type, object], tuple[Any, str]] = {}
    values, bad = [], []
    for n, cell in enumerate(column):
        key = cell.__class__, cell
        if key not in known:
            try:
                known[key] = None if fold(cells.text(cell)) in missing else parse(cell), ""
            except ValueError as error:
                known[key] = None, str(error)
        value, allowed = known[key]
        values.append(value)
        if allowed:
            bad.append((n, allowed))
    return values, bad


def _seen(cell: object) -> str:
    return repr(cells.text(cell))


def _day(cell: object, first: int = FIRST_YEAR, last: int = LAST_YEAR) -> date:
    found = cells.day(cell)
    if not first <= found.year <= last:
        raise ValueError(f"a date from {first} to {last}")
    return found


def _code(cell: object, codes: dict[str, str]) -> str:
    word = fold(cells.text(cell))
    if word not in codes:
        allowed = ", ".join(dict.fromkeys(codes.values()))
        raise ValueError(f"{allowed}, or a word for one of them in parameters/grants.yml")
    return codes[word]


def _names(known: Settings) -> dict[str, str]:
    """Code of a municipality by folded code, name, label, and the words of the settings."""
    found: dict[str, str] = {}
    for place in map(regions.region, regions.codes("kommun")):
        words = (place.code, place.name, place.label, f"{place.name} kommun", f"{place.code} {place.name}")
        found |= dict.fromkeys(map(fold, words), place.code)
    for code, words in known.municipalities.items():
        found |= dict.fromkeys(map(fold, words), regions.region(code).code)
    return found


def _municipality(cell: object, names: dict[str, str], whole: set[str]) -> str | None:
    """Code of a municipality; None for what means all of the area."""
    word = fold(cells.text(cell))
    if word in names:
        return names[word]
    if word in whole:
        return None
    close = {names[name]: None for name in difflib.get_close_matches(word, names, n=6, cutoff=0.7)}
    hint = f"; did you mean {', '.join(regions.name(code) for code in [*close][:3])}?" if close else ""
    raise ValueError(f"the name or code of a municipality, or a word for one in parameters/grants.yml{hint}")


def _with_form(
    rows: pd.DataFrame,
    column: list[object],
    layout: Layout,
    known: Settings,
    names: dict[str, str],
    findings: Findings,
) -> pd.DataFrame:
    """Add form, and kind where the file has none. The same word may be of several kinds (investeringsstöd)."""
    supports = known.supports(layout)
    pairs = [(fold(cells.text(cell)), kind) for cell, kind in zip(column, rows["kind"], strict=True)]
    found: dict[tuple[str, str | None], Form] = {}
    allowed: dict[tuple[str, str | None], str] = {}
    for word, kind in set(pairs):
        fitting = [form for form in supports.get(word, []) if kind in (None, form.kind)]
        if len(fitting) == 1:
            found[word, kind] = fitting[0]
        elif word in supports:
            kinds = " or ".join(form.kind for form in supports[word])
            allowed[word, kind] = f"with {names.get('kind', 'kind')} {kinds}, found: {kind or 'none'}"
        else:
            close = [supports[near][0].name for near in difflib.get_close_matches(word, supports, n=3)]
            hint = f"; did you mean {', '.join(dict.fromkeys(close))}?" if close else ""
            forms = ", ".join(form.name for form in known.forms)
            allowed[word, kind] = f"{forms}, or a word for one of them in parameters/grants.yml{hint}"
    bad = [n for n, pair in enumerate(pairs) if pair in allowed]
    words = [f"{names['form']} {_seen(column[n])}, allowed: {allowed[pairs[n]]}" for n in bad]
    findings.cells("form", [rows.at[n, "row"] for n in bad], words)
    forms = [found.get(pair) for pair in pairs]
    kinds = pd.Series([form.kind if form else None for form in forms], dtype=object)
    return rows.assign(
        form=pd.Series([form.name if form else None for form in forms], dtype=object),
        kind=rows["kind"].where(rows["kind"].notna(), kinds),
    )


def _with_years(rows: pd.DataFrame, names: dict[str, str], findings: Findings) -> pd.DataFrame:
    """Fill the years from the dates, and check that they agree, and that a payment has both amount and year."""
    for field, day in (("decision_year", "decided"), ("paid_year", "paid_date")):
        of_day = pd.Series([None if found is None else found.year for found in rows[day]], dtype=object)
        differ = rows[rows[field].notna() & of_day.notna() & (rows[field] != of_day)]
        pairs = zip(differ[day], differ[field], strict=True)
        words = [f"{names[day]} {found}, allowed: a day of {names[field]} {year}" for found, year in pairs]
        findings.cells(f"{field} and {day}", differ["row"], words)
        rows = rows.assign(**{field: rows[field].where(rows[field].notna(), of_day)})
    late = rows[pd.to_datetime(rows["end"]) < pd.to_datetime(rows["start"])]
    words = [f"{names['end']} {one.end}, allowed: not before {names['start']} {one.start}" for one in late.itertuples()]
    findings.cells("start and end", late["row"], words)
    when = names.get("paid_year") or names["paid_date"]
    unread = rows["row"].isin(findings.rows_of("paid", "paid_year", "paid_date"))
    amount = names["paid"]
    for here, there, empty, full in (("paid", "paid_year", when, amount), ("paid_year", "paid", amount, when)):
        alone = rows.loc[rows[here].notna() & rows[there].isna() & ~unread, "row"]
        findings.cells(f"{here} alone", alone, [f"{empty} is empty, allowed: a value, as {full} has one"] * len(alone))
    return rows


def _with_recipient(rows: pd.DataFrame, known: Settings) -> pd.DataFrame:
    """A key of the recipient, sole_trader, own and part_owned in the place of number, name and organisation form.

    The key is the number; without one, the number that the name has elsewhere in the file if that is a single one, or
    else the name.
    """
    number = [ten_digits(cell) for cell in rows["recipient_number"]]
    name = [fold(cell or "") for cell in rows["recipient_name"]]
    form = [fold(cell or "") for cell in rows["organisation_form"]]
    of_name: dict[str, set[str]] = {}
    for one, called in zip(number, name, strict=True):
        if one and called:
            of_name.setdefault(called, set()).add(one)
    alone = {called: next(iter(numbers)) for called, numbers in of_name.items() if len(numbers) == 1}
    keys = [one or alone.get(called) or called or None for one, called in zip(number, name, strict=True)]
    ours = {word: one for one in known.own_organisations for word in (fold(one.name), ten_digits(one.number)) if word}
    mine = [ours.get(one) or ours.get(called) for one, called in zip(number, name, strict=True)]
    listed = ["" if one is None else "egen" if one.share is None else "delägd" for one in mine]
    persons = set(map(fold, known.sole_trader))
    return rows.drop(columns=[*RECIPIENT]).assign(
        recipient=pd.Series(keys, dtype=object),
        sole_trader=[word in persons or is_person(one) for word, one in zip(form, number, strict=True)],
        own=[(said or by_list) == "egen" for said, by_list in zip(rows["own"], listed, strict=True)],
        part_owned=[(said or by_list) == "delägd" for said, by_list in zip(rows["own"], listed, strict=True)],
    )


def ten_digits(cell: object) -> str:
    """An organisation number as ten digits; something else as it stands."""
    plain = cells.text(cell)
    digits = re.sub(r"[\s+-]", "", plain)
    if not digits.isdecimal():
        return fold(plain)
    if len(digits) == 12 and digits[:2] in ("16", "18", "19", "20"):
        return digits[2:]
    return digits.zfill(10)


def is_person(number: str) -> bool:
    """Whether a number is a personal one: its third digit is of a month, in an organisation's it is 2 or more."""
    return len(number) == 10 and number.isdecimal() and number[2] in "01"
