"""How does a site get to its readers? As an edition that is whole before anyone meets it, and can be taken back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from vagar_lib.errors import BadInput
from vagar_lib.pipeline.check.site import pages
from vagar_lib.pipeline.publish.place import EDITIONS, Place

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
    """

    edition: str
    files: Files
    before: str | None
    sent: tuple[str, ...]
    gone: tuple[str, ...]

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
        yield f"{len(self.sent)} files to send, {same} as before, {len(self.gone)} gone"
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
    return Plan(
        f"{when}-{digest[:8]}",
        held,
        before,
        tuple(name for name, sha in held.items() if known.get(name) != sha),
        tuple(name for name in known if name not in held),
    )


def publish(
    site: Path, place: Place, planned: Plan, keep: int, *, progress: Callable[[str], None] | None = None
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
        Is told each file before it is sent.

    Returns
    -------
    list of str
        Editions that were removed.

    Raises
    ------
    CanNotPublish
        The place did not do what it was asked.
    """
    whole = set(editions(place))
    for name in place.names(EDITIONS):
        if name.removesuffix(".json") not in whole:
            place.remove(EDITIONS, name)
    sent = set(planned.sent)
    for name in planned.files:
        if name not in sent and planned.before and place.again(planned.before, planned.edition, name):
            continue
        if progress:
            progress(name)
        place.put(site / name, EDITIONS, planned.edition, *name.split("/"))
    place.write(json.dumps({"files": planned.files}, indent=1) + "\n", EDITIONS, f"{planned.edition}.json")
    place.show(planned.edition)
    return _prune(place, keep)


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
    earlier = [edition for edition in editions(place) if now and edition < now]
    if not earlier:
        raise BadInput(f"there is no edition before {now or 'the first'}; nothing is changed")
    place.show(earlier[-1])
    return str(now), earlier[-1]


def editions(place: Place) -> list[str]:
    """Editions that are whole, the oldest first."""
    names = place.names(EDITIONS)
    listed = [name.removesuffix(".json") for name in names if name.endswith(".json")]
    return [edition for edition in listed if edition in names]


def manifest(place: Place, edition: str) -> Files:
    """What an edition holds; nothing when that can't be told, so that everything is sent."""
    try:
        return json.loads(place.read(EDITIONS, f"{edition}.json") or "{}").get("files", {})
    except ValueError:
        return {}


def _prune(place: Place, keep: int) -> list[str]:
    """Remove all but the last editions, never the one that is shown."""
    shown = place.shown()
    old = [edition for edition in editions(place)[:-keep] if edition != shown]
    for edition in old:
        place.remove(EDITIONS, f"{edition}.json")
        place.remove(EDITIONS, edition)
    return old
