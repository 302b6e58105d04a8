"""Children are born to mothers of the stated ages, at the level that was counted."""

from __future__ import annotations

import numpy as np
import pytest

from vagar_lib.metrics.projection import fertility


def test_the_schedule_is_one_child_at_the_stated_mean_age(assumed):
    shape = fertility.schedule(assumed.fertility, 101)
    ages = np.arange(101) + 0.5
    assert shape.sum() == pytest.approx(1)
    assert shape @ ages == pytest.approx(assumed.fertility.mean_age, abs=0.1)
    assert not shape[:15].any() and not shape[50:].any() and shape[15:50].all()


def test_a_small_place_leans_on_its_county_and_a_large_one_does_not():
    # 28 births where the county's 1.5 children a woman would give 45: (28 + 100) / (30 + 100 / 1.5) = 1.32.
    assert fertility.level(28, 30, prior=100, usual=1.5) == pytest.approx(1.3241, abs=1e-4)
    assert fertility.level(28_000, 30_000, prior=100, usual=1.5) == pytest.approx(28 / 30, abs=0.002)
