"""Indicators as matrices hold the same values as the rows they came from."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.made import observed
from vagar_lib.metrics.panel import panel, panels
from vagar_lib.sources import store


def test_every_value_is_found_at_its_year_and_region(built):
    rows = store.observations("N03937", "skattekraft", regions=["23", "2303", "00"])
    found = panels(rows)
    assert set(found) == {"N03937", "skattekraft"}
    for row in rows.dropna(subset="value").itertuples():
        one = found[row.indicator]
        assert one.of(row.region)[one.years == row.year].item() == row.value
    assert sum(np.isfinite(one.values).sum() for one in found.values()) == rows["value"].notna().sum()


def test_only_values_of_both_sexes_together_are_taken():
    rows = pd.concat([observed({"23": 1}), observed({"23": 9}, sex="K"), observed({"00": float("nan")})])
    one = panel(rows)
    assert one.of("23").tolist() == [1.0]
    assert np.isnan(one.of("00")).all()


def test_the_median_needs_half_of_the_regions_whether_they_are_known_or_not():
    one = panel(observed({"2303": {2023: 1, 2024: 1}, "2305": {2024: 3}}))
    assert one.median(["2303", "2305", "2309"]).tolist()[1] == 2.0
    assert np.isnan(one.median(["2303", "2305", "2309"])[0])
    assert one.median(["2303", "2309"]).tolist() == [1.0, 1.0]
    assert np.isnan(one.median([])).all()


def test_no_observations_are_an_empty_panel_and_several_indicators_none():
    empty = panel(observed({}))
    assert empty.years.size == 0 and empty.of("23").size == 0 and empty.median(["23"]).size == 0
    with pytest.raises(ValueError, match="one indicator"):
        panel(pd.concat([observed({"23": 1}), observed({"23": 1}, indicator="annat")]))
