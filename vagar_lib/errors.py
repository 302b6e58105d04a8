"""The error that says: this input can be mended by whoever gave it; and those that say: try later."""

from __future__ import annotations

from collections.abc import Iterable


class BadInput(Exception):
    """Input that a user can mend; the command line prints it and exits with status 2.

    Parameters
    ----------
    findings : str or iterable of str
        Each names the file or the field, what was found and what is allowed.

    Examples
    --------
    >>> print(BadInput(["a.csv row 2: sex 'X', allowed: K, M, T", "b.csv: missing"]))
    2 findings:
    - a.csv row 2: sex 'X', allowed: K, M, T
    - b.csv: missing
    """

    def __init__(self, findings: str | Iterable[str]):
        self.findings = [findings] if isinstance(findings, str) else list(findings)
        super().__init__(self.findings)

    def __str__(self) -> str:
        if len(self.findings) == 1:
            return self.findings[0]
        return "\n".join([f"{len(self.findings)} findings:", *(f"- {finding}" for finding in self.findings)])


class CanNotPublish(Exception):
    """The place did not do what it was asked; what readers met there they still do. Exit status 1."""


class Busy(Exception):
    """Another process does the same; the command line exits with status 75, and can be given again later."""
