"""What does the process import that reports are forked from? Imports the same and ends."""

from __future__ import annotations

import contextlib
import importlib
import sys

from vagar_lib.pipeline.engine import zygote
from vagar_lib.pipeline.run import plan

zygote.warm()
for name in sorted(zygote.imported(plan.reports()[sys.argv[1]].source)):
    with contextlib.suppress(ImportError):  # not all that a notebook imports are modules
        importlib.import_module(name)
