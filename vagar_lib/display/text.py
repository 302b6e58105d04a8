"""Numbers and words in Swedish: one way to write each."""

from __future__ import annotations

import math
from collections.abc import Iterable

from vagar_lib.indicators import register
from vagar_lib.metrics.precision import rounded

NBSP = "\u00a0"
MINUS = "\u2212"
MISSING = ".."
_SWEDISH = str.maketrans({",": NBSP, ".": ",", "-": MINUS})
_NAMES = ("Saepmie",)
"""First words of labels that are written so wherever they stand."""
DIFFERENCE_UNITS = {"procent": "procentenheter"}
"""Units whose differences have a name of their own."""


def missing(value: float | None) -> bool:
    """Whether there is no number to write."""
    return value is None or not math.isfinite(value)


def number(value: float | None, decimals: int = 0) -> str:
    """Write a number: decimal comma, no-break space for thousands, true minus, ``..`` when missing.

    Examples
    --------
    >>> number(132839), number(-4.25, 1), number(float("nan"))
    ('132\\xa0839', '−4,3', '..')
    """
    if missing(value):
        return MISSING
    return f"{rounded(value, decimals):,.{decimals}f}".translate(_SWEDISH)


def signed(value: float | None, decimals: int = 0) -> str:
    """Write a change with its sign; a change that rounds to nothing has none.

    Examples
    --------
    >>> signed(35), signed(-0.04, 1), signed(-12)
    ('+35', '0,0', '−12')
    """
    text = number(value, decimals)
    return f"+{text}" if not missing(value) and rounded(value, decimals) > 0 else text


def suffix(unit: str) -> str:
    """What follows a number of this unit in running text, as the register's vocabulary has it."""
    return register().vocabulary.units.get(unit, unit)


def quantity(value: float | None, unit: str, decimals: int = 0) -> str:
    """Write a number with its unit, held together by a no-break space.

    Examples
    --------
    >>> quantity(12.34, "procent", 1), quantity(3, "ton CO2e per invånare")
    ('12,3\\xa0%', '3\\xa0ton CO2e per invånare')
    """
    if missing(value):
        return MISSING
    return f"{number(value, decimals)}{NBSP}{suffix(unit)}".rstrip(NBSP)


def difference(value: float, unit: str, decimals: int = 0) -> str:
    """Write the size of a difference in the unit that differences have.

    Examples
    --------
    >>> difference(-1.26, "procent", 1), difference(12, "kr")
    ('1,3\\xa0procentenheter', '12\\xa0kr')
    """
    size = abs(rounded(value, decimals))
    name = DIFFERENCE_UNITS.get(unit, unit)
    if name == "procentenheter" and size == 1 and decimals == 0:
        name = "procentenhet"
    return f"{number(float(size), decimals)}{NBSP}{name if unit in DIFFERENCE_UNITS else suffix(unit)}".rstrip(NBSP)


def listed(words: Iterable[str], conjunction: str = "och") -> str:
    """Join words as Swedish does: commas, and a conjunction before the last.

    Examples
    --------
    >>> listed(["Åre"]), listed(["Åre", "Berg"]), listed(["Åre", "Berg", "Krokom"])
    ('Åre', 'Åre och Berg', 'Åre, Berg och Krokom')
    """
    *head, last = list(words) or [""]
    return f"{', '.join(head)} {conjunction} {last}" if head else last


def counted(size: int, one: str, many: str) -> str:
    """A count with its noun in the right number.

    Examples
    --------
    >>> counted(1, "försämring", "försämringar"), counted(0, "försämring", "försämringar")
    ('1 försämring', '0 försämringar')
    """
    return f"{number(size)} {one if size == 1 else many}"


def span(first: int | str, last: int | str) -> str:
    """Write a span of periods with an en dash; one period is written once.

    Examples
    --------
    >>> span(2011, 2024), span(2024, 2024)
    ('2011–2024', '2024')
    """
    return str(first) if str(first) == str(last) else f"{first}–{last}"


def dimension(name: str) -> str:
    """What a dimension of sustainability is called.

    Examples
    --------
    >>> dimension("ekologisk")
    'Ekologisk dimension'
    """
    return f"{upper_first(name)} dimension"


def upper_first(text: str) -> str:
    """Give a sentence its capital.

    Examples
    --------
    >>> upper_first("riket har flest")
    'Riket har flest'
    """
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """Label as it is written inside a sentence; abbreviations and names keep their capitals.

    Examples
    --------
    >>> lower_first("Medianinkomst"), lower_first("BRP per invånare"), lower_first("Saepmie")
    ('medianinkomst', 'BRP per invånare', 'Saepmie')
    """
    return text if text[1:2].isupper() or text.startswith(_NAMES) else text[:1].lower() + text[1:]


def more_or_less(value: float, more: str, less: str, same: str, decimals: int = 0) -> str:
    """Choose the word that the sign of a rounded number supports.

    Examples
    --------
    >>> more_or_less(0.04, "ökade", "minskade", "var oförändrad", decimals=1)
    'var oförändrad'
    """
    size = rounded(value, decimals)
    return more if size > 0 else less if size < 0 else same
