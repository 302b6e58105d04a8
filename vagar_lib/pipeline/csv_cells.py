"""What does a value become in a CSV file?"""

from __future__ import annotations

import math
from typing import Any

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(value: Any) -> Any:
    """A value as the csv module writes it: empty when missing.

    Text that a spreadsheet would take for a formula gets an apostrophe in front; numbers stay numbers.

    Examples
    --------
    >>> cell("=1+1"), cell(-1.5), cell(float("nan")), cell("Ragunda")
    ("'=1+1", -1.5, '', 'Ragunda')
    """
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    return value
