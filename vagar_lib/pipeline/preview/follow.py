"""What happens when an analyst saves a file? What it concerns is run again, and the browser shows it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from vagar_lib import paths
from vagar_lib.errors import BadInput
from vagar_lib.pipeline.parameters import cells
from vagar_lib.pipeline.preview.bench import Bench
from vagar_lib.pipeline.preview.serve import State
from vagar_lib.pipeline.run import plan
from vagar_lib.pipeline.run.code import PACKAGE

GROUPED_MS, STEP_MS = 300, 30
"""Files that are saved together are taken together: at most this long, and while more come within a step."""
FOLDER = "preview"
"""Below outputs: pages of a preview are kept apart from those of runs."""


class Preview:
    """A report for a place, run again when something that it is made of changes.

    Parameters
    ----------
    report, region : str
        Ids.
    given : mapping
        Parameters.
    tell : callable
        Is told in a line what goes on.

    Raises
    ------
    BadInput
        As `vagar_lib.pipeline.run.plan.plan`.
    """

    def __init__(self, report: str, region: str, given: Mapping[str, Any], tell: Callable[[str], None]):
        job = plan.plan([report], plan.places([region]), given, exact=True)[0]
        self._order = {"report": report, "region": region, "given": dict(given)}
        self.notebook, self.page = job.report.source, f"{job.report.id}/{job.name}/index.html"
        folder = paths.outputs() / FOLDER
        self._order["folder"] = str(folder)
        self.state = State([folder / "site", paths.outputs() / "site"], self.page)
        self._tell, self._started = tell, time.monotonic()
        self._bench = Bench(str(self.notebook), self._done)
        self.run()

    @property
    def watched(self) -> list[Path]:
        """Folders whose files a report is made of."""
        return [folder for folder in (paths.notebooks(), paths.parameters(), paths.raw(), PACKAGE) if folder.exists()]

    def changed(self, files: Iterable[Path]) -> None:
        """Run what some changed files concern; nothing when they concern other reports only."""
        kinds = {kind for file in files if (kind := self._kind(file.resolve()))}
        if not kinds:
            return
        self._started = time.monotonic()
        if "library" in kinds:
            self._bench.renew()
        elif "data" in kinds:
            self._bench.again()
        self.run()

    def _kind(self, file: Path) -> str:
        if file.is_relative_to(PACKAGE):
            return "library" if file.suffix == ".py" else "page"
        if file == self.notebook.resolve():
            return "notebook"
        return "" if file.is_relative_to(paths.notebooks().resolve()) else "data"

    def run(self) -> None:
        """Run the notebook as it is now, from its first cell that has changed."""
        try:
            self._bench.run({**self._order, "cells": cells(self.notebook)})
        except BadInput as error:
            self._done({"cell": None, "source": "", "ename": "BadInput", "evalue": str(error), "traceback": ""})

    def close(self) -> None:
        """End what runs, and let the browser go."""
        self.state.close()
        self._bench.close()

    def _done(self, error: dict[str, Any] | None) -> None:
        seconds = time.monotonic() - self._started
        if error:
            where = f"cell {error['cell']}: " if error["cell"] else ""
            self._tell(f"{where}{error['ename']}: {error['evalue']} ({seconds:.1f} s)")
        else:
            self._tell(f"{self.page} is shown ({seconds:.1f} s)")
        self.state.show(error)
