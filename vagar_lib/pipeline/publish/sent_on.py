"""How is an edition shown where there are no links between files? By small pages that send readers on to it.

There is one for each page of the edition, at an address that stays the same from edition to edition. Each leads to an
edition that is whole, the one before or the new one; the front page, which tells what is shown, is replaced last, and
only if it is the one that was read before.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Collection
from urllib.parse import quote

from vagar_lib.errors import CanNotPublish
from vagar_lib.pipeline.publish.place import EDITIONS, FRONT, Place, at_once

SCRIPT = "vidare.js"
"""Beside the front page: keeps the figure that a link leads to, which without scripts ends at the top of its page."""
_SCRIPT = """const there = document.querySelector("main a");
if (location.hash) location.replace(there.href + location.hash);
"""
_PAGE = """<!DOCTYPE html>
<html lang="sv"><head><meta charset="utf-8"><title>Rapporter</title>
<script defer src="{root}{script}"></script>
<meta http-equiv="refresh" content="0; url={there}"></head>
<body><main><h1>Rapporter</h1><p><a href="{there}">Till rapporterna</a></p></main></body></html>
"""


class NotTheSame(Exception):
    """What was to be replaced is not what was read."""


class SentOn(Place):
    """A place where readers are sent on from the same addresses to the edition that is shown."""

    _tag: str | None = None
    """Of the front page, when it was last read."""

    def shown(self) -> str | None:
        with self.told("what is shown could not be read"):
            page, self._tag = self._tagged(self.path(FRONT))
        found = re.search(rf"{EDITIONS}/([^/\"]+)", page or "")
        return found[1] if found else None

    def show(self, edition: str, pages: Collection[str], gone: Collection[str] = ()) -> None:
        """Let readers meet an edition; the front page last.

        Raises
        ------
        CanNotPublish
            Somebody else has let readers meet another edition since `shown` was asked.
        """
        inner = [page for page in pages if page != FRONT]
        self.folders(inner)
        self.write(_SCRIPT, SCRIPT)

        def send(page: str) -> bool:
            self.write(page_to(edition, page), *page.split("/"))
            return True

        for _ in at_once(self.parallel, send, inner):
            pass
        try:
            with self.told("the edition is there, and could not be shown"):
                self._replace(page_to(edition, FRONT), self.path(FRONT), self._tag)
        except NotTheSame:
            # A try whose answer was lost may have done it.
            if (now := self.shown()) != edition:
                raise CanNotPublish(f"somebody else has published {now} meanwhile; publish again") from None
        for page in gone:
            self.remove(*page.split("/"))

    @abstractmethod
    def _tagged(self, path: str) -> tuple[str | None, str | None]:
        """A small file, and the tag that the place has given what it holds; None and None when there is none."""

    @abstractmethod
    def _replace(self, text: str, path: str, tag: str | None) -> None:
        """Write a small file in the place of the one with the tag, or of none; raises `NotTheSame`."""

    def _read(self, path: str) -> str | None:
        return self._tagged(path)[0]


def page_to(edition: str, page: str) -> str:
    """What a reader meets at the address of a page: the way to it in an edition.

    Examples
    --------
    >>> '"0; url=../editions/e1/nulage/l%C3%A4n.html"' in page_to("e1", "nulage/län.html")
    True
    """
    root = "../" * page.count("/")
    return _PAGE.format(root=root, script=SCRIPT, there=root + quote(f"{EDITIONS}/{edition}/{page}"))
