"""The assumptions are read strictly: what is wrong is told by field, all at once."""

from __future__ import annotations

import pytest

from vagar_lib import paths
from vagar_lib.errors import BadInput
from vagar_lib.metrics import ahead, carbon
from vagar_lib.metrics.projection import assumptions


def rewritten(old: str, new: str) -> None:
    file = paths.parameters() / "projection.yml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_every_assumption_says_why_and_from_where(assumed):
    for part in (assumed.ages, assumed.fertility, assumed.mortality, assumed.migration, assumed.band):
        assert part.why.endswith(".") and part.source
    for scenario in (assumed.scenarios.recent, assumed.scenarios.zero, assumed.scenarios.high):
        assert scenario.label and scenario.why.endswith(".")


def test_wrong_and_unknown_fields_are_told_together(project):
    rewritten("decline: 0.0125", "decline: 1.2")
    rewritten("  girls: 0.485", "  grils: 0.485")
    with pytest.raises(BadInput) as found:
        assumptions()
    told = str(found.value)
    assert "projection.yml" in told
    assert "mortality.decline" in told and "1.2" in told
    assert "fertility.grils" in told and "fertility.girls is missing" in told


def test_steps_that_leave_out_small_places_are_refused(project):
    rewritten("{inhabitants: 0, years: 3}", "{inhabitants: 10, years: 3}")
    with pytest.raises(BadInput, match="the last one 0"):
        assumptions()


def test_the_limits_that_the_method_tells_are_those_in_use(assumed):
    """If one of these is changed, docs/method.md is to be changed too."""
    assert (assumed.until, assumed.fertility.prior, assumed.mortality.decline) == (2050, 100, 0.0125)
    assert (assumed.migration.window, assumed.migration.best, assumed.migration.best_since) == (7, 5, 2000)
    assert (assumed.band.share, assumed.band.fewest, assumed.band.widest) == (0.8, 100, 0.3)
    assert (ahead.FEWEST, ahead.SHARE) == (10, 0.8)
    known = carbon.rules()
    assert (known.since, known.reference.left, known.reference.year) == (2010, 0.15, 2045)
