"""Which groups got more or less than their share? Municipalities and target groups against a reference population.

A group that is hidden in the protected tables has no share, ratio or verdict anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from vagar_lib.display import text
from vagar_lib.display.ratios import VERDICTS
from vagar_lib.display.table import Table, cell, written
from vagar_lib.metrics.disclosure import TOTAL
from vagar_lib.metrics.disclosure.protected import Protected
from vagar_lib.metrics.representation import representation

TARGETS = {"led_by": "kön", "birth": "födelseland", "age": "ålder"}
"""Target groups that have a reference population, and what they are called in a sentence."""
CROSSED = (("led_by", "birth"), ("led_by", "age"))
"""Pairs of target groups that are crossed."""
COLUMNS = ["share", "reference", "ratio", "lower", "upper", "verdict", "missing", "name", "by"]
NO_REFERENCE = (
    "Antingen är för mycket dolt, eller så saknas uppgiften i ärendena eller en tabell över dem som leder företag i "
    "länet (se parameters/grants.yml)."
)


def references(leaders: pd.DataFrame, labels: Mapping[str, Mapping[str, str]]) -> pd.DataFrame:
    """Those who lead companies, in the words of the grants.

    Parameters
    ----------
    leaders : DataFrame
        As `sources.grants.reference` ('leaders') gives it.
    labels : mapping
        By column of the grants, what its codes are called.

    Returns
    -------
    DataFrame
        ``led_by, birth, age, value``.
    """
    rows = leaders[leaders["sex"].isin(["K", "M"])].rename(columns={"sex": "led_by"})
    worded = rows.assign(**{column: rows[column].map(labels[column]) for column in TARGETS})
    return worded.groupby(list(TARGETS), as_index=False)["value"].sum()


def places(rows: pd.DataFrame, people: pd.Series, by_region: pd.DataFrame) -> pd.DataFrame:
    """Each municipality's share of the money against its share of the people, highest ratio first.

    Parameters
    ----------
    rows : DataFrame
        Amounts in words.
    people : Series
        Inhabitants by name of the municipality.
    by_region : DataFrame
        Protected sums by municipality.

    Returns
    -------
    DataFrame
        As `metrics.representation.representation`, with ``name``; without rows when the money of no municipality is
        hidden, as it could be computed from the shares of the others.
    """
    status = {(name,): why for name, why in zip(by_region["row"], by_region["status"], strict=True) if name != TOTAL}
    found = _against(rows, ["region"], people, status)
    return found.sort_values("ratio", ascending=False, kind="stable", ignore_index=True) if len(found) else found


def single(rows: pd.DataFrame, leaders: pd.DataFrame, safe: Protected) -> pd.DataFrame:
    """Each target group's share of the money against its share of those who lead companies.

    Parameters
    ----------
    rows : DataFrame
        Amounts in words.
    leaders : DataFrame
        As `references` gives it.
    safe : Protected
        The tables of the report. Where an amount outside the reference (unknown, or both women and men) is hidden the
        groups are left out, as it could be computed from their shares.

    Returns
    -------
    DataFrame
        As `metrics.representation.representation`, with ``name`` and ``by`` (what the groups are, in words).
    """
    return _leading(rows, leaders, safe, [(column,) for column in TARGETS])


def crossed(rows: pd.DataFrame, leaders: pd.DataFrame, safe: Protected) -> pd.DataFrame:
    """As `single`, of two target groups at a time: 'Utrikes födda kvinnor'."""
    return _leading(rows, leaders, safe, CROSSED)


def _leading(
    rows: pd.DataFrame, leaders: pd.DataFrame, safe: Protected, groups: Iterable[tuple[str, ...]]
) -> pd.DataFrame:
    found = [pd.DataFrame(columns=COLUMNS)]
    for columns in groups if len(leaders) else ():
        reference = leaders.groupby(list(columns), observed=True)["value"].sum()
        one = _against(rows, list(columns), reference[reference > 0], _statuses(safe, columns))
        found.append(one.assign(by=text.listed(TARGETS[column] for column in columns)))
    return pd.concat([part for part in found if len(part)] or found)[COLUMNS].reset_index(drop=True)


def _against(
    rows: pd.DataFrame, columns: list[str], reference: pd.Series, status: Mapping[tuple[str, ...], str]
) -> pd.DataFrame:
    """Representation by name; without rows when an amount outside the reference is hidden."""
    inside = {_parts(key) for key in reference.index}
    if any(why == "secret" for key, why in status.items() if key not in inside):
        return pd.DataFrame(columns=COLUMNS)
    ranks = [{name: at for at, name in enumerate(rows[column].cat.categories)} for column in columns]
    keys = sorted(
        reference.index,
        key=lambda key: [rank.get(name, len(rank)) for rank, name in zip(ranks, _parts(key), strict=True)],
    )
    found = representation(rows, columns if len(columns) > 1 else columns[0], reference.loc[keys])
    names = [_name(key) for key in found[columns].itertuples(index=False, name=None)]
    return found.drop(columns=columns).assign(name=names)


def _statuses(safe: Protected, columns: tuple[str, ...]) -> dict[tuple[str, ...], str]:
    """Status of each cell of one or two of `TARGETS`, by labels in the order of the columns."""
    pair = next(pair for pair in safe.tables if len(pair) == 2 and set(columns) <= set(pair) <= set(TARGETS))
    table = safe.tables[pair]
    labels = dict(zip(pair, ("row", "column"), strict=True))
    inner = table[[*labels.values()]].ne(TOTAL)
    wanted = [inner[labels[column]] for column in columns]
    rest = [~inner[labels[column]] for column in pair if column not in columns]
    chosen = table[np.logical_and.reduce([*wanted, *rest])]
    keys = chosen[[labels[column] for column in columns]].itertuples(index=False, name=None)
    return dict(zip(keys, chosen["status"], strict=True))


def _parts(key: object) -> tuple[str, ...]:
    return key if isinstance(key, tuple) else (key,)


def _name(parts: Sequence[str]) -> str:
    """'Kvinnor'; two groups: 'Utrikes födda kvinnor', 'Kvinnor 18–30 år'."""
    if len(parts) == 1:
        return parts[0]
    led, other = parts
    return f"{led} {other}" if other[0].isdigit() else f"{other} {text.lower_first(led)}"


def hidden_in(safe: Protected) -> dict[str, str]:
    """Status of each target group and crossing by name, from the protected tables."""
    groups = [*((column,) for column in TARGETS), *CROSSED]
    return {_name(key): why for columns in groups for key, why in _statuses(safe, columns).items()}


def missing_in_words(rows: pd.DataFrame) -> str | None:
    """For how much of the money each target group is not known.

    Parameters
    ----------
    rows : DataFrame
        As `single` or `crossed` gives it.
    """
    shares = rows.drop_duplicates("by").set_index("by")["missing"]
    said = [f"{by} {text.quantity(100 * share, 'procent')}" for by, share in shares.items()]
    if not said:
        return None
    return (
        "Andel av beloppet som inte hör till någon av grupperna, för att uppgift saknas eller för att både kvinnor och "
        f"män leder: {text.listed(said)}."
    )


def share_table(rows: pd.DataFrame, hidden: Mapping[str, str], head: str, of: str) -> Table:
    """Share of the money against share of a reference, with interval and verdict; hidden groups say so.

    Parameters
    ----------
    rows : DataFrame
        As `metrics.representation.representation` gives it, with ``name``.
    hidden : mapping
        Status by name, from the protected table: 'secret' where it is hidden.
    head, of : str
        Label of the groups, and of what they are a share of ('befolkningen').
    """
    columns = [(head, False), ("Andel av beloppet", True), (f"Andel av {of}", True), ("Kvot", True)]
    columns += [("95 % intervall", True), ("Omdöme", False)]
    cells, raw = [], []
    for row in rows.itertuples(index=False):
        reference = text.quantity(100 * row.reference, "procent", 1)
        if hidden.get(row.name) == "secret":
            secret = cell(None, 1, "secret")
            cells.append([row.name, secret, reference, secret, "", ""])
            raw.append([row.name, None, 100 * row.reference, None, None, "secret"])
            continue
        interval = "" if row.verdict == "few" else f"{text.number(row.lower, 2)}–{text.number(row.upper, 2)}"
        said, symbol, *_ = VERDICTS[row.verdict]
        share = text.quantity(100 * row.share, "procent", 1)
        cells.append([row.name, share, reference, text.number(row.ratio, 2), interval, f"{symbol} {said}"])
        raw.append([row.name, 100 * row.share, 100 * row.reference, row.ratio, interval, said])
    return written(columns, cells, raw)


def sources(file: str, reference: pd.DataFrame) -> str:
    """Sources of a comparison, as a chart's ``source`` column has them."""
    return "; ".join([file, *reference["source"].unique()])


def drawn(rows: pd.DataFrame, hidden: Mapping[str, str], source: str) -> pd.DataFrame:
    """Rows of `ratios`: those that are not hidden."""
    return rows[rows["name"].map(hidden).ne("secret")].assign(source=source)


def certain(rows: pd.DataFrame, hidden: Mapping[str, str]) -> bool:
    """Whether any group surely has more or less than its share."""
    return bool(drawn(rows, hidden, "")["verdict"].isin(["over", "under"]).any())


def found(rows: pd.DataFrame, hidden: Mapping[str, str], of: str) -> str | None:
    """The finding of a comparison as a sentence; nothing when there is nothing to compare with."""
    if rows.empty:
        return None
    return (
        share_title(rows, hidden, of, f"Ingen grupp har säkert större eller mindre andel av beloppet än av {of}") + "."
    )


def share_title(rows: pd.DataFrame, hidden: Mapping[str, str], of: str, nobody: str) -> str:
    """In which groups the share of the money surely differs from the share of the reference."""
    seen = drawn(rows, hidden, "")
    names = seen["name"].map(text.lower_first) if "by" in seen else seen["name"]
    over, under = (names[seen["verdict"] == verdict] for verdict in ("over", "under"))
    parts = [f"säkert större andel av beloppet än av {of}: {text.listed(over)}"] if len(over) else []
    parts += (
        [f"{'mindre' if parts else f'säkert mindre andel av beloppet än av {of}'}: {text.listed(under)}"]
        if len(under)
        else []
    )
    return text.upper_first("; ".join(parts)) if parts else nobody
