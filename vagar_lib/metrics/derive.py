"""How much? Every indicator of the register computed from the raw tables, in one shape."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Container, Iterable

import numpy as np
import pandas as pd

from vagar_lib.errors import BadInput
from vagar_lib.indicator_entry import (
    FromFormula,
    FromKolada,
    FromTable,
    Indicator,
    Input,
    Source,
    Span,
    Where,
    parse,
)
from vagar_lib.indicators import Register

COLUMNS = ["indicator", "region", "period", "year", "sex", "value", "status", "source"]
KEY = ["region", "period", "year", "sex"]
ROW = [*KEY, "value", "status", "source"]
YEAR_KEY = ["region", "year", "sex"]
NO_DIMENSIONS = set(ROW) - {"sex"}
OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
NOT_COLLECTED, NOT_COMPUTABLE = "not_collected", "not_computable"

LoadTable = Callable[[str], pd.DataFrame]


def observations(
    register: Register,
    load_table: LoadTable,
    additive: Container[str] = frozenset(),
    fetched: Container[str] | None = None,
) -> pd.DataFrame:
    """Values of every indicator that the raw tables can fill.

    The sources of an indicator are asked in turn: for each region, period and sex the first that has a row
    wins, so that a later source fills what an earlier one lacks. A table that is yet to be fetched has no rows.

    Parameters
    ----------
    register : Register
        What to compute.
    load_table : callable
        Gives the typed rows of a raw table by name: region, period, year, sex, its dimensions, value, status,
        source.
    additive : container of str
        Names of the tables whose rows may be summed over their dimensions.
    fetched : container of str, optional
        Names of the tables that are there, among them those of Kolada's key figures; by default all that are not
        Kolada's.

    Returns
    -------
    pandas.DataFrame
        indicator, region, period, year, sex, value, status, source; sorted by region, indicator, year, period
        and sex. The source of a formula names all its tables, separated by '; '.

    Raises
    ------
    BadInput
        Every entry that does not fit its tables, at once: an unknown dimension, a code that no row has,
        several rows where the table is not additive.
    """
    loaded: dict[str, pd.DataFrame] = {}

    def load(table: str) -> pd.DataFrame:
        if table not in loaded:
            loaded[table] = load_table(table)
        return loaded[table]

    frames, findings = [], []
    for indicator in register:
        try:
            frames.append(_indicator(indicator, load, additive, fetched))
        except BadInput as error:
            findings += [f"{indicator.id}: {finding}" for finding in error.findings]
    if findings:
        raise BadInput([f"parameters/indicators.yml, {finding}" for finding in findings])
    result = pd.concat([frame for frame in frames if len(frame)] or [pd.DataFrame(columns=COLUMNS)])
    return result.sort_values(["region", "indicator", "year", "period", "sex"], ignore_index=True)


def _indicator(
    indicator: Indicator, load: LoadTable, additive: Container[str], fetched: Container[str] | None
) -> pd.DataFrame:
    stored = [source for source in indicator.sources if _is_there(source, fetched)]
    if not stored:
        return pd.DataFrame(columns=COLUMNS)
    rows = pd.concat([_source(source, load, additive) for source in stored])
    rows = rows.drop_duplicates(["region", "period", "sex"], keep="first")
    rows = rows[rows["region"].map(_level).isin(indicator.levels)]
    if not indicator.sex:
        rows = rows[rows["sex"] == "T"]
    return rows.assign(indicator=indicator.id)[COLUMNS]


def _level(region: str) -> str:
    if region == "00":
        return "riket"
    return {2: "län", 4: "kommun"}.get(len(region), "") if region.isdecimal() else ""


def _is_there(source: Source, fetched: Container[str] | None) -> bool:
    if isinstance(source, FromKolada):
        return fetched is not None and source.kolada in fetched
    return fetched is None or all(table in fetched for table in source.tables)


def _source(source: Source, load: LoadTable, additive: Container[str]) -> pd.DataFrame:
    if isinstance(source, FromKolada):
        return select(load(source.kolada), {}, table=source.kolada, additive=False)
    if isinstance(source, FromTable):
        return select(load(source.table), source.where, table=source.table, additive=source.table in additive)
    assert isinstance(source, FromFormula)
    parts = {name: _input(part, load, additive) for name, part in source.inputs.items()}
    return compute(source.formula, parts)


def _input(part: Input, load: LoadTable, additive: Container[str]) -> pd.DataFrame:
    rows = select(load(part.table), part.where, table=part.table, additive=part.table in additive)
    if rows.duplicated(YEAR_KEY).any():
        raise BadInput(f"table {part.table} has several periods a year, a formula needs one")
    # The period of an earlier year's value is not that of the result.
    return rows.assign(year=rows["year"] + part.lag, period=rows["period"] if part.lag == 0 else "")


def select(frame: pd.DataFrame, where: Where, *, table: str, additive: bool) -> pd.DataFrame:
    """Rows of a table where its dimensions have the wanted codes, one a region, period and sex.

    Parameters
    ----------
    frame : pandas.DataFrame
        Typed rows of the table.
    where : mapping
        Dimension to a code, a list of codes or a span of whole numbers. A wanted sex makes the rows count as
        both sexes together ('T'): they are then about that sex, not split by it.
    table : str
        The table's name, for messages.
    additive : bool
        Whether several rows may be summed. A sum with a missing part is missing with the status of that part;
        a part without a row, where another region has one in the same period, counts as not collected.

    Returns
    -------
    pandas.DataFrame
        region, period, year, sex, value, status, source.

    Raises
    ------
    BadInput
        A dimension that the table lacks, a code in none of its rows, several rows in a table not additive.
    """
    findings = [text for column, wanted in where.items() for text in _misfit(frame, column, wanted, table)]
    if findings:
        raise BadInput(findings)
    for column, wanted in where.items():
        frame = frame[_matches(frame[column], wanted)]
    if "sex" in where:
        frame = frame.assign(sex="T")
    if not frame.duplicated(KEY).any():
        return frame[ROW]
    if not additive:
        doubled = frame[frame.duplicated(KEY)].iloc[0]
        raise BadInput(
            f"table {table} has several rows for region {doubled['region']}, period {doubled['period']}, "
            f"sex {doubled['sex']} and is not additive; narrow it with where"
        )
    return _summed(frame)


def _misfit(frame: pd.DataFrame, column: str, wanted: str | list[str] | Span, table: str) -> list[str]:
    dimensions = [name for name in frame.columns if name not in NO_DIMENSIONS]
    if column not in dimensions:
        return [f"where {column!r} is no dimension of table {table}; it has: {', '.join(dimensions)}"]
    found = frame[column].unique()
    if isinstance(wanted, Span):
        whole = all(str(code).isdecimal() for code in found)
        return [] if whole else [f"where {column} is a span; table {table} has codes that are no whole numbers"]
    missing = sorted(set([wanted] if isinstance(wanted, str) else wanted) - set(found))
    shown = ", ".join(sorted(map(str, found))[:20])
    return [f"where {column} {code!r} is in no row of table {table}; it has: {shown}" for code in missing]


def _matches(codes: pd.Series, wanted: str | list[str] | Span) -> pd.Series:
    if isinstance(wanted, Span):
        return codes.astype(int).between(wanted.first, wanted.last)
    return codes.isin([wanted] if isinstance(wanted, str) else wanted)


def _summed(frame: pd.DataFrame) -> pd.DataFrame:
    codes = frame.groupby([column for column in frame.columns if column not in ROW], sort=False).ngroup()
    gaps = frame.assign(code=codes, gap=frame["value"].isna())
    gaps = gaps.sort_values("gap", ascending=False, kind="stable")
    groups = gaps.groupby(KEY, sort=False)
    total = groups.agg(value=("value", "sum"), source=("source", "first"), gap=("gap", "any"), parts=("code", "size"))
    # Missing parts come first here, so the first status explains a missing sum and otherwise softens a whole one.
    total["status"] = gaps[gaps["status"] != ""].groupby(KEY)["status"].first()
    total = total.fillna({"status": ""}).reset_index()
    # No row is a missing part too: some other region has that code in the same period.
    absent = total["parts"] < total["period"].map(gaps.groupby("period")["code"].nunique())
    total["status"] = total["status"].mask(absent & ~total["gap"], NOT_COLLECTED)
    total["value"] = total["value"].mask(absent | total["gap"])
    return total[ROW]


def compute(formula: str, parts: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Result of a formula, for the regions, years and sexes that all its inputs have a row for.

    Parameters
    ----------
    formula : str
        Names of the inputs, numbers, ``+ - * /`` and parentheses.
    parts : dict of pandas.DataFrame
        Rows of each input, one a region, year and sex: region, period, year, sex, value, status, source.

    Returns
    -------
    pandas.DataFrame
        region, period, year, sex, value, status, source. A missing input makes the result missing with that
        input's status; a division by zero makes it missing with the status not_computable.

    Examples
    --------
    >>> row = {"region": "23", "period": "2024", "year": 2024, "sex": "T", "status": "", "source": "a/b"}
    >>> births = pd.DataFrame([row | {"value": 1040.0}])
    >>> people = pd.DataFrame([row | {"value": 130000.0}])
    >>> compute("1000 * births / people", {"births": births, "people": people})["value"].tolist()
    [8.0]
    """
    indexed = {name: rows.set_index(YEAR_KEY) for name, rows in parts.items()}
    index = None
    for rows in indexed.values():
        index = rows.index if index is None else index.intersection(rows.index)
    aligned = {name: rows.loc[index] for name, rows in indexed.items()}

    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        numbers = {name: rows["value"].to_numpy(float) for name, rows in aligned.items()}
        value = _evaluate(parse(formula), numbers)
    value = np.broadcast_to(value, len(index)).astype(float)
    computable = np.isfinite(value)
    sources = [source for rows in parts.values() for source in rows["source"].unique()]
    return pd.DataFrame(
        {
            "period": _first_filled(rows["period"] for rows in aligned.values()),
            "value": np.where(computable, value, np.nan),
            "status": _status(list(aligned.values()), computable),
            "source": "; ".join(dict.fromkeys(sources)),
        },
        index=index,
    ).reset_index()[ROW]


def _evaluate(node: ast.expr, values: dict[str, np.ndarray]) -> np.ndarray | float:
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            return OPERATORS[type(op)](_evaluate(left, values), np.asarray(_evaluate(right, values), float))
        case ast.UnaryOp(operand=operand):
            return -_evaluate(operand, values)
        case ast.Constant(value=number):
            return float(number)
        case ast.Name(id=name):
            return values[name]
    raise AssertionError(f"parse() let {ast.dump(node)} through")


def _first_filled(columns: Iterable[pd.Series]) -> np.ndarray:
    filled = None
    for column in columns:
        texts = column.to_numpy(object)
        filled = texts if filled is None else np.where(filled == "", texts, filled)
    return filled


def _status(inputs: list[pd.DataFrame], computable: np.ndarray) -> np.ndarray:
    """Why a result is missing, else what softens it, else ''."""
    soft = _first_filled(rows["status"] for rows in inputs)
    missing = np.column_stack([rows["value"].isna() for rows in inputs])
    reasons = _first_filled(rows["status"].where(rows["value"].isna(), "") for rows in inputs)
    return np.select([missing.any(axis=1), ~computable], [reasons, NOT_COMPUTABLE], default=soft)
