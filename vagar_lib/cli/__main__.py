"""``python -m vagar_lib.cli``."""

import sys

from vagar_lib.cli import main

sys.exit(main())
