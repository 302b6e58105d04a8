"""What do the grants files say? Each file checked and typed, and the recipients of all of them given codes.

Names and organisation numbers stay within this module and those it calls: what it returns has neither.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from vagar_lib import paths
from vagar_lib.errors import BadInput
from vagar_lib.sources import grants_cases, grants_file, grants_findings, grants_rows, provenance
from vagar_lib.sources.coverage import municipalities
from vagar_lib.sources.grants_settings import settings
from vagar_lib.words import counted

PAYMENTS = {"case": "str", "year": "int64", "paid": "float64"}
_MOST = 100  # findings told at a time


@dataclass(frozen=True)
class Grants:
    """What files say.

    Attributes
    ----------
    cases : pandas.DataFrame
        One row an ärende, with `grants_cases.COLUMNS`.
    payments : pandas.DataFrame
        One row a transaction, with `PAYMENTS`; a repayment is negative.
    findings : pandas.DataFrame
        What did not stop them, with `grants_findings.COLUMNS`.
    """

    cases: pd.DataFrame
    payments: pd.DataFrame
    findings: pd.DataFrame

    def tables(self) -> dict[str, pd.DataFrame]:
        """The three by name."""
        return {"cases": self.cases, "payments": self.payments, "findings": self.findings}


def read_all(files: Mapping[str, Path]) -> Grants:
    """Every grants file, checked and typed; a recipient has the same code in all of them.

    Parameters
    ----------
    files : mapping
        Path by name.

    Raises
    ------
    BadInput
        With every finding in every file that stops it, each with the row as the file has it.
    """
    read: dict[str, Grants] = {}
    stops: list[str] = []
    for name in sorted(files):
        try:
            read[name] = _read(files[name])
        except BadInput as error:
            stops += error.findings
    first: dict[str, str] = {}
    for name, grants in read.items():
        twice = [case for case in grants.cases["case"] if first.setdefault(case, name) != name]
        stops += [f"ärende {case} is in both {first[case]} and {name}, allowed: one file an ärende" for case in twice]
    if stops:
        more = [counted(len(stops) - _MOST, "more finding")] if len(stops) > _MOST else []
        raise BadInput([*stops[:_MOST], *more])
    empty = Grants(_empty(grants_cases.COLUMNS), _empty(PAYMENTS), _empty(grants_findings.COLUMNS))
    together = {
        name: pd.concat([one.tables()[name] for one in read.values()], ignore_index=True) if read else table
        for name, table in empty.tables().items()
    }
    grants = Grants(**together)
    return replace(grants, cases=grants.cases.assign(recipient=_codes(grants.cases["recipient"])))


def _read(path: Path) -> Grants:
    """One file; its recipients are still keys that tell who they are."""
    known = settings()
    declared = provenance.load(path.with_suffix(".yml"))
    file, beside = paths.relative(path), paths.relative(path.with_suffix(".yml"))
    if declared.layout not in known.layouts:
        raise BadInput(f"{beside}: layout '{declared.layout}', allowed: {', '.join(known.layouts)}")
    if not path.exists():
        raise BadInput(f"{file} is missing: {beside} describes it")
    digest = provenance.digest(path)
    if digest != declared.sha256:
        raise BadInput(
            f"{file}: sha256 is {digest}, its provenance says {declared.sha256}; "
            f"if the file is meant to be as it is, write the former in {beside}"
        )
    layout, source = known.layouts[declared.layout], provenance.source_of(path)
    table = grants_file.read(path, layout, declared.sheet)
    findings = grants_findings.Findings(file, source, set(known.report_only.get(path.stem, ())))
    rows = grants_rows.typed(table, layout, known, declared, findings)
    cases = grants_cases.one_each(rows, table.names, findings)
    payments = rows[rows["paid"].notna()]
    grants_cases.judge(cases, payments, municipalities(declared.covers), table.names, findings)
    findings.stop()
    return Grants(
        grants_cases.finished(cases, known, source, declared.example),
        payments.rename(columns={"paid_year": "year"})[[*PAYMENTS]].astype(PAYMENTS),
        findings.told(),
    )


def _codes(keys: pd.Series) -> pd.Series:
    """An opaque code for each key, numbered as they first appear."""
    codes = {key: f"M{number:05d}" for number, key in enumerate(keys.unique(), start=1)}
    return keys.map(codes).astype("str")


def _empty(columns: Mapping[str, str]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in columns.items()})
