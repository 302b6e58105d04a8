"""How is a count said in a message? The number, and its noun in the singular or the plural."""

from __future__ import annotations


def counted(number: int, one: str, many: str = "") -> str:
    """A count with its noun in the right number; the plural is the singular with an s where it is not given.

    Examples
    --------
    >>> counted(1, "page"), counted(2, "page"), counted(0, "file is", "files are")
    ('1 page', '2 pages', '0 files are')
    """
    return f"{number} {one if number == 1 else many or f'{one}s'}"
