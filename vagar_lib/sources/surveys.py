"""What have the activities come to? The region's own activities, and what assessors have answered about them.

A pair of tables in ``data/raw/surveys``: ``<name>_insatser`` (the activities, whose provenance says which places they
cover) and ``<name>_svar`` (the answers). A pair covers places; a report about another place can't be made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from vagar_lib import paths, reads, regions
from vagar_lib.errors import BadInput
from vagar_lib.regions import Region
from vagar_lib.sources import provenance, store
from vagar_lib.sources.coverage import municipalities
from vagar_lib.sources.provenance import ACTIVITIES, ANSWERS
from vagar_lib.sources.surveys_check import FIRST_ROW, LISTS, activity_findings, answer_findings, several


@dataclass(frozen=True)
class SurveyFile:
    """A pair of tables by the names of both, the places that it covers, and whether it is made up."""

    activities: str
    answers: str
    municipalities: frozenset[str]
    example: bool = False

    @property
    def sources(self) -> list[str]:
        """The source of each table ('surveys/exempel_insatser')."""
        return [f"{provenance.SURVEYS}/{name}" for name in (self.activities, self.answers)]


def covering(region: Region | str) -> SurveyFile:
    """The pair of tables that covers a place; one that is made up only when no other does.

    Raises
    ------
    BadInput
        When none does, or more than one.

    Examples
    --------
    >>> covering("2303").answers
    'exempel_svar'
    """
    place = region if isinstance(region, Region) else regions.region(region)
    wanted = municipalities([place.code])
    reads.note("listed")  # a new pair may take the place of this one
    every = [one for one in _files() if wanted <= one.municipalities]
    found = [one for one in every if not one.example] or every
    if len(found) != 1:
        words = ", ".join(one.activities for one in found) or "none"
        raise BadInput(
            f"region {place.code!r}: {words} in data/raw/{provenance.SURVEYS} covers {place.name}, allowed: one"
        )
    return found[0]


def activities(region: Region | str) -> pd.DataFrame:
    """The activities of a place.

    Parameters
    ----------
    region : Region or str
        A municipality has those in it. A län has also those that are about several municipalities.

    Returns
    -------
    pandas.DataFrame
        id, name, level (strategi, process, insats), region (municipality, or the län), priority (id), strengths,
        vision, indicators (tuples of ids), sdg (tuple of numbers), case ('' without), budget (kronor, may be missing),
        start, end, follow_up (days; the last may be missing), source.

    Raises
    ------
    BadInput
        When no survey covers the place, or nothing is built yet.
    """
    place = region if isinstance(region, Region) else regions.region(region)
    file = covering(place)
    rows = store.table(file.activities)
    rows = rows[rows["region"].isin({place.code} | municipalities([place.code]))]
    lists = {column: pd.Series([tuple(several(c)) for c in rows[column]], rows.index, object) for column in LISTS}
    lists["sdg"] = pd.Series([tuple(map(int, goals)) for goals in lists["sdg"]], rows.index, object)
    return rows.assign(**lists, source=file.sources[0]).reset_index(drop=True)


def answers(region: Region | str) -> pd.DataFrame:
    """The answers about the activities of a place, one row each.

    Returns
    -------
    pandas.DataFrame
        survey, round (sorts in time), activity, assessor (a number within activity and round), answered (day),
        question, value (step of the scale as float, missing for a text), text ('' where it may not be published, as
        for a step), source.

    Raises
    ------
    BadInput
        As `activities`.
    """
    file = covering(region)
    rows = store.table(file.answers)
    rows = rows[rows["activity"].isin(activities(region)["id"])]
    return rows.assign(
        value=rows["value"].astype(float), text=rows["text"].where(rows["publish"], ""), source=file.sources[1]
    )[["survey", "round", "activity", "assessor", "answered", "question", "value", "text", "source"]].reset_index(
        drop=True
    )


def findings(tables: Mapping[str, pd.DataFrame]) -> list[str]:
    """What is wrong with the pairs in ``data/raw/surveys``, beyond what the border has checked.

    Parameters
    ----------
    tables : mapping
        Typed tables by name; one that is not there has been refused already.
    """
    found: list[str] = []
    for path in provenance.survey_files().values():
        name = path.stem.removesuffix(ACTIVITIES)
        beside = path.with_name(f"{name}{ANSWERS}.csv")
        if not beside.exists():
            found.append(f"{paths.relative(path)}: the answers, {beside.name}, are missing beside it")
        if path.stem not in tables:
            continue
        found += activity_findings(tables[path.stem], paths.relative(path))
        if beside.stem in tables:
            rows = tables[beside.stem]
            levels = dict(tables[path.stem][["id", "level"]].itertuples(index=False))
            numbered = rows.assign(row=range(FIRST_ROW, len(rows) + FIRST_ROW))
            found += answer_findings(numbered, levels, paths.relative(beside))
    return found


def _files() -> list[SurveyFile]:
    found = []
    for path in provenance.survey_files().values():
        known, name = provenance.load(path.with_suffix(".yml")), path.stem.removesuffix(ACTIVITIES)
        covers = frozenset(municipalities(known.covers))
        found.append(SurveyFile(path.stem, f"{name}{ANSWERS}", covers, known.example))
    return found
