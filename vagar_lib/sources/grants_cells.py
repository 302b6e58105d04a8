"""What does a cell of a grants file say? Amounts, dates, years and goals as Swedes and Excel write them.

Each function takes a cell as the file has it (text from CSV; text, number or date from Excel) and gives what it means,
or raises ``ValueError`` with the words that say what is allowed. No cell is guessed at: what can be read in two ways
is refused.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

_MONTHS = ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
_WRITTEN = re.compile(rf"(\d{{1,2}})(?: ?:?e)? ({'|'.join(_MONTHS)})[a-z]*\.? (\d{{4}})")
_DIGITAL = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?", re.IGNORECASE)
_EIGHT_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
_GROUPED = r"\d{1,3}(?: \d{3})+|\d+"
_EXCEL_EPOCH = date(1899, 12, 30)
_EXCEL_DAYS = range(20_000, 80_000)  # 1954 to 2119: what else than a date has lost its format
_SECTIONS = "ABCDEFGHIJKLMNOPQRSTU"
# First division of each section of SNI 2007, A to U.
_FIRST_DIVISION = (1, 5, 10, 35, 36, 41, 45, 49, 55, 58, 64, 68, 69, 77, 84, 85, 86, 90, 94, 97, 99)

AMOUNT = "a number such as 1 234 567,50"
DATE = "a date such as 2016-05-03, 20160503 or 3 maj 2016"
GOALS = "goals from 1 to 17 with comma between, as text"


def text(cell: object) -> str:
    """A cell as text: a whole number of Excel without its decimals, spaces of any kind as one.

    Examples
    --------
    >>> text(5561234567.0), text("  1\\u202f234\\u00a0kr "), text(None)
    ('5561234567', '1 234 kr', '')
    """
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())


def amount(cell: object) -> float:
    """Kronor: '1 234 567,50', '1.234.567,50', '1234.5', '-500 kr', '500-', 1234.5.

    Examples
    --------
    >>> amount("1\\u00a0234\\u202f567,50"), amount("−500 kr"), amount("1.234.567,50")
    (1234567.5, -500.0, 1234567.5)
    >>> amount("1.234")
    Traceback (most recent call last):
    ValueError: a number such as 1 234 567,50 (three digits after a sign can be thousands or decimals)
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell)
    plain = re.sub(r"\s*(kr|sek|:-)\.?$", "", text(cell), flags=re.IGNORECASE).replace("−", "-").replace("–", "-")
    bare = plain.removeprefix("-").strip() if plain.startswith("-") else plain.removesuffix("-").strip()
    minus = bare != plain
    if re.fullmatch(r"\d{1,3}[.,]\d{3}", bare) and not bare.startswith("0"):
        raise ValueError(f"{AMOUNT} (three digits after a sign can be thousands or decimals)")
    if re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", bare):
        bare = bare.replace(".", "")
    elif not re.fullmatch(rf"(?:{_GROUPED})(?:[.,]\d+)?", bare):
        raise ValueError(AMOUNT)
    value = float(bare.replace(" ", "").replace(",", "."))
    return -value if minus else value


def grant(cell: object) -> float:
    """A granted amount: kronor, not below 0."""
    value = amount(cell)
    if value < 0:
        raise ValueError("0 or more (a repayment is a negative payment, not a negative grant)")
    return value


def share(cell: object) -> float:
    """Per cent: '12 %', '12,5', or a share up to 1 as Excel keeps per cent.

    Examples
    --------
    >>> share("12 %"), share("0,5"), share(0.35)
    (12.0, 50.0, 35.0)
    """
    written = text(cell)
    try:
        value = amount(written.removesuffix("%").strip() if isinstance(cell, str) else cell)
    except ValueError:
        value = -1.0
    value = round(value * 100, 6) if value <= 1 and not written.endswith("%") else value
    if not 0 <= value <= 100:
        raise ValueError("per cent from 0 to 100, such as 12 %")
    return value


def day(cell: object) -> date:
    """A date: 2016-05-03 (also with a time of day), 2016/5/3, 20160503, 3 maj 2016, a date or a day number of Excel.

    Examples
    --------
    >>> str(day("3 maj 2016")), str(day("20160503")), str(day(42493.0))
    ('2016-05-03', '2016-05-03', '2016-05-03')
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    written = text(cell).casefold()
    try:
        if written.isdecimal() and int(written) in _EXCEL_DAYS:
            return _EXCEL_EPOCH + timedelta(days=int(written))
        if found := _DIGITAL.fullmatch(written) or _EIGHT_DIGITS.fullmatch(written):
            return date(*map(int, found.groups()))
        if found := _WRITTEN.fullmatch(written):
            return date(int(found[3]), _MONTHS.index(found[2]) + 1, int(found[1]))
    except ValueError:  # the 31st of June
        pass
    raise ValueError(DATE)


def year(cell: object, first: int, last: int) -> int:
    """A year within bounds, or the year of a date."""
    written = text(cell)
    found = int(written) if re.fullmatch(r"\d{4}", written) else None
    if found is None:
        try:
            found = day(cell).year
        except ValueError:
            found = 0
    if not first <= found <= last:
        raise ValueError(f"a year from {first} to {last}")
    return found


def goals(cell: object) -> tuple[int, ...]:
    """Global goals: '5, 7;9', '5|7', 'Mål 5 och 7', 5; sorted, each once.

    A number with decimals is refused: Excel makes one of the list 5,7.

    Examples
    --------
    >>> goals("9, 5 och 7"), goals("Mål 5; mål 5"), goals(13.0)
    ((5, 7, 9), (5,), (13,))
    """
    if isinstance(cell, float) and not cell.is_integer():
        raise ValueError(f"{GOALS} (Excel has made a number of a list)")
    parts = re.split(r"[,;|/\s]+|\boch\b", re.sub(r"\b(?:mål|goal|sdg)\b", " ", text(cell), flags=re.IGNORECASE))
    parts = [part.strip(" .") for part in parts if part and part.strip(" .")]
    if not parts or not all(part.isdecimal() and 1 <= int(part) <= 17 for part in parts):
        raise ValueError(GOALS)
    return tuple(sorted({int(part) for part in parts}))


def level(cell: object) -> float:
    """How far a dimension is integrated: 0, 1, 2 or 3."""
    written = text(cell)
    if written not in ("0", "1", "2", "3"):
        raise ValueError("0, 1, 2, 3 or empty")
    return float(written)


def section(cell: object, names: dict[str, str]) -> str:
    """Section of SNI 2007: 'C', 'C Tillverkning', 'Tillverkning', '16.101', '16101', '16'.

    Parameters
    ----------
    cell : object
    names : dict
        Section by folded name.

    Examples
    --------
    >>> section("Tillverkning", {"tillverkning": "C"}), section("62.010", {}), section("A - Jordbruk", {})
    ('C', 'J', 'A')
    """
    written = text(cell)
    folded = written.casefold()
    if folded in names:
        return names[folded]
    if (found := re.fullmatch(r"(\d{2})(?:\.\d{1,3}|\d{3})?", written)) and int(found[1]) > 0:
        return _SECTIONS[sum(int(found[1]) >= first for first in _FIRST_DIVISION) - 1]
    if found := re.fullmatch(r"([A-U])[\s.:–-].*", written):
        return found[1]
    raise ValueError("a section (C), its name, or a code with all its digits as text (16.101, 16101 or 16)")

