"""Is it getting better, fast enough, and how does it stand? One verdict an indicator, region and sex, with its grounds.

`judge` works on matrices of many indicators at once: `blocks` makes them of observations, `segment` picks what can be
compared and its trend, `pace` sets it against targets, `course` names the verdict, and `level` sets it against other
regions.
"""

from vagar_lib.metrics.verdict.judge import COLUMNS, FIELDS, VERDICTS, judge

__all__ = ["COLUMNS", "FIELDS", "VERDICTS", "judge"]
