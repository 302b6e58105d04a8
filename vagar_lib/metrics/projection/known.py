"""What is known to start from? The tables a projection needs, as arrays by sex and age."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from vagar_lib.metrics.projection import mortality
from vagar_lib.metrics.projection.engine import SEXES, grid
from vagar_lib.sources.store import SOURCES


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
    """

    ages: pd.DataFrame
    totals: pd.DataFrame
    changes: pd.DataFrame
    deaths: pd.DataFrame
    life: pd.DataFrame

    @cached_property
    def age_years(self) -> tuple[int, int]:
        """First and last year whose ages are known."""
        return int(self.ages["year"].min()), int(self.ages["year"].max())

    @cached_property
    def places(self) -> list[str]:
        """Regions whose ages are known in both years."""
        years = self.ages.groupby("region")["year"].agg(["min", "max"])
        both = (years["min"] == self.age_years[0]) & (years["max"] == self.age_years[1])
        return sorted(years.index[both])

    @cached_property
    def by_year(self) -> pd.DataFrame:
        """Population on 31 December: regions as rows, years as columns."""
        return self.totals.pivot(index="region", columns="year", values="value").sort_index(axis=1)

    def people(self, region: str, year: int) -> np.ndarray:
        """People by sex and age, raised to the population on 31 December, since the ages are not of that day."""
        counted = self._counted[region, year]
        return counted * (self.by_year.loc[region, year] / counted.sum())

    @cached_property
    def _counted(self) -> dict[tuple[str, int], np.ndarray]:
        rows = self.ages[self.ages["sex"].isin(SEXES)].assign(age=lambda known: known["age"].astype(int))
        return {key: grid(one) for key, one in rows.groupby(["region", "year"])}

    def counted(self, region: str, component: str) -> pd.Series:
        """Births or deaths by year, after the last year whose ages are known."""
        rows = self.changes
        rows = rows[(rows["region"] == region) & (rows["sex"] == "T") & (rows["component"] == component)]
        return rows[rows["year"] > self.age_years[1]].set_index("year")["value"].sort_index()

    def death_rates(self, years: int, until: int) -> np.ndarray:
        """Death rates by sex and age of the region that has deaths by age, from the last years of deaths."""
        known = self.deaths[self.deaths["year"] <= until]
        last = int(known["year"].max())
        region = known["region"].iloc[0]
        return mortality.fitted(known, self.people(region, self.age_years[0]), range(last - years + 1, last + 1))

    @property
    def source(self) -> str:
        """The raw tables."""
        tables = (self.ages, self.totals, self.changes, self.deaths)
        return SOURCES.join(dict.fromkeys(table["source"].iloc[0] for table in tables))
