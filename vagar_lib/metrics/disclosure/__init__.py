"""May it be shown? Tables that hide what would tell of single recipients, and enough more that it can't be computed.

Every table on grants or survey answers passes through `protect` before it is shown, drawn or written to a file; reports
use `protect_once`, so that all pages hide the same.
"""

from vagar_lib.metrics.disclosure.once import protect_once
from vagar_lib.metrics.disclosure.protected import REFUSED, Hidden, Protected, protect
from vagar_lib.metrics.disclosure.rules import Rule
from vagar_lib.metrics.disclosure.table import TOTAL

__all__ = ["REFUSED", "TOTAL", "Hidden", "Protected", "Rule", "protect", "protect_once"]
