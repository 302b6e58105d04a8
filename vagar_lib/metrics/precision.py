"""How exact is a number? One way to round, and what counts as a difference at the precision that is shown."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def rounded(value: float, decimals: int = 0) -> Decimal:
    """Round half up, as Swedish publications do; never gives a negative zero.

    Examples
    --------
    >>> [str(rounded(x)) for x in (0.5, 1.5, 2.5, -2.5)]
    ['1', '2', '3', '-3']
    >>> str(rounded(1.005, 2)), str(rounded(-0.2))
    ('1.01', '0')
    """
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) + 0


def shown_difference(value: float, reference: float, decimals: int) -> float:
    """Difference between two values as they are shown, so that a sentence agrees with its own figures.

    Examples
    --------
    >>> shown_difference(4.34, 4.36, 1), shown_difference(4.31, 4.34, 1)
    (-0.1, 0.0)
    """
    return float(rounded(value, decimals) - rounded(reference, decimals))
