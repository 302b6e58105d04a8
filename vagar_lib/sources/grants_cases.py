"""What is an ärende? The rows of a grants file, which are transactions, made one row an ärende.

Each row repeats what was granted: granted is one value an ärende, paid is a sum of its payments.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from vagar_lib import regions
from vagar_lib.sources.grants_findings import Findings
from vagar_lib.sources.grants_settings import LEVELS, TEXTS, Settings

UNKNOWN = "okänd"
ROUNDING = 1.0  # kronor that payments may be above the grant without being a finding
MIDSUMMER = (7, 1)  # a decision of which only the year is known is taken to be made then

_DATES = ("decided", "start", "end")
_FLAGS = ("sole_trader", "own", "part_owned")
_OF_PAYMENT = ("paid", "paid_year", "paid_date")
# Columns of the cases, in order, with their types; sdg holds lists of goals.
COLUMNS = {
    **dict.fromkeys(("case", "kind", "form"), "str"),
    "decided": "datetime64[s]",
    "decision_year": "int64",
    **dict.fromkeys(("start", "end"), "datetime64[s]"),
    "granted": "float64",
    **dict.fromkeys(("region", "recipient"), "str"),
    **dict.fromkeys(_FLAGS, "bool"),
    **dict.fromkeys(("sni", "size", "led_by", "birth", "age", "sami"), "str"),
    "sdg": "object",
    **dict.fromkeys(LEVELS, "float64"),
    **dict.fromkeys(TEXTS, "str"),
    "intensity": "float64",
    **dict.fromkeys(("regulation", "support_area", "source"), "str"),
    "example": "bool",
}


def one_each(rows: pd.DataFrame, names: dict[str, str], findings: Findings) -> pd.DataFrame:
    """One row an ärende, in the order of the file, with the first of its row numbers.

    Where the rows of an ärende differ, the value on most of them is taken, of equally many the last one; each such
    ärende is a finding. A recipient is an own organisation or a sole trader if any row says so.

    Parameters
    ----------
    rows : pandas.DataFrame
        Transactions as `grants_rows.typed` makes them.
    names : dict
        Field to the name of its column, for the findings.
    findings : Findings
    """
    groups = rows.groupby("case", sort=False)
    cases = groups.first().drop(columns=[*_OF_PAYMENT])  # what is first and not missing, column by column
    for flag in _FLAGS:
        cases[flag] = groups[flag].any()
    for field in cases.columns.drop(["row", *_FLAGS]):
        several = groups[field].nunique()
        for case in several.index[several > 1]:
            mine = rows.loc[groups.groups[case], ["row", field]].dropna()
            times = mine[field].value_counts()
            chosen = mine.loc[mine[field].isin(times.index[times == times.max()]), field].iloc[-1]
            cases.at[case, field] = chosen
            as_chosen = mine[field] == chosen
            row, other = mine.loc[as_chosen, "row"].iloc[0], mine[~as_chosen].iloc[0]
            if field == "recipient":  # who it is, is not told
                words = f"recipient is another than in row {row} of ärende {case}, allowed: one an ärende"
            else:
                found, said = _told(other[field]), _told(chosen)
                words = f"{names[field]} {found}, but row {row} of ärende {case} says {said}, allowed: one an ärende"
            findings.case(
                "conflicting_grant" if field == "granted" else "conflicting_facts", case, other["row"], words
            )
    return cases.reset_index()


def judge(
    cases: pd.DataFrame, payments: pd.DataFrame, covered: set[str], names: dict[str, str], findings: Findings
) -> None:
    """Find what is odd about an ärende and its payments.

    Parameters
    ----------
    cases, payments : pandas.DataFrame
        As `one_each` makes them, and the rows with a payment.
    covered : set of str
        Codes of the municipalities that the file is about.
    names : dict
        Field to the name of its column.
    findings : Findings
    """
    for case in cases[cases["granted"].isna()].itertuples():
        findings.case("grant_missing", case.case, case.row, f"{names['granted']} is empty")
    for case in cases[cases["recipient"].isna()].itertuples():
        findings.case("recipient_unknown", case.case, case.row, "no organisation number and no name")
    for case in cases[cases["region"].notna() & ~cases["region"].isin(covered)].itertuples():
        words = f"{names['region']} {regions.name(case.region)}, allowed: a municipality that the file covers"
        findings.case("outside", case.case, case.row, words)
    of_case = payments.groupby("case").agg(paid=("paid", "sum"), last=("row", "max"))
    sums = cases.merge(of_case, on="case")
    for case in sums[sums["paid"] > sums["granted"] + ROUNDING].itertuples():
        words = f"{names['paid']} adds up to {_told(case.paid)} in ärende {case.case}"
        findings.case("paid_above_grant", case.case, case.last, f"{words}, allowed: up to {_told(case.granted)}")
    each = payments[["case", "row", "paid_year", "paid_date"]].merge(
        cases[["case", "decision_year", "decided"]], on="case"
    )
    days = [pd.to_datetime(each[field]) for field in ("paid_date", "decided")]
    early = (each["paid_year"].astype(float) < each["decision_year"].astype(float)) | (days[0] < days[1])
    for payment in each[early].itertuples():
        paid = f"{names.get('paid_date') or names['paid_year']} {payment.paid_date or payment.paid_year}"
        words = f"{paid}, allowed: not before the decision {payment.decided or payment.decision_year}"
        findings.case("paid_before_decision", payment.case, payment.row, words)


def finished(cases: pd.DataFrame, known: Settings, source: str, example: bool) -> pd.DataFrame:
    """The cases with `COLUMNS`: words for what is missing, and the rules that governed each decision.

    ``recipient`` is still the key that tells who it is; an ärende without one is a recipient of its own.
    """
    cases = cases.assign(source=source, example=example)
    for field in ("led_by", "birth", "age", "sami"):
        cases[field] = cases[field].fillna(UNKNOWN)
    for field in ("region", "sni", "size", *TEXTS):
        cases[field] = cases[field].fillna("")
    cases["sdg"] = [[] if goals is None else list(goals) for goals in cases["sdg"].replace({float("nan"): None})]
    cases["recipient"] = cases["recipient"].fillna(source + " " + cases["case"])
    days = [one.decided or date(one.decision_year, *MIDSUMMER) for one in cases.itertuples()]
    cases["regulation"] = [known.regulation(form, day) for form, day in zip(cases["form"], days, strict=True)]
    cases["support_area"] = [known.support_area(place, day) for place, day in zip(cases["region"], days, strict=True)]
    for field in _DATES:
        cases[field] = pd.to_datetime(cases[field])
    return cases[[*COLUMNS]].astype(COLUMNS)


def _told(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.2f}".removesuffix(".00").replace(",", " ")
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
