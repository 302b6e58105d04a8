"""Amounts side by side: from zero (`amounts`), as parts of a whole (`parts`), women beside men (`sexes`)."""

from vagar_lib.display.bars.amounts import grouped, ranked
from vagar_lib.display.bars.parts import UNKNOWN, shares
from vagar_lib.display.bars.sexes import pairs, pyramid

__all__ = ["UNKNOWN", "grouped", "pairs", "pyramid", "ranked", "shares"]
