"""Many tests at once give false discoveries; Benjamini and Hochberg's example shows how they are held back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vagar_lib.metrics.multiple_testing import adjusted

# Benjamini and Hochberg (1995), section 4.1: fifteen comparisons of two treatments after a heart attack.
PUBLISHED = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0,
]  # fmt: skip


def test_the_published_example_rejects_the_four_smallest_at_five_per_cent():
    """The fourth is the last with p ≤ i/15 · 0.05: 0.0095 ≤ 0.0133, while 0.0201 > 0.0167."""
    assert (adjusted(PUBLISHED) <= 0.05).tolist() == [True] * 4 + [False] * 11


def test_the_adjusted_values_of_the_published_example_by_hand():
    """p · 15 / i, and never above that of a larger p: 0.0201 · 15 / 5 = 0.0603; 0.0278 · 15 / 6 = 0.0695 is above
    0.0298 · 15 / 7 = 0.0639, which it therefore gets."""
    assert adjusted(PUBLISHED)[[0, 1, 2, 3, 4, 5]] == pytest.approx(
        [0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.0298 * 15 / 7]
    )


def test_a_test_that_was_not_made_does_not_count():
    assert adjusted([0.01, np.nan, 0.04])[[0, 2]] == pytest.approx([0.02, 0.04])
    assert np.isnan(adjusted([np.nan])).all()


def test_a_p_value_outside_0_to_1_is_refused():
    with pytest.raises(ValueError):
        adjusted([0.5, 1.2])


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_an_adjusted_value_is_never_lower_and_the_order_is_kept(p):
    found = adjusted(p)
    assert (found >= np.asarray(p) - 1e-12).all() and (found <= 1).all()
    assert (np.diff(found[np.argsort(p, kind="stable")]) >= -1e-12).all()
