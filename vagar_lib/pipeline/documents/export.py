"""Reports as files to send: which, as what, where, and several at the same time."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from vagar_lib import paths
from vagar_lib.errors import BadInput
from vagar_lib.pipeline.documents.report import Made, made, on_site
from vagar_lib.pipeline.files import write_bytes
from vagar_lib.pipeline.run.plan import Job

WRITERS = {"docx": "word", "pptx": "slides", "pdf": "printed", "html": "single"}
"""What a report can become, and the module here that writes it."""


@dataclass(frozen=True)
class Task:
    """A report, what it is to become, and the folder for it."""

    made: Made
    kinds: tuple[str, ...]
    folder: Path


@dataclass(frozen=True)
class Written:
    """Files that were written, and what stopped others: kind and why."""

    files: tuple[Path, ...]
    failed: tuple[tuple[str, str], ...]


def kinds(wanted: str) -> tuple[str, ...]:
    """What reports are to become, as given on the command line with commas between.

    Raises
    ------
    BadInput
        For one that is unknown, or none at all.

    Examples
    --------
    >>> kinds("docx, pdf")
    ('docx', 'pdf')
    """
    named = tuple(dict.fromkeys(kind for part in wanted.split(",") if (kind := part.strip())))
    unknown = [kind for kind in named if kind not in WRITERS]
    if unknown or not named:
        found = ", ".join(map(repr, unknown)) or "nothing"
        raise BadInput(f"--as: found {found}, allowed: {', '.join(WRITERS)}, with commas between")
    return named


def export(
    jobs: Sequence[Job], wanted: Iterable[str], folder: Path | None = None, *, tell: Callable[[str], None] = print
) -> list[Path]:
    """Write reports that have been run as files to send.

    Parameters
    ----------
    jobs : sequence of Job
        From `vagar_lib.pipeline.run.plan.plan`.
    wanted : iterable of str
        Some of `WRITERS`.
    folder : Path, optional
        Where to; ``outputs/export`` by default. A file is replaced whole.
    tell : callable
        Where each file, and each that could not be written, is told of.

    Returns
    -------
    list of Path
        Files that could not be written.

    Raises
    ------
    BadInput
        A report has not been run or is out of date, or there is no browser for a PDF; nothing is written.
    """
    folder, wanted = folder or paths.outputs() / "export", tuple(wanted)
    _need_a_browser(wanted)
    return _all([Task(report, wanted, folder) for report in made(jobs)], tell)


def print_site(*, tell: Callable[[str], None] = print) -> list[Path]:
    """Write each report of the site as a PDF beside its page, where there is none of the page as it is.

    A page that is made anew takes the place of its folder, and the PDF goes with the page that it was printed from.

    Parameters
    ----------
    tell : callable
        Where each file, and each that could not be written, is told of.

    Returns
    -------
    list of Path
        Files that could not be written.

    Raises
    ------
    BadInput
        There is no browser; nothing is written.
    """
    _need_a_browser(("pdf",))
    missing = [report for report in on_site() if not (report.page.parent / f"{report.name}.pdf").exists()]
    return _all([Task(report, ("pdf",), report.page.parent) for report in missing], tell)


def _need_a_browser(wanted: Iterable[str]) -> None:
    if "pdf" in wanted:
        from vagar_lib.pipeline.documents.printed import browser

        browser()


def _all(tasks: Sequence[Task], tell: Callable[[str], None]) -> list[Path]:
    failed: list[Path] = []
    for number, (task, written) in enumerate(_each(tasks), start=1):
        for path in written.files:
            tell(f"[{number}/{len(tasks)}] {paths.relative(path)}")
        for kind, why in written.failed:
            failed.append(task.folder / f"{task.made.name}.{kind}")
            tell(f"[{number}/{len(tasks)}] FAILED: {paths.relative(failed[-1])}: {why}")
    return failed


def _each(tasks: Sequence[Task]) -> Iterator[tuple[Task, Written]]:
    """The tasks as they are done, several at a time when they are several."""
    from vagar_lib.pipeline.run import pace, pool

    workers = min(pace.room(), len(tasks))
    if workers < 2:
        yield from ((task, write(task)) for task in tasks)
        return
    with closing(pool.each(write, tasks, workers, lambda task: None)) as done:
        for task, written in done:
            lost = tuple((kind, str(written)) for kind in task.kinds)
            yield task, written if isinstance(written, Written) else Written((), lost)


def write(task: Task) -> Written:
    """Write the files of one report; what goes wrong with one does not stop the others."""
    from vagar_lib.pipeline.engine.kernel import skip_slow_imports

    skip_slow_imports()
    written, failed = [], []
    for kind in task.kinds:
        path = task.folder / f"{task.made.name}.{kind}"
        try:
            module = importlib.import_module(f"vagar_lib.pipeline.documents.{WRITERS[kind]}")
            write_bytes(path, module.write(task.made))
            written.append(path)
        except Exception as error:  # told by the command, with the name of the file
            failed.append((kind, f"{type(error).__name__}: {error}"))
    return Written(tuple(written), tuple(failed))
