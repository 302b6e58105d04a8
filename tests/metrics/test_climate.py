"""A month's deviation is its mean less its own normal."""

from __future__ import annotations

import pandas as pd
import pytest

from vagar_lib.metrics.climate import deviations
from vagar_lib.sources import store


def test_deviations_at_froson_by_hand(built):
    # Mean less normal in the raw table: -11.927855 + 9.0, -6.644012 + 7.5 and -1.983978 + 6.3.
    found = deviations(store.table("temperatur_froson")).set_index("period")["deviation"]
    assert found["2021-01"] == pytest.approx(-2.927855)
    assert found["2021-02"] == pytest.approx(0.855988)
    assert found["2024-12"] == pytest.approx(4.316022)
    assert found.index.is_monotonic_increasing and found.index.is_unique


def test_months_without_both_values_are_left_out():
    rows = pd.DataFrame(
        {
            "period": ["2021-02", "2021-01", "2021-01", "2021-03"],
            "year": 2021,
            "variable": ["mean", "normal", "mean", "normal"],
            "value": [1.0, -9.0, -8.0, 2.0],
        }
    )
    assert deviations(rows)[["period", "deviation"]].values.tolist() == [["2021-01", 1.0]]


def test_another_place_has_no_deviations(built):
    found = deviations(store.table("temperatur_froson", regions="1480"))
    assert found.empty and list(found.columns) == ["period", "year", "deviation"]
