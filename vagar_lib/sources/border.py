"""Is it what it says? The border between raw and processed: a raw table read as text, checked and typed.

Every finding is reported at once, with the file, the row (the header is row 1), the value seen and what is allowed.
"""

from __future__ import annotations

import difflib
from pathlib import Path

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from vagar_lib import paths, regions
from vagar_lib.errors import BadInput
from vagar_lib.sources import arithmetic, provenance
from vagar_lib.sources.provenance import SEX, Provenance
from vagar_lib.words import counted

STATUS = ("", "secret", "not_collected", "preliminary", "imputed", "below_precision", "not_computable")
WITH_VALUE = ("", "preliminary", "imputed")
PERIOD = r"([0-9]{4}|[0-9]{4}-(0[1-9]|1[0-2])|[0-9]{4}-[0-9]{4})"
NUMBER = {"integer": r"-?[0-9]+", "number": r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?"}
_SHOWN = 10


def read_raw(name: str) -> pd.DataFrame:
    """A raw table, checked and typed.

    Parameters
    ----------
    name : str
        Name of the table, 'folkmangd', in whatever source folder it lies.

    Returns
    -------
    pandas.DataFrame
        Of observations: region, period, year (int, the year the period ends), sex ('T' when the table has none), its
        other dimensions, value (float64, missing as NaN), status ('' when fine), source ('snapshot/folkmangd').
        An additive table that has K and M but no T gets T as their sum. Of a register-like table: its own columns,
        typed as its provenance says.

    Raises
    ------
    BadInput
        With every finding in the csv, the yml and between them.
    """
    tables = provenance.all_tables()
    if name not in tables:
        close = difflib.get_close_matches(name, tables, n=3)
        hint = f"did you mean {', '.join(close)}?" if close else f"allowed: {', '.join(tables)}"
        raise BadInput(f"table '{name}' does not exist in {paths.relative(paths.raw())}; {hint}")
    return read_file(tables[name])


def read_file(path: Path) -> pd.DataFrame:
    """The raw table in a csv with its yml beside, wherever it lies; like `read_raw`."""
    declared = provenance.load(path.with_suffix(".yml"))
    text = _read_text(path)
    check = _Findings(path, declared)
    check.sha256()
    check.columns(text)
    checked = text[[column for column in text.columns if column in _expected(declared)]]
    check.cells(checked)
    if declared.kind == "register":
        check.key(checked, declared.key)
        check.stop()
        return _typed_register(text, declared)
    check.observations(checked)
    check.stop()
    typed = _typed_observations(text, declared, provenance.source_of(path))
    check.findings += arithmetic.findings(typed, declared)
    check.stop()
    return _with_both_sexes(typed) if declared.additive else typed


class _Findings:
    """What is wrong with one file, gathered check by check."""

    def __init__(self, path: Path, declared: Provenance):
        self.path = path
        self.declared = declared
        self.findings: list[str] = []

    def stop(self) -> None:
        """Raise if anything was found."""
        if self.findings:
            raise BadInput([f"{paths.relative(self.path)}{finding}" for finding in self.findings])

    def sha256(self) -> None:
        found = provenance.digest(self.path)
        if found != self.declared.sha256:
            self.findings.append(
                f": sha256 is {found}, its provenance says {self.declared.sha256}; "
                f"if the file is meant to be as it is, write the former in {self.path.stem}.yml"
            )

    def columns(self, text: pd.DataFrame) -> None:
        expected = _expected(self.declared)
        names = ", ".join(expected)
        for column in (c for c, required in expected.items() if required and c not in text):
            self.findings.append(f": column '{column}' is missing, found: {', '.join(text.columns)}")
        for column in (c for c in text.columns if c not in expected):
            self.findings.append(f": column '{column}' is unknown, allowed: {names} (comma between columns)")

    def cells(self, text: pd.DataFrame) -> None:
        """Each cell against its column's codes or pattern."""
        schema = _cell_schema(self.declared)
        self._validate(text, pa.DataFrameSchema({name: schema[name] for name in text.columns}))

    def key(self, text: pd.DataFrame, key: list[str]) -> None:
        if not key or not set(key) <= set(text.columns):
            return
        first = text.groupby(key, sort=False).cumcount() == 0
        rows = text.index[~first]
        words = [
            f"duplicate key {', '.join(f'{c} {text.at[row, c]!r}' for c in key)}" for row in rows[:_SHOWN]
        ]
        self._add(rows, [f"{word}, allowed: one row each" for word in words])

    def observations(self, text: pd.DataFrame) -> None:
        """What an observation is: a unique key, a value in range or a status that says why there is none."""
        self.key(text, [c for c in text.columns if c not in ("value", "status")])
        if "period" in text:
            span = text["period"].str.len() == len("2022-2025")
            rows = text.index[span & (text["period"].str[:4] >= text["period"].str[-4:])]
            self._add(
                rows,
                [f"period '{text.at[r, 'period']}', allowed: the first year before the last" for r in rows],
            )
        if "value" not in text:
            return
        status = text["status"] if "status" in text else pd.Series("", index=text.index)
        empty = text["value"] == ""
        rows = text.index[empty & status.isin(WITH_VALUE)]
        reasons = ", ".join(word for word in STATUS if word not in WITH_VALUE)
        self._add(rows, [f"value is empty without a status that says why, allowed: {reasons}"] * len(rows))
        rows = text.index[~empty & ~status.isin(WITH_VALUE) & status.isin(STATUS)]
        self._add(
            rows, [f"value '{text.at[r, 'value']}' has status '{status[r]}', allowed: no value" for r in rows]
        )
        self._range(pd.to_numeric(text["value"].where(~empty), errors="coerce").astype(float))

    def _range(self, values: pd.Series) -> None:
        low, high = self.declared.value.min, self.declared.value.max
        checks = [pa.Check.ge(low, error=f"allowed: {low:g} or more")] if low is not None else []
        checks += [pa.Check.le(high, error=f"allowed: {high:g} or less")] if high is not None else []
        self._validate(
            values.to_frame("value"), pa.DataFrameSchema({"value": pa.Column(float, checks, nullable=True)})
        )

    def _validate(self, frame: pd.DataFrame, schema: pa.DataFrameSchema) -> None:
        try:
            schema.validate(frame, lazy=True)
        except SchemaErrors as error:
            for (column, allowed), cases in error.failure_cases.groupby(["column", "check"], sort=False):
                rows = cases["index"].astype(int).tolist()
                self._add(rows, [f"{column} {_seen(value)}, {allowed}" for value in cases["failure_case"]])

    def _add(self, rows: list[int] | pd.Index, words: list[str]) -> None:
        self.findings += [f" row {row + 2}: {word}" for row, word in zip(rows[:_SHOWN], words, strict=False)]
        if len(rows) > _SHOWN:
            self.findings.append(f": {counted(len(rows) - _SHOWN, 'more row')} like the one above")


def _read_text(path: Path) -> pd.DataFrame:
    if not path.exists():
        raise BadInput(f"{paths.relative(path)} is missing: {path.stem}.yml beside it describes it")
    try:
        text = pd.read_csv(
            path, dtype=str, keep_default_na=False, encoding="utf-8-sig", skip_blank_lines=False
        )
    except UnicodeDecodeError as error:
        raise BadInput(
            f"{paths.relative(path)}: is not UTF-8 ({error.reason} at byte {error.start})"
        ) from error
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise BadInput(f"{paths.relative(path)}: is not a CSV: {' '.join(str(error).split())}") from error
    return text.fillna("")


def _expected(declared: Provenance) -> dict[str, bool]:
    """Column to whether it is required."""
    if declared.kind == "register":
        return dict.fromkeys(declared.columns, True)
    return dict.fromkeys(["region", "period", *declared.dimensions, "value"], True) | {"status": False}


def _cell_schema(declared: Provenance) -> dict[str, pa.Column]:
    if declared.kind == "register":
        return {name: _register_cells(column) for name, column in declared.columns.items()}
    known = [code for code in regions.codes() if regions.region(code).level in declared.levels]
    where = " or ".join([*declared.levels, *declared.extra_regions])
    kind = declared.value.type
    number = "a whole number" if kind == "integer" else "a number with decimal point, such as 12.5"
    columns = {
        "region": _one_of([*known, *declared.extra_regions], f"a code of the register ({where})"),
        "period": _like(PERIOD, "a year (2024), a month (2024-03) or a span of years (2022-2025)"),
        "value": _like(f"({NUMBER[kind]})?", number),
        "status": _one_of(STATUS),
    }
    return columns | {dimension: _one_of(declared.codes(dimension)) for dimension in declared.dimensions}


def _register_cells(column: provenance.Column) -> pa.Column:
    patterns = {
        "integer": (NUMBER["integer"], "a whole number"),
        "number": (NUMBER["number"], "a number with decimal point, such as 12.5"),
        "boolean": ("true|false", "true, false"),
        "date": (r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])", "a date, such as 2024-12-31"),
        "text": (r"[\s\S]+", "any text but not empty"),
    }
    empty = [""] if column.optional else []
    if column.type == "region":
        return _one_of([*regions.codes(), *empty], "a code of the register")
    if column.allowed:
        return _one_of([*column.allowed, *empty])
    pattern, allowed = patterns[column.type]
    return _like(f"({pattern})?" if column.optional else pattern, allowed)


def _one_of(codes: list[str] | tuple[str, ...], allowed: str | None = None) -> pa.Column:
    words = allowed or ", ".join(code or "(empty)" for code in codes)
    shown = words if len(words) <= 300 else f"{words[:300]}..."
    return pa.Column(str, pa.Check.isin(list(codes), error=f"allowed: {shown}"))


def _like(pattern: str, allowed: str) -> pa.Column:
    return pa.Column(str, pa.Check(lambda cells: cells.str.fullmatch(pattern), error=f"allowed: {allowed}"))


def _seen(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else repr(value)


def _typed_observations(text: pd.DataFrame, declared: Provenance, source: str) -> pd.DataFrame:
    period = text["period"]
    # The year a period ends: the last four characters of a span, the first four of a year or a month.
    ends = np.where(period.str.len() == len("2022-2025"), period.str[-4:], period.str[:4])
    dimensions = [dimension for dimension in declared.dimensions if dimension != "sex"]
    return pd.DataFrame(
        {
            "region": text["region"],
            "period": period,
            "year": ends.astype(int),
            "sex": text["sex"]
            if "sex" in declared.dimensions
            else pd.Series("T", index=text.index, dtype=str),
            **{dimension: text[dimension] for dimension in dimensions},
            "value": pd.to_numeric(text["value"].where(text["value"] != "")).astype(float),
            "status": text["status"] if "status" in text else pd.Series("", index=text.index, dtype=str),
            "source": pd.Series(source, index=text.index, dtype=str),
        }
    )


def _typed_register(text: pd.DataFrame, declared: Provenance) -> pd.DataFrame:
    typed = {}
    for name, column in declared.columns.items():
        cells = text[name]
        if column.type in ("integer", "number"):
            dtype = "Int64" if column.type == "integer" else "float64"
            typed[name] = pd.to_numeric(cells.where(cells != "")).astype(dtype)
        elif column.type == "boolean":
            typed[name] = cells == "true"
        elif column.type == "date":
            typed[name] = pd.to_datetime(cells.where(cells != ""), format="%Y-%m-%d")
        else:
            typed[name] = cells
    return pd.DataFrame(typed)


def _with_both_sexes(typed: pd.DataFrame) -> pd.DataFrame:
    """Rows of sex T, as K + M, wherever the table has K and M but no T."""
    key = [c for c in typed.columns if c not in ("sex", "value", "status")]
    split = typed[typed["sex"] != "T"]
    both = split.groupby(key, sort=False).agg(
        rows=("sex", "size"),
        known=("value", "count"),
        value=("value", "sum"),
        status=("status", "max"),  # any word wins over ''
    )
    both["value"] = both["value"].where(both["known"] == both["rows"])
    both = both[both["rows"] == len(SEX) - 1].drop(columns=["rows", "known"])
    have = pd.MultiIndex.from_frame(typed.loc[typed["sex"] == "T", key])
    lacking = both[~both.index.isin(have)].reset_index().assign(sex="T")
    return pd.concat([typed, lacking[typed.columns]], ignore_index=True)
