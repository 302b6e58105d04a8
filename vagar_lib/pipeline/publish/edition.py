"""How does a site get to its readers? As an edition that is whole before anyone meets it, and can be taken back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from vagar_lib.errors import BadInput, CanNotPublish
from vagar_lib.pipeline.check.site import pages
from vagar_lib.pipeline.publish.place import EDITIONS, Place, at_once
from vagar_lib.words import counted

Files = Mapping[str, str]
"""Path in the site to sha256."""


@dataclass(frozen=True)
class Plan:
    """What publishing would do.

    Attributes
    ----------
    edition : str
        Id of the new edition: when it was made, and of what.
    files : Files
        Everything it holds.
    before : str or None
        The edition that readers meet now.
    sent : tuple of str
        Files that are new or have changed since.
    gone : tuple of str
        Files that the edition before had and this has not.
    size : int
        Bytes to send.
    """

    edition: str
    files: Files
    before: str | None
    sent: tuple[str, ...]
    gone: tuple[str, ...]
    size: int

    @property
    def changes_something(self) -> bool:
        """Whether readers would meet anything else than now."""
        return bool(self.sent or self.gone or not self.before)

    def lines(self, *, every: bool = False) -> Iterator[str]:
        """What would be done, for a terminal; every file on request."""
        if not self.changes_something:
            yield f"nothing has changed since {self.before}"
            return
        same = len(self.files) - len(self.sent)
        size = f"{self.size / 1e6:.1f} MB"
        yield f"{counted(len(self.sent), 'file')} to send ({size}), {same} as before, {len(self.gone)} gone"
        yield from (f"send {name}" for name in (self.sent if every else ()))
        yield from (f"gone {name}" for name in (self.gone if every else ()))


def files(site: Path) -> Files:
    """What is published of a site: all but what is hidden."""
    found = (path for path in sorted(site.rglob("*")) if path.is_file())
    named = ((path.relative_to(site), path) for path in found)
    return {
        name.as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for name, path in named
        if not any(part.startswith(".") for part in name.parts)
    }


def plan(site: Path, place: Place, *, now: datetime | None = None) -> Plan:
    """What publishing a site would do; changes nothing.

    Parameters
    ----------
    site : Path
    place : Place
    now : datetime, optional
        When it is.

    Raises
    ------
    BadInput
        When there is no site.
    """
    pages(site)
    held, before = files(site), place.shown()
    known = manifest(place, before) if before else {}
    when = (now or datetime.now(UTC)).strftime("%Y%m%dT%H%M%S")
    digest = hashlib.sha256(json.dumps(held, sort_keys=True).encode()).hexdigest()
    sent = tuple(name for name, sha in held.items() if known.get(name) != sha)
    return Plan(
        f"{when}-{digest[:8]}",
        held,
        before,
        sent,
        tuple(name for name in known if name not in held),
        sum((site / name).stat().st_size for name in sent),
    )


def publish(
    site: Path, place: Place, planned: Plan, keep: int, *, progress: Callable[[str, int], None] | None = None
) -> list[str]:
    """Put an edition there and let readers meet it; whatever stops it before, they meet the one they met.

    What has not changed is not sent: the edition before has it. What an upload that was stopped has left is removed.

    Parameters
    ----------
    site : Path
    place : Place
    planned : Plan
        Of `plan`.
    keep : int
        Editions that stay.
    progress : callable, optional
        Is told each file that has been sent, and its bytes.

    Returns
    -------
    list of str
        Editions that were removed.

    Raises
    ------
    CanNotPublish
        The place did not do what it was asked, or somebody else has published there since the plan was made.
    """
    whole = set(editions(place))
    for name in place.names(EDITIONS):
        if name.removesuffix(".json") not in whole:
            place.remove(EDITIONS, name)
    place.folders(planned.files, EDITIONS, planned.edition)
    changed = set(planned.sent)

    def bring(name: str) -> bool:
        """Bring a file there; tells whether it was sent."""
        if name not in changed and planned.before and place.again(planned.before, planned.edition, name):
            return False
        place.put(site / name, EDITIONS, planned.edition, *name.split("/"))
        return True

    for name in at_once(place.parallel, bring, planned.files):
        if progress:
            progress(name, (site / name).stat().st_size)
    if (now := place.shown()) != planned.before:
        raise CanNotPublish(f"somebody else has published {now} meanwhile; publish again")
    about = {"before": planned.before, "files": planned.files}
    place.write(json.dumps(about, indent=1) + "\n", EDITIONS, f"{planned.edition}.json")
    place.show(planned.edition, _pages(planned.files), _pages(planned.gone))
    return _prune(place, planned, keep)


def roll_back(place: Place) -> tuple[str, str]:
    """Let readers meet the edition before the one they meet.

    Returns
    -------
    tuple of str
        The edition they met, and the one they meet.

    Raises
    ------
    BadInput
        When there is none before it.
    """
    now = place.shown()
    before = _list(place, now).get("before") if now else None
    if before not in editions(place):
        raise BadInput(f"there is no edition before {now or 'the first'}; nothing is changed")
    had, has = manifest(place, str(now)), manifest(place, before)
    place.show(before, _pages(has), [name for name in _pages(had) if name not in has])
    return str(now), before


def editions(place: Place) -> list[str]:
    """Editions that are whole, the oldest first."""
    names = place.names(EDITIONS)
    listed = [name.removesuffix(".json") for name in names if name.endswith(".json")]
    return [edition for edition in listed if edition in names]


def manifest(place: Place, edition: str) -> Files:
    """What an edition holds; nothing when that can't be told, so that everything is sent."""
    return _list(place, edition).get("files", {})


def _list(place: Place, edition: str) -> Mapping[str, Any]:
    """The list of an edition's files, and which edition readers met before it."""
    try:
        return json.loads(place.read(EDITIONS, f"{edition}.json") or "{}")
    except ValueError:
        return {}


def _pages(names: Iterable[str]) -> list[str]:
    return [name for name in names if name.endswith(".html")]


def _prune(place: Place, planned: Plan, keep: int) -> list[str]:
    """Remove all but the last editions, never the one that is shown or the one that it can be taken back to."""
    kept = {planned.edition, planned.before}
    others = [edition for edition in editions(place) if edition not in kept]
    old = others[: max(0, len(others) - (keep - len(kept - {None})))]
    for edition in old:
        place.remove(EDITIONS, f"{edition}.json")
        place.remove(EDITIONS, edition)
    return old
