"""The question battery as a page to print, for a type of support and some goals."""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby
from pathlib import Path

from vagar_lib import paths
from vagar_lib.pipeline.files import write_text
from vagar_lib.pipeline.page.style import environment
from vagar_lib.questions import ALL, battery
from vagar_lib.strategy import strategy


def write(*, support: str = ALL, goals: Collection[int] = (), path: Path | None = None) -> Path:
    """Write the page, whole or not at all.

    Parameters
    ----------
    support : str
        A type of support, or 'alla'.
    goals : collection of int
        Numbers of the global goals; all of them when empty.
    path : Path, optional
        The file; ``outputs/fragor-<support>.html`` if left out.

    Returns
    -------
    Path

    Raises
    ------
    BadInput
        A type of support or a goal that does not exist, both told at once; nothing is written.
    """
    known, names = battery(), strategy().sdg
    chosen = sorted(known.chosen(support=support, goals=goals), key=lambda question: question.goal)
    text = (
        environment()
        .get_template("questions.html.j2")
        .render(
            named="alla stödtyper" if support == ALL else known.supports[support].lower(),
            audiences={audience: label.lower() for audience, label in known.audiences.items()},
            goals=[
                (f"{goal} {names[goal]}", list(own)) for goal, own in groupby(chosen, lambda question: question.goal)
            ],
        )
    )
    path = path or paths.outputs() / f"fragor-{support}.html"
    write_text(path, text)
    return path
