"""Where does a reader see what is new? On each page, on a page of its own for the site, and in the feed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from vagar_lib import paths
from vagar_lib.pipeline.files import write_text
from vagar_lib.pipeline.page.style import environment, swedish_date
from vagar_lib.pipeline.past import archive, held, news, shown
from vagar_lib.pipeline.past.archive import Kept
from vagar_lib.pipeline.past.news import Item, News

PAGE = "nytt.html"
"""What is new on all pages of the site."""
FIRST = 5
"""Sentences that a page shows at once; the rest is folded in."""
_SPOT = re.compile(r"<!--news-->.*?<!--/news-->", re.DOTALL)


def write(pages: Iterable[Mapping[str, Any]], out: Path) -> list[dict[str, Any]]:
    """Tell on each page of a site, and on one for them all, what is new since the edition before; show what is kept.

    Parameters
    ----------
    pages : iterable of mapping
        As those of `vagar_lib.pipeline.page.site.build`.
    out : Path
        Folder of the site.

    Returns
    -------
    list of dict
        The pages, those with something new with ``new``, a sentence on how much.
    """
    every, known, now = [dict(page) for page in pages], _known(), {}
    kept = archive.editions()
    shown.write(every, out, kept)
    listed = []
    for page in every:
        if page.get("path") and (out / page["path"]).is_file():
            key = (out / page["path"]).parent.relative_to(out).as_posix()
            now[key], about = _of(key, out / key, archive.history(key, kept), known.get(key, {}))
            now[key] |= _put(out / page["path"], key, page["title"], about, known.get(key, {}))
            if about:
                page["new"] = f"Nytt sedan utgåvan {about['when']}: {about['summary']}" if about["first"] else ""
                listed.append({**page, "place": shown.place_of(page), "href": f"{key}/index.html", "news": about})
    _keep(now)
    changed = [page for page in listed if page["new"]]
    changed.sort(key=lambda page: page["region"])
    titles = dict.fromkeys(page["title"] for page in listed if page["new"])
    content = {
        "groups": [(title, [page for page in changed if page["title"] == title]) for title in titles],
        "same": [page for page in listed if not page["new"]],
        "compared": bool(listed),
    }
    write_text(out / PAGE, environment().get_template("nytt.html.j2").render(root="", **content))
    return every


def _of(
    key: str, folder: Path, history: Sequence[Kept], known: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """What is new on a page, to be remembered and as its template takes it; None where there is nothing before it."""
    stamp, names = _stamp(folder / held.NAME), [one.name for one in history]
    same = known.get("stamp") == stamp and known.get("kept") == names
    found = known["news"] if same else _compared(key, folder, history)
    about = None
    if found:
        made = News(found["since"], found["when"], tuple(Item(**item) for item in found["items"]))
        first = made.first(FIRST)
        about = {
            "at": f"{made.since}/{key}",
            "when": swedish_date(made.when),
            "summary": made.summary,
            "first": [item.text for item in first],
            "rest": [item.text for item in made.items if item not in first],
        }
    return {"stamp": stamp, "kept": names, "news": found}, about


def _compared(key: str, folder: Path, history: Sequence[Kept]) -> dict[str, Any] | None:
    """What is new since the last kept page that another run made.

    A page that has just been kept is not compared with itself: it says the same before and after.
    """
    now = held.read(folder / held.NAME)
    for edition in history if now else ():
        before = held.read(archive.folder() / edition.name / key / held.NAME)
        if before and before["executed"] != now["executed"]:
            return asdict(news.compare(before, now, edition.name, edition.made))
    return None


def _put(path: Path, key: str, title: str, about: Mapping[str, Any] | None, known: Mapping[str, Any]) -> dict[str, Any]:
    """Write into a page what is new on it, and the way to its earlier editions; gives what it is like then."""
    part = environment().get_template("nytt_sida.html.j2").render(root="../../", page=key, title=title, news=about)
    if known.get("page") != _stamp(path) or known.get("part") != part:
        html = path.read_text("utf-8")
        changed = _SPOT.sub(lambda _: f"<!--news-->\n{part}\n<!--/news-->", html, count=1)
        if changed != html:
            write_text(path, changed)
    return {"page": _stamp(path), "part": part}


def _stamp(path: Path) -> list[int]:
    try:
        about = path.stat()
    except FileNotFoundError:
        return []
    return [about.st_mtime_ns, about.st_size]


def _memory() -> Path:
    return paths.outputs() / "cache" / "news.json"


def _known() -> dict[str, Any]:
    """What was found before, by page: comparing takes longer than reading it."""
    try:
        return json.loads(_memory().read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}


def _keep(told: Mapping[str, Any]) -> None:
    write_text(_memory(), json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n")
