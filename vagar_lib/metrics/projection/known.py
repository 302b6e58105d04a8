"""What is known to start from? The tables a projection needs, as arrays by sex and age."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from vagar_lib.metrics.projection import mortality
from vagar_lib.metrics.projection.assumptions import Ages, assumptions
from vagar_lib.metrics.projection.engine import SEXES, grid
from vagar_lib.sources.store import SOURCES

STANDARD_YEARS = 5
"""Years of deaths behind the rates for the last months of a year."""


@dataclass(frozen=True, eq=False)
class Known:
    """Tables of the snapshot, for all regions: the back-test needs more than one place.

    Attributes
    ----------
    ages : DataFrame
        'folkmangd_alder_kon': ``region, year, sex, age, value, source``, for at least two years.
    totals : DataFrame
        'folkmangd': ``region, year, value, source``, population on 31 December.
    changes : DataFrame
        'befolkningsforandring': ``region, year, sex, component, value, source``.
    deaths : DataFrame
        'doda_lan': ``region, year, sex, age, value, source`` of one region.
    life : DataFrame
        Life expectancy at birth of both sexes, riket and counties: ``region, year, value, source``.
    when : Ages, optional
        When in the year ages were counted; that of ``parameters/projection.yml`` when left out.
    """

    ages: pd.DataFrame
    totals: pd.DataFrame
    changes: pd.DataFrame
    deaths: pd.DataFrame
    life: pd.DataFrame
    when: Ages = field(default_factory=lambda: assumptions().ages)

    @cached_property
    def age_years(self) -> tuple[int, int]:
        """First and last year whose ages are known, of those with most places and with births known for a later year.

        Some places may have been fetched for other years than the rest, and the levels of births and deaths are read
        from the years after the last count.
        """
        counted = self.ages.groupby("year")["region"].nunique()
        counted = counted[counted.index < self.changes.loc[self.changes["component"] == "births", "year"].max()]
        years = counted.index[counted == counted.max()]
        return int(years.min()), int(years.max())

    @cached_property
    def places(self) -> list[str]:
        """Regions whose ages are known in both years."""
        first, last = (set(self.ages.loc[self.ages["year"] == year, "region"].unique()) for year in self.age_years)
        return sorted(first & last)

    @cached_property
    def by_year(self) -> pd.DataFrame:
        """Population on 31 December: regions as rows, years as columns."""
        return self.totals.pivot(index="region", columns="year", values="value").sort_index(axis=1)

    @cached_property
    def _settled(self) -> dict[tuple[str, int], np.ndarray]:
        return {}

    def people(self, region: str, year: int) -> np.ndarray:
        """People by sex and age on 31 December.

        Where ages are counted by year of birth before the year has ended, the youngest are raised to a whole year's
        births and the deaths of the rest of the year taken away. The sum is set to the population on 31 December.
        """
        if (region, year) not in self._settled:
            left = self._counted[region, year].copy()
            if (region, year) in self._early:
                left *= np.exp(-(1 - self.when.passed) * self._standard)
                left[:, 0] /= self.when.born
            self._settled[region, year] = left * (self.by_year.loc[region, year] / left.sum())
        return self._settled[region, year].copy()

    @cached_property
    def _early(self) -> set[tuple[str, int]]:
        """Places and years counted before the year had ended."""
        rows = self.ages.loc[self.ages["source"] == self.when.table, ["region", "year"]].drop_duplicates()
        return set(rows.itertuples(index=False, name=None))

    @cached_property
    def _standard(self) -> np.ndarray:
        return self.death_rates(STANDARD_YEARS, self.age_years[0])

    @cached_property
    def _counted(self) -> dict[tuple[str, int], np.ndarray]:
        wanted = self.ages["sex"].isin(SEXES) & self.ages["year"].isin(self.age_years)
        rows = self.ages[wanted].assign(age=lambda known: known["age"].astype(int))
        return {key: grid(one) for key, one in rows.groupby(["region", "year"])}

    def counted(self, region: str, component: str) -> pd.Series:
        """Births or deaths by year, after the last year whose ages are known."""
        rows = self._since
        rows = rows[(rows["region"] == region) & (rows["component"] == component)]
        return rows.set_index("year")["value"].sort_index()

    @cached_property
    def _since(self) -> pd.DataFrame:
        rows = self.changes[(self.changes["sex"] == "T") & (self.changes["year"] > self.age_years[1])]
        return rows[["region", "component", "year", "value"]]

    @cached_property
    def _fitted(self) -> dict[tuple[int, int], np.ndarray]:
        return {}

    def death_rates(self, years: int, until: int) -> np.ndarray:
        """Death rates by sex and age of the region that has deaths by age, from the last years of deaths."""
        if (years, until) not in self._fitted:
            known = self.deaths[self.deaths["year"] <= until]
            last = int(known["year"].max())
            people = self._counted[known["region"].iloc[0], self.age_years[0]]
            self._fitted[years, until] = mortality.fitted(known, people, range(last - years + 1, last + 1))
        return self._fitted[years, until]

    @property
    def source(self) -> str:
        """The raw tables."""
        tables = (self.ages, self.totals, self.changes, self.deaths)
        return SOURCES.join(dict.fromkeys(table["source"].iloc[0] for table in tables))
