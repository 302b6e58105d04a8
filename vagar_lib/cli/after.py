"""What follows a run, when a scheduler asks for it: publishing, a summary, and notices of what failed."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from functools import partial
from pathlib import Path

import typer

from vagar_lib.errors import BadInput, Busy, CanNotPublish
from vagar_lib.pipeline.run.summary import Published, Summary

_STATUS = {BadInput: 2, CanNotPublish: 1, Busy: 75}


class Afterwards:
    """What is to be done after a run.

    Parameters
    ----------
    targets : sequence of str
        Where to publish when all has gone well.
    file : Path, optional
        Gets the summary.
    notices : bool
        Whether failures are told of as parameters/notify.yml has it.
    say : callable
        Where to tell how it goes.
    """

    def __init__(self, targets: Sequence[str], file: Path | None, notices: bool, say: Callable[[str], object]):
        self.summary = Summary()
        self._targets, self._file, self._notices, self._say = targets, file, notices, say

    @contextmanager
    def told(self) -> Iterator[Summary]:
        """Write the summary and send notices when the block ends, however it ends."""
        try:
            self._look()
            yield self.summary
            self.summary.end()
        except (BadInput, CanNotPublish, Busy) as error:
            self.summary.end(_STATUS[type(error)], str(error))
            raise
        except KeyboardInterrupt:
            self.summary.end(130, "interrupted")
            raise
        except Exception as error:
            self.summary.end(1, f"{type(error).__name__}: {error}")
            raise
        finally:
            if self._file:
                self.summary.write(self._file)
            if self._notices:
                self._notify()

    def publish(self) -> None:
        """Publish at each target, if all has gone well."""
        if self._targets and self.summary.status:
            self._say("nothing is published, as not all has gone well")
            return
        for target in self._targets:
            done = _published(target)
            self.summary.published.append(done)
            self.summary.status = self.summary.status or done.status
            for line in done.said:
                self._say(line)

    def _look(self) -> None:
        """Tell what is wrong with targets and notices before anything is run."""
        from vagar_lib.pipeline.publish.targets import target
        from vagar_lib.pipeline.run import notify

        findings = []
        for check in [*(partial(target, name) for name in self._targets), *([notify.settings] * self._notices)]:
            try:
                check()
            except BadInput as error:
                findings += error.findings
        if findings:
            raise BadInput(findings)

    def _notify(self) -> None:
        from vagar_lib.pipeline.run import notify

        try:
            notify.tell(self.summary, self._say)
        except BadInput as error:  # has been told already
            self._say(f"nobody is told: {error}")


def _published(target: str) -> Published:
    """What `vagar publish --to` comes to, and what it says."""
    from vagar_lib.cli.publish import publish

    said, status = io.StringIO(), 0
    with redirect_stdout(said):
        try:
            publish(to=target)
        except typer.Exit as end:
            status = end.exit_code
        except (BadInput, CanNotPublish, Busy) as error:
            status = _STATUS[type(error)]
            typer.echo(f"{target}: {error}")
    return Published(target, status, said.getvalue().splitlines())
