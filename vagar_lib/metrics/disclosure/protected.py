"""What may be shown? A table without anything hidden in it, and the only way to one."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pandas as pd

from vagar_lib.errors import BadInput
from vagar_lib.metrics.disclosure.audit import audit
from vagar_lib.metrics.disclosure.rules import Rule, primary
from vagar_lib.metrics.disclosure.suppress import suppress
from vagar_lib.metrics.disclosure.table import TOTAL, Cells, build
from vagar_lib.words import counted

Table = tuple[str, ...]
"""The variables that a table crosses: rows, or rows and columns."""
REFUSED = "disclosure control"
"""How the message begins when a table can't be made safe."""


class Hidden(NamedTuple):
    """How many cells are hidden: as they are sensitive, and so that those can't be computed."""

    primary: int
    secondary: int


@dataclass(frozen=True)
class Protected:
    """Tables that have been audited and hold no hidden value. Made by `protect`.

    Attributes
    ----------
    tables : dict of DataFrame
        By variables, in the order asked for. Rows: every cell and every margin (`TOTAL`). Columns: ``row``, ``column``
        (not in a table of one variable), ``value`` (not in a table that only counts) and ``count``, NaN where hidden,
        and ``status``: 'secret' where hidden, else ''.
    hidden : Hidden
        Number of cells; a margin that several tables share is one.
    method : str
        'optimal': no other choice of cells loses less. 'best found in N s': none that was found in that time does.
        'heuristic': the time was not enough to look for better.
    gap : float
        Share of what is hidden, in loss of information, that might have been shown at most; 0 if optimal.
    rule : Rule
    attribute : tuple of str
        Variables in whose tables a cell is sensitive when everyone is in it.

    Raises
    ------
    ValueError
        If the audit does not show every hidden cell to be safe, or a table shows one.
    """

    tables: dict[Table, pd.DataFrame]
    hidden: Hidden
    method: str
    gap: float
    rule: Rule
    attribute: tuple[str, ...]
    _audit: pd.DataFrame = field(repr=False)

    def __post_init__(self) -> None:
        if not self._audit["safe"].all():
            raise ValueError(f"{(~self._audit['safe']).sum()} hidden cells are not safe")
        for table in self.tables.values():
            secret = table["status"].to_numpy() == "secret"
            missing = [np.isnan(table[name].to_numpy(float)) for name in ("value", "count") if name in table]
            if any((one != secret).any() for one in missing):
                raise ValueError("numbers must be missing where the status is secret, and nowhere else")

    @property
    def table(self) -> pd.DataFrame:
        """The first table, which is the one asked for."""
        return next(iter(self.tables.values())).copy()

    def audit(self) -> pd.DataFrame:
        """What a reader can compute of each hidden cell.

        Returns
        -------
        DataFrame
            ``table``, ``row``, ``column``, ``measure`` ('value' or 'count'), ``lower`` and ``upper`` bound, ``width``
            and ``safe``, which the audit found for every cell before this object could be made. How far from the truth
            the bounds had to be is not told, as the hidden amounts could be computed from it.
        """
        return self._audit.copy()

    def words(self) -> str:
        """The rule, how much is hidden and how it was chosen, in Swedish, to stand beside the table."""
        return " ".join(filter(None, [_rule_words(self), _hidden_words(self), _method_words(self)]))


def protect(
    micro: pd.DataFrame,
    rows: str,
    columns: str | None = None,
    value: str | None = None,
    recipient: str = "recipient",
    rule: Rule | None = None,
    *,
    linked: Sequence[str | Table] = (),
    attribute: Mapping[str, Collection[str]] | None = None,
    time_limit: float = 5.0,
) -> Protected:
    """Sum micro data to a table, and hide what would tell of single recipients.

    Sensitive cells are those that `Rule` says. So many more are hidden, at the least loss of information, that nobody
    can compute a sensitive amount closer than the declared protection interval: from the sums, from the number of rows
    of the same cells, from linked tables, knowing that no amount is negative (where there are no repayments) and that
    every hidden cell has recipients, and also knowing his own amounts if he is a recipient himself. Nor are hidden
    cells whose sum is known sensitive when taken together.

    Parameters
    ----------
    micro : DataFrame
        One row an ärende. Categories are shown in the order of a categorical column, with its empty ones, else sorted.
    rows, columns : str
        Variables of the table; without columns it has one dimension.
    value : str, optional
        Column with the amount, kr. Without it the table only counts rows.
    recipient : str
        Column that tells recipients apart.
    rule : Rule, optional
        `Rule()` unless given.
    linked : sequence of str or of (str, str)
        Further tables of the same micro data that will be shown as well, such as ``('region', 'industry')``. Margins
        that they share are hidden in all or in none. Tables of the same micro data must be protected in one call.
    attribute : mapping, optional
        Variables that describe recipients, each with the categories that would reveal something, such as
        ``{'led_by': ('K', 'M')}``: a cell is sensitive when everyone in its row (column, table) is in it, and it is not
        taken as known which cells are empty. In other tables an empty cell is a true zero and is shown.
    time_limit : float
        Seconds of the processor to look for the least loss of information.

    Returns
    -------
    Protected

    Raises
    ------
    BadInput
        If columns are missing, have empty values or a category called 'Totalt', amounts are not numbers, or there are
        so few recipients that no hiding makes the tables safe.

    Notes
    -----
    Hundepool, A. et al. (2012) *Statistical Disclosure Control*, Wiley, chapter 4; Fischetti and Salazar (2000), as
    told in `vagar_lib.metrics.disclosure.suppress`.

    Examples
    --------
    >>> cases = pd.DataFrame({
    ...     "region": ["Berg"] * 9 + ["Åre"] * 8,
    ...     "form": ["A"] * 4 + ["B"] * 5 + ["A"] * 7 + ["B"],
    ...     "kr": [100.0] * 17,
    ...     "recipient": [f"M{number}" for number in range(17)],
    ... })
    >>> found = protect(cases, "region", "form", "kr")
    >>> found.hidden
    Hidden(primary=1, secondary=3)
    >>> found.table.query("row == 'Åre'")[["column", "value", "status"]].to_string(index=False, header=False).split()
    ['A', 'NaN', 'secret', 'B', 'NaN', 'secret', 'Totalt', '800.0']
    """
    rule = rule or Rule()
    attribute = attribute or {}
    first = (rows,) if columns is None else (rows, columns)
    tables = [first, *((table,) if isinstance(table, str) else tuple(table) for table in linked)]
    cells = build(micro, tables, value, recipient, attribute)
    sensitive = primary(cells, rule)
    pattern = suppress(cells, sensitive, rule, time_limit)
    hidden, method = pattern.hidden, pattern.method
    audited = audit(cells, sensitive, hidden, rule)
    while not audited["safe"].all():
        more = _more(cells, hidden, audited.loc[~audited["safe"], "cell"].unique())
        if (more == hidden).all():
            break
        hidden, method = more, "heuristic"
        audited = audit(cells, sensitive, hidden, rule)
    if unsafe := int((~audited["safe"]).sum()):
        named = ", ".join(" × ".join(table) for table in tables)
        are, recipients = "is" if unsafe == 1 else "are", micro[recipient].nunique()
        raise BadInput(
            f"{REFUSED}: {counted(unsafe, 'cell')} of {named} {are} not safe however much is hidden, with only "
            f"{counted(recipients, 'recipient')}; allowed: tables of more recipients, such as of more years"
        )
    secret = int(sensitive.cells.sum())
    return Protected(
        {table: _shown(cells, table, hidden) for table in cells.tables},
        Hidden(secret, int(hidden.sum()) - secret),
        f"best found in {time_limit:g} s" if method == "best found" else method,
        pattern.gap,
        rule,
        tuple(attribute),
        _public(cells, audited),
    )


def _more(cells: Cells, hidden: np.ndarray, unsafe: np.ndarray) -> np.ndarray:
    """Hide the least costly published cell of each sum with an unsafe cell; all that can be hidden, if none has any."""
    free = ~hidden & ((cells.recipients > 0) | cells.revealing)
    more = hidden.copy()
    for parts, whole in cells.equations:
        members = np.append(parts, whole)
        if np.isin(members, unsafe).any() and free[members].any():
            more[min(members[free[members]], key=lambda cell: cells.loss[cell])] = True
    return more if (more != hidden).any() else hidden | free


def _places(cells: Cells, table: Table) -> list[tuple[tuple[str, ...], int]]:
    """Labels and place of each cell of a table, margins last."""
    labels = itertools.product(*((*cells.categories[variable], TOTAL) for variable in table))
    return [
        (names, cells.index[frozenset(pair for pair in zip(table, names, strict=True) if pair[1] != TOTAL)])
        for names in labels
    ]


def _shown(cells: Cells, table: Table, hidden: np.ndarray) -> pd.DataFrame:
    names, places = zip(*_places(cells, table), strict=True)
    place = np.array(places)
    secret = hidden[place]
    return pd.DataFrame(
        {
            **dict(zip(("row", "column"), zip(*names, strict=True), strict=False)),
            **{measure.name: np.where(secret, np.nan, measure.total[place]) for measure in cells.measures},
            "status": np.where(secret, "secret", ""),
        }
    )


def _public(cells: Cells, audited: pd.DataFrame) -> pd.DataFrame:
    """The audit without what tells hidden values, by table and labels."""
    labels = pd.DataFrame(
        [
            (" × ".join(table), names[0], names[1] if len(names) > 1 else "", cell)
            for table in cells.tables
            for names, cell in _places(cells, table)
        ],
        columns=["table", "row", "column", "cell"],
    )
    found = labels.merge(audited, on="cell", how="inner")
    return found[["table", "row", "column", "measure", "lower", "upper", "width", "safe"]]


def _rule_words(found: Protected) -> str:
    rule, amounts = found.rule, "value" in found.table
    kinds = [f"färre än {rule.min_cell} mottagare"]
    if amounts and rule.dominance < 1:
        kinds.append(f"en mottagare med mer än {_percent(rule.dominance)} av beloppet")
    if amounts and rule.p_percent is not None:
        kinds.append(f"en mottagare vars belopp en annan kan räkna fram på {_percent(rule.p_percent / 100)} när")
    if found.attribute:
        kinds.append("alla i samma grupp, så att en egenskap röjs")
    return f"Känsliga är celler med {_listed(kinds)}."


def _hidden_words(found: Protected) -> str:
    first, more = found.hidden
    if not first:
        return "Ingen cell är känslig, så inget är dolt."
    if not more:
        return f"{_cells(first)} är {_hidden(first)}. Inget mer behöver döljas för att skydda dem."
    amounts = ""
    if "value" in found.table:
        share = _percent(found.rule.protect)
        amounts = f" närmare än {share} från det rätta beloppet, inte ens en mottagare som vet sitt eget"
    return (
        f"{_cells(first)} är {_hidden(first)}, och {_cells(more)} till för att ingen ska kunna räkna fram "
        f"{'den' if first == 1 else 'dem'} ur summorna{amounts}."
    )


def _method_words(found: Protected) -> str:
    if not found.hidden.secondary:
        return ""
    if found.method == "optimal":
        return "Vilka de är har valts så att minsta möjliga information går förlorad (heltalsprogrammering)."
    less = f"högst {_percent(round(found.gap, 2))} av det dolda hade kunnat visas"
    if found.method == "heuristic":
        return f"Vilka de är har valts med en tumregel: billigaste skydd för en känslig cell i taget; {less}."
    seconds = found.method.removeprefix("best found in ").removesuffix(" s").replace(".", ",")
    return f"Vilka de är är det bästa val som hittades på {seconds} sekunder (heltalsprogrammering); {less}."


def _cells(number: int) -> str:
    return "1 cell" if number == 1 else f"{number} celler"


def _hidden(number: int) -> str:
    return "dold" if number == 1 else "dolda"


def _percent(share: float) -> str:
    return f"{100 * share:.4g}".replace(".", ",") + "\u00a0%"


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} eller {words[-1]}"
