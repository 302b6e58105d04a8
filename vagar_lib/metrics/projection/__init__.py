"""How many will live here, and of what age? A cohort-component projection, back-tested, with bands.

Start at `look_ahead`; ``docs/method.md`` tells the method.
"""

from vagar_lib.metrics.projection.assumptions import Assumptions, assumptions
from vagar_lib.metrics.projection.backtest import back_test, errors, growth
from vagar_lib.metrics.projection.engine import Rates, advance, project
from vagar_lib.metrics.projection.known import Known
from vagar_lib.metrics.projection.outlook import Outlook, agreement, drawn, look_ahead
from vagar_lib.metrics.projection.place import people_ahead
from vagar_lib.metrics.projection.summary import MEASURES, components

__all__ = [
    "MEASURES",
    "Assumptions",
    "Known",
    "Outlook",
    "Rates",
    "advance",
    "agreement",
    "assumptions",
    "back_test",
    "components",
    "drawn",
    "errors",
    "growth",
    "look_ahead",
    "people_ahead",
    "project",
]
