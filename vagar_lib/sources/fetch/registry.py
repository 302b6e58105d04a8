"""Which sources are there? One line for each module that has some."""

from __future__ import annotations

from vagar_lib.errors import BadInput
from vagar_lib.sources import kolada, manual, pxweb
from vagar_lib.sources.fetch.source import Source


def every() -> dict[str, Source]:
    """All sources by name, in the order they are fetched."""
    return {source.name: source for source in [*kolada.sources(), *pxweb.sources(), *manual.sources()]}


def chosen(names: list[str] | tuple[str, ...]) -> list[Source]:
    """The sources with these names; all of them when none is named.

    Raises
    ------
    BadInput
        For every name that is no source.
    """
    known = every()
    if unknown := [name for name in names if name not in known]:
        raise BadInput([f"source '{name}' does not exist, allowed: {', '.join(known)}" for name in unknown])
    return [known[name] for name in dict.fromkeys(names or known)]
